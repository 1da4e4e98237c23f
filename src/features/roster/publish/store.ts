import type { DeskId, PersonId } from '../../../core/ids.ts';
import { type Instant, instantAt } from '../../../core/time.ts';
import { json } from '../../../db/statement.ts';
import type { Ctx } from '../../../runtime/context.ts';
import type { Unit } from '../../../runtime/unit.ts';
import { rowsOf, type StoredAssignment, type StoredSlot } from '../edit/rows.ts';
import { addRows, changeRows } from '../edit/store.ts';
import { slotKey } from '../plan.ts';
import type { Proposal } from '../roster.ts';
import type { Publication } from './decide.ts';

const instant = (at: Date): Instant => instantAt(at.getTime());

interface RawStored {
  id: string;
  shift: string;
  duty_on: string;
  starts_at: Date;
  ends_at: Date;
  version: number;
  roster: string;
  roster_version: number | null;
  /** Moments in milliseconds: reading them from text is most of the work of reading a roster. */
  assignments: (Omit<StoredAssignment, 'startsAt' | 'endsAt'> & { from: number; to: number })[];
}

/** Every slot of a desk whose duty day is in the dates, with all its people, also those taken out. */
export async function loadStored(ctx: Ctx, desk: DeskId, from: string, until: string): Promise<StoredSlot[]> {
  const rows = await ctx.db.query<RawStored>(
    `SELECT s.id::text AS id, s.shift, s.duty_on::text AS duty_on, s.starts_at, s.ends_at, s.version, s.roster_id::text AS roster,
       CASE WHEN r.state = 'published' THEN r.version END AS roster_version,
       coalesce((SELECT json_agg(json_build_object('id', a.id, 'person', a.person_id, 'role', a.role, 'position', a.position, 'live', a.live, 'version', a.version, 'from', extract(epoch FROM a.starts_at) * 1000, 'to', extract(epoch FROM a.ends_at) * 1000,
           'punched', EXISTS (SELECT 1 FROM punch p WHERE p.org_id = a.org_id AND p.assignment_id = a.id)) ORDER BY a.id)
         FROM assignment a WHERE a.org_id = s.org_id AND a.slot_id = s.id), '[]') AS assignments
     FROM slot s JOIN roster r ON r.org_id = s.org_id AND r.id = s.roster_id
     WHERE s.org_id = $1::uuid AND s.desk_id = $2::uuid AND s.duty_on BETWEEN $3::date AND $4::date
     ORDER BY s.starts_at, s.shift`,
    [ctx.org, desk, from, until],
  );
  return rows.map((row) => ({
    id: row.id,
    shift: row.shift,
    dutyOn: row.duty_on,
    startsAt: instant(row.starts_at),
    endsAt: instant(row.ends_at),
    version: row.version,
    roster: row.roster,
    rosterVersion: row.roster_version,
    assignments: row.assignments.map(({ from, to, ...one }) => ({
      ...one,
      startsAt: instantAt(from),
      endsAt: instantAt(to),
    })),
  }));
}

/** Writes a publication. Guards: the roster's version, the versions of what is changed, the number of rows that go. */
export function savePublication(
  ctx: Ctx,
  proposal: Proposal,
  publication: Publication,
  published: { id: string; version: number } | null,
  by: PersonId | null,
): string {
  const { unit } = ctx;
  const { org } = unit;
  const roster = published?.id ?? ctx.newId();
  const stamp = { state: 'published', policyVersion: publication.policyVersion, publishedAt: ctx.now, publishedBy: by };
  if (published === null)
    unit.insert('roster', { orgId: org, id: roster, deskId: proposal.desk, month: proposal.month, version: 1, ...stamp });
  else unit.update('roster', { orgId: org, id: roster, version: published.version }, { version: published.version + 1, ...stamp });
  const ids = new Map<string, string>();
  for (const slot of publication.newSlots) {
    const id = ctx.newId();
    ids.set(slotKey(slot.dutyOn, slot.shift), id);
    const { dutyOn, shift, startsAt, endsAt } = slot;
    unit.insert('slot', { orgId: org, id, deskId: proposal.desk, rosterId: roster, shift, dutyOn, startsAt, endsAt });
  }
  for (const slot of publication.newSlots) addRows(ctx, proposal.desk, ids.get(slotKey(slot.dutyOn, slot.shift)) ?? '', rowsOf(slot));
  for (const { slot, ...row } of publication.newAssignments) addRows(ctx, proposal.desk, slot, [row]);
  changeSlots(unit, publication);
  return roster;
}

const times = (list: readonly Instant[]): string[] => list.map((at) => at.toString());

function changeSlots(unit: Unit, publication: Publication): void {
  const { org } = unit;
  const { movedSlots, changedAssignments, droppedAssignments, retiredAssignments, droppedSlots } = publication;
  if (movedSlots.length > 0) {
    unit.raw({
      sql: `UPDATE slot s SET starts_at = u.starts_at, ends_at = u.ends_at, version = s.version + 1
            FROM unnest($2::uuid[], $3::int[], $4::timestamptz[], $5::timestamptz[]) AS u(id, version, starts_at, ends_at)
            WHERE s.org_id = $1::uuid AND s.id = u.id AND s.version = u.version`,
      params: [
        org,
        movedSlots.map((slot) => slot.id),
        movedSlots.map((slot) => slot.version),
        times(movedSlots.map((slot) => slot.startsAt)),
        times(movedSlots.map((slot) => slot.endsAt)),
      ],
      expect: movedSlots.length,
    });
  }
  changeRows(unit, { changed: changedAssignments, dropped: droppedAssignments, retired: retiredAssignments });
  if (droppedSlots.length > 0) {
    unit.raw({
      sql: 'DELETE FROM assignment WHERE org_id = $1::uuid AND slot_id = ANY($2::uuid[]) AND NOT live',
      params: [org, droppedSlots],
      expect: null,
    });
    unit.raw({
      sql: 'DELETE FROM slot WHERE org_id = $1::uuid AND id = ANY($2::uuid[])',
      params: [org, droppedSlots],
      expect: droppedSlots.length,
    });
  }
}

/** What stands in `roster_import.content` for a roster. */
interface StoredProposal {
  readonly kind: 'roster';
  readonly proposal: Proposal;
}

export interface WaitingProposal {
  readonly id: string;
  readonly by: PersonId;
  readonly proposal: Proposal;
}

/** `by_person` of a proposal made at the command line. */
const operator = '00000000-0000-0000-0000-000000000000';

/** Keeps a proposal until it is published or dropped. `by` null: an operator at the command line. */
export function saveProposal(ctx: Ctx, id: string, proposal: Proposal, by: PersonId | null): void {
  const content: StoredProposal = { kind: 'roster', proposal };
  ctx.unit.insert('roster_import', {
    orgId: ctx.org,
    id,
    deskId: proposal.desk,
    byPerson: by ?? operator,
    content: json(content),
    createdAt: ctx.now,
    state: 'waiting',
  });
}

/** A proposal by id; `state` tells whether it still waits. */
export async function loadProposal(
  ctx: Ctx,
  id: string,
): Promise<(WaitingProposal & { readonly state: 'waiting' | 'published' | 'dropped' }) | null> {
  const rows = await ctx.db.query<{ by_person: string; content: StoredProposal; state: 'waiting' | 'published' | 'dropped' }>(
    `SELECT by_person::text AS by_person, content, state FROM roster_import WHERE org_id = $1::uuid AND id = $2::uuid AND content ->> 'kind' = 'roster'`,
    [ctx.org, id],
  );
  const row = rows[0];
  return row === undefined ? null : { id, by: row.by_person, proposal: row.content.proposal, state: row.state };
}

/** The newest proposal of a month that still waits and was made beside the published roster of that version (null: none). */
export async function loadWaiting(ctx: Ctx, desk: DeskId, month: string, version: number | null): Promise<WaitingProposal | null> {
  const rows = await ctx.db.query<{ id: string; by_person: string; content: StoredProposal }>(
    `SELECT id::text AS id, by_person::text AS by_person, content FROM roster_import
     WHERE org_id = $1::uuid AND desk_id = $2::uuid AND state = 'waiting' AND content ->> 'kind' = 'roster' AND content -> 'proposal' ->> 'month' = $3
       AND (content -> 'proposal' ->> 'basedOn')::int IS NOT DISTINCT FROM $4::int
     ORDER BY created_at DESC, id DESC LIMIT 1`,
    [ctx.org, desk, month, version],
  );
  const row = rows[0];
  return row === undefined ? null : { id: row.id, by: row.by_person, proposal: row.content.proposal };
}

export function closeProposal(unit: Unit, id: string, state: 'published' | 'dropped'): void {
  unit.update('roster_import', { orgId: unit.org, id, state: 'waiting' }, { state });
}

/** Keeps a waiting proposal with what it is made beside now. */
export function rebaseProposal(unit: Unit, id: string, proposal: Proposal): void {
  const content: StoredProposal = { kind: 'roster', proposal };
  unit.update('roster_import', { orgId: unit.org, id, state: 'waiting' }, { content: json(content) });
}
