import type { MessageRef, OutgoingFile } from '../runtime/messenger.ts';
import type { FeishuApi } from './api.ts';
import type { Chats } from './chats.ts';
import { messengerError } from './errors.ts';
import { limits } from './limits.ts';

/**
 * Uploads a file and sends it to a person. Pictures go as files too: only a file keeps its name in the history of a chat, and by its name it is
 * found again. The upload shows it to nobody; the message has the outbox id as its `uuid`. Throws {@link MessengerError}.
 */
export async function uploadFile(api: FeishuApi, chats: Chats, file: OutgoingFile): Promise<MessageRef> {
  const uploaded = await api.call((client, options) =>
    client.im.v1.file.create(
      {
        data: {
          file_type: /\.pdf$/i.test(file.name) ? 'pdf' : 'stream',
          file_name: file.name,
          file: file.content,
        },
      },
      options,
    ),
  );
  const key = uploaded?.file_key;
  if (key === undefined) throw messengerError({ status: null, code: null, resetSeconds: null });
  const answer = await api.call((client, options) =>
    client.im.v1.message.create(
      {
        params: { receive_id_type: file.to.kind === 'person' ? 'open_id' : 'chat_id' },
        data: { receive_id: file.to.id, msg_type: 'file', content: JSON.stringify({ file_key: key }), uuid: file.outboxId },
      },
      options,
    ),
  );
  const { message_id: messageId, chat_id: channelId } = answer.data ?? {};
  if (messageId === undefined || channelId === undefined) throw messengerError({ status: null, code: null, resetSeconds: null });
  if (file.to.kind === 'person') chats.noteDirect(channelId, file.to.id);
  return { channelId, messageId };
}

/** As for cards: within the hour of the `uuid` a repeated send finds the message by itself; later its name is looked for. */
export async function findUploaded(api: FeishuApi, chats: Chats, file: OutgoingFile, since: Date): Promise<MessageRef | null> {
  if (Date.now() - since.getTime() < limits.uuidWindowMs - 300_000) return null;
  const chatId = file.to.kind === 'channel' ? file.to.id : chats.directWith(file.to.id);
  if (chatId === null) return null;
  let pageToken: string | undefined;
  for (let page = 0; page < 5; page += 1) {
    const answer = await api.call((client, options) =>
      client.im.v1.message.list(
        {
          params: {
            container_id_type: 'chat',
            container_id: chatId,
            start_time: String(Math.floor(since.getTime() / 1000) - 60),
            sort_type: 'ByCreateTimeAsc',
            page_size: 50,
            ...(pageToken === undefined ? {} : { page_token: pageToken }),
          },
        },
        options,
      ),
    );
    const found = answer.data?.items?.find(
      (item) => item.msg_type === 'file' && item.body?.content.includes(JSON.stringify(file.name)) === true,
    );
    if (found?.message_id !== undefined) return { channelId: chatId, messageId: found.message_id };
    if (answer.data?.has_more !== true) return null;
    pageToken = answer.data.page_token;
  }
  return null;
}
