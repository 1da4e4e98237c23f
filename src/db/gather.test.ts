import { describe, expect, it } from 'vitest';
import type { Database } from './database.ts';
import { gather } from './gather.ts';

/** Only an identity is needed of it here. */
const database = (): Database => Object.create(null) as Database;

describe('gather', () => {
  it('sends the first two at once and the others together, each with its own answer', async () => {
    const batches: (readonly number[])[] = [];
    const one = gather<number, string>(async (_, keys) => {
      batches.push(keys);
      await new Promise((resolve) => setImmediate(resolve));
      return keys.map((key) => `${key}!`);
    });
    const db = database();
    const values = await Promise.all([1, 2, 3, 4, 5].map((key) => one(db, key)));
    expect(values).toEqual(['1!', '2!', '3!', '4!', '5!']);
    expect(batches).toEqual([[1], [2], [3, 4, 5]]);
  });

  it('never mixes databases', async () => {
    const asked: [Database, readonly number[]][] = [];
    const one = gather<number, number>(async (db, keys) => {
      asked.push([db, keys]);
      return keys;
    });
    const [a, b] = [database(), database()];
    await Promise.all([1, 2, 3].flatMap((key) => [one(a, key), one(b, key + 10)]));
    expect(asked.every(([db, keys]) => keys.every((key) => key > 10 === (db === b)))).toBe(true);
  });

  it('keeps one bad key from failing the others', async () => {
    const one = gather<number, number>(async (_, keys) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (keys.includes(4)) throw new Error('bad key');
      return keys;
    });
    const db = database();
    const results = await Promise.allSettled([1, 2, 3, 4, 5].map((key) => one(db, key)));
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });

  it('reads after it was asked, never before', async () => {
    let fact = 0;
    const one = gather<null, number>(async (_, keys) => {
      const read = fact;
      await new Promise((resolve) => setImmediate(resolve));
      return keys.map(() => read);
    });
    const db = database();
    const early = [one(db, null), one(db, null)];
    fact = 1;
    const late = one(db, null);
    expect(await Promise.all(early)).toEqual([0, 0]);
    expect(await late).toBe(1);
  });
});
