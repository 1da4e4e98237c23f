import type { Instant } from '../core/time.ts';
import type { Database } from '../db/database.ts';

export async function sealAudit(_db: Database, _org: string, _now: Instant): Promise<void> {}
