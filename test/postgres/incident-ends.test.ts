import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { IncidentRoom } from '../harness/incident-room.ts';

/** What those who had a part in an incident read when it is over, on the real runtime. */
describe('an incident that is over', () => {
  let test: TestDatabase;
  let room: IncidentRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new IncidentRoom(test.database);
  });
  afterAll(() => test.drop());

  const callOut = async () => {
    await room.goesBy(['center-security-1']);
    await room.reports('an', '特殊情况 大量人员聚集');
    await room.pressesCard('zhang', '我来');
    await room.fillsCard('lin', '来不了…', { text: '在外地' });
  };
  const newest = (code: string): string => JSON.stringify(room.sees(code).at(-1));

  it('tells everybody who was called in, whatever they answered, not those who were on duty [center-security-1-12]', async () => {
    await callOut();
    await room.db.query("UPDATE person SET locale = 'en' WHERE code = 'lin'", []);
    const before = Object.fromEntries(['zhang', 'lin', 'wang', 'bai'].map((code) => [code, room.got(code)]));
    await room.fillsCard('an', '处置完毕…', { text: '已疏散' });
    for (const code of ['zhang', 'lin', 'wang']) expect([code, room.got(code)]).toEqual([code, (before[code] ?? 0) + 1]);
    expect(room.got('bai')).toBe(before.bai);
    expect(newest('zhang')).toContain('不用来了 · 特殊情况 #2026-1');
    expect(newest('lin')).toContain('You need not come any more · Special situation #2026-1');
    await room.fillsCard('an', '结束…', { text: '没事了' });
    expect(room.got('zhang')).toBe((before.zhang ?? 0) + 1);
  });

  it('tells those who come first [center-security-1-12]', async () => {
    await callOut();
    await room.ask('an', {
      kind: 'submit',
      route: 'incident.handle',
      args: { id: (await room.only()).id },
      values: { text: '已疏散' },
    });
    const rows = await room.db.query<{ to: string }>(
      `SELECT p.code AS "to" FROM outbox o JOIN identity a ON o.destination = 'person:' || a.user_id JOIN person p ON p.id = a.person_id
       WHERE o.view::text LIKE '%不用来了%' ORDER BY o.seq`,
      [],
    );
    expect([rows[0]?.to, rows.length]).toEqual(['zhang', 3]);
  });

  it('as a false alarm calls them off as well, and reopened calls them in again [center-security-1-12]', async () => {
    await callOut();
    await room.pressesCard('an', '误报');
    expect(newest('zhang')).toContain('不用来了');
    expect(newest('zhang')).toContain('安平 说是误报');
    await room.fillsCard('an', '重新打开…', { text: '又来人了' });
    expect(newest('wang')).toContain('安平 重新打开了事件');
    expect(newest('wang')).toContain('能来请按');
  });

  it('can still get its written report; closing says that none was written where a rule wants one [telecom-followup-04]', async () => {
    await room.goesBy(['telecom-followup'], { zhu: ['department-director'] });
    await room.reports('an', '升级投诉 断线');
    await room.fillsCard('an', '处置完毕…', { text: '已换线' });
    const { id } = await room.only();
    const values = { text: '没事了', anyway: '已口头报告' };
    await room.ask('zhang', { kind: 'submit', route: 'incident.close', args: { id }, values });
    await room.settle();
    expect(await room.only()).toMatchObject({ state: 'closed' });
    expect(newest('an')).toContain('还没有书面报告;结束后也可以写。');
    await room.fillsCard('an', '写报告…', { course: '断线三次', handling: '已换线' });
    expect((await room.only()).lines).toContain('report');
    await expect(room.pressesCard('an', '写报告…')).rejects.toThrow('has no “写报告…”');
  });

  it('that was a false alarm asks for no report', async () => {
    await room.goesBy(['center-security-2'], { guan: ['centre-admin'] });
    await room.reports('an', '3号门起火');
    await room.pressesCard('an', '误报');
    await expect(room.pressesCard('an', '写报告…')).rejects.toThrow('has no “写报告…”');
    expect(says(await room.types('an', '突发事件'))).toContain('3号门起火');
  });
});
