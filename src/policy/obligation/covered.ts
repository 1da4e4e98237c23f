import { Temporal } from '../../core/time.ts';
import type { Days } from '../consequence/cycle.ts';
import { rangeOf } from '../lists/due.ts';
import type { Policy } from '../policy.ts';
import type { ObligationEntry } from '../schema/obligation.ts';

/**
 * The days a report due on `on` (`YYYY-MM-DD`) is about: `day` is the day itself, `last-month` the calendar month before; the others as
 * `rangeOf`. Null: its rule names no stretch.
 */
export function coveredDays(value: Pick<ObligationEntry, 'range'>, on: string, policy: Pick<Policy, 'cycle'>): Days | null {
  switch (value.range) {
    case undefined:
      return null;
    case 'day':
      return { from: on, until: on };
    case 'last-month': {
      const month = Temporal.PlainDate.from(on).toPlainYearMonth().subtract({ months: 1 });
      return { from: month.toPlainDate({ day: 1 }).toString(), until: month.toPlainDate({ day: month.daysInMonth }).toString() };
    }
    default:
      return rangeOf(value.range, on, policy);
  }
}
