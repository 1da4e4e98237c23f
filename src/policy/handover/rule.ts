import type { Cited } from '../policy.ts';
import type { HandoverEntry, handoverScopeKeys } from '../schema/handover.ts';

type ClauseKey = Exclude<keyof HandoverEntry, (typeof handoverScopeKeys)[number]>;
/** One key of a handover entry with its value, as the preset writes it; a list comes item by item. */
export type HandoverClause = {
  readonly [Key in ClauseKey]: { readonly key: Key; readonly value: NonNullable<HandoverEntry[Key]> };
}[ClauseKey];

export interface HandoverRule extends Cited<HandoverClause> {
  readonly entry: string;
  /** What the entry is about; null: the change of shift. */
  readonly event: NonNullable<HandoverEntry['event']> | null;
  readonly season: 'summer' | 'winter' | null;
  readonly shift: string | null;
  readonly per: 'position' | 'role';
  /** The outgoing person may not leave before it is met. */
  readonly gatesRelease: boolean;
  /** Who confirms or keeps it; empty where no rule says. */
  readonly by: readonly string[];
}
