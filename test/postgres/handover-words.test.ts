import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeEntry } from '../../src/features/record/index.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { HandoverRoom } from '../harness/handover-room.ts';

const oneEach = [
  { on: '2026-12-01', shift: 'early', people: ['an'] },
  { on: '2026-12-01', shift: 'late', people: ['bai'] },
];
const sections = ['duty', 'machines', 'open-problems'];
const fieldOf = (name: string): string => `s_${name.replaceAll('-', '_')}`;

/** 安平 reads Chinese, Bai Xue English. */
describe('a hand-over read in two languages', () => {
  let test: TestDatabase;
  let room: HandoverRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new HandoverRoom(test.database);
  });
  afterAll(() => test.drop());

  beforeEach(async () => {
    await room.goesBy(['engineering-duty'], oneEach);
    await room.db.query(`UPDATE person SET locale = 'en', name_en = 'Bai Xue' WHERE code = 'bai'`, []);
    await room.types('an', 'in');
    await room.run(async (ctx) => {
      await writeEntry(ctx, room.ownDesk, { type: 'duty-vehicle', fields: { purpose: '送文件' }, author: room.of('an') });
    });
    await room.reports('an', '配电房跳闸');
    await room.handles('an');
    await room.until('2026-12-01T15:40');
    await room.types('an', 'handover');
    await room.settle();
  });

  const id = async () => (await room.only()).id;
  const opens = async (code: string) => room.press(code, 'handover.fill', { id: await id() });
  const filled = (reply: Reply): Record<string, string> => {
    if (reply.kind !== 'form') throw new Error(JSON.stringify(reply));
    return Object.fromEntries(reply.form.fields.map((field) => [field.name, 'initial' in field ? String(field.initial ?? '') : '']));
  };
  const shows = async (code: string): Promise<string> => {
    await room.press(code, 'handover.show', { id: await id() });
    await room.settle();
    return JSON.stringify(room.sees(code).at(-1));
  };

  it('is filled beforehand in the language of whoever opens it, each time anew; what people wrote stays as it is', async () => {
    const chinese = filled(await opens('an'));
    expect(chinese.s_duty).toMatch(/10:00 设备故障.*配电房跳闸/u);
    expect(chinese.s_open_problems).toContain('值班用车');
    await room.db.query(`UPDATE person SET locale = 'en' WHERE code = 'an'`, []);
    const english = filled(await opens('an'));
    expect(english.s_duty).toMatch(/10:00 [A-Z][a-z ]+: 配电房跳闸/u);
    expect(english.s_open_problems).toContain('Duty vehicle');
    expect(english.s_open_problems).toContain('送文件');
    for (const said of Object.values(english)) expect(said).not.toMatch(/值班用车|设备故障/u);
  });

  it('is shown to each in their own, also once it is saved as it was filled; what somebody changed is theirs', async () => {
    expect(await shows('an')).toContain('值班用车');
    expect(await shows('bai')).toContain('Duty vehicle');
    expect(await shows('bai')).not.toContain('值班用车');
    const values = { ...filled(await opens('an')), s_machines: '2 号泵声音大' };
    await room.submit('an', 'handover.filled', { id: await id() }, values);
    expect(await room.db.query('SELECT sections FROM handover', [])).toMatchObject([
      { sections: Object.fromEntries(sections.map((name) => [name, { written: true }])) },
    ]);
    const english = await shows('bai');
    expect(english).toMatch(/10:00 [A-Z][a-z ]+: 配电房跳闸/u);
    expect(english).toContain('2 号泵声音大');
    expect(english).not.toMatch(/设备故障|值班用车/u);
    // Nobody has changed these: they hold what has been written down since.
    await room.types('an', 'log 3 号门锁坏了');
    expect(filled(await opens('an')).s_duty).toContain('3 号门锁坏了');
    expect(filled(await opens('an')).s_machines).toBe('2 号泵声音大');
    await room.submit('an', 'handover.filled', { id: await id() }, Object.fromEntries(sections.map((name) => [fieldOf(name), '都正常'])));
    await room.types('an', 'log 4 号门锁坏了');
    expect(filled(await opens('an'))).toEqual({ s_duty: '都正常', s_machines: '都正常', s_open_problems: '都正常' });
  });

  it('stays what was signed, in the language of whoever reads it', async () => {
    await room.submit('an', 'handover.filled', { id: await id() }, { ...filled(await opens('an')), s_machines: '正常' });
    await room.goesThrough('an', 'outgoing', 'done');
    await room.signs('an');
    await room.types('an', 'log 3 号门锁坏了');
    const read = await shows('bai');
    expect(read).toContain('Duty vehicle');
    expect(read).not.toMatch(/值班用车|3 号门锁坏了/u);
    expect(await shows('an')).toContain('值班用车');
  });

  it('names each open matter and what is to be verified in the reader’s language, on the card, in the form and in a refusal', async () => {
    const matter = (await room.items('open')).find(({ source }) => source?.startsWith('entry:') === true);
    await room.goesThrough('bai', 'verify', 'fine');
    await room.goesThrough('bai', 'incoming', 'done');
    const other = (await room.items('open')).find((one) => one.id !== matter?.id);
    const asked = says(await room.press('bai', 'handover.item', { id: await id(), item: other?.id ?? '', as: 'carried' }));
    expect(asked).toContain('Duty vehicle');
    expect(asked).toContain('送文件');
    expect(asked).not.toContain('值班用车');
    const args = { id: await id(), item: matter?.id ?? '', what: 'owner' };
    expect(JSON.stringify(await room.press('bai', 'handover.item-open', args))).toContain('Duty vehicle');
    await room.goesThrough('an', 'outgoing', 'done');
    await room.signs('an');
    const refused = says(await room.submit('bai', 'handover.met', { id: await id() }, { code: (await room.only()).code ?? '' }));
    expect(refused).toContain('Duty vehicle');
    expect(refused).not.toContain('值班用车');
    const items = (await shows('bai')).split('"list"').at(-1) ?? '';
    expect(items).toContain('Duty vehicle');
    expect(items).not.toMatch(/值班用车|工具|钥匙/u);
  });

  it('carries on what was not in order under its name in either language', async () => {
    const [first] = await room.items('verify');
    await room.submit('bai', 'handover.item-with', { id: await id(), item: first?.id ?? '', what: 'wrong' }, { remark: '少一把' });
    await room.goesThrough('bai', 'verify', 'fine');
    await room.goesThrough('bai', 'incoming', 'done');
    await room.goesThrough('bai', 'open', 'carried');
    await room.goesThrough('an', 'outgoing', 'done');
    await room.signs('an');
    await room.submit('bai', 'handover.met', { id: await id() }, { code: (await room.only()).code ?? '' });
    expect((await room.only()).state).toBe('sealed');
    await room.until('2026-12-01T23:40');
    await room.types('bai', 'handover');
    const [carried] = await room.db.query<{ words: { zh: string; en: string } }>(
      `SELECT words FROM handover_item WHERE kind = 'open' AND source = $1`,
      [`item:${first?.id ?? ''}`],
    );
    expect(carried?.words.zh).toMatch(/:少一把$/u);
    expect(carried?.words.en).toMatch(/^[A-Za-z ]+: 少一把$/u);
  });
});
