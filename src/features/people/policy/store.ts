import type { PersonId } from '../../../core/ids.ts';
import type { Words } from '../../../core/locale.ts';
import { json } from '../../../db/statement.ts';
import type { Unit } from '../../../runtime/unit.ts';
import { type AdoptionRow, type Desk, named } from '../people.ts';
import type { Reader } from '../store.ts';

/** Names of people by their code or id; who is not found is absent. */
export async function readNames({ db, org }: Reader, codes: readonly string[]): Promise<ReadonlyMap<string, Words>> {
  if (codes.length === 0) return new Map();
  const rows = await db.query<{ id: string; code: string; name: string; name_en: string | null }>(
    'SELECT id::text AS id, code, name, name_en FROM person WHERE org_id = $1::uuid AND (code = ANY($2::text[]) OR id::text = ANY($2::text[]))',
    [org, [...codes]],
  );
  return new Map(rows.flatMap(({ id, code, name, name_en }) => [id, code].map((key) => [key, named(name, name_en)] as const)));
}

/** The code of a person in desk files. */
export async function readCode({ db, org }: Reader, person: PersonId): Promise<string | null> {
  const [row] = await db.query<{ code: string }>('SELECT code FROM person WHERE org_id = $1::uuid AND id = $2::uuid', [org, person]);
  return row?.code ?? null;
}

const keyOf = (row: AdoptionRow): string => `${row.preset} ${row.from}`;

/** Writes the adoptions of a desk that differ. Whoever changed the desk meanwhile wins: this one is worked out again. */
export function saveAdoptions(
  unit: Unit,
  desk: Desk,
  after: readonly AdoptionRow[],
  decision: { readonly by: PersonId; readonly reason: string },
): void {
  const orgId = unit.org;
  unit.update('desk', { orgId, id: desk.id, version: desk.version }, { version: desk.version + 1 });
  const kept = new Map(after.map((row) => [keyOf(row), row]));
  const before = new Map(desk.adoptions.map((row) => [keyOf(row), row]));
  for (const row of desk.adoptions)
    if (!kept.has(keyOf(row))) unit.remove('adoption', { orgId, deskId: desk.id, preset: row.preset, fromDate: row.from });
  for (const row of after) {
    const key = { orgId, deskId: desk.id, preset: row.preset, fromDate: row.from };
    const was = before.get(keyOf(row));
    if (was === undefined)
      unit.insert('adoption', {
        ...key,
        untilDate: row.until,
        overrides: json(row.overrides),
        reason: decision.reason,
        byPerson: decision.by,
      });
    else if (was.until !== row.until || JSON.stringify(was.overrides) !== JSON.stringify(row.overrides))
      unit.update('adoption', key, { untilDate: row.until, overrides: json(row.overrides) });
  }
}
