import { Temporal } from 'temporal-polyfill';

export { Temporal };

/** A moment on the time line, UTC in the database. */
export type Instant = Temporal.Instant;

/** How many values of each kind are kept. */
const mostKept = 20_000;

/** Keeps the last values made, each under its key: for what is asked for over and over and costs far more to make, and to collect, than to look up. */
export function keeping<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const kept = new Map<Key, Value>();
  return (key) => {
    const found = kept.get(key);
    if (found !== undefined) return found;
    if (kept.size >= mostKept) kept.clear();
    const made = make(key);
    kept.set(key, made);
    return made;
  };
}

/** The moment of milliseconds since 1970. Rosters name the same moments over and over: the last ones made are kept and given again. */
export const instantAt: (milliseconds: number) => Instant = keeping((ms: number) => Temporal.Instant.fromEpochMilliseconds(ms));

/** An IANA zone name, such as `Asia/Shanghai`. */
export type Zone = string;

/** What the clocks of a zone show at a moment. */
export interface WallClock {
  readonly day: Temporal.PlainDate;
  /** The same as text, `2026-12-04`. */
  readonly date: string;
  readonly hour: number;
  readonly minute: number;
}

const keptClock = keeping((key: string): WallClock => {
  const [ms, zone] = key.split(' ');
  const local = instantAt(Number(ms)).toZonedDateTimeISO(zone ?? '');
  const day = local.toPlainDate();
  return { day, date: day.toString(), hour: local.hour, minute: local.minute };
});

/** Day and time of a zone at a moment. */
export const wallClock = (at: Instant, zone: Zone): WallClock => keptClock(`${at.epochMilliseconds} ${zone}`);

/** The date of a zone at a moment, `2026-12-04`. */
export const localDate = (at: Instant, zone: Zone): string => wallClock(at, zone).date;

const keptWallTime = keeping((key: string): Instant => {
  const [wall, zone] = key.split(' ');
  return Temporal.PlainDateTime.from(wall ?? '')
    .toZonedDateTime(zone ?? '', { disambiguation: 'compatible' })
    .toInstant();
});

/**
 * The moment at which clocks of a zone show a date (`2026-12-04`) and a time (`07:30`). A time the clock skips in spring becomes the one an hour later, a
 * time it shows twice in autumn the first of the two.
 */
export const wallTime = (on: string, time: string, zone: Zone): Instant => keptWallTime(`${on}T${time} ${zone}`);

/** A half-open stretch of time: `start` is inside, `end` is not. */
export interface Interval {
  readonly start: Instant;
  readonly end: Instant;
}

/** Reads the moving clock of the process; a decision never calls it, it is given `now`. */
export interface Clock {
  now(): Instant;
}
