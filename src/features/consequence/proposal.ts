import type { DeskId, PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import type { Instant } from '../../core/time.ts';
import type { FactSource } from '../attendance/index.ts';

/**
 * What is proposed to whoever decides. The bot carries nothing out:
 *
 *   open → accepted | dismissed          withdrawn: what it stood on is no longer so
 *    ↑___________________________|       A change of what counts opens a decided one again, and says so.
 */
export type ProposalState = 'open' | 'accepted' | 'dismissed' | 'withdrawn';

/** A fact as a proposal keeps it: as it was counted, with where it comes from. */
export interface CountedFact {
  readonly id: string;
  readonly offence: string;
  readonly on: string;
  readonly minutes: number | null;
  readonly shift: Words | null;
  /** Instants as ISO text; null where none are known. */
  readonly from: string | null;
  readonly until: string | null;
  readonly sources: readonly FactSource[];
  /** What a person wrote who recorded it. */
  readonly note: string | null;
  /** The outcome it was counted from, for facts that are outcomes themselves. */
  readonly derived: boolean;
}

export type Unit = 'hours' | 'days' | 'minutes';

/** Something that happened to a proposal, kept for good. */
export interface HistoryEntry {
  /** ISO text. */
  readonly at: string;
  readonly what: 'proposed' | 'changed' | 'reopened' | 'withdrawn' | 'accepted' | 'dismissed';
  readonly by: PersonId | null;
  readonly outcome: string;
  readonly amount: number | null;
  readonly reason: string | null;
}

/** What the rules propose now. */
export interface Proposed {
  readonly key: string;
  readonly offence: string;
  readonly merit: boolean;
  readonly outcome: string;
  readonly amount: number | null;
  readonly unit: Unit | null;
  readonly choices: readonly string[];
  readonly facts: readonly CountedFact[];
  readonly on: string;
  /** Cycle it belongs to, `YYYY-MM`. */
  readonly cycle: string;
  readonly rules: readonly string[];
  readonly decidedBy: readonly string[];
  readonly to: readonly string[];
  readonly liable: readonly string[];
}

export interface StoredProposal extends Proposed {
  readonly id: string;
  readonly desk: DeskId;
  readonly person: PersonId;
  readonly state: ProposalState;
  readonly decidedAs: PersonId | null;
  readonly decidedAt: Instant | null;
  readonly reason: string | null;
  readonly history: readonly HistoryEntry[];
  readonly policyVersion: string | null;
  readonly at: Instant;
  readonly version: number;
}

/** The live card of a proposal. */
export const proposalSubject = (id: string): string => `consequence.proposal/${id}`;

/** What only a person sees, as they recorded it. */
export interface Conduct {
  readonly id: string;
  readonly desk: DeskId;
  readonly person: PersonId;
  readonly kind: string;
  readonly merit: boolean;
  readonly on: string;
  readonly minutes: number;
  readonly answers: { readonly loss?: boolean; readonly grave?: boolean; readonly detected_by?: string };
  readonly note: string;
  readonly by: PersonId;
  readonly at: Instant;
}
