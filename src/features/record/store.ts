import type { DeskId, PersonId, SlotId } from '../../core/ids.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { EntryChange, EntryFile, Flag, WholeEntry } from './entry-record.ts';
import type { Entry, EntryFields, EntryId } from './record.ts';

interface EntryRow {
  id: string;
  desk_id: string;
  type: string;
  category: string | null;
  number: number | null;
  state: string;
  fields: EntryFields;
  slot_id: string | null;
  author_id: string;
  owner_id: string | null;
  parent_id: string | null;
  at: Date;
  due_at: Date | null;
  closed_at: Date | null;
  of_incident: boolean;
  version: number;
}

const columns = `e.id::text AS id, e.desk_id::text AS desk_id, e.type, e.category, e.number, e.state, e.fields, e.slot_id::text AS slot_id,
  e.author_id::text AS author_id, e.owner_id::text AS owner_id, e.parent_id::text AS parent_id, e.at, e.due_at, e.closed_at,
  coalesce(e.source LIKE 'incident:%', false) AS of_incident, e.version`;

const instant = (at: Date): Instant => Temporal.Instant.fromEpochMilliseconds(at.getTime());
const maybe = (at: Date | null): Instant | null => (at === null ? null : instant(at));
const date = (at: Instant): Date => new Date(at.epochMilliseconds);

const toEntry = (row: EntryRow): Entry => ({
  id: row.id,
  desk: row.desk_id,
  type: row.type,
  category: row.category,
  number: row.number,
  state: row.state,
  fields: row.fields,
  slot: row.slot_id,
  author: row.author_id,
  owner: row.owner_id,
  parent: row.parent_id,
  at: instant(row.at),
  dueAt: maybe(row.due_at),
  closedAt: maybe(row.closed_at),
  ofIncident: row.of_incident,
  version: row.version,
});

/** Which entries somebody asks for. */
export interface EntryFilter {
  /** Left out: all types. */
  readonly types?: readonly string[];
  readonly slot?: SlotId;
  /** Written from this moment on. */
  readonly from?: Instant;
  /** Written before this moment. */
  readonly until?: Instant;
  readonly states?: readonly string[];
  /** True: only what is not closed; false: only what is. */
  readonly open?: boolean;
  /** All of these words stand in it. */
  readonly words?: readonly string[];
  /** Of these types only what the person wrote, owns or is named in; they come beside `types`. */
  readonly own?: { readonly types: readonly string[]; readonly person: PersonId };
  readonly limit?: number;
  readonly offset?: number;
  /** Newest first; default in the order in which they were written. */
  readonly newestFirst?: boolean;
}

const mostEntries = 5_000;

function condition(ctx: Ctx, desk: DeskId, filter: EntryFilter): { readonly sql: string; readonly params: unknown[] } {
  const params: unknown[] = [ctx.org, desk];
  const parts = ['e.org_id = $1::uuid', 'e.desk_id = $2::uuid'];
  const add = (sql: (place: string) => string, value: unknown): void => {
    params.push(value);
    parts.push(sql(`$${params.length}`));
  };
  const { own } = filter;
  if (own !== undefined) {
    params.push(filter.types ?? [], own.types, own.person);
    const [types, ownTypes, person] = [params.length - 2, params.length - 1, params.length].map((at) => `$${at}`);
    parts.push(`(e.type = ANY(${types}::text[]) OR (e.type = ANY(${ownTypes}::text[])
      AND (e.author_id = ${person}::uuid OR e.owner_id = ${person}::uuid OR strpos(e.fields::text, ${person}::text) > 0)))`);
  } else if (filter.types !== undefined) add((place) => `e.type = ANY(${place}::text[])`, filter.types);
  if (filter.slot !== undefined) add((place) => `e.slot_id = ${place}::uuid`, filter.slot);
  if (filter.from !== undefined) add((place) => `e.at >= ${place}`, date(filter.from));
  if (filter.until !== undefined) add((place) => `e.at < ${place}`, date(filter.until));
  if (filter.states !== undefined) add((place) => `e.state = ANY(${place}::text[])`, filter.states);
  if (filter.open !== undefined) parts.push(filter.open ? 'e.closed_at IS NULL' : 'e.closed_at IS NOT NULL');
  for (const word of filter.words ?? []) add((place) => `e.words ILIKE ${place}`, `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  return { sql: parts.join(' AND '), params };
}

/** Entries of a desk, in the order in which they were written unless asked otherwise. */
export async function entriesOf(ctx: Ctx, desk: DeskId, filter: EntryFilter): Promise<Entry[]> {
  const { sql, params } = condition(ctx, desk, filter);
  const direction = filter.newestFirst === true ? 'DESC' : 'ASC';
  const rows = await ctx.db.query<EntryRow>(
    `SELECT ${columns} FROM entry e WHERE ${sql} ORDER BY e.at ${direction}, e.id ${direction}
     LIMIT ${Math.trunc(filter.limit ?? mostEntries)} OFFSET ${Math.trunc(filter.offset ?? 0)}`,
    params,
  );
  return rows.map(toEntry);
}

/** How many entries the same question finds. */
export async function countEntries(ctx: Ctx, desk: DeskId, filter: EntryFilter): Promise<number> {
  const { sql, params } = condition(ctx, desk, filter);
  const rows = await ctx.db.query<{ count: number }>(`SELECT count(*)::int AS count FROM entry e WHERE ${sql}`, params);
  return rows[0]?.count ?? 0;
}

/** What is not closed on a desk, the oldest first: for the hand-over and for what waits. */
export const openEntries = (ctx: Ctx, desk: { readonly id: DeskId }): Promise<Entry[]> => entriesOf(ctx, desk.id, { open: true });

export async function loadEntry(ctx: Ctx, id: EntryId): Promise<Entry | null> {
  const rows = await ctx.db.query<EntryRow>(`SELECT ${columns} FROM entry e WHERE e.org_id = $1::uuid AND e.id = $2::uuid`, [ctx.org, id]);
  return rows[0] === undefined ? null : toEntry(rows[0]);
}

/** Entries that belong to another one: the notice a violation issued, the reply to it. */
export async function entriesUnder(ctx: Ctx, parent: EntryId): Promise<Entry[]> {
  const rows = await ctx.db.query<EntryRow>(
    `SELECT ${columns} FROM entry e WHERE e.org_id = $1::uuid AND e.parent_id = $2::uuid ORDER BY e.at, e.id`,
    [ctx.org, parent],
  );
  return rows.map(toEntry);
}

/** The entry a message became; null: none. */
export async function entryOfSource(ctx: Ctx, source: string): Promise<Entry | null> {
  const rows = await ctx.db.query<EntryRow>(`SELECT ${columns} FROM entry e WHERE e.org_id = $1::uuid AND e.source = $2`, [
    ctx.org,
    source,
  ]);
  return rows[0] === undefined ? null : toEntry(rows[0]);
}

/** Entries of a shift that were made from a message, written from a moment on, the oldest first. */
export async function entriesFromMessages(ctx: Ctx, slot: SlotId, since: Instant): Promise<readonly EntryId[]> {
  const rows = await ctx.db.query<{ id: string }>(
    `SELECT e.id::text AS id FROM entry e WHERE e.org_id = $1::uuid AND e.slot_id = $2::uuid AND e.at >= $3 AND e.source ~ '^(slack|feishu):'
     ORDER BY e.at, e.id`,
    [ctx.org, slot, date(since)],
  );
  return rows.map(({ id }) => id);
}

/** The entry of a type on a desk that holds the values which may stand in one only. */
export async function entryOfKey(ctx: Ctx, desk: DeskId, type: string, key: string): Promise<Entry | null> {
  const rows = await ctx.db.query<EntryRow>(
    `SELECT ${columns} FROM entry e WHERE e.org_id = $1::uuid AND e.desk_id = $2::uuid AND e.type = $3 AND e.unique_key = $4`,
    [ctx.org, desk, type, key],
  );
  return rows[0] === undefined ? null : toEntry(rows[0]);
}

/** An entry with its changes, files and stock; null: there is none. */
export async function loadWhole(ctx: Ctx, id: EntryId): Promise<WholeEntry | null> {
  const rows = await ctx.db.query<
    EntryRow & {
      flags: Flag[];
      source: string | null;
      changes: {
        kind: EntryChange['kind'];
        fields: EntryFields;
        state: string | null;
        by: string | null;
        reason: string | null;
        at: string;
      }[];
      files: { id: string; name: string; mime: string; size: number; by: string; at: string }[];
      stock: number | null;
    }
  >(
    `SELECT ${columns}, e.flags, e.source,
       (SELECT coalesce(json_agg(json_build_object('kind', c.kind, 'fields', c.fields, 'state', c.state, 'by', c.by_person, 'reason', c.reason, 'at', c.at)
          ORDER BY c.at, c.id), '[]') FROM entry_change c WHERE c.org_id = e.org_id AND c.entry_id = e.id) AS changes,
       (SELECT coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'mime', f.mime, 'size', f.size, 'by', f.by_person, 'at', f.at)
          ORDER BY f.at, f.id), '[]') FROM entry_file f WHERE f.org_id = e.org_id AND f.entry_id = e.id) AS files,
       (SELECT sum(m.amount) FROM stock_move m WHERE m.org_id = e.org_id AND m.entry_id = e.id) AS stock
     FROM entry e WHERE e.org_id = $1::uuid AND e.id = $2::uuid`,
    [ctx.org, id],
  );
  const [row] = rows;
  if (row === undefined) return null;
  return {
    entry: toEntry(row),
    flags: row.flags,
    changes: row.changes.map((change) => ({ ...change, at: instant(new Date(change.at)) })),
    files: row.files.map((file): EntryFile => ({ ...file, at: instant(new Date(file.at)) })),
    stock: row.stock,
    source: row.source,
  };
}

export async function loadPhoto(
  ctx: Ctx,
  id: string,
): Promise<{ readonly name: string; readonly entry: EntryId; readonly content: Buffer } | null> {
  const rows = await ctx.db.query<{ name: string; entry: string; content: Buffer }>(
    'SELECT name, entry_id::text AS entry, content FROM entry_file WHERE org_id = $1::uuid AND id = $2::uuid',
    [ctx.org, id],
  );
  return rows[0] ?? null;
}

/** The entry the next photo of this person belongs to; null: none was named, or it is too long ago. */
export async function awaitedBy(ctx: Ctx, person: PersonId): Promise<EntryId | null> {
  const rows = await ctx.db.query<{ entry: string }>(
    'SELECT entry_id::text AS entry FROM entry_file_wait WHERE org_id = $1::uuid AND person_id = $2::uuid AND until > $3',
    [ctx.org, person, date(ctx.now)],
  );
  return rows[0]?.entry ?? null;
}

/** Active people by a whole name of theirs, in lower case. */
export async function loadNamesakes(ctx: Ctx, names: readonly string[]): Promise<ReadonlyMap<string, readonly PersonId[]>> {
  if (names.length === 0) return new Map();
  const rows = await ctx.db.query<{ id: string; called: string }>(
    `SELECT DISTINCT p.id::text AS id, c.called FROM person p, LATERAL (VALUES (lower(p.name)), (lower(p.name_en)), (lower(p.code))) AS c (called)
     WHERE p.org_id = $1::uuid AND p.active AND c.called = ANY($2::text[])`,
    [ctx.org, names.map((name) => name.toLowerCase())],
  );
  const found = new Map<string, PersonId[]>();
  for (const { id, called } of rows) found.set(called, [...(found.get(called) ?? []), id]);
  return found;
}
