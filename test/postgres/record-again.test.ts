import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { RecordRoom } from '../harness/record-room.ts';

describe('an entry that becomes another one', () => {
  let test: TestDatabase;
  let room: RecordRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new RecordRoom(test.database);
  });
  afterAll(() => test.drop());

  describe('because its message was edited, on a messenger that tells nobody', () => {
    const noted = async (text: string) => {
      await room.goesBy('front-desk-duty');
      await room.ask('an', { kind: 'words', from: 'message', text: `记录 ${text}`, mentions: [] }, { message: 'm1' });
      return (await room.only()).id;
    };
    const saysNow = (text: string | null) => {
      room.slack.editedText = () => Promise.resolve(text);
    };

    it('is shown as it is now before it is closed', async () => {
      const id = await noted('信息 三楼漏水');
      saysNow('记录 信息 三楼和四楼漏水');
      expect(says(await room.press('an', 'record.move', { id, state: 'closed' }))).toContain('原消息刚改过');
      expect(await room.only()).toMatchObject({ state: 'open', fields: { content: '三楼和四楼漏水' } });
      await room.press('an', 'record.move', { id, state: 'closed' });
      expect((await room.only()).state).toBe('closed');
      expect((await room.whole(id)).changes.map(({ kind, by }) => [kind, by])).toEqual([
        ['edit', room.of('an')],
        ['state', room.of('an')],
      ]);
    });

    it('is left alone where the message says the same, says nothing to the log, is gone, or is older than anybody edits', async () => {
      const id = await noted('三楼漏水');
      for (const text of ['记录 三楼漏水', '我说错了', null]) {
        saysNow(text);
        await room.press('bai', 'record.show', { id });
      }
      saysNow('记录 四楼漏水');
      await room.until('2026-12-03T10:01');
      await room.press('bai', 'record.show', { id });
      expect((await room.whole(id)).changes).toEqual([]);
    });

    it('is shown as it was where the messenger does not answer in time', async () => {
      const id = await noted('三楼漏水');
      room.slack.editedText = () => new Promise(() => undefined);
      expect(says(await room.press('bai', 'record.show', { id }))).toContain('三楼漏水');
    });
  });

  describe('because it is amended', () => {
    it('goes to whoever is to see to it from now on', async () => {
      await room.goesBy('center-security-2');
      await room.registers('an', 'task', { content: '302 漏水' });
      const { id } = await room.only();
      expect((await room.only()).owner).toBe(room.of('an'));
      await room.submit('an', 'record.amend', { id }, { content: '302 漏水', assigned_to: room.of('bai') });
      await room.settle();
      expect((await room.only()).owner).toBe(room.of('bai'));
      expect(room.reads('bai')).toContain('302 漏水');
      expect(says(await room.press('bai', 'record.move', { id, state: 'closed' }))).not.toContain('这条记录不由你办');
    });

    it('is due when it says now, and is reminded of then and not before', async () => {
      await room.goesBy('secrecy-office-duty');
      await room.registers('an', 'document-loan', { document: '七号文件', borrower: room.of('bai'), due_on: '2026-12-02' });
      const { id } = await room.only();
      expect((await room.only()).dueAt?.toString()).toBe('2026-12-02T16:00:00Z');
      await room.submit('an', 'record.amend', { id }, { document: '七号文件', borrower: room.of('bai'), due_on: '2026-12-04' });
      expect((await room.only()).dueAt?.toString()).toBe('2026-12-04T16:00:00Z');
      const sent = () => room.sees('bai').filter((view) => JSON.stringify(view).includes('还没有了结')).length;
      await room.until('2026-12-03T12:00');
      expect(sent()).toBe(0);
      await room.until('2026-12-04T23:30');
      expect(sent()).toBe(1);
    });
  });

  it('holds what follows from its fields, and something else when those become others', async () => {
    await room.goesBy('front-desk-duty');
    const urgent = { record: ['information-record'], if: { urgency: 'urgent' }, derive: { from: '值班室' } };
    const change = { path: 'record.information', value: urgent, reason: 'x', by: 'lead', from: '2025-01-01' };
    await room.db.query(`UPDATE adoption SET overrides = $1::jsonb`, [JSON.stringify([change])]);
    const form = await room.press('an', 'record.open', { type: 'information-record', desk: room.ownDesk.id });
    expect(form.kind === 'form' ? form.form.fields.map(({ name }) => name) : []).not.toContain('from');
    await room.registers('an', 'information-record', { content: '三楼漏水', urgency: 'urgent' });
    const { id, fields } = await room.only();
    expect(fields.from).toBe('值班室');
    await room.submit('an', 'record.amend', { id }, { content: '三楼漏水', urgency: 'normal' });
    expect((await room.only()).fields.from).toBeUndefined();
    await room.submit('an', 'record.amend', { id }, { content: '三楼漏水', urgency: 'urgent' });
    expect((await room.only()).fields.from).toBe('值班室');
  });

  it('a person who is mentioned stands in the log by name', async () => {
    await room.goesBy('front-desk-duty');
    const mentions = [{ token: '@U-bai', userId: 'U-bai', name: null }];
    await room.ask('an', { kind: 'words', from: 'message', text: '记录 请 @U-bai 看一下', mentions }, { message: 'm2' });
    expect((await room.only()).fields.matter).toBe('请 @白雪 看一下');
  });
});
