import { hanNumber } from '../../core/han-number.ts';
import { Temporal } from '../../core/time.ts';

const han = '[零〇一二两三四五六七八九十]';
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthWord = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';

/** A month said alone: `12月`, `下个月`, `2026-12`, `dec`, `next month`; empty means the current one. Null: not a month. */
export function parseMonth(text: string, today: Temporal.PlainDate): Temporal.PlainYearMonth | null {
  const word = text.normalize('NFKC').toLowerCase().trim();
  const current = today.toPlainYearMonth();
  if (word === '' || /^(本|这个?)月$|^this month$/.test(word)) return current;
  if (/^下个?月$|^next month$/.test(word)) return current.add({ months: 1 });
  if (/^上个?月$|^last month$/.test(word)) return current.subtract({ months: 1 });
  const full = /^(\d{4})\s*[-/.年]\s*(\d{1,2})月?$/.exec(word);
  if (full !== null) return yearMonth(Number(full[1]), Number(full[2]));
  const english = new RegExp(`^${monthWord}(?:\\s+(\\d{4}))?$`).exec(word);
  if (english !== null) {
    const month = months.indexOf(english[1] ?? '') + 1;
    return english[2] === undefined ? nearestMonth(current, month) : yearMonth(Number(english[2]), month);
  }
  const bare = new RegExp(`^(\\d{1,2}|${han}{1,2})月?(?:份)?$`).exec(word);
  return bare === null ? null : nearestMonth(current, hanNumber(bare[1] ?? ''));
}

function yearMonth(year: number, month: number): Temporal.PlainYearMonth | null {
  return month >= 1 && month <= 12 ? Temporal.PlainYearMonth.from({ year, month }) : null;
}

/** The month of that number nearest to the current one. */
export function nearestMonth(current: Temporal.PlainYearMonth, month: number): Temporal.PlainYearMonth | null {
  const distance = (candidate: Temporal.PlainYearMonth): number => Math.abs(current.until(candidate, { largestUnit: 'months' }).months);
  const candidates = [current.year - 1, current.year, current.year + 1].flatMap((year) => yearMonth(year, month) ?? []);
  return candidates.sort((a, b) => distance(a) - distance(b) || b.year - a.year)[0] ?? null;
}
