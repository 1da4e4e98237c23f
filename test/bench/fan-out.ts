import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from '../../src/core/time.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import type { Database } from '../../src/db/database.ts';
import { createUnit } from '../../src/runtime/write-unit.ts';
import { sandboxApps } from '../../src/sandbox/apps.ts';
import type { SandboxFault } from '../../src/sandbox/client.ts';
import { createSandboxFeishu, type SandboxFeishu } from '../../src/sandbox/feishu/index.ts';
import { createSandboxSlack, type SandboxSlack } from '../../src/sandbox/slack/index.ts';
import { type BenchDestination, destinations, reader, seedOf } from './fan-out-destinations.ts';
import { type Figure, figure } from './figures.ts';
import { type Child, startChild } from './processes.ts';
import { newDatabase } from './server-database.ts';

export interface FanOutOptions {
  /** Server with the right to create databases. */
  readonly server: string;
  readonly log: (line: string) => void;
  readonly messages: number;
}

interface Sandboxes {
  readonly slack: SandboxSlack;
  readonly feishu: SandboxFeishu;
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const org = '0193b000-0000-7000-8000-000000000001';
/** Messages of the run in which the process is killed, and after how many settled ones it is. */
const killedMessages = 2_000;
const kills = [0.15, 0.4, 0.7];
/** A claim of a killed process runs out after a minute; much later something is lost. */
const patienceMs = 240_000;
/** One message in so many meets a fault. */
const every = 20;

async function startSandboxes(limits: 'strict' | 'off', rounds: readonly (readonly BenchDestination[])[]): Promise<Sandboxes> {
  const clock = { now: () => Temporal.Now.instant() };
  const slack = createSandboxSlack({
    ...sandboxApps.slack,
    seed: seedOf('slack', rounds),
    clock,
    eventUrl: 'http://127.0.0.1:9/none',
    limits,
  });
  const feishu = createSandboxFeishu({
    ...sandboxApps.feishu,
    seed: seedOf('feishu', rounds),
    clock,
    eventUrl: 'http://127.0.0.1:9/none',
    limits,
  });
  const [{ apiUrl }, { domain }] = await Promise.all([slack.start(), feishu.start()]);
  return {
    slack,
    feishu,
    env: { SLACK_API_URL: apiUrl, FEISHU_DOMAIN: domain },
    async stop() {
      await Promise.all([slack.stop(), feishu.stop()]);
    },
  };
}

const startBot = (databaseUrl: string, sandboxes: Sandboxes, limits: 'strict' | 'off'): Promise<Child> =>
  startChild('test/bench/fan-out-bot.ts', { ...sandboxes.env, DATABASE_URL: databaseUrl, LIMITS: limits }, (line) =>
    typeof line.port === 'number' ? line.port : null,
  );

/** All messages due at once, in one statement, as a use case would queue them. */
async function queue(db: Database, round: readonly BenchDestination[]): Promise<void> {
  const unit = createUnit({ org, now: Temporal.Now.instant(), newId: randomUUID });
  for (const [index, to] of round.entries()) {
    unit.send({
      platform: to.platform,
      to: { kind: 'channel', id: to.channel },
      locale: 'zh',
      view: {
        kind: 'card',
        symbol: '🔁',
        title: `门岗 早班 #${index}#`,
        summary: `门岗 早班 #${index}#`,
        blocks: [
          {
            kind: 'facts',
            facts: [
              { label: '时间', value: '周二 07:30–16:00' },
              { label: '带班', value: '王建国' },
            ],
          },
          { kind: 'list', items: ['李明', '赵强', '陈芳'] },
        ],
        actions: [{ kind: 'press', route: 'attendance.in', args: {}, label: '上班打卡', style: 'primary' }],
      },
    });
  }
  await db.write(unit.statements);
}

async function countLeft(db: Database): Promise<number> {
  const rows = await db.query<{ count: number }>(`SELECT count(*)::int AS count FROM outbox WHERE state IN ('waiting', 'sending')`, []);
  return rows[0]?.count ?? 0;
}

/** Resolves to whether the queue went down to `left` in time; `progress` is told how many were settled since the last look. */
async function untilLeft(db: Database, left: number, progress: (settled: number) => void = () => undefined): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  let before = await countLeft(db);
  while (performance.now() < deadline) {
    const now = await countLeft(db);
    progress(before - now);
    before = now;
    if (now <= left) return true;
    await sleep(100);
  }
  return false;
}

/** What goes wrong at a messenger: each kind in turn, again and again. */
const kinds: readonly SandboxFault['fault'][] = ['rate-limited', 'drop-after', 'drop-before', 'http-500'];

/** Keeps about one in `every` of the messages that are still to come failing, by each kind in turn; counts them. */
class Faults {
  readonly #sandboxes: Sandboxes;
  #settled = 0;
  injected = 0;

  constructor(sandboxes: Sandboxes) {
    this.#sandboxes = sandboxes;
  }

  readonly progress = (settled: number): void => {
    this.#settled += settled;
    for (; this.#settled >= every; this.#settled -= every) {
      const fault = kinds[Math.floor(this.injected / 2) % kinds.length] ?? 'http-500';
      const messenger = this.injected % 2 === 0 ? this.#sandboxes.slack : this.#sandboxes.feishu;
      messenger.fault({ method: this.injected % 2 === 0 ? 'chat.postMessage' : 'im.message.create', fault, count: 1 });
      this.injected += 1;
    }
  };
}

interface Held {
  readonly lost: number;
  readonly doubled: number;
}

/** Looks into every channel, as a person there sees it: the message is there, once, and no other. */
function look(sandboxes: Sandboxes, round: readonly BenchDestination[]): Held {
  let lost = 0;
  let doubled = 0;
  for (const [index, to] of round.entries()) {
    const seen = sandboxes[to.platform].client.messages(reader, to.channel);
    const mine = seen.filter((message) => JSON.stringify([message.text, message.payload]).includes(`#${index}#`)).length;
    if (mine === 0) lost += 1;
    doubled += Math.max(0, seen.length - 1);
  }
  return { lost, doubled };
}

async function openQueue(server: string, name: string): Promise<{ url: string; db: Database }> {
  const url = await newDatabase(server, name);
  const db = connectDatabase(url, { poolSize: 2 });
  await db.query(`INSERT INTO organisation (id, code, name) VALUES ($1, 'bench', 'Bench')`, [org]);
  return { url, db };
}

/** Messages due at once through the outbox and the real adapters, with faults, beside plain HTTP posts to the same sandboxes. */
export async function fanOutFigures({ server, log, messages }: FanOutOptions): Promise<Figure[]> {
  const round = destinations('main', messages);
  const sandboxes = await startSandboxes('off', [round, destinations('baseline', messages)]);
  const { url, db } = await openQueue(server, 'bench_fan_out');
  try {
    let plainSeconds = 0;
    const plain = await startChild('test/bench/fan-out-baseline.ts', { ...sandboxes.env, MESSAGES: String(messages) }, (line) => {
      if (typeof line.seconds !== 'number') return null;
      plainSeconds = line.seconds;
      return 0;
    });
    await plain.stop();
    const bot = await startBot(url, sandboxes, 'off');
    await queue(db, round);
    const started = performance.now();
    const faults = new Faults(sandboxes);
    // The last hundredth waits for its back-off, which says nothing about throughput.
    const tail = await untilLeft(db, Math.floor(messages / 100), faults.progress);
    const bulkSeconds = (performance.now() - started) / 1000;
    const all = tail && (await untilLeft(db, 0));
    await bot.stop();
    const { lost, doubled } = look(sandboxes, round);
    log(
      `fan-out: 99 % of ${messages} messages in ${bulkSeconds.toFixed(1)} s, all in ${((performance.now() - started) / 1000).toFixed(1)} s, ${faults.injected} faults${all ? '' : ', NOT ALL SENT'}`,
    );
    const perSecond = (messages * 0.99) / bulkSeconds;
    return [
      figure('fan-out.throughput', perSecond, '/s', messages / plainSeconds, 'reported', () => true),
      figure('fan-out.lost', lost, 'messages', null, '0', (value) => value === 0),
      figure('fan-out.doubled', doubled, 'messages', null, '0', (value) => value === 0),
    ];
  } finally {
    await db.close();
    await sandboxes.stop();
  }
}

/**
 * The same with a process that is killed three times on the way. What it was sending is taken up when its claims run out, a minute later:
 * `settle` waits for that, so that something else can be measured meanwhile.
 */
export async function killedFanOut({ server, log }: FanOutOptions): Promise<{ settle(): Promise<Figure[]> }> {
  const round = destinations('killed', killedMessages);
  const sandboxes = await startSandboxes('off', [round]);
  const { url, db } = await openQueue(server, 'bench_killed');
  await queue(db, round);
  const faults = new Faults(sandboxes);
  for (const share of kills) {
    const victim = await startBot(url, sandboxes, 'off');
    await untilLeft(db, Math.floor(killedMessages * (1 - share)), faults.progress);
    await victim.kill();
  }
  const rows = await db.query<{ count: number }>(`SELECT count(*)::int AS count FROM outbox WHERE state = 'sending'`, []);
  log(`killed fan-out: killed ${kills.length} times, ${rows[0]?.count ?? 0} messages under way at that`);
  const last = await startBot(url, sandboxes, 'off');
  await untilLeft(db, Math.floor(killedMessages / 10), faults.progress);
  return {
    async settle() {
      const all = await untilLeft(db, 0);
      if (!all) log('killed fan-out: NOT ALL SENT');
      await last.stop();
      const { lost, doubled } = look(sandboxes, round);
      await db.close();
      await sandboxes.stop();
      return [
        figure('fan-out.killed.lost', lost, 'messages', null, '0', (value) => value === 0),
        figure('fan-out.killed.doubled', doubled, 'messages', null, '0', (value) => value === 0),
      ];
    },
  };
}
