import type { DeskId, PersonId, SlotId } from '../../../core/ids.ts';
import type { Words } from '../../../core/locale.ts';
import { type Instant, type Interval, instantAt, Temporal } from '../../../core/time.ts';
import type { Ctx } from '../../../runtime/context.ts';
import { named } from '../../people/index.ts';
import type { PunchKind } from '../attendance.ts';
import type { Excuse, LeaveRow, MonthDuty, MonthPunch } from './facts.ts';
import { joined } from './hours.ts';

const instant = (at: Date): Instant => instantAt(at.getTime());
const date = (at: Instant): Date => new Date(at.epochMilliseconds);

/** A stretch of duty days, both included, with the moments that surely hold their punches. */
export interface Stretch {
  readonly from: string;
  readonly until: string;
  readonly after: Instant;
  readonly before: Instant;
}

/** The days with two days around them, whatever the zone of a desk. */
export function stretchOf(from: string, until: string): Stretch {
  const at = (on: string, days: number): Instant => Temporal.PlainDate.from(on).add({ days }).toZonedDateTime('UTC').toInstant();
  return { from, until, after: at(from, -2), before: at(until, 4) };
}

type ByPerson<Item> = ReadonlyMap<PersonId, readonly Item[]>;

function byPerson<Row extends { person: string }, Item>(rows: readonly Row[], make: (row: Row) => Item): ByPerson<Item> {
  const groups = new Map<PersonId, Item[]>();
  for (const row of rows) {
    const group = groups.get(row.person);
    if (group === undefined) groups.set(row.person, [make(row)]);
    else group.push(make(row));
  }
  return groups;
}

interface DutyPart {
  readonly person: string;
  readonly slot: string;
  readonly assignment: string | null;
  readonly desk: string;
  readonly shift: string;
  readonly duty_on: string;
  readonly starts_at: Date;
  readonly ends_at: Date;
}

/** Parts of one shift as one duty; a part that came back from a request that did not hold adds nothing to what the roster has. */
function toDuties(parts: readonly DutyPart[]): MonthDuty[] {
  const bySlot = new Map<SlotId, DutyPart[]>();
  for (const part of parts) bySlot.set(part.slot, [...(bySlot.get(part.slot) ?? []), part]);
  return [...bySlot.values()].map((own): MonthDuty => {
    const [first] = own as [DutyPart, ...DutyPart[]];
    const spans: Interval[] = own.map((part) => ({ start: instant(part.starts_at), end: instant(part.ends_at) }));
    return {
      slot: first.slot,
      assignment: own.find((part) => part.assignment !== null)?.assignment ?? null,
      desk: first.desk,
      shift: first.shift,
      dutyOn: first.duty_on,
      parts: joined(spans),
    };
  });
}

/** What a request says now: `missed`: what was owed for it did not come, and then it counts as absence. */
const missedProof = `EXISTS (SELECT 1 FROM request_follow_up f WHERE f.org_id = r.org_id AND f.request_id = r.id AND f.state = 'missed' AND f.otherwise = 'absence')`;

/**
 * Duties of the people by duty day: those in the roster, those left in the middle of which they had clocked in, and those a leave took out that
 * did not hold.
 */
export async function loadDuties(ctx: Ctx, people: readonly PersonId[], { from, until }: Stretch): Promise<ByPerson<MonthDuty>> {
  const rows = await ctx.db.query<DutyPart>(
    `SELECT a.person_id::text AS person, s.id::text AS slot, a.id::text AS assignment, s.desk_id::text AS desk, s.shift, s.duty_on::text AS duty_on, a.starts_at, a.ends_at
     FROM assignment a JOIN slot s ON s.org_id = a.org_id AND s.id = a.slot_id
     WHERE a.org_id = $1::uuid AND a.person_id = ANY($2::uuid[]) AND a.live AND s.duty_on BETWEEN $3::date AND $4::date
       AND a.starts_at BETWEEN $3::date - interval '2 days' AND $4::date + interval '3 days'
     UNION ALL
     SELECT d.person_id::text, s.id::text, NULL, s.desk_id::text, s.shift, s.duty_on::text, d.starts_at, d.ends_at
     FROM request_duty d JOIN request r ON r.org_id = d.org_id AND r.id = d.request_id JOIN slot s ON s.org_id = d.org_id AND s.id = d.slot_id
     WHERE d.org_id = $1::uuid AND d.person_id = ANY($2::uuid[]) AND d.part = 'absent' AND d.duty_on BETWEEN $3::date AND $4::date
       AND r.decided_at IS NOT NULL AND r.state IN ('approved', 'closed', 'cancelling', 'lapsed') AND ${missedProof}
     ORDER BY starts_at`,
    [ctx.org, people, from, until],
  );
  const parts = byPerson(rows, (row) => row);
  return new Map([...parts].map(([person, own]) => [person, toDuties(own)]));
}

interface PunchRow {
  person: string;
  id: string;
  slot: string | null;
  desk: string;
  kind: PunchKind;
  at: Date;
  proxy_by: string | null;
  proxy_asked: boolean;
  held_until: Date | null;
}

const toPunch = (row: PunchRow): MonthPunch => ({
  id: row.id,
  slot: row.slot,
  desk: row.desk,
  kind: row.kind,
  at: instant(row.at),
  heldUntil: row.held_until === null ? null : instant(row.held_until),
  proxy: row.proxy_by === null ? null : { by: row.proxy_by, asked: row.proxy_asked },
});

const punchColumns = `p.id::text AS id, a.slot_id::text AS slot, p.desk_id::text AS desk, p.kind, p.at, p.held_until, p.proxy_by::text AS proxy_by, p.proxy_asked`;

/** Punches of the people around the days, by time. */
export async function loadPunches(ctx: Ctx, people: readonly PersonId[], { after, before }: Stretch): Promise<ByPerson<MonthPunch>> {
  const rows = await ctx.db.query<PunchRow>(
    `SELECT p.person_id::text AS person, ${punchColumns} FROM punch p LEFT JOIN assignment a ON a.org_id = p.org_id AND a.id = p.assignment_id
     WHERE p.org_id = $1::uuid AND p.person_id = ANY($2::uuid[]) AND p.at BETWEEN $3 AND $4 ORDER BY p.at, p.kind`,
    [ctx.org, people, date(after), date(before)],
  );
  return byPerson(rows, toPunch);
}

/** Punches the people were found to have made for others, by who made them. */
export async function loadMadeForOthers(ctx: Ctx, people: readonly PersonId[], { after, before }: Stretch): Promise<ByPerson<MonthPunch>> {
  const rows = await ctx.db.query<PunchRow>(
    `SELECT p.proxy_by::text AS person, ${punchColumns} FROM punch p LEFT JOIN assignment a ON a.org_id = p.org_id AND a.id = p.assignment_id
     WHERE p.org_id = $1::uuid AND p.proxy_by = ANY($2::uuid[]) AND p.at BETWEEN $3 AND $4 ORDER BY p.at`,
    [ctx.org, people, date(after), date(before)],
  );
  return byPerson(rows, toPunch);
}

interface ExcuseRow {
  person: string;
  request: string;
  kind: Excuse['kind'];
  desk: string;
  slot: string | null;
  on: string;
  starts_at: Date;
  ends_at: Date;
  returned_at: Date | null;
}

export async function loadExcuses(ctx: Ctx, people: readonly PersonId[], { from, until }: Stretch): Promise<ByPerson<Excuse>> {
  const rows = await ctx.db.query<ExcuseRow>(
    `SELECT e.person_id::text AS person, e.request_id::text AS request, e.kind, e.desk_id::text AS desk, a.slot_id::text AS slot, e."on"::text AS "on",
       e.starts_at, e.ends_at, e.returned_at
     FROM excuse e LEFT JOIN assignment a ON a.org_id = e.org_id AND a.id = e.assignment_id
     WHERE e.org_id = $1::uuid AND e.person_id = ANY($2::uuid[]) AND e.live AND e."on" BETWEEN $3::date AND $4::date ORDER BY e.starts_at`,
    [ctx.org, people, from, until],
  );
  return byPerson(rows, (row) => ({
    request: row.request,
    kind: row.kind,
    desk: row.desk,
    slot: row.slot,
    on: row.on,
    startsAt: instant(row.starts_at),
    endsAt: instant(row.ends_at),
    returnedAt: row.returned_at === null ? null : instant(row.returned_at),
  }));
}

/** Leaves and other absences of the people that overlap the days: asked for, approved, or refused. Withdrawn and cancelled ones are left out. */
export async function loadLeaves(ctx: Ctx, people: readonly PersonId[], { after, before }: Stretch): Promise<ByPerson<LeaveRow>> {
  const rows = await ctx.db.query<{
    person: string;
    request: string;
    desk: string;
    kind: string | null;
    state: string;
    approved: boolean;
    missed: boolean;
    starts_at: Date;
    ends_at: Date;
    whole_from: string | null;
    whole_until: string | null;
    fields: Record<string, string>;
  }>(
    `SELECT r.subject_id::text AS person, r.id::text AS request, r.desk_id::text AS desk, r.kind, r.state, coalesce(b.approved AND b.live, false) AS approved,
       ${missedProof} AS missed, coalesce(b.starts_at, r.starts_at) AS starts_at, coalesce(b.ends_at, r.ends_at) AS ends_at, r.fields,
       CASE WHEN b.id IS NULL AND r.starts_at = r.from_on::timestamp AT TIME ZONE d.zone THEN r.from_on ELSE b.whole_from END::text AS whole_from,
       CASE WHEN b.id IS NULL AND r.ends_at = (r.until_on + 1)::timestamp AT TIME ZONE d.zone THEN r.until_on ELSE b.whole_until END::text AS whole_until
     FROM request r JOIN desk d ON d.org_id = r.org_id AND d.id = r.desk_id LEFT JOIN absence b ON b.org_id = r.org_id AND b.request_id = r.id
       AND (b.live OR NOT EXISTS (SELECT 1 FROM absence c WHERE c.org_id = r.org_id AND c.request_id = r.id AND c.live))
     WHERE r.org_id = $1::uuid AND r.subject_id = ANY($2::uuid[]) AND (b.id IS NOT NULL OR r.type = 'leave') AND r.state NOT IN ('withdrawn', 'cancelled')
       AND coalesce(b.starts_at, r.starts_at) < $4 AND coalesce(b.ends_at, r.ends_at) > $3
     ORDER BY 8`,
    [ctx.org, people, date(after), date(before)],
  );
  return byPerson(rows, (row) => ({
    request: row.request,
    desk: row.desk,
    kind: row.kind,
    state: row.state,
    approved: row.approved,
    missed: row.missed,
    startsAt: instant(row.starts_at),
    endsAt: instant(row.ends_at),
    wholeFrom: row.whole_from,
    wholeUntil: row.whole_until,
    fields: row.fields,
  }));
}

/** A person as attendance lists name them. */
export interface Counted {
  readonly person: PersonId;
  readonly code: string;
  readonly name: Words;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * The people whose attendance a desk counts on the days: its members, who had a duty or a punch there, and who was transferred away on one of the
 * days or later (their former desk sees its part).
 */
export async function loadCounted(
  ctx: Ctx,
  desks: readonly { readonly id: DeskId; readonly code: string }[],
  stretch: Stretch,
): Promise<Counted[]> {
  const rows = await ctx.db.query<{ id: string; code: string; name: string; name_en: string | null; attributes: Record<string, string> }>(
    `SELECT p.id::text AS id, p.code, p.name, p.name_en, p.attributes FROM person p WHERE p.org_id = $1::uuid AND (
       p.id IN (SELECT m.person_id FROM member m WHERE m.org_id = $1::uuid AND m.desk_id = ANY($2::uuid[]) AND p.active)
       OR p.id IN (SELECT a.person_id FROM assignment a WHERE a.org_id = $1::uuid AND a.desk_id = ANY($2::uuid[]) AND a.live
         AND a.starts_at BETWEEN $4::date - interval '1 day' AND $5::date + interval '2 days')
       OR p.id IN (SELECT u.person_id FROM punch u WHERE u.org_id = $1::uuid AND u.desk_id = ANY($2::uuid[]) AND u.at BETWEEN $6 AND $7)
       OR (p.attributes ->> 'former_desk' = ANY($3::text[]) AND p.attributes ->> 'transferred_on' BETWEEN $4::date::text AND $5::date::text))
     ORDER BY p.code`,
    [
      ctx.org,
      desks.map((desk) => desk.id),
      desks.map((desk) => desk.code),
      stretch.from,
      stretch.until,
      date(stretch.after.add({ hours: 24 })),
      date(stretch.before.subtract({ hours: 48 })),
    ],
  );
  return rows.map((row) => ({ person: row.id, code: row.code, name: named(row.name, row.name_en), attributes: row.attributes }));
}

/** The people by id. */
export async function loadPeople(ctx: Ctx, people: readonly PersonId[]): Promise<Counted[]> {
  const rows = await ctx.db.query<{ id: string; code: string; name: string; name_en: string | null; attributes: Record<string, string> }>(
    'SELECT id::text AS id, code, name, name_en, attributes FROM person WHERE org_id = $1::uuid AND id = ANY($2::uuid[]) ORDER BY code',
    [ctx.org, people],
  );
  return rows.map((row) => ({ person: row.id, code: row.code, name: named(row.name, row.name_en), attributes: row.attributes }));
}
