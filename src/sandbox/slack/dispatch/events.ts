import type { Json, JsonObject } from '../state.ts';
import type { Delivered, Delivery } from './deliver.ts';
import type { Payloads } from './payloads.ts';

export interface EventsOptions {
  readonly deliver: (delivery: Delivery) => Promise<Delivered>;
  readonly payloads: Payloads;
  /** What the manifest subscribes to; nothing else is sent. */
  readonly subscribed: ReadonlySet<string>;
  /** Milliseconds before each further try: at once, after a minute, after five. */
  readonly retryAfterMs: readonly number[];
}

/** The Events API: an event that is not answered with 200 in three seconds comes again with the same `event_id`. */
export class Events {
  readonly #options: EventsOptions;
  readonly #timers = new Set<NodeJS.Timeout>();
  #stopped = false;

  constructor(options: EventsOptions) {
    this.#options = options;
  }

  /** Sends an event if the app listens to it; resolves after the first try. False: it is not subscribed to, or the try failed. */
  async send(name: string, event: { readonly [key: string]: Json }): Promise<boolean> {
    if (!this.#options.subscribed.has(name)) return false;
    return this.#try(this.#options.payloads.event(event), 0, null);
  }

  async #try(payload: JsonObject, number: number, reason: string | null): Promise<boolean> {
    const outcome = await this.#options.deliver({ kind: 'event', payload, ...(reason === null ? {} : { retry: { number, reason } }) });
    if (outcome.ok) return true;
    const pause = this.#options.retryAfterMs[number];
    if (pause === undefined || this.#stopped) return false;
    const why =
      outcome.reason === 'operation_timeout' ? 'http_timeout' : outcome.reason === 'dispatch_failed' ? 'connection_failed' : 'http_error';
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      // The outcome of a retry is the next retry; nobody waits for it.
      this.#try(payload, number + 1, why).catch(() => undefined);
    }, pause);
    timer.unref();
    this.#timers.add(timer);
    return false;
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
