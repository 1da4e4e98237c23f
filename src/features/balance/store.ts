import type { DeskId, PersonId, SlotId } from '../../core/ids.ts';
import type { Ctx } from '../../runtime/context.ts';
import { idOf } from '../../runtime/new-id.ts';
import type { Entry, EntryKind } from './balance.ts';

/** An entry as it is stored, with who made it and why. */
export interface StoredEntry extends Entry {
  readonly account: string;
  readonly source: string;
  readonly by: PersonId | null;
}

/** Every movement of a person's balances, oldest first. One round trip. */
export async function loadEntries(ctx: Ctx, person: PersonId, account: string | null = null): Promise<readonly StoredEntry[]> {
  return ctx.db.query<StoredEntry>(
    `SELECT account, kind, amount, "on"::text AS on, expires_on::text AS "expiresOn", request_id::text AS request, source, by_person::text AS by
     FROM balance_entry WHERE org_id = $1::uuid AND person_id = $2::uuid AND ($3::text IS NULL OR account = $3) ORDER BY at, id`,
    [ctx.org, person, account],
  );
}

export interface NewEntry {
  readonly person: PersonId;
  readonly account: string;
  readonly kind: EntryKind;
  readonly amount: number;
  readonly on: string;
  readonly expiresOn?: string | null;
  readonly request?: string | null;
  readonly desk: DeskId | null;
  /** What it comes from: `request`, `duty:…`, `carry-over`, or a lead's reason. */
  readonly source: string;
  readonly rules?: readonly string[];
  readonly by?: PersonId | null;
}

const row = (ctx: Ctx, id: string, entry: NewEntry) => ({
  orgId: ctx.org,
  id,
  personId: entry.person,
  account: entry.account,
  kind: entry.kind,
  amount: entry.amount,
  on: entry.on,
  expiresOn: entry.expiresOn ?? null,
  requestId: entry.request ?? null,
  deskId: entry.desk,
  source: entry.source,
  rules: entry.rules ?? [],
  byPerson: entry.by ?? null,
  at: ctx.now,
});

export function saveEntries(ctx: Ctx, entries: readonly NewEntry[]): void {
  for (const entry of entries) ctx.unit.insert('balance_entry', row(ctx, ctx.newId(), entry));
}

/** Written once, however often it comes due: the name decides the id. */
export function saveOnce(ctx: Ctx, name: string, entry: NewEntry): void {
  ctx.unit.insertMissing('balance_entry', row(ctx, idOf(`${ctx.org} ${name}`), entry));
}

/** People whose duty in a slot is done: who is still in it, and where the desk clocks, has clocked in. */
export async function loadDone(ctx: Ctx, slot: SlotId): Promise<readonly { readonly assignment: string; readonly person: PersonId }[]> {
  return ctx.db.query(
    `SELECT a.id::text AS assignment, a.person_id::text AS person FROM assignment a
     WHERE a.org_id = $1::uuid AND a.slot_id = $2::uuid AND a.live
       AND (EXISTS (SELECT 1 FROM punch p WHERE p.org_id = a.org_id AND p.assignment_id = a.id)
         OR NOT EXISTS (SELECT 1 FROM punch p JOIN assignment b ON b.org_id = p.org_id AND b.id = p.assignment_id
              WHERE p.org_id = a.org_id AND b.desk_id = a.desk_id AND b.starts_at > a.starts_at - interval '30 days'))
     ORDER BY a.starts_at, a.id`,
    [ctx.org, slot],
  );
}

/** Slots of a desk that end in the stretch. */
export async function loadEnding(
  ctx: Ctx,
  desk: DeskId,
  from: Date,
  to: Date,
): Promise<readonly { readonly slot: SlotId; readonly ends: Date }[]> {
  return ctx.db.query(
    `SELECT s.id::text AS slot, s.ends_at AS ends FROM slot s JOIN roster r ON r.org_id = s.org_id AND r.id = s.roster_id AND r.state = 'published'
     WHERE s.org_id = $1::uuid AND s.desk_id = $2::uuid AND s.ends_at >= $3 AND s.ends_at < $4`,
    [ctx.org, desk, from, to],
  );
}
