import * as lark from '@larksuiteoapi/node-sdk';
import type { Logger } from '../../runtime/log.ts';
import { createHttp, sdkDomain } from '../api.ts';
import { type Envelope, envelopeSchema } from '../inbound/envelope.ts';
import { sdkLog } from '../sdk-log.ts';

export interface LongConnectionOptions {
  readonly appId: string;
  readonly appSecret: string;
  readonly domain: string;
  readonly log: Logger;
  readonly receive: (envelope: Envelope) => Promise<object>;
  /** The connection is up, for the first time or again. */
  readonly onUp: () => void;
}

const handshakeMs = 10_000;
/** A peer that does not answer a ping within this many seconds is gone. */
const pongSeconds = 10;
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;
/** An attempt that has not come up by then is given up. */
const attemptMs = 20_000;
const watchMs = 250;

/**
 * Hands the SDK's long connection the whole envelope. The SDK's own dispatcher flattens header and event into one object, where the token of a
 * callback replaces the token of the header.
 */
class EnvelopeDispatcher extends lark.EventDispatcher {
  readonly #receive: (envelope: Envelope) => Promise<object>;

  constructor(receive: (envelope: Envelope) => Promise<object>, logger: lark.Logger) {
    super({ logger, loggerLevel: lark.LoggerLevel.error });
    this.#receive = receive;
  }

  override async invoke(data: unknown): Promise<object> {
    return this.#receive(envelopeSchema.parse(data));
  }
}

/**
 * Keeps one long connection up. The SDK's retry waits minutes and ends for good on some answers, so every attempt is a client of its own, given
 * up and replaced with growing pauses until Feishu answers.
 */
export class LongConnection {
  readonly #options: LongConnectionOptions;
  #client: lark.WSClient | null = null;
  #attempt = 0;
  #up = false;
  #failure: string | null = null;
  #deadline = 0;
  #watch: NodeJS.Timeout | null = null;

  constructor(options: LongConnectionOptions) {
    this.#options = options;
  }

  get up(): boolean {
    return this.#up;
  }

  /** What the last attempt failed with, for an admin's log; null while it is up or was never refused. */
  get failure(): string | null {
    return this.#failure;
  }

  start(): void {
    this.#connect();
    this.#watch = setInterval(() => {
      if (!this.#up && performance.now() >= this.#deadline) this.#connect();
    }, watchMs);
    this.#watch.unref();
  }

  stop(): void {
    if (this.#watch !== null) clearInterval(this.#watch);
    this.#watch = null;
    this.#client?.close({ force: true });
    this.#client = null;
    this.#up = false;
  }

  #connect(): void {
    this.#client?.close({ force: true });
    this.#attempt += 1;
    this.#deadline = performance.now() + attemptMs;
    const attempt = this.#attempt;
    const { appId, appSecret, domain, log, receive } = this.#options;
    const logger = sdkLog(log);
    const mine = (run: () => void) => () => {
      if (this.#client === client) run();
    };
    const client: lark.WSClient = new lark.WSClient({
      appId,
      appSecret,
      domain: sdkDomain(domain),
      httpInstance: createHttp(),
      logger,
      loggerLevel: lark.LoggerLevel.warn,
      autoReconnect: false,
      handshakeTimeoutMs: handshakeMs,
      wsConfig: { pingTimeout: pongSeconds },
      onReady: mine(() => this.#ready()),
      onError: (error) => mine(() => this.#lost(error.message))(),
    });
    this.#client = client;
    client.start({ eventDispatcher: new EnvelopeDispatcher(receive, logger) }).catch((error: unknown) => {
      log.warn({ attempt, message: error instanceof Error ? error.message : 'unknown' }, 'the long connection to Feishu did not start');
      mine(() => this.#lost('start failed'))();
    });
    this.#watchClient(client);
  }

  #ready(): void {
    this.#up = true;
    this.#attempt = 0;
    this.#failure = null;
    this.#options.onUp();
    this.#options.log.info({}, 'the long connection to Feishu is up');
  }

  #lost(reason: string): void {
    if (this.#up) this.#attempt = 0;
    this.#up = false;
    this.#failure = reason;
    const pause = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.max(0, this.#attempt - 1));
    // Half of the pause is spread, so that many bots do not come back in the same second.
    this.#deadline = performance.now() + pause / 2 + Math.random() * (pause / 2);
    this.#options.log.warn({ reason, nextMs: Math.round(this.#deadline - performance.now()) }, 'the long connection to Feishu is down');
  }

  /** Without its own reconnecting the SDK says nothing when a connection that was up is gone. */
  #watchClient(client: lark.WSClient): void {
    const timer = setInterval(() => {
      if (this.#client !== client) return clearInterval(timer);
      if (this.#up && client.getConnectionStatus().state !== 'connected') {
        clearInterval(timer);
        this.#lost('the connection was closed');
      }
    }, watchMs);
    timer.unref();
  }
}
