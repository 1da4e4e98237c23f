import { type Instant, Temporal, type Zone } from '../../core/time.ts';
import type { DayLookup, Policy } from '../../policy/index.ts';
import { ownFigures } from './figures.ts';

type PublishBy = NonNullable<Policy['publishBy']>['value'];

/**
 * The moment by which a month's roster must be published: the end of the day the regulation names, or its beginning where it says before.
 * Null where the rule counts from each duty day; see {@link dayDeadline}.
 */
export function monthDeadline(rule: PublishBy, month: string, zone: Zone): Instant | null {
  if (rule.kind !== 'day-of-month') return null;
  const of = Temporal.PlainYearMonth.from(month).subtract({ months: rule.of === 'previous-month' ? 1 : 0 });
  const day = of.toPlainDate({ day: rule.day === 'last' ? of.daysInMonth : Math.min(rule.day, of.daysInMonth) });
  return (rule.before ? day : day.add({ days: 1 })).toZonedDateTime(zone).toInstant();
}

/** The moment before which a duty day's roster must be known: the beginning of that day. */
export function dayDeadline(on: string, zone: Zone): Instant {
  return Temporal.PlainDate.from(on).toZonedDateTime(zone).toInstant();
}

/**
 * When whoever makes the roster is reminded: in the morning three days and one day before the last day there is, and in the morning after the
 * deadline has passed.
 */
export function reminderMoments(deadline: Instant, zone: Zone): readonly { readonly at: Instant; readonly overdue: boolean }[] {
  // A deadline at midnight ends the day before it.
  const last = deadline.subtract({ seconds: 1 }).toZonedDateTimeISO(zone).toPlainDate();
  const at = (days: number): Instant => remindedOn(last.add({ days }), zone);
  return [
    { at: at(-3), overdue: false },
    { at: at(0), overdue: false },
    { at: at(1), overdue: true },
  ];
}

/** On the day before a duty day, in the afternoon: whether tomorrow has anybody. */
export function dayReminder(on: string, zone: Zone): Instant {
  return Temporal.PlainDate.from(on)
    .subtract({ days: 1 })
    .toZonedDateTime({ timeZone: zone, plainTime: { hour: 15 } })
    .toInstant();
}

const remindedOn = (day: Temporal.PlainDate, zone: Zone): Instant =>
  day.toZonedDateTime({ timeZone: zone, plainTime: { hour: ownFigures.remindHour } }).toInstant();

/** No stretch of days off is longer; where the calendar gives one, they hear on the day itself. */
const longestRest = 10;

/**
 * When the leads hear that the roster ends with the day `last` (`YYYY-MM-DD`): some days before it, on a working day, and once more (`again`) the day
 * before it.
 */
export function endingMoments(last: string, days: DayLookup, zone: Zone): readonly { readonly at: Instant; readonly again: boolean }[] {
  const end = Temporal.PlainDate.from(last);
  const wanted = end.subtract({ days: ownFigures.endsDays });
  const isOff = (day: Temporal.PlainDate): boolean => ['weekend', 'holiday', 'lieu-day'].includes(days(day.toString()).kind);
  const before = Array.from({ length: longestRest }, (_, back) => wanted.subtract({ days: back }));
  return [
    { at: remindedOn(before.find((day) => !isOff(day)) ?? wanted, zone), again: false },
    { at: remindedOn(end.subtract({ days: ownFigures.endsAgainDays }), zone), again: true },
  ];
}
