import type { DeskId, OrganisationId, PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { type Instant, instantAt } from '../../core/time.ts';
import { gather } from '../../db/gather.ts';
import type { Ctx } from '../../runtime/context.ts';
import { remember } from '../../runtime/unit-memory.ts';
import { contactsOf, named } from '../people/index.ts';
import type { Holder } from './decide/approvers.ts';

/** Everybody who could have a say: with the lines of the desks they stand on. */
export interface Surroundings {
  readonly holders: readonly Holder[];
  readonly lineages: ReadonlyMap<DeskId, readonly DeskId[]>;
}

/**
 * The members of the desk, of those the people stand on, and of all above; whom `superior` attributes lead to from the people; and the holders of
 * the offices anywhere. One round trip.
 */
export const loadSurroundings = (
  ctx: Ctx,
  desk: DeskId,
  people: readonly PersonId[],
  offices: readonly string[],
): Promise<Surroundings> => {
  const key = `request.surroundings ${desk} ${[...new Set(people)].toSorted().join()} ${offices.join()}`;
  return remember(ctx.unit, key, () => readSurroundings(ctx, desk, people, offices));
};

interface HolderRow {
  person: string;
  code: string;
  name: string;
  name_en: string | null;
  desk: string;
  roles: string[];
  attributes: Record<string, string>;
  linked: boolean;
}

/** Of somebody who stands on a desk; without a person, the line of the desk stands in `roles`. */
type SurroundingsRow = HolderRow | { person: null; desk: string; roles: string[] };

async function readSurroundings(ctx: Ctx, desk: DeskId, people: readonly PersonId[], offices: readonly string[]): Promise<Surroundings> {
  const rows = await ctx.db.query<SurroundingsRow>(
    `WITH RECURSIVE own AS (
       SELECT $2::uuid AS id UNION SELECT m.desk_id FROM member m WHERE m.org_id = $1::uuid AND m.person_id = ANY($3::uuid[])
     ), up AS (
       SELECT own.id AS base, own.id, 0 AS depth FROM own
       UNION ALL
       SELECT up.base, d.parent_id, up.depth + 1 FROM up JOIN desk d ON d.org_id = $1::uuid AND d.id = up.id
       WHERE d.parent_id IS NOT NULL AND up.depth < 32
     ), bosses AS (
       SELECT p.id, p.attributes ->> 'superior' AS superior, 0 AS depth FROM person p WHERE p.org_id = $1::uuid AND p.id = ANY($3::uuid[])
       UNION ALL
       SELECT b.id, b.attributes ->> 'superior', bosses.depth + 1 FROM bosses JOIN person b ON b.org_id = $1::uuid AND b.code = bosses.superior
       WHERE bosses.superior IS NOT NULL AND bosses.depth < 8
     )
     SELECT NULL AS person, NULL AS code, NULL AS name, NULL AS name_en, up.base::text AS desk, array_agg(up.id::text ORDER BY up.depth) AS roles,
       NULL AS attributes, false AS linked, 0 AS position FROM up GROUP BY up.base
     UNION ALL
     SELECT p.id::text, p.code, p.name, p.name_en, m.desk_id::text, m.roles, p.attributes,
       EXISTS (SELECT 1 FROM identity i WHERE i.org_id = p.org_id AND i.person_id = p.id), m.position
     FROM member m JOIN person p ON p.org_id = m.org_id AND p.id = m.person_id AND p.active
     WHERE m.org_id = $1::uuid
       AND (m.desk_id IN (SELECT up.id FROM up) OR p.id IN (SELECT bosses.id FROM bosses) OR m.roles && $4::text[])
     ORDER BY desk, position, name`,
    [ctx.org, desk, people, offices],
  );
  return {
    lineages: new Map(rows.flatMap((row) => (row.person === null ? [[row.desk, row.roles] as const] : []))),
    holders: rows.flatMap((row): Holder[] =>
      row.person === null
        ? []
        : [
            {
              person: row.person,
              code: row.code,
              name: named(row.name, row.name_en),
              desk: row.desk,
              roles: row.roles,
              attributes: row.attributes,
              linked: row.linked,
            },
          ],
    ),
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

const maybe = (at: Date | null): Instant | null => (at === null ? null : instantAt(at.getTime()));

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
export const loadActiveDelegations = (ctx: Ctx, at: Instant): Promise<Delegation[]> =>
  remember(ctx.unit, `request.delegations ${at}`, () => readActiveDelegations(ctx, at));

const readActiveDelegations = (ctx: Ctx, at: Instant): Promise<Delegation[]> => activeDelegations(ctx.db, { org: ctx.org, at });

const activeDelegations = gather<{ readonly org: OrganisationId; readonly at: Instant }, Delegation[]>(async (db, keys) => {
  const rows = await db.query<DelegationRow & { n: string }>(
    `SELECT k.n, ${delegationColumns} FROM unnest($1::uuid[], $2::timestamptz[]) WITH ORDINALITY AS k(org_id, at, n)
     JOIN delegation g ON g.org_id = k.org_id AND g.live AND (g.ends_at IS NULL OR g.ends_at > k.at) AND (g.starts_at IS NULL OR g.starts_at <= k.at)
     JOIN person p ON p.org_id = g.org_id AND p.id = g.to_person AND p.active
     WHERE EXISTS (SELECT 1 FROM member m WHERE m.org_id = g.org_id AND m.person_id = g.to_person)
       AND (g.starts_at IS NOT NULL OR EXISTS (
         SELECT 1 FROM absence a WHERE a.org_id = g.org_id AND a.person_id = g.from_person AND a.live AND a.approved AND a.starts_at <= k.at AND a.ends_at > k.at))`,
    [keys.map((key) => key.org), keys.map((key) => key.at)],
  );
  const found = keys.map((): Delegation[] => []);
  for (const row of rows) found[Number(row.n) - 1]?.push(toDelegation(row));
  return found;
});

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
export async function loadNames(ctx: Ctx, people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Words>> {
  const contacts = await contactsOf(ctx, people);
  return new Map([...contacts].map(([person, { name }]) => [person, name]));
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
