import type { Citation, Policy } from '../policy.ts';
import { behind, clauses } from './clause.ts';

/** Hours of a week that count as overtime. */
export interface OvertimeHours {
  readonly hours: number;
  /** Hours of the week beyond the limit, on whatever day. */
  readonly beyond: number;
  readonly limit: number;
  readonly cites: readonly Citation[];
  readonly reaction: 'refuse' | 'flag';
}

/**
 * The overtime of a week: the hours worked on days rostered as rest, and no more than the hours of the whole week beyond the limit.
 * `weekHours` are those of the working days, `restDayHours` those of the rest days. Null where no rule counts overtime.
 */
export function overtimeHours(given: {
  readonly weekHours: number;
  readonly restDayHours: number;
  readonly policy: Policy;
}): OvertimeHours | null {
  const rules = clauses(given.policy, 'overtime');
  const [rule] = rules;
  if (rule === undefined) return null;
  const limit = rule.value.weekly_hours_over;
  const beyond = Math.max(0, given.weekHours + given.restDayHours - limit);
  return { hours: Math.min(Math.max(0, given.restDayHours), beyond), beyond, limit, ...behind(rules) };
}
