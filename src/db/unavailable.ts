import type { Words } from '../core/locale.ts';

/** The database cannot be had; the words tell the operator why and what to do. */
export class DatabaseUnavailable extends Error {
  readonly words: Words;

  constructor(words: Words, options?: ErrorOptions) {
    super(words.en, options);
    this.words = words;
  }
}
