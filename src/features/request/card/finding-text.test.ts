import { describe, expect, it } from 'vitest';
import type { RequestFinding } from '../../../policy/request/case.ts';
import { knownType } from '../registry.ts';
import { type FindingNames, findingSentence } from './finding-text.ts';

const names: FindingNames = {
  zone: 'Asia/Shanghai',
  type: knownType('leave'),
  person: (person) => ({ zh: person, en: person }),
  number: () => null,
};
const said = (
  code: Exclude<RequestFinding['code'], 'roster'>,
  measured: string | number,
  allowed: string | number,
  instead: string | null = null,
) => {
  const finding = { code, level: 'refuse', measured, allowed, instead, person: 'wu', finding: null, principle: false, cites: [] } as const;
  return [findingSentence(finding, names, 'zh'), findingSentence(finding, names, 'en')];
};

describe('a finding in words', () => {
  it('says that leave comes before its time, or after it', () => {
    expect(said('forfeited', '2026-12-04', '2026-12-05', '2026-12-05')).toEqual([
      '从 12月5日(周六) 起才可以休,12月4日(周五) 太早',
      'It can be taken from Sat 5 Dec; Fri 4 Dec is too soon',
    ]);
    expect(said('forfeited', '2026-12-12', '2026-12-11')).toEqual([
      '最晚休到 12月11日(周五),12月12日(周六) 已过期作废',
      'Valid until Fri 11 Dec; by Sat 12 Dec it is forfeited',
    ]);
  });

  it('names what a leave asks of the person, never a code', () => {
    expect(said('not-entitled', '2026-12-07', 'probation-passed')).toEqual([
      '不符合这种假的条件:要已过试用期;登记的日期是 12月7日(周一)',
      'Not entitled: it needs the probation to be over; the date on record is Mon 7 Dec',
    ]);
    expect(said('not-entitled', 'unknown', 'confirmed')[0]).toBe('不符合这种假的条件:要登记时已转正;现在没有登记');
    expect(said('not-entitled', 'paternity', 'other-case')).toEqual([
      '不符合这种假的条件:要符合制度写明的情形;这次不是',
      'Not entitled: it needs one of the cases the rule names; this is none of them',
    ]);
  });

  it('names who may not stand in, in the language of the reader', () => {
    const [zh, en] = said('substitute-not-allowed', 'relative', 'not guard, relative, friend, outsider');
    expect(zh).toContain('亲属,可以代的要求是保安、亲属、朋友、外单位人员以外的人');
    expect(en).toContain('anyone but guard, relative, friend, outsider');
  });

  it('says of leave that is not taken in parts when it was begun', () => {
    expect(said('split', '2026-11-02', 1)).toEqual([
      '要一次休完:11月2日(周一) 已经休过,剩下的作废',
      'It is taken in one go: it was begun on Mon 2 Nov, what was left is forfeited',
    ]);
  });
});
