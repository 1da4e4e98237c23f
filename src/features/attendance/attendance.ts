import type { AssignmentId, DeskId, PersonId, SlotId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import type { Instant, Interval, Zone } from '../../core/time.ts';
import type { Citation, Policy } from '../../policy/policy.ts';

/**
 * Clocking in and out. A punch belongs to an assignment (a person in a slot), also over midnight:
 *
 *   expected → in (on time | late) → out (on time | early leave)
 *           ↘ no-show after the tolerance, until a punch comes     off roster: refused, or asked about and recorded without an assignment
 */
export type PunchKind = 'in' | 'out';
export type Verdict = 'on-time' | 'late' | 'early-leave' | 'off-roster';

export interface Duty {
  readonly assignment: AssignmentId;
  readonly slot: SlotId;
  readonly slotVersion: number;
  readonly desk: DeskId;
  readonly deskName: Words;
  readonly zone: Zone;
  readonly shiftName: Words;
  /** Shift code, and the day the shift starts on. */
  readonly shift: string;
  readonly dutyOn: string;
  readonly role: string;
  readonly position: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** When the person is expected to come and go, where approved time off of every day moves it; null: with the shift. */
  readonly expected: Interval | null;
  readonly in: Instant | null;
  readonly out: Instant | null;
}

/** Somebody's place in a published shift, with their punches. */
export interface Post {
  readonly assignment: AssignmentId;
  readonly slot: SlotId;
  readonly shift: string;
  readonly dutyOn: string;
  readonly person: PersonId;
  readonly name: Words;
  readonly role: string;
  readonly position: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly in: Instant | null;
  readonly out: Instant | null;
}

/** One of the people of a slot, for the board. */
export interface Present {
  readonly person: PersonId;
  /** With their hours where they do a part of the shift, and with a word where they are away on granted leave. */
  readonly name: Words;
  /** Their own hours: those of the shift, or of their part. */
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** On granted leave: nobody waits for them. */
  readonly away: boolean;
  readonly phone: string | null;
  readonly role: string;
  readonly leads: boolean;
  readonly in: Instant | null;
  readonly out: Instant | null;
  /** Minutes late; 0 when in time or not yet in. */
  readonly lateMinutes: number;
}

/** One shift on one day, as the board and the channel card show it. */
export interface Board {
  readonly slot: SlotId;
  readonly desk: DeskId;
  readonly deskName: Words;
  readonly zone: Zone;
  readonly shiftName: Words;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly people: readonly Present[];
  /** Who goes: the people of the shift that ends when this one begins. */
  readonly outgoing: { readonly shiftName: Words; readonly names: readonly Words[] } | null;
  /** Who of that shift a rule keeps on duty while this one runs: they are there until they may go. */
  readonly held: readonly Words[];
  /** When the channel was told; null before. */
  readonly announcedAt: Instant | null;
  /** When the channels saw its card, where that was late; null: in time, or before the announcement. */
  readonly shownLate: Instant | null;
  readonly phones: boolean;
  readonly noShowAfterMinutes: number;
}

export interface PunchFacts {
  readonly now: Instant;
  /** The person's duties around now, by start. */
  readonly duties: readonly Duty[];
  /** The open off-roster punch, if there is one; looked for where the answer can depend on it. */
  readonly openOffRoster: { readonly desk: DeskId; readonly at: Instant } | null;
  /** Their next duty after now, for the answer when there is none now. */
  readonly next: Duty | null;
  readonly policyOf: (desk: DeskId) => Policy;
  /** Desks the person stands on, for an off-roster punch. */
  readonly desks: readonly { readonly id: DeskId; readonly name: Words; readonly zone: Zone }[];
  /** Minutes before a start from which a punch counts for it, by desk. */
  readonly opensMinutes: (desk: DeskId) => number;
  /** People who are in and not out on the desk, by assignment. */
  readonly presentOn: (desk: DeskId) => readonly { readonly assignment: AssignmentId; readonly role: string }[];
}

export interface Punched {
  readonly duty: Duty | null;
  readonly desk: DeskId;
  readonly kind: PunchKind;
  readonly at: Instant;
  readonly verdict: Verdict;
  readonly offMinutes: number;
  readonly cites: readonly Citation[];
  readonly policyVersion: string;
  /** True when clocking out without having clocked in. */
  readonly missedIn: boolean;
  /** True when it was allowed because enough others stay on post. */
  readonly restsOnOthers: boolean;
  /** The earlier clock-out of the same duty that this one stands in place of; null: none. */
  readonly replaces: Instant | null;
  /** Until when a rule kept the person at the post: a stay up to here is work; null: none did. */
  readonly heldUntil?: Instant | null;
  /** When a rule wanted the person there, before the start of the shift; absent: they were, or no rule asks. */
  readonly wantedAt?: Instant;
}

export type PunchRefusal =
  /** Pressed twice: the first punch counts. */
  | { readonly code: 'attendance.alreadyIn'; readonly duty: Duty; readonly at: Instant }
  | { readonly code: 'attendance.alreadyOut'; readonly duty: Duty; readonly at: Instant }
  /** In off the roster, and not out again. */
  | { readonly code: 'attendance.alreadyInOffRoster'; readonly desk: Words; readonly zone: Zone; readonly at: Instant }
  | { readonly code: 'attendance.notOnRoster'; readonly cites: readonly Citation[]; readonly next: Duty | null }
  | { readonly code: 'attendance.nothingToLeave'; readonly next: Duty | null }
  | { readonly code: 'attendance.noDesk' }
  | {
      readonly code: 'attendance.tooFew';
      readonly duty: Duty;
      readonly left: number;
      readonly needed: number;
      readonly cites: readonly Citation[];
    };

/** What has to be asked before the punch is saved. */
export type PunchQuestion =
  | { readonly ask: 'off-roster'; readonly desk: DeskId; readonly deskName: Words; readonly next: Duty | null }
  | { readonly ask: 'early-leave'; readonly duty: Duty; readonly minutes: number; readonly cites: readonly Citation[] }
  /** What has to be done before leaving, as the rule lists it; `early` is whether leaving early was confirmed. */
  | {
      readonly ask: 'closing-up';
      readonly duty: Duty;
      readonly items: readonly string[];
      readonly early: boolean;
      readonly cites: readonly Citation[];
    };

export type PunchOutcome =
  | { readonly kind: 'punched'; readonly punch: Punched }
  | { readonly kind: 'question'; readonly question: PunchQuestion };
