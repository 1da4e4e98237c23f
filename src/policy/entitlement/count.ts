import type { Citation, Policy } from '../policy.ts';
import { behind, clausesOf } from './clause.ts';

export type DayCount = 'calendar' | 'rostered';

/** A value with the rules behind it. */
export interface CitedValue<Value> {
  readonly value: Value;
  readonly cites: readonly Citation[];
  readonly reaction: 'refuse' | 'flag';
}

/** The smallest unit of a leave type, in days and the hours they stand for; null where no rule sets one. */
export function unitOf(policy: Policy, leaveType: string): CitedValue<{ readonly days: number; readonly hours: number }> | null {
  return onlyOne(clausesOf(policy, 'unit', leaveType));
}

/** The share of pay during a leave type, from 0 to 1; null where no rule says. */
export function payShareOf(policy: Policy, leaveType: string): CitedValue<number> | null {
  return onlyOne(clausesOf(policy, 'pay', leaveType));
}

/** Whether a leave type may be taken in parts; null where no rule says. */
export function splitOf(policy: Policy, leaveType: string): CitedValue<boolean> | null {
  return onlyOne(clausesOf(policy, 'split', leaveType));
}

/**
 * How the days of a leave type are counted: every calendar day from the first to the last, or the days the person is rostered on. An
 * entitlement or the rules of the request may say it. Null where none does.
 */
export function dayCountOf(policy: Policy, leaveType: string): CitedValue<DayCount> | null {
  const asked = policy.requests.flatMap(({ value, scope, cites, reaction }) =>
    value.key === 'day_count' && reaction !== 'off' && scope.requests.includes('leave') && (scope.kinds?.includes(leaveType) ?? true)
      ? [{ value: value.value, cites, reaction }]
      : [],
  );
  return onlyOne([...clausesOf(policy, 'day_count', leaveType), ...asked]);
}

/** Two rules on one value say the same, or the policy does not resolve: all of them are cited. */
function onlyOne<Value>(
  rules: readonly { readonly value: Value; readonly cites: readonly Citation[]; readonly reaction: 'refuse' | 'flag' }[],
): CitedValue<Value> | null {
  const [first] = rules;
  return first === undefined ? null : { value: first.value, ...behind(rules) };
}

/** Whether a length is a whole number of units, and the next one that is. */
export function fitsUnit(days: number, unit: number): { readonly fits: boolean; readonly next: number } {
  const units = days / unit;
  const whole = Math.round(units);
  const fits = Math.abs(units - whole) < 1e-9;
  return { fits, next: (fits ? whole : Math.ceil(units)) * unit };
}
