import type { Locale, Words } from '../core/locale.ts';
import type { Action, Block, FindingLine, Notice } from './view.ts';

/** A button that asks the route `route` with `args`. */
export const press = (
  route: string,
  label: Words,
  args: Readonly<Record<string, string>>,
  locale: Locale,
  style?: 'primary' | 'danger',
): Action => ({ kind: 'press', route, args, label: label[locale], ...(style === undefined ? {} : { style }) });

/** A button that does what typing the line would do. */
export const typed = (label: Words, line: string, locale: Locale): Action => press('words.run', label, { text: line }, locale);

/** A short message: the answer, then lines of text (empty ones are left out), then findings, then what can be done. */
export const notice = (
  tone: Notice['tone'],
  title: Words,
  lines: readonly (Words | string | null)[],
  locale: Locale,
  actions: readonly Action[] = [],
  findings: readonly FindingLine[] = [],
): Notice => ({
  kind: 'notice',
  tone,
  title: title[locale],
  blocks: [
    ...lines.flatMap((line): Block[] =>
      line === null || line === '' ? [] : [{ kind: 'text', text: typeof line === 'string' ? line : line[locale] }],
    ),
    ...(findings.length === 0 ? [] : [{ kind: 'findings' as const, findings }]),
  ],
  actions,
});
