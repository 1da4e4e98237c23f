import { Temporal } from 'temporal-polyfill';

export { Temporal };

/** A moment on the time line, UTC in the database. */
export type Instant = Temporal.Instant;

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
