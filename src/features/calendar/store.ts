import type { DeskId, OrganisationId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import { gather } from '../../db/gather.ts';
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
export const loadEntries = (ctx: Ctx, desk: DeskId): Promise<Map<string, CalendarEntry>> => entriesOf(ctx.db, { org: ctx.org, desk });

const entriesOf = gather<{ readonly org: OrganisationId; readonly desk: DeskId }, Map<string, CalendarEntry>>(async (db, keys) => {
  const rows = await db.query<RawDay & { n: string }>(
    `SELECT k.n, c.desk_id::text AS desk_id, c."on"::text AS "on", c.kind, c.name, c.source
     FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS k(org_id, desk_id, n)
     JOIN calendar_day c ON c.org_id = k.org_id AND c.desk_id IN (k.desk_id, $3::uuid) ORDER BY (c.desk_id = $3::uuid) DESC`,
    [keys.map((key) => key.org), keys.map((key) => key.desk), wholeOrganisation],
  );
  const found = keys.map(() => new Map<string, CalendarEntry>());
  for (const { n, on, kind, name, source } of rows) found[Number(n) - 1]?.set(on, { on, kind, name, source });
  return found;
});

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
