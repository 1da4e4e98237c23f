import { inBrackets, withColon } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Instant, Zone } from '../../core/time.ts';
import type { answerable } from '../../policy/index.ts';
import type { Action, Block, Card, Fact, Notice, Rich } from '../../view/view.ts';
import { codeWords, roleNames } from '../people/index.ts';
import { isAwayOn, type LeaveSpan } from './away.ts';
import { dayWords, dutyLine, momentWords, shiftHours } from './duty-line.ts';
import { leaveKindWords } from './leave-kind.ts';
import { type Half, monthGrid, nameOf, withPart } from './month-grid.ts';
import { monthWords, press, typed } from './publish/views.ts';
import type { DeskName, DutySlot, PublishedRoster } from './roster.ts';
import { text } from './text.ts';

/** Somebody on granted leave. */
export interface AwayPerson extends LeaveSpan {
  readonly name: Words;
  /** Leave type by code, shown to leads only. */
  readonly kind: string | null;
}

/** What was asked of one desk, and what the roster says. */
export interface WhoAnswer {
  readonly desk: DeskName;
  readonly kind: 'now' | 'moment' | 'day';
  /** The moment, or any moment of the day. */
  readonly at: Instant;
  /** `YYYY-MM-DD` of `at` on the desk's wall. */
  readonly on: string;
  /** The shifts of that moment or day. */
  readonly slots: readonly DutySlot[];
  /** The first shift after the moment. */
  readonly next: DutySlot | null;
  /** Who is away at the moment, or on the day. */
  readonly away: readonly AwayPerson[];
  /** False: the month has no published roster. */
  readonly published: boolean;
  readonly phones: boolean;
  /** May change the roster. */
  readonly leads: boolean;
  /** Who answers for the duty at the moment, for what and where, by the rules; null: they do not say, or a day was asked for. */
  readonly answers: Pick<ReturnType<typeof answerable>, 'roles' | 'scope' | 'places' | 'matters'> | null;
}

const separator = (locale: Locale): string => (locale === 'zh' ? '、' : ', ');

function peopleText(slot: DutySlot, people: DutySlot['people'], phones: boolean, zone: Zone, locale: Locale): string {
  if (people.length === 0) return text.nobody[locale];
  return people
    .map((person) => {
      const name = withPart(slot, person, zone, locale);
      return phones && person.phone !== null ? `${name} ${person.phone}` : name;
    })
    .join(separator(locale));
}

/** `请假:李德福` for everybody, with the kind for who leads. */
function awayLine(away: readonly AwayPerson[], leads: boolean, locale: Locale): string {
  const names = away.map(({ name, kind }) =>
    leads && kind !== null ? inBrackets(name[locale], leaveKindWords(kind)[locale], locale) : name[locale],
  );
  return withColon((leads ? text.onLeave : text.away)[locale], [...new Set(names)].join(separator(locale)), locale);
}

/** `早班 07:30–16:00:赵建国、钱志明`, the leader apart. */
function slotLines(slot: DutySlot, desk: DeskName, phones: boolean, locale: Locale): Rich[] {
  const leaders = slot.people.filter((person) => person.role === 'duty-leader');
  const others = slot.people.filter((person) => person.role !== 'duty-leader');
  const head = shiftHours(slot, desk.zone, locale);
  const colon = locale === 'zh' ? ':' : ': ';
  const lines: Rich[] = [
    [{ kind: 'strong', text: head }, `${colon}${peopleText(slot, others.length > 0 ? others : leaders, phones, desk.zone, locale)}`],
  ];
  if (others.length > 0 && leaders.length > 0)
    lines.push(`${text.leader[locale]}${colon}${peopleText(slot, leaders, phones, desk.zone, locale)}`);
  return lines;
}

const whenWords = (answer: WhoAnswer): Words => (answer.kind === 'day' ? dayWords(answer.on) : momentWords(answer.at, answer.desk.zone));

function answerBlocks(answer: WhoAnswer, locale: Locale): Block[] {
  const { desk } = answer;
  const blocks: Block[] = [];
  if (answer.slots.length > 0)
    blocks.push({ kind: 'list', items: answer.slots.flatMap((slot) => slotLines(slot, desk, answer.phones, locale)) });
  else
    blocks.push({
      kind: 'text',
      text: answer.published ? text.noOne[locale] : text.notPublished(monthWords(answer.on.slice(0, 7)))[locale],
    });
  const facts = answer.answers === null ? [] : dutyFacts(answer.answers, locale);
  if (facts.length > 0) blocks.push({ kind: 'facts', facts });
  if (answer.away.length > 0) blocks.push({ kind: 'note', text: awayLine(answer.away, answer.leads, locale) });
  if (answer.next !== null) {
    const names = peopleText(answer.next, answer.next.people, false, desk.zone, locale);
    blocks.push({
      kind: 'note',
      text: `${text.next[locale]}${locale === 'zh' ? ':' : ': '}${dutyLine(answer.next, desk.zone, locale)} ${names}`,
    });
  }
  // Of a day with shifts the next one is not looked for.
  else if (answer.kind !== 'day' && answer.slots.length > 0)
    blocks.push({ kind: 'note', text: withColon(text.next[locale], text.nobodyNext[locale], locale) });
  if (answer.kind !== 'now') blocks.push({ kind: 'note', text: text.understood(whenWords(answer))[locale] });
  return blocks;
}

/** What the rules say of the duty itself: who answers for it, how far it reaches, where it is done, what it is for. */
function dutyFacts({ roles, scope, places, matters }: NonNullable<WhoAnswer['answers']>, locale: Locale): readonly Fact[] {
  const codes = (list: readonly string[]): string => list.map((code) => codeWords(code, locale)).join(separator(locale));
  const facts = [
    { label: text.answers, value: roleNames(roles, locale) },
    { label: text.reaches, value: codes(scope) },
    { label: text.dutyPlace, value: codes(places) },
    { label: text.dutyMatters, value: codes(matters) },
  ];
  return facts.filter(({ value }) => value !== '').map(({ label, value }) => ({ label: label[locale], value }));
}

/** Who is on duty, for one desk or for all the person stands on. */
export function whoCard(answers: readonly WhoAnswer[], locale: Locale): Card {
  const [first] = answers;
  if (first === undefined) throw new Error('Nothing was asked');
  const title =
    answers.length > 1
      ? text.who[locale]
      : (first.kind === 'now' ? text.whoNow(first.desk.name) : text.whoAt(first.desk.name, whenWords(first)))[locale];
  const blocks = answers.flatMap((answer, index): Block[] => [
    ...(index > 0 ? [{ kind: 'divider' as const }] : []),
    ...(answers.length > 1 ? [{ kind: 'heading' as const, text: answer.desk.name[locale] }] : []),
    ...answerBlocks(answer, locale),
  ]);
  const names = answers.flatMap((answer) => answer.slots.flatMap((slot) => slot.people.map((person) => nameOf(person, locale))));
  const change: Action[] =
    first.leads && answers.length === 1 ? [press('roster.change-open', text.change[locale], { desk: first.desk.id, on: first.on })] : [];
  return {
    kind: 'card',
    symbol: '🕗',
    title,
    summary: withColon(title, names.length === 0 ? text.noOne[locale] : names.join(separator(locale)), locale),
    blocks,
    actions: [typed(text.roster[locale], `roster ${first.on.slice(0, 7)}`), typed(text.mine[locale], 'mine'), ...change],
  };
}

/** A person's shifts, the next first. */
export function mineCard(
  slots: readonly DutySlot[],
  deskOf: (slot: DutySlot) => DeskName,
  leave: readonly AwayPerson[],
  me: string,
  now: Instant,
  locale: Locale,
): Card {
  const line = (slot: DutySlot): string => {
    const stands = slot.people.filter(({ person }) => person === me).flatMap(({ position }) => position ?? []);
    return [dutyLine(slot, deskOf(slot).zone, locale), deskOf(slot).name[locale], ...new Set(stands)].join(' · ');
  };
  const [first] = slots;
  if (first === undefined) throw new Error('A card of no shifts');
  const running = first.startsAt.epochMilliseconds <= now.epochMilliseconds;
  const head = (running ? text.mineNow(line(first)) : text.mineFirst(line(first)))[locale];
  const withMe = first.people.filter((person) => person.person !== me).map((person) => withPart(first, person, deskOf(first).zone, locale));
  return {
    kind: 'card',
    symbol: '🕗',
    title: text.mineTitle[locale],
    summary: head,
    blocks: [
      { kind: 'text', text: head },
      ...(withMe.length > 0 ? [{ kind: 'note' as const, text: text.mineWith(withMe.join(separator(locale)))[locale] }] : []),
      ...(slots.length > 1 ? [{ kind: 'list' as const, items: slots.slice(1).map(line) }] : []),
      ...(leave.length > 0
        ? [{ kind: 'note' as const, text: leave.map((one) => ownLeave(one, deskOf(first).zone, locale)).join('\n') }]
        : []),
    ],
    actions: [typed(text.roster[locale], 'roster'), typed(text.who[locale], 'who')],
  };
}

/** Whole days as days, `12月4日(周五)至12月5日(周六)`; else with the hours. */
function stretchWords(leave: AwayPerson, zone: Zone): Words {
  const { startsAt, endsAt, wholeFrom, wholeUntil } = leave;
  const moment = (whole: string | null, at: Instant): Words => (whole === null ? momentWords(at, zone) : dayWords(whole));
  if (wholeFrom === null || wholeUntil === null) return text.fromTo(moment(wholeFrom, startsAt), moment(wholeUntil, endsAt));
  return wholeFrom === wholeUntil ? dayWords(wholeFrom) : text.fromTo(dayWords(wholeFrom), dayWords(wholeUntil));
}

/** `请假(年假):12月4日(周五)` */
const ownLeave = (leave: AwayPerson, zone: Zone, locale: Locale): string => {
  const { kind } = leave;
  const label = kind === null ? text.onLeave[locale] : inBrackets(text.onLeave[locale], leaveKindWords(kind)[locale], locale);
  return withColon(label, stretchWords(leave, zone)[locale], locale);
};

/** No shift on the day that was asked for, or none ahead; the next one where there is one. */
export function mineNone(day: Words | null, next: { readonly slot: DutySlot; readonly desk: DeskName } | null, locale: Locale): Notice {
  const line = (to: Locale): string => (next === null ? '' : `${dutyLine(next.slot, next.desk.zone, to)}`);
  const lines = [
    day === null ? null : text.mineNoneOnHelp(day)[locale],
    next === null ? (day === null ? null : text.mineNone[locale]) : text.mineNext({ zh: line('zh'), en: line('en') })[locale],
  ];
  const body = lines.filter((part) => part !== null).join(locale === 'zh' ? '' : ' ');
  return {
    kind: 'notice',
    tone: 'info',
    title: (day === null ? text.mineNone : text.mineNoneOn)[locale],
    blocks: body === '' ? [] : [{ kind: 'text', text: body }],
    // Without a shift ahead, and as the answer to itself, it would say the same again.
    actions: [...(day === null || next === null ? [] : [typed(text.mine[locale], 'mine')]), typed(text.roster[locale], 'roster')],
  };
}

export interface MonthPage {
  readonly desk: DeskName;
  readonly month: string;
  readonly half: Half;
  /** Dates of the half. */
  readonly dates: readonly string[];
  readonly slots: readonly DutySlot[];
  readonly away: readonly AwayPerson[];
  readonly published: PublishedRoster | null;
  /** A proposal that waits for a lead. */
  readonly draft: string | null;
  readonly today: string;
  readonly leads: boolean;
  readonly nextMonth: string;
  /** What the rules say of the published month: unknown holidays. */
  readonly unknownYears: readonly number[];
}

/** Half a month of the roster. */
export function monthCard(page: MonthPage, locale: Locale): Card | Notice {
  const { desk, published } = page;
  const month = monthWords(page.month);
  const draft: Action[] = page.draft === null ? [] : [press('roster.check-again', text.openDraft[locale], { id: page.draft }, 'primary')];
  if (published === null) {
    const make: Action[] = page.leads && page.draft === null ? [typed(text.draft[locale], `roster draft ${page.month}`)] : [];
    return {
      kind: 'notice',
      tone: 'info',
      title: text.monthNone(desk.name, month)[locale],
      blocks: [{ kind: 'text', text: page.draft === null ? text.monthNoneHelp[locale] : text.draftWaits[locale] }],
      actions: [...draft, ...make],
    };
  }
  const title = text.monthTitle(desk.name, month)[locale];
  const at = momentWords(published.publishedAt, desk.zone);
  const note = published.publishedBy === null ? text.publishedAt(at)[locale] : text.publishedBy(published.publishedBy.name, at)[locale];
  const words = { day: text.day[locale], today: text.today[locale], leader: text.leader[locale], officers: text.officers[locale] };
  const away = page.away.length === 0 ? null : { label: text.offDuty[locale], on: awayOn(page, locale) };
  const turn = (half: Half, monthText: string, label: string): Action =>
    press('roster.month', label, { desk: desk.id, month: monthText, half });
  return {
    kind: 'card',
    symbol: '📋',
    title,
    summary: title,
    blocks: [
      monthGrid(page.slots, page.dates, page.today, { ...words, away }, desk.zone, locale),
      ...(page.unknownYears.length === 0
        ? []
        : [{ kind: 'note' as const, text: text.unknownYear(page.unknownYears.join(separator(locale)))[locale] }]),
      { kind: 'note', text: note },
    ],
    actions: [
      ...draft,
      page.half === 'first' ? turn('second', page.month, text.secondHalf[locale]) : turn('first', page.month, text.firstHalf[locale]),
      turn('first', page.nextMonth, text.nextMonth[locale]),
      ...(page.leads
        ? [
            press('roster.change-open', text.change[locale], {
              desk: desk.id,
              on: page.dates.includes(page.today) ? page.today : (page.dates[0] ?? page.today),
            }),
          ]
        : []),
    ],
  };
}

/** Names of who is away on a date, with the kind of leave for who leads. */
function awayOn(page: MonthPage, locale: Locale): (on: string) => string {
  return (on) => {
    const here = page.away.filter((one) => isAwayOn(one, on, page.desk.zone));
    return here
      .map(({ name, kind }) =>
        page.leads && kind !== null ? inBrackets(name[locale], leaveKindWords(kind)[locale], locale) : name[locale],
      )
      .join(' ');
  };
}

const notice = (tone: Notice['tone'], title: Words, body: Words | null, actions: readonly Action[], locale: Locale): Notice => ({
  kind: 'notice',
  tone,
  title: title[locale],
  blocks: body === null ? [] : [{ kind: 'text', text: body[locale] }],
  actions,
});

export const notices = {
  noDesk: (locale: Locale): Notice => notice('warn', text.noDesk, text.askLead, [], locale),
  whichDesk: (desks: readonly DeskName[], line: (desk: DeskName) => Action, locale: Locale): Notice =>
    notice('info', text.whichDesk, null, desks.map(line), locale),
  noSuchDate: (word: string, locale: Locale): Notice =>
    notice('warn', text.noSuchDate(word), text.whoHelp, [typed(text.who[locale], 'who')], locale),
  notUnderstood: (word: string, locale: Locale): Notice =>
    notice('warn', text.notUnderstood(word), text.whoHelp, [typed(text.who[locale], 'who')], locale),
  badMonth: (word: string, locale: Locale): Notice =>
    notice('warn', text.badMonth(word), text.badMonthHelp, [typed(text.roster[locale], 'roster')], locale),
  gone: (locale: Locale): Notice => notice('info', text.gone, null, [], locale),
};
