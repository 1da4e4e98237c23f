import type { PunchFacts } from './attendance.ts';
import { decideClockIn, decideClockOut } from './decide.ts';

/** Which of the two buttons somebody is shown. */
export interface ClockOffer {
  readonly in: boolean;
  readonly out: boolean;
}

/**
 * Whether a press would clock in or out now, after a question where one is asked. `facts` as for clocking out. Who cannot go only because too few
 * would be left is offered it all the same: the answer says what is missing, and it may change at any moment. A shift that is over and was never
 * begun is none to go from.
 */
export function clockOffer(facts: PunchFacts): ClockOffer {
  const goes = decideClockOut(facts, null);
  const outcome = goes.ok ? goes.value : null;
  const duty = outcome?.kind === 'punched' ? outcome.punch.duty : null;
  const missed = duty !== null && duty.in === null && duty.endsAt.epochMilliseconds <= facts.now.epochMilliseconds;
  return { in: decideClockIn(facts, null).ok, out: (goes.ok && !missed) || (!goes.ok && goes.refusal.code === 'attendance.tooFew') };
}
