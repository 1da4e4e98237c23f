import type { Cited } from '../policy.ts';
import type { EscalationEntry } from '../schema/escalation.ts';

/** Where an event goes by a desk's policy, as the preset writes it. */
export interface EscalationRule extends Cited<EscalationEntry> {
  readonly entry: string;
}
