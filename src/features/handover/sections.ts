import { withColon } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Matter, Section } from './handover.ts';

/** What is on record of a shift, as lines. */
export interface OnRecord {
  readonly log: readonly string[];
  readonly matters: readonly Matter[];
  /** Who of the roster did not come or went early. */
  readonly away: readonly Words[];
}

/** What a text of the protocol is filled with beforehand. */
const sources: Readonly<Record<string, 'log' | 'open' | 'equipment' | 'people'>> = {
  duty: 'log',
  results: 'log',
  equipment: 'equipment',
  machines: 'equipment',
  'open-problems': 'open',
  'remaining-matters': 'open',
  'difficult-questions': 'open',
  'people-changes': 'people',
};

/** No text is longer: a form field of either messenger takes 3,000 characters. */
export const longestSection = 3_000;

const none: Words = { zh: '无', en: 'none' };
const notThere: Words = { zh: '未到', en: 'not there' };

/** The texts filled beforehand: for whoever goes to look through, complete and confirm. A text nothing is known for is left empty. */
export function draftSections(names: readonly string[], record: OnRecord, locale: Locale): Record<string, Section> {
  const lines = (name: string): readonly string[] => {
    switch (sources[name] ?? 'log') {
      case 'log':
        return record.log;
      case 'open':
        return record.matters.map(({ text }) => text);
      case 'equipment':
        return record.matters.filter(({ kind }) => kind === 'equipment').map(({ text }) => text);
      case 'people':
        return record.away.length === 0
          ? [none[locale]]
          : [withColon(notThere[locale], record.away.map((one) => one[locale]).join(locale === 'zh' ? '、' : ', '), locale)];
    }
  };
  return Object.fromEntries(names.map((name) => [name, { text: clipped(lines(name)), written: false }]));
}

/** The newest lines that fit. */
function clipped(lines: readonly string[]): string {
  const kept: string[] = [];
  let length = 0;
  for (const line of lines.toReversed()) {
    if (length + line.length + 1 > longestSection - 2) return ['…', ...kept].join('\n');
    kept.unshift(line);
    length += line.length + 1;
  }
  return kept.join('\n');
}
