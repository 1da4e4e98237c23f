import type { Words } from '../../core/locale.ts';
import type { Logger } from '../../runtime/log.ts';
import { MessengerError, type MessengerStatus } from '../../runtime/messenger.ts';
import { toMessengerError } from '../errors.ts';

/** One try to be connected. Resolves when it is up, with what settles when it no longer is. */
export type Attempt = () => Promise<{ readonly closed: Promise<void> }>;

const firstPauseMs = 500;
/** A connection that was up this long is restored without a pause. */
const steadyMs = 5_000;
const longestPauseMs = 60_000;
/** A start waits this long for the first try; what takes longer goes on in the background. */
const startPatienceMs = 5_000;
const stopPatienceMs = 1_000;

const connecting: Words = { zh: '正在连接 Slack', en: 'Connecting to Slack' };
const closed: Words = { zh: '与 Slack 的连接断开了,正在重连', en: 'The connection to Slack was lost and is being restored' };

/** Keeps a connection up: tries, waits longer after each failure, and starts over when it is lost. Its state is the messenger's status. */
export class Connection {
  readonly #attempt: Attempt;
  readonly #log: Logger;
  #status: MessengerStatus = { state: 'down', cause: connecting };
  #stopped = false;
  #wakeUp: (() => void) | null = null;
  #drop: (() => void) | null = null;
  #loop: Promise<void> | null = null;

  constructor(attempt: Attempt, log: Logger) {
    this.#attempt = attempt;
    this.#log = log;
  }

  status(): MessengerStatus {
    return this.#status;
  }

  /** Resolves after the first try, or after five seconds; never throws because Slack is down. */
  async start(): Promise<void> {
    let tried: () => void = () => undefined;
    const first = new Promise<void>((resolve) => {
      tried = resolve;
    });
    this.#loop = this.#run(tried);
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      first,
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, startPatienceMs);
      }),
    ]);
    clearTimeout(timer);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wakeUp?.();
    this.#drop?.();
    // A try that hangs on Slack is left to itself; nothing follows it.
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      this.#loop,
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, stopPatienceMs);
      }),
    ]);
    clearTimeout(timer);
    this.#status = { state: 'down', cause: { zh: '已停止', en: 'Stopped' } };
  }

  /** A call was refused because the token is no longer good, or worked again. */
  note(error: MessengerError | null): void {
    if (this.#status.state === 'down') return;
    if (error === null) {
      if (this.#status.state === 'degraded') this.#status = { state: 'up', cause: null };
    } else if (error.kind === 'auth') {
      this.#status = { state: 'down', cause: error.remedy };
      this.#drop?.();
    } else if (error.kind === 'network') {
      this.#status = { state: 'degraded', cause: error.remedy };
    }
  }

  async #run(tried: () => void): Promise<void> {
    let failures = 0;
    while (!this.#stopped) {
      try {
        const { closed: gone } = await this.#attempt();
        if (this.#stopped) break;
        failures = 0;
        const upSince = performance.now();
        this.#status = { state: 'up', cause: null };
        tried();
        const dropped = new Promise<void>((resolve) => {
          this.#drop = resolve;
        });
        await Promise.race([gone, dropped]);
        if (this.#status.state !== 'down') this.#status = { state: 'down', cause: closed };
        this.#log.info({ platform: 'slack' }, 'connection to Slack is gone');
        if (performance.now() - upSince < steadyMs) await this.#pause(firstPauseMs);
      } catch (error) {
        const known = toMessengerError(error, 'Slack');
        failures += 1;
        this.#status = { state: 'down', cause: known instanceof MessengerError ? known.remedy : closed };
        const code = known instanceof MessengerError ? known.code : error instanceof Error ? error.name : 'unknown';
        const pause = Math.max(
          Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures - 1, 10)),
          known instanceof MessengerError ? (known.retryAfterMs ?? 0) : 0,
        );
        this.#log.warn({ platform: 'slack', code, failures, nextTryMs: pause }, 'no connection to Slack');
        tried();
        await this.#pause(pause);
      }
    }
    tried();
  }

  #pause(ms: number): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
