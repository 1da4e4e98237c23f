import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase } from '../../src/db/connect.ts';
import type { Database } from '../../src/db/database.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';

/** Reads of one turn of the event loop travel down one connection. */
describe('reads that are asked for together', () => {
  let test: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    test = await testDatabase();
    db = connectDatabase(test.url, { poolSize: 4 });
  });
  afterAll(async () => {
    await db.close();
    await test.drop();
  });
  const backend = async (): Promise<number> => (await db.query<{ pid: number }>('SELECT pg_backend_pid() AS pid', []))[0]?.pid ?? 0;

  it('share a connection up to six at a time, and a statement planned once is known to those behind it', async () => {
    const pids = await Promise.all(Array.from({ length: 6 }, backend));
    expect(new Set(pids).size).toBe(1);
    const more = await Promise.all(Array.from({ length: 7 }, backend));
    expect(new Set(more).size).toBe(2);
    const numbers = await Promise.all([1, 2, 3].map((n) => db.query<{ n: number }>('SELECT $1::int AS n', [n])));
    expect(numbers.map(([row]) => row?.n)).toEqual([1, 2, 3]);
  });

  it('fail each for itself', async () => {
    const [before, wrong, after] = await Promise.allSettled([backend(), db.query('SELECT 1 / $1::int', [0]), backend()]);
    expect([before.status, wrong.status, after.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await backend()).toBe(before.status === 'fulfilled' ? before.value : null);
  });

  it('fail all where the connection breaks, and the next ones go down another', async () => {
    const [first, second] = await Promise.allSettled([
      db.query('SELECT pg_terminate_backend(pg_backend_pid())', []),
      db.query<{ n: number }>('SELECT 2 AS n', []),
    ]);
    expect([first.status, second.status]).toEqual(['rejected', 'rejected']);
    expect(await backend()).toBeGreaterThan(0);
  });

  it('do not wait for a write of the same moment that waits for a lock', async () => {
    await db.query('CREATE TABLE held (id int PRIMARY KEY, n int)', []);
    await db.query('INSERT INTO held VALUES (1, 0)', []);
    let waiting: Promise<unknown> = Promise.resolve();
    await db.prisma.$transaction(async (transaction) => {
      await transaction.$executeRawUnsafe('UPDATE held SET n = 1 WHERE id = 1');
      waiting = db.query('UPDATE held SET n = n + 1 WHERE id = 1', []);
      expect(await db.query('SELECT n FROM held', [])).toEqual([{ n: 0 }]);
    });
    await waiting;
    expect(await db.query('SELECT n FROM held', [])).toEqual([{ n: 2 }]);
  });
});
