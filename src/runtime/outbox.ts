import { isDeepStrictEqual } from 'node:util';
import type { PersonId } from '../core/ids.ts';
import type { Clock } from '../core/time.ts';
import type { Database } from '../db/database.ts';
import { mentionsOf } from '../view/mentions.ts';
import type { Card, Home, Notice } from '../view/view.ts';
import type { Ctx } from './context.ts';
import { Gate } from './gate.ts';
import type { Limiter } from './limiter.ts';
import type { Logger } from './log.ts';
import { type MessageRef, type Messenger, MessengerError, type RateBucket } from './messenger.ts';
import type { RuntimeMetrics } from './metrics.ts';
import { newId } from './new-id.ts';
import { destinationOf, type OutboxRow, refOf, splitSubject } from './outbox-row.ts';
import { attemptsInOrder, firstRetryMs, Settling } from './outbox-settle.ts';
import { Pins } from './pins.ts';
import type { Register } from './register.ts';
import { createUnit } from './write-unit.ts';

export interface OutboxOptions {
  readonly db: Database;
  readonly register: Register;
  readonly messengers: ReadonlyMap<string, Messenger>;
  readonly clock: Clock;
  readonly limiter: Limiter;
  readonly log: Logger;
  readonly metrics: RuntimeMetrics;
  /** Names this process in claims. */
  readonly worker: string;
  /** Messages in flight at once. */
  readonly concurrency: number;
}

/** A claim outlives the slowest send; a process that dies leaves its rows to the others after this. */
const claimSeconds = 60;
/** Cards built at once: people who press wait for the same database, and go first. */
const buildsAtOnce = 2;
/** What waits longer than this for its next try holds nothing back: the clock of the process went back. */
const longestHoldMs = 600_000;
/** A token that is further away than this sends the row back to the table instead of holding its claim. */
const patienceMs = 4_000;
/** Short pauses asked for by a messenger that are waited out in a row. */
const mostRateTries = 5;

/**
 * Sends what is in the outbox: claims rows with SKIP LOCKED (one per destination at a time, in order), waits for the destination's limit,
 * sends, and records the message in the same statement that marks the row. A send whose outcome is unknown is looked up before it is repeated.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #inFlight = new Set<Promise<void>>();
  readonly #builds = new Gate(buildsAtOnce);
  readonly #pins: Pins;
  readonly #settling: Settling;
  #running = false;
  #again = false;
  #stopped = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#settling = new Settling(options);
    this.#pins = new Pins({ ...options, ctx: (row) => this.#ctx(row) });
  }

  /** Claims and sends until nothing is due; resolves when this pass has claimed its last row (sends may still be under way). */
  async run(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = true;
    try {
      do {
        this.#again = false;
        while (!this.#stopped) {
          const free = this.#options.concurrency - this.#inFlight.size;
          if (free <= 0) {
            await Promise.race(this.#inFlight);
            continue;
          }
          const rows = await this.#claim(free);
          if (rows.length === 0) break;
          for (const row of rows) this.#start(row);
        }
      } while (this.#again && !this.#stopped);
    } finally {
      this.#running = false;
    }
  }

  #start(row: OutboxRow): void {
    const work: Promise<void> = this.#deliver(row)
      .catch((error: unknown) => this.#settling.stumble(row, error))
      .catch((error: unknown) =>
        this.#options.log.error({ err: error, outbox: row.id }, 'outbox row could not be settled; its claim will run out'),
      )
      .finally(() => {
        this.#inFlight.delete(work);
        // The next message of the same destination may go now.
        this.#again = true;
        if (!this.#running && !this.#stopped)
          void this.run().catch((error: unknown) => this.#options.log.error({ err: error }, 'outbox pass failed'));
      });
    this.#inFlight.add(work);
  }

  /** Resolves when nothing is being sent. */
  async idle(): Promise<void> {
    while (this.#running || this.#inFlight.size > 0) {
      await Promise.allSettled([...this.#inFlight]);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    // Rows that are being claimed in this moment are still sent: their claim would hold them back for a minute.
    await this.idle();
  }

  #now(): Date {
    return new Date(this.#options.clock.now().epochMilliseconds);
  }

  #claim(limit: number): Promise<OutboxRow[]> {
    const platforms = [...this.#options.messengers.values()]
      .filter((messenger) => messenger.status().state !== 'down')
      .map((messenger) => messenger.platform);
    if (platforms.length === 0) return Promise.resolve([]);
    // Materialized: joined as a subquery, a plan made while the table was empty would choose anew for every waiting row, ever after. The
    // rows are locked, so that their state need not be asked for again: the index of those that wait is not the way to find them by id. The second
    // limit is a figure: a plan made for any limit would read the whole table to find the few that were chosen.
    return this.#options.db.query<OutboxRow>(
      `WITH due AS MATERIALIZED (
         SELECT c.org_id, c.id, g.zone, g.locale AS org_locale FROM outbox c JOIN organisation g ON g.id = c.org_id
         WHERE c.state = 'waiting' AND c.due_at <= $3 AND c.platform = ANY($4)
           AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.platform = c.platform AND e.destination = c.destination AND e.state IN ('waiting', 'sending')
             AND (e.state = 'sending' OR (e.state = 'waiting' AND e.seq < c.seq AND (e.due_at <= $3 OR (e.claimed_by IS NOT NULL AND e.attempts <= $6 AND e.due_at <= $7)))))
         ORDER BY c.seq LIMIT $5 FOR UPDATE OF c SKIP LOCKED
       )
       UPDATE outbox o SET state = 'sending', claimed_by = $1, claimed_till = now() + make_interval(secs => $2), attempts = o.attempts + 1
       FROM (SELECT * FROM due LIMIT ${this.#options.concurrency}) due WHERE o.org_id = due.org_id AND o.id = due.id
       RETURNING o.org_id, o.id, o.platform, o.kind, o.destination, o.view, o.locale, o.subject, o.channel_id, o.message_id, o.expires_at, o.attempts,
         o.ambiguous, o.created_at, o.pin_spot, due.zone, due.org_locale`,
      [this.#options.worker, claimSeconds, this.#now(), platforms, limit, attemptsInOrder, new Date(this.#now().getTime() + longestHoldMs)],
    );
  }

  async #deliver(row: OutboxRow, rateTries = 0): Promise<void> {
    const messenger = this.#options.messengers.get(row.platform);
    if (messenger === undefined) return;
    if (row.expires_at !== null && row.expires_at <= this.#now()) return this.#settling.settle(row, 'dropped', null, 'expired');
    if (row.kind === 'pin' || row.kind === 'unpin') return this.#deliverPin(messenger, row, row.kind);
    const buckets = messenger.buckets({ kind: row.kind, to: row.kind === 'edit' ? refOf(row) : destinationOf(row) });
    const wait = await this.#token(buckets);
    if (wait > 0) return this.#settling.postpone(row, wait, null, false);
    if (row.kind === 'file') return this.#deliverFile(messenger, row, buckets);
    // Built only now: what waited for its turn shows the subject as it is at that moment.
    const view = row.view ?? (await this.#build(row));
    if (view === null) return this.#settling.settle(row, 'dropped', null, 'subject gone');
    try {
      const ref = await this.#call(messenger, row, view);
      this.#options.metrics.sent(row.platform, row.kind, 'sent');
      await this.#settling.settle(row, 'sent', ref, null);
      if (ref !== null && row.subject !== null) await this.#followUp(row, view, ref);
    } catch (error) {
      if (!(error instanceof MessengerError)) throw error;
      const again = error.kind === 'rate' && (error.retryAfterMs ?? firstRetryMs) <= patienceMs && rateTries < mostRateTries;
      if (!again) return this.#settling.fail(row, error, buckets);
      // A short pause is waited out with the claim in hand: nothing else of this destination may overtake the message.
      this.#options.metrics.sent(row.platform, row.kind, error.kind);
      this.#options.limiter.block(buckets, error.retryAfterMs ?? firstRetryMs);
      await this.#deliver(row, rateTries + 1);
    }
  }

  async #deliverPin(messenger: Messenger, row: OutboxRow, kind: 'pin' | 'unpin'): Promise<void> {
    const buckets = messenger.buckets({ kind, to: refOf(row) });
    const outcome = await this.#pins.carryOut(messenger, row, buckets);
    switch (outcome.kind) {
      case 'wait':
        return this.#settling.postpone(row, outcome.ms, null, false);
      case 'failed':
        return this.#settling.fail(row, outcome.error, buckets);
      case 'settled':
        return this.#settling.settle(row, outcome.state, null, outcome.reason, outcome.statements);
    }
  }

  /** A file is loaded only now and goes out once: nothing edits it afterwards. */
  async #deliverFile(messenger: Messenger, row: OutboxRow, buckets: readonly RateBucket[]): Promise<void> {
    const [kind, id] = splitSubject(row.subject ?? '');
    const loaded = await this.#options.register.files.get(kind)?.load(this.#ctx(row), id);
    if (loaded === undefined || loaded === null) return this.#settling.settle(row, 'dropped', null, 'file gone');
    const file = { outboxId: row.id, to: destinationOf(row), ...loaded };
    try {
      const arrived = row.ambiguous ? await messenger.findSentFile(file, row.created_at) : null;
      const ref = arrived ?? (await messenger.sendFile(file));
      this.#options.metrics.sent(row.platform, row.kind, 'sent');
      await this.#settling.settle(row, 'sent', ref, null);
    } catch (error) {
      if (!(error instanceof MessengerError)) throw error;
      await this.#settling.fail(row, error, buckets);
    }
  }

  #ctx(row: OutboxRow): Ctx {
    const now = this.#options.clock.now();
    return {
      now,
      org: row.org_id,
      orgZone: row.zone,
      orgLocale: row.org_locale,
      db: this.#options.db,
      unit: createUnit({ org: row.org_id, now, newId }),
      newId,
    };
  }

  async #token(buckets: readonly RateBucket[]): Promise<number> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const wait = this.#options.limiter.take(buckets);
      if (wait === 0) return 0;
      if (performance.now() + wait > deadline || this.#stopped) return wait;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  async #call(messenger: Messenger, row: OutboxRow, view: Card | Notice | Home): Promise<MessageRef | null> {
    const userIds = await this.#userIds(row, view);
    const common = { outboxId: row.id, view, locale: row.locale, userIds };
    if (row.kind === 'home') {
      if (view.kind === 'home') await messenger.publishHome(destinationOf(row).id, view, row.locale, userIds);
      return null;
    }
    if (row.kind === 'edit') {
      await messenger.edit({ ...common, ref: refOf(row) });
      return null;
    }
    const message = { ...common, to: destinationOf(row) };
    const arrived = row.ambiguous ? await messenger.findSent(message, row.created_at) : null;
    return arrived ?? messenger.send(message);
  }

  async #userIds(row: OutboxRow, view: Card | Notice | Home): Promise<ReadonlyMap<PersonId, string>> {
    const people = mentionsOf(view);
    if (people.length === 0) return new Map();
    const rows = await this.#options.db.query<{ person_id: string; user_id: string }>(
      'SELECT person_id, user_id FROM identity WHERE org_id = $1 AND platform = $2 AND person_id = ANY($3::uuid[])',
      [row.org_id, row.platform, people],
    );
    return new Map(rows.map((found) => [found.person_id, found.user_id]));
  }

  /** The subject's card as it is now. */
  async #build(row: OutboxRow): Promise<Card | null> {
    const [kind, id] = splitSubject(row.subject ?? '');
    const subject = this.#options.register.subjects.get(kind);
    if (subject === undefined) return null;
    return this.#builds.through(() => subject.view(this.#ctx(row), id, row.locale));
  }

  /** The subject may have changed while its card was on the way, before the message could be found by an edit. */
  async #followUp(row: OutboxRow, sent: Card | Notice | Home, ref: MessageRef): Promise<void> {
    const current = await this.#build(row);
    // As the database keeps it: without what is undefined, the fields in any order.
    if (current === null || isDeepStrictEqual(JSON.parse(JSON.stringify(current)), JSON.parse(JSON.stringify(sent)))) return;
    const now = this.#options.clock.now();
    const unit = createUnit({ org: row.org_id, now, newId });
    unit.refresh(row.subject ?? '');
    await this.#options.db.write(unit.statements);
    this.#options.log.debug({ outbox: row.id, message: ref.messageId }, 'card changed while it was sent');
  }
}
