import { describe, expect, it } from 'vitest';
import { onlyReads } from './together.ts';

describe('what may stand in front of other statements', () => {
  it('reads, in one part or several', () => {
    expect(onlyReads('SELECT 1')).toBe(true);
    expect(onlyReads('\n  WITH RECURSIVE up AS (SELECT 1) SELECT * FROM up')).toBe(true);
    expect(onlyReads('SELECT updated_at, deleted FROM slot')).toBe(true);
  });

  it('is nothing that writes or may wait for a lock', () => {
    for (const text of [
      'UPDATE slot SET version = 1',
      'WITH gone AS (DELETE FROM slot RETURNING 1) SELECT * FROM gone',
      'SELECT id FROM due FOR UPDATE SKIP LOCKED',
      'SELECT pg_advisory_xact_lock(1)',
      'INSERT INTO slot DEFAULT VALUES',
      'LOCK TABLE slot',
    ])
      expect(onlyReads(text)).toBe(false);
  });
});
