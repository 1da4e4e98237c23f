import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from '../../src/core/time.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { sandboxApps } from '../../src/sandbox/apps.ts';
import { createSandboxSlack } from '../../src/sandbox/slack/index.ts';
import { type Figure, figure } from './figures.ts';
import { closedLoop, type LoadResult, openLoop, type Press } from './load.ts';
import { type Child, startBot, startChild } from './processes.ts';
import { type SeedSize, seed, showShifts, team } from './seed.ts';
import { newDatabase } from './server-database.ts';

export interface ClockInOptions {
  /** Server with the right to create databases. */
  readonly server: string;
  readonly log: (line: string) => void;
  readonly people: number;
  readonly years: number;
}

const { slack } = sandboxApps;
const desks = 50;
const concurrency = 32;
const warmUp = 500;
const rounds = 3;
const perRound = 1_200;
const openRate = 200;
const openCount = 2_000;
const historyWarmUp = 300;
const historyRounds = 5;
const perHistoryRound = 400;
/** Each person clocks in once: what both parts need. */
export const leastPeople = Math.max(warmUp + rounds * perRound + openCount, historyWarmUp + historyRounds * perHistoryRound) + 1;

const pressesOf = (from: number, count: number): Press[] =>
  Array.from({ length: count }, (_, index) => ({ userId: `UB${from + index}`, command: '/clock', text: 'in' }));

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function filled(options: ClockInOptions, name: string, size: SeedSize): Promise<string> {
  const url = await newDatabase(options.server, name);
  const db = connectDatabase(url);
  const started = performance.now();
  await seed(db, size);
  await db.close();
  options.log(`${name}: ${size.people} people, ${size.years} years in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return url;
}

interface LocalSlack {
  readonly apiUrl: string;
  /** Puts a card of every running shift into a channel, so that a clock-in has a card to edit. */
  post(databaseUrl: string): Promise<void>;
  stop(): Promise<void>;
}

async function startSlack(people: number): Promise<LocalSlack> {
  const users = Array.from({ length: people }, (_, index) => ({
    id: `UB${index + 1}`,
    name: `员工${index + 1}`,
    title: '',
    email: `${index + 1}@example.com`,
    locale: 'zh' as const,
    external: false,
  }));
  const channels = Array.from({ length: desks }, (_, index) => ({
    id: `CB${index + 1}`,
    name: `desk-${index + 1}`,
    members: [],
    bot: true,
  }));
  const local = createSandboxSlack({
    ...slack,
    teamId: team,
    seed: { users, channels },
    clock: { now: () => Temporal.Now.instant() },
    eventUrl: 'http://127.0.0.1:9/none',
    limits: 'off',
  });
  const { apiUrl } = await local.start();
  const postOne = async (channel: string): Promise<string> => {
    const answer = await fetch(`${apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ channel, text: '…' }),
    });
    return String(((await answer.json()) as { ts?: string }).ts);
  };
  return {
    apiUrl,
    async post(databaseUrl) {
      const messages = await Promise.all(channels.map(async ({ id }) => ({ channel: id, ts: await postOne(id) })));
      const db = connectDatabase(databaseUrl);
      await showShifts(db, messages);
      await db.close();
    },
    stop: () => local.stop(),
  };
}

/** A bot that hears its presses over HTTP. */
const startPressed = (databaseUrl: string, apiUrl: string): Promise<Child> =>
  startBot({
    DATABASE_URL: databaseUrl,
    PORT: '0',
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: apiUrl,
  });

const eventsOf = (child: Child): string => `http://127.0.0.1:${child.port}/slack/events`;

const fire = (child: Child, presses: readonly Press[]): Promise<LoadResult> =>
  closedLoop(eventsOf(child), slack.signingSecret, team, presses, concurrency);

/** How many clock-ins are not saved; a press that took long was acknowledged before it was done, so they are waited for. */
async function countMissing(databaseUrl: string, expected: number): Promise<number> {
  const db = connectDatabase(databaseUrl);
  try {
    for (let second = 0; ; second += 1) {
      const rows = await db.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM punch WHERE kind = 'in' AND at > now() - interval '1 hour'`,
        [],
      );
      const missing = expected - (rows[0]?.count ?? 0);
      if (missing <= 0 || second === 30) return missing;
      await sleep(1_000);
    }
  } finally {
    await db.close();
  }
}

/** Clock-ins of the real process beside a bare Bolt app with one INSERT, in turns, on the same server. */
export async function clockInFigures(options: ClockInOptions): Promise<Figure[]> {
  const local = await startSlack(options.people);
  const children: Child[] = [];
  try {
    const base = await newDatabase(options.server, 'bench_base');
    const url = await filled(options, 'bench_clock_in', { people: options.people, desks, years: 0 });
    await local.post(url);
    const baseline = await startChild(
      'test/bench/baseline.ts',
      { DATABASE_URL: base, SLACK_SIGNING_SECRET: slack.signingSecret },
      (line) => (typeof line['port'] === 'number' ? line['port'] : null),
    );
    children.push(baseline);
    const bot = await startPressed(url, local.apiUrl);
    children.push(bot);
    await fire(baseline, pressesOf(1, warmUp));
    await fire(bot, pressesOf(1, warmUp));
    const ours: LoadResult[] = [];
    const theirs: LoadResult[] = [];
    let next = warmUp + 1;
    for (let round = 0; round < rounds; round += 1) {
      theirs.push(await fire(baseline, pressesOf(1, perRound)));
      ours.push(await fire(bot, pressesOf(next, perRound)));
      next += perRound;
    }
    const calmBase = await openLoop(eventsOf(baseline), slack.signingSecret, team, pressesOf(1, openCount), openRate);
    const calm = await openLoop(eventsOf(bot), slack.signingSecret, team, pressesOf(next, openCount), openRate);
    next += openCount;
    const wrong = [...theirs, ...ours, calmBase, calm].reduce((sum, result) => sum + result.failed, 0);
    const missing = await countMissing(url, next - 1);
    // A figure of presses that did nothing would be worth nothing.
    if (wrong + missing > 0) throw new Error(`${wrong} presses were not answered with 200, ${missing} were not saved`);
    const ratios = ours.map((result, round) => result.perSecond / (theirs[round]?.perSecond ?? 1));
    options.log(
      `clock-in: ratio of each round ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}; p50 at 200/s ${calm.p50.toFixed(1)} ms, baseline ${calmBase.p50.toFixed(1)} ms`,
    );
    return [
      figure(
        'clock-in.throughput',
        median(ours.map((result) => result.perSecond)),
        '/s',
        median(theirs.map((result) => result.perSecond)),
        'ratio ≥ 0.7',
        (_, ratio) => (ratio ?? 0) >= 0.7,
      ),
      figure('clock-in.p99-at-200', calm.p99, 'ms', calmBase.p99, '< 200 ms', (value) => value < 200),
    ];
  } finally {
    await Promise.all(children.map((child) => child.stop()));
    await local.stop();
  }
}

/** The same clock-ins in a database with years of finished duties, beside one without, in turns. */
export async function historyFigures(options: ClockInOptions): Promise<Figure[]> {
  const local = await startSlack(options.people);
  const bots: Child[] = [];
  try {
    const urls: string[] = [];
    for (const [name, years] of [
      ['bench_fresh', 0],
      ['bench_history', options.years],
    ] as const) {
      const url = await filled(options, name, { people: options.people, desks, years });
      await local.post(url);
      urls.push(url);
      bots.push(await startPressed(url, local.apiUrl));
    }
    const times = bots.map((): number[] => []);
    for (const bot of bots) await fire(bot, pressesOf(1, historyWarmUp));
    for (let round = 0; round < historyRounds; round += 1) {
      const presses = pressesOf(historyWarmUp + 1 + round * perHistoryRound, perHistoryRound);
      for (const [index, bot] of bots.entries()) times[index]?.push((await fire(bot, presses)).p50);
    }
    for (const url of urls) {
      const missing = await countMissing(url, historyWarmUp + historyRounds * perHistoryRound);
      if (missing > 0) throw new Error(`${missing} presses were not saved`);
    }
    const [fresh = 0, old = 0] = times.map(median);
    return [figure('history.clock-in-p50', old, 'ms', fresh, 'ratio ≤ 1.2', (_, ratio) => (ratio ?? 9) <= 1.2)];
  } finally {
    await Promise.all(bots.map((bot) => bot.stop()));
    await local.stop();
  }
}
