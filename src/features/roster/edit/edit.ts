import type { PersonId, SlotId } from '../../../core/ids.ts';
import type { Instant, Interval } from '../../../core/time.ts';
import type { Stay } from '../plan.ts';
import type { ChangedDuty, DutyChange, RosterFinding } from '../roster.ts';

/** One move in a published roster: somebody leaves a shift, comes into it, or takes it over; for the whole shift or a part of it. */
export interface RosterEdit {
  readonly slot: SlotId;
  /** Its duty day, `YYYY-MM-DD`, where that is known; otherwise it is looked up. */
  readonly on?: string;
  readonly out: PersonId | null;
  readonly in: PersonId | null;
  /** Null: the whole shift. Inside the shift otherwise; who leaves keeps the rest. */
  readonly part: Interval | null;
  /** Duty role of who comes; null: that of who leaves, else the desk's usual one. */
  readonly role: string | null;
  /** Where who comes stands; null: nowhere in particular; left out: as who leaves stood, or where they stood themselves before. */
  readonly position?: string | null;
}

/** What the edits would make of the roster. */
export interface EditPreview {
  /** What the rules find wrong with the resulting roster and did not find before. */
  readonly findings: readonly RosterFinding[];
  /** Per shift: who is left, and the thinnest stretch. */
  readonly staffing: readonly {
    readonly duty: Omit<ChangedDuty, 'role' | 'position'>;
    readonly people: number;
    readonly thinnest: { readonly from: Instant; readonly count: number };
    /** Least number a rule asks for; null: none. */
    readonly least: number | null;
  }[];
  readonly changes: readonly DutyChange[];
  /** Where each person named is in the days around, in the roster that would result. */
  readonly resulting: readonly (Stay & { readonly slot: SlotId | null; readonly dutyOn: string })[];
}

export type EditRefusal =
  | { readonly code: 'roster.slotGone'; readonly slot: SlotId }
  | { readonly code: 'roster.notInShift'; readonly slot: SlotId; readonly person: PersonId }
  | { readonly code: 'roster.alreadyInShift'; readonly slot: SlotId; readonly person: PersonId }
  | { readonly code: 'roster.notMember'; readonly person: PersonId }
  | { readonly code: 'roster.shiftOver'; readonly slot: SlotId }
  | { readonly code: 'roster.partOutside'; readonly slot: SlotId }
  | { readonly code: 'roster.changeTwoPlaces'; readonly clashes: readonly { readonly first: Stay; readonly second: Stay }[] }
  | { readonly code: 'roster.changeAgainstRules'; readonly findings: readonly RosterFinding[] };

/** Why a roster is edited; the roster check tests the needs of this moment. */
export type EditMoment = 'leave' | 'swap';
