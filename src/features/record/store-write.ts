import type { PersonId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import { json } from '../../db/statement.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { EntryChange, Flag } from './entry-record.ts';
import type { Entry, EntryFields, EntryId } from './record.ts';

const date = (at: Instant | null): Date | null => (at === null ? null : new Date(at.epochMilliseconds));

/** What is written beside the entry itself. */
export interface NewEntry {
  readonly entry: Entry;
  /** A number of its type in this year of the desk; null: none. */
  readonly numberedIn: number | null;
  readonly source: string | null;
  readonly uniqueKey: string | null;
  readonly flags: readonly Flag[];
  /** What is searched in. */
  readonly words: string;
  readonly policyVersion: string;
}

/** Writes a new entry; its number is the next of its type and desk in the year, given in the same statement. */
export function insertEntry(ctx: Ctx, { entry, numberedIn, source, uniqueKey, flags, words, policyVersion }: NewEntry): void {
  ctx.unit.raw({
    sql: `INSERT INTO entry (org_id, id, desk_id, type, category, number, state, fields, slot_id, author_id, owner_id, parent_id, source, unique_key,
        at, due_at, closed_at, flags, words, policy_version)
      VALUES ($1::uuid, $2::uuid, $3::uuid, $4::text, $5,
        CASE WHEN $6::integer IS NULL THEN NULL ELSE zhiban_entry_number($1::uuid, $3::uuid, $4::text, $6::integer) END,
        $7, $8::jsonb, $9::uuid, $10::uuid, $11::uuid, $12::uuid, $13, $14, $15, $16, $17, $18::jsonb, $19, $20)`,
    params: [
      ctx.org,
      entry.id,
      entry.desk,
      entry.type,
      entry.category,
      numberedIn,
      entry.state,
      JSON.stringify(entry.fields),
      entry.slot,
      entry.author,
      entry.owner,
      entry.parent,
      source,
      uniqueKey,
      date(entry.at),
      date(entry.dueAt),
      date(entry.closedAt),
      JSON.stringify(flags),
      words,
      policyVersion,
    ],
    expect: 1,
  });
}

/** What of an entry becomes another one. */
export interface EntryUpdate {
  readonly fields: EntryFields;
  readonly state: string;
  readonly owner: PersonId | null;
  readonly closedAt: Instant | null;
  readonly dueAt: Instant | null;
  readonly flags: readonly Flag[];
  readonly uniqueKey: string | null;
  readonly words: string;
}

/** Lost to whoever changed the entry in the same moment: decided again. */
export function updateEntry(ctx: Ctx, before: Entry, update: EntryUpdate): void {
  ctx.unit.update(
    'entry',
    { orgId: ctx.org, id: before.id, version: before.version },
    {
      fields: json(update.fields),
      state: update.state,
      ownerId: update.owner,
      closedAt: date(update.closedAt),
      dueAt: date(update.dueAt),
      flags: json(update.flags),
      uniqueKey: update.uniqueKey,
      words: update.words,
      version: before.version + 1,
    },
  );
}

/** Another owner sees to the entry from now on. */
export function giveEntry(ctx: Ctx, before: Entry, owner: PersonId): void {
  ctx.unit.update('entry', { orgId: ctx.org, id: before.id, version: before.version }, { ownerId: owner, version: before.version + 1 });
}

/** The entry was touched by something kept beside it. */
export function touchEntry(ctx: Ctx, before: Entry): void {
  ctx.unit.update('entry', { orgId: ctx.org, id: before.id, version: before.version }, { version: before.version + 1 });
}

export function addChange(ctx: Ctx, entry: EntryId, change: Omit<EntryChange, 'at'>): void {
  ctx.unit.insert('entry_change', {
    orgId: ctx.org,
    id: ctx.newId(),
    entryId: entry,
    kind: change.kind,
    fields: json(change.fields),
    state: change.state,
    byPerson: change.by,
    reason: change.reason,
    at: ctx.now,
  });
}

export function insertPhoto(
  ctx: Ctx,
  entry: EntryId,
  photo: { readonly name: string; readonly mime: string; readonly content: Buffer },
  by: PersonId,
): string {
  const id = ctx.newId();
  // A statement of its own: rows that go together travel as JSON, in which bytes do not.
  ctx.unit.raw({
    sql: `INSERT INTO entry_file (org_id, id, entry_id, name, mime, size, content, by_person, at)
      VALUES ($1::uuid, $2::uuid, $3::uuid, $4, $5, $6, $7, $8::uuid, $9)`,
    params: [ctx.org, id, entry, photo.name, photo.mime, photo.content.length, photo.content, by, date(ctx.now)],
    expect: 1,
  });
  return id;
}

/** The next photo this person sends until then belongs to the entry. */
export function awaitPhoto(ctx: Ctx, person: PersonId, entry: EntryId, until: Instant): void {
  ctx.unit.upsert('entry_file_wait', ['orgId', 'personId'], { orgId: ctx.org, personId: person, entryId: entry, until: date(until) });
}

export function insertStockMove(ctx: Ctx, entry: EntryId, amount: number, money: number | null, by: PersonId): void {
  ctx.unit.insert('stock_move', { orgId: ctx.org, id: ctx.newId(), entryId: entry, amount, money, byPerson: by, at: ctx.now });
}

/** Takes an entry away for good, with everything kept of it. */
export function deleteEntry(ctx: Ctx, entry: Entry): void {
  ctx.unit.remove('entry', { orgId: ctx.org, id: entry.id, version: entry.version });
}
