import type { DeskId, PersonId, SlotId } from '../../../core/ids.ts';
import type { Ctx } from '../../../runtime/context.ts';

/**
 * Missed punches for which a correction was asked for and did not hold, with none that is open or stands: by person, `2026-12-01 in` and
 * `2026-12-01 out`.
 */
export async function loadRefusedCorrections(
  ctx: Ctx,
  people: readonly PersonId[],
  from: string,
  until: string,
): Promise<ReadonlyMap<PersonId, ReadonlySet<string>>> {
  const rows = await ctx.db.query<{ person: string; on: string; punch: string }>(
    `SELECT r.subject_id::text AS person, r.from_on::text AS "on", p.punch FROM request r
     CROSS JOIN LATERAL unnest(CASE r.fields ->> 'punch' WHEN 'in' THEN ARRAY['in'] WHEN 'out' THEN ARRAY['out'] ELSE ARRAY['in', 'out'] END) AS p(punch)
     WHERE r.org_id = $1::uuid AND r.subject_id = ANY($2::uuid[]) AND r.type = 'attendance-exception' AND r.from_on BETWEEN $3::date AND $4::date
       AND r.state <> 'withdrawn'
     GROUP BY 1, 2, 3 HAVING bool_and(r.state IN ('refused', 'declined', 'lapsed', 'cancelled'))`,
    [ctx.org, people, from, until],
  );
  const refused = new Map<PersonId, Set<string>>();
  for (const { person, on, punch } of rows) refused.set(person, (refused.get(person) ?? new Set()).add(`${on} ${punch}`));
  return refused;
}

/** A duty somebody has by a swap that stands. */
export interface SwappedDuty {
  readonly slot: SlotId;
  readonly request: string;
  readonly person: PersonId;
  /** Who gave it, and as which side of the swap. */
  readonly from: PersonId;
  readonly side: 'requester' | 'partner';
}

/** Duties on a desk that people came to by a swap that stands. */
export async function loadSwappedDuties(ctx: Ctx, desk: DeskId, from: string, until: string): Promise<readonly SwappedDuty[]> {
  return ctx.db.query<SwappedDuty>(
    `SELECT d.slot_id::text AS slot, d.request_id::text AS request, d.person_id::text AS "from",
       (CASE d.part WHEN 'given' THEN r.partner_id ELSE r.subject_id END)::text AS person,
       CASE d.part WHEN 'given' THEN 'requester' ELSE 'partner' END AS side
     FROM request_duty d JOIN request r ON r.org_id = d.org_id AND r.id = d.request_id
     JOIN slot s ON s.org_id = d.org_id AND s.id = d.slot_id
     WHERE d.org_id = $1::uuid AND s.desk_id = $2::uuid AND d.duty_on BETWEEN $3::date AND $4::date AND d.part IN ('given', 'returned')
       AND r.partner_id IS NOT NULL AND r.state IN ('approved', 'cancelling', 'closed')`,
    [ctx.org, desk, from, until],
  );
}

/** A person whose days before today have to be counted anew: what was owed for their leave came or failed to, or a request about those days changed. */
export interface Changed {
  readonly person: PersonId;
  readonly from: string;
  readonly until: string;
}

/** Requests about people of the desk that changed since, with the days they are about: also days of cycles that are over. */
export async function loadChanged(ctx: Ctx, desk: DeskId, since: Date): Promise<Changed[]> {
  return ctx.db.query<Changed>(
    `SELECT r.subject_id::text AS person, r.from_on::text AS "from", coalesce(r.until_on, r.from_on)::text AS "until" FROM request r
     WHERE r.org_id = $1::uuid AND r.desk_id = $2::uuid AND r.from_on IS NOT NULL AND (
       r.decided_at >= $3 OR r.closed_at >= $3
       OR EXISTS (SELECT 1 FROM request_follow_up f WHERE f.org_id = r.org_id AND f.request_id = r.id
         AND (f.done_at >= $3 OR (f.state = 'missed' AND f.due_at >= $3))))`,
    [ctx.org, desk, since],
  );
}
