import { pino } from 'pino';
import type { Logger } from './log.ts';

/** The process's log: JSON lines on standard output, errors without the request that carries a token. */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: null,
    redact: ['err.config', 'err.request', 'err.response', 'err.options', '*.token', '*.authorization', '*.headers'],
  });
}
