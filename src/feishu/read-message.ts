import type { Quoted } from '../runtime/intent.ts';
import type { Logger } from '../runtime/log.ts';
import { MessengerError } from '../runtime/messenger.ts';
import type { FeishuApi } from './api.ts';
import { textOf } from './inbound/message.ts';

async function readItem(api: FeishuApi, messageId: string) {
  const answer = await api.call((client, options) => client.im.v1.message.get({ path: { message_id: messageId } }, options));
  const [item] = answer.data?.items ?? [];
  return item === undefined || item.deleted === true || item.body === undefined ? null : { ...item, content: item.body.content };
}

type Item = NonNullable<Awaited<ReturnType<typeof readItem>>>;

/** What a message says, people by name. */
function textIn(item: Item, nameOf: (mention: { readonly id: string; readonly name: string }) => string): string {
  const mentions = (item.mentions ?? []).toSorted((left, right) => right.key.length - left.key.length);
  return mentions
    .reduce((said, mention) => said.replaceAll(mention.key, nameOf(mention)), textOf(item.msg_type ?? '', item.content))
    .trim();
}

/** Reads one message of a chat the bot is in; a card, a file or a message that is gone gives null. */
export function createReadMessage(api: FeishuApi, log: Logger) {
  return async (messageId: string): Promise<Quoted | null> => {
    try {
      const item = await readItem(api, messageId);
      if (item === null) return null;
      const text = textIn(item, ({ name }) => `@${name}`);
      const author = item.sender?.sender_type === 'user' ? item.sender.id : null;
      return text === '' ? null : { messageId, text, author };
    } catch (error) {
      if (!(error instanceof MessengerError) || error.kind === 'network' || error.kind === 'rate') throw error;
      log.info({ platform: 'feishu', code: error.code }, 'the message of a reply could not be read');
      return null;
    }
  };
}

/** Reads what a person's message says now that was edited since it was said; Feishu has no event for that. The mention of the bot is not part of it. */
export function createReadEdited(api: FeishuApi, botOpenId: () => Promise<string>) {
  return async (messageId: string): Promise<string | null> => {
    const item = await readItem(api, messageId);
    if (item?.updated !== true || item.sender?.sender_type !== 'user') return null;
    const bot = item.mentions === undefined || item.mentions.length === 0 ? null : await botOpenId();
    const text = textIn(item, ({ id, name }) => (id === bot ? ' ' : `@${name}`));
    return text === '' ? null : text.replace(/\s+/g, ' ').trim();
  };
}
