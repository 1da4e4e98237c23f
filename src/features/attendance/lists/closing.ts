import { type Instant, Temporal } from '../../../core/time.ts';
import { listsDue, type Policy } from '../../../policy/index.ts';
import type { WhenCalendar } from '../../../policy/when.ts';
import { type Cycle, endOf } from '../month/cycle.ts';

/** A list about a cycle is due within so many days after it. */
const mostDays = 14;

/** When nothing can be claimed for a cycle any more: when its overtime has to be handed in; where no rule says so, its end. */
export function cycleCloses(policy: Policy, cycle: Cycle, calendar: WhenCalendar): Instant {
  const last = Temporal.PlainDate.from(cycle.until);
  for (let days = 1; days <= mostDays; days += 1) {
    const on = last.add({ days }).toString();
    const list = listsDue({ policy, on, calendar, seed: '' }).find(
      (one) =>
        one.do === 'submit:overtime' &&
        one.range?.until === cycle.until &&
        one.at.toZonedDateTimeISO(calendar.zone).toPlainDate().toString() === on,
    );
    if (list !== undefined) return list.at;
  }
  return endOf(cycle, calendar.zone);
}
