import type { Citation, DayFacts, Policy } from '../policy.ts';
import { dayWordsOf } from './facts.ts';
import { meetsConditions } from './judged.ts';

/** What something on a day counts as where the request that would excuse it is not filed, with the rule; null where none says. */
export function countsAs(
  policy: Policy,
  type: string,
  day: DayFacts,
): { readonly otherwise: string; readonly cites: readonly Citation[] } | null {
  const facts = { unit_kind: policy.unitKinds, day: dayWordsOf(day) };
  for (const { otherwise, reaction, scope, cites } of policy.requests)
    if (otherwise !== null && reaction !== 'off' && scope.requests.includes(type) && meetsConditions(scope, facts))
      return { otherwise, cites };
  return null;
}
