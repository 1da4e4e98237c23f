import { expect } from 'vitest';
import type { Platform } from '../../src/runtime/intent.ts';
import type { SandboxClient, SandboxMessage, SandboxOutcome } from '../../src/sandbox/client.ts';
import { findPressable, pressableLabels, visibleText } from './read-payload.ts';

/** The vocabulary of stories: people who type, press and read in a messenger's client, channels, and a clock that is moved. */
export class StoryPerson {
  readonly #client: SandboxClient;
  readonly #world: { settle(): Promise<void> };
  readonly id: string;
  /** What came back from the last thing done, beside messages. */
  outcome: SandboxOutcome | null = null;

  constructor(client: SandboxClient, id: string, world: { settle(): Promise<void> }) {
    this.#client = client;
    this.id = id;
    this.#world = world;
  }

  get platform(): Platform {
    return this.#client.platform;
  }

  #bot(): string {
    const app = this.#client.conversations(this.id).find((conversation) => conversation.kind === 'app');
    if (app === undefined) throw new Error(`${this.id} has no chat with the bot`);
    return app.id;
  }

  #channel(name: string): string {
    const found = this.#client.conversations(this.id).find((conversation) => conversation.name === name || conversation.id === name);
    if (found === undefined) throw new Error(`${this.id} does not see the channel ${name}`);
    return found.id;
  }

  async #did(work: Promise<SandboxOutcome>): Promise<this> {
    this.outcome = await work;
    await this.#world.settle();
    return this;
  }

  /** Types in the direct chat with the bot. */
  says(text: string, files: readonly { name: string; mimeType: string; content: Buffer }[] = []): Promise<this> {
    return this.#did(this.#client.say(this.id, this.#bot(), text, files));
  }

  /** A slash command in a channel (Slack) or in the direct chat. */
  commands(line: string, channel?: string): Promise<this> {
    const [command = '', ...rest] = line.split(' ');
    return this.#did(this.#client.command(this.id, channel === undefined ? this.#bot() : this.#channel(channel), command, rest.join(' ')));
  }

  /** All the person sees in a conversation (the bot's by default), newest last. */
  messages(channel?: string): readonly SandboxMessage[] {
    return this.#client.messages(this.id, channel === undefined ? this.#bot() : this.#channel(channel));
  }

  /** The text of everything in the conversation and of the last toast. */
  reads(channel?: string): string {
    const shown = this.messages(channel).map((message) => `${message.text}\n${visibleText(message.payload)}`);
    return [...shown, this.outcome?.toast?.text ?? ''].join('\n---\n');
  }

  /** The newest message of the conversation that is from the bot. */
  newest(channel?: string): SandboxMessage {
    const message = this.messages(channel).findLast((candidate) => candidate.from.bot);
    if (message === undefined) throw new Error(`${this.id} has no message from the bot`);
    return message;
  }

  /** Fails unless the newest bot message, the modal or the toast holds every one of the texts. */
  sees(...texts: string[]): this {
    const modal = this.#client.modal(this.id);
    const last = this.messages().findLast((candidate) => candidate.from.bot);
    const shown = [
      last === undefined ? '' : `${last.text}\n${visibleText(last.payload)}`,
      modal === null ? '' : visibleText(modal.view),
      this.outcome?.toast?.text ?? '',
    ].join('\n');
    for (const text of texts) expect(shown).toContain(text);
    return this;
  }

  seesIn(channel: string, ...texts: string[]): this {
    const last = this.newest(channel);
    for (const text of texts) expect(`${last.text}\n${visibleText(last.payload)}`).toContain(text);
    return this;
  }

  seesNot(text: string, channel?: string): this {
    expect(this.reads(channel)).not.toContain(text);
    return this;
  }

  /** Presses a button by its label on the newest message that has it. */
  presses(label: string, channel?: string, values: unknown = {}): Promise<this> {
    const conversation = channel === undefined ? this.#bot() : this.#channel(channel);
    for (const message of [...this.messages(channel)].reverse()) {
      const element = findPressable(message.payload, label);
      if (element !== null) return this.#did(this.#client.press(this.id, { message: message.id, conversation }, element, values));
    }
    const labels = this.messages(channel).flatMap((message) => pressableLabels(message.payload));
    throw new Error(`Nobody offers “${label}”; there is: ${labels.join(', ')}`);
  }

  async opensHome(): Promise<this> {
    await this.#client.openHome(this.id);
    await this.#world.settle();
    return this;
  }

  home(): string {
    return visibleText(this.#client.home(this.id));
  }

  menu(key: string): Promise<this> {
    return this.#did(this.#client.pressMenu(this.id, key));
  }

  modal(): unknown {
    return this.#client.modal(this.id)?.view ?? null;
  }

  submits(values: unknown): Promise<this> {
    return this.#did(this.#client.submitModal(this.id, values));
  }
}
