import { describe, expect, it } from 'vitest';
import { findAtStart, peopleNamed } from './find.ts';

const desks = [
  { code: 'gate', name: { zh: '门岗', en: 'Gate' } },
  { code: 'gate-east', name: { zh: '门岗东', en: 'Gate East' } },
  { code: 'lobby', name: { zh: '大厅', en: 'Gate' } },
];

describe('a desk at the start of a line', () => {
  it.each([
    ['门岗 明天', ['gate'], '明天'],
    ['门岗明天', ['gate'], '明天'],
    ['门岗东:明天', ['gate-east'], '明天'],
    ['GATE-EAST Tomorrow 8am', ['gate-east'], 'Tomorrow 8am'],
    ['gate east', ['gate-east'], ''],
    ['ｌｏｂｂｙ', ['lobby'], ''],
    ['Gate', ['gate', 'lobby'], ''],
  ])('%s', (line, codes, rest) => {
    const found = findAtStart(line, desks);
    expect(found?.items.map((desk) => desk.code)).toEqual(codes);
    expect(found?.rest).toBe(rest);
  });

  it('is not found in the middle, nor in a longer Latin word', () => {
    expect(findAtStart('明天 门岗', desks)).toBeNull();
    expect(findAtStart('gateway', desks)).toBeNull();
    expect(findAtStart('', desks)).toBeNull();
  });
});

describe('people by name', () => {
  const people = [
    { code: 'zhou-haibo', name: { zh: '周海波', en: 'Zhou Haibo' } },
    { code: 'zhou-jie', name: { zh: '周杰', en: 'Zhou Jie' } },
    { code: 'xu-jie', name: { zh: '许杰', en: 'Xu Jie' } },
    { code: 'jie', name: { zh: '杰', en: 'Jie' } },
  ];
  const named = (name: string) => peopleNamed(name, people).map((person) => person.code);

  it('are found by full name, code, given name and the forms of the surname', () => {
    expect(named('周海波')).toEqual(['zhou-haibo']);
    expect(named('zhou haibo')).toEqual(['zhou-haibo']);
    expect(named('xu-jie')).toEqual(['xu-jie']);
    expect(named('海波')).toEqual(['zhou-haibo']);
    expect(named('小许')).toEqual(['xu-jie']);
    expect(named('Haibo')).toEqual(['zhou-haibo']);
  });

  it('are all given where several fit, and a full name wins over a part', () => {
    expect(named('老周')).toEqual(['zhou-haibo', 'zhou-jie']);
    expect(named('Jie')).toEqual(['jie']);
    expect(named('李雷')).toEqual([]);
    expect(named(' ')).toEqual([]);
  });
});
