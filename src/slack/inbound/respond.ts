import { MessengerError } from '../../runtime/messenger.ts';
import type { MessageContent } from '../render/message.ts';

const patienceMs = 5_000;

/** Posts to a `response_url`: good for five answers within half an hour. Throws {@link MessengerError}. */
export async function respond(
  url: string,
  body: MessageContent & { readonly response_type?: 'ephemeral' | 'in_channel'; readonly replace_original: boolean },
): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
  } catch (error) {
    throw failed('network', 'no_answer', error);
  }
  const text = (await answer.text()).slice(0, 200);
  if (answer.ok && !text.includes('"ok":false')) return;
  if (answer.status === 429) throw limited(Number(answer.headers.get('retry-after') ?? 1));
  const code = /"error":"([a-z_]+)"/.exec(text)?.[1] ?? (/^[a-z_]{1,60}$/.test(text) ? text : `http_${answer.status}`);
  throw failed(answer.status >= 500 ? 'network' : 'gone', code);
}

function limited(seconds: number): MessengerError {
  const asked = Number.isFinite(seconds) && seconds > 0 ? seconds : 1;
  return new MessengerError({
    platform: 'slack',
    kind: 'rate',
    code: 'ratelimited',
    remedy: { zh: `Slack 要求等 ${asked} 秒`, en: `Slack asks to wait ${asked} s` },
    retryAfterMs: asked * 1_000,
  });
}

function failed(kind: 'network' | 'gone', code: string, cause?: unknown): MessengerError {
  return new MessengerError({
    platform: 'slack',
    kind,
    code,
    remedy: { zh: '这次点击的回复地址已失效或连不上', en: 'The address to answer this press at has expired or cannot be reached' },
    cause,
  });
}
