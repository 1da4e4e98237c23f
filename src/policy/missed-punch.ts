import type { Citation, Policy } from './policy.ts';

/** What a missed punch comes to. */
export interface MissedPunchStanding {
  /** `normal`: as if it had been made; `charged`: the rules on consequences price it. */
  readonly counts: 'normal' | 'charged';
  /** Which one of its cycle it is, from 1. */
  readonly nth: number;
  /** Confirmed ones count as normal by the rule while there are fewer than this; null where no rule says. */
  readonly below: number | null;
  readonly cites: readonly Citation[];
}

/**
 * What the `nth` missed punch of a cycle comes to. Without a confirmation it is charged where a rule says so. With one it is normal below the
 * limit; from the limit on it stays normal until a rule on consequences prices the case, so that a gap between two rules is not held against
 * anybody.
 */
export function missedPunchStanding(policy: Policy, nth: number, confirmed: boolean): MissedPunchStanding {
  const rule = policy.presence.missedPunch;
  const below = rule === null || rule.reaction === 'off' ? null : rule.value.below;
  const pricing = policy.consequences.filter(({ value, reaction }) => reaction !== 'off' && value.offence?.includes('missed-punch'));
  const charging = pricing.filter(({ value: { threshold } }) =>
    threshold !== undefined && 'from_count' in threshold ? nth >= threshold.from_count : !confirmed && threshold === undefined,
  );
  if (charging.length > 0) return { counts: 'charged', nth, below, cites: charging.flatMap(({ cites }) => cites) };
  return { counts: 'normal', nth, below, cites: confirmed && below !== null && nth < below ? (rule?.cites ?? []) : [] };
}
