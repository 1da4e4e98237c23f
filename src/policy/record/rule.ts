import type { Condition } from '../condition.ts';
import type { Cited } from '../policy.ts';
import type { AccessEntry, RecordEntry, recordScopeKeys } from '../schema/record.ts';

type ClauseKey = Exclude<keyof RecordEntry, (typeof recordScopeKeys)[number]>;
/** One key of a record entry with its value, as the preset writes it. `kept`: the entry asks for nothing but that such records are kept. */
export type RecordClause =
  | { readonly [Key in ClauseKey]: { readonly key: Key; readonly value: NonNullable<RecordEntry[Key]> } }[ClauseKey]
  | { readonly key: 'kept'; readonly value: true };

export interface RecordRule extends Cited<RecordClause> {
  readonly entry: string;
  readonly records: readonly string[];
  readonly if: Condition | null;
  readonly ifAny: readonly Condition[] | null;
  readonly unless: Condition | null;
  readonly when: NonNullable<RecordEntry['when']> | null;
  readonly category: string | null;
  readonly remind: boolean;
  readonly principle: boolean;
}

export interface AccessRule extends Cited<AccessEntry> {
  readonly entry: string;
}
