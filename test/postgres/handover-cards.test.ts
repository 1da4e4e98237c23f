import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../src/runtime/reply.ts';
import type { Action } from '../../src/view/view.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { HandoverRoom } from '../harness/handover-room.ts';

const sections = ['duty', 'machines', 'open-problems'];
const labels = (actions: readonly Action[]): string[] => actions.map(({ label }) => label);
const spaced = (code: string | null): string => [...(code ?? '')].join(' ');
const shown = (reply: Reply) => {
  if (reply.kind !== 'say' && reply.kind !== 'replace') throw new Error(`There is nothing to read: ${reply.kind}`);
  return reply.view;
};

describe('the cards of a hand-over', () => {
  let test: TestDatabase;
  let room: HandoverRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new HandoverRoom(test.database);
  });
  afterAll(() => test.drop());

  const isReady = async () => {
    await room.until('2026-12-01T15:40');
    await room.types('an', 'handover');
    await room.writes('an', sections);
    await room.goesThrough('an', 'outgoing', 'done');
    await room.settle();
    return room.only();
  };
  const verifies = async () => {
    await room.goesThrough('bai', 'verify', 'fine');
    await room.goesThrough('bai', 'incoming', 'done');
    await room.goesThrough('bai', 'open', 'carried');
  };
  /** What somebody can press on their live card of the hand-over. */
  const canPress = (who: string): string[] => {
    const card = room.sees(who).findLast((view) => view.kind === 'card' && view.title === '交接班 · 客服 早班');
    if (card?.kind !== 'card') throw new Error(`${who} has no card`);
    return labels(card.actions);
  };
  const readsEnglish = (code: string, name: string) =>
    room.db.query(`UPDATE person SET locale = 'en', name_en = $2 WHERE code = $1`, [code, name]);

  describe('by the rules of the engineers', () => {
    beforeEach(() => room.goesBy(['engineering-duty']));

    it('show each reader what they can do: whoever goes, the relief, a lead; the channel only has something to read', async () => {
      await isReady();
      expect(canPress('an')).toEqual(['确认并签字', '写交班情况', '出示口令', '看内容', '加一条未结…']);
      expect(canPress('bai')).toEqual(['逐项确认', '确认并签字', '看内容', '加一条未结…', '拒绝接班…']);
      expect(canPress('lead')).toEqual(['看内容', '带班放行…']);
      expect(canPress('C0CALLS')).toEqual(['看内容']);
    });

    it('asked for again in a direct chat is the same live card', async () => {
      await room.until('2026-12-01T15:40');
      for (const _ of [1, 2]) await room.ask('an', { kind: 'words', from: 'message', text: '交班', mentions: [] });
      await room.writes('an', sections);
      await room.settle();
      const cards = room.sees('an').filter((view) => view.kind === 'card' && view.title === '交接班 · 客服 早班');
      expect(cards).toHaveLength(2);
      expect(cards[0]).toEqual(cards[1]);
      expect(JSON.stringify(cards[0])).toContain('已写 3/3');
    });

    it('offer nothing more to whoever has signed, and amendments to the sides and the leads once it is done', async () => {
      await isReady();
      await verifies();
      await room.signs('an');
      await room.settle();
      expect(canPress('an')).toEqual(['出示口令', '写交班情况', '看内容']);
      expect(canPress('bai')).toEqual(['确认并签字', '看内容', '拒绝接班…']);
      const { id, code } = await room.only();
      await room.submit('bai', 'handover.met', { id }, { code: code ?? '' });
      await room.settle();
      for (const who of ['an', 'bai', 'lead']) expect(canPress(who)).toEqual(['看内容', '补充…']);
      expect(canPress('C0CALLS')).toEqual(['看内容']);
    });

    it('offer a stopped one to the leads alone [engineering-duty-22]', async () => {
      await isReady();
      await room.goesThrough('bai', 'verify', 'fine');
      await room.reports('an', '配电房跳闸');
      expect((await room.only()).state).toBe('stopped');
      for (const who of ['an', 'bai', 'C0CALLS']) expect(canPress(who)).toEqual(['看内容']);
      expect(canPress('lead')).toEqual(['看内容', '带班放行…']);
    });

    it('offer one that was refused to whoever hands over [engineering-duty-20]', async () => {
      const { id } = await isReady();
      await room.submit('bai', 'handover.refuse', { id }, { why: 'room-not-clean', remark: '' });
      await room.settle();
      expect(canPress('an')).toEqual(['重新交班', '看内容']);
      for (const who of ['bai', 'C0CALLS']) expect(canPress(who)).toEqual(['看内容']);
    });

    it('a code is shown in a message to whoever hands over; a new one makes the old message void, and only one shows a code', async () => {
      const { id } = await isReady();
      await room.signs('an');
      await room.settle();
      const first = spaced((await room.only()).code);
      expect(room.reads('an')).toContain(`口令 ${first}`);
      await room.until('2026-12-01T15:41');
      expect((await room.press('an', 'handover.code', { id })).kind).toBe('nothing');
      await room.settle();
      const second = spaced((await room.only()).code);
      expect(room.reads('an')).toContain(`口令 ${second}`);
      expect(room.reads('an')).toContain('15:46 前有效');
      if (first !== second) expect(room.reads('an')).not.toContain(`口令 ${first}`);
      expect(room.reads('an')).toContain('已作废');
      for (const who of ['bai', 'lead', 'C0CALLS']) expect(room.reads(who)).not.toContain(second);
    });

    it('the message with the code says when it has run out or was checked', async () => {
      const { id } = await isReady();
      await verifies();
      await room.signs('an');
      await room.until('2026-12-01T15:44');
      expect(room.reads('an')).toContain('15:45 前有效');
      const late = spaced((await room.only()).code);
      await room.until('2026-12-01T15:45');
      expect(room.reads('an')).toContain('已过期');
      expect(room.reads('an')).not.toContain(`口令 ${late}`);
      await room.press('an', 'handover.code', { id });
      await room.settle();
      const { code } = await room.only();
      await room.submit('bai', 'handover.met', { id }, { code: code ?? '' });
      await room.settle();
      expect(room.reads('an')).toContain('"word":"已核对"');
      expect(room.reads('an')).not.toContain(`口令 ${spaced(code)}`);
    });

    it('a code asked for in the channel comes into the direct chat', async () => {
      const { id } = await isReady();
      const reply = await room.ask('an', { kind: 'press', route: 'handover.code', args: { id } }, { channel: 'C0CALLS' });
      expect(says(reply)).toContain('口令在私聊里');
      await room.settle();
      const { code } = await room.only();
      expect(room.reads('an')).toContain(spaced(code));
      expect(room.reads('C0CALLS')).not.toContain(spaced(code));
    });

    it('a right code is the headline also where something else is wanted before the signature', async () => {
      const { id } = await isReady();
      await room.submit('an', 'handover.add', { id }, { line: '2 号泵漏水' });
      await room.goesThrough('bai', 'verify', 'fine');
      await room.goesThrough('bai', 'incoming', 'done');
      await room.signs('an');
      const view = shown(await room.submit('bai', 'handover.met', { id }, { code: (await room.only()).code ?? '' }));
      expect(view).toMatchObject({ kind: 'notice', tone: 'ok', title: '口令对了,当面已核对' });
      expect(JSON.stringify(view)).toContain('2 号泵漏水');
    });

    it('items are counted for each side on the card as they are when gone through [engineering-duty-17]', async () => {
      await room.until('2026-12-01T15:40');
      await room.types('an', 'handover');
      await room.settle();
      const { id } = await room.only();
      const [mine, theirs] = [await room.items('outgoing'), [...(await room.items('verify')), ...(await room.items('incoming'))]];
      expect(room.reads('an')).toContain(`交班 0/${mine.length} · 接班 0/${theirs.length}`);
      expect(says(await room.press('an', 'handover.step', { id }))).toContain(`逐项确认 1/${mine.length}`);
      expect(says(await room.press('bai', 'handover.step', { id }))).toContain(`逐项确认 1/${theirs.length}`);
      await room.goesThrough('bai', 'verify', 'fine');
      const verified = (await room.items('verify')).length;
      expect(says(await room.press('bai', 'handover.step', { id }))).toContain(`逐项确认 ${verified + 1}/${theirs.length}`);
      await room.settle();
      expect(room.reads('an')).toContain(`接班 ${verified}/${theirs.length}`);
    });

    it('a refusal to sign names what is missing in the report as well [engineering-duty-17] [engineering-duty-18]', async () => {
      await room.until('2026-12-01T15:40');
      await room.types('an', 'handover');
      const said = says(await room.signs('an'));
      for (const part of ['还不能签字', '还没写', '值班情况', 'engineering-duty-18', '写交班情况']) expect(said).toContain(part);
    });

    it('a question answered in a form says what was answered and asks no more', async () => {
      const { id } = await isReady();
      const [first, second] = await room.items('verify');
      const on = { message: 'W1' };
      const args = { id, item: first?.id ?? '', what: 'wrong' };
      await room.ask('bai', { kind: 'press', route: 'handover.item-open', args }, on);
      await room.ask('bai', { kind: 'submit', route: 'handover.item-with', args, values: { remark: '泵在漏' } });
      await room.settle();
      const edited = () => room.slack.edits.filter(({ ref }) => ref.messageId === 'W1').map(({ view }) => view);
      expect(edited()).toHaveLength(1);
      expect(JSON.stringify(edited()[0])).toContain('有问题:泵在漏');
      expect(JSON.stringify(edited()[0])).not.toContain('handover.item');
      // The next one, asked in the same message and answered on it, follows nothing any more.
      const next = { id, item: second?.id ?? '' };
      await room.ask('bai', { kind: 'press', route: 'handover.item-open', args: { ...next, what: 'wrong' } }, on);
      await room.ask('bai', { kind: 'press', route: 'handover.item', args: { ...next, as: 'fine' } }, on);
      await room.settle();
      expect(edited()).toHaveLength(1);
    });

    it('the punch offers to take over what waits', async () => {
      expect(labels(actionsOf(await room.types('an', 'in')))).not.toContain('接班');
      await isReady();
      expect(labels(actionsOf(await room.types('bai', 'in')))).toContain('接班');
    });

    it('the punch offers nothing to take over once it is taken over', async () => {
      const { id } = await isReady();
      await verifies();
      await room.signs('an');
      await room.submit('bai', 'handover.met', { id }, { code: (await room.only()).code ?? '' });
      expect((await room.only()).state).toBe('sealed');
      const reply = await room.types('bai', 'in');
      expect(says(reply)).toContain('已上班打卡');
      expect(labels(actionsOf(reply))).not.toContain('接班');
    });

    it('the report is filled beforehand in the language of whoever writes it', async () => {
      await readsEnglish('an', 'An Ping');
      await room.until('2026-12-01T10:00');
      await room.reports('an', '配电房跳闸');
      await room.until('2026-12-01T15:40');
      await room.types('an', 'handover');
      await room.settle();
      const form = JSON.stringify(await room.press('an', 'handover.fill', { id: (await room.only()).id }));
      expect(form).toContain('Course of the shift');
      expect(form).toMatch(/10:00 [A-Z][a-z ]+: 配电房跳闸/u);
      expect(form).not.toContain('设备故障');
    });
  });

  describe('in the log', () => {
    beforeEach(() => room.goesBy(['center-security-1']));

    /** The hand-over as `report log` names it to the lead. */
    const listed = async (): Promise<string> => {
      const view = shown(await room.types('lead', 'report log handover record'));
      const items = view.blocks.flatMap((block) => (block.kind === 'list' ? block.items : []));
      return items.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join('\n');
    };
    const isHandedOver = async (matter: string) => {
      await room.types('an', 'in');
      await room.until('2026-12-01T15:40');
      await room.types('an', 'handover');
      const { id } = await room.only();
      await room.writes('an', ['duty'], '一切正常');
      await room.submit('an', 'handover.add', { id }, { line: matter });
      await room.until('2026-12-01T15:55');
      await room.signs('an');
      await room.goesThrough('bai', 'verify', 'fine');
      await room.signs('bai');
      expect((await room.only()).state).toBe('sealed');
      await room.settle();
    };

    it('it is named by who handed over to whom and what is open, with names as the reader has them', async () => {
      for (const [code, name] of Object.entries({ lead: 'Lin Zhu', an: 'An Ping', bai: 'Bai Xue' })) await readsEnglish(code, name);
      await isHandedOver('3 号门锁等配件');
      expect(await listed()).toContain('An Ping → Bai Xue · 3 号门锁等配件 · Bai Xue');
      expect(await listed()).not.toMatch(/安平|白雪|值班情况|未处理问题/u);
    });

    it('in Chinese by the Chinese names, and what is cut ends with an ellipsis', async () => {
      await isHandedOver('门'.repeat(200));
      const [line] = (await listed()).split('\n');
      expect(line).toContain(`安平 → 白雪 · ${'门'.repeat(40)}`);
      expect(line).toMatch(/门…/u);
    });

    it('each text of the report is a field of its own', async () => {
      await isHandedOver('3 号门锁等配件');
      const [entry] = await room.db.query<{ fields: Record<string, unknown> }>("SELECT fields FROM entry WHERE type = 'handover'", []);
      expect(entry?.fields).toMatchObject({ duty: '一切正常', open_matters: '3 号门锁等配件 · 白雪' });
    });
  });
});

const actionsOf = (reply: Reply): readonly Action[] => {
  const view = shown(reply);
  return view.kind === 'home' ? [] : view.actions;
};
