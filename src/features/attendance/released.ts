import type { AssignmentId, PersonId, SlotId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Instant } from '../../core/time.ts';
import type { Citation } from '../../policy/index.ts';
import type { Action } from '../../view/view.ts';

/** Somebody who is about to clock out at the end of their shift. */
export interface Leaving {
  readonly person: PersonId;
  readonly assignment: AssignmentId;
  readonly slot: SlotId;
  /** Shift code, and the day (`YYYY-MM-DD`) whose rules hold for it. */
  readonly shift: string;
  readonly dutyOn: string;
  readonly role: string;
  readonly position: string | null;
  /** The end of what they have of the shift. */
  readonly endsAt: Instant;
}

/** Why somebody may not leave yet, with what would let them. */
export interface NotReleased {
  /** What is missing, a line each. */
  readonly lines: readonly { readonly words: Words; readonly cites: readonly Citation[] }[];
  /** Buttons in the reader's language. */
  readonly actions: (locale: Locale) => readonly Action[];
  /** Asks those who lead to let them go; absent: nobody can. */
  readonly asks?: (locale: Locale) => readonly Action[];
}

/** Somebody whom a rule of the desk could have held, and who may go. */
export interface Released {
  readonly released: true;
  /** When the last thing they had to wait for was there; null: they did not have to wait. */
  readonly heldUntil: Instant | null;
  /** What a softened rule only notes: they go all the same. */
  readonly notes: readonly { readonly words: Words; readonly cites: readonly Citation[] }[];
  /** Somebody who leads let them go: nothing holds them any more. */
  readonly byLead?: boolean;
  /** Asks those who lead to let them go where another rule holds them. */
  readonly asks?: (locale: Locale) => readonly Action[];
}
