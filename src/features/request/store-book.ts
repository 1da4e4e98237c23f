import type { OrganisationId, PersonId } from '../../core/ids.ts';
import { gather } from '../../db/gather.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Unit } from '../../runtime/unit.ts';

/** Books a unit has opened already: a row may be named only once in it. */
const opened = new WeakMap<Unit, Map<PersonId, Promise<void>>>();

/**
 * Opens the book of a person whose quotas or balance are decided on. Call it BEFORE reading them: whoever saves second on the same person finds
 * the book moved on, and decides again on fresh facts. May be called several times for one unit.
 */
export const touchBook = (ctx: Ctx, person: PersonId): Promise<void> => touchBooks(ctx, [person]);

/** The books of several people, in one round trip. Always in the same order: two who open the same books never wait for each other. */
export async function touchBooks(ctx: Ctx, people: readonly PersonId[]): Promise<void> {
  const books = opened.get(ctx.unit) ?? new Map<PersonId, Promise<void>>();
  opened.set(ctx.unit, books);
  const fresh = [...new Set(people)].filter((person) => !books.has(person)).toSorted();
  const opening = fresh.length === 0 ? Promise.resolve() : open(ctx, fresh);
  for (const person of fresh) books.set(person, opening);
  await Promise.all(people.map((person) => books.get(person)));
}

/** A unit that becomes part of another one knows the books opened there. */
export function lendBooks(part: Unit, whole: Unit): void {
  opened.set(part, new Map(opened.get(whole)));
}

/** The part has become part of the whole: its books are the whole's. */
export function keepBooks(part: Unit, whole: Unit): void {
  opened.set(whole, new Map([...(opened.get(whole) ?? []), ...(opened.get(part) ?? [])]));
}

async function open(ctx: Ctx, people: readonly PersonId[]): Promise<void> {
  const versions = await versionsOf(ctx.db, { org: ctx.org, people });
  for (const [index, person] of people.entries()) {
    const version = versions[index] ?? null;
    if (version === null) ctx.unit.insert('request_book', { orgId: ctx.org, personId: person, version: 1 });
    else ctx.unit.update('request_book', { orgId: ctx.org, personId: person, version }, { version: version + 1 });
  }
}

/** In the order of the people; null: nobody has opened it yet. */
const versionsOf = gather<{ readonly org: OrganisationId; readonly people: readonly PersonId[] }, readonly (number | null)[]>(
  async (db, keys) => {
    const wanted = keys.flatMap(({ org, people }) => people.map((person) => ({ org, person })));
    const rows = await db.query<{ org: string; person: string; version: number }>(
      `SELECT org_id::text AS org, person_id::text AS person, version FROM request_book
       WHERE (org_id, person_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))`,
      [wanted.map((one) => one.org), wanted.map((one) => one.person)],
    );
    const known = new Map(rows.map((row) => [`${row.org} ${row.person}`, row.version]));
    return keys.map(({ org, people }) => people.map((person) => known.get(`${org} ${person}`) ?? null));
  },
);
