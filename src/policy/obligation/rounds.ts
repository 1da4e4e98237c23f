import { type Instant, type Interval, instantAt, Temporal } from '../../core/time.ts';
import { dueByInterval } from '../when.ts';
import { type Due, type DueInput, dueAt, type Moment, minuteOf } from './occurrence.ts';

/** The first round of a window: so long after its start, and no later than its end where the window is shorter. */
export function firstRounds(interval: string, window: Interval, start: string): readonly Moment[] {
  const latest = dueByInterval(null, interval, window);
  const until = Temporal.Instant.compare(latest, window.end) > 0 ? window.end : latest;
  return [{ at: window.start, fromAt: window.start, until, key: `round ${start} 1`, window }];
}

/** A figure of our own, no regulation's: the next round begins when this part of the greatest interval after the last one is over. */
const restShare = 0.5;

/** From when the next round, due at `until`, can be made after one made at `made`, on a full minute. */
export function restedAt(made: Instant, until: Instant): Instant {
  const rest = (until.epochMilliseconds - made.epochMilliseconds) * restShare;
  return instantAt(made.epochMilliseconds + rest).round({ smallestUnit: 'minute', roundingMode: 'floor' });
}

/**
 * The round after one that was made or missed, as long as it is due before its window ends; null: no more is asked for. The limit runs from the
 * last completed round, from the missed deadline where it was not made.
 */
export function roundAfter(
  round: Due,
  last: { readonly completedAt: Instant | null },
  rule: DueInput['policy']['obligations'][number],
  input: Pick<DueInput, 'calendar' | 'shifts'>,
): Due | null {
  const { window } = round;
  const { max_interval: interval } = rule.value;
  if (window === null || interval === undefined || round.hidden) return null;
  const until = dueByInterval(last.completedAt ?? round.dueAt, interval, window);
  const from = last.completedAt === null ? round.dueAt : restedAt(last.completedAt, until);
  if (Temporal.Instant.compare(until, window.end) >= 0) return null;
  const count = Number(round.key.slice(round.key.lastIndexOf(' ') + 1)) + 1;
  const start = minuteOf(window.start);
  return dueAt(rule, { at: from, fromAt: from, until, key: `round ${start} ${count}`, window }, input);
}

/**
 * The round that is due next in a window somebody is already in the middle of, where none of its rounds was planned: the desk took the rule up since.
 * `first` is the window's first round, due before `now`; null: the window asks for no more, or is not underway.
 */
export function roundUnderway(first: Due, now: Instant): Due | null {
  const { window, value } = first;
  if (window === null || value.max_interval === undefined || first.hidden) return null;
  const moments = latestRounds(value.max_interval, window);
  const at = moments.findIndex((moment) => Temporal.Instant.compare(now, moment) < 0);
  const [dueAt, fromAt] = [moments[at], moments[at - 1]];
  if (dueAt === undefined || fromAt === undefined || Temporal.Instant.compare(window.start, now) > 0) return null;
  return { ...first, key: first.key.replace(/\d+$/, String(at + 1)), fromAt, remindAt: fromAt, dueAt };
}

/** The latest moments of rounds in a window, each made as late as it may be: what a calendar shows ahead. */
export function latestRounds(interval: string, window: Interval): readonly Instant[] {
  const [first] = firstRounds(interval, window, '');
  const moments: Instant[] = first?.until === undefined ? [] : [first.until];
  for (let last = moments.at(-1); last !== undefined; ) {
    const next: Instant = dueByInterval(last, interval, window);
    last = Temporal.Instant.compare(next, window.end) < 0 ? next : undefined;
    if (last !== undefined) moments.push(last);
  }
  return moments;
}
