import { type Instant, type Interval, Temporal, type Zone } from '../../../core/time.ts';
import type { DayKind } from '../../../policy/policy.ts';
import type { DayHours, NightHours } from './facts.ts';

const minuteMs = 60_000;
/** Times are read to the minute, as people read them. */
const toMinute = (at: Instant): number => Math.floor(at.epochMilliseconds / minuteMs);

/** Real minutes between two moments, both read to the minute; never negative. A change of the clocks is an hour more or less. */
export const minutesOf = ({ start, end }: Interval): number => Math.max(0, toMinute(end) - toMinute(start));

export const sumMinutes = (spans: readonly Interval[]): number => spans.reduce((sum, span) => sum + minutesOf(span), 0);

const before = (a: Instant, b: Instant): boolean => a.epochMilliseconds < b.epochMilliseconds;
const later = (a: Instant, b: Instant): Instant => (before(a, b) ? b : a);
const earlier = (a: Instant, b: Instant): Instant => (before(a, b) ? a : b);

/** The common part of each with `span`; empty ones are left out. */
export function within(spans: readonly Interval[], span: Interval): Interval[] {
  return spans.flatMap(({ start, end }) => {
    const part = { start: later(start, span.start), end: earlier(end, span.end) };
    return before(part.start, part.end) ? [part] : [];
  });
}

/** What is left of the spans without the stretches taken away. */
export function without(spans: readonly Interval[], taken: readonly Interval[]): Interval[] {
  return taken.reduce<Interval[]>(
    (left, gone) =>
      left.flatMap((span) => {
        if (!before(gone.start, span.end) || !before(span.start, gone.end)) return [span];
        const parts = [
          { start: span.start, end: gone.start },
          { start: gone.end, end: span.end },
        ];
        return parts.filter((part) => before(part.start, part.end));
      }),
    [...spans],
  );
}

/** Overlapping and touching spans as one, in order. */
export function joined(spans: readonly Interval[]): Interval[] {
  const sorted = [...spans].sort((a, b) => a.start.epochMilliseconds - b.start.epochMilliseconds);
  const result: Interval[] = [];
  for (const span of sorted) {
    const last = result.at(-1);
    if (last === undefined || before(last.end, span.start)) result.push(span);
    else result[result.length - 1] = { start: last.start, end: later(last.end, span.end) };
  }
  return result;
}

/** Minutes of the spans that lie in the night hours of the zone's wall clock. */
export function nightMinutes(spans: readonly Interval[], night: NightHours, zone: Zone): number {
  const overnight = night.to <= night.from;
  const clock = (day: Temporal.PlainDate, time: string): Instant =>
    day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).toInstant();
  let minutes = 0;
  for (const span of spans) {
    const last = span.end.toZonedDateTimeISO(zone).toPlainDate();
    for (
      let day = span.start.toZonedDateTimeISO(zone).toPlainDate().subtract({ days: 1 });
      Temporal.PlainDate.compare(day, last) <= 0;
      day = day.add({ days: 1 })
    ) {
      const window = { start: clock(day, night.from), end: clock(overnight ? day.add({ days: 1 }) : day, night.to) };
      minutes += sumMinutes(within([span], window));
    }
  }
  return minutes;
}

/** Hours of a stretch of days, split. `weekend` and `holiday` are those of whole duty days of that kind; a day off in lieu counts as weekend. */
export interface HoursSplit {
  readonly minutes: number;
  readonly night: number;
  readonly weekend: number;
  readonly holiday: number;
  readonly beyond: number;
  readonly unknown: number;
}

export function splitHours(days: readonly DayHours[]): HoursSplit {
  const sum = (part: (day: DayHours) => number): number => days.reduce((total, day) => total + part(day), 0);
  const on = (kinds: readonly DayKind[]) => (day: DayHours) => (kinds.includes(day.kind) ? day.minutes : 0);
  return {
    minutes: sum((day) => day.minutes),
    night: sum((day) => day.night),
    weekend: sum(on(['weekend', 'lieu-day'])),
    holiday: sum(on(['holiday'])),
    beyond: sum((day) => day.beyond),
    unknown: sum((day) => day.unknown),
  };
}

/** Monday of the week a day lies in. */
export function weekOf(on: string): string {
  const date = Temporal.PlainDate.from(on);
  return date.subtract({ days: date.dayOfWeek - 1 }).toString();
}
