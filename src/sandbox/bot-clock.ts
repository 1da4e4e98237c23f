import { Temporal } from '../core/time.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** A clock that can be set; the part of the sandbox clock this needs. */
export interface MovableClock {
  now(): Temporal.Instant;
  moveTo(at: Temporal.Instant): void;
}

/** Steps closer together than this are taken as one. */
const mostSteps = 2_000;

/**
 * Lets time pass up to `target` as it would in life: stops at every moment something is due, lets it happen, and goes on. Backwards it just
 * moves. Gives the number of stops.
 */
export async function passTime(runtime: Runtime, clock: MovableClock, target: Temporal.Instant): Promise<number> {
  await runtime.settle();
  for (let stops = 0; stops < mostSteps; stops += 1) {
    const next = await runtime.nextMoment();
    if (next === null || Temporal.Instant.compare(next, target) > 0) {
      clock.moveTo(target);
      await runtime.settle();
      return stops;
    }
    if (Temporal.Instant.compare(next, clock.now()) > 0) clock.moveTo(next);
    await runtime.settle();
  }
  throw new Error(`More than ${mostSteps} moments are due before ${target.toString()}`);
}
