import type { AssignmentId, DeskId, PersonId, SlotId } from '../../core/ids.ts';
import { type Instant, instantAt } from '../../core/time.ts';
import { gather } from '../../db/gather.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Unit } from '../../runtime/unit.ts';
import { named } from '../people/index.ts';
import { type Announced, announcementKind } from './announced.ts';
import type { Post, Punched, PunchKind } from './attendance.ts';

const instant = (at: Date): Instant => instantAt(at.getTime());
const date = (at: Instant): Date => new Date(at.epochMilliseconds);

/** A duty row before its shift has a name: names come from the policy of its day. */
export interface DutyRow {
  readonly assignment: AssignmentId;
  readonly slot: SlotId;
  readonly slotVersion: number;
  readonly desk: DeskId;
  readonly shift: string;
  readonly dutyOn: string;
  readonly role: string;
  readonly position: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly in: Instant | null;
  readonly out: Instant | null;
  /** Approved leaves over the duty; those for a part of every day move the hours that are expected. */
  readonly leaves: readonly { readonly kind: string | null; readonly fields: Readonly<Record<string, string>> }[];
}

interface RawDuty {
  assignment: string;
  slot: string;
  slot_version: number;
  desk: string;
  shift: string;
  duty_on: string;
  role: string;
  position: string | null;
  starts_at: Date;
  ends_at: Date;
  in_at: Date | null;
  out_at: Date | null;
  leaves: DutyRow['leaves'] | null;
}

/** The punches as subqueries: joined, a plan made while the table was empty would read all punches for every person ever after. */
const dutyColumns = `a.id AS assignment, a.slot_id AS slot, s.version AS slot_version, a.desk_id AS desk, s.shift, s.duty_on::text AS duty_on, a.role, a.position, a.starts_at, a.ends_at,
         (SELECT i.at FROM punch i WHERE i.org_id = a.org_id AND i.assignment_id = a.id AND i.kind = 'in') AS in_at,
         (SELECT o.at FROM punch o WHERE o.org_id = a.org_id AND o.assignment_id = a.id AND o.kind = 'out') AS out_at,
         (SELECT json_agg(json_build_object('kind', r.kind, 'fields', r.fields)) FROM request r
          WHERE r.org_id = a.org_id AND r.subject_id = a.person_id AND r.starts_at < a.ends_at AND r.starts_at > a.starts_at - interval '400 days'
            AND s.duty_on BETWEEN r.from_on AND r.until_on AND r.type = 'leave' AND r.state IN ('approved', 'cancelling', 'closed')) AS leaves`;
const dutyJoins = 'JOIN slot s ON s.org_id = a.org_id AND s.id = a.slot_id';
/** `live`, so put that the index of `nobody_in_two_places` does not offer itself: it finds a person ten times slower than that by start. */
const isLive = 'coalesce(a.live, false)';

const isInside = `EXISTS (SELECT 1 FROM punch i WHERE i.org_id = a.org_id AND i.assignment_id = a.id AND i.kind = 'in')
          AND NOT EXISTS (SELECT 1 FROM punch o WHERE o.org_id = a.org_id AND o.assignment_id = a.id AND o.kind = 'out')`;

const toDuty = (row: RawDuty): DutyRow => ({
  assignment: row.assignment,
  slot: row.slot,
  slotVersion: row.slot_version,
  desk: row.desk,
  shift: row.shift,
  dutyOn: row.duty_on,
  role: row.role,
  position: row.position,
  startsAt: instant(row.starts_at),
  endsAt: instant(row.ends_at),
  in: row.in_at === null ? null : instant(row.in_at),
  out: row.out_at === null ? null : instant(row.out_at),
  leaves: row.leaves ?? [],
});

interface DutiesWanted {
  readonly org: string;
  readonly person: PersonId;
  readonly from: Date;
  readonly to: Date;
}

const dutiesOf = gather<DutiesWanted, RawDuty[]>(async (db, keys) => {
  const rows = await db.query<RawDuty & { n: string }>(
    `SELECT k.n, d.* FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[]) WITH ORDINALITY AS k(org_id, person_id, from_at, to_at, n)
     CROSS JOIN LATERAL (
       (SELECT ${dutyColumns} FROM assignment a ${dutyJoins}
        WHERE a.org_id = k.org_id AND a.person_id = k.person_id AND ${isLive} AND a.starts_at > k.from_at - interval '8 days' AND a.ends_at > k.from_at
          AND a.starts_at < k.to_at)
       UNION ALL
       -- Replaced in the middle of a shift they are in for: they still clock out.
       (SELECT ${dutyColumns} FROM assignment a ${dutyJoins}
        WHERE a.org_id = k.org_id AND a.person_id = k.person_id AND NOT ${isLive} AND ${isInside}
          AND a.starts_at > k.from_at - interval '8 days' AND a.ends_at > k.from_at AND a.starts_at < k.to_at)
       UNION ALL
       (SELECT ${dutyColumns} FROM assignment a ${dutyJoins}
        WHERE a.org_id = k.org_id AND a.person_id = k.person_id AND ${isLive} AND a.starts_at >= k.to_at ORDER BY a.starts_at LIMIT 1)
     ) d ORDER BY d.starts_at`,
    [keys.map((key) => key.org), keys.map((key) => key.person), keys.map((key) => key.from), keys.map((key) => key.to)],
  );
  const duties = keys.map((): RawDuty[] => []);
  for (const row of rows) duties[Number(row.n) - 1]?.push(row);
  return duties;
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
  const rows = await dutiesOf(ctx.db, { org: ctx.org, person, from: date(ctx.now.subtract(back)), to: date(ctx.now.add(ahead)) });
  const duties = rows.map(toDuty);
  const limit = ctx.now.add(ahead).epochMilliseconds;
  const around = duties.filter((duty) => duty.startsAt.epochMilliseconds < limit);
  const next = duties.find((duty) => duty.startsAt.epochMilliseconds > ctx.now.epochMilliseconds && duty.in === null) ?? null;
  return { around, next };
}

/** The person's last punch off the roster in 24 hours; an `in` is still open. */
export async function loadLastOffRoster(ctx: Ctx, person: PersonId): Promise<{ kind: PunchKind; desk: DeskId; at: Instant } | null> {
  const rows = await ctx.db.query<{ desk_id: string; at: Date; kind: PunchKind }>(
    `SELECT desk_id, at, kind FROM punch WHERE org_id = $1 AND person_id = $2 AND assignment_id IS NULL AND at > $3 AND at <= $4 ORDER BY at DESC, kind DESC LIMIT 1`,
    [ctx.org, person, date(ctx.now.subtract({ hours: 24 })), date(ctx.now)],
  );
  const last = rows[0];
  return last === undefined ? null : { kind: last.kind, desk: last.desk_id, at: instant(last.at) };
}

/** Who is in and not out on the desks, also the relief who has come before their own shift begins. */
export async function loadPresent(ctx: Ctx, desks: readonly DeskId[]): Promise<{ desk: DeskId; assignment: AssignmentId; role: string }[]> {
  if (desks.length === 0) return [];
  return ctx.db.query<{ desk: DeskId; assignment: AssignmentId; role: string }>(
    `SELECT a.desk_id AS desk, a.id AS assignment, a.role FROM assignment a
     JOIN punch i ON i.org_id = a.org_id AND i.assignment_id = a.id AND i.kind = 'in' AND i.at <= $3
     WHERE a.org_id = $1 AND a.desk_id = ANY($2::uuid[]) AND a.live
       AND a.starts_at > $3::timestamptz - interval '8 days' AND a.starts_at < $3::timestamptz + interval '12 hours' AND a.ends_at > $3
       AND NOT EXISTS (SELECT 1 FROM punch o WHERE o.org_id = a.org_id AND o.assignment_id = a.id AND o.kind = 'out')`,
    [ctx.org, desks, date(ctx.now)],
  );
}

/** Everybody's place in the published shifts of a desk that share time with `[from, to)`, with their punches, by start; one round trip. */
export async function loadPosts(ctx: Ctx, desk: DeskId, from: Instant, to: Instant): Promise<Post[]> {
  const rows = await ctx.db.query<
    Omit<RawDuty, 'slot_version' | 'desk' | 'leaves'> & { person: string; name: string; name_en: string | null }
  >(
    `SELECT a.id::text AS assignment, a.slot_id::text AS slot, s.shift, s.duty_on::text AS duty_on, a.person_id::text AS person, p.name, p.name_en,
       a.role, a.position, a.starts_at, a.ends_at,
       (SELECT i.at FROM punch i WHERE i.org_id = a.org_id AND i.assignment_id = a.id AND i.kind = 'in') AS in_at,
       (SELECT o.at FROM punch o WHERE o.org_id = a.org_id AND o.assignment_id = a.id AND o.kind = 'out') AS out_at
     FROM assignment a ${dutyJoins} JOIN person p ON p.org_id = a.org_id AND p.id = a.person_id
     WHERE a.org_id = $1::uuid AND a.desk_id = $2::uuid AND a.live AND a.starts_at > $3::timestamptz - interval '8 days' AND a.starts_at < $4 AND a.ends_at > $3
     ORDER BY a.starts_at, p.code`,
    [ctx.org, desk, date(from), date(to)],
  );
  return rows.map((row) => ({
    assignment: row.assignment,
    slot: row.slot,
    shift: row.shift,
    dutyOn: row.duty_on,
    person: row.person,
    name: named(row.name, row.name_en),
    role: row.role,
    position: row.position,
    startsAt: instant(row.starts_at),
    endsAt: instant(row.ends_at),
    in: row.in_at === null ? null : instant(row.in_at),
    out: row.out_at === null ? null : instant(row.out_at),
  }));
}

/** Two who leave at once must not each count the other: whoever saves second looks again. */
export function guardSlot(unit: Unit, slot: SlotId, version: number): void {
  unit.update('slot', { orgId: unit.org, id: slot, version }, { version: version + 1 });
}

/** Saves a punch, or moves the clock-out it stands in place of; the unique index `punch_once` turns a second press that raced into a second look. */
export function savePunch(unit: Unit, id: string, person: PersonId, platform: string, punch: Punched): void {
  const verdict = { verdict: punch.verdict, rules: punch.cites.map((cite) => cite.rule), policyVersion: punch.policyVersion };
  if (punch.replaces !== null && punch.duty !== null) {
    const where = { orgId: unit.org, assignmentId: punch.duty.assignment, kind: punch.kind, at: punch.replaces };
    unit.update('punch', where, { at: punch.at, platform, offMinutes: punch.offMinutes, heldUntil: punch.heldUntil ?? null, ...verdict });
    return;
  }
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
    heldUntil: punch.heldUntil ?? null,
    ...verdict,
  });
}

export interface SlotPunches extends Announced {
  readonly byAssignment: ReadonlyMap<
    AssignmentId,
    { readonly in: Instant | null; readonly out: Instant | null; readonly lateMinutes: number }
  >;
}

interface PunchesWanted {
  readonly org: string;
  readonly slot: SlotId;
  readonly subject: string;
  readonly key: string;
}

const punchesOf = gather<PunchesWanted, SlotPunches>(async (db, keys) => {
  const rows = await db.query<{
    n: string;
    assignment: string | null;
    announced_at: Date | null;
    shown_at: Date | null;
    due_at: Date | null;
    done_at: Date | null;
    in_at: Date | null;
    out_at: Date | null;
    late: number;
  }>(
    `SELECT k.n, a.id::text AS assignment, s.announced_at,
       (SELECT min(m.sent_at) FROM message_ref m WHERE m.org_id = s.org_id AND m.subject = k.subject) AS shown_at,
       (SELECT d.due_at FROM due d WHERE d.org_id = k.org_id AND d.kind = $5 AND d.key = k.key) AS due_at,
       (SELECT d.done_at FROM due d WHERE d.org_id = k.org_id AND d.kind = $5 AND d.key = k.key) AS done_at, i.at AS in_at, o.at AS out_at, CASE WHEN i.verdict = 'late' THEN i.off_minutes ELSE 0 END AS late
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) WITH ORDINALITY AS k(org_id, slot_id, subject, key, n)
     JOIN slot s ON s.org_id = k.org_id AND s.id = k.slot_id
     LEFT JOIN assignment a ON a.org_id = s.org_id AND a.slot_id = s.id AND a.live
     LEFT JOIN punch i ON i.org_id = a.org_id AND i.assignment_id = a.id AND i.kind = 'in'
     LEFT JOIN punch o ON o.org_id = a.org_id AND o.assignment_id = a.id AND o.kind = 'out'`,
    [keys.map((one) => one.org), keys.map((one) => one.slot), keys.map((one) => one.subject), keys.map((one) => one.key), announcementKind],
  );
  const optional = (at: Date | null | undefined): Instant | null => (at === null || at === undefined ? null : instant(at));
  return keys.map((_, index): SlotPunches => {
    const own = rows.filter((row) => Number(row.n) === index + 1);
    const byAssignment = own.flatMap((row) =>
      row.assignment === null
        ? []
        : [[row.assignment, { in: optional(row.in_at), out: optional(row.out_at), lateMinutes: row.late }] as const],
    );
    const [first] = own;
    return {
      announcedAt: optional(first?.announced_at),
      shownAt: optional(first?.shown_at),
      dueAt: optional(first?.due_at),
      doneAt: optional(first?.done_at),
      byAssignment: new Map(byAssignment),
    };
  });
});

/** The punches of a slot's live assignments, and what became of its announcement (`key`) and its card (`subject`); one round trip. */
export const loadSlotPunches = (ctx: Ctx, wanted: Omit<PunchesWanted, 'org'>): Promise<SlotPunches> =>
  punchesOf(ctx.db, { org: ctx.org, ...wanted });

const insideOf = gather<{ readonly org: string; readonly slot: SlotId }, AssignmentId[]>(async (db, keys) => {
  const rows = await db.query<{ n: string; assignment: AssignmentId }>(
    `SELECT k.n, a.id::text AS assignment FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS k(org_id, slot_id, n)
     JOIN assignment a ON a.org_id = k.org_id AND a.slot_id = k.slot_id AND ${isLive} WHERE ${isInside}`,
    [keys.map((key) => key.org), keys.map((key) => key.slot)],
  );
  const inside = keys.map((): AssignmentId[] => []);
  for (const row of rows) inside[Number(row.n) - 1]?.push(row.assignment);
  return inside;
});

/** The live assignments of a slot whose people clocked in and not out. */
export const loadInside = (ctx: Ctx, slot: SlotId): Promise<readonly AssignmentId[]> => insideOf(ctx.db, { org: ctx.org, slot });

/** Marks a slot as announced, once. */
export function saveAnnounced(unit: Unit, slot: SlotId, at: Instant): void {
  unit.raw({
    sql: 'UPDATE slot SET announced_at = $1 WHERE org_id = $2::uuid AND id = $3::uuid AND announced_at IS NULL',
    params: [date(at), unit.org, slot],
    expect: 1,
  });
}

/** Marks a slot that was announced to nobody as announced now. */
export function saveFirstChannel(unit: Unit, slot: SlotId, at: Instant): void {
  unit.raw({
    sql: 'UPDATE slot SET announced_at = $1 WHERE org_id = $2::uuid AND id = $3::uuid AND announced_at IS NOT NULL',
    params: [date(at), unit.org, slot],
    expect: 1,
  });
}
