import type { PersonId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import type { Policy } from '../../policy/policy.ts';
import type { StoredRequest } from '../request/index.ts';

/** What a count of swaps needs of one. */
export type CountedSwap = Pick<StoredRequest, 'id' | 'subject' | 'partner' | 'duties'>;

/** The month a swap counts in, `YYYY-MM`: that of the shift given away; the return shift is part of the same swap. Null: it gives none. */
export const monthOf = (swap: Pick<StoredRequest, 'duties'>): string | null =>
  swap.duties.find((duty) => duty.part === 'given')?.dutyOn.slice(0, 7) ?? null;

/** Swaps of the month a person takes part in, asking or obliging, beside the one with the id. */
export const swapsInMonth = (month: string, person: PersonId, swaps: readonly CountedSwap[], without: string | null): number =>
  swaps.filter((swap) => swap.id !== without && monthOf(swap) === month && (swap.subject === person || swap.partner === person)).length;

/** The strictest number of swaps a month a rule in force allows; null: none does. */
export function monthlyLimit(policy: Pick<Policy, 'requests'>, type: string): number | null {
  const limits = policy.requests.flatMap(({ value, scope, reaction }) =>
    value.key === 'max_count' && value.value.per === 'month' && reaction !== 'off' && scope.requests.includes(type)
      ? value.value.limit
      : [],
  );
  return limits.length === 0 ? null : Math.min(...limits);
}

/** The latest moment at which a swap or cover can be given back: so many hours before the first of its shifts begins. */
export function giveBackUntil(duties: readonly { readonly startsAt: Instant }[], hours: number): Instant | null {
  const [first, ...others] = duties;
  if (first === undefined) return null;
  const start = others.reduce(
    (least, duty) => (duty.startsAt.epochMilliseconds < least.epochMilliseconds ? duty.startsAt : least),
    first.startsAt,
  );
  return start.subtract({ hours });
}
