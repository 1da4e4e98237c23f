import { expect } from 'vitest';
import type { Platform } from '../../src/runtime/intent.ts';
import type { SandboxClient, SandboxMessage, SandboxOutcome } from '../../src/sandbox/client.ts';
import {
  cardValues,
  choicesOf,
  type Filled,
  findPressable,
  modalState,
  pressableLabels,
  submitButton,
  visibleText,
} from './read-payload.ts';

/** What a person needs of the world they act in. */
export interface Surroundings {
  /** A moment goes by and everything that was set off comes to rest. */
  settle(): Promise<void>;
}

/** A file a person sends. */
export interface SentFile {
  readonly name: string;
  readonly mimeType: string;
  readonly content: Buffer;
}

/** Without spaces and colons: the two messengers set labels and values apart differently. */
const loosely = (text: string): string => text.replace(/[\s:]+/g, '');

const shown = (message: SandboxMessage): string => `${message.text}\n${visibleText(message.payload)}`.trim();

/** The vocabulary of stories: somebody who types, presses, fills in and reads in one messenger's client. */
export class StoryPerson {
  readonly #client: SandboxClient;
  readonly #world: Surroundings;
  /** What each message looked like when the person last looked, by message id. */
  #known = new Map<string, string>();
  readonly id: string;
  /** What came back from the last thing done, beside messages. */
  outcome: SandboxOutcome | null = null;

  constructor(client: SandboxClient, id: string, world: Surroundings) {
    this.#client = client;
    this.id = id;
    this.#world = world;
    this.looks();
  }

  get platform(): Platform {
    return this.#client.platform;
  }

  #place(name?: string): string {
    const found = this.#client
      .conversations(this.id)
      .find((conversation) => (name === undefined ? conversation.kind === 'app' : conversation.name === name || conversation.id === name));
    if (found === undefined) throw new Error(`${this.id} does not see ${name ?? 'the chat with the bot'}`);
    return found.id;
  }

  /** Has read everything there is; what comes or changes from here on is news. */
  looks(): void {
    this.outcome = null;
    this.#known = new Map();
    for (const { id } of this.#client.conversations(this.id))
      for (const message of this.#client.messages(this.id, id)) this.#known.set(message.id, shown(message));
  }

  async #did(work: () => Promise<SandboxOutcome | undefined>): Promise<this> {
    this.looks();
    await this.#world.settle();
    this.outcome = (await work()) ?? null;
    await this.#world.settle();
    return this;
  }

  /** Types in the direct chat with the bot, or sends a file there. */
  says(text: string, ...files: SentFile[]): Promise<this> {
    return this.#did(() => this.#client.say(this.id, this.#place(), text, files));
  }

  /** Says something in a channel; `@bot` there is the bot's mention. */
  saysIn(channel: string, text: string): Promise<this> {
    const { id, name } = this.#client.bot();
    const mention = this.platform === 'slack' ? `<@${id}>` : `@${name}`;
    return this.#did(() => this.#client.say(this.id, this.#place(channel), text.replace('@bot', mention)));
  }

  /** A slash command, in a channel or in the direct chat. */
  commands(line: string, channel?: string): Promise<this> {
    const [command = '', ...rest] = line.split(' ');
    return this.#did(() => this.#client.command(this.id, this.#place(channel), command, rest.join(' ')));
  }

  /** All the person sees in a conversation (the bot's by default), newest last. */
  messages(channel?: string): readonly SandboxMessage[] {
    return this.#client.messages(this.id, this.#place(channel));
  }

  /** What the bot wrote or changed in the conversation since the person last looked, oldest first, as text. */
  news(channel?: string): string[] {
    return this.messages(channel)
      .filter((message) => message.from.bot && this.#known.get(message.id) !== shown(message))
      .map(shown);
  }

  #screen(channel: string | undefined): string[] {
    const modal = this.modal();
    const toast = this.outcome?.toast?.text ?? '';
    const errors = Object.values(this.outcome?.errors ?? {}).join('\n');
    return [...this.news(channel), modal === null ? '' : visibleText(modal), toast, errors].filter((text) => text !== '');
  }

  /** Fails unless one new thing on the screen (message of the direct chat, modal, toast, error) holds every one of the texts. */
  sees(...texts: string[]): this {
    return this.#finds(undefined, texts);
  }

  seesIn(channel: string, ...texts: string[]): this {
    return this.#finds(channel, texts);
  }

  #finds(channel: string | undefined, texts: readonly string[]): this {
    const screen = this.#screen(channel);
    const found = screen.some((text) => texts.every((wanted) => loosely(text).includes(loosely(wanted))));
    if (!found)
      expect.fail(
        `${this.id} does not see ${texts.map((text) => `“${text}”`).join(' ')} together in:\n${screen.join('\n— — —\n') || '(nothing new)'}`,
      );
    return this;
  }

  /** Fails when something new on the screen holds the text. */
  seesNot(text: string, channel?: string): this {
    expect(this.#screen(channel).join('\n— — —\n')).not.toContain(text);
    return this;
  }

  /** Fails when the bot wrote anything in the conversation since the person last looked. */
  hearsNothing(channel?: string): this {
    expect(this.news(channel)).toEqual([]);
    return this;
  }

  /** Presses a button by its label: in the modal that is open, else on the newest message that has it. */
  presses(label: string, channel?: string, values: unknown = {}): Promise<this> {
    const modal = this.modal();
    const inModal = modal === null ? null : findPressable(modal, label);
    if (inModal !== null) return this.#did(() => this.#client.press(this.id, 'modal', inModal, values));
    const pressing = this.finger(label, channel);
    return this.#did(pressing);
  }

  /** Presses a button of the newest message that shows the text; where several requests wait for somebody, they press the one they mean. */
  pressesOn(text: string, label: string, channel?: string): Promise<this> {
    return this.#did(this.finger(label, channel, text));
  }

  /**
   * The press itself, ready to be carried out at any time and any number of times; for what happens at one moment. Of the newest message that has
   * the button, and shows `on` where it is given.
   */
  finger(label: string, channel?: string, on = ''): () => Promise<SandboxOutcome> {
    const conversation = this.#place(channel);
    for (const message of [...this.messages(channel)].reverse()) {
      const element = findPressable(message.payload, label);
      if (element !== null && loosely(shown(message)).includes(loosely(on)))
        return () => this.#client.press(this.id, { message: message.id, conversation }, element, {});
    }
    const labels = this.messages(channel).flatMap((message) => pressableLabels(message.payload));
    throw new Error(`Nobody offers ${this.id} “${label}”${on === '' ? '' : ` on “${on}”`}; there is: ${labels.join(', ')}`);
  }

  /** Labels of the buttons on the newest message of the bot. */
  buttons(channel?: string): string[] {
    const newest = this.messages(channel).findLast((message) => message.from.bot);
    return newest === undefined ? [] : pressableLabels(newest.payload);
  }

  /** Types words that open a form. Slack opens a window only after a press, so there the button that is offered is pressed. */
  async opens(words: string): Promise<this> {
    await this.says(words);
    if (this.platform === 'slack') await this.presses('打开表单');
    return this;
  }

  /** Fills in the form that is open (Slack's modal, Feishu's newest form card) and submits it. */
  fills(filled: Filled): Promise<this> {
    const modal = this.modal();
    if (modal !== null) return this.#did(() => this.#client.submitModal(this.id, modalState(modal, filled)));
    const { message, card } = this.#formCard();
    const submit = submitButton(card);
    return this.#did(() =>
      this.#client.press(this.id, { message: message.id, conversation: message.conversation }, submit, cardValues(card, filled)),
    );
  }

  /** Labels of what the open form offers for a field. */
  choices(field: string): string[] {
    return choicesOf(this.modal() ?? this.#formCard().card, field);
  }

  #formCard() {
    const message = [...this.messages()].reverse().find((candidate) => submitButton(candidate.payload) !== null);
    if (message === undefined) throw new Error(`${this.id} has no form open`);
    return { message, card: message.payload };
  }

  modal(): unknown {
    return this.#client.modal(this.id)?.view ?? null;
  }

  async closes(): Promise<this> {
    await this.#client.closeModal(this.id);
    return this;
  }

  /** Opens the page that is theirs: App Home in Slack, the menu entry in Feishu. */
  goesHome(): Promise<this> {
    if (this.platform === 'feishu') return this.#did(() => this.#client.pressMenu(this.id, 'home'));
    return this.#did(async () => {
      await this.#client.openHome(this.id);
      return undefined;
    });
  }

  /** The home page as text: App Home, or the newest card of the direct chat. */
  home(): string {
    return this.platform === 'slack' ? visibleText(this.#client.home(this.id)) : (this.news().at(-1) ?? '');
  }

  /** Presses a button of the home page. */
  pressesAtHome(label: string): Promise<this> {
    if (this.platform === 'feishu') return this.presses(label);
    const element = findPressable(this.#client.home(this.id), label);
    if (element === null) throw new Error(`The home page of ${this.id} has no “${label}”`);
    return this.#did(() => this.#client.press(this.id, 'home', element, {}));
  }

  menu(key: string): Promise<this> {
    return this.#did(() => this.#client.pressMenu(this.id, key));
  }
}
