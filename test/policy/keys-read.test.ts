import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadPresets } from '../../src/policy/load.ts';

const root = new URL('../../', import.meta.url);
const sources = (folder: string, not: RegExp): readonly string[] =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}${path}`)
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !not.test(path))
    .map((path) => readFileSync(new URL(path, root), 'utf8'))
    // What stands in a comment reads nothing.
    .map((text) => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gmu, ''));

const taken = (name: string): RegExp => new RegExp(`\\.${name}\\b|'${name}'|[{,(]\\s*${name}(?:\\s*[,:=}]|\\s*$)`, 'mu');
const unread = (names: Iterable<string>, code: readonly string[]): string[] =>
  [...new Set(names)].filter((name) => !readOtherwise.has(name) && !code.some((text) => taken(name).test(text))).toSorted();

/** Schemas say what may be written, word tables what it is called: neither carries anything out. */
const everywhere = sources('src/', /^src\/policy\/schema\/|^src\/features\/people\/policy\/|^src\/sandbox\//u);
const features = sources('src/features/', /^src\/features\/people\/policy\//u);

/**
 * Read without being named: `assists` can only be the incoming side, which every hand-over that stops asks to help; `freezeWhile` is read by `frozenBy`,
 * which the slice calls.
 */
const readOtherwise: ReadonlySet<string> = new Set(['assists', 'freezeWhile']);

const concepts = ['calendar', 'record', 'access', 'handover', 'escalation', 'obligation'] as const;

/** Keys whose own keys are names of fields, states, kinds or facts, not of the schema. */
const tables: ReadonlySet<string> = new Set(['required_if', 'enum', 'deny', 'default', 'severity_if', 'if', 'if_any', 'unless']);

/** Keys of an entry and of what it holds. */
function keysIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(keysIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...(tables.has(key) ? [] : keysIn(inner))]);
}

const keysOf = (concept: (typeof concepts)[number]): readonly string[] =>
  [...loadPresets().values()].flatMap(({ sections }) => Object.values(sections[concept] ?? {}).flatMap(keysIn));

describe('what presets say is read', () => {
  it.each(concepts)('every key of %s', (concept) => {
    const keys = keysOf(concept);
    expect(keys.length).toBeGreaterThan(0);
    expect(unread(keys, everywhere)).toEqual([]);
  });

  it('a key nothing reads would be named', () => {
    expect(unread(['special_periods', 'nobody_reads_this'], everywhere)).toEqual(['nobody_reads_this']);
  });
});

/** Names of the properties of an exported interface, from its source. */
function propertiesOf(path: string, name: string): readonly string[] {
  const text = readFileSync(new URL(path, root), 'utf8').replace(/\/\*[\s\S]*?\*\//gu, '');
  const [, body = ''] = new RegExp(`export interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`, 'u').exec(text) ?? [];
  return [...body.matchAll(/^ {2}readonly (\w+)\??:/gmu)].map(([, property = '']) => property);
}

describe('what the rules make of a case is carried out by a slice', () => {
  it.each([
    ['src/policy/record/judge.ts', 'RecordJudgement'],
    ['src/policy/record/access.ts', 'Access'],
    ['src/policy/handover/protocol.ts', 'HandoverProtocol'],
    ['src/policy/escalation/route.ts', 'Route'],
    ['src/policy/escalation/route.ts', 'Stage'],
  ])('every property of %s %s', (path, name) => {
    const properties = propertiesOf(path, name);
    expect(properties.length).toBeGreaterThan(2);
    expect(unread(properties, features)).toEqual([]);
  });
});
