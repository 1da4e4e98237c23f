import type { AssignmentId, DeskId, PersonId, RosterId, SlotId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import type { Instant, Zone } from '../../core/time.ts';
import type { Finding, FindingCode } from '../../policy/index.ts';

/**
 * A desk's roster of one calendar month:
 *
 *   proposal (read from a file, or generated from the rotation) → published → changed by a lead, one shift at a time
 *            ↘ dropped | out of date (somebody published the month meanwhile)
 *
 * A proposal lives in `roster_import` and touches nothing. Publication writes slots and live assignments.
 */

/** A person in a shift, as the roster has it. */
export interface DutyPerson {
  readonly assignment: AssignmentId;
  readonly person: PersonId;
  readonly code: string;
  readonly name: string;
  readonly nameEn: string | null;
  readonly phone: string | null;
  /** Duty role in the slot: `duty-officer`, `duty-leader`, … */
  readonly role: string;
  /** Where in the shift they stand, as the roster names it: `东门`; null: it names no place. */
  readonly position: string | null;
  /** Their own hours: those of the slot, or a part of it. Somebody in for several parts is listed once for each. */
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly version: number;
}

/** One published shift on one day of a desk, with its people in the desk's order. */
export interface DutySlot {
  readonly id: SlotId;
  readonly desk: DeskId;
  readonly roster: RosterId;
  /** Shift code. */
  readonly shift: string;
  readonly shiftName: Words;
  /** `YYYY-MM-DD`, the day on which the shift starts. */
  readonly dutyOn: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly version: number;
  readonly people: readonly DutyPerson[];
}

/** A shift as a desk knows it, for reading rosters and for names. */
export interface ShiftName {
  readonly code: string;
  readonly name: Words;
  readonly aliases: readonly string[];
}

export interface PlannedPerson {
  readonly person: PersonId;
  readonly role: string;
  /** Where they stand; null: nowhere in particular; left out: the plan does not say, and what stands holds. */
  readonly position?: string | null;
  /** Hours of somebody who is there for a part; left out: the whole shift. */
  readonly startsAt?: Instant;
  readonly endsAt?: Instant;
}

/** A slot as a plan wants it. `startsAt` and `endsAt` follow from the shift and the day's calendar. */
export interface PlannedSlot {
  readonly dutyOn: string;
  readonly shift: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly people: readonly PlannedPerson[];
}

/** The published roster row of a month; null where there is none. */
export interface PublishedRoster {
  readonly id: RosterId;
  readonly version: number;
  readonly publishedAt: Instant;
  readonly publishedBy: { readonly person: PersonId; readonly name: Words } | null;
}

/** Where a proposal came from. */
export type ProposalOrigin = { readonly kind: 'file'; readonly file: string } | { readonly kind: 'rotation' };

/** What somebody wants to publish: who does which shift on which day. Times are worked out when it is checked. */
export interface Proposal {
  readonly desk: DeskId;
  /** `YYYY-MM` */
  readonly month: string;
  readonly origin: ProposalOrigin;
  /** Version of the published roster it was made beside; null when the month had none. */
  readonly basedOn: number | null;
  readonly duties: readonly ProposedDuty[];
}

export interface ProposedDuty {
  readonly on: string;
  readonly shift: string;
  readonly person: PersonId;
  readonly role: string;
  /** As of a {@link PlannedPerson}. */
  readonly position?: string | null;
}

/** What changes for one person: a shift they lose, get, or keep at other hours. */
export interface DutyChange {
  readonly person: PersonId;
  readonly before: ChangedDuty | null;
  readonly after: ChangedDuty | null;
}

export interface ChangedDuty {
  readonly dutyOn: string;
  readonly shift: string;
  readonly role: string;
  readonly position: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** Something the rules say of a roster, or of who arranges it. */
export interface RosterFinding extends Omit<Finding, 'code'> {
  readonly code:
    | FindingCode
    /** A rule names a role for this, and somebody else holds it: `people` are to be asked. `measured` what the planner holds, `allowed` the roles. */
    | 'planner-other'
    /** The same where nobody holds the role. */
    | 'planner-unnamed';
  readonly people?: readonly Words[];
}

/** The desk, as cards name it. */
export interface DeskName {
  readonly id: DeskId;
  readonly name: Words;
  readonly zone: Zone;
}

/** Duty roles of those who lead a shift; the rest serve in it. */
export const leadingDutyRole = 'duty-leader';
export const servingDutyRole = 'duty-officer';
