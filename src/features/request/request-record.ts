import type { PersonId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import type { RequestId, StoredRequest } from './request.ts';

/** `grant`: whether it is allowed; `cancel`: whether what was allowed is taken back. */
export type Round = 'grant' | 'cancel';

/**
 * One signature that is asked for. Steps of the stage that is on are `open`, later ones `waiting`. Who may sign is never stored: any holder of
 * one of the words, as it is when they sign.
 */
export interface Step {
  readonly id: string;
  readonly round: Round;
  readonly kind: 'confirm' | 'approve';
  /** Confirmations are stage 0; steps of the same stage are signed in any order. */
  readonly stage: number;
  /** `partner` and `subject` for confirmations; role codes and words such as `superior` for approvals. */
  readonly words: readonly string[];
  readonly minRank: string | null;
  readonly rules: readonly string[];
  readonly state: 'waiting' | 'open' | 'agreed' | 'refused' | 'skipped';
  readonly decidedBy: PersonId | null;
  /** The approver a delegate stood in for. */
  readonly decidedFor: PersonId | null;
  readonly decidedAt: Instant | null;
  readonly reason: string | null;
  /** Handed over for this one decision; null: nobody. */
  readonly handedTo: PersonId | null;
  /** The approver who handed it over. */
  readonly handedBy: PersonId | null;
}

/** Something owed after the approval: handing in a note, closing the leave. */
export interface FollowUp {
  readonly id: string;
  readonly do: string;
  /** Null: the desk has not set when. */
  readonly dueAt: Instant | null;
  readonly state: 'waiting' | 'done' | 'missed' | 'dropped';
  /** What it counts as when it is missed (`absence`); null: nothing is said. */
  readonly otherwise: string | null;
  readonly to: readonly string[];
  readonly remind: boolean;
  readonly rules: readonly string[];
  readonly doneBy: PersonId | null;
  readonly doneAt: Instant | null;
}

/** A file of a request, without its content. */
export interface RequestDocument {
  readonly id: string;
  readonly document: string;
  readonly name: string;
  readonly from: string | null;
  readonly until: string | null;
}

/** What a decider asked back, and the answer; or why somebody wants to take back what was approved. */
export interface Question {
  readonly about: 'grant' | 'cancel';
  readonly by: PersonId;
  readonly text: string;
  readonly at: Instant;
  readonly answer: string | null;
  readonly answeredAt: Instant | null;
}

/** A finding somebody set aside, or that stood when it was approved. */
export interface SetAside {
  readonly code: string;
  readonly rules: readonly string[];
  readonly by: PersonId;
  readonly at: Instant;
  readonly reason: string;
}

/** A request with everything that hangs on it. */
export interface WholeRequest {
  readonly request: StoredRequest;
  readonly steps: readonly Step[];
  readonly followUps: readonly FollowUp[];
  readonly documents: readonly RequestDocument[];
  readonly question: Question | null;
  readonly setAside: readonly SetAside[];
  /** Roles whose holders may not decide it. */
  readonly approveNot: readonly string[];
  /** Roles that are told once it stands. */
  readonly notify: readonly string[];
  /** When it lapses if it is not decided. */
  readonly lapsesAt: Instant;
  readonly closedAt: Instant | null;
}

/** What a form is opened with: its fields by name, as they would be typed. */
export interface RequestPrefill {
  /** Whom it is for; left out: whoever asks. */
  readonly subject?: string;
  readonly kind?: string;
  readonly partner?: string;
  /** `YYYY-MM-DD`; `moment` types have only `from`. */
  readonly from?: string;
  readonly until?: string;
  /** `afternoon`: from 12:00 on. */
  readonly from_half?: 'whole' | 'afternoon';
  /** `morning`: until 12:00. */
  readonly until_half?: 'whole' | 'morning';
  /** `HH:MM` */
  readonly from_time?: string;
  readonly until_time?: string;
  /** When it was told by word of mouth, `HH:MM` of today or `YYYY-MM-DD HH:MM`. */
  readonly told_at?: string;
  /** The type's own fields; duties by slot id. */
  readonly [field: string]: string | undefined;
}

/** What is asked for by {@link RequestPrefill}. */
export interface RequestAsk {
  readonly type: string;
  readonly kind?: string;
  /** Desk by id; left out: the one the person stands on, or they are asked. */
  readonly desk?: string;
  readonly prefill?: RequestPrefill;
  /** The request it follows from. */
  readonly parent?: RequestId;
}

export interface FileOptions {
  /** What the request is called from then on: the id of the form it came from, so that one form files one request. Default: a new one. */
  readonly id?: RequestId;
  /** No partner yet: anyone of the group may take it. */
  readonly openCall?: boolean;
  /** A lead decides in filing it (an emergency): no confirmation, no chain; findings `refuse` still refuse. Needs the reason. */
  readonly decided?: { readonly reason: string };
}
