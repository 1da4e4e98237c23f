import { Temporal } from '../../core/time.ts';
import type { Citation, Policy } from '../policy.ts';
import { behind, clausesOf } from './clause.ts';

/** Time off earned by a duty. */
export interface EarnedRest {
  readonly days: number;
  /** Last day it can be taken on; null where it does not lapse. */
  readonly expiresOn: string | null;
  readonly cites: readonly Citation[];
}

/** What a duty on the day `on` earns: a day of rest where the rules name no other number. Null where duty earns none. */
export function restEarned(policy: Policy, on: string, leaveType = 'comp-rest'): EarnedRest | null {
  const earning = clausesOf(policy, 'earned_by', leaveType).filter(({ value }) => value.includes('duty'));
  if (earning.length === 0) return null;
  const expiry = clausesOf(policy, 'expires', leaveType);
  const amount = clausesOf(policy, 'days', leaveType).find(({ value }) => typeof value === 'number')?.value;
  return {
    days: typeof amount === 'number' ? amount : 1,
    expiresOn: expiry[0] === undefined ? null : lastDayOf(on, expiry[0].value),
    cites: behind([...earning, ...expiry]).cites,
  };
}

/** The last day of the month or the year of `on`. */
function lastDayOf(on: string, expires: 'end-of-month' | 'end-of-year'): string {
  const date = Temporal.PlainDate.from(on);
  return (expires === 'end-of-year' ? date.with({ month: 12, day: 31 }) : date.with({ day: date.daysInMonth })).toString();
}

/** Comp rest as it stands on a day. */
export interface RestStanding {
  /** Days that can be taken on that day without a flag. */
  readonly left: number;
  /** Days that lapsed before it without being taken. */
  readonly lapsed: number;
  /** The earliest day on which some of what is left lapses. */
  readonly nextExpiry: string | null;
  /** Some of the days are from before: only where rest accumulates. */
  readonly accumulates: boolean;
  readonly cites: readonly Citation[];
  readonly reaction: 'refuse' | 'flag';
  /** In principle: somebody who decides may allow later rest with a reason. */
  readonly principle: boolean;
}

/**
 * The comp rest somebody has on the day `on`, from the days of duty and of rest, in any order; rest of later days is spoken for. What was earned last before
 * it lapses is used first; rest taken after the duty it is for lapsed is not set against it. Where rest does not accumulate, only duty of
 * the same month (or year) as `on` counts, whether or not it lapses. Null where duty earns none.
 */
export function compRest(
  policy: Policy,
  given: {
    readonly duties: readonly string[];
    readonly taken: readonly { readonly on: string; readonly days: number }[];
    readonly on: string;
    readonly leaveType?: string;
  },
): RestStanding | null {
  const { leaveType = 'comp-rest', on } = given;
  const rules = [
    ...clausesOf(policy, 'earned_by', leaveType),
    ...clausesOf(policy, 'expires', leaveType),
    ...clausesOf(policy, 'accumulates', leaveType),
  ];
  if (restEarned(policy, on, leaveType) === null) return null;
  const accumulates = clausesOf(policy, 'accumulates', leaveType).every(({ value }) => value);
  const lots = given.duties.toSorted().map((duty) => {
    const earned = restEarned(policy, duty, leaveType);
    const bound = earned?.expiresOn ?? (accumulates ? null : lastDayOf(duty, 'end-of-month'));
    return { on: duty, until: bound, left: earned?.days ?? 0 };
  });
  for (const rest of given.taken.toSorted((left, right) => (left.on < right.on ? -1 : 1))) {
    const fitting = lots.filter((lot) => lot.on <= rest.on && (lot.until === null || rest.on <= lot.until));
    // Rest that is promised for later takes what is earned until then first: what it takes of today's is not there to be taken today.
    const later = rest.on > on ? fitting.filter((lot) => lot.on > on) : [];
    let days = rest.days;
    for (const lot of [...later, ...fitting.filter((one) => !later.includes(one))]) {
      const used = Math.min(days, lot.left);
      lot.left -= used;
      days -= used;
    }
  }
  const alive = lots.filter((lot) => lot.left > 0 && lot.on <= on && (lot.until === null || on <= lot.until));
  return {
    left: sum(alive),
    lapsed: sum(lots.filter(({ until }) => until !== null && until < on)),
    nextExpiry: alive.flatMap(({ until }) => until ?? []).toSorted()[0] ?? null,
    accumulates,
    principle: rules.some(({ rule }) => rule.principle),
    ...behind(rules),
  };
}

const sum = (lots: readonly { readonly left: number }[]): number => lots.reduce((total, { left }) => total + left, 0);
