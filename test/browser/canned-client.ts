import type { Platform } from '../../src/runtime/intent.ts';
import type {
  SandboxClient,
  SandboxConversation,
  SandboxMessage,
  SandboxModal,
  SandboxOutcome,
  SandboxUser,
} from '../../src/sandbox/client.ts';

export interface CannedState {
  readonly bot: { readonly id: string; readonly name: string };
  readonly users: readonly SandboxUser[];
  conversations: SandboxConversation[];
  messages: SandboxMessage[];
  home: unknown;
  modal: SandboxModal | null;
  readonly commands: readonly { name: string; description: string; hint: string }[];
  readonly menu: readonly { key: string; label: string }[];
  readonly shortcuts: readonly { callbackId: string; label: string }[];
}

export type Call = { readonly verb: string; readonly user: string } & Readonly<Record<string, unknown>>;

const done: SandboxOutcome = { ok: true, toast: null, errors: null };

/** A messenger at the port the page draws: shows canned payloads, records what it is asked, answers as told. */
export class CannedClient implements SandboxClient {
  readonly platform: Platform;
  readonly calls: Call[] = [];
  state: CannedState;
  /** The answers to come, in order; after them everything succeeds. */
  readonly outcomes: SandboxOutcome[] = [];
  /** Holds an answer back until it settles. */
  gate: Promise<void> = Promise.resolve();
  readonly #listeners = new Set<() => void>();

  constructor(platform: Platform, state: CannedState) {
    this.platform = platform;
    this.state = state;
  }

  /** Changes what is shown and tells the page. */
  change(edit: (state: CannedState) => void): void {
    edit(this.state);
    for (const listener of this.#listeners) listener();
  }

  bot() {
    return this.state.bot;
  }
  users() {
    return this.state.users;
  }
  conversations() {
    return this.state.conversations;
  }
  pins(user: string, conversation: string) {
    return this.messages(user, conversation).filter(({ pinned }) => pinned !== undefined);
  }
  file(user: string, conversation: string, file: string) {
    const found = this.messages(user, conversation).flatMap((message) => message.files);
    const meant = found.find((each) => each.id === file);
    return meant === undefined ? null : { name: meant.name, content: Buffer.from(`bytes of ${meant.name}`) };
  }
  messages(user: string, conversation: string) {
    return this.state.messages.filter(
      (message) => message.conversation === conversation && (!message.ephemeral || user === this.state.users[0]?.id),
    );
  }
  markRead(user: string, conversation: string) {
    this.calls.push({ verb: 'read', user, conversation });
    this.change((state) => {
      state.conversations = state.conversations.map((each) => (each.id === conversation ? { ...each, unread: 0 } : each));
    });
  }
  commands() {
    return this.state.commands;
  }
  home() {
    return this.state.home;
  }
  menu() {
    return this.state.menu;
  }
  shortcuts() {
    return this.state.shortcuts;
  }
  modal() {
    return this.state.modal;
  }

  say(user: string, conversation: string, text: string, files: readonly { name: string; mimeType: string; content: Buffer }[] = []) {
    const outcome = this.#answer({ verb: 'say', user, conversation, text, files });
    const from = this.state.users.find((each) => each.id === user);
    this.change((state) => {
      state.messages.push({
        id: `said-${state.messages.length}`,
        conversation,
        from: { id: user, name: from?.name ?? user, bot: false },
        at: '2026-12-02T23:22:00Z',
        text,
        payload: null,
        ephemeral: false,
        edited: false,
        files: files.map((file, index) => ({ id: `f${index}`, name: file.name, size: file.content.length })),
      });
    });
    return outcome;
  }
  command(user: string, conversation: string, command: string, text: string) {
    return this.#answer({ verb: 'command', user, conversation, command, text });
  }
  press(user: string, where: unknown, element: unknown, values: unknown) {
    return this.#answer({ verb: 'press', user, where, element, values });
  }
  submitModal(user: string, values: unknown) {
    return this.#answer({ verb: 'submit', user, values });
  }
  async closeModal(user: string) {
    await this.#answer({ verb: 'close', user });
    this.change((state) => {
      state.modal = null;
    });
  }
  async openHome(user: string) {
    await this.#answer({ verb: 'open-home', user });
  }
  pressMenu(user: string, key: string) {
    return this.#answer({ verb: 'menu', user, key });
  }
  shortcut(user: string, conversation: string, message: string, callbackId: string) {
    return this.#answer({ verb: 'shortcut', user, conversation, message, callbackId });
  }
  react(user: string, conversation: string, message: string, emoji: string) {
    return this.#answer({ verb: 'react', user, conversation, message, emoji });
  }
  reply(user: string, conversation: string, message: string, text: string) {
    return this.#answer({ verb: 'reply', user, conversation, message, text });
  }
  edit(user: string, conversation: string, message: string, text: string) {
    return this.#answer({ verb: 'edit', user, conversation, message, text });
  }
  onChange(listener: () => void) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #answer(call: Call): Promise<SandboxOutcome> {
    this.calls.push(call);
    const outcome = this.outcomes.shift() ?? done;
    await this.gate;
    return outcome;
  }
}
