import { type Instant, Temporal, type Zone } from '../../../core/time.ts';
import { cycleOf, lastCycle } from '../../../policy/consequence/cycle.ts';
import type { Policy } from '../../../policy/policy.ts';

/** The stretch of days attendance is counted in. Both days are included, `YYYY-MM-DD`. */
export interface Cycle {
  /** `YYYY-MM`, the month in which it ends: 21 December to 20 January is `2027-01`. */
  readonly key: string;
  readonly from: string;
  readonly until: string;
}

type Ruled = Pick<Policy, 'cycle'>;

const keyed = (days: { readonly from: string; readonly until: string }): Cycle => ({ ...days, key: days.until.slice(0, 7) });

/** The cycle a day (`YYYY-MM-DD`) lies in; the calendar month where no rule sets one. */
export const cycleOn = (policy: Ruled, on: string): Cycle => keyed(cycleOf(policy, on));

/** The cycle that ends in the month `YYYY-MM`. */
export const cycleNamed = (policy: Ruled, key: string): Cycle => cycleOn(policy, `${key}-01`);

/** The cycle before the one `on` lies in. */
export const cycleBefore = (policy: Ruled, on: string): Cycle => keyed(lastCycle(policy, on));

/** The moment after the last day of a stretch. */
export function endOf(cycle: Pick<Cycle, 'until'>, zone: Zone): Instant {
  return Temporal.PlainDate.from(cycle.until).add({ days: 1 }).toZonedDateTime(zone).toInstant();
}
