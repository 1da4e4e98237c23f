import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attendanceEffects, attendanceSlice, countPeople } from '../../src/features/attendance/index.ts';
import { consequenceSlice } from '../../src/features/consequence/index.ts';
import { peopleSlice } from '../../src/features/people/index.ts';
import { createRequestSlice } from '../../src/features/request/index.ts';
import { rosterSlice } from '../../src/features/roster/index.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import type { Action } from '../../src/view/view.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Timekeeping } from '../harness/timekeeping.ts';

const shown = (reply: Reply): string => JSON.stringify(reply.kind === 'say' || reply.kind === 'replace' ? reply.view : reply);

describe('attendance of a cycle', () => {
  let test: TestDatabase;
  let t: Timekeeping;

  beforeAll(async () => {
    test = await testDatabase();
    const slices = [attendanceSlice, consequenceSlice, createRequestSlice(attendanceEffects), rosterSlice, peopleSlice];
    t = new Timekeeping(test.database, slices, '2026-11-22T08:00');
    await t.open();
  });
  afterAll(() => test.drop());

  const attendance = async (code: string, from: string, until: string) =>
    t.inUnit(async (ctx) => {
      const [one] = (await countPeople(ctx, [t.person(code)], from, until)).people;
      if (one === undefined) throw new Error('nobody was counted');
      return one.attendance;
    });
  const facts = async (code: string, from: string, until: string) =>
    (await attendance(code, from, until)).facts.map((fact) => `${fact.on} ${fact.code}${fact.confirmedBy === null ? '' : ' confirmed'}`);
  /** The newest card of a request somebody was sent, with a button on it. */
  const pressCard = async (userId: string, label: string): Promise<Reply> => {
    const message = t.slack.sent.findLast(
      (one) =>
        one.to.id === userId &&
        one.view.kind === 'card' &&
        one.view.actions.some((action: Action) => action.kind === 'press' && action.label === label),
    );
    const action = message?.view.kind === 'card' ? message.view.actions.find((one) => one.label === label) : undefined;
    if (action?.kind !== 'press') throw new Error(`Nobody sent ${userId} a card with “${label}”: ${t.told(userId).at(-1)}`);
    const reply = await t.ask(userId, { kind: 'press', route: action.route, args: action.args });
    await t.runtime.settle();
    return reply;
  };

  it('offers the punches missing in the cycle, and files the correction that is chosen [attendance-audit-05]', async () => {
    await t.duty('wu', '2026-11-23', ['09:00', null]);
    await t.until('2026-11-24T10:00');
    expect(await facts('wu', '2026-11-21', '2026-12-20')).toEqual(['2026-11-23 missed-out']);
    const list = await t.types('UWU', '补卡');
    expect(shown(list)).toContain('缺下班卡');
    const form = await t.presses('UWU', list, '11月23日(周一) 缺下班卡');
    expect(form.kind === 'form' && form.form.fields.find((field) => field.name === 'until_time')).toMatchObject({ initial: '18:00' });
    const filed = await t.fills('UWU', form, {
      from: '2026-11-23',
      from_time: '09:00',
      until_time: '18:00',
      punch: 'out',
      reason: '系统故障',
    });
    expect(filed.kind).not.toBe('invalid');
    await t.runtime.settle();
    const [card] = t.told('UHE').filter((text) => text.includes('第 1 次'));
    expect(card).toContain('上班 09:00 · 下班 无');
    await pressCard('UHE', '同意');
    expect(await facts('wu', '2026-11-21', '2026-12-20')).toEqual(['2026-11-23 missed-out confirmed']);
    expect((await attendance('wu', '2026-11-21', '2026-12-20')).days[0]).toMatchObject({ minutes: 540, unknown: 0 });
    expect(shown(await t.types('UWU', '补卡'))).toContain('没有缺卡');
  });

  it('refuses to correct a punch that is there, or on a day without a duty, and keeps what was typed', async () => {
    const form = await t.presses('UWU', await t.types('UWU', '补卡'), '补别的日子…');
    const there = await t.fills('UWU', form, { from: '2026-11-23', from_time: '09:00', until_time: '18:00', punch: 'in', reason: '忘了' });
    expect(shown(there)).toContain('已经打过:09:00');
    const free = await t.fills('UWU', form, { from: '2026-11-22', from_time: '09:00', until_time: '18:00', punch: 'in', reason: '忘了' });
    expect(shown(free)).toContain('没有排班');
  });

  it('counts the fourth missed punch as a day of absence though it is confirmed [attendance-clock-12]', async () => {
    for (const on of ['2026-11-24', '2026-11-25', '2026-11-26']) {
      await t.duty('wu', on, ['09:00', null]);
      t.now = t.wall(`${on}T23:00`);
      await t.until(`${on}T23:30`);
    }
    await t.until('2026-11-27T09:30');
    const outcomes = async () =>
      t.db.query<{ outcome: string; on: string; state: string }>(
        `SELECT outcome, detail ->> 'on' AS "on", state FROM proposal WHERE person_id = $1::uuid ORDER BY 2`,
        [t.person('wu')],
      );
    expect(await outcomes()).toMatchObject([{ outcome: 'absence', on: '2026-11-26', state: 'open' }]);
    const ask = async (on: string): Promise<void> => {
      const form = await t.presses('UWU', await t.types('UWU', '补卡'), `${on} 缺下班卡`);
      const day = `2026-11-${on.slice(3, 5)}`;
      await t.fills('UWU', form, { from: day, from_time: '09:00', until_time: '18:00', punch: 'out', reason: '忘打卡' });
      await t.runtime.settle();
      await pressCard('UHE', '同意');
    };
    await ask('11月26日(周四)');
    expect(await outcomes()).toMatchObject([{ outcome: 'absence', on: '2026-11-26', state: 'open' }]);
  });

  it('proposes absence for a correction that was refused, and takes it back when a second one is approved [attendance-clock-13]', async () => {
    const state = async (on: string): Promise<string | undefined> => {
      const [row] = await t.db.query<{ state: string }>(`SELECT state FROM proposal WHERE person_id = $1::uuid AND detail ->> 'on' = $2`, [
        t.person('wu'),
        on,
      ]);
      return row?.state;
    };
    const ask = async (): Promise<void> => {
      const form = await t.presses('UWU', await t.types('UWU', '补卡'), '补别的日子…');
      await t.fills('UWU', form, { from: '2026-11-24', from_time: '09:00', until_time: '18:00', punch: 'out', reason: '忘打卡' });
      await t.runtime.settle();
    };
    await ask();
    const refusal = await pressCard('UHE', '拒绝…');
    await t.fills('UHE', refusal, { text: '没有人看到你' });
    await t.runtime.settle();
    expect(await state('2026-11-24')).toBe('open');
    await ask();
    await pressCard('UHE', '同意');
    expect(await state('2026-11-24')).toBe('withdrawn');
  });

  it('credits overtime of a rest day once both levels have signed, and no hour twice [attendance-overtime-02]', async () => {
    for (const on of ['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04']) await t.duty('lin', on, ['09:00', '18:00']);
    await t.punch('lin', 'in', '2026-12-05T09:00', null);
    await t.punch('lin', 'out', '2026-12-05T13:00', null);
    await t.until('2026-12-06T10:00');
    const claim = { from: '2026-12-05', from_time: '09:00', until_time: '14:00', reason: '盘点', staff_no: 'H002' };
    const wrong = await t.fills('ULIN', await t.types('ULIN', '加班'), { ...claim, staff_no: 'H001' });
    expect(shown(wrong)).toContain('attendance-overtime-05');
    const filed = await t.fills('ULIN', await t.types('ULIN', '加班'), claim);
    expect(shown(filed)).toContain('已提交');
    await t.runtime.settle();
    const [card] = t.told('UHE').filter((text) => text.includes('可计'));
    for (const words of ['申报 5 小时,可计 4 小时', '排班日 45 小时 · 休息日 4 小时(超过 40 小时的部分才算)', 'attendance-overtime-01'])
      expect(card).toContain(words);
    const credited = () =>
      t.db.query<{ amount: number }>(`SELECT amount FROM balance_entry WHERE person_id = $1::uuid AND account = 'overtime'`, [
        t.person('lin'),
      ]);
    await pressCard('UHE', '同意');
    expect(await credited()).toEqual([]);
    await pressCard('UXU', '同意');
    expect(await credited()).toEqual([{ amount: 4 }]);
    const again = await t.fills('ULIN', await t.types('ULIN', '加班'), { ...claim, from_time: '12:00' });
    expect(shown(again)).toContain('attendance-overtime-05');
  });

  it('asks whoever comes back from an outing to clock it, once [attendance-clock-10]', async () => {
    const assignment = await t.duty('wu', '2026-12-07');
    await t.until('2026-12-07T08:50');
    await t.punch('wu', 'in', '2026-12-07T08:58', assignment);
    await t.until('2026-12-07T09:30');
    const outing = { kind: 'business', from: '2026-12-07', from_time: '14:00', until_time: '16:00', place: '区政府', reason: '送材料' };
    await t.fills('UWU', await t.types('UWU', '外出'), outing);
    await t.runtime.settle();
    await pressCard('UHE', '同意');
    await pressCard('UXU', '同意');
    const mark = t.slack.sent.length;
    await t.until('2026-12-07T16:05');
    expect(t.told('UWU', mark).join()).toContain('回来了吗');
    expect(shown(await pressCard('UWU', '已返回'))).toContain('16:05');
    expect(shown(await pressCard('UWU', '已返回'))).toContain('没有外出');
    await t.punch('wu', 'out', '2026-12-07T18:00', assignment);
    await t.until('2026-12-08T10:00');
    expect(await facts('wu', '2026-12-07', '2026-12-07')).toEqual([]);
    expect((await attendance('wu', '2026-12-07', '2026-12-07')).days[0]?.minutes).toBe(540);
  });

  it('sends the lists to whom the rules name, with what is missing [attendance-clock-14] [attendance-audit-01] [attendance-audit-08]', async () => {
    await t.duty('wu', '2026-12-09', ['09:00', null]);
    const mark = t.slack.sent.length;
    await t.until('2026-12-11T17:00');
    const [missed] = t.told('UHR', mark).filter((text) => text.includes('缺卡清单'));
    for (const words of ['吴小妹', '缺下班卡', '没有补卡申请', 'attendance-clock-14']) expect(missed).toContain(words);
    const monday = t.slack.sent.length;
    await t.until('2026-12-14T09:00');
    const [summary] = t.told('UHE', monday).filter((text) => text.includes('考勤汇总'));
    for (const words of ['吴小妹', '9 小时,少 31 小时', 'attendance-audit-01']) expect(summary).toContain(words);
    expect(t.told('UWU', monday).join()).toContain('请核对上周考勤');
    expect(t.told('ULIN', monday).join()).not.toContain('请核对上周考勤');
  });

  it('has human resources check people drawn at random, with the punches that look wrong [attendance-audit-09]', async () => {
    const mark = t.slack.sent.length;
    await t.duty('wu', '2026-12-15', ['09:00', '18:00']);
    await t.duty('lin', '2026-12-15', ['09:00', '18:00']);
    await t.until('2026-12-14T23:00');
    await t.until('2026-12-15T17:00');
    const checks = t.told('UHR', mark).filter((text) => text.includes('代打卡抽查'));
    expect(checks).toHaveLength(2);
    for (const words of ['吴小妹 — 班 09:00–18:00 — 上班 09:00', '林涛 — 班 09:00–18:00']) expect(checks.at(-1)).toContain(words);
  });

  it('shows both departments their part of the week of a transfer [attendance-audit-03]', async () => {
    await t.db.query(
      `UPDATE person SET attributes = attributes || '{"transferred_on":"2026-12-16","former_desk":"centre"}' WHERE code = 'lin'`,
      [],
    );
    const mark = t.slack.sent.length;
    await t.until('2026-12-21T09:00');
    const summaries = t.told('UXU', mark).filter((text) => text.includes('考勤汇总'));
    expect(summaries.map((text) => text.includes('考勤汇总 · 客服中心'))).toEqual([false, true]);
    expect(summaries[1]).toContain('林涛');
    expect(summaries[1]).not.toContain('吴小妹');
  });

  it('sends the overtime of the cycle on the 21st, also across the year [attendance-overtime-03]', async () => {
    const mark = t.slack.sent.length;
    await t.until('2026-12-21T18:00');
    const [list] = t.told('UHR', mark).filter((text) => text.includes('加班清单'));
    for (const words of ['11月21日(周六)–12月20日(周日)', '林涛', '5 小时', '4 小时', '已批准', '按排班、工时和打卡可计 4 小时'])
      expect(list).toContain(words);
    const late = { from: '2026-12-19', from_time: '09:00', until_time: '11:00', reason: '盘点', staff_no: 'H002' };
    expect(shown(await t.fills('ULIN', await t.types('ULIN', '加班'), late))).toContain('attendance-overtime-05');
    const january = t.slack.sent.length;
    await t.until('2027-01-21T18:00');
    expect(
      t
        .told('UHR', january)
        .filter((text) => text.includes('加班清单'))
        .at(-1),
    ).toContain('12月21日(周一)–1月20日(周三)');
  });

  it('shows me mine and a lead the desk', async () => {
    const mine = shown(await t.types('UWU', '报表 考勤 2026年12月'));
    expect(mine).toContain('我的考勤 · 11月21日(周六)–12月20日(周日)');
    expect(mine).not.toContain('林涛');
    const desk = shown(await t.types('UHE', '报表 考勤 2026年12月'));
    for (const words of ['柜台', '吴小妹', '林涛']) expect(desk).toContain(words);
    expect(shown(await t.types('UHE', '报表 考勤 林涛 2026年12月'))).toContain('林涛 · 考勤');
    expect(shown(await t.types('UHE', '报表 考勤 下辈子'))).toContain('看不懂');
    expect(shown(await t.types('UHR', '报表 考勤 柜台 2026年12月'))).toContain('吴小妹');
  });
});
