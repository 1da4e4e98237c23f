import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { policyFor } from '../../src/features/people/index.ts';
import { issueNotice } from '../../src/features/record/handle-write.ts';
import { loadEntry, moveEntry, openEntries, writeEntry } from '../../src/features/record/index.ts';
import { insertEntry } from '../../src/features/record/store-write.ts';
import { recordRules } from '../../src/policy/index.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { leastOf, RecordRoom } from '../harness/record-room.ts';

describe('registers', () => {
  let test: TestDatabase;
  let room: RecordRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new RecordRoom(test.database);
  });
  afterAll(() => test.drop());

  describe('states', () => {
    it('not done without a reason is flagged, with one and done are not [engineering-duty-04]', async () => {
      await room.goesBy('engineering-duty');
      const flags = async (state: string, reason: string) => {
        await room.db.query('DELETE FROM entry', []);
        await room.registers('an', 'repair-request', leastOf('repair-request'));
        const { id } = await room.only();
        await room.run((ctx) => moveEntry(ctx, id, state, room.of('an'), null, reason === '' ? {} : { reason }));
        const whole = await room.whole(id);
        expect(whole.entry).toMatchObject({ state, closedAt: room.now });
        return JSON.stringify(whole.flags);
      };
      expect(await flags('not-done', '')).toContain('engineering-duty-04');
      expect(await flags('not-done', '没有备件')).toBe('[]');
      expect(await flags('done', '')).toBe('[]');
      expect(await room.run((ctx) => openEntries(ctx, room.ownDesk))).toEqual([]);
    });

    it('a call-back is closed after three tries, or where the contact is wrong, not before [telecom-followup-03]', async () => {
      await room.goesBy('telecom-followup');
      await room.registers('an', 'callback', { customer: '李女士', result: '未接通' });
      const { id } = await room.only();
      const close = () => room.run((ctx) => moveEntry(ctx, id, 'closed', room.of('an'), null));
      for (const tries of [0, 1, 2]) {
        expect(await close()).toMatchObject({
          ok: false,
          refusal: {
            problems: expect.arrayContaining([
              expect.objectContaining({ code: 'not-closable', counts: [{ field: 'failed_attempts', min: 3, has: tries }] }),
            ]),
          },
        });
        await room.press('an', 'record.try', { id, field: 'failed_attempts' });
      }
      await room.submit(
        'an',
        'record.amend',
        { id },
        { customer: '李女士', result: '未接通', tried_at: '10:00', failed_attempts: '一\n二\n三' },
      );
      expect(await close()).toMatchObject({ ok: true, value: { state: 'closed' } });
    });

    it('a stale press is told what the entry is now, a stranger that it is not theirs', async () => {
      await room.goesBy('front-desk-duty');
      await room.registers('an', 'owner-matter', leastOf('owner-matter'));
      const { id } = await room.only();
      expect(says(await room.press('bai', 'record.move', { id, state: 'closed' }))).toContain('由 安平 或带班的人办');
      expect((await room.run((ctx) => loadEntry(ctx, id)))?.state).toBe('open');
      const replies = await Promise.all([
        room.press('lead', 'record.move', { id, state: 'closed' }),
        room.press('an', 'record.move', { id, state: 'closed' }),
      ]);
      expect(replies.map(says).filter((text) => text.includes('已经有人办过了'))).toHaveLength(1);
      expect(room.heard.filter(({ kind }) => kind === 'state')).not.toEqual([]);
      expect((await room.whole(id)).changes).toHaveLength(1);
    });

    it('a line of somebody else than the team lead is flagged [telecom-team-lead-04]', async () => {
      await room.goesBy('telecom-team-lead');
      const said = says(await room.types('an', '记录 一件事'));
      expect(said).toContain('由班长填写');
      expect(said).toContain('telecom-team-lead-04');
      expect(says(await room.types('zhang', '记录 一件事'))).not.toContain('由班长填写');
    });

    it('a visitor needs a badge or a registration and does not go to the machine room [center-security-1-24] [center-security-1-25]', async () => {
      await room.goesBy('center-security-1');
      await room.until('2026-12-01T22:00');
      const visit = (values: Record<string, string>) =>
        room.registers('an', 'visitor', { name: '张三', purpose: '维修', time_out__time: '22:30', ...values });
      const denied = await visit({ badge_no: '7', destination: 'machine-room' });
      expect(denied.kind).toBe('invalid');
      expect(JSON.stringify(denied)).toContain('去哪里不能是“机房”');
      const none = await visit({ destination: 'office' });
      expect(JSON.stringify(none)).toContain('至少填一项');
      expect(await room.entries()).toEqual([]);
      await visit({ badge_no: '7', destination: 'office' });
      expect((await room.only()).fields).toMatchObject({ badge_no: '7', destination: 'office' });
    });
  });

  it('a key that is out is due at the end of the shift, reminded before and until it is back [secrecy-office-duty-31]', async () => {
    await room.goesBy('secrecy-office-duty');
    await room.registers('an', 'key-custody', { key: '一号库' });
    const { id, dueAt } = await room.only();
    expect(dueAt?.toString()).toBe('2026-12-01T08:00:00Z');
    expect((await room.only()).fields).toMatchObject({ issued_by: 'secretariat', holder: room.of('an') });
    const times = () => room.reads('an').split('还没有了结').length - 1;
    await room.until('2026-12-01T14:59');
    expect(times()).toBe(0);
    await room.until('2026-12-01T15:00');
    expect(times()).toBe(1);
    await room.until('2026-12-01T16:00');
    expect(times()).toBe(2);
    expect(room.reads('an')).toContain('12月1日(周二)16:00 已到期');
    await room.until('2026-12-02T16:00');
    expect(times()).toBe(3);
    expect(room.reads('lead')).toContain('还没有了结');
    await room.run((ctx) => moveEntry(ctx, id, 'returned', room.of('an'), null, { returned_at: '2026-12-02T08:00:00Z' }));
    await room.until('2026-12-05T16:00');
    expect(times()).toBe(3);
  });

  it('whoever clocks in has their arrival noted, once [secrecy-office-duty-25]', async () => {
    await room.goesBy('secrecy-office-duty');
    await room.until('2026-12-01T07:50');
    await room.types('an', 'clock in');
    await room.types('an', 'clock in');
    expect(await room.entries()).toMatchObject([
      { type: 'duty-log', author: room.of('an'), fields: { matter: '到岗', arrived_at: '2026-11-30T23:50:00Z' } },
    ]);
  });

  it('lost property is told to the centre office with a live card that follows [center-security-2-28]', async () => {
    await room.goesBy('center-security-2');
    await room.registers('an', 'lost-and-found', leastOf('lost-and-found'));
    await room.settle();
    expect(room.reads('cao')).toContain('失物');
    const { id } = await room.only();
    await room.submit('an', 'record.amend', { id }, { ...leastOf('lost-and-found'), found_at: '二号门' });
    await room.settle();
    expect(room.reads('cao')).toContain('二号门');
  });

  it('a notice is issued with the violation it belongs to, once, with a number of its own', async () => {
    await room.goesBy();
    const policy = await room.run((ctx) => policyFor(ctx, room.ownDesk, '2026-12-01'));
    await room.run((ctx) =>
      writeEntry(ctx, room.ownDesk, { type: 'point-violation', fields: { facts: '超载', point: '三号渡口' }, author: room.of('an') }),
    );
    const violation = await room.only();
    const judged = { ...recordRules(policy, violation), issues: { value: 'annex-08', cites: [], reaction: 'refuse' as const } };
    await room.run((ctx) => issueNotice(ctx, room.ownDesk, violation, judged));
    await room.run((ctx) => issueNotice(ctx, room.ownDesk, { ...violation, version: 2 }, judged));
    const notices = (await room.entries()).filter(({ type }) => type === 'point-violation-notice');
    expect(notices).toMatchObject([{ number: 1, parent: violation.id, state: 'issued', fields: { facts: '超载', point: '三号渡口' } }]);
  });

  it('what may stand in one entry only stands in one, also of two that write at once', async () => {
    await room.goesBy();
    await room.types('an', '记录 一件事');
    const entry = await room.only();
    const insert = (id: string) =>
      room.run((ctx) => {
        insertEntry(ctx, {
          entry: { ...entry, id },
          numberedIn: null,
          source: null,
          uniqueKey: '["7"]',
          flags: [],
          words: '',
          policyVersion: '',
        });
        return Promise.resolve();
      });
    const outcomes = await Promise.allSettled(['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'].map(insert));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  describe('stock', () => {
    it('never goes below nothing, also of two that take at once', async () => {
      await room.goesBy();
      await room.registers('an', 'stock', { item: '雨伞' });
      const { id } = await room.only();
      const move = (code: string, way: 'in' | 'out', amount: string) => room.submit(code, 'record.stock', { id, way }, { amount });
      expect(says(await move('an', 'in', '5'))).toContain('现存 5');
      const replies = await Promise.all([move('an', 'out', '4'), move('bai', 'out', '4')]);
      expect(replies.map((reply) => (reply.kind === 'invalid' ? JSON.stringify(reply.errors) : says(reply)))).toEqual(
        expect.arrayContaining([expect.stringContaining('现存 1'), expect.stringContaining('库里只有 1')]),
      );
      expect((await room.whole(id)).stock).toBe(1);
      expect(JSON.stringify(await move('an', 'out', '-3'))).toContain('数量要大于 0');
    });
  });

  describe('searching', () => {
    beforeEach(async () => {
      await room.goesBy('telecom-duty', 'telecom-followup');
      await room.types('an', '记录 电梯停了');
      await room.types('bai', '记录 =SUM(A1)');
      await room.registers('an', 'callback', { customer: '李女士', result: '回访' });
    });

    it('finds by words, kind and time, page by page', async () => {
      expect(says(await room.types('bai', '报表 记录 今天 电梯'))).toContain('电梯停了');
      expect(says(await room.types('bai', '报表 记录 今天 电梯'))).toContain('1 条');
      expect(says(await room.types('bai', 'duty report log 上月'))).toContain('这段时间没有记录');
      expect(says(await room.types('bai', '报表 记录 13月45日'))).toContain('没有');
      for (let at = 0; at < 12; at += 1) await room.types('an', `记录 第 ${at} 件`);
      const first = await room.types('an', '报表 记录');
      expect(says(first)).toContain('第 1/2 页');
      expect(says(await room.pressesOn('an', first, '下一页'))).toContain('第 2/2 页');
    });

    it('shows data of customers to whoever needs to know: the writer and the lead [telecom-duty-07]', async () => {
      const { id } = (await room.entries()).find(({ type }) => type === 'callback') ?? { id: '' };
      expect(says(await room.types('an', '报表 记录 回访'))).toContain('1 条');
      expect(says(await room.types('lead', '报表 记录 回访'))).toContain('1 条');
      const none = says(await room.types('bai', '报表 记录 回访'));
      expect(none).toContain('只有要用到的人能看');
      expect(none).toContain('telecom-duty-07');
      const refused = says(await room.press('bai', 'record.show', { id }));
      expect(refused).toContain('你不能看这些记录');
      expect(refused).toContain('telecom-duty-07');
    });

    it('sends the table to whoever asks alone, of what they may read, without formulas', async () => {
      const report = await room.types('bai', '报表 记录 今天');
      await room.pressesOn('bai', report, '发我表格');
      await room.settle();
      const [sent, ...more] = room.slack.files;
      expect(more).toEqual([]);
      expect(sent?.to).toEqual({ kind: 'person', id: 'U-bai' });
      const text = sent?.content.toString('utf8') ?? '';
      expect(text).toContain('电梯停了');
      expect(text).toContain("'=SUM(A1)");
      expect(text).not.toContain('李女士');
    });

    it('nothing is deleted where no rule names a keeper', async () => {
      const { id } = (await room.entries())[0] ?? { id: '' };
      expect(says(await room.press('lead', 'record.delete', { id }))).toContain('日志只增不删');
      expect(await room.run((ctx) => loadEntry(ctx, id))).not.toBeNull();
    });
  });
});
