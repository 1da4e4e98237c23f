import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { recordTypes } from '../../policy/index.ts';
import { csvOf } from './csv.ts';
import { typeAtStart } from './registers.ts';
import { isClosing, statesAfter } from './states.ts';
import { stretchIn } from './stretch.ts';

const today = Temporal.PlainDate.from('2026-12-03');

describe('the time of a report', () => {
  it.each([
    ['', '2026-11-27', '2026-12-03', ''],
    ['今天 电梯', '2026-12-03', '2026-12-03', '电梯'],
    ['昨天', '2026-12-02', '2026-12-02', ''],
    ['本周', '2026-11-30', '2026-12-03', ''],
    ['last week lift', '2026-11-23', '2026-11-29', 'lift'],
    ['上月', '2026-11-01', '2026-11-30', ''],
    ['2026-02', '2026-02-01', '2026-02-28', ''],
    ['2026-12-01 2026-12-03', '2026-12-01', '2026-12-03', ''],
    ['12月1日 门锁', '2026-12-01', '2026-12-01', '门锁'],
    ['全部', null, '2026-12-03', ''],
    ['26 Nov', '2026-11-26', '2026-11-26', ''],
    ['Nov 26 camera', '2026-11-26', '2026-11-26', 'camera'],
    ['26 November', '2026-11-26', '2026-11-26', ''],
    ['November 26, 2026', '2026-11-26', '2026-11-26', ''],
    ['Camera Thu 26 Nov', '2026-11-26', '2026-11-26', 'Camera'],
    ['Thursday, 26 Nov Camera 3', '2026-11-26', '2026-11-26', 'Camera 3'],
    ['26 Nov (Thu) camera', '2026-11-26', '2026-11-26', 'camera'],
    ['on 26 Nov', '2026-11-26', '2026-11-26', ''],
    ['24 Nov–26 Nov', '2026-11-24', '2026-11-26', ''],
    ['from Tue 24 Nov to Thu 26 Nov door', '2026-11-24', '2026-11-26', 'door'],
    ['11月26日(周四) 摄像头', '2026-11-26', '2026-11-26', '摄像头'],
    ['11月24日(周二)到11月26日(周四)', '2026-11-24', '2026-11-26', ''],
    ['周二 周三', '2026-12-08', '2026-12-09', ''],
  ])('“%s” is %s to %s', (said, from, until, rest) => {
    const stretch = stretchIn(said, today);
    expect([stretch.from?.toString() ?? null, stretch.until.toString(), stretch.rest, stretch.bad]).toEqual([from, until, rest, null]);
  });

  it('names a day the calendar does not have', () => {
    expect(stretchIn('2月30日', today).bad).toBe('2月30日');
    expect(stretchIn('30 Feb', today).bad).toBe('30 Feb');
  });
});

describe('a table', () => {
  it('keeps commas, quotes and lines in their cells, and runs nothing', () => {
    expect(
      csvOf([
        ['a,b', 'c"d', 'e\nf'],
        ['=1+1', '-3', '@x'],
      ]),
    ).toBe('\uFEFF"a,b","c""d","e\nf"\r\n\'=1+1,-3,\'@x\r\n');
  });
});

describe('a line', () => {
  const at = (line: string) => {
    const found = typeAtStart(line, recordTypes());
    return found === null ? null : [found.type.code, found.rest];
  };

  it.each([
    ['来访 张三', ['visitor', '张三']],
    ['来访:张三', ['visitor', '张三']],
    ['Visitor Zhang', ['visitor', 'Zhang']],
    ['来访者很多', null],
    ['annex-08', ['point-violation-notice', '']],
    ['电梯停了', null],
  ])('“%s” begins with %j', (line, expected) => {
    expect(at(line)).toEqual(expected);
  });
});

describe('states', () => {
  const repair = recordTypes().find(({ code }) => code === 'repair-request');
  const loan = recordTypes().find(({ code }) => code === 'spare-unit-loan');

  it('end at the last and at those that end by themselves', () => {
    if (repair === undefined || loan === undefined) throw new Error('There are no such types');
    const states = ['open', 'done', 'not-done'];
    expect(states.map((state) => isClosing(repair, state, states))).toEqual([false, true, true]);
    expect([statesAfter(repair, 'open', states), statesAfter(repair, 'done', states)]).toEqual([['done', 'not-done'], []]);
    expect(statesAfter(loan, 'out', ['out', 'returned'])).toEqual(['returned']);
    expect(isClosing(loan, 'kept', ['kept'])).toBe(true);
  });
});
