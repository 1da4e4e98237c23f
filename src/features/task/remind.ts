import { type Instant, Temporal, wallTime, type Zone } from '../../core/time.ts';
import type { Due } from '../../policy/index.ts';
import { type QuietHours, quietUntil } from './who.ts';

/** What a desk wants of reminders. */
export interface Reminding {
  readonly zone: Zone;
  /** Minutes before a deadline; null: none. */
  readonly minutes: number | null;
  readonly quiet: QuietHours | null;
  /** `HH:MM` at which a day of work begins. */
  readonly workStart: string;
}

const before = (left: Instant, right: Instant): boolean => Temporal.Instant.compare(left, right) < 0;

/** What a rule checks by target is drawn, and people are told whom, when it begins. */
export const isDrawn = ({ value }: Pick<Due, 'value'>): boolean =>
  value.sample !== undefined || value.each !== undefined || value.split !== undefined;

/**
 * The last reminder before a deadline: so many minutes before it; where that lies in quiet hours (a deadline at midnight), at the start of work on its
 * day. Null: none is wanted, or there is no time for one.
 */
export function headsUp(due: Pick<Due, 'fromAt' | 'dueAt' | 'on'>, { minutes, quiet, workStart, zone }: Reminding): Instant | null {
  if (minutes === null) return null;
  const at = due.dueAt.subtract({ minutes });
  const morning = wallTime(due.on, workStart, zone);
  const found = quietUntil(at, quiet, zone) !== null && before(morning, due.dueAt) ? morning : at;
  return before(due.fromAt, found) ? found : null;
}

/** When people hear of something: first, and once more before it is too late. Null: not by a message. */
export function remindersOf(due: Due, desk: Reminding): { readonly first: Instant | null; readonly last: Instant | null } {
  if (due.hidden) return { first: due.remindAt, last: null };
  const asked = isDrawn(due) && (due.remindAt === null || before(due.fromAt, due.remindAt)) ? due.fromAt : due.remindAt;
  const last = headsUp(due, desk);
  if (asked === null) return { first: last, last: null };
  // Told shortly before: once is enough.
  const soon = last === null || before(last, asked.add({ minutes: 2 * (desk.minutes ?? 0) })) ? null : last;
  return { first: asked, last: soon };
}
