import { formatTime } from '../../core/format.ts';
import type { DeskId, PersonId, SlotId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import { press } from '../../view/build.ts';
import type { Action, Card } from '../../view/view.ts';
import { loadPosts, type Post, roleHolders } from '../attendance/index.ts';
import { contactsOf, type Desk, leadsOf, loadDesk, policyFor, tell } from '../people/index.ts';
import { entriesOf } from '../record/index.ts';
import { type DutySlot, slotById, slotsBetween } from '../roster/index.ts';
import { gatesLeaving } from './agenda.ts';
import { claimantOf } from './claim.ts';
import { cancel } from './handle-cancel.ts';
import { factsOf, refreshCards, sendCard, sidesOf } from './handle-card.ts';
import { leadMinutes } from './handle-claim.ts';
import { openShift } from './handle-open.ts';
import { loadReliefs, loadRules, loadWorld, type Rules, splitsOf, typeMeant, type World } from './handle-world.ts';
import { endedStates, reliefSigned } from './handover.ts';
import { goneBefore, reliefPresence } from './relief.ts';
import { handoversOfChange, handoversOfShift, openHandovers, type StoredHandover } from './store.ts';
import { updateHandover } from './store-write.ts';
import { text } from './text.ts';
import { claimText } from './text-claims.ts';
import { handoverButton, lateCard, toldCard, toldOfSeveral } from './views.ts';

export const prepareKind = 'handover.prepare';
export const changeKind = 'handover.change';
export const recordKind = 'handover.record';

const isOver = (at: Instant, now: Instant): boolean => Temporal.Instant.compare(at, now) <= 0;

/** The moments at which a slot is handed over, by person or for all: the ends of everybody's part, and those inside it that a rule names. */
async function changesIn(ctx: Ctx, desk: Desk, rules: Rules, slot: DutySlot): Promise<readonly Instant[]> {
  const splits = await splitsOf(ctx, desk, rules, slot);
  const ends = [...slot.people.map(({ endsAt }) => endsAt), slot.endsAt];
  const all = [...splits, ...ends].map((at) => at.toString());
  return [...new Set(all)].map((at) => Temporal.Instant.from(at));
}

/** Lays out, for the shifts that are handed over in the window: filling beforehand, the change itself, and records kept beside it. */
export async function planChanges(ctx: Ctx, deskId: DeskId, from: Instant, to: Instant): Promise<void> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null) return;
  await followRoster(ctx, desk);
  const policy = await policyFor(ctx, desk, from.toZonedDateTimeISO(desk.zone).toPlainDate().toString());
  const later = await policyFor(ctx, desk, to.toZonedDateTimeISO(desk.zone).toPlainDate().toString());
  if (policy.handovers.length === 0 && later.handovers.length === 0) return;
  const lead = leadMinutes(desk);
  const inWindow = (at: Instant): boolean => Temporal.Instant.compare(from, at) <= 0 && Temporal.Instant.compare(at, to) < 0;
  for (const slot of await slotsBetween(ctx, deskId, from, to.add({ minutes: lead }))) {
    const rules = await loadRules(ctx, desk, { dutyOn: slot.dutyOn, shift: slot.shift, event: 'shift' });
    if (!rules.agenda.protocol.asked) continue;
    for (const at of await changesIn(ctx, desk, rules, slot)) {
      const payload = { slot: slot.id, at: at.toString() };
      const early = at.subtract({ minutes: lead });
      if (inWindow(early)) ctx.unit.due({ kind: prepareKind, key: `${slot.id}:${at}`, at: early, desk: deskId, payload });
      if (inWindow(at)) ctx.unit.due({ kind: changeKind, key: `${slot.id}:${at}:0`, at, desk: deskId, payload: { ...payload, level: 0 } });
    }
    if (inWindow(slot.startsAt) && ownRecords(rules).length > 0)
      ctx.unit.due({
        kind: recordKind,
        key: `${slot.id}:${slot.startsAt}`,
        at: slot.startsAt,
        desk: deskId,
        payload: { slot: slot.id, at: slot.startsAt.toString() },
      });
  }
}

/** Hand-overs of shifts that ended so long ago are left as they are. */
const followedHours = 24;

/**
 * Where somebody's end of a shift was moved after their hand-over was opened, it is the hand-over of the new end; where the roster has their duty no
 * more, it is closed, and both sides hear so.
 */
async function followRoster(ctx: Ctx, desk: Desk): Promise<void> {
  const since = ctx.now.subtract({ hours: followedHours });
  for (const stored of await openHandovers(ctx, desk.id, since)) {
    const { handover } = stored;
    if (handover.slot === null) continue;
    const slot = await slotById(ctx, handover.slot);
    const ends = (slot?.people ?? []).flatMap(({ person, endsAt }) => (person === handover.outgoing ? [endsAt] : []));
    if (slot === null || ends.length === 0) {
      await cancel(ctx, stored);
      continue;
    }
    const rules = await loadRules(ctx, desk, { dutyOn: slot.dutyOn, shift: slot.shift, event: 'shift' });
    const known = [...ends, ...(await splitsOf(ctx, desk, rules, slot))];
    const [end] = ends.toSorted((a, b) => distance(a, handover.at) - distance(b, handover.at));
    if (end === undefined || known.some((at) => at.equals(handover.at))) continue;
    const taken = (await handoversOfShift(ctx, slot.id, handover.outgoing)).some((one) => one.handover.at.equals(end));
    if (taken) continue;
    updateHandover(ctx, handover, { ...handover, at: end });
    await refreshCards(ctx, handover);
  }
}

const distance = (left: Instant, right: Instant): number => Math.abs(left.epochMilliseconds - right.epochMilliseconds);

/** Records the protocol keeps beside the hand-over itself: the roll-call. */
const ownRecords = ({ agenda }: Rules) => agenda.protocol.records.filter(({ value }) => value !== 'handover' && typeMeant(value) !== null);

interface Change {
  readonly slot: DutySlot;
  readonly rules: Rules;
  /** Whose time ends at the moment, or who goes on through it where it lies inside the shift. */
  readonly leavers: readonly Post[];
}

/** The change as it stands now; null where the roster or the rules have moved it since it was planned. */
async function changeAt(ctx: Ctx, desk: Desk, slotId: SlotId, at: Instant): Promise<Change | null> {
  const slot = await slotById(ctx, slotId);
  if (slot === null) return null;
  const rules = await loadRules(ctx, desk, { dutyOn: slot.dutyOn, shift: slot.shift, event: 'shift' });
  const known = (await changesIn(ctx, desk, rules, slot)).some((one) => one.equals(at));
  if (!known || !rules.agenda.protocol.asked) return null;
  const posts = await loadPosts(ctx, desk.id, slot.startsAt, slot.endsAt);
  const isSplit = !slot.people.some(({ endsAt }) => endsAt.equals(at));
  const goes = (post: Post): boolean =>
    isSplit ? Temporal.Instant.compare(post.startsAt, at) < 0 && Temporal.Instant.compare(at, post.endsAt) < 0 : post.endsAt.equals(at);
  return { slot, rules, leavers: posts.filter((post) => post.slot === slot.id && goes(post)) };
}

/** Before the change: every hand-over is opened, filled with what is on record, and its card sent to whoever goes. */
export async function prepare(ctx: Ctx, deskId: DeskId | null, slotId: SlotId, at: Instant): Promise<void> {
  const desk = deskId === null ? null : await loadDesk(ctx, deskId);
  if (desk === null || isOver(at, ctx.now)) return;
  const change = await changeAt(ctx, desk, slotId, at);
  for (const leaver of change?.leavers ?? []) {
    if (change === null || leaver.in === null || leaver.out !== null) continue;
    const { reliefs } = await loadReliefs(ctx, desk, change.rules.agenda, { slot: slotId, person: leaver.person, at });
    if (reliefs.length === 0) continue;
    const opened = await openShift(ctx, desk, change.slot, leaver.person, at);
    const { handover } = opened.stored;
    if (endedStates.includes(handover.state)) continue;
    await sendCard(ctx, handover.id, [leaver.person]);
    if (!opened.fresh && handover.outgoingSignedAt === null) await remindToPrepare(ctx, desk, opened.stored, leaver.person);
  }
}

/** Whoever opened it earlier has the card further up: one line reminds them. */
async function remindToPrepare(ctx: Ctx, desk: Desk, stored: StoredHandover, person: PersonId): Promise<void> {
  const world = await loadWorld(ctx, stored);
  if (world === null) return;
  const title = text.prepare(formatTime(stored.handover.at, desk.zone));
  const contacts = await contactsOf(ctx, [person]);
  tell(ctx, contacts.values(), (locale) => ({
    view: toldCard(
      factsOf(world),
      title,
      [],
      [press('handover.fill', text.buttons.fill, { id: stored.handover.id }, locale, 'primary')],
      locale,
      '⏰',
    ),
    until: stored.handover.at,
  }));
}

/** Who is told of a relief that has not come, level by level: whom the rule names, then those who lead, desk by desk upwards. */
async function chainOf(ctx: Ctx, desk: Desk, rules: Rules): Promise<readonly (readonly PersonId[])[]> {
  const roles = rules.agenda.protocol.alert.map(({ value }) => value);
  const named = roles.length === 0 ? [] : await roleHolders(ctx, desk, roles);
  const levels: (readonly PersonId[])[] = named.length === 0 ? [] : [named];
  const known = new Set(named);
  for (const id of desk.lineage) {
    const fresh = (await leadsOf(ctx, id)).filter((person) => !known.has(person));
    for (const person of fresh) known.add(person);
    if (fresh.length > 0) levels.push(fresh);
  }
  return levels;
}

/**
 * At the change, and so many minutes after it as the desk waits for somebody who does not come, level by level: a relief that is missing is told of up
 * the chain, and whoever stays reads that the time counts. Where the relief is there and only a signature is missing, both sides are reminded once.
 */
export async function change(ctx: Ctx, deskId: DeskId | null, slotId: SlotId, at: Instant, level: number): Promise<void> {
  const desk = deskId === null ? null : await loadDesk(ctx, deskId);
  const found = desk === null ? null : await changeAt(ctx, desk, slotId, at);
  if (desk === null || found === null) return;
  const { rules, slot } = found;
  let claims: readonly StoredHandover[] | null = null;
  const lates: Late[] = [];
  const unsigned: World[] = [];
  for (const leaver of found.leavers) {
    if (leaver.in === null || leaver.out !== null) continue;
    const relief = await loadReliefs(ctx, desk, rules.agenda, { slot: slotId, person: leaver.person, at });
    if (relief.reliefs.length === 0) continue;
    const own = (await handoversOfShift(ctx, slotId, leaver.person)).find(({ handover }) => handover.at.equals(at));
    if (own?.handover.state === 'overridden') continue;
    const { release } = rules.agenda.protocol;
    const presence = reliefPresence(relief.reliefs, goneBefore(leaver, at, relief.posts, release?.value ?? 'position'));
    // Whoever has signed is there, unless the rule wants them to have clocked in.
    const came = presence.there || (release === null && own !== undefined && reliefSigned(own.handover));
    const gated = release !== null || gatesLeaving(rules.policy, rules.agenda.protocol) !== null;
    if (gated && !came) {
      claims ??= await handoversOfChange(ctx, desk.id, at);
      const late: Late = { rules, leaver, missing: missingFor(own, claims, presence.missing), signedBy: signerOf(own), at, level };
      await alertLate(ctx, desk, late);
      lates.push(late);
    } else if (level === 0 && own?.handover.state !== 'sealed') unsigned.push(...(await unsignedOf(ctx, desk, slot, leaver, at)));
  }
  await remindToSign(ctx, unsigned);
  if (level === 0) await callReliefs(ctx, desk, lates);
  const levels = lates.length > 0 ? await chainOf(ctx, desk, rules) : [];
  const step = Math.max(1, desk.settings.no_show_after_minutes);
  if (level + 1 < levels.length)
    ctx.unit.due({
      kind: changeKind,
      key: `${slotId}:${at}:${level + 1}`,
      at: at.add({ minutes: (level + 1) * step }),
      desk: desk.id,
      payload: { slot: slotId, at: at.toString(), level: level + 1 },
    });
}

/** The relief who has signed; null: nobody has. */
const signerOf = (own: StoredHandover | undefined): PersonId | null =>
  own !== undefined && reliefSigned(own.handover) ? own.handover.incoming : null;

/**
 * Whom somebody waits for: the relief they have met, else those who have not begun to take over from another one; where all have, any of them.
 * `claims`: the hand-overs of the change.
 */
function missingFor(own: StoredHandover | undefined, claims: readonly StoredHandover[], missing: readonly Post[]): readonly Post[] {
  const others = claims.filter(({ handover }) => handover.id !== own?.handover.id);
  const elsewhere = new Set(others.flatMap((one) => claimantOf(one) ?? []));
  const named = missing.filter(({ person }) => person === own?.handover.incoming && (!elsewhere.has(person) || person === signerOf(own)));
  const free = missing.filter(({ person }) => !elsewhere.has(person));
  return [named, free].find((posts) => posts.length > 0) ?? missing;
}

interface Late {
  readonly rules: Rules;
  readonly leaver: Post;
  readonly missing: readonly Post[];
  /** The relief who has signed and is not at the desk. */
  readonly signedBy: PersonId | null;
  readonly at: Instant;
  readonly level: number;
}

const citesOf = ({ rules }: Late) => {
  const { release, alert } = rules.agenda.protocol;
  return [...(release?.cites ?? []), ...alert.flatMap((one) => one.cites)];
};

const namesOfPosts = (posts: readonly Post[]): Words => ({
  zh: posts.map(({ name }) => name.zh).join('、'),
  en: posts.map(({ name }) => name.en).join(', '),
});

function sinceLines(ctx: Ctx, at: Instant): readonly Words[] {
  const minutes = Math.floor((ctx.now.epochMilliseconds - at.epochMilliseconds) / 60_000);
  return minutes > 0 ? [text.late.since(minutes)] : [];
}

/** Those above hear of it, each level at its time; whoever stays reads once that the time counts. */
async function alertLate(ctx: Ctx, desk: Desk, late: Late): Promise<void> {
  const { rules, leaver, missing, at, level } = late;
  const cites = citesOf(late);
  const levels = await chainOf(ctx, desk, rules);
  const [up, own] = await Promise.all([contactsOf(ctx, levels[level] ?? []), contactsOf(ctx, level === 0 ? [leaver.person] : [])]);
  const slot = await slotById(ctx, leaver.slot);
  const stored = slot === null ? null : (await openShift(ctx, desk, slot, leaver.person, at)).stored;
  const card = (title: Words, lines: readonly Words[], actions: Card['actions'], locale: Locale): Card =>
    lateCard({ title, desk: desk.name, lines, names: namesOfPosts(missing), leaver: leaver.name, cites, actions }, locale);
  tell(ctx, up.values(), (locale) => ({
    view: card(
      text.late.lead(leaver.name),
      sinceLines(ctx, at),
      stored === null
        ? []
        : [
            press('handover.show', text.buttons.card, { id: stored.handover.id }, locale),
            press('handover.override-open', text.buttons.override, { id: stored.handover.id }, locale),
          ],
      locale,
    ),
  }));
  tell(ctx, own.values(), (locale) => ({ view: card(text.late.outgoing, [text.late.outgoingHelp], [handoverButton(locale)], locale) }));
  ctx.unit.audit({
    action: 'handover.relief-late',
    desk: desk.id,
    subject: leaver.assignment,
    detail: { level, missing: missing.map(({ person }) => person), told: [...up.keys()], rules: cites.map(({ rule }) => rule) },
    policyVersion: rules.policy.version,
  });
}

/** Whoever has not come to take over reads so once, with everybody who stays on for them. */
async function callReliefs(ctx: Ctx, desk: Desk, lates: readonly Late[]): Promise<void> {
  const contacts = await contactsOf(ctx, [...new Set(lates.flatMap(({ missing }) => missing.map(({ person }) => person)))]);
  tell(ctx, contacts.values(), (locale, { person }) => {
    const all = lates.filter(({ missing }) => missing.some((one) => one.person === person));
    const untaken = all.filter(({ signedBy }) => signedBy !== person);
    const own = untaken.length > 0 ? untaken : all;
    const at = own[0]?.at ?? ctx.now;
    const title = untaken.length > 0 ? text.late.relief(formatTime(at, desk.zone)) : claimText.clockIn;
    const leaver = namesOfPosts(own.map((late) => late.leaver));
    const actions = [press('attendance.in', text.buttons.in, {}, locale, 'primary')];
    return {
      view: lateCard(
        {
          title,
          desk: desk.name,
          lines: sinceLines(ctx, at),
          names: null,
          leaver,
          cites: own[0] === undefined ? [] : citesOf(own[0]),
          actions,
        },
        locale,
      ),
    };
  });
}

/** The hand-over of somebody whose relief has come, and that is not signed. */
async function unsignedOf(ctx: Ctx, desk: Desk, slot: DutySlot, leaver: Post, at: Instant): Promise<readonly World[]> {
  const world = await loadWorld(ctx, (await openShift(ctx, desk, slot, leaver.person, at)).stored);
  return world === null ? [] : [world];
}

const isWaitedFor = (world: World, person: PersonId): boolean => {
  const { outgoing, outgoingSignedAt, incomingSignedAt } = world.handover;
  return sidesOf(world).includes(person) && (person === outgoing ? outgoingSignedAt : incomingSignedAt) === null;
};

/** Whoever has still to sign reads so once, with whose shifts it is about. */
async function remindToSign(ctx: Ctx, worlds: readonly World[]): Promise<void> {
  const people = new Set(worlds.flatMap((world) => sidesOf(world).filter((person) => isWaitedFor(world, person))));
  const contacts = await contactsOf(ctx, [...people]);
  tell(ctx, contacts.values(), (locale, { person }) => {
    const own = worlds.filter((world) => isWaitedFor(world, person)).map(factsOf);
    const step = (id: string): Action => press('handover.step', text.buttons.step, { id }, locale, 'primary');
    return {
      view: toldOfSeveral(own, text.late.unsigned, [], own.length === 1 ? own.map(({ handover }) => step(handover.id)) : [], locale, '⏰'),
    };
  });
}

/** At the start of a shift: whoever keeps a record beside the hand-over gets its form, unless it is written. */
export async function remindRecords(ctx: Ctx, deskId: DeskId | null, slotId: SlotId, at: Instant): Promise<void> {
  const desk = deskId === null ? null : await loadDesk(ctx, deskId);
  const slot = desk === null ? null : await slotById(ctx, slotId);
  if (desk === null || slot === null || !slot.startsAt.equals(at) || isOver(slot.endsAt, ctx.now)) return;
  const rules = await loadRules(ctx, desk, { dutyOn: slot.dutyOn, shift: slot.shift, event: 'shift' });
  for (const record of ownRecords(rules)) {
    const type = typeMeant(record.value);
    if (type === null || (await entriesOf(ctx, desk.id, { types: [type], slot: slot.id, limit: 1 })).length > 0) continue;
    const holders = await roleHolders(ctx, desk, record.by);
    const inShift = holders.filter((person) => slot.people.some((one) => one.person === person));
    const contacts = await contactsOf(ctx, inShift.length > 0 ? inShift : holders);
    tell(ctx, contacts.values(), (locale) => ({
      view: lateCard(
        {
          title: text.rollCall(slot.shiftName),
          desk: desk.name,
          lines: [],
          names: null,
          leaver: null,
          cites: record.cites,
          actions: [press('record.open', text.buttons.rollCall, { type, desk: desk.id, typed: '{}' }, locale, 'primary')],
        },
        locale,
      ),
      until: slot.endsAt,
    }));
  }
}
