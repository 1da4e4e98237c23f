import type { Database, Statement } from '../db/database.ts';
import type { Ctx } from './context.ts';
import type { Limiter } from './limiter.ts';
import type { Logger } from './log.ts';
import { type Messenger, MessengerError, type RateBucket } from './messenger.ts';
import type { RuntimeMetrics } from './metrics.ts';
import { type OutboxRow, refOf } from './outbox-row.ts';
import { unpinId } from './pin-statements.ts';
import type { Register } from './register.ts';

/** What became of a call: not its turn yet, to be tried again as any message, or settled with what else is to be saved. */
export type PinOutcome =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'failed'; readonly error: MessengerError }
  | {
      readonly kind: 'settled';
      readonly state: 'sent' | 'dropped';
      readonly reason: string | null;
      readonly statements: readonly Statement[];
    };

export interface PinsOptions {
  readonly db: Database;
  readonly register: Register;
  readonly limiter: Limiter;
  readonly log: Logger;
  readonly metrics: RuntimeMetrics;
  readonly ctx: (row: OutboxRow) => Ctx;
}

/** Turns that were handed out and not taken are forgotten beyond this many. */
const mostTurns = 10_000;

/**
 * Pins messages and takes them off again. A pin that a messenger will not set is no failure of its message: the desks' leads hear of it once, until
 * one works there again. One that was replaced before its turn came is never asked for.
 */
export class Pins {
  readonly #options: PinsOptions;
  /** Rows that have drawn their tokens and come back when it is their turn. */
  readonly #turns = new Set<string>();

  constructor(options: PinsOptions) {
    this.#options = options;
  }

  async carryOut(messenger: Messenger, row: OutboxRow, buckets: readonly RateBucket[]): Promise<PinOutcome> {
    const pin = await this.#read(row);
    if (pin === null) return settled('dropped', 'no longer pinned');
    if (row.kind === 'pin' && pin.leaving) return settled('dropped', 'replaced');
    if (row.kind === 'unpin' && !pin.asked) return settled('dropped', 'never pinned', [forget(row)]);
    const ms = this.#turn(row.id, buckets);
    if (ms > 0) return { kind: 'wait', ms };
    try {
      if (row.kind === 'unpin') {
        await messenger.unpin(refOf(row));
        return this.#done(row, [forget(row)]);
      }
      await this.#options.db.query(`UPDATE pin SET asked = true WHERE ${thisPin}`, keyOf(row));
      await messenger.pin(refOf(row));
      return this.#done(row, [works(row)]);
    } catch (error) {
      if (!(error instanceof MessengerError)) throw error;
      if (error.kind === 'rate' || error.kind === 'network' || error.kind === 'quota') return { kind: 'failed', error };
      this.#options.metrics.sent(row.platform, row.kind, error.kind);
      return row.kind === 'pin' ? this.#notPinned(row, error) : this.#notTakenOff(row, error);
    }
  }

  #done(row: OutboxRow, statements: readonly Statement[]): PinOutcome {
    this.#options.metrics.sent(row.platform, row.kind, 'sent');
    return settled('sent', null, statements);
  }

  /** Few pins are allowed a minute, and a thousand desks change shift together: each draws its token at once and comes back when it is filled. */
  #turn(id: string, buckets: readonly RateBucket[]): number {
    if (this.#turns.delete(id)) return 0;
    const ms = this.#options.limiter.reserve(buckets);
    if (ms === 0) return 0;
    if (this.#turns.size >= mostTurns) this.#turns.clear();
    this.#turns.add(id);
    return ms;
  }

  async #read(row: OutboxRow): Promise<{ readonly asked: boolean; readonly leaving: boolean } | null> {
    const rows = await this.#options.db.query<{ asked: boolean; leaving: boolean }>(
      `SELECT p.asked, EXISTS (SELECT 1 FROM outbox u WHERE u.org_id = p.org_id AND u.id = ${unpinId('p')} AND u.state IN ('waiting', 'sending')
         AND u.due_at <= $5) AS leaving FROM pin p WHERE ${thisPin}`,
      [...keyOf(row), new Date(this.#options.ctx(row).now.epochMilliseconds)],
    );
    return rows[0] ?? null;
  }

  /** What the app may not do yet it may do at the next change; what is gone needs nothing. */
  #notTakenOff(row: OutboxRow, error: MessengerError): PinOutcome {
    const later = error.kind === 'permission' || error.kind === 'auth';
    this.#options.log.debug({ outbox: row.id, platform: row.platform, code: error.code }, 'a pinned message was not taken off');
    return settled('dropped', error.message, later ? [] : [forget(row)]);
  }

  async #notPinned(row: OutboxRow, error: MessengerError): Promise<PinOutcome> {
    const { db, log, register } = this.#options;
    const about = { outbox: row.id, platform: row.platform, kind: error.kind, code: error.code, remedy: error.remedy.en };
    const desks =
      error.kind === 'permission'
        ? await db.query<{ desk_id: string; name: string | null }>(
            `SELECT desk_id, name FROM channel WHERE org_id = $1 AND platform = $2 AND channel_id = $3 AND pin_cause IS DISTINCT FROM $4 ORDER BY desk_id`,
            [row.org_id, row.platform, row.channel_id, error.code],
          )
        : [];
    if (desks.length === 0) {
      if (error.kind === 'invalid') log.warn(about, 'a message was not pinned');
      else log.debug(about, 'a message was not pinned');
      return settled('dropped', error.message, [forget(row)]);
    }
    log.warn(about, 'a message was not pinned; the leads of the desk are told once');
    const ctx = this.#options.ctx(row);
    const refused = { platform: row.platform, channel: desks.find(({ name }) => name !== null)?.name ?? null, remedy: error.remedy };
    for (const slice of register.slices)
      await slice.pinRefused?.(ctx, { ...refused, channelId: row.channel_id ?? '', desks: desks.map(({ desk_id: desk }) => desk) });
    const told = {
      sql: 'UPDATE channel SET pin_cause = $1 WHERE org_id = $2::uuid AND platform = $3 AND channel_id = $4',
      params: [error.code, row.org_id, row.platform, row.channel_id],
      expect: null,
    };
    return settled('dropped', error.message, [forget(row), told, ...ctx.unit.statements]);
  }
}

const settled = (state: 'sent' | 'dropped', reason: string | null, statements: readonly Statement[] = []): PinOutcome => ({
  kind: 'settled',
  state,
  reason,
  statements,
});

const thisPin = 'org_id = $1::uuid AND platform = $2 AND channel_id = $3 AND message_id = $4';
const keyOf = (row: OutboxRow): unknown[] => [row.org_id, row.platform, row.channel_id, row.message_id];

const forget = (row: OutboxRow): Statement => ({ sql: `DELETE FROM pin WHERE ${thisPin}`, params: keyOf(row), expect: null });

/** Should it be refused again one day, the leads hear of it again. */
const works = (row: OutboxRow): Statement => ({
  sql: 'UPDATE channel SET pin_cause = NULL WHERE org_id = $1::uuid AND platform = $2 AND channel_id = $3 AND pin_cause IS NOT NULL',
  params: [row.org_id, row.platform, row.channel_id],
  expect: null,
});
