import { type DayPart, partOf } from './clock-words.ts';
import { hanNumber } from './han-number.ts';
import { Temporal } from './time.ts';

/** A day as it was written. */
export interface ReadDay {
  readonly date: Temporal.PlainDate;
  /** The other day the words can mean: `next Friday` before this week's Friday, `12/3` read day first. */
  readonly or: Temporal.PlainDate | null;
  /** What was not said and is taken from today: the year of `12月3日`, the month of `5号`, the week of `周三`. */
  readonly unsaid: 'year' | 'month' | 'week' | null;
  /** 明晚, tonight. */
  readonly part: DayPart | null;
}

export interface DayPattern {
  readonly pattern: RegExp;
  /** Null: there is no such day. */
  read(match: RegExpExecArray, today: Temporal.PlainDate): ReadDay | null;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthWord =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\\.?';
const monthNumber = (word = ''): number => months.indexOf(word.slice(0, 3)) + 1;
const weekdayWord = '(mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday|rs|s)?';
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const hanWeekdays: Readonly<Record<string, number>> = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 日: 7, 天: 7 };
const han = '[零〇一二两三四五六七八九十]';
const hanDay = '(\\d{1,2}|[一二三][一二三四五六七八九十]?|[四五六七八九]|二?十[一二三四五六七八九]?|三十一?|二十[一二三四五六七八九]?)';
const steps: Readonly<Record<string, number>> = { 上上: -2, 上: -1, 本: 0, 这: 0, 下: 1, 下下: 2, last: -1, this: 0, next: 1 };
const offsets: Readonly<Record<string, number>> = { 大前: -3, 前: -2, 昨: -1, 今: 0, 当: 0, 明: 1, 后: 2, 大后: 3 };

/** The date, or null where the calendar has none: 30 February. */
export function dateOf(year: number, month: number, day: number): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}

const read = (date: Temporal.PlainDate | null, unsaid: ReadDay['unsaid'] = null, part: DayPart | null = null): ReadDay | null =>
  date === null ? null : { date, or: null, unsaid, part };

/** Month and day without a year mean the date nearest to today. */
function nearest(today: Temporal.PlainDate, month: number, day: number): Temporal.PlainDate | null {
  const found = [today.year - 1, today.year, today.year + 1].flatMap((year) => dateOf(year, month, day) ?? []);
  const distance = (date: Temporal.PlainDate): number => Math.abs(today.until(date, { largestUnit: 'days' }).days);
  return found.sort((a, b) => distance(a) - distance(b))[0] ?? null;
}

/** A month and a day whose year is not said: nearest to today. Null: no year near has it. */
export const monthAndDay = (today: Temporal.PlainDate, month: number, day: number): ReadDay | null =>
  read(nearest(today, month, day), 'year');

/** 12/3 is the 3rd of December, in English as well the 12th of March. */
function slashed(today: Temporal.PlainDate, first: number, second: number): ReadDay | null {
  const monthFirst = monthAndDay(today, first, second);
  const dayFirst = nearest(today, second, first);
  if (monthFirst === null) return read(dayFirst, 'year');
  return { ...monthFirst, or: first === second ? null : dayFirst };
}

function slashedInYear(year: number, first: number, second: number): ReadDay | null {
  const monthFirst = dateOf(year, first, second);
  const dayFirst = dateOf(year, second, first);
  if (monthFirst === null) return read(dayFirst);
  return { date: monthFirst, or: first === second ? null : dayFirst, unsaid: null, part: null };
}

/** A day of the month alone means this month's, or next month's once it is over. */
export function dayOfMonth(today: Temporal.PlainDate, day: number): ReadDay | null {
  const month = day < today.day ? today.toPlainYearMonth().add({ months: 1 }) : today.toPlainYearMonth();
  return read(dateOf(month.year, month.month, day), 'month');
}

/** Weekdays without a word mean the coming one, today included; 本周 and `this` the one of this week, 下周 and `next` of the next. */
function weekday(today: Temporal.PlainDate, day: number, word: string | undefined): ReadDay | null {
  const coming = today.add({ days: (day - today.dayOfWeek + 7) % 7 });
  // 周三 said on a Wednesday is hardly today, which has a shorter name.
  if (word === undefined || word === 'coming')
    return { date: coming, or: coming.equals(today) ? today.add({ weeks: 1 }) : null, unsaid: 'week', part: null };
  const date = today.subtract({ days: today.dayOfWeek - 1 }).add({ days: day - 1 + 7 * (steps[word] ?? 0) });
  const doubtful = word === 'next' && day > today.dayOfWeek;
  return { date, or: doubtful ? coming : null, unsaid: null, part: null };
}

/** `step` months on: the first or the last day, or the day of that number. */
function ofMonth(month: Temporal.PlainYearMonth, day: number | 'first' | 'last'): ReadDay | null {
  return read(dateOf(month.year, month.month, day === 'first' ? 1 : day === 'last' ? month.daysInMonth : day));
}

const monthOn = (today: Temporal.PlainDate, word: string | undefined): Temporal.PlainYearMonth =>
  today.toPlainYearMonth().add({ months: word === undefined ? 0 : (steps[word] ?? 0) });

/** The end or beginning of a month that is named: the one that is under way, or comes next. */
function edgeOfMonth(today: Temporal.PlainDate, month: number, edge: 'first' | 'last'): ReadDay | null {
  if (month < 1 || month > 12) return null;
  const year = month < today.month ? today.year + 1 : today.year;
  return ofMonth(Temporal.PlainYearMonth.from({ year, month }), edge);
}

function english(today: Temporal.PlainDate, month = '', day = '', year?: string): ReadDay | null {
  const number = monthNumber(month);
  return year === undefined ? monthAndDay(today, number, Number(day)) : read(dateOf(Number(year), number, Number(day)));
}

const onDay = (days: number, part: DayPart | null = null): DayPattern['read'] => {
  return (_match, today) => read(today.add({ days }), null, part);
};
const edge = (word: string | undefined): 'first' | 'last' => (word === '初' || word === 'beginning' || word === 'start' ? 'first' : 'last');

/** Days in Chinese and English, in lower case, most specific first: whoever takes one out of a text goes on with the next. */
export const dayPatterns: readonly DayPattern[] = [
  {
    pattern: /(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?/,
    read: (m) => read(dateOf(Number(m[1]), Number(m[2]), Number(m[3]))),
  },
  {
    pattern: new RegExp(`(下下|下|本|这|上)个?月(?:的)?${hanDay}[日号](?!\\d)`),
    read: (m, today) => ofMonth(monthOn(today, m[1]), hanNumber(m[2] ?? '')),
  },
  { pattern: /(下下|下|本|这|上)个?月(底|末|初)/, read: (m, today) => ofMonth(monthOn(today, m[1]), edge(m[2])) },
  {
    pattern: new RegExp(`(\\d{1,2}|${han}{1,2})\\s*月(底|末|初)`),
    read: (m, today) => edgeOfMonth(today, hanNumber(m[1] ?? ''), edge(m[2])),
  },
  { pattern: /月(底|末|初)/, read: (m, today) => ofMonth(monthOn(today, undefined), edge(m[1])) },
  { pattern: /年底|年末/, read: (_m, today) => read(dateOf(today.year, 12, 31)) },
  {
    pattern: /\b(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+of\s+(this|next|last)\s+month\b/,
    read: (m, today) => ofMonth(monthOn(today, m[2]), Number(m[1])),
  },
  {
    pattern: /\b(?:the\s+)?(end|beginning|start)\s+of\s+(?:(this|next|last)\s+|the\s+)?month\b/,
    read: (m, today) => ofMonth(monthOn(today, m[2]), edge(m[1])),
  },
  {
    pattern: new RegExp(`\\b(?:the\\s+)?(end|beginning|start)\\s+of\\s+${monthWord}`),
    read: (m, today) => edgeOfMonth(today, monthNumber(m[2]), edge(m[1])),
  },
  {
    pattern: new RegExp(`(\\d{1,2}|${han}{1,2})\\s*月\\s*(\\d{1,2}|${han}{1,3})\\s*[日号]?`),
    read: (m, today) => monthAndDay(today, hanNumber(m[1] ?? ''), hanNumber(m[2] ?? '')),
  },
  {
    pattern: new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?${monthWord}(?:\\s*,?\\s+(\\d{4}))?\\b`),
    read: (m, today) => english(today, m[2], m[1], m[3]),
  },
  {
    pattern: new RegExp(`\\b${monthWord}\\s+(\\d{1,2})(?:st|nd|rd|th)?(?:\\s*,?\\s+(\\d{4}))?(?![\\d:])`),
    read: (m, today) => english(today, m[1], m[2], m[3]),
  },
  {
    pattern: /\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/,
    read: (m) => slashedInYear(Number(m[3]), Number(m[1]), Number(m[2])),
  },
  { pattern: /\b(\d{1,2})\/(\d{1,2})\b/, read: (m, today) => slashed(today, Number(m[1]), Number(m[2])) },
  { pattern: /\bday after tomorrow\b/, read: onDay(2) },
  { pattern: /\bday before yesterday\b/, read: onDay(-2) },
  { pattern: /\btomorrow\b/, read: onDay(1) },
  { pattern: /\byesterday\b/, read: onDay(-1) },
  { pattern: /\btoday\b/, read: onDay(0) },
  { pattern: /\btonight\b/, read: onDay(0, 'evening') },
  {
    pattern: /(下下|下|本|这|上上|上)?个?(?:周|星期|礼拜)([一二三四五六日天])/,
    read: (m, today) => weekday(today, hanWeekdays[m[2] ?? ''] ?? 1, m[1]),
  },
  {
    pattern: new RegExp(`\\b(?:(next|this|last|coming)\\s+)?${weekdayWord}\\b`),
    read: (m, today) => weekday(today, weekdays.indexOf(m[2] ?? '') + 1, m[1]),
  },
  {
    pattern: /(大前|前|昨|今|当|明|大后|后)(?:[天日儿](凌晨)?|(?=凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜)|([早晚夜])(?!班))/,
    read: (m, today) => read(today.add({ days: offsets[m[1] ?? ''] ?? 0 }), null, partOf(m[2] ?? m[3] ?? '')),
  },
  {
    pattern: new RegExp(`(?<![\\d:])${hanDay}[日号](?![\\d楼门岗机线院店库桌室馆厅柜口台栋])`),
    read: (m, today) => dayOfMonth(today, hanNumber(m[1] ?? '')),
  },
  {
    pattern: /\b(?:on )?the (\d{1,2})(?:st|nd|rd|th)\b(?! (?:floor|shift|gate|time|half|week|line))/,
    read: (m, today) => dayOfMonth(today, Number(m[1])),
  },
];

/** A stretch from now: `3天后`, `in 2 hours`. */
export interface AheadPattern {
  readonly pattern: RegExp;
  read(match: RegExpExecArray): Temporal.Duration;
}

function ahead(amount: string, unit: string, sign: 1 | -1): Temporal.Duration {
  if (amount === '半') return Temporal.Duration.from({ minutes: 30 * sign });
  const count = (/^an?$/.test(amount) ? 1 : hanNumber(amount)) * sign;
  if (unit === '天' || unit === 'day') return Temporal.Duration.from({ days: count });
  return Temporal.Duration.from(unit === '分钟' || unit.startsWith('min') ? { minutes: count } : { hours: count });
}

export const aheadPatterns: readonly AheadPattern[] = [
  {
    pattern: /(\d+|半|[一二两三四五六七八九十]+)\s*个?半?(小时|钟头|分钟|天)(之?[后前])/,
    read: (m) => ahead(m[1] ?? '1', m[2] ?? '', m[3]?.endsWith('前') === true ? -1 : 1),
  },
  { pattern: /\bin (\d+|an?) (hour|minute|min|day)s?\b/, read: (m) => ahead(m[1] ?? '1', m[2] ?? '', 1) },
  { pattern: /\b(\d+|an?) (hour|minute|min|day)s? ago\b/, read: (m) => ahead(m[1] ?? '1', m[2] ?? '', -1) },
];
