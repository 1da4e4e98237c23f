import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { borrowersOf, writeEntry } from '../../src/features/record/index.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { RecordRoom } from '../harness/record-room.ts';

describe('people an entry names', () => {
  let test: TestDatabase;
  let room: RecordRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new RecordRoom(test.database);
  });
  afterAll(() => test.drop());

  it('are told of it by name, also who is named later, and nobody else [front-desk-duty-14]', async () => {
    await room.goesBy('front-desk-duty');
    await room.registers('an', 'information-record', { content: '三楼漏水', urgency: 'urgent', notified: '白雪、没有这个人' });
    await room.settle();
    expect(room.reads('bai')).toContain('三楼漏水');
    expect(room.reads('cao')).toBe('');
    const { id } = await room.only();
    const sent = room.sees('bai').length;
    const now = { content: '三楼漏水', urgency: 'urgent', notified: '白雪 曹勇' };
    await room.submit('an', 'record.amend', { id }, now);
    await room.settle();
    expect(room.reads('cao')).toContain('三楼漏水');
    expect(room.sees('bai')).toHaveLength(sent);
    expect(says(await room.press('cao', 'record.show', { id }))).toContain('三楼漏水');
  });

  it('are told where nobody of the desk is called so and one person of the organisation is', async () => {
    await room.goesBy('front-desk-duty');
    await room.db.query("DELETE FROM member WHERE person_id = (SELECT id FROM person WHERE code = 'cao')", []);
    await room.registers('an', 'information-record', { content: '电梯停了', urgency: 'normal', notified: '曹勇' });
    await room.settle();
    expect(room.reads('cao')).toContain('电梯停了');
  });

  it('who have something that is lent are known until it is back [holiday-duty-notice-19]', async () => {
    await room.goesBy('secrecy-office-duty');
    const borrowers = (object: string) => room.run((ctx) => borrowersOf(ctx, room.ownDesk, object));
    const lend = (type: string, fields: Record<string, string>) =>
      room.run((ctx) => writeEntry(ctx, room.ownDesk, { type, fields, author: room.of('an') }));
    await lend('document-loan', { document: '七号文件', borrower: room.of('bai') });
    await lend('document-loan', { document: '八号文件' });
    await lend('key-custody', { key: '一号库', holder: room.of('cao') });
    expect([...(await borrowers('classified-loan'))].sort()).toEqual([room.of('an'), room.of('bai')].sort());
    expect(await borrowers('key-custody')).toEqual([room.of('cao')]);
    const paper = (await room.entries()).find(({ fields }) => fields.document === '七号文件');
    await room.press('an', 'record.move', { id: paper?.id ?? '', state: 'returned' });
    expect(await borrowers('classified-loan')).toEqual([room.of('an')]);
  });

  describe('who watch the clock', () => {
    const watch = (code: string, kind: string) =>
      room.registers(code, 'clock-observation', { employee: room.of('bai'), kind, remarks: '七点五十五分' });
    const flags = async () => {
      const [entry] = await room.entries();
      return entry === undefined ? null : JSON.stringify((await room.whole(entry.id)).flags);
    };

    it('note it when they are guards on duty; of anybody else it is flagged [factory-guard-duty-03]', async () => {
      await room.goesBy('factory-guard-duty');
      await room.db.query("UPDATE member SET roles = '{guard}' WHERE person_id IN ($1::uuid, $2::uuid)", [room.of('an'), room.of('cao')]);
      const noted = async (code: string) => {
        await room.db.query('DELETE FROM entry', []);
        await watch(code, 'clocked-for-other');
        return flags();
      };
      expect(await noted('an')).toBe('[]');
      expect(await noted('cao')).toContain('由当班的保安填写');
      expect(await noted('bai')).toContain('factory-guard-duty-03');
      expect(says(await room.types('an', '登记'))).toContain('打卡监督记录');
    });

    it('note one of the kinds the rule names and no other [factory-guard-duty-03]', async () => {
      await room.goesBy('factory-guard-duty');
      for (const kind of ['not-clocked', 'clocked-for-other']) expect((await watch('an', kind)).kind).toBe('say');
      const entries = await room.entries();
      expect(entries.map(({ fields }) => fields.kind)).toEqual(['not-clocked', 'clocked-for-other']);
      await room.db.query('DELETE FROM entry', []);
      await watch('an', 'late');
      expect(await flags()).toContain('factory-guard-duty-03');
    });

    it('find no such register where no rule has it', async () => {
      await room.goesBy('telecom-duty');
      expect(says(await room.types('an', '登记'))).not.toContain('打卡监督记录');
    });
  });

  it('the duty record is read by staff of the desk, not by those of another or from outside [front-desk-duty-15]', async () => {
    await room.goesBy('front-desk-duty');
    await room.types('an', '记录 业主投诉');
    const { id } = await room.only();
    const read = (code: string) => room.press(code, 'record.show', { id });
    expect(says(await read('bai'))).toContain('业主投诉');
    expect(says(await room.types('bai', '报表 记录'))).toContain('业主投诉');
    await room.db.query("DELETE FROM member WHERE person_id = (SELECT id FROM person WHERE code = 'cao')", []);
    expect(says(await read('cao'))).toContain('你不能看这些记录');
    expect(says(await read('cao'))).not.toContain('业主投诉');
    const guest = await room.ask('bai', { kind: 'press', route: 'record.show', args: { id } }, { external: true });
    expect(says(guest)).not.toContain('业主投诉');
    expect(says(guest)).toContain('外部');
    const asked = await room.ask('bai', { kind: 'words', from: 'message', text: '报表 记录', mentions: [] }, { external: true });
    expect(says(asked)).not.toContain('业主投诉');
  });
});
