import type { PersonId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice, press } from '../../view/build.ts';
import type { FormValues } from '../../view/view.ts';
import { contactsOf, tell } from '../people/index.ts';
import { rereadShift, sharedLines } from '../record/index.ts';
import { type Lack, lacksOf, stateOf } from './agenda.ts';
import { claimantOf, codeProblem, missesOf, withoutMisses } from './claim.ts';
import { explain, itemSaid, lackLines, namesOf } from './explain.ts';
import { ownFigures } from './figures.ts';
import { codeForm } from './forms.ts';
import { outstanding } from './gate-words.ts';
import { becomes, explained, factsOf, say } from './handle-card.ts';
import { asSide, blocked, isRefusal, isReply, mark, mayClaim, save, sideOf, sidesWords, worldFor } from './handle-change.ts';
import { claimOf, early, takenOver, tooEarly } from './handle-claim.ts';
import { newCode, sendCode } from './handle-code.ts';
import { sectionsNow } from './handle-draft.ts';
import { typedIn, upToDate } from './handle-press.ts';
import { ownCard } from './handle-view.ts';
import type { World } from './handle-world.ts';
import { type Handover, type Item, reliefSigned, type Side } from './handover.ts';
import { loadNames } from './store.ts';
import { leavePressed } from './store-write.ts';
import { text } from './text.ts';
import { claimText } from './text-claims.ts';
import { incomingWords, toldCard } from './views.ts';

/** The card, or the end of the items gone through: the one becomes itself with the signature, the other a line that says so. */
export type SignedFrom = 'card' | 'step';

/** Digits only, also those typed full width or with blanks between them. */
export const digitsOf = (said: string): string => said.normalize('NFKC').replace(/\D/gu, '');

/** `出示口令`: a code the outgoing person reads out; the one before is void. Only they see it. */
export async function showCode(ctx: PersonCtx, id: string): Promise<Reply> {
  const world = await worldFor(ctx, id);
  if (isReply(world)) return world;
  const side = asSide(ctx, world, ['outgoing']);
  if (isRefusal(side)) return explained(ctx, world, side);
  const stop = blocked(world, true);
  if (stop !== null) return explained(ctx, world, stop);
  const { metAt } = world.handover;
  if (world.agenda.protocol.inPerson === null) return explained(ctx, world, { code: 'code-not-asked' });
  // Until the relief has signed another one can take over, with a code of their own.
  if (metAt !== null && reliefSigned(world.handover)) return explained(ctx, world, { code: 'met-already', at: metAt });
  const early = tooEarly(ctx, world);
  if (early !== null) return explained(ctx, world, early);
  sendCode(ctx, (await save(ctx, world, { ...newCode(ctx), marks: withoutMisses(world.handover.marks) })).handover);
  return ctx.place.kind === 'direct' ? { kind: 'nothing', locale: ctx.locale } : say(ctx, notice('info', text.code.sent, [], ctx.locale));
}

/** The code was typed by somebody: it proves once that both have met, and the incoming side signs with it. */
export async function enterCode(ctx: PersonCtx, id: string, said: string, from: 'form' | 'words'): Promise<Reply> {
  const world = await worldFor(ctx, id);
  if (isReply(world)) return world;
  const { handover } = world;
  const { person } = ctx.actor;
  const side = sideOf(world, person) ?? (mayClaim(world, person) ? 'incoming' : null);
  if (side === 'outgoing') return explained(ctx, world, { code: 'code-own' });
  if (side === null) return explained(ctx, world, { code: 'code-other', name: incomingWords(world) });
  const stop = blocked(world, true);
  if (stop !== null) return explained(ctx, world, stop);
  if (world.agenda.protocol.inPerson === null) return explained(ctx, world, { code: 'code-not-asked' });
  if (hasMet(world, person)) return signAs(ctx, world, side, { again: true });
  // Who takes another one over has no tries of this one.
  const claim = await claimOf(ctx, world, person);
  if (claim.refusal !== null) return explained(ctx, world, claim.refusal);
  const claimant = claimantOf(world);
  if (claimant !== null && claimant !== person && handover.metAt !== null && handover.code === null)
    return explained(ctx, world, { code: 'taken', name: namesOf([claimant], world.names), byCode: true });
  const digits = digitsOf(said);
  const wrong = codeProblem(handover, person, digits, ctx.now);
  if (wrong === null) {
    const { handover: claimed, items } = await takenOver(ctx, world, person);
    const marks = [...claimed.marks, mark(ctx, 'met', person, digits)];
    const taken = { handover: { ...claimed, marks, metAt: ctx.now, code: null, codeUntil: null }, items };
    return signAs(ctx, world, side, { taken, guard: claim.guard });
  }
  const misses = handover.code !== null && (wrong.code === 'code-wrong' || wrong.code === 'code-worn');
  if (misses && missesOf(handover, person) < ownFigures.codeTries) {
    const missed = mark(ctx, 'missed', person, '');
    if (missesOf(handover, person) + 1 === ownFigures.codeTries) await tellWorn(ctx, world, person);
    await save(ctx, world, { codeTries: handover.codeTries + 1, marks: [...handover.marks, missed] });
  }
  const view = explain(wrong, world.desk.zone, id, ctx.locale);
  if (from === 'words') return say(ctx, view);
  const help =
    wrong.code === 'code-wrong'
      ? text.refusals.codeLeft(wrong.left)
      : wrong.code === 'code-worn'
        ? text.refusals.codeWornHelp
        : text.refusals.codeNoneHelp;
  const more = ` ${help[ctx.locale]}`;
  return { kind: 'invalid', locale: ctx.locale, form: codeForm(id, said, ctx.locale), errors: { code: `${view.title}${more}` } };
}

/** Whoever gives the code hears that somebody has used up their tries. */
async function tellWorn(ctx: PersonCtx, world: World, person: PersonId): Promise<void> {
  const { handover } = world;
  const contacts = await contactsOf(ctx, [handover.outgoing]);
  const names = new Map([...world.names, ...(await loadNames(ctx, [person]))]);
  const title = claimText.worn(namesOf([person], names), ownFigures.codeTries);
  tell(ctx, contacts.values(), (locale) => {
    const again = press('handover.code', text.buttons.newCode, { id: handover.id }, locale, 'primary');
    return { view: toldCard(factsOf(world), title, [claimText.wornHelp], [again], locale, '⚠️') };
  });
}

export const submitCode = (ctx: PersonCtx, id: string, values: FormValues): Promise<Reply> =>
  enterCode(ctx, id, typedIn(values, 'code'), 'form');

/** `确认并签字`: by either side, in any order; the last signature seals it. */
export async function sign(ctx: PersonCtx, id: string, from: SignedFrom = 'card'): Promise<Reply> {
  const world = await worldFor(ctx, id);
  if (isReply(world)) return world;
  const { person } = ctx.actor;
  const side = sideOf(world, person) ?? (mayClaim(world, person) ? 'incoming' : null);
  if (side === null) return explained(ctx, world, { code: 'not-yours', ...sidesWords(world) });
  const stop = blocked(world, true) ?? (signatureOf(world.handover, side) === null ? tooEarly(ctx, world) : null);
  if (stop !== null) return explained(ctx, world, early(stop, side));
  const { handover, agenda } = world;
  const takes = side === 'incoming' && handover.incomingSignedAt === null;
  const claim = takes ? await claimOf(ctx, world, person) : null;
  if (claim !== null && claim.refusal !== null) return explained(ctx, world, claim.refusal);
  const claimant = claimantOf(world);
  const isClaimed = claimant !== null && claimant !== person;
  if (takes && agenda.protocol.inPerson !== null && !hasMet(world, person) && agenda.signs.includes('incoming')) {
    // Whoever takes a claim over verifies anew, once the code has shown that they are there.
    if (isClaimed) return { kind: 'form', locale: ctx.locale, form: codeForm(id, '', ctx.locale) };
    const others = lacksOf(side, agenda, handover, world.items, world.records).filter(({ what }) => what !== 'meeting');
    if (others.some(({ reaction }) => reaction === 'refuse')) return explained(ctx, world, { code: 'lacking', lacks: others });
    return { kind: 'form', locale: ctx.locale, form: codeForm(id, '', ctx.locale) };
  }
  const taken = takes && isClaimed ? await takenOver(ctx, world, person) : null;
  return signAs(ctx, world, side, { taken, from, ...(claim === null ? {} : { guard: claim.guard }) });
}

const signatureOf = (handover: Handover, side: Side): Instant | null =>
  side === 'outgoing' ? handover.outgoingSignedAt : handover.incomingSignedAt;

/** Whether it was this relief who typed the code. */
export const hasMet = ({ handover }: World, person: PersonId): boolean => handover.metAt !== null && handover.incoming === person;

/** What is still to be written though no rule stops the signature for it: named beside what does. */
function unwritten(side: Side, { agenda, handover }: World, lacks: readonly Lack[]): readonly Lack[] {
  const missing = agenda.sections.filter((name) => handover.sections[name]?.written !== true);
  if (side !== 'outgoing' || missing.length === 0 || lacks.some(({ what }) => what === 'sections')) return [];
  return [{ what: 'sections', about: missing, matters: [], cites: [], reaction: 'flag' }];
}

interface Signing {
  /** The hand-over as it is once the code has been checked or a claim taken over; kept also where something else is still wanted. */
  readonly taken?: Pick<World, 'handover' | 'items'> | null;
  /** The code was typed again by whoever it has met. */
  readonly again?: boolean;
  readonly from?: SignedFrom;
  /** Called where a claim is saved. */
  readonly guard?: () => void;
}

async function signAs(
  ctx: PersonCtx,
  world: World,
  side: Side,
  { taken = null, again = false, from = 'card', guard }: Signing = {},
): Promise<Reply> {
  const { agenda } = world;
  const handover = taken?.handover ?? world.handover;
  const met = again || (taken !== null && taken.handover.metAt !== null);
  const signedAt = signatureOf(handover, side);
  if (signedAt !== null) return explained(ctx, world, { code: 'signed', at: signedAt });
  const keep = (items: readonly Item[]): Promise<World> => {
    if (taken !== null) guard?.();
    return save(ctx, world, taken?.handover ?? {}, items);
  };
  if (!agenda.signs.includes(side)) {
    if (taken !== null) await keep(taken.items);
    return explained(ctx, world, { code: 'no-signature' });
  }
  const items = side === 'outgoing' ? await upToDate(ctx, world) : (taken?.items ?? world.items);
  const fresh = items.filter(({ id }) => !world.items.some((one) => one.id === id));
  if (fresh.length > 0) {
    await keep(items);
    return freshFirst(ctx, world, fresh);
  }
  const drafted = side === 'outgoing' ? { sections: await sectionsNow(ctx, world) } : {};
  const lacks = lacksOf(side, agenda, handover, items, world.records);
  const stops = lacks.filter(({ reaction }) => reaction === 'refuse');
  if (stops.length > 0) {
    if (taken !== null || items !== world.items) await keep(items);
    const all = [...lacks, ...unwritten(side, world, lacks)];
    const refusal = explain({ code: 'lacking', lacks: all }, world.desk.zone, handover.id, ctx.locale);
    if (!met) return say(ctx, refusal);
    const next = { kind: 'text' as const, text: text.code.metNotYet[ctx.locale] };
    return say(ctx, { ...refusal, tone: 'ok', title: text.code.met[ctx.locale], blocks: [next, ...refusal.blocks] });
  }
  const noted = [...new Set(lacks.flatMap(({ cites }) => cites.map(({ rule }) => rule)))];
  const marks =
    lacks.length === 0
      ? handover.marks
      : [...handover.marks, mark(ctx, 'flagged', ctx.actor.person, noted.join(' '), lacks.map(({ what }) => what).join(' '))];
  const signature: Partial<Handover> =
    side === 'outgoing' ? { outgoingSignedAt: ctx.now } : { incomingSignedAt: ctx.now, incoming: ctx.actor.person };
  if (stateOf(agenda, { ...handover, ...signature }, items) === 'sealed') {
    const edited = await editedMeanwhile(ctx, world, met);
    if (edited !== null) {
      if (taken !== null || items !== world.items) await keep(items);
      return edited;
    }
  }
  const code = side === 'outgoing' && agenda.protocol.inPerson !== null && handover.metAt === null ? newCode(ctx) : null;
  guard?.();
  const signedWorld = await save(
    ctx,
    world,
    { ...(taken?.handover ?? {}), ...drafted, marks: code === null ? marks : withoutMisses(marks), ...signature, ...(code ?? {}) },
    items,
  );
  ctx.unit.audit({
    action: 'handover.sign',
    person: ctx.actor.person,
    desk: world.desk.id,
    subject: handover.id,
    detail: { side, met: handover.metAt !== null, flagged: noted },
    policyVersion: world.policy.version,
  });
  if (code !== null) sendCode(ctx, signedWorld.handover);
  const flagged = lacks.length === 0 ? [] : lackLines(lacks, ctx.locale);
  const sent = code === null ? null : from === 'step' ? text.code.sent : text.code.signed;
  if (from === 'step') {
    leavePressed(ctx);
    const waits =
      signedWorld.handover.state === 'sealed'
        ? null
        : text.waitsFor(outstanding(signedWorld.handover, agenda.signs, world.names, world.reliefs));
    const said = waits === null ? text.sealedNow : text.signedNow;
    return { kind: 'replace', locale: ctx.locale, view: notice('ok', said, [waits, sent], ctx.locale, [], flagged) };
  }
  const card = ownCard(ctx, signedWorld);
  const notes = sent === null ? [] : [{ kind: 'note' as const, text: sent[ctx.locale] }];
  const findings = flagged.length === 0 ? [] : [{ kind: 'findings' as const, findings: flagged }];
  return becomes(ctx, { ...card, blocks: [...card.blocks, ...notes, ...findings] });
}

/** Nobody signs what they have not seen: matters that were opened since are shown, and the signature is asked for again. */
function freshFirst(ctx: PersonCtx, { handover }: World, fresh: readonly Item[]): Reply {
  const lines = fresh.map((item) => itemSaid(item, ctx.locale));
  const again = press('handover.sign', text.buttons.sign, { id: handover.id }, ctx.locale, 'primary');
  const show = press('handover.show', text.buttons.show, { id: handover.id }, ctx.locale);
  return say(ctx, notice('warn', claimText.fresh(fresh.length), [...lines, claimText.freshHow], ctx.locale, [again, show]));
}

/**
 * Nobody seals what they have not read: log entries of the shift whose messages were edited since are amended first, and whoever would seal reads them.
 * Null: nothing was edited, as far as the messenger says.
 */
async function editedMeanwhile(ctx: PersonCtx, { handover, slot, desk }: World, met: boolean): Promise<Reply | null> {
  const amended = slot === null ? [] : await rereadShift(ctx, slot.id);
  if (amended.length === 0) return null;
  const lines = (await sharedLines(ctx, desk, amended)).map((line) => line[ctx.locale]);
  const again = press('handover.sign', text.buttons.sign, { id: handover.id }, ctx.locale, 'primary');
  const show = press('handover.show', text.buttons.show, { id: handover.id }, ctx.locale);
  const said = [met ? text.code.met : null, ...lines, claimText.editedHow];
  return say(ctx, notice('warn', claimText.edited, said, ctx.locale, [again, show]));
}
