import { ok, type Result, refuse } from '../../core/result.ts';
import { Temporal } from '../../core/time.ts';
import { hanNumber } from '../calendar/index.ts';

/** What a person meant by words of time. `rest` is what was not about time: the desk, the shift. */
export interface When {
  /** `day`: a date without an hour; then `at` is its first moment. `now`: nothing was said about time. */
  readonly kind: 'now' | 'moment' | 'day';
  readonly at: Temporal.ZonedDateTime;
  readonly rest: string;
}

export type WhenRefusal = { readonly code: 'roster.noSuchDate'; readonly text: string };

/** Mutable state of one reading: what was found so far, and the text that is left. */
interface Reading {
  text: string;
  date: Temporal.PlainDate | null;
  hour: number | null;
  minute: number;
  part: Part | null;
  shift: Temporal.Duration | null;
  bad: string | null;
}

type Part = 'before-dawn' | 'morning' | 'noon' | 'afternoon' | 'evening' | 'night' | 'midnight';

/** The hour a part of the day stands for when none is said. */
const partHours: Readonly<Record<Part, number>> = {
  'before-dawn': 3,
  morning: 8,
  noon: 12,
  afternoon: 15,
  evening: 20,
  night: 22,
  midnight: 24,
};

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthWord = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';
const weekdayWord = '(mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday|rs|s)?';
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const hanWeekdays: Readonly<Record<string, number>> = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 日: 7, 天: 7 };
const han = '[零〇一二两三四五六七八九十]';

type Take = (match: RegExpExecArray, state: Reading, today: Temporal.PlainDate) => void;

function setDate(state: Reading, text: string, year: number, month: number, day: number): void {
  try {
    state.date = Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    state.bad = text.trim();
  }
}

/** Month and day without a year mean the date nearest to today. */
function setNearest(state: Reading, text: string, today: Temporal.PlainDate, month: number, day: number): void {
  const years = [today.year - 1, today.year, today.year + 1];
  const found = years.flatMap((year) => {
    const candidate: Reading = { ...state, date: null, bad: null };
    setDate(candidate, text, year, month, day);
    return candidate.date === null ? [] : [candidate.date];
  });
  const distance = (date: Temporal.PlainDate): number => Math.abs(today.until(date, { largestUnit: 'days' }).days);
  const [best] = found.sort((a, b) => distance(a) - distance(b));
  if (best === undefined) state.bad = text.trim();
  else state.date = best;
}

/** A day of the month alone means this month's, or next month's once it is over. */
function setDayOfMonth(state: Reading, text: string, today: Temporal.PlainDate, day: number): void {
  const month = day < today.day ? today.toPlainYearMonth().add({ months: 1 }) : today.toPlainYearMonth();
  setDate(state, text, month.year, month.month, day);
}

/** Weekdays without a word mean the coming one, today included; 本周 and `this` the one of this week, 下周 and `next` of the next. */
function setWeekday(state: Reading, today: Temporal.PlainDate, weekday: number, weeks: number | null): void {
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  state.date = weeks === null ? today.add({ days: (weekday - today.dayOfWeek + 7) % 7 }) : monday.add({ days: weekday - 1, weeks });
}

function setTime(state: Reading, text: string, hour: number, minute: number, half: string | undefined): void {
  const full = half === 'pm' && hour < 12 ? hour + 12 : half === 'am' && hour === 12 ? 0 : hour;
  if (full > 24 || minute > 59 || (full === 24 && minute > 0)) state.bad = text.trim();
  state.hour = full;
  state.minute = minute;
}

const hanWeeks: Readonly<Record<string, number>> = { 上: -1, 本: 0, 这: 0, 下: 1, 下下: 2 };
const englishWeeks: Readonly<Record<string, number>> = { last: -1, this: 0, next: 1 };
const hanParts: Readonly<Record<string, Part>> = {
  凌晨: 'before-dawn',
  清晨: 'morning',
  早上: 'morning',
  早晨: 'morning',
  上午: 'morning',
  早: 'morning',
  中午: 'noon',
  下午: 'afternoon',
  午后: 'afternoon',
  傍晚: 'evening',
  晚上: 'evening',
  晚: 'evening',
  夜里: 'night',
  夜间: 'night',
  夜: 'night',
  半夜: 'midnight',
  午夜: 'midnight',
};
const englishParts: Readonly<Record<string, Part>> = {
  morning: 'morning',
  noon: 'noon',
  midday: 'noon',
  afternoon: 'afternoon',
  evening: 'evening',
  night: 'night',
  midnight: 'midnight',
};
const offsets: Readonly<Record<string, number>> = { 大前: -3, 前: -2, 昨: -1, 今: 0, 当: 0, 明: 1, 后: 2, 大后: 3 };

function part(state: Reading, found: Part | undefined): void {
  if (found !== undefined) state.part = found;
}

const onDay =
  (days: number): Take =>
  (_match, state, today) => {
    state.date = today.add({ days });
  };

function shiftBy(state: Reading, by: Temporal.Duration): void {
  state.shift = by;
}

/** Words that are taken out and mean what nothing means. */
const nothing: Take = () => {};

/** The grammar, most specific first; each entry takes its words out of the text. */
const grammar: readonly (readonly [RegExp, Take])[] = [
  [/现在|此刻|目前|当前|\b(?:right )?now\b/, nothing],
  [
    /(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?/,
    (m, state) => setDate(state, m[0], Number(m[1]), Number(m[2]), Number(m[3])),
  ],
  [
    new RegExp(`(\\d{1,2}|${han}{1,2})\\s*月\\s*(\\d{1,2}|${han}{1,3})\\s*[日号]?`),
    (m, state, today) => setNearest(state, m[0], today, hanNumber(m[1] ?? ''), hanNumber(m[2] ?? '')),
  ],
  [
    new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?${monthWord}(?:\\s*,?\\s+(\\d{4}))?\\b`),
    (m, state, today) => englishDate(state, m[0], today, m[2], m[1], m[3]),
  ],
  [
    new RegExp(`\\b${monthWord}\\s+(\\d{1,2})(?:st|nd|rd|th)?(?:\\s*,?\\s+(\\d{4}))?(?![\\d:])`),
    (m, state, today) => englishDate(state, m[0], today, m[1], m[2], m[3]),
  ],
  [/\b(\d{1,2})\/(\d{1,2})\b/, (m, state, today) => setNearest(state, m[0], today, Number(m[1]), Number(m[2]))],
  [/(\d+|半|[一二两三四五六七八九十]+)\s*个?半?(小时|钟头|分钟|天)(之?[后前])/, (m, state) => shiftBy(state, hanShift(m[1], m[2], m[3]))],
  [/\bin (\d+|an?) (hour|minute|min|day)s?\b/, (m, state) => shiftBy(state, englishShift(m[1], m[2], 1))],
  [/\b(\d+|an?) (hour|minute|min|day)s? ago\b/, (m, state) => shiftBy(state, englishShift(m[1], m[2], -1))],
  [/\bday after tomorrow\b/, onDay(2)],
  [/\bday before yesterday\b/, onDay(-2)],
  [/\btomorrow\b/, onDay(1)],
  [/\byesterday\b/, onDay(-1)],
  [/\btoday\b/, onDay(0)],
  [
    /\btonight\b/,
    (_m, state, today) => {
      state.date = today;
      state.part = 'evening';
    },
  ],
  [
    /(下下|下|本|这|上)?个?(?:周|星期|礼拜)([一二三四五六日天])/,
    (m, state, today) => setWeekday(state, today, hanWeekdays[m[2] ?? ''] ?? 1, m[1] === undefined ? null : (hanWeeks[m[1]] ?? 0)),
  ],
  [
    new RegExp(`\\b(?:(next|this|last)\\s+)?${weekdayWord}\\b`),
    (m, state, today) => setWeekday(state, today, weekdays.indexOf(m[2] ?? '') + 1, m[1] === undefined ? null : (englishWeeks[m[1]] ?? 0)),
  ],
  [
    /(大前|前|昨|今|当|明|大后|后)(?:[天日](凌晨)?|(?=凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜)|([早晚夜])(?!班))/,
    (m, state, today) => {
      state.date = today.add({ days: offsets[m[1] ?? ''] ?? 0 });
      part(state, hanParts[m[2] ?? m[3] ?? '']);
    },
  ],
  [
    /(?<![\d:])(\d{1,2}|[一二三][一二三四五六七八九十]?|[四五六七八九]|二?十[一二三四五六七八九]?)[日号](?!\d)/,
    (m, state, today) => setDayOfMonth(state, m[0], today, hanNumber(m[1] ?? '')),
  ],
  [/凌晨|清晨|早上|早晨|上午|中午|下午|午后|傍晚|晚上|夜里|夜间|半夜|午夜/, (m, state) => part(state, hanParts[m[0]])],
  [
    /(?:\b(?:in the|at)\s+)?\b(morning|noon|midday|afternoon|evening|night|midnight)\b/,
    (m, state) => part(state, englishParts[m[1] ?? '']),
  ],
  [/(?:\bat\s+)?(\d{1,2}):(\d{2})\s*(am|pm)?/, (m, state) => setTime(state, m[0], Number(m[1]), Number(m[2]), m[3])],
  [/(?:\bat\s+)?\b(\d{1,2})\s*(am|pm)\b/, (m, state) => setTime(state, m[0], Number(m[1]), 0, m[2])],
  [
    new RegExp(`(\\d{1,2}|${han}{1,3})\\s*[点时]\\s*(?:(半|一刻|三刻|整)|(\\d{1,2}|${han}{1,3})分?)?`),
    (m, state) =>
      setTime(state, m[0], hanNumber(m[1] ?? ''), m[2] === undefined ? hanNumber(m[3] ?? '0') : (quarters[m[2]] ?? 0), undefined),
  ],
];

const quarters: Readonly<Record<string, number>> = { 整: 0, 半: 30, 一刻: 15, 三刻: 45 };

function englishDate(state: Reading, text: string, today: Temporal.PlainDate, month = '', day = '', year?: string): void {
  const number = months.indexOf(month) + 1;
  if (year === undefined) setNearest(state, text, today, number, Number(day));
  else setDate(state, text, Number(year), number, Number(day));
}

function hanShift(amount = '1', unit = '', direction = ''): Temporal.Duration {
  const sign = direction.endsWith('前') ? -1 : 1;
  if (amount === '半') return Temporal.Duration.from({ minutes: 30 * sign });
  const count = hanNumber(amount) * sign;
  return Temporal.Duration.from(unit === '天' ? { days: count } : unit === '分钟' ? { minutes: count } : { hours: count });
}

function englishShift(amount = '1', unit = '', sign: 1 | -1): Temporal.Duration {
  const count = (amount.startsWith('a') ? 1 : Number(amount)) * sign;
  return Temporal.Duration.from(unit === 'day' ? { days: count } : unit === 'hour' ? { hours: count } : { minutes: count });
}

/**
 * Reads words of time in Chinese and English (`明天晚上`, `12月3日 20:00`, `下周一`, `tomorrow 9pm`, `next Monday`, `3 Dec`). Nothing about
 * time: now. A wall time that the clock change skips moves forward, one that happens twice is the first. Refused: a date that is none.
 */
export function parseWhen(text: string, now: Temporal.ZonedDateTime): Result<When, WhenRefusal> {
  const today = now.toPlainDate();
  const state: Reading = {
    text: text.normalize('NFKC').toLowerCase(),
    date: null,
    hour: null,
    minute: 0,
    part: null,
    shift: null,
    bad: null,
  };
  for (const [pattern, take] of grammar) {
    const match = pattern.exec(state.text);
    if (match === null) continue;
    state.text = `${state.text.slice(0, match.index)} ${state.text.slice(match.index + match[0].length)}`;
    take(match, state, today);
  }
  if (state.bad !== null) return refuse({ code: 'roster.noSuchDate', text: state.bad });
  const rest = state.text
    .replace(/[\s,，、。.?？的]+/gu, ' ')
    .replace(/^(?:on|at|for) | (?:on|at|for)$/g, '')
    .trim();
  return ok({ ...moment(state, now), rest });
}

function moment(state: Reading, now: Temporal.ZonedDateTime): Pick<When, 'kind' | 'at'> {
  if (state.shift !== null) return { kind: 'moment', at: now.add(state.shift) };
  const today = now.toPlainDate();
  const date = state.date ?? today;
  const wall = (day: Temporal.PlainDate, hour: number, minute: number): Temporal.ZonedDateTime =>
    day.add({ days: Math.floor(hour / 24) }).toZonedDateTime({ timeZone: now.timeZoneId, plainTime: { hour: hour % 24, minute } });
  if (state.hour !== null) return { kind: 'moment', at: wall(date, hourOf(state.hour, state.part), state.minute) };
  if (state.part !== null) {
    const at = wall(date, partHours[state.part], 0);
    // 今晚 said at nine in the evening means now, not an hour ago.
    const isNow =
      date.equals(today) &&
      Temporal.ZonedDateTime.compare(at, now) < 0 &&
      now.hour >= partHours[state.part] &&
      now.hour < partHours[state.part] + 4;
    return { kind: 'moment', at: isNow ? now : at };
  }
  if (state.date !== null) return { kind: 'day', at: date.toZonedDateTime(now.timeZoneId) };
  return { kind: 'now', at: now };
}

/** Twelve-hour words: 下午三点 is 15, 晚上十二点 is 24, 凌晨十二点 is 0. */
function hourOf(hour: number, part: Part | null): number {
  switch (part) {
    case null:
    case 'morning':
      return hour;
    case 'before-dawn':
      return hour === 12 ? 0 : hour;
    case 'noon':
      return hour < 6 ? hour + 12 : hour;
    case 'afternoon':
      return hour < 12 ? hour + 12 : hour;
    case 'evening':
      return hour <= 12 ? hour + 12 : hour;
    case 'night':
    case 'midnight':
      return hour === 12 ? 24 : hour >= 6 && hour < 12 ? hour + 12 : hour;
  }
}
