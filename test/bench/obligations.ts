import { Temporal } from '../../src/core/time.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import type { Database } from '../../src/db/database.ts';
import { sandboxApps } from '../../src/sandbox/apps.ts';
import { createSandboxSlack } from '../../src/sandbox/slack/index.ts';
import { type Figure, figure } from './figures.ts';
import { startClockedBot } from './obligations-clock.ts';
import { Day } from './obligations-day.ts';
import { chatOf, moments, obligationUsers, perDay, seedObligations, zone } from './obligations-seed.ts';
import { readSlack } from './obligations-slack.ts';
import { startChild } from './processes.ts';
import { team } from './seed.ts';
import { newDatabase } from './server-database.ts';

export interface ObligationOptions {
  /** Server with the right to create databases. */
  readonly server: string;
  readonly log: (line: string) => void;
  /** A hundred obligations a day each. */
  readonly desks: number;
  /** Hours of the day that one process does; two processes do one at most. */
  readonly hours: number;
}

/** A part of the day begins here: half an hour later every desk has something at once. */
const firstMinute = 510;
const baselineCount = 3_000;

/** What a stretch of the day came to. */
interface Stretch {
  /** Milliseconds from the moment at which a desk has something due until that is saved. */
  readonly lateness: readonly number[];
  /** The same until the message is there. */
  readonly told: readonly number[];
  readonly obligations: number;
  readonly perSecond: number;
  readonly lost: number;
  readonly doubled: number;
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;

async function startSlack(desks: number, now: () => Temporal.Instant) {
  const users = obligationUsers(desks).map((id) => ({
    id,
    name: id,
    title: '',
    email: `${id}@example.com`,
    locale: 'zh' as const,
    external: false,
  }));
  const seed = { users, channels: [] };
  const slack = createSandboxSlack({ ...sandboxApps.slack, teamId: team, seed, clock: { now }, eventUrl: null, limits: 'off' });
  return { slack, ...(await slack.start()) };
}

/** Plain writes and posts: obligations a second. */
async function baseline({ server, desks }: ObligationOptions): Promise<number> {
  const { slack, apiUrl } = await startSlack(desks, () => Temporal.Now.instant());
  const chats = obligationUsers(Math.min(desks, 100)).map(chatOf).join();
  const env = { DATABASE_URL: await newDatabase(server, 'bench_obligations_base'), SLACK_API_URL: apiUrl, CHATS: chats };
  let seconds = 0;
  const plain = await startChild('test/bench/obligations-baseline.ts', { ...env, OBLIGATIONS: String(baselineCount) }, (line) => {
    if (typeof line['seconds'] !== 'number') return null;
    seconds = line['seconds'];
    return 0;
  });
  await plain.stop();
  await slack.stop();
  return baselineCount / seconds;
}

/** So many minutes of the day of all desks, by so many bots. */
async function stretch(options: ObligationOptions, name: string, bots: number, minutes: number): Promise<Stretch> {
  const { server, desks, log } = options;
  const date = Temporal.Now.zonedDateTimeISO(zone).toPlainDate();
  const midnight = date.toZonedDateTime(zone).toInstant();
  const from = minutes >= 1440 ? 0 : firstMinute;
  const url = await newDatabase(server, name);
  const db = connectDatabase(url, { poolSize: 4 });
  await seedObligations(db, desks, date);
  let day: Day | null = null;
  // Of a whole day, from its first moment on: what the evening before left undone is not of that day.
  const start = midnight.add({ minutes: Math.max(0, from - 1) });
  const { slack, apiUrl } = await startSlack(desks, () => day?.now() ?? start);
  try {
    day = new Day(db, slack, start);
    const env = {
      DATABASE_URL: url,
      PORT: '0',
      SLACK_BOT_TOKEN: sandboxApps.slack.botToken,
      SLACK_APP_TOKEN: sandboxApps.slack.appToken,
      SLACK_API_URL: apiUrl,
    };
    const began = performance.now();
    for (const tick of Array.from({ length: bots }, () => day?.tick))
      if (tick !== undefined) day.join(await startClockedBot({ FEISHU_APP_ID: '', FEISHU_APP_SECRET: '', ...env }, tick));
    const planningMs = performance.now() - began + (await day.standAt(start));
    const [planned] = await db.query<{ count: number }>('SELECT count(*)::int AS count FROM task', []);
    log(`${name}: ${planned?.count} obligations of ${desks} desks planned in ${(planningMs / 1000).toFixed(1)} s by ${bots}`);
    for (const minute of moments.filter((one) => one >= from && one < from + minutes)) {
      const at = midnight.add({ minutes: minute });
      await day.through(at);
      await day.report(at);
    }
    const [count] = await db.query<{ told: number; closed: number }>(
      `SELECT count(*) FILTER (WHERE told_at > $1)::int AS told, count(*) FILTER (WHERE state IN ('done', 'missed'))::int AS closed FROM task`,
      [new Date(start.epochMilliseconds)],
    );
    const obligations = count?.told ?? 0;
    // What was planned is for more than a day: only its share counts.
    const planShare = planningMs * (obligations / Math.max(1, planned?.count ?? 1));
    const seconds = (day.busyMs + planShare) / 1000;
    log(
      `${name}: ${obligations} reminded, ${count?.closed ?? 0} closed (${day.pressed} by a press) in ${seconds.toFixed(1)} s with something to do`,
    );
    await day.stop();
    const held = await compare(db, day, apiUrl, obligationUsers(desks), start);
    return { ...held, obligations, perSecond: obligations / seconds };
  } finally {
    await day?.stop();
    await db.close();
    await slack.stop();
  }
}

/** Lateness by what the server and Slack noted; what is in Slack beside what should be there. */
async function compare(db: Database, day: Day, apiUrl: string, users: readonly string[], start: Temporal.Instant) {
  const done = await db.query<{ due_at: Date; wall: Date }>(
    `SELECT due_at, wall FROM bench_done WHERE kind = 'task.turn' AND due_at > $1`,
    [new Date(start.epochMilliseconds)],
  );
  const lateness = done.map((row) => Math.max(0, day.shownAt(row.wall.getTime()) - row.due_at.getTime()));
  const turns = [...new Set(done.map((row) => row.due_at.getTime()))].toSorted((a, b) => a - b);
  const queued = await db.query<{ id: string; at: Date }>(
    `SELECT id::text AS id, created_at AS at FROM outbox WHERE kind = 'send' AND due_at <= $1`,
    [new Date(day.now().epochMilliseconds)],
  );
  const seen = await readSlack(apiUrl, users.map(chatOf));
  const known = new Set(queued.map(({ id }) => id));
  // Everything of a moment is done before the next one comes.
  const told = queued.flatMap(({ id, at }) => {
    const [there] = seen.get(id) ?? [];
    const moment = turns.findLast((turn) => turn <= at.getTime());
    return there === undefined || moment === undefined ? [] : [Math.max(0, there - moment)];
  });
  const doubled = [...seen.values()].reduce((sum, times) => sum + times.length - 1, 0);
  const strange = [...seen.keys()].filter((id) => !known.has(id)).length;
  const lost = queued.filter(({ id }) => !seen.has(id)).length + (await untold(db, day));
  return { lateness, told, lost, doubled: doubled + strange + (await twice(db)) };
}

/** Rounds whose time came and that nobody was told of. */
async function untold(db: Database, day: Day): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM task t WHERE (t.from_at <= $1 AND t.told_at IS NULL AND t.state <> 'dropped') OR (t.due_at <= $1 AND t.state = 'open')`,
    [new Date(day.now().epochMilliseconds)],
  );
  return row?.count ?? 0;
}

/** Occurrences that are there twice, rounds proved twice, and people who were told twice of one round's beginning. */
async function twice(db: Database): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `SELECT (SELECT count(*) FROM (SELECT 1 FROM task GROUP BY desk_id, entry, from_at HAVING count(*) > 1) a)::int
       + (SELECT count(*) FROM (SELECT 1 FROM task_proof GROUP BY task_id HAVING count(*) > 1) b)::int
       + (SELECT count(*) FROM (SELECT 1 FROM outbox o JOIN task t ON split_part(o.subject, '.', 2) = 'item/' || t.id AND o.created_at = t.told_at
          WHERE o.kind = 'send' GROUP BY t.id, o.destination HAVING count(*) > 1) c)::int AS count`,
    [],
  );
  return row?.count ?? 0;
}

/**
 * What is due on all desks, created, told of and closed by one real process with a clock that leaps from one moment to the next, then by two; beside plain
 * writes and posts.
 */
export async function obligationFigures(options: ObligationOptions): Promise<Figure[]> {
  const { log, hours } = options;
  const plain = await baseline(options);
  const one = await stretch(options, 'bench_obligations', 1, hours * 60);
  const two = await stretch(options, 'bench_obligations_two', 2, Math.min(60, hours * 60));
  log(
    `obligations: ${options.desks * perDay} a day; lateness p50 ${percentile(one.lateness, 0.5).toFixed(0)} ms, until the message is there p50 ${percentile(one.told, 0.5).toFixed(0)} ms; two processes p99 ${percentile(two.lateness, 0.99).toFixed(0)} ms, ${two.perSecond.toFixed(0)}/s`,
  );
  return [
    figure('tasks.lateness.p99', percentile(one.lateness, 0.99), 'ms', null, '< 2000 ms', (value) => value < 2_000),
    figure('tasks.told.p99', percentile(one.told, 0.99), 'ms', null, 'reported', () => true),
    figure('tasks.throughput', one.perSecond, '/s', plain, 'reported', () => true),
    figure('tasks.lost', one.lost + two.lost, 'obligations', null, '0', (value) => value === 0),
    figure('tasks.double', one.doubled + two.doubled, 'obligations', null, '0', (value) => value === 0),
  ];
}
