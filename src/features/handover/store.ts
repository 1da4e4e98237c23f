import type { DeskId, PersonId, SlotId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { HandoverEvent } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { type Carried, type PastItem, stillCarried } from './carried.ts';
import type { Handover, HandoverId, HandoverState, Item, ItemKind, ItemState, Mark, Section } from './handover.ts';

export { personNames as loadNames } from '../people/index.ts';

interface Row {
  id: string;
  desk: string;
  slot: string | null;
  position: string;
  at: Date;
  event: HandoverEvent;
  state: HandoverState;
  outgoing: string;
  incoming: string | null;
  sections: Record<string, Section>;
  outgoing_signed_at: Date | null;
  incoming_signed_at: Date | null;
  override_by: string | null;
  reason: string | null;
  refusal: string | null;
  code: string | null;
  code_until: Date | null;
  code_tries: number;
  met_at: Date | null;
  stopped_by: string | null;
  flags: Mark[];
  sealed_at: Date | null;
  version: number;
}

interface ItemRow {
  id: string;
  handover: string;
  kind: ItemKind;
  text: string;
  words: Words | null;
  source: string | null;
  state: ItemState;
  remark: string | null;
  owner: string | null;
  by_person: string | null;
  at: Date | null;
  place: number;
}

const columns = `h.id::text AS id, h.desk_id::text AS desk, h.slot_id::text AS slot, h."position", h.at, h.event, h.state, h.outgoing_id::text AS outgoing,
  h.incoming_id::text AS incoming, h.sections, h.outgoing_signed_at, h.incoming_signed_at, h.override_by::text AS override_by, h.reason, h.refusal, h.code,
  h.code_until, h.code_tries, h.met_at, h.stopped_by::text AS stopped_by, h.flags, h.sealed_at, h.version`;
const itemColumns = `i.id::text AS id, i.handover_id::text AS handover, i.kind, i.text, i.words, i.source, i.state, i.remark, i.owner_id::text AS owner,
  i.by_person::text AS by_person, i.at, i."position" AS place`;

const instant = (at: Date): Instant => Temporal.Instant.fromEpochMilliseconds(at.getTime());
const maybe = (at: Date | null): Instant | null => (at === null ? null : instant(at));
const date = (at: Instant): Date => new Date(at.epochMilliseconds);

const toHandover = (row: Row): Handover => ({
  id: row.id,
  desk: row.desk,
  slot: row.slot,
  position: row.position,
  at: instant(row.at),
  event: row.event,
  state: row.state,
  outgoing: row.outgoing,
  incoming: row.incoming,
  sections: row.sections,
  outgoingSignedAt: maybe(row.outgoing_signed_at),
  incomingSignedAt: maybe(row.incoming_signed_at),
  overrideBy: row.override_by,
  reason: row.reason,
  refusal: row.refusal,
  code: row.code,
  codeUntil: maybe(row.code_until),
  codeTries: row.code_tries,
  metAt: maybe(row.met_at),
  stoppedBy: row.stopped_by,
  marks: row.flags,
  sealedAt: maybe(row.sealed_at),
  version: row.version,
});

const toItem = (row: ItemRow): Item => ({
  id: row.id,
  kind: row.kind,
  text: row.text,
  words: row.words,
  source: row.source,
  state: row.state,
  remark: row.remark,
  owner: row.owner,
  by: row.by_person,
  at: maybe(row.at),
  place: row.place,
});

export interface StoredHandover {
  readonly handover: Handover;
  readonly items: readonly Item[];
}

async function load(ctx: Ctx, condition: string, params: readonly unknown[]): Promise<StoredHandover[]> {
  const rows = await ctx.db.query<Row & { items: (Omit<ItemRow, 'at'> & { at: string | null })[] | null }>(
    `SELECT ${columns}, (SELECT json_agg(t ORDER BY t.place, t.id) FROM (SELECT ${itemColumns} FROM handover_item i
       WHERE i.org_id = h.org_id AND i.handover_id = h.id) t) AS items
     FROM handover h WHERE h.org_id = $1::uuid AND ${condition} ORDER BY h.at, h.opened_at, h.id`,
    [ctx.org, ...params],
  );
  return rows.map((row) => ({
    handover: toHandover(row),
    items: (row.items ?? []).map((item) => toItem({ ...item, at: item.at === null ? null : new Date(item.at) })),
  }));
}

export async function loadHandover(ctx: Ctx, id: HandoverId): Promise<StoredHandover | null> {
  return (await load(ctx, 'h.id = $2::uuid', [id]))[0] ?? null;
}

/** What is not sealed on a desk, refused and stopped ones too, from a moment on. */
export const openHandovers = (ctx: Ctx, desk: DeskId, since: Instant): Promise<StoredHandover[]> =>
  load(ctx, `h.desk_id = $2::uuid AND h.state NOT IN ('sealed', 'overridden', 'cancelled') AND h.opened_at > $3`, [desk, date(since)]);

/** The hand-overs of shifts of a desk at one moment of change, but for those that are cancelled or that a lead released somebody from. */
export const handoversOfChange = (ctx: Ctx, desk: DeskId, at: Instant): Promise<StoredHandover[]> =>
  load(ctx, `h.desk_id = $2::uuid AND h.at = $3 AND h.event = 'shift' AND h.state NOT IN ('overridden', 'cancelled')`, [desk, date(at)]);

/** Those of somebody's shift, all of them. */
export const handoversOfShift = (ctx: Ctx, slot: SlotId, outgoing: PersonId): Promise<StoredHandover[]> =>
  load(ctx, 'h.slot_id = $2::uuid AND h.outgoing_id = $3::uuid', [slot, outgoing]);

/** The hand-over of a post somebody leaves that is not done. */
export const openOfPost = (ctx: Ctx, desk: DeskId, outgoing: PersonId): Promise<StoredHandover[]> =>
  load(
    ctx,
    `h.desk_id = $2::uuid AND h.outgoing_id = $3::uuid AND h.slot_id IS NULL AND h.state NOT IN ('sealed', 'overridden', 'cancelled')`,
    [desk, outgoing],
  );

/** Matters written in earlier hand-overs of a desk that were carried on, and items that were not in order there, as far as they are open. */
export async function carriedMatters(ctx: Ctx, desk: DeskId, since: Instant): Promise<readonly Carried[]> {
  const rows = await ctx.db.query<PastItem>(
    `SELECT i.id::text AS id, i.kind, i.text, i.words, i.remark, i.source, i.state, i.owner_id::text AS owner, i.by_person::text AS by
     FROM handover_item i JOIN handover h ON h.org_id = i.org_id AND h.id = i.handover_id
     WHERE i.org_id = $1::uuid AND h.desk_id = $2::uuid AND h.opened_at > $3 AND h.state IN ('sealed', 'overridden')
       AND (i.kind = 'verify' AND i.state = 'wrong'
         OR i.kind = 'open' AND i.state IN ('carried', 'done') AND (i.source IS NULL OR i.source LIKE 'item:%'))
     ORDER BY h.sealed_at, i."position", i.id`,
    [ctx.org, desk, date(since)],
  );
  return stillCarried(rows);
}
