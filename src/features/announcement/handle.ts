import type { DeskId, SlotId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { spreadSeconds } from '../../core/spread.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import { arriveBy } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import {
  announcementKey,
  announcementKind,
  type Board,
  boardSubject,
  boardsStarting,
  boardsWithLaterParts,
  lateAfterMs,
  loadBoard,
  markAnnounced,
  markFirstChannel,
  type Present,
  runningBoards,
  shiftSubject,
  slotsStarting,
} from '../attendance/index.ts';
import { announce, type ChannelAdded, channelsOf, contactsOf, type Desk, leadsOf, loadDesk, policyFor, tell } from '../people/index.ts';
import { slotsBetween } from '../roster/index.ts';
import { dueLines } from '../task/index.ts';
import { digestCard, type Lateness, reminderCard, weekCard } from './views.ts';

/** Announcements of one minute are spread over these seconds, desk by desk. */
const spreadWidth = 20;

const lateness = (dueAt: Instant, now: Instant): Lateness | null =>
  now.epochMilliseconds - dueAt.epochMilliseconds > lateAfterMs ? { dueAt, sentAt: now } : null;

/** Where the card that says who is on duty hangs in the channels of a desk. */
const dutySpot = (desk: DeskId): string => `duty/${desk}`;

/**
 * A shift begins: its card goes to the channels, its board to the leads. After an outage only shifts that are still running are announced, and say
 * that they are late; those that are over are left out.
 */
export async function announceShift(ctx: Ctx, slot: SlotId): Promise<void> {
  const board = await loadBoard(ctx, slot);
  if (board === null || ctx.now.epochMilliseconds >= board.endsAt.epochMilliseconds) return;
  // Moved to a later hour after this was planned: the new hour has a plan of its own.
  if (ctx.now.epochMilliseconds < board.startsAt.epochMilliseconds) return;
  const desk = await loadDesk(ctx, board.desk);
  if (desk === null) return;
  if (!markAnnounced(ctx, board)) return;
  const { shown, pinned } = await showing(ctx, desk, board.startsAt);
  if (shown) await announce(ctx, desk, () => dutyCard(board, pinned));
  if (!pinned) ctx.unit.unpin(dutySpot(desk.id));
  for (const before of await slotsStarting(ctx, board.desk, board.startsAt.subtract({ hours: 36 }), board.startsAt)) {
    if (before.endsAt.epochMilliseconds !== board.startsAt.epochMilliseconds) continue;
    ctx.unit.refresh(shiftSubject(before.id));
    ctx.unit.refresh(boardSubject(before.id));
  }
  const leads = new Set([
    ...(await leadsOf(ctx, desk.id)),
    ...board.people.filter((person) => person.leads).map((person) => person.person),
  ]);
  const contacts = await contactsOf(ctx, [...leads]);
  tell(ctx, [...contacts.values()], () => ({ subject: boardSubject(slot), until: board.endsAt }));
}

/** Whether the card of a shift goes to the channels of the desk, and whether it hangs there. */
async function showing(ctx: Ctx, desk: Desk, startsAt: Instant): Promise<{ readonly shown: boolean; readonly pinned: boolean }> {
  const { display } = await policyFor(ctx, desk, startsAt.toZonedDateTimeISO(desk.zone).toPlainDate().toString());
  // Where a regulation wants the names on a board for all to see, the card is that board, whatever the desk prefers.
  const ruled = display !== null && display.reaction !== 'off';
  const shown = desk.settings.announce_shift_change || ruled;
  return { shown, pinned: shown && (desk.settings.pin_duty_card || (ruled && display.value.pinned)) };
}

const dutyCard = ({ slot, desk, endsAt }: Board, pinned: boolean) => ({
  subject: shiftSubject(slot),
  until: endsAt,
  ...(pinned ? { pin: dutySpot(desk) } : {}),
});

/** A channel that is told of the desk from now on gets the card of the shift that runs, as the others did when it began. */
export async function showRunning(ctx: Ctx, desk: Desk, { platform, channelId }: ChannelAdded): Promise<void> {
  const isFirst = (await channelsOf(ctx, desk.id)).length === 0;
  for (const board of await runningBoards(ctx, [desk])) {
    // One that nobody was told of yet is announced to all of them, this one included.
    if (board.announcedAt === null) planShift(ctx, desk, { id: board.slot, startsAt: board.startsAt }, ctx.now);
    else {
      if (isFirst) markFirstChannel(ctx, board);
      const { shown, pinned } = await showing(ctx, desk, board.startsAt);
      if (shown) ctx.unit.send({ platform, to: { kind: 'channel', id: channelId }, locale: desk.locale, ...dutyCard(board, pinned) });
    }
  }
}

/**
 * Once for a slot and its start, however often it is planned. A shift that ran already when the bot could first plan it (`from`: the desk, its roster or
 * the shift is new) is due then: only what was planned before and missed comes late.
 */
function planShift(ctx: Ctx, desk: Desk, { id, startsAt }: { readonly id: SlotId; readonly startsAt: Instant }, from: Instant): void {
  const begins = startsAt.add({ seconds: spreadSeconds(desk.id, spreadWidth) });
  const at = Temporal.Instant.compare(begins, from) < 0 ? from : begins;
  ctx.unit.due({ kind: announcementKind, key: announcementKey(id, startsAt), at, desk: desk.id, payload: { slot: id } });
}

/** Minutes before a shift at which somebody wants to be reminded: their own choice, else the desk's; null: not at all. */
const leadOf = (own: number | null | undefined, desk: Desk): number | null =>
  own === undefined ? desk.settings.reminder_lead_minutes : own;

/** Spread over some seconds person by person: shifts begin on the hour, and Feishu asks apps not to send all at once then. */
const remindAt = ({ startsAt, person }: Present, lead: number): Instant =>
  startsAt.subtract({ minutes: lead }).add({ seconds: spreadSeconds(person, spreadWidth) });

/** A reminder that was planned before the shift was moved, or before somebody chose another lead, is left out: there is a new plan for it. */
export async function sendReminder(ctx: Ctx, slot: SlotId, person: string, dueAt: Instant): Promise<void> {
  const board = await loadBoard(ctx, slot);
  if (board === null) return;
  const ahead = board.people.filter(
    (one) => one.person === person && one.in === null && !one.away && ctx.now.epochMilliseconds < one.startsAt.epochMilliseconds,
  );
  if (ahead.length === 0) return;
  const [desk, contacts] = await Promise.all([loadDesk(ctx, board.desk), contactsOf(ctx, [person])]);
  const lead = desk === null ? null : leadOf(contacts.get(person)?.reminderMinutes, desk);
  const mine = lead === null ? undefined : ahead.find((one) => remindAt(one, lead).equals(dueAt));
  if (mine === undefined) return;
  const wanted = desk === null ? null : await wantedBefore(ctx, desk, mine);
  tell(ctx, [...contacts.values()], (locale) => ({ view: reminderCard(board, mine, wanted, ctx.now, locale), until: mine.startsAt }));
}

/** When a rule of the desk wants somebody there before the start; null where none does. */
async function wantedBefore(ctx: Ctx, desk: Desk, { startsAt }: Present): Promise<Instant | null> {
  const policy = await policyFor(ctx, desk, startsAt.toZonedDateTimeISO(desk.zone).toPlainDate().toString());
  const { at } = arriveBy({ startsAt, policy });
  return at.equals(startsAt) ? null : at;
}

/** The digest of the day; one that comes on a later day than its own is left out, because that day has its own. */
export async function sendDigest(ctx: Ctx, deskId: DeskId, on: string, dueAt: Instant): Promise<void> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null || desk.settings.digest_at === null) return;
  const day = Temporal.PlainDate.from(on);
  if (ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString() !== on) return;
  const [boards, due] = await Promise.all([
    boardsStarting(ctx, desk, startOf(day, desk), startOf(day.add({ days: 1 }), desk)),
    dueLines(ctx, desk, on, 1),
  ]);
  await announce(ctx, desk, (locale) => ({
    view: digestCard(desk.name, desk.zone, day, boards, due[0]?.lines ?? [], lateness(dueAt, ctx.now), locale),
    until: startOf(day.add({ days: 1 }), desk),
  }));
}

const startOf = (day: Temporal.PlainDate, desk: Desk): Instant => day.toZonedDateTime(desk.zone).toInstant();

/** The seven days after the day it is sent on. A look-ahead that is overtaken by the next one is left out. */
export async function sendLookAhead(ctx: Ctx, deskId: DeskId, on: string, dueAt: Instant): Promise<void> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null || desk.settings.look_ahead === null) return;
  const sent = Temporal.PlainDate.from(on);
  if (ctx.now.epochMilliseconds >= startOf(sent.add({ days: 7 }), desk).epochMilliseconds) return;
  const due = await dueLines(ctx, desk, sent.add({ days: 1 }).toString(), 7);
  const days: { day: Temporal.PlainDate; boards: Board[] }[] = [];
  for (let ahead = 1; ahead <= 7; ahead += 1) {
    const day = sent.add({ days: ahead });
    days.push({ day, boards: await boardsStarting(ctx, desk, startOf(day, desk), startOf(day.add({ days: 1 }), desk)) });
  }
  await announce(ctx, desk, (locale) => ({
    view: weekCard(desk.name, desk.zone, days, seldom(due), lateness(dueAt, ctx.now), locale),
    until: startOf(sent.add({ days: 7 }), desk),
  }));
}

/** What is due on every one of the days is known to everybody; the week is about the rest. */
function seldom(days: Awaited<ReturnType<typeof dueLines>>): { readonly on: string; readonly lines: readonly Words[] }[] {
  const counts = new Map<string, number>();
  for (const { lines } of days) for (const line of new Set(lines.map(({ en }) => en))) counts.set(line, (counts.get(line) ?? 0) + 1);
  return days.map(({ on, lines }) => ({ on, lines: lines.filter(({ en }) => counts.get(en) !== days.length) }));
}

const clockOn = (day: Temporal.PlainDate, time: string, desk: Desk): Instant =>
  day.toZonedDateTime({ timeZone: desk.zone, plainTime: Temporal.PlainTime.from(time) }).toInstant();

/** Lays out what the channels and the people of a desk are to be told of the shifts and days in the window. */
export async function planAnnouncements(ctx: Ctx, deskId: DeskId, from: Instant, to: Instant): Promise<void> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null) return;
  const delay = { seconds: spreadSeconds(deskId, spreadWidth) };
  const within = (at: Instant) => at.epochMilliseconds >= from.epochMilliseconds && at.epochMilliseconds < to.epochMilliseconds;
  // Also the one that runs: of a desk that is new to the bot nobody was told of it.
  for (const slot of await slotsBetween(ctx, deskId, from, to))
    if (slot.endsAt.epochMilliseconds > ctx.now.epochMilliseconds) planShift(ctx, desk, slot, from);
  await planReminders(ctx, desk, from, to);
  // Planned anew each time: another hour in the settings moves what was planned already.
  const plan = (kind: string, on: string, at: Instant): void => {
    const key = `${deskId}:${on}`;
    ctx.unit.undue(kind, key);
    ctx.unit.due({ kind, key, at, desk: deskId, payload: { on } });
  };
  const first = from.toZonedDateTimeISO(desk.zone).toPlainDate();
  const last = to.toZonedDateTimeISO(desk.zone).toPlainDate();
  for (let day = first; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    const on = day.toString();
    const { digest_at: digestAt, look_ahead: lookAhead } = desk.settings;
    if (digestAt !== null) {
      const at = clockOn(day, digestAt, desk).add(delay);
      if (within(at)) plan('announcement.digest', on, at);
    }
    if (lookAhead !== null && day.dayOfWeek === lookAhead.weekday) {
      const at = clockOn(day, lookAhead.at, desk).add(delay);
      if (within(at)) plan('announcement.week', on, at);
    }
  }
}

/** The longest lead a person may choose, in minutes; shifts this far ahead are looked at. */
const longestLeadMinutes = 24 * 60;

async function planReminders(ctx: Ctx, desk: Desk, from: Instant, to: Instant): Promise<void> {
  const [starting, running] = await Promise.all([
    boardsStarting(ctx, desk, from, to.add({ minutes: longestLeadMinutes })),
    boardsWithLaterParts(ctx, desk, from),
  ]);
  const boards = [...running.filter((board) => starting.every((other) => other.slot !== board.slot)), ...starting];
  const contacts = await contactsOf(
    ctx,
    boards.flatMap((board) => board.people.map((person) => person.person)),
  );
  for (const board of boards) {
    for (const one of board.people) {
      const { person } = one;
      const lead = leadOf(contacts.get(person)?.reminderMinutes, desk);
      if (lead === null || one.away) continue;
      const at = remindAt(one, lead);
      if (at.epochMilliseconds < from.epochMilliseconds || at.epochMilliseconds >= to.epochMilliseconds) continue;
      ctx.unit.due({
        kind: 'announcement.reminder',
        key: `${board.slot}:${person}:${at.toString()}`,
        at,
        desk: desk.id,
        payload: { slot: board.slot, person },
      });
    }
  }
}
