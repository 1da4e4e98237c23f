import type { Logger } from '../runtime/log.ts';
import { MessengerError } from '../runtime/messenger.ts';
import type { FeishuApi } from './api.ts';
import { limits } from './limits.ts';

/** Members change seldom and every look-up counts against the monthly quota. */
const membersMs = 600_000;
const mostChats = 10;
const mostRemembered = 50_000;

/** What is known about conversations: which are direct chats, and who is in the bot's groups. */
export class Chats {
  readonly #api: FeishuApi;
  readonly #log: Logger;
  readonly #tenant: () => string | null;
  readonly #kinds = new Map<string, 'direct' | 'channel'>();
  readonly #direct = new Map<string, string>();
  #members: { until: number; people: Promise<readonly string[]> } | null = null;

  /** `tenant`: ours, as far as it is known; members of other organisations are not offered. */
  constructor(api: FeishuApi, log: Logger, tenant: () => string | null) {
    this.#api = api;
    this.#log = log;
    this.#tenant = tenant;
  }

  noteDirect(chatId: string, openId: string): void {
    this.#remember(chatId, 'direct');
    if (this.#direct.size >= mostRemembered) this.#direct.clear();
    this.#direct.set(openId, chatId);
  }

  noteChannel(chatId: string): void {
    this.#remember(chatId, 'channel');
    this.#members = null;
  }

  /** The direct chat with a person, once a message went either way in this process. */
  directWith(openId: string): string | null {
    return this.#direct.get(openId) ?? null;
  }

  /** Asks Feishu the first time; a chat it says nothing about counts as a channel, where less is shown. */
  async kind(chatId: string): Promise<'direct' | 'channel'> {
    const known = this.#kinds.get(chatId);
    if (known !== undefined) return known;
    // Every press would cost a call that is bound to fail.
    if (this.#api.trouble()?.kind === 'quota') return 'channel';
    try {
      const answer = await this.#api.call((client, options) => client.im.v1.chat.get({ path: { chat_id: chatId } }, options));
      const kind = answer.data?.chat_mode === 'p2p' ? 'direct' : 'channel';
      this.#remember(chatId, kind);
      return kind;
    } catch (error) {
      if (!(error instanceof MessengerError)) throw error;
      this.#log.warn({ code: error.code }, 'the kind of a chat could not be looked up');
      return 'channel';
    }
  }

  /**
   * Open ids a person picker offers: the members of the groups the bot is in. In the direct chat Feishu itself would offer nobody but the
   * person who fills the form. Empty when Feishu does not say.
   */
  people(): Promise<readonly string[]> {
    if (this.#members !== null && performance.now() < this.#members.until) return this.#members.people;
    const people = this.#fetchPeople().catch((error: unknown): readonly string[] => {
      if (!(error instanceof MessengerError)) throw error;
      this.#log.warn({ code: error.code }, 'the members of the chats could not be looked up');
      this.#members = null;
      return [];
    });
    this.#members = { until: performance.now() + membersMs, people };
    return people;
  }

  async #fetchPeople(): Promise<readonly string[]> {
    const chats = await this.#api.call((client, options) => client.im.v1.chat.list({ params: { page_size: 100 } }, options));
    const ids = (chats.data?.items ?? []).flatMap((chat) => (chat.chat_id === undefined ? [] : [chat.chat_id])).slice(0, mostChats);
    const members = new Set<string>();
    for (const chatId of ids) {
      const answer = await this.#api.call((client, options) =>
        client.im.v1.chatMembers.get({ path: { chat_id: chatId }, params: { member_id_type: 'open_id', page_size: 100 } }, options),
      );
      const ours = this.#tenant();
      for (const member of answer.data?.items ?? []) {
        if (member.member_id !== undefined && (ours === null || member.tenant_key === ours)) members.add(member.member_id);
      }
      if (members.size >= limits.personOptions) break;
    }
    return [...members].slice(0, limits.personOptions);
  }

  #remember(chatId: string, kind: 'direct' | 'channel'): void {
    if (this.#kinds.size >= mostRemembered) this.#kinds.clear();
    this.#kinds.set(chatId, kind);
  }
}
