import type { Temporal } from '../../src/core/time.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { migrate } from '../../src/db/migrate.ts';
import { sandboxApps } from '../../src/sandbox/apps.ts';
import type { SandboxSeed } from '../../src/sandbox/client.ts';
import { createSandboxSlack } from '../../src/sandbox/slack/index.ts';
import { type Figure, figure } from './figures.ts';
import { closedLoop, type LoadResult, openLoop, type Press } from './load.ts';
import { type Child, startChild } from './processes.ts';
import { type SeedSize, seed, team } from './seed.ts';

export interface ClockInOptions {
  /** Server with the right to create databases; names an empty database. */
  readonly server: string;
  readonly clock: { now(): Temporal.Instant };
  readonly log: (line: string) => void;
  readonly people: number;
  readonly years: number;
}

const { slack } = sandboxApps;
const pressesPerRound = 1_500;
const rounds = 3;
const concurrency = 32;
const openRate = 200;
const openCount = 2_000;
const empty: SandboxSeed = { users: [], channels: [] };

/** The presses of a set of people, each once. */
const pressesOf = (from: number, count: number): Press[] =>
  Array.from({ length: count }, (_, index) => ({ userId: `UB${from + index}`, command: '/clock', text: 'in' }));

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function databaseOf(server: string, name: string): string {
  return Object.assign(new URL(server), { pathname: `/${name}` }).toString();
}

async function freshDatabase(server: string, name: string, size: SeedSize, log: ClockInOptions['log']): Promise<string> {
  const admin = connectDatabase(server);
  await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`, []);
  await admin.query(`CREATE DATABASE ${name}`, []);
  await admin.close();
  const url = databaseOf(server, name);
  await migrate(url);
  const db = connectDatabase(url);
  const started = performance.now();
  await seed(db, size);
  await db.close();
  log(`seeded ${size.people} people, ${size.years} years in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return url;
}

function startBot(databaseUrl: string, apiUrl: string): Promise<Child> {
  const env = {
    DATABASE_URL: databaseUrl,
    PORT: '0',
    LOG_LEVEL: 'info',
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: apiUrl,
  };
  return startChild('src/main.ts', env, (line) => (line.msg === 'ready' ? Number(new URL(String(line.url)).port) : null));
}

const eventsOf = (child: Child): string => `http://127.0.0.1:${child.port}/slack/events`;

/** Clock-ins of the real process beside a bare Bolt app with one INSERT, in turns, on the same server; then against five years of history. */
export async function clockInFigures(options: ClockInOptions): Promise<Figure[]> {
  const { log } = options;
  const local = createSandboxSlack({ ...slack, teamId: team, seed: empty, clock: options.clock, eventUrl: 'http://127.0.0.1:9/none' });
  const { apiUrl } = await local.start();
  const base = await freshDatabase(options.server, 'bench_base', { people: 1, desks: 1, years: 0 }, log);
  const small = await freshDatabase(options.server, 'bench_empty', { people: options.people, desks: 50, years: 0 }, log);
  const baseline = await startChild('test/bench/baseline.ts', { DATABASE_URL: base, SLACK_SIGNING_SECRET: slack.signingSecret }, (line) =>
    typeof line.port === 'number' ? line.port : null,
  );
  const bot = await startBot(small, apiUrl);
  const idle = await bot.memory();
  const fire = (child: Child, presses: readonly Press[]) => closedLoop(eventsOf(child), slack.signingSecret, team, presses, concurrency);
  // Both are warmed up by presses that are not counted.
  await fire(baseline, pressesOf(1, 500));
  await fire(bot, pressesOf(1, 500));
  const ours: LoadResult[] = [];
  const theirs: LoadResult[] = [];
  for (let round = 0; round < rounds; round += 1) {
    theirs.push(await fire(baseline, pressesOf(1, pressesPerRound)));
    ours.push(await fire(bot, pressesOf(501 + round * pressesPerRound, pressesPerRound)));
  }
  const failed = [...ours, ...theirs].reduce((sum, result) => sum + result.failed, 0);
  if (failed > 0) log(`${failed} presses were not answered with 200`);
  const openFrom = 501 + rounds * pressesPerRound;
  const calmBase = await openLoop(eventsOf(baseline), slack.signingSecret, team, pressesOf(1, openCount), openRate);
  const calm = await openLoop(eventsOf(bot), slack.signingSecret, team, pressesOf(openFrom, openCount), openRate);
  await baseline.stop();
  const throughput = median(ours.map((result) => result.perSecond));
  const bare = median(theirs.map((result) => result.perSecond));
  await bot.stop();

  const large = await freshDatabase(options.server, 'bench_history', { people: options.people, desks: 50, years: options.years }, log);
  const [fresh, old] = [
    await startBot(await freshDatabase(options.server, 'bench_empty', { people: options.people, desks: 50, years: 0 }, log), apiUrl),
    await startBot(large, apiUrl),
  ];
  await fire(fresh, pressesOf(1, 300));
  await fire(old, pressesOf(1, 300));
  const without: number[] = [];
  const withHistory: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    without.push((await fire(fresh, pressesOf(301 + round * 1_000, 1_000))).p50);
    withHistory.push((await fire(old, pressesOf(301 + round * 1_000, 1_000))).p50);
  }
  await Promise.all([fresh.stop(), old.stop()]);
  await local.stop();
  return [
    figure('clock-in.throughput', throughput, '/s', bare, 'ratio ≥ 0.7', (_, ratio) => (ratio ?? 0) >= 0.7),
    figure('clock-in.p99-at-200', calm.p99, 'ms', calmBase.p99, '< 200 ms', (value) => value < 200),
    figure('clock-in.p50-at-200', calm.p50, 'ms', calmBase.p50, 'reported', () => true),
    figure(
      `history.${options.years}y.${options.people}p.clock-in-p50`,
      median(withHistory),
      'ms',
      median(without),
      'ratio ≤ 1.2',
      (_, ratio) => (ratio ?? 9) <= 1.2,
    ),
    figure('start.ready', bot.readyMs, 'ms', null, '< 3000 ms', (value) => value < 3000),
    figure('idle.memory', idle, 'MB', null, '< 250 MB', (value) => value < 250),
    figure('presses.unanswered', failed, 'presses', null, '0', (value) => value === 0),
  ];
}
