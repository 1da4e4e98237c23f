import type { DeskId, PersonId } from '../../../core/ids.ts';
import { type Instant, instantAt } from '../../../core/time.ts';
import type { Ctx } from '../../../runtime/context.ts';
import type { Unit } from '../../../runtime/unit.ts';
import type { Excuse } from '../month/facts.ts';

export interface NewExcuse {
  readonly id: string;
  readonly desk: DeskId;
  readonly person: PersonId;
  readonly request: string;
  readonly assignment: string | null;
  readonly kind: Excuse['kind'];
  readonly on: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

export function saveExcuses(unit: Unit, excuses: readonly NewExcuse[]): void {
  unit.insert(
    'excuse',
    excuses.map(({ id, desk, person, request, assignment, kind, on, startsAt, endsAt }) => ({
      orgId: unit.org,
      id,
      deskId: desk,
      personId: person,
      requestId: request,
      assignmentId: assignment,
      kind,
      on,
      startsAt,
      endsAt,
    })),
  );
}

/** What a request excused is not excused any more. */
export function dropExcuses(unit: Unit, request: string): void {
  unit.update('excuse', { orgId: unit.org, requestId: request, live: true }, { live: false }, null);
}

/** An outing that was approved and from which nobody said they were back. */
export interface OpenOuting {
  readonly request: string;
  readonly desk: DeskId;
  readonly person: PersonId;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** Clocked out after it began: they have gone home. */
  readonly left: boolean;
}

const outingColumns = `e.request_id::text AS request, e.desk_id::text AS desk, e.person_id::text AS person, e.starts_at, e.ends_at,
  EXISTS (SELECT 1 FROM punch p WHERE p.org_id = e.org_id AND p.person_id = e.person_id AND p.kind = 'out' AND p.at BETWEEN e.starts_at AND $3) AS left_post`;

interface OutingRow {
  request: string;
  desk: string;
  person: string;
  starts_at: Date;
  ends_at: Date;
  left_post: boolean;
}

const instant = (at: Date): Instant => instantAt(at.getTime());
const toOuting = (row: OutingRow): OpenOuting => ({
  request: row.request,
  desk: row.desk,
  person: row.person,
  startsAt: instant(row.starts_at),
  endsAt: instant(row.ends_at),
  left: row.left_post,
});

/** The outing of a request; null: it is over, cancelled, or the person has said they are back. */
export async function loadOuting(ctx: Ctx, request: string): Promise<OpenOuting | null> {
  const rows = await ctx.db.query<OutingRow>(
    `SELECT ${outingColumns} FROM excuse e WHERE e.org_id = $1::uuid AND e.request_id = $2::uuid AND e.kind = 'outing' AND e.live AND e.returned_at IS NULL`,
    [ctx.org, request, new Date(ctx.now.epochMilliseconds)],
  );
  const [row] = rows;
  return row === undefined ? null : toOuting(row);
}

/** The outing somebody is on, or came back from within half a day without saying so. */
export async function loadOutingOf(ctx: Ctx, person: PersonId): Promise<OpenOuting | null> {
  const rows = await ctx.db.query<OutingRow>(
    `SELECT ${outingColumns} FROM excuse e WHERE e.org_id = $1::uuid AND e.person_id = $2::uuid AND e.kind = 'outing' AND e.live AND e.returned_at IS NULL
       AND e.starts_at <= $3 AND e.ends_at > $3::timestamptz - interval '12 hours' ORDER BY e.starts_at DESC LIMIT 1`,
    [ctx.org, person, new Date(ctx.now.epochMilliseconds)],
  );
  const [row] = rows;
  return row === undefined ? null : toOuting(row);
}

/** Once: a second press finds it done. */
export function saveReturn(unit: Unit, request: string, at: Instant): void {
  unit.update('excuse', { orgId: unit.org, requestId: request, kind: 'outing', live: true, returnedAt: null }, { returnedAt: at });
}

export const overtimeAccount = 'overtime';

/** Hours credited to somebody for days from `from` to `until`, without those of one request. */
export async function loadCredited(ctx: Ctx, person: PersonId, from: string, until: string, without: string | null): Promise<number> {
  const rows = await ctx.db.query<{ hours: number }>(
    `SELECT coalesce(sum(amount), 0) AS hours FROM balance_entry WHERE org_id = $1::uuid AND person_id = $2::uuid AND account = $3
       AND "on" BETWEEN $4::date AND $5::date AND ($6::uuid IS NULL OR request_id IS DISTINCT FROM $6::uuid)`,
    [ctx.org, person, overtimeAccount, from, until, without],
  );
  return rows[0]?.hours ?? 0;
}

/** Hours a request has been credited with. */
export async function loadCreditedOf(ctx: Ctx, request: string): Promise<number> {
  const rows = await ctx.db.query<{ hours: number }>(
    'SELECT coalesce(sum(amount), 0) AS hours FROM balance_entry WHERE org_id = $1::uuid AND account = $2 AND request_id = $3::uuid',
    [ctx.org, overtimeAccount, request],
  );
  return rows[0]?.hours ?? 0;
}

export interface Credit {
  readonly person: PersonId;
  readonly desk: DeskId;
  readonly request: string;
  readonly on: string;
  /** Negative: taken back. */
  readonly hours: number;
  readonly rules: readonly string[];
}

export function saveCredit(ctx: Ctx, { person, desk, request, on, hours, rules }: Credit): void {
  ctx.unit.insert('balance_entry', {
    orgId: ctx.org,
    id: ctx.newId(),
    personId: person,
    account: overtimeAccount,
    kind: hours >= 0 ? 'earned' : 'returned',
    amount: hours,
    on,
    requestId: request,
    deskId: desk,
    source: 'request',
    rules,
    at: ctx.now,
  });
}
