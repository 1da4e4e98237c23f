import { randomBytes } from 'node:crypto';
import type { Temporal } from '../../core/time.ts';
import type { SandboxSeed, SandboxUser } from '../client.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface Conversation {
  readonly id: string;
  readonly kind: 'channel' | 'im';
  readonly name: string;
  readonly members: Set<string>;
  archived: boolean;
  /** Oldest first. */
  readonly messages: StoredMessage[];
  /** The messages that are pinned, the last one last. */
  readonly pins: string[];
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly mimeType: string;
  readonly owner: string;
  content: Buffer;
  /** An upload that was announced but not completed is seen by nobody. */
  complete: boolean;
}

export interface StoredMessage {
  readonly ts: string;
  /** The sandbox clock when it was posted. */
  readonly at: Temporal.Instant;
  readonly user: string;
  text: string;
  blocks: readonly JsonObject[] | null;
  metadata: JsonObject | null;
  edited: boolean;
  readonly threadTs: string | null;
  /** The only one who sees it. */
  readonly ephemeralTo: string | null;
  readonly files: readonly StoredFile[];
  /** Who put which emoji on it. */
  readonly reactions: { readonly emoji: string; readonly user: string }[];
}

export interface OpenView {
  readonly id: string;
  readonly view: JsonObject;
  readonly hash: string;
  readonly root: string;
  readonly previous: string | null;
}

export interface Trigger {
  readonly user: string;
  /** The modal it was pressed in, which a pushed one comes on top of. */
  readonly view: string | null;
  readonly issuedAt: number;
  used: boolean;
}

export interface ResponseAddress {
  readonly channel: string;
  readonly user: string;
  /** The message that was pressed. */
  readonly message: StoredMessage | null;
  readonly issuedAt: number;
  uses: number;
}

/** The one bot user of the workspace. */
export interface BotUser {
  readonly userId: string;
  readonly botId: string;
  readonly appId: string;
  readonly name: string;
}

/** A workspace in memory. Its clock dates messages; limits and signatures run in real time. */
export class Workspace {
  readonly teamId: string;
  readonly bot: BotUser;
  readonly users: ReadonlyMap<string, SandboxUser>;
  readonly conversations = new Map<string, Conversation>();
  readonly files = new Map<string, StoredFile>();
  readonly homes = new Map<string, OpenView>();
  /** Modals by user, the one on top last. */
  readonly modals = new Map<string, OpenView[]>();
  readonly triggers = new Map<string, Trigger>();
  readonly responseAddresses = new Map<string, ResponseAddress>();
  readonly #clock: { now(): Temporal.Instant };
  readonly #listeners = new Set<() => void>();
  readonly #read = new Map<string, number>();
  #lastTs = 0n;

  constructor(seed: SandboxSeed, clock: { now(): Temporal.Instant }, teamId: string, botName: string) {
    this.teamId = teamId;
    this.#clock = clock;
    this.bot = { userId: 'U0ZHIBANBOT', botId: 'B0ZHIBANBOT', appId: 'A0ZHIBANAPP', name: botName };
    this.users = new Map(seed.users.map((user) => [user.id, user]));
    for (const channel of seed.channels) {
      const members = new Set([...channel.members, ...(channel.bot ? [this.bot.userId] : [])]);
      this.conversations.set(channel.id, {
        id: channel.id,
        kind: 'channel',
        name: channel.name,
        members,
        archived: false,
        messages: [],
        pins: [],
      });
    }
    for (const user of seed.users) {
      const id = directId(user.id);
      this.conversations.set(id, {
        id,
        kind: 'im',
        name: botName,
        members: new Set([user.id, this.bot.userId]),
        archived: false,
        messages: [],
        pins: [],
      });
    }
  }

  now(): Temporal.Instant {
    return this.#clock.now();
  }

  /** A message timestamp: the sandbox clock, but never the same twice and never before an earlier one. */
  nextTs(): string {
    const wanted = BigInt(this.#clock.now().epochMilliseconds) * 1000n;
    this.#lastTs = wanted > this.#lastTs ? wanted : this.#lastTs + 1n;
    return `${this.#lastTs / 1_000_000n}.${String(this.#lastTs % 1_000_000n).padStart(6, '0')}`;
  }

  direct(userId: string): Conversation | undefined {
    return this.conversations.get(directId(userId));
  }

  post(conversation: Conversation, message: Omit<StoredMessage, 'ts' | 'at' | 'edited' | 'reactions'>): StoredMessage {
    const stored = { ...message, ts: this.nextTs(), at: this.now(), edited: false, reactions: [] };
    conversation.messages.push(stored);
    this.changed();
    return stored;
  }

  find(conversationId: string, ts: string): StoredMessage | undefined {
    return this.conversations.get(conversationId)?.messages.find((message) => message.ts === ts);
  }

  visible(conversation: Conversation, user: string): readonly StoredMessage[] {
    return conversation.messages.filter((message) => message.ephemeralTo === null || message.ephemeralTo === user);
  }

  unread(conversation: Conversation, user: string): number {
    const seen = this.#read.get(`${user} ${conversation.id}`) ?? 0;
    return this.visible(conversation, user).filter((message, index) => index >= seen && message.user !== user).length;
  }

  markRead(conversation: Conversation, user: string): void {
    const count = this.visible(conversation, user).length;
    const key = `${user} ${conversation.id}`;
    if (this.#read.get(key) === count) return;
    this.#read.set(key, count);
    this.changed();
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const directId = (userId: string): string => `D${userId}`;

/** `V0A1B2…`: an id as Slack's look. */
export const newId = (prefix: string): string => `${prefix}${randomBytes(5).toString('hex').toUpperCase()}`;

/** Blocks as Slack keeps them: each has a `block_id`. */
export function withBlockIds(blocks: readonly JsonObject[]): JsonObject[] {
  return blocks.map((block) => (typeof block['block_id'] === 'string' ? block : { ...block, block_id: randomBytes(3).toString('hex') }));
}
