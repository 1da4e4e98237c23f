import { Temporal } from '../../core/time.ts';
import { plusDays } from '../days.ts';
import type { Policy } from '../policy.ts';

/** First and last day of a stretch, both included. */
export interface Days {
  readonly from: string;
  readonly until: string;
}

/**
 * The attendance cycle a day lies in, such as 21 November to 20 December; the calendar month where no rule sets a cycle. Where a month does
 * not have the day a cycle begins or ends on, its last day stands in.
 */
export function cycleOf(policy: Pick<Policy, 'cycle'>, on: string): Days {
  const date = Temporal.PlainDate.from(on);
  const rule = policy.cycle;
  const { firstDay, lastDay } = rule === null || rule.reaction === 'off' ? { firstDay: 1, lastDay: 31 } : rule.value;
  const month = date.toPlainYearMonth();
  const start = dayIn(month, firstDay);
  const first = Temporal.PlainDate.compare(start, date) <= 0 ? month : month.subtract({ months: 1 });
  const last = lastDay < firstDay ? first.add({ months: 1 }) : first;
  return { from: dayIn(first, firstDay).toString(), until: dayIn(last, lastDay).toString() };
}

/** The cycle that ended last before the day `on`: on the 21st the one until the 20th. */
export function lastCycle(policy: Pick<Policy, 'cycle'>, on: string): Days {
  return cycleOf(policy, plusDays(cycleOf(policy, on).from, -1));
}

function dayIn(month: Temporal.PlainYearMonth, day: number): Temporal.PlainDate {
  return month.toPlainDate({ day: Math.min(day, month.daysInMonth) });
}

/** The stretch a rule counts in, around a day. */
export function periodOf(policy: Pick<Policy, 'cycle'>, period: 'attendance-month' | 'calendar-month' | 'year', on: string): Days {
  if (period === 'attendance-month') return cycleOf(policy, on);
  if (period === 'calendar-month') return cycleOf({ cycle: null }, on);
  return { from: `${on.slice(0, 4)}-01-01`, until: `${on.slice(0, 4)}-12-31` };
}
