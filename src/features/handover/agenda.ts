import type { Words } from '../../core/locale.ts';
import { type HandoverEvent, type HandoverProtocol, handoverProtocol, type Policy } from '../../policy/index.ts';
import type { Cited } from '../../policy/policy.ts';
import type { Handover, Item, Side } from './handover.ts';

/** What has to be done in one hand-over: the protocol with what follows where no rule says anything. */
export interface Agenda {
  readonly protocol: HandoverProtocol;
  readonly sections: readonly string[];
  readonly signs: readonly Side[];
  /** Whose it is to verify items. */
  readonly verifies: Side;
}

/** A desk without rules about it writes one text and both sign. */
const ownSections = ['duty'];

export function agendaOf(
  policy: Pick<Policy, 'handovers'>,
  given: { readonly shift: string | null; readonly season: 'summer' | 'winter'; readonly event: HandoverEvent },
): Agenda {
  const protocol = handoverProtocol(policy, given);
  const sign = protocol.sign?.value ?? 'both';
  const signs: readonly Side[] = sign === 'both' ? ['outgoing', 'incoming'] : [sign];
  const named = protocol.sections.map(({ value }) => value);
  return {
    protocol,
    sections: named.length > 0 ? named : ownSections,
    signs,
    verifies: signs.includes('incoming') ? 'incoming' : 'outgoing',
  };
}

/** Something that is still wanted before a signature, with the rules that want it. */
export interface Lack extends Omit<Cited<unknown>, 'value'> {
  readonly what: 'sections' | 'outgoing' | 'incoming' | 'verify' | 'open' | 'reasons' | 'records' | 'meeting';
  /** Codes of the protocol, or record types. */
  readonly about: readonly string[];
  /** Open matters. */
  readonly matters: readonly Words[];
}

const open = (items: readonly Item[], kind: Item['kind']): readonly Item[] =>
  items.filter((item) => item.kind === kind && item.state === 'open');

function lackOf(what: Lack['what'], wanted: readonly Cited<string>[], missing: (code: string) => boolean): Lack[] {
  const lacking = wanted.filter(({ value }) => missing(value));
  return (['refuse', 'flag'] as const).flatMap((reaction) => {
    const mine = lacking.filter((one) => one.reaction === reaction);
    if (mine.length === 0) return [];
    return [
      { what, about: mine.map(({ value }) => value), matters: [], cites: [...new Set(mine.flatMap(({ cites }) => cites))], reaction },
    ];
  });
}

/**
 * What is still wanted before a side signs. `refuse` stops the signature, `flag` is noted with it. `records`: types of records the protocol wants of
 * the shift and that are not there.
 */
export function lacksOf(
  side: Side,
  agenda: Agenda,
  handover: Pick<Handover, 'sections' | 'metAt'>,
  items: readonly Item[],
  records: readonly Cited<string>[],
): readonly Lack[] {
  const { protocol } = agenda;
  const isOpen = (kind: Item['kind']) => (code: string) => open(items, kind).some((item) => item.text === code);
  const verifying = side === agenda.verifies ? lackOf('verify', protocol.verify, isOpen('verify')) : [];
  if (side === 'outgoing')
    return [
      ...lackOf(
        'sections',
        protocol.sections,
        (name) => handover.sections[name]?.written !== true || handover.sections[name].text.trim() === '',
      ),
      ...lackOf('outgoing', protocol.outgoing, isOpen('outgoing')),
      ...reasonsLacking(protocol, items),
      ...lackOf('records', records, () => true),
      ...verifying,
      ...meetingLacking(protocol, handover, false),
    ];
  return [
    ...verifying,
    ...lackOf('incoming', protocol.incoming, isOpen('incoming')),
    ...confirmationsLacking(protocol, items),
    ...meetingLacking(protocol, handover, true),
  ];
}

/** The code is read out once the outgoing side has signed: it may sign before they meet, the incoming side may not. */
function meetingLacking(protocol: HandoverProtocol, { metAt }: Pick<Handover, 'metAt'>, asked: boolean): Lack[] {
  if (!asked || protocol.inPerson === null || metAt !== null) return [];
  return [{ what: 'meeting', about: [], matters: [], cites: protocol.inPerson.cites, reaction: protocol.inPerson.reaction }];
}

const matterWords = ({ text, words }: Item): Words => words ?? { zh: text, en: text };

function reasonsLacking(protocol: HandoverProtocol, items: readonly Item[]): Lack[] {
  const without = open(items, 'open').filter(({ remark }) => (remark ?? '').trim() === '');
  if (protocol.openItems === null || without.length === 0) return [];
  const { cites, reaction } = protocol.openItems;
  return [{ what: 'reasons', about: [], matters: without.map(matterWords), cites, reaction }];
}

function confirmationsLacking(protocol: HandoverProtocol, items: readonly Item[]): Lack[] {
  const waiting = open(items, 'open');
  if (protocol.confirmEach === null || waiting.length === 0) return [];
  const { cites, reaction } = protocol.confirmEach;
  return [{ what: 'open', about: [], matters: waiting.map(matterWords), cites, reaction }];
}

/** Whether a rule lets a hand-over that is not signed hold the outgoing person back. */
export function gatesLeaving(policy: Pick<Policy, 'handovers'>, protocol: HandoverProtocol): Cited<true> | null {
  const completed = protocol.requires.filter(({ value, gates }) => gates && value === 'handover-completed');
  const signed = policy.handovers.filter(
    ({ gatesRelease, reaction, event, value }) =>
      gatesRelease && reaction !== 'off' && event === null && (value.key === 'sign' || value.key === 'verify'),
  );
  const all = [...completed, ...signed];
  if (all.length === 0) return null;
  const cites = new Map(all.flatMap((one) => one.cites).map((cite) => [`${cite.preset} ${cite.rule}`, cite]));
  return {
    value: true,
    cites: [...cites.values()],
    reaction: all.some(({ reaction }) => reaction === 'refuse') ? 'refuse' : 'flag',
  };
}

/** Where a hand-over stands by what is done. */
export function stateOf(
  agenda: Agenda,
  handover: Pick<Handover, 'sections' | 'metAt' | 'outgoingSignedAt' | 'incomingSignedAt'>,
  items: readonly Item[],
): 'preparing' | 'verifying' | 'signing' | 'sealed' {
  const signed = (side: Side): boolean => (side === 'outgoing' ? handover.outgoingSignedAt : handover.incomingSignedAt) !== null;
  if (agenda.signs.every(signed)) return 'sealed';
  if (signed('outgoing') || signed('incoming')) return 'signing';
  const written = agenda.sections.every((name) => handover.sections[name]?.written === true);
  return written && open(items, 'outgoing').length === 0 ? 'verifying' : 'preparing';
}

/** What a side has to go through one by one, in order. */
export function stepsOf(side: Side, agenda: Agenda, items: readonly Item[]): readonly Item[] {
  const kinds: readonly Item['kind'][] =
    side === 'outgoing' ? ['outgoing', ...(agenda.verifies === 'outgoing' ? (['verify'] as const) : [])] : ['verify', 'incoming', 'open'];
  const reasons = side === 'outgoing' && agenda.protocol.openItems !== null;
  return items.filter(
    (item) =>
      item.state === 'open' && (kinds.includes(item.kind) || (reasons && item.kind === 'open' && (item.remark ?? '').trim() === '')),
  );
}

/** Kinds of items a side goes through, apart from open matters, which are counted by themselves. */
const kindsOf = (side: Side, agenda: Agenda): readonly Item['kind'][] =>
  agenda.verifies === side ? (side === 'incoming' ? ['verify', 'incoming'] : ['outgoing', 'verify']) : [side];

/** The items a side goes through, in order: those it is asked and, apart from them, the open matters. */
export const itemsOfSide = (side: Side, agenda: Agenda, items: readonly Item[]): readonly Item[] =>
  items.filter(({ kind }) => kindsOf(side, agenda).includes(kind));

/** How many of its items each side has gone through; a side that has none is left out. */
export function itemCounts(
  agenda: Agenda,
  items: readonly Item[],
): readonly { readonly side: Side; readonly done: number; readonly all: number }[] {
  return (['outgoing', 'incoming'] as const)
    .map((side) => ({ side, own: itemsOfSide(side, agenda, items) }))
    .filter(({ own }) => own.length > 0)
    .map(({ side, own }) => ({ side, done: own.filter(({ state }) => state !== 'open').length, all: own.length }));
}

/** Which of its own an item is to a side (an open matter: of the matters), counted from 1. */
export function placeOf(item: Item, side: Side, agenda: Agenda, items: readonly Item[]): { readonly at: number; readonly all: number } {
  const own = item.kind === 'open' ? items.filter(({ kind }) => kind === 'open') : itemsOfSide(side, agenda, items);
  return { at: own.findIndex(({ id }) => id === item.id) + 1, all: own.length };
}
