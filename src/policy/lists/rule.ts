import type { Cited } from '../policy.ts';
import type { ObligationEntry } from '../schema/obligation.ts';

/** A list about attendance that is due at a time, as the preset writes it. */
export interface DutyOfLists extends Cited<ObligationEntry> {
  readonly entry: string;
}
