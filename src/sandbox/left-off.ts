import { type Instant, instantAt, Temporal } from '../core/time.ts';
import type { Database } from '../db/database.ts';

/**
 * The moment at which a sandbox goes on: real time, or later where its clock had been moved ahead when it stopped. With a clock that went back, what
 * it was about to send would wait until its time comes again.
 */
export async function leftOff(db: Database, now: Instant): Promise<Instant> {
  const [row] = await db.query<{ at: Date | null }>(
    'SELECT greatest((SELECT max(at) FROM audit_entry), (SELECT max(created_at) FROM outbox), (SELECT max(done_at) FROM due)) AS at',
    [],
  );
  const last = row?.at == null ? now : instantAt(row.at.getTime());
  return Temporal.Instant.compare(last, now) > 0 ? last : now;
}
