import { Temporal } from '../../core/time.ts';
import type { Policy } from '../policy.ts';
import type { ObligationEntry } from '../schema/obligation.ts';
import { numbersFrom } from '../when.ts';
import type { ObligationRule } from './rule.ts';

/** What is known of one target before a draw. */
export interface Target {
  readonly id: string;
  /** Times it was checked this month, before today. */
  readonly checked: number;
  /** Drawn before and not checked: still owed. */
  readonly owed?: boolean;
}

/** One target of a day, with how often. */
export interface DrawnTarget {
  readonly target: string;
  /** Times in the morning, in the afternoon, at any time of the day. */
  readonly morning: number;
  readonly afternoon: number;
  readonly anytime: number;
  /** Owed from an earlier day. */
  readonly carried: boolean;
}

/** How many targets a rule wants: its share rounded up, its least number where that is more, never more than there are; all without a number. */
export function sampleSize(sample: ObligationEntry['sample'], population: number): number {
  if (sample === undefined) return population;
  if (sample === 'configurable') return 0;
  if (typeof sample === 'number') return Math.min(sample, population);
  const { percent, min } = sample;
  if (percent === undefined && min === undefined) return population;
  // Ten per cent of 70 is 7, whatever binary fractions make of it.
  const share = percent === undefined ? 0 : Math.ceil(Math.round(population * percent * 1e6) / 1e8);
  return Math.min(population, Math.max(share, min ?? 0));
}

/** Least checks of each target in a month that other rules on the same work ask for; 0 where none does. */
export function monthlyMinimum(policy: Pick<Policy, 'obligations'>, rule: ObligationRule): number {
  const mine = rule.value.targets ?? [];
  const minima = policy.obligations.flatMap(({ value, reaction }) =>
    reaction !== 'off' &&
    value.do === rule.value.do &&
    typeof value.each === 'object' &&
    value.each.per === 'month' &&
    (value.targets ?? []).some((target) => mine.includes(target))
      ? [value.each.min]
      : [],
  );
  return Math.max(0, ...minima);
}

/** Days left in the month of a day, itself included. */
export function daysLeft(on: string): number {
  const date = Temporal.PlainDate.from(on);
  return date.daysInMonth - date.day + 1;
}

/**
 * The targets of one day. Those owed come first and on top of the day's number; then the least checked, by chance among equals. Where the
 * monthly minimum would be missed at that pace the day's number grows: to an even share of what is left over the days that are left, and by
 * every target that could not make it any more. The seed makes the draw reproducible; a secret one keeps it unpredictable. Targets that are
 * gone are not drawn, new ones start at 0.
 */
export function drawTargets(given: {
  readonly value: Pick<ObligationEntry, 'sample' | 'each' | 'split'>;
  readonly targets: readonly Target[];
  /** Least times a month for each target; 0: none. */
  readonly monthlyMin: number;
  /** Days left in the month, today included, on which draws are made. */
  readonly daysLeft: number;
  readonly seed: string;
}): readonly DrawnTarget[] {
  const targets = [...new Map(given.targets.map((target) => [target.id, target])).values()].toSorted((left, right) =>
    left.id < right.id ? -1 : 1,
  );
  const times = timesOf(given.value);
  const perDay = Math.max(1, times.morning + times.afternoon + times.anytime);
  const need = (target: Target): number => Math.max(0, given.monthlyMin - target.checked);
  const days = Math.max(1, given.daysLeft);
  const needed = targets.reduce((sum, target) => sum + Math.ceil(need(target) / perDay), 0);
  const evenly = Math.ceil(needed / days);
  const size = Math.min(targets.length, Math.max(sampleSize(given.value.sample, targets.length), evenly));
  const numbers = numbersFrom(given.seed);
  const ranked = targets
    .map((target) => ({ target, chance: numbers.next().value }))
    .toSorted((left, right) => left.target.checked - right.target.checked || left.chance - right.chance)
    .map(({ target }) => target);
  const owed = ranked.filter((target) => target.owed === true);
  const others = ranked.filter((target) => target.owed !== true);
  const last = (target: Target): boolean => Math.ceil(need(target) / perDay) >= days && need(target) > 0;
  const drawn = [...owed, ...others.slice(0, size), ...others.slice(size).filter(last)];
  return drawn.map(({ id, owed: carried = false }) => ({ target: id, ...times, carried }));
}

/** How often a target is checked on its day, and when. */
function timesOf({ each, split }: Pick<ObligationEntry, 'each' | 'split'>): Pick<DrawnTarget, 'morning' | 'afternoon' | 'anytime'> {
  const count = typeof each === 'number' ? each : typeof each === 'object' && each.per === 'day' ? each.min : 1;
  const { morning = 0, afternoon = 0 } = split ?? {};
  return { morning, afternoon, anytime: Math.max(0, count - morning - afternoon) };
}
