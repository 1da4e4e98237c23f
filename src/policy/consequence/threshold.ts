import { Temporal } from '../../core/time.ts';
import { plusDays } from '../days.ts';
import type { ThresholdText } from '../schema/consequence.ts';
import { durationMinutes } from '../wall-clock.ts';
import type { AttendanceFact } from './fact.ts';

/** Facts a rule prices together. `counted` are those it had to look at, `priced` those it prices. */
export interface Hit {
  readonly counted: readonly AttendanceFact[];
  readonly priced: readonly AttendanceFact[];
}

/**
 * What a threshold makes of the facts of one period, in order. `from` and `over` price each fact that is long enough; `total_over` all of
 * them together; `from_count` each one from that case on; `any_of` runs of days and days within a rolling stretch, runs and stretches that
 * share a day as one case. Without a threshold each fact is priced alone. `scheduled` are the days the person was to work.
 */
export function hitsOf(
  threshold: ThresholdText | undefined,
  facts: readonly AttendanceFact[],
  scheduled: readonly string[],
): readonly Hit[] {
  const alone = (fact: AttendanceFact): Hit => ({ counted: [fact], priced: [fact] });
  if (threshold === undefined) return facts.map(alone);
  if ('from' in threshold) return facts.filter(({ minutes }) => (minutes ?? 0) >= durationMinutes(threshold.from)).map(alone);
  if ('over' in threshold) return facts.filter(({ minutes }) => (minutes ?? 0) > durationMinutes(threshold.over)).map(alone);
  if ('total_over' in threshold) {
    return totalMinutes(facts) > durationMinutes(threshold.total_over) ? [{ counted: facts, priced: facts }] : [];
  }
  if ('from_count' in threshold) {
    return facts.flatMap((fact, place) =>
      place + 1 < threshold.from_count ? [] : [{ counted: facts.slice(0, place + 1), priced: [fact] }],
    );
  }
  return runs(threshold.any_of, facts, scheduled);
}

export function totalMinutes(facts: readonly AttendanceFact[]): number {
  return facts.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0);
}

function runs(
  alternatives: readonly ({ readonly consecutive_days: number } | { readonly days: number; readonly within: string })[],
  facts: readonly AttendanceFact[],
  scheduled: readonly string[],
): readonly Hit[] {
  const dates = [...new Set(facts.map(({ on }) => on))];
  const groups = alternatives.flatMap((alternative) =>
    'within' in alternative ? within(alternative, dates, facts) : consecutive(alternative.consecutive_days, dates, scheduled),
  );
  return merged(groups).map((days) => {
    const priced = facts.filter(({ on }) => days.includes(on));
    return { counted: priced, priced };
  });
}

/** Stretches of days that follow each other among the days the person was to work. */
function consecutive(least: number, dates: readonly string[], scheduled: readonly string[]): readonly (readonly string[])[] {
  const order = [...new Set([...scheduled, ...dates])].toSorted();
  const found: string[][] = [];
  let previous = -2;
  for (const on of dates) {
    const place = order.indexOf(on);
    if (place === previous + 1) found.at(-1)?.push(on);
    else found.push([on]);
    previous = place;
  }
  return found.filter((run) => run.length >= least);
}

/** Dates on which so many days have come together within a stretch that ends with that date. */
function within(
  { days, within: span }: { readonly days: number; readonly within: string },
  dates: readonly string[],
  facts: readonly AttendanceFact[],
): readonly (readonly string[])[] {
  const weight = (on: string): number => Math.max(...facts.filter((fact) => fact.on === on).map((fact) => fact.days ?? 1));
  return dates.flatMap((end) => {
    const start = plusDays(Temporal.PlainDate.from(end).subtract(Temporal.Duration.from(span)).toString(), 1);
    const inside = dates.filter((on) => start <= on && on <= end);
    return inside.reduce((sum, on) => sum + weight(on), 0) >= days ? [inside] : [];
  });
}

/** Groups that share a day become one. */
function merged(groups: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const found: string[][] = [];
  for (const group of groups.toSorted((left, right) => ((left[0] ?? '') < (right[0] ?? '') ? -1 : 1))) {
    const shared = found.filter((other) => other.some((on) => group.includes(on)));
    const whole = [...new Set([...shared.flat(), ...group])].toSorted();
    found.splice(0, found.length, ...found.filter((other) => !shared.includes(other)), whole);
  }
  return found;
}
