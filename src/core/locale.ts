/** The two languages every sentence of the product exists in. */
export type Locale = 'zh' | 'en';

/** One sentence or name in both languages; leaving one out does not compile. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}
