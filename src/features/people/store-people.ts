import type { DeskId, PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import type { Ctx } from '../../runtime/context.ts';
import { named } from './people.ts';

/** Names of people, also of those who left. No round trip for nobody. */
export async function personNames(ctx: Ctx, people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Words>> {
  if (people.length === 0) return new Map();
  const rows = await ctx.db.query<{ id: string; name: string; name_en: string | null }>(
    'SELECT id::text AS id, name, name_en FROM person WHERE org_id = $1::uuid AND id = ANY($2::uuid[])',
    [ctx.org, [...new Set(people)]],
  );
  return new Map(rows.map((row) => [row.id, named(row.name, row.name_en)]));
}

/** Where somebody stands, for cards and files that are made when they are sent; null: nobody active has the id. */
export async function loadStanding(
  ctx: Ctx,
  person: PersonId,
): Promise<readonly { readonly desk: DeskId; readonly roles: readonly string[] }[] | null> {
  const rows = await ctx.db.query<{ desk: string | null; roles: string[] | null }>(
    `SELECT m.desk_id::text AS desk, m.roles FROM person p LEFT JOIN member m ON m.org_id = p.org_id AND m.person_id = p.id
     WHERE p.org_id = $1::uuid AND p.id = $2::uuid AND p.active`,
    [ctx.org, person],
  );
  if (rows.length === 0) return null;
  return rows.flatMap(({ desk, roles }) => (desk === null ? [] : [{ desk, roles: roles ?? [] }]));
}
