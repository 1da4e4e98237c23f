import type { DeskId, PersonId, SlotId } from '../../core/ids.ts';
import { type Instant, Temporal, type Zone } from '../../core/time.ts';
import { answerable } from '../../policy/index.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { datesOf, loadDays, parseMonth, unknownYears } from '../calendar/index.ts';
import { type Desk, desksOf, findDesk, loadDesk, mayLead, membersOf, policyFor, standsOn } from '../people/index.ts';
import { isAwayOn } from './away.ts';
import { dayWords } from './duty-line.ts';
import { loadWorld, nameSlots } from './handle-world.ts';
import { shiftReader } from './import/shift-words.ts';
import { datesOfHalf, type Half, halfOf } from './month-grid.ts';
import { byStart, shiftNamesIn } from './plan.ts';
import { loadWaiting } from './publish/store.ts';
import { press, typed } from './publish/views.ts';
import type { DutySlot } from './roster.ts';
import { loadNextSlot, loadPublished, loadSlot, loadSlotsBetween, loadSlotsById, loadSlotsOfDays, loadSlotsOfPerson } from './store.ts';
import { absencesBetween } from './store-absence.ts';
import { type AwayPerson, mineCard, mineNone, monthCard, notices, type WhoAnswer, whoCard } from './views.ts';
import { parseWhen } from './when.ts';

/** Published slots of the desk that overlap `[from, to)`, with names, people and roles, by start. */
export async function slotsBetween(ctx: Ctx, desk: DeskId, from: Instant, to: Instant): Promise<DutySlot[]> {
  return nameSlots(ctx, await loadSlotsBetween(ctx, desk, from, to));
}

/** Published slots of the desk that are running at the moment; an end is not part of its shift. */
export async function slotsAt(ctx: Ctx, desk: DeskId, at: Instant): Promise<DutySlot[]> {
  return nameSlots(ctx, await loadSlotsBetween(ctx, desk, at, at.add({ milliseconds: 1 })));
}

/** One published slot; null when the roster no longer has it. */
export async function slotById(ctx: Ctx, slot: SlotId): Promise<DutySlot | null> {
  const found = await loadSlot(ctx, slot);
  return found === null ? null : ((await nameSlots(ctx, [found]))[0] ?? null);
}

/** Published slots by their ids, by start; those the roster no longer has are absent. One round trip for all. */
export async function slotsById(ctx: Ctx, slots: readonly SlotId[]): Promise<DutySlot[]> {
  return nameSlots(ctx, await loadSlotsById(ctx, slots));
}

/**
 * The person's duties that are not over at `from`, on all desks, by start; at most `limit`. Each has the person's own hours: who does a part of a
 * shift has the slot with the hours of that part, once for each part.
 */
export async function slotsOfPerson(ctx: Ctx, person: PersonId, from: Instant, limit: number): Promise<DutySlot[]> {
  const slots = await nameSlots(ctx, await loadSlotsOfPerson(ctx, person, from, limit));
  return slots
    .flatMap((slot) => slot.people.filter((one) => one.person === person).map(({ startsAt, endsAt }) => ({ ...slot, startsAt, endsAt })))
    .filter((duty) => duty.endsAt.epochMilliseconds > from.epochMilliseconds)
    .sort(byStart)
    .slice(0, limit);
}

/** Whether the month (`YYYY-MM`) of a desk is published. */
export async function isPublished(ctx: Ctx, desk: DeskId, month: string): Promise<boolean> {
  return (await loadPublished(ctx, desk, month)) !== null;
}

const startOf = (on: string, zone: Zone): Instant => Temporal.PlainDate.from(on).toZonedDateTime(zone).toInstant();
const nextDay = (on: string): string => Temporal.PlainDate.from(on).add({ days: 1 }).toString();

const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });

/** More desks than these are asked about one by one. */
const mostDesks = 4;

/** `谁值班 [班组] [班次] [时间]`: who is on duty now, at a moment, or on a day. */
export async function showWho(ctx: PersonCtx, words: string): Promise<Reply> {
  const meant = await findDesk(ctx, words);
  if (meant.kind === 'none') return say(ctx, notices.noDesk(ctx.locale));
  const desks = meant.kind === 'found' ? [meant.desk] : meant.desks;
  if (desks.length > mostDesks)
    return say(
      ctx,
      notices.whichDesk(desks, (desk) => typed(desk.name[ctx.locale], `who ${desk.name[ctx.locale]} ${meant.rest}`.trim()), ctx.locale),
    );
  const answers: WhoAnswer[] = [];
  for (const desk of desks) {
    const answer = await whoOn(ctx, desk, meant.rest);
    if (answer.kind === 'notice') return say(ctx, answer);
    answers.push(answer);
  }
  return say(ctx, whoCard(answers, ctx.locale));
}

async function whoOn(ctx: PersonCtx, desk: Desk, words: string): Promise<WhoAnswer | ReturnType<typeof notices.noSuchDate>> {
  const said = parseWhen(words, ctx.now.toZonedDateTimeISO(desk.zone));
  if (!said.ok) return notices.noSuchDate(said.refusal.text, ctx.locale);
  const { at: wall, rest } = said.value;
  const on = wall.toPlainDate().toString();
  const shifts = rest === '' ? null : await shiftsMeant(ctx, desk, on, rest);
  if (rest !== '' && shifts === null) return notices.notUnderstood(rest, ctx.locale);
  // A shift without an hour means that shift of the day.
  const kind = shifts !== null && said.value.kind === 'now' ? 'day' : said.value.kind;
  const at = wall.toInstant();
  const rows =
    kind === 'day' ? await loadSlotsOfDays(ctx, [desk.id], on, on) : await loadSlotsBetween(ctx, desk.id, at, at.add({ milliseconds: 1 }));
  const named = (await nameSlots(ctx, rows, [desk])).filter((slot) => shifts === null || shifts.includes(slot.shift));
  const slots = kind === 'day' ? named : named.map((slot) => ({ ...slot, people: peopleAt(slot, at) }));
  const next = kind === 'day' && slots.length > 0 ? null : await loadNextSlot(ctx, desk.id, at, kind === 'day' ? on : null);
  return {
    desk,
    kind,
    at,
    on,
    slots,
    next: next === null ? null : ((await nameSlots(ctx, [next], [desk]))[0] ?? null),
    away: await (kind === 'day'
      ? awayOn(ctx, desk, startOf(on, desk.zone), startOf(nextDay(on), desk.zone), on)
      : awayOn(ctx, desk, at, at.add({ milliseconds: 1 }))),
    published: slots.length > 0 || (await isPublished(ctx, desk.id, on.slice(0, 7))),
    phones: desk.settings.phones_in_announcements || (ctx.place.kind !== 'channel' && standsOn(ctx.actor, desk)),
    leads: mayLead(ctx.actor, desk),
    answers: kind === 'day' ? null : await answersAt(ctx, desk, at, on),
  };
}

/** Who answers for the duty at a moment, for what and where, as the rules of the desk say; null where none speaks of it. */
async function answersAt(ctx: Ctx, desk: Desk, at: Instant, on: string): Promise<WhoAnswer['answers']> {
  const policy = await policyFor(ctx, desk, on);
  if (policy.matters.length === 0 && policy.tasks.every(({ value }) => value.task !== 'answer')) return null;
  return answerable({ policy, at, zone: desk.zone, day: await loadDays(ctx, desk) });
}

/** Those of a slot who are there at a moment; who does another part of it is not. */
const peopleAt = (slot: DutySlot, at: Instant): DutySlot['people'] =>
  slot.people.filter(
    (one) => one.startsAt.epochMilliseconds <= at.epochMilliseconds && at.epochMilliseconds < one.endsAt.epochMilliseconds,
  );

/** Who is away in a stretch of time; of a day, whose leave is of that day. Leave that is only asked for is not said. */
async function awayOn(ctx: Ctx, desk: Desk, from: Instant, to: Instant, day: string | null = null): Promise<AwayPerson[]> {
  const members = await membersOf(ctx, desk.id);
  const people = members.map((member) => member.person);
  const absences = (await absencesBetween(ctx, { people }, from, to)).filter((absence) => absence.approved);
  return absences.flatMap((absence) => {
    const member = members.find((one) => one.person === absence.person);
    return member === undefined || (day !== null && !isAwayOn(absence, day, desk.zone)) ? [] : [{ ...absence, name: member.name }];
  });
}

/** The codes of the shifts a word means; null: it is no shift of the desk. */
async function shiftsMeant(ctx: Ctx, desk: Desk, on: string, word: string): Promise<readonly string[] | null> {
  const found = shiftReader(shiftNamesIn(await loadWorld(ctx, desk, on, on), [on]))(word);
  return found.kind === 'shifts' || found.kind === 'ambiguous' ? found.codes : null;
}

/** Shifts shown by `我的班`. */
const mostMine = 12;

/** `我的班 [时间]`: the next shifts, or those of a day. */
export async function showMine(ctx: PersonCtx, words: string): Promise<Reply> {
  const desks = new Map((await desksOf(ctx, ctx.actor.person)).map((desk) => [desk.id, desk]));
  const [home] = desks.values();
  const zone = home?.zone ?? ctx.orgZone;
  const said = parseWhen(words, ctx.now.toZonedDateTimeISO(zone));
  if (!said.ok) return say(ctx, notices.noSuchDate(said.refusal.text, ctx.locale));
  if (said.value.rest !== '') return say(ctx, notices.notUnderstood(said.value.rest, ctx.locale));
  const coming = await slotsOfPerson(ctx, ctx.actor.person, ctx.now, mostMine);
  const deskOf = async (slot: DutySlot): Promise<Desk | null> => desks.get(slot.desk) ?? (await loadDesk(ctx, slot.desk));
  for (const slot of coming) {
    const desk = await deskOf(slot);
    if (desk !== null) desks.set(desk.id, desk);
  }
  const known = (slot: DutySlot) => {
    const desk = desks.get(slot.desk);
    if (desk === undefined) throw new Error(`The desk of slot ${slot.id} is gone`);
    return desk;
  };
  const leave = await ownLeave(ctx);
  const [next] = coming;
  const nextToSay = next === undefined ? null : { slot: next, desk: known(next) };
  if (said.value.kind === 'now')
    return say(
      ctx,
      next === undefined ? mineNone(null, null, ctx.locale) : mineCard(coming, known, leave, ctx.actor.person, ctx.now, ctx.locale),
    );
  const day = said.value.at.toPlainDate().toString();
  const from = Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant();
  const thatDay = (await slotsOfPerson(ctx, ctx.actor.person, from, mostMine)).filter((slot) => slot.dutyOn === day);
  for (const slot of thatDay) {
    const desk = await deskOf(slot);
    if (desk !== null) desks.set(desk.id, desk);
  }
  if (thatDay.length === 0) return say(ctx, mineNone(dayWords(day), nextToSay, ctx.locale));
  return say(ctx, mineCard(thatDay, known, [], ctx.actor.person, ctx.now, ctx.locale));
}

/** Days ahead for which `我的班` names one's own leave. */
const leaveAheadDays = 60;

async function ownLeave(ctx: PersonCtx): Promise<AwayPerson[]> {
  const until = ctx.now.add({ hours: leaveAheadDays * 24 });
  const own = await absencesBetween(ctx, { people: [ctx.actor.person] }, ctx.now, until);
  const name = { zh: ctx.actor.name, en: ctx.actor.name };
  return own.filter((absence) => absence.approved).map((absence) => ({ ...absence, name }));
}

/** `值班表 [班组] [月]`: half a month of the roster. */
export async function showMonth(ctx: PersonCtx, words: string): Promise<Reply> {
  const meant = await findDesk(ctx, words);
  if (meant.kind === 'none') return say(ctx, notices.noDesk(ctx.locale));
  const zone = meant.kind === 'found' ? meant.desk.zone : ctx.orgZone;
  const month = parseMonth(meant.rest, ctx.now.toZonedDateTimeISO(zone).toPlainDate());
  if (month === null) return say(ctx, notices.badMonth(meant.rest, ctx.locale));
  if (meant.kind === 'several') {
    return say(
      ctx,
      notices.whichDesk(
        meant.desks,
        (desk) => press('roster.month', desk.name[ctx.locale], { desk: desk.id, month: month.toString(), half: 'first' }),
        ctx.locale,
      ),
    );
  }
  return say(ctx, await monthPage(ctx, meant.desk, month.toString(), null));
}

/** Another half or month of the card. */
export async function turnMonth(ctx: PersonCtx, deskId: DeskId, month: string, half: Half): Promise<Reply> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null) return say(ctx, notices.gone(ctx.locale));
  return { kind: 'replace', locale: ctx.locale, view: await monthPage(ctx, desk, month, half) };
}

async function monthPage(ctx: PersonCtx, desk: Desk, month: string, wanted: Half | null) {
  const today = ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString();
  const half = wanted ?? (today.startsWith(month) ? halfOf(today) : 'first');
  const dates = datesOfHalf(datesOf(month), half);
  const leads = mayLead(ctx.actor, desk);
  const [rows, away, published, days] = await Promise.all([
    loadSlotsOfDays(ctx, [desk.id], dates[0] ?? '', dates.at(-1) ?? ''),
    awayOn(ctx, desk, startOf(dates[0] ?? today, desk.zone), startOf(nextDay(dates.at(-1) ?? today), desk.zone)),
    loadPublished(ctx, desk.id, month),
    loadDays(ctx, desk),
  ]);
  const draft = leads ? await loadWaiting(ctx, desk.id, month, published?.version ?? null) : null;
  return monthCard(
    {
      desk,
      month,
      half,
      dates,
      slots: await nameSlots(ctx, rows, [desk]),
      away,
      published,
      draft: draft?.id ?? null,
      today,
      leads,
      nextMonth: Temporal.PlainYearMonth.from(month).add({ months: 1 }).toString(),
      unknownYears: unknownYears(dates, days),
    },
    ctx.locale,
  );
}
