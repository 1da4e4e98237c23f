import type { App, Receiver } from '@slack/bolt';
import type { Logger } from '../../runtime/log.ts';
import type { WebRequest, WebResponse, WebRoute } from '../../runtime/messenger.ts';
import type { RefusedReason } from '../../runtime/metrics.ts';
import { readBody } from './read-body.ts';
import { freshnessMs, verifySignature } from './signature.ts';

export interface HttpReceiverOptions {
  readonly signingSecret: string;
  readonly log: Logger;
  readonly refused: (reason: RefusedReason) => void;
  /** The machine's own clock in milliseconds: Slack's timestamps are real time, whatever clock the desk lives by. */
  readonly clock: () => number;
}

/** Slack gives up after this. */
const answerWithinMs = 3_000;
const maxBytes = 1_000_000;

const plain = (status: number, body = ''): WebResponse => ({ status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body });

/**
 * Bolt's receiver on the bot's own HTTP port: `POST /slack/events` for commands, interactivity and events. Unlike Bolt's own it verifies the raw
 * bytes, refuses timestamps from the future and repeated requests, and acknowledges an event only when it was handled.
 */
export class HttpReceiver implements Receiver {
  readonly #options: HttpReceiverOptions;
  readonly #seen = new Map<string, number>();
  readonly #running = new Set<Promise<unknown>>();
  #app: App | null = null;
  #open = false;
  readonly route: WebRoute;

  constructor(options: HttpReceiverOptions) {
    this.#options = options;
    this.route = { method: 'POST', path: '/slack/events', maxBytes, handle: (request) => this.#handle(request) };
  }

  init(app: App): void {
    this.#app = app;
  }

  start(): Promise<void> {
    this.#open = true;
    return Promise.resolve();
  }

  /** Takes nothing new and waits for what is under way. */
  async stop(): Promise<void> {
    this.#open = false;
    await Promise.allSettled([...this.#running]);
  }

  async #handle(request: WebRequest): Promise<WebResponse> {
    const read = readBody(header(request, 'content-type'), request.body);
    // Slack checks the certificate without a signature; there is nothing in it.
    if (read.kind === 'ssl-check') return plain(200);
    const signature = header(request, 'x-slack-signature') ?? null;
    const timestamp = header(request, 'x-slack-request-timestamp') ?? null;
    const verified = verifySignature(this.#options.signingSecret, { timestamp, signature, body: request.body }, this.#options.clock());
    if (verified !== 'good') return this.#refuse(401, verified);
    if (read.kind === 'unreadable') return this.#refuse(400, 'unreadable');
    if (read.kind === 'challenge')
      return {
        status: 200,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({ challenge: read.challenge }),
      };
    const retry = Number(header(request, 'x-slack-retry-num') ?? '0');
    const isEvent = read.body['type'] === 'event_callback';
    // The first of Slack's retries follows at once and may bear the same second; only events are retried.
    if (this.#isRepeated(signature ?? '') && !(isEvent && retry > 0)) return this.#refuse(401, 'replayed');
    if (this.#app === null || !this.#open) return plain(503);
    return this.#process(this.#app, read.body, isEvent, retry, header(request, 'x-slack-retry-reason'));
  }

  /** Counted; nothing else is kept of it, and the sender is told nothing. */
  #refuse(status: number, reason: RefusedReason): WebResponse {
    this.#options.refused(reason);
    return plain(status);
  }

  #isRepeated(signature: string): boolean {
    const now = this.#options.clock();
    for (const [known, at] of this.#seen) {
      if (now - at <= 2 * freshnessMs) break;
      this.#seen.delete(known);
    }
    if (this.#seen.has(signature)) return true;
    this.#seen.set(signature, now);
    return false;
  }

  #process(
    app: App,
    body: Record<string, unknown>,
    isEvent: boolean,
    retryNum: number,
    retryReason: string | undefined,
  ): Promise<WebResponse> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(plain(503)), answerWithinMs);
      const answer = (response: WebResponse) => {
        clearTimeout(timer);
        resolve(response);
      };
      const work = app
        .processEvent({
          body,
          ...(retryNum > 0 ? { retryNum } : {}),
          ...(retryReason === undefined ? {} : { retryReason }),
          // Bolt acknowledges events before its listeners run; ours wait for them.
          ack: (response?: unknown) => {
            if (!isEvent) answer(ackBody(response));
            return Promise.resolve();
          },
        })
        .then(
          () => answer(isEvent ? plain(200) : plain(404)),
          (error: unknown) => {
            this.#options.log.error(
              { platform: 'slack', err: error, type: body['type'] ?? 'command' },
              'a request of Slack could not be handled',
            );
            answer(plain(500));
          },
        )
        .finally(() => this.#running.delete(work));
      this.#running.add(work);
    });
  }
}

function ackBody(response: unknown): WebResponse {
  if (response === undefined || response === '') return plain(200);
  if (typeof response === 'string') return plain(200, response);
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(response) };
}

function header(request: WebRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
