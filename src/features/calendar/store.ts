import type { DeskId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import { json } from '../../db/statement.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Unit } from '../../runtime/unit.ts';
import type { Desk } from '../people/index.ts';
import { type CalendarEntry, type CalendarProposal, type KnownDayKind, wholeOrganisation } from './calendar.ts';

interface RawDay {
  desk_id: string;
  on: string;
  kind: KnownDayKind;
  name: string | null;
  source: string;
}

/** Every day imported or set for the desk; its own replaces the organisation's. */
export async function loadEntries(ctx: Ctx, desk: DeskId): Promise<Map<string, CalendarEntry>> {
  const rows = await ctx.db.query<RawDay>(
    `SELECT desk_id::text AS desk_id, "on"::text AS "on", kind, name, source FROM calendar_day WHERE org_id = $1::uuid AND desk_id = ANY($2::uuid[])
     ORDER BY (desk_id = $3::uuid) DESC`,
    [ctx.org, [desk, wholeOrganisation], wholeOrganisation],
  );
  return new Map(rows.map(({ on, kind, name, source }) => [on, { on, kind, name, source }]));
}

/** Saves days in place of those of the same dates. */
export function saveEntries(unit: Unit, desk: DeskId | null, person: string, entries: readonly CalendarEntry[]): void {
  for (const { on, kind, name, source } of entries) {
    unit.upsert('calendar_day', ['orgId', 'deskId', 'on'], {
      orgId: unit.org,
      deskId: desk ?? wholeOrganisation,
      on,
      kind,
      name,
      source,
      byPerson: person,
    });
  }
}

/** Takes a day of one's own away; what the organisation or the published list says holds again. */
export function removeEntry(unit: Unit, desk: DeskId | null, on: string): void {
  unit.raw({
    sql: 'DELETE FROM calendar_day WHERE org_id = $1::uuid AND desk_id = $2::uuid AND "on" = $3::date',
    params: [unit.org, desk ?? wholeOrganisation, on],
    expect: null,
  });
}

/** Keeps what was read until its button is pressed; `roster_import` holds everything that waits for a confirmation. */
export function saveProposal(unit: Unit, id: string, desk: Desk, person: string, proposal: CalendarProposal, at: Instant): void {
  unit.insert('roster_import', {
    orgId: unit.org,
    id,
    deskId: desk.id,
    byPerson: person,
    content: json(proposal),
    createdAt: at,
    state: 'waiting',
  });
}

/** A calendar that waits for its button; null when it was dealt with already. */
export async function loadProposal(ctx: Ctx, id: string): Promise<{ desk: DeskId; by: string; proposal: CalendarProposal } | null> {
  const rows = await ctx.db.query<{ desk_id: string; by_person: string; content: CalendarProposal }>(
    `SELECT desk_id::text AS desk_id, by_person::text AS by_person, content FROM roster_import
     WHERE org_id = $1::uuid AND id = $2::uuid AND state = 'waiting' AND content ->> 'kind' = 'calendar'`,
    [ctx.org, id],
  );
  const row = rows[0];
  return row === undefined ? null : { desk: row.desk_id, by: row.by_person, proposal: row.content };
}

export function closeProposal(unit: Unit, id: string, state: 'applied' | 'dropped'): void {
  unit.update('roster_import', { orgId: unit.org, id, state: 'waiting' }, { state });
}
