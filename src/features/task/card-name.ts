import type { PersonId } from '../../core/ids.ts';
import { type Instant, instantAt, Temporal } from '../../core/time.ts';
import type { Task } from './task.ts';

/** What people are told of on a card: what is due, or what was not done in time. */
export type TellingKind = 'due' | 'overdue';

/** The name of what a reader, or the channels of the desk (null), were told at one moment: the tasks on that card keep it. */
export const cardName = (at: Instant, reader: PersonId | null, kind: TellingKind): string =>
  `${at.epochMilliseconds}.${reader ?? 'channel'}${kind === 'due' ? '' : '.overdue'}`;

/** What a name says. */
export interface NamedCard {
  readonly at: Instant;
  /** A person, or `channel`. */
  readonly reader: string;
  readonly kind: TellingKind;
}

/** Reads a name; null: it is none. */
export function readCardName(name: string): NamedCard | null {
  const [at = '', reader = '', kind] = name.split('.');
  if (!/^\d+$/.test(at) || reader === '') return null;
  return { at: instantAt(Number(at)), reader, kind: kind === 'overdue' ? 'overdue' : 'due' };
}

/** The earlier cards of a reader with a task: they give way to the one of this name. */
export function cardsBefore({ detail }: Pick<Task, 'detail'>, name: string): readonly string[] {
  const card = readCardName(name);
  return (detail.cards ?? []).filter((other) => {
    const one = readCardName(other);
    return card !== null && one !== null && one.reader === card.reader && Temporal.Instant.compare(one.at, card.at) < 0;
  });
}

/** When the same reader was told of a task anew, after the card of this name; null: it is their last one. */
export function toldAnew({ detail }: Pick<Task, 'detail'>, name: string): Instant | null {
  const card = readCardName(name);
  if (card === null) return null;
  const later = (detail.cards ?? []).flatMap((other) => {
    const one = readCardName(other);
    return one !== null && one.reader === card.reader && Temporal.Instant.compare(card.at, one.at) < 0 ? [one.at] : [];
  });
  return later.toSorted(Temporal.Instant.compare).at(-1) ?? null;
}
