import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Platform } from '../../src/runtime/intent.ts';
import type { SandboxClient, SandboxMessage, SandboxOutcome } from '../../src/sandbox/client.ts';
import {
  cardValues,
  choicesOf,
  type Filled,
  fieldsOf,
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

/** A bot that has not answered by now says so and answers later, as the messengers want it; it happens on a machine that is busy. */
const slowMs = 2_000;
const patienceMs = 15_000;
const working = /正在处理/;

/** Without spaces and colons: the two messengers set labels and values apart differently. */
const loosely = (text: string): string => text.replace(/[\s:]+/g, '');

const shown = (message: SandboxMessage): string => `${message.text}\n${visibleText(message.payload)}`.trim();

/** The vocabulary of stories: somebody who types, presses, fills in and reads in one messenger's client. */
export class StoryPerson {
  readonly #client: SandboxClient;
  readonly #world: Surroundings;
  /** What stands in the window that is open: a client keeps what was typed when an error comes back. */
  #typed: { readonly modal: string; readonly filled: Filled } | null = null;
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
    this.outcome = (await this.#patiently(work)) ?? null;
    await this.#world.settle();
    return this;
  }

  /** Where the bot is slow, waits until it has answered, in whatever conversation or window. */
  async #patiently(work: () => Promise<SandboxOutcome | undefined>): Promise<SandboxOutcome | undefined> {
    const [began, window] = [performance.now(), JSON.stringify(this.modal())];
    const opened = (): boolean => JSON.stringify(this.modal()) !== window && !working.test(visibleText(this.modal()));
    const outcome = await work();
    const answered = (): boolean =>
      (outcome?.toast != null && !working.test(outcome.toast.text)) ||
      outcome?.errors != null ||
      opened() ||
      this.#client.conversations(this.id).some(({ id }) => this.news(id).some((text) => !working.test(text)));
    if (performance.now() - began > slowMs)
      while (!answered() && performance.now() - began < patienceMs) {
        await pause(50);
        await this.#world.settle();
      }
    return outcome;
  }

  /** Types in the direct chat with the bot, or sends a file there. */
  says(text: string, ...files: SentFile[]): Promise<this> {
    return this.#did(() => this.#client.say(this.id, this.#place(), text, files));
  }

  /** Says something in a channel; `@bot` there is the bot's mention. */
  saysIn(channel: string, text: string): Promise<this> {
    return this.#did(() => this.#client.say(this.id, this.#place(channel), this.#mentioning(text)));
  }

  #mentioning(text: string): string {
    const { id, name } = this.#client.bot();
    return text.replace('@bot', this.platform === 'slack' ? `<@${id}>` : `@${name}`);
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
        return async () =>
          (await this.#patiently(() => this.#client.press(this.id, { message: message.id, conversation }, element, {}))) ?? {
            ok: true,
            toast: null,
            errors: null,
          };
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
    if (this.platform === 'slack') await this.presses(this.buttons().includes('Open the form') ? 'Open the form' : '打开表单');
    return this;
  }

  /** Fills in the form that is open (Slack's modal, Feishu's newest form card) and submits it. */
  fills(filled: Filled): Promise<this> {
    const modal = this.#client.modal(this.id);
    if (modal !== null) {
      const there = fieldsOf(modal.view);
      const before = this.#typed?.modal === modal.id ? Object.entries(this.#typed.filled).filter(([name]) => there.includes(name)) : [];
      const typed = { ...Object.fromEntries(before), ...filled };
      this.#typed = { modal: modal.id, filled: typed };
      return this.#did(() => this.#client.submitModal(this.id, modalState(modal.view, typed)));
    }
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

  /** The newest message of a conversation that shows the text. */
  #message(text: string, channel?: string): SandboxMessage {
    const found = this.messages(channel).findLast((message) => loosely(shown(message)).includes(loosely(text)));
    if (found === undefined) throw new Error(`${this.id} sees no message with “${text}”`);
    return found;
  }

  /** Uses a message shortcut (Slack), by its label, on the message that shows the text. */
  usesOn(text: string, label: string, channel?: string): Promise<this> {
    const { id, conversation } = this.#message(text, channel);
    const found = this.#client.shortcuts().find((shortcut) => shortcut.label === label);
    if (found === undefined) throw new Error(`There is no message shortcut “${label}”`);
    return this.#did(() => this.#client.shortcut(this.id, conversation, id, found.callbackId));
  }

  /** Puts an emoji on the message that shows the text. */
  reactsTo(text: string, emoji: string, channel?: string): Promise<this> {
    const { id, conversation } = this.#message(text, channel);
    return this.#did(() => this.#client.react(this.id, conversation, id, emoji));
  }

  /** Answers the message that shows the text; `@bot` is the bot's mention. */
  repliesTo(text: string, answer: string, channel?: string): Promise<this> {
    const { id, conversation } = this.#message(text, channel);
    return this.#did(() => this.#client.reply(this.id, conversation, id, this.#mentioning(answer)));
  }

  /** Changes what a message of theirs says. */
  edits(text: string, now: string, channel?: string): Promise<this> {
    const { id, conversation } = this.#message(text, channel);
    return this.#did(() => this.#client.edit(this.id, conversation, id, this.#mentioning(now)));
  }

  menu(key: string): Promise<this> {
    return this.#did(() => this.#client.pressMenu(this.id, key));
  }
}
