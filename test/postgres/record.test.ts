import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { logLines, writeEntry } from '../../src/features/record/index.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { RecordRoom } from '../harness/record-room.ts';
import { barrier } from '../harness/use-case.ts';

const jpg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200)]);

describe('the duty log and the registers', () => {
  let test: TestDatabase;
  let room: RecordRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new RecordRoom(test.database);
  });
  afterAll(() => test.drop());

  describe('by a word', () => {
    beforeEach(() => room.goesBy());

    it('a line fills time, author and shift by itself', async () => {
      const reply = await room.types('an', 'duty log 3 号门锁坏了,已报修');
      expect(says(reply)).toContain('已记录 · 值班日志');
      expect(says(reply)).toContain('10:00 3 号门锁坏了,已报修');
      const entry = await room.only();
      expect(entry).toMatchObject({ type: 'duty-log', author: room.of('an'), number: 1, closedAt: entry.at });
      expect(entry.slot).not.toBeNull();
      expect(entry.fields).toMatchObject({ matter: '3 号门锁坏了,已报修', at: '2026-12-01T02:00:00Z', duty_officer: room.of('an') });
      expect(room.heard).toEqual([{ kind: 'created', entry: { ...entry, number: null } }]);
      expect(await room.run((ctx) => logLines(ctx, room.ownDesk, { slot: entry.slot ?? '' }, 'zh'))).toEqual(['10:00 3 号门锁坏了,已报修']);
    });

    it('a word of a register puts the line there, but only where it stands by itself', async () => {
      await room.goesBy('student-office-duty');
      await room.types('an', '记录 来访 张三');
      await room.types('an', '记录 来访者很多');
      expect((await room.entries()).map(({ type, fields }) => [type, fields.name ?? fields.matter])).toEqual([
        ['visitor', '张三'],
        ['duty-log', '来访者很多'],
      ]);
    });

    it('the name of the desk one stands on is part of what happened', async () => {
      await room.types('an', '记录 客服电话打不通');
      expect((await room.only()).fields.matter).toBe('客服电话打不通');
    });

    it('alone opens the form, and blank words are no entry', async () => {
      expect((await room.types('an', '记录')).kind).toBe('form');
      expect(await room.entries()).toEqual([]);
    });

    it('whoever stands on no desk reads so and nothing is written', async () => {
      await room.db.query("DELETE FROM member WHERE person_id = (SELECT id FROM person WHERE code = 'an')", []);
      expect(says(await room.types('an', '记录 什么'))).toContain('你还不在任何班组里');
      expect(await room.entries()).toEqual([]);
    });
  });

  describe('numbers', () => {
    beforeEach(() => room.goesBy());

    it('of ten that write at once are one to ten', async () => {
      const ready = barrier(10);
      await Promise.all(
        Array.from({ length: 10 }, (_, at) =>
          room.run(
            (ctx) => writeEntry(ctx, room.ownDesk, { type: 'duty-log', fields: { matter: `第 ${at}` }, author: room.of('an') }),
            ready,
          ),
        ),
      );
      expect((await room.entries()).map(({ number }) => number).sort((a, b) => Number(a) - Number(b))).toEqual([
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
      ]);
    });

    it('go on by type and year', async () => {
      const write = (type: string, fields: Record<string, string>) =>
        room.run((ctx) => writeEntry(ctx, room.ownDesk, { type, fields, author: room.of('an') }));
      await write('duty-log', { matter: 'a' });
      await write('point-violation', { facts: 'b' });
      await room.until('2027-01-01T00:00');
      await write('duty-log', { matter: 'c' });
      expect((await room.entries()).map(({ type, number }) => `${type} ${number}`)).toEqual([
        'duty-log 1',
        'point-violation 1',
        'duty-log 1',
      ]);
    });
  });

  describe('from a message', () => {
    beforeEach(() => room.goesBy());
    const react = (code: string, text: string, eventKey?: string) =>
      room.ask(
        code,
        { kind: 'shortcut', route: 'record.react', text, author: null },
        { message: '1700.1', channel: 'C0CALLS', ...(eventKey === undefined ? {} : { eventKey }) },
      );

    it('becomes one entry, whoever reacts and however often the event comes', async () => {
      await Promise.all([react('an', '电梯停了', 'e1'), react('an', '电梯停了', 'e1'), react('bai', '电梯停了', 'e2')]);
      expect((await room.only()).fields.matter).toBe('电梯停了');
      expect(says(await react('cao', '电梯停了'))).toContain('这条消息已经记过了');
    });

    it('an edit becomes an amendment and what it said before is kept', async () => {
      await room.ask('an', { kind: 'words', from: 'message', text: '记录 3 号门坏了', mentions: [] }, { message: 'm1' });
      const { id } = await room.only();
      const edit = (text: string) => room.ask('an', { kind: 'edited', text }, { message: 'm1' });
      expect((await edit('记录 3 号门和 4 号门坏了')).kind).toBe('nothing');
      await edit('记录 3 号门和 4 号门坏了');
      const whole = await room.whole(id);
      expect(whole.entry.fields.matter).toBe('3 号门和 4 号门坏了');
      expect(whole.changes.map(({ kind, fields, by }) => [kind, fields, by])).toEqual([['edit', { matter: '3 号门坏了' }, room.of('an')]]);
      expect(says(await room.press('bai', 'record.history', { id }))).toContain('原为“3 号门坏了”');
    });

    it('a reply that mentions the bot notes what it replies to', async () => {
      const quoted = { messageId: 'om_9', text: '值班室水管漏水', author: null };
      await room.ask(
        'an',
        { kind: 'words', from: 'mention', text: '记录 已关总阀', mentions: [], quoted },
        { message: 'om_10', channel: 'C0CALLS' },
      );
      expect((await room.only()).fields.matter).toBe('值班室水管漏水\n已关总阀');
    });

    it('changes cannot be altered or removed behind the entry', async () => {
      await room.types('an', '记录 一件事');
      const { id } = await room.only();
      await room.submit('an', 'record.amend', { id }, { matter: '两件事', at__day: '2026-12-01', at__time: '10:00' });
      await expect(room.db.query("UPDATE entry_change SET reason = 'x'", [])).rejects.toThrow('append-only');
      await expect(room.db.query('DELETE FROM entry_change', [])).rejects.toThrow('append-only');
    });
  });

  describe('photos', () => {
    beforeEach(() => room.goesBy());
    const sends = (code: string, text: string, size: number, content: Buffer) => {
      room.slack.download = (_id?: string) => Promise.resolve(content);
      return room.ask(code, { kind: 'file', file: { id: 'F1', name: 'door.jpg', size, mimeType: 'image/jpeg' }, text });
    };
    const photos = async () => (await room.whole((await room.only()).id)).files.map(({ name, size }) => [name, size]);

    it('with the words are kept with the entry', async () => {
      await sends('an', '记录 门锁坏了', jpg.length, jpg);
      expect((await room.only()).fields.matter).toBe('门锁坏了');
      expect(await photos()).toEqual([['door.jpg', jpg.length]]);
    });

    it('of 40 MB are refused with the limit, and the words are kept', async () => {
      const reply = await sends('an', '记录 门锁坏了', 40 * 1024 * 1024, jpg);
      await room.settle();
      expect(`${says(reply)} ${room.reads('an')}`).toContain('照片 40 MB,上限 10 MB');
      expect((await room.only()).fields.matter).toBe('门锁坏了');
      expect(await photos()).toEqual([]);
    });

    it('sent after “add a photo” go with that entry, within ten minutes', async () => {
      await room.types('an', '记录 门锁坏了');
      const { id } = await room.only();
      await room.press('an', 'record.photo', { id });
      await sends('an', '', jpg.length, jpg);
      expect(await photos()).toHaveLength(1);
      await room.until('2026-12-01T10:11');
      await sends('an', '', jpg.length, jpg);
      expect(await photos()).toHaveLength(1);
    });
  });
});
