import { type Instant, Temporal } from '../../core/time.ts';
import { plusDays } from '../days.ts';
import { type DayRule, dueDay, endOfLimit, type TimeOfDay, timeOn, type WhenCalendar, workingDaysAfter } from '../when.ts';
import { type Due, type DueInput, dueAt } from './occurrence.ts';
import type { ObligationRule } from './rule.ts';

/** Something happened that may make things due. */
export interface TriggerEvent {
  /** `notice-received`, `handover-completed`, `major-incident` */
  readonly name: string;
  /** Tells it from others of its name: the id of the notice, incident or hand-over. */
  readonly id: string;
  readonly at: Instant;
}

/**
 * What an event makes due. Hours and minutes count in real time; days, weeks and months by the calendar of the zone, until the end of the last
 * day: a reply within P7D of a notice of the 3rd is in time all of the 10th. `next-day` is the end of the day after. Without a limit it is due
 * by the end of the day of the event.
 */
export function dueAfter(input: Pick<DueInput, 'policy' | 'calendar' | 'shifts'> & { readonly event: TriggerEvent }): readonly Due[] {
  const { policy, calendar, event } = input;
  return policy.obligations
    .filter(({ reaction, value }) => reaction !== 'off' && triggerOf(value) === event.name && value.when !== 'configurable')
    .map((rule) => {
      const until = limitAfter(rule, event.at, calendar);
      return dueAt(rule, { at: event.at, fromAt: event.at, until, key: `${event.name} ${event.id}` }, input);
    });
}

function limitAfter({ value }: ObligationRule, at: Instant, calendar: WhenCalendar): Instant {
  const on = at.toZonedDateTimeISO(calendar.zone).toPlainDate().toString();
  const { due, when } = value;
  const today = endOf(on, calendar);
  if (due === 'next-day') return endOf(plusDays(on, 1), calendar);
  if (due !== undefined) return endOfLimit(at, due, calendar.zone);
  if (typeof when !== 'object' || Array.isArray(when)) return today;
  if ('after' in when) return endOfLimit(at, when.within, calendar.zone);
  if ('due' in when) {
    const day =
      'working_days' in when.due ? workingDaysAfter(on, when.due.working_days, calendar.day) : nextMonthly(when.due, on, calendar);
    return day === null ? today : (timeOn(when.at ?? '24:00', day, calendar) ?? today);
  }
  return 'at' in when && !('every' in when) ? nextTime(when.at, at, on, calendar) : today;
}

/** The name of the event that makes a rule's work due; null where time alone does. */
export function triggerOf({ trigger, when }: ObligationRule['value']): string | null {
  if (trigger !== undefined) return trigger;
  return typeof when === 'object' && !Array.isArray(when) && 'after' in when ? when.after : null;
}

function endOf(on: string, { zone }: WhenCalendar): Instant {
  return Temporal.PlainDate.from(plusDays(on, 1)).toZonedDateTime(zone).toInstant();
}

function nextMonthly(rule: DayRule, on: string, calendar: WhenCalendar): string | null {
  const month = Temporal.PlainDate.from(on).toPlainYearMonth();
  const days = [0, 1, 2].map((months) => dueDay(rule, { month: month.add({ months }).toString(), day: calendar.day }));
  return days.find((day) => day !== null && day >= on) ?? null;
}

function nextTime(time: TimeOfDay, at: Instant, on: string, calendar: WhenCalendar): Instant {
  const times = [on, plusDays(on, 1)].flatMap((day) => timeOn(time, day, calendar) ?? []);
  return times.find((moment) => Temporal.Instant.compare(moment, at) > 0) ?? endOf(on, calendar);
}

/** Whether so many entries of one kind have come in so short a time that the rule on repeated matters speaks: `times` are their moments. */
export function isRepeated(value: ObligationRule['value'], times: readonly Instant[], at: Instant, calendar: WhenCalendar): boolean {
  if (value.repeated === undefined) return false;
  const { count, within } = value.repeated;
  const since = at.toZonedDateTimeISO(calendar.zone).subtract(within).toInstant();
  return times.filter((time) => Temporal.Instant.compare(since, time) < 0 && Temporal.Instant.compare(time, at) <= 0).length >= count;
}
