import { describe, expect, it } from 'vitest';
import { loadPresets } from '../../../policy/load.ts';
import { leavesAt } from '../../../policy/value-kind.ts';
import { isRole } from '../roles.ts';
import { choiceWords } from './choice-words.ts';
import { keyWords } from './key-words.ts';
import { readValue } from './read-value.ts';
import { leafLabel, leafLine, typedValue, valueWords } from './value-words.ts';

const leaves = loadPresets().flatMap((preset) =>
  Object.values(preset.trace).flatMap((paths) => paths.flatMap((path) => leavesAt(preset.sections, path))),
);

describe('values of regulations in words', () => {
  it('has both languages for every key and every word of the regulations that are shipped', () => {
    const known = (code: string): boolean => isRole(code) || choiceWords.has(code) || keyWords.has(code);
    const codes = leaves.flatMap(({ value, path, kind }) => [
      ...(Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string' && !/^-?P[\dT]|^\d\d:/.test(one)),
      ...(kind !== null && 'options' in kind ? kind.options : []),
      ...path
        .split('.')
        .slice(2)
        .filter((key) => !/^\d+$/.test(key)),
    ]);
    expect([...new Set(codes.map(String))].filter((code) => !known(code))).toEqual([]);
  });

  it.each([
    ['PT20M', '20 分钟', '20 min'],
    ['08:00+1', '次日 08:00', '08:00 the next day'],
    [true, '是', 'yes'],
    [2, '2', '2'],
    [['team-lead', 'manager'], '班长、经理', 'team lead, manager'],
    [[], '无', 'none'],
    ['something-new', 'something new', 'something new'],
  ])('%j', (value, zh, en) => {
    expect(valueWords(value, 'zh')).toBe(zh);
    expect(valueWords(value, 'en')).toBe(en);
  });

  it('names the keys a value stands under', () => {
    expect(leafLabel('request.quota.max_count.limit', 'zh')).toBe('最多 · 次数');
    expect(leafLine({ path: 'request.length.tiers.0.by', value: ['department-director'] }, 'en')).toBe(
      'by length · 1 · by: department director',
    );
  });

  it('takes every value back as it is shown in a form', () => {
    for (const leaf of leaves) {
      if (leaf.kind === null) continue;
      for (const locale of ['zh', 'en'] as const) {
        const typed =
          leaf.kind.kind === 'choices' && Array.isArray(leaf.value) ? leaf.value.map(String) : typedValue(leaf.value, leaf.kind, locale);
        expect(readValue(typed, leaf, locale), `${leaf.path} ${locale}`).toEqual({ ok: true, value: null });
      }
    }
  });
});

describe('a value as it is typed', () => {
  const number = { kind: 'number', whole: true, least: 0, most: 31 } as const;
  it.each([
    ['2', { value: 3, kind: number }, 2],
    ['45分钟', { value: 'PT20M', kind: { kind: 'duration' } as const }, 'PT45M'],
    ['8:00', { value: '07:30', kind: { kind: 'clock' } as const }, '08:00'],
    ['08:00+1', { value: '07:30', kind: { kind: 'clock' } as const }, '08:00+1'],
    ['false', { value: true, kind: { kind: 'flag' } as const }, false],
    ['week', { value: 'month', kind: { kind: 'choice', options: ['week', 'month'] } as const }, 'week'],
    ['班长、经理', { value: ['manager'], kind: { kind: 'names' } as const }, ['team-lead', 'manager']],
    ['Team lead', { value: ['manager'], kind: { kind: 'names' } as const }, ['team-lead']],
    [
      'medical-certificate, 请假单',
      { value: ['medical-certificate'], kind: { kind: 'names' } as const },
      ['medical-certificate', 'leave-form'],
    ],
  ])('%s', (typed, leaf, value) => {
    expect(readValue(typed, leaf, 'zh')).toEqual({ ok: true, value: { value } });
  });

  it.each([
    ['', { value: 3, kind: number }, '不能空着'],
    ['2.5', { value: 3, kind: number }, '写整数'],
    ['-1', { value: 3, kind: number }, '不能小于 0'],
    ['32', { value: 3, kind: number }, '不能大于 31'],
    ['很快', { value: 'PT20M', kind: { kind: 'duration' } as const }, '写时长,如 20 分钟、2 天、1 小时 30 分钟'],
    ['25:00', { value: '07:30', kind: { kind: 'clock' } as const }, '写时刻,如 07:30;次日写 08:00+1'],
    ['门口的人', { value: ['manager'], kind: { kind: 'names' } as const }, '不认识“门口的人”;用逗号隔开,如 班长、经理'],
    [',', { value: ['manager'], kind: { kind: 'names' } as const }, '不能空着'],
  ])('refuses “%s” with what would be right', (typed, leaf, words) => {
    const read = readValue(typed, leaf, 'zh');
    expect(read.ok ? '' : read.refusal.zh).toBe(words);
  });
});
