import type { WebClient } from '@slack/web-api';
import { MessengerError } from '../runtime/messenger.ts';
import { toMessengerError } from './errors.ts';

const patienceMs = 20_000;

/** The bytes of a file a person sent; the bearer token goes to the address Slack itself gave for the file. Over `maxBytes` it throws `invalid`. */
export async function downloadFile(client: WebClient, botToken: string, fileId: string, maxBytes: number): Promise<Buffer> {
  try {
    const { file } = await client.files.info({ file: fileId });
    const url = file?.url_private_download ?? file?.url_private;
    if (url === undefined)
      throw failed('gone', 'no_address', '这个文件不在 Slack 里,无法读取', 'This file is not kept in Slack and cannot be read');
    if ((file?.size ?? 0) > maxBytes) throw tooLarge(maxBytes);
    const answer = await fetch(url, {
      headers: { authorization: `Bearer ${botToken}` },
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    if (answer.status === 429) {
      const seconds = Number(answer.headers.get('retry-after') ?? '1');
      throw new MessengerError({
        platform: 'slack',
        kind: 'rate',
        code: 'ratelimited',
        remedy: { zh: '稍后再试', en: 'Try again later' },
        retryAfterMs: seconds * 1_000,
      });
    }
    if (answer.status >= 500)
      throw failed('network', `http_${answer.status}`, 'Slack 暂时读不到文件', 'Slack cannot give the file at the moment');
    // Without the right to read files Slack answers with its sign-in page.
    if (!answer.ok || (answer.headers.get('content-type') ?? '').startsWith('text/html')) {
      throw failed(
        'permission',
        'file_refused',
        '应用缺少读文件的权限 files:read',
        'The app may not read files: it needs the scope files:read',
      );
    }
    return await readBounded(answer, maxBytes);
  } catch (error) {
    if (error instanceof TypeError)
      throw failed('network', 'no_answer', 'Slack 暂时读不到文件', 'Slack cannot give the file at the moment', error);
    throw toMessengerError(error, fileId);
  }
}

async function readBounded(answer: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLarge = (maxBytes: number): MessengerError =>
  failed(
    'invalid',
    'file_too_large',
    `文件超过 ${Math.floor(maxBytes / 1024)} KB`,
    `The file is larger than ${Math.floor(maxBytes / 1024)} KB`,
  );

function failed(
  kind: 'gone' | 'network' | 'permission' | 'invalid',
  code: string,
  zh: string,
  en: string,
  cause?: unknown,
): MessengerError {
  return new MessengerError({ platform: 'slack', kind, code, remedy: { zh, en }, cause });
}
