import { type Instant, Temporal, wallTime, type Zone } from '../core/time.ts';
import { plusDays } from './days.ts';
import type { WallClock } from './policy.ts';

const pattern = /^(\d{2}):(\d{2})(?:\+(\d))?$/;

/** Reads `HH:MM`, `HH:MM+1` or `24:00` (which is 00:00+1); null for anything else. */
export function parseWallClock(text: string): WallClock | null {
  if (text === '24:00') return { hour: 0, minute: 0, dayOffset: 1 };
  const [, hour, minute, offset] = pattern.exec(text) ?? [];
  if (hour === undefined || minute === undefined || Number(hour) > 23 || Number(minute) > 59) return null;
  return { hour: Number(hour), minute: Number(minute), dayOffset: Number(offset ?? 0) };
}

/** As `parseWallClock`, for text a schema has already checked; anything else is a bug and throws. */
export function wallClock(text: string): WallClock {
  const clock = parseWallClock(text);
  if (clock === null) throw new Error(`Not a wall clock time: ${text}`);
  return clock;
}

/** `07:30`, `08:00+1` */
export function formatWallClock(clock: WallClock): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(clock.hour)}:${two(clock.minute)}${clock.dayOffset === 0 ? '' : `+${clock.dayOffset}`}`;
}

/**
 * The moment of a wall clock time counted from the day `on` (`2026-12-04`). A time the clock skips in spring becomes the one an hour later, a time it
 * shows twice in autumn the first of the two.
 */
export function clockInstant(clock: WallClock, on: string, zone: Zone): Instant {
  const date = clock.dayOffset === 0 ? on : plusDays(on, clock.dayOffset);
  return wallTime(date, formatWallClock({ ...clock, dayOffset: 0 }), zone);
}

/** Whole minutes of an ISO duration without days or more; a fraction of a minute is cut. */
export function durationMinutes(text: string): number {
  return Math.trunc(Temporal.Duration.from(text).total({ unit: 'minutes' }));
}

/** Whole days of an ISO duration in days or weeks; hours are cut. */
export function durationDays(text: string): number {
  const duration = Temporal.Duration.from(text);
  return duration.weeks * 7 + duration.days + Math.trunc((duration.hours * 60 + duration.minutes) / (24 * 60));
}
