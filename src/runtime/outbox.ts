import { isDeepStrictEqual } from 'node:util';
import type { PersonId } from '../core/ids.ts';
import type { Clock, Temporal } from '../core/time.ts';
import { ConstraintBroken, type Database, type Statement } from '../db/database.ts';
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
import { pinStatements } from './pin-statements.ts';
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
/** A token that is further away than this sends the row back to the table instead of holding its claim. */
const patienceMs = 4_000;
/** Short pauses asked for by a messenger that are waited out in a row. */
const mostRateTries = 5;
const firstRetryMs = 1_000;
const longestRetryMs = 300_000;
/** A message that has to be tried again holds back the later ones of its destination for so many attempts (about a minute). */
const attemptsInOrder = 6;
/** After about a day of failing sends the message is parked for an operator; time in which the messenger was known to be away does not count. */
const mostAttempts = 300;

/**
 * Sends what is in the outbox: claims rows with SKIP LOCKED (one per destination at a time, in order), waits for the destination's limit,
 * sends, and records the message in the same statement that marks the row. A send whose outcome is unknown is looked up before it is repeated.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #inFlight = new Set<Promise<void>>();
  readonly #builds = new Gate(buildsAtOnce);
  readonly #pins: Pins;
  #running = false;
  #again = false;
  #stopped = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
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
      .catch((error: unknown) => this.#stumble(row, error))
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
             AND (e.state = 'sending' OR (e.state = 'waiting' AND e.seq < c.seq AND (e.due_at <= $3 OR (e.claimed_by IS NOT NULL AND e.attempts <= $6)))))
         ORDER BY c.seq LIMIT $5 FOR UPDATE OF c SKIP LOCKED
       )
       UPDATE outbox o SET state = 'sending', claimed_by = $1, claimed_till = now() + make_interval(secs => $2), attempts = o.attempts + 1
       FROM (SELECT * FROM due LIMIT ${this.#options.concurrency}) due WHERE o.org_id = due.org_id AND o.id = due.id
       RETURNING o.org_id, o.id, o.platform, o.kind, o.destination, o.view, o.locale, o.subject, o.channel_id, o.message_id, o.expires_at, o.attempts,
         o.ambiguous, o.created_at, o.pin_spot, due.zone, due.org_locale`,
      [this.#options.worker, claimSeconds, this.#now(), platforms, limit, attemptsInOrder],
    );
  }

  async #deliver(row: OutboxRow, rateTries = 0): Promise<void> {
    const messenger = this.#options.messengers.get(row.platform);
    if (messenger === undefined) return;
    if (row.expires_at !== null && row.expires_at <= this.#now()) return this.#settle(row, 'dropped', null, 'expired');
    if (row.kind === 'pin' || row.kind === 'unpin') return this.#deliverPin(messenger, row, row.kind);
    const buckets = messenger.buckets({ kind: row.kind, to: row.kind === 'edit' ? refOf(row) : destinationOf(row) });
    const wait = await this.#token(buckets);
    if (wait > 0) return this.#postpone(row, wait, null, false);
    if (row.kind === 'file') return this.#deliverFile(messenger, row, buckets);
    // Built only now: what waited for its turn shows the subject as it is at that moment.
    const view = row.view ?? (await this.#build(row));
    if (view === null) return this.#settle(row, 'dropped', null, 'subject gone');
    try {
      const ref = await this.#call(messenger, row, view);
      this.#options.metrics.sent(row.platform, row.kind, 'sent');
      await this.#settle(row, 'sent', ref, null);
      if (ref !== null && row.subject !== null) await this.#followUp(row, view, ref);
    } catch (error) {
      if (!(error instanceof MessengerError)) throw error;
      const again = error.kind === 'rate' && (error.retryAfterMs ?? firstRetryMs) <= patienceMs && rateTries < mostRateTries;
      if (!again) return this.#fail(row, error, buckets);
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
        return this.#postpone(row, outcome.ms, null, false);
      case 'failed':
        return this.#fail(row, outcome.error, buckets);
      case 'settled':
        return this.#settle(row, outcome.state, null, outcome.reason, outcome.statements);
    }
  }

  /** A file is loaded only now and goes out once: nothing edits it afterwards. */
  async #deliverFile(messenger: Messenger, row: OutboxRow, buckets: readonly RateBucket[]): Promise<void> {
    const [kind, id] = splitSubject(row.subject ?? '');
    const loaded = await this.#options.register.files.get(kind)?.load(this.#ctx(row), id);
    if (loaded === undefined || loaded === null) return this.#settle(row, 'dropped', null, 'file gone');
    const file = { outboxId: row.id, to: destinationOf(row), ...loaded };
    try {
      const arrived = row.ambiguous ? await messenger.findSentFile(file, row.created_at) : null;
      const ref = arrived ?? (await messenger.sendFile(file));
      this.#options.metrics.sent(row.platform, row.kind, 'sent');
      await this.#settle(row, 'sent', ref, null);
    } catch (error) {
      if (!(error instanceof MessengerError)) throw error;
      await this.#fail(row, error, buckets);
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

  async #settle(
    row: OutboxRow,
    state: 'sent' | 'dropped',
    ref: MessageRef | null,
    reason: string | null,
    more: readonly Statement[] = [],
  ): Promise<void> {
    const now = this.#now();
    const statements: Statement[] = [
      {
        sql: `UPDATE outbox SET state = $1, sent_at = $2, error = $3, channel_id = coalesce($4, channel_id), message_id = coalesce($5, message_id), claimed_by = NULL, claimed_till = NULL
              WHERE org_id = $6::uuid AND id = $7::uuid`,
        params: [state, now, reason, ref?.channelId ?? null, ref?.messageId ?? null, row.org_id, row.id],
        expect: null,
      },
      ...more,
    ];
    if (ref !== null && row.pin_spot !== null) statements.push(...pinStatements(row, ref, now));
    if (ref !== null && row.subject !== null && row.kind !== 'file') {
      statements.push({
        sql: `INSERT INTO message_ref (org_id, platform, channel_id, message_id, subject, locale, sent_at) VALUES ($1::uuid, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
        params: [row.org_id, row.platform, ref.channelId, ref.messageId, row.subject, row.locale, now],
        expect: null,
      });
    }
    if (state === 'sent' && row.kind === 'send' && row.destination.startsWith('channel:')) {
      statements.push({
        sql: 'UPDATE channel SET lost_cause = NULL WHERE org_id = $1::uuid AND platform = $2 AND channel_id = $3 AND lost_cause IS NOT NULL',
        params: [row.org_id, row.platform, destinationOf(row).id],
        expect: null,
      });
    }
    await this.#options.db.write(statements);
  }

  async #fail(row: OutboxRow, error: MessengerError, buckets: readonly RateBucket[]): Promise<void> {
    this.#options.metrics.sent(row.platform, row.kind, error.kind);
    switch (error.kind) {
      case 'rate': {
        const wait = error.retryAfterMs ?? firstRetryMs;
        this.#options.limiter.block(buckets, wait);
        return this.#postpone(row, wait, null, false);
      }
      case 'network': {
        if (row.attempts > mostAttempts) return this.#park(row, error);
        return this.#postpone(row, Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(row.attempts - 1, 10)), error.message, true);
      }
      case 'quota':
        return this.#postpone(row, untilNextMonth(this.#options.clock.now()), error.message, false, false);
      case 'gone':
        if (row.kind === 'edit') return this.#settle(row, 'dropped', null, error.message);
        return this.#park(row, error);
      case 'auth':
      case 'permission':
      case 'invalid':
        return this.#park(row, error);
    }
  }

  /**
   * Back into the table for a while. `inOrder`: later messages of the destination wait for it. An edit that a newer one has overtaken is given
   * up instead: two edits of one message never wait side by side.
   */
  async #postpone(row: OutboxRow, ms: number, reason: string | null, ambiguous: boolean, inOrder = true): Promise<void> {
    try {
      await this.#options.db.query(
        `UPDATE outbox o SET state = CASE WHEN ${overtaken} THEN 'dropped' ELSE 'waiting' END, due_at = $1, error = coalesce($2, error),
           ambiguous = ambiguous OR $3, claimed_by = CASE WHEN $6::boolean THEN claimed_by END, claimed_till = NULL,
           attempts = CASE WHEN $2::text IS NULL THEN attempts - 1 ELSE attempts END
         WHERE o.org_id = $4 AND o.id = $5 AND o.state = 'sending'`,
        [new Date(this.#now().getTime() + ms), reason, ambiguous, row.org_id, row.id, inOrder],
      );
    } catch (error) {
      if (!(error instanceof ConstraintBroken)) throw error;
      // The newer edit came in this very moment.
      await this.#settle(row, 'dropped', null, reason);
    }
  }

  /** A bug, or the database was away for a moment: tried again, and parked in the end, so that it cannot block its destination for ever. */
  async #stumble(row: OutboxRow, error: unknown): Promise<void> {
    this.#options.log.error({ err: error, outbox: row.id, attempts: row.attempts }, 'outbox row failed');
    const reason = error instanceof Error ? error.message : String(error);
    if (row.attempts <= attemptsInOrder) return this.#postpone(row, firstRetryMs * 2 ** (row.attempts - 1), reason, true);
    await this.#options.db.query(
      `UPDATE outbox SET state = 'dead', error = $1, claimed_by = NULL, claimed_till = NULL WHERE org_id = $2::uuid AND id = $3::uuid AND state = 'sending'`,
      [reason, row.org_id, row.id],
    );
  }

  /** Out of our hands: kept, shown by `doctor` and `outbox list-dead`, released by an operator. A channel learns why it is silent. */
  async #park(row: OutboxRow, error: MessengerError): Promise<void> {
    this.#options.log.warn(
      { outbox: row.id, platform: row.platform, kind: error.kind, code: error.code, remedy: error.remedy.en },
      'message parked',
    );
    const statements: Statement[] = [
      {
        sql: `UPDATE outbox SET state = 'dead', error = $1, claimed_by = NULL, claimed_till = NULL WHERE org_id = $2::uuid AND id = $3::uuid`,
        params: [error.message, row.org_id, row.id],
        expect: null,
      },
    ];
    if (row.destination.startsWith('channel:') && error.kind !== 'invalid') {
      statements.push({
        sql: 'UPDATE channel SET lost_cause = $1 WHERE org_id = $2::uuid AND platform = $3 AND channel_id = $4',
        params: [error.code, row.org_id, row.platform, destinationOf(row).id],
        expect: null,
      });
    }
    await this.#options.db.write(statements);
  }
}

/** True of an edit (`o`) where a newer one of the same message waits already. */
const overtaken = `(o.kind = 'edit' AND EXISTS (SELECT 1 FROM outbox w WHERE w.org_id = o.org_id AND w.platform = o.platform AND w.channel_id = o.channel_id
  AND w.message_id = o.message_id AND w.kind = 'edit' AND w.state = 'waiting'))`;

/** Feishu's monthly quota starts anew on the 1st, by Beijing time. */
function untilNextMonth(now: Temporal.Instant): number {
  const local = now.toZonedDateTimeISO('Asia/Shanghai');
  const first = local.with({ day: 1 }).startOfDay().add({ months: 1, minutes: 5 });
  return first.epochMilliseconds - now.epochMilliseconds;
}

/** Rows whose claim ran out belong to a process that died: what it was sending may or may not have arrived. */
export async function reclaimOutbox(db: Database): Promise<void> {
  await db.query(
    `UPDATE outbox o SET state = CASE WHEN ${overtaken} THEN 'dropped' ELSE 'waiting' END, ambiguous = true
     WHERE o.state = 'sending' AND o.claimed_till < now()`,
    [],
  );
}
