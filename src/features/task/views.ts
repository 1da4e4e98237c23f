import { formatDay, formatDeadline, formatHours, formatMoment, formatTime, withColon } from '../../core/format.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { type Instant, localDate, Temporal } from '../../core/time.ts';
import type { Citation } from '../../policy/index.ts';
import type { ObligationEntry } from '../../policy/schema/obligation.ts';
import { press, typed } from '../../view/build.ts';
import type { Action, Block, Card, Fact, FindingLine, StateBadge } from '../../view/view.ts';
import { type Desk, roleNames } from '../people/index.ts';
import { sourceOf } from '../roster/index.ts';
import { proofWords, takesPhoto } from './proof.ts';
import { ruleFacts, sourceLine } from './rule-facts.ts';
import { nameOf, type Proof, type Task } from './task.ts';
import { text } from './text.ts';

export const moment = (at: Instant, desk: Pick<Desk, 'zone'>): Words => ({
  zh: formatMoment(at, desk.zone, 'zh'),
  en: formatMoment(at, desk.zone, 'en'),
});

/** A deadline at midnight belongs to the day that ends: `12月3日(周四)24:00`. */
export const deadline = (at: Instant, desk: Pick<Desk, 'zone'>): Words => ({
  zh: formatDeadline(at, desk.zone, 'zh'),
  en: formatDeadline(at, desk.zone, 'en'),
});

/** From when to when something can be done: `12月3日(周四)18:05–19:05`. */
export function stretch({ fromAt, dueAt }: Pick<Task, 'fromAt' | 'dueAt'>, { zone }: Pick<Desk, 'zone'>): Words {
  const day = (locale: Locale): string => formatDay(fromAt.toZonedDateTimeISO(zone).toPlainDate(), locale);
  return {
    zh: `${day('zh')}${formatHours(fromAt, dueAt, zone, 'zh')}`,
    en: `${day('en')} ${formatHours(fromAt, dueAt, zone, 'en')}`,
  };
}

/** What it takes to draw a task. */
export interface TaskFacts {
  readonly task: Task;
  readonly desk: Desk;
  /** What its rule says; null: the desk has it no more. */
  readonly rule: ObligationEntry | null;
  readonly cites: readonly Citation[];
  readonly proofs: readonly Proof[];
  readonly names: ReadonlyMap<string, Words>;
  /** Numbers of those who were on duty when it was missed; null: they have none. */
  readonly phones: ReadonlyMap<string, string | null>;
  /** Who has to do it now, where its reader was told of it and has it no more; absent: the reader. */
  readonly passedTo?: Words;
  /** The register whose entry proves it; null: another proof. */
  readonly register: string | null;
  /** Who is asked to agree to it, and since when; null: it waits for nobody. */
  readonly approval: { readonly people: readonly PersonId[]; readonly since: Instant } | null;
}

export const nameIn = (names: TaskFacts['names'], person: string): Words => names.get(person) ?? text.unknown;

/** Who has to agree and since when, put together by `words`; null: nobody. */
function approvalWords({ approval, names, desk }: TaskFacts, words: (who: Words, since: Words) => Words): Words | null {
  if (approval === null || approval.people.length === 0) return null;
  return words(text.people(approval.people.map((person) => nameIn(names, person))), moment(approval.since, desk));
}

/** The state in one word. */
export function stateOf({ task, passedTo }: Pick<TaskFacts, 'task' | 'passedTo'>): {
  readonly word: Words;
  readonly tone: StateBadge['tone'];
} {
  if (task.state === 'done')
    return task.detail.late === true ? { word: text.states.late, tone: 'orange' } : { word: text.states.done, tone: 'green' };
  if (task.detail.waiting === true) return { word: text.states.waiting, tone: 'orange' };
  if (task.state === 'missed') return { word: text.states.missed, tone: 'red' };
  if (task.state === 'dropped') return { word: text.states.dropped, tone: 'grey' };
  return passedTo === undefined ? { word: text.states.open, tone: 'orange' } : { word: text.passed, tone: 'grey' };
}

/** Who does it, by name where it was given to somebody; who was on duty when it was missed; else by role. */
export function whoOf({
  task,
  names,
}: {
  readonly task: Pick<Task, 'person' | 'roles'> & Partial<Task>;
  readonly names: TaskFacts['names'];
}): Words {
  if (task.person !== null) return nameIn(names, task.person);
  const { onDuty = [] } = task.detail ?? {};
  if (task.state === 'missed' && onDuty.length > 0) return text.people(onDuty.map((person) => nameIn(names, person)));
  if (task.roles.length === 0) return text.onDuty;
  return { zh: roleNames(task.roles, 'zh'), en: roleNames(task.roles, 'en') };
}

const isReport = ({ task }: TaskFacts): boolean => task.verb === 'submit' || task.verb === 'send' || task.verb === 'broadcast';

/** `12月3日(周四)16:30前`; a list of checks says from when as well, since the same list may stand there twice a day. */
function whenOf(task: Task, desk: Desk): Words {
  const missed = task.state === 'missed';
  if (task.verb === 'checklist') return missed ? text.wasDueIn(stretch(task, desk)) : stretch(task, desk);
  const until = deadline(task.dueAt, desk);
  return missed ? text.wasDue(until) : text.until(until);
}

/** `16:30前 提交日报 · 值班员`, or who did it and when. */
export function taskLine(facts: TaskFacts, locale: Locale): string {
  const { task, desk, proofs, names } = facts;
  const name = nameOf(task)[locale];
  const subject = task.detail.subject === undefined ? '' : ` · ${task.detail.subject[locale]}`;
  const last = proofs.filter(({ kind }) => kind !== 'try' && kind !== 'ack').at(-1);
  const time = (at: Instant): string => formatTime(at, desk.zone);
  if (task.state === 'done' && last !== undefined) {
    const who = nameIn(names, last.by)[locale];
    const words = (isReport(facts) ? text.reportedAt : text.doneAt)(time(last.at), who)[locale];
    return `${name}${subject} · ${words}${task.detail.late === true ? ` · ${text.doneLate[locale]}` : ''}`;
  }
  const approval = approvalWords(facts, text.waitsSince);
  if (approval !== null) return `${name}${subject} · ${approval[locale]}`;
  const when = whenOf(task, desk);
  const progress = task.wanted > 1 ? ` · ${text.progress(task.done, task.wanted)[locale]}` : '';
  const who = facts.passedTo === undefined ? whoOf(facts) : text.passedTo(facts.passedTo);
  return `${name}${subject} · ${when[locale]} · ${who[locale]}${progress}`;
}

const levels: Readonly<Record<Task['state'], FindingLine['level']>> = { open: 'info', done: 'ok', missed: 'error', dropped: 'ok' };

const lineOf = (facts: TaskFacts, locale: Locale): FindingLine => ({ level: levels[facts.task.state], text: taskLine(facts, locale) });

/** Tasks, each in a line, and below them the regulations they come from, each once. */
function linesOf(facts: readonly TaskFacts[], locale: Locale): Block[] {
  if (facts.length === 0) return [];
  const source = sourceOf(
    facts.flatMap(({ cites }) => cites),
    locale,
  );
  return [
    { kind: 'findings', findings: facts.map((one) => lineOf(one, locale)) },
    ...(source === null ? [] : [{ kind: 'note' as const, text: source }]),
  ];
}

/** Who was on duty when things were missed, with the numbers to call: `余飞 13800020003`. Null: nobody is known. */
function onDutyThen(all: readonly TaskFacts[], locale: Locale): string | null {
  const missed = all.filter(({ task }) => task.state === 'missed');
  const people = [...new Set(missed.flatMap(({ task }) => task.detail.onDuty ?? []))];
  const lines = people.map((person) => {
    const name = missed.map(({ names }) => names.get(person)).find((words) => words !== undefined) ?? text.unknown;
    const phone = missed.map(({ phones }) => phones.get(person)).find((number) => number != null) ?? text.noPhone[locale];
    return `${name[locale]} ${phone}`;
  });
  return lines.length === 0 ? null : lines.join(' · ');
}

/** What one press on a task is called. */
function labelOf(facts: TaskFacts): Words {
  const { task, register } = facts;
  const { buttons } = text;
  if (register !== null) return buttons.fill;
  if (task.state === 'missed') return buttons.again;
  switch (task.verb) {
    case 'round':
      return buttons.round;
    case 'read':
      return buttons.read;
    case 'watch':
      return buttons.watch;
    case 'submit':
      return buttons.report;
    case 'call':
      return buttons.call;
    case 'broadcast':
    case 'send':
    case 'finish':
    case 'return':
    case 'dispatch':
      return buttons.confirm;
    default:
      return buttons.do;
  }
}

/** The button that starts the proof; null: there is nothing to be done about it. */
function startAction(facts: TaskFacts, locale: Locale, label: Words | null = null, style?: 'primary'): Action | null {
  const { task, register } = facts;
  const made = task.state === 'missed' && (task.verb === 'round' || task.verb === 'watch');
  if ((task.state !== 'open' && task.state !== 'missed') || made || task.detail.waiting === true || facts.passedTo !== undefined)
    return null;
  const words = label ?? labelOf(facts);
  if (register !== null) return press('record.open', words, { type: register, desk: task.desk }, locale, style);
  return press('task.do', words, { id: task.id }, locale, style);
}

/** The buttons of a list, named by their task: one for each that can be done or waits for somebody to agree. */
const listActions = (facts: readonly TaskFacts[], locale: Locale): Action[] =>
  facts.flatMap((one) => {
    const name = buttonName(one, facts);
    if (one.task.detail.waiting === true) return [press('task.show', name, { id: one.task.id }, locale)];
    return startAction(one, locale, name) ?? [];
  });

/** What is to be done; with its time where the same stands there twice, and its day where it is of several days. */
function buttonName(one: TaskFacts, facts: readonly TaskFacts[]): Words {
  const { task, desk } = one;
  const name = nameOf(task);
  const same = facts.filter((other) => nameOf(other.task).zh === name.zh);
  if (same.length < 2) return name;
  const at = timeOf(one);
  const days = new Set(same.map((other) => localDate(timeOf(other), desk.zone)));
  const time = formatTime(at, desk.zone);
  const when = days.size > 1 ? moment(at, desk) : { zh: time, en: time };
  return { zh: `${name.zh} ${when.zh}`, en: `${name.en} ${when.en}` };
}

/** The moment by which people know it: when checks begin, when the rest is due. */
const timeOf = ({ task: { verb, fromAt, dueAt }, rule }: Pick<TaskFacts, 'task' | 'rule'>): Instant =>
  verb === 'checklist' && rule?.by_then === undefined ? fromAt : dueAt;

/** The nearest deadline first, then what begins first; always the same order. */
export const inOrder = (facts: readonly TaskFacts[]): TaskFacts[] =>
  facts.toSorted(
    (left, right) =>
      Temporal.Instant.compare(left.task.dueAt, right.task.dueAt) ||
      Temporal.Instant.compare(left.task.fromAt, right.task.fromAt) ||
      (left.task.key < right.task.key ? -1 : 1),
  );

function proofBlocks({ proofs, names, desk }: TaskFacts, locale: Locale): Block[] {
  if (proofs.length === 0) return [];
  const lines = proofs.slice(-10).map((proof) => {
    const words = proofWords(proof, locale);
    return `${formatTime(proof.at, desk.zone)} ${nameIn(names, proof.by)[locale]}${words === '' ? '' : `  ${words}`}`;
  });
  return [{ kind: 'list', items: lines }];
}

/** The live card of one task. */
export function taskCard(facts: TaskFacts, locale: Locale): Card {
  const { task, desk, rule } = facts;
  const name = nameOf(task);
  const waits = task.detail.waiting === true;
  const overdue = task.state === 'missed' && !waits;
  const state = stateOf(facts);
  const title = (waits ? text.toApprove : overdue ? text.overdueOne : text.due)(name, desk.name)[locale];
  const approval = approvalWords(facts, text.since);
  const then = onDutyThen([facts], locale);
  const own: Fact[] = [
    ...(approval === null ? [] : [{ label: text.approver[locale], value: approval[locale] }]),
    ...(task.detail.subject === undefined ? [] : [{ label: text.about[locale], value: task.detail.subject[locale] }]),
    { label: text.when[locale], value: whenOf(task, desk)[locale] },
    then === null
      ? { label: text.who[locale], value: (facts.passedTo === undefined ? whoOf(facts) : text.passedTo(facts.passedTo))[locale] }
      : { label: text.wereOnDuty[locale], value: then },
    ...ruleFacts(rule, task, locale),
    ...(task.wanted > 1 ? [{ label: text.targets[locale], value: text.progress(task.done, task.wanted)[locale] }] : []),
  ];
  const drawn = (task.detail.targets ?? [])
    .slice(0, 20)
    .map((target) => `${target.name[locale]}${target.carried ? ` · ${text.carried[locale]}` : ''}`);
  const source = sourceOf(facts.cites, locale);
  const start = startAction(facts, locale, null, 'primary');
  const material = start === null ? null : sourceLine(rule, task);
  const approve: Action[] = waits
    ? [
        press('task.agree', text.buttons.agree, { id: task.id }, locale, 'primary'),
        press('task.back-open', text.buttons.sendBack, { id: task.id }, locale),
      ]
    : [];
  return {
    kind: 'card',
    symbol: overdue ? '⏰' : task.state === 'done' ? '✅' : '📋',
    title,
    state: { word: state.word[locale], tone: state.tone },
    summary: `${title} · ${own.map(({ value }) => value).join(' · ')}`,
    blocks: [
      { kind: 'facts', facts: own },
      ...(drawn.length === 0 ? [] : [{ kind: 'list' as const, items: drawn }]),
      ...proofBlocks(facts, locale),
      ...(source === null ? [] : [{ kind: 'note' as const, text: source }]),
    ],
    actions: [
      ...approve,
      ...(start === null ? [] : [start]),
      ...(start !== null && takesPhoto(task.verb) ? [press('task.photo', text.buttons.photo, { id: task.id }, locale)] : []),
      ...(material === null ? [] : [typed(text.buttons.source, material, locale)]),
      typed(text.buttons.tasks, 'tasks', locale),
    ],
    rest: typed(text.buttons.tasks, 'tasks', locale),
  };
}

/** A card whose reader was told anew since: it says so, and has nothing to press. */
export function movedCard(desk: Desk, tasks: readonly Task[], anew: Instant, locale: Locale): Card {
  const [first] = tasks;
  const what = first !== undefined && tasks.length === 1 ? nameOf(first) : text.several(tasks.length);
  const title = text.below(what, desk.name)[locale];
  const line = text.sentAnew(moment(anew, desk))[locale];
  return { kind: 'card', symbol: '📋', title, summary: title, blocks: [{ kind: 'note', text: line }], actions: [] };
}

/**
 * Everything a desk was told of at one moment, each with its state: what is due, what is overdue, what was reported. `moved`: so many of them stand on a
 * later card. `held`: since when it waited for the end of its reader's quiet hours; null: it did not.
 */
export function dueCard(
  desk: Desk,
  all: readonly TaskFacts[],
  locale: Locale,
  { moved, held }: { readonly moved: number; readonly held: Instant | null } = { moved: 0, held: null },
): Card {
  const facts = inOrder(all);
  const open = facts.filter(({ task, passedTo }) => task.state === 'open' && passedTo === undefined);
  const passed = facts.some(({ task, passedTo }) => task.state === 'open' && passedTo !== undefined);
  const then = onDutyThen(facts, locale);
  const missed = facts.filter(({ task }) => task.state === 'missed');
  const [first] = facts;
  const title =
    facts.length === 1 && first !== undefined
      ? (missed.length > 0 ? text.overdueOne : text.due)(nameOf(first.task), desk.name)
      : missed.length > 0
        ? text.overdueSeveral(missed.length, desk.name)
        : text.dueSeveral(open.length === 0 ? facts.length : open.length, desk.name);
  const state: StateBadge =
    missed.length > 0
      ? { word: text.states.missed[locale], tone: 'red' }
      : open.length > 0
        ? { word: text.states.open[locale], tone: 'orange' }
        : passed
          ? { word: text.passed[locale], tone: 'grey' }
          : { word: text.states.done[locale], tone: 'green' };
  return {
    kind: 'card',
    symbol: missed.length > 0 ? '⏰' : open.length > 0 || passed ? '📋' : '✅',
    title: title[locale],
    state,
    summary: withColon(title[locale], facts.map((one) => taskLine(one, locale)).join(locale === 'zh' ? ';' : '; '), locale),
    blocks: [
      ...(held === null ? [] : [{ kind: 'text' as const, text: text.heldBack(moment(held, desk))[locale] }]),
      ...linesOf(facts, locale),
      ...(then === null ? [] : [{ kind: 'note' as const, text: withColon(text.wereOnDuty[locale], then, locale) }]),
      ...(moved > 0 ? [{ kind: 'note' as const, text: text.moreBelow(moved)[locale] }] : []),
    ],
    actions: [...listActions(facts, locale), typed(text.buttons.tasks, 'tasks', locale)],
    rest: typed(text.buttons.tasks, 'tasks', locale),
  };
}

/** A list of tasks for the person who asks; `more`: how many it leaves out, matters that are no tasks, and lines below it. */
export function listCard(
  title: Words,
  facts: readonly TaskFacts[],
  more: { readonly count: number; readonly notes: readonly Words[]; readonly matters?: readonly string[] },
  actions: readonly Action[],
  locale: Locale,
): Card {
  return {
    kind: 'card',
    symbol: '📋',
    title: title[locale],
    summary: title[locale],
    blocks: [
      ...linesOf(facts, locale),
      ...((more.matters ?? []).length === 0 ? [] : [{ kind: 'list' as const, items: more.matters ?? [] }]),
      ...(more.count > 0 ? [{ kind: 'note' as const, text: text.more(more.count)[locale] }] : []),
      ...more.notes.map((note): Block => ({ kind: 'note', text: note[locale] })),
    ],
    actions: [...listActions(facts, locale), ...actions],
    rest: typed(text.buttons.desk, 'tasks desk', locale),
  };
}

/** Something handed in, for whoever gets it. */
export function reportCard(
  facts: TaskFacts,
  given: { readonly by: string; readonly at: Instant; readonly lines: string },
  ack: boolean,
  locale: Locale,
): Card {
  const { task, desk } = facts;
  const title = text.report(nameOf(task), desk.name)[locale];
  const source = sourceOf(facts.cites, locale);
  return {
    kind: 'card',
    symbol: '📋',
    title,
    summary: title,
    blocks: [
      { kind: 'text', text: text.handedInBy(given.by, moment(given.at, desk))[locale] },
      ...(given.lines === '' ? [] : [{ kind: 'text' as const, text: given.lines }]),
      ...(source === null ? [] : [{ kind: 'note' as const, text: source }]),
    ],
    actions: ack ? [press('task.ack', text.buttons.received, { id: task.id }, locale, 'primary')] : [],
  };
}
