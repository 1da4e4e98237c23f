import type { DeskId, OrganisationId, PersonId } from '../../core/ids.ts';
import { type Instant, instantAt } from '../../core/time.ts';
import { gather } from '../../db/gather.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Absence } from './away.ts';

const instant = (at: Date): Instant => instantAt(at.getTime());
const date = (at: Instant): Date => new Date(at.epochMilliseconds);

interface RawAbsence {
  id: string;
  desk: string;
  person: string;
  request: string;
  number: number;
  kind: string | null;
  starts_at: Date;
  ends_at: Date;
  wholeFrom: string | null;
  wholeUntil: string | null;
  approved: boolean;
  lane: string | null;
  seat: number | null;
}

const columns = `a.id::text AS id, a.desk_id::text AS desk, a.person_id::text AS person, a.request_id::text AS request, coalesce(r.number, 0) AS number,
  a.kind, a.starts_at, a.ends_at, a.whole_from::text AS "wholeFrom", a.whole_until::text AS "wholeUntil", a.approved, a.lane, a.seat`;
const joins = 'LEFT JOIN request r ON r.org_id = a.org_id AND r.id = a.request_id';

const toAbsence = ({ starts_at, ends_at, ...row }: RawAbsence): Absence => ({
  ...row,
  startsAt: instant(starts_at),
  endsAt: instant(ends_at),
});

interface PeopleAway {
  readonly org: OrganisationId;
  readonly people: readonly PersonId[];
  readonly from: Date;
  readonly to: Date;
}

const absencesOfPeople = gather<PeopleAway, Absence[]>(async (db, keys) => {
  const each = keys.flatMap(({ people, ...key }, n) => [...new Set(people)].map((person) => ({ ...key, person, n })));
  if (each.length === 0) return keys.map(() => []);
  const rows = await db.query<RawAbsence & { n: number }>(
    `SELECT k.n, ${columns} FROM unnest($1::int[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[]) AS k(n, org_id, person_id, from_at, to_at)
     JOIN absence a ON a.org_id = k.org_id AND a.person_id = k.person_id AND a.live AND a.starts_at < k.to_at AND a.ends_at > k.from_at
     ${joins} ORDER BY a.starts_at, a.id`,
    [
      each.map(({ n }) => n),
      each.map(({ org }) => org),
      each.map(({ person }) => person),
      each.map(({ from }) => from),
      each.map(({ to }) => to),
    ],
  );
  return keys.map((_, index) => rows.filter(({ n }) => n === index).map(({ n: _question, ...row }) => toAbsence(row)));
});

/**
 * Absences that hold, asked for or granted, and overlap `[from, to)`, by start: of the people, or of all who asked for leave on the desks. One of the
 * two narrows it; with both, either is enough.
 */
export async function absencesBetween(
  ctx: Ctx,
  whose: { readonly people?: readonly PersonId[]; readonly desks?: readonly DeskId[] },
  from: Instant,
  to: Instant,
): Promise<Absence[]> {
  const [people, desks] = [whose.people ?? [], whose.desks ?? []];
  if (desks.length === 0) return absencesOfPeople(ctx.db, { org: ctx.org, people, from: date(from), to: date(to) });
  const rows = await ctx.db.query<RawAbsence>(
    `SELECT ${columns} FROM absence a ${joins}
     WHERE a.org_id = $1::uuid AND a.live AND (a.person_id = ANY($2::uuid[]) OR a.desk_id = ANY($3::uuid[]))
       AND a.starts_at < $5 AND a.ends_at > $4 ORDER BY a.starts_at, a.id`,
    [ctx.org, people, desks, date(from), date(to)],
  );
  return rows.map(toAbsence);
}

/** The absences of a request that hold, by start. */
export async function absencesOf(ctx: Ctx, request: string): Promise<Absence[]> {
  const rows = await ctx.db.query<RawAbsence>(
    `SELECT ${columns} FROM absence a ${joins} WHERE a.org_id = $1::uuid AND a.request_id = $2::uuid AND a.live ORDER BY a.starts_at`,
    [ctx.org, request],
  );
  return rows.map(toAbsence);
}

/**
 * Holds a place of absence for a request that was filed. The database refuses a second one of the same person at the same time
 * (`nobody_away_twice`) and a seat of a lane that is taken (`places_of_absence`): the use case is run again and finds it.
 */
export function holdAbsence(ctx: Ctx, absence: Omit<Absence, 'id' | 'number' | 'approved'> & { readonly approved?: boolean }): void {
  const { desk, person, request, kind, startsAt, endsAt, wholeFrom, wholeUntil, lane, seat } = absence;
  ctx.unit.insert('absence', {
    orgId: ctx.org,
    id: ctx.newId(),
    deskId: desk,
    personId: person,
    requestId: request,
    kind,
    startsAt,
    endsAt,
    wholeFrom,
    wholeUntil,
    approved: absence.approved ?? false,
    live: true,
    lane,
    seat,
  });
}

/** The request was granted: its absences hold for the roster from now on. */
export function approveAbsence(ctx: Ctx, request: string): void {
  ctx.unit.update('absence', { orgId: ctx.org, requestId: request, live: true }, { approved: true }, null);
}

/** The request came to nothing, or was cancelled: nobody is away for it. */
export function dropAbsence(ctx: Ctx, request: string): void {
  ctx.unit.update('absence', { orgId: ctx.org, requestId: request, live: true }, { live: false, approved: false }, null);
}

/**
 * Back before its end: the absence ends at `until`, with the duties of `lastDay` (`YYYY-MM-DD`); one that had not begun by then is dropped. Of a leave
 * with several rows each is given.
 */
export function endAbsence(ctx: Ctx, absence: Absence, until: Instant, lastDay: string): void {
  const where = { orgId: ctx.org, id: absence.id, live: true };
  const isOver = until.epochMilliseconds <= absence.startsAt.epochMilliseconds;
  const isShorter = until.epochMilliseconds < absence.endsAt.epochMilliseconds;
  if (isOver) ctx.unit.update('absence', where, { live: false, approved: false });
  else ctx.unit.update('absence', where, { wholeUntil: lastDay, ...(isShorter ? { endsAt: until } : {}) });
}
