import type { PersonId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import type { Citation, StageKind } from '../../policy/index.ts';
import type { Incident, IncidentId } from './incident.ts';

export type NoticeId = string;

/** Kinds of the policy, and what happens beside it. `call`: everybody is called out; `up`: the next level, because somebody said so or did not answer; `skipped`: a level that was passed over and is told afterwards. */
export type NoticeKind = StageKind | 'call' | 'up' | 'skipped';

/**
 * `waiting`: an earlier one of its lane, or something it needs, is not there yet; `told`: the message is on its way; `answered`: received, approved,
 * coming; `unanswered`: the next was asked instead; `delivered`: somebody confirmed by hand that it was reached; `skipped`: no longer needed.
 */
export type NoticeState = 'waiting' | 'told' | 'answered' | 'unanswered' | 'delivered' | 'skipped';

/** What somebody answered; `present`: they were on duty when everybody was called in, and were not asked. */
export type NoticeAnswer = 'received' | 'approved' | 'refused' | 'coming' | 'not-coming' | 'self' | 'present';

/** Somebody who has to know, or a place outside that somebody has to reach by hand. */
export interface IncidentNotice {
  readonly id: NoticeId;
  readonly incident: IncidentId;
  /** Notices of one lane wait for each other, lanes do not: the entry of the policy, `up` for the chain of superiors, `call` for a call-out. */
  readonly lane: string;
  readonly stage: number;
  readonly kind: NoticeKind;
  /** Role, unit or address as the regulation names it. */
  readonly word: string;
  /** Null: outside the organisation, or nobody holds it; somebody reaches them by hand. */
  readonly person: PersonId | null;
  readonly state: NoticeState;
  readonly dueAt: Instant | null;
  readonly toldAt: Instant | null;
  readonly answeredAt: Instant | null;
  readonly answeredBy: PersonId | null;
  /** A {@link NoticeAnswer}, or by hand: who was reached and how. */
  readonly answer: string | null;
  readonly urgent: boolean;
  readonly detail: NoticeDetail;
}

export interface NoticeDetail {
  readonly optional: boolean;
  readonly written: boolean;
  readonly ack: boolean;
  readonly remind: boolean;
  readonly requires: readonly string[];
  readonly cites: readonly Citation[];
  /** On duty when everybody was called in. */
  readonly present?: true;
  /** Asked instead of holders of this word, who did not answer. */
  readonly instead?: string;
}

/** One deed of the timeline. `detail` holds what is counted on later. */
export interface IncidentLine {
  readonly kind: LineKind;
  readonly text: string;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
  readonly by: PersonId | null;
  readonly at: Instant;
}

export type LineKind =
  | 'opened'
  | 'fact'
  | 'event'
  | 'told'
  | 'answer'
  | 'unanswered'
  | 'delivered'
  | 'provided'
  | 'note'
  | 'up'
  | 'call'
  | 'extended'
  | 'entry'
  | 'report'
  | 'handled'
  | 'closed'
  | 'reopened'
  | 'false-alarm';

/** An incident with everybody who has to know and all that was done. */
export interface WholeIncident {
  readonly incident: Incident;
  readonly notices: readonly IncidentNotice[];
  readonly lines: readonly IncidentLine[];
}

/** What a written report says beside what is known already. */
export interface WrittenReport {
  readonly course: string;
  readonly cause: string;
  readonly handling: string;
  readonly outcome: string;
  readonly by: PersonId;
  readonly at: Instant;
}
