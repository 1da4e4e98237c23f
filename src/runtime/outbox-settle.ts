import type { Clock, Temporal } from '../core/time.ts';
import { ConstraintBroken, type Database, type Statement } from '../db/database.ts';
import type { Limiter } from './limiter.ts';
import type { Logger } from './log.ts';
import type { MessageRef, MessengerError, RateBucket } from './messenger.ts';
import type { RuntimeMetrics } from './metrics.ts';
import { destinationOf, type OutboxRow } from './outbox-row.ts';
import { pinStatements } from './pin-statements.ts';

export interface SettlingOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly limiter: Limiter;
  readonly log: Logger;
  readonly metrics: RuntimeMetrics;
}

/** How long a failed send waits at first; doubled with every attempt. */
export const firstRetryMs = 1_000;
/** A message that has to be tried again holds back the later ones of its destination for so many attempts (about a minute). */
export const attemptsInOrder = 6;
const longestRetryMs = 300_000;
/** After about a day of failing sends the message is parked for an operator; time in which the messenger was known to be away does not count. */
const mostAttempts = 300;

/** Writes down what became of a claimed row of the outbox: sent, dropped, back into the table for a while, or parked for an operator. */
export class Settling {
  readonly #options: SettlingOptions;

  constructor(options: SettlingOptions) {
    this.#options = options;
  }

  #now(): Date {
    return new Date(this.#options.clock.now().epochMilliseconds);
  }

  /** Done with: sent, with the handle of its message where it has one, or dropped; `more` is saved with it. */
  async settle(
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

  /** A call that did not succeed: waited for, given up, or parked, as the kind of the error says. */
  async fail(row: OutboxRow, error: MessengerError, buckets: readonly RateBucket[]): Promise<void> {
    this.#options.metrics.sent(row.platform, row.kind, error.kind);
    switch (error.kind) {
      case 'rate': {
        const wait = error.retryAfterMs ?? firstRetryMs;
        this.#options.limiter.block(buckets, wait);
        return this.postpone(row, wait, null, false);
      }
      case 'network': {
        if (row.attempts > mostAttempts) return this.#park(row, error);
        return this.postpone(row, Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(row.attempts - 1, 10)), error.message, true);
      }
      case 'quota':
        return this.postpone(row, untilNextMonth(this.#options.clock.now()), error.message, false, false);
      case 'gone':
        if (row.kind === 'edit') return this.settle(row, 'dropped', null, error.message);
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
  async postpone(row: OutboxRow, ms: number, reason: string | null, ambiguous: boolean, inOrder = true): Promise<void> {
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
      await this.settle(row, 'dropped', null, reason);
    }
  }

  /** A bug, or the database was away for a moment: tried again, and parked in the end, so that it cannot block its destination for ever. */
  async stumble(row: OutboxRow, error: unknown): Promise<void> {
    this.#options.log.error({ err: error, outbox: row.id, attempts: row.attempts }, 'outbox row failed');
    const reason = error instanceof Error ? error.message : String(error);
    if (row.attempts <= attemptsInOrder) return this.postpone(row, firstRetryMs * 2 ** (row.attempts - 1), reason, true);
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
