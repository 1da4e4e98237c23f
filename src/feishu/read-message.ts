import type { Quoted } from '../runtime/intent.ts';
import type { Logger } from '../runtime/log.ts';
import { MessengerError } from '../runtime/messenger.ts';
import type { FeishuApi } from './api.ts';
import { textOf } from './inbound/message.ts';

/** Reads one message of a chat the bot is in; a card, a file or a message that is gone gives null. */
export function createReadMessage(api: FeishuApi, log: Logger) {
  return async (messageId: string): Promise<Quoted | null> => {
    try {
      const answer = await api.call((client, options) => client.im.v1.message.get({ path: { message_id: messageId } }, options));
      const [item] = answer.data?.items ?? [];
      if (item === undefined || item.deleted === true || item.body === undefined) return null;
      const text = textOf(item.msg_type ?? '', item.body.content).trim();
      const named = (item.mentions ?? []).reduce((said, mention) => said.replaceAll(mention.key, `@${mention.name}`), text);
      const author = item.sender?.sender_type === 'user' ? item.sender.id : null;
      return named === '' ? null : { messageId, text: named, author };
    } catch (error) {
      if (!(error instanceof MessengerError) || error.kind === 'network' || error.kind === 'rate') throw error;
      log.info({ platform: 'feishu', code: error.code }, 'the message of a reply could not be read');
      return null;
    }
  };
}
