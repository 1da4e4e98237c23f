import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './cruise.ts';

const impure = [
  'new Date()',
  'Date.now()',
  'process.env',
  "fetch('http://localhost')",
  'crypto.randomUUID()',
  'Math.random()',
  'performance.now()',
  'setTimeout(String, 1)',
];
const impureText = impure.map((expression, at) => `export const value${at} = () => ${expression};\n`).join('');

const pure = [
  'src/core/planted.ts',
  'src/policy/planted.ts',
  'src/view/planted.ts',
  'src/features/roster/decide.ts',
  'src/features/roster/import/planted.ts',
];
const shell = [
  'src/features/roster/store.ts',
  'src/features/roster/store-month.ts',
  'src/features/roster/import/handle.ts',
  'src/features/roster/routes.ts',
  'src/runtime/planted.ts',
  'src/core/planted.test.ts',
];
const floating = 'async function send(): Promise<number> {\n  return 1;\n}\nexport function go(): void {\n  send();\n}\n';
const long = Array.from({ length: 401 }, (_, at) => `export const a${at} = ${at};\n`).join('');

let folder = '';
let diagnostics: readonly string[] = [];
const found = (path: string, rule: string): number => diagnostics.filter((line) => line.includes(`${path},`) && line.includes(rule)).length;
const refusals = (path: string): number => found(path, 'noRestrictedGlobals') + found(path, 'title=plugin');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhiban-planted-'));
  for (const file of ['biome.json', '.gitignore', 'package.json', 'tsconfig.json', 'test/architecture/no-random.grit'])
    cpSync(join(root, file), join(folder, file));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const path of [...pure, ...shell]) write(path, impureText);
  write('src/web/floating.ts', floating);
  write('src/web/snake_case.ts', 'export const a = 1;\n');
  write('src/web/long.ts', long);
  const done = spawnSync(join(root, 'node_modules/.bin/biome'), ['lint', '--reporter=github', '--max-diagnostics=none', 'src'], {
    cwd: folder,
    encoding: 'utf8',
  });
  diagnostics = done.stdout.split('\n');
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the linter of the gate', () => {
  it.each(pure)('lets %s have no clock, no chance and no outside', (path) => {
    expect(refusals(path)).toBe(impure.length);
  });

  it.each(shell)('lets %s do what the shell is for', (path) => {
    expect(refusals(path)).toBe(0);
  });

  it('wants every promise waited for', () => {
    expect(found('src/web/floating.ts', 'noFloatingPromises')).toBe(1);
  });

  it('wants names in kebab-case and at most 400 lines', () => {
    expect(found('src/web/snake_case.ts', 'useFilenamingConvention')).toBe(1);
    expect(found('src/web/long.ts', 'noExcessiveLinesPerFile')).toBe(1);
  });
});
