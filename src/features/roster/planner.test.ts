import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/harness/database.ts';
import { deskFiles, Guardroom } from '../../../test/harness/guardroom.ts';
import { labels, reads, shown } from '../../../test/harness/office.ts';
import type { Reply } from '../../runtime/reply.ts';

const captain = 'U0G00';
const zhao = 'U0G01';
const sun = 'U0G03';

/** Shifts of the desk's own, so that the rules of who is on duty are met by one roster under every regulation. */
const ownShifts =
  '    shifts:\n      - {code: early, name: 早班, name_en: Early, start: "08:00", end: "16:00"}\n      - {code: middle, name: 中班, name_en: Middle, start: "16:00", end: "24:00"}\n      - {code: night, name: 晚班, name_en: Night, start: "00:00", end: "08:00"}\n    channels:';
const desk = (preset: string): string =>
  deskFiles.gate
    .replaceAll('property-security-duty', preset)
    .replace('    channels:', ownShifts)
    .replaceAll('role: guard\n', 'role: duty-officer\n')
    .replace(/slack: U0G03\n/, 'slack: U0G03\n    locale: en\n');
const holding = (file: string, code: string, role: string): string =>
  file.replace(new RegExp(`(code: ${code}\\n[\\s\\S]*?desks: \\{ ?gate: \\[)`), `$1${role}, `);

describe('who may arrange a roster', () => {
  let test: TestDatabase;
  let room: Guardroom;
  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    room = new Guardroom(test.database);
    await room.clear();
  });

  const count = async (table: string, where = 'true'): Promise<number> =>
    (await test.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE ${where}`, []))[0]?.n ?? -1;
  const person = async (code: string): Promise<string> =>
    (await test.database.query<{ id: string }>('SELECT id FROM person WHERE code = $1', [code]))[0]?.id ?? '';
  /** Publishes over whatever else is flagged. */
  const publish = async (user: string, preview: Reply): Promise<Reply> => {
    if (!labels(preview).includes('写原因并发布…')) return room.presses(user, preview, '发布');
    return room.fills(user, await room.presses(user, preview, '写原因并发布…'), { reason: '照旧' });
  };
  const draftOf = async (): Promise<string> =>
    (await test.database.query<{ id: string }>(`SELECT id FROM roster_import WHERE state = 'waiting'`, []))[0]?.id ?? '';

  describe.each([
    ['agency-duty', 'general-section', '综合科', 'agency-duty-02'],
    ['company-duty', 'department', '部门值班安排人', 'company-duty-10'],
    ['maintenance-duty', 'department', '部门值班安排人', 'maintenance-duty-09'],
    ['secrecy-office-duty', 'secretariat', '秘书处', 'secrecy-office-duty-02'],
  ])('%s', (preset, role, name, rule) => {
    it(`refuses another lead, with the rule and whom to ask [${rule}]`, async () => {
      await room.apply(holding(desk(preset), 'zhao-jianguo', role));
      const preview = await room.types(captain, '排班 12月');
      expect(reads(preview)).toContain(`值班表由${name}编排,请找赵建国`);
      expect(reads(preview)).toContain(rule);
      expect(labels(preview)).toEqual(['重新核对', '放弃']);
      const refused = await room.ask(captain, { kind: 'press', route: 'roster.publish', args: { id: await draftOf() } });
      expect(shown(refused).title).toBe('没有发布,值班表不由你编排');
      expect(reads(refused)).toContain(`请找赵建国`);
      expect(reads(refused)).toContain(rule);
      expect(await count('slot')).toBe(0);
    });

    it(`takes the holder's roster, without a word about who makes it [${rule}]`, async () => {
      await room.apply(holding(desk(preset), 'zhao-jianguo', role));
      const preview = await room.types(zhao, '排班 12月');
      expect(reads(preview)).not.toContain('编排');
      expect(labels(preview)).not.toContain('重新核对');
      expect(shown(await publish(zhao, preview)).title).toBe('门岗2026年12月值班表已发布');
    });

    it(`takes a lead's roster with a flag and a reason while nobody holds the role [${rule}]`, async () => {
      await room.apply(desk(preset));
      const preview = await room.types(captain, '排班 12月');
      expect(reads(preview)).toContain(`值班表应由${name}编排,还没有指定谁是${name}`);
      expect(labels(preview)).toEqual(['写原因并发布…', '放弃']);
      expect(shown(await publish(captain, preview)).title).toBe('门岗2026年12月值班表已发布');
      const [entry] = await test.database.query<{ flags: string }>(
        `SELECT detail ->> 'flags' AS flags FROM audit_entry WHERE action = 'roster.publish' ORDER BY seq DESC LIMIT 1`,
        [],
      );
      expect(entry?.flags).toContain('planner-unnamed');
      expect(entry?.flags).toContain(rule);
    });
  });

  it('asks for whoever holds the role on the desk above, who may publish below [agency-duty-02]', async () => {
    const office =
      '  - code: office\n    name: 机关\n    presets:\n      - id: agency-duty\n        from: "2025-01-01"\n  - code: gate\n    parent: office\n';
    await room.apply(
      desk('agency-duty')
        .replace('  - code: gate\n', office)
        .replace(/(code: zhao-jianguo\n[\s\S]*?desks: \{ ?)gate: \[guard\]/, '$1gate: [guard], office: [general-section]'),
    );
    expect(reads(await room.types(captain, '排班 12月'))).toContain('值班表由综合科编排,请找赵建国');
    expect(shown(await publish(zhao, await room.types(zhao, '排班 门岗 12月'))).title).toBe('门岗2026年12月值班表已发布');
  });

  it('binds the change of one shift in the same way [company-duty-10]', async () => {
    await room.apply(holding(desk('company-duty'), 'zhao-jianguo', 'department'));
    await publish(zhao, await room.types(zhao, '排班 12月'));
    const [slot] = await test.database.query<{ on: string; shift: string; out: string }>(
      `SELECT s.duty_on::text AS on, s.shift, a.person_id::text AS out FROM slot s JOIN assignment a ON a.slot_id = s.id JOIN person p ON p.id = a.person_id
       WHERE s.duty_on = '2026-12-06' AND p.code <> 'sun-lijun' AND NOT EXISTS (
         SELECT 1 FROM assignment b JOIN person q ON q.id = b.person_id WHERE q.code = 'sun-lijun' AND b.starts_at BETWEEN s.starts_at - interval '1 day' AND s.ends_at)
       ORDER BY s.starts_at LIMIT 1`,
      [],
    );
    if (slot === undefined) throw new Error('No shift to change');
    const values = { ...slot, in: await person('sun-lijun'), reason: '发烧' };
    const refused = await room.fills(captain, await room.types(captain, '改班'), values);
    expect(refused).toMatchObject({ kind: 'invalid', errors: { in: expect.stringContaining('值班表由部门值班安排人编排,请找赵建国') } });
    expect(refused).toMatchObject({ errors: { in: expect.stringContaining('company-duty-10') } });
    await test.database.query('TRUNCATE outbox', []);
    expect(shown(await room.fills(zhao, await room.types(zhao, '改班'), values)).title).toBe('已改班');
    // Whoever reads English reads the name of who changed it in English.
    const told = (await room.messages()).find((message) => message.destination === `person:${sun}`);
    expect(told?.text).toContain('Changed by Zhao Jianguo');
  });

  it('sends each person on duty their own, as the rule asks [company-duty-10] [maintenance-duty-09]', async () => {
    for (const preset of ['company-duty', 'maintenance-duty']) {
      await room.clear();
      await room.apply(holding(desk(preset), 'zhao-jianguo', 'department'));
      await publish(zhao, await room.types(zhao, '排班 12月'));
      const rostered = await test.database.query<{ code: string }>(
        'SELECT DISTINCT p.code FROM assignment a JOIN person p ON p.id = a.person_id WHERE a.live',
        [],
      );
      const people = (await room.messages()).filter((message) => message.destination.startsWith('person:'));
      expect(new Set(people.map((message) => message.destination)).size).toBe(rostered.length);
    }
  });

  it('names the publisher in the language of whoever reads', async () => {
    await room.apply(deskFiles.gate.replace(/slack: U0G03\n/, 'slack: U0G03\n    locale: en\n'));
    await room.presses(captain, await room.types(captain, '排班 12月'), '发布');
    expect(reads(await room.types(sun, 'roster 2026-12'))).toContain('Published by Chen Zhiyuan');
    expect(reads(await room.types(captain, '值班表 12月'))).toContain('陈志远 11月25日');
  });
});
