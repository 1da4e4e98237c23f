/** Calls a minute. */
const perMinute = { tier1: 1, tier2: 20, tier3: 50, tier4: 100, 'auth.test': 600 } as const;

export type Rate = keyof typeof perMinute | 'post' | 'none';

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * Slack's limits on a monotonic clock. A method has its minute's worth at once and refills evenly; `chat.postMessage` has one a second for each
 * channel with a short burst, and for the workspace "several hundred a minute", taken here as 720.
 */
export class Rates {
  readonly #buckets = new Map<string, Bucket>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Seconds to wait, or 0 when the call may be made. */
  take(method: string, rate: Rate, channel: string | null): number {
    if (rate === 'none') return 0;
    if (rate !== 'post') return this.#draw(method, perMinute[rate], perMinute[rate] / 60);
    const wait = channel === null ? 0 : this.#draw(`${method} ${channel}`, 3, 1);
    return wait > 0 ? wait : this.#draw(method, 120, 12);
  }

  #draw(key: string, most: number, perSecond: number): number {
    const now = this.#now();
    const bucket = this.#buckets.get(key) ?? { tokens: most, at: now };
    bucket.tokens = Math.min(most, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    this.#buckets.set(key, bucket);
    if (bucket.tokens < 1 - 1e-9) return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
    bucket.tokens -= 1;
    return 0;
  }
}
