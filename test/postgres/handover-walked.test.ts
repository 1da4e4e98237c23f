import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeEntry } from '../../src/features/record/index.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { HandoverRoom } from '../harness/handover-room.ts';

const twoEach = [
  { on: '2026-12-01', shift: 'early', people: ['an', 'dai'] },
  { on: '2026-12-01', shift: 'late', people: ['bai', 'cao'] },
];
const sections = ['duty', 'machines', 'open-problems'];

describe('a hand-over as a new user walks through it', () => {
  let test: TestDatabase;
  let room: HandoverRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new HandoverRoom(test.database);
  });
  afterAll(() => test.drop());

  const of = async (outgoing: string) => {
    const row = (await room.handovers()).find((one) => one.outgoing === outgoing);
    if (row === undefined) throw new Error(`${outgoing} hands nothing over`);
    return row;
  };
  const itemsOf = async (outgoing: string, kind: string) =>
    room.db.query<{ id: string; state: string; owner: string | null; text: string }>(
      `SELECT i.id::text AS id, i.state, i.text, p.code AS owner FROM handover_item i LEFT JOIN person p ON p.org_id = i.org_id AND p.id = i.owner_id
       WHERE handover_id = $1::uuid AND kind = $2 ORDER BY "position"`,
      [(await of(outgoing)).id, kind],
    );
  const press = async (code: string, route: string, outgoing: string): Promise<Reply> =>
    room.press(code, route, { id: (await of(outgoing)).id });
  const answers = async (code: string, outgoing: string, kind: string, as: string): Promise<string[]> => {
    const said: string[] = [];
    for (const { id, state } of await itemsOf(outgoing, kind))
      if (state === 'open') said.push(says(await room.press(code, 'handover.item', { id: (await of(outgoing)).id, item: id, as })));
    return said;
  };
  const enters = async (code: string, outgoing: string, digits: string | null) =>
    says(await room.submit(code, 'handover.met', { id: (await of(outgoing)).id }, { code: digits ?? '' }));
  const readsEnglish = (code: string, name: string) =>
    room.db.query(`UPDATE person SET locale = 'en', name_en = $2 WHERE code = $1`, [code, name]);
  const told = (who: string, part: string): string[] =>
    room
      .sees(who)
      .map((view) => JSON.stringify(view))
      .filter((view) => view.includes(part));
  /** Both who go have clocked in and opened their hand-over. */
  const opened = async (preset: string, wall: string) => {
    await room.goesBy([preset], twoEach);
    for (const code of ['an', 'dai']) await room.types(code, 'in');
    await room.until(wall);
    for (const code of ['an', 'dai']) await room.types(code, 'handover');
    await room.settle();
  };
  const handsOver = async (code: string) => {
    await answers(code, code, 'outgoing', 'done');
    await room.submit(code, 'handover.add', { id: (await of(code)).id }, { line: `${code} 的泵漏水` });
    await press(code, 'handover.sign', code);
  };
  /** What somebody reads who asks for the contents. */
  const contentsFor = async (code: string, outgoing: string): Promise<string> => {
    await press(code, 'handover.show', outgoing);
    await room.settle();
    return JSON.stringify(room.sees(code).at(-1));
  };

  describe('long before the change', () => {
    beforeEach(() => opened('engineering-duty', '2026-12-01T10:00'));

    it('nothing is verified nor refused by the relief, whom nothing binds, and who is not offered to write the report [engineering-duty-17]', async () => {
      const [item] = await itemsOf('an', 'verify');
      const { id } = await of('an');
      const replies = [
        await press('bai', 'handover.step', 'an'),
        await room.press('bai', 'handover.item', { id, item: item?.id ?? '', as: 'fine' }),
        await room.submit('bai', 'handover.refuse', { id }, { why: 'room-not-clean' }),
      ];
      for (const said of replies.map(says)) {
        for (const part of ['还没到接班的时候', '15:30 起']) expect(said).toContain(part);
        expect(said).not.toContain('写交班情况');
      }
      expect((await itemsOf('an', 'verify')).every(({ state }) => state === 'open')).toBe(true);
      expect(await of('an')).toMatchObject({ incoming: null, state: 'preparing' });
      await readsEnglish('cao', 'Cao Yong');
      expect(says(await press('cao', 'handover.step', 'an'))).toContain('It is too early to take over');
      await room.until('2026-12-01T15:30');
      expect(says(await press('bai', 'handover.step', 'an'))).toContain('逐项确认 1/');
    });

    it('“hand over” of somebody with nothing to hand over offers to take over only once it can be', async () => {
      expect(says(await room.types('bai', '交班'))).toContain('你现在没有班可交');
      await room.until('2026-12-01T15:30');
      expect(says(await room.types('bai', '交班'))).toContain('接谁的班');
    });

    it('an incident stops no hand-over that is only being written [engineering-duty-22]', async () => {
      const { id } = await of('an');
      await answers('an', 'an', 'outgoing', 'done');
      await room.submit('an', 'handover.filled', { id }, { s_duty: '正常', s_machines: '正常', s_open_problems: '无' });
      expect((await of('an')).state).toBe('verifying');
      await room.reports('an', '配电房跳闸');
      expect((await of('an')).state).toBe('verifying');
      for (const who of ['an', 'bai', 'lead']) expect(room.reads(who)).not.toContain('交接已停止');
    });
  });

  describe('with two who go and two who come', () => {
    beforeEach(() => opened('engineering-duty', '2026-12-01T15:40'));

    it('whoever goes and the other relief hear which one begins, once', async () => {
      await answers('bai', 'an', 'verify', 'fine');
      await room.settle();
      for (const who of ['an', 'cao']) expect(told(who, '白雪开始接安平的班')).toHaveLength(1);
      expect(room.reads('bai')).not.toContain('开始接');
    });

    it('a right code typed again opens it as met and is no try of the other one; nor is the code of another', async () => {
      for (const code of ['an', 'dai']) await handsOver(code);
      const [mine, other] = [(await of('an')).code, (await of('dai')).code];
      expect(says(await room.types('bai', `接班 ${mine}`))).toContain('口令对了');
      await room.types('bai', 'in');
      for (const _ of [1, 2]) {
        const again = says(await room.types('bai', `接班 ${mine}`));
        for (const part of ['口令对了,当面已核对', '未结事项还没逐条确认']) expect(again).toContain(part);
      }
      expect(says(await room.types('bai', `接班 ${other}`))).toContain('你已经在接 安平 的班');
      const tries = await room.db.query<{ tries: number }>('SELECT sum(code_tries)::int AS tries FROM handover', []);
      expect(tries).toEqual([{ tries: 0 }]);
      expect(await enters('cao', 'dai', other)).toContain('口令对了');
    });

    it('whoever types a code that another relief has used reads who takes over', async () => {
      await handsOver('an');
      const { code } = await of('an');
      await answers('bai', 'an', 'verify', 'fine');
      await enters('cao', 'an', code);
      const said = await enters('bai', 'an', code);
      for (const part of ['曹勇 正在接这个班', '再出示口令']) expect(said).toContain(part);
    });

    it('whoever gives the code hears of five wrong tries, and what is said of the code is true', async () => {
      await readsEnglish('bai', 'Bai Xue');
      await handsOver('an');
      const { code } = await of('an');
      const wrong = code === '0000' ? '1111' : '0000';
      const said: string[] = [];
      for (let tries = 0; tries < 5; tries++) said.push(await enters('bai', 'an', wrong));
      expect(said[2]).toContain('2 more tries.');
      expect(said[3]).toContain('1 more try.');
      expect(said[4]).toContain('you cannot use this code any more');
      await room.settle();
      expect(told('an', '白雪 5 次口令没输对')).toHaveLength(1);
      expect(await enters('cao', 'an', code)).toContain('口令对了');
    });

    it('what one takes on is theirs in the other hand-over of the change, too', async () => {
      await room.run(async (ctx) => {
        await writeEntry(ctx, room.ownDesk, { type: 'duty-vehicle', fields: { purpose: '送文件' }, author: room.of('an') });
      });
      for (const code of ['an', 'dai']) {
        await press(code, 'handover.step', code);
        await handsOver(code);
      }
      await answers('bai', 'an', 'open', 'carried');
      await answers('cao', 'dai', 'open', 'carried');
      for (const code of ['an', 'dai'])
        expect((await itemsOf(code, 'open')).find(({ text }) => text.includes('送文件'))).toMatchObject({ state: 'carried', owner: 'bai' });
    });

    it('an incident is told of once, with whose shifts it stops, and each reads their own side when it is over [engineering-duty-22]', async () => {
      await answers('bai', 'an', 'verify', 'fine');
      await answers('cao', 'dai', 'verify', 'fine');
      await room.reports('an', '配电房跳闸');
      expect([(await of('an')).state, (await of('dai')).state]).toEqual(['stopped', 'stopped']);
      const [lead, ...more] = told('lead', '交接已停止');
      expect(more).toEqual([]);
      for (const name of ['安平', '戴青']) expect(lead).toContain(name);
      for (const who of ['an', 'bai']) expect(told(who, '交接已停止')).toHaveLength(1);
      await room.handles('an');
      expect(told('an', '可以重新交接')).toHaveLength(1);
      expect(told('bai', '可以重新接班')).toHaveLength(1);
      expect(room.reads('bai')).not.toContain('可以重新交接');
    });

    it('a question that stands open is closed by what stops the hand-over, and asked again when it is over [engineering-duty-22]', async () => {
      const on = { message: 'Q1' };
      const [item] = await itemsOf('an', 'verify');
      const { id } = await of('an');
      await room.ask('bai', { kind: 'press', route: 'handover.item', args: { id, item: item?.id ?? '', as: 'fine' } }, on);
      const now = () => JSON.stringify(room.slack.edits.findLast(({ ref }) => ref.messageId === 'Q1')?.view);
      await room.reports('an', '配电房跳闸');
      expect(now()).toContain('事件没办完,交接停止');
      expect(now()).not.toContain('"正常"');
      await room.handles('an');
      expect(now()).toContain('逐项确认 1/');
    });
  });

  it('where both wait for the same relief, one reminder at the change names whose shifts they are', async () => {
    await opened('engineering-duty', '2026-12-01T15:40');
    for (const code of ['bai', 'cao']) await room.types(code, 'in');
    await room.until('2026-12-01T16:00');
    for (const who of ['bai', 'cao']) {
      const [only, ...more] = told(who, '交接班还没签完');
      expect(more).toEqual([]);
      for (const name of ['安平', '戴青']) expect(only).toContain(name);
    }
    expect(told('an', '交接班还没签完')).toHaveLength(1);
    expect(told('an', '交接班还没签完')[0]).not.toContain('戴青');
  });

  it('what is opened after the card is shown before it is signed', async () => {
    await opened('center-security-2', '2026-12-01T15:40');
    await readsEnglish('dai', 'Dai Qing');
    await room.run(async (ctx) => {
      await writeEntry(ctx, room.ownDesk, { type: 'duty-vehicle', fields: { purpose: '送文件' }, author: room.of('an') });
    });
    const first = says(await press('an', 'handover.sign', 'an'));
    for (const part of ['新增 1 项未结,还没签字', '送文件']) expect(first).toContain(part);
    expect((await of('an')).outgoing_signed_at).toBeNull();
    await press('an', 'handover.sign', 'an');
    expect((await of('an')).outgoing_signed_at).not.toBeNull();
    expect(says(await press('dai', 'handover.sign', 'dai'))).toContain('1 matter has been opened since; nothing is signed yet');
  });

  it('what was ordered to somebody of the next shift is not an open matter of the one that goes', async () => {
    await room.goesBy(['center-security-2'], twoEach);
    const orders = (content: string, owner: string) =>
      room.run(async (ctx) => {
        const given = { type: 'task', fields: { content }, author: room.of('lead'), owner: room.of(owner) };
        await writeEntry(ctx, room.ownDesk, given);
      });
    await orders('下午检查灭火器', 'bai');
    await orders('上午擦玻璃', 'an');
    await room.until('2026-12-01T15:40');
    await room.types('an', 'handover');
    const open = (await itemsOf('an', 'open')).map(({ text }) => text).join('\n');
    expect(open).toContain('上午擦玻璃');
    expect(open).not.toContain('下午检查灭火器');
  });

  it('a matter that both hand-overs of a change carried on stands once in the next one', async () => {
    await room.goesBy(
      ['center-security-2'],
      [
        { on: '2026-12-01', shift: 'early', people: ['an'] },
        { on: '2026-12-01', shift: 'late', people: ['bai', 'cao'] },
        { on: '2026-12-02', shift: 'early', people: ['dai', 'cs'] },
      ].map((line) => (line.on === '2026-12-02' ? { ...line, shift: 'night', on: '2026-12-01' } : line)),
    );
    await room.until('2026-12-01T15:40');
    await room.types('an', 'handover');
    await room.submit('an', 'handover.add', { id: (await of('an')).id }, { line: '三号摄像头黑屏' });
    await press('an', 'handover.sign', 'an');
    await press('bai', 'handover.sign', 'an');
    expect((await of('an')).state).toBe('sealed');
    await room.until('2026-12-01T23:40');
    for (const code of ['bai', 'cao']) await room.types(code, 'handover');
    await press('bai', 'handover.sign', 'bai');
    await press('dai', 'handover.sign', 'bai');
    expect((await of('bai')).state).toBe('sealed');
    await room.types('cao', 'handover');
    const open = (await itemsOf('cao', 'open')).filter(({ text }) => text === '三号摄像头黑屏');
    expect(open.map(({ state }) => state)).toEqual(['open']);
  });

  it('a lead’s release is in the register with who and why, and the relief reads one thing [center-security-1-16]', async () => {
    await room.goesBy(['center-security-1']);
    await room.types('an', 'in');
    await room.until('2026-12-01T15:40');
    await room.types('an', 'handover');
    const { id } = await of('an');
    await room.submit('an', 'handover.add', { id }, { line: '大门遥控器没电' });
    await room.submit('lead', 'handover.override', { id }, { reason: '家里有急事' });
    await room.settle();
    const entries = await room.db.query<{ fields: { signatures: string[]; from: string } }>(
      "SELECT fields FROM entry WHERE type = 'handover'",
      [],
    );
    expect(entries).toHaveLength(1);
    expect(entries[0]?.fields.from).toBe(room.of('an'));
    for (const part of ['林主管', '带班放行', '15:40', '没有当面交接', '家里有急事'])
      expect(entries[0]?.fields.signatures.join()).toContain(part);
    const [notice] = told('bai', '林主管放行了安平');
    for (const part of ['不用你签', '补充…']) expect(notice).toContain(part);
    expect(notice).not.toContain('逐项');
    const said = says(await press('bai', 'handover.step', 'an'));
    for (const part of ['带班的人已放行', '补充…']) expect(said).toContain(part);
    expect(said).not.toContain('已经交接完了');
    expect(await contentsFor('bai', 'an')).toContain('1 项,已确认 0');
    await room.submit('bai', 'handover.amend', { id }, { line: '遥控器换了电池' });
    await room.settle();
    expect(room.reads('bai')).toContain('遥控器换了电池');
  });

  it('somebody who never clocked in is not kept on post, and is not offered as one who hands over', async () => {
    await room.goesBy(['center-security-1'], twoEach);
    await room.types('dai', 'in');
    await room.until('2026-12-01T15:50');
    const said = says(await room.types('bai', '接班'));
    expect((await room.handovers()).map(({ outgoing }) => outgoing)).toEqual(['dai']);
    expect(said).not.toContain('安平');
    await room.until('2026-12-01T16:10');
    expect(says(await room.types('an', 'out'))).not.toContain('还不能下班');
    expect(says(await room.types('dai', 'out'))).toContain('还不能下班');
  });

  it('the contents follow what is written, and stand under headings, with a box before each item', async () => {
    await room.goesBy(['engineering-duty']);
    await readsEnglish('an', 'An Ping');
    await room.until('2026-12-01T15:40');
    await room.types('an', 'handover');
    const contents = await contentsFor('an', 'an');
    for (const part of ['Course of the shift', 'Made ready by whoever hands over', 'Verified by the relief'])
      expect(contents).toContain(part);
    expect(contents).not.toContain('"kind":"list"');
    await room.writes('an', sections, 'pump 2 is loud');
    await room.settle();
    expect(told('an', 'pump 2 is loud')).toHaveLength(1);
  });

  it('a card asked for again is closed by the refusal, whose remark both the other side and the lead read [engineering-duty-20]', async () => {
    await room.goesBy(['engineering-duty']);
    await room.until('2026-12-01T15:40');
    await room.types('an', 'handover');
    await room.writes('an', sections);
    await room.goesThrough('an', 'outgoing', 'done');
    const { id } = await of('an');
    expect(await contentsFor('bai', 'an')).toContain('"handover.sign"');
    await room.submit('bai', 'handover.refuse', { id }, { why: 'room-not-clean', remark: '值班室满地烟头' });
    await room.settle();
    expect(told('bai', '"handover.sign"')).toEqual([]);
    for (const who of ['an', 'lead']) {
      const [notice] = told(who, '白雪拒绝接班');
      expect(notice).toContain('值班室满地烟头');
    }
  });
});
