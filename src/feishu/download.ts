import { MessengerError } from '../runtime/messenger.ts';
import type { FeishuApi } from './api.ts';
import { messengerError } from './errors.ts';

function tooLarge(maxBytes: number): MessengerError {
  const megabytes = Math.max(1, Math.round(maxBytes / 1024 / 1024));
  return new MessengerError({
    platform: 'feishu',
    kind: 'invalid',
    code: 'file-too-large',
    remedy: { zh: `文件超过 ${megabytes} MB,请发小一些的`, en: `The file is larger than ${megabytes} MB; send a smaller one` },
  });
}

/** The bytes of a file sent to the bot; stops reading at `maxBytes`. Throws {@link MessengerError}. */
export async function download(api: FeishuApi, fileId: string, messageId: string | null, maxBytes: number): Promise<Buffer> {
  if (messageId === null) throw messengerError({ status: 400, code: '230001', resetSeconds: null });
  const type = fileId.startsWith('img_') ? 'image' : 'file';
  const resource = await api.call((client, options) =>
    client.im.v1.messageResource.get({ path: { message_id: messageId, file_key: fileId }, params: { type } }, options),
  );
  const stream = resource.getReadableStream();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBytes) {
      stream.destroy();
      throw tooLarge(maxBytes);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
