import type { Days } from './consequence/cycle.ts';
import { plusDays } from './days.ts';
import { overtimeHours } from './entitlement/overtime.ts';
import type { Citation, Policy } from './policy.ts';

/** A reconciliation a rule asks for: what it lists and who sees it. */
export interface Reconciliation {
  /** `missed-punch`, `late`, `early-leave`, `absence`; empty: every difference. */
  readonly exceptions: readonly string[];
  readonly to: readonly string[];
  readonly cites: readonly Citation[];
}

/** The rule that compares all these sources (`punches`, `roster`); null where none does. */
export function reconciliation(policy: Policy, sources: readonly string[]): Reconciliation | null {
  const rule = policy.presence.compare.find(
    ({ value, reaction }) => reaction !== 'off' && sources.every((source) => value.what.includes(source)),
  );
  return rule === undefined ? null : { exceptions: rule.value.exceptions ?? [], to: rule.value.to, cites: rule.cites };
}

/** What of the facts of a week goes on the list a rule asks for, punches against the roster; null where none asks. */
export function exceptionsOf<Fact extends { readonly offence: string }>(
  policy: Policy,
  facts: readonly Fact[],
): (Reconciliation & { readonly listed: readonly Fact[] }) | null {
  const found = reconciliation(policy, ['punches', 'roster']);
  if (found === null) return null;
  const { exceptions } = found;
  return { ...found, listed: facts.filter(({ offence }) => exceptions.length === 0 || exceptions.includes(offence)) };
}

/** A week of one person that has to be explained. */
export interface WeekCheck {
  /** Hours below the minimum; 0 where there are enough. */
  readonly shortBy: number;
  readonly missedPunches: number;
  /** Short or with a missed punch, and none of the requests that explain it was filed. */
  readonly listed: boolean;
  /** Requests that would explain it. */
  readonly explainedBy: readonly string[];
  readonly cites: readonly Citation[];
}

/**
 * Whether a week needs an explanation and has one: fewer hours than the minimum, or a missed punch, and no request of the kinds that justify
 * it (`requests` are those filed for the week, by type). Exactly the minimum is enough. Null where no rule sets a minimum.
 */
export function checkWeek(given: {
  readonly policy: Policy;
  readonly hours: number;
  readonly missedPunches: number;
  readonly requests: readonly string[];
}): WeekCheck | null {
  const { weeklyHoursMin: least, requireAny } = given.policy.presence;
  if (least === null || least.reaction === 'off') return null;
  const explainedBy = requireAny === null || requireAny.reaction === 'off' ? [] : requireAny.value;
  const shortBy = Math.max(0, least.value - given.hours);
  const isOdd = shortBy > 0 || given.missedPunches > 0;
  return {
    shortBy,
    missedPunches: given.missedPunches,
    listed: isOdd && !given.requests.some((type) => explainedBy.includes(type)),
    explainedBy,
    cites: [...new Map([...least.cites, ...(requireAny?.cites ?? [])].map((cite) => [cite.rule, cite])).values()],
  };
}

/** Overtime somebody claims for a day, beside what roster and punches say of it. */
export interface OvertimeClaim {
  readonly request: string;
  readonly on: string;
  readonly hours: number;
  /** The roster had the day as rest. */
  readonly rest: boolean;
  /** Hours between the punches of the day. */
  readonly punched: number;
}

export interface OvertimeDifference {
  readonly request: string;
  readonly on: string;
  readonly claimed: number;
  /** Hours the claim can have: none on a working day, not more than was punched, not more than the week has beyond its limit. */
  readonly creditable: number;
}

/**
 * The claims of one week that differ from roster, hours and punches, earlier days first; `weekHours` are the hours of the days that were not
 * rest. Null where no rule compares overtime.
 */
export function overtimeDifferences(given: {
  readonly policy: Policy;
  readonly claims: readonly OvertimeClaim[];
  readonly weekHours: number;
}): (Reconciliation & { readonly differences: readonly OvertimeDifference[] }) | null {
  const found = reconciliation(given.policy, ['overtime', 'roster', 'hours', 'punches']);
  if (found === null) return null;
  const claims = given.claims.toSorted((left, right) => (left.on < right.on ? -1 : 1));
  const worked = ({ rest, punched }: OvertimeClaim): number => (rest ? punched : 0);
  const restDayHours = claims.reduce((sum, claim) => sum + worked(claim), 0);
  let left = overtimeHours({ policy: given.policy, weekHours: given.weekHours, restDayHours })?.hours ?? restDayHours;
  const differences: OvertimeDifference[] = [];
  for (const claim of claims) {
    const creditable = Math.min(worked(claim), left);
    left -= Math.min(creditable, claim.hours);
    if (claim.hours !== creditable) differences.push({ request: claim.request, on: claim.on, claimed: claim.hours, creditable });
  }
  return { ...found, differences };
}

/** A week in which somebody moved, cut at the day of the transfer: each department sees its part. */
export interface TransferParts {
  readonly former: Days;
  readonly present: Days;
  readonly to: readonly string[];
  readonly cites: readonly Citation[];
}

/**
 * The parts of a stretch of days that belong to the former and to the present department. Null where no rule asks, or where the transfer is
 * not in the stretch: on its first day all of it is the new department's.
 */
export function transferParts(policy: Policy, week: Days, transferredOn: string): TransferParts | null {
  const rule = policy.presence.compare.find(({ value, reaction }) => reaction !== 'off' && value.after === 'transfer');
  if (rule === undefined || transferredOn <= week.from || transferredOn > week.until) return null;
  return {
    former: { from: week.from, until: plusDays(transferredOn, -1) },
    present: { from: transferredOn, until: week.until },
    to: rule.value.to,
    cites: rule.cites,
  };
}
