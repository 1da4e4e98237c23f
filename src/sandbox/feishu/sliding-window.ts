/** Counts per key over any stretch of `windowMs`: the strictest reading of "n per second". */
export class SlidingWindow {
  readonly #most: number;
  readonly #windowMs: number;
  readonly #times = new Map<string, number[]>();

  constructor(most: number, windowMs: number) {
    this.#most = most;
    this.#windowMs = windowMs;
  }

  /** Null: there is room. Else the milliseconds until there is. Nothing is counted. */
  waitMs(key: string, now: number): number | null {
    const times = this.#recent(key, now);
    const [oldest] = times;
    return times.length < this.#most || oldest === undefined ? null : oldest + this.#windowMs - now;
  }

  count(key: string, now: number): void {
    this.#times.set(key, [...this.#recent(key, now), now]);
  }

  #recent(key: string, now: number): number[] {
    return (this.#times.get(key) ?? []).filter((time) => time > now - this.#windowMs);
  }
}
