import type { Clock } from '../core/time.ts';
import type { Database } from '../db/database.ts';
import type { Platform } from './intent.ts';
import type { Logger } from './log.ts';
import type { RuntimeMetrics } from './metrics.ts';

const flushEveryMs = 30_000;

/**
 * Counts the calls to a messenger's metered API (Feishu's free plan has a monthly quota for all apps of a tenant together). Kept in memory and
 * added to the table twice a minute, because a row update per call would cost more than the call; a killed process loses at most that.
 */
export function countCalls(db: Database, clock: Clock, metrics: RuntimeMetrics, log: Logger) {
  const pending = new Map<Platform, number>();
  const flush = async () => {
    const month = clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toPlainYearMonth().toString();
    for (const [platform, calls] of [...pending]) {
      pending.delete(platform);
      const rows = await db.query<{ calls: string }>(
        `INSERT INTO call_count (platform, month, calls) VALUES ($1, $2, $3)
         ON CONFLICT (platform, month) DO UPDATE SET calls = call_count.calls + EXCLUDED.calls RETURNING calls`,
        [platform, month, calls],
      );
      metrics.apiCalls(platform, month, Number(rows[0]?.calls ?? calls));
    }
  };
  const timer = setInterval(() => {
    flush().catch((error: unknown) => log.warn({ err: error }, 'call counts could not be saved'));
  }, flushEveryMs);
  timer.unref();
  return {
    count: (platform: Platform, calls: number): void => {
      pending.set(platform, (pending.get(platform) ?? 0) + calls);
    },
    async flush(): Promise<void> {
      clearInterval(timer);
      await flush();
    },
  };
}
