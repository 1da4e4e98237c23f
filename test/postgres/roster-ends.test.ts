import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type DutyLine, Exchange } from '../harness/exchange.ts';

const people = [
  { code: 'lead', name: '林主管', roles: ['team-lead'] },
  { code: 'wang', name: '王主管', roles: ['team-lead'] },
  { code: 'an', name: '安平', roles: ['guard'] },
];
/** The last day there is, a Tuesday. */
const early: readonly DutyLine[] = ['2026-12-01', '2026-12-08'].map((on) => ({ on, shift: 'early', people: ['an'] }));
const later: readonly DutyLine[] = [...early, { on: '2026-12-31', shift: 'early', people: ['an'] }];

describe('a roster after which nothing is published', () => {
  let test: TestDatabase;
  let room: Exchange;
  beforeAll(async () => {
    test = await testDatabase();
    room = new Exchange(test.database);
  });
  afterAll(() => test.drop());

  const hears = (code: string): string[] =>
    room
      .sees(code)
      .map((view) => JSON.stringify(view))
      .filter((view) => view.includes('值班表排到') || view.includes('The roster of'));
  const counts = async (...walls: readonly string[]): Promise<number[]> => {
    const found: number[] = [];
    for (const wall of walls) {
      await room.until(wall);
      found.push(hears('lead').length);
    }
    return found;
  };

  it('is told of to the leads on the working day three days before its end, and once more the day before', async () => {
    await room.open(['property-security-duty'], people, early);
    await test.database.query(`UPDATE person SET locale = 'en' WHERE code = 'wang'`, []);
    // Three days before is a Saturday: they hear on the Friday.
    expect(
      await counts('2026-12-04T09:59', '2026-12-04T10:01', '2026-12-05T12:00', '2026-12-07T09:59', '2026-12-07T10:01', '2026-12-09T12:00'),
    ).toEqual([0, 1, 1, 1, 2, 2]);
    expect(hears('lead')[0]).toContain('客服的值班表排到 12月8日(周二)');
    expect(hears('lead')[0]).toContain('最后一个班:12月8日(周二)早班 08:00–16:00');
    expect(hears('wang')[0]).toContain('The roster of Calls ends on Tue 8 Dec');
    expect(hears('an')).toEqual([]);
  });

  it('opens the roster with a button', async () => {
    await room.open(['property-security-duty'], people, early);
    await room.until('2026-12-04T10:01');
    expect(JSON.stringify(await room.presses('lead', '值班表'))).toContain('值班表 · 客服 · 2026年12月');
  });

  it('is said once where the bot was away for both', async () => {
    await room.open(['property-security-duty'], people, early);
    await room.run((ctx) => {
      for (const again of [false, true])
        ctx.unit.due({
          kind: 'roster.ends',
          key: `late ${again}`,
          at: room.at('2026-12-07T10:00'),
          desk: room.ownDesk.id,
          payload: { last: '2026-12-08', again },
        });
      return Promise.resolve();
    });
    await test.database.query(`DELETE FROM due WHERE kind = 'runtime.plan'`, []);
    expect(await counts('2026-12-07T12:00')).toEqual([1]);
  });

  it('is not told of where the next stretch is published, and never where there was no roster', async () => {
    await room.open(['property-security-duty'], people, later);
    expect(await counts('2026-12-07T12:00')).toEqual([0]);
    await room.open(['property-security-duty'], people, []);
    expect(await counts('2026-12-07T12:00')).toEqual([0]);
  });

  it('is not told of twice where a regulation has a deadline for the month that follows [company-duty-10]', async () => {
    await room.open(['property-security-duty'], people, later);
    expect(await counts('2026-12-28T12:00', '2026-12-30T12:00')).toEqual([1, 2]);
    await room.open(['company-duty'], people, later);
    await room.until('2026-12-30T12:00');
    expect(room.reads('lead')).not.toContain('值班表排到');
    // In the middle of a month that is published no deadline reminds anybody.
    await room.open(['company-duty'], people, early);
    expect(await counts('2026-12-04T12:00', '2026-12-07T12:00')).toEqual([1, 2]);
  });

  it('leaves the day before to the rule that counts from the duty day [maintenance-duty-09]', async () => {
    await room.open(['maintenance-duty'], people, early);
    expect(await counts('2026-12-07T12:00')).toEqual([0]);
  });

  it('shows to whoever asks who is on duty that nobody comes after the running shift', async () => {
    await room.open(['property-security-duty'], people, early);
    await room.until('2026-12-01T10:00');
    expect(JSON.stringify(await room.types('an', '谁值班'))).toContain('下一个班:12月8日(周二)早班 08:00–16:00 安平');
    await room.until('2026-12-08T10:00');
    expect(JSON.stringify(await room.types('an', '谁值班'))).toContain('下一个班:还没有排人');
    expect(JSON.stringify(await room.types('an', '谁值班 今天'))).not.toContain('还没有排人');
    await test.database.query(`UPDATE person SET locale = 'en' WHERE code = 'an'`, []);
    expect(JSON.stringify(await room.types('an', 'who'))).toContain('Next shift: nobody is rostered yet');
    expect(JSON.stringify(await room.types('an', 'who at 18:00'))).not.toContain('nobody is rostered yet');
  });

  it('leaves 我的班 without the button of itself', async () => {
    const labels = async (line: string): Promise<string[]> => {
      const reply = await room.types('an', line);
      return reply.kind === 'say' && reply.view.kind !== 'home' ? reply.view.actions.map(({ label }) => label) : [];
    };
    await room.open(['property-security-duty'], people, early);
    await room.until('2026-12-08T10:00');
    expect(await labels('我的班 明天')).toEqual(['我的班', '值班表']);
    await room.until('2026-12-08T16:00');
    expect(await labels('我的班')).toEqual(['值班表']);
    expect(await labels('mine tomorrow')).toEqual(['值班表']);
  });
});
