import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from '../../src/core/time.ts';
import type { Database } from '../../src/db/database.ts';
import type { SandboxSlack } from '../../src/sandbox/slack/index.ts';
import { findPressable } from '../harness/read-payload.ts';
import { type ClockedBot, readTick, type Tick } from './obligations-clock.ts';

/** The share of rounds that are reported; the others are missed when their shift ends. */
const reportedOf10 = 9;
const pressing = 8;
const reportLabel = '已巡查';
const lookEveryMs = 40;
const patienceMs = 300_000;

/** A pressed button is not answered in time by a bot that is busy; it is done all the same. */
interface Told {
  readonly task: string;
  readonly user: string;
  readonly channel: string;
  readonly message: string;
}

/**
 * A day that goes by at the pace of real time whenever something is due, and leaps over the hours between: what is planned is planned before the next
 * moment comes, and people report their rounds after they were told.
 */
export class Day {
  readonly #db: Database;
  readonly #slack: SandboxSlack;
  readonly #bots: ClockedBot[] = [];
  #tick: Tick;
  /** Each pace of the clock: what it showed at which real time. */
  readonly #paces: { readonly wall: number; readonly at: number }[] = [];
  /** Real milliseconds in which there was something to do. */
  busyMs = 0;
  pressed = 0;

  constructor(db: Database, slack: SandboxSlack, start: Temporal.Instant) {
    this.#db = db;
    this.#slack = slack;
    this.#tick = { at: start.epochMilliseconds, since: null };
  }

  get tick(): Tick {
    return this.#tick;
  }

  now(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(readTick(this.#tick));
  }

  join(bot: ClockedBot): void {
    this.#bots.push(bot);
  }

  #tell(tick: Tick): void {
    this.#tick = tick;
    for (const bot of this.#bots) bot.tell(tick);
  }

  /** What the clock showed at a real time at which it went on; milliseconds both. */
  shownAt(wall: number): number {
    const pace = this.#paces.findLast((one) => one.wall <= wall);
    return pace === undefined ? this.#tick.at : pace.at + wall - pace.wall;
  }

  /** Everything that is due by now is done, and everything queued is sent. */
  async calm(): Promise<void> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const [left] = await this.#db.query<{ due: boolean; queued: boolean }>(
        `SELECT EXISTS (SELECT 1 FROM due WHERE done_at IS NULL AND due_at <= $1) AS due,
           EXISTS (SELECT 1 FROM outbox WHERE state = 'sending' OR (state = 'waiting' AND due_at <= $1)) AS queued`,
        [new Date(readTick(this.#tick))],
      );
      if (left?.due === false && !left.queued) return;
      if (performance.now() > deadline) throw new Error(`What is due by ${this.now()} is not done: ${JSON.stringify(left)}`);
      await sleep(lookEveryMs);
    }
  }

  /** Stands still at a moment until all that is due by then is done: what comes next is measured by itself. Gives the real milliseconds. */
  async standAt(at: Temporal.Instant): Promise<number> {
    const began = performance.now();
    this.#tell({ at: at.epochMilliseconds, since: null });
    await this.calm();
    return performance.now() - began;
  }

  /** Goes through a moment at the pace of real time until all that is due then is done. */
  async through(at: Temporal.Instant): Promise<void> {
    // Somewhere between two beats of the bot's heart.
    const before = 100 + Math.random() * 1000;
    await this.standAt(at.subtract({ milliseconds: Math.ceil(before) }));
    const tick = { at: readTick(this.#tick), since: Date.now() };
    this.#paces.push({ wall: tick.since, at: tick.at });
    this.#tell(tick);
    await sleep(at.epochMilliseconds - tick.at);
    await this.calm();
    const ended = Date.now();
    this.#tell({ at: readTick(this.#tick), since: null });
    const [first] = await this.#db.query<{ wall: Date | null }>('SELECT min(wall) AS wall FROM bench_done WHERE wall >= $1', [
      new Date(tick.since),
    ]);
    this.busyMs += first?.wall == null ? 0 : ended - first.wall.getTime();
  }

  /** Whoever was told of a round since a moment reports it; some do not. */
  async report(since: Temporal.Instant): Promise<void> {
    const rows = await this.#db.query<Told>(
      `SELECT t.id::text AS task, split_part(o.destination, ':', 2) AS "user", o.channel_id AS channel, o.message_id AS message
       FROM task t JOIN outbox o ON o.org_id = t.org_id AND split_part(o.subject, '.', 2) = 'item/' || t.id
       WHERE t.told_at >= $1 AND t.state = 'open' AND o.kind = 'send' AND o.state = 'sent' AND o.created_at >= $1 ORDER BY t.id`,
      [new Date(since.epochMilliseconds)],
    );
    const some = rows.filter((_, index) => index % 10 < reportedOf10);
    const began = performance.now();
    const presser = async (): Promise<void> => {
      for (let told = some.pop(); told !== undefined; told = some.pop()) await this.#press(told);
    };
    this.pressed += some.length;
    await Promise.all(Array.from({ length: pressing }, presser));
    await this.calm();
    this.busyMs += performance.now() - began;
  }

  async #press({ user, channel, message }: Told): Promise<void> {
    const { client } = this.#slack;
    const shown = client.messages(user, channel).find(({ id }) => id === message);
    const button = findPressable(shown?.payload, reportLabel);
    if (button === null) throw new Error(`${user} has no “${reportLabel}” in ${JSON.stringify(shown?.payload).slice(0, 1_000)}`);
    const { ok, toast } = await client.press(user, { message, conversation: channel }, button, {});
    if (!ok) throw new Error(`${user} pressed “${reportLabel}” and got ${toast?.text ?? 'nothing'}`);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#bots.splice(0).map((bot) => bot.stop()));
  }
}
