import { type Instant, Temporal, type Zone } from '../../core/time.ts';
import type { Policy } from '../../policy/index.ts';

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

/** Hour at which people are reminded of a deadline, wall time of the desk. */
const remindHour = 10;

/**
 * When whoever makes the roster is reminded: in the morning three days and one day before the last day there is, and in the morning after the
 * deadline has passed.
 */
export function reminderMoments(deadline: Instant, zone: Zone): readonly { readonly at: Instant; readonly overdue: boolean }[] {
  // A deadline at midnight ends the day before it.
  const last = deadline.subtract({ seconds: 1 }).toZonedDateTimeISO(zone).toPlainDate();
  const at = (days: number): Instant =>
    last
      .add({ days })
      .toZonedDateTime({ timeZone: zone, plainTime: { hour: remindHour } })
      .toInstant();
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
