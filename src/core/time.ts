import { Temporal } from 'temporal-polyfill';

export { Temporal };

/** A moment on the time line, UTC in the database. */
export type Instant = Temporal.Instant;

const known = new Map<number, Instant>();
const mostKnown = 20_000;

/**
 * The moment of milliseconds since 1970. Rosters name the same moments over and over, and an `Instant` of the polyfill costs far more to make and to
 * collect than to look up: the last ones made are kept and given again.
 */
export function instantAt(milliseconds: number): Instant {
  const found = known.get(milliseconds);
  if (found !== undefined) return found;
  if (known.size >= mostKnown) known.clear();
  const made = Temporal.Instant.fromEpochMilliseconds(milliseconds);
  known.set(milliseconds, made);
  return made;
}

/** An IANA zone name, such as `Asia/Shanghai`. */
export type Zone = string;

/** A half-open stretch of time: `start` is inside, `end` is not. */
export interface Interval {
  readonly start: Instant;
  readonly end: Instant;
}

/** Reads the moving clock of the process; a decision never calls it, it is given `now`. */
export interface Clock {
  now(): Instant;
}
