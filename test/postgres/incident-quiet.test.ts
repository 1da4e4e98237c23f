import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { IncidentRoom } from '../harness/incident-room.ts';

/** 白雪 is on duty in the night; the desk is quiet from 22:00 to 07:00. */
const shifts = [
  { on: '2026-12-01', shift: 'early', people: ['an'] },
  { on: '2026-12-01', shift: 'night', people: ['bai'] },
];

describe('reminders of an incident in quiet hours', () => {
  let test: TestDatabase;
  let room: IncidentRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new IncidentRoom(test.database);
  });
  afterAll(() => test.drop());

  const evening = (time: string) => room.until(`2026-12-01T${time}`);
  const morning = (time: string) => room.until(`2026-12-02T${time}`);
  /** Messages somebody got whose title holds the words. */
  const heard = (code: string, words: string): number => room.sees(code).filter(({ title }) => title.includes(words)).length;
  const over = '值班室已过时限';
  const province = async (reporter: string) => {
    await room.goesBy(['holiday-duty-notice'], { lead: ['duty-leader'] }, shifts);
    await evening('21:30');
    await room.reports(reporter, '重大 3 号楼事故');
    await evening('22:00');
    expect(heard(reporter, '值班室还有 30 分钟')).toBe(1);
    await evening('22:30');
    expect([heard(reporter, over), heard('zhang', over)]).toEqual([1, 1]);
  };

  it('of a limit that ends in them come before it and when it has passed, then wait for the morning [holiday-duty-notice-11]', async () => {
    await province('an');
    await evening('23:00');
    await morning('03:00');
    await morning('06:59');
    expect([heard('an', over), heard('zhang', over)]).toEqual([1, 1]);
    await morning('07:00');
    expect([heard('an', over), heard('zhang', over)]).toEqual([2, 2]);
    await morning('07:30');
    expect([heard('an', over), heard('zhang', over)]).toEqual([3, 3]);
  });

  it('come to whoever is on duty, not to those who are not [holiday-duty-notice-11]', async () => {
    await province('bai');
    await evening('23:00');
    await evening('23:30');
    expect([heard('bai', over), heard('zhang', over)]).toEqual([3, 1]);
    await morning('07:00');
    expect([heard('bai', over), heard('zhang', over)]).toEqual([4, 2]);
  });

  it('of what is confirmed by hand and has no limit wait for the morning [property-security-duty-09]', async () => {
    await room.goesBy(['property-security-duty'], {}, shifts);
    await evening('21:45');
    await room.reports('an', '出事 紧急');
    const before = heard('an', '要打电话报');
    await evening('22:15');
    await morning('06:59');
    expect(heard('an', '要打电话报')).toBe(before);
    await morning('07:00');
    expect(heard('an', '要打电话报')).toBeGreaterThan(before);
  });

  it('of whoever was passed over wait for the morning [telecom-instructions-07]', async () => {
    await room.goesBy(['telecom-instructions'], {}, shifts);
    await evening('21:40');
    await room.reports('an', '发生严重差错');
    const { id } = await room.only();
    await room.ask('an', { kind: 'press', route: 'incident.fact', args: { id, fact: 'emergency', value: 'yes' } });
    await room.fillsCard('an', '报上级…', { level: '3', text: '联系不上林主管' });
    await evening('21:50');
    expect(heard('an', '记得告诉')).toBe(1);
    await evening('22:20');
    await morning('06:59');
    expect(heard('an', '记得告诉')).toBe(1);
    await morning('07:00');
    expect(heard('an', '记得告诉')).toBe(2);
  });

  it('of an urgent rule come at any hour [center-security-2-13]', async () => {
    await room.goesBy(['center-security-2'], {}, shifts);
    await evening('22:10');
    await room.reports('an', '大厅有安全隐患');
    await evening('22:15');
    expect(heard('an', '已过时限')).toBe(1);
    await evening('22:45');
    await evening('23:15');
    expect(heard('an', '已过时限')).toBe(3);
  });

  it('whoever is silent is passed by at any hour [student-office-duty-06]', async () => {
    await room.goesBy(['student-office-duty'], { lao: ['guiding-teacher'] }, shifts);
    await evening('23:00');
    await room.reports('an', '学生晕倒 紧急情况');
    await evening('23:05');
    expect((await room.notices()).join()).toContain('lao to guiding-teacher unanswered 23:05');
    expect(heard('an', '没有答复')).toBe(1);
  });
});
