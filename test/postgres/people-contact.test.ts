import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Exchange, says } from '../harness/exchange.ts';

const people = [
  { code: 'qu', name: '曲经理', roles: ['channel-lead'] },
  { code: 'an', name: '安平', roles: ['posted-staff'] },
  { code: 'bai', name: '白雪', roles: ['posted-staff'] },
];

describe('how somebody is reached', () => {
  let test: TestDatabase;
  let room: Exchange;
  beforeAll(async () => {
    test = await testDatabase();
    room = new Exchange(test.database);
  });
  afterAll(() => test.drop());
  const goesBy = (...presets: string[]) => room.open(presets, people, []);
  beforeEach(() => goesBy('posted-staff'));

  const change = async (code: string, phone: string) => {
    const form = await room.types(code, '我的设置');
    const reply = await room.fills(code, form, { locale: 'usual', reminder: 'usual', phone });
    await room.settle();
    return reply;
  };
  const phoneOf = async (code: string) =>
    (await test.database.query<{ phone: string | null }>('SELECT phone FROM person WHERE code = $1', [code]))[0]?.phone;

  it('is told to the channel lead when it changes, with the rule, and to nobody when it does not [posted-staff-30]', async () => {
    expect(says(await change('an', '+86 (138) 0013-8000'))).toContain('设置已保存');
    expect(await phoneOf('an')).toBe('+86 (138) 0013-8000');
    expect(room.reads('qu')).toContain('安平 换了联系方式');
    expect(room.reads('qu')).toContain('+86 (138) 0013-8000');
    expect(room.reads('qu')).toContain('posted-staff-30');
    expect(room.reads('bai')).toBe('');
    const before = room.sees('qu').length;
    await change('an', '+86 (138) 0013-8000');
    expect(room.sees('qu')).toHaveLength(before);
    await change('an', '');
    expect(await phoneOf('an')).toBeNull();
    expect(room.reads('qu')).toContain('没有留电话');
  });

  it('is told to nobody where no rule says so, and not to whoever changes their own', async () => {
    await change('qu', '13800138000');
    expect(room.reads('qu')).not.toContain('换了联系方式');
    await goesBy('telecom-duty');
    await change('an', '13800138001');
    expect(await phoneOf('an')).toBe('13800138001');
    expect(room.reads('qu')).toBe('');
  });

  it('is a number: anything else stays in the form and changes nothing', async () => {
    const reply = await change('an', '转 8001');
    expect(reply).toMatchObject({ kind: 'invalid', errors: { phone: '电话只写数字、空格、+、- 和括号' } });
    expect(JSON.stringify(reply)).toContain('转 8001');
    expect(await phoneOf('an')).toBeNull();
    expect(room.reads('qu')).toBe('');
  });

  it('stays as it is with a form from before it asked for the number', async () => {
    await change('an', '13800138000');
    const values = { locale: 'en', reminder: 'none' };
    await room.ask('an', { kind: 'submit', route: 'people.settings-save', args: {}, values });
    expect(await phoneOf('an')).toBe('13800138000');
  });
});
