import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Temporal } from '../../src/core/time.ts';
import { newId } from '../../src/runtime/new-id.ts';
import { leftOff } from '../../src/sandbox/left-off.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';

const now = Temporal.Instant.from('2026-12-01T08:00:00+08:00');
const org = newId();
let test: TestDatabase;

describe('a sandbox that is started again', () => {
  beforeAll(async () => {
    test = await testDatabase();
    await test.database.query(`INSERT INTO organisation (id, code, name) VALUES ($1, 'test', '单位')`, [org]);
  });
  afterAll(() => test.drop());

  /** Something is sent at a moment. */
  const sendAt = (at: Temporal.Instant) =>
    test.database.query(
      `INSERT INTO outbox (org_id, id, platform, kind, destination, locale, due_at, created_at) VALUES ($1, $2, 'slack', 'send', 'channel:C1', 'zh', $3, $3)`,
      [org, newId(), new Date(at.epochMilliseconds)],
    );

  it('begins at the real time where nothing was done, or all of it earlier', async () => {
    expect((await leftOff(test.database, now)).equals(now)).toBe(true);
    await sendAt(now.subtract({ minutes: 1 }));
    expect((await leftOff(test.database, now)).equals(now)).toBe(true);
  });

  it('goes on where its clock had been moved to', async () => {
    const ahead = now.add({ hours: 100 });
    await sendAt(ahead);
    expect((await leftOff(test.database, now)).equals(ahead)).toBe(true);
  });
});
