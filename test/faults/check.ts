import type { Database } from '../../src/db/database.ts';
import { verifyAudit } from '../../src/runtime/audit.ts';
import type { SandboxClient } from '../../src/sandbox/client.ts';
import { readSlack } from '../bench/obligations-slack.ts';
import type { Deed } from './deeds.ts';
import type { FaultPerson } from './organisation.ts';
import type { Doer } from './person.ts';

/** All that people did, and where to look for what became of it. */
export interface Aftermath {
  readonly db: Database;
  readonly deeds: readonly Deed[];
  readonly doers: ReadonlyMap<string, Doer>;
  readonly people: readonly FaultPerson[];
  readonly slackApi: string;
  readonly feishu: SandboxClient;
}

type Marked = Extract<Deed, { readonly marker: string }>;

/** How often what carries a marker is in the database, all of it and what it should have become. */
const marked: Readonly<Record<Marked['kind'], string>> = {
  log: `SELECT count(*)::int AS there, count(*)::int AS complete FROM entry WHERE type = 'duty-log' AND fields::text LIKE '%' || $1 || '%'`,
  incident: `SELECT count(*)::int AS there, (SELECT count(*)::int FROM incident_line l JOIN incident i ON i.org_id = l.org_id AND i.id = l.incident_id
      WHERE l.kind = 'answer' AND i.line LIKE '%' || $1 || '%') AS complete FROM incident WHERE line LIKE '%' || $1 || '%'`,
  leave: `SELECT count(*)::int AS there, (SELECT count(*)::int FROM request r JOIN absence a ON a.org_id = r.org_id AND a.request_id = r.id AND a.live AND a.approved
      WHERE r.state = 'approved' AND r.fields::text LIKE '%' || $1 || '%') AS complete FROM request WHERE fields::text LIKE '%' || $1 || '%'`,
};

/** Everything that must hold afterwards, as lines of what does not: empty where all is well. */
export async function checkAll(after: Aftermath): Promise<string[]> {
  const found = await Promise.all([
    checkMarked(after),
    checkPunches(after),
    checkRounds(after),
    checkHandovers(after),
    checkAnswers(after),
    checkSlack(after),
    checkFeishu(after),
    checkHouse(after),
  ]);
  return found.flat();
}

async function checkMarked({ db, deeds }: Aftermath): Promise<string[]> {
  const problems: string[] = [];
  for (const deed of deeds) {
    if (!('marker' in deed)) continue;
    const [row] = await db.query<{ there: number; complete: number }>(marked[deed.kind], [deed.marker]);
    if (row?.there !== 1 || row.complete !== 1)
      problems.push(`${deed.kind} ${deed.marker} is there ${row?.there} times, complete ${row?.complete} times`);
  }
  return problems;
}

async function checkPunches({ db, deeds, people }: Aftermath): Promise<string[]> {
  const problems: string[] = [];
  for (const { code } of people.filter(({ post }) => post === 'yard')) {
    const rows = await db.query<{ kind: string }>(
      'SELECT p.kind FROM punch p JOIN person q ON q.org_id = p.org_id AND q.id = p.person_id WHERE q.code = $1 ORDER BY p.at, p.kind',
      [code],
    );
    const times = deeds.filter((deed) => deed.kind === 'punches' && deed.who === code).length;
    const kinds = (kind: string): number => rows.filter((row) => row.kind === kind).length;
    if (kinds('in') !== times || kinds('out') !== times)
      problems.push(`${code} came and went ${times} times, and clocked in ${kinds('in')} and out ${kinds('out')} times`);
  }
  return problems;
}

async function checkRounds({ db, deeds }: Aftermath): Promise<string[]> {
  const rounds = deeds.filter((deed) => deed.kind === 'round');
  const problems: string[] = [];
  for (const { who, message } of rounds) {
    const [row] = await db.query<{ proofs: number; state: string | null }>(
      `SELECT (SELECT count(*)::int FROM task_proof p WHERE p.org_id = t.org_id AND p.task_id = t.id) AS proofs, t.state
       FROM outbox o JOIN task t ON t.org_id = o.org_id AND split_part(o.subject, '.', 2) = 'item/' || t.id WHERE o.message_id = $1 AND o.kind = 'send'`,
      [message],
    );
    if (row?.proofs !== 1 || row.state !== 'done')
      problems.push(`the round of ${who} in ${message} has ${row?.proofs} proofs and is ${row?.state}`);
  }
  // A round at a random moment may be drawn for the minute at which another begins.
  const [all] = await db.query<{ proofs: number; twice: number }>(
    `SELECT (SELECT count(*)::int FROM task_proof) AS proofs,
       (SELECT count(*)::int FROM (SELECT 1 FROM task WHERE detail -> 'hidden' IS NULL GROUP BY desk_id, entry, from_at HAVING count(*) > 1) d) AS twice`,
    [],
  );
  if (all?.proofs !== rounds.length) problems.push(`${rounds.length} rounds were reported, and ${all?.proofs} are proved`);
  if (all?.twice !== 0) problems.push(`${all?.twice} rounds are there twice`);
  return problems;
}

async function checkHandovers({ db, deeds }: Aftermath): Promise<string[]> {
  const problems: string[] = [];
  for (const deed of deeds) {
    if (deed.kind !== 'handover') continue;
    const rows = await db.query<{ state: string; signed: boolean; signatures: number }>(
      `SELECT h.state, h.outgoing_signed_at IS NOT NULL AND h.incoming_signed_at IS NOT NULL AND h.met_at IS NOT NULL AS signed,
         (SELECT count(*)::int FROM audit_entry e WHERE e.org_id = h.org_id AND e.subject = h.id::text AND e.action = 'handover.sign') AS signatures
       FROM handover h JOIN person p ON p.org_id = h.org_id AND p.id = h.outgoing_id WHERE p.code = $1`,
      [deed.who],
    );
    const [row] = rows;
    if (rows.length !== 1 || row?.state !== 'sealed' || !row.signed || row.signatures !== 2)
      problems.push(`the hand-over of ${deed.who} to ${deed.to} is ${JSON.stringify(rows)}`);
  }
  return problems;
}

/** What was said is answered once. */
function checkAnswers({ deeds, doers }: Aftermath): Promise<string[]> {
  const problems: string[] = [];
  const once = (code: string, ...texts: readonly string[]): void => {
    const times = doers.get(code)?.count(...texts) ?? 0;
    if (times !== 1) problems.push(`${code} was told “${texts.join(' ')}” ${times} times`);
  };
  for (const deed of deeds) {
    if (deed.kind === 'log') once(deed.who, '已记录', deed.marker);
    if (deed.kind === 'incident') once(deed.who, '已上报', deed.marker);
    if (deed.kind === 'handover') for (const code of [deed.who, deed.to]) once(code, '交接完成');
  }
  return Promise.resolve(problems);
}

/** Every message the database sent is in Slack, once, and no other that carries an id of its own. */
async function checkSlack({ db, people, slackApi }: Aftermath): Promise<string[]> {
  const rows = await db.query<{ id: string; state: string }>(
    `SELECT id::text AS id, state FROM outbox WHERE platform = 'slack' AND kind = 'send'`,
    [],
  );
  const channels = await db.query<{ id: string }>(`SELECT channel_id AS id FROM channel WHERE platform = 'slack'`, []);
  const chats = people.filter(({ platform }) => platform === 'slack').map(({ userId }) => `D${userId}`);
  const seen = await readSlack(slackApi, [...chats, ...channels.map(({ id }) => id)]);
  const sent = new Set(rows.filter(({ state }) => state === 'sent').map(({ id }) => id));
  return [
    ...[...sent].filter((id) => !seen.has(id)).map((id) => `message ${id} was sent and is not in Slack`),
    ...[...seen].filter(([, times]) => times.length > 1).map(([id, times]) => `message ${id} is in Slack ${times.length} times`),
    ...[...seen.keys()].filter((id) => !sent.has(id)).map((id) => `message ${id} is in Slack and was not sent`),
  ];
}

/** The same in Feishu, which itself keeps a second message with the same id away. */
async function checkFeishu({ db, people, feishu }: Aftermath): Promise<string[]> {
  const rows = await db.query<{ id: string; message: string | null }>(
    `SELECT id::text AS id, message_id AS message FROM outbox WHERE platform = 'feishu' AND kind = 'send' AND state = 'sent'`,
    [],
  );
  const seen = new Set(
    people
      .filter(({ platform }) => platform === 'feishu')
      .flatMap(({ userId }) => feishu.conversations(userId).flatMap(({ id }) => feishu.messages(userId, id).map((message) => message.id))),
  );
  const once = new Set(rows.map(({ message }) => message));
  return [
    ...rows.filter(({ message }) => message === null || !seen.has(message)).map(({ id }) => `message ${id} was sent and is not in Feishu`),
    ...(once.size === rows.length ? [] : [`${rows.length} messages went to Feishu, and ${once.size} are there`]),
  ];
}

async function checkHouse({ db }: Aftermath): Promise<string[]> {
  const [row] = await db.query<{ dead: number; stuck: number }>(
    `SELECT (SELECT count(*)::int FROM outbox WHERE state = 'dead') AS dead, (SELECT count(*)::int FROM due WHERE done_at IS NULL AND error IS NOT NULL) AS stuck`,
    [],
  );
  const audit = (await verifyAudit(db)).flatMap(({ problems }) => problems.map((problem) => `audit: ${JSON.stringify(problem)}`));
  return [
    ...audit,
    ...(row?.dead === 0 ? [] : [`${row?.dead} messages were given up`]),
    ...(row?.stuck === 0 ? [] : [`${row?.stuck} pieces of due work fail`]),
  ];
}
