import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { IncidentRoom } from '../harness/incident-room.ts';

describe('what an incident sets going', () => {
  let test: TestDatabase;
  let room: IncidentRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new IncidentRoom(test.database);
  });
  afterAll(() => test.drop());

  it('a violation at a point issues its notice where it lies in county waters, once, and not before that is known [maritime-city-21]', async () => {
    const notices = () => room.db.query("SELECT type FROM entry WHERE type = 'point-violation-notice'", []);
    const answer = async (value: 'yes' | 'no') => {
      const { id } = await room.only();
      await room.ask('an', { kind: 'press', route: 'incident.fact', args: { id, fact: 'county_waters', value } });
      await room.settle();
    };
    await room.goesBy(['maritime-city'], { xian: ['county-safety-lead'] });
    await room.reports('an', '超载 12 号渡船');
    expect(await notices()).toEqual([]);
    await answer('no');
    expect(await notices()).toEqual([]);
    await answer('yes');
    expect(await notices()).toHaveLength(1);
    expect((await room.notices()).join()).toContain('xian to county-safety-lead told');
    await answer('no');
    await answer('yes');
    expect(await notices()).toHaveLength(1);
  });

  it('a post that was left is a breach at a centre where the regulation speaks of centres, else any violation [maritime-city-22]', async () => {
    await room.goesBy(['center-security-2'], { guan: ['centre-admin'] });
    await room.reports('an', '东门脱岗');
    expect(await room.only()).toMatchObject({ event: 'violation' });
    expect((await room.notices()).join()).toContain('guan to centre-admin told');
    await room.goesBy(['maritime-city'], { xian: ['county-safety-lead'] });
    await room.reports('an', 'the officer left his post');
    expect(await room.only()).toMatchObject({ event: 'centre-violation' });
    const { id } = await room.only();
    await room.ask('an', { kind: 'press', route: 'incident.fact', args: { id, fact: 'not_stopped', value: 'yes' } });
    await room.settle();
    expect((await room.notices()).join()).toContain('xian to county-safety-lead told');
  });

  it('a major one makes the report of the next day due, a minor one does not [cm-property-cs-duty-09]', async () => {
    const tasks = () =>
      room.db.query<{ object: string; state: string; due: string }>(
        "SELECT object, state, to_char(due_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') AS due FROM task",
        [],
      );
    await room.goesBy(['cm-property-cs-duty']);
    await room.reports('an', '出事 一般');
    expect(await tasks()).toEqual([]);
    await room.pressesCard('an', '误报');
    await room.reports('an', '出事 重大');
    expect(await tasks()).toEqual([{ object: 'incident-report', state: 'open', due: '2026-12-03 00:00' }]);
    await room.fillsCard('an', '写报告…', { course: '西门纠纷', handling: '已劝离' });
    expect(await tasks()).toMatchObject([{ object: 'incident-report', state: 'done' }]);
  });
});
