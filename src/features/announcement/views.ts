import { formatDay, formatHours, formatMinutes, formatTime, withColon } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { type Instant, Temporal, type Zone } from '../../core/time.ts';
import type { Block, Card, Fact } from '../../view/view.ts';
import type { Board, Present } from '../attendance/index.ts';
import { announcementText as text } from './text.ts';

const dayWords = (day: Temporal.PlainDate): Words => ({ zh: formatDay(day, 'zh'), en: formatDay(day, 'en') });

const names = (board: Board, locale: Locale): string =>
  board.people.length === 0 ? text.nobody[locale] : board.people.map((person) => person.name[locale]).join(' · ');

/** When it was due and when it went out, where the two differ enough to say so. */
export interface Lateness {
  readonly dueAt: Instant;
  readonly sentAt: Instant;
}

const lateBlocks = (late: Lateness | null, zone: Zone, locale: Locale): Block[] =>
  late === null ? [] : [{ kind: 'note', text: text.late(formatTime(late.dueAt, zone), formatTime(late.sentAt, zone))[locale] }];

const words = (label: string, typed: string) => ({ kind: 'press', route: 'words.run', args: { text: typed }, label }) as const;

/** Lines of what is due shown in one message; the rest is behind the button. */
const mostDue = 12;

function dueBlocks(heading: Words, lines: readonly Words[], locale: Locale): Block[] {
  if (lines.length === 0) return [];
  const more = lines.length - mostDue;
  return [
    { kind: 'heading', text: heading[locale] },
    { kind: 'list', items: [...lines.slice(0, mostDue).map((line) => line[locale]), ...(more > 0 ? [text.moreDue(more)[locale]] : [])] },
  ];
}

const dueButton = (locale: Locale) => words(text.calendar[locale], 'tasks calendar');

/** The day's shifts with their people and leaders, and what is due. */
export function digestCard(
  desk: Words,
  zone: Zone,
  day: Temporal.PlainDate,
  boards: readonly Board[],
  due: readonly Words[],
  late: Lateness | null,
  locale: Locale,
): Card {
  const title = text.digestTitle(desk, dayWords(day))[locale];
  const facts: Fact[] = boards.map((board) => ({
    label: `${board.shiftName[locale]} ${formatHours(board.startsAt, board.endsAt, zone, locale)}`,
    value: shiftLine(board, locale),
  }));
  const blocks: Block[] = facts.length === 0 ? [{ kind: 'text', text: text.nothing[locale] }] : [{ kind: 'facts', facts }];
  return {
    kind: 'card',
    symbol: '🕗',
    title,
    summary: withColon(
      title,
      boards.map((board) => `${board.shiftName[locale]} ${names(board, locale)}`).join(locale === 'zh' ? ';' : '; '),
      locale,
    ),
    blocks: [...blocks, ...dueBlocks(text.dueToday, due, locale), ...lateBlocks(late, zone, locale)],
    actions: [words(text.who[locale], 'who'), words(text.roster[locale], 'roster'), ...(due.length === 0 ? [] : [dueButton(locale)])],
    rest: words(text.roster[locale], 'roster'),
  };
}

/** Leader first, each with a phone number where the desk wants numbers announced. */
function shiftLine(board: Board, locale: Locale): string {
  const called = (leads: boolean): string =>
    board.people
      .filter((person) => person.leads === leads)
      .map((person) => (board.phones && person.phone !== null ? `${person.name[locale]} ${person.phone}` : person.name[locale]))
      .join(' · ');
  const led = called(true);
  return [led === '' ? '' : `${text.lead[locale]} ${led}`, called(false)].filter((part) => part !== '').join('\n') || text.nobody[locale];
}

/** Seven days, a row each, a column per shift. */
export function weekCard(
  desk: Words,
  zone: Zone,
  days: readonly { day: Temporal.PlainDate; boards: readonly Board[] }[],
  due: readonly { readonly on: string; readonly lines: readonly Words[] }[],
  late: Lateness | null,
  locale: Locale,
): Card {
  const first = days[0]?.day ?? Temporal.PlainDate.from('1970-01-01');
  const last = days.at(-1)?.day ?? first;
  const title = text.weekTitle(desk, dayWords(first), dayWords(last))[locale];
  const shifts = [...new Set(days.flatMap(({ boards }) => boards.map((board) => board.shiftName[locale])))];
  const rows = days.map(({ day, boards }) => [
    formatDay(day, locale),
    ...shifts.map(
      (shift) =>
        boards
          .filter((board) => board.shiftName[locale] === shift)
          .map((board) => names(board, locale))
          .join(' / ') || '–',
    ),
  ]);
  const named = due.flatMap(({ on, lines }) => {
    const name = dayWords(Temporal.PlainDate.from(on));
    return lines.map((line): Words => ({ zh: `${name.zh}${line.zh}`, en: `${name.en} ${line.en}` }));
  });
  const blocks: Block[] =
    shifts.length === 0 ? [{ kind: 'text', text: text.nothing[locale] }] : [{ kind: 'grid', columns: [text.day[locale], ...shifts], rows }];
  return {
    kind: 'card',
    symbol: '📋',
    title,
    summary: title,
    blocks: [...blocks, ...dueBlocks(text.dueWeek, named, locale), ...lateBlocks(late, zone, locale)],
    actions: [words(text.roster[locale], 'roster'), words(text.mine[locale], 'mine'), ...(named.length === 0 ? [] : [dueButton(locale)])],
    rest: words(text.roster[locale], 'roster'),
  };
}

/** To the person, before their shift: when, where, whom they relieve, who stands with them. */
export function reminderCard(board: Board, me: Present, wanted: Instant | null, now: Instant, locale: Locale): Card {
  const title = text.reminder(formatTime(me.startsAt, board.zone), board.shiftName, board.deskName)[locale];
  const minutes = Math.max(0, Math.round((me.startsAt.epochMilliseconds - now.epochMilliseconds) / 60_000));
  const much: Words = { zh: formatMinutes(minutes, 'zh'), en: formatMinutes(minutes, 'en') };
  const others = board.people.filter((person) => person.person !== me.person).map((person) => person.name[locale]);
  const facts: Fact[] = wanted === null ? [] : [{ label: text.wanted[locale], value: formatTime(wanted, board.zone) }];
  if (board.outgoing !== null)
    facts.push({ label: text.relieve[locale], value: board.outgoing.names.map((name) => name[locale]).join(' · ') || text.nobody[locale] });
  if (others.length > 0) facts.push({ label: text.together[locale], value: others.join(' · ') });
  return {
    kind: 'card',
    symbol: '🕗',
    title,
    summary: `${title} · ${text.inMinutes(much)[locale]}`,
    blocks: [
      { kind: 'text', text: `${text.inMinutes(much)[locale]} · ${formatHours(me.startsAt, me.endsAt, board.zone, locale)}` },
      ...(facts.length === 0 ? [] : [{ kind: 'facts', facts } as const]),
    ],
    actions: [
      { kind: 'press', route: 'attendance.in', args: {}, label: text.clockIn[locale], style: 'primary' },
      words(text.mine[locale], 'mine'),
    ],
  };
}
