import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/harness/database.ts';
import { deskFiles, fixture, Guardroom } from '../../../../test/harness/guardroom.ts';
import { newId } from '../../../runtime/new-id.ts';
import { createUnit } from '../../../runtime/write-unit.ts';
import { dropStale } from './store.ts';

const captain = 'U0G00';

describe('what waits for a button', () => {
  let test: TestDatabase;
  let room: Guardroom;
  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    room = new Guardroom(test.database);
    await room.clear();
  });

  const count = async (table: string): Promise<number> =>
    (await test.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`, []))[0]?.n ?? -1;

  it('is forgotten after thirty days, desk by desk: rosters, files without a month, calendars', async () => {
    await room.apply(deskFiles.gate, deskFiles.monitoring);
    await room.sends(captain, 'roster-grid.csv', fixture('roster-grid.csv'), '12月');
    await room.sends(captain, 'roster-grid.csv', fixture('roster-grid.csv'));
    await room.sends(captain, 'calendar.csv', Buffer.from('2026-12-25,holiday,圣诞\n'));
    expect(await count('roster_import')).toBe(3);
    const prune = async (wall: string, code: string): Promise<number> => {
      const [row] = await test.database.query<{ org: string; desk: string }>(
        'SELECT org_id::text AS org, id::text AS desk FROM desk WHERE code = $1',
        [code],
      );
      room.at(wall);
      const org = row?.org ?? '';
      const unit = createUnit({ org, now: room.now, newId });
      dropStale({ now: room.now, org, orgZone: 'Asia/Shanghai', orgLocale: 'zh', db: test.database, unit, newId }, row?.desk ?? '');
      await test.database.write(unit.statements);
      return count('roster_import');
    };
    expect(await prune('2026-12-25T09:00', 'gate')).toBe(3);
    expect(await prune('2026-12-25T11:00', 'monitoring')).toBe(3);
    expect(await prune('2026-12-25T11:00', 'gate')).toBe(0);
  });
});
