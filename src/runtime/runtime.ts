import cron from 'node-cron';
import type { Words } from '../core/locale.ts';
import type { Clock, Instant } from '../core/time.ts';
import type { Database } from '../db/database.ts';
import { sealAudit } from './audit.ts';
import type { Directory } from './directory.ts';
import { createDispatch } from './dispatch.ts';
import { DueWork } from './due-work.ts';
import type { MessengerEvent } from './intent.ts';
import { Limiter } from './limiter.ts';
import type { Logger } from './log.ts';
import type { Inbound, Messenger } from './messenger.ts';
import type { RuntimeMetrics } from './metrics.ts';
import { newId } from './new-id.ts';
import { Outbox } from './outbox.ts';
import { reclaimOutbox } from './outbox-settle.ts';
import { planAllDesks, planSlice } from './plan.ts';
import { createRegister } from './register.ts';
import type { Slice } from './route.ts';

export interface RuntimeOptions {
  readonly db: Database;
  readonly slices: readonly Slice[];
  readonly directory: Directory;
  readonly messengers: readonly Messenger[];
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: RuntimeMetrics;
  /** Events that are not a person's request: the bot was removed from a channel, a workspace was uninstalled. */
  readonly onEvent: (event: MessengerEvent) => Promise<void>;
  /** Milliseconds in which the messengers' limits are counted; default: real time. Where the clock is moved, they can be moved with it. */
  readonly monotonic?: () => number;
}

export interface Runtime {
  readonly inbound: Inbound;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** One heartbeat: due work, then the outbox. */
  tick(): Promise<void>;
  /** Ticks until nothing is due and nothing is being sent. */
  settle(): Promise<void>;
  /** Brings the figures of what is now up to date: messengers that are up, messages that wait. Throws while the database is away. */
  measure(): Promise<void>;
  nextDue(): Promise<{ at: Instant; kind: string; title: Words; desk: Words | null } | null>;
  nextMoment(): Promise<Instant | null>;
}

/** Inbox rows outlive Feishu's 7.1 hours of repeated deliveries. */
const keepInboxHours = 24;
const keepDueDays = 60;
const keepOutboxDays = 60;
const upkeepEveryMs = 60_000;
/** What is old is looked for less often: it means reading whole tables. */
const pruneEveryMs = 3_600_000;
/** Cards nobody scrolls back to; Feishu refuses to edit them after 14 days. */
const keepMessageRefDays = 60;
/** What many people's presses queue within this goes out in one pass. */
const gatherMs = 20;

async function sealAll(db: Database, now: Instant): Promise<void> {
  for (const { id } of await db.query<{ id: string }>('SELECT id FROM organisation', [])) await sealAudit(db, id, now);
}

/** What carries a request and what comes due. The heartbeat is node-cron's; everything it does is rows in Postgres. */
export function createRuntime(options: RuntimeOptions): Runtime {
  const { db, clock, log, metrics } = options;
  const planners = options.slices.flatMap((slice) => slice.planners ?? []);
  const register = createRegister([...options.slices, planSlice(planners)]);
  const messengers = new Map(options.messengers.map((messenger) => [messenger.platform as string, messenger]));
  const worker = newId();
  const limiter = new Limiter(options.monotonic ?? (() => performance.now()));
  // One for each messenger: what waits for the limit of one must not hold up the other.
  const outboxes = options.messengers.map(
    (messenger) =>
      new Outbox({
        db,
        register,
        messengers: new Map([[messenger.platform, messenger]]),
        clock,
        limiter,
        log,
        metrics,
        worker,
        concurrency: 64,
      }),
  );
  const sendAll = async () => {
    await Promise.all(outboxes.map((outbox) => outbox.run()));
  };
  const sent = async () => {
    await Promise.all(outboxes.map((outbox) => outbox.idle()));
  };
  const background = (work: Promise<unknown>, what: string) => {
    work.catch((error: unknown) => log.error({ err: error }, `${what} failed`));
  };
  let waking: NodeJS.Timeout | null = null;
  const wake = () => {
    waking ??= setTimeout(() => {
      waking = null;
      background(sendAll(), 'outbox pass');
    }, gatherMs);
  };
  const due = new DueWork({ db, register, clock, log, metrics, worker, batch: 100, wake });
  const intent = createDispatch({ db, register, directory: options.directory, messengers, clock, log, metrics, maxInFlight: 1_000, wake });

  let lastUpkeep = Number.NEGATIVE_INFINITY;
  let lastPrune = Number.NEGATIVE_INFINITY;
  const upkeep = async () => {
    if (performance.now() - lastUpkeep < upkeepEveryMs) return;
    lastUpkeep = performance.now();
    const now = new Date(clock.now().epochMilliseconds);
    const before = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
    await sealAll(db, clock.now());
    limiter.prune();
    if (performance.now() - lastPrune >= pruneEveryMs) {
      lastPrune = performance.now();
      await db.query('DELETE FROM inbox WHERE received_at < $1', [before(keepInboxHours)]);
      await db.query('DELETE FROM due WHERE done_at < $1', [before(keepDueDays * 24)]);
      await db.query(`DELETE FROM outbox WHERE state IN ('sent', 'dropped') AND created_at < $1`, [before(keepOutboxDays * 24)]);
      await db.query('DELETE FROM message_ref WHERE sent_at < $1', [before(keepMessageRefDays * 24)]);
    }
  };

  const measure = async () => {
    for (const messenger of options.messengers) metrics.messengerUp(messenger.platform, messenger.status().state === 'up');
    metrics.outboxSizes(
      await db.query<{ platform: string; state: string; count: number }>(
        `SELECT platform, state, count(*)::int AS count FROM outbox WHERE state IN ('waiting', 'dead') GROUP BY platform, state`,
        [],
      ),
    );
  };

  const tick = async () => {
    await due.run();
    await reclaimOutbox(db);
    await sendAll();
    await upkeep();
  };

  let ticking: Promise<void> | null = null;
  const heartbeat = cron.createTask('* * * * * *', () => {
    if (ticking !== null) return;
    ticking = tick()
      .catch((error: unknown) => log.error({ err: error }, 'heartbeat failed'))
      .finally(() => {
        ticking = null;
      });
  });

  const inbound: Inbound = { intent, event: options.onEvent };
  return {
    inbound,
    async start() {
      await planAllDesks(db, clock.now());
      await Promise.all(options.messengers.map((messenger) => messenger.start(inbound)));
      await heartbeat.start();
    },
    async stop() {
      await heartbeat.stop();
      await Promise.all(options.messengers.map((messenger) => messenger.stop()));
      await ticking;
      if (waking !== null) clearTimeout(waking);
      await Promise.all(outboxes.map((outbox) => outbox.stop()));
      await sealAll(db, clock.now());
    },
    tick,
    async settle() {
      do {
        await sendAll();
        await sent();
      } while ((await due.run()) > 0);
      await sendAll();
      await sent();
    },
    measure,
    nextDue: () => due.next(),
    nextMoment: () => due.nextMoment(),
  };
}
