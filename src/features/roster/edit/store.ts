import type { DeskId, SlotId } from '../../../core/ids.ts';
import type { Ctx } from '../../../runtime/context.ts';
import type { Unit } from '../../../runtime/unit.ts';
import type { EditedSlot } from './decide.ts';
import type { RowChanges, WantedRow } from './rows.ts';

/** Duty days of the slots of a desk, without those it does not have; ids come from elsewhere and may be of another desk, or gone. */
export async function loadDutyDays(ctx: Ctx, desk: DeskId, slots: readonly SlotId[]): Promise<string[]> {
  const rows = await ctx.db.query<{ duty_on: string }>(
    'SELECT DISTINCT duty_on::text AS duty_on FROM slot WHERE org_id = $1::uuid AND desk_id = $2::uuid AND id = ANY($3::uuid[]) ORDER BY 1',
    [ctx.org, desk, slots],
  );
  return rows.map((row) => row.duty_on);
}

/**
 * Writes edited slots. The versions of their rosters and their own are the guards: of two who change a month at once, one decides again. May be
 * called once in a unit, with all its edits: a row must not be named twice.
 */
export function saveEdits(ctx: Ctx, desk: DeskId, edited: readonly EditedSlot[]): void {
  const { unit, org } = ctx;
  for (const [id, version] of new Map(edited.map(({ slot }) => [slot.roster, slot.rosterVersion]))) {
    if (version === null) throw new Error(`Roster ${id} is not published, and was edited`);
    unit.update('roster', { orgId: org, id, version }, { version: version + 1 });
  }
  for (const { slot, rows } of edited) {
    const { id, version, shift, dutyOn, startsAt, endsAt } = slot;
    if (version === 0) unit.insert('slot', { orgId: org, id, deskId: desk, rosterId: slot.roster, shift, dutyOn, startsAt, endsAt });
    else unit.update('slot', { orgId: org, id, version }, { version: version + 1 });
    addRows(ctx, desk, id, rows.added);
  }
  changeRows(unit, {
    changed: edited.flatMap(({ rows }) => rows.changed),
    dropped: edited.flatMap(({ rows }) => rows.dropped),
    retired: edited.flatMap(({ rows }) => rows.retired),
  });
}

/** People who come into a slot. */
export function addRows(ctx: Ctx, desk: DeskId, slot: SlotId, rows: readonly WantedRow[]): void {
  for (const { person, role, position, startsAt, endsAt } of rows) {
    ctx.unit.insert('assignment', {
      orgId: ctx.org,
      id: ctx.newId(),
      slotId: slot,
      deskId: desk,
      personId: person,
      role,
      position,
      startsAt,
      endsAt,
      live: true,
    });
  }
}

/** Rows that change or go, each guarded: by its version, by still being live. */
export function changeRows(unit: Unit, { changed, dropped, retired }: Omit<RowChanges, 'added'>): void {
  const { org } = unit;
  if (changed.length > 0) {
    unit.raw({
      sql: `UPDATE assignment a SET role = u.role, position = u.position, starts_at = u.starts_at, ends_at = u.ends_at, live = true, version = a.version + 1
            FROM unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[]) AS u(id, version, role, position, starts_at, ends_at)
            WHERE a.org_id = $1::uuid AND a.id = u.id AND a.version = u.version`,
      params: [
        org,
        changed.map((one) => one.id),
        changed.map((one) => one.version),
        changed.map((one) => one.role),
        changed.map((one) => one.position),
        changed.map((one) => one.startsAt.toString()),
        changed.map((one) => one.endsAt.toString()),
      ],
      expect: changed.length,
    });
  }
  if (retired.length > 0) {
    unit.raw({
      sql: 'UPDATE assignment SET live = false, version = version + 1 WHERE org_id = $1::uuid AND id = ANY($2::uuid[]) AND live',
      params: [org, retired],
      expect: retired.length,
    });
  }
  if (dropped.length > 0) {
    unit.raw({
      sql: 'DELETE FROM assignment WHERE org_id = $1::uuid AND id = ANY($2::uuid[]) AND live',
      params: [org, dropped],
      expect: dropped.length,
    });
  }
}
