import { formatDay, formatHours, formatMinutes, formatTime, inBrackets } from '../../../core/format.ts';
import type { Locale, Words } from '../../../core/locale.ts';
import { type Instant, Temporal, type Zone } from '../../../core/time.ts';
import type { Citation } from '../../../policy/policy.ts';
import type { Action, Block, Card, Fact, FindingLine, Notice } from '../../../view/view.ts';
import type { AttendanceFact } from '../month/facts.ts';
import type { HoursSplit } from '../month/hours.ts';
import { type PersonSum, pageOf } from './content.ts';
import { listText as text } from './text.ts';

export const press = (route: string, label: string, args: Readonly<Record<string, string>> = {}, style?: 'primary' | 'danger'): Action => ({
  kind: 'press',
  route,
  args,
  label,
  ...(style === undefined ? {} : { style }),
});
const typed = (label: string, said: string): Action => press('words.run', label, { text: said });

export const dayWords = (on: string): Words => {
  const day = Temporal.PlainDate.from(on);
  return { zh: formatDay(day, 'zh'), en: formatDay(day, 'en') };
};

export const minutesWords = (minutes: number): Words => ({ zh: formatMinutes(minutes, 'zh'), en: formatMinutes(minutes, 'en') });
const orNone = (minutes: number): Words => (minutes === 0 ? text.none : minutesWords(minutes));

/** Something of somebody that is still missing. */
export interface Gap {
  readonly who: Words;
  readonly what: Words;
}

/** A list as it is shown: a table with what is still missing under it. */
export interface ListContent {
  readonly title: Words;
  readonly range: { readonly from: string; readonly until: string } | null;
  readonly columns: readonly Words[];
  readonly rows: readonly (readonly Words[])[];
  readonly gaps: readonly Gap[];
  readonly cites: readonly Citation[];
}

export const sumColumns: readonly Words[] = (
  ['person', 'hours', 'night', 'weekend', 'holiday', 'late', 'early', 'missed', 'absent'] as const
).map((column) => text.columns[column]);

export const sumRow = ({ name, hours, late, early, missed, absent }: PersonSum): readonly Words[] => [
  name,
  orNone(hours.minutes),
  orNone(hours.night),
  orNone(hours.weekend),
  orNone(hours.holiday),
  late.count === 0 ? text.none : text.count(late.count, minutesWords(late.minutes)),
  early.count === 0 ? text.none : text.count(early.count, minutesWords(early.minutes)),
  missed.count === 0 ? text.none : text.missedCount(missed.count, missed.unconfirmed),
  absent === 0 ? text.none : text.days(absent),
];

/** The rules behind a list, each with title, section and rule id. */
const citationBlocks = (cites: readonly Citation[], locale: Locale): Block[] => {
  const findings = cites.map(
    (cite): FindingLine => ({
      level: 'info',
      text: cite.words[locale],
      ...(cite.preset === null ? {} : { source: `${cite.title[locale]} ${cite.section[locale]} · ${cite.rule}` }),
    }),
  );
  return findings.length === 0 ? [] : [{ kind: 'findings', findings }];
};

/** Rows of a page, and gaps listed under the first. */
const rowsOfPage = 15;
const mostGaps = 12;

/** A page of a list. `turn`: the press that shows another page. */
export function listCard(
  list: ListContent,
  page: number,
  turn: (page: number) => Readonly<Record<string, string>>,
  locale: Locale,
  more: readonly Action[] = [],
): Card {
  const shown = pageOf(list.rows, page, rowsOfPage);
  const { range } = list;
  const blocks: Block[] = range === null ? [] : [{ kind: 'text', text: text.range(dayWords(range.from), dayWords(range.until))[locale] }];
  if (shown.rows.length === 0) blocks.push({ kind: 'text', text: text.empty[locale] });
  else
    blocks.push({
      kind: 'grid',
      columns: list.columns.map((column) => column[locale]),
      rows: withoutRepeats(list.columns, shown.rows).map((row) => row.map((cell) => cell[locale])),
    });
  if (shown.pages > 1) blocks.push({ kind: 'note', text: text.page(shown.page + 1, shown.pages)[locale] });
  blocks.push(...gapBlocks(list.gaps, locale), ...citationBlocks(list.cites, locale));
  const turns = [
    ...(shown.page > 0 ? [press('attendance.list', text.previous[locale], turn(shown.page - 1))] : []),
    ...(shown.page + 1 < shown.pages ? [press('attendance.list', text.next[locale], turn(shown.page + 1), 'primary')] : []),
  ];
  return { kind: 'card', symbol: '📋', title: list.title[locale], summary: list.title[locale], blocks, actions: [...turns, ...more] };
}

/** Rows of one person after the other name them once. */
function withoutRepeats(columns: readonly Words[], rows: readonly (readonly Words[])[]): readonly (readonly Words[])[] {
  if (columns[0] !== text.columns.person) return rows;
  return rows.map((row, at) => (at > 0 && row[0]?.zh === rows[at - 1]?.[0]?.zh ? row.with(0, text.same) : row));
}

/** What is missing of each, in one line. */
function linesOf(gaps: readonly Gap[], locale: Locale): string[] {
  const byPerson = new Map<string, string[]>();
  for (const { who, what } of gaps) byPerson.set(who[locale], [...(byPerson.get(who[locale]) ?? []), what[locale]]);
  return [...byPerson].map(([who, all]) => (locale === 'zh' ? `${who} ${all.join(';')}` : `${who}: ${all.join('; ')}`));
}

function gapBlocks(gaps: readonly Gap[], locale: Locale): Block[] {
  if (gaps.length === 0) return [{ kind: 'note', text: text.nothingOpen[locale] }];
  const lines = linesOf(gaps, locale);
  const items = lines.slice(0, mostGaps);
  const hidden = lines.length - items.length;
  return [
    { kind: 'heading', text: text.gaps[locale] },
    { kind: 'list', items: hidden > 0 ? [...items, locale === 'zh' ? `另有 ${hidden} 人` : `${hidden} more`] : items },
  ];
}

/** A day before it is due, to whoever hands it in. */
export function soonCard(list: ListContent, what: Words, moment: Words, locale: Locale): Card {
  const title = text.soon(what, moment)[locale];
  return {
    kind: 'card',
    symbol: '⏰',
    title,
    summary: title,
    blocks: [...gapBlocks(list.gaps, locale), { kind: 'note', text: text.soonWhy[locale] }, ...citationBlocks(list.cites, locale)],
    actions: [],
  };
}

/** `12月3日(周四)晚班 迟到 12 分钟` */
export function factText(fact: AttendanceFact, shift: Words | null): Words {
  const day = dayWords(fact.on);
  const much = fact.minutes === 0 ? { zh: '', en: '' } : minutesWords(fact.minutes);
  const state = fact.confirmedBy === null ? null : text.confirmed;
  const line = (locale: Locale): string => {
    const when = locale === 'zh' ? `${day.zh}${shift?.zh ?? ''}` : `${day.en}${shift === null ? '' : ` ${shift.en}`}`;
    const what = `${when} ${text.codes[fact.code][locale]} ${much[locale]}`.trim();
    return state === null ? what : inBrackets(what, state[locale], locale);
  };
  return { zh: line('zh'), en: line('en') };
}

/** One person's own sheet. */
export interface Sheet {
  readonly title: Words;
  readonly hours: HoursSplit;
  readonly facts: readonly { readonly fact: AttendanceFact; readonly shift: Words | null }[];
  readonly intro: Words | null;
  /** Duties that earn an allowance; null or left out: none. */
  readonly allowance?: Words | null;
  readonly cites: readonly Citation[];
}

const mostFacts = 20;

export function sheetCard(sheet: Sheet, locale: Locale, actions: readonly Action[]): Card {
  const { hours } = sheet;
  const facts: Fact[] = [{ label: text.worked[locale], value: formatMinutes(hours.minutes, locale) }];
  const add = (label: Words, minutes: number): void => {
    if (minutes > 0) facts.push({ label: label[locale], value: formatMinutes(minutes, locale) });
  };
  add(text.columns.night, hours.night);
  add(text.columns.weekend, hours.weekend);
  add(text.columns.holiday, hours.holiday);
  add(text.beyond, hours.beyond);
  add(text.unknown, hours.unknown);
  if (sheet.allowance != null) facts.push({ label: text.columns.allowance[locale], value: sheet.allowance[locale] });
  const lines = sheet.facts.slice(-mostFacts).map(({ fact, shift }) => factText(fact, shift)[locale]);
  const hidden = sheet.facts.length - lines.length;
  return {
    kind: 'card',
    symbol: '🕗',
    title: sheet.title[locale],
    summary: sheet.title[locale],
    blocks: [
      ...(sheet.intro === null ? [] : [{ kind: 'text' as const, text: sheet.intro[locale] }]),
      { kind: 'facts', facts },
      ...(lines.length === 0
        ? [{ kind: 'text' as const, text: text.noExceptions[locale] }]
        : [
            { kind: 'heading' as const, text: text.exceptions[locale] },
            { kind: 'list' as const, items: hidden > 0 ? [locale === 'zh' ? `另有 ${hidden} 条` : `${hidden} more`, ...lines] : lines },
          ]),
      ...citationBlocks(sheet.cites, locale),
    ],
    actions,
  };
}

export const correctAction = (locale: Locale): Action => typed(text.correct[locale], 'correction');
export const mineAction = (locale: Locale): Action => typed(text.mine[locale], 'my attendance');

export const plainNotice = (
  tone: Notice['tone'],
  title: Words,
  why: Words | null,
  locale: Locale,
  actions: readonly Action[] = [],
): Notice => ({
  kind: 'notice',
  tone,
  title: title[locale],
  blocks: why === null ? [] : [{ kind: 'text', text: why[locale] }],
  actions,
});

/** Somebody who is inspected, with their duties and punches of the day. */
export interface Inspected {
  readonly name: Words;
  readonly duties: readonly { readonly startsAt: Instant; readonly endsAt: Instant }[];
  readonly punches: readonly { readonly kind: 'in' | 'out'; readonly at: Instant }[];
}

export interface Suspicious {
  readonly name: Words;
  readonly at: Instant;
  readonly kind: 'in' | 'out';
  readonly why: 'onLeave' | 'farOff';
}

/** Who was drawn, what the roster and the clock say of them, and punches that look wrong. */
export function inspectCard(
  given: {
    readonly title: Words;
    readonly desk: string;
    readonly zone: Zone;
    readonly drawn: readonly Inspected[];
    readonly suspicious: readonly Suspicious[];
    readonly cites: readonly Citation[];
  },
  locale: Locale,
): Card {
  const { zone } = given;
  const line = (one: Inspected): string => {
    const duty = one.duties.map((each) => text.inspect.onDuty(formatHours(each.startsAt, each.endsAt, zone, locale))[locale]).join(' · ');
    const punches = one.punches.map((punch) => `${text.inspect.kinds[punch.kind][locale]} ${formatTime(punch.at, zone)}`).join(' · ');
    return `${one.name[locale]} — ${duty === '' ? text.inspect.noDuty[locale] : duty} — ${punches === '' ? text.inspect.noPunch[locale] : punches}`;
  };
  const odd = given.suspicious.map((one) => {
    const day = formatDay(one.at.toZonedDateTimeISO(zone).toPlainDate(), locale);
    return `${one.name[locale]} ${day} ${formatTime(one.at, zone)} ${text.inspect.kinds[one.kind][locale]}: ${text.inspect[one.why][locale]}`;
  });
  return {
    kind: 'card',
    symbol: '📋',
    title: given.title[locale],
    summary: given.title[locale],
    blocks: [
      ...(given.drawn.length === 0
        ? []
        : [
            { kind: 'text' as const, text: text.inspect.intro[locale] },
            { kind: 'list' as const, items: given.drawn.map(line) },
          ]),
      ...(odd.length === 0
        ? [{ kind: 'note' as const, text: text.inspect.nothing[locale] }]
        : [
            { kind: 'heading' as const, text: text.inspect.suspicious[locale] },
            { kind: 'list' as const, items: odd },
          ]),
      ...citationBlocks(given.cites, locale),
    ],
    actions: [press('attendance.proxy', text.inspect.mark[locale], { desk: given.desk })],
  };
}
