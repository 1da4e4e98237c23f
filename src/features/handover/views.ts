import { formatMoment, formatTime, withColon } from '../../core/format.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { Citation } from '../../policy/index.ts';
import { press, typed } from '../../view/build.ts';
import type { Action, Block, Card, Fact, StateBadge } from '../../view/view.ts';
import type { Post } from '../attendance/index.ts';
import { type Incident, numberOf } from '../incident/index.ts';
import { codeWords, type Desk } from '../people/index.ts';
import { type DutySlot, dutyLine } from '../roster/index.ts';
import { type Agenda, itemCounts, itemsOfSide } from './agenda.ts';
import { headWords, itemSaid, listWords, namesOf, ruleLine, sectionNames } from './explain.ts';
import { endedStates, type Handover, type Item, type Side, sectionText } from './handover.ts';
import { text } from './text.ts';
import { cardActions, type Reader } from './views-actions.ts';

/** What it takes to draw a hand-over. */
export interface CardFacts {
  readonly desk: Pick<Desk, 'name' | 'zone'>;
  readonly agenda: Agenda;
  readonly handover: Handover;
  readonly items: readonly Item[];
  readonly slot: DutySlot | null;
  readonly reliefs: readonly Post[];
  readonly freeze: {
    readonly incident: Pick<Incident, 'number' | 'openedAt'>;
    readonly processes: readonly string[];
    readonly cites: readonly Citation[];
    readonly reaction: 'refuse' | 'flag';
  } | null;
  /** `#2026-4 smoke in the cellar`: the incident that stopped it. */
  readonly stoppedBy: Words | null;
  readonly names: ReadonlyMap<PersonId, Words>;
}

const symbols = { sealed: '✅', stopped: '⚠️', refused: '⚠️' } as const;
const tones = {
  preparing: 'grey',
  verifying: 'orange',
  signing: 'orange',
  stopped: 'red',
  refused: 'red',
  sealed: 'green',
  overridden: 'blue',
  cancelled: 'grey',
} as const satisfies Record<Handover['state'], StateBadge['tone']>;

/** Whoever may take over, in words: who does, or those of whom one does. */
export function incomingWords({ handover, reliefs, names }: Pick<CardFacts, 'handover' | 'reliefs' | 'names'>): Words {
  if (handover.incoming !== null) return namesOf([handover.incoming], names);
  const people = [...new Set(reliefs.map(({ person }) => person))];
  if (people.length === 0) return text.nobodyYet;
  const named = people.map((person) => namesOf([person], names));
  return { zh: named.map(({ zh }) => zh).join(text.or.zh), en: named.map(({ en }) => en).join(text.or.en) };
}

/** `交接班 · 门岗 早班` · `离职交接 · 门岗 小周` */
export function titleOf({ desk, handover, slot, names }: Pick<CardFacts, 'desk' | 'handover' | 'slot' | 'names'>): Words {
  const of = slot === null ? namesOf([handover.outgoing], names) : slot.shiftName;
  const position = handover.position === '' ? '' : ` ${handover.position}`;
  const event = text.events[handover.event];
  return { zh: `${event.zh} · ${desk.name.zh}${position} ${of.zh}`, en: `${event.en} · ${desk.name.en}${position}, ${of.en}` };
}

function signature(side: Side, facts: CardFacts, locale: Locale): string {
  const { handover, agenda, names, desk } = facts;
  const who = side === 'outgoing' ? namesOf([handover.outgoing], names) : incomingWords(facts);
  const at = side === 'outgoing' ? handover.outgoingSignedAt : handover.incomingSignedAt;
  const ended = handover.state === 'overridden' || handover.state === 'cancelled';
  const state =
    at !== null ? text.signed(formatTime(at, desk.zone)) : !agenda.signs.includes(side) ? text.notAsked : ended ? null : text.toSign;
  return state === null ? who[locale] : `${who[locale]} ${state[locale]}`;
}

const matters = (items: readonly Item[]): readonly Item[] => items.filter(({ kind }) => kind === 'open');

/** The shift that is handed over; the moment only where it is not the end of the shift. */
function shiftLine(slot: DutySlot, at: Instant, { zone }: Pick<Desk, 'zone'>, locale: Locale): string {
  const line = dutyLine(slot, zone, locale);
  return Temporal.Instant.compare(slot.endsAt, at) === 0 ? line : `${line} · ${formatTime(at, zone)}`;
}

function sectionFact({ agenda, handover }: CardFacts, locale: Locale): Fact {
  const missing = agenda.sections.filter((name) => handover.sections[name]?.written !== true);
  const done = text.written(agenda.sections.length - missing.length, agenda.sections.length)[locale];
  const value = missing.length === 0 ? done : `${done} · ${text.missingNames(sectionNames(missing))[locale]}`;
  return { label: text.labels.sections[locale], value };
}

function itemFacts({ items, agenda, handover, desk }: CardFacts, locale: Locale): Fact[] {
  const wrong = items.filter(({ state }) => state === 'wrong');
  const open = matters(items);
  const facts: Fact[] = [];
  const counted = itemCounts(agenda, items);
  if (counted.length > 0)
    facts.push({
      label: text.labels.items[locale],
      value: counted
        .map(({ side, done, all }) => (counted.length === 1 ? `${done}/${all}` : text.itemsOf[side](done, all)[locale]))
        .join(' · '),
    });
  if (wrong.length > 0)
    facts.push({
      label: text.labels.wrong[locale],
      value: wrong.map((item) => withColon(codeWords(item.text, locale), item.remark ?? '', locale)).join('\n'),
    });
  facts.push({
    label: text.labels.matters[locale],
    value: text.matters(
      open.filter(({ state }) => state !== 'done').length,
      // What a lead passed on nobody has confirmed.
      open.filter(({ state, by }) => state === 'carried' && (handover.state !== 'overridden' || by !== handover.overrideBy)).length,
      open.filter(({ state }) => state === 'done').length,
    )[locale],
  });
  if (agenda.protocol.inPerson !== null)
    facts.push({
      label: text.labels.met[locale],
      value: (handover.metAt === null ? text.notMet : text.met(formatTime(handover.metAt, desk.zone)))[locale],
    });
  return facts;
}

function endFacts({ handover, names, desk, stoppedBy }: CardFacts, locale: Locale): Fact[] {
  const facts: Fact[] = [];
  if (handover.state === 'refused' && handover.refusal !== null) {
    const remark = handover.marks.findLast(({ what }) => what === 'refused')?.remark ?? '';
    const reason = codeWords(handover.refusal, locale);
    facts.push({ label: text.labels.refusal[locale], value: remark === '' ? reason : withColon(reason, remark, locale) });
  }
  // A release after both have signed has its own time.
  const released = handover.marks.findLast(({ what }) => what === 'released')?.at;
  const releasedAt = released === undefined ? handover.sealedAt : Temporal.Instant.from(released);
  if (handover.overrideBy !== null && releasedAt !== null)
    facts.push({
      label: text.labels.override[locale],
      value: `${namesOf([handover.overrideBy], names)[locale]} ${formatTime(releasedAt, desk.zone)} · ${handover.reason ?? ''}`,
    });
  if (handover.state === 'stopped') facts.push({ label: text.labels.stopped[locale], value: stoppedBy?.[locale] ?? '' });
  return facts;
}

function amendmentLines({ items, names, desk }: CardFacts, locale: Locale): string[] {
  return items
    .filter(({ kind }) => kind === 'amendment')
    .map((item) => {
      const who = item.by === null ? '' : namesOf([item.by], names)[locale];
      const when = item.at === null ? '' : formatMoment(item.at, desk.zone, locale);
      return withColon(`${text.labels.amendments[locale]} ${when} ${who}`, item.text, locale);
    });
}

/**
 * The card both sides, those who lead and the channels have: how far it is and what is missing. The report itself is for the people of the desk and
 * stands behind a button.
 */
export function handoverCard(facts: CardFacts, reader: Reader, locale: Locale): Card {
  const { handover, slot, desk, freeze } = facts;
  const title = titleOf(facts)[locale];
  const isOpen = !endedStates.includes(handover.state);
  const frozen = freeze !== null && isOpen && handover.state !== 'stopped';
  const state: StateBadge = frozen
    ? { word: text.states.stopped[locale], tone: tones.stopped }
    : { word: text.states[handover.state][locale], tone: tones[handover.state] };
  const list: Fact[] = [
    {
      label: text.labels.when[locale],
      value: slot === null ? formatMoment(handover.at, desk.zone, locale) : shiftLine(slot, handover.at, desk, locale),
    },
    { label: text.labels.outgoing[locale], value: signature('outgoing', facts, locale) },
    { label: text.labels.incoming[locale], value: signature('incoming', facts, locale) },
    sectionFact(facts, locale),
    ...itemFacts(facts, locale),
    ...endFacts(facts, locale),
  ];
  const amended = amendmentLines(facts, locale);
  const blocks: Block[] = [
    { kind: 'facts', facts: list },
    ...(frozen && freeze !== null
      ? [
          {
            kind: 'findings' as const,
            findings: [
              ruleLine(
                'error',
                text.frozenNote(numberOf(freeze.incident, desk.zone), listWords(freeze.processes))[locale],
                freeze.cites,
                locale,
              ),
            ],
          },
        ]
      : []),
    ...(handover.state === 'stopped' ? [{ kind: 'note' as const, text: text.stoppedNote[locale] }] : []),
    ...(handover.state === 'cancelled' ? [{ kind: 'note' as const, text: text.cancelled[locale] }] : []),
    ...(amended.length > 0 ? [{ kind: 'list' as const, items: amended }] : []),
  ];
  return {
    kind: 'card',
    symbol: handover.state === 'sealed' || handover.state === 'stopped' || handover.state === 'refused' ? symbols[handover.state] : '📋',
    title,
    state,
    summary: `${title} · ${state.word}`,
    blocks,
    actions: cardActions(facts, reader, locale),
  };
}

/** Everything in it, for the people of the desk. */
export function contentCard(facts: CardFacts, reader: Reader, locale: Locale): Card {
  const { agenda, handover, items, names } = facts;
  const card = handoverCard(facts, reader, locale);
  const sections = agenda.sections.flatMap((name): Block[] => {
    const section = handover.sections[name];
    const said = sectionText(section, locale);
    return [
      { kind: 'heading', text: headWords(name)[locale] },
      { kind: 'text', text: said.trim() === '' ? '—' : said },
    ];
  });
  const listed = (head: Words, of: readonly Item[]): Block[] =>
    of.length === 0 ? [] : [{ kind: 'heading', text: head[locale] }, ...boxes(of.map((item) => itemLine(item, names, locale)))];
  return {
    ...card,
    blocks: [
      ...card.blocks,
      { kind: 'divider' },
      ...sections,
      ...listed(text.lists.outgoing, itemsOfSide('outgoing', agenda, items)),
      ...listed(text.lists.incoming, itemsOfSide('incoming', agenda, items)),
      ...listed(text.lists.matters, matters(items)),
    ],
  };
}

/** No text of a card has more lines. */
const mostLines = 15;

/** Lines that begin with a box of their own: no list, which would set a mark before each. */
const boxes = (lines: readonly string[]): Block[] =>
  Array.from({ length: Math.ceil(lines.length / mostLines) }, (_, part) => ({
    kind: 'text',
    text: lines.slice(part * mostLines, (part + 1) * mostLines).join('\n'),
  }));

const marks = { open: '☐', fine: '☑', done: '☑', carried: '→', wrong: '⚠' } as const;

function itemLine(item: Item, names: ReadonlyMap<PersonId, Words>, locale: Locale): string {
  const remark = item.remark === null || item.remark === '' ? '' : ` · ${item.remark}`;
  const owner = item.owner !== null && item.state === 'carried' ? ` · ${namesOf([item.owner], names)[locale]}` : '';
  return `${marks[item.state]} ${itemSaid(item, locale)}${remark}${owner}`;
}

/** To somebody about a hand-over: one line that says it, what to do, and a button. */
export function toldCard(
  facts: CardFacts,
  title: Words,
  lines: readonly Words[],
  actions: readonly Action[],
  locale: Locale,
  symbol: string = '📋',
): Card {
  return {
    kind: 'card',
    symbol,
    title: title[locale],
    summary: `${title[locale]} · ${titleOf(facts)[locale]}`,
    blocks: [{ kind: 'text', text: [titleOf(facts)[locale], ...lines.map((line) => line[locale])].join('\n') }],
    actions: [...actions, press('handover.show', text.buttons.card, { id: facts.handover.id }, locale)],
  };
}

/** The same to somebody about several hand-overs at once: a line and a button for each, with whose shift it is. At least one. */
export function toldOfSeveral(
  all: readonly CardFacts[],
  title: Words,
  lines: readonly Words[],
  actions: readonly Action[],
  locale: Locale,
  symbol: string = '📋',
): Card {
  const leaver = ({ handover, names }: CardFacts): Words => namesOf([handover.outgoing], names);
  const named = all.map((facts) => withColon(`${titleOf(facts)[locale]} · ${text.labels.outgoing[locale]}`, leaver(facts)[locale], locale));
  const shows = all.map((facts) =>
    press('handover.show', all.length === 1 ? text.buttons.card : leaver(facts), { id: facts.handover.id }, locale),
  );
  return {
    kind: 'card',
    symbol,
    title: title[locale],
    summary: [title[locale], ...named.slice(0, 1)].join(' · '),
    blocks: [{ kind: 'text', text: [...named, ...lines.map((line) => line[locale])].join('\n') }],
    actions: [...actions, ...shows],
  };
}

export const outButton = (locale: Locale): Action => press('attendance.out', text.buttons.out, {}, locale, 'primary');
export const handoverButton = (locale: Locale): Action => typed(text.buttons.handover, 'handover', locale);

/** To those a missing relief, or a record that is to be kept, concerns; with the rule that says so. */
export function lateCard(
  facts: {
    readonly title: Words;
    readonly desk: Words;
    readonly lines: readonly Words[];
    /** Who has not come. */
    readonly names: Words | null;
    /** Who stays on. */
    readonly leaver: Words | null;
    readonly cites: readonly Citation[];
    readonly actions: readonly Action[];
  },
  locale: Locale,
): Card {
  const list: Fact[] = [
    ...(facts.leaver === null ? [] : [{ label: text.late.stays[locale], value: facts.leaver[locale] }]),
    ...(facts.names === null ? [] : [{ label: text.late.missing[locale], value: facts.names[locale] }]),
  ];
  return {
    kind: 'card',
    symbol: '⏰',
    title: facts.title[locale],
    summary: `${facts.title[locale]} · ${facts.desk[locale]}`,
    blocks: [
      { kind: 'text', text: [facts.desk[locale], ...facts.lines.map((line) => line[locale])].join('\n') },
      ...(list.length === 0 ? [] : [{ kind: 'facts' as const, facts: list }]),
      ...(facts.cites.length === 0
        ? []
        : [{ kind: 'findings' as const, findings: [ruleLine('info', facts.title[locale], facts.cites, locale)] }]),
    ],
    actions: facts.actions,
  };
}
