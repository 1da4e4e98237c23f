import type { Condition } from '../condition.ts';
import type { Cited } from '../policy.ts';
import type { EntitlementEntry, entitlementScopeKeys } from '../schema/entitlement.ts';

type ClauseKey = Exclude<keyof EntitlementEntry, (typeof entitlementScopeKeys)[number]>;

/** One key of an entitlement entry with its value, as the preset writes it. */
export type EntitlementClause = {
  readonly [Key in ClauseKey]: { readonly key: Key; readonly value: NonNullable<EntitlementEntry[Key]> };
}[ClauseKey];

/** A clause of a desk's policy with the leave types it is about; none for overtime and allowances. */
export interface EntitlementRule extends Cited<EntitlementClause> {
  readonly entry: string;
  readonly leaveTypes: readonly string[];
  readonly relation: readonly string[] | null;
  readonly per: string | null;
  readonly for: readonly string[] | null;
  readonly if: Condition | null;
  readonly unless: Condition | null;
  readonly principle: boolean;
}
