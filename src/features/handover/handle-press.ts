import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice, press } from '../../view/build.ts';
import type { FormValues } from '../../view/view.ts';
import { contactsOf, type Member, membersOf, roleNames, rolesOver, tell } from '../people/index.ts';
import { claimantOf } from './claim.ts';
import { explain, namesOf } from './explain.ts';
import { addForm, fieldOf, fillForm, type ItemQuestion, itemForm, longestRemark } from './forms.ts';
import { becomes, contentSubject, explained, factsOf, nextSubject, say, sidesOf, stepSubject } from './handle-card.ts';
import { asSide, blocked, isRefusal, isReply, maySee, save, sideOf, sidesWords, worldFor } from './handle-change.ts';
import { claimOf, early, tellBegun, tooEarly } from './handle-claim.ts';
import { mattersNow, sectionsNow } from './handle-draft.ts';
import { matterItem, withMatters } from './handle-matters.ts';
import { ownedInOthers } from './handle-owners.ts';
import { readerOf, withSections } from './handle-view.ts';
import type { World } from './handle-world.ts';
import { type Item, type ItemState, reliefSigned, type Section, type Side, sectionText } from './handover.ts';
import { longestSection, savedSection } from './sections.ts';
import { followPressed } from './store-write.ts';
import { text } from './text.ts';
import { claimText } from './text-claims.ts';
import { contentCard, toldCard } from './views.ts';
import { nextCard } from './views-step.ts';

/** A form's value as text. */
export const typedIn = (values: FormValues, name: string): string => {
  const value = values[name];
  return (typeof value === 'string' ? value : (value?.[0] ?? '')).trim();
};

const isSigned = ({ handover }: World): boolean => handover.outgoingSignedAt !== null || handover.incomingSignedAt !== null;

/** `看内容`: everything in it, for the people of the desk. */
export async function show(ctx: PersonCtx, id: string): Promise<Reply> {
  const world = await worldFor(ctx, id);
  if (isReply(world)) return world;
  if (!maySee(ctx, world)) return explained(ctx, null, { code: 'not-yours', ...sidesWords(world) });
  const view = contentCard(factsOf(await withSections(ctx, world)), readerOf(ctx, world), ctx.locale);
  // In a channel it is only shown to whoever asks; in a direct chat it stays and follows.
  return {
    kind: 'say',
    locale: ctx.locale,
    view,
    ...(ctx.place.kind === 'direct' ? { subject: contentSubject(id, ctx.actor.person) } : {}),
  };
}

/** The world for one side that may still change the hand-over, else the answer. `passing`: the incoming side would verify or take over. */
async function changing(
  ctx: PersonCtx,
  id: string,
  wanted: readonly Side[],
  passing = false,
): Promise<{ readonly world: World; readonly side: Side } | Reply> {
  const world = await worldFor(ctx, id);
  if (isReply(world)) return world;
  const side = asSide(ctx, world, wanted);
  if (isRefusal(side)) return explained(ctx, world, side);
  const passes = passing && side === 'incoming';
  const stop = blocked(world, passes) ?? (passes ? tooEarly(ctx, world) : null);
  return stop === null ? { world, side } : explained(ctx, world, early(stop, side));
}

/** With what has been opened or settled on the desk since; what somebody has signed stays as it is. */
export async function upToDate(ctx: PersonCtx, world: World): Promise<readonly Item[]> {
  if (isSigned(world)) return world.items;
  return withMatters(ctx, world.desk, world.items, await mattersNow(ctx, world));
}

export async function openFill(ctx: PersonCtx, id: string): Promise<Reply> {
  const found = await changing(ctx, id, ['outgoing']);
  if ('kind' in found) return found;
  if (reliefSigned(found.world.handover)) return explained(ctx, found.world, { code: 'signed-change' });
  const handover = { ...found.world.handover, sections: await sectionsNow(ctx, found.world) };
  return { kind: 'form', locale: ctx.locale, form: fillForm(found.world.agenda, handover, {}, ctx.locale) };
}

/**
 * The report as the outgoing side writes it, until the relief signs. What is changed after their own signature is not what they signed: signature and
 * code are taken back, and both read so.
 */
export async function submitFill(ctx: PersonCtx, id: string, values: FormValues): Promise<Reply> {
  const found = await changing(ctx, id, ['outgoing']);
  if ('kind' in found) return found;
  const { world } = found;
  if (reliefSigned(world.handover)) return explained(ctx, world, { code: 'signed-change' });
  const typed = Object.fromEntries(world.agenda.sections.map((name) => [fieldOf(name), typedIn(values, fieldOf(name))]));
  const errors: Record<string, string> = {};
  for (const [field, said] of Object.entries(typed)) {
    if (said === '') errors[field] = text.form.needed[ctx.locale];
    if (said.length > longestSection) errors[field] = text.form.tooLong(longestSection)[ctx.locale];
  }
  if (Object.keys(errors).length > 0)
    return { kind: 'invalid', locale: ctx.locale, form: fillForm(world.agenda, world.handover, typed, ctx.locale), errors };
  const filled = await sectionsNow(ctx, world);
  const written = world.agenda.sections.map((name): readonly [string, Section] => [
    name,
    savedSection(filled[name], typed[fieldOf(name)] ?? '', ctx.locale),
  ]);
  const { handover } = world;
  const isChanged = written.some(
    ([name, section]) =>
      handover.sections[name]?.written !== true || sectionText(handover.sections[name], ctx.locale) !== sectionText(section, ctx.locale),
  );
  const isWithdrawn = handover.outgoingSignedAt !== null && isChanged;
  const back = isWithdrawn ? { outgoingSignedAt: null, metAt: null, code: null, codeUntil: null } : {};
  const saved = await save(ctx, world, { sections: { ...handover.sections, ...Object.fromEntries(written) }, ...back });
  return isWithdrawn ? withdrawn(ctx, saved) : nextStep(ctx, saved, 'outgoing', 'say');
}

/** The signature of the outgoing side is taken back: the relief hears of it, and the outgoing side reads what to do. */
async function withdrawn(ctx: PersonCtx, world: World): Promise<Reply> {
  const { handover, desk, names } = world;
  const contacts = await contactsOf(ctx, [...new Set(sidesOf(world).filter((person) => person !== handover.outgoing))]);
  const title = claimText.withdrawnTo(namesOf([handover.outgoing], names));
  tell(ctx, contacts.values(), (locale) => ({ view: toldCard(factsOf(world), title, [claimText.withdrawnToHelp], [], locale) }));
  ctx.unit.audit({ action: 'handover.withdrawn', person: ctx.actor.person, desk: desk.id, subject: handover.id });
  const sign = press('handover.sign', text.buttons.sign, { id: handover.id }, ctx.locale, 'primary');
  return say(ctx, notice('ok', claimText.withdrawn, [claimText.withdrawnHelp], ctx.locale, [sign]));
}

/** The next item of a side, or that there is none left; a question that took the place of another says so where the hand-over stops or ends. */
function nextStep(ctx: PersonCtx, world: World, side: Side, how: 'say' | 'replace'): Reply {
  const view = nextCard(factsOf(world), side, ctx.locale);
  if (how === 'say') return say(ctx, view);
  followPressed(ctx, nextSubject(world.handover.id, ctx.actor.person));
  return becomes(ctx, view);
}

/** `逐项确认`: one item after the other, each with its own answer. */
export async function step(ctx: PersonCtx, id: string): Promise<Reply> {
  const found = await changing(ctx, id, ['outgoing', 'incoming'], true);
  if ('kind' in found) return found;
  const { world, side } = found;
  const items = await upToDate(ctx, world);
  // Whoever only looks does not take it from another relief.
  const incoming = side === 'incoming' ? (world.handover.incoming ?? ctx.actor.person) : world.handover.incoming;
  const same = items === world.items && incoming === world.handover.incoming;
  return nextStep(ctx, same ? world : await save(ctx, world, { incoming }, items), side, 'say');
}

/** Of an open matter the outgoing side says why it is passed on, or that it is settled. */
const isOutgoings = (as: ItemState | null): boolean => as === 'done' || as === null;

/** Who may answer an item: verified and taken over by the incoming side, or by whom the rule names; made ready by the outgoing one. */
function mayAnswer(ctx: PersonCtx, world: World, item: Item, as: ItemState | null): Reply | null {
  const { agenda } = world;
  const side = asSide(ctx, world, ['outgoing', 'incoming']);
  const reasons = item.kind === 'open' && isOutgoings(as);
  if (item.kind === 'open' && !reasons) {
    const named = agenda.protocol.confirmEach?.value ?? [];
    const roles = named.filter((role) => role !== 'incoming' && role !== 'outgoing');
    if (roles.length > 0 && !named.includes('incoming'))
      return roles.some((role) => rolesOver(ctx.actor, world.desk).includes(role))
        ? null
        : explained(ctx, world, { code: 'confirm-by', roles: { zh: roleNames(roles, 'zh'), en: roleNames(roles, 'en') } });
  }
  const wanted: Side =
    item.kind === 'open'
      ? reasons
        ? 'outgoing'
        : agenda.verifies
      : item.kind === 'verify'
        ? agenda.verifies
        : item.kind === 'outgoing'
          ? 'outgoing'
          : 'incoming';
  if (isRefusal(side)) return explained(ctx, world, side);
  return side === wanted
    ? null
    : explained(ctx, world, { code: wanted === 'outgoing' ? 'for-outgoing' : 'for-incoming', ...sidesWords(world) });
}

interface Answering {
  readonly world: World;
  readonly item: Item;
  readonly side: Side;
  /** To be called where the answer is saved. */
  readonly guard: () => void;
}

/** The item somebody answers, where it can still be answered. */
async function answering(ctx: PersonCtx, id: string, itemId: string, as: ItemState | null): Promise<Answering | Reply> {
  const world = await worldFor(ctx, id);
  if (isReply(world)) return world;
  const item = world.items.find((one) => one.id === itemId);
  if (item === undefined) return explained(ctx, world, { code: 'gone' });
  const refused = mayAnswer(ctx, world, item, as);
  if (refused !== null) return refused;
  const prepares = item.kind === 'outgoing' || (item.kind === 'open' && isOutgoings(as));
  const side: Side = ctx.actor.person === world.handover.outgoing ? 'outgoing' : 'incoming';
  const stop = blocked(world, !prepares) ?? (!prepares && side === 'incoming' ? tooEarly(ctx, world) : null);
  if (stop !== null) return explained(ctx, world, early(stop, side));
  const takes = !prepares && sideOf(world, ctx.actor.person) === 'incoming';
  const claim = takes ? await claimOf(ctx, world, ctx.actor.person) : null;
  if (claim !== null && claim.refusal !== null) return explained(ctx, world, claim.refusal);
  const signedAt = side === 'outgoing' ? world.handover.outgoingSignedAt : world.handover.incomingSignedAt;
  if (signedAt !== null) return explained(ctx, world, { code: 'signed-change' });
  if (item.state !== 'open')
    return say(ctx, {
      ...explain({ code: 'item-done' }, world.desk.zone, id, ctx.locale),
      actions: [press('handover.step', text.buttons.step, { id }, ctx.locale, 'primary')],
    });
  return { world, item, side, guard: () => claim?.guard() };
}

async function answered(
  ctx: PersonCtx,
  { world, item, side, guard }: Answering,
  change: Partial<Item>,
  how: 'say' | 'replace',
): Promise<Reply> {
  const items = world.items.map((one): Item => (one.id === item.id ? { ...one, ...change, by: ctx.actor.person, at: ctx.now } : one));
  // Whoever a rule has confirm matters need not be the one who takes over.
  const takesOver = sideOf(world, ctx.actor.person) === 'incoming';
  const incoming = takesOver ? ctx.actor.person : world.handover.incoming;
  guard();
  if (takesOver && claimantOf(world) === null && change.state !== undefined) await tellBegun(ctx, world, ctx.actor.person);
  const saved = await save(ctx, world, { incoming }, items);
  const mine = items.find(({ id }) => id === item.id);
  if (mine !== undefined) await ownedInOthers(ctx, world, mine);
  return nextStep(ctx, saved, side, how);
}

export type ItemAnswer = 'fine' | 'done' | 'carried';

export async function answerItem(ctx: PersonCtx, id: string, itemId: string, as: ItemAnswer): Promise<Reply> {
  const found = await answering(ctx, id, itemId, as);
  if ('kind' in found) return found;
  return answered(ctx, found, { state: as, ...(as === 'carried' ? { owner: takerOf(ctx, found.world) } : {}) }, 'replace');
}

/** Whose a matter becomes: the actor's, where they take over; else it goes to whoever does. */
const takerOf = (ctx: PersonCtx, world: World) =>
  sideOf(world, ctx.actor.person) === 'incoming' ? ctx.actor.person : world.handover.incoming;

const asOf = (what: ItemQuestion): ItemState | null => (what === 'wrong' ? 'wrong' : what === 'owner' ? 'carried' : null);

const membersFor = (ctx: PersonCtx, world: World, what: ItemQuestion): Promise<readonly Member[]> =>
  what === 'owner' ? membersOf(ctx, world.desk.id) : Promise.resolve([]);

export async function openItem(ctx: PersonCtx, id: string, itemId: string, what: ItemQuestion): Promise<Reply> {
  const found = await answering(ctx, id, itemId, asOf(what));
  if ('kind' in found) return found;
  const members = await membersFor(ctx, found.world, what);
  // The answer comes in a form: the question it was pressed on says afterwards what became of it.
  followPressed(ctx, stepSubject(id, itemId, ctx.actor.person));
  return { kind: 'form', locale: ctx.locale, form: itemForm(id, found.item, what, members, {}, ctx.locale) };
}

export async function submitItem(ctx: PersonCtx, id: string, itemId: string, what: ItemQuestion, values: FormValues): Promise<Reply> {
  const found = await answering(ctx, id, itemId, asOf(what));
  if ('kind' in found) return found;
  const { world, item } = found;
  const members = await membersFor(ctx, world, what);
  const [remark, owner] = [typedIn(values, 'remark'), typedIn(values, 'owner')];
  const error =
    what === 'owner'
      ? members.some(({ person }) => person === owner)
        ? null
        : text.form.notChoice
      : remark === ''
        ? text.form.needed
        : remark.length > longestRemark
          ? text.form.tooLong(longestRemark)
          : null;
  if (error !== null)
    return {
      kind: 'invalid',
      locale: ctx.locale,
      form: itemForm(id, item, what, members, { remark, owner }, ctx.locale),
      errors: { [what === 'owner' ? 'owner' : 'remark']: error[ctx.locale] },
    };
  ctx.unit.refresh(stepSubject(id, itemId, ctx.actor.person));
  const change: Partial<Item> = what === 'owner' ? { state: 'carried', owner } : what === 'wrong' ? { state: 'wrong', remark } : { remark };
  return answered(ctx, found, change, 'say');
}

export async function openAdd(ctx: PersonCtx, id: string): Promise<Reply> {
  const found = await changing(ctx, id, ['outgoing', 'incoming']);
  if ('kind' in found) return found;
  if (isSigned(found.world)) return explained(ctx, found.world, { code: 'signed-change' });
  return { kind: 'form', locale: ctx.locale, form: addForm(id, '', ctx.locale) };
}

/** An open matter is written by hand; it stands in every later hand-over until it is settled. */
export async function submitAdd(ctx: PersonCtx, id: string, values: FormValues): Promise<Reply> {
  const found = await changing(ctx, id, ['outgoing', 'incoming']);
  if ('kind' in found) return found;
  const { world } = found;
  if (isSigned(world)) return explained(ctx, world, { code: 'signed-change' });
  const line = typedIn(values, 'line');
  if (line === '' || line.length > longestRemark) {
    const error = line === '' ? text.form.needed : text.form.tooLong(longestRemark);
    return { kind: 'invalid', locale: ctx.locale, form: addForm(id, line, ctx.locale), errors: { line: error[ctx.locale] } };
  }
  const last = Math.max(-1, ...world.items.map(({ place }) => place));
  const saved = await save(ctx, world, {}, [...world.items, matterItem(ctx, { text: line, source: null }, last + 1)]);
  const step = press('handover.step', text.buttons.step, { id: saved.handover.id }, ctx.locale);
  return say(ctx, notice('ok', text.saved, [line], ctx.locale, [step]));
}
