import { hanNumber } from '../../../core/han-number.ts';
import { Temporal } from '../../../core/time.ts';
import { squeeze } from './table.ts';

/** A date as a roster writes it; what it does not say is null. */
export interface DayCell {
  readonly year: number | null;
  readonly month: number | null;
  readonly day: number;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthWord = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';
const hanWeekdays: Readonly<Record<string, number>> = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 日: 7, 天: 7, 七: 7 };
const englishWeekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const weekdayTail =
  /[\s(（]*(?:(?:星期|礼拜|周)[一二三四五六日天]|[(（][一二三四五六日天][)）]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)[\s)）]*$/;
const weekdayHead = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[\s,]+/;

const valid = (cell: DayCell): DayCell | null =>
  cell.day >= 1 && cell.day <= 31 && (cell.month === null || (cell.month >= 1 && cell.month <= 12)) ? cell : null;

/** Excel's count of days, from 2000-01-01 to 2099-12-31; what is left of a date whose format was lost. */
const [firstSerial, lastSerial] = [36_526, 73_050];

/**
 * Reads `1`, `１日`, `12月1日`, `12/1`, `2026-12-01`, `1 Dec`, also with a weekday behind. A slash without a year is month first, as in China.
 * Null: not a day.
 */
export function readDay(value: string): DayCell | null {
  const text = squeeze(value).replace(weekdayTail, '').replace(weekdayHead, '').trim();
  const serial = /^\d{5}$/.test(text) ? Number(text) : 0;
  if (serial >= firstSerial && serial <= lastSerial) {
    const { year, month, day } = Temporal.PlainDate.from('1899-12-30').add({ days: serial });
    return { year, month, day };
  }
  const full = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[t ]00:00(?::00)?(?:\.000z)?)?$/.exec(text);
  if (full !== null) return valid({ year: Number(full[1]), month: Number(full[2]), day: Number(full[3]) });
  const short = /^(\d{1,2})\s*[月/.-]\s*(\d{1,2})\s*[日号]?$/.exec(text);
  if (short !== null) return valid({ year: null, month: Number(short[1]), day: Number(short[2]) });
  const plain = /^(\d{1,2})\s*(?:日|号|st|nd|rd|th)?$/.exec(text);
  if (plain !== null) return valid({ year: null, month: null, day: Number(plain[1]) });
  const dayFirst = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)?[\\s-]*${monthWord}(?:[\\s,-]+(\\d{4}))?$`).exec(text);
  if (dayFirst !== null)
    return valid({
      year: dayFirst[3] === undefined ? null : Number(dayFirst[3]),
      month: months.indexOf(dayFirst[2] ?? '') + 1,
      day: Number(dayFirst[1]),
    });
  const monthFirst = new RegExp(`^${monthWord}[\\s-]*(\\d{1,2})(?:st|nd|rd|th)?(?:[\\s,-]+(\\d{4}))?$`).exec(text);
  if (monthFirst !== null)
    return valid({
      year: monthFirst[3] === undefined ? null : Number(monthFirst[3]),
      month: months.indexOf(monthFirst[1] ?? '') + 1,
      day: Number(monthFirst[2]),
    });
  const chinese = /^(?:([一二三四五六七八九十]{1,2})月)?([一二三四五六七八九十]{1,3})[日号]$/.exec(text);
  return chinese === null
    ? null
    : valid({ year: null, month: chinese[1] === undefined ? null : hanNumber(chinese[1]), day: hanNumber(chinese[2] ?? '') });
}

/** `二`, `周二`, `星期二`, `Tue`, `Tuesday` → 2. Null: not a weekday. */
export function readWeekday(value: string): number | null {
  const text = squeeze(value);
  const han = /^(?:星期|礼拜|周)?([一二三四五六日天])$/.exec(text);
  if (han !== null) return hanWeekdays[han[1] ?? ''] ?? null;
  const english = /^(mon|tue|wed|thu|fri|sat|sun)[a-z]*$/.exec(text);
  return english === null ? null : englishWeekdays.indexOf(english[1] ?? '') + 1;
}

/** A month named anywhere in a line, a title or a file name: `2026年12月`, `2026-12`, `二〇二六年十二月`, `Dec 2026`, `12月`. */
export function readMonth(value: string): { readonly year: number | null; readonly month: number } | null {
  const text = squeeze(value);
  const checked = (year: number | null, month: number) =>
    month >= 1 && month <= 12 && (year === null || (year >= 2000 && year <= 2100)) ? { year, month } : null;
  const full = /(?<!\d)(\d{4})\s*(?:年度?|[-/._])\s*(\d{1,2})(?!\d)/.exec(text) ?? /(?<!\d)(20\d{2})(0[1-9]|1[0-2])(?!\d)/.exec(text);
  if (full !== null) return checked(Number(full[1]), Number(full[2]));
  const chinese = /([零〇一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月/.exec(text);
  if (chinese !== null) return checked(hanNumber(chinese[1] ?? ''), hanNumber(chinese[2] ?? ''));
  const english = new RegExp(`(?<![a-z])${monthWord}[\\s,_-]*(\\d{4})(?!\\d)`).exec(text);
  if (english !== null) return checked(Number(english[2]), months.indexOf(english[1] ?? '') + 1);
  const englishAfter = new RegExp(`(?<!\\d)(\\d{4})[\\s,_-]*${monthWord}(?![a-z])`).exec(text);
  if (englishAfter !== null) return checked(Number(englishAfter[1]), months.indexOf(englishAfter[2] ?? '') + 1);
  const year = /(?<!\d)(20\d{2})\s*年?/.exec(text);
  const bare = /(?<!\d)(\d{1,2}|[一二三四五六七八九十]{1,2})月(?!\d{1,2}[日号])/.exec(text);
  return bare === null ? null : checked(year === null ? null : Number(year[1]), hanNumber(bare[1] ?? ''));
}

/** `2026-12-01`; null when the month has no such day. */
export function dateOf(month: string, day: number): string | null {
  const first = Temporal.PlainYearMonth.from(month);
  return day >= 1 && day <= first.daysInMonth ? first.toPlainDate({ day }).toString() : null;
}
