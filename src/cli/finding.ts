import type { Words } from '../core/locale.ts';

/** One thing the doctor looked at. `bad` makes the exit code 1; `warn` wants attention; `note` says how things are. */
export interface Finding {
  readonly state: 'ok' | 'note' | 'warn' | 'bad';
  readonly what: Words;
  /** What to do about it. */
  readonly remedy?: Words;
}
