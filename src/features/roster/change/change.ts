import type { PersonId } from '../../../core/ids.ts';
import type { EditRefusal } from '../edit/edit.ts';
import type { PlannedSlot, RosterFinding } from '../roster.ts';

/** A lead's change of one shift: somebody out, somebody in, or both; or where somebody in it stands. */
export interface ShiftChange {
  /** `YYYY-MM-DD` */
  readonly on: string;
  readonly shift: string;
  readonly out: PersonId | null;
  readonly in: PersonId | null;
  /** Where who comes in stands, as it was typed (`东门`; `-`: nowhere in particular); null: as who goes out stood. */
  readonly position: string | null;
  readonly reason: string | null;
}

export type ChangeRefusal =
  /** A rule names others for it; the finding says whom to ask. */
  | { readonly code: 'roster.changeNotPlanner'; readonly findings: readonly RosterFinding[] }
  | { readonly code: 'roster.nobodyNamed' }
  | { readonly code: 'roster.samePerson' }
  /** A position was typed, and nobody comes in who stands there. */
  | { readonly code: 'roster.positionOfNobody' }
  /** What was typed says what somebody is, not where they stand. */
  | { readonly code: 'roster.roleAsPosition'; readonly said: string }
  | { readonly code: 'roster.monthNotPublished'; readonly month: string }
  | { readonly code: 'roster.noSuchShift'; readonly shift: string; readonly on: string }
  | { readonly code: 'roster.shiftOver'; readonly slot: Pick<PlannedSlot, 'dutyOn' | 'shift' | 'startsAt' | 'endsAt'> }
  | { readonly code: 'roster.changeNeedsReason'; readonly findings: readonly RosterFinding[] }
  /** What the edit itself meets; its shift is there and not over. */
  | Exclude<EditRefusal, { readonly code: 'roster.slotGone' | 'roster.shiftOver' | 'roster.partOutside' }>;
