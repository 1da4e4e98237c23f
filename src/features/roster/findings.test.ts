import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import type { Finding, FindingCode } from '../../policy/index.ts';
import { findingLines, type Names } from './findings.ts';
import { findingText } from './findings-text.ts';

const zone = 'Asia/Shanghai';
const at = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant();
const names: Names = {
  zone,
  shift: (code) => (code === 'early' ? { zh: '早班', en: 'early' } : { zh: code, en: code }),
  person: () => ({ zh: '周海波', en: 'Zhou Haibo' }),
};
const cite = {
  rule: 'company-duty-10',
  preset: 'company-duty',
  title: { zh: '公司值班制度', en: 'Company duty' },
  section: { zh: '第十条', en: 'section 10' },
  words: { zh: '规定', en: 'rule' },
};
const finding = (more: Partial<Finding>): Finding => ({
  code: 'too-few',
  level: 'refuse',
  from: at('2026-12-03T07:30'),
  until: at('2026-12-03T16:00'),
  measured: 1,
  allowed: 2,
  on: '2026-12-03',
  shift: 'early',
  cites: [cite],
  ...more,
});
const said = (findings: readonly Finding[], locale: 'zh' | 'en') => findingLines(findings, names, locale).map((line) => line.text);

describe('findings as people read them', () => {
  it('gives the figure measured, the figure allowed and the rule', () => {
    expect(findingLines([finding({})], names, 'zh')).toEqual([
      { level: 'error', text: '12月3日(周四)早班:在岗 1 人,要求至少 2 人', source: '公司值班制度 第十条 · company-duty-10' },
    ]);
    expect(findingLines([finding({ level: 'flag' })], names, 'en')).toEqual([
      { level: 'warn', text: 'Thu 3 Dec early: 1 on duty, at least 2 needed', source: 'Company duty section 10 · company-duty-10' },
    ]);
    expect(said([finding({ role: 'duty-leader' })], 'zh')).toEqual(['12月3日(周四)早班:带班领导 1 人,要求至少 2 人']);
  });

  it('names the hours of a gap, also over midnight', () => {
    const gap = finding({ code: 'coverage-gap', measured: 0, allowed: 1, from: at('2026-12-03T20:00'), until: at('2026-12-04T08:00') });
    expect(said([gap], 'zh')).toEqual(['12月3日(周四)20:00–12月4日(周五)08:00没有人值班']);
    expect(said([gap], 'en')).toEqual(['Thu 3 Dec 20:00–Fri 4 Dec 08:00: nobody is on duty']);
  });

  it('makes one line of the same finding on many days, and counts the rest', () => {
    const many = Array.from({ length: 9 }, (_, index) => finding({ on: `2026-12-0${index + 1}` }));
    expect(said(many, 'zh')).toEqual(['12月1日(周二)、12月2日(周三)、12月3日(周四)、12月4日(周五)等 9 天早班:在岗 1 人,要求至少 2 人']);
    const different = Array.from({ length: 15 }, (_, index) => finding({ allowed: index + 2 }));
    expect(said(different, 'en')).toHaveLength(13);
    expect(said(different, 'en').at(-1)).toBe('3 more');
  });

  it('names roles and kinds of days', () => {
    expect(said([finding({ code: 'role-missing', person: 'p', measured: 'guard', allowed: 'duty-leader, manager' })], 'zh')).toEqual([
      '12月3日(周四)早班:周海波的角色是保安,要求带班领导、经理',
    ]);
    expect(said([finding({ code: 'shift-not-on-day', measured: 'holiday', allowed: 'early' })], 'zh')).toEqual([
      '12月3日(周四)是节假日,没有早班',
    ]);
  });

  it('has a sentence in both languages for every code', () => {
    for (const code of Object.keys(findingText) as FindingCode[]) {
      for (const locale of ['zh', 'en'] as const) {
        const [text] = said([finding({ code, person: 'p', role: 'guard', measured: 'a', allowed: 'b' })], locale);
        expect(text, `${code} ${locale}`).toMatch(locale === 'zh' ? /\p{Script=Han}/u : /^[^\p{Script=Han}]+$/u);
      }
    }
  });
});
