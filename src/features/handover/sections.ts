import { withColon } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Matter, Section } from './handover.ts';

/** What is on record of a shift, as lines. */
export interface OnRecord {
  readonly log: readonly Words[];
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

function linesOf(name: string, record: OnRecord, locale: Locale): readonly string[] {
  switch (sources[name] ?? 'log') {
    case 'log':
      return record.log.map((line) => line[locale]);
    case 'open':
      return record.matters.map(({ words }) => words[locale]);
    case 'equipment':
      return record.matters.filter(({ kind }) => kind === 'equipment').map(({ words }) => words[locale]);
    case 'people':
      return record.away.length === 0
        ? [none[locale]]
        : [withColon(notThere[locale], record.away.map((one) => one[locale]).join(locale === 'zh' ? '、' : ', '), locale)];
  }
}

/**
 * The texts filled beforehand, in both languages: for whoever goes to look through, complete and confirm. A text nothing is known for is left empty.
 * `locale`: of the desk.
 */
export function draftSections(names: readonly string[], record: OnRecord, locale: Locale): Record<string, Section> {
  return Object.fromEntries(
    names.map((name) => {
      const drafted: Words = { zh: clipped(linesOf(name, record, 'zh')), en: clipped(linesOf(name, record, 'en')) };
      return [name, { text: drafted[locale], written: false, drafted }];
    }),
  );
}

const plain = (said: string): string => said.replaceAll('\r\n', '\n').trim();

/** A text as somebody saved it from a form in their language: what they left as it was filled beforehand stays so, anything else is theirs. */
export function savedSection(shown: Section | undefined, said: string, locale: Locale): Section {
  if (shown?.drafted !== undefined && plain(shown.drafted[locale]) === plain(said)) return { ...shown, written: true };
  return { text: said, written: true };
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
