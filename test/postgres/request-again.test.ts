import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { actionsIn, formIn, RequestRoom, reads, viewIn } from '../harness/request-room.ts';

const errand = { kind: 'business', from: '2026-12-03', from_time: '14:00', until_time: '16:00', reason: '去总部取件' };

describe('the same form sent twice', () => {
  let test: TestDatabase;
  let room: RequestRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new RequestRoom(test.database);
  });
  afterAll(() => test.drop());
  beforeEach(() => room.open());

  const filed = () => test.database.query<{ number: number; state: string }>('SELECT number, state FROM request ORDER BY number', []);
  /** Opens the form of an errand. */
  const opens = async (code: string) => {
    const args = { type: 'outing', desk: await room.desk(), typed: JSON.stringify({ kind: 'business' }) };
    return room.press(code, 'request.open', args);
  };

  it('files one request and answers as it did the first time, also at the same moment', async () => {
    const form = await opens('bo');
    const [first, second] = await Promise.all([room.fills('bo', form, errand), room.fills('bo', form, errand)]);
    expect(reads(viewIn(first))).toContain('已提交 · 外出 · 公务外出');
    expect(viewIn(second)).toEqual(viewIn(first));
    expect(viewIn(await room.fills('bo', form, errand))).toEqual(viewIn(first));
    expect(await filed()).toEqual([{ number: 1, state: 'approving' }]);
  });

  it('says where the request stands by now', async () => {
    const form = await opens('bo');
    await room.fills('bo', form, errand);
    const [row] = await test.database.query<{ id: string }>('SELECT id::text AS id FROM request', []);
    await room.press('chen', 'request.approve', { id: row?.id ?? '' });
    expect(reads(viewIn(await room.fills('bo', form, errand)))).toContain('外出 · 公务外出 · 已批准');
    expect(await filed()).toEqual([{ number: 1, state: 'approved' }]);
  });

  it('files nothing while something is wrong in it, and one request once it is right', async () => {
    const form = await opens('bo');
    const wrong = await room.fills('bo', form, { ...errand, until_time: '13:00' });
    expect(wrong.kind).toBe('invalid');
    expect(formIn(wrong).args).toEqual(formIn(form).args);
    await room.fills('bo', wrong, errand);
    await room.fills('bo', form, errand);
    expect(await filed()).toHaveLength(1);
  });

  it('is another form when it is opened again, and answers nobody else', async () => {
    const form = await opens('bo');
    await room.fills('bo', form, errand);
    const other = await room.fills('bo', await opens('bo'), { ...errand, from: '2026-12-04' });
    expect(reads(viewIn(other))).toContain('已提交');
    expect(await filed()).toHaveLength(2);
    expect(reads(viewIn(await room.fills('an', form, errand)))).not.toContain('Sent');
    expect(await filed()).toHaveLength(2);
  });

  it('holds for what was shown back as well', async () => {
    const args = { type: 'outing', desk: await room.desk(), typed: JSON.stringify(errand) };
    const shown = viewIn(await room.press('bo', 'request.read', args));
    const send = actionsIn(shown).find((action) => action.kind === 'press' && action.route === 'request.send');
    if (send?.kind !== 'press') throw new Error(reads(shown));
    const replies = await Promise.all([1, 2].map(() => room.press('bo', send.route, send.args)));
    expect(reads(viewIn(replies[0] ?? replies[1] ?? { kind: 'nothing', locale: 'zh' }))).toContain('已提交 · 外出');
    expect(replies[0]).toEqual(replies[1]);
    expect(await filed()).toHaveLength(1);
  });
});
