import type { DeskId, OrganisationId, PersonId, SlotId } from '../../core/ids.ts';
import { type Instant, instantAt } from '../../core/time.ts';
import { gather } from '../../db/gather.ts';
import type { Ctx } from '../../runtime/context.ts';
import { named } from '../people/index.ts';
import type { Stay } from './plan.ts';
import type { DutyPerson, DutySlot, PublishedRoster } from './roster.ts';

const instant = (at: Date): Instant => instantAt(at.getTime());
const date = (at: Instant): Date => new Date(at.epochMilliseconds);

/** A slot before its shift has a name: names come from the policy of its day. */
export type SlotRow = Omit<DutySlot, 'shiftName'>;

interface RawRow {
  id: string;
  desk_id: string;
  roster_id: string;
  shift: string;
  duty_on: string;
  starts_at: Date;
  ends_at: Date;
  version: number;
  assignment: string | null;
  person: string | null;
  code: string | null;
  name: string | null;
  name_en: string | null;
  phone: string | null;
  role: string | null;
  place: string | null;
  own_start: Date | null;
  own_end: Date | null;
  assignment_version: number | null;
}

const columns = `s.id::text AS id, s.desk_id::text AS desk_id, s.roster_id::text AS roster_id, s.shift, s.duty_on::text AS duty_on, s.starts_at, s.ends_at, s.version, a.id::text AS assignment, p.id::text AS person,
  p.code, p.name, p.name_en, p.phone, a.role, a.position AS place, a.starts_at AS own_start, a.ends_at AS own_end, a.version AS assignment_version`;
const joins = `JOIN roster r ON r.org_id = s.org_id AND r.id = s.roster_id AND r.state = 'published'
  LEFT JOIN assignment a ON a.org_id = s.org_id AND a.slot_id = s.id AND a.live
  LEFT JOIN person p ON p.org_id = a.org_id AND p.id = a.person_id
  LEFT JOIN member m ON m.org_id = a.org_id AND m.desk_id = s.desk_id AND m.person_id = a.person_id`;
// The leader first, then the desk's own order.
const order = `ORDER BY s.starts_at, s.ends_at, s.id, (a.role = 'duty-leader') DESC, m.position NULLS LAST, p.code, a.starts_at`;
/** No shift is longer: bounds the index scan of slots that began before the stretch asked for. */
const longestShift = `interval '40 days'`;

function toSlots(rows: readonly RawRow[]): SlotRow[] {
  const slots: (Omit<SlotRow, 'people'> & { people: DutyPerson[] })[] = [];
  for (const row of rows) {
    let slot = slots.at(-1);
    if (slot?.id !== row.id) {
      slot = {
        id: row.id,
        desk: row.desk_id,
        roster: row.roster_id,
        shift: row.shift,
        dutyOn: row.duty_on,
        startsAt: instant(row.starts_at),
        endsAt: instant(row.ends_at),
        version: row.version,
        people: [],
      };
      slots.push(slot);
    }
    if (row.assignment === null || row.person === null) continue;
    slot.people.push({
      assignment: row.assignment,
      person: row.person,
      code: row.code ?? '',
      name: row.name ?? '',
      nameEn: row.name_en,
      phone: row.phone,
      role: row.role ?? '',
      position: row.place,
      startsAt: row.own_start === null ? slot.startsAt : instant(row.own_start),
      endsAt: row.own_end === null ? slot.endsAt : instant(row.own_end),
      version: row.assignment_version ?? 1,
    });
  }
  return slots;
}

interface StretchWanted {
  readonly org: OrganisationId;
  readonly desk: DeskId;
  readonly from: Date;
  readonly to: Date;
}

/** Rows of `k.n`, the question they answer, by question. */
function byQuestion(rows: readonly (RawRow & { readonly n: string })[], questions: number): SlotRow[][] {
  const answers = Array.from({ length: questions }, (): RawRow[] => []);
  for (const row of rows) answers[Number(row.n) - 1]?.push(row);
  return answers.map(toSlots);
}

const slotsOfStretch = gather<StretchWanted, SlotRow[]>(async (db, keys) => {
  const rows = await db.query<RawRow & { n: string }>(
    `SELECT k.n, ${columns} FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[]) WITH ORDINALITY AS k(org_id, desk_id, from_at, to_at, n)
     JOIN slot s ON s.org_id = k.org_id AND s.desk_id = k.desk_id AND s.starts_at < k.to_at AND s.starts_at > k.from_at - ${longestShift} AND s.ends_at > k.from_at
     ${joins} ${order}`,
    [keys.map((key) => key.org), keys.map((key) => key.desk), keys.map((key) => key.from), keys.map((key) => key.to)],
  );
  return byQuestion(rows, keys.length);
});

/** Published slots of a desk that overlap `[from, to)`, by start. */
export const loadSlotsBetween = (ctx: Ctx, desk: DeskId, from: Instant, to: Instant): Promise<SlotRow[]> =>
  slotsOfStretch(ctx.db, { org: ctx.org, desk, from: date(from), to: date(to) });

/** Published slots whose duty day is in the dates `from` to `until`, both included. */
export async function loadSlotsOfDays(ctx: Ctx, desks: readonly DeskId[], from: string, until: string): Promise<SlotRow[]> {
  if (desks.length === 0) return [];
  const rows = await ctx.db.query<RawRow>(
    `SELECT ${columns} FROM slot s ${joins}
     WHERE s.org_id = $1::uuid AND s.desk_id = ANY($2::uuid[]) AND s.duty_on BETWEEN $3::date AND $4::date ${order}`,
    [ctx.org, desks, from, until],
  );
  return toSlots(rows);
}

/** The first published slot with somebody in it that starts after the moment, on a duty day after `on` where that is given. */
export async function loadNextSlot(ctx: Ctx, desk: DeskId, after: Instant, on: string | null): Promise<SlotRow | null> {
  const rows = await ctx.db.query<RawRow>(
    `SELECT ${columns} FROM (
       SELECT n.id FROM slot n JOIN roster q ON q.org_id = n.org_id AND q.id = n.roster_id AND q.state = 'published'
       WHERE n.org_id = $1::uuid AND n.desk_id = $2::uuid AND n.starts_at > $3 AND ($4::date IS NULL OR n.duty_on > $4::date)
         AND EXISTS (SELECT 1 FROM assignment b WHERE b.org_id = n.org_id AND b.slot_id = n.id AND b.live)
       ORDER BY n.starts_at LIMIT 1
     ) next JOIN slot s ON s.org_id = $1::uuid AND s.id = next.id ${joins} ${order}`,
    [ctx.org, desk, date(after), on],
  );
  return toSlots(rows)[0] ?? null;
}

/** The last published slot of a desk with somebody in it; null: it never had one. */
export async function loadLastSlot(ctx: Ctx, desk: DeskId): Promise<SlotRow | null> {
  const rows = await ctx.db.query<RawRow>(
    `SELECT ${columns} FROM (
       SELECT n.id FROM slot n JOIN roster q ON q.org_id = n.org_id AND q.id = n.roster_id AND q.state = 'published'
       WHERE n.org_id = $1::uuid AND n.desk_id = $2::uuid
         AND EXISTS (SELECT 1 FROM assignment b WHERE b.org_id = n.org_id AND b.slot_id = n.id AND b.live)
       ORDER BY n.starts_at DESC LIMIT 1
     ) last JOIN slot s ON s.org_id = $1::uuid AND s.id = last.id ${joins} ${order}`,
    [ctx.org, desk],
  );
  return toSlots(rows)[0] ?? null;
}

const slotOfId = gather<{ readonly org: OrganisationId; readonly slot: SlotId }, SlotRow[]>(async (db, keys) => {
  const rows = await db.query<RawRow & { n: string }>(
    `SELECT k.n, ${columns} FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS k(org_id, id, n) JOIN slot s ON s.org_id = k.org_id AND s.id = k.id
     ${joins} ${order}`,
    [keys.map((key) => key.org), keys.map((key) => key.slot)],
  );
  return byQuestion(rows, keys.length);
});

/** One published slot; null when the roster no longer has it. */
export async function loadSlot(ctx: Ctx, slot: SlotId): Promise<SlotRow | null> {
  return (await slotOfId(ctx.db, { org: ctx.org, slot }))[0] ?? null;
}

/** Published slots by their ids, by start; those the roster no longer has are absent. */
export async function loadSlotsById(ctx: Ctx, slots: readonly SlotId[]): Promise<SlotRow[]> {
  if (slots.length === 0) return [];
  const rows = await ctx.db.query<RawRow>(
    `SELECT ${columns} FROM slot s ${joins} WHERE s.org_id = $1::uuid AND s.id = ANY($2::uuid[]) ${order}`,
    [ctx.org, slots],
  );
  return toSlots(rows);
}

/** The person's live slots on any desk that end after `from`, by start; at most `limit`. */
export async function loadSlotsOfPerson(ctx: Ctx, person: PersonId, from: Instant, limit: number): Promise<SlotRow[]> {
  const rows = await ctx.db.query<RawRow>(
    `SELECT ${columns} FROM (
       SELECT slot_id FROM assignment
       WHERE org_id = $1::uuid AND person_id = $2::uuid AND live AND starts_at > $3::timestamptz - ${longestShift} AND ends_at > $3
       GROUP BY slot_id ORDER BY min(starts_at) LIMIT $4
     ) mine JOIN slot s ON s.org_id = $1::uuid AND s.id = mine.slot_id ${joins} ${order}`,
    [ctx.org, person, date(from), limit],
  );
  return toSlots(rows);
}

/** The published roster of the month; null where there is none. */
export async function loadPublished(ctx: Ctx, desk: DeskId, month: string): Promise<PublishedRoster | null> {
  const rows = await ctx.db.query<{
    id: string;
    version: number;
    published_at: Date | null;
    published_by: string | null;
    name: string | null;
    name_en: string | null;
  }>(
    `SELECT r.id::text AS id, r.version, r.published_at, r.published_by::text AS published_by, p.name, p.name_en FROM roster r LEFT JOIN person p ON p.org_id = r.org_id AND p.id = r.published_by
     WHERE r.org_id = $1::uuid AND r.desk_id = $2::uuid AND r.month = $3 AND r.state = 'published'`,
    [ctx.org, desk, month],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return {
    id: row.id,
    version: row.version,
    publishedAt: row.published_at === null ? ctx.now : instant(row.published_at),
    publishedBy: row.published_by === null ? null : { person: row.published_by, name: named(row.name ?? '', row.name_en) },
  };
}

/** Every live duty of the people on any desk but this one that overlaps `[from, to)`: where else they are. */
export async function loadElsewhere(
  ctx: Ctx,
  people: readonly PersonId[],
  desk: DeskId,
  from: Instant,
  to: Instant,
): Promise<(Stay & { readonly slot: SlotId; readonly dutyOn: string })[]> {
  if (people.length === 0) return [];
  const rows = await ctx.db.query<{
    person: string;
    desk: string;
    desk_en: string | null;
    slot: string;
    duty_on: string;
    shift: string;
    starts_at: Date;
    ends_at: Date;
  }>(
    `SELECT a.person_id::text AS person, d.name AS desk, d.name_en AS desk_en, s.id::text AS slot, s.duty_on::text AS duty_on, s.shift, a.starts_at, a.ends_at
     FROM assignment a
     JOIN slot s ON s.org_id = a.org_id AND s.id = a.slot_id JOIN desk d ON d.org_id = a.org_id AND d.id = a.desk_id
     WHERE a.org_id = $1::uuid AND a.person_id = ANY($2::uuid[]) AND a.live AND a.desk_id <> $3::uuid
       AND a.starts_at < $5 AND a.starts_at > $4::timestamptz - ${longestShift} AND a.ends_at > $4`,
    [ctx.org, people, desk, date(from), date(to)],
  );
  return rows.map((row) => ({
    person: row.person,
    desk: named(row.desk, row.desk_en),
    slot: row.slot,
    dutyOn: row.duty_on,
    shift: row.shift,
    startsAt: instant(row.starts_at),
    endsAt: instant(row.ends_at),
  }));
}

export interface RotationRow {
  readonly code: string;
  /** As stored; `rotationRule` checks it. */
  readonly rule: unknown;
  readonly startsOn: string;
}

/** The rotations of a desk, by code. */
export async function loadRotations(ctx: Ctx, desk: DeskId): Promise<RotationRow[]> {
  const rows = await ctx.db.query<{ code: string; rule: unknown; starts_on: string }>(
    'SELECT code, rule, starts_on::text AS starts_on FROM rotation WHERE org_id = $1::uuid AND desk_id = $2::uuid ORDER BY code',
    [ctx.org, desk],
  );
  return rows.map((row) => ({ code: row.code, rule: row.rule, startsOn: row.starts_on }));
}

/** True where the desk has a published roster with anybody on duty on the day. */
export async function hasDutyOn(ctx: Ctx, desk: DeskId, on: string): Promise<boolean> {
  const rows = await ctx.db.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM slot s JOIN assignment a ON a.org_id = s.org_id AND a.slot_id = s.id AND a.live
       WHERE s.org_id = $1::uuid AND s.desk_id = $2::uuid AND s.duty_on = $3::date) AS found`,
    [ctx.org, desk, on],
  );
  return rows[0]?.found ?? false;
}
