import { type Instant, Temporal } from '../../core/time.ts';
import { plusDays } from '../days.ts';
import type { Policy } from '../policy.ts';
import type { OtherRequest, RequestCase, RequestFinding } from './case.ts';
import { dateOf } from './facts.ts';
import { finding, type Judged, type RuleOf, rulesOf } from './judged.ts';
import type { RequestRule } from './rule.ts';

/** Limits on length, on the number in a period, and on how many at once. Others that wait for a decision count like those approved. */
export function countFindings(judged: Judged): readonly RequestFinding[] {
  return [
    ...rulesOf(judged.rules, 'max_length').flatMap((rule) => tooLong(rule, judged.request) ?? []),
    ...rulesOf(judged.rules, 'max_count').flatMap((rule) => tooMany(rule, judged)),
    ...rulesOf(judged.rules, 'max_concurrent').flatMap((rule) => tooManyAtOnce(rule, judged.request) ?? []),
  ];
}

/** Days are calendar days from the first to the last; hours are those of the span. Exactly the limit is allowed. */
function tooLong(rule: RuleOf<'max_length'>, request: RequestCase): RequestFinding | null {
  const { span, from, lengths, zone } = request;
  const limit = Temporal.Duration.from(rule.value.value);
  if (limit.hours > 0 || limit.minutes > 0) {
    if (span === null) return null;
    const end = span.start.toZonedDateTimeISO(zone).add(limit).toInstant();
    if (Temporal.Instant.compare(span.end, end) <= 0) return null;
    const measured = span.start.until(span.end).round({ largestUnit: 'hour', smallestUnit: 'minute', roundingMode: 'ceil' });
    return finding(rule, { code: 'too-long', measured: measured.toString(), allowed: rule.value.value, instead: end.toString() });
  }
  if (from === null) return null;
  const first = Temporal.PlainDate.from(from);
  const days = first.until(first.add(limit), { largestUnit: 'day' }).days;
  if (lengths.calendarDays <= days) return null;
  return finding(rule, { code: 'too-long', measured: lengths.calendarDays, allowed: days, instead: plusDays(from, days - 1) });
}

/** Whether a rule counts another request: by type and sub-type. */
function counts(rule: RequestRule, other: OtherRequest): boolean {
  const { requests, kinds } = rule.scope;
  return requests.includes(other.type) && (kinds === null || (other.kind !== null && kinds.includes(other.kind)));
}

/** The day a request counts on: of the shift its subject gives, else its first; without either the day it was filed. */
function countedOn({ touched, subject, from, filedAt, zone }: RequestCase): string {
  const given = touched.filter(({ person }) => person === subject.person).map(({ dutyOn }) => dutyOn);
  return given.toSorted()[0] ?? from ?? dateOf(filedAt, zone);
}

type Per = RuleOf<'max_count'>['value']['value']['per'];

/** First day of the period a day lies in. A cycle nobody settled is the calendar month. */
function periodStart(on: string, per: Per, policy: Policy): string {
  const day = Temporal.PlainDate.from(on);
  if (per === 'year') return day.with({ month: 1, day: 1 }).toString();
  const firstDay = per === 'cycle' && policy.cycle !== null && policy.cycle.reaction !== 'off' ? policy.cycle.value.firstDay : 1;
  const inMonth = day.with({ day: firstDay }, { overflow: 'constrain' });
  return (Temporal.PlainDate.compare(inMonth, day) <= 0 ? inMonth : day.subtract({ months: 1 }).with({ day: firstDay })).toString();
}

function nextPeriod(start: string, per: Per, policy: Policy): string {
  const day = Temporal.PlainDate.from(start);
  // The first day of a cycle may be cut in a short month; from its middle the next one is found whatever its length.
  const inside = per === 'year' ? day.add({ years: 1 }) : day.add({ months: 1, days: 3 });
  return periodStart(inside.toString(), per, policy);
}

/** Periods ahead in which a free one is looked for. */
const periodsAhead = 24;

function tooMany(rule: RuleOf<'max_count'>, { request, policy }: Judged): readonly RequestFinding[] {
  const { limit, per, who } = rule.value.value;
  const sides = who === 'requester' ? [request.subject] : [request.subject, ...(request.partner === null ? [] : [request.partner])];
  const mine = periodStart(countedOn(request), per, policy);
  return sides.flatMap(({ person }) => {
    const starts = request.others
      .filter((other) => counts(rule, other) && (other.subject === person || (who === 'each-participant' && other.partner === person)))
      .map(({ on }) => periodStart(on, per, policy));
    const used = (start: string): number => starts.filter((one) => one === start).length;
    if (used(mine) < limit) return [];
    let free = mine;
    for (let tries = 0; tries < periodsAhead && used(free) >= limit; tries += 1) free = nextPeriod(free, per, policy);
    const instead = used(free) < limit ? free : null;
    return [finding(rule, { code: 'too-many', measured: used(mine) + 1, allowed: limit, instead, person })];
  });
}

function tooManyAtOnce(rule: RuleOf<'max_concurrent'>, request: RequestCase): RequestFinding | null {
  const { limit, within } = rule.value.value;
  const rivals = request.others.filter(
    (other) =>
      counts(rule, other) &&
      other.subject !== request.subject.person &&
      (within === 'station' ? other.station === request.subject.station : other.desk === request.subject.desk),
  );
  const spans = rivals.flatMap(({ span, subject }) => (span === null ? [] : [{ ...span, subject }]));
  const shifts = request.touched.map(({ startsAt, endsAt }) => ({ start: startsAt, end: endsAt }));
  const span = request.away ?? request.span;
  const windows = within === 'shift' && shifts.length > 0 ? shifts : span === null ? shifts : [span];
  const most = Math.max(0, ...windows.map((window) => atOnce(spans, window.start, window.end)));
  if (most < limit) return null;
  const instead = freeDay(spans, windows, limit, request);
  return finding(rule, { code: 'too-many-at-once', measured: most + 1, allowed: limit, instead });
}

interface Away {
  readonly start: Instant;
  readonly end: Instant;
  readonly subject: string;
}

/** The greatest number of different people away at any one moment of a stretch. */
function atOnce(spans: readonly Away[], start: Instant, end: Instant): number {
  const inside = spans.filter((one) => Temporal.Instant.compare(one.start, end) < 0 && Temporal.Instant.compare(start, one.end) < 0);
  const moments = [start, ...inside.map((one) => one.start).filter((moment) => Temporal.Instant.compare(moment, start) > 0)];
  return Math.max(
    0,
    ...moments.map((moment) => {
      const away = inside.filter(
        (one) => Temporal.Instant.compare(one.start, moment) <= 0 && Temporal.Instant.compare(moment, one.end) < 0,
      );
      return new Set(away.map(({ subject }) => subject)).size;
    }),
  );
}

/** The first day a stretch of the same length can begin on: one of the days others are back. */
function freeDay(
  spans: readonly Away[],
  windows: readonly { readonly start: Instant; readonly end: Instant }[],
  limit: number,
  { zone }: RequestCase,
): string | null {
  const [first] = windows.toSorted((left, right) => Temporal.Instant.compare(left.start, right.start));
  if (first === undefined) return null;
  const start = first.start.toZonedDateTimeISO(zone);
  const backOn = spans
    .map(({ end }) => end.toZonedDateTimeISO(zone))
    .map((back) => (Temporal.PlainTime.compare(back.toPlainTime(), start.toPlainTime()) <= 0 ? back : back.add({ days: 1 })).toPlainDate())
    .filter((on) => Temporal.PlainDate.compare(on, start.toPlainDate()) > 0)
    .toSorted(Temporal.PlainDate.compare);
  const free = backOn.find((on) => {
    const days = start.toPlainDate().until(on, { largestUnit: 'day' });
    const moved = (moment: Instant): Instant => moment.toZonedDateTimeISO(zone).add(days).toInstant();
    return windows.every((window) => atOnce(spans, moved(window.start), moved(window.end)) < limit);
  });
  return free?.toString() ?? null;
}
