import type { Platform } from '../runtime/intent.ts';

/**
 * What a person's chat app can see and do in a sandbox messenger: the one contract between a sandbox server (Slack or Feishu),
 * the page that draws it and the stories that drive it. Payloads are the platform's own (Block Kit, card JSON 2.0), never a View.
 */
export interface SandboxUser {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly email: string;
  readonly locale: 'zh' | 'en';
  /** A guest or a member of another organisation. */
  readonly external: boolean;
}

export interface SandboxConversation {
  readonly id: string;
  /** `app` is the direct chat with the bot. */
  readonly kind: 'channel' | 'app';
  readonly name: string;
  readonly unread: number;
}

export interface SandboxMessage {
  readonly id: string;
  readonly conversation: string;
  readonly from: { readonly id: string; readonly name: string; readonly bot: boolean };
  /** ISO instant of the sandbox clock. */
  readonly at: string;
  readonly text: string;
  /** Block Kit `{blocks}`, Feishu card JSON, or null for plain text. */
  readonly payload: unknown;
  /** Seen by this user only (Slack ephemeral). */
  readonly ephemeral: boolean;
  readonly edited: boolean;
  readonly files: readonly { readonly id: string; readonly name: string; readonly size: number }[];
  /** Emoji that stand on it, by name, in the order in which they came; left out: none. */
  readonly reactions?: readonly string[];
  /** Text of the message it answers; left out: it answers none. */
  readonly quoted?: string;
  /** Who pinned it; left out: it is not pinned. */
  readonly pinned?: string;
  /** Sent as an urgent message (Feishu); left out: as any other. */
  readonly urgent?: true;
}

export interface SandboxCommand {
  readonly name: string;
  readonly description: string;
  readonly hint: string;
}

/** What came back from pressing or submitting, beside the messages that changed. */
export interface SandboxOutcome {
  readonly ok: boolean;
  /** Feishu toast, or the client's own error line ("/duty failed with the error dispatch_failed"). */
  readonly toast: { readonly tone: 'info' | 'success' | 'warning' | 'error'; readonly text: string } | null;
  /** Errors of a Slack modal by block id. */
  readonly errors: Readonly<Record<string, string>> | null;
}

export interface SandboxModal {
  readonly id: string;
  /** Slack modal view. */
  readonly view: unknown;
}

export interface SandboxClient {
  readonly platform: Platform;
  /** The bot as people see it; `id` is what a mention of it carries (Slack user id, Feishu open_id). */
  bot(): { readonly id: string; readonly name: string };
  users(): readonly SandboxUser[];
  conversations(user: string): readonly SandboxConversation[];
  messages(user: string, conversation: string): readonly SandboxMessage[];
  /** The pinned messages of a conversation, the last one pinned first. */
  pins(user: string, conversation: string): readonly SandboxMessage[];
  /** The bytes of a file that stands in a message this person sees; null: there is none. */
  file(user: string, conversation: string, file: string): { readonly name: string; readonly content: Buffer } | null;
  markRead(user: string, conversation: string): void;
  commands(): readonly SandboxCommand[];
  /** Slack App Home view; null in Feishu. */
  home(user: string): unknown;
  /** Feishu bot menu entries; empty in Slack. */
  menu(): readonly { readonly key: string; readonly label: string }[];
  /** Slack message shortcuts of the manifest; empty in Feishu. */
  shortcuts(): readonly { readonly callbackId: string; readonly label: string }[];
  modal(user: string): SandboxModal | null;

  say(
    user: string,
    conversation: string,
    text: string,
    files?: readonly { name: string; mimeType: string; content: Buffer }[],
  ): Promise<SandboxOutcome>;
  /** Slack: a slash command. Feishu: the same text as a message, as the real client does. */
  command(user: string, conversation: string, command: string, text: string): Promise<SandboxOutcome>;
  /**
   * Presses an interactive element. `where` is a message, the home page or the modal; `element` is the element as it stands in the payload
   * (Slack: with `action_id`, `block_id`; Feishu: the element of the card); `values` is the state of the inputs around it.
   */
  press(
    user: string,
    where: { message: string; conversation: string } | 'home' | 'modal',
    element: unknown,
    values: unknown,
  ): Promise<SandboxOutcome>;
  submitModal(user: string, values: unknown): Promise<SandboxOutcome>;
  closeModal(user: string): Promise<void>;
  openHome(user: string): Promise<void>;
  pressMenu(user: string, key: string): Promise<SandboxOutcome>;
  shortcut(user: string, conversation: string, message: string, callbackId: string): Promise<SandboxOutcome>;
  /** Puts an emoji on a message, by its name (`memo`). Feishu does not tell this app of it. */
  react(user: string, conversation: string, message: string, emoji: string): Promise<SandboxOutcome>;
  /** Answers a message: in its thread in Slack, quoting it in Feishu. */
  reply(user: string, conversation: string, message: string, text: string): Promise<SandboxOutcome>;
  /** Changes what a message of one's own says. Feishu does not tell apps of it. */
  edit(user: string, conversation: string, message: string, text: string): Promise<SandboxOutcome>;
  /** Called after anything visible changed. */
  onChange(listener: () => void): () => void;
}

/** The people and channels a sandbox messenger starts with. */
export interface SandboxSeed {
  readonly users: readonly SandboxUser[];
  readonly channels: readonly { readonly id: string; readonly name: string; readonly members: readonly string[]; readonly bot: boolean }[];
}

/** Faults a test or the page can inject into a sandbox messenger's API; each applies to the next `count` calls of `method`. */
export interface SandboxFault {
  readonly method: string;
  readonly fault: 'http-500' | 'drop-before' | 'drop-after' | 'slow' | 'rate-limited' | { readonly error: string };
  readonly count: number;
}
