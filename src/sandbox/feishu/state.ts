import { randomBytes } from 'node:crypto';
import type { Clock } from '../../core/time.ts';
import type { SandboxSeed, SandboxUser } from '../client.ts';

export interface ChatRecord {
  readonly id: string;
  readonly kind: 'group' | 'p2p';
  readonly name: string;
  readonly members: Set<string>;
  /** Whether the bot is in it. */
  bot: boolean;
}

export interface FileRecord {
  readonly key: string;
  readonly name: string;
  readonly type: 'file' | 'image';
  readonly content: Buffer;
}

export interface MessageRecord {
  readonly id: string;
  readonly chat: string;
  readonly sender: { readonly kind: 'user' | 'app'; readonly id: string };
  type: 'text' | 'post' | 'interactive' | 'file' | 'image';
  /** As it was sent, JSON. */
  content: string;
  /** What a client shows for a text, with names for mentions. */
  shown: string;
  /** The card, for `interactive`. */
  card: unknown;
  mentions: readonly { readonly key: string; readonly id: string; readonly name: string }[];
  readonly file: FileRecord | null;
  /** Pictures in a `post`. */
  readonly pictures?: readonly FileRecord[];
  /** The message it answers. */
  readonly parent: string | null;
  readonly sentMs: number;
  /** ISO instant of the sandbox clock. */
  readonly shownAt: string;
  updated: boolean;
}

/** The files a message carries. */
export const carriedBy = ({ file, pictures = [] }: Pick<MessageRecord, 'file' | 'pictures'>): readonly FileRecord[] =>
  file === null ? pictures : [file];

export interface BotIdentity {
  readonly appId: string;
  readonly openId: string;
  readonly tenantKey: string;
  readonly names: readonly string[];
}

export const randomKey = (prefix: string): string => `${prefix}${randomBytes(16).toString('hex')}`;

/** Everything a local Feishu remembers; changes are told to whoever draws it. */
export class FeishuState {
  readonly bot: BotIdentity;
  readonly users: ReadonlyMap<string, SandboxUser>;
  readonly chats = new Map<string, ChatRecord>();
  readonly messages = new Map<string, MessageRecord>();
  readonly #byChat = new Map<string, MessageRecord[]>();
  readonly files = new Map<string, FileRecord>();
  readonly reads = new Map<string, number>();
  /** Ids of messages that were made urgent for somebody. */
  readonly urgent = new Set<string>();
  /** Ids of pinned messages and when each was pinned, in milliseconds of the sandbox clock; the last one last. */
  readonly pins = new Map<string, number>();
  readonly #clock: Clock;
  readonly #monotonic: () => number;
  readonly #listeners = new Set<() => void>();

  constructor(options: { seed: SandboxSeed; clock: Clock; bot: BotIdentity; monotonic: () => number }) {
    this.bot = options.bot;
    this.#clock = options.clock;
    this.#monotonic = options.monotonic;
    this.users = new Map(options.seed.users.map((user) => [user.id, user]));
    for (const channel of options.seed.channels) {
      this.chats.set(channel.id, {
        id: channel.id,
        kind: 'group',
        name: channel.name,
        members: new Set(channel.members),
        bot: channel.bot,
      });
    }
  }

  /** The real, monotonic time in milliseconds that limits and expiries run on. */
  nowMs(): number {
    return this.#monotonic();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** Pins a message; one that is pinned stays where it is. Gives when it was pinned. */
  pin(id: string): number {
    const at = this.pins.get(id) ?? this.#clock.now().epochMilliseconds;
    this.pins.set(id, at);
    this.changed();
    return at;
  }

  unpin(id: string): void {
    if (this.pins.delete(id)) this.changed();
  }

  /** The direct chat of a user with the bot. */
  direct(userId: string): ChatRecord {
    const id = `oc_p2p_${userId}`;
    const known = this.chats.get(id);
    if (known !== undefined) return known;
    const chat: ChatRecord = { id, kind: 'p2p', name: this.bot.names[0] ?? 'bot', members: new Set([userId]), bot: true };
    this.chats.set(id, chat);
    return chat;
  }

  /** Oldest first. */
  messagesOf(chatId: string): readonly MessageRecord[] {
    return this.#byChat.get(chatId) ?? [];
  }

  add(message: Omit<MessageRecord, 'id' | 'sentMs' | 'shownAt' | 'updated' | 'parent'>, parent: string | null = null): MessageRecord {
    const record: MessageRecord = {
      ...message,
      parent,
      id: randomKey('om_'),
      sentMs: this.nowMs(),
      shownAt: this.#clock.now().toString(),
      updated: false,
    };
    this.messages.set(record.id, record);
    const chat = this.#byChat.get(record.chat);
    if (chat === undefined) this.#byChat.set(record.chat, [record]);
    else chat.push(record);
    this.changed();
    return record;
  }

  /** Replaces the text of a message. */
  rewrite(message: MessageRecord, content: string, shown: string, mentions: MessageRecord['mentions']): void {
    message.mentions = mentions;
    message.content = content;
    message.shown = shown;
    message.updated = true;
    this.changed();
  }

  /** Replaces the card of a message. */
  redraw(message: MessageRecord, card: unknown): void {
    message.card = card;
    message.content = JSON.stringify(card);
    message.updated = true;
    this.changed();
  }

  addFile(file: Omit<FileRecord, 'key'>): FileRecord {
    const record: FileRecord = { ...file, key: randomKey(file.type === 'image' ? 'img_v3_' : 'file_v3_') };
    this.files.set(record.key, record);
    return record;
  }
}
