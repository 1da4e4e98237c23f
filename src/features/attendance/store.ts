import type { AssignmentId, DeskId, PersonId, SlotId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Unit } from '../../runtime/unit.ts';
import type { Punched } from './attendance.ts';

const instant = (at: Date): Instant => Temporal.Instant.fromEpochMilliseconds(at.getTime());
const date = (at: Instant): Date => new Date(at.epochMilliseconds);

/** A duty row before its shift has a name: names come from the policy of its day. */
export interface DutyRow {
  readonly assignment: AssignmentId;
  readonly slot: SlotId;
  readonly desk: DeskId;
  readonly shift: string;
  readonly dutyOn: string;
  readonly role: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly in: Instant | null;
  readonly out: Instant | null;
}

interface RawDuty {
  assignment: string;
  slot: string;
  desk: string;
  shift: string;
  duty_on: string;
  role: string;
  starts_at: Date;
  ends_at: Date;
  in_at: Date | null;
  out_at: Date | null;
}

const dutyColumns = `a.id AS assignment, a.slot_id AS slot, a.desk_id AS desk, s.shift, s.duty_on::text AS duty_on, a.role, a.starts_at, a.ends_at, i.at AS in_at, o.at AS out_at`;
const dutyJoins = `JOIN slot s ON s.org_id = a.org_id AND s.id = a.slot_id
  LEFT JOIN punch i ON i.org_id = a.org_id AND i.assignment_id = a.id AND i.kind = 'in'
  LEFT JOIN punch o ON o.org_id = a.org_id AND o.assignment_id = a.id AND o.kind = 'out'`;

const toDuty = (row: RawDuty): DutyRow => ({
  assignment: row.assignment,
  slot: row.slot,
  desk: row.desk,
  shift: row.shift,
  dutyOn: row.duty_on,
  role: row.role,
  startsAt: instant(row.starts_at),
  endsAt: instant(row.ends_at),
  in: row.in_at === null ? null : instant(row.in_at),
  out: row.out_at === null ? null : instant(row.out_at),
});

/**
 * The person's live duties that a punch at `now` can mean, and the next one after them, in one round trip: those that end after
 * `now − back` and start before `now + ahead`, plus the first that starts later.
 */
export async function loadDuties(
  ctx: Ctx,
  person: PersonId,
  back: { minutes: number },
  ahead: { minutes: number },
): Promise<{ around: DutyRow[]; next: DutyRow | null }> {
  const rows = await ctx.db.query<RawDuty>(
    `(SELECT ${dutyColumns} FROM assignment a ${dutyJoins}
      WHERE a.org_id = $1 AND a.person_id = $2 AND a.live AND a.starts_at > $3::timestamptz - interval '8 days' AND a.ends_at > $3 AND a.starts_at < $4)
     UNION ALL
     (SELECT ${dutyColumns} FROM assignment a ${dutyJoins}
      WHERE a.org_id = $1 AND a.person_id = $2 AND a.live AND a.starts_at >= $4 ORDER BY a.starts_at LIMIT 1)
     ORDER BY starts_at`,
    [ctx.org, person, date(ctx.now.subtract(back)), date(ctx.now.add(ahead))],
  );
  const duties = rows.map(toDuty);
  const limit = ctx.now.add(ahead).epochMilliseconds;
  const around = duties.filter((duty) => duty.startsAt.epochMilliseconds < limit);
  const next = duties.find((duty) => duty.startsAt.epochMilliseconds > ctx.now.epochMilliseconds && duty.in === null) ?? null;
  return { around, next };
}

/** The person's off-roster punch that has no clock-out yet, of the last 24 hours. */
export async function loadOpenOffRoster(ctx: Ctx, person: PersonId): Promise<{ desk: DeskId; at: Instant } | null> {
  const rows = await ctx.db.query<{ desk_id: string; at: Date; kind: string }>(
    `SELECT desk_id, at, kind FROM punch WHERE org_id = $1 AND person_id = $2 AND assignment_id IS NULL AND at > $3 AND at <= $4 ORDER BY at DESC LIMIT 1`,
    [ctx.org, person, date(ctx.now.subtract({ hours: 24 })), date(ctx.now)],
  );
  const last = rows[0];
  return last?.kind === 'in' ? { desk: last.desk_id, at: instant(last.at) } : null;
}

/** Who is in and not out, of the given slots. */
export async function loadPresent(ctx: Ctx, slots: readonly SlotId[]): Promise<{ slot: SlotId; assignment: AssignmentId; role: string }[]> {
  if (slots.length === 0) return [];
  return ctx.db.query<{ slot: SlotId; assignment: AssignmentId; role: string }>(
    `SELECT a.slot_id AS slot, a.id AS assignment, a.role FROM assignment a
     JOIN punch i ON i.org_id = a.org_id AND i.assignment_id = a.id AND i.kind = 'in'
     WHERE a.org_id = $1 AND a.slot_id = ANY($2::uuid[]) AND a.live
       AND NOT EXISTS (SELECT 1 FROM punch o WHERE o.org_id = a.org_id AND o.assignment_id = a.id AND o.kind = 'out')`,
    [ctx.org, slots],
  );
}

/** Saves a punch; the unique index `punch_once` turns a second press that raced into a second look. */
export function savePunch(unit: Unit, id: string, person: PersonId, platform: string, punch: Punched): void {
  unit.insert('punch', {
    orgId: unit.org,
    id,
    personId: person,
    deskId: punch.desk,
    assignmentId: punch.duty?.assignment ?? null,
    kind: punch.kind,
    at: punch.at,
    platform,
    offMinutes: punch.offMinutes,
    verdict: punch.verdict,
    rules: punch.cites.map((cite) => cite.rule),
    policyVersion: punch.policyVersion,
  });
}

export interface SlotRow {
  readonly slot: SlotId;
  readonly desk: DeskId;
  readonly shift: string;
  readonly dutyOn: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly announcedAt: Instant | null;
}

interface RawSlot {
  id: string;
  desk_id: string;
  shift: string;
  duty_on: string;
  starts_at: Date;
  ends_at: Date;
  announced_at: Date | null;
}

const slotColumns = 's.id, s.desk_id, s.shift, s.duty_on::text AS duty_on, s.starts_at, s.ends_at, s.announced_at';

const toSlot = (row: RawSlot): SlotRow => ({
  slot: row.id,
  desk: row.desk_id,
  shift: row.shift,
  dutyOn: row.duty_on,
  startsAt: instant(row.starts_at),
  endsAt: instant(row.ends_at),
  announcedAt: row.announced_at === null ? null : instant(row.announced_at),
});

/** A published slot; null when the roster no longer has it. */
export async function loadSlot(ctx: Ctx, slot: SlotId): Promise<SlotRow | null> {
  const rows = await ctx.db.query<RawSlot>(
    `SELECT ${slotColumns} FROM slot s JOIN roster r ON r.org_id = s.org_id AND r.id = s.roster_id AND r.state = 'published' WHERE s.org_id = $1 AND s.id = $2`,
    [ctx.org, slot],
  );
  return rows[0] === undefined ? null : toSlot(rows[0]);
}

/** Published slots of a desk that start in `[from, to)`, by start. */
export async function loadSlotsStarting(ctx: Ctx, desk: DeskId, from: Instant, to: Instant): Promise<SlotRow[]> {
  const rows = await ctx.db.query<RawSlot>(
    `SELECT ${slotColumns} FROM slot s JOIN roster r ON r.org_id = s.org_id AND r.id = s.roster_id AND r.state = 'published'
     WHERE s.org_id = $1 AND s.desk_id = $2 AND s.starts_at >= $3 AND s.starts_at < $4 ORDER BY s.starts_at, s.id`,
    [ctx.org, desk, date(from), date(to)],
  );
  return rows.map(toSlot);
}

/** Published slots of the desks that hold `at`. */
export async function loadSlotsAt(ctx: Ctx, desks: readonly DeskId[], at: Instant): Promise<SlotRow[]> {
  const rows = await ctx.db.query<RawSlot>(
    `SELECT ${slotColumns} FROM slot s JOIN roster r ON r.org_id = s.org_id AND r.id = s.roster_id AND r.state = 'published'
     WHERE s.org_id = $1 AND s.desk_id = ANY($2::uuid[]) AND s.starts_at <= $3 AND s.ends_at > $3 ORDER BY s.starts_at, s.id`,
    [ctx.org, desks, date(at)],
  );
  return rows.map(toSlot);
}

export interface SlotPersonRow {
  readonly slot: SlotId;
  readonly assignment: AssignmentId;
  readonly person: PersonId;
  readonly name: Words;
  readonly phone: string | null;
  readonly role: string;
  readonly memberRoles: readonly string[];
  readonly in: Instant | null;
  readonly out: Instant | null;
  readonly lateMinutes: number;
}

/** The people of the slots with their punches, in the desk's order. */
export async function loadSlotPeople(ctx: Ctx, slots: readonly SlotId[]): Promise<SlotPersonRow[]> {
  if (slots.length === 0) return [];
  const rows = await ctx.db.query<{
    slot: string;
    assignment: string;
    person: string;
    name: string;
    name_en: string | null;
    phone: string | null;
    role: string;
    member_roles: string[] | null;
    in_at: Date | null;
    out_at: Date | null;
    late: number | null;
  }>(
    `SELECT a.slot_id AS slot, a.id AS assignment, p.id AS person, p.name, p.name_en, p.phone, a.role, m.roles AS member_roles, i.at AS in_at, o.at AS out_at,
       CASE WHEN i.verdict = 'late' THEN i.off_minutes ELSE 0 END AS late
     FROM assignment a JOIN person p ON p.org_id = a.org_id AND p.id = a.person_id
     LEFT JOIN member m ON m.org_id = a.org_id AND m.desk_id = a.desk_id AND m.person_id = a.person_id
     LEFT JOIN punch i ON i.org_id = a.org_id AND i.assignment_id = a.id AND i.kind = 'in'
     LEFT JOIN punch o ON o.org_id = a.org_id AND o.assignment_id = a.id AND o.kind = 'out'
     WHERE a.org_id = $1 AND a.slot_id = ANY($2::uuid[]) AND a.live
     ORDER BY m.position NULLS LAST, p.code`,
    [ctx.org, slots],
  );
  return rows.map((row) => ({
    slot: row.slot,
    assignment: row.assignment,
    person: row.person,
    name: { zh: row.name, en: row.name_en ?? row.name },
    phone: row.phone,
    role: row.role,
    memberRoles: row.member_roles ?? [],
    in: row.in_at === null ? null : instant(row.in_at),
    out: row.out_at === null ? null : instant(row.out_at),
    lateMinutes: row.late ?? 0,
  }));
}

/** Marks a slot as announced, once. */
export function saveAnnounced(unit: Unit, slot: SlotId, at: Instant): void {
  unit.raw({
    sql: 'UPDATE slot SET announced_at = $1 WHERE org_id = $2::uuid AND id = $3::uuid AND announced_at IS NULL',
    params: [date(at), unit.org, slot],
    expect: 1,
  });
}
