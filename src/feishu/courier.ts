import type { Logger } from '../runtime/log.ts';
import { MessengerError } from '../runtime/messenger.ts';
import type { CardJson } from './render/card.ts';
import type { Sender } from './send.ts';

const firstWaitMs = 500;
const mostAttempts = 6;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Brings the cards that answer a press or a word to the direct chat, outside the outbox: forms and details. Tries for half a minute; the `uuid`
 * keeps a repeated attempt from arriving twice.
 */
export class Courier {
  readonly #sender: Sender;
  readonly #log: Logger;
  readonly #underway = new Set<Promise<unknown>>();
  #stopped = false;

  constructor(sender: Sender, log: Logger) {
    this.#sender = sender;
    this.#log = log;
  }

  /** Resolves to whether it arrived; never rejects for the messenger's sake. */
  deliver(openId: string, card: CardJson, uuid: string): Promise<boolean> {
    return this.#track(this.#patiently(() => this.#sender.sendCard({ kind: 'person', id: openId }, card, uuid)));
  }

  /** Redraws a card that was pressed and answered meanwhile. */
  redraw(token: string, card: CardJson): Promise<boolean> {
    return this.#track(this.#patiently(() => this.#sender.updatePressed(token, card)));
  }

  /** What is underway is given two seconds. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.race([Promise.allSettled([...this.#underway]), wait(2_000)]);
  }

  async #patiently(send: () => Promise<unknown>): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await send();
        return true;
      } catch (error) {
        if (!(error instanceof MessengerError)) throw error;
        const passes = error.kind === 'rate' || error.kind === 'network';
        if (!passes || attempt >= mostAttempts || this.#stopped) {
          this.#log.error({ code: error.code, kind: error.kind, attempt }, 'an answer could not be brought to a direct chat');
          return false;
        }
        await wait(Math.max(error.retryAfterMs ?? 0, firstWaitMs * 2 ** (attempt - 1)));
      }
    }
  }

  #track(work: Promise<boolean>): Promise<boolean> {
    this.#underway.add(work);
    const done = () => this.#underway.delete(work);
    work.then(done, done);
    return work;
  }
}
