import type { DeskId, PersonId } from '../../core/ids.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import { named } from '../people/index.ts';
import type { Holder } from './decide/approvers.ts';

/** Everybody who could have a say: with the lines of the desks they stand on. */
export interface Surroundings {
  readonly holders: readonly Holder[];
  readonly lineages: ReadonlyMap<DeskId, readonly DeskId[]>;
}

/**
 * The members of the desk, of those the people stand on, and of all above; whom `superior` attributes lead to from the people; and the holders of
 * the offices anywhere. Two round trips at once.
 */
export async function loadSurroundings(
  ctx: Ctx,
  desk: DeskId,
  people: readonly PersonId[],
  offices: readonly string[],
): Promise<Surroundings> {
  const own = `own AS (
      SELECT $2::uuid AS id UNION SELECT m.desk_id FROM member m WHERE m.org_id = $1::uuid AND m.person_id = ANY($3::uuid[])
    ), up AS (
      SELECT own.id AS base, own.id, 0 AS depth FROM own
      UNION ALL
      SELECT up.base, d.parent_id, up.depth + 1 FROM up JOIN desk d ON d.org_id = $1::uuid AND d.id = up.id
      WHERE d.parent_id IS NOT NULL AND up.depth < 32
    )`;
  const [lines, rows] = await Promise.all([
    ctx.db.query<{ base: string; line: string[] }>(
      `WITH RECURSIVE ${own} SELECT up.base::text AS base, array_agg(up.id::text ORDER BY up.depth) AS line FROM up GROUP BY up.base`,
      [ctx.org, desk, people],
    ),
    ctx.db.query<{
      person: string;
      code: string;
      name: string;
      name_en: string | null;
      desk: string;
      roles: string[];
      attributes: Record<string, string>;
      linked: boolean;
    }>(
      `WITH RECURSIVE ${own}, bosses AS (
         SELECT p.id, p.attributes ->> 'superior' AS superior, 0 AS depth FROM person p WHERE p.org_id = $1::uuid AND p.id = ANY($3::uuid[])
         UNION ALL
         SELECT b.id, b.attributes ->> 'superior', bosses.depth + 1 FROM bosses JOIN person b ON b.org_id = $1::uuid AND b.code = bosses.superior
         WHERE bosses.superior IS NOT NULL AND bosses.depth < 8
       )
       SELECT p.id::text AS person, p.code, p.name, p.name_en, m.desk_id::text AS desk, m.roles, p.attributes,
         EXISTS (SELECT 1 FROM identity i WHERE i.org_id = p.org_id AND i.person_id = p.id) AS linked
       FROM member m JOIN person p ON p.org_id = m.org_id AND p.id = m.person_id AND p.active
       WHERE m.org_id = $1::uuid
         AND (m.desk_id IN (SELECT up.id FROM up) OR p.id IN (SELECT bosses.id FROM bosses) OR m.roles && $4::text[])
       ORDER BY m.desk_id, m.position, p.name`,
      [ctx.org, desk, people, offices],
    ),
  ]);
  return {
    lineages: new Map(lines.map((row) => [row.base, row.line])),
    holders: rows.map((row) => ({
      person: row.person,
      code: row.code,
      name: named(row.name, row.name_en),
      desk: row.desk,
      roles: row.roles,
      attributes: row.attributes,
      linked: row.linked,
    })),
  };
}

/** A standing delegation. `startsAt` null: it holds while the person is away. */
export interface Delegation {
  readonly id: string;
  readonly from: PersonId;
  readonly to: PersonId;
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
}

const maybe = (at: Date | null): Instant | null => (at === null ? null : Temporal.Instant.fromEpochMilliseconds(at.getTime()));

interface DelegationRow {
  id: string;
  from_person: string;
  to_person: string;
  starts_at: Date | null;
  ends_at: Date | null;
}

const toDelegation = (row: DelegationRow): Delegation => ({
  id: row.id,
  from: row.from_person,
  to: row.to_person,
  startsAt: maybe(row.starts_at),
  endsAt: maybe(row.ends_at),
});

const delegationColumns = 'g.id::text AS id, g.from_person::text AS from_person, g.to_person::text AS to_person, g.starts_at, g.ends_at';

/** Delegations that hold at the moment: in their period, or while whoever gave them is away. */
export async function loadActiveDelegations(ctx: Ctx, at: Instant): Promise<Delegation[]> {
  const rows = await ctx.db.query<DelegationRow>(
    `SELECT ${delegationColumns} FROM delegation g JOIN person p ON p.org_id = g.org_id AND p.id = g.to_person AND p.active
     WHERE g.org_id = $1::uuid AND g.live AND EXISTS (SELECT 1 FROM member m WHERE m.org_id = g.org_id AND m.person_id = g.to_person)
       AND (g.ends_at IS NULL OR g.ends_at > $2) AND (g.starts_at IS NULL OR g.starts_at <= $2)
       AND (g.starts_at IS NOT NULL OR EXISTS (
         SELECT 1 FROM absence a WHERE a.org_id = g.org_id AND a.person_id = g.from_person AND a.live AND a.approved AND a.starts_at <= $2 AND a.ends_at > $2))`,
    [ctx.org, new Date(at.epochMilliseconds)],
  );
  return rows.map(toDelegation);
}

/** What somebody gave to others or was given, as far as it is not over. */
export async function loadDelegationsOf(ctx: Ctx, person: PersonId, at: Instant): Promise<Delegation[]> {
  const rows = await ctx.db.query<DelegationRow>(
    `SELECT ${delegationColumns} FROM delegation g
     WHERE g.org_id = $1::uuid AND g.live AND (g.from_person = $2::uuid OR g.to_person = $2::uuid) AND (g.ends_at IS NULL OR g.ends_at > $3) ORDER BY g.at`,
    [ctx.org, person, new Date(at.epochMilliseconds)],
  );
  return rows.map(toDelegation);
}

/** Names of people, also of those who left. */
export async function loadNames(ctx: Ctx, people: readonly PersonId[]): Promise<Map<PersonId, ReturnType<typeof named>>> {
  if (people.length === 0) return new Map();
  const rows = await ctx.db.query<{ id: string; name: string; name_en: string | null }>(
    'SELECT id::text AS id, name, name_en FROM person WHERE org_id = $1::uuid AND id = ANY($2::uuid[])',
    [ctx.org, [...new Set(people)]],
  );
  return new Map(rows.map((row) => [row.id, named(row.name, row.name_en)]));
}

/** Writes a delegation and gives its id; null edges: while whoever gives it is away. */
export function saveDelegation(ctx: Ctx, given: Omit<Delegation, 'id'>): string {
  const id = ctx.newId();
  ctx.unit.insert('delegation', {
    orgId: ctx.org,
    id,
    fromPerson: given.from,
    toPerson: given.to,
    startsAt: given.startsAt,
    endsAt: given.endsAt,
    live: true,
    byPerson: given.from,
    at: ctx.now,
  });
  return id;
}

/** Takes back a delegation of the person's own. */
export function endDelegation(ctx: Ctx, id: string, by: PersonId): void {
  ctx.unit.update('delegation', { orgId: ctx.org, id, fromPerson: by, live: true }, { live: false }, null);
}
