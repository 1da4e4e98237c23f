import type { Cited } from '../policy.ts';
import type { ConsequenceEntry } from '../schema/consequence.ts';

/** A consequence a desk's policy proposes, as the preset writes it. `entry`: preset and name of the entry. */
export interface ConsequenceRule extends Cited<ConsequenceEntry> {
  readonly entry: string;
}
