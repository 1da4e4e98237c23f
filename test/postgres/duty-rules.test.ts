import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attendanceSlice } from '../../src/features/attendance/index.ts';
import { taskSlice } from '../../src/features/task/index.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Exchange, says } from '../harness/exchange.ts';

const people = [
  { code: 'an', name: '安平', roles: ['staff'] },
  { code: 'bai', name: '白雪', roles: ['staff'] },
];
const duties = [{ on: '2026-12-02', shift: 'early', people: ['an', 'bai'] }];

describe('the rules of a duty, told where people ask and clock in', () => {
  let test: TestDatabase;
  let room: Exchange;
  beforeAll(async () => {
    test = await testDatabase();
    room = new Exchange(test.database, [taskSlice, attendanceSlice]);
  });
  afterAll(() => test.drop());
  const clocksIn = async (code: string, time: string) => {
    room.now = room.at(`2026-12-02T${time}`);
    return says(await room.types(code, '上班'));
  };
  const whoAt = async (when: string) => says(await room.types('an', `谁值班 ${when}`));

  it('who clocks in ten minutes before the shift is in time; a minute later they hear when they were wanted [telecom-handover-01]', async () => {
    await room.open(['telecom-handover'], people, duties);
    const early = await clocksIn('an', '07:50:59');
    expect(early).toContain('准时');
    expect(early).not.toContain('前到岗');
    const late = await clocksIn('bai', '07:51');
    expect(late).toContain('要求 07:50 前到岗');
    expect(late).toContain('telecom-handover-01');
    expect(late).not.toContain('迟到');
    const punches = await test.database.query<{ verdict: string; rules: string[] }>('SELECT verdict, rules FROM punch ORDER BY at', []);
    expect(punches).toEqual([
      { verdict: 'on-time', rules: [] },
      { verdict: 'on-time', rules: ['telecom-handover-01'] },
    ]);
  });

  it('a desk without the roll-call wants nobody before the start [telecom-handover-01]', async () => {
    await room.open(['telecom-team-lead'], people, duties);
    expect(await clocksIn('an', '08:00')).toContain('准时');
  });

  it('who answers for the duty stands under who is on it; a desk without the rule names nobody [secrecy-office-duty-01]', async () => {
    await room.open(['secrecy-office-duty'], people, duties);
    expect(await whoAt('12月2日 10点')).toMatch(/由谁负责.*局主要领导/);
    await room.open(['telecom-handover'], people, duties);
    expect(await whoAt('12月2日 10点')).not.toContain('由谁负责');
  });

  it('guards answer for the whole centre once the office is closed, not before [center-security-1-03]', async () => {
    await room.open(['center-security-1'], people, duties);
    expect(await whoAt('12月2日 10点')).not.toContain('由谁负责');
    const evening = await whoAt('12月2日 22点');
    expect(evening).toMatch(/由谁负责.*保安/);
    expect(evening).toMatch(/负责范围.*整个中心/);
  });

  it('the place of the duty is said with it [property-cs-duty-02]', async () => {
    await room.open(['property-cs-duty'], people, duties);
    expect(await whoAt('12月2日 10点')).toMatch(/值班地点.*客服中心/);
  });

  it('what hangs on a time the desk has not set is named with it on the calendar, and due once it is set [property-cs-duty-06]', async () => {
    const calendar = async () => says(await room.types('an', '本周要办'));
    await room.open(['property-cs-duty'], people, duties);
    expect(await calendar()).toContain('缺 开灯时间、关灯时间');
    await room.open(['property-cs-duty'], people, duties, '{ calendar: { anchors: { lighting-on: "17:30", lighting-off: "06:30" } } }');
    const set = await calendar();
    expect(set).not.toContain('缺 开灯时间');
    expect(set).toContain('17:30');
  });
});
