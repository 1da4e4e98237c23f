import type { PersonId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import type { HandoverEvent } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Post } from '../attendance/index.ts';
import type { Desk } from '../people/index.ts';
import type { DutySlot } from '../roster/index.ts';
import { stateOf } from './agenda.ts';
import { unverified } from './claim.ts';
import { refreshCards } from './handle-card.ts';
import { mark, unsigned } from './handle-change.ts';
import { draftNow } from './handle-draft.ts';
import { deskItem, matterItem, openMatters } from './handle-matters.ts';
import { dateAt, loadReliefs, loadRules, onlyOne, type Rules } from './handle-world.ts';
import { doneStates, type Handover, type Item, type Matter } from './handover.ts';
import { handoversOfShift, openOfPost, type StoredHandover } from './store.ts';
import { insertHandover, insertItems, saveItems, updateHandover } from './store-write.ts';

export interface Opened {
  readonly stored: StoredHandover;
  /** It was made just now. */
  readonly fresh: boolean;
  /** Its row is written in this unit, and cannot be written again. */
  readonly written: boolean;
}

/** The items of the protocol, then what is open. */
function itemsOf(ctx: Ctx, desk: Desk, { agenda }: Rules, matters: readonly Matter[]): Item[] {
  const { protocol } = agenda;
  const coded = (kind: 'verify' | 'outgoing' | 'incoming') => protocol[kind].map(({ value }) => ({ kind, text: value }));
  const codes = [...coded('outgoing'), ...coded('verify'), ...coded('incoming')];
  return [
    ...codes.map(({ kind, text }, place): Item => ({ ...matterItem(ctx, { text, source: null }, place), kind })),
    ...matters.map((matter, index) => deskItem(ctx, desk, matter, codes.length + index)),
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
  return { stored: { handover, items }, fresh: true, written: true };
}

/** One that is cancelled begins anew. */
const begunAnew = (ctx: Ctx, { handover, items }: StoredHandover): StoredHandover => ({
  handover: { ...unsigned(handover), state: 'preparing', marks: [...handover.marks, mark(ctx, 'reopened', null, '')] },
  items: unverified(items),
});

/** One of another moment becomes that of `at`; where somebody else takes over then, they verify and sign anew. */
function movedTo({ agenda }: Rules, { handover, items }: StoredHandover, at: Instant, reliefs: readonly Post[]): StoredHandover {
  if (handover.at.equals(at)) return { handover, items };
  if (reliefs.some(({ person }) => person === handover.incoming)) return { handover: { ...handover, at }, items };
  const moved = { ...unsigned(handover), at, incoming: onlyOne(reliefs) };
  const verified = unverified(items);
  const isUnderway = handover.state === 'verifying' || handover.state === 'signing';
  return { handover: isUnderway ? { ...moved, state: stateOf(agenda, moved, verified) } : moved, items: verified };
}

/** What the caller has to note in the one there is or in a new one; the same object: nothing. */
type Note = (handover: Handover) => Handover;
const nothing: Note = (handover) => handover;

/**
 * The hand-over of somebody's shift at a moment of change: the one there is, or a new one filled with what is on record. Nobody has two that are open:
 * one of an earlier or later moment becomes that of this one, one that was cancelled begins anew.
 */
export async function openShift(
  ctx: Ctx,
  desk: Desk,
  slot: DutySlot,
  person: PersonId,
  at: Instant,
  note: Note = nothing,
): Promise<Opened> {
  const own = await handoversOfShift(ctx, slot.id, person);
  const known = own.find(({ handover }) => handover.at.equals(at)) ?? own.findLast(({ handover }) => !doneStates.includes(handover.state));
  return known === undefined ? makeShift(ctx, desk, slot, person, at, note) : takenUp(ctx, desk, slot, known, at, note);
}

async function takenUp(ctx: Ctx, desk: Desk, slot: DutySlot, known: StoredHandover, at: Instant, note: Note): Promise<Opened> {
  let taken = known;
  if (known.handover.state === 'cancelled') taken = begunAnew(ctx, known);
  if (!known.handover.at.equals(at)) {
    const rules = await loadRules(ctx, desk, { dutyOn: slot.dutyOn, shift: slot.shift, event: 'shift' });
    const { reliefs } = await loadReliefs(ctx, desk, rules.agenda, { slot: slot.id, person: known.handover.outgoing, at });
    taken = movedTo(rules, taken, at, reliefs);
  }
  const handover = note(taken.handover);
  if (handover === known.handover) return { stored: known, fresh: false, written: false };
  saveItems(ctx, handover.id, known.items, taken.items);
  await refreshCards(ctx, handover);
  return { stored: { handover: updateHandover(ctx, known.handover, handover), items: taken.items }, fresh: false, written: true };
}

async function makeShift(ctx: Ctx, desk: Desk, slot: DutySlot, person: PersonId, at: Instant, note: Note): Promise<Opened> {
  const rules = await loadRules(ctx, desk, { dutyOn: slot.dutyOn, shift: slot.shift, event: 'shift' });
  const [{ leaver, reliefs }, matters] = await Promise.all([
    loadReliefs(ctx, desk, rules.agenda, { slot: slot.id, person, at }),
    openMatters(ctx, desk, { slot: slot.id, person }),
  ]);
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
    sections: await draftNow(ctx, desk, rules.agenda, slot, matters),
  };
  return made(ctx, note(handover), itemsOf(ctx, desk, rules, matters), rules.policy.version);
}

/** The hand-over of a post that somebody changes or leaves, to whoever comes after them. */
export async function openPost(
  ctx: Ctx,
  desk: Desk,
  of: { readonly outgoing: PersonId; readonly incoming: PersonId; readonly event: Exclude<HandoverEvent, 'shift'> },
): Promise<Opened> {
  const [known] = await openOfPost(ctx, desk.id, of.outgoing);
  if (known !== undefined) return { stored: known, fresh: false, written: false };
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
    sections: await draftNow(ctx, desk, rules.agenda, null, matters),
  };
  return made(ctx, handover, itemsOf(ctx, desk, rules, matters), rules.policy.version);
}
