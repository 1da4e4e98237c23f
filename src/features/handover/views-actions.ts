import type { Locale, Words } from '../../core/locale.ts';
import { press } from '../../view/build.ts';
import type { Action } from '../../view/view.ts';
import { type Agenda, stepsOf } from './agenda.ts';
import type { Handover, Item, Side } from './handover.ts';
import { text } from './text.ts';

/** Who reads a card, as far as they may do something with it. */
export interface Reader {
  /** Null: neither side. */
  readonly side: Side | null;
  /** Whether they lead the desk, and can let somebody else go. */
  readonly leads: boolean;
  /** Whether they relieve the post too, and the code makes it theirs although somebody else has begun to take over. */
  readonly claims: boolean;
}

/** In a channel everybody reads it: each side has its own card in the direct chat. */
export const everybody: Reader = { side: null, leads: false, claims: false };

/** What it takes to say what can be done. */
interface Standing {
  readonly handover: Handover;
  readonly agenda: Agenda;
  readonly items: readonly Item[];
  readonly freeze: { readonly reaction: 'refuse' | 'flag' } | null;
}

type Make = (route: string, label: Words, style?: 'primary' | 'danger') => Action;

/** The buttons of a card: what its reader can do with the hand-over as it is now, most wanted first. */
export function cardActions(standing: Standing, reader: Reader, locale: Locale): Action[] {
  const { handover } = standing;
  const { buttons } = text;
  const make: Make = (route, label, style) => press(`handover.${route}`, label, { id: handover.id }, locale, style);
  const show = make('show', buttons.show);
  const release = reader.leads && reader.side !== 'outgoing' ? [make('override-open', buttons.override)] : [];
  switch (handover.state) {
    case 'sealed':
    case 'overridden':
      return [show, ...(reader.side !== null || reader.leads ? [make('amend-open', buttons.amend)] : [])];
    case 'cancelled':
      return [show];
    case 'stopped':
      return [show, ...release];
    case 'refused':
      return [...(reader.side === 'outgoing' ? [make('reopen', buttons.reopen, 'primary')] : []), show, ...release];
    case 'preparing':
    case 'verifying':
    case 'signing':
      switch (reader.side) {
        case 'outgoing':
          return [...outgoingActions(standing, make), show, ...addAction(standing, make)];
        case 'incoming':
          return [...incomingActions(standing, make), show, ...addAction(standing, make), ...refuseAction(standing, make), ...release];
        case null:
          return [...(reader.claims ? claimAction(standing, make) : []), show, ...release];
      }
  }
}

/** Signing, verifying and meeting wait for an incident that freezes the desk. */
const isFrozen = ({ freeze }: Standing): boolean => freeze?.reaction === 'refuse';

function outgoingActions(standing: Standing, make: Make): Action[] {
  const { handover, agenda, items } = standing;
  const { buttons } = text;
  const first = handover.state === 'preparing';
  const steps = stepsOf('outgoing', agenda, items).length > 0;
  const signs = agenda.signs.includes('outgoing') && handover.outgoingSignedAt === null && !isFrozen(standing);
  const meets = agenda.protocol.inPerson !== null && handover.incomingSignedAt === null && !isFrozen(standing);
  const fill = handover.incomingSignedAt === null ? [make('fill', buttons.fill, first ? 'primary' : undefined)] : [];
  const step = steps ? [make('step', buttons.step)] : [];
  const sign = signs ? [make('sign', buttons.sign, first ? undefined : 'primary')] : [];
  const code = meets ? [make('code', buttons.code, !first && !signs ? 'primary' : undefined)] : [];
  if (first) return [...fill, ...step, ...sign, ...code];
  return signs ? [...sign, ...step, ...fill, ...code] : [...code, ...step, ...fill];
}

function incomingActions(standing: Standing, make: Make): Action[] {
  const { handover, agenda, items } = standing;
  if (isFrozen(standing) || handover.incomingSignedAt !== null) return [];
  const steps = stepsOf('incoming', agenda, items).length > 0;
  const step = steps ? [make('step', text.buttons.step, 'primary')] : [];
  const sign = agenda.signs.includes('incoming') ? [make('sign', text.buttons.sign, steps ? undefined : 'primary')] : [];
  return [...step, ...sign];
}

/** With the code, or where none is asked for by signing, a claim goes over. */
const claimAction = (standing: Standing, make: Make): Action[] =>
  !isFrozen(standing) && standing.agenda.signs.includes('incoming') ? [make('sign', text.buttons.sign)] : [];

/** Matters are added as long as nobody has signed. */
const addAction = ({ handover }: Standing, make: Make): Action[] =>
  handover.outgoingSignedAt === null && handover.incomingSignedAt === null ? [make('add-open', text.buttons.add)] : [];

const refuseAction = ({ handover, agenda }: Standing, make: Make): Action[] =>
  agenda.protocol.refusals.length > 0 && handover.incomingSignedAt === null ? [make('refuse-open', text.buttons.refuse)] : [];
