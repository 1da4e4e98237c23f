import type { DeskId, PersonId, SlotId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';

export type EntryId = string;

/** Values of an entry's fields by name; lists as arrays, flags as booleans, persons as ids, moments as ISO instants. */
export type EntryFields = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/**
 * An entry of a register, form or log. It passes the states its type and rules name; the last one closes it. Nothing is taken back: every change is
 * kept beside it (`entry_change`), an edit of the message it came from as an amendment.
 */
export interface Entry {
  readonly id: EntryId;
  readonly desk: DeskId;
  readonly type: string;
  readonly category: string | null;
  /** Running number of its type on the desk in its year; null where none is asked for. */
  readonly number: number | null;
  readonly state: string;
  readonly fields: EntryFields;
  readonly slot: SlotId | null;
  readonly author: PersonId;
  readonly owner: PersonId | null;
  /** The entry it belongs to: the notice of a violation, the reply to a notice. */
  readonly parent: EntryId | null;
  readonly at: Instant;
  readonly dueAt: Instant | null;
  readonly closedAt: Instant | null;
  /** Written for an incident: its line begins with the name of the event. */
  readonly ofIncident: boolean;
  readonly version: number;
}

/** Something other slices hear of: a new entry, a new state, other fields, stock below its least. Given by the register, right of this slice. */
export type EntryEvent =
  | { readonly kind: 'created'; readonly entry: Entry }
  | { readonly kind: 'state'; readonly entry: Entry; readonly before: string; readonly by: PersonId | null }
  /** `before`: the entry as it was. */
  | { readonly kind: 'amended'; readonly entry: Entry; readonly before: Entry }
  | { readonly kind: 'low-stock'; readonly entry: Entry };
