import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/harness/database.ts';
import { deskFiles, Guardroom } from '../../../test/harness/guardroom.ts';
import { formOf, labels, reads, shown } from '../../../test/harness/office.ts';

const captain = 'U0G00';
const guard = 'U0G05';
const year = '2027-01-01 节假日 元旦\n2027-05-01~2027-05-05 节假日 劳动节\n2027-05-08 补班 劳动节\n2027-10-01~10-07 节假日 国庆节';

describe('the calendar in chat', () => {
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
  });

  it('shows a month: what is special, every day, the office hours', async () => {
    const card = await room.types(guard, '日历 2026-10');
    expect(shown(card).title).toBe('日历 · 门岗 · 2026年10月');
    for (const text of [
      '上班 18 天,休息 13 天',
      '10月1日(周四)国庆节 · 节假日',
      '10月7日(周三)国庆节 · 调休放假',
      '10月10日(周六)国庆节 · 调休上班日',
      '10 班',
      '冬季 09:00–17:00',
    ])
      expect(reads(card)).toContain(text);
    expect(labels(card)).toEqual(['下个月', '上个月']);
    expect(shown(await room.presses(guard, card, '下个月')).title).toBe('日历 · 门岗 · 2026年11月');
    expect(reads(await room.types('U0G02', 'calendar Oct 2026'))).toContain('Sat 10 Oct 国庆节 · make-up workday');
  });

  it('says that a year is not known, until it is imported as a whole', async () => {
    expect(reads(await room.types(guard, '日历 2027-10'))).toContain('2027 年的节假日还没有公布或导入');
    const form = await room.types(captain, '日历 导入');
    const part = await room.fills(captain, form, { lines: '2027-10-01~10-07 节假日 国庆节' });
    expect(reads(part)).toContain('2027 年仍然未知:没有 1月1日(周五)、5月1日(周六)');
    const preview = await room.fills(captain, form, { lines: year });
    expect(reads(preview)).toContain('看懂了 14 天,还没有保存');
    expect(reads(preview)).toContain('2027 10月1日(周五) – 10月7日(周四) · 节假日 · 国庆节');
    expect(reads(preview)).toContain('保存后 2027 年的节假日就完整了');
    expect(reads(await room.types(guard, '日历 2027-10'))).toContain('还没有公布或导入');
    expect(shown(await room.presses(captain, preview, '保存')).title).toBe('已保存 14 天');
    expect(shown(await room.presses(captain, preview, '保存')).title).toBe('已经处理过了');
    const known = await room.types(guard, '日历 2027-10');
    expect(reads(known)).toContain('10月1日(周五)国庆节 · 节假日 · 本单位设定');
    expect(reads(known)).not.toContain('还没有公布或导入');
  });

  it('keeps the form open with errors by line', async () => {
    const form = await room.types(captain, 'calendar import');
    const answer = await room.fills(captain, form, { lines: '2027-02-30 节假日 x\n2027-10-01 party' });
    expect(answer).toMatchObject({
      kind: 'invalid',
      errors: { lines: '第 1 行“2027-02-30 节假日 x”:没有这个日期\n第 2 行“2027-10-01 party”:不知道是哪种日子' },
    });
    expect(await test.database.query('SELECT count(*)::int AS n FROM calendar_day', [])).toEqual([{ n: 0 }]);
  });

  it.each([
    ['calendar.csv', `date,kind,name\n${year.replaceAll(' ', ',')}`],
    [
      'calendar-2027.json',
      JSON.stringify({ days: ['01-01', '05-01', '10-01'].map((day) => ({ name: '节', date: `2027-${day}`, isOffDay: true })) }),
    ],
    [
      'calendar.ics',
      'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20271001\nDTEND;VALUE=DATE:20271008\nSUMMARY:国庆节\nEND:VEVENT\nEND:VCALENDAR',
    ],
  ])('takes the file %s in the direct chat', async (name, content) => {
    const preview = await room.sends(captain, name, Buffer.from(content));
    expect(shown(preview).title).toBe('日历待确认');
    expect(shown(await room.presses(captain, preview, '保存')).title).toMatch(/^已保存 \d+ 天$/);
    expect(reads(await room.sends(guard, name, Buffer.from(content)))).toContain('只有带班的人可以改日历');
  });

  it('overrides one day for the desk or for everybody, and takes it back', async () => {
    await room.apply(deskFiles.monitoring);
    const card = await room.types(captain, '日历 2026-12');
    const form = await room.presses(captain, card, '改一天…');
    expect(formOf(form).fields.map((field) => field.name)).toEqual(['on', 'kind', 'name']);
    expect(shown(await room.fills(captain, form, { on: '2026-12-25', kind: 'holiday', name: '厂庆' })).title).toBe(
      '12月25日(周五)现在是节假日',
    );
    expect(reads(await room.types(guard, '日历 2026-12'))).toContain('12月25日(周五)厂庆 · 节假日 · 本单位设定');
    expect(reads(await room.types('U0M00', '日历 2026-12'))).not.toContain('厂庆');
    expect(shown(await room.fills(captain, form, { on: '2026-12-25', kind: 'clear' })).title).toBe('12月25日(周五)恢复为工作日');
    expect(reads(await room.types(guard, '日历 2026-12'))).not.toContain('厂庆');
    expect(await test.database.query(`SELECT count(*)::int AS n FROM audit_entry WHERE action = 'calendar.set'`, [])).toEqual([{ n: 2 }]);
  });

  it('lets whoever leads every desk at the top speak for the organisation', async () => {
    const form = await room.presses(captain, await room.types(captain, '日历 2026-12'), '改一天…');
    expect(formOf(form).fields.map((field) => field.name)).toContain('scope');
    await room.fills(captain, form, { on: '2026-12-25', kind: 'holiday', name: '厂庆', scope: 'all' });
    await room.apply(deskFiles.monitoring);
    expect(reads(await room.types('U0M00', '日历 2026-12'))).toContain('厂庆');
  });

  it('answers months it cannot read, and those who lead nothing', async () => {
    expect(shown(await room.types(guard, '日历 大概')).title).toBe('没有看懂月份“大概”');
    expect(shown(await room.types(guard, '日历 导入')).title).toBe('只有带班的人可以改日历');
  });
});
