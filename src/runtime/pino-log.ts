import { pino } from 'pino';
import type { Logger } from './log.ts';

/** The process's log: JSON lines on standard output, errors without the request that carries a token, and without the row a database refused. */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: null,
    redact: [
      'err.client',
      'err.config',
      'err.request',
      'err.response',
      'err.options',
      'err.detail',
      'err.where',
      'err.internalQuery',
      '*.token',
      '*.authorization',
      '*.headers',
    ],
  });
}
