import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import type { Delivery } from './long-connection.ts';

export interface PushSettings {
  readonly eventUrl: string;
  readonly encryptKey: string;
}

/** AES-256-CBC under sha256 of the key, IV in front, base64: what Feishu sends when an encrypt key is set. */
export function encrypt(text: string, encryptKey: string): string {
  const key = createHash('sha256').update(encryptKey).digest();
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

/** The headers Feishu signs a body with. `timestamp` in seconds; real time, because receivers check its freshness. */
export function signedHeaders(
  body: string,
  encryptKey: string,
  timestamp = String(Math.floor(Date.now() / 1000)),
  nonce = randomBytes(8).toString('hex'),
) {
  const signature = createHash('sha256')
    .update(timestamp + nonce + encryptKey)
    .update(body, 'utf8')
    .digest('hex');
  return {
    'content-type': 'application/json; charset=utf-8',
    'x-lark-request-timestamp': timestamp,
    'x-lark-request-nonce': nonce,
    'x-lark-signature': signature,
  };
}

/** One signed, encrypted request to the bot's address. Redirects count as a refusal. */
export async function push(settings: PushSettings, body: Buffer, waitMs: number): Promise<Delivery> {
  const text = JSON.stringify({ encrypt: encrypt(body.toString('utf8'), settings.encryptKey) });
  try {
    const response = await fetch(settings.eventUrl, {
      method: 'POST',
      body: text,
      headers: signedHeaders(text, settings.encryptKey),
      redirect: 'manual',
      signal: AbortSignal.timeout(waitMs),
    });
    const answer = await response.text();
    if (response.status !== 200) return { ok: false, reason: 'refused' };
    return { ok: true, answer: answer === '' ? null : parse(answer) };
  } catch (error) {
    return { ok: false, reason: error instanceof DOMException && error.name === 'TimeoutError' ? 'timeout' : 'no-connection' };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
