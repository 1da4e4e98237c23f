import { formatDay, formatHours, formatTime, inBrackets } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Instant } from '../../core/time.ts';
import type { Action, Block, Home, Rich } from '../../view/view.ts';
import type { Board, ClockOffer } from '../attendance/index.ts';
import { homeText as text } from './text.ts';

/** What the page shows of one of my duties. */
export interface MyDuty {
  readonly deskName: Words;
  readonly shiftName: Words;
  readonly zone: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

export interface HomeFacts {
  readonly name: string;
  readonly leads: boolean;
  /** Which of the two presses at the clock can succeed. */
  readonly clock: ClockOffer;
  /** The duty that holds now, with its clock-in; null when off duty. */
  readonly now: (MyDuty & { readonly in: Instant | null }) | null;
  readonly next: readonly MyDuty[];
  readonly waiting: readonly { readonly line: Words; readonly word: string; readonly label: Words }[];
  /** What I asked for that is still open. */
  readonly requests: readonly Words[];
  /** What I have to do now, the earliest deadline first; how much there is in all. */
  readonly tasks: readonly Words[];
  readonly tasksInAll: number;
  /** Shifts running on my desks. */
  readonly running: readonly Board[];
}

const words = (typed: string, label: Words, locale: Locale): Action => ({
  kind: 'press',
  route: 'words.run',
  args: { text: typed },
  label: label[locale],
});

function dutyText(duty: MyDuty, locale: Locale): string {
  const day = formatDay(duty.startsAt.toZonedDateTimeISO(duty.zone).toPlainDate(), locale);
  const shift = locale === 'zh' ? `${day}${duty.shiftName.zh}` : `${day} ${duty.shiftName.en}`;
  return `${shift} ${formatHours(duty.startsAt, duty.endsAt, duty.zone, locale)} · ${duty.deskName[locale]}`;
}

function nowBlocks(facts: HomeFacts, locale: Locale): Block[] {
  const { now } = facts;
  const { buttons } = text;
  const clock = (kind: 'in' | 'out', primary: boolean): Action => ({
    kind: 'press',
    route: `attendance.${kind}`,
    args: {},
    label: buttons[kind][locale],
    ...(primary ? { style: 'primary' as const } : {}),
  });
  const line: Rich =
    now === null
      ? text.offDuty[locale]
      : [
          { kind: 'strong', text: text.onDuty[locale] },
          ` · ${dutyText(now, locale)}\n${now.in === null ? text.notIn[locale] : text.inSince(formatTime(now.in, now.zone))[locale]}`,
        ];
  const actions = [
    ...(facts.clock.in ? [clock('in', now !== null && now.in === null)] : []),
    ...(facts.clock.out ? [clock('out', now !== null && now.in !== null)] : []),
    ...(now === null ? [] : [words('handover', buttons.handover, locale)]),
  ];
  return [{ kind: 'text', text: line }, ...(actions.length === 0 ? [] : [{ kind: 'actions', actions } as const])];
}

function runningLine(board: Board, locale: Locale): Rich {
  const people = board.people.map((person) => {
    const state = person.in === null ? '' : ` ${formatTime(person.in, board.zone)}`;
    return person.leads ? `${inBrackets(person.name[locale], text.lead[locale], locale)}${state}` : `${person.name[locale]}${state}`;
  });
  return [{ kind: 'strong', text: `${board.deskName[locale]} · ${board.shiftName[locale]}` }, `  ${people.join(' · ')}`];
}

/** What is mine, what waits for me, who is on duty on my desks, and the words as buttons. */
export function homePage(facts: HomeFacts, locale: Locale): Home {
  const { buttons } = text;
  const blocks: Block[] = [...nowBlocks(facts, locale), { kind: 'divider' }, { kind: 'heading', text: text.waiting[locale] }];
  if (facts.waiting.length === 0) blocks.push({ kind: 'text', text: text.nothingWaits[locale] });
  for (const item of facts.waiting) {
    blocks.push({ kind: 'text', text: item.line[locale] }, { kind: 'actions', actions: [words(item.word, item.label, locale)] });
  }
  if (facts.tasks.length > 0) {
    const more = facts.tasksInAll - facts.tasks.length;
    blocks.push(
      { kind: 'divider' },
      { kind: 'heading', text: text.tasks[locale] },
      { kind: 'list', items: [...facts.tasks.map((line) => line[locale]), ...(more > 0 ? [text.moreTasks(more)[locale]] : [])] },
      { kind: 'actions', actions: [words('tasks', buttons.tasks, locale)] },
    );
  }
  blocks.push({ kind: 'divider' }, { kind: 'heading', text: text.next[locale] });
  if (facts.next.length === 0) blocks.push({ kind: 'text', text: text.noNext[locale] });
  else blocks.push({ kind: 'list', items: facts.next.map((duty) => dutyText(duty, locale)) });
  if (facts.requests.length > 0)
    blocks.push(
      { kind: 'divider' },
      { kind: 'heading', text: text.requests[locale] },
      { kind: 'list', items: facts.requests.map((line) => line[locale]) },
      { kind: 'actions', actions: [words('requests', buttons.requests, locale)] },
    );
  blocks.push({ kind: 'divider' }, { kind: 'heading', text: text.running[locale] });
  if (facts.running.length === 0) blocks.push({ kind: 'text', text: text.nobody[locale] });
  else blocks.push({ kind: 'list', items: facts.running.map((board) => runningLine(board, locale)) });
  const everybody = [
    words('request', buttons.ask, locale),
    words('mine', buttons.mine, locale),
    words('who', buttons.who, locale),
    words('roster', buttons.roster, locale),
  ];
  const leads = facts.leads ? [words('board', buttons.board, locale), words('people', buttons.people, locale)] : [];
  blocks.push({
    kind: 'actions',
    actions: [...everybody, ...leads, words('settings', buttons.settings, locale), words('help', buttons.help, locale)],
  });
  return { kind: 'home', title: text.title(facts.name)[locale], blocks, rest: words('mine', buttons.mine, locale) };
}
