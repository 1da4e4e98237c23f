import type { WebClient } from '@slack/web-api';
import type { PersonId } from '../core/ids.ts';
import type { Locale } from '../core/locale.ts';
import {
  type Destination,
  type Edit,
  type FoundUser,
  type MessageRef,
  MessengerError,
  type Outgoing,
  type OutgoingFile,
} from '../runtime/messenger.ts';
import type { Home } from '../view/view.ts';
import type { Checked } from './checked.ts';
import { toMessengerError } from './errors.ts';
import { findUploaded, uploadFile } from './upload.ts';
import { foundUser, type SlackUser } from './users.ts';

export interface SendOptions {
  readonly client: WebClient;
  readonly checked: Checked;
  readonly botToken: string;
  readonly team: () => string | null;
  /** What was learned of a user on the way. */
  readonly noteUser: (user: SlackUser) => void;
}

/** The outbox id of a message travels in its metadata, because Slack has no key that would keep a repeated post from appearing twice. */
const outboxEvent = 'zhiban_outbox';

/** Outgoing calls. Each is made once: the SDK repeats nothing, a failure is a {@link MessengerError}. */
export class Sending {
  readonly #options: SendOptions;
  /** Direct chats by user; they never change. */
  readonly #directChats = new Map<string, string>();
  readonly #channelNames = new Map<string, string>();

  constructor(options: SendOptions) {
    this.#options = options;
  }

  /** To a person by their user id, which saves `conversations.open` (50 a minute). */
  async send(message: Outgoing): Promise<MessageRef> {
    const { client, checked } = this.#options;
    const content = checked.message(message.view, { locale: message.locale, people: message.userIds });
    return this.#call(message.to.id, async () => {
      const metadata = { event_type: outboxEvent, event_payload: { id: message.outboxId } };
      const post = (channel: string) =>
        client.chat.postMessage({ channel, ...content, metadata, unfurl_links: false, unfurl_media: false });
      const sent = await post(this.#directChats.get(message.to.id) ?? message.to.id).catch(async (error: unknown) => {
        if (message.to.kind === 'channel' || !isUnknownChannel(error)) throw error;
        // Nobody, or somebody whose chat has to be opened: opening says which.
        return post(await this.#channel(message.to));
      });
      if (sent.ts === undefined) throw new Error('chat.postMessage gave no ts');
      const channelId = sent.channel ?? message.to.id;
      if (message.to.kind === 'person') this.#directChats.set(message.to.id, channelId);
      return { channelId, messageId: sent.ts };
    });
  }

  async edit(message: Edit): Promise<void> {
    const { client, checked } = this.#options;
    const content = checked.message(message.view, { locale: message.locale, people: message.userIds });
    await this.#call(message.ref.channelId, () =>
      client.chat.update({ channel: message.ref.channelId, ts: message.ref.messageId, ...content }),
    );
  }

  async pin({ channelId, messageId }: MessageRef): Promise<void> {
    await this.#pinning(channelId, ['already_pinned'], () => this.#options.client.pins.add({ channel: channelId, timestamp: messageId }));
  }

  async unpin({ channelId, messageId }: MessageRef): Promise<void> {
    await this.#pinning(channelId, ['not_pinned', 'no_pin', 'message_not_found'], () =>
      this.#options.client.pins.remove({ channel: channelId, timestamp: messageId }),
    );
  }

  /** `fine`: codes that say it is as it should be already. */
  async #pinning(channel: string, fine: readonly string[], call: () => Promise<unknown>): Promise<void> {
    try {
      await call();
    } catch (error) {
      if (!fine.includes(codeOf(error) ?? '')) throw toMessengerError(error, await this.#nameOf(channel, error), 'pin');
    }
  }

  async publishHome(userId: string, view: Home, locale: Locale, people: ReadonlyMap<PersonId, string>): Promise<void> {
    const home = this.#options.checked.home(view, { locale, people });
    await this.#call(userId, () => this.#options.client.views.publish({ user_id: userId, view: home }));
  }

  /** Looks through what was posted since (with a minute for clocks that differ) for the message with this outbox id. */
  async findSent(message: Outgoing, since: Date): Promise<MessageRef | null> {
    return this.#call(message.to.id, async () => {
      const channel = await this.#channel(message.to);
      const oldest = String(Math.floor(since.getTime() / 1000) - 60);
      let cursor = '';
      do {
        const page = await this.#options.client.conversations.history({
          channel,
          oldest,
          limit: 200,
          include_all_metadata: true,
          ...(cursor === '' ? {} : { cursor }),
        });
        const found = page.messages?.find((candidate) => outboxIdOf(candidate) === message.outboxId);
        if (found?.ts !== undefined) return { channelId: channel, messageId: found.ts };
        cursor = page.has_more === true ? (page.response_metadata?.next_cursor ?? '') : '';
      } while (cursor !== '');
      return null;
    });
  }

  async sendFile(file: OutgoingFile): Promise<MessageRef> {
    const { client, botToken } = this.#options;
    return this.#call(file.to.id, async () => uploadFile(client, botToken, await this.#channel(file.to), file));
  }

  async findSentFile(file: OutgoingFile, since: Date): Promise<MessageRef | null> {
    return this.#call(file.to.id, async () => findUploaded(this.#options.client, await this.#channel(file.to), file, since));
  }

  async userByEmail(email: string): Promise<FoundUser | null> {
    return this.#user(email, () => this.#options.client.users.lookupByEmail({ email }));
  }

  async userById(userId: string): Promise<FoundUser | null> {
    return this.#user(userId, () => this.#options.client.users.info({ user: userId }));
  }

  async #user(who: string, ask: () => Promise<{ user?: SlackUser }>): Promise<FoundUser | null> {
    try {
      const { user } = await this.#call(who, ask);
      if (user === undefined) return null;
      this.#options.noteUser(user);
      return foundUser(user, this.#options.team());
    } catch (error) {
      if (error instanceof MessengerError && ['users_not_found', 'user_not_found', 'user_not_visible'].includes(error.code)) return null;
      throw error;
    }
  }

  /** A channel is itself; a person's direct chat with the bot is remembered from a message, or opened. */
  async #channel(to: Destination): Promise<string> {
    if (to.kind === 'channel') return to.id;
    const known = this.#directChats.get(to.id);
    if (known !== undefined) return known;
    const { channel } = await this.#options.client.conversations.open({ users: to.id });
    if (channel?.id === undefined) throw new Error('conversations.open gave no channel');
    this.#directChats.set(to.id, channel.id);
    return channel.id;
  }

  async #call<Result>(where: string, call: () => Promise<Result>): Promise<Result> {
    try {
      return await call();
    } catch (error) {
      throw toMessengerError(error, await this.#nameOf(where, error));
    }
  }

  /** `#guards`, where Slack still tells the name; asked for only when there is something to say about the channel. */
  async #nameOf(where: string, error: unknown): Promise<string> {
    if (!/^[CG]/.test(where) || !(error instanceof Error) || !('data' in error)) return where;
    const known = this.#channelNames.get(where);
    if (known !== undefined) return known;
    try {
      const { channel } = await this.#options.client.conversations.info({ channel: where });
      if (channel?.name === undefined) return where;
      this.#channelNames.set(where, `#${channel.name}`);
      return `#${channel.name}`;
    } catch {
      // Nothing more can be learned than the id; the first error is the one that counts.
      return where;
    }
  }
}

function outboxIdOf(message: object): string | null {
  if (!('metadata' in message)) return null;
  const { metadata } = message;
  if (typeof metadata !== 'object' || metadata === null || !('event_type' in metadata) || metadata.event_type !== outboxEvent) return null;
  if (!('event_payload' in metadata) || typeof metadata.event_payload !== 'object' || metadata.event_payload === null) return null;
  return 'id' in metadata.event_payload && typeof metadata.event_payload.id === 'string' ? metadata.event_payload.id : null;
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'data' in error ? (error.data as { error?: string } | undefined)?.error : undefined;

const isUnknownChannel = (error: unknown): boolean => codeOf(error) === 'channel_not_found';
