import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Member } from '../../people/index.ts';
import type { ShiftName } from '../roster.ts';
import { readTables } from './read-file.ts';
import { readRoster } from './read-roster.ts';
import type { ReadContext } from './reading.ts';
import type { Table } from './table.ts';

const guards = '陈志远 赵建国 钱志明 孙立军 李德福 周海波 吴卫东 郑国强 王学文 冯永刚'.split(' ');
const officers = '何副主任 高科长 罗科长 林主任 唐敏 许杰 韩雪 曹阳 彭丽 曾辉 梁静 宋涛'.split(' ');

const member = (name: string, index: number, more: Partial<Member> = {}): Member => ({
  person: name,
  desk: 'desk',
  code: `p${index}`,
  name: { zh: name, en: name },
  phone: null,
  attributes: {},
  roles: name === '陈志远' ? ['guard-captain'] : ['guard'],
  position: index,
  linked: [],
  ...more,
});

const shift = (code: string, zh: string, en: string, aliases: string[] = []): ShiftName => ({ code, name: { zh, en }, aliases });
const threeShifts = [shift('early', '早班', 'Early'), shift('middle', '中班', 'Middle'), shift('night', '晚班', 'Night')];
const oneShift = [shift('duty', '值班', 'Duty')];

function context(names: readonly string[], shifts: readonly ShiftName[], more: Partial<ReadContext> = {}): ReadContext {
  return {
    members: names.map((name, index) => member(name, index)),
    shiftsIn: () => shifts,
    shiftsOn: () => shifts,
    isKnown: () => true,
    today: '2026-11-25',
    month: null,
    fileName: 'roster.csv',
    roleOf: (who) => (who.roles.includes('guard-captain') ? 'duty-leader' : 'duty-officer'),
    ...more,
  };
}

async function readFixture(file: string, ctx: ReadContext) {
  const tables = await readTables(readFileSync(new URL(`../../../../test/fixtures/${file}`, import.meta.url)), file);
  if (!tables.ok) throw new Error(tables.refusal.code);
  const reading = readRoster(tables.value, { ...ctx, fileName: file });
  if (!reading.ok) throw new Error(reading.refusal.code);
  return reading.value;
}

const read = (rows: Table, ctx: ReadContext) => {
  const reading = readRoster([{ name: null, rows }], ctx);
  if (!reading.ok) throw new Error(reading.refusal.code);
  return reading.value;
};
const csv = (text: string): Table => text.split('\n').map((line) => line.split(','));

describe('the rosters people send', () => {
  const december = { month: '2026-12' };

  it.each(['roster-grid.csv', 'roster-grid-gb18030.csv', 'roster-grid.xlsx'])('%s: nine guards in turn', async (file) => {
    const reading = await readFixture(file, context(guards, threeShifts, file === 'roster-grid.csv' ? december : {}));
    expect(reading.problems).toEqual([]);
    expect(reading.layout).toBe('grid');
    expect(reading.month).toBe('2026-12');
    const withoutCaptain = reading.duties.filter((duty) => duty.person !== '陈志远');
    // Nine people on a nine-day pattern, two of each shift every day.
    for (let day = 1; day <= 31; day += 1) {
      const on = `2026-12-${String(day).padStart(2, '0')}`;
      const count = (code: string) => withoutCaptain.filter((duty) => duty.on === on && duty.shift === code).length;
      expect([count('early'), count('middle'), count('night')], on).toEqual([2, 2, 2]);
    }
    expect(withoutCaptain.filter((duty) => duty.person === '周海波').slice(0, 4)).toEqual([
      { on: '2026-12-01', shift: 'night', person: '周海波', role: 'duty-officer' },
      { on: '2026-12-02', shift: 'night', person: '周海波', role: 'duty-officer' },
      { on: '2026-12-06', shift: 'early', person: '周海波', role: 'duty-officer' },
      { on: '2026-12-07', shift: 'early', person: '周海波', role: 'duty-officer' },
    ]);
  });

  it('reads the same nine guards from all three grids', async () => {
    const key = (duties: readonly { on: string; shift: string; person: string }[]) =>
      duties
        .filter((duty) => duty.person !== '陈志远')
        .map((duty) => `${duty.on} ${duty.shift} ${duty.person}`)
        .sort();
    const clean = await readFixture('roster-grid.csv', context(guards, threeShifts, december));
    const messy = await readFixture('roster-grid-gb18030.csv', context(guards, threeShifts));
    const excel = await readFixture('roster-grid.xlsx', context(guards, threeShifts));
    expect(key(messy.duties)).toEqual(key(clean.duties));
    expect(key(excel.duties)).toEqual(key(clean.duties));
    expect(clean.duties.filter((duty) => duty.person === '陈志远').every((duty) => duty.role === 'duty-leader')).toBe(true);
    expect(messy.monthFrom).toBe('title');
    expect(excel.monthFrom).toBe('dates');
  });

  it.each(['roster-list.csv', 'roster-list.xlsx'])('%s: a leader and two officers a day', async (file) => {
    const reading = await readFixture(file, context(officers, oneShift));
    expect(reading.problems).toEqual([]);
    expect(reading.layout).toBe('list');
    expect(reading.month).toBe('2026-12');
    expect(reading.duties).toHaveLength(31 * 3);
    expect(reading.duties.slice(0, 3)).toEqual([
      { on: '2026-12-01', shift: 'duty', person: '何副主任', role: 'duty-leader' },
      { on: '2026-12-01', shift: 'duty', person: '唐敏', role: 'duty-officer' },
      { on: '2026-12-01', shift: 'duty', person: '许杰', role: 'duty-officer' },
    ]);
  });

  it('reads a list written in GB18030, and one with a byte order mark', async () => {
    const plain = readFileSync(new URL('../../../../test/fixtures/roster-list.csv', import.meta.url));
    const marked = await readTables(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), plain]), 'list.csv');
    const gb = await readTables(readFileSync(new URL('../../../../test/fixtures/roster-list-gb18030.csv', import.meta.url)), 'list.csv');
    for (const tables of [marked, gb]) {
      if (!tables.ok) throw new Error(tables.refusal.code);
      const reading = readRoster(tables.value, context(officers, oneShift));
      expect(reading.ok && reading.value.duties).toHaveLength(93);
      expect(reading.ok && reading.value.problems).toEqual([]);
    }
  });
});

describe('a column that names positions', () => {
  const stands = (rows: string, ctx = context(guards, threeShifts, { month: '2026-12' })) => {
    const reading = read(csv(rows), ctx);
    expect(reading.problems).toEqual([]);
    return reading.duties.map(({ on, person, role, position }) => [on.slice(8), person, role, position]);
  };

  it('of a grid says where everybody stands, and a role in it is a role still', () => {
    expect(stands('姓名,岗位,1,2,3\n陈志远,队长,早,休,休\n赵建国,东 门,早,休,中\n钱志明,保安员,早,休,休\n孙立军,,早,休,休')).toEqual([
      ['01', '陈志远', 'duty-leader', null],
      ['01', '赵建国', 'duty-officer', '东门'],
      ['03', '赵建国', 'duty-officer', '东门'],
      ['01', '钱志明', 'duty-officer', null],
      ['01', '孙立军', 'duty-officer', null],
    ]);
    expect(stands('Name,Title,Position,1,2,3\n赵建国,Captain,East gate,早,休,休')).toEqual([['01', '赵建国', 'duty-leader', 'East gate']]);
  });

  it('of a list is that of the line; who leads stands nowhere in particular', () => {
    expect(
      stands(
        '日期,班次,岗位,带班领导,值班人员\n12-01,早班,东门,陈志远,赵建国、钱志明\n,早班,西门,,孙立军\n12-02,早班,保安,,李德福',
        context(guards, threeShifts),
      ),
    ).toEqual([
      ['01', '陈志远', 'duty-leader', null],
      ['01', '赵建国', 'duty-officer', '东门'],
      ['01', '钱志明', 'duty-officer', '东门'],
      ['01', '孙立军', 'duty-officer', '西门'],
      ['02', '李德福', 'duty-officer', null],
    ]);
  });

  it('is not there: nothing is said of positions', () => {
    for (const rows of ['姓名,职务,1,2,3\n赵建国,门卫,早,休,休', '姓名,1,2,3\n赵建国,早,休,休'])
      expect(read(csv(rows), context(guards, threeShifts, { month: '2026-12' })).duties).toEqual([
        { on: '2026-12-01', shift: 'early', person: '赵建国', role: 'duty-officer' },
      ]);
  });
});

describe('what cannot be read', () => {
  const two = context(['赵建国', '钱志明'], threeShifts, { month: '2026-12' });

  it('names the cell, what stands there and what is near', () => {
    const reading = read(csv('姓名,1,2,3\n赵建国,早斑,甲,中\n钱志名,早,早,早'), two);
    expect(reading.problems).toEqual([
      { code: 'unknownShift', cell: 'B2', value: '早斑', nearest: '早班', known: ['early', 'middle', 'night'] },
      { code: 'unknownShift', cell: 'C2', value: '甲', nearest: null, known: ['early', 'middle', 'night'] },
      { code: 'notOnDesk', cell: 'B3', value: '钱志名', nearest: '钱志明', cells: 3 },
    ]);
  });

  it('asks which of two people of one name is meant, and takes code or phone for an answer', () => {
    const ctx = {
      ...two,
      members: [
        member('王伟', 1, { person: 'a', code: 'w1', phone: '13800000001' }),
        member('王伟', 2, { person: 'b', code: 'w2', phone: '13800000002' }),
      ],
    };
    expect(read(csv('姓名,1,2,3\n王伟,早,早,早'), ctx).problems).toEqual([
      {
        code: 'sameName',
        cell: 'B2',
        value: '王伟',
        cells: 3,
        choices: [
          { code: 'w1', phone: '13800000001' },
          { code: 'w2', phone: '13800000002' },
        ],
      },
    ]);
    expect(read(csv('姓名,1,2,3\n王伟(w2),早,早,早\n王伟 13800000001,中,中,中'), ctx).duties.map((duty) => duty.person)).toEqual([
      'b',
      'b',
      'b',
      'a',
      'a',
      'a',
    ]);
  });

  it('refuses the roster of another month by its weekdays', () => {
    const reading = read(csv('姓名,1,2,3\n,三,四,五\n赵建国,早,早,早'), two);
    expect(reading.problems).toEqual([{ code: 'weekdays', cell: 'B2', value: '三', month: '2026-12', wrong: 3, of: 3 }]);
  });

  it('only remarks on one wrong weekday', () => {
    const reading = read(csv('姓名,1,2,3\n,二,二,四\n赵建国,早,早,早'), two);
    expect(reading.problems).toEqual([]);
    expect(reading.remarks).toEqual([{ code: 'weekday', cell: 'C2', value: '二', on: '2026-12-02' }]);
  });

  it('lets the form have a 31st in a month of 30 days, but nobody on it', () => {
    const ctx = { ...two, month: '2026-11' };
    expect(read(csv('姓名,29,30,31\n赵建国,早,早,'), ctx).problems).toEqual([]);
    expect(read(csv('姓名,29,30,31\n赵建国,早,早,早'), ctx).problems).toEqual([
      { code: 'noSuchDay', cell: 'D1', value: '31', month: '2026-11' },
    ]);
  });

  it('says that one person stands twice in one shift', () => {
    const reading = read(csv('姓名,1,2,3\n赵建国,早,休,休\n赵建国,早,休,休'), two);
    expect(reading.problems).toEqual([{ code: 'twice', cell: 'B3', value: '赵建国', first: 'B2' }]);
  });

  it('cannot tell the shift of a list where a day has several', () => {
    const reading = read(csv('日期,值班人员\n2026-12-01,赵建国'), two);
    expect(reading.problems).toEqual([
      { code: 'whichShift', cell: 'B2', value: '赵建国', on: '2026-12-01', shifts: ['early', 'middle', 'night'] },
    ]);
  });

  it('does not guess the shifts of a year whose holidays are not known', () => {
    const unknown = { ...context(['赵建国'], [shift('day', '白班', 'Day')]), shiftsOn: () => [], isKnown: () => false };
    const reading = read(csv('日期,值班人员\n2027-01-01,赵建国\n2027-01-02,赵建国'), unknown);
    expect(reading.problems).toEqual([{ code: 'unknownDay', cell: 'B2', value: '赵建国', on: '2027-01-01', cells: 2 }]);
  });

  it('reads dates that lost their format', () => {
    expect(read(csv('日期,早班\n46357,赵建国'), two).duties).toMatchObject([{ on: '2026-12-01' }]);
  });

  it('needs a month, and one that does not contradict the file', () => {
    const noMonth = readRoster([{ name: null, rows: csv('姓名,1,2,3\n赵建国,早,早,早') }], { ...two, month: null });
    expect(noMonth).toEqual({ ok: false, refusal: { code: 'roster.noMonth' } });
    const other = readRoster([{ name: null, rows: csv('2026年11月排班表\n姓名,1,2,3\n赵建国,早,早,早') }], two);
    expect(other).toEqual({ ok: false, refusal: { code: 'roster.otherMonth', given: '2026-12', found: '2026-11' } });
    expect(readRoster([{ name: null, rows: csv('你好,再见') }], two)).toEqual({ ok: false, refusal: { code: 'roster.noTable' } });
    expect(readRoster([{ name: null, rows: csv(',,') }], two)).toEqual({ ok: false, refusal: { code: 'roster.empty' } });
  });

  it('takes the nearest year for a month without one', () => {
    expect(read(csv('一月份排班\n姓名,1,2,3\n赵建国,早,早,早'), { ...two, month: null }).month).toBe('2027-01');
  });
});

describe('other layouts and habits', () => {
  const names = ['赵建国', '钱志明', '王伟'];
  const ctx = context(names, threeShifts, { month: '2026-12' });
  const places = (rows: Table, with_ = ctx) => {
    const reading = read(rows, with_);
    expect(reading.problems).toEqual([]);
    return reading.duties.map((duty) => `${duty.on.slice(8)} ${duty.shift} ${duty.person} ${duty.role}`);
  };

  it('a column per shift, a day a line', () => {
    expect(places(csv('日期,早班,中班,夜班值班员\n12月1日,赵建国,钱志明,王  伟\n12月2日,赵建国、钱志明,,王伟'))).toEqual([
      '01 early 赵建国 duty-officer',
      '01 middle 钱志明 duty-officer',
      '01 night 王伟 duty-officer',
      '02 early 赵建国 duty-officer',
      '02 early 钱志明 duty-officer',
      '02 night 王伟 duty-officer',
    ]);
  });

  it('a line per shift, the date merged over them', () => {
    expect(places(csv('日期,班次,带班领导,值班人员\n1日,早,钱志明,赵建国\n,晚,,王伟'))).toEqual([
      '01 early 钱志明 duty-leader',
      '01 early 赵建国 duty-officer',
      '01 night 王伟 duty-officer',
    ]);
  });

  it('two halves of a month side by side', () => {
    expect(places(csv('日期,早班,,日期,早班\n1日,赵建国,,16日,王伟'))).toEqual([
      '01 early 赵建国 duty-officer',
      '16 early 王伟 duty-officer',
    ]);
  });

  it('two weeks under each other', () => {
    expect(places(csv('姓名,1日,2日,3日\n赵建国,早,休,早\n姓名,4日,5日,6日\n赵建国,中,中,休'))).toEqual([
      '01 early 赵建国 duty-officer',
      '03 early 赵建国 duty-officer',
      '04 middle 赵建国 duty-officer',
      '05 middle 赵建国 duty-officer',
    ]);
  });

  it('English heads and letters, names with blanks', () => {
    const english = context([], threeShifts, { members: [member('Ann Lee', 1), member('Bo Chen', 2)] });
    expect(places(csv('Gate roster December 2026\nName,1,2,3\n,Tue,Wed,Thu\nAnn Lee,E,off,Night\n Bo  Chen ,M,early,N'), english)).toEqual([
      '01 early Ann Lee duty-officer',
      '03 night Ann Lee duty-officer',
      '01 middle Bo Chen duty-officer',
      '02 early Bo Chen duty-officer',
      '03 night Bo Chen duty-officer',
    ]);
  });

  it('the desk’s own aliases before common ones, two shifts in one cell, a tick for the only shift', () => {
    const own = context(names, [shift('a', '甲班', 'A', ['早', 'A班']), shift('b', '乙班', 'B')], { month: '2026-12' });
    expect(places(csv('姓名,1,2,3\n赵建国,早,甲/乙,A班'), own)).toEqual([
      '01 a 赵建国 duty-officer',
      '02 a 赵建国 duty-officer',
      '02 b 赵建国 duty-officer',
      '03 a 赵建国 duty-officer',
    ]);
    const tick = context(names, oneShift, { month: '2026-12' });
    expect(places(csv('姓名,1,2,3\n赵建国,√,,√'), tick)).toEqual(['01 duty 赵建国 duty-officer', '03 duty 赵建国 duty-officer']);
  });

  it('mentions leave, lines and columns it did not take for the roster', () => {
    const reading = read(csv('姓名,1,2,3,备注,调班\n赵建国,早,年假,早,,有\n王伟,休,休,休\n祝大家工作顺利'), ctx);
    expect(reading.problems).toEqual([]);
    expect(reading.remarks).toEqual([
      { code: 'column', cell: 'F1', value: '调班' },
      { code: 'leave', cell: 'C2', value: '年假', on: '2026-12-02', name: '赵建国' },
      { code: 'line', cell: 'A4', value: '祝大家工作顺利' },
    ]);
  });

  it('tells two names with blanks between from one name with a blank inside', () => {
    expect(places(csv('日期,早班\n1日,赵建国 钱志明\n2日,王 伟\n3日,赵建国13800000001/王伟'))).toEqual([
      '01 early 赵建国 duty-officer',
      '01 early 钱志明 duty-officer',
      '02 early 王伟 duty-officer',
      '03 early 赵建国 duty-officer',
      '03 early 王伟 duty-officer',
    ]);
  });
});
