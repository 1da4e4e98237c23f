import type { SlotId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import { json } from '../../db/statement.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Row } from '../../runtime/unit.ts';
import { codeSubject, type Handover, type Item } from './handover.ts';

const changing = (handover: Handover): Row => ({
  at: handover.at,
  state: handover.state,
  incomingId: handover.incoming,
  sections: json(handover.sections),
  outgoingSignedAt: handover.outgoingSignedAt,
  incomingSignedAt: handover.incomingSignedAt,
  overrideBy: handover.overrideBy,
  reason: handover.reason,
  refusal: handover.refusal,
  code: handover.code,
  codeUntil: handover.codeUntil,
  codeTries: handover.codeTries,
  metAt: handover.metAt,
  stoppedBy: handover.stoppedBy,
  flags: json(handover.marks),
  sealedAt: handover.sealedAt,
});

export function insertHandover(ctx: Ctx, handover: Handover, policyVersion: string): void {
  ctx.unit.insert('handover', {
    orgId: ctx.org,
    id: handover.id,
    deskId: handover.desk,
    slotId: handover.slot,
    position: handover.position,
    event: handover.event,
    outgoingId: handover.outgoing,
    openedAt: ctx.now,
    policyVersion,
    version: handover.version,
    ...changing(handover),
  });
}

/** Saves it as it is now; whoever decided on what it was before decides again. Gives it with its new version. */
export function updateHandover(ctx: Ctx, before: Handover, after: Handover): Handover {
  const version = before.version + 1;
  const shown = codeSubject(before);
  // What shows a code that is no longer the one, or whose hand-over has gone on, says so.
  if (shown !== null && (before.code !== after.code || before.state !== after.state)) ctx.unit.refresh(shown);
  ctx.unit.update('handover', { orgId: ctx.org, id: before.id, version: before.version }, { ...changing(after), version });
  return { ...after, version };
}

/** Whoever else has read this shift and saves on the strength of it looks again. */
export const guardSlot = (ctx: Ctx, id: SlotId, version: number): void =>
  ctx.unit.update('slot', { orgId: ctx.org, id, version }, { version: version + 1 });

/** The message somebody has just pressed on follows a subject from now on; in a window or a channel there is none of theirs. */
export function followPressed(ctx: PersonCtx, subject: string): void {
  const { place, platform, locale } = ctx;
  if (place.kind !== 'direct' || place.id === null || place.messageId === null) return;
  const message = { orgId: ctx.org, platform, channelId: place.id, messageId: place.messageId };
  ctx.unit.upsert('message_ref', ['orgId', 'platform', 'channelId', 'messageId'], { ...message, subject, locale, sentAt: ctx.now });
}

/** The message somebody has pressed on becomes something else, and follows what it showed no longer. */
export function leavePressed(ctx: PersonCtx): void {
  const { place, platform } = ctx;
  if (place.kind !== 'direct' || place.id === null || place.messageId === null) return;
  ctx.unit.remove('message_ref', { orgId: ctx.org, platform, channelId: place.id, messageId: place.messageId }, null);
}

export function insertItems(ctx: Ctx, handover: string, items: readonly Item[]): void {
  for (const item of items) ctx.unit.insert('handover_item', { orgId: ctx.org, id: item.id, handoverId: handover, ...itemRow(item) });
}

/** Writes the items that are not what they were, and adds the new ones. */
export function saveItems(ctx: Ctx, handover: string, before: readonly Item[], after: readonly Item[]): void {
  const known = new Map(before.map((item) => [item.id, item]));
  for (const item of after) {
    const was = known.get(item.id);
    if (was === undefined) insertItems(ctx, handover, [item]);
    else if (was !== item) ctx.unit.update('handover_item', { orgId: ctx.org, id: item.id }, itemRow(item));
  }
}

const itemRow = (item: Item): Row => ({
  kind: item.kind,
  text: item.text,
  words: json(item.words),
  source: item.source,
  state: item.state,
  remark: item.remark,
  ownerId: item.owner,
  byPerson: item.by,
  at: item.at satisfies Instant | null,
  position: item.place,
});
