import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attendanceEffects, attendanceSlice } from '../../src/features/attendance/index.ts';
import { balanceEffect } from '../../src/features/balance/index.ts';
import { loadDesk, peopleSlice } from '../../src/features/people/index.ts';
import { createRequestSlice } from '../../src/features/request/index.ts';
import { rosterSlice } from '../../src/features/roster/index.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Timekeeping } from '../harness/timekeeping.ts';

const shown = (reply: Reply): string => JSON.stringify(reply.kind === 'say' || reply.kind === 'replace' ? reply.view : reply);

describe('what duty and leave come to', () => {
  let test: TestDatabase;
  let t: Timekeeping;

  beforeAll(async () => {
    test = await testDatabase();
    const slices = [attendanceSlice, createRequestSlice([...attendanceEffects, balanceEffect]), rosterSlice, peopleSlice];
    t = new Timekeeping(test.database, slices, '2026-11-22T08:00');
    await t.open(['maintenance-duty']);
  });
  afterAll(() => test.drop());

  it('counts the duties that earn an allowance by shift, for the lead and for each person [maintenance-duty-24]', async () => {
    await t.duty('wu', '2026-11-23', ['09:00', '18:00']);
    await t.duty('wu', '2026-11-24', ['09:00', '18:00']);
    await t.duty('wu', '2026-11-25', [null, null]);
    await t.duty('wu', '2026-11-26', ['09:00', null]);
    await t.until('2026-11-26T17:59');
    const desk = async () => shown(await t.types('UHE', '报表 考勤 本期'));
    expect(await desk()).toContain('"值班补贴"');
    expect(await desk()).toContain('"白班 2"');
    await t.until('2026-11-26T18:01');
    expect(await desk()).toContain('"白班 3"');
    expect(await desk()).toContain('maintenance-duty-24');
    expect(shown(await t.types('UWU', '我的考勤'))).toContain('白班 3');
    expect(shown(await t.types('ULIN', '我的考勤'))).not.toContain('值班补贴');
  });

  it('shows whoever decides how much of the pay goes on [attendance-leave-12] [attendance-leave-13] [attendance-leave-20]', async () => {
    const asks = async (kind: string, said: string) => {
      const review = await t.inUnit(async (ctx) => {
        const desk = await loadDesk(ctx, t.desk);
        if (desk === null) throw new Error('no desk');
        const draft = {
          desk: t.desk,
          type: 'leave',
          kind,
          subject: t.person('lin'),
          filedBy: t.person('lin'),
          partner: null,
          fromOn: '2026-12-07',
          untilOn: '2026-12-07',
          startsAt: t.wall('2026-12-07T00:00'),
          endsAt: t.wall('2026-12-08T00:00'),
          duties: [],
          fields: {},
          toldAt: null,
          parent: null,
        };
        return balanceEffect.review?.(ctx, desk, draft, null);
      });
      expect(review?.shown?.find(({ fact }) => fact === 'pay')?.value.zh).toBe(said);
    };
    await asks('sick', '发 40%');
    await asks('personal', '假期内不发');
    await asks('annual', '照发');
  });

  it('says on the list of missed punches which day has no triple pay any more [attendance-overtime-06]', async () => {
    const others = new Timekeeping(
      test.database,
      [attendanceSlice, createRequestSlice(attendanceEffects), rosterSlice, peopleSlice],
      '2026-09-27T08:00',
    );
    await test.database.query(
      'TRUNCATE organisation, workspace, desk, person, roster, slot, assignment, punch, due, outbox, inbox CASCADE',
      [],
    );
    await others.open();
    await others.duty('wu', '2026-09-29', ['09:00', null]);
    await others.duty('lin', '2026-10-01', ['09:00', null]);
    await others.until('2026-10-02T17:00');
    const [list] = others.told('UHR').filter((text) => text.includes('缺卡清单'));
    expect(list).toContain('"没有补卡申请"');
    expect(list).toContain('"没有补卡申请,当天没有三薪"');
    expect(list).toContain('attendance-overtime-06');
  });
});
