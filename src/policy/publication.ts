import { type Instant, Temporal, type Zone } from '../core/time.ts';
import type { Citation, DayLookup, Policy } from './policy.ts';
import { dueDay } from './when.ts';

/**
 * The moment by which the roster of a month must be published; the moment itself is too late. `month` is `YYYY-MM`, `firstDutyOn` its first
 * duty day. Null where no rule asks.
 */
export function publishDeadline(given: {
  readonly policy: Policy;
  readonly month: string;
  readonly firstDutyOn: string;
  readonly zone: Zone;
  readonly day: DayLookup;
}): {
  readonly at: Instant;
  readonly cites: readonly Citation[];
} | null {
  const rule = given.policy.publishBy;
  if (rule === null || rule.reaction === 'off') return null;
  const startOf = (on: Temporal.PlainDate): Instant => on.toZonedDateTime(given.zone).toInstant();
  if (rule.value.kind === 'before-duty-day') return { at: startOf(Temporal.PlainDate.from(given.firstDutyOn)), cites: rule.cites };
  const { day, of, before } = rule.value;
  const last = dueDay({ day, of, before }, { month: given.month, day: given.day });
  return last === null ? null : { at: startOf(Temporal.PlainDate.from(last).add({ days: 1 })), cites: rule.cites };
}

/** The next month a roster is owed for: where rosters are published monthly, the one after the month of `on` unless it is published. Null: nothing is owed. */
export function rosterOwed(given: {
  readonly policy: Policy;
  readonly on: string;
  readonly published: readonly string[];
}): { readonly month: string; readonly cites: readonly Citation[] } | null {
  const rule = given.policy.publishEvery;
  if (rule === null || rule.reaction === 'off') return null;
  const month = Temporal.PlainDate.from(given.on).toPlainYearMonth().add({ months: 1 }).toString();
  return given.published.includes(month) ? null : { month, cites: rule.cites };
}
