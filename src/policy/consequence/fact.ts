import type { Instant } from '../../core/time.ts';

/**
 * Something that happened and may have a consequence: an offence, or a merit. The bot's other parts find it; it is never changed, but its
 * flags are told anew when a proof arrives or fails to.
 */
export interface AttendanceFact {
  /** Names the fact for good: `session:…`, `slot:…`. */
  readonly id: string;
  /** `late`, `early-leave`, `missed-punch`, `no-show`, `off-post`, `absence`, … */
  readonly offence: string;
  /** Duty day, `YYYY-MM-DD`. */
  readonly on: string;
  /** When it happened, for the order of facts of one day. */
  readonly at: Instant;
  /** How long; null where length says nothing. */
  readonly minutes: number | null;
  /** Days it counts for; null: the day itself. */
  readonly days: number | null;
  readonly shift: string | null;
  /** What it is read from. */
  readonly source: { readonly kind: string; readonly id: string };
  readonly flags: FactFlags;
}

/** What is known of a fact; left out: not known yet, so that no rule that asks for it holds. */
export interface FactFlags {
  /** Leave, or another request that covers it, was asked for in time. */
  readonly leave_requested?: boolean;
  /** Somebody who may confirm that the person was at work did so, or refused to. */
  readonly confirmed?: boolean;
  readonly loss?: boolean;
  readonly grave?: boolean;
}

/** In order of the days, then of the moments, then of the ids: the order in which cases are counted. */
export function inOrder(facts: readonly AttendanceFact[]): readonly AttendanceFact[] {
  return facts.toSorted(
    (left, right) => compare(left.on, right.on) || left.at.epochMilliseconds - right.at.epochMilliseconds || compare(left.id, right.id),
  );
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
