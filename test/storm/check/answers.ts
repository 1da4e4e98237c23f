import { verifyAudit } from '../../../src/runtime/audit.ts';
import type { Aftermath } from '../storm.ts';

/** Two deliveries of one event get one answer; nothing queued is lost; the audit holds together. */
export async function checkAnswers({ db, twice }: Aftermath): Promise<string[]> {
  const saved = await db.query<{ event_key: string }>('SELECT event_key FROM inbox WHERE event_key = ANY($1::text[])', [
    twice.map((one) => one.eventKey),
  ]);
  const keys = new Set(saved.map((row) => row.event_key));
  const different = twice.filter((one) => keys.has(one.eventKey) && new Set(one.digests).size > 1);
  const left = await db.query<{ state: string; subject: string | null; count: number }>(
    `SELECT state, split_part(subject, '/', 1) AS subject, count(*)::int AS count FROM outbox WHERE state NOT IN ('sent', 'dropped') GROUP BY 1, 2`,
    [],
  );
  const overdue = await db.query<{ kind: string; count: number }>(
    `SELECT kind, count(*)::int AS count FROM due WHERE error IS NOT NULL GROUP BY kind`,
    [],
  );
  const audits = await verifyAudit(db);
  return [
    ...different.map((one) => `answers: ${one.eventKey} ${one.what} was delivered twice and answered in two ways`),
    ...left.map((row) => `outbox: ${row.count} of ${row.subject ?? 'messages'} are ${row.state}`),
    ...overdue.map((row) => `due: ${row.count} of ${row.kind} failed`),
    ...audits.flatMap((audit) => audit.problems.map((problem) => `audit: ${JSON.stringify(problem)}`)),
    ...(audits.every((audit) => audit.entries === 0) ? ['audit: nothing was written down'] : []),
  ];
}
