import type { Citation, Policy } from '../policy.ts';
import { applies, clausesOf, type EntitledCase, factsOf } from './clause.ts';
import { eventDay } from './window.ts';

/** Something a leave type asks of the person. */
export interface RequirementState {
  /** `probation-passed`, `confirmed`, `employed-on-registration` */
  readonly requirement: string;
  readonly met: boolean;
  /** The date that decides, `YYYY-MM-DD`: of being confirmed or of joining; null where it is not known. */
  readonly since: string | null;
  /** The day it is measured on; null where nobody gave it. */
  readonly on: string | null;
  readonly cites: readonly Citation[];
  readonly reaction: 'refuse' | 'flag';
  readonly principle: boolean;
}

/**
 * What a leave type asks of the person, and whether it is so. `probation-passed` is measured on the first day of leave. `confirmed` and
 * `employed-on-registration` are measured on the day of registration; `confirmed` on the first day of leave where the leave knows no such
 * event. The day of being confirmed, or of joining, already counts. An unknown date is not met.
 */
export function requirementsOf(policy: Policy, given: EntitledCase): readonly RequirementState[] {
  const facts = factsOf(given);
  return clausesOf(policy, 'requires', given.leaveType)
    .filter(({ rule }) => applies(rule, facts))
    .flatMap(({ rule, value, cites, reaction }) => {
      const registered = value.includes('employed-on-registration') ? (eventDay(facts, 'registration')?.toString() ?? null) : given.on;
      return value.map((requirement): RequirementState => {
        const attribute = requirement === 'employed-on-registration' ? 'joined_on' : 'confirmed_on';
        const since = eventDay(given.attributes, attribute)?.toString() ?? null;
        const on = requirement === 'probation-passed' ? given.on : registered;
        return { requirement, met: since !== null && on !== null && since <= on, since, on, cites, reaction, principle: rule.principle };
      });
    });
}
