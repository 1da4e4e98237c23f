import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/harness/database.ts';
import { deskFiles, fixture, Guardroom } from '../../../../test/harness/guardroom.ts';
import { reads, shown } from '../../../../test/harness/office.ts';

const captain = 'U0G00';

describe('a lead changes where people stand', () => {
  let test: TestDatabase;
  let room: Guardroom;
  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    room = new Guardroom(test.database);
    await room.clear();
    await room.apply(deskFiles.gate);
    await room.presses(captain, await room.sends(captain, 'roster-grid.csv', fixture('roster-grid.csv'), '12月'), '发布');
  });

  const person = async (code: string): Promise<string> =>
    (await test.database.query<{ id: string }>('SELECT id FROM person WHERE code = $1', [code]))[0]?.id ?? '';

  it('says where who comes in stands, moves somebody within the shift, and refuses a role', async () => {
    room.at('2026-12-02T10:00');
    const form = await room.types(captain, '改班 12月6日');
    const [zhou, wang] = await Promise.all([person('zhou-haibo'), person('wang-xuewen')]);
    const base = { on: '2026-12-06', shift: 'early', reason: '' };
    const where = async (): Promise<Record<string, string | null>> =>
      Object.fromEntries(
        (
          await test.database.query<{ code: string; position: string | null }>(
            `SELECT p.code, a.position FROM assignment a JOIN slot s ON s.id = a.slot_id JOIN person p ON p.id = a.person_id
             WHERE s.duty_on = '2026-12-06' AND s.shift = 'early' AND a.live`,
            [],
          )
        ).map(({ code, position }) => [code, position]),
      );
    await test.database.query('TRUNCATE outbox', []);
    const done = await room.fills(captain, form, { ...base, out: zhou, in: wang, position: ' 东门 ', reason: '发烧' });
    expect(reads(done)).toContain('+ 王学文 · 东门');
    expect(await where()).toEqual({ 'wang-xuewen': '东门', 'wu-weidong': null });
    expect((await room.messages()).find(({ destination }) => destination === 'person:ou_gate08')?.text).toContain('07:30–16:00 · 东门');
    expect(reads(await room.fills(captain, form, { ...base, in: wang, position: '监控岗' }))).toContain('→ 王学文 · 监控岗');
    expect(await where()).toEqual({ 'wang-xuewen': '监控岗', 'wu-weidong': null });
    expect(await room.fills(captain, form, { ...base, in: wang, position: '班长' })).toMatchObject({
      kind: 'invalid',
      errors: { position: expect.stringContaining('“班长”是职务') },
    });
    expect(await room.fills(captain, form, { ...base, out: wang, position: '东门' })).toMatchObject({
      kind: 'invalid',
      errors: { position: '填了岗位,请选换上的人' },
    });
    expect(shown(await room.fills(captain, form, { ...base, in: wang, position: '-' })).title).toBe('已改班');
    expect(await where()).toEqual({ 'wang-xuewen': null, 'wu-weidong': null });
  });
});
