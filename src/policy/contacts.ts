import type { Instant } from '../core/time.ts';
import type { Citation, Policy } from './policy.ts';

export interface Contact {
  readonly unit: string;
  readonly person: string;
  readonly phone: string;
  /** Null: never confirmed. */
  readonly confirmedAt: Instant | null;
}

/** Contacts of a list whose confirmation is due at `at`: from so many days after the last one on. None while the desk has not set how often. */
export function contactsDue(given: {
  readonly policy: Policy;
  readonly group: string;
  readonly contacts: readonly Contact[];
  readonly at: Instant;
}): {
  readonly due: readonly Contact[];
  readonly cites: readonly Citation[];
} {
  const rule = given.policy.contacts.find(({ value, reaction }) => value.group === given.group && reaction !== 'off');
  const days = rule?.value.confirmEveryDays ?? null;
  if (rule === undefined || days === null) return { due: [], cites: [] };
  const due = given.contacts.filter(
    ({ confirmedAt }) => confirmedAt === null || confirmedAt.add({ hours: days * 24 }).epochMilliseconds <= given.at.epochMilliseconds,
  );
  return { due, cites: due.length > 0 ? rule.cites : [] };
}
