import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { EventQuestion, EventType, Route } from '../../policy/index.ts';
import { press } from '../../view/build.ts';
import type { Action, Block, Card, Fact, FindingLine } from '../../view/view.ts';
import type { Desk } from '../people/index.ts';
import { rollAnswer, toAnswer } from './deeds.ts';
import { answerWords, isUnrecognised, providedFor, reportOf } from './incident-case.ts';
import type { IncidentNotice, WholeIncident } from './incident-record.ts';
import { lanes } from './stages.ts';
import { answerWord, limitWords, needWords, rollOf, statusLine } from './status.ts';
import { isOrdered, lackedBy } from './steps.ts';
import { text, yourTurn } from './text.ts';
import { timelineLine, timelineOf } from './timeline.ts';
import {
  badgeOf,
  citedLine,
  falseAlarm,
  isFalseAlarm,
  listOf,
  momentWords,
  type Names,
  nameIn,
  receiverName,
  timeWords,
  titleOf,
  unique,
  withPhone,
} from './views.ts';

/** What it takes to draw an incident for somebody. */
export interface CardFacts {
  readonly whole: WholeIncident;
  readonly desk: Desk;
  readonly event: EventType;
  readonly route: Route;
  /** The general event by whose rules it goes, where none speaks of its own. */
  readonly general: EventType | null;
  /** Somebody stands above the reader who does not know yet. */
  readonly hasAbove: boolean;
  readonly questions: readonly EventQuestion[];
  /** All questions there are, for the answers that were given. */
  readonly known: readonly EventQuestion[];
  readonly severity: Words | null;
  readonly names: Names;
  readonly now: Instant;
  readonly viewer: { readonly person: PersonId; readonly onDesk: boolean; readonly leads: boolean };
}

const mostQuestions = 3;
const mostLines = 4;
const mostReceivers = 12;
/** Choices that are buttons; more are a list in a form. */
const mostButtons = 4;

/** The live card of one person: what happened, what it asks of them, who knows, what is still asked. */
export function incidentCard(facts: CardFacts, locale: Locale): Card {
  const { whole, desk, event, viewer } = facts;
  const { incident } = whole;
  const title = `${titleOf(event, incident, desk)[locale]} · ${desk.name[locale]}`;
  const mine = toAnswer(whole, viewer.person);
  const called = mine.some(({ kind }) => kind === 'call');
  const onlyCalled = isOnlyCalled(facts);
  const open = incident.state !== 'closed';
  return {
    kind: 'card',
    symbol: '⚠️',
    title,
    state: badgeOf(whole, locale),
    summary: `${title} · ${incident.line}`,
    blocks: [
      ...turnBlocks(mine, locale),
      ...ownBlocks(facts, locale),
      { kind: 'text', text: [{ kind: 'strong', text: incident.line }] },
      { kind: 'facts', facts: factLines(facts, locale) },
      ...(onlyCalled ? [] : [...instructionBlocks(facts, locale), ...receiverBlocks(facts, locale), ...rollBlocks(facts, locale)]),
      ...(open && !onlyCalled ? [...handBlocks(facts, locale), ...questionBlocks(facts, locale)] : []),
      ...(onlyCalled ? [] : lineBlocks(facts, locale)),
    ],
    actions: actionsOf(facts, mine, locale),
    ...(isUrgent(facts) || called ? { urgent: true } : {}),
  };
}

/** Somebody who is called out and has no other part in it: their card has no roll, of which there may be hundreds. */
export const isOnlyCalled = ({
  whole,
  viewer,
}: {
  readonly whole: WholeIncident;
  readonly viewer: Pick<CardFacts['viewer'], 'person' | 'leads'>;
}): boolean =>
  !viewer.leads &&
  whole.incident.reporter !== viewer.person &&
  whole.notices.some(({ person, kind }) => person === viewer.person && kind === 'call') &&
  whole.notices.every(({ person, kind }) => person !== viewer.person || kind === 'call');

/** A rule has them told at once. */
const isUrgent = ({ whole, viewer }: CardFacts): boolean =>
  whole.notices.some(({ person, state, urgent, kind }) => person === viewer.person && state === 'told' && urgent && kind !== 'cc');

function turnBlocks(mine: readonly IncidentNotice[], locale: Locale): Block[] {
  const kinds = [...new Set(mine.map(({ kind }) => kind))];
  return kinds.length === 0 ? [] : [{ kind: 'text', text: kinds.map((kind) => yourTurn.get(kind)?.[locale] ?? kind).join('\n') }];
}

/** What somebody answered to a call-out, or that they are in already. */
function ownBlocks({ whole, viewer, now, desk }: CardFacts, locale: Locale): Block[] {
  const mine = rollAnswer(whole, viewer.person);
  if (mine?.answeredAt) {
    const time = timeWords(mine.answeredAt, now, desk);
    const said: Words = { zh: answerWord(mine, time.zh).zh, en: answerWord(mine, time.en).en };
    return [{ kind: 'text', text: text.yourAnswer(said)[locale] }];
  }
  const present = whole.notices.some(({ person, kind, answer }) => person === viewer.person && kind === 'call' && answer === 'present');
  return present && whole.incident.state === 'open' ? [{ kind: 'text', text: text.presentHow[locale] }] : [];
}

function factLines({ whole, desk, severity, known, names, route }: CardFacts, locale: Locale): Fact[] {
  const { incident } = whole;
  const answered = Object.entries(incident.facts).flatMap(([fact, value]): Fact[] => {
    const question = known.find((one) => one.fact === fact);
    return question === undefined || fact === 'severity'
      ? []
      : [{ label: question.ask[locale], value: answerWords(question, value)[locale] }];
  });
  const asksSeverity = route.severity !== null || severity !== null;
  return [
    { label: text.labels.known[locale], value: momentWords(incident.knownAt, desk)[locale] },
    { label: text.labels.reporter[locale], value: nameIn(names, incident.reporter)[locale] },
    ...(asksSeverity ? [{ label: text.labels.severity[locale], value: (severity ?? text.noSeverity)[locale] }] : []),
    ...answered,
  ];
}

/** What the rules say to do first, with where it stands. */
function instructionBlocks({ route, whole, severity, event, general }: CardFacts, locale: Locale): Block[] {
  if (whole.incident.state === 'closed') return [];
  // What has been handled needs no more instructions, only what it takes to close it.
  const acting = whole.incident.state === 'open';
  const order = route.order.map(({ value, cites }) => citedLine('info', text.order[value] ?? { zh: value, en: value }, cites, locale));
  const actions = route.actions.map(({ value, cites }) =>
    citedLine('info', text.actions[value] ?? { zh: value, en: value.replaceAll('-', ' ') }, cites, locale),
  );
  const closes = route.closeWhen.map(({ value, cites }) => {
    const what = text.closes[value] ?? { zh: value, en: value.replaceAll('-', ' ') };
    return citedLine('info', { zh: `${what.zh}才能结束`, en: `it is closed once ${what.en}` }, cites, locale);
  });
  const grave =
    route.severityCites.length === 0 || severity === null
      ? []
      : [citedLine('warn', text.graveByRule(severity), route.severityCites, locale)];
  const told = whole.notices.some(({ lane, person }) => lane === lanes.noRule && person !== null);
  const none = route.cites.length === 0 ? [citedLine('warn', told ? text.noRule : text.noRuleNobody, [], locale)] : [];
  const kind = isUnrecognised(whole)
    ? [citedLine('warn', text.unknownEvent((general ?? event).name), general === null ? [] : route.cites, locale)]
    : general === null
      ? []
      : [citedLine('info', text.reportedAs(event.name, general.name), route.cites, locale)];
  const findings: FindingLine[] = [...kind, ...none, ...grave, ...(acting ? [...order, ...actions] : []), ...closes];
  return findings.length === 0 ? [] : [{ kind: 'findings', findings }];
}

function receiverBlocks({ whole, names, now, desk }: CardFacts, locale: Locale): Block[] {
  const shown = whole.notices.filter(({ kind, state }) => kind !== 'call' && state !== 'skipped');
  if (shown.length === 0) return [];
  const groups = merged(shown);
  const findings = groups.slice(0, mostReceivers).map((notice): FindingLine => {
    const late = limitWords(notice, now, desk);
    const known = notice.state === 'answered' || notice.state === 'delivered';
    const level = late?.over === true ? 'error' : known ? 'ok' : notice.state === 'told' || notice.state === 'unanswered' ? 'warn' : 'info';
    return citedLine(level, statusLine(notice, whole, names, now, desk), notice.detail.cites, locale);
  });
  const more = groups.length - findings.length;
  return [
    { kind: 'heading', text: text.labels.who[locale] },
    { kind: 'findings', findings },
    ...(more > 0 ? [{ kind: 'note' as const, text: text.list.more(more)[locale] }] : []),
  ];
}

/** Somebody whom several rules have told for the same is one line, with the nearest limit and all the rules. */
function merged(notices: readonly IncidentNotice[]): readonly IncidentNotice[] {
  const groups = new Map<string, IncidentNotice>();
  for (const notice of notices) {
    const key = `${notice.kind} ${notice.word} ${notice.person ?? notice.id} ${notice.state === 'waiting' ? 'waiting' : 'told'}`;
    const same = groups.get(key);
    groups.set(key, same === undefined ? notice : together(same, notice));
  }
  return [...groups.values()];
}

/** Of several states of one person, the one that is told of them. */
const ranks: readonly IncidentNotice['state'][] = ['skipped', 'waiting', 'told', 'unanswered', 'delivered', 'answered'];

function together(left: IncidentNotice, right: IncidentNotice): IncidentNotice {
  const [first] = [left.dueAt, right.dueAt].filter((at) => at !== null).toSorted(Temporal.Instant.compare);
  const furthest = ranks.indexOf(left.state) >= ranks.indexOf(right.state) ? left : right;
  return {
    ...furthest,
    dueAt: first ?? null,
    detail: { ...left.detail, cites: [...new Set([...left.detail.cites, ...right.detail.cites])] },
  };
}

function rollBlocks({ whole, names }: CardFacts, locale: Locale): Block[] {
  const { present, coming, not, open } = rollOf(whole);
  if (present.length + coming.length + not.length + open.length === 0) return [];
  const line = (label: Words, list: readonly IncidentNotice[]): Fact => ({
    label: label[locale],
    value:
      list.length === 0
        ? '0'
        : `${list.length} · ${cut(
            list.flatMap(({ person }) => (person === null ? [] : [nameIn(names, person)])),
            locale,
          )}`,
  });
  return [
    { kind: 'heading', text: text.labels.roll[locale] },
    {
      kind: 'facts',
      facts: [
        ...(present.length === 0 ? [] : [line(text.roll.present, present)]),
        line(text.roll.coming, coming),
        line(text.roll.not, not),
        line(text.roll.open, open),
      ],
    },
  ];
}

const mostNames = 20;

const cut = (names: readonly Words[], locale: Locale): string => {
  const shown = listOf(names.slice(0, mostNames))[locale];
  const more = names.length - mostNames;
  return more > 0 ? `${shown} ${text.list.more(more)[locale]}` : shown;
};

/** What somebody has to do by hand: reach a place outside, name somebody, bring what is needed first. */
function handActions({ whole, viewer }: CardFacts, locale: Locale): Action[] {
  const mine = toAnswer(whole, viewer.person);
  if (!viewer.onDesk && whole.incident.reporter !== viewer.person && mine.length === 0) return [];
  const id = whole.incident.id;
  const told = whole.notices.filter(({ person, state }) => person === null && state === 'told');
  // One press for all rules that name the same receiver.
  const byHand = told.filter((one, at) => told.findIndex(({ kind, word }) => kind === one.kind && word === one.word) === at);
  const provided = providedFor(whole);
  const lacking = new Set(
    whole.notices
      .filter(({ state }) => state === 'waiting')
      .flatMap((notice) => lackedBy(notice, provided).filter((what) => what in text.provideForm)),
  );
  const optional = whole.notices.filter(({ state, detail }) => state === 'waiting' && detail.optional);
  const all: Action[] = [
    ...[...lacking].map((what) => press('incident.provide-open', text.buttons.provide(needWords(what)), { id, what }, locale)),
    ...byHand.map((one) =>
      press(
        'incident.reach-open',
        (one.kind === 'approve' ? text.buttons.agreed : text.buttons.confirm)(receiverName(one.word)),
        { notice: one.id },
        locale,
      ),
    ),
    ...byHand.map((one) => press('incident.name-open', text.buttons.name(receiverName(one.word)), { notice: one.id }, locale)),
    ...optional.map((one) => press('incident.call', text.buttons.call(receiverName(one.word)), { notice: one.id }, locale)),
    ...skippedOf(whole, viewer.person).map((one) => press('incident.told-skipped', text.buttons.told, { notice: one.id }, locale)),
  ];
  // One next step on a card: what is asked of the reader, else what is to be done by hand, else the end of it.
  const [first, ...rest] = all;
  if (first?.kind !== 'press' || mine.length > 0 || lacking.size + byHand.length === 0) return all;
  return [{ ...first, style: 'primary' }, ...rest];
}

function handBlocks(facts: CardFacts, locale: Locale): Block[] {
  const actions = handActions(facts, locale);
  return actions.length === 0 ? [] : [{ kind: 'actions', actions }];
}

const skippedOf = ({ notices, incident }: WholeIncident, person: PersonId): readonly IncidentNotice[] =>
  incident.reporter === person ? notices.filter(({ kind, state }) => kind === 'skipped' && state === 'told') : [];

/** The facts the rules still ask about, each with the answers there are. */
function questionBlocks({ whole, questions, viewer, severity, names }: CardFacts, locale: Locale): Block[] {
  if (!viewer.onDesk && whole.incident.reporter !== viewer.person) return [];
  const id = whole.incident.id;
  // The usual gravity of an event is not asked about once it is handled.
  const asked = questions.filter(({ fact }) => fact !== 'severity' || severity === null || whole.incident.state === 'open');
  return asked.slice(0, mostQuestions).flatMap((question): Block[] => {
    const args = (value: string) => ({ id, fact: question.fact, value });
    const grave = question.fact === 'severity';
    // To press what stands already is no change.
    const options = (question.options ?? []).filter(({ value }) => !grave || value !== whole.incident.severity);
    const answers =
      question.kind === 'flag'
        ? [press('incident.fact', text.yes, args('yes'), locale), press('incident.fact', text.no, args('no'), locale)]
        : question.kind === 'choice' && options.length <= mostButtons
          ? options.map(({ value, label }) => press('incident.fact', label, args(value), locale))
          : [press('incident.fact-open', text.buttons.answer, { id, fact: question.fact }, locale)];
    return [
      { kind: 'text', text: (grave && severity !== null ? text.graveOrNot(severity) : question.ask)[locale] },
      ...(grave && severity === null ? phoneBlocks(whole, names, locale) : []),
      // All of them are seen at once, none behind a menu.
      ...rowsOf(answers).map((actions): Block => ({ kind: 'actions', actions })),
    ];
  });
}

const perRow = 3;
const rowsOf = (actions: readonly Action[]): readonly (readonly Action[])[] =>
  actions.length <= perRow ? [actions] : [actions.slice(0, actions.length / 2), actions.slice(actions.length / 2)];

/** As long as nobody says how grave it is, no limit of the rules may run: whoever knows is phoned meanwhile. */
function phoneBlocks({ notices, incident }: WholeIncident, names: Names, locale: Locale): Block[] {
  const silent = notices.filter(
    ({ person, state, kind }) => kind !== 'call' && kind !== 'cc' && state === 'told' && person !== incident.reporter,
  );
  // Who decides before who helps.
  const ordered = silent.toSorted((left, right) => Number(isOrdered(right)) - Number(isOrdered(left)));
  const who = unique(ordered.map((one) => (one.person === null ? receiverName(one.word) : withPhone(one.person, names))));
  return who.length === 0 ? [] : [{ kind: 'text', text: text.phoneMeanwhile(listOf(who))[locale] }];
}

function lineBlocks({ whole, names, desk }: CardFacts, locale: Locale): Block[] {
  const shown = timelineOf(whole.lines)
    .filter(({ kind }) => kind !== 'opened' && kind !== 'told' && kind !== 'entry')
    .slice(-mostLines);
  return shown.length === 0
    ? []
    : [{ kind: 'divider' }, { kind: 'list', items: shown.map((line) => timelineLine(line, names, desk, locale)) }];
}

const isPrimary = (action: Action): boolean => action.kind === 'press' && action.style === 'primary';

function actionsOf(facts: CardFacts, mine: readonly IncidentNotice[], locale: Locale): Action[] {
  const { whole, viewer } = facts;
  const { incident } = whole;
  const { id } = incident;
  const own = (label: Words, route: string, style?: 'primary' | 'danger'): Action => press(route, label, { id }, locale, style);
  const timeline = own(text.buttons.timeline, 'incident.timeline');
  const report = reportOf(whole) === null ? [] : [own(text.buttons.getReport, 'incident.get-report')];
  const write = own(text.buttons.report, 'incident.report-open');
  const reopen = viewer.onDesk || incident.reporter === viewer.person ? [own(text.buttons.reopen, 'incident.reopen-open')] : [];
  if (incident.state === 'closed') return [timeline, ...report, ...(report.length === 0 && !isFalseAlarm(whole) ? [write] : []), ...reopen];
  const answers = answerActions(mine, rollAnswer(whole, viewer.person), own);
  if (isOnlyCalled(facts)) return answers.length === 0 ? [own(text.buttons.note, 'incident.note-open')] : answers;
  const handles =
    viewer.onDesk || incident.reporter === viewer.person || whole.notices.some((one) => one.person === viewer.person && isOrdered(one));
  const taken = answers.length > 0 || handActions(facts, locale).some(isPrimary);
  const primary = taken ? undefined : ('primary' as const);
  return [
    ...answers,
    ...(handles && incident.state === 'open' ? [own(text.buttons.handled, 'incident.handle-open', primary)] : []),
    ...(handles && incident.state === 'handled' ? [own(text.buttons.close, 'incident.close-open', primary)] : []),
    own(text.buttons.note, 'incident.note-open'),
    ...(facts.hasAbove ? [own(text.buttons.up, 'incident.up-open')] : []),
    write,
    ...report,
    timeline,
    ...(handles ? [own(text.buttons.event, 'incident.event-open')] : []),
    ...(handles && incident.state === 'open' ? [falseAlarm(id, locale)] : []),
    ...(handles && incident.state === 'handled' ? reopen : []),
  ];
}

function answerActions(
  mine: readonly IncidentNotice[],
  changes: IncidentNotice | null,
  own: (label: Words, route: string, style?: 'primary' | 'danger') => Action,
): Action[] {
  const has = (kind: IncidentNotice['kind']): boolean => mine.some((notice) => notice.kind === kind);
  const received = mine.some(({ kind }) => kind !== 'call' && kind !== 'approve') ? [own(text.buttons.received, 'incident.received')] : [];
  if (has('call'))
    return [own(text.buttons.coming, 'incident.coming', 'primary'), own(text.buttons.notComing, 'incident.absent-open'), ...received];
  const other =
    changes === null
      ? []
      : [changes.answer === 'coming' ? own(text.buttons.notComing, 'incident.absent-open') : own(text.buttons.coming, 'incident.coming')];
  if (has('approve'))
    return [own(text.buttons.approve, 'incident.approve', 'primary'), own(text.buttons.refuse, 'incident.refuse-open', 'danger'), ...other];
  return mine.length === 0 ? other : [own(text.buttons.received, 'incident.received', 'primary'), ...other];
}
