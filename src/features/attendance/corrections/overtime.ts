import type { Citation, Policy } from '../../../policy/index.ts';
import { overtimeHours } from '../../../policy/index.ts';
import type { DayHours } from '../month/facts.ts';

/** What of a claim can be credited, and what it was worked out from. */
export interface Creditable {
  readonly hours: number;
  /** Hours of the week on days with a duty, and on rest days. */
  readonly weekHours: number;
  readonly restDayHours: number;
  readonly limit: number | null;
  readonly cites: readonly Citation[];
}

const toHours = (minutes: number): number => Math.round((minutes / 60) * 100) / 100;

/**
 * How many of the claimed hours can be credited. Where a rule says what overtime is: only those worked on a day rostered as rest, only as far as
 * the week exceeds its limit, less what other claims of the week have been credited. Where none does, what was claimed. `days` are those of the
 * week of the claim; `planned` hours count as worked where the claim lies ahead.
 */
export function creditableHours(given: {
  readonly policy: Policy;
  readonly on: string;
  readonly claimed: number;
  readonly days: readonly DayHours[];
  /** Hours of the roster still ahead in the week, and whether the claimed day is rostered. */
  readonly ahead: { readonly hours: number; readonly rostered: boolean; readonly claimIsAhead: boolean };
  readonly credited: number;
}): Creditable {
  const { policy, on, claimed, days, ahead, credited } = given;
  const sum = (rostered: boolean): number =>
    toHours(days.filter((day) => day.rostered === rostered).reduce((total, day) => total + day.minutes, 0));
  const rest = !ahead.rostered && !days.some((day) => day.on === on && day.rostered);
  const weekHours = sum(true) + ahead.hours;
  const onDay = toHours(days.filter((day) => day.on === on).reduce((total, day) => total + day.minutes, 0));
  // Of a day that is not over the claim stands for what was worked of it so far.
  const restDayHours = ahead.claimIsAhead && rest ? toHours((sum(false) - onDay + Math.max(onDay, claimed)) * 60) : sum(false);
  const rule = overtimeHours({ policy, weekHours, restDayHours });
  if (rule === null) return { hours: claimed, weekHours, restDayHours, limit: null, cites: [] };
  const worked = ahead.claimIsAhead ? claimed : onDay;
  const hours = rest ? Math.max(0, Math.min(claimed, worked, rule.hours - credited)) : 0;
  return { hours: Math.round(hours * 100) / 100, weekHours, restDayHours, limit: rule.limit, cites: rule.cites };
}
