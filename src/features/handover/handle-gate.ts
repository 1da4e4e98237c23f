import type { Words } from '../../core/locale.ts';
import type { Instant } from '../../core/time.ts';
import { type Citation, type Policy, recordsBeforeRelease, recordTypes } from '../../policy/index.ts';
import type { Cited } from '../../policy/policy.ts';
import type { Ctx } from '../../runtime/context.ts';
import { press } from '../../view/build.ts';
import type { Action } from '../../view/view.ts';
import { askGates, type Leaving, loadPosts, type NotReleased, type Post, type ReleaseGate } from '../attendance/index.ts';
import { openIncidents } from '../incident/index.ts';
import { type Desk, policyFor } from '../people/index.ts';
import { slotById } from '../roster/index.ts';
import { gatesLeaving } from './agenda.ts';
import { outstanding } from './gate-words.ts';
import { incidentWords, stopperOf } from './handle-card.ts';
import { asksWhoStays, staffAfter } from './handle-staff.ts';
import { freezeOf, lackingRecords, loadReliefs, loadRules, type Rules, splitsOf, typeMeant, worldOf } from './handle-world.ts';
import { doneStates, isReleased } from './handover.ts';
import { goneBefore, reliefPresence } from './relief.ts';
import { handoversOfShift, loadNames, type StoredHandover } from './store.ts';
import { text } from './text.ts';
import { claimText } from './text-claims.ts';
import { handoverButton } from './views.ts';

/** Whether any rule of the desk has to do with leaving; costs nothing. */
const asksAnything = (policy: Policy): boolean =>
  recordsBeforeRelease(policy).length > 0 ||
  asksWhoStays(policy) ||
  policy.handovers.some(
    ({ event, reaction, value, gatesRelease }) => event === null && reaction !== 'off' && (value.key === 'release' || gatesRelease),
  );

/** What a rule holds somebody back for, or only notes. */
interface Hold {
  readonly words: Words;
  readonly cites: readonly Citation[];
  readonly reaction: 'refuse' | 'flag';
  readonly actions: (locale: 'zh' | 'en') => readonly Action[];
}

const none = (): readonly Action[] => [];
const stricter = (reaction: Cited<unknown>['reaction']): Hold['reaction'] => (reaction === 'refuse' ? 'refuse' : 'flag');

/**
 * Asked when somebody clocks out: whether the relief at their post is there, the hand-over is signed by all who have to, and the records of the shift
 * are complete, as far as the desk's rules want it. A hand-over a lead released them from stands for all of it.
 */
export const releaseGate: ReleaseGate = async (ctx, desk, leaving) => {
  const policy = await policyFor(ctx, desk, leaving.dutyOn);
  if (!asksAnything(policy) || (await neverCame(ctx, desk, leaving))) return null;
  const [rules, own] = await Promise.all([
    loadRules(ctx, desk, { dutyOn: leaving.dutyOn, shift: leaving.shift, event: 'shift' }),
    handoversOfShift(ctx, leaving.slot, leaving.person),
  ]);
  const last = await lastOf(
    ctx,
    desk,
    leaving,
    rules,
    own.filter(({ handover }) => handover.state !== 'cancelled'),
  );
  if (last !== null && isReleased(last.handover))
    return { released: true, heldUntil: after(leaving.endsAt, last.handover.sealedAt), notes: [], byLead: true };
  const { holds, since } = await holdsOf(ctx, desk, leaving, rules, last);
  const held = holds.filter(({ reaction }) => reaction === 'refuse');
  if (held.length > 0) return notReleased(held, leaving);
  const waited = since.sort((a, b) => a.epochMilliseconds - b.epochMilliseconds).at(-1) ?? null;
  return { released: true, heldUntil: after(leaving.endsAt, waited), notes: holds, asks: askFor(leaving) };
};

/** Whether somebody has not clocked in at all: nobody who was not there is kept on post. */
async function neverCame(ctx: Ctx, desk: Desk, { assignment, endsAt }: Leaving): Promise<boolean> {
  const posts = await loadPosts(ctx, desk.id, endsAt.subtract({ minutes: 1 }), endsAt);
  return posts.find((post) => post.assignment === assignment)?.in === null;
}

const askFor =
  ({ slot }: Leaving) =>
  (locale: 'zh' | 'en'): readonly Action[] => [press('handover.ask-release', text.buttons.ask, { slot }, locale)];

/** What keeps somebody on post after the end of their shift once `sealed` is signed by all; empty: they can go. */
export async function stillHeld(ctx: Ctx, desk: Desk, leaver: Post, sealed: StoredHandover): Promise<readonly Words[]> {
  const policy = await policyFor(ctx, desk, leaver.dutyOn);
  const rules = await loadRules(ctx, desk, { dutyOn: leaver.dutyOn, shift: leaver.shift, event: 'shift' });
  const own = asksAnything(policy) ? (await holdsOf(ctx, desk, leaver, rules, sealed)).holds : [];
  const others = await askGates(ctx, desk, leaver, releaseGate);
  return [
    ...own.filter(({ reaction }) => reaction === 'refuse').map(({ words }) => words),
    ...(others === null || 'released' in others ? [] : others.lines.map(({ words }) => words)),
  ];
}

/** A hand-over signed for another end counts where it was signed this near to the end. */
const nearMinutes = 60;

/**
 * The hand-over somebody leaves with: the one of their end; else, where the end was moved, one that is open or was signed near it. What they handed over
 * in the middle of the shift is another matter.
 */
async function lastOf(
  ctx: Ctx,
  desk: Desk,
  { slot: slotId, endsAt }: Leaving,
  rules: Rules,
  own: readonly StoredHandover[],
): Promise<StoredHandover | null> {
  const exact = own.findLast(({ handover }) => handover.at.equals(endsAt));
  const slot = exact !== undefined || own.length === 0 ? null : await slotById(ctx, slotId);
  if (exact !== undefined || slot === null) return exact ?? null;
  const splits = await splitsOf(ctx, desk, rules, slot);
  const earliest = endsAt.subtract({ minutes: nearMinutes }).epochMilliseconds;
  const counts = ({ handover: { at, sealedAt } }: StoredHandover): boolean =>
    !splits.some((split) => split.equals(at)) && (sealedAt === null || sealedAt.epochMilliseconds >= earliest);
  return own.findLast(counts) ?? null;
}

const after = (end: Instant, at: Instant | null): Instant | null =>
  at !== null && at.epochMilliseconds > end.epochMilliseconds ? at : null;

function notReleased(held: readonly Hold[], leaving: Leaving): NotReleased {
  return {
    lines: held,
    actions: (locale) => {
      const all = [...held.flatMap(({ actions }) => actions(locale)), handoverButton(locale)];
      return all.filter((action, index) => all.findIndex(({ label }) => label === action.label) === index);
    },
    asks: askFor(leaving),
  };
}

async function holdsOf(
  ctx: Ctx,
  desk: Desk,
  leaving: Leaving,
  rules: Rules,
  last: StoredHandover | null,
): Promise<{ readonly holds: readonly Hold[]; readonly since: Instant[] }> {
  const { agenda, policy } = rules;
  const { protocol } = agenda;
  const per = protocol.release?.value ?? 'position';
  const { leaver, reliefs, posts } = await loadReliefs(ctx, desk, agenda, {
    slot: leaving.slot,
    person: leaving.person,
    at: leaving.endsAt,
  });
  const holds: Hold[] = [];
  const since: Instant[] = [];
  const formWanted = protocol.requires.filter(({ value, gates }) => gates && typeMeant(value) === 'handover');
  const signed = gatesLeaving(policy, protocol);
  const whole = joined([...(signed === null ? [] : [signed]), ...formWanted]);
  // Whoever was told to stay until the relief came was kept, also where only the hand-over holds them back.
  if ((protocol.release !== null || whole !== null) && leaver !== null && reliefs.length > 0) {
    const presence = reliefPresence(reliefs, goneBefore(leaver, leaving.endsAt, posts, per));
    if (presence.since !== null) since.push(presence.since);
    if (!presence.there && protocol.release !== null) holds.push(reliefMissing(presence.missing, protocol.release));
  }
  if (whole !== null && reliefs.length > 0) {
    if (last !== null && doneStates.includes(last.handover.state))
      since.push(...(last.handover.sealedAt === null ? [] : [last.handover.sealedAt]));
    else holds.push(await unsigned(ctx, desk, rules, last, reliefs, whole));
  }
  const slot = await slotById(ctx, leaving.slot);
  const wanted = [
    ...protocol.requires.filter(({ value, gates }) => gates && value !== 'handover-completed' && typeMeant(value) !== 'handover'),
    ...recordsBeforeRelease(policy).filter(({ value }) => value !== 'handover' || reliefs.length > 0),
  ];
  const lacking = slot === null ? [] : await lackingRecords(ctx, desk, policy, slot, wanted);
  // The record of a hand-over is written by signing it.
  for (const one of lacking) {
    if (typeMeant(one.value) !== 'handover') holds.push(recordMissing(desk, one));
    else if (last === null || !doneStates.includes(last.handover.state)) holds.push(await unsigned(ctx, desk, rules, last, reliefs, one));
  }
  const staff = await staffAfter(ctx, desk, leaving);
  since.push(...(staff.since === null ? [] : [staff.since]));
  holds.push(
    ...staff.short.map(
      ({ left, need }): Hold => ({
        words: text.gate.tooFew(left, need.value.min),
        cites: need.cites,
        reaction: stricter(need.reaction),
        actions: none,
      }),
    ),
  );
  return { holds, since };
}

function joined(found: readonly Cited<unknown>[]): Cited<unknown> | null {
  if (found.length === 0) return null;
  return {
    value: null,
    cites: [...new Set(found.flatMap(({ cites }) => cites))],
    reaction: found.some(({ reaction }) => reaction === 'refuse') ? 'refuse' : 'flag',
  };
}

function reliefMissing(missing: readonly Post[], rule: Cited<unknown>): Hold {
  const names: Words = {
    zh: missing.map(({ name }) => name.zh).join('、'),
    en: missing.map(({ name }) => name.en).join(', '),
  };
  return { words: text.gate.relief(names), cites: rule.cites, reaction: stricter(rule.reaction), actions: none };
}

/** The incident because of which nothing is signed at the moment, `#4 the line`; null: there is none. */
async function stopperNow(ctx: Ctx, desk: Desk, { agenda }: Rules, last: StoredHandover | null): Promise<Words | null> {
  const world = last === null ? null : await worldOf(ctx, last);
  if (world?.handover.state === 'stopped') return stopperOf(world);
  const freeze = world === null ? freezeOf(agenda, await openIncidents(ctx, desk)) : world.freeze;
  return freeze?.reaction === 'refuse' ? incidentWords(freeze.incident, desk) : null;
}

async function unsigned(
  ctx: Ctx,
  desk: Desk,
  rules: Rules,
  last: StoredHandover | null,
  reliefs: readonly Post[],
  rule: Cited<unknown>,
): Promise<Hold> {
  const { cites, reaction } = rule;
  const { signs } = rules.agenda;
  const stopper = await stopperNow(ctx, desk, rules, last);
  if (last === null) {
    const words = stopper === null ? text.gate.notOpen : claimText.blockedUnopened(stopper);
    return { words, cites, reaction: stricter(reaction), actions: none };
  }
  const { handover } = last;
  const names = await loadNames(ctx, [handover.outgoing, ...(handover.incoming === null ? [] : [handover.incoming])]);
  const waits = outstanding(handover, signs, names, reliefs);
  return {
    words: stopper === null ? text.gate.handover(waits) : claimText.blocked(stopper, waits),
    cites,
    reaction: stricter(reaction),
    actions: (locale) => [press('handover.show', text.buttons.card, { id: handover.id }, locale)],
  };
}

function recordMissing(desk: Desk, { value, cites, reaction }: Cited<string>): Hold {
  const code = typeMeant(value) ?? value;
  const name = recordTypes().find((type) => type.code === code)?.name ?? { zh: value, en: value };
  return {
    words: text.gate.record({ zh: name.zh, en: name.en.toLowerCase() }),
    cites,
    reaction: stricter(reaction),
    actions: (locale) => [press('record.open', name, { type: code, desk: desk.id, typed: '{}' }, locale)],
  };
}
