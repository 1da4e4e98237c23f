import { formatMoment, inBrackets } from '../../core/format.ts';
import type { AssignmentId, DeskId, SlotId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Result } from '../../core/result.ts';
import { type Instant, type Interval, Temporal, type Zone } from '../../core/time.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import { idOf } from '../../runtime/new-id.ts';
import type { Reply } from '../../runtime/reply.ts';
import { allDesks, contactsOf, type Desk, desksOf, leadsOf, leadsShift, loadDesk, mayLead, policyFor, tell } from '../people/index.ts';
import { absencesBetween, type DutySlot, type LeaveSpan, slotById, slotsAt, slotsBetween, takenFrom, withPart } from '../roster/index.ts';
import { announcementKey, shownLate } from './announced.ts';
import type { Board, Duty, Present, PunchFacts, PunchOutcome, PunchRefusal } from './attendance.ts';
import { closesMinutes, decideClockIn, decideClockOut } from './decide.ts';
import { tellEarlyLeave } from './handle-early.ts';
import { askGates } from './handle-gates.ts';
import { heldBeyond } from './handle-held.ts';
import { publishPunch } from './handle-punches.ts';
import { waitsToBeTaken } from './handle-take-over.ts';
import { dailyHours } from './month/daily.ts';
import { type ClockOffer, clockOffer } from './offered.ts';
import {
  type DutyRow,
  guardSlot,
  loadDuties,
  loadLastOffRoster,
  loadPresent,
  loadSlotPunches,
  saveAnnounced,
  saveFirstChannel,
  savePunch,
} from './store.ts';
import { attendanceText as text } from './text.ts';
import { boardCard, heldNotice, offRosterCard, punchedNotice, questionNotice, refusalNotice, shiftCard } from './views.ts';

/** The most a desk may open its clock before a shift (settings.clock_in_opens_minutes). */
const longestOpenMinutes = 720;

export const shiftSubject = (slot: SlotId): string => `attendance.shift/${slot}`;
export const boardSubject = (slot: SlotId): string => `attendance.board/${slot}`;
/** Who had not come when the tolerance after a start was over. */
export const absentSubject = (slot: SlotId, startsAt: Instant): string => `attendance.absent/${slot}.${startsAt.epochMilliseconds}`;

function refreshCards(ctx: Ctx, slot: SlotId): void {
  ctx.unit.refresh(shiftSubject(slot));
  ctx.unit.refresh(boardSubject(slot));
}

/** The name of a shift on its day, from the policy of that day; its code where the policy no longer knows it. */
function shiftWords(policy: Policy, shift: string): Words {
  return policy.shifts.find((candidate) => candidate.value.code === shift)?.value.name ?? { zh: shift, en: shift };
}

const nameDuty = (row: DutyRow, desk: Desk, policy: Policy): Duty => ({
  ...row,
  deskName: desk.name,
  zone: desk.zone,
  shiftName: shiftWords(policy, row.shift),
  expected: expectedHours(row, policy),
});

/** The hours moved by time off of every day; null: nothing moves them. */
function expectedHours(row: DutyRow, policy: Policy): Interval | null {
  for (const leave of row.leaves) {
    const hours = dailyHours(policy, leave, {})?.({ dutyOn: row.dutyOn, start: row.startsAt, end: row.endsAt }) ?? null;
    if (hours !== null) return hours;
  }
  return null;
}

interface Loaded {
  readonly facts: PunchFacts;
  readonly deskOf: (id: DeskId) => Desk | undefined;
  /** Names the state a punch off the roster follows: the same for two presses at once. */
  readonly afterOffRoster: string;
}

/** Two reads side by side; a third only for a duty on a desk one does not stand on, or where leaving depends on who stays. */
async function loadPunchFacts(ctx: PersonCtx, kind: 'in' | 'out', confirmed: boolean): Promise<Loaded> {
  const [{ around, next }, mine] = await Promise.all([
    loadDuties(ctx, ctx.actor.person, { minutes: closesMinutes }, { minutes: longestOpenMinutes }),
    desksOf(ctx, ctx.actor.person),
  ]);
  const rows = next === null || around.includes(next) ? around : [...around, next];
  const desks = new Map<DeskId, Desk>(mine.map((desk) => [desk.id, desk]));
  for (const row of rows) {
    const elsewhere = desks.has(row.desk) ? null : await loadDesk(ctx, row.desk);
    if (elsewhere !== null) desks.set(elsewhere.id, elsewhere);
  }
  const policies = new Map<DeskId, Policy>();
  for (const desk of mine)
    policies.set(desk.id, await policyFor(ctx, desk, ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString()));
  const named = new Map<DutyRow, Duty>();
  for (const row of rows) {
    const desk = desks.get(row.desk);
    if (desk === undefined) continue;
    const policy = await policyFor(ctx, desk, row.dutyOn);
    if (row !== next || around.includes(row)) policies.set(row.desk, policy);
    named.set(row, nameDuty(row, desk, policy));
  }
  const duties = around.flatMap((row) => named.get(row) ?? []);
  const asksWhoStays =
    kind === 'out' && [...policies.values()].some((policy) => policy.staff.some((need) => need.value.check.includes('clock_out')));
  const present = asksWhoStays
    ? await loadPresent(
        ctx,
        around.map((row) => row.desk),
      )
    : [];
  const offRoster = kind === 'in' && (confirmed || duties.length === 0);
  const betweenShifts = duties.every((duty) => duty.in === null || duty.out !== null);
  const lastOffRoster = offRoster || (kind === 'out' && betweenShifts) ? await loadLastOffRoster(ctx, ctx.actor.person) : null;
  const openOffRoster = lastOffRoster?.kind === 'in' ? lastOffRoster : null;
  // They may have left that desk since.
  const left = openOffRoster === null || policies.has(openOffRoster.desk) ? null : await loadDesk(ctx, openOffRoster.desk);
  if (left !== null) {
    desks.set(left.id, left);
    policies.set(left.id, await policyFor(ctx, left, ctx.now.toZonedDateTimeISO(left.zone).toPlainDate().toString()));
  }
  const facts: PunchFacts = {
    now: ctx.now,
    duties,
    openOffRoster,
    next: next === null ? null : (named.get(next) ?? null),
    policyOf: (desk) => {
      const policy = policies.get(desk);
      if (policy === undefined) throw new Error(`No policy was loaded for desk ${desk}`);
      return policy;
    },
    desks: mine.map((desk) => ({ id: desk.id, name: desk.name, zone: desk.zone })),
    opensMinutes: (desk) => desks.get(desk)?.settings.clock_in_opens_minutes ?? longestOpenMinutes,
    presentOn: (desk) => present.filter((row) => row.desk === desk),
  };
  const afterOffRoster =
    lastOffRoster === null ? `first of ${ctx.now.toZonedDateTimeISO('UTC').toPlainDate()}` : `${lastOffRoster.kind} ${lastOffRoster.at}`;
  return { facts, deskOf: (id) => desks.get(id), afterOffRoster };
}

/** Saves what was decided and answers; the channel's card and the lead's board follow. */
async function conclude(ctx: PersonCtx, decision: Result<PunchOutcome, PunchRefusal>, loaded: Loaded): Promise<Reply> {
  const { locale } = ctx;
  if (!decision.ok) return { kind: 'say', locale, view: refusalNotice(decision.refusal, locale) };
  const leaving = leavingDuty(decision.value);
  const from = leaving === null ? undefined : loaded.deskOf(leaving.desk);
  const release = leaving === null || from === undefined ? null : await askGates(ctx, from, { ...leaving, person: ctx.actor.person });
  if (release !== null && !('released' in release) && leaving !== null)
    return { kind: 'say', locale, view: heldNotice(leaving, release, locale) };
  if (decision.value.kind === 'question') return { kind: 'say', locale, view: questionNotice(decision.value.question, locale) };
  const noted = release !== null && 'released' in release ? release : null;
  const heldUntil = noted?.heldUntil ?? null;
  const punch = {
    ...decision.value.punch,
    heldUntil,
    // Who stays when two leave at once is decided one after the other.
    restsOnOthers: decision.value.punch.restsOnOthers || noted !== null,
    cites: [...decision.value.punch.cites, ...(noted?.notes ?? []).flatMap(({ cites }) => cites)],
  };
  const desk = loaded.deskOf(punch.desk);
  const zone = desk?.zone ?? ctx.orgZone;
  // Two presses at once off the roster want the same row: one of them loses and looks again. A duty has a unique index for that.
  const id = punch.duty === null ? idOf(`attendance.off-roster/${ctx.org}/${ctx.actor.person}/${loaded.afterOffRoster}`) : ctx.newId();
  savePunch(ctx.unit, id, ctx.actor.person, ctx.platform, punch);
  if (punch.restsOnOthers && punch.duty !== null) guardSlot(ctx.unit, punch.duty.slot, punch.duty.slotVersion);
  ctx.unit.audit({
    action: `attendance.${punch.kind}`,
    person: ctx.actor.person,
    desk: punch.desk,
    subject: punch.duty?.assignment ?? null,
    detail: {
      verdict: punch.verdict,
      offMinutes: punch.offMinutes,
      rules: punch.cites.map((cite) => cite.rule),
      ...(heldUntil === null ? {} : { heldUntil: heldUntil.toString() }),
    },
    policyVersion: punch.policyVersion,
  });
  if (punch.duty !== null) {
    refreshCards(ctx, punch.duty.slot);
    ctx.unit.refresh(absentSubject(punch.duty.slot, punch.duty.startsAt));
    // Who was kept is no longer on the cards of the shift that runs.
    if (heldUntil !== null && desk !== undefined) for (const running of await slotsAt(ctx, desk.id, ctx.now)) refreshCards(ctx, running.id);
  } else if (desk !== undefined) {
    const others = (await leadsOf(ctx, desk.id)).filter((lead) => lead !== ctx.actor.person);
    const contacts = await contactsOf(ctx, [...others, ctx.actor.person]);
    const name = (to: Locale): string => contacts.get(ctx.actor.person)?.name[to] ?? ctx.actor.name;
    const leadContacts = others.flatMap((lead) => contacts.get(lead) ?? []);
    tell(ctx, leadContacts, (to) => ({
      view: offRosterCard(name(to), desk.name, formatMoment(punch.at, zone, to), punch.kind, to),
    }));
  }
  // Whom a lead let go has a lead who knows.
  if (desk !== undefined && noted?.byLead !== true) await tellEarlyLeave(ctx, desk, decision.value.punch);
  if (desk !== undefined)
    await publishPunch(ctx, desk, { kind: punch.kind, person: ctx.actor.person, slot: punch.duty?.slot ?? null, at: punch.at });
  const policy = punch.duty === null || punch.kind === 'out' ? null : loaded.facts.policyOf(punch.desk);
  const handsOver = (policy?.handovers ?? []).some(({ event, reaction }) => event === null && reaction !== 'off');
  const takesOver = handsOver && desk !== undefined && (await waitsToBeTaken(ctx, desk, ctx.actor.person));
  const notes = (noted?.notes ?? []).map(({ words }) => words);
  return { kind: 'say', locale, view: punchedNotice(punch, zone, locale, { takesOver, notes }) };
}

/** The duty somebody clocks out of, also while something is asked about it first. */
function leavingDuty(outcome: PunchOutcome): Duty | null {
  if (outcome.kind === 'punched') return outcome.punch.kind === 'out' ? outcome.punch.duty : null;
  return outcome.question.ask === 'off-roster' ? null : outcome.question.duty;
}

export async function clockIn(ctx: PersonCtx, confirmedDesk: DeskId | null): Promise<Reply> {
  const loaded = await loadPunchFacts(ctx, 'in', confirmedDesk !== null);
  return conclude(ctx, decideClockIn(loaded.facts, confirmedDesk), loaded);
}

export async function clockOut(ctx: PersonCtx, confirmedEarly: AssignmentId | null, closedUp: AssignmentId | null = null): Promise<Reply> {
  const loaded = await loadPunchFacts(ctx, 'out', confirmedEarly !== null);
  return conclude(ctx, decideClockOut(loaded.facts, confirmedEarly, closedUp), loaded);
}

/** What the person who asks can do at the clock now. */
export async function clockOfferOf(ctx: PersonCtx): Promise<ClockOffer> {
  return clockOffer((await loadPunchFacts(ctx, 'out', false)).facts);
}

/** The board of a slot as it is now; null when the roster no longer has it. */
export async function loadBoard(ctx: Ctx, slotId: SlotId): Promise<Board | null> {
  const slot = await slotById(ctx, slotId);
  const desk = slot === null ? null : await loadDesk(ctx, slot.desk);
  return slot === null || desk === null ? null : boardOf(ctx, slot, desk);
}

async function boardOf(ctx: Ctx, slot: DutySlot, desk: Desk): Promise<Board> {
  const rostered = slot.people.map((person) => person.person);
  const [before, punches, absences] = await Promise.all([
    slotsAt(ctx, desk.id, slot.startsAt.subtract({ seconds: 1 })),
    loadSlotPunches(ctx, { slot: slot.id, subject: shiftSubject(slot.id), key: announcementKey(slot.id, slot.startsAt) }),
    absencesBetween(ctx, { people: rostered }, slot.startsAt, slot.endsAt),
  ]);
  const leaving = before.find((candidate) => candidate.endsAt.epochMilliseconds === slot.startsAt.epochMilliseconds);
  const runs = slot.startsAt.epochMilliseconds <= ctx.now.epochMilliseconds && ctx.now.epochMilliseconds < slot.endsAt.epochMilliseconds;
  const held = runs && leaving !== undefined ? await heldBeyond(ctx, desk, leaving) : [];
  const people = slot.people.map((person): Present => {
    const punched = punches.byAssignment.get(person.assignment);
    const away = absences.some((absence) => absence.approved && absence.person === person.person && isFor(absence, slot, person));
    return {
      person: person.person,
      name: listed(slot, person, away, desk.zone),
      // Nobody is waited for before the shift itself begins.
      startsAt: person.startsAt.epochMilliseconds < slot.startsAt.epochMilliseconds ? slot.startsAt : person.startsAt,
      endsAt: person.endsAt,
      away,
      phone: person.phone,
      role: person.role,
      leads: leadsShift(person.role),
      in: punched?.in ?? null,
      out: punched?.out ?? null,
      lateMinutes: punched?.lateMinutes ?? 0,
    };
  });
  return {
    slot: slot.id,
    desk: desk.id,
    deskName: desk.name,
    zone: desk.zone,
    shiftName: slot.shiftName,
    startsAt: slot.startsAt,
    endsAt: slot.endsAt,
    people,
    outgoing: leaving === undefined ? null : { shiftName: leaving.shiftName, names: leaving.people.map(named) },
    held,
    announcedAt: punches.announcedAt,
    shownLate: shownLate(punches, ctx.now),
    phones: desk.settings.phones_in_announcements,
    noShowAfterMinutes: desk.settings.no_show_after_minutes,
  };
}

/** The absence takes all of what they would do of the shift. */
function isFor(absence: LeaveSpan, { dutyOn }: DutySlot, { startsAt, endsAt }: DutySlot['people'][number]): boolean {
  const taken = takenFrom({ dutyOn, startsAt, endsAt }, absence);
  return taken?.start.equals(startsAt) === true && taken.end.equals(endsAt);
}

function listed(slot: DutySlot, person: DutySlot['people'][number], away: boolean, zone: Zone): Words {
  const write = (locale: Locale): string => {
    const name = withPart(slot, person, zone, locale);
    return away ? inBrackets(name, text.away[locale], locale) : name;
  };
  return { zh: write('zh'), en: write('en') };
}

const named = (person: { readonly name: string; readonly nameEn: string | null }): Words => ({
  zh: person.name,
  en: person.nameEn ?? person.name,
});

/** The boards of the shifts of a desk that start in `[from, to)`, by start. */
export async function boardsStarting(ctx: Ctx, desk: Desk, from: Instant, to: Instant): Promise<Board[]> {
  const slots = await slotsStarting(ctx, desk.id, from, to);
  return Promise.all(slots.map((slot) => boardOf(ctx, slot, desk)));
}

/** The boards of the shifts running at a moment in which somebody's part begins later. */
export async function boardsWithLaterParts(ctx: Ctx, desk: Desk, at: Instant): Promise<Board[]> {
  const slots = await slotsAt(ctx, desk.id, at);
  const later = slots.filter((slot) => slot.people.some((person) => Temporal.Instant.compare(person.startsAt, at) > 0));
  return Promise.all(later.map((slot) => boardOf(ctx, slot, desk)));
}

/** Published shifts of a desk that start in `[from, to)`, by start. */
export async function slotsStarting(ctx: Ctx, desk: DeskId, from: Instant, to: Instant): Promise<DutySlot[]> {
  const slots = await slotsBetween(ctx, desk, from, to);
  return slots.filter((slot) => slot.startsAt.epochMilliseconds >= from.epochMilliseconds);
}

/** `board`: the board of every shift running now on the desks the person leads, also those below theirs. */
export async function showBoards(ctx: PersonCtx): Promise<Board[]> {
  return runningBoards(
    ctx,
    (await allDesks(ctx)).filter((desk) => mayLead(ctx.actor, desk)),
  );
}

/** The boards of the shifts that run now on the desks. */
export async function runningBoards(ctx: Ctx, desks: readonly Desk[]): Promise<Board[]> {
  const boards = await Promise.all(
    desks.map(async (desk) => Promise.all((await slotsAt(ctx, desk.id, ctx.now)).map((slot) => boardOf(ctx, slot, desk)))),
  );
  return boards.flat();
}

export async function viewShift(ctx: Ctx, slot: SlotId, locale: 'zh' | 'en') {
  const board = await loadBoard(ctx, slot);
  return board === null ? null : shiftCard(board, ctx.now, locale);
}

export async function viewBoard(ctx: Ctx, slot: SlotId, locale: 'zh' | 'en') {
  const board = await loadBoard(ctx, slot);
  return board === null ? null : boardCard(board, ctx.now, locale);
}

/** Marks the shift as announced; the caller posts its card. False when that has happened already. */
export function markAnnounced(ctx: Ctx, board: Board): boolean {
  if (board.announcedAt !== null) return false;
  saveAnnounced(ctx.unit, board.slot, ctx.now);
  return true;
}

/** A shift that began while no channel was told of the desk is announced to its first one now. */
export const markFirstChannel = (ctx: Ctx, board: Board): void => saveFirstChannel(ctx.unit, board.slot, ctx.now);
