import type { PersonId } from '../../core/ids.ts';
import { type Instant, instantAt, Temporal } from '../../core/time.ts';
import type { Task } from './task.ts';

/** What people are told of on a card: what is due, or what was not done in time. */
export type TellingKind = 'due' | 'overdue';

/** The name of what a reader, or the channels of the desk (null), were told at one moment: the tasks on that card keep it. `held`: of what waited for it. */
export const cardName = (at: Instant, reader: PersonId | null, kind: TellingKind, held = false): string =>
  `${at.epochMilliseconds}.${reader ?? everybody}${kind === 'due' ? '' : '.overdue'}${held ? '.held' : ''}`;

const everybody = 'channel';

/** What a name says. */
export interface NamedCard {
  readonly at: Instant;
  /** Null: the channels of the desk. */
  readonly reader: PersonId | null;
  readonly kind: TellingKind;
  /** It was sent when the quiet hours of its reader were over, with all that waited for that. */
  readonly held: boolean;
}

/** Reads a name; null: it is none. */
export function readCardName(name: string): NamedCard | null {
  const [at = '', reader = '', ...rest] = name.split('.');
  if (!/^\d+$/.test(at) || reader === '') return null;
  return {
    at: instantAt(Number(at)),
    reader: reader === everybody ? null : reader,
    kind: rest.includes('overdue') ? 'overdue' : 'due',
    held: rest.includes('held'),
  };
}

/** Who has a card of a task that is due. */
export const readersOfCards = ({ detail }: Pick<Task, 'detail'>): readonly PersonId[] => [
  ...new Set((detail.cards ?? []).flatMap((name) => readCardName(name)?.reader ?? [])),
];

/** The earlier cards of a reader with a task: they give way to the one of this name. */
export function cardsBefore({ detail }: Pick<Task, 'detail'>, name: string): readonly string[] {
  const card = readCardName(name);
  return (detail.cards ?? []).filter((other) => {
    const one = readCardName(other);
    return card !== null && one !== null && one.reader === card.reader && Temporal.Instant.compare(one.at, card.at) < 0;
  });
}

/** When the same reader was told of a task anew, after the card of this name and until `now`; null: it is their last one. */
export function toldAnew({ detail }: Pick<Task, 'detail'>, name: string, now: Instant): Instant | null {
  const card = readCardName(name);
  if (card === null) return null;
  const later = (detail.cards ?? []).flatMap((other) => {
    const one = readCardName(other);
    const isLater = one !== null && one.reader === card.reader && Temporal.Instant.compare(card.at, one.at) < 0;
    return isLater && Temporal.Instant.compare(one.at, now) <= 0 ? [one.at] : [];
  });
  return later.toSorted(Temporal.Instant.compare).at(-1) ?? null;
}
