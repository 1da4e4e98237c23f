import type { DeskId, PersonId, SlotId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import type { Instant } from '../../core/time.ts';
import type { Facts } from '../../policy/condition.ts';

export type RequestId = string;

/**
 * Anything somebody asks for and somebody decides:
 *
 *   (form, or words shown back) → confirming (the other side, the subject) → approving (stage by stage) → approved → closed
 *                 │                    ↘ declined              ↕ asked (a decider asked back)     ↘ cancelling (same chain) → cancelled
 *                 └ open-call (anyone of a group may take it) → approving                          ↘ refused · withdrawn · lapsed
 *
 * A request nobody has to confirm or decide is approved when it is filed. `provisional`: approved, until a follow-up brings what is missing.
 */
export type RequestState =
  | 'confirming'
  | 'open-call'
  | 'approving'
  | 'asked'
  | 'approved'
  | 'cancelling'
  | 'closed'
  | 'declined'
  | 'refused'
  | 'withdrawn'
  | 'cancelled'
  | 'lapsed';

/** States in which something may still come of it. */
export const openStates: readonly RequestState[] = ['confirming', 'open-call', 'approving', 'asked'];
/** States in which it holds. */
export const standingStates: readonly RequestState[] = ['approved', 'cancelling', 'closed'];

/** A duty the request moves. `given`/`returned`: sides of a swap, by who has it before. `absent`: taken out. `covered`: taken over by the partner. */
export interface RequestDuty {
  readonly slot: SlotId;
  readonly person: PersonId;
  readonly part: 'given' | 'returned' | 'absent' | 'covered';
  /** The part of the shift, mostly the whole. */
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly dutyOn: string;
  readonly shift: string;
}

/** What is asked, before it is stored: from a form or a sentence, resolved to ids and instants of the desk's zone. */
export interface RequestDraft {
  readonly desk: DeskId;
  readonly type: string;
  readonly kind: string | null;
  readonly subject: PersonId;
  readonly filedBy: PersonId;
  readonly partner: PersonId | null;
  /** First and last day, `YYYY-MM-DD`; null where the type has no stretch of time. */
  readonly fromOn: string | null;
  readonly untilOn: string | null;
  /** Half open, by the clock: whole days go from midnight to midnight. What they take of the roster is settled by the duty day (`leaveOnRoster`). */
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
  readonly duties: readonly RequestDuty[];
  /** The form's other fields by name, as typed; conditions read choices and flags from here. */
  readonly fields: Readonly<Record<string, string>>;
  /** When it was first told: later than the filing never, earlier where somebody records what was said by telephone. */
  readonly toldAt: Instant | null;
  /** The request it follows from: an extension of a leave, the cover a leave asks for. */
  readonly parent: RequestId | null;
}

/** A request as it is stored. */
export interface StoredRequest extends RequestDraft {
  readonly id: RequestId;
  /** Running number on the desk in its year: shown as `#12`. */
  readonly number: number;
  readonly state: RequestState;
  readonly station: string;
  readonly days: number;
  readonly provisional: boolean;
  readonly stage: number;
  readonly filedAt: Instant;
  readonly decidedAt: Instant | null;
  readonly policyVersion: string | null;
  readonly version: number;
}

/** What an effect adds to the case before it is judged, and to the card. */
export interface EffectReview {
  /** Length as it is counted for this type and sub-type. */
  readonly lengths?: { readonly days: number; readonly calendarDays: number; readonly workingDays: number };
  /** Answers conditions may ask about, beside the form's. */
  readonly answers?: Facts;
  readonly given?: readonly string[];
  /** Refusals and remarks of its own, such as a balance that does not suffice; the same shape as the judge's. */
  readonly findings?: readonly import('../../policy/request/case.ts').RequestFinding[];
  /** Lines for the decider's card, by the names of `shownFacts`. */
  readonly shown?: readonly { readonly fact: string; readonly label: Words; readonly value: Words }[];
  readonly claimed?: import('../../policy/request/case.ts').RequestCase['claimed'];
}

/** Why an effect cannot be carried out now; shown to whoever pressed. */
export interface EffectRefusal {
  readonly code: string;
  readonly words: Words;
}
