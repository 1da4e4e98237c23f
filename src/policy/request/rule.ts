import type { Condition } from '../condition.ts';
import type { Cited } from '../policy.ts';
import type { RequestEntry, requestScopeKeys } from '../schema/request.ts';

export type ClauseKey = Exclude<keyof RequestEntry, (typeof requestScopeKeys)[number]>;

/** One key of a request entry with its value, as the preset writes it: `{ key: 'min_notice', value: 'P1D' }`. */
export type RequestClause = {
  readonly [Key in ClauseKey]: { readonly key: Key; readonly value: NonNullable<RequestEntry[Key]> };
}[ClauseKey];

/** When a clause holds: the request types, the sub-types (null: all), and conditions over `requestFacts`. */
export interface RequestScope {
  readonly requests: readonly string[];
  readonly kinds: readonly string[] | null;
  readonly if: Condition | null;
  readonly ifAny: readonly Condition[] | null;
  readonly unless: Condition | null;
}

/** A clause of a desk's policy. `principle`: somebody who decides may set it aside with a reason. */
export interface RequestRule extends Cited<RequestClause> {
  readonly scope: RequestScope;
  /** `telecom-leave request.personal`: the entry it comes from; clauses of one entry belong together (`approve` and `mode`). */
  readonly entry: string;
  readonly mode: RequestEntry['mode'] | null;
  readonly requiresBy: 'filing' | 'follow-up';
  readonly principle: boolean;
  /** The entry asks for reminders of its follow-up. */
  readonly remind: boolean;
  /** What the request counts as where the entry's rules are not met (`absence`); null where nothing is said. */
  readonly otherwise: string | null;
}
