import type { PersonId, SlotId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import type { Instant } from '../../core/time.ts';
import type { Citation, RecordProblem } from '../../policy/index.ts';
import type { Entry, EntryFields, EntryId } from './record.ts';

/** A photo or paper of an entry, without its content. */
export interface EntryFile {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  readonly size: number;
  readonly by: PersonId;
  readonly at: Instant;
}

/** What a rule found that did not stop the entry, as it is shown. */
export interface Flag {
  readonly text: Words;
  readonly source: Words | null;
}

/**
 * A change of an entry, kept beside it. `amend`: fields (as they were before) were changed by hand; `edit`: the message it came from was; `state`: it
 * went on; `sign`: somebody signed; `stock`: an amount came in or went out; `photo`: a file was added.
 */
export interface EntryChange {
  readonly kind: 'amend' | 'edit' | 'state' | 'sign' | 'stock' | 'photo';
  readonly fields: EntryFields;
  /** The state it left. */
  readonly state: string | null;
  readonly by: PersonId | null;
  readonly reason: string | null;
  readonly at: Instant;
}

/** An entry with everything that is kept of it. */
export interface WholeEntry {
  readonly entry: Entry;
  readonly flags: readonly Flag[];
  readonly changes: readonly EntryChange[];
  readonly files: readonly EntryFile[];
  /** What is there; null for a type that keeps no stock. */
  readonly stock: number | null;
  /** The message it was made from, `feishu:oc_1:om_1`; null: none. */
  readonly source: string | null;
}

/** What somebody wants to write down. */
export interface EntryDraft {
  readonly type: string;
  readonly fields: EntryFields;
  readonly author: PersonId;
  readonly category?: string | null;
  /** State it begins in; default the first. */
  readonly state?: string;
  /** Roles of the author on the desk; left out: nobody asks who may write it (something the desk writes by itself). */
  readonly roles?: readonly string[];
  /** Null: no shift; left out: the one of the desk that is running, the author's own first. */
  readonly slot?: SlotId | null;
  /** Who sees to it; default the author. */
  readonly owner?: PersonId | null;
  readonly parent?: EntryId | null;
  /** The message it was made from: `slack:C1:1700.1`. A message becomes one entry. */
  readonly source?: string | null;
  /** When it was written; default now. */
  readonly at?: Instant;
  readonly files?: readonly { readonly name: string; readonly mime: string; readonly content: Buffer }[];
}

/** Why an entry is not taken, or does not go on. Said in words by `explainRecord`. */
export type RecordRefusal =
  | { readonly code: 'record.unknown-type'; readonly type: string }
  /** A ledger is computed from other records; nobody writes in it. */
  | { readonly code: 'record.ledger'; readonly type: string; readonly of: string; readonly cites: readonly Citation[] }
  | { readonly code: 'record.against-rules'; readonly type: string; readonly problems: readonly RecordProblem[] }
  | {
      readonly code: 'record.duplicate';
      readonly type: string;
      readonly other: Entry;
      readonly fields: readonly string[];
      readonly cites: readonly Citation[];
    }
  | { readonly code: 'record.noted-already'; readonly entry: Entry }
  | { readonly code: 'record.gone' }
  | { readonly code: 'record.state'; readonly entry: Entry }
  | { readonly code: 'record.unsigned'; readonly type: string; readonly roles: readonly string[]; readonly cites: readonly Citation[] }
  | { readonly code: 'record.not-signer'; readonly roles: readonly string[] }
  | { readonly code: 'record.signed-already' }
  | { readonly code: 'record.stock'; readonly entry: Entry; readonly has: number };
