import type * as lark from '@larksuiteoapi/node-sdk';
import type { Logger } from '../runtime/log.ts';

/**
 * The SDK hands its logger ONE array, and among it raw HTTP errors with the Bearer token in them: only words and the message of an error are
 * passed on, and anything that looks like a credential is struck out.
 */
export function sdkLog(log: Logger): lark.Logger {
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (...said: unknown[]): void =>
      log[level](
        { from: 'feishu-sdk' },
        said
          .flat()
          .map(words)
          .filter((part) => part !== '')
          .join(' ')
          .slice(0, 500),
      );
  return { error: write('warn'), warn: write('warn'), info: write('debug'), debug: () => undefined, trace: () => undefined };
}

function words(part: unknown): string {
  if (typeof part === 'string') return redact(part);
  if (typeof part === 'number') return String(part);
  if (part instanceof Error) return redact(part.message);
  return '';
}

const redact = (text: string): string =>
  text
    .replace(/Bearer\s+[\w.~+/-]+/gi, 'Bearer ***')
    .replace(/((?:secret|token|ticket|access_key)["']?\s*[:=]\s*["']?)[^\s"'&,}]+/gi, '$1***');
