import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { presetFiles } from '../policy/load.ts';
import { presetCommand } from './preset.ts';

const folder = mkdtempSync(join(tmpdir(), 'zhiban-preset-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await presetCommand(args, {}, { locale: 'zh', out: (line) => void out.push(line), err: (line) => void err.push(line) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('zhiban preset', () => {
  it('lists the regulations in either language', async () => {
    expect((await run('list')).out).toMatch(/^property-security-duty +物业安全管理制度/m);
    expect((await run('list', '--lang', 'en')).out.split('\n')).toHaveLength(presetFiles().size);
  });

  it('shows a regulation for reading: words, what the bot does, where the policy says so, what is pending', async () => {
    const { code, out } = await run('show', 'agency-duty', '--lang', 'en');
    expect(code).toBe(0);
    expect(out).toContain(
      'agency-duty-03\n  On normal workdays the general section does the duty and nobody else is rostered.\n  refused when not met → duty_plan.workday.shifts, duty_plan.workday.eligible',
    );
    expect(out).toContain('pending (checklist)');
    expect(out).toContain('    who may serve · roles: general section\n');
    expect(out).toContain('Nothing for the bot to do: Points to a regulation the source does not contain.');
  });

  it('shows every value a rule sets, in the language that is asked for', async () => {
    const swap = (await run('show', 'telecom-swap', '--locale', 'zh')).out;
    expect(swap).toContain(
      'telecom-swap-03\n  每人每月最多换班 2 次。\n  不符合就拒绝 → request.quota.max_count\n    最多 · 次数:2\n    最多 · 每:月\n    最多 · 按谁算:双方各算',
    );
    expect((await run('show', 'telecom-swap', '--locale', 'en')).out).toContain('    at most · limit: 2\n');
    expect((await run('show', 'telecom-swap', '--locale', 'fr')).code).toBe(2);
  });

  it('names the nearest regulation for one that does not exist', async () => {
    const { code, err } = await run('show', 'maritim-duty', '--lang', 'en');
    expect({ code, err }).toEqual({
      code: 1,
      err: 'There is no regulation maritim-duty; did you mean maritime-duty. All of them: zhiban preset list',
    });
  });

  it('counts what is traced, pending and none, for people and for machines', async () => {
    expect((await run('check')).out).toContain('property-security-duty  已落实 9 · 待建 1 · 不适用 0');
    const { code, out } = await run('check', '--json');
    const { presets } = JSON.parse(out) as { presets: readonly unknown[] };
    expect(code).toBe(0);
    expect(presets).toContainEqual({
      id: 'property-security-duty',
      traced: 9,
      pending: ['property-security-duty-04'],
      none: 0,
      errors: [],
    });
  });

  it('fails on a broken file, naming line and column', async () => {
    const file = join(folder, 'gate.yaml');
    writeFileSync(file, 'preset: gate\ntitel: {zh: 门岗, en: Gate}\n');
    const { code, err } = await run('check', file, '--lang', 'en');
    expect(code).toBe(1);
    expect(err).toContain('gate.yaml:2:1 titel: Unknown key titel');
    expect((await run('check', file, '--json')).code).toBe(1);
    expect((await run('check', join(folder, 'nowhere.yaml'), '--lang', 'en')).err).toContain('Cannot read');
  });

  it.each([[], ['show'], ['list', 'all'], ['check', '--fast'], ['list', '--lang', 'fr'], ['show', 'agency-duty', '--json']])(
    'explains itself for %j',
    async (...args) => {
      const { code, err } = await run(...args);
      expect(code).toBe(2);
      expect(err).toContain('zhiban preset check');
    },
  );
});
