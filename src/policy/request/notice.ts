import { type Instant, Temporal } from '../../core/time.ts';
import { clockInstant, wallClock } from '../wall-clock.ts';
import type { RequestCase, RequestFinding, TouchedDuty } from './case.ts';
import { dateOf, datesOf } from './facts.ts';
import { finding, holdsForPart, type Judged, presetOf, type RuleOf, rulesOf } from './judged.ts';
import type { RequestRule } from './rule.ts';

/** When a request begins to bite. Null where it has neither span nor duty. */
interface Beginning {
  /** `YYYY-MM-DD`; notice in days is counted up to it. */
  readonly day: string;
  /** The span's start, or the first shift of its first day where that is later. */
  readonly start: Instant;
  /** Start of the first shift it touches, or of the span where that is later or there is none. */
  readonly shiftStart: Instant;
}

const later = (one: Instant, other: Instant): Instant => (Temporal.Instant.compare(one, other) < 0 ? other : one);

/** Shifts of the case, the earliest first. */
function inOrder(duties: readonly TouchedDuty[]): readonly TouchedDuty[] {
  return duties.toSorted((left, right) => Temporal.Instant.compare(left.startsAt, right.startsAt));
}

function beginningOf({ span, from, touched, zone }: RequestCase): Beginning | null {
  const [first] = inOrder(touched);
  if (span === null) {
    if (first !== undefined) return { day: from ?? first.dutyOn, start: first.startsAt, shiftStart: first.startsAt };
    if (from === null) return null;
    const midnight = Temporal.PlainDate.from(from).toZonedDateTime(zone).toInstant();
    return { day: from, start: midnight, shiftStart: midnight };
  }
  const day = from ?? dateOf(span.start, zone);
  if (first === undefined) return { day, start: span.start, shiftStart: span.start };
  const shiftStart = later(first.startsAt, span.start);
  return { day, start: dateOf(shiftStart, zone) === day ? shiftStart : span.start, shiftStart };
}

/** Rules on how early something is asked that are not met, without regard to a route for what comes late. */
export function missedNotice(judged: Judged): readonly { readonly rule: RequestRule; readonly finding: RequestFinding }[] {
  const beginning = beginningOf(judged.request);
  if (beginning === null) return [];
  const found = [
    ...rulesOf(judged.rules, 'min_notice').map((rule) => ({ rule, finding: shortNotice(rule, judged.request, beginning) })),
    ...rulesOf(judged.rules, 'before').map((rule) => ({ rule, finding: afterStart(rule, judged.request, beginning) })),
  ];
  return found.flatMap(({ rule, finding: one }) => (one === null ? [] : [{ rule, finding: one }]));
}

/** Days go by the calendar of the desk's zone; hours and minutes to the minute. Exactly the time asked for is enough. */
function shortNotice(rule: RuleOf<'min_notice'>, request: RequestCase, beginning: Beginning): RequestFinding | null {
  const allowed = rule.value.value;
  const asked = Temporal.Duration.from(allowed);
  const filedOn = Temporal.PlainDate.from(dateOf(request.filedAt, request.zone));
  if (asked.hours === 0 && asked.minutes === 0 && asked.seconds === 0) {
    const first = filedOn.add(asked).toString();
    if (first <= beginning.day) return null;
    const measured = filedOn.until(beginning.day, { largestUnit: 'day' }).toString();
    return finding(rule, { code: 'too-late', measured: measured === 'PT0S' ? 'P0D' : measured, allowed, instead: first });
  }
  const first = request.filedAt.toZonedDateTimeISO(request.zone).add(asked).toInstant();
  if (Temporal.Instant.compare(first, beginning.shiftStart) <= 0) return null;
  const minutes = request.filedAt.until(beginning.shiftStart).round({ largestUnit: 'hour', smallestUnit: 'minute', roundingMode: 'floor' });
  return finding(rule, { code: 'too-late', measured: minutes.toString(), allowed, instead: first.toString() });
}

/** Leaving and sending wait for the approval itself, so they are measured by now; the rest by when it was told. */
function afterStart(rule: RuleOf<'before'>, request: RequestCase, beginning: Beginning): RequestFinding | null {
  const event = rule.value.value;
  const measured = event === 'leaving' || event === 'sending' ? request.now : request.filedAt;
  const limit = event === 'shift-start' ? beginning.shiftStart : beginning.start;
  if (Temporal.Instant.compare(measured, limit) < 0) return null;
  return finding(rule, { code: 'after-start', measured: measured.toString(), allowed: limit.toString() });
}

/** Whether something was told after the first shift it touches had begun. */
export function startedBefore(request: RequestCase): boolean {
  const beginning = beginningOf(request);
  return beginning !== null && Temporal.Instant.compare(request.filedAt, beginning.shiftStart) >= 0;
}

/**
 * What is late. A regulation that says who decides on what comes late does not refuse it: such findings are told to them. A rule that names its own
 * decider in its entry (two days ahead, and a manager approves) stands beside that route.
 */
export function noticeFindings(judged: Judged): readonly RequestFinding[] {
  const routed = new Set(lateRoutes(judged.rules).map(presetOf));
  const decided = new Set([...rulesOf(judged.rules, 'approve'), ...rulesOf(judged.rules, 'tiers')].map(({ entry }) => entry));
  return [
    ...missedNotice(judged).map(
      ({ rule, finding: found }): RequestFinding =>
        routed.has(presetOf(rule)) && !decided.has(rule.entry) ? { ...found, level: 'flag' } : found,
    ),
    ...rulesOf(judged.rules, 'latest').flatMap((rule) => pastLatest(judged, rule) ?? []),
  ];
}

/** Rules that say who decides on a request that comes late. */
function lateRoutes(rules: readonly RequestRule[]): readonly RuleOf<'approve'>[] {
  return rulesOf(rules, 'approve').filter(({ scope }) => asksAbout(scope, ['late_request']));
}

/** Whether the conditions of a rule ask about one of these facts. */
export function asksAbout(scope: RequestRule['scope'], facts: readonly string[]): boolean {
  const text = JSON.stringify([scope.if, scope.ifAny]);
  return facts.some((fact) => text.includes(`"${fact}":`));
}

function pastLatest(judged: Judged, rule: RuleOf<'latest'>): RequestFinding | null {
  const { request } = judged;
  const { at, day, same_day: sameDay } = rule.value.value;
  const filedOn = dateOf(request.filedAt, request.zone);
  if (sameDay === true) {
    const days = [...request.touched.flatMap((duty) => datesOf(duty, request.zone)), request.from, request.until].flatMap((on) => on ?? []);
    const last = days.toSorted().at(-1);
    if (last !== undefined && filedOn > last) return finding(rule, { code: 'past-latest', measured: filedOn, allowed: last });
  }
  if (at === undefined) return null;
  const [first] = startsFor(judged, rule);
  if (first === undefined) return null;
  const start = first.toZonedDateTimeISO(request.zone);
  const midnight = Temporal.PlainTime.compare(start.toPlainTime(), '00:00') === 0;
  const on = start.toPlainDate().subtract({ days: day === 'evening-before-midnight-start' && midnight ? 1 : 0 });
  const limit = clockInstant(wallClock(at), on.toString(), request.zone);
  if (Temporal.Instant.compare(request.filedAt, limit) <= 0) return null;
  return finding(rule, { code: 'past-latest', measured: request.filedAt.toString(), allowed: limit.toString() });
}

/** Starts of the shifts a rule speaks of (the night shifts of a leave), else of the whole. */
function startsFor(judged: Judged, rule: RequestRule): readonly Instant[] {
  const { request } = judged;
  const shifts = inOrder(request.touched).filter((duty) => holdsForPart(judged, rule, { days: [duty.dutyOn], duties: [duty] }));
  if (shifts.length > 0) return shifts.map(({ startsAt }) => startsAt);
  const beginning = beginningOf(request);
  return beginning === null ? [] : [beginning.start];
}
