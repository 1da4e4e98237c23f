import { formatDay, formatMonth, withColon } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { Temporal } from '../../core/time.ts';
import type { DayFacts, DayLookup } from '../../policy/policy.ts';
import type { Action, Block, Card, Form, Notice } from '../../view/view.ts';
import type { Desk } from '../people/index.ts';
import { type Calendar, type CalendarEntry, type CalendarProposal, dayKinds } from './calendar.ts';
import { datesOf, isOff, isWorking, missingHolidays, seasonOf, unknownYears, workHoursOn } from './day-facts.ts';
import type { LineProblem } from './import-lines.ts';
import { isPublished } from './public-holidays.ts';
import { kindMark, kindText, problemText, text } from './text.ts';

const mostLines = 10;
const press = (route: string, label: string, args: Readonly<Record<string, string>>, style?: 'primary' | 'danger'): Action => ({
  kind: 'press',
  route,
  args,
  label,
  ...(style === undefined ? {} : { style }),
});
const words = (label: string, typed: string): Action => press('words.run', label, { text: typed });
const both = (zh: (locale: Locale) => string): Words => ({ zh: zh('zh'), en: zh('en') });
const dayWords = (on: string): Words => both((locale) => formatDay(Temporal.PlainDate.from(on), locale));

/** The month of a desk: what is special in it, then every day in weeks. */
export function monthCard(desk: Desk, month: string, days: DayLookup, calendar: Calendar, leads: boolean, locale: Locale): Card {
  const dates = datesOf(month);
  const facts = dates.map(days);
  const title = text.month(
    both((to) => formatMonth(Temporal.PlainYearMonth.from(month), to)),
    desk.name,
  )[locale];
  const years = unknownYears(dates, days);
  const first =
    years.length > 0
      ? text.unknownYear(years.join(locale === 'zh' ? '、' : ', '))[locale]
      : text.counts(facts.filter((day) => isWorking(day.kind)).length, facts.filter((day) => isOff(day.kind)).length)[locale];
  const special = facts.filter(
    (day) => day.kind !== 'unknown' && (day.name !== null || calendar.entries.has(day.on) || day.kind === 'make-up-workday'),
  );
  const step = (months: number): string => Temporal.PlainYearMonth.from(month).add({ months }).toString();
  const blocks: Block[] = [
    years.length > 0 ? { kind: 'findings', findings: [{ level: 'warn', text: first }] } : { kind: 'text', text: first },
  ];
  if (special.length > 0) blocks.push({ kind: 'list', items: special.map((day) => specialLine(day, calendar, locale)) });
  blocks.push(monthGrid(facts, locale), hoursBlock(dates, calendar, locale));
  return {
    kind: 'card',
    symbol: '📋',
    title,
    summary: withColon(title, first, locale),
    blocks,
    actions: [
      press('calendar.month', text.after[locale], { desk: desk.id, month: step(1) }),
      press('calendar.month', text.before[locale], { desk: desk.id, month: step(-1) }),
      ...(leads
        ? [
            press('calendar.set-open', text.setDay[locale], { desk: desk.id, month }),
            press('calendar.import-open', text.import[locale], { desk: desk.id }),
          ]
        : []),
    ],
  };
}

/** `10月1日(周四)国庆节 · 节假日` */
function specialLine(day: DayFacts, calendar: Calendar, locale: Locale): string {
  const date = formatDay(Temporal.PlainDate.from(day.on), locale);
  const name = day.name ?? '';
  const named = name === '' ? date : locale === 'zh' ? `${date}${name}` : `${date} ${name}`;
  return [named, kindText[day.kind][locale], ...(calendar.entries.has(day.on) ? [text.own[locale]] : [])].join(' · ');
}

function monthGrid(facts: readonly DayFacts[], locale: Locale): Block {
  const rows = new Map<number, string[]>();
  for (const day of facts) {
    const date = Temporal.PlainDate.from(day.on);
    const week = date.weekOfYear ?? 0;
    const row = rows.get(week) ?? [text.week(week)[locale], ...Array<string>(7).fill('')];
    row[day.weekday] = [String(date.day), kindMark[day.kind][locale]].filter((part) => part !== '').join(' ');
    rows.set(week, row);
  }
  const heads = locale === 'zh' ? ['一', '二', '三', '四', '五', '六', '日'] : ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  return { kind: 'grid', columns: [text.weekHead[locale], ...heads], rows: [...rows.values()] };
}

function hoursBlock(dates: readonly string[], calendar: Calendar, locale: Locale): Block {
  const seasons = [...new Map(dates.map((on) => [seasonOf(on, calendar.settings), on] as const))];
  const line = seasons.map(([season, on]) => {
    const hours = workHoursOn(on, calendar.settings);
    return `${text.season[season][locale]} ${hours.start}–${hours.end}`;
  });
  return { kind: 'note', text: `${text.hours[locale]}:${line.join(' · ')}` };
}

const scopeField = (desk: Desk, wholeToo: boolean, locale: Locale): Form['fields'] =>
  wholeToo
    ? [
        {
          kind: 'choice',
          name: 'scope',
          label: text.scope[locale],
          required: true,
          initial: 'desk',
          options: [
            { value: 'desk', label: text.scopeDesk(desk.name)[locale] },
            { value: 'all', label: text.scopeAll[locale] },
          ],
        },
      ]
    : [];

/** Lines of days to read. `typed` keeps what was written when some of it cannot be read. */
export function importForm(desk: Desk, wholeToo: boolean, typed: string, locale: Locale): Form {
  return {
    kind: 'form',
    route: 'calendar.import',
    args: { desk: desk.id },
    title: text.import[locale],
    intro: [],
    fields: [
      {
        kind: 'long-text',
        name: 'lines',
        label: text.lines[locale],
        hint: text.linesHint[locale],
        placeholder: text.linesExample[locale],
        required: true,
        maxLength: 3000,
        ...(typed === '' ? {} : { initial: typed }),
      },
      ...scopeField(desk, wholeToo, locale),
    ],
    submit: text.read[locale],
    cancel: text.cancel[locale],
  };
}

/** One day to set. */
export function dayForm(desk: Desk, on: string, wholeToo: boolean, locale: Locale): Form {
  return {
    kind: 'form',
    route: 'calendar.set',
    args: { desk: desk.id },
    title: text.setDay[locale].replace('…', ''),
    intro: [],
    fields: [
      { kind: 'date', name: 'on', label: text.day[locale], required: true, initial: on },
      {
        kind: 'choice',
        name: 'kind',
        label: text.kind[locale],
        required: true,
        options: [
          ...dayKinds.map((kind) => ({ value: kind, label: kindText[kind][locale] })),
          { value: 'clear', label: text.clear[locale] },
        ],
      },
      { kind: 'text', name: 'name', label: text.name[locale], required: false, maxLength: 40 },
      ...scopeField(desk, wholeToo, locale),
    ],
    submit: text.save[locale],
    cancel: text.cancel[locale],
  };
}

/** `第 3 行“2027-02-30 …”:没有这个日期`, at most `mostLines`, then how many more. */
export function problemLines(problems: readonly LineProblem[], locale: Locale): string[] {
  const lines = problems
    .slice(0, mostLines)
    .map(({ line, text: what, code }) => text.problemLine(line, what.slice(0, 40), problemText[code])[locale]);
  return problems.length > mostLines ? [...lines, text.more(problems.length - mostLines)[locale]] : lines;
}

export function problemsNotice(problems: readonly LineProblem[], locale: Locale): Notice {
  return {
    kind: 'notice',
    tone: 'error',
    title: text.problems(problems.length)[locale],
    blocks: [{ kind: 'list', items: problemLines(problems, locale) }],
    actions: [],
  };
}

/** What was understood, before it is saved. */
export function previewCard(id: string, desk: Desk, proposal: CalendarProposal, calendar: Calendar, locale: Locale): Card {
  const { entries } = proposal;
  const after = new Map([...calendar.entries, ...entries.map((entry) => [entry.on, entry] as const)]);
  const years = [...new Set(entries.map((entry) => Number(entry.on.slice(0, 4))))];
  const notes = years.filter((year) => !isPublished(year)).map((year) => yearNote(year, after, locale));
  const lines = runs(entries).map(({ from, until, entry }) => {
    const first = formatDay(Temporal.PlainDate.from(from), locale);
    const stretch = from === until ? first : `${first} – ${formatDay(Temporal.PlainDate.from(until), locale)}`;
    return [`${from.slice(0, 4)} ${stretch}`, kindText[entry.kind][locale], ...(entry.name === null ? [] : [entry.name])].join(' · ');
  });
  const shown = lines.length > mostLines * 2 ? [...lines.slice(0, mostLines * 2), text.more(lines.length - mostLines * 2)[locale]] : lines;
  const first = text.understood(entries.length)[locale];
  return {
    kind: 'card',
    symbol: '📋',
    title: text.previewTitle[locale],
    state: { word: text.waiting[locale], tone: 'grey' },
    summary: withColon(text.previewTitle[locale], first, locale),
    blocks: [
      { kind: 'text', text: first },
      { kind: 'list', items: shown },
      ...notes.map((note): Block => ({ kind: 'note', text: note })),
      { kind: 'note', text: proposal.desk === null ? text.scopeAll[locale] : text.scopeDesk(desk.name)[locale] },
    ],
    actions: [
      press('calendar.import-save', text.save[locale], { id }, 'primary'),
      press('calendar.import-drop', text.cancel[locale], { id }),
    ],
  };
}

function yearNote(year: number, entries: ReadonlyMap<string, CalendarEntry>, locale: Locale): string {
  const missing = missingHolidays(year, entries);
  if (missing.length === 0) return text.yearKnown(String(year))[locale];
  return text.yearLacks(
    String(year),
    missing.map((on) => formatDay(Temporal.PlainDate.from(on), locale)).join(locale === 'zh' ? '、' : ', '),
  )[locale];
}

/** Days of one kind and name that follow each other, as one stretch. */
export function runs(entries: readonly CalendarEntry[]): { from: string; until: string; entry: CalendarEntry }[] {
  const found: { from: string; until: string; entry: CalendarEntry }[] = [];
  for (const entry of entries) {
    const last = found.at(-1);
    const follows = last !== undefined && Temporal.PlainDate.from(last.until).add({ days: 1 }).toString() === entry.on;
    if (last !== undefined && follows && last.entry.kind === entry.kind && last.entry.name === entry.name) last.until = entry.on;
    else found.push({ from: entry.on, until: entry.on, entry });
  }
  return found;
}

const notice = (tone: Notice['tone'], title: Words, body: Words | null, actions: readonly Action[], locale: Locale): Notice => ({
  kind: 'notice',
  tone,
  title: title[locale],
  blocks: body === null ? [] : [{ kind: 'text', text: body[locale] }],
  actions,
});

const showCalendar = (month: string | null, locale: Locale): Action =>
  words(text.show[locale], month === null ? 'calendar' : `calendar ${month}`);

export const notices = {
  noDesk: (locale: Locale): Notice => notice('warn', text.noDesk, text.askLead, [], locale),
  whichDesk: (desks: readonly Desk[], month: string, locale: Locale): Notice =>
    notice(
      'info',
      text.whichDesk,
      null,
      desks.map((desk) => press('calendar.month', desk.name[locale], { desk: desk.id, month })),
      locale,
    ),
  badMonth: (word: string, locale: Locale): Notice =>
    notice('warn', text.badMonth(word), text.badMonthHelp, [showCalendar(null, locale)], locale),
  notLead: (desk: Desk, locale: Locale): Notice => notice('warn', text.notLead, text.notLeadHelp(desk.name), [], locale),
  nothing: (locale: Locale): Notice => notice('error', text.nothing, text.linesHint, [], locale),
  encoding: (locale: Locale): Notice => notice('error', text.encoding, null, [], locale),
  gone: (locale: Locale): Notice => notice('info', text.gone, null, [showCalendar(null, locale)], locale),
  saved: (days: number, month: string | null, locale: Locale): Notice =>
    notice('ok', text.saved(days), text.savedHelp, [showCalendar(month, locale)], locale),
  dropped: (locale: Locale): Notice => notice('info', text.dropped, null, [], locale),
  day: (on: string, kind: DayFacts['kind'], cleared: boolean, locale: Locale): Notice =>
    notice(
      'ok',
      (cleared ? text.dayCleared : text.dayNow)(dayWords(on), kindText[kind]),
      text.savedHelp,
      [showCalendar(on.slice(0, 7), locale)],
      locale,
    ),
};
