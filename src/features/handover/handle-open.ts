import type { PersonId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import type { HandoverEvent } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { loadPosts } from '../attendance/index.ts';
import type { Desk } from '../people/index.ts';
import { logLines } from '../record/index.ts';
import type { DutySlot } from '../roster/index.ts';
import { matterItem, openMatters } from './handle-matters.ts';
import { dateAt, loadReliefs, loadRules, onlyOne, type Rules } from './handle-world.ts';
import type { Handover, Item } from './handover.ts';
import { draftSections } from './sections.ts';
import { handoversOfShift, openOfPost, type StoredHandover } from './store.ts';
import { insertHandover, insertItems } from './store-write.ts';

export interface Opened {
  readonly stored: StoredHandover;
  /** It was made just now. */
  readonly fresh: boolean;
}

/** The items of the protocol, then what is open. */
function itemsOf(ctx: Ctx, { agenda }: Rules, matters: readonly { readonly source: string; readonly text: string }[]): Item[] {
  const { protocol } = agenda;
  const coded = (kind: 'verify' | 'outgoing' | 'incoming') => protocol[kind].map(({ value }) => ({ kind, text: value }));
  const codes = [...coded('outgoing'), ...coded('verify'), ...coded('incoming')];
  return [
    ...codes.map(({ kind, text }, place): Item => ({ ...matterItem(ctx, { text, source: null }, place), kind })),
    ...matters.map((matter, index) => matterItem(ctx, matter, codes.length + index)),
  ];
}

const blank = {
  state: 'preparing',
  outgoingSignedAt: null,
  incomingSignedAt: null,
  overrideBy: null,
  reason: null,
  refusal: null,
  code: null,
  codeUntil: null,
  codeTries: 0,
  metAt: null,
  stoppedBy: null,
  marks: [],
  sealedAt: null,
  version: 1,
} as const;

function made(ctx: Ctx, handover: Handover, items: readonly Item[], policyVersion: string): Opened {
  insertHandover(ctx, handover, policyVersion);
  insertItems(ctx, handover.id, items);
  ctx.unit.audit({ action: 'handover.open', person: handover.outgoing, desk: handover.desk, subject: handover.id, policyVersion });
  return { stored: { handover, items }, fresh: true };
}

/** The hand-over of somebody's shift at a moment of change: the one there is, or a new one filled with what is on record. */
export async function openShift(ctx: Ctx, desk: Desk, slot: DutySlot, person: PersonId, at: Instant): Promise<Opened> {
  const known = (await handoversOfShift(ctx, slot.id, person)).find(({ handover }) => handover.at.equals(at));
  if (known !== undefined) return { stored: known, fresh: false };
  const rules = await loadRules(ctx, desk, { dutyOn: slot.dutyOn, shift: slot.shift, event: 'shift' });
  const [{ leaver, reliefs }, posts, matters, log] = await Promise.all([
    loadReliefs(ctx, desk, rules.agenda, { slot: slot.id, person, at }),
    loadPosts(ctx, desk.id, slot.startsAt, slot.endsAt),
    openMatters(ctx, desk, { slot: slot.id, person }),
    logLines(ctx, desk, { slot: slot.id }, desk.locale),
  ]);
  const away = posts
    .filter((post) => post.slot === slot.id && post.in === null && post.startsAt.epochMilliseconds < ctx.now.epochMilliseconds)
    .map(({ name }) => name);
  const handover: Handover = {
    ...blank,
    id: ctx.newId(),
    desk: desk.id,
    slot: slot.id,
    position: leaver?.position ?? '',
    at,
    event: 'shift',
    outgoing: person,
    incoming: onlyOne(reliefs),
    sections: draftSections(rules.agenda.sections, { log, matters, away }, desk.locale),
  };
  return made(ctx, handover, itemsOf(ctx, rules, matters), rules.policy.version);
}

/** The hand-over of a post that somebody changes or leaves, to whoever comes after them. */
export async function openPost(
  ctx: Ctx,
  desk: Desk,
  of: { readonly outgoing: PersonId; readonly incoming: PersonId; readonly event: Exclude<HandoverEvent, 'shift'> },
): Promise<Opened> {
  const [known] = await openOfPost(ctx, desk.id, of.outgoing);
  if (known !== undefined) return { stored: known, fresh: false };
  const rules = await loadRules(ctx, desk, { dutyOn: dateAt(ctx.now, desk), shift: null, event: of.event });
  const matters = await openMatters(ctx, desk, { slot: null, person: of.outgoing });
  const handover: Handover = {
    ...blank,
    id: ctx.newId(),
    desk: desk.id,
    slot: null,
    position: '',
    at: ctx.now,
    event: of.event,
    outgoing: of.outgoing,
    incoming: of.incoming,
    sections: draftSections(rules.agenda.sections, { log: [], matters, away: [] }, desk.locale),
  };
  return made(ctx, handover, itemsOf(ctx, rules, matters), rules.policy.version);
}
