import { dayPatterns } from '../../core/day-words.ts';
import { Temporal } from '../../core/time.ts';

/** Days of a report, first and last included, and what was not about time. `from` null: everything. */
export interface Stretch {
  readonly from: Temporal.PlainDate | null;
  readonly until: Temporal.PlainDate;
  readonly rest: string;
  /** Words for a day the calendar does not have. */
  readonly bad: string | null;
}

const defaultDays = 7;

const words: readonly (readonly [RegExp, (today: Temporal.PlainDate) => readonly [Temporal.PlainDate | null, Temporal.PlainDate]])[] = [
  [/全部|所有|\b(?:all|ever)\b/iu, (today) => [null, today]],
  [/本周|这周|\bthis week\b/iu, (today) => [monday(today), today]],
  [/上周|\blast week\b/iu, (today) => [monday(today).subtract({ days: 7 }), monday(today).subtract({ days: 1 })]],
  [/本月|这个月|\bthis month\b/iu, (today) => [today.with({ day: 1 }), today]],
  [/上个?月|\blast month\b/iu, (today) => lastMonth(today)],
  [/本年|今年|\bthis year\b/iu, (today) => [today.with({ month: 1, day: 1 }), today]],
];

const monday = (day: Temporal.PlainDate): Temporal.PlainDate => day.subtract({ days: day.dayOfWeek - 1 });

function lastMonth(today: Temporal.PlainDate): readonly [Temporal.PlainDate, Temporal.PlainDate] {
  const first = today.with({ day: 1 }).subtract({ months: 1 });
  return [first, first.with({ day: first.daysInMonth })];
}

/** Reads the time of a question (`上周`, `本月`, `12月3日`, `Thu 26 Nov`, `2026-11`, `2026-12-01 2026-12-03`); none: the last seven days. */
export function stretchIn(text: string, today: Temporal.PlainDate): Stretch {
  const said = text.normalize('NFKC').replace(/\s+/gu, ' ').trim();
  for (const [pattern, read] of words) {
    const match = pattern.exec(said);
    if (match === null) continue;
    const [from, until] = read(today);
    return { from, until, rest: without(said, match), bad: null };
  }
  const month = /(?<!\d)(\d{4})[-年/](1[0-2]|0?[1-9])月?(?![-\d/])/u.exec(said);
  if (month !== null) {
    const first = Temporal.PlainDate.from({ year: Number(month[1]), month: Number(month[2]), day: 1 });
    return { from: first, until: first.with({ day: first.daysInMonth }), rest: without(said, month), bad: null };
  }
  const days: Temporal.PlainDate[] = [];
  let rest = said;
  let bad: string | null = null;
  for (let found = dayIn(rest, today); found !== null && days.length < 2; found = dayIn(rest, today)) {
    rest = found.rest;
    if (found.date === null) bad = found.word;
    else days.push(found.date);
  }
  const [first, second] = days.sort(Temporal.PlainDate.compare);
  if (first === undefined) return { from: today.subtract({ days: defaultDays - 1 }), until: today, rest, bad };
  return { from: first, until: second ?? first, rest: rest.replace(/^[-–到至\s]+|(?<=\s)[-–到至](?=\s|$)/gu, '').trim(), bad };
}

interface FoundDay {
  readonly date: Temporal.PlainDate | null;
  readonly word: string;
  readonly rest: string;
}

/** The first day in the text, with its weekday and the little word before it: `on Thu 26 Nov`, `11月26日(周四)`. */
function dayIn(text: string, today: Temporal.PlainDate): FoundDay | null {
  // The patterns are in lower case; only these letters, so that every index stays.
  const lower = text.replace(/[A-Z]/gu, (letter) => letter.toLowerCase());
  const named = firstDay(lower, today, 0);
  if (named === null) return null;
  const dated = named.weekday ? firstDay(lower, today, named.until) : named;
  const day = dated !== null && !dated.weekday && /^[\s,.(]*$/u.test(lower.slice(named.until, dated.from)) ? dated : named;
  const beside = day.weekday ? null : firstDay(lower, today, day.until);
  const between = beside === null ? '' : lower.slice(day.until, beside.from);
  const says =
    beside?.weekday === true &&
    (/^\s*\($/u.test(between) || (/^[\s,]*$/u.test(between) && beside.date !== null && beside.date.dayOfWeek === day.date?.dayOfWeek));
  const before = /\b(?:on|from|since|to|until|till)\s+$/u.exec(lower.slice(0, named.from));
  const start = before?.index ?? named.from;
  const end = says ? beside.until : day.until;
  const closes = /^\s*\)/u.exec(lower.slice(end))?.[0].length ?? 0;
  const word = text.slice(day.from, day.until).trim();
  return { date: day.date, word, rest: cut(text, start, /\(/u.test(lower.slice(start, end)) ? end + closes : end) };
}

interface DayAt {
  readonly from: number;
  readonly until: number;
  readonly date: Temporal.PlainDate | null;
  /** A day of the week and nothing else. */
  readonly weekday: boolean;
}

function firstDay(lower: string, today: Temporal.PlainDate, after: number): DayAt | null {
  let best: DayAt | null = null;
  for (const { pattern, read } of dayPatterns) {
    const match = pattern.exec(lower.slice(after));
    if (match === null || (best !== null && after + match.index >= best.from)) continue;
    const found = read(match, today);
    const from = after + match.index;
    best = { from, until: from + match[0].length, date: found?.date ?? null, weekday: found?.unsaid === 'week' };
  }
  return best;
}

const cut = (text: string, from: number, until: number): string =>
  `${text.slice(0, from)} ${text.slice(until)}`.replace(/\s+/gu, ' ').trim();

const without = (text: string, match: RegExpExecArray): string => cut(text, match.index, match.index + match[0].length);
