import { formatDay, formatHours, formatMoment, formatTime, inBrackets, withColon } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { Temporal, type Zone } from '../../core/time.ts';
import type { Citation } from '../../policy/policy.ts';
import type { Action, Block, Card, Fact, FindingLine, Notice, Rich, StateBadge } from '../../view/view.ts';
import { roleNames } from '../people/index.ts';
import type { CountedFact, HistoryEntry, ProposalState, StoredProposal } from './proposal.ts';
import { consequenceText as text } from './text.ts';
import { amountText, offenceName, outcomeName } from './words.ts';

/** A proposal with the names a card shows. */
export interface ShownProposal {
  readonly proposal: StoredProposal;
  readonly person: Words;
  readonly desk: Words;
  readonly zone: Zone;
  readonly cites: readonly Citation[];
  readonly names: ReadonlyMap<string, Words>;
}

export const press = (route: string, label: string, args: Readonly<Record<string, string>> = {}, style?: 'primary' | 'danger'): Action => ({
  kind: 'press',
  route,
  args,
  label,
  ...(style === undefined ? {} : { style }),
});
export const typed = (label: string, said: string): Action => press('words.run', label, { text: said });

const tones: Readonly<Record<ProposalState, StateBadge['tone']>> = {
  open: 'orange',
  accepted: 'green',
  dismissed: 'grey',
  withdrawn: 'grey',
};

/** `记旷工 1 天` · `absence, 1 day` */
export function outcomeText(of: Pick<StoredProposal, 'outcome' | 'amount' | 'unit'>, locale: Locale): string {
  const name = outcomeName(of.outcome)[locale];
  if (of.amount === null || of.unit === null) return name;
  const amount = amountText(of.amount, of.unit, locale);
  return locale === 'zh' ? `${name} ${amount}` : `${name}, ${amount}`;
}

export const outcomeWords = (of: Pick<StoredProposal, 'outcome' | 'amount' | 'unit'>): Words => ({
  zh: outcomeText(of, 'zh'),
  en: outcomeText(of, 'en'),
});

function sourceText(fact: CountedFact, zone: Zone, locale: Locale): string {
  if (fact.derived) return text.fromOutcome[locale];
  if (fact.note !== null) return withColon(text.recorded[locale], fact.note, locale);
  const parts = fact.sources.map((source): string => {
    if (source.kind === 'request') return text.byRequest[locale];
    if (source.kind === 'duty')
      return text.shift(formatHours(Temporal.Instant.from(source.startsAt), Temporal.Instant.from(source.endsAt), zone, locale))[locale];
    const time = formatTime(Temporal.Instant.from(source.at), zone);
    return (source.punch === 'in' ? text.punchIn(time) : text.punchOut(time))[locale];
  });
  const punched = fact.sources.some((source) => source.kind === 'punch');
  return [...parts, ...(punched || fact.sources.some((source) => source.kind === 'request') ? [] : [text.noSource[locale]])].join(' · ');
}

/** `12月1日(周二)早班 迟到 12 分钟 — 班 09:00–18:00 · 上班打卡 09:12` */
export function factLine(fact: CountedFact, zone: Zone, locale: Locale): Rich {
  const day = formatDay(Temporal.PlainDate.from(fact.on), locale);
  const shift = fact.shift === null ? '' : fact.shift[locale];
  const when = locale === 'zh' ? `${day}${shift}` : [day, shift].filter((part) => part !== '').join(' ');
  const much = fact.minutes === null ? '' : ` ${amountText(fact.minutes, 'minutes', locale)}`;
  return [{ kind: 'strong', text: `${when} ${offenceName(fact.offence)[locale]}${much}` }, `  ${sourceText(fact, zone, locale)}`];
}

const sourceOf = (cite: Citation, locale: Locale): string => `${cite.title[locale]} ${cite.section[locale]} · ${cite.rule}`;

/** The regulations behind it, each in our words with title, section and rule id. */
export const citationBlocks = (cites: readonly Citation[], locale: Locale): Block[] => {
  const findings = cites.map(
    (cite): FindingLine => ({
      level: 'info',
      text: cite.words[locale],
      ...(cite.preset === null ? {} : { source: sourceOf(cite, locale) }),
    }),
  );
  return findings.length === 0 ? [] : [{ kind: 'findings', findings }];
};

function historyLine(entry: HistoryEntry, shown: ShownProposal, locale: Locale): string {
  const at = formatMoment(Temporal.Instant.from(entry.at), shown.zone, locale);
  const who = entry.by === null ? '' : `${shown.names.get(entry.by)?.[locale] ?? '?'} `;
  const what = text.events[entry.what][locale];
  const result = outcomeText({ outcome: entry.outcome, amount: entry.amount, unit: shown.proposal.unit }, locale);
  const known = Object.entries(text.reasons).find(([code]) => code === entry.reason)?.[1][locale];
  const reason = entry.reason === null ? '' : withColon('', known ?? entry.reason, locale);
  return `${at} ${who}${what} (${result})${reason}`;
}

/** Facts listed on a card; the rest is said to be there. */
const mostFacts = 20;

/** The live card of a proposal, for whoever decides. */
export function proposalCard(shown: ShownProposal, locale: Locale): Card {
  const { proposal } = shown;
  const title = text.title(shown.person, offenceName(proposal.offence))[locale];
  const facts: Fact[] = [
    { label: text.proposes[locale], value: [{ kind: 'strong', text: outcomeText(proposal, locale) }] },
    { label: text.desk[locale], value: shown.desk[locale] },
  ];
  if (proposal.liable.length > 0) facts.push({ label: text.liable[locale], value: roleNames(proposal.liable, locale) });
  const items = proposal.facts.slice(0, mostFacts).map((fact) => factLine(fact, shown.zone, locale));
  const more = proposal.facts.length - items.length;
  const blocks: Block[] = [
    { kind: 'facts', facts },
    { kind: 'heading', text: text.counted[locale] },
    { kind: 'list', items },
    ...(more > 0 ? [{ kind: 'note' as const, text: locale === 'zh' ? `另有 ${more} 条` : `${more} more` }] : []),
    ...citationBlocks(shown.cites, locale),
  ];
  if (proposal.history.length > 1)
    blocks.push(
      { kind: 'heading', text: text.history[locale] },
      { kind: 'list', items: proposal.history.map((entry) => historyLine(entry, shown, locale)) },
    );
  if (proposal.state === 'open') blocks.push({ kind: 'note', text: text.onlyProposed[locale] });
  return {
    kind: 'card',
    symbol: '📋',
    title,
    state: { word: text.states[proposal.state][locale], tone: tones[proposal.state] },
    summary: withColon(title, outcomeText(proposal, locale), locale),
    blocks,
    actions: proposal.state === 'open' ? deciding(proposal, locale) : [],
    rest: typed(text.allProposals[locale], 'proposals'),
  };
}

/** An outcome the rules leave open, or one of several, is chosen in a form; a single one is accepted with a press. */
function deciding({ id, outcome, choices }: StoredProposal, locale: Locale): Action[] {
  const choose = press('consequence.choose', text.decide[locale], { id }, outcome === 'to-be-decided' ? 'primary' : undefined);
  const dismiss = press('consequence.dismiss', text.dismiss[locale], { id });
  if (outcome === 'to-be-decided') return [choose, dismiss];
  const accept = press('consequence.accept', text.accept[locale], { id, outcome }, 'primary');
  return choices.length > 1 ? [accept, choose, dismiss] : [accept, dismiss];
}

/** To the person, once it is accepted; and to whoever decided, when it is taken back. */
export function toldNotice(shown: ShownProposal, what: 'accepted' | 'taken-back', by: Words | null, locale: Locale): Notice {
  const { proposal } = shown;
  const outcome = outcomeWords(proposal);
  const title =
    what === 'accepted'
      ? text.told(outcome)
      : text.takenBack({ zh: `${shown.person.zh} ${outcome.zh}`, en: `${shown.person.en}, ${outcome.en}` });
  const lead = what === 'accepted' ? (by === null ? '' : text.toldBy(by)[locale]) : text.takenBackWhy[locale];
  const items = proposal.facts.slice(0, mostFacts).map((fact) => factLine(fact, shown.zone, locale));
  return {
    kind: 'notice',
    tone: what === 'accepted' && !proposal.merit ? 'warn' : 'info',
    title: title[locale],
    blocks: [
      ...(lead === '' ? [] : [{ kind: 'text' as const, text: lead }]),
      { kind: 'list', items },
      ...citationBlocks(shown.cites, locale),
      ...(what === 'accepted' && !proposal.merit ? [{ kind: 'note' as const, text: text.toldHelp[locale] }] : []),
    ],
    actions: [],
  };
}

/** One line of the list: who, what, proposed outcome. */
export function proposalLine(shown: ShownProposal, locale: Locale): Rich {
  const { proposal } = shown;
  const day = formatDay(Temporal.PlainDate.from(proposal.on), locale);
  const what = inBrackets(offenceName(proposal.offence)[locale], day, locale);
  return [{ kind: 'strong', text: shown.person[locale] }, ` ${what} → ${outcomeText(proposal, locale)}`];
}

export const notice = (tone: Notice['tone'], title: Words, why: Words | null, locale: Locale): Notice => ({
  kind: 'notice',
  tone,
  title: title[locale],
  blocks: why === null ? [] : [{ kind: 'text', text: why[locale] }],
  actions: [typed(text.allProposals[locale], 'proposals')],
});

/** Several at once: one message with a way to them. */
export function newOnesCard(count: number, desk: Words, deskId: string, locale: Locale): Card {
  const title = text.newOnes(count, desk)[locale];
  return {
    kind: 'card',
    symbol: '📋',
    title,
    summary: title,
    blocks: [{ kind: 'note', text: text.onlyProposed[locale] }],
    actions: [press('consequence.list', text.list.show[locale], { desk: deskId, page: '0' }, 'primary')],
  };
}

/** A page of what waits. */
export interface ProposalPage {
  readonly shown: readonly ShownProposal[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  readonly desk: { readonly id: string; readonly name: Words } | null;
  /** May record conduct. */
  readonly records: boolean;
}

export function listCard({ shown, total, page, pages, desk, records }: ProposalPage, locale: Locale): Card {
  const title = desk === null ? text.allProposals[locale] : text.list.title(desk.name)[locale];
  const turn = (to: number): Readonly<Record<string, string>> => ({ page: String(to), ...(desk === null ? {} : { desk: desk.id }) });
  const blocks: Block[] =
    total === 0
      ? [{ kind: 'text', text: text.list.nothing[locale] }]
      : [
          { kind: 'text', text: text.list.open(total)[locale] },
          ...shown.flatMap((one): Block[] => [
            { kind: 'text', text: proposalLine(one, locale) },
            {
              kind: 'actions',
              actions: [press('consequence.show', text.list.show[locale], { id: one.proposal.id })],
            },
          ]),
        ];
  if (pages > 1) blocks.push({ kind: 'note', text: text.list.page(page + 1, pages)[locale] });
  return {
    kind: 'card',
    symbol: '📋',
    title,
    summary: title,
    blocks,
    actions: [
      ...(page + 1 < pages ? [press('consequence.list', text.list.next[locale], turn(page + 1), 'primary')] : []),
      ...(page > 0 ? [press('consequence.list', text.list.previous[locale], turn(page - 1))] : []),
      ...(records ? [typed(text.record[locale], 'conduct')] : []),
    ],
  };
}

/** What was decided about the reader. */
export function decidedCard(shown: readonly ShownProposal[], locale: Locale): Notice {
  return {
    kind: 'notice',
    tone: 'info',
    title: shown.length === 0 ? text.list.nothingMine[locale] : text.list.mine[locale],
    blocks:
      shown.length === 0
        ? [{ kind: 'text', text: text.list.nothingMineWhy[locale] }]
        : [{ kind: 'list', items: shown.map((one) => decidedLine(one, locale)) }],
    actions: [typed(text.myMonth[locale], 'my attendance')],
  };
}

function decidedLine({ proposal }: ShownProposal, locale: Locale): Rich {
  const day = formatDay(Temporal.PlainDate.from(proposal.on), locale);
  return `${day} ${offenceName(proposal.offence)[locale]} → ${outcomeText(proposal, locale)}`;
}
