import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { RecordRoom } from '../harness/record-room.ts';

const jpg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200)]);

describe('what may be seen of an entry', () => {
  let test: TestDatabase;
  let room: RecordRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new RecordRoom(test.database);
  });
  afterAll(() => test.drop());

  const sendsPhoto = (code: string, text: string) => {
    room.slack.download = () => Promise.resolve(jpg);
    return room.ask(code, { kind: 'file', file: { id: 'F1', name: 'door.jpg', size: jpg.length, mimeType: 'image/jpeg' }, text });
  };

  describe('where the author is hidden', () => {
    /** Entries of the log are written without a name; only a team lead sees it. */
    const rule = [
      {
        path: 'access.duty-record',
        value: { resource: ['duty-log'], allow: ['internal-staff', 'team-lead'], anonymous: true },
        reason: '举报',
        by: 'lead',
        from: '2025-01-01',
      },
    ];
    beforeEach(async () => {
      await room.goesBy('front-desk-duty');
      await room.db.query('UPDATE adoption SET overrides = $1::jsonb', [JSON.stringify(rule)]);
    });
    const audited = (action: string) =>
      room.db.query<{ person: string | null }>('SELECT person_id::text AS person FROM audit_entry WHERE action = $1', [action]);

    it('what they do with the entry afterwards does not name them in the audit either; what others do names those', async () => {
      await sendsPhoto('an', '记录 有人虚报工时');
      const { id } = await room.only();
      await room.press('an', 'record.photo', { id });
      await sendsPhoto('an', '');
      await room.submit('an', 'record.amend', { id }, { matter: '有人虚报工时两次' });
      for (const action of ['record.write', 'record.photo', 'record.amend']) expect(await audited(action)).toEqual([{ person: null }]);
      await room.submit('zhang', 'record.amend', { id }, { matter: '有人虚报工时三次' });
      expect(await audited('record.amend')).toEqual([{ person: null }, { person: room.of('zhang') }]);
    });

    it('the card and its changes name them only to whom the rule allows it', async () => {
      await room.types('an', '记录 有人虚报工时');
      const { id } = await room.only();
      await room.submit('an', 'record.amend', { id }, { matter: '有人虚报工时两次' });
      for (const route of ['record.show', 'record.history']) {
        expect(says(await room.press('bai', route, { id }))).not.toContain('安平');
        expect(says(await room.press('lead', route, { id }))).not.toContain('安平');
        expect(says(await room.press('zhang', route, { id }))).toContain('安平');
      }
    });
  });

  describe('a table of everything', () => {
    it('holds what may be exported, says what it leaves out, and is refused where nothing is left', async () => {
      await room.goesBy('front-desk-duty');
      const kept = {
        path: 'access.duty-record',
        value: { resource: ['duty-log'], export: false },
        reason: 'x',
        by: 'lead',
        from: '2025-01-01',
      };
      await room.db.query('UPDATE adoption SET overrides = $1::jsonb', [JSON.stringify([kept])]);
      await room.types('an', '记录 门锁坏了');
      await room.registers('an', 'information-record', { content: '三楼漏水', urgency: 'normal' });
      const query = (types: readonly string[] | null) =>
        JSON.stringify({ desk: room.ownDesk.id, types, ledger: null, open: false, from: null, until: '2026-12-01', words: [] });
      expect(says(await room.press('bai', 'record.csv', { query: query(null) }))).toContain('不含不能导出的:值班日志');
      await room.settle();
      const [table] = room.slack.files.map(({ content }) => content.toString('utf8'));
      expect(room.slack.files[0]?.name).toMatch(/^[^0-9a-f·]+ 2026-12-01\.csv$/);
      expect(table).toContain('三楼漏水');
      expect(table).not.toContain('门锁坏了');
      expect(says(await room.press('bai', 'record.csv', { query: query(['duty-log']) }))).toContain('这些记录不能导出');
    });
  });

  describe('photos', () => {
    beforeEach(() => room.goesBy());

    it('that were asked for are sent to whoever still may see them', async () => {
      await sendsPhoto('an', '记录 门锁坏了');
      const { id } = await room.only();
      await room.press('bai', 'record.photos', { id });
      await room.settle();
      expect(room.slack.files).toHaveLength(1);
    });

    it('are not sent where the right was lost between the press and the sending', async () => {
      await sendsPhoto('an', '记录 门锁坏了');
      const { id } = await room.only();
      expect(says(await room.press('bai', 'record.photos', { id }))).toContain('已单独发给你');
      await room.db.query('DELETE FROM member WHERE person_id = $1::uuid', [room.of('bai')]);
      await room.settle();
      expect(room.slack.files.map(({ name }) => name)).toEqual([]);
      expect(await room.db.query("SELECT state FROM outbox WHERE kind = 'file'", [])).toEqual([{ state: 'dropped' }]);
    });

    it('are not sent to somebody who left meanwhile', async () => {
      await sendsPhoto('an', '记录 门锁坏了');
      const { id } = await room.only();
      await room.press('an', 'record.photos', { id });
      await room.db.query('UPDATE person SET active = false WHERE id = $1::uuid', [room.of('an')]);
      await room.settle();
      expect(room.slack.files.map(({ name }) => name)).toEqual([]);
    });
  });
});
