import { LogLevel, type Logger as SdkLogger } from '@slack/bolt';
import type { Logger } from '../runtime/log.ts';

/** The SDK's warnings and errors in our log. Its debug lines carry bodies and tokens, so they are never asked for. */
export function sdkLog(log: Logger): SdkLogger {
  const line = (parts: unknown[]): string =>
    parts
      .map((part) => (part instanceof Error ? part.message : typeof part === 'string' ? part : ''))
      .join(' ')
      .replace(/\b(xox[a-z]|xapp)-[\w-]+/g, '$1-***')
      .replace(/https?:\/\/\S*\/(actions|commands|services)\/\S+/g, '(response_url)')
      .slice(0, 500);
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...parts) => log.warn({ platform: 'slack', from: 'sdk' }, line(parts)),
    error: (...parts) => log.warn({ platform: 'slack', from: 'sdk', severe: true }, line(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
