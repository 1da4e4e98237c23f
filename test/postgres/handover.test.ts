import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { HandoverRoom } from '../harness/handover-room.ts';

const sections = ['duty', 'machines', 'open-problems'];

describe('handing a shift over', () => {
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
  /** The outgoing side has written the report and made its papers ready. */
  const isReady = async () => {
    const row = await opens();
    await room.writes('an', sections);
    await room.goesThrough('an', 'outgoing', 'done');
    return row;
  };
  const verifies = async () => {
    await room.goesThrough('bai', 'verify', 'fine');
    await room.goesThrough('bai', 'incoming', 'done');
    await room.goesThrough('bai', 'open', 'carried');
  };
  const codeOf = async () => (await room.only()).code ?? '';
  const enters = async (code: string, digits: string) =>
    room.submit(code, 'handover.met', { id: (await room.only()).id }, { code: digits });

  describe('by the rules of the engineers', () => {
    beforeEach(() => room.goesBy(['engineering-duty']));

    it('is filled beforehand from the log and what is open, and opened for whoever goes half an hour before', async () => {
      await room.types('an', 'in');
      await room.types('an', 'log 2 号泵声音大');
      await room.until('2026-12-01T15:29');
      expect(await room.handovers()).toEqual([]);
      await room.until('2026-12-01T15:30');
      const { id, state, incoming } = await room.only();
      expect([state, incoming]).toEqual(['preparing', 'bai']);
      expect(room.reads('an')).toContain('交接班 · 客服 早班');
      expect(room.reads('bai')).not.toContain('交接班 · 客服 早班');
      const form = await room.press('an', 'handover.fill', { id });
      expect(JSON.stringify(form)).toContain('2 号泵声音大');
    });

    it('is sealed once both have signed face to face, and both and the channel see it change [engineering-duty-16]', async () => {
      const { id } = await isReady();
      expect((await room.only()).state).toBe('verifying');
      await room.settle();
      for (const who of ['an', 'bai', 'lead', 'C0CALLS']) expect(room.reads(who)).toContain('逐项确认');
      await verifies();
      const signed = says(await room.signs('an'));
      const code = await codeOf();
      expect(code).toMatch(/^\d{4}$/);
      expect(signed).toContain('已签字,口令在私聊里');
      expect(signed).not.toContain([...code].join(' '));
      await room.settle();
      expect(room.reads('an')).toContain([...code].join(' '));
      for (const who of ['bai', 'lead', 'C0CALLS']) expect(room.reads(who)).not.toContain([...code].join(' '));
      expect((await room.signs('bai')).kind).toBe('form');
      expect((await room.only()).state).toBe('signing');
      await enters('bai', code);
      expect(await room.only()).toMatchObject({ state: 'sealed', code: null });
      expect((await room.only()).met_at).not.toBeNull();
      await room.settle();
      for (const who of ['an', 'bai', 'lead', 'C0CALLS']) expect(room.reads(who)).toContain('已交接');
      expect(room.reads('an')).toContain('16:00 下班');
      expect(room.reads('bai')).toContain('从现在起由你负责');
      expect(says(await room.press('an', 'handover.sign', { id }))).toContain('已经交接完了');
    });

    it('the relief does not sign before they have met [engineering-duty-16]', async () => {
      await isReady();
      await verifies();
      expect(says(await enters('bai', '1234'))).toContain('还没有口令');
      expect((await room.only()).incoming_signed_at).toBeNull();
      await room.signs('an');
      await enters('bai', await codeOf());
      expect((await room.only()).incoming_signed_at).not.toBeNull();
    });

    it('whoever goes signs with the papers ready, the report is noted where it is missing [engineering-duty-17] [engineering-duty-18]', async () => {
      await opens();
      const said = says(await room.signs('an'));
      for (const part of ['还不能签字', '运行记录', 'engineering-duty-17']) expect(said).toContain(part);
      await room.goesThrough('an', 'outgoing', 'done');
      expect(says(await room.signs('an'))).toContain('已签字');
      expect(await room.audits('handover.sign')).toMatchObject([{ flagged: ['engineering-duty-18'] }]);
    });

    it('what was not gone through stops nobody where the rule only keeps it, and every open problem does where it blocks [engineering-duty-19]', async () => {
      await room.until('2026-12-01T10:00');
      const { id } = await isReady();
      await room.submit('an', 'handover.add', { id }, { line: '2 号泵漏水' });
      await room.goesThrough('bai', 'verify', 'fine');
      await room.goesThrough('bai', 'incoming', 'done');
      await room.signs('an');
      const said = says(await enters('bai', await codeOf()));
      for (const part of ['未结事项还没逐条确认', '2 号泵漏水', 'engineering-duty-19', '当面已核对']) expect(said).toContain(part);
      expect((await room.only()).met_at).not.toBeNull();
      await room.goesThrough('bai', 'open', 'carried');
      await room.signs('bai');
      expect((await room.only()).state).toBe('sealed');
      expect((await room.items('open')).map(({ text, state, owner }) => [text, state, owner])).toEqual([['2 号泵漏水', 'carried', 'bai']]);
    });

    describe('the code', () => {
      beforeEach(async () => {
        await isReady();
        await verifies();
        await room.signs('an');
      });

      it('is good for five minutes and not a moment longer', async () => {
        const code = await codeOf();
        await room.until('2026-12-01T15:45');
        expect(says(await enters('bai', code))).toContain('15:45 已过期');
        await room.press('an', 'handover.code', { id: (await room.only()).id });
        await room.settle();
        expect(room.reads('an')).toContain(`口令 ${[...(await codeOf())].join(' ')}`);
        await room.until('2026-12-01T15:49');
        await enters('bai', await codeOf());
        expect((await room.only()).state).toBe('sealed');
      });

      it('typed by the wrong person says whose it is, and proves nothing', async () => {
        const code = await codeOf();
        expect(says(await room.types('cao', `take over ${code}`))).toContain('这个口令是给 白雪 的');
        expect(says(await enters('lead', code))).toContain('这个口令是给 白雪 的');
        expect(says(await enters('an', code))).toContain('口令要由接班人输入');
        expect((await room.only()).met_at).toBeNull();
        expect(says(await room.types('bai', `接班 ${[...code].join(' ')}`))).toContain('已交接');
      });

      it('is void after five wrong tries, and works once', async () => {
        const code = await codeOf();
        const wrong = code === '0000' ? '1111' : '0000';
        for (const left of [4, 3, 2, 1]) expect(says(await enters('bai', wrong))).toContain(`还可以试 ${left} 次`);
        expect(says(await enters('bai', wrong))).toContain('这个口令你不能再用');
        expect(says(await enters('bai', code))).toContain('这个口令你不能再用');
        await room.press('an', 'handover.code', { id: (await room.only()).id });
        const fresh = await codeOf();
        await enters('bai', fresh);
        expect(says(await enters('bai', fresh))).toContain('已经交接完了');
      });
    });

    it('is frozen while a switching operation is open: nothing is verified, taken over or signed [engineering-duty-21]', async () => {
      await room.goesBy(['engineering-duty']);
      await room.reports('an', '倒闸操作 1 号柜');
      const { id } = await isReady();
      for (const item of [...(await room.items('verify')), ...(await room.items('open'))]) {
        const as = item.kind === 'verify' ? 'fine' : 'carried';
        expect(says(await room.press('bai', 'handover.item', { id, item: item.id, as }))).toContain('现在不能交接');
      }
      expect(says(await room.press('bai', 'handover.step', { id }))).toContain('engineering-duty-21');
      expect((await room.items('verify')).every(({ state }) => state === 'open')).toBe(true);
      const said = says(await room.signs('an'));
      for (const part of ['现在不能交接', '倒闸操作', 'engineering-duty-21']) expect(said).toContain(part);
      await room.settle();
      expect(room.reads('an')).toContain('已停止');
      expect(says(await room.press('an', 'handover.code', { id }))).toContain('现在不能交接');
      expect((await room.only()).outgoing_signed_at).toBeNull();
      await room.handles('an');
      expect(says(await room.signs('an'))).toContain('已签字');
    });

    it('is stopped by what begins between the signatures: all is cleared, whoever goes stays, verification starts again [engineering-duty-22]', async () => {
      await room.types('an', 'in');
      await isReady();
      await verifies();
      await room.signs('an');
      const code = await codeOf();
      await room.reports('an', '配电房跳闸');
      expect(await room.only()).toMatchObject({ state: 'stopped', outgoing_signed_at: null, code: null });
      expect((await room.items('verify')).every(({ state }) => state === 'open')).toBe(true);
      expect((await room.items('outgoing')).every(({ state }) => state === 'done')).toBe(true);
      expect(room.reads('an')).toContain('你继续负责');
      expect(room.reads('bai')).toContain('请协助处理');
      expect(says(await enters('bai', code))).toContain('没办完,交接停止');
      expect(says(await room.signs('an'))).toContain('没办完,交接停止');
      await room.handles('an');
      expect((await room.only()).state).toBe('verifying');
      expect(room.reads('an')).toContain('可以重新交接');
      expect(room.reads('bai')).toContain('可以重新接班');
      await room.signs('an');
      await verifies();
      await enters('bai', await codeOf());
      expect((await room.only()).state).toBe('sealed');
    });

    it('what begins after both have signed stops nothing, and before anybody verified nothing has to start again [engineering-duty-22]', async () => {
      await opens();
      await room.reports('an', '路灯不亮有问题');
      expect((await room.only()).state).toBe('preparing');
      await room.writes('an', sections);
      await room.goesThrough('an', 'outgoing', 'done');
      // The incident came after the card: it is shown before it is signed.
      expect(says(await room.signs('an'))).toContain('新增 1 项未结,还没签字');
      await room.signs('an');
      await verifies();
      await enters('bai', await codeOf());
      await room.reports('bai', '配电房跳闸');
      expect((await room.only()).state).toBe('sealed');
    });

    it('what is no fault stops nothing: the code read out is good, and both sign [engineering-duty-22]', async () => {
      await isReady();
      await verifies();
      await room.signs('an');
      const code = await codeOf();
      await room.reports('an', '大堂有人吵架');
      expect(await room.only()).toMatchObject({ state: 'signing', code });
      expect(room.reads('bai')).not.toContain('交接已停止');
      await enters('bai', code);
      expect((await room.only()).state).toBe('sealed');
    });

    it('is stopped when what was reported turns out to be a fault, and goes on when it turns out to be none [engineering-duty-22]', async () => {
      await room.types('an', 'in');
      await isReady();
      await verifies();
      await room.signs('an');
      await room.reports('an', '大堂有人吵架');
      const [row] = await room.db.query<{ id: string }>('SELECT id::text AS id FROM incident', []);
      const is = async (event: string) => {
        await room.submit('an', 'incident.event', { id: row?.id ?? '' }, { event });
        await room.settle();
      };
      await is('fire');
      expect(await room.only()).toMatchObject({ state: 'stopped', outgoing_signed_at: null });
      expect(room.reads('an')).toContain('你继续负责');
      await is('theft');
      expect((await room.only()).state).toBe('verifying');
      expect(room.reads('an')).toContain('可以重新交接');
      expect(room.reads('bai')).toContain('可以重新接班');
      await room.signs('an');
      await room.handles('an');
      await is('fire');
      expect((await room.only()).state).toBe('signing');
    });

    it('an incident and the second signature in one moment leave one of both: sealed before it, or stopped by it', async () => {
      await isReady();
      await verifies();
      await room.signs('an');
      const code = await codeOf();
      await Promise.all([enters('bai', code), room.types('an', 'incident 配电房跳闸')]);
      await room.settle();
      const row = await room.only();
      expect(['sealed', 'stopped']).toContain(row.state);
      if (row.state === 'stopped') expect([row.outgoing_signed_at, row.incoming_signed_at]).toEqual([null, null]);
      else expect(row.incoming_signed_at).not.toBeNull();
    });

    it('is refused for a reason of the list only; whoever goes stays, puts it right and hands over again [engineering-duty-20]', async () => {
      const { id } = await isReady();
      await verifies();
      expect((await room.submit('bai', 'handover.refuse', { id }, { why: 'tired' })).kind).toBe('invalid');
      expect(says(await room.submit('an', 'handover.refuse', { id }, { why: 'room-not-clean' }))).toContain('这一步由接班人做');
      await room.submit('bai', 'handover.refuse', { id }, { why: 'room-not-clean', remark: '地上有油' });
      await room.settle();
      expect((await room.only()).state).toBe('refused');
      for (const part of ['白雪拒绝接班', '操作间不整洁', '地上有油']) expect(room.reads('an')).toContain(part);
      expect(room.reads('lead')).toContain('白雪拒绝接班');
      expect(says(await room.signs('an'))).toContain('先重新交班');
      await room.press('an', 'handover.reopen', { id });
      expect((await room.only()).state).toBe('verifying');
      expect((await room.items('verify')).every(({ state }) => state === 'open')).toBe(true);
      expect(await room.audits('handover.refused')).toMatchObject([{ why: 'room-not-clean', rules: ['engineering-duty-20'] }]);
    });

    it('a concealed problem that was proved is a reason, too [engineering-duty-23]', async () => {
      const { id } = await isReady();
      await room.submit('bai', 'handover.refuse', { id }, { why: 'concealment-proved' });
      expect(await room.audits('handover.refused')).toMatchObject([{ rules: ['engineering-duty-23'] }]);
    });
  });

  it('may be refused for nothing where no rule lists a reason', async () => {
    await room.goesBy(['center-security-1']);
    const { id } = await opens();
    expect(says(await room.submit('bai', 'handover.refuse', { id }, { why: 'room-not-clean' }))).toContain('没有可以拒绝接班的原因');
    expect((await room.only()).state).toBe('preparing');
  });
});
