import type { Citation, Policy } from '../policy.ts';
import { clauses } from './clause.ts';

/** A duty somebody did. */
export interface DoneDuty {
  readonly person: string;
  /** Code of the shift. */
  readonly shift: string;
  /** Duty role in the shift, such as `duty-leader`. */
  readonly role: string;
}

/** Duties of one person that earn an allowance. */
export interface AllowanceCount {
  readonly person: string;
  /** `duty` */
  readonly allowance: string;
  readonly total: number;
  readonly byShift: Readonly<Record<string, number>>;
  /** Rate for each; null while the desk has not set it. */
  readonly rate: number | null;
  /** What they come to; null without a rate. */
  readonly amount: number | null;
  readonly cites: readonly Citation[];
}

/**
 * The duties of each person that earn an allowance, by shift: every duty counts once, for everybody or for the duty roles the rule names.
 * Sorted by person. People whose duties earn nothing are left out.
 */
export function dutyAllowances(policy: Policy, duties: readonly DoneDuty[]): readonly AllowanceCount[] {
  const rates = clauses(policy, 'rate');
  return clauses(policy, 'allowance').flatMap(({ rule, value: allowance, cites }) => {
    const set = rates.find((rate) => rate.rule.entry === rule.entry)?.value;
    const rate = typeof set === 'number' ? set : null;
    const earning = duties.filter(({ role }) => rule.for === null || rule.for.includes(role));
    const people = [...new Set(earning.map(({ person }) => person))].toSorted();
    return people.map((person): AllowanceCount => {
      const own = earning.filter((duty) => duty.person === person);
      const byShift = Object.fromEntries(
        [...new Set(own.map(({ shift }) => shift))].toSorted().map((shift) => [shift, own.filter((duty) => duty.shift === shift).length]),
      );
      return { person, allowance, total: own.length, byShift, rate, amount: rate === null ? null : rate * own.length, cites };
    });
  });
}
