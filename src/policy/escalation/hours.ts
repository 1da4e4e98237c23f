import type { Instant, Zone } from '../../core/time.ts';
import type { Condition } from '../condition.ts';
import type { Policy } from '../policy.ts';
import { officeHours } from '../shift-times.ts';

/**
 * The times of day (`HH:MM`, of the zone) that conditions ask about under `after` and that `at` lies at or after: a time of the evening has
 * passed until work starts the next morning, since that is when people are back.
 */
export function timesPassed(conditions: readonly Condition[], at: Instant, zone: Zone, calendar: Policy['calendar']): readonly string[] {
  const wall = at.toZonedDateTimeISO(zone).toPlainTime().toString().slice(0, 5);
  const opens = calendar.workStart ?? officeHours.work_start;
  const morning = opens === undefined ? '00:00' : `${two(opens.hour)}:${two(opens.minute)}`;
  return conditions.flatMap(timesIn).filter((limit) => wall >= limit || (limit > morning && wall < morning));
}

const two = (value: number): string => String(value).padStart(2, '0');

function timesIn(condition: unknown): readonly string[] {
  if (typeof condition !== 'object' || condition === null) return [];
  return Object.entries(condition).flatMap(([fact, part]): readonly string[] => {
    if (fact === 'after') return typeof part === 'string' ? [part] : [];
    return Array.isArray(part) ? part.flatMap(timesIn) : timesIn(part);
  });
}
