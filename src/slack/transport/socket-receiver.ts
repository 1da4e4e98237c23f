import { type App, type Logger as SdkLogger, SocketModeReceiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';

export interface SocketOptions {
  readonly appToken: string;
  readonly apiUrl: string | undefined;
  readonly logger: SdkLogger;
}

/** A connection that is up has said hello within this. */
const helloWithinMs = 10_000;
/** How long the other side may take to close, before the socket is torn down. */
const closeWithinMs = 500;

type ReceiverEvent = Parameters<App['processEvent']>[0];

/**
 * Bolt's Socket Mode receiver with three things changed. It acknowledges an event only when it was handled. It leaves reconnecting to us: the
 * SDK's own ends in an unhandled rejection when `apps.connections.open` fails. And it has option objects of its own, because the SDK writes into
 * those it is given: shared ones would carry this token and these retries over to the bot's client.
 */
export class SocketReceiver extends SocketModeReceiver {
  readonly #running = new Set<Promise<unknown>>();
  #stopping = false;

  constructor(options: SocketOptions) {
    // The address of the API is only read from here; a top-level `clientOptions` is ignored.
    const clientOptions: WebClientOptions = {
      ...(options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl }),
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: 10_000,
    };
    super({ appToken: options.appToken, logger: options.logger, autoReconnectEnabled: false, installerOptions: { clientOptions } });
  }

  override init(app: App): void {
    const processEvent = (event: ReceiverEvent): Promise<void> => {
      const work = this.#process(app, event).finally(() => this.#running.delete(work));
      this.#running.add(work);
      return work;
    };
    super.init(Object.create(app, { processEvent: { value: processEvent } }));
  }

  async #process(app: App, event: ReceiverEvent): Promise<void> {
    if (event.body['type'] !== 'event_callback') return app.processEvent(event);
    await app.processEvent({ ...event, ack: () => Promise.resolve() });
    await event.ack();
  }

  /** Connects once; resolves after the hello with a promise that settles when the connection is gone. */
  async connect(): Promise<{ readonly closed: Promise<void> }> {
    const { client } = this;
    // One that was given up, because the token was refused, may still be open.
    await this.#close();
    if (this.#stopping) throw new Error('Socket Mode is being stopped');
    const timer = setTimeout(() => void this.#close(), helloWithinMs);
    try {
      await client.start();
    } finally {
      clearTimeout(timer);
    }
    return { closed: new Promise((resolve) => client.once('disconnected', () => resolve())) };
  }

  /** Unlike Bolt's own it waits until the socket is closed, and tears it down when the other side does not answer the close. */
  override async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.allSettled([...this.#running]);
    await this.#close();
  }

  async #close(): Promise<void> {
    const { client } = this;
    if (client.websocket === undefined) return;
    let timer: NodeJS.Timeout | undefined;
    const torn = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        // A second close of a socket that is closing destroys it.
        client.websocket?.disconnect();
        resolve();
      }, closeWithinMs);
    });
    await Promise.race([client.disconnect(), torn]);
    clearTimeout(timer);
  }
}
