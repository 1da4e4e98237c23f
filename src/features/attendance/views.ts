import { formatDay, formatHours, formatMinutes, formatTime, inBrackets, withColon } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Instant } from '../../core/time.ts';
import type { Action, Block, Card, Fact, Notice, Rich, StateBadge } from '../../view/view.ts';
import { codeWords } from '../people/index.ts';
import type { Board, Duty, Present, Punched, PunchKind, PunchQuestion, PunchRefusal } from './attendance.ts';
import { citationBlocks } from './citations.ts';
import type { NotReleased } from './released.ts';
import { attendanceText as text } from './text.ts';

const press = (route: string, label: string, args: Readonly<Record<string, string>> = {}, style?: 'primary' | 'danger'): Action => ({
  kind: 'press',
  route,
  args,
  label,
  ...(style === undefined ? {} : { style }),
});

const words = (label: string, typed: string): Action => press('words.run', label, { text: typed });

const wordsMinutes = (minutes: number): Words => ({ zh: formatMinutes(minutes, 'zh'), en: formatMinutes(minutes, 'en') });

/** `12月3日(周四)晚班 20:00–次日08:00 · 门岗` */
export function dutyLine(duty: Duty, locale: Locale): string {
  const day = formatDay(duty.startsAt.toZonedDateTimeISO(duty.zone).toPlainDate(), locale);
  const shift = duty.shiftName[locale];
  const named = locale === 'zh' ? `${day}${shift}` : `${day} ${shift}`;
  return `${named} ${formatHours(duty.startsAt, duty.endsAt, duty.zone, locale)} · ${duty.deskName[locale]}`;
}

const nextBlocks = (next: Duty | null, locale: Locale): Block[] => [
  { kind: 'text', text: next === null ? text.noNext[locale] : withColon(text.nextShift[locale], dutyLine(next, locale), locale) },
];

/** `takesOver`: something waits to be taken over by them; `notes`: what a softened rule would have held the person for. */
export function punchedNotice(
  punch: Punched,
  zone: string,
  locale: Locale,
  more: { readonly takesOver: boolean; readonly notes: readonly Words[] } = { takesOver: false, notes: [] },
): Notice {
  const time = formatTime(punch.at, zone);
  const title = (punch.kind === 'in' ? text.clockedIn(time) : text.clockedOut(time))[locale];
  const lines: string[] = [];
  if (punch.duty !== null) lines.push(dutyLine(punch.duty, locale));
  if (punch.verdict === 'on-time' && punch.wantedAt === undefined) lines.push(text.inTime[locale]);
  if (punch.verdict === 'late') lines.push(text.late(wordsMinutes(punch.offMinutes))[locale]);
  if (punch.wantedAt !== undefined) lines.push(text.afterArrival(formatTime(punch.wantedAt, zone))[locale]);
  if (punch.verdict === 'early-leave') lines.push(text.leftEarly(wordsMinutes(punch.offMinutes))[locale]);
  if (punch.verdict === 'off-roster') lines.push(text.offRosterPunch[locale]);
  if (punch.missedIn) lines.push(text.missedIn[locale]);
  const held = heldMinutes(punch);
  if (held > 0 && punch.duty !== null) {
    const [from, until] = [punch.duty.endsAt, punch.duty.endsAt.add({ minutes: held })];
    const hours = { zh: formatHours(from, until, zone, 'zh'), en: formatHours(from, until, zone, 'en') };
    lines.push(text.held(wordsMinutes(held), hours)[locale]);
  }
  lines.push(...more.notes.map((note) => note[locale]));
  const inOrder = punch.verdict === 'on-time' && punch.wantedAt === undefined && !punch.missedIn && more.notes.length === 0;
  const tone = inOrder ? 'ok' : 'warn';
  const takeOver = more.takesOver && punch.kind === 'in' ? [words(text.takeOver[locale], 'take over')] : [];
  return {
    kind: 'notice',
    tone,
    title,
    blocks: [{ kind: 'text', text: lines.join('\n') }, ...citationBlocks(punch.cites, locale)],
    actions: [...takeOver, words(text.mine[locale], 'mine')],
  };
}

/** Minutes of a stay after the end of the shift that a rule asked for. */
function heldMinutes({ duty, heldUntil, at }: Punched): number {
  if (duty === null || heldUntil == null) return 0;
  const until = Math.min(heldUntil.epochMilliseconds, at.epochMilliseconds);
  return Math.max(0, Math.floor((until - duty.endsAt.epochMilliseconds) / 60_000));
}

/** Somebody may not go yet: what is missing, by which rule, and what lets them. */
export function heldNotice(duty: Duty, held: NotReleased, locale: Locale): Notice {
  return {
    kind: 'notice',
    tone: 'error',
    title: text.notReleased[locale],
    blocks: [
      { kind: 'text', text: dutyLine(duty, locale) },
      { kind: 'list', items: held.lines.map(({ words: line }) => line[locale]) },
      ...citationBlocks(
        [...new Map(held.lines.flatMap(({ cites }) => cites).map((cite) => [`${cite.preset} ${cite.rule}`, cite])).values()],
        locale,
      ),
      { kind: 'note', text: text.notReleasedHelp(held.asks !== undefined)[locale] },
    ],
    actions: held.actions(locale),
  };
}

export function questionNotice(question: PunchQuestion, locale: Locale): Notice {
  switch (question.ask) {
    case 'off-roster':
      return {
        kind: 'notice',
        tone: 'warn',
        title: text.askOffRoster[locale],
        blocks: [{ kind: 'text', text: text.askOffRosterWhy(question.deskName)[locale] }, ...nextBlocks(question.next, locale)],
        actions: [
          press('attendance.off-roster', text.yesOffRoster[locale], { desk: question.desk }, 'primary'),
          words(text.mine[locale], 'mine'),
        ],
      };
    case 'early-leave':
      return {
        kind: 'notice',
        tone: 'warn',
        title: text.askEarly(wordsMinutes(question.minutes))[locale],
        blocks: [
          { kind: 'text', text: `${dutyLine(question.duty, locale)}\n${text.askEarlyWhy[locale]}` },
          ...citationBlocks(question.cites, locale),
        ],
        actions: [press('attendance.leave-early', text.yesEarly[locale], { assignment: question.duty.assignment }, 'danger')],
      };
    case 'closing-up': {
      const items = question.items.map((item) => `☐ ${codeWords(item, locale)}`).join('\n');
      const done = { assignment: question.duty.assignment, early: question.early ? 'yes' : 'no' };
      return {
        kind: 'notice',
        tone: 'warn',
        title: text.askClosing[locale],
        blocks: [{ kind: 'text', text: items }, ...citationBlocks(question.cites, locale)],
        actions: [press('attendance.closed-up', text.yesClosing[locale], done, 'primary')],
      };
    }
  }
}

export function refusalNotice(refusal: PunchRefusal, locale: Locale): Notice {
  const notice = (tone: Notice['tone'], title: string, blocks: Block[], actions: Action[]): Notice => ({
    kind: 'notice',
    tone,
    title,
    blocks,
    actions,
  });
  const mine = words(text.mine[locale], 'mine');
  switch (refusal.code) {
    case 'attendance.alreadyIn':
      return notice(
        'info',
        text.alreadyIn(formatTime(refusal.at, refusal.duty.zone))[locale],
        [{ kind: 'text', text: `${dutyLine(refusal.duty, locale)}\n${text.onePunch[locale]}` }],
        [mine],
      );
    case 'attendance.alreadyInOffRoster':
      return notice(
        'info',
        text.alreadyIn(formatTime(refusal.at, refusal.zone))[locale],
        [{ kind: 'text', text: `${refusal.desk[locale]} · ${text.offRosterPunch[locale]}\n${text.onePunch[locale]}` }],
        [mine],
      );
    case 'attendance.alreadyOut':
      return notice(
        'info',
        text.alreadyOut(formatTime(refusal.at, refusal.duty.zone))[locale],
        [{ kind: 'text', text: `${dutyLine(refusal.duty, locale)}\n${text.onePunch[locale]}` }],
        [mine],
      );
    case 'attendance.notOnRoster':
      return notice(
        'error',
        text.notOnRoster[locale],
        [...nextBlocks(refusal.next, locale), ...citationBlocks(refusal.cites, locale)],
        [mine, words(text.who[locale], 'who')],
      );
    case 'attendance.nothingToLeave':
      return notice('info', text.nothingToLeave[locale], nextBlocks(refusal.next, locale), [mine]);
    case 'attendance.noDesk':
      return notice('error', text.noDesk[locale], [{ kind: 'text', text: text.askLead[locale] }], []);
    case 'attendance.tooFew':
      return notice(
        'error',
        text.tooFew[locale],
        [
          { kind: 'text', text: `${text.tooFewWhy(refusal.left, refusal.needed)[locale]}\n${text.tooFewHelp[locale]}` },
          ...citationBlocks(refusal.cites, locale),
        ],
        [words(text.who[locale], 'who')],
      );
  }
}

const joined = (people: readonly string[], locale: Locale): string => (people.length === 0 ? text.nobody[locale] : people.join(' · '));

function presentLine(person: Present, zone: string, locale: Locale): string {
  const time = person.in === null ? '' : ` ${formatTime(person.in, zone)}`;
  const said = `${person.name[locale]}${time}`;
  return person.lateMinutes > 0 ? inBrackets(said, text.lateMark(wordsMinutes(person.lateMinutes))[locale], locale) : said;
}

function boardState(board: Board, now: Instant, locale: Locale): StateBadge {
  const waiting = board.people.filter((person) => person.in === null && !person.away);
  if (now.epochMilliseconds >= board.endsAt.epochMilliseconds) return { word: text.states.over[locale], tone: 'grey' };
  if (waiting.length === 0) return { word: text.states.complete[locale], tone: 'green' };
  if (board.held.length >= waiting.length) return { word: text.states.held[locale], tone: 'orange' };
  if (waiting.some((person) => isTold(board, person, now))) return { word: text.states.short[locale], tone: 'red' };
  return { word: text.states.waiting[locale], tone: 'orange' };
}

/** Somebody of the shift has still to clock in. */
const isAwaited = (board: Board, now: Instant): boolean =>
  now.epochMilliseconds < board.endsAt.epochMilliseconds &&
  board.people.some((person) => person.in === null && person.out === null && !person.away);

/** From the end of the tolerance after their own start on, whoever is missing has been reminded. */
const isTold = (board: Board, person: Present, now: Instant): boolean =>
  now.epochMilliseconds >= person.startsAt.epochMilliseconds + board.noShowAfterMinutes * 60_000 &&
  now.epochMilliseconds < board.endsAt.epochMilliseconds;

function presenceFacts(board: Board, now: Instant, locale: Locale): Fact[] {
  const { zone } = board;
  const inNow = board.people.filter((person) => person.in !== null && person.out === null);
  const gone = board.people.filter((person) => person.out !== null);
  const waiting = board.people.filter((person) => person.in === null && person.out === null && !person.away);
  const held = board.held.map((name) => inBrackets(name[locale], text.heldMark[locale], locale));
  const inside = [...inNow.map((person) => presentLine(person, zone, locale)), ...held];
  const facts: Fact[] = [{ label: text.present[locale], value: joined(inside, locale) }];
  if (waiting.length > 0)
    facts.push({
      label: text.missing[locale],
      value: joined(
        waiting.map((person) => (isTold(board, person, now) ? `${person.name[locale]}(${text.reminded[locale]})` : person.name[locale])),
        locale,
      ),
    });
  if (gone.length > 0)
    facts.push({
      label: text.left[locale],
      value: joined(
        gone.map((person) => `${person.name[locale]} ${person.out === null ? '' : formatTime(person.out, zone)}`),
        locale,
      ),
    });
  return facts;
}

/** A name, with the phone number where the desk wants numbers announced. */
const called = (person: Present, phones: boolean, locale: Locale): string =>
  phones && person.phone !== null ? `${person.name[locale]} ${person.phone}` : person.name[locale];

/** The channel's card of a shift: who leads, who comes, who goes, who is in. It follows every punch. */
export function shiftCard(board: Board, now: Instant, locale: Locale): Card {
  const leads = board.people.filter((person) => person.leads);
  const others = board.people.filter((person) => !person.leads);
  const title = text.starts(board.shiftName, board.deskName)[locale];
  const facts: Fact[] = [
    {
      label: text.shift[locale],
      value: `${formatDay(board.startsAt.toZonedDateTimeISO(board.zone).toPlainDate(), locale)} ${formatHours(board.startsAt, board.endsAt, board.zone, locale)}`,
    },
  ];
  const line = (people: readonly Present[]) =>
    joined(
      people.map((person) => called(person, board.phones, locale)),
      locale,
    );
  if (leads.length > 0) facts.push({ label: text.lead[locale], value: line(leads) });
  facts.push({ label: text.comes[locale], value: line(others) });
  if (board.outgoing !== null) {
    const names = joined(
      board.outgoing.names.map((name) => name[locale]),
      locale,
    );
    facts.push({ label: text.goes[locale], value: inBrackets(names, board.outgoing.shiftName[locale], locale) });
  }
  facts.push(...presenceFacts(board, now, locale));
  const blocks: Block[] = [{ kind: 'facts', facts }];
  if (board.shownLate !== null) {
    blocks.push({
      kind: 'note',
      text: text.lateNotice(formatTime(board.startsAt, board.zone), formatTime(board.shownLate, board.zone))[locale],
    });
  }
  return {
    kind: 'card',
    symbol: '🕗',
    title,
    state: boardState(board, now, locale),
    summary: `${title} ${formatHours(board.startsAt, board.endsAt, board.zone, locale)} · ${joined(
      board.people.map((person) => person.name[locale]),
      locale,
    )}`,
    blocks,
    actions: [
      press('attendance.in', text.in[locale], {}, isAwaited(board, now) ? 'primary' : undefined),
      press('attendance.out', text.out[locale]),
      words(text.who[locale], 'who'),
    ],
  };
}

/** The lead's board of a shift: in, late, missing, with phones to call. */
export function boardCard(board: Board, now: Instant, locale: Locale): Card {
  const title = text.boardTitle(board.shiftName, board.deskName)[locale];
  const items: Rich[] = board.people.map((person) => {
    const state =
      person.out !== null
        ? `${text.left[locale]} ${formatTime(person.out, board.zone)}`
        : person.in !== null
          ? `${text.present[locale]} ${formatTime(person.in, board.zone)}`
          : text.missing[locale];
    const late = person.lateMinutes > 0 ? ` · ${text.lateMark(wordsMinutes(person.lateMinutes))[locale]}` : '';
    const phone = person.in === null && person.phone !== null ? ` · ${person.phone}` : '';
    return [{ kind: 'strong', text: person.name[locale] }, `  ${state}${late}${phone}`];
  });
  items.push(...board.held.map((name): Rich => [{ kind: 'strong', text: name[locale] }, `  ${text.heldMark[locale]}`]));
  const inCount = board.people.filter((person) => person.in !== null && person.out === null).length;
  const kept = board.held.length === 0 ? '' : ` · ${text.states.held[locale]} ${board.held.length}`;
  const count = `${inCount}/${board.people.length}${kept}`;
  return {
    kind: 'card',
    symbol: '📋',
    title,
    state: boardState(board, now, locale),
    summary: `${title} ${count}`,
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: text.shift[locale], value: formatHours(board.startsAt, board.endsAt, board.zone, locale) },
          { label: text.present[locale], value: count },
        ],
      },
      { kind: 'list', items },
    ],
    actions: [words(text.who[locale], 'who')],
  };
}

/** Of a start: who had not come when its tolerance was over. */
export interface NoShow {
  readonly begun: Instant;
  readonly missing: readonly Present[];
  /** Who has come since. */
  readonly came: readonly Present[];
}

/** To the leads: who has not come since the start, with a phone number to call, and who came late. */
export function noShowNotice(board: Board, { begun, missing, came }: NoShow, locale: Locale): Card {
  const all = missing.length === 0;
  const title = (all ? text.noShowOver : text.noShowTitle)(board.shiftName, board.deskName)[locale];
  const absent: Rich[] = missing.map((person) => [
    { kind: 'strong', text: person.name[locale] },
    person.phone === null ? '' : `  ${person.phone}`,
  ]);
  const late = came.flatMap((person): Rich[] =>
    person.in === null
      ? []
      : [[{ kind: 'strong', text: person.name[locale] }, `  ${text.cameAt(formatTime(person.in, board.zone))[locale]}`]],
  );
  return {
    kind: 'card',
    symbol: all ? '✅' : '⚠️',
    title,
    state: all ? { word: text.arrived[locale], tone: 'green' } : { word: text.missing[locale], tone: 'red' },
    summary: all ? title : withColon(title, missing.map((person) => person.name[locale]).join(locale === 'zh' ? '、' : ', '), locale),
    blocks: [
      ...(absent.length + late.length === 0 ? [] : [{ kind: 'list' as const, items: [...absent, ...late] }]),
      ...(all ? [] : [{ kind: 'text' as const, text: text.noShow(formatTime(begun, board.zone))[locale] }]),
    ],
    actions: [words(text.board[locale], 'board'), words(text.who[locale], 'who')],
  };
}

/** To the person who has not come, `startsAt` their own start. `told`: somebody who leads has heard of it. */
export function noShowReminder(board: Board, startsAt: Instant, told: boolean, locale: Locale): Card {
  const title = text.noShowYou(board.shiftName, formatTime(startsAt, board.zone))[locale];
  return {
    kind: 'card',
    symbol: '⏰',
    title,
    summary: title,
    blocks: [{ kind: 'text', text: (told ? text.noShowYouTold : text.noShowYouHelp)[locale] }],
    actions: [press('attendance.in', text.in[locale], {}, 'primary')],
  };
}

/** To the leads: somebody clocked in who is not on the roster. */
export function offRosterCard(name: string, desk: Words, at: string, kind: PunchKind, locale: Locale): Card {
  const title = text.offRosterTitle[locale];
  return {
    kind: 'card',
    symbol: '⚠️',
    title,
    summary: withColon(title, name, locale),
    blocks: [{ kind: 'facts', facts: [{ label: text.summary[kind][locale], value: `${name} ${at} · ${desk[locale]}` }] }],
    actions: [words(text.who[locale], 'who')],
  };
}
