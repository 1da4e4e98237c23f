import { MessengerError } from '../../runtime/messenger.ts';
import { toMessengerError } from '../errors.ts';

/** A `response_url` lives this long; an answer that comes later is none. */
export const answerWithinMs = 30 * 60_000;
/** A window has to be opened within this after the press. */
export const triggerWithinMs = 3_000;
/** What was said is acknowledged with its answer, and Slack repeats an event that is not acknowledged in 3 s. */
export const eventWithinMs = 2_000;

/** Waits out what Slack asks for between two calls, so that an answer somebody waits for is late and not lost. */
export class Patience {
  readonly #waiting = new Set<() => void>();
  #over = false;

  /**
   * Repeats `call` after the pause Slack asked for, as long as it can still be made `withinMs` after the first attempt. Any other failure, and a
   * pause that is too long, is thrown as it came.
   */
  async call<Result>(withinMs: number, call: () => Promise<Result>): Promise<Result> {
    const lastAt = performance.now() + withinMs;
    for (;;) {
      try {
        return await call();
      } catch (error) {
        const pauseMs = pauseOf(error);
        if (pauseMs === null || this.#over || performance.now() + pauseMs > lastAt) throw error;
        await this.#pause(pauseMs);
        // Not asked for any more: the process ends, and says so rather than to try once more.
        if (this.#over) throw error;
      }
    }
  }

  /** Ends every pause; what waited fails with what Slack said. */
  stop(): void {
    this.#over = true;
    for (const wake of [...this.#waiting]) wake();
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#waiting.add(wake);
    });
  }
}

/** Milliseconds Slack asks to wait; null: it failed for another reason. */
function pauseOf(error: unknown): number | null {
  const known = toMessengerError(error, '');
  return known instanceof MessengerError && known.kind === 'rate' ? (known.retryAfterMs ?? 1_000) : null;
}
