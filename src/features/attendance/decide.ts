import type { AssignmentId, DeskId } from '../../core/ids.ts';
import { ok, type Result, refuse } from '../../core/result.ts';
import type { Instant } from '../../core/time.ts';
import type { Citation, Policy } from '../../policy/policy.ts';
import { arrival, earliness, lateness, offPost, offRoster } from '../../policy/presence.ts';
import type { Duty, PunchFacts, PunchOutcome, PunchRefusal } from './attendance.ts';

const minutesBetween = (from: Instant, to: Instant): number => Math.floor((to.epochMilliseconds - from.epochMilliseconds) / 60_000);

/** A shift that ended is still clocked out of for this long; later it is a missed punch. */
export const closesMinutes = 12 * 60;

function isOpenFor(duty: Duty, facts: PunchFacts): boolean {
  const now = facts.now;
  return (
    now.epochMilliseconds >= duty.startsAt.epochMilliseconds - facts.opensMinutes(duty.desk) * 60_000 &&
    now.epochMilliseconds < duty.endsAt.epochMilliseconds
  );
}

/** A start or an end this near is what somebody who presses the clock means. */
const closeMinutes = 30;

/**
 * Which duty `now` clocks in for: of those not yet begun by a punch, the one whose hours hold `now`, else the next that opens.
 * With none left but one already in, that one, so that a second press is told about the first.
 */
function dutyToEnter(facts: PunchFacts): { fresh: Duty | null; done: Duty | null } {
  const open = facts.duties.filter((duty) => isOpenFor(duty, facts));
  const running = open.filter((duty) => duty.startsAt.epochMilliseconds <= facts.now.epochMilliseconds);
  const entered = running.find((duty) => duty.in !== null && duty.out === null);
  const fresh = open.filter((duty) => duty.in === null && duty.out === null);
  const done = open.findLast((duty) => duty.in !== null) ?? null;
  const begins = (duty: Duty): boolean => minutesBetween(facts.now, duty.startsAt) <= closeMinutes;
  // Half-way through a shift one is in, the next one is not what "clock in" means until it is close.
  if (entered !== undefined) return { fresh: fresh.find(begins) ?? null, done };
  // Nor is a shift that was missed and is all but over, when the next one is about to begin.
  const [first, second] = fresh;
  const isOver = first !== undefined && minutesBetween(facts.now, first.endsAt) <= closeMinutes;
  return { fresh: (isOver && second !== undefined && begins(second) ? second : first) ?? null, done };
}

/** Clocking in at `facts.now`. `confirmed` is the desk the person confirmed an off-roster punch for. */
export function decideClockIn(facts: PunchFacts, confirmed: DeskId | null): Result<PunchOutcome, PunchRefusal> {
  const { fresh, done } = dutyToEnter(facts);
  if (fresh !== null) {
    const policy = facts.policyOf(fresh.desk);
    const startsAt = fresh.expected?.start ?? fresh.startsAt;
    const late = lateness({ startsAt, at: facts.now, policy });
    // Who may begin later has no roll-call to come to.
    const there = startsAt.equals(fresh.startsAt) ? arrival({ startsAt, at: facts.now, policy }) : null;
    return ok({
      kind: 'punched',
      punch: {
        duty: fresh,
        desk: fresh.desk,
        kind: 'in',
        at: facts.now,
        verdict: late.late ? 'late' : 'on-time',
        offMinutes: late.minutes,
        cites: [...(late.late ? late.cites : []), ...(there?.cites ?? [])],
        policyVersion: policy.version,
        missedIn: false,
        restsOnOthers: false,
        replaces: null,
        ...(there === null || there.cites.length === 0 ? {} : { wantedAt: there.wantedAt }),
      },
    });
  }
  if (done?.in != null) return refuse({ code: 'attendance.alreadyIn', duty: done, at: done.in });
  return decideOffRoster(facts, confirmed);
}

/**
 * What a clock-in off the roster meets: refused where only the rostered may clock in, and where nobody stands in for another without approval
 * (an approved substitute is on the roster).
 */
function offRosterRule(policy: Policy): { readonly refused: boolean; readonly cites: readonly Citation[] } {
  const unapproved = policy.requests.filter(
    ({ value, reaction }) => value.key === 'effect' && value.value === 'refuse-unapproved-clock-in' && reaction !== 'off',
  );
  const refused = offRoster(policy) === 'refuse' || unapproved.some(({ reaction }) => reaction === 'refuse');
  return { refused, cites: [...(policy.presence.rosteredOnly?.cites ?? []), ...unapproved.flatMap(({ cites }) => cites)] };
}

function decideOffRoster(facts: PunchFacts, confirmed: DeskId | null): Result<PunchOutcome, PunchRefusal> {
  const asks = facts.desks.find((candidate) => !offRosterRule(facts.policyOf(candidate.id)).refused);
  const desk = facts.desks.find((candidate) => candidate.id === confirmed) ?? asks ?? facts.desks[0];
  if (desk === undefined) return refuse({ code: 'attendance.noDesk' });
  const open = facts.openOffRoster;
  const where = open === null ? undefined : facts.desks.find((candidate) => candidate.id === open.desk);
  if (open !== null && where !== undefined)
    return refuse({ code: 'attendance.alreadyInOffRoster', desk: where.name, zone: where.zone, at: open.at });
  const policy = facts.policyOf(desk.id);
  const rule = offRosterRule(policy);
  if (rule.refused) return refuse({ code: 'attendance.notOnRoster', cites: rule.cites, next: facts.next });
  if (confirmed !== desk.id)
    return ok({ kind: 'question', question: { ask: 'off-roster', desk: desk.id, deskName: desk.name, next: facts.next } });
  return ok({
    kind: 'punched',
    punch: {
      duty: null,
      desk: desk.id,
      kind: 'in',
      at: facts.now,
      verdict: 'off-roster',
      offMinutes: 0,
      cites: rule.cites,
      policyVersion: policy.version,
      missedIn: false,
      restsOnOthers: false,
      replaces: null,
    },
  });
}

/**
 * Which duty `now` clocks out of: of those begun by a punch the one whose end is nearest (who goes on from one shift into the next and is in for
 * both leaves the first); without any, the one whose hours hold `now`.
 */
function dutyToLeave(facts: PunchFacts): Duty | null {
  const open = facts.duties.filter(
    (duty) =>
      duty.out === null &&
      (duty.in !== null || duty.startsAt.epochMilliseconds <= facts.now.epochMilliseconds) &&
      facts.now.epochMilliseconds < duty.endsAt.epochMilliseconds + closesMinutes * 60_000,
  );
  const fromEnd = (duty: Duty): number => Math.abs(facts.now.epochMilliseconds - duty.endsAt.epochMilliseconds);
  const entered = open.filter((duty) => duty.in !== null).sort((a, b) => fromEnd(a) - fromEnd(b));
  return entered[0] ?? open.findLast((duty) => facts.now.epochMilliseconds < duty.endsAt.epochMilliseconds) ?? open.at(-1) ?? null;
}

/**
 * Clocking out at `facts.now`. `confirmedEarly`: the duty of which the person has been told that this counts as leaving early, and means it; an old
 * button says nothing of another duty.
 */
export function decideClockOut(
  facts: PunchFacts,
  confirmedEarly: AssignmentId | null,
  closedUp: AssignmentId | null = null,
): Result<PunchOutcome, PunchRefusal> {
  const duty = dutyToLeave(facts);
  if (duty === null) {
    if (facts.openOffRoster !== null) {
      const policy = facts.policyOf(facts.openOffRoster.desk);
      return ok({
        kind: 'punched',
        punch: {
          duty: null,
          desk: facts.openOffRoster.desk,
          kind: 'out',
          at: facts.now,
          verdict: 'off-roster',
          offMinutes: 0,
          cites: [],
          policyVersion: policy.version,
          missedIn: false,
          restsOnOthers: false,
          replaces: null,
        },
      });
    }
    const last = facts.duties.findLast(
      (candidate) => candidate.out !== null && facts.now.epochMilliseconds < candidate.endsAt.epochMilliseconds + closesMinutes * 60_000,
    );
    if (last?.out != null && lastOutCounts(facts.policyOf(last.desk))) return decideLeaving(facts, last, confirmedEarly, closedUp);
    if (last?.out != null) return refuse({ code: 'attendance.alreadyOut', duty: last, at: last.out });
    return refuse({ code: 'attendance.nothingToLeave', next: facts.next });
  }
  return decideLeaving(facts, duty, confirmedEarly, closedUp);
}

/** Whether a later clock-out stands in place of the one before. */
const lastOutCounts = (policy: Policy): boolean =>
  policy.presence.punches.some(({ value, reaction }) => value.last_out === 'counts' && reaction !== 'off');

function decideLeaving(
  facts: PunchFacts,
  duty: Duty,
  confirmedEarly: AssignmentId | null,
  closedUp: AssignmentId | null,
): Result<PunchOutcome, PunchRefusal> {
  const policy = facts.policyOf(duty.desk);
  const measured = earliness({ endsAt: duty.expected?.end ?? duty.endsAt, at: facts.now, policy });
  // Who goes before the end leaves the post: both rules stand behind the flag.
  const early = { ...measured, cites: measured.early ? [...measured.cites, ...offPost(policy).cites] : [] };
  const short = tooFewLeft(facts, duty);
  if (short !== null) return refuse(short);
  if (early.early && confirmedEarly !== duty.assignment)
    return ok({ kind: 'question', question: { ask: 'early-leave', duty, minutes: early.minutes, cites: early.cites } });
  const closing = policy.presence.clockOutRequires;
  if (closing?.reaction === 'refuse' && closedUp !== duty.assignment)
    return ok({
      kind: 'question',
      question: { ask: 'closing-up', duty, items: closing.value, early: early.early, cites: closing.cites },
    });
  return ok({
    kind: 'punched',
    punch: {
      duty,
      desk: duty.desk,
      kind: 'out',
      at: facts.now,
      verdict: early.early ? 'early-leave' : 'on-time',
      offMinutes: early.minutes,
      cites: early.early ? early.cites : [],
      policyVersion: policy.version,
      missedIn: duty.in === null,
      restsOnOthers: needsOthers(facts, duty),
      replaces: duty.out,
    },
  });
}

/** The staffing rules that are tested when somebody leaves before the end of their shift. */
function rulesAtClockOut(facts: PunchFacts, duty: Duty): Policy['staff'] {
  if (facts.now.epochMilliseconds >= duty.endsAt.epochMilliseconds || duty.in === null) return [];
  return facts.policyOf(duty.desk).staff.filter((need) => need.reaction === 'refuse' && need.value.check.includes('clock_out'));
}

const needsOthers = (facts: PunchFacts, duty: Duty): boolean => rulesAtClockOut(facts, duty).length > 0;

/** Leaving before the end of the shift must not leave fewer on post than the policy asks for at clock-out. */
function tooFewLeft(facts: PunchFacts, duty: Duty): PunchRefusal | null {
  const left = facts.presentOn(duty.desk).filter((present) => present.assignment !== duty.assignment);
  for (const need of rulesAtClockOut(facts, duty)) {
    const count = left.filter((present) => need.value.role === null || present.role === need.value.role).length;
    if (count < need.value.min) return { code: 'attendance.tooFew', duty, left: count, needed: need.value.min, cites: need.cites };
  }
  return null;
}
