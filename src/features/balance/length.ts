import type { Instant, Temporal, Zone } from '../../core/time.ts';
import type { DayCount } from '../../policy/entitlement/count.ts';
import { type DayDuty, type LeaveSpan, takenFrom } from '../roster/index.ts';

/** A stretch of leave, and what is known of its days. */
export interface Stretch {
  /** As it was asked for, by the clock. */
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly zone: Zone;
  readonly count: DayCount;
  /** The time it takes, by the duty days. */
  readonly span: LeaveSpan;
  /** The duties it takes, each with its own hours; a part of a shift is a duty of its own. */
  readonly duties: readonly DayDuty[];
  /** Whether the roster of the day is published: then a day without duty is none. */
  readonly isRostered: (on: string) => boolean;
  readonly isWorkday: (on: string) => boolean;
  /** Office hours of the desk, minutes of the day: what a day without a shift is measured by. */
  readonly office: { readonly from: number; readonly until: number };
}

/** A counted day and how much of it: 1, 0.5, or a share by hours. */
export interface CountedDay {
  readonly on: string;
  readonly days: number;
}

export interface LeaveLength {
  readonly days: number;
  readonly calendarDays: number;
  readonly workingDays: number;
  /** What `days` is made of, in order. */
  readonly perDay: readonly CountedDay[];
}

const noon = 12 * 60;
const fullDay = 24 * 60;

/**
 * The length of a leave. Rostered counting takes the days the person has duty on; where no roster is published yet, the workdays of the calendar.
 * An edge at noon is half a day; any other edge counts by the hours of that day's duties, else of the office hours.
 */
export function lengthOf(stretch: Stretch): LeaveLength {
  const dates = datesOf(stretch);
  const shares = dates.map((on) => ({ on, share: shareOf(on, stretch) }));
  const total = (counts: (on: string) => boolean): number =>
    rounded(shares.filter(({ on }) => counts(on)).reduce((sum, { share }) => sum + share, 0));
  const rosteredOn = (on: string): boolean =>
    stretch.isRostered(on) ? stretch.duties.some((duty) => duty.dutyOn === on) : stretch.isWorkday(on);
  const counted = stretch.count === 'calendar' ? () => true : rosteredOn;
  return {
    days: total(counted),
    calendarDays: total(() => true),
    workingDays: total(stretch.isWorkday),
    perDay: shares.filter(({ on }) => counted(on)).map(({ on, share }) => ({ on, days: share })),
  };
}

const rounded = (days: number): number => Math.round(days * 100) / 100;

/** The days the stretch lies on, and of a night shift that it reaches into also the day the shift belongs to. */
function datesOf({ startsAt, endsAt, zone, duties, count }: Stretch): readonly string[] {
  const first = startsAt.toZonedDateTimeISO(zone).toPlainDate();
  const last = endsAt.subtract({ milliseconds: 1 }).toZonedDateTimeISO(zone).toPlainDate();
  const span = first.until(last, { largestUnit: 'days' }).days;
  const dates = Array.from({ length: Math.max(0, span + 1) }, (_, days) => first.add({ days }).toString());
  if (count === 'calendar') return dates;
  const others = duties.map((duty) => duty.dutyOn).filter((on) => !dates.includes(on));
  return [...new Set([...others, ...dates])].toSorted();
}

function shareOf(on: string, stretch: Stretch): number {
  const { startsAt, endsAt, zone } = stretch;
  const from = startsAt.toZonedDateTimeISO(zone);
  const until = endsAt.toZonedDateTimeISO(zone);
  const opens = from.toPlainDate().toString() === on && !from.equals(from.startOfDay()) ? minuteOf(from) : 0;
  const closes = until.toPlainDate().toString() === on ? minuteOf(until) : fullDay;
  // A day before the first: only a night shift of that day is touched.
  if (on < from.toPlainDate().toString()) return byHours(on, stretch, 0, 0);
  if (opens === 0 && closes === fullDay) return 1;
  if ((opens === noon && closes === fullDay) || (opens === 0 && closes === noon)) return 0.5;
  return byHours(on, stretch, opens, closes);
}

function byHours(on: string, { duties, span, office }: Stretch, opens: number, closes: number): number {
  const own = duties.filter((duty) => duty.dutyOn === on);
  const length = own.reduce((sum, duty) => sum + minutesBetween(duty.startsAt, duty.endsAt), 0);
  if (length > 0) {
    const away = own.reduce((sum, duty) => {
      const taken = takenFrom(duty, span);
      return sum + (taken === null ? 0 : minutesBetween(taken.start, taken.end));
    }, 0);
    return away / length;
  }
  const hours = office.until - office.from;
  return hours <= 0 ? 1 : Math.max(0, Math.min(closes, office.until) - Math.max(opens, office.from)) / hours;
}

const minuteOf = (at: Temporal.ZonedDateTime): number => at.hour * 60 + at.minute;
const minutesBetween = (a: Instant, b: Instant): number => (b.epochMilliseconds - a.epochMilliseconds) / 60_000;

/** First day of the leave year a day lies in, `YYYY-MM-DD`; `from` is `MM-DD`. */
export function leaveYear(on: string, from: string): string {
  const year = Number(on.slice(0, 4));
  return on.slice(5) >= from ? `${year}-${from}` : `${year - 1}-${from}`;
}

/** The first day of the leave year after this one. */
export const nextLeaveYear = (start: string): string => `${Number(start.slice(0, 4)) + 1}${start.slice(4)}`;

/** Days by leave year, each under the first of its days: what is written to a balance. */
export function byLeaveYear(perDay: readonly CountedDay[], from: string): readonly CountedDay[] {
  const years = new Map<string, CountedDay>();
  for (const { on, days } of perDay) {
    const year = leaveYear(on, from);
    const known = years.get(year);
    years.set(year, known === undefined ? { on, days } : { on: known.on, days: rounded(known.days + days) });
  }
  return [...years.values()].filter(({ days }) => days > 0);
}

/** Days by month, for what lapses at the end of one. */
export function byMonth(perDay: readonly CountedDay[]): readonly CountedDay[] {
  const months = new Map<string, CountedDay>();
  for (const { on, days } of perDay) {
    const known = months.get(on.slice(0, 7));
    months.set(on.slice(0, 7), known === undefined ? { on, days } : { on: known.on, days: rounded(known.days + days) });
  }
  return [...months.values()].filter(({ days }) => days > 0);
}
