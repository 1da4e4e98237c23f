import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { MentionedUser } from '../../runtime/intent.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice, press, typed } from '../../view/build.ts';
import type { FormValues } from '../../view/view.ts';
import { type Desk, desksOf, findDesk, findMembers, loadDesk, mayLead, membersOf, standsOn } from '../people/index.ts';
import { type DutySlot, dutyLine, slotById, slotsAt, slotsOfPerson } from '../roster/index.ts';
import { namesOf } from './explain.ts';
import { ownFigures } from './figures.ts';
import { postForm } from './forms.ts';
import { explained, factsOf, handoverSubject, say, sendCard, sendCardHere, sidesOf } from './handle-card.ts';
import { mayClaim, save, sideOf } from './handle-change.ts';
import { tooEarly } from './handle-claim.ts';
import { openMatters, withMatters } from './handle-matters.ts';
import { type Opened, openPost, openShift } from './handle-open.ts';
import { typedIn } from './handle-press.ts';
import { digitsOf, enterCode, hasMet } from './handle-sign.ts';
import { ownCard } from './handle-view.ts';
import { lateHours, relievedBy } from './handle-waiting.ts';
import { loadReliefs, loadRules, loadWorld, type Rules, splitsOf, type World } from './handle-world.ts';
import { doneStates, type Handover } from './handover.ts';
import { openHandovers } from './store.ts';
import { text } from './text.ts';
import { titleOf } from './views.ts';

/** The next change of a shift this near is what somebody means. */
const nearMinutes = 60;

const minutesFrom = (from: Instant, to: Instant): number => (to.epochMilliseconds - from.epochMilliseconds) / 60_000;

/** The moments at which a shift is handed over: those inside it that a rule names, and the end of what the person has of it. */
export async function changesOf(ctx: PersonCtx, desk: Desk, rules: Rules, duty: DutySlot): Promise<readonly Instant[]> {
  return [...(await splitsOf(ctx, desk, rules, duty)), duty.endsAt];
}

/** `交班`: the hand-over of my shift, filled with what is on record; opened where there is none. */
export async function handOver(ctx: PersonCtx, words: string): Promise<Reply> {
  const other = await otherShift(ctx, words);
  if (other !== null) return other;
  const duties = await slotsOfPerson(ctx, ctx.actor.person, ctx.now.subtract({ hours: lateHours }), 6);
  const begun = duties.filter((duty) => Temporal.Instant.compare(duty.startsAt, ctx.now) <= 0);
  const duty = begun.find(({ endsAt }) => Temporal.Instant.compare(ctx.now, endsAt) < 0) ?? begun.at(-1);
  const desk = duty === undefined ? null : await loadDesk(ctx, duty.desk);
  if (duty === undefined || desk === null) {
    // Whoever has nothing to hand over takes over, once it can be.
    const taking = (await waitingFor(ctx)).filter((world) => tooEarly(ctx, world) === null);
    return taking.length > 0 ? shownTo(ctx, taking) : noShift(ctx, text.refusals.noShift, duties);
  }
  const rules = await loadRules(ctx, desk, { dutyOn: duty.dutyOn, shift: duty.shift, event: 'shift' });
  const changes = await changesOf(ctx, desk, rules, duty);
  const at = changes.find((change) => minutesFrom(change, ctx.now) < nearMinutes) ?? duty.endsAt;
  const { leaver, reliefs, posts } = await loadReliefs(ctx, desk, rules.agenda, { slot: duty.id, person: ctx.actor.person, at });
  // Whoever goes on at another position is relieved at this one.
  const staysOn = posts.some(
    (post) =>
      leaver !== null &&
      reliefs.length === 0 &&
      post.person === leaver.person &&
      post.startsAt.epochMilliseconds > leaver.startsAt.epochMilliseconds &&
      minutesFrom(at, post.startsAt) <= nearMinutes,
  );
  if (staysOn) return say(ctx, notice('info', text.refusals.continues, [], ctx.locale, [typed(text.buttons.myShifts, 'mine', ctx.locale)]));
  const slot = await slotById(ctx, duty.id);
  if (slot === null) return noShift(ctx, text.refusals.noShift, duties);
  return opened(ctx, await openShift(ctx, desk, slot, ctx.actor.person, at), [ctx.actor.person]);
}

/** Somebody named a shift that runs and is not theirs: whose it is. Null: they did not. */
async function otherShift(ctx: PersonCtx, words: string): Promise<Reply | null> {
  if (words.trim() === '') return null;
  const meant = await findDesk(ctx, words);
  if (meant.kind !== 'found') return null;
  const running = await slotsAt(ctx, meant.desk.id, ctx.now);
  const wanted = meant.rest.trim().toLowerCase();
  const isNamed = (slot: DutySlot): boolean =>
    wanted !== '' && [slot.shift, slot.shiftName.zh, slot.shiftName.en].some((name) => name.toLowerCase() === wanted);
  const named = wanted === '' ? running : running.filter(isNamed);
  const [slot] = named;
  if (slot === undefined || named.some(({ people }) => people.some(({ person }) => person === ctx.actor.person))) return null;
  if (wanted === '' && meant.by !== 'name') return null;
  const names = namesOf(
    slot.people.map(({ person }) => person),
    new Map(slot.people.map((one) => [one.person, { zh: one.name, en: one.nameEn ?? one.name }])),
  );
  return say(ctx, notice('warn', text.refusals.notYourShift(slot.shiftName), [text.refusals.theirs(names)], ctx.locale));
}

/** Nothing to do, and when the next shift is. */
async function noShift(ctx: PersonCtx, title: Words, duties: readonly DutySlot[]): Promise<Reply> {
  const next = duties.find(({ startsAt }) => Temporal.Instant.compare(ctx.now, startsAt) < 0);
  const desk = next === undefined ? null : await loadDesk(ctx, next.desk);
  const line =
    next === undefined || desk === null
      ? text.refusals.noNext
      : text.refusals.nextShift({ zh: dutyLine(next, desk.zone, 'zh'), en: dutyLine(next, desk.zone, 'en') });
  return say(ctx, notice('info', title, [line], ctx.locale, [typed(text.buttons.myShifts, 'mine', ctx.locale)]));
}

/**
 * A hand-over just made is its live card, sent to the sides; whoever opened it has it where they typed, with one line that says so where the card does
 * not come into the same conversation. One that was there is shown as it is now.
 */
async function opened(ctx: PersonCtx, { stored, fresh, written }: Opened, people: readonly PersonId[]): Promise<Reply> {
  const world = await loadWorld(ctx, stored);
  if (world === null) return explained(ctx, null, { code: 'gone' });
  if (fresh) {
    const { id } = stored.handover;
    const mine = people.includes(ctx.actor.person);
    if (mine) sendCardHere(ctx, id);
    await sendCard(
      ctx,
      id,
      people.filter((person) => person !== ctx.actor.person),
    );
    const title = titleOf(factsOf(world));
    const receipt = notice('ok', mine ? text.opened(title) : text.openedFor(title), [], ctx.locale);
    if (mine && ctx.place.kind === 'direct') return { kind: 'nothing', locale: ctx.locale };
    return mine ? { kind: 'say', locale: ctx.locale, view: receipt, receipt: true } : say(ctx, receipt);
  }
  return shown(ctx, written ? world : await refreshed(ctx, world));
}

/** The card for whoever asks; in a direct chat it follows the hand-over, as the one that was sent does. */
const shown = (ctx: PersonCtx, world: World): Reply => ({
  kind: 'say',
  locale: ctx.locale,
  view: ownCard(ctx, world),
  subject: handoverSubject(world.handover.id, ctx.actor.person),
});

/** With what was opened or settled since it was made, where nobody has signed. */
async function refreshed(ctx: PersonCtx, world: World): Promise<World> {
  const { handover, desk } = world;
  const working: readonly Handover['state'][] = ['preparing', 'verifying'];
  if (!working.includes(handover.state) || handover.slot === null) return world;
  const items = withMatters(ctx, desk, world.items, await openMatters(ctx, desk, { slot: handover.slot, person: handover.outgoing }));
  return items === world.items ? world : save(ctx, world, {}, items);
}

/** Hand-overs of the desks somebody stands on in which they are the incoming side, or may be. */
async function waitingFor(ctx: PersonCtx): Promise<readonly World[]> {
  const worlds = await openOnMyDesks(ctx);
  return worlds.filter((world) => sideOf(world, ctx.actor.person) === 'incoming');
}

async function openOnMyDesks(ctx: PersonCtx): Promise<readonly World[]> {
  const desks = await desksOf(ctx, ctx.actor.person);
  const stored = await Promise.all(desks.map((desk) => openHandovers(ctx, desk.id, ctx.now.subtract({ hours: 24 * ownFigures.openDays }))));
  const recent = stored.flat().filter(({ handover }) => handover.event !== 'shift' || minutesFrom(handover.at, ctx.now) < lateHours * 60);
  const worlds = await Promise.all(recent.map((one) => loadWorld(ctx, one)));
  return worlds.filter((world) => world !== null);
}

/** The hand-overs somebody takes over: the one there is, or which of them. */
function shownTo(ctx: PersonCtx, worlds: readonly World[]): Reply {
  const [first, ...more] = worlds;
  if (first === undefined) return explained(ctx, null, { code: 'gone' });
  if (more.length === 0) return shown(ctx, first);
  const buttons = worlds.map((world) =>
    press('handover.show', namesOf([world.handover.outgoing], world.names), { id: world.handover.id }, ctx.locale),
  );
  return say(
    ctx,
    notice(
      'info',
      text.whichHandover,
      // Those of one shift are told apart by the names on the buttons.
      [...new Map(worlds.map((world) => titleOf(factsOf(world))).map((title) => [title.zh, title])).values()],
      ctx.locale,
      buttons,
    ),
  );
}

/** `接班 [口令]`: the hand-over I take over, opened where nobody has; with digits, the code that was read out. */
export async function takeOver(ctx: PersonCtx, words: string): Promise<Reply> {
  const code = digitsOf(words);
  const meant = code === '' ? null : meantBy(ctx, code, await openOnMyDesks(ctx));
  if (meant !== null) return enterCode(ctx, meant.handover.id, code, 'words');
  const mine = await waitingFor(ctx);
  if (mine.length > 0) return shownTo(ctx, mine);
  const made = await openFor(ctx);
  if (made.length === 0) return noShift(ctx, text.refusals.noTake, await slotsOfPerson(ctx, ctx.actor.person, ctx.now, 3));
  const [only, ...more] = made;
  if (only !== undefined && more.length === 0) return opened(ctx, only, await bothSides(ctx, only));
  for (const { fresh, stored } of made) if (fresh) await sendCard(ctx, stored.handover.id, [stored.handover.outgoing]);
  const worlds = await Promise.all(made.map(({ stored }) => loadWorld(ctx, stored)));
  return shownTo(
    ctx,
    worlds.filter((world) => world !== null),
  );
}

/** Whose code somebody typed: that of a hand-over they can take, or their own; else one that waits for them, or another's. Null: none is open. */
function meantBy(ctx: PersonCtx, code: string, open: readonly World[]): World | null {
  const { person } = ctx.actor;
  const takes = open.filter((world) => sideOf(world, person) === 'incoming' || mayClaim(world, person));
  const gives = open.filter(({ handover }) => handover.outgoing === person && handover.code !== null);
  const is = ({ handover }: World): boolean => handover.code === code;
  // The code that was right is typed again: it opens what it opened.
  const met = takes.filter(
    (world) =>
      hasMet(world, person) && world.handover.marks.some(({ what, by, about }) => what === 'met' && by === person && about === code),
  );
  const shown = takes.filter(({ handover }) => handover.code !== null);
  return [...takes.filter(is), ...met, ...gives.filter(is), ...shown, ...gives, ...takes, ...open.filter(is)][0] ?? null;
}

async function bothSides(ctx: PersonCtx, { stored }: Opened): Promise<readonly PersonId[]> {
  const world = await loadWorld(ctx, stored);
  return world === null ? [] : sidesOf(world);
}

/** Opens the hand-overs of those whom the actor relieves in the shift they come for. */
async function openFor(ctx: PersonCtx): Promise<readonly Opened[]> {
  const made: Opened[] = [];
  for (const desk of await desksOf(ctx, ctx.actor.person)) {
    for (const leaver of await relievedBy(ctx, desk, ctx.actor.person)) {
      const slot = await slotById(ctx, leaver.slot);
      if (slot === null) continue;
      const one = await openShift(ctx, desk, slot, leaver.person, leaver.endsAt);
      if (!doneStates.includes(one.stored.handover.state)) made.push(one);
    }
  }
  return made;
}

/** `岗位交接`: who hands their post over to whom. */
export async function askPost(
  ctx: PersonCtx,
  words: string,
  mentions: readonly MentionedUser[],
  event: 'change-of-post' | 'leaving',
): Promise<Reply> {
  const meant = await findDesk(ctx, words);
  if (meant.kind === 'none') return say(ctx, notice('warn', text.noDesk, [text.noDeskWhy], ctx.locale));
  if (meant.kind === 'several') {
    const word = event === 'leaving' ? 'handover leaving' : 'handover post';
    const buttons = meant.desks.map((desk) => typed(desk.name, `${word} ${desk.name[ctx.locale]} ${meant.rest}`.trim(), ctx.locale));
    return say(ctx, notice('info', text.whichDesk, [], ctx.locale, buttons));
  }
  const { desk, rest } = meant;
  if (!standsOn(ctx.actor, desk)) return say(ctx, notice('warn', text.noDesk, [text.noDeskWhy], ctx.locale));
  const [members, named] = await Promise.all([membersOf(ctx, desk.id), findMembers(ctx, desk.id, rest, mentions)]);
  const to = named.found[0]?.person;
  const form = postForm(desk.id, members, { who: ctx.actor.person, event, ...(to === undefined ? {} : { to }) }, ctx.locale);
  return { kind: 'form', locale: ctx.locale, form };
}

export async function submitPost(ctx: PersonCtx, deskId: string, values: FormValues): Promise<Reply> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null || !standsOn(ctx.actor, desk)) return say(ctx, notice('warn', text.noDesk, [text.noDeskWhy], ctx.locale));
  const members = await membersOf(ctx, desk.id);
  const [who, to, said] = [typedIn(values, 'who'), typedIn(values, 'to'), typedIn(values, 'event')];
  const event = said === 'leaving' ? 'leaving' : 'change-of-post';
  const errors: Record<string, string> = {};
  for (const [name, person] of [
    ['who', who],
    ['to', to],
  ] as const)
    if (!members.some((member) => member.person === person)) errors[name] = text.form.notChoice[ctx.locale];
  if (who === to && errors.to === undefined) errors.to = text.form.samePerson[ctx.locale];
  if (who !== ctx.actor.person && !mayLead(ctx.actor, desk)) errors.who = text.refusals.postNotYours[ctx.locale];
  if (Object.keys(errors).length > 0)
    return { kind: 'invalid', locale: ctx.locale, form: postForm(deskId, members, { who, to, event }, ctx.locale), errors };
  const made = await openPost(ctx, desk, { outgoing: who, incoming: to, event });
  return opened(ctx, made, [who, to]);
}
