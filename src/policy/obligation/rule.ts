import type { Cited } from '../policy.ts';
import type { ObligationEntry } from '../schema/obligation.ts';

/** Something a desk's policy makes due, as the preset writes it. Lists of attendance are kept apart (`Policy.lists`). */
export interface ObligationRule extends Cited<ObligationEntry> {
  readonly entry: string;
}
