import type { Locale, Words } from '../core/locale.ts';
import { type Clock, Temporal } from '../core/time.ts';
import { ConstraintBroken, type Database, StaleVersion } from '../db/database.ts';
import type { Ctx } from './context.ts';
import type { Logger } from './log.ts';
import type { RuntimeMetrics } from './metrics.ts';
import { madeAt, newId } from './new-id.ts';
import type { Register } from './register.ts';
import type { DueHandler } from './route.ts';
import { createUnit } from './write-unit.ts';

export interface DueWorkOptions {
  readonly db: Database;
  readonly register: Register;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: RuntimeMetrics;
  readonly worker: string;
  readonly batch: number;
  /** Called after a unit that queued messages. */
  readonly wake: () => void;
}

interface DueRow {
  org_id: string;
  id: string;
  kind: string;
  key: string;
  due_at: Date;
  desk_id: string | null;
  payload: unknown;
  attempts: number;
  zone: string;
  locale: Locale;
}

const claimSeconds = 60;
/** Failing work waits 2ⁿ seconds up to this, for ever: it is visible in metrics and logs and must not be lost. */
const longestRetrySeconds = 600;
/** So many batches at a time where much is due: what is due goes before the cards that are drawn of it, which take turns with it. */
const batchesUnderWay = 4;
/** Kinds that keep the house in order; nobody waits for them. */
const upkeep = ['runtime.plan'];
const isUpkeep = ({ kind }: { readonly kind: string }): boolean => upkeep.includes(kind);
/** So many of them at a time: after a stop a thousand desks are to be planned, and what people wait for must not stand behind all of them. */
const upkeepBatch = 8;

/**
 * Rows that are due and free, the oldest first. The limit stands there as a figure: without one, a plan made for any limit reads the whole table, done
 * rows and all, to find the few that were chosen.
 */
const claimable = (which: string, limit: number): string =>
  `SELECT c.org_id, c.id, g.zone, g.locale FROM due c JOIN organisation g ON g.id = c.org_id
   WHERE c.done_at IS NULL AND c.due_at <= $3 AND (c.claimed_till IS NULL OR c.claimed_till < now()) AND ${which}
   ORDER BY c.due_at LIMIT ${limit} FOR UPDATE OF c SKIP LOCKED`;

const itemOf = <Payload>(row: DueRow, payload: Payload) => ({
  key: row.key,
  dueAt: Temporal.Instant.fromEpochMilliseconds(row.due_at.getTime()),
  desk: row.desk_id,
  payload,
});

/**
 * Seconds for which a row waited until `now` (milliseconds): since it was due, or since it was planned where that was later, as nobody could have done it
 * before. A bot whose clock is set back knows nothing of when it was planned.
 */
function waited({ id, due_at: dueAt }: Pick<DueRow, 'id' | 'due_at'>, now: number): number {
  const planned = madeAt(id);
  const since = planned === null || planned > now ? dueAt.getTime() : Math.max(dueAt.getTime(), planned);
  return Math.max(0, (now - since) / 1000);
}

/** Whether many rows of this kind go into one unit. */
const sharesUnit = (handler: DueHandler | undefined): boolean => handler?.runAll !== undefined || handler?.sharesUnit === true;

/** Runs what has come due: rows claimed with SKIP LOCKED in the order of their moments, each marked done in the statement that saves its effect. */
export class DueWork {
  readonly #options: DueWorkOptions;
  #running: Promise<number> | null = null;

  constructor(options: DueWorkOptions) {
    this.#options = options;
  }

  /** Runs everything due by now; gives the number of rows handled. A second call while one is running waits for that one. */
  run(): Promise<number> {
    this.#running ??= this.#pass().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Where more is due than one batch, several batches are under way: one is worked out while the others wait for the database. */
  async #pass(): Promise<number> {
    const rows = await this.#claim();
    if (rows.length < this.#options.batch) return this.#work(rows);
    const others = Array.from({ length: batchesUnderWay - 1 }, async () => this.#work(await this.#claim()));
    const handled = await Promise.all([this.#work(rows), ...others]);
    return handled.reduce((sum, count) => sum + count, 0);
  }

  /** Handles the rows, then whatever else is due, until nothing is. */
  async #work(first: readonly DueRow[]): Promise<number> {
    let handled = 0;
    for (let rows = first; rows.length > 0; rows = await this.#claim()) {
      for (const group of this.#grouped(rows)) await this.#workGroup(group);
      handled += rows.length;
    }
    return handled;
  }

  async #workGroup(group: readonly DueRow[]): Promise<void> {
    if (group.every(isUpkeep)) await Promise.all(group.map((row) => this.#handle(row)));
    else if (group.length === 1 || !(await this.#handleAll(group))) for (const row of group) await this.#handle(row);
  }

  /**
   * In the order of their moments; rows of one organisation that their handler takes many at a time together, at the moment of the first. Upkeep that
   * nothing people wait for stands between makes one group.
   */
  #grouped(rows: readonly DueRow[]): DueRow[][] {
    const groups = new Map<string, DueRow[]>();
    let awaited = 0;
    for (const row of rows.toSorted((a, b) => a.due_at.getTime() - b.due_at.getTime())) {
      const together = sharesUnit(this.#options.register.due.get(row.kind));
      if (!isUpkeep(row)) awaited += 1;
      const name = isUpkeep(row) ? `upkeep ${awaited}` : together ? `${row.org_id} ${row.kind}` : row.id;
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [row]);
      else group.push(row);
    }
    return [...groups.values()];
  }

  /** All rows of a group in one unit; false: it could not be saved, and nothing of it was. */
  async #handleAll(rows: readonly DueRow[]): Promise<boolean> {
    const { db, clock, register, log } = this.#options;
    const [first] = rows;
    const handler = first === undefined ? undefined : register.due.get(first.kind);
    if (first === undefined || handler === undefined || !sharesUnit(handler)) return false;
    try {
      const now = clock.now();
      const unit = createUnit({ org: first.org_id, now, newId });
      const ctx: Ctx = { now, org: first.org_id, orgZone: first.zone, orgLocale: first.locale, db, unit, newId };
      const items = rows.map((row) => itemOf(row, handler.payload.parse(row.payload)));
      if (handler.runAll === undefined) await Promise.all(items.map((item) => handler.run(ctx, item)));
      else await handler.runAll(ctx, items);
      unit.raw({
        sql: 'UPDATE due SET done_at = $1, claimed_by = NULL, claimed_till = NULL, error = NULL WHERE org_id = $2::uuid AND id = ANY($3::uuid[]) AND done_at IS NULL',
        params: [new Date(now.epochMilliseconds), first.org_id, rows.map((row) => row.id)],
        expect: rows.length,
      });
      await db.write(unit.statements);
    } catch (error) {
      if (!(error instanceof StaleVersion || error instanceof ConstraintBroken))
        log.error({ err: error, kind: first.kind, rows: rows.length }, 'due work failed together; each is tried by itself');
      return false;
    }
    const done = clock.now().epochMilliseconds;
    for (const row of rows) this.#options.metrics.dueHandled(row.kind, waited(row, done));
    this.#options.wake();
    return true;
  }

  #claim(): Promise<DueRow[]> {
    const now = new Date(this.#options.clock.now().epochMilliseconds);
    return this.#options.db.query<DueRow>(
      // Materialized, as in the outbox: chosen once, whatever the plan.
      `WITH awaited AS MATERIALIZED (${claimable('c.kind <> ALL($4)', this.#options.batch)}), house AS MATERIALIZED (${claimable('c.kind = ANY($4)', upkeepBatch)}),
       work AS (SELECT * FROM awaited UNION ALL SELECT * FROM house)
       UPDATE due d SET claimed_by = $1, claimed_till = now() + make_interval(secs => $2), attempts = d.attempts + 1
       FROM work WHERE d.org_id = work.org_id AND d.id = work.id
       RETURNING d.org_id, d.id, d.kind, d.key, d.due_at, d.desk_id, d.payload, d.attempts, work.zone, work.locale`,
      [this.#options.worker, claimSeconds, now, upkeep],
    );
  }

  async #handle(row: DueRow): Promise<void> {
    const { db, clock, register, log } = this.#options;
    const handler = register.due.get(row.kind);
    try {
      if (handler === undefined) throw new Error(`Nobody handles due work of kind '${row.kind}'`);
      const payload = handler.payload.parse(row.payload);
      for (let attempt = 1; ; attempt += 1) {
        const now = clock.now();
        const unit = createUnit({ org: row.org_id, now, newId });
        const ctx: Ctx = { now, org: row.org_id, orgZone: row.zone, orgLocale: row.locale, db, unit, newId };
        await handler.run(ctx, itemOf(row, payload));
        unit.raw({
          sql: 'UPDATE due SET done_at = $1, claimed_by = NULL, claimed_till = NULL, error = NULL WHERE org_id = $2::uuid AND id = $3::uuid AND done_at IS NULL',
          params: [new Date(now.epochMilliseconds), row.org_id, row.id],
          expect: 1,
        });
        try {
          await db.write(unit.statements);
          break;
        } catch (error) {
          if (!(error instanceof StaleVersion || error instanceof ConstraintBroken) || attempt >= 3) throw error;
          if (await this.#isDone(row)) return;
        }
      }
      this.#options.metrics.dueHandled(row.kind, waited(row, clock.now().epochMilliseconds));
      this.#options.wake();
    } catch (error) {
      log.error({ err: error, kind: row.kind, key: row.key, attempts: row.attempts }, 'due work failed; it will be tried again');
      const seconds = Math.min(longestRetrySeconds, 2 ** Math.min(row.attempts, 10));
      await db.query('UPDATE due SET claimed_till = now() + make_interval(secs => $1), error = $2 WHERE org_id = $3 AND id = $4', [
        seconds,
        error instanceof Error ? error.message : String(error),
        row.org_id,
        row.id,
      ]);
    }
  }

  async #isDone(row: DueRow): Promise<boolean> {
    const rows = await this.#options.db.query<{ done: boolean }>(
      'SELECT done_at IS NOT NULL AS done FROM due WHERE org_id = $1 AND id = $2',
      [row.org_id, row.id],
    );
    return rows[0]?.done ?? true;
  }

  /** The next thing people will notice, for the sandbox clock and operators; null when nothing is planned. */
  async next(): Promise<{ at: Temporal.Instant; kind: string; title: Words; desk: Words | null } | null> {
    const rows = await this.#options.db.query<{ due_at: Date; kind: string; name: string | null; name_en: string | null }>(
      `SELECT d.due_at, d.kind, k.name, k.name_en FROM due d LEFT JOIN desk k ON k.org_id = d.org_id AND k.id = d.desk_id
       WHERE d.done_at IS NULL AND d.kind <> ALL($1) ORDER BY d.due_at LIMIT 1`,
      [upkeep],
    );
    const row = rows[0];
    if (row === undefined) return null;
    const title = this.#options.register.due.get(row.kind)?.title ?? { zh: row.kind, en: row.kind };
    const desk = row.name === null ? null : { zh: row.name, en: row.name_en ?? row.name };
    return { at: Temporal.Instant.fromEpochMilliseconds(row.due_at.getTime()), kind: row.kind, title, desk };
  }

  /** The next moment anything at all becomes due, upkeep included; work that failed and waits for its next try is left out. */
  async nextMoment(): Promise<Temporal.Instant | null> {
    const rows = await this.#options.db.query<{ at: Date | null }>(
      'SELECT min(due_at) AS at FROM due WHERE done_at IS NULL AND (claimed_till IS NULL OR claimed_till < now())',
      [],
    );
    const at = rows[0]?.at ?? null;
    return at === null ? null : Temporal.Instant.fromEpochMilliseconds(at.getTime());
  }
}
