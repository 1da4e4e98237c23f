import type { PersonId, SlotId } from '../../core/ids.ts';
import { type Instant, instantAt } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';

/** Who has a seat in a lane in a stretch of time, on whatever desk they stand. */
export async function seatsTaken(
  ctx: Ctx,
  lane: string,
  from: Instant,
  to: Instant,
): Promise<readonly { readonly person: PersonId; readonly request: string; readonly seat: number }[]> {
  return ctx.db.query(
    `SELECT person_id::text AS person, request_id::text AS request, seat FROM absence
     WHERE org_id = $1::uuid AND lane = $2 AND live AND starts_at < $4 AND ends_at > $3 AND seat IS NOT NULL ORDER BY seat`,
    [ctx.org, lane, new Date(from.epochMilliseconds), new Date(to.epochMilliseconds)],
  );
}

/** Desk of an approved leave that is not closed, by the person who took it, newest first. */
export interface OpenLeave {
  readonly request: string;
  readonly desk: string;
}

/** Approved requests of the person that took them off the roster and are not closed: running, coming, or over for at most `days`. */
export async function loadOpenLeaves(ctx: Ctx, person: PersonId, days: number): Promise<readonly OpenLeave[]> {
  return ctx.db.query(
    `SELECT r.id::text AS request, r.desk_id::text AS desk FROM request r
     WHERE r.org_id = $1::uuid AND r.subject_id = $2::uuid AND r.state = 'approved'
       AND EXISTS (SELECT 1 FROM absence a WHERE a.org_id = r.org_id AND a.request_id = r.id AND a.live AND a.ends_at > $3)
     ORDER BY r.starts_at`,
    [ctx.org, person, new Date(ctx.now.epochMilliseconds - days * 86_400_000)],
  );
}

/** Requests for cover that a leave asked for and nobody has decided yet, of shifts that are not over; with `from`, of that duty day and later. */
export async function loadOpenCovers(ctx: Ctx, leave: string, from: string | null): Promise<readonly string[]> {
  const rows = await ctx.db.query<{ id: string }>(
    `SELECT id::text AS id FROM request WHERE org_id = $1::uuid AND parent_id = $2::uuid AND type = 'substitute' AND ends_at > $3
       AND ($4::date IS NULL OR from_on >= $4::date) AND state IN ('open-call', 'confirming', 'approving', 'asked') ORDER BY starts_at`,
    [ctx.org, leave, new Date(ctx.now.epochMilliseconds), from],
  );
  return rows.map((row) => row.id);
}

/** Parts of the person's shifts that somebody took over by a request that stands. */
export async function loadCovered(
  ctx: Ctx,
  person: PersonId,
  slots: readonly SlotId[],
): Promise<readonly { readonly slot: SlotId; readonly startsAt: Instant; readonly endsAt: Instant }[]> {
  if (slots.length === 0) return [];
  const rows = await ctx.db.query<{ slot: string; from: Date; until: Date }>(
    `SELECT d.slot_id::text AS slot, d.starts_at AS "from", d.ends_at AS until FROM request_duty d JOIN request r ON r.org_id = d.org_id AND r.id = d.request_id
     WHERE d.org_id = $1::uuid AND d.slot_id = ANY($2::uuid[]) AND d.person_id = $3::uuid AND d.part = 'covered' AND r.state IN ('approved', 'cancelling', 'closed')`,
    [ctx.org, slots, person],
  );
  const instant = (at: Date): Instant => instantAt(at.getTime());
  return rows.map(({ slot, from, until }) => ({ slot, startsAt: instant(from), endsAt: instant(until) }));
}
