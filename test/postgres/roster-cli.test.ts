import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importRoster } from '../../src/cli/roster.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { deskFiles, fixture, Guardroom } from '../harness/guardroom.ts';
import { reads } from '../harness/office.ts';

describe('roster import at the command line', () => {
  let test: TestDatabase;
  let room: Guardroom;
  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    room = new Guardroom(test.database);
    await room.clear();
    await room.apply(deskFiles.gate);
  });

  const run = async (
    file: string | Buffer,
    more: Partial<Parameters<typeof importRoster>[1]> = {},
  ): Promise<{ code: number; lines: string[] }> => {
    const lines: string[] = [];
    const put = (line: string) => void lines.push(line);
    const asked = {
      file: typeof file === 'string' ? file : 'typed.csv',
      desk: null,
      month: null,
      dryRun: false,
      publish: false,
      reason: null,
      ...more,
    };
    const deps = { database: test.database, terminal: { locale: 'en' as const, out: put, err: put }, clock: { now: () => room.now } };
    return { code: await importRoster(typeof file === 'string' ? fixture(file) : file, asked, deps), lines };
  };
  const slots = async (): Promise<number> =>
    (await test.database.query<{ n: number }>('SELECT count(*)::int AS n FROM slot', []))[0]?.n ?? -1;

  it('saves nothing on a dry run, publishes when told to, and nothing twice', async () => {
    expect(await run('roster-grid.xlsx', { dryRun: true })).toMatchObject({
      code: 0,
      lines: [expect.stringContaining('9 people, 186 duties'), 'Nothing was saved this time'],
    });
    expect(await slots()).toBe(0);
    expect(await run('roster-grid.xlsx', { publish: true })).toMatchObject({
      code: 0,
      lines: [expect.any(String), 'Published; 9 people are told'],
    });
    expect(await slots()).toBe(93);
    expect((await run('roster-grid-gb18030.csv', { publish: true })).lines.join('\n')).toContain('It is what is published already');
  });

  it('keeps a draft that a lead publishes in chat', async () => {
    expect((await run('roster-grid.csv', { desk: 'gate', month: '2026-12' })).code).toBe(0);
    const month = await room.types('U0G00', '值班表 2026-12');
    expect(reads(month)).toContain('有一份草稿等着发布');
    const preview = await room.presses('U0G00', month, '看草稿');
    expect(reads(await room.presses('U0G00', preview, '发布'))).toContain('已发布');
    expect(await slots()).toBe(93);
  });

  it('lists every cell that cannot be read, and says what is missing', async () => {
    const bad = await run(Buffer.from('姓名,1,2,3\n赵建国,早,甲,中\n钱志名,早,早,早\n'), { month: '2026-12' });
    expect(bad).toEqual({
      code: 1,
      lines: [
        'typed.csv:C2 “甲”: there is no such shift; there is: early, middle, night',
        'typed.csv:B3 “钱志名”: does not stand on this desk; did you mean “钱志明” (3 cells)',
        '2 things cannot be read; nothing was saved',
      ],
    });
    expect((await run('roster-grid.csv')).lines).toEqual(['roster-grid.csv: It does not say which month it is', expect.any(String)]);
    expect((await run('roster-grid.csv', { desk: 'gat' })).lines).toEqual(['No desk gat; there is: gate']);
    await room.apply(deskFiles.monitoring);
    expect((await run('roster-grid.csv')).lines).toEqual(['Say which desk with --desk; there is: gate, monitoring']);
    expect((await run('roster-grid.csv', { desk: 'gate', month: 'soon' })).lines).toEqual(['The month soon cannot be read; write 2026-12']);
  });

  it('says why it is not published', async () => {
    const gaps = Buffer.from(fixture('roster-grid.csv').toString('utf8').replaceAll('晚', '休'));
    const answer = await run(gaps, { month: '2026-12', publish: true });
    expect(answer.code).toBe(1);
    expect(answer.lines.join('\n')).toContain('nobody is on duty');
    expect(answer.lines.join('\n')).toContain('property-security-duty-01');
    expect(await slots()).toBe(0);
  });
});
