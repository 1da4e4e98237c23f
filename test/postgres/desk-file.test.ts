import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deskCommand, deskFileVocabulary } from '../../src/cli/desk.ts';
import { applyDeskFile, createDirectory, ensureWorkspace, loadDesk, membersOf } from '../../src/features/people/index.ts';
import { newId } from '../../src/runtime/new-id.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { moment, unitOf } from '../harness/seed.ts';

const now = moment('2026-11-20T02:00:00Z');
const clock = { now: () => now };
const gate = readFileSync(new URL('../../src/sandbox/desk/gate.yaml', import.meta.url), 'utf8');
const monitoring = readFileSync(new URL('../../src/sandbox/desk/monitoring.yaml', import.meta.url), 'utf8');

describe('desk files', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    await test.database.query(
      'TRUNCATE organisation, workspace, desk, person, identity, member, channel, adoption, shift, rotation, due CASCADE',
      [],
    );
  });

  const apply = async (text: string, at = now, dryRun = false): Promise<string[]> => {
    const applied = await applyDeskFile(test.database, text, { vocabulary: deskFileVocabulary(), now: at, dryRun, by: null });
    if (!applied.ok) throw new Error(JSON.stringify(applied.refusal.problems));
    return applied.value.changes.flatMap((change) => change.lines);
  };
  const refusal = async (text: string): Promise<string[]> => {
    const applied = await applyDeskFile(test.database, text, { vocabulary: deskFileVocabulary(), now, dryRun: false, by: null });
    return applied.ok ? [] : applied.refusal.problems.map((problem) => `${problem.line}:${problem.column} ${problem.words.en}`);
  };
  const exported = async (...args: string[]): Promise<string> => {
    const lines: string[] = [];
    expect(await deskCommand(['export', ...args], { database: test.database, log: (line) => lines.push(line), clock })).toBe(0);
    return lines.join('\n');
  };
  const org = async (): Promise<string> =>
    (await test.database.query<{ id: string }>(`SELECT id FROM organisation WHERE code = 'harbour'`, []))[0]?.id ?? '';
  const reader = async () => ({
    db: test.database,
    org: await org(),
    orgZone: 'Asia/Shanghai',
    orgLocale: 'zh' as const,
    now,
    newId,
    unit: unitOf(await org()),
  });

  it('makes the desk, and applied twice changes nothing', async () => {
    const lines = await apply(gate);
    expect(lines).toContain('+ desk gate 门岗');
    expect(lines).toContain('+ person zhou-haibo 周海波');
    expect(lines).toContain('+ member gate 陈志远 保安队长、管理员');
    expect(lines).toContain('+ preset gate property-security-duty 2025-01-01');
    expect(await apply(gate)).toEqual([]);
    const ctx = await reader();
    const desk = await loadDesk(ctx, 'gate');
    expect(desk).toMatchObject({
      name: { zh: '门岗', en: 'Gate' },
      settings: { digest_at: '07:00', reminder_lead_minutes: 30 },
      lineage: [desk?.id],
    });
    expect((await membersOf(ctx, desk?.id ?? '')).map((member) => member.name.zh).slice(0, 3)).toEqual(['陈志远', '赵建国', '钱志明']);
  });

  it('says what would change without changing it', async () => {
    expect(await apply(gate, now, true)).toContain('+ desk gate 门岗');
    expect(await test.database.query('SELECT 1 FROM organisation', [])).toEqual([]);
  });

  it('changes only what differs, and reads well', async () => {
    await apply(gate);
    const changed = gate
      .replace('digest_at: "07:00"', 'digest_at: "07:30"')
      .replace('phone: "13800020002"', 'phone: "13800029999"')
      .replace('desks: { gate: [guard] }', 'desks: { gate: [guard, team-lead] }');
    expect(await apply(changed)).toEqual([
      '~ desk gate settings.digest_at 07:00 → 07:30',
      '~ person zhao-jianguo 赵建国 phone 13800020002 → 13800029999',
      '~ member gate 赵建国 roles [guard] → [guard, team-lead]',
    ]);
    const rows = await test.database.query<{ detail: { lines: string[] } }>(
      `SELECT detail FROM audit_entry WHERE action = 'people.apply' ORDER BY seq DESC LIMIT 1`,
      [],
    );
    expect(rows[0]?.detail.lines).toHaveLength(3);
  });

  it('exports a file that applies to no change, with both desks and their order', async () => {
    await apply(gate);
    await apply(monitoring);
    const merged = await exported();
    expect(await apply(merged)).toEqual([]);
    const turned = merged.replace('    name: 监控中心\n', '    name: 监控中心\n    order: [song-tao, fang-zhiqiang]\n');
    expect(turned).not.toBe(merged);
    expect(await apply(turned)).not.toEqual([]);
    const again = await exported();
    expect(await apply(again)).toEqual([]);
    expect(await exported()).toBe(again);
    expect(await apply(await exported('gate'))).toEqual([]);
  });

  it('leaves other desks alone, and closes who leaves the last desk', async () => {
    await apply(gate);
    await apply(monitoring);
    const [head, feng] = [gate.slice(0, gate.indexOf('  - code: feng-yonggang')), '            - [feng-yonggang]\n'];
    const without = head.replace(feng, '').replace('night, night, "off", "off", "off"]', 'night, night, "off", "off"]');
    expect(await apply(without)).toEqual([
      '~ person feng-yonggang 冯永刚 active true → false',
      '- member gate 冯永刚 保安',
      expect.stringMatching(/^~ rotation gate guards rule\.teams/),
      expect.stringMatching(/^~ rotation gate guards rule\.pattern .* → \[early, early, middle, middle, night, night, off, off\]$/),
    ]);
    const people = await test.database.query<{ code: string }>('SELECT code FROM person WHERE NOT active', []);
    expect(people).toEqual([{ code: 'feng-yonggang' }]);
    expect(await apply(gate)).toContain('~ person feng-yonggang 冯永刚 active false → true');
  });

  it('keeps history of overrides and ends a preset that is dropped', async () => {
    await apply(gate);
    const softened = gate.replace(
      '        from: "2025-01-01"\n    settings',
      '        from: "2025-01-01"\n        overrides:\n          - {rule: property-security-duty-03, reaction: flag, reason: new team, by: chen-zhiyuan, from: "2026-11-20"}\n    settings',
    );
    expect(await apply(softened)).toEqual([
      '~ preset gate property-security-duty until ∅ → 2026-11-20',
      '+ preset gate property-security-duty 2026-11-20',
    ]);
    expect(await apply(softened, moment('2026-11-25T02:00:00Z'))).toEqual([]);
    expect(await apply(await exported())).toEqual([]);
    const rows = await test.database.query(
      'SELECT from_date::text AS from, until_date::text AS until, jsonb_array_length(overrides) AS overrides FROM adoption ORDER BY 1',
      [],
    );
    expect(rows).toEqual([
      { from: '2025-01-01', until: '2026-11-20', overrides: 0 },
      { from: '2026-11-20', until: null, overrides: 1 },
    ]);
  });

  it('makes one desk of two files applied at the same moment', async () => {
    const other = gate.replace('digest_at: "07:00"', 'digest_at: "06:00"');
    const lines = await Promise.all([apply(gate), apply(other)]);
    expect(lines.flat().filter((line) => line === '+ desk gate 门岗')).toHaveLength(1);
    expect(lines.flat().filter((line) => line.startsWith('~ desk gate settings.digest_at'))).toHaveLength(1);
    expect(await test.database.query('SELECT count(*)::int AS n FROM person', [])).toEqual([{ n: 10 }]);
  });

  it('gives an account that is somebody else’s to nobody', async () => {
    await apply(gate);
    const stolen = gate
      .replace('slack: U0G02', 'slack: U0G03')
      .replace(
        '    slack: U0G03\n    attributes: { title: 保安 }\n    desks: { gate: [guard] }\n  - code: li-defu',
        '    attributes: { title: 保安 }\n    desks: { gate: [guard] }\n  - code: li-defu',
      );
    expect(await refusal(stolen)).toEqual([expect.stringMatching(/^\d+:5 the account U0G03 is 孙立军's/)]);
  });

  it('knows people again by their account when their code changes', async () => {
    await apply(gate);
    const renamed = gate.replaceAll('zhou-haibo', 'zhou-hb');
    const lines = await apply(renamed);
    expect(lines.filter((line) => line.includes('person'))).toEqual(['~ person zhou-haibo 周海波 code zhou-haibo → zhou-hb']);
    expect(await apply(renamed)).toEqual([]);
  });

  it('takes over the empty organisation the bot made when it first connected', async () => {
    const made = await ensureWorkspace(
      test.database,
      { platform: 'slack', tenant: 'T0ZHIBAN', name: 'Harbour' },
      { zone: 'Asia/Shanghai', locale: 'zh' },
    );
    expect(
      await ensureWorkspace(
        test.database,
        { platform: 'feishu', tenant: 'zhiban_tenant', name: null },
        { zone: 'Asia/Shanghai', locale: 'zh' },
      ),
    ).toBe(made);
    expect(await apply(gate)).toContain('~ organisation main code main → harbour');
    expect(await org()).toBe(made);
    const directory = createDirectory({ messengers: [], clock });
    const resolved = await directory.resolve(test.database, { platform: 'feishu', tenant: 'zhiban_tenant', userId: 'ou_gate00' });
    expect(resolved).toMatchObject({
      org: made,
      orgLocale: 'zh',
      actor: { name: '陈志远', memberships: [{ roles: ['guard-captain', 'desk-admin'] }] },
    });
    expect(await directory.resolve(test.database, { platform: 'slack', tenant: 'T0ZHIBAN', userId: 'U0NEW' })).toMatchObject({
      actor: { stranger: true },
    });
    expect(await directory.resolve(test.database, { platform: 'slack', tenant: 'T9', userId: 'U0G00' })).toBeNull();
  });

  it('refuses a parent nobody knows, and a file that is not there', async () => {
    expect(await refusal(gate.replace('    name_en: Gate\n', '    name_en: Gate\n    parent: gates\n'))).toEqual([
      expect.stringMatching(/there is no desk “gates”; did you mean gate/),
    ]);
    const lines: string[] = [];
    const deps = { database: test.database, log: (line: string) => lines.push(line), clock };
    expect(await deskCommand(['apply', '/nowhere.yaml'], deps)).toBe(1);
    expect(await deskCommand(['apply'], deps)).toBe(2);
    expect(await deskCommand(['export', '--wrong'], deps)).toBe(2);
    expect(lines[0]).toBe('/nowhere.yaml: there is no such file');
  });
});
