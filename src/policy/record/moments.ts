import { type Instant, type Interval, Temporal } from '../../core/time.ts';
import { isHoliday, isRestDay, isWorkday, plusDays } from '../days.ts';
import { withOfficeHours } from '../office-hours.ts';
import type { DayLookup } from '../policy.ts';
import { endOfLimit, momentsOf, timeOn, type WhenCalendar } from '../when.ts';
import type { RecordJudgement } from './judge.ts';

/**
 * The words for a moment that record rules ask about (`time`): `office-hours` or `off-hours`, `workday` or `non-working-day`, `holiday`, and
 * `shift-start` where the moment lies in the first hour of the writer's shift.
 */
export function timeWords(at: Instant, calendar: WhenCalendar, shift: Interval | null = null): readonly string[] {
  const on = at.toZonedDateTimeISO(calendar.zone).toPlainDate().toString();
  const { kind } = calendar.day(on);
  const hours = withOfficeHours(calendar);
  const start = timeOn({ anchor: 'work_start' }, on, hours);
  const end = timeOn({ anchor: 'work_end' }, on, hours);
  const rest = isRestDay(kind);
  const office =
    !rest && start !== null && end !== null && Temporal.Instant.compare(start, at) <= 0 && Temporal.Instant.compare(at, end) < 0;
  return [
    office ? 'office-hours' : 'off-hours',
    ...(rest ? ['non-working-day'] : isWorkday(kind) ? ['workday'] : []),
    ...(isHoliday(kind) ? ['holiday'] : []),
    ...(shift !== null && sinceStart(shift, at) ? ['shift-start'] : []),
  ];
}

const firstHour = 60 * 60_000;

function sinceStart(shift: Interval, at: Instant): boolean {
  const passed = at.epochMilliseconds - shift.start.epochMilliseconds;
  return passed < firstHour && at.epochMilliseconds < shift.end.epochMilliseconds;
}

/**
 * The moment by which an entry has to be closed or brought back. `shift-end` is that of the shift it was written in, `work_start` the next
 * start of work on a working day, `before-holiday` the end of work on the last working day before the next public holiday, `loan_term_end` the
 * end of the day the entry names. So many days after something end with the last of them. Null: nothing is due, or what it hangs on is not known.
 */
export function recordDue(given: {
  readonly due: RecordJudgement['due'];
  /** When it was written. */
  readonly at: Instant;
  readonly shift: Interval | null;
  /** `YYYY-MM-DD` the loan ends; null where none was named. */
  readonly termEnd: string | null;
  readonly calendar: WhenCalendar;
  /** Events by name, for times counted from them. */
  readonly events?: Readonly<Record<string, Instant | undefined>>;
}): Instant | null {
  if (given.due === null) return null;
  const calendar = withOfficeHours(given.calendar);
  const on = given.at.toZonedDateTimeISO(calendar.zone).toPlainDate().toString();
  const { when } = given.due.value;
  switch (when) {
    case 'shift-end':
      return given.shift?.end ?? null;
    case 'loan_term_end':
      return given.termEnd === null ? null : timeOn('24:00', given.termEnd, calendar);
    case 'work_start':
      return nextStartOfWork(given.at, calendar);
    case 'before-holiday': {
      const last = lastWorkdayBeforeHoliday(on, calendar.day);
      return last === null ? null : timeOn({ anchor: 'work_end' }, last, calendar);
    }
    default: {
      const events: Readonly<Record<string, Instant | undefined>> = { created: given.at, ...given.events };
      if ('after' in when) {
        const event = events[when.after];
        return event === undefined ? null : endOfLimit(event, when.within, calendar.zone);
      }
      const later = [on, plusDays(on, 1)].flatMap((day) => momentsOf(when, { on: day, events, last: null, seed: '' }, calendar));
      return later.find((moment) => Temporal.Instant.compare(moment, given.at) > 0) ?? null;
    }
  }
}

const longestWait = 40;

function nextStartOfWork(at: Instant, calendar: WhenCalendar): Instant | null {
  const on = at.toZonedDateTimeISO(calendar.zone).toPlainDate().toString();
  for (let days = 0; days <= longestWait; days += 1) {
    const date = plusDays(on, days);
    if (!isWorkday(calendar.day(date).kind)) continue;
    const start = timeOn({ anchor: 'work_start' }, date, calendar);
    if (start !== null && Temporal.Instant.compare(start, at) > 0) return start;
  }
  return null;
}

/** The last working day before the next public holiday, which may be `on` itself; null when the calendar knows no holiday within a year. */
function lastWorkdayBeforeHoliday(on: string, day: DayLookup): string | null {
  let workday = isWorkday(day(on).kind) ? on : null;
  for (let days = 1; days <= 366; days += 1) {
    const date = plusDays(on, days);
    const { kind } = day(date);
    if (isWorkday(kind)) workday = date;
    else if (isHoliday(kind) && workday !== null) return workday;
  }
  return null;
}
