import { type Instant, Temporal } from '../../core/time.ts';
import type { IncidentNotice } from './incident-record.ts';

/** An answer that was waited for until now. */
export const answerKind = 'incident.answer';
/** A limit of something that is done by hand comes near or has passed. */
export const limitKind = 'incident.limit';

/** Reminders of one thing end after so many: a day of them has been overlooked for good. */
const mostReminders = 48;

export const actsOnLimit = (times: number): boolean => times <= mostReminders;

/**
 * Beyond which moment a reminder of a notice that was planned for `at` cannot wait: an urgent rule not at all, others not beyond their limit. That a limit
 * has passed is told at once as well, unless it is about something in writing. Null: it can wait.
 */
export function cannotWaitBeyond(
  { urgent, dueAt, detail }: Pick<IncidentNotice, 'urgent' | 'dueAt' | 'detail'>,
  at: Instant,
): Instant | null {
  if (urgent) return at;
  const left = dueAt === null ? -1 : Temporal.Instant.compare(dueAt, at);
  return left > 0 || (left === 0 && !detail.written) ? dueAt : null;
}
