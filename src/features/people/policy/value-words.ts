import type { Locale } from '../../../core/locale.ts';
import type { Leaf, ValueKind } from '../../../policy/value-kind.ts';
import { isRole, roleName } from '../roles.ts';
import { choiceWords } from './choice-words.ts';
import { durationWords } from './duration-words.ts';
import { keyWords } from './key-words.ts';

/** The name of a code: of a role, or a word of the format; a code without a name is shown with blanks for its dashes. */
export const codeWords = (code: string, locale: Locale): string =>
  isRole(code) ? roleName(code, locale) : (choiceWords.get(code)?.[locale] ?? code.replace(/[-_]/g, ' '));

const yes = { zh: '是', en: 'yes' };
const no = { zh: '否', en: 'no' };

/** A value of a regulation for reading: `20 分钟`, `次日 08:00`, `班长、经理` · `20 min`, `08:00 the next day`. */
export function valueWords(value: unknown, locale: Locale): string {
  if (typeof value === 'boolean') return (value ? yes : no)[locale];
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value))
    return value.length === 0 ? none[locale] : value.map((one) => valueWords(one, locale)).join(locale === 'zh' ? '、' : ', ');
  if (typeof value !== 'string') return value === null || value === undefined ? none[locale] : JSON.stringify(value);
  const next = /^(\d\d:\d\d)\+(\d)$/.exec(value);
  if (next !== null) return nextDay(next[1] ?? '', Number(next[2]), locale);
  if (/^-?P[\dT]/.test(value)) return durationWords(value, locale);
  return codeWords(value, locale);
}

const none = { zh: '无', en: 'none' };

function nextDay(time: string, days: number, locale: Locale): string {
  if (locale === 'zh') return days === 1 ? `次日 ${time}` : `${days} 天后 ${time}`;
  return days === 1 ? `${time} the next day` : `${time}, ${days} days later`;
}

/** `最多 · 次数` · `at most · limit`: the keys a value stands under; list places are counted, codes and entries left out. */
export function leafLabel(path: string, locale: Locale): string {
  const [, , ...keys] = path.split('.');
  return keys
    .map((key) => {
      if (/^\d+$/.test(key)) return `${Number(key) + 1}`;
      return keyWords.get(key)?.[locale] ?? codeWords(key, locale);
    })
    .join(' · ');
}

/** `最多 · 次数:2` */
export const leafLine = ({ path, value }: Pick<Leaf, 'path' | 'value'>, locale: Locale): string =>
  `${leafLabel(path, locale)}${locale === 'zh' ? ':' : ': '}${valueWords(value, locale)}`;

/** How a value stands in a form, and is read from it again. */
export function typedValue(value: unknown, kind: ValueKind, locale: Locale): string {
  if (kind.kind === 'duration' && typeof value === 'string') return durationWords(value, locale);
  if (Array.isArray(value)) return value.map((one) => codeWords(String(one), locale)).join(locale === 'zh' ? '、' : ', ');
  return value === null || value === undefined ? '' : String(value);
}
