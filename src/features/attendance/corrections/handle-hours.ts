import { ok, refuse } from '../../../core/result.ts';
import { type Instant, Temporal } from '../../../core/time.ts';
import { deskAnchors } from '../../../policy/index.ts';
import type { WhenCalendar } from '../../../policy/when.ts';
import type { Ctx } from '../../../runtime/context.ts';
import { loadDays } from '../../calendar/index.ts';
import { contactsOf, type Desk, loadDesk, policyFor, tell } from '../../people/index.ts';
import {
  type Effect,
  loadRequest,
  openStates,
  type RequestDraft,
  requestsOfPerson,
  type StoredRequest,
  standingStates,
  touchBook,
} from '../../request/index.ts';
import { deskDayData } from '../../roster/index.ts';
import { closesMinutes } from '../decide.ts';
import { cycleCloses } from '../lists/closing.ts';
import { countPeople, cycleAt } from '../month/handle.ts';
import { weekOf } from '../month/hours.ts';
import { loadDuties, stretchOf } from '../month/store.ts';
import { dayWords } from './handle-excuse.ts';
import { type Creditable, creditableHours } from './overtime.ts';
import { loadCredited, loadCreditedOf, saveCredit } from './store.ts';
import { correctionText as text } from './text.ts';
import { creditedNotice } from './views.ts';

export const creditKind = 'attendance.credit';

interface Claim {
  readonly on: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly hours: number;
}

function claimOf({ fromOn, startsAt, endsAt }: RequestDraft): Claim | null {
  if (fromOn === null || startsAt === null || endsAt === null) return null;
  const minutes = Math.floor((endsAt.epochMilliseconds - startsAt.epochMilliseconds) / 60_000);
  return minutes <= 0 ? null : { on: fromOn, startsAt, endsAt, hours: Math.round((minutes / 60) * 100) / 100 };
}

/** What the desk's calendar and office hours know, for times of the policy. */
export async function whenCalendar(ctx: Ctx, desk: Desk, on: string): Promise<WhenCalendar> {
  const policy = await policyFor(ctx, desk, on);
  return { zone: desk.zone, day: await loadDays(ctx, desk), anchors: deskAnchors(policy.calendar, deskDayData(desk.settings.calendar)) };
}

/** The hours of a claim that can be credited now; hours ahead count as they are planned. */
async function creditableOf(ctx: Ctx, desk: Desk, draft: RequestDraft, claim: Claim, id: string | null): Promise<Creditable> {
  const monday = Temporal.PlainDate.from(weekOf(claim.on));
  const [from, until] = [monday.toString(), monday.add({ days: 6 }).toString()];
  const [policy, { people }, duties, credited] = await Promise.all([
    policyFor(ctx, desk, claim.on),
    countPeople(ctx, [draft.subject], from, until),
    loadDuties(ctx, [draft.subject], stretchOf(from, until)),
    loadCredited(ctx, draft.subject, from, until, id),
  ]);
  const coming = (duties.get(draft.subject) ?? []).filter((duty) =>
    duty.parts.every((part) => part.start.epochMilliseconds > ctx.now.epochMilliseconds),
  );
  const minutes = coming
    .flatMap((duty) => duty.parts)
    .reduce((sum, { start, end }) => sum + (end.epochMilliseconds - start.epochMilliseconds) / 60_000, 0);
  return creditableHours({
    policy,
    on: claim.on,
    claimed: claim.hours,
    days: people[0]?.attendance.days ?? [],
    credited,
    ahead: {
      hours: Math.round((minutes / 60) * 100) / 100,
      rostered: coming.some((duty) => duty.dutyOn === claim.on),
      claimIsAhead: isAhead(ctx, claim),
    },
  });
}

/** Not over yet: what was really worked shows later. */
const isAhead = (ctx: Ctx, claim: Claim): boolean => claim.endsAt.epochMilliseconds > ctx.now.epochMilliseconds;

async function isClosed(ctx: Ctx, desk: Desk, on: string): Promise<boolean> {
  const [policy, cycle, calendar] = await Promise.all([policyFor(ctx, desk, on), cycleAt(ctx, desk, on), whenCalendar(ctx, desk, on)]);
  return cycleCloses(policy, cycle, calendar).epochMilliseconds <= ctx.now.epochMilliseconds;
}

async function credit(ctx: Ctx, desk: Desk, request: StoredRequest, claim: Claim): Promise<number> {
  await touchBook(ctx, request.subject);
  const found = await creditableOf(ctx, desk, request, claim, request.id);
  const hours = Math.min(claim.hours, found.hours);
  if (hours > 0)
    saveCredit(ctx, {
      person: request.subject,
      desk: desk.id,
      request: request.id,
      on: claim.on,
      hours,
      rules: found.cites.map((cite) => cite.rule),
    });
  return hours;
}

/** Another claim of the person, open or standing, for some of the same hours: no hour is paid twice. */
async function claimBeside(ctx: Ctx, { id, type, subject }: StoredRequest, { startsAt, endsAt }: Claim): Promise<StoredRequest | null> {
  const states = [...openStates, ...standingStates];
  const claims = await requestsOfPerson(ctx, [subject], { from: startsAt, until: endsAt, types: [type], states });
  const overlaps = (one: StoredRequest): boolean =>
    one.startsAt !== null &&
    one.endsAt !== null &&
    Temporal.Instant.compare(one.startsAt, endsAt) < 0 &&
    Temporal.Instant.compare(startsAt, one.endsAt) < 0;
  return claims.find((one) => one.id !== id && one.subject === subject && overlaps(one)) ?? null;
}

/**
 * Overtime: the hours claimed beside those the week and the punches give, whether the cycle is closed, the staff number; credited once it is approved
 * and worked. What is approved ahead is credited when it is over, as far as it was worked.
 */
export const creditHoursEffect: Effect = {
  name: 'attendance.overtime',
  of: { effect: 'credit-hours' },
  async review(ctx, desk, draft, id) {
    const claim = claimOf(draft);
    if (claim === null) return {};
    const [found, cycleClosed] = await Promise.all([creditableOf(ctx, desk, draft, claim, id), isClosed(ctx, desk, claim.on)]);
    // A claim that was filed in time may be decided after the cycle closed.
    const filed = id === null ? null : await loadRequest(ctx, id);
    const staffNo = draft.fields.staff_no;
    return {
      claimed: {
        hours: claim.hours,
        creditable: found.hours,
        cycleClosed: filed === null && cycleClosed,
        staffNo: staffNo === undefined || staffNo === '' ? null : staffNo,
      },
      shown: [
        { fact: 'hours', label: text.hoursLabel, value: text.hoursValue(claim.hours, found.hours) },
        { fact: 'hours', label: text.weekLabel, value: text.weekValue(found.weekHours, found.restDayHours, found.limit) },
      ],
    };
  },
  async hold(ctx, _desk, request) {
    const claim = claimOf(request);
    if (claim === null) return refuse({ code: 'attendance.noHours', words: text.noHours });
    const other = await claimBeside(ctx, request, claim);
    return other === null ? ok(undefined) : refuse({ code: 'attendance.claimedAlready', words: text.claimedAlready(other.number) });
  },
  async apply(ctx, desk, request) {
    const claim = claimOf(request);
    if (claim === null) return refuse({ code: 'attendance.noHours', words: text.noHours });
    if (isAhead(ctx, claim))
      ctx.unit.due({
        kind: creditKind,
        key: request.id,
        at: claim.endsAt.add({ minutes: closesMinutes }),
        desk: desk.id,
        payload: { request: request.id },
      });
    else await credit(ctx, desk, request, claim);
    return ok(undefined);
  },
  async undo(ctx, desk, request) {
    await touchBook(ctx, request.subject);
    ctx.unit.undue(creditKind, request.id);
    const hours = await loadCreditedOf(ctx, request.id);
    if (hours > 0 && request.fromOn !== null)
      saveCredit(ctx, { person: request.subject, desk: desk.id, request: request.id, on: request.fromOn, hours: -hours, rules: [] });
    return ok(undefined);
  },
};

/** Due when overtime that was approved ahead is over and can no longer be clocked out of: credits what was worked, and tells the person. */
export async function creditWorked(ctx: Ctx, requestId: string): Promise<void> {
  const whole = await loadRequest(ctx, requestId);
  if (whole === null || !standingStates.includes(whole.request.state)) return;
  const { request } = whole;
  const [desk, claim] = [await loadDesk(ctx, request.desk), claimOf(request)];
  if (desk === null || claim === null || (await loadCreditedOf(ctx, request.id)) > 0) return;
  const hours = await credit(ctx, desk, request, claim);
  const contacts = await contactsOf(ctx, [request.subject]);
  tell(ctx, contacts.values(), (locale) => ({ view: creditedNotice(claim.hours, hours, dayWords(claim.on), locale) }));
  ctx.unit.audit({ action: 'attendance.credit', desk: desk.id, subject: request.id, detail: { claimed: claim.hours, credited: hours } });
}
