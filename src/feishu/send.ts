import { createHash } from 'node:crypto';
import type { Logger } from '../runtime/log.ts';
import { type Destination, type Edit, type MessageRef, MessengerError, type Outgoing } from '../runtime/messenger.ts';
import type { FeishuApi } from './api.ts';
import type { Chats } from './chats.ts';
import { messengerError } from './errors.ts';
import { limits } from './limits.ts';
import type { CardJson } from './render/card.ts';
import { plainCard, renderCard } from './render/render.ts';
import { cardProblems } from './schema.ts';

/** An element id that marks the card of one outbox row, so that it can be found among the messages of a chat. */
export const markerOf = (outboxId: string): string =>
  `z${createHash('sha256')
    .update(outboxId)
    .digest('hex')
    .slice(0, limits.elementId - 1)}`;

/** A key of at most 50 characters by which Feishu recognises the same message for an hour. */
export const uuidOf = (text: string): string =>
  text.length <= limits.uuidLength && /^[\w-]+$/.test(text) ? text : createHash('sha256').update(text).digest('hex').slice(0, 32);

const refusedCard = '230099';
/** The tenant's urgent messages are used up. Until the next day none is tried. */
const usedUp = '230024';
const triedAgainMs = 24 * 3_600_000;
/** The recipient has 200 unread urgent messages. */
const tooManyUnread = '230023';

/** Sends and edits cards; each is checked by our own rules before it leaves. */
export class Sender {
  readonly #api: FeishuApi;
  readonly #chats: Chats;
  readonly #log: Logger;
  /** Why the last urgent message went out as a plain one; null: it did not, or that is over. */
  #plainBecause: { readonly error: MessengerError; readonly until: number } | null = null;

  constructor(api: FeishuApi, chats: Chats, log: Logger) {
    this.#api = api;
    this.#chats = chats;
    this.#log = log;
  }

  /** The card if it keeps the rules, else the fallback; neither: `invalid`. What was wrong is in the log. */
  checked(card: CardJson, fallback: () => CardJson): CardJson {
    const problems = cardProblems(card);
    if (problems.length === 0) return card;
    this.#log.error({ problems: problems.slice(0, 5) }, 'a card breaks the rules of Feishu; its words are sent instead');
    const plain = fallback();
    if (cardProblems(plain).length > 0) throw messengerError({ status: 400, code: refusedCard, resetSeconds: null });
    return plain;
  }

  /** Throws {@link MessengerError}. The same `uuid` within an hour gives the message that is there already. */
  async sendCard(to: Destination, card: CardJson, uuid: string): Promise<MessageRef> {
    const answer = await this.#api.call((client, options) =>
      client.im.v1.message.create(
        {
          params: { receive_id_type: to.kind === 'person' ? 'open_id' : 'chat_id' },
          data: { receive_id: to.id, msg_type: 'interactive', content: JSON.stringify(card), uuid: uuidOf(uuid) },
        },
        options,
      ),
    );
    const { message_id: messageId, chat_id: channelId } = answer.data ?? {};
    // An answer without an id tells as little as no answer.
    if (messageId === undefined || channelId === undefined) throw messengerError({ status: null, code: null, resetSeconds: null });
    if (to.kind === 'person') this.#chats.noteDirect(channelId, to.id);
    return { channelId, messageId };
  }

  async send(message: Outgoing): Promise<MessageRef> {
    const marker = markerOf(message.outboxId);
    const plain = () => plainCard(message.view, marker);
    const card = this.checked(renderCard(message.view, message, marker), plain);
    const ref = await this.#sendOrWords(message, card, plain);
    if (message.view.kind !== 'home' && message.view.urgent === true && message.to.kind === 'person') await this.#urge(ref, message.to.id);
    return ref;
  }

  async #sendOrWords(message: Outgoing, card: CardJson, plain: () => CardJson): Promise<MessageRef> {
    try {
      return await this.sendCard(message.to, card, message.outboxId);
    } catch (error) {
      if (!(error instanceof MessengerError) || error.code !== refusedCard) throw error;
      this.#log.error({ outboxId: message.outboxId }, 'Feishu refused a card; its words are sent instead');
      return this.sendCard(message.to, plain(), message.outboxId);
    }
  }

  /** Why urgent messages go out as plain ones at the moment: quota used up, scope missing; null: they do not. */
  urgentTrouble(): MessengerError | null {
    if (this.#plainBecause !== null && Date.now() >= this.#plainBecause.until) this.#plainBecause = null;
    return this.#plainBecause?.error ?? null;
  }

  /** Makes a message that has arrived urgent. It stays a plain one where that is refused, which is no failure of the message. */
  async #urge(ref: MessageRef, openId: string): Promise<void> {
    if (this.urgentTrouble()?.code === usedUp || this.#api.trouble()?.kind === 'quota') return;
    try {
      await this.#api.call((client, options) =>
        client.im.v1.message.urgentApp(
          { path: { message_id: ref.messageId }, params: { user_id_type: 'open_id' }, data: { user_id_list: [openId] } },
          options,
        ),
      );
      this.#plainBecause = null;
    } catch (error) {
      if (!(error instanceof MessengerError)) throw error;
      this.#log.warn({ code: error.code, message: ref.messageId, remedy: error.remedy.en }, 'an urgent message went out as a plain one');
      // What one reader has too many of, or a call that did not get through, says nothing about the next.
      if (error.code !== tooManyUnread && (error.kind === 'permission' || error.kind === 'quota'))
        this.#plainBecause = { error, until: Date.now() + triedAgainMs };
    }
  }

  async edit(message: Edit): Promise<void> {
    const marker = markerOf(message.outboxId);
    const plain = () => plainCard(message.view, marker);
    const card = this.checked(renderCard(message.view, message, marker), plain);
    try {
      await this.#patch(message.ref.messageId, card);
    } catch (error) {
      if (!(error instanceof MessengerError) || error.code !== refusedCard) throw error;
      this.#log.error({ outboxId: message.outboxId }, 'Feishu refused a card; its words are sent instead');
      await this.#patch(message.ref.messageId, plain());
    }
  }

  async #patch(messageId: string, card: CardJson): Promise<void> {
    await this.#api.call((client, options) =>
      client.im.v1.message.patch({ path: { message_id: messageId }, data: { content: JSON.stringify(card) } }, options),
    );
  }

  /** One that is pinned already stays so, says Feishu. Throws {@link MessengerError}. */
  async pin({ messageId }: MessageRef): Promise<void> {
    await this.#api.call((client, options) => client.im.v1.pin.create({ data: { message_id: messageId } }, options));
  }

  /** Fine with Feishu where it is not pinned, or recalled. Throws {@link MessengerError}. */
  async unpin({ messageId }: MessageRef): Promise<void> {
    await this.#api.call((client, options) => client.im.v1.pin.delete({ path: { message_id: messageId } }, options));
  }

  /** Redraws a pressed card after its callback was answered; the token lives 30 minutes and is good for two updates. */
  async updatePressed(token: string, card: CardJson): Promise<void> {
    await this.#api.call((client, options) =>
      client.request<{ code?: number }>({ method: 'POST', url: '/open-apis/interactive/v1/card/update', data: { token, card } }, options),
    );
  }

  /**
   * The message of an outbox row whose sending was ambiguous. Within the hour of the `uuid` a repeated send finds it by itself, so the answer
   * is null at no cost. Later its marker is looked for among the bot's cards; null also where the direct chat is not known.
   */
  async findSent(message: Outgoing, since: Date): Promise<MessageRef | null> {
    const age = Date.now() - since.getTime();
    if (age < limits.uuidWindowMs - 300_000) return null;
    const chatId = message.to.kind === 'channel' ? message.to.id : this.#chats.directWith(message.to.id);
    if (chatId === null) return null;
    const marker = markerOf(message.outboxId);
    let pageToken: string | undefined;
    for (let page = 0; page < 5; page += 1) {
      const answer = await this.#api.call((client, options) =>
        client.im.v1.message.list(
          {
            params: {
              container_id_type: 'chat',
              container_id: chatId,
              start_time: String(Math.floor(since.getTime() / 1000) - 60),
              sort_type: 'ByCreateTimeAsc',
              page_size: 50,
              card_msg_content_type: 'raw_card_content',
              ...(pageToken === undefined ? {} : { page_token: pageToken }),
            },
          },
          options,
        ),
      );
      const found = answer.data?.items?.find((item) => item.body?.content.includes(marker) === true);
      if (found?.message_id !== undefined) return { channelId: chatId, messageId: found.message_id };
      if (answer.data?.has_more !== true) return null;
      pageToken = answer.data.page_token;
    }
    return null;
  }
}
