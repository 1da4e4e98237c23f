import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAttendanceSlice } from '../../src/features/attendance/index.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Exchange } from '../harness/exchange.ts';

const people = [
  { code: 'lead', name: '林主管', roles: ['team-lead'] },
  { code: 'wang', name: '王主管', roles: ['team-lead'] },
  { code: 'an', name: '安平', roles: ['guard'] },
  { code: 'bai', name: '白雪', roles: ['guard'] },
];
const duties = [
  { on: '2026-12-01', shift: 'early', people: ['an', 'lead'] },
  { on: '2026-12-02', shift: 'early', people: ['an'] },
];

describe('somebody who leaves before the end of their shift', () => {
  let test: TestDatabase;
  let room: Exchange;
  beforeAll(async () => {
    test = await testDatabase();
    room = new Exchange(test.database, [createAttendanceSlice([])]);
  });
  afterAll(() => test.drop());

  /** Comes at eight and goes at the time, past the question. */
  const goesAt = async (code: string, wall: string, on = '2026-12-01'): Promise<void> => {
    await room.until(`${on}T08:00`);
    await room.types(code, 'in');
    await room.until(`${on}T${wall}`);
    const asked = await room.types(code, 'out');
    if (JSON.stringify(asked).includes('现在下班')) await room.pressesOn(code, asked, '现在下班');
    await room.settle();
  };
  const hears = (code: string): string[] =>
    room
      .sees(code)
      .map((view) => JSON.stringify(view))
      .filter((view) => view.includes('早退') || view.includes('early'));

  it('is told of to the leads, once, with the rule that flags it [company-duty-12]', async () => {
    await room.open(['company-duty'], people, duties);
    await goesAt('an', '15:32');
    expect(hears('lead')).toHaveLength(1);
    expect(hears('lead')[0]).toContain('安平早退 28 分钟');
    expect(hears('lead')[0]).toContain('12月1日(周二)早班 08:00–16:00');
    expect(hears('lead')[0]).toContain('15:32');
    expect(hears('lead')[0]).toContain('company-duty-12');
    expect(hears('bai')).toEqual([]);
  });

  it('reads it in English where the lead does, and not of themselves [company-duty-12]', async () => {
    await room.open(['company-duty'], people, duties);
    await test.database.query(`UPDATE person SET locale = 'en', name_en = 'Wang' WHERE code = 'wang'`, []);
    await goesAt('lead', '15:59');
    expect(hears('wang')[0]).toContain('林主管 left 1 min early');
    expect(hears('lead')).toEqual([]);
  });

  it('is told of to nobody at the end of the shift, and where no rule flags it', async () => {
    await room.open(['company-duty'], people, duties);
    await goesAt('an', '16:00');
    expect(hears('lead')).toEqual([]);
    await room.open(['property-security-duty'], people, duties);
    await goesAt('an', '15:32');
    expect(hears('lead')).toEqual([]);
  });
});
