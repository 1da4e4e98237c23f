import { type Instant, type Interval, Temporal } from '../../core/time.ts';
import { type Days, lastCycle } from '../consequence/cycle.ts';
import { plusDays } from '../days.ts';
import { withOfficeHours } from '../office-hours.ts';
import type { Citation, Policy } from '../policy.ts';
import { momentsOf, type WhenCalendar } from '../when.ts';
import type { DutyOfLists, ListEntry, ListWord } from './rule.ts';

type Range = NonNullable<ListEntry['range']>;

/** A list that is due. */
export interface DueList {
  /** Entry of the policy it comes from. */
  readonly entry: string;
  readonly do: ListWord;
  /** The moment by which it is to be there, or at which it goes out. */
  readonly at: Instant;
  /** Days it is about; null where it is about none. */
  readonly range: Days | null;
  /** Moments it is about, where a day is cut: what happens after one list went in is in the next. Null: whole days. */
  readonly cut: Interval | null;
  /** Roles that hand it in, that get it, that get it next; empty where no rule says. */
  readonly by: readonly string[];
  readonly to: readonly string[];
  readonly next: readonly string[];
  /** How many are drawn; null where nobody is. */
  readonly sample: number | null;
  readonly items: readonly string[];
  readonly cites: readonly Citation[];
}

/**
 * The lists due on a day (`YYYY-MM-DD`, of the calendar's zone), in order of their moments. Lists whose sample the desk has not set are not
 * due. Where the desk has no office hours of its own, work starts at 09:00 and ends at 17:00. `seed` makes random moments reproducible and
 * has to be secret to keep them unpredictable.
 */
export function listsDue(given: {
  readonly policy: Policy;
  readonly on: string;
  readonly calendar: WhenCalendar;
  readonly seed: string;
}): readonly DueList[] {
  const calendar = withOfficeHours(given.calendar);
  return given.policy.lists
    .filter(({ reaction, value }) => reaction !== 'off' && value.sample !== 'configurable')
    .flatMap((list) =>
      momentsOf(list.value.when, { on: given.on, events: {}, last: null, seed: `${given.seed} ${list.entry} ${given.on}` }, calendar).map(
        (at) => dueList(list, at, given.on, { ...given, calendar }),
      ),
    )
    .toSorted((left, right) => Temporal.Instant.compare(left.at, right.at));
}

function dueList(
  { value, entry, cites }: DutyOfLists,
  at: Instant,
  on: string,
  { policy, calendar }: { readonly policy: Policy; readonly calendar: WhenCalendar },
): DueList {
  const range = value.range === undefined ? null : rangeOf(value.range, on, policy);
  const before =
    value.range === 'sat-fri' ? momentsOf(value.when, { on: plusDays(on, -7), events: {}, last: null, seed: '' }, calendar) : [];
  const start = before.at(-1);
  return {
    entry,
    do: value.do,
    at,
    range,
    cut: start === undefined ? null : { start, end: at },
    by: value.by ?? [],
    to: value.to ?? [],
    next: value.then ?? [],
    sample: typeof value.sample === 'number' ? value.sample : null,
    items: value.items ?? [],
    cites,
  };
}

/**
 * The days a list due on `on` is about. `last-week`: Monday to Sunday of the week before; `sat-fri`: Saturday to the Friday that is `on` or
 * comes next; `last-cycle`: the cycle that ended last before `on`; where no rule sets a cycle, the month up to the day before. Years make no
 * difference.
 */
export function rangeOf(range: Range, on: string, policy: Pick<Policy, 'cycle'>): Days {
  const weekday = Temporal.PlainDate.from(on).dayOfWeek;
  switch (range) {
    case 'last-week':
      return { from: plusDays(on, -weekday - 6), until: plusDays(on, -weekday) };
    case 'sat-fri': {
      const friday = plusDays(on, (5 - weekday + 7) % 7);
      return { from: plusDays(friday, -6), until: friday };
    }
    case 'last-cycle':
      if (policy.cycle !== null && policy.cycle.reaction !== 'off') return lastCycle(policy, on);
      return { from: Temporal.PlainDate.from(on).subtract({ months: 1 }).toString(), until: plusDays(on, -1) };
  }
}

/** Whether something of the duty day `on`, that happened at `at`, belongs on a list. */
export function onList(list: Pick<DueList, 'range' | 'cut'>, { on, at }: { readonly on: string; readonly at: Instant }): boolean {
  const { range, cut } = list;
  if (cut !== null) return Temporal.Instant.compare(cut.start, at) <= 0 && Temporal.Instant.compare(at, cut.end) < 0;
  return range === null || (range.from <= on && on <= range.until);
}
