import type { PersonId } from '../../core/ids.ts';
import type { Instant, Interval } from '../../core/time.ts';
import type { Citation, Policy } from '../../policy/policy.ts';
import { openStates, type RequestState, standingStates } from '../request/index.ts';

/** The request by which somebody takes over another's shift. */
export const coverType = 'substitute';

/** Where an open call stands, as the group sees it: who asked and who decides is not their matter. */
export type CallState = 'open' | 'waits' | 'covered' | 'lapsed' | 'over';

export function callState(state: RequestState): CallState {
  if (state === 'open-call') return 'open';
  if (openStates.includes(state)) return 'waits';
  if (standingStates.includes(state)) return 'covered';
  return state === 'lapsed' ? 'lapsed' : 'over';
}

/** Hours before the shift at which an open call that nobody took is sent again. */
const reminderHours = [24, 6, 2];
/** A reminder this soon after the call itself is left out. */
const leastGapMinutes = 30;

/** When a call made now is sent again, in order. */
export function remindersOf(startsAt: Instant, now: Instant): Instant[] {
  const earliest = now.add({ minutes: leastGapMinutes }).epochMilliseconds;
  return reminderHours.map((hours) => startsAt.subtract({ hours })).filter((at) => at.epochMilliseconds >= earliest);
}

/** The rules by which whoever stands in answers for the shift; empty: none says so. */
export function responsibilityRules(policy: Pick<Policy, 'requests'>, type: string): readonly Citation[] {
  return policy.requests
    .filter(
      ({ value, scope, reaction }) =>
        value.key === 'effect' && value.value === 'responsibility-moves' && reaction !== 'off' && scope.requests.includes(type),
    )
    .flatMap((rule) => rule.cites);
}

/** Members an open call is of use to: who is not asked for, not on duty then and not away. */
export function freeMembers(
  members: readonly { readonly person: PersonId }[],
  subject: PersonId,
  busy: readonly { readonly person: PersonId; readonly startsAt: Instant; readonly endsAt: Instant }[],
  stretch: Interval,
): PersonId[] {
  const taken = new Set(
    busy
      .filter(
        (one) =>
          one.startsAt.epochMilliseconds < stretch.end.epochMilliseconds && one.endsAt.epochMilliseconds > stretch.start.epochMilliseconds,
      )
      .map((one) => one.person),
  );
  return members.map((member) => member.person).filter((person) => person !== subject && !taken.has(person));
}
