import { verifyAudit } from '../../../src/runtime/audit.ts';
import { digestOf } from '../digest.ts';
import type { Aftermath } from '../storm.ts';

/** Told that nothing was saved because others were faster. */
const saysLost = (title: string): boolean => title === '别人刚刚改了同一件事' || title === 'Somebody else has just changed the same thing';

/** Two deliveries of one event get one answer; nothing queued is lost; the audit holds together. */
export async function checkAnswers({ db, twice }: Aftermath): Promise<string[]> {
  const stored = await db.query<{ event_key: string; reply: unknown }>(
    'SELECT event_key, reply FROM inbox WHERE event_key = ANY($1::text[])',
    [twice.map((one) => one.eventKey)],
  );
  const digests = new Map(stored.map((row) => [row.event_key, digestOf(row.reply)]));
  // A refusal changes nothing and is not stored: what was refused may be saved by the next delivery, once what stood in its way is gone.
  const different = twice.filter(({ eventKey, answers }) => {
    const saved = digests.get(eventKey);
    return (
      saved !== undefined &&
      (!answers.some((one) => one.digest === saved) || answers.some((one) => one.digest !== saved && saysLost(one.title)))
    );
  });
  const left = await db.query<{ state: string; subject: string | null; count: number }>(
    `SELECT state, split_part(subject, '/', 1) AS subject, count(*)::int AS count FROM outbox WHERE state NOT IN ('sent', 'dropped') GROUP BY 1, 2`,
    [],
  );
  const overdue = await db.query<{ kind: string; count: number }>(
    `SELECT kind, count(*)::int AS count FROM due WHERE error IS NOT NULL GROUP BY kind`,
    [],
  );
  const audits = await verifyAudit(db);
  return [
    ...different.map((one) => `answers: ${one.eventKey} ${one.what} was delivered twice and answered in two ways`),
    ...left.map((row) => `outbox: ${row.count} of ${row.subject ?? 'messages'} are ${row.state}`),
    ...overdue.map((row) => `due: ${row.count} of ${row.kind} failed`),
    ...audits.flatMap((audit) => audit.problems.map((problem) => `audit: ${JSON.stringify(problem)}`)),
    ...(audits.every((audit) => audit.entries === 0) ? ['audit: nothing was written down'] : []),
  ];
}
