import type { Cited } from '../policy.ts';
import type { listWords, ObligationEntry } from '../schema/obligation.ts';
import type { When } from '../when.ts';

export type ListWord = (typeof listWords)[number];

/** What an obligation about lists says: its word, one time, and a stretch that days can be counted in. */
export interface ListEntry extends Omit<ObligationEntry, 'do' | 'when' | 'range'> {
  readonly do: ListWord;
  readonly when: When;
  readonly range?: Exclude<ObligationEntry['range'], 'last-month' | 'day'>;
}

/** A list about attendance that is due at a time, as the preset writes it. */
export interface DutyOfLists extends Cited<ListEntry> {
  readonly entry: string;
}
