import type { WebClient } from '@slack/web-api';
import { type MessageRef, MessengerError, type OutgoingFile } from '../runtime/messenger.ts';

const patienceMs = 30_000;

/**
 * Shares a file in a conversation, in Slack's three steps: an address, the bytes, the share. Only the share shows it to anybody, so a call that
 * fails before it can simply be made again.
 */
export async function uploadFile(client: WebClient, botToken: string, channelId: string, file: OutgoingFile): Promise<MessageRef> {
  const filename = file.name;
  const { upload_url: address, file_id: id } = await client.files.getUploadURLExternal({ filename, length: file.content.length });
  if (address === undefined || id === undefined) throw new Error('files.getUploadURLExternal gave no address');
  await putBytes(address, botToken, filename, file.content);
  await client.files.completeUploadExternal({ channel_id: channelId, files: [{ id, title: file.name }] });
  return { channelId, messageId: id };
}

async function putBytes(address: string, botToken: string, filename: string, content: Buffer): Promise<void> {
  const form = new FormData();
  form.set('body', new Blob([new Uint8Array(content)]), filename);
  const answer = await fetch(address, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${botToken}` },
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMs),
  });
  if (answer.status === 429) {
    const seconds = Number(answer.headers.get('retry-after') ?? '1');
    const remedy = { zh: '稍后再试', en: 'Try again later' };
    throw new MessengerError({ platform: 'slack', kind: 'rate', code: 'ratelimited', remedy, retryAfterMs: seconds * 1_000 });
  }
  if (answer.ok) return;
  throw new MessengerError({
    platform: 'slack',
    kind: answer.status >= 500 ? 'network' : 'invalid',
    code: `http_${answer.status}`,
    remedy: { zh: 'Slack 暂时收不下这个文件', en: 'Slack does not take the file at the moment' },
  });
}

/** The file of this name and size among those shared in the conversation since then: its name is what people read, so it carries no mark. */
export async function findUploaded(client: WebClient, channelId: string, file: OutgoingFile, since: Date): Promise<MessageRef | null> {
  const oldest = String(Math.floor(since.getTime() / 1000) - 60);
  let cursor = '';
  do {
    const page = await client.conversations.history({ channel: channelId, oldest, limit: 200, ...(cursor === '' ? {} : { cursor }) });
    const found = page.messages
      ?.flatMap((message) => message.files ?? [])
      .find(({ name, size }) => name === file.name && size === file.content.length);
    if (found?.id !== undefined) return { channelId, messageId: found.id };
    cursor = page.has_more === true ? (page.response_metadata?.next_cursor ?? '') : '';
  } while (cursor !== '');
  return null;
}
