import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Member } from '../../people/index.ts';
import type { ShiftName } from '../roster.ts';
import { readRoster } from './read-roster.ts';
import type { ReadContext } from './reading.ts';
import { cellName, type Table } from './table.ts';

const shifts: ShiftName[] = [
  { code: 'early', name: { zh: '早班', en: 'Early' }, aliases: [] },
  { code: 'middle', name: { zh: '中班', en: 'Middle' }, aliases: [] },
  { code: 'night', name: { zh: '晚班', en: 'Night' }, aliases: [] },
];
const spellings: Readonly<Record<string, readonly string[]>> = {
  early: ['早', '早班', ' 早', '早 ', 'E', 'early', 'Ｅ', 'Early'],
  middle: ['中', '中班', 'M', 'middle', '\u3000中'],
  night: ['晚', '夜班', '夜', 'N', 'Night', '晚\n'],
  off: ['休', '', '休息', 'off', '休班', '-', ' '],
};
const people = ['赵建国', '钱志明', '王伟', '欧阳海'];
const members: Member[] = people.map((name, position) => ({
  person: name,
  desk: 'd',
  code: `p${position}`,
  name: { zh: name, en: name },
  phone: null,
  attributes: {},
  roles: [],
  position,
  linked: [],
}));
const context: ReadContext = {
  members,
  shiftsIn: () => shifts,
  shiftsOn: () => shifts,
  isKnown: () => true,
  today: '2026-11-25',
  month: '2026-12',
  fileName: 'x.csv',
  roleOf: () => 'duty-officer',
};

const full = (digits: string): string => [...digits].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('');
const dayHeads = [
  (day: number) => String(day),
  (day: number) => `${day}日`,
  (day: number) => `12月${day}日`,
  (day: number) => `2026-12-${String(day).padStart(2, '0')}`,
  (day: number) => `${full(String(day))}日`,
  (day: number) => `12/${day}`,
];
const cell = fc
  .constantFrom('early', 'middle', 'night', 'off')
  .chain((code) => fc.constantFrom(...(spellings[code] ?? [''])).map((text) => ({ code, text })));
const line = fc.array(cell, { minLength: 31, maxLength: 31 });
const names = [(name: string) => name, (name: string) => `${name.slice(0, 1)} ${name.slice(1)}`, (name: string) => `  ${name} `];

const roster = fc.record({
  lines: fc.tuple(line, line, line, line),
  head: fc.constantFrom(...dayHeads),
  name: fc.constantFrom(...names),
  title: fc.boolean(),
  weekdays: fc.boolean(),
  number: fc.boolean(),
  footer: fc.boolean(),
});

const read = (rows: Table) => {
  const reading = readRoster([{ name: null, rows }], context);
  if (!reading.ok) throw new Error(reading.refusal.code);
  return reading.value;
};

describe('laws of reading', () => {
  it('a grid means the same however it is spelt', () => {
    fc.assert(
      fc.property(roster, ({ lines, head, name, title, weekdays, number, footer }) => {
        const before = number ? ['序号', '姓 名'] : ['姓名'];
        const days = Array.from({ length: 31 }, (_, index) => index + 1);
        const table = [
          ...(title ? [['保安队2026年12月排班表'], ['制表:队长', '', '审核:']] : []),
          [...before, ...days.map(head), '备注'],
          ...(weekdays ? [[...before.map(() => ''), ...days.map((day) => '二三四五六日一'[(day - 1) % 7] ?? ''), '']] : []),
          ...lines.map((cells, index) => [
            ...(number ? [String(index + 1)] : []),
            name(people[index] ?? ''),
            ...cells.map(({ text }) => text),
            '',
          ]),
          ...(footer ? [['说明:早 07:30-16:00', '中 16:00-24:00', '晚 0:00-7:30']] : []),
        ];
        const reading = read(table);
        const expected = lines.flatMap((cells, index) =>
          cells.flatMap(({ code }, day) =>
            code === 'off' ? [] : [`2026-12-${String(day + 1).padStart(2, '0')} ${code} ${people[index]}`],
          ),
        );
        expect(reading.problems).toEqual([]);
        expect(reading.duties.map((duty) => `${duty.on} ${duty.shift} ${duty.person}`).sort()).toEqual(expected.sort());
      }),
      { numRuns: 60 },
    );
  });

  it('a cell nobody understands is named, and only that', () => {
    fc.assert(
      fc.property(roster, fc.nat(3), fc.nat(30), fc.constantFrom('甲乙', '??', '早上好', 'Q'), ({ lines, head }, row, day, wrong) => {
        const table = [
          ['姓名', ...Array.from({ length: 31 }, (_, index) => head(index + 1))],
          ...lines.map((cells, index) => [people[index] ?? '', ...cells.map(({ text }) => text)]),
        ];
        const broken = table.map((cells, index) =>
          index === row + 1 ? cells.map((text, column) => (column === day + 1 ? wrong : text)) : cells,
        );
        expect(read(broken).problems).toMatchObject([{ code: 'unknownShift', cell: cellName(row + 1, day + 1), value: wrong }]);
      }),
      { numRuns: 60 },
    );
  });

  it('never throws, whatever a table holds', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.array(
            fc.oneof(
              fc.string({ maxLength: 8 }),
              fc.constantFrom('日期', '姓名', '1', '2', '3', '早', '值班人员', '赵建国', '12月1日', '一', ''),
            ),
            { maxLength: 8 },
          ),
          { maxLength: 8 },
        ),
        (rows) => {
          const reading = readRoster([{ name: null, rows }], context);
          expect(typeof reading.ok).toBe('boolean');
        },
      ),
      { numRuns: 300 },
    );
  });
});
