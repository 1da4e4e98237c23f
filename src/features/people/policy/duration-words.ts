import { hanNumber } from '../../../core/han-number.ts';
import type { Locale } from '../../../core/locale.ts';

const units = [
  { letter: 'Y', time: false, zh: '年', en: ['year', 'years'], words: /^(?:年|y|years?)$/ },
  { letter: 'M', time: false, zh: '个月', en: ['month', 'months'], words: /^(?:个?月|months?)$/ },
  { letter: 'W', time: false, zh: '周', en: ['week', 'weeks'], words: /^(?:个?周|个?星期|w|weeks?)$/ },
  { letter: 'D', time: false, zh: '天', en: ['day', 'days'], words: /^(?:天|日|d|days?)$/ },
  { letter: 'H', time: true, zh: '小时', en: ['h', 'h'], words: /^(?:个?小时|个?钟头|h|hrs?|hours?)$/ },
  { letter: 'M', time: true, zh: '分钟', en: ['min', 'min'], words: /^(?:分钟?|m|mins?|minutes?)$/ },
  { letter: 'S', time: true, zh: '秒', en: ['s', 's'], words: /^(?:秒|s|secs?|seconds?)$/ },
] as const;

const written = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** `PT1H30M` → `1 小时 30 分钟` · `1 h 30 min`; `PT0M` → `0 分钟`. What is no duration is given back as it is. */
export function durationWords(iso: string, locale: Locale): string {
  const match = written.exec(iso);
  if (match === null) return iso;
  const parts = units.flatMap((unit, index) => {
    const count = Number(match[index + 2] ?? '0');
    return match[index + 2] === undefined ? [] : [{ unit, count }];
  });
  const said = parts.length > 1 ? parts.filter(({ count }) => count > 0) : parts;
  const text = said.map(({ unit, count }) => `${count} ${locale === 'zh' ? unit.zh : unit.en[count === 1 ? 0 : 1]}`).join(' ');
  return match[1] === '-' ? `${locale === 'zh' ? '提前 ' : ''}${text}${locale === 'zh' ? '' : ' before'}` : text;
}

const piece = /(\d{1,4}|[零一二两三四五六七八九十]{1,3})\s*([\p{Script=Han}a-z]+?)(?=[\s\d,、零一二两三四五六七八九十]|$)/gu;

/** Reads `20 分钟`, `1小时30分`, `2 days`, `1 h 30 min` or ISO 8601 as an ISO duration; null: it is none. */
export function readDuration(text: string): string | null {
  const typed = text.normalize('NFKC').trim();
  if (written.test(typed.toUpperCase()) && /\d/.test(typed)) return typed.toUpperCase();
  const found: { readonly unit: (typeof units)[number]; readonly count: number }[] = [];
  const rest = typed.toLowerCase().replace(piece, (_all, count: string, word: string) => {
    const unit = units.find(({ words }) => words.test(word));
    if (unit === undefined) return '?';
    found.push({ unit, count: hanNumber(count) });
    return '';
  });
  if (found.length === 0 || /[^\s,、]/.test(rest) || new Set(found.map(({ unit }) => unit)).size < found.length) return null;
  const said = (time: boolean): string =>
    units
      .flatMap((unit) => found.filter((one) => one.unit === unit && unit.time === time).map(({ count }) => `${count}${unit.letter}`))
      .join('');
  const time = said(true);
  return `P${said(false)}${time === '' ? '' : `T${time}`}`;
}
