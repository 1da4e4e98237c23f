import type { RateBucket } from './messenger.ts';

interface Level {
  tokens: number;
  at: number;
  blockedUntil: number;
}

/**
 * Token buckets per destination, method and app. `now` is a monotonic clock in milliseconds: a messenger's limit runs in real time,
 * whatever the clock of the desk says.
 */
export class Limiter {
  readonly #levels = new Map<string, Level>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  #level(bucket: RateBucket): Level {
    const now = this.#now();
    const level = this.#levels.get(bucket.key) ?? { tokens: bucket.burst, at: now, blockedUntil: 0 };
    level.tokens = Math.min(bucket.burst, level.tokens + ((now - level.at) / 1000) * bucket.perSecond);
    level.at = now;
    this.#levels.set(bucket.key, level);
    return level;
  }

  /** Takes one token of every bucket and gives 0, or takes none and gives the milliseconds until it is worth asking again. */
  take(buckets: readonly RateBucket[]): number {
    const now = this.#now();
    let wait = 0;
    for (const bucket of buckets) {
      const level = this.#level(bucket);
      wait = Math.max(wait, level.blockedUntil - now);
      if (level.tokens < 1 - 1e-9) wait = Math.max(wait, ((1 - level.tokens) / bucket.perSecond) * 1000);
    }
    if (wait > 0) return Math.max(1, Math.ceil(wait - 1e-6));
    for (const bucket of buckets) this.#level(bucket).tokens -= 1;
    return 0;
  }

  /**
   * Takes one token of every bucket, filled or not, and gives the milliseconds until they are there. For calls that come back then: a long queue
   * of them asks once each.
   */
  reserve(buckets: readonly RateBucket[]): number {
    const wait = this.take(buckets);
    if (wait > 0) for (const bucket of buckets) this.#level(bucket).tokens -= 1;
    return wait;
  }

  /** The messenger said 429: nothing goes through these buckets for `ms`. */
  block(buckets: readonly RateBucket[], ms: number): void {
    const until = this.#now() + ms;
    for (const bucket of buckets) {
      const level = this.#level(bucket);
      level.blockedUntil = Math.max(level.blockedUntil, until);
    }
  }

  /** Forgets full buckets, so that a year of destinations does not pile up. */
  prune(): void {
    const now = this.#now();
    for (const [key, level] of this.#levels) if (now - level.at > 600_000 && level.blockedUntil < now) this.#levels.delete(key);
  }
}
