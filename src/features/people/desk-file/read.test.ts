import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadPresets } from '../../../policy/load.ts';
import type { Vocabulary } from './desk-file.ts';
import { problemLine } from './problem.ts';
import { readDeskFile } from './read.ts';

const rotationRule = z.object({ kind: z.literal('weekly'), team: z.array(z.string()), shifts: z.array(z.string()) });
const vocabulary: Vocabulary = {
  presets: loadPresets(),
  rotationRule,
  rotationNames: (rule) => {
    const { team, shifts } = rotationRule.parse(rule);
    return { people: team, shifts };
  },
};

const problems = (text: string, locale: 'zh' | 'en' = 'en'): string[] => {
  const read = readDeskFile(text, vocabulary);
  return read.ok ? [] : read.refusal.problems.map((problem) => problemLine(problem, locale));
};

const head = `organisation: {code: harbour, name: 滨江, locale: en}
desks:
  - code: gate
    name: 门岗
    presets:
      - {id: property-security-duty, from: "2026-01-01"}
`;

describe('reading a desk file', () => {
  it('takes a small file and fills in what it leaves out', () => {
    const read = readDeskFile(`${head}people:\n  - {code: zhao, name: 赵建国, slack: U1, desks: {gate: [guard]}}\n`, vocabulary);
    if (!read.ok) throw new Error(JSON.stringify(read.refusal));
    expect(read.value.file.organisation.zone).toBe('Asia/Shanghai');
    expect(read.value.file.desks[0]?.settings).toMatchObject({
      reminder_lead_minutes: 30,
      digest_at: null,
      calendar: { summer_from: '05-01' },
    });
    expect(read.value.file.people[0]).toMatchObject({ slack: 'U1', locale: null, desks: { gate: ['guard'] } });
    expect(read.value.file.people[0]).not.toHaveProperty('feishu');
  });

  it('names line, column and the nearest word of every problem at once', () => {
    const text = `${head.replace('property-security-duty', 'property-securty-duty')}    settings:
      digest_att: "07:00"
      look_ahead: {weekday: 8, at: "9:00"}
people:
  - {code: zhao, name: 赵建国, desks: {gate: [gaurd]}}
  - {code: zhao, name: 钱志明, phone: 13800020001, desks: {gatte: []}}
`;
    expect(problems(text)).toEqual([
      '6:10 desks[0].presets[0].id: there is no preset “property-securty-duty”; did you mean property-security-duty',
      '8:7 desks[0].settings.digest_att: there is no key “digest_att”; did you mean digest_at',
      '9:20 desks[0].settings.look_ahead.weekday: must not be more than 7',
      '9:32 desks[0].settings.look_ahead.at: has the wrong form (HH:MM, 00:00 to 23:59)',
      '11:44 people[0].desks.gate[0]: there is no role “gaurd”; did you mean guard',
      '12:6 people[1].code: the person code zhao is used twice',
      '12:29 people[1].phone: must be text (put numbers and dates in quotes)',
      '12:57 people[1].desks.gatte: there is no desk “gatte”; did you mean gate',
    ]);
  });

  it('says in Chinese what is missing, where it should stand', () => {
    expect(problems('organisation: {code: harbour}\ndesks:\n  - code: gate\n', 'zh')).toEqual([
      '1:1 organisation.name: 缺少,应为文字(数字和日期加引号)',
      '3:5 desks[0].name: 缺少,应为文字(数字和日期加引号)',
    ]);
  });

  it('places an error of the YAML itself', () => {
    expect(problems('organisation: {code: harbour\ndesks: []\n')[0]).toMatch(/^2:1 not well-formed YAML/);
    expect(problems('')).not.toEqual([]);
  });

  it('refuses names of people and shifts a rotation does not find on the desk', () => {
    const text = `${head}    rotations:
      - {code: main, from: "2026-01-01", rule: {kind: weekly, team: [zhao, zha], shifts: [early, nigth]}}
people:
  - {code: zhao, name: 赵建国, desks: {gate: [guard]}}
`;
    expect(problems(text)).toEqual([
      '8:42 desks[0].rotations[0].rule: there is no person “zha”; did you mean zhao',
      '8:42 desks[0].rotations[0].rule: there is no shift “nigth”; did you mean night',
    ]);
  });

  it('refuses an override the preset has no place for, and desks that are their own parents', () => {
    const text = `${head.replace('"2026-01-01"}', '"2026-01-01", overrides: [{path: presence.nowhere.late_over, value: PT5M, reason: test, by: chen, from: "2026-01-01"}]}')}    parent: hall
  - {code: hall, name: 大厅, parent: gate}
`;
    expect(problems(text)).toEqual([
      expect.stringMatching(/^6:\d+ desks\[0\]\.presets\[0\]\.overrides\[0\]: property-security-duty has no presence\.nowhere/),
      '7:5 desks[0].parent: the desk gate is its own parent by a detour',
      '8:28 desks[1].parent: the desk hall is its own parent by a detour',
    ]);
  });

  it.each(['gate', 'monitoring'])('reads the example desk %s', (name) => {
    const text = readFileSync(new URL(`../../../sandbox/desk/${name}.yaml`, import.meta.url), 'utf8');
    const open: Vocabulary = { ...vocabulary, rotationRule: z.object({}).loose(), rotationNames: () => ({ people: [], shifts: [] }) };
    const read = readDeskFile(text, open);
    expect(read.ok ? [] : read.refusal.problems).toEqual([]);
  });
});
