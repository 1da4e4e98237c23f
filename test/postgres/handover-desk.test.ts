import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeEntry } from '../../src/features/record/index.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { HandoverRoom } from '../harness/handover-room.ts';

describe('handing over on any desk', () => {
  let test: TestDatabase;
  let room: HandoverRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new HandoverRoom(test.database);
  });
  afterAll(() => test.drop());

  const opens = async () => {
    await room.until('2026-12-01T15:40');
    await room.types('an', 'handover');
    await room.settle();
    return room.only();
  };

  describe('on any desk', () => {
    beforeEach(() => room.goesBy(['center-security-2']));

    it('a shift that is not yours is not handed over by you, and whoever has none reads when theirs is', async () => {
      await room.until('2026-12-01T15:00');
      const other = says(await room.types('bai', 'handover 早班'));
      expect(other).toContain('早班不是你的班');
      expect(other).toContain('由 安平 来交');
      const none = says(await room.types('cao', 'handover'));
      expect(none).toContain('你现在没有班可交');
      expect(none).toContain('12月2日(周三)早班');
      expect(says(await room.types('zhang', 'take over'))).toContain('现在没有班等你接');
      expect(await room.handovers()).toEqual([]);
      const { id } = await opens();
      for (const route of ['handover.sign', 'handover.step'])
        expect(says(await room.press('cao', route, { id }))).toContain('这次交接不是你的');
      expect((await room.only()).state).toBe('preparing');
    });

    it('pressed twice it is signed once, at the first moment', async () => {
      await opens();
      const replies = await Promise.all([room.signs('an'), room.signs('an')]);
      expect(replies.map(says).filter((said) => said.includes('你已经签过了 15:40'))).toHaveLength(1);
      await room.until('2026-12-01T15:50');
      expect(says(await room.signs('an'))).toContain('你已经签过了 15:40');
      expect(await room.audits('handover.sign')).toHaveLength(1);
    });

    it('signed by both in one moment it is sealed once', async () => {
      await opens();
      await Promise.all([room.signs('an'), room.signs('bai')]);
      const row = await room.only();
      expect(row.state).toBe('sealed');
      expect([row.outgoing_signed_at, row.incoming_signed_at]).not.toContain(null);
      expect(await room.audits('handover.sealed')).toHaveLength(1);
    });

    it('opened by both in one moment it is one', async () => {
      await room.until('2026-12-01T15:40');
      await Promise.all([room.types('an', 'handover'), room.types('bai', 'take over'), room.types('an', 'handover')]);
      expect(await room.handovers()).toHaveLength(1);
    });

    it('what is sealed is not changed; what is added stands beside it with time and name', async () => {
      const { id } = await opens();
      expect(says(await room.press('an', 'handover.amend-open', { id }))).toContain('只能补充已签好的交接');
      await room.signs('an');
      expect(says(await room.submit('an', 'handover.add', { id }, { line: '还有一件' }))).toContain('已有人签字');
      await room.signs('bai');
      expect(says(await room.submit('an', 'handover.filled', { id }, { s_duty: '改一下' }))).toContain('已经交接完了');
      expect(says(await room.submit('an', 'handover.add', { id }, { line: '还有一件' }))).toContain('已经交接完了');
      expect((await room.submit('an', 'handover.amend', { id }, { line: '' })).kind).toBe('invalid');
      await room.until('2026-12-01T16:20');
      await room.submit('an', 'handover.amend', { id }, { line: '备用钥匙在二楼' });
      expect(says(await room.submit('cao', 'handover.amend', { id }, { line: '我也说一句' }))).toContain('这次交接不是你的');
      await room.settle();
      expect(room.reads('bai')).toContain('补充 12月1日(周二)16:20 安平:备用钥匙在二楼');
      expect((await room.only()).state).toBe('sealed');
    });

    it('what was written by hand stands in the next hand-over until it is settled', async () => {
      const { id } = await opens();
      await room.submit('an', 'handover.add', { id }, { line: '大门遥控器没电' });
      await room.signs('an');
      await room.signs('bai');
      await room.until('2026-12-01T23:50');
      await room.types('bai', 'handover');
      const open = (await room.items('open')).filter(({ state, source }) => state === 'open' && source?.startsWith('task:') !== true);
      expect(open.map(({ text }) => text)).toEqual(['大门遥控器没电']);
      expect(open[0]?.source).toMatch(/^item:/);
    });

    it('loans, entries, tasks and incidents that are open are in it, and what is settled meanwhile drops out', async () => {
      await room.run(async (ctx) => {
        const written = await writeEntry(ctx, room.ownDesk, {
          type: 'duty-vehicle',
          fields: { purpose: '送文件' },
          author: room.of('an'),
        });
        expect(written.ok).toBe(true);
      });
      await room.reports('an', '路灯坏了有问题');
      await opens();
      const sources = (await room.items('open')).map(({ source }) => source?.split(':')[0]).sort();
      expect(sources).toEqual(['entry', 'incident']);
      await room.db.query("UPDATE entry SET closed_at = now() WHERE type = 'duty-vehicle'", []);
      await room.types('an', 'handover');
      expect((await room.items('open')).map(({ source, state }) => [source?.split(':')[0], state]).sort()).toEqual([
        ['entry', 'done'],
        ['incident', 'open'],
      ]);
    });
  });

  it('a matter passed on says why, and goes to an owner; entries of whoever goes are the relief’s [property-cs-duty-20] [front-desk-duty-19]', async () => {
    await room.goesBy(['front-desk-duty']);
    await room.run(async (ctx) => {
      await writeEntry(ctx, room.ownDesk, {
        type: 'duty-vehicle',
        fields: { purpose: '送文件' },
        author: room.of('an'),
        owner: room.of('an'),
      });
    });
    const { id } = await opens();
    const [item] = await room.items('open');
    expect((await room.submit('an', 'handover.item-with', { id, item: item?.id ?? '', what: 'reason' }, { remark: '' })).kind).toBe(
      'invalid',
    );
    await room.submit('an', 'handover.item-with', { id, item: item?.id ?? '', what: 'reason' }, { remark: '车明早回来' });
    await room.writes('an', ['results', 'remaining-matters']);
    await room.signs('an');
    await room.submit('bai', 'handover.item-with', { id, item: item?.id ?? '', what: 'owner' }, { owner: room.of('cao') });
    await room.signs('bai');
    expect((await room.only()).state).toBe('sealed');
    expect(await room.items('open')).toMatchObject([{ state: 'carried', owner: 'cao', remark: '车明早回来' }]);
    const [entry] = await room.db.query<{ owner: string }>("SELECT owner_id::text AS owner FROM entry WHERE type = 'duty-vehicle'", []);
    expect(entry?.owner).toBe(room.of('cao'));
  });

  it('where a lead lets somebody go, what they had open is the relief’s, and entries follow [front-desk-duty-19]', async () => {
    await room.goesBy(['front-desk-duty']);
    await room.run(async (ctx) => {
      await writeEntry(ctx, room.ownDesk, {
        type: 'duty-vehicle',
        fields: { purpose: '送文件' },
        author: room.of('an'),
        owner: room.of('an'),
      });
    });
    const { id } = await opens();
    await room.submit('lead', 'handover.override', { id }, { reason: '家里有急事' });
    expect((await room.only()).state).toBe('overridden');
    expect(await room.items('open')).toMatchObject([{ state: 'carried', owner: 'bai' }]);
    const [entry] = await room.db.query<{ owner: string }>("SELECT owner_id::text AS owner FROM entry WHERE type = 'duty-vehicle'", []);
    expect(entry?.owner).toBe(room.of('bai'));
  });

  it('a completed hand-over makes the duty report due within the hour [company-duty-20]', async () => {
    await room.goesBy(['company-duty']);
    await room.types('an', 'in');
    await opens();
    await room.signs('an');
    expect(await room.db.query("SELECT 1 FROM task WHERE object = 'duty-report'", [])).toEqual([]);
    await room.signs('bai');
    await room.settle();
    const rows = await room.db.query<{ due_at: Date }>("SELECT due_at FROM task WHERE object = 'duty-report'", []);
    expect(rows.map(({ due_at }) => due_at.toISOString())).toEqual(['2026-12-01T08:40:00.000Z']);
  });

  describe('a post', () => {
    beforeEach(() => room.goesBy([]));
    const files = (code: string, values: Record<string, string>) => room.submit(code, 'handover.post', { desk: room.ownDesk.id }, values);

    it('goes to whoever comes after, with what its holder had open, signed by both; no channel hears of it', async () => {
      await room.run(async (ctx) => {
        await writeEntry(ctx, room.ownDesk, {
          type: 'duty-vehicle',
          fields: { purpose: '送文件' },
          author: room.of('an'),
          owner: room.of('an'),
        });
        await writeEntry(ctx, room.ownDesk, {
          type: 'duty-vehicle',
          fields: { purpose: '接人' },
          author: room.of('bai'),
          owner: room.of('bai'),
        });
      });
      expect((await room.types('an', 'handover post')).kind).toBe('form');
      await files('an', { who: room.of('an'), to: room.of('cao'), event: 'leaving' });
      await room.settle();
      expect(room.reads('cao')).toContain('离职交接 · 客服 安平');
      expect(await room.items('open')).toHaveLength(1);
      await room.writes('an', ['duty']);
      await room.signs('an');
      expect(says(await room.signs('bai'))).toContain('这次交接不是你的');
      await room.signs('cao');
      await room.settle();
      expect((await room.only()).state).toBe('sealed');
      expect(room.reads('C0CALLS')).not.toContain('离职交接');
      const owners = await room.db.query<{ owner: string }>(
        "SELECT owner_id::text AS owner FROM entry WHERE type = 'duty-vehicle' ORDER BY at, id",
        [],
      );
      expect(owners.map(({ owner }) => owner).sort()).toEqual([room.of('cao'), room.of('bai')].sort());
    });

    it('is one’s own to hand over, a lead’s for others, and never to oneself', async () => {
      expect(says(await files('bai', { who: room.of('an'), to: room.of('cao'), event: 'leaving' }))).toContain('只能交自己的岗位');
      expect(says(await files('an', { who: room.of('an'), to: room.of('an'), event: 'change-of-post' }))).toContain('不能交给自己');
      expect(says(await files('an', { who: room.of('an'), to: 'nobody', event: 'leaving' }))).toContain('请从列表里选');
      expect(await room.handovers()).toEqual([]);
      await files('lead', { who: room.of('an'), to: room.of('cao'), event: 'change-of-post' });
      await files('an', { who: room.of('an'), to: room.of('cao'), event: 'change-of-post' });
      expect(await room.handovers()).toHaveLength(1);
    });
  });
});
