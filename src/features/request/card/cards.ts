import type { PersonId } from '../../../core/ids.ts';
import type { Locale, Words } from '../../../core/locale.ts';
import type { Instant } from '../../../core/time.ts';
import { press, typed } from '../../../view/build.ts';
import type { Action, Block, Card, Fact, FindingLine, Rich, StateBadge } from '../../../view/view.ts';
import type { Signer } from '../decide/approvers.ts';
import { roundOf } from '../decide/decide.ts';
import { fieldsFor } from '../form/read.ts';
import { openStates } from '../request.ts';
import type { FollowUp, Step } from '../request-record.ts';
import { reasonWords } from './bot-reason.ts';
import { atWords, chainWords, dutyLines, type Lines, listed, summaryOf, titleOf } from './lines.ts';
import { nextLine, untilWords } from './next.ts';

import { ownFact } from './own-fact.ts';
import { followUpName, outcomeName, text } from './text.ts';

/** What a card of a request shows. */
export interface CardFacts {
  readonly lines: Lines;
  readonly now: Instant;
  /** What the rules say of it now; of one that is decided: nothing. */
  readonly findings: readonly FindingLine[];
  /** Facts the decider needs. */
  readonly shown: readonly { readonly label: Words; readonly value: Words }[];
  /** Who may sign a step at the moment. */
  readonly signers: (step: Step) => readonly Signer[];
  readonly linked: (person: PersonId) => boolean;
  /** A rule it does not meet holds in principle: approving asks for a reason. */
  readonly needsReason: boolean;
  /** Whoever stands in carries the responsibility. */
  readonly responsibilityMoves: FindingLine | null;
}

const tones: Readonly<Record<string, StateBadge['tone']>> = {
  approving: 'orange',
  asked: 'orange',
  cancelling: 'orange',
  approved: 'green',
  closed: 'green',
  refused: 'red',
  declined: 'red',
};

function badge({ lines }: CardFacts, locale: Locale): StateBadge {
  const { state, provisional } = lines.whole.request;
  const word = text.states[state][locale];
  const shown = state === 'approved' && provisional ? `${word} · ${text.provisional[locale]}` : word;
  return { word: shown, tone: tones[state] ?? 'grey' };
}

const fact = (label: Words, value: Rich, locale: Locale): Fact => ({ label: label[locale], value });

/** Shifts that the first line of a card can name; more of them are listed. */
const shiftsInLine = 2;

/** What the first line does not say already: who filed it, shifts, the type's fields, those for deciders only where the reader is one. */
function askedFacts({ lines, now }: CardFacts, seesPrivate: boolean, locale: Locale): Fact[] {
  const { request, documents } = lines.whole;
  const { zone } = lines.desk;
  const name = (person: PersonId): string => lines.name(person)[locale];
  const moves = request.duties.length > 0 && lines.type.effect !== 'absent';
  const duties = moves && request.duties.length <= shiftsInLine ? [] : dutyLines(request, lines, locale);
  const own = fieldsFor(lines.type, request.kind)
    .filter((field) => seesPrivate || !field.private)
    .flatMap((field) => ownFact(request.fields[field.name], field, name, locale));
  const files =
    seesPrivate && documents.length > 0
      ? [
          fact(
            text.documents,
            listed(
              documents.map((file) => file.name),
              locale,
            ),
            locale,
          ),
        ]
      : [];
  return [
    ...(request.filedBy === request.subject
      ? []
      : [fact(text.who, text.filedBy(name(request.subject), name(request.filedBy))[locale], locale)]),
    ...(request.partner === null || moves
      ? []
      : [fact(lines.type.effect === 'replace-person' ? text.partnerCover : text.partner, name(request.partner), locale)]),
    ...(duties.length === 0 ? [] : [fact(text.shifts, duties.join('\n'), locale)]),
    ...own,
    ...(request.toldAt === null ? [] : [fact(text.told, atWords(request.toldAt, now, zone, locale), locale)]),
    ...files,
  ];
}

/** Who signed, who is asked now, who comes later: a line each, with its mark. */
function chainLines(facts: CardFacts, locale: Locale, seesReasons: boolean): string[] {
  const { lines, now } = facts;
  const { whole, desk } = lines;
  const name = (person: PersonId): string => lines.name(person)[locale];
  const round = roundOf(whole.request.state);
  const steps = whole.steps.filter((step) => step.round === round || step.state === 'agreed' || step.state === 'refused');
  if (steps.length === 0) return [text.nobodyDecides[locale]];
  const said = steps.flatMap((step): string[] => {
    const what = chainWords(step.words, locale);
    if (step.state === 'skipped') return [];
    if (whole.request.state === 'open-call' && step.kind === 'confirm') return [`○ ${text.takes[locale]}`];
    if (step.state === 'waiting') return [`· ${text.later(what)[locale]}`];
    if (step.state === 'open') {
      const signers = facts.signers(step);
      if (signers.length === 0) return [`⚠️ ${text.vacant(what)[locale]}`];
      const who = signers.map((one) => (one.for === null ? name(one.person) : text.for(name(one.person), name(one.for))[locale]));
      const missing = signers.filter((one) => !facts.linked(one.person)).map((one) => name(one.person));
      const unlinked = missing.length === 0 ? '' : `(${text.notLinked(listed(missing, locale))[locale]})`;
      return [`○ ${text.waitsFor(what, listed(who, locale))[locale]}${unlinked}`];
    }
    const by = step.decidedBy === null ? what : name(step.decidedBy);
    const signed = step.decidedFor === null ? by : text.for(by, name(step.decidedFor))[locale];
    const at = step.decidedAt === null ? '' : atWords(step.decidedAt, now, desk.zone, locale);
    const against = step.kind === 'confirm' ? text.declinedBy(signed, at) : text.refusedBy(signed, at);
    const line = (step.state === 'agreed' ? text.agreed(signed, at) : against)[locale];
    const reason = step.reason === null || !seesReasons ? '' : ` · ${step.reason}`;
    return [`${step.state === 'agreed' ? '✓' : '✗'} ${line}${reason}`];
  });
  // Who signs for two roles at once is named once.
  return [...new Set(said)];
}

const chainBlocks = (facts: CardFacts, locale: Locale, seesReasons: boolean): Block[] => [
  { kind: 'heading', text: text.chain[locale] },
  { kind: 'text', text: chainLines(facts, locale, seesReasons).join('\n') },
];

/** Who asks for what and when; below it what the reader has to do, or what holds now. */
function headBlock(facts: CardFacts, asksMe: boolean, locale: Locale): Block {
  const next = nextLine(facts, asksMe, locale);
  return { kind: 'text', text: [{ kind: 'strong', text: summaryOf(facts.lines, locale) }, ...(next === null ? [] : [`\n${next}`])] };
}

const factBlocks = (facts: readonly Fact[]): Block[] => (facts.length === 0 ? [] : [{ kind: 'facts', facts }]);

function questionBlocks({ lines }: CardFacts, locale: Locale): Block[] {
  const { question } = lines.whole;
  if (question === null) return [];
  if (question.about === 'cancel')
    return [{ kind: 'text', text: text.cancelReason(lines.name(question.by)[locale], reasonWords(question.text)[locale])[locale] }];
  const said = [text.question(lines.name(question.by)[locale], question.text)[locale]];
  if (question.answer !== null) said.push(text.answer(question.answer)[locale]);
  return [{ kind: 'text', text: said.join('\n') }];
}

function followUpBlocks(facts: CardFacts, locale: Locale): Block[] {
  const { lines } = facts;
  const { followUps } = lines.whole;
  if (followUps.length === 0) return [];
  const line = (one: FollowUp): string => {
    const when = one.dueAt === null ? text.dueOpen[locale] : untilWords(one.dueAt, lines.desk.zone, locale);
    const missed = one.otherwise === null ? text.missed[locale] : text.missedAs(outcomeName(one.otherwise)[locale])[locale];
    const state = one.state === 'done' ? text.done[locale] : one.state === 'missed' ? missed : '';
    return text.followUpLine(followUpName(one.do)[locale], when, state)[locale];
  };
  return [
    { kind: 'heading', text: text.followUps[locale] },
    { kind: 'list', items: followUps.filter((one) => one.state !== 'dropped').map(line) },
  ];
}

function card(facts: CardFacts, title: string, blocks: readonly Block[], actions: readonly Action[], locale: Locale): Card {
  return {
    kind: 'card',
    symbol: facts.lines.type.effect === 'exchange-shifts' || facts.lines.type.effect === 'replace-person' ? '🔁' : '📋',
    title,
    state: badge(facts, locale),
    summary: `${title} · ${summaryOf(facts.lines, locale)}`,
    blocks,
    actions,
  };
}

const isOpen = ({ lines }: CardFacts): boolean => openStates.includes(lines.whole.request.state);

function ruleBlocks(facts: CardFacts): Block[] {
  const findings = [...facts.findings, ...(facts.responsibilityMoves === null ? [] : [facts.responsibilityMoves])];
  return findings.length === 0 ? [] : [{ kind: 'findings', findings }];
}

/** Files one can look at from a card; a leave has a certificate or two. */
const mostFiles = 5;

/** A button for each paper; whoever presses gets it alone, if they may. The route is that of the slice of documents, named here because it stands to the right. */
function fileBlocks({ lines }: CardFacts, locale: Locale): Block[] {
  const { documents, request } = lines.whole;
  const labels = fieldsFor(lines.type, request.kind).filter((field) => field.kind === 'document');
  const nameOf = (document: string): string =>
    labels.find((field) => field.name.replaceAll('_', '-') === document)?.label[locale] ?? text.documents[locale];
  const actions = documents
    .slice(-mostFiles)
    .map((file) => press('document.show', text.buttons.look(nameOf(file.document)), { file: file.id }, locale));
  return actions.length === 0 ? [] : [{ kind: 'actions', actions }];
}

/** For whoever decides: everything that was asked, what the rules say, what they need to know, who signed. */
export function decideCard(facts: CardFacts, locale: Locale): Card {
  const { lines } = facts;
  const { request, setAside } = lines.whole;
  const args = { id: request.id };
  const title = titleOf(lines, locale);
  const { buttons } = text;
  const waits = request.state === 'approving' || request.state === 'asked' || request.state === 'cancelling';
  const approve = facts.needsReason
    ? press('request.approve-reason', buttons.approveWith, args, locale, 'primary')
    : press('request.approve', buttons.approve, args, locale, 'primary');
  const actions = !waits
    ? [typed(buttons.approvals, 'approvals', locale)]
    : [
        approve,
        press('request.refuse', buttons.refuse, args, locale, 'danger'),
        ...(request.state === 'cancelling' ? [] : [press('request.ask', buttons.ask, args, locale)]),
        ...(facts.needsReason ? [] : [press('request.approve-reason', buttons.approveWith, args, locale)]),
        press('request.hand', buttons.hand, args, locale),
      ];
  const name = (person: PersonId): string => lines.name(person)[locale];
  return card(
    facts,
    title,
    [
      headBlock(facts, false, locale),
      ...factBlocks([...askedFacts(facts, true, locale), ...facts.shown.map(({ label, value }) => fact(label, value[locale], locale))]),
      ...fileBlocks(facts, locale),
      ...ruleBlocks(facts),
      ...setAside.map((one): Block => ({ kind: 'note', text: text.setAside(name(one.by), one.reason)[locale] })),
      ...questionBlocks(facts, locale),
      ...chainBlocks(facts, locale, true),
      ...followUpBlocks(facts, locale),
    ],
    actions,
    locale,
  );
}

/** For a lead of the desk who does not decide on it: who, what and when, how it stands; the reason and papers are for those who decide. */
export function leadCard(facts: CardFacts, locale: Locale): Card {
  return card(
    facts,
    titleOf(facts.lines, locale),
    [
      headBlock(facts, false, locale),
      ...factBlocks([...askedFacts(facts, false, locale), ...facts.shown.map(({ label, value }) => fact(label, value[locale], locale))]),
      ...ruleBlocks(facts),
      ...chainBlocks(facts, locale, false),
      ...followUpBlocks(facts, locale),
    ],
    [typed(text.buttons.approvals, 'approvals', locale)],
    locale,
  );
}

/** For whom it is about and who filed it: how it stands, and what they can do. */
export function mineCard(facts: CardFacts, locale: Locale): Card {
  const { lines } = facts;
  const { whole } = lines;
  const { request } = whole;
  const args = { id: request.id };
  const { buttons } = text;
  const asksMe = whole.steps.some((step) => step.state === 'open' && step.kind === 'confirm' && step.words.includes('subject'));
  const title = titleOf(lines, locale);
  const waiting = whole.followUps.filter((one) => one.state === 'waiting');
  const withdraw: Action = {
    ...press('request.withdraw', buttons.withdraw, args, locale),
    kind: 'press',
    route: 'request.withdraw',
    args,
    label: buttons.withdraw[locale],
    confirm: {
      title: text.confirm.withdraw[locale],
      text: text.confirm.withdrawText[locale],
      yes: text.confirm.yes[locale],
      no: text.confirm.no[locale],
    },
  };
  const over = request.endsAt !== null && request.endsAt.epochMilliseconds <= facts.now.epochMilliseconds;
  const actions: Action[] = [
    ...(asksMe ? [press('request.agree', buttons.agree, args, locale, 'primary'), declineButton(args, locale)] : []),
    ...(request.state === 'asked' ? [press('request.answer', buttons.answer, args, locale, 'primary')] : []),
    ...waiting.map((one) => press('request.done', buttons.followUpDone(followUpName(one.do)[locale]), { ...args, follow: one.id }, locale)),
    ...(isOpen(facts) ? [withdraw] : []),
    ...(request.state === 'approved' && !over ? [press('request.cancel', buttons.cancel, args, locale)] : []),
    typed(buttons.mine, 'requests', locale),
  ];
  return card(
    facts,
    title,
    [
      headBlock(facts, asksMe, locale),
      ...factBlocks(askedFacts(facts, true, locale)),
      ...fileBlocks(facts, locale),
      ...ruleBlocks(facts),
      ...questionBlocks(facts, locale),
      ...chainBlocks(facts, locale, true),
      ...followUpBlocks(facts, locale),
    ],
    actions,
    locale,
  );
}

const declineButton = (args: Readonly<Record<string, string>>, locale: Locale): Action => ({
  kind: 'press',
  route: 'request.decline',
  args,
  label: text.buttons.decline[locale],
  style: 'danger',
  confirm: {
    title: text.confirm.decline[locale],
    text: text.confirm.declineText[locale],
    yes: text.confirm.yes[locale],
    no: text.confirm.no[locale],
  },
});

/** For the other side: what they are asked, without what only deciders see. */
export function partnerCard(facts: CardFacts, locale: Locale): Card {
  const { lines } = facts;
  const { whole } = lines;
  const { request } = whole;
  const args = { id: request.id };
  const { buttons } = text;
  const asksMe = whole.steps.some((step) => step.state === 'open' && step.kind === 'confirm' && step.words.includes('partner'));
  const agreed = whole.steps.some((step) => step.kind === 'confirm' && step.state === 'agreed' && step.decidedBy === request.partner);
  const title = titleOf(lines, locale);
  const actions: Action[] = [
    ...(asksMe ? [press('request.agree', buttons.agree, args, locale, 'primary'), declineButton(args, locale)] : []),
    ...(!asksMe && agreed && (request.state === 'approving' || request.state === 'asked')
      ? [press('request.take-back', buttons.takeBack, args, locale)]
      : []),
    ...(request.state === 'approved' ? [press('request.cancel', buttons.cancel, args, locale)] : []),
    typed(buttons.mine, 'requests', locale),
  ];
  return card(
    facts,
    title,
    [
      headBlock(facts, asksMe, locale),
      ...factBlocks(askedFacts(facts, false, locale)),
      ...ruleBlocks(facts),
      ...chainBlocks(facts, locale, false),
    ],
    actions,
    locale,
  );
}
