import type { PersonId } from '../../../core/ids.ts';
import { type Instant, instantAt } from '../../../core/time.ts';
import type { Ctx } from '../../../runtime/context.ts';
import type { Unit } from '../../../runtime/unit.ts';
import type { PunchKind } from '../attendance.ts';
import type { InspectedPunch } from './suspicious.ts';

const instant = (at: Date): Instant => instantAt(at.getTime());

/** What people still owe for the requests of some days, by request: papers and proofs that have not come. */
export async function loadOwed(
  ctx: Ctx,
  requests: readonly string[],
): Promise<ReadonlyMap<string, readonly { do: string; missed: boolean }[]>> {
  if (requests.length === 0) return new Map();
  const rows = await ctx.db.query<{ request: string; do: string; missed: boolean }>(
    `SELECT request_id::text AS request, "do", state = 'missed' AS missed FROM request_follow_up
     WHERE org_id = $1::uuid AND request_id = ANY($2::uuid[]) AND state IN ('waiting', 'missed') ORDER BY due_at`,
    [ctx.org, requests],
  );
  const owed = new Map<string, { do: string; missed: boolean }[]>();
  for (const { request, ...one } of rows) owed.set(request, [...(owed.get(request) ?? []), one]);
  return owed;
}

/** Hours credited to requests of overtime. */
export async function loadCredits(ctx: Ctx, requests: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (requests.length === 0) return new Map();
  const rows = await ctx.db.query<{ request: string; hours: number }>(
    `SELECT request_id::text AS request, sum(amount) AS hours FROM balance_entry
     WHERE org_id = $1::uuid AND account = 'overtime' AND request_id = ANY($2::uuid[]) GROUP BY request_id`,
    [ctx.org, requests],
  );
  return new Map(rows.map((row) => [row.request, row.hours]));
}

/** Duties of a desk that are over and done: somebody was in them and, where the desk clocks, has clocked in. A shift in parts is one duty. */
export async function loadDoneDuties(
  ctx: Ctx,
  desk: string,
  from: string,
  until: string,
): Promise<readonly { readonly person: PersonId; readonly shift: string; readonly role: string }[]> {
  return ctx.db.query(
    `SELECT DISTINCT ON (a.person_id, s.id) a.person_id::text AS person, s.shift, a.role
     FROM slot s JOIN assignment a ON a.org_id = s.org_id AND a.slot_id = s.id AND a.live
     WHERE s.org_id = $1::uuid AND s.desk_id = $2::uuid AND s.duty_on BETWEEN $3::date AND $4::date AND s.ends_at <= $5
       AND (EXISTS (SELECT 1 FROM punch p WHERE p.org_id = a.org_id AND p.assignment_id = a.id AND p.proxy_by IS NULL)
         OR NOT EXISTS (SELECT 1 FROM punch p WHERE p.org_id = s.org_id AND p.desk_id = s.desk_id AND p.at > s.starts_at - interval '30 days'))
     ORDER BY a.person_id, s.id, a.starts_at`,
    [ctx.org, desk, from, until, new Date(ctx.now.epochMilliseconds)],
  );
}

const punchColumns = `id::text AS id, person_id::text AS person, desk_id::text AS desk, kind, at, assignment_id IS NULL AS off_roster, proxy_by::text AS proxy_by`;

interface PunchRow {
  id: string;
  person: string;
  desk: string;
  kind: PunchKind;
  at: Date;
  off_roster: boolean;
  proxy_by: string | null;
}

const toPunch = (row: PunchRow): InspectedPunch => ({
  id: row.id,
  person: row.person,
  desk: row.desk,
  kind: row.kind,
  at: instant(row.at),
  offRoster: row.off_roster,
  proxyBy: row.proxy_by,
});

/** Punches on a desk in `[from, to)`, by time. */
export async function loadPunchesOn(ctx: Ctx, desk: string, from: Instant, to: Instant): Promise<InspectedPunch[]> {
  const rows = await ctx.db.query<PunchRow>(
    `SELECT ${punchColumns} FROM punch WHERE org_id = $1::uuid AND desk_id = $2::uuid AND at >= $3 AND at < $4 ORDER BY at`,
    [ctx.org, desk, new Date(from.epochMilliseconds), new Date(to.epochMilliseconds)],
  );
  return rows.map(toPunch);
}

export async function loadPunch(ctx: Ctx, id: string): Promise<InspectedPunch | null> {
  const rows = await ctx.db.query<PunchRow>(`SELECT ${punchColumns} FROM punch WHERE org_id = $1::uuid AND id = $2::uuid`, [ctx.org, id]);
  const [row] = rows;
  return row === undefined ? null : toPunch(row);
}

/** Marks a punch as made by somebody else, once. */
export function saveProxy(
  unit: Unit,
  punch: string,
  found: { readonly by: PersonId; readonly asked: boolean; readonly foundBy: PersonId },
): void {
  unit.update(
    'punch',
    { orgId: unit.org, id: punch, proxyBy: null },
    { proxyBy: found.by, proxyAsked: found.asked, proxyFoundBy: found.foundBy },
  );
}
