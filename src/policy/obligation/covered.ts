import { Temporal } from '../../core/time.ts';
import type { Days } from '../consequence/cycle.ts';
import { rangeOf } from '../lists/due.ts';
import type { ObligationEntry } from '../schema/obligation.ts';

/**
 * The days a report due on `on` (`YYYY-MM-DD`) is about: `day` is the day itself, `last-month` the calendar month before, `last-week` and
 * `sat-fri` as lists have them. Null: its rule names no stretch, or one that hangs on the desk's accounting cycle.
 */
export function coveredDays({ range }: Pick<ObligationEntry, 'range'>, on: string): Days | null {
  switch (range) {
    case undefined:
    case 'last-cycle':
      return null;
    case 'day':
      return { from: on, until: on };
    case 'last-month': {
      const month = Temporal.PlainDate.from(on).toPlainYearMonth().subtract({ months: 1 });
      return { from: month.toPlainDate({ day: 1 }).toString(), until: month.toPlainDate({ day: month.daysInMonth }).toString() };
    }
    default:
      return rangeOf(range, on, { cycle: null });
  }
}
