import { type Clock, type Instant, Temporal } from '../core/time.ts';

/** The clock of a sandbox: runs beside real time at any distance, or stands still. Production has none. */
export interface SandboxClock extends Clock {
  /** True while time does not pass by itself. */
  readonly frozen: boolean;
  /** Sets the clock, forwards or backwards; it runs on from there unless frozen. */
  moveTo(at: Instant): void;
  /** Moves by a duration. Days and longer count in `Asia/Shanghai`, which has no clock changes. */
  advance(by: Temporal.Duration | Temporal.DurationLike | string): void;
  /** Stops time where it is. {@link SandboxClock.moveTo} still works. */
  freeze(): void;
  /** Lets time pass again from where it stands. */
  run(): void;
  /** Called after every move, freeze and run with the new time, never for the passing of time itself. Gives the way to stop listening. */
  onMove(listener: (now: Instant) => void): () => void;
}

/** The zone a sandbox shows and counts days in. */
export const sandboxZone = 'Asia/Shanghai';

/** A running clock that starts at `start`, by default at the real time. */
export function createSandboxClock(start?: Instant): SandboxClock {
  const listeners = new Set<(now: Instant) => void>();
  let offsetMs = 0;
  let stoppedAt: Instant | null = null;

  const now = () => stoppedAt ?? Temporal.Instant.fromEpochMilliseconds(Date.now() + offsetMs);
  const place = (at: Instant) => {
    offsetMs = at.epochMilliseconds - Date.now();
    if (stoppedAt !== null) stoppedAt = at;
  };
  const tell = () => {
    for (const listener of [...listeners]) listener(now());
  };
  if (start !== undefined) place(start);

  return {
    now,
    get frozen() {
      return stoppedAt !== null;
    },
    moveTo(at) {
      place(at);
      tell();
    },
    advance(by) {
      place(now().toZonedDateTimeISO(sandboxZone).add(by).toInstant());
      tell();
    },
    freeze() {
      stoppedAt = now();
      tell();
    },
    run() {
      const at = now();
      stoppedAt = null;
      place(at);
      tell();
    },
    onMove(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
