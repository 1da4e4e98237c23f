import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxClient, SandboxMessage } from '../../src/sandbox/client.ts';
import { findPressable, visibleText } from '../harness/read-payload.ts';
import type { FaultPerson } from './organisation.ts';

const patienceMs = 150_000;
const lookEveryMs = 100;
/** Whoever sees nothing happen presses again. */
const againMs = 4_000;

export const shown = (message: SandboxMessage): string => `${message.text}\n${visibleText(message.payload)}`;

/** Somebody who does what they want done until they see that it is done, whatever becomes of the bot meanwhile. */
export class Doer {
  readonly #client: SandboxClient;
  readonly who: FaultPerson;
  /** Presses that the client said arrived. */
  acknowledged = 0;
  /** Those of which it said that they did not. */
  refused = 0;

  constructor(client: SandboxClient, who: FaultPerson) {
    this.#client = client;
    this.who = who;
  }

  get #chat(): string {
    return this.#client.conversations(this.who.userId).find(({ kind }) => kind === 'app')?.id ?? '';
  }

  messages(): readonly SandboxMessage[] {
    return this.#client.messages(this.who.userId, this.#chat).filter(({ from }) => from.bot);
  }

  /** How many of the bot's messages show all of the texts. */
  count(...texts: readonly string[]): number {
    return this.messages().filter((message) => texts.every((text) => shown(message).includes(text))).length;
  }

  async until(what: string, done: () => boolean): Promise<void> {
    const deadline = performance.now() + patienceMs;
    while (!done()) {
      if (performance.now() > deadline)
        throw new Error(`${this.who.code} never saw: ${what}. The last messages: ${this.messages().slice(-3).map(shown).join(' — — — ')}`);
      await pause(lookEveryMs);
    }
  }

  /** Says something once: the messenger delivers it again until it was heard. */
  async say(text: string): Promise<void> {
    await this.#client.say(this.who.userId, this.#chat, text);
  }

  /** The newest message that shows the text now and has the button; `id`: only that message. */
  #button(label: string, on: string, id?: string): { readonly message: SandboxMessage; readonly element: unknown } | null {
    for (const message of this.messages().toReversed()) {
      if (id !== undefined && message.id !== id) continue;
      const element = visibleText(message.payload).includes(on) ? findPressable(message.payload, label) : null;
      if (element !== null) return { message, element };
    }
    return null;
  }

  /** The newest message that shows the text and has the button; null: there is none. */
  withButton(label: string, on: string): SandboxMessage | null {
    return this.#button(label, on)?.message ?? null;
  }

  has(label: string, on = '', id?: string): boolean {
    return this.#button(label, on, id) !== null;
  }

  /** Presses a button, and again while nothing comes of it. */
  async press(label: string, on: string, done: () => boolean, id?: string): Promise<void> {
    await this.until(`the button ${label} on ${on}`, () => done() || this.has(label, on, id));
    await this.#again(`what ${label} does on ${on}`, done, async () => {
      const found = this.#button(label, on, id);
      if (found === null) return null;
      const { message, element } = found;
      return this.#client.press(this.who.userId, { message: message.id, conversation: message.conversation }, element, {});
    });
  }

  async #again(what: string, done: () => boolean, act: () => Promise<{ readonly ok: boolean } | null>): Promise<void> {
    const deadline = performance.now() + patienceMs;
    while (!done()) {
      if (performance.now() > deadline)
        throw new Error(`${this.who.code} never saw: ${what}. The last messages: ${this.messages().slice(-3).map(shown).join(' — — — ')}`);
      const outcome = await act();
      if (outcome?.ok === true) this.acknowledged += 1;
      if (outcome?.ok === false) this.refused += 1;
      const look = performance.now() + againMs;
      while (!done() && performance.now() < look) await pause(lookEveryMs);
    }
  }
}
