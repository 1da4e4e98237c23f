import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { presetFiles, readPreset } from './load.ts';
import { parsePreset } from './parse.ts';
import { presetJsonSchema } from './schema/json-schema.ts';
import { selfConflicts } from './self-check.ts';

const sound = `preset: gate
title: {zh: 门岗, en: Gate}
source: {document: {zh: 文件, en: Paper}, section: {zh: 一, en: one}}
duty_plan:
  guards:
    coverage: 24h
    shifts:
      - {code: day, name: {zh: 白班, en: day}, start: "08:00", end: "20:00"}
presence:
  guards:
    off_post: flag
rules:
  gate-01:
    words: {zh: 不断人。, en: Always someone.}
    kind: roster
    enforce: block
  gate-02:
    words: {zh: 白班。, en: A day shift.}
    kind: roster
    enforce: compute
  gate-03:
    words: {zh: 守岗。, en: Stay.}
    kind: conduct
    enforce: warn
  gate-04:
    words: {zh: 写日志。, en: Keep a log.}
    kind: log
    enforce: record
  gate-05:
    words: {zh: 引言。, en: Preamble.}
    kind: conduct
    enforce: none
trace:
  gate-01: duty_plan.guards.coverage
  gate-02: duty_plan.guards.shifts.day
  gate-03: presence.guards.off_post
pending:
  gate-04: record
none:
  gate-05: {zh: 没有要求。, en: Asks nothing.}
`;

/** Problems after replacing one line, as \`line:column path\` and English words. */
function problems(from: string, to: string): readonly string[] {
  expect(sound).toContain(from);
  const parsed = parsePreset(sound.replace(from, to));
  return parsed.ok ? [] : parsed.refusal.map(({ line, column, path, words }) => `${line}:${column} ${path}: ${words.en}`);
}

describe('reading a preset', () => {
  it('accepts one that holds together', () => {
    const parsed = parsePreset(sound);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
    expect(parsed.value).toMatchObject({
      id: 'gate',
      partOf: null,
      trace: { 'gate-02': ['duty_plan.guards.shifts.day'] },
      pending: { 'gate-04': 'record' },
    });
    expect(parsed.value.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(selfConflicts(parsed.value)).toEqual([]);
  });

  it.each<[string, string, string, readonly string[]]>([
    ['an unknown key', '    coverage: 24h', '    coverage: 24h\n    covrage: 24h', ['7:5 duty_plan.guards.covrage: Unknown key covrage']],
    [
      'an unknown key of a shift',
      'start: "08:00"',
      'begins: "08:00", start: "08:00"',
      ['8:46 duty_plan.guards.shifts.0.begins: Unknown key begins'],
    ],
    ['an unknown section', 'presence:', 'presense:', ['9:1 presense: Unknown key presense']],
    ['a time that is none', '"20:00"', '"20:60"', ['8:62 duty_plan.guards.shifts.0.end: HH:MM, HH:MM+1 or 24:00']],
    ['a wrong word', 'off_post: flag', 'off_post: shout', ['11:5 presence.guards.off_post: Invalid input: expected "flag"']],
    [
      'words in one language',
      '{zh: 守岗。, en: Stay.}',
      '{zh: 守岗。}',
      ['22:5 rules.gate-03.words.en: Invalid input: expected string, received undefined'],
    ],
    ['a concept that is not there', 'gate-04: record', 'gate-04: recording', []],
    ['broken YAML', 'title: {zh: 门岗, en: Gate}', 'title: {zh: 门岗, en: Gate', []],
    [
      'a key twice',
      '    coverage: 24h',
      '    coverage: 24h\n    coverage: 24h',
      ['7:5 : Broken YAML: Map keys must be unique at line 7, column 5:'],
    ],
    ['a trace that points nowhere', 'gate-02: duty_plan.guards.shifts.day', 'gate-02: duty_plan.guards.shifts.night', []],
    ['a rule without a place', '  gate-04: record\n', '  gate-05: record\n', []],
    ['a rule in two places', 'pending:', 'pending:\n  gate-03: record', ['21:3 rules.gate-03: gate-03 is in trace and pending at once']],
    [
      'a rule the regulation does not have',
      'pending:',
      'pending:\n  gate-09: record',
      ['38:3 pending.gate-09: The regulation has no rule gate-09'],
    ],
    [
      'a value no rule asks for',
      '    off_post: flag',
      '    off_post: flag\n    late_over: PT5M',
      ['12:5 presence.guards.late_over: presence.guards.late_over expresses no rule'],
    ],
    [
      'a rule that decides under none',
      'enforce: none',
      'enforce: warn',
      ['29:3 rules.gate-05: gate-05: rules with enforce none, and only those, stand under none'],
    ],
    [
      'a fact nobody knows',
      '    coverage: 24h',
      '    if: {weather: fine}\n    coverage: 24h',
      ['6:5 duty_plan.guards.if: Unknown fact weather; known here: unit_kind'],
    ],
  ])('names line and column of %s', (_, from, to, expected) => {
    const found = problems(from, to);
    expect(found.length).toBeGreaterThan(0);
    if (expected.length > 0) expect(found).toEqual(expected);
    for (const problem of found) expect(problem).toMatch(/^[1-9]\d*:[1-9]\d* /);
  });

  it('says it in Chinese as well', () => {
    const parsed = parsePreset(sound.replace('"20:00"', '8').replace('off_post: flag', 'off_posts: flag'));
    expect(parsed.ok ? [] : parsed.refusal.map(({ words }) => words.zh)).toEqual([
      expect.stringMatching(/无效输入/),
      '不认识的项 off_posts',
    ]);
  });

  it('belongs to its file', () => {
    expect(readPreset('gate', sound).problems).toEqual([]);
    expect(readPreset('door', sound).problems).toMatchObject([{ words: { en: 'The file is door, inside it says gate' } }]);
    expect(readPreset('empty', '').problems).toHaveLength(1);
  });

  it('finds a preset that contradicts itself', () => {
    const twice = sound
      .replace('presence:\n', 'presence:\n  others:\n    late_over: PT5M\n  more:\n    applies_to: [city]\n    late_over: PT9M\n')
      .replace(
        'gate-03: presence.guards.off_post',
        'gate-03: [presence.guards.off_post, presence.others.late_over, presence.more.late_over]',
      );
    const parsed = parsePreset(twice);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
    expect(selfConflicts(parsed.value)).toMatchObject([{ code: 'policy.valuesDiffer', what: 'late_over' }]);
  });
});

describe('the shipped presets', () => {
  it('are checked in editors by the schema of today (write presetJsonSchema() to the file when it is not)', () => {
    const file: unknown = JSON.parse(readFileSync(new URL('./presets/preset.schema.json', import.meta.url), 'utf8'));
    expect(file).toEqual(JSON.parse(JSON.stringify(presetJsonSchema())));
  });

  it('point editors to the schema', () => {
    for (const id of presetFiles().keys()) {
      const [first] = readFileSync(new URL(`./presets/${id}.yaml`, import.meta.url), 'utf8').split('\n');
      expect(first).toBe('# yaml-language-server: $schema=./preset.schema.json');
    }
  });
});
