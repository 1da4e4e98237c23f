import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { HandoverRoom } from '../harness/handover-room.ts';

const oneEach = [
  { on: '2026-12-01', shift: 'early', people: ['an'] },
  { on: '2026-12-01', shift: 'late', people: ['bai'] },
];
const twoEach = [
  { on: '2026-12-01', shift: 'early', people: ['an', 'dai'] },
  { on: '2026-12-01', shift: 'late', people: ['bai', 'cao'] },
];
const sections = ['duty', 'machines', 'open-problems'];

describe('a hand-over as people go about it', () => {
  let test: TestDatabase;
  let room: HandoverRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new HandoverRoom(test.database);
  });
  afterAll(() => test.drop());

  const comes = async (code: string, wall: string) => {
    await room.until(wall);
    await room.types(code, 'in');
    await room.settle();
  };
  const opens = async (code: string) => {
    await room.types(code, 'handover');
    await room.settle();
  };
  const of = async (outgoing: string) => {
    const row = (await room.handovers()).find((one) => one.outgoing === outgoing);
    if (row === undefined) throw new Error(`${outgoing} hands nothing over`);
    return row;
  };
  const press = async (code: string, route: string, outgoing: string) => room.press(code, route, { id: (await of(outgoing)).id });
  const signs = (code: string, outgoing: string) => press(code, 'handover.sign', outgoing);
  const itemsOf = async (outgoing: string) =>
    room.db.query<{ id: string; kind: string; text: string; state: string }>(
      'SELECT id::text AS id, kind, text, state FROM handover_item WHERE handover_id = $1::uuid ORDER BY "position", id',
      [(await of(outgoing)).id],
    );
  const answers = async (code: string, outgoing: string, kind: string, as: string) => {
    const { id } = await of(outgoing);
    const replies: string[] = [];
    for (const item of await itemsOf(outgoing))
      if (item.kind === kind && item.state === 'open')
        replies.push(says(await room.press(code, 'handover.item', { id, item: item.id, as })));
    return replies;
  };
  const states = async (outgoing: string, kind: string) =>
    (await itemsOf(outgoing)).filter((item) => item.kind === kind).map(({ state }) => state);

  describe('signed by both before the change', () => {
    it.each(['center-security-2', 'factory-guard-duty'])(
      'by %s nobody is told that the relief has not come, and whoever hands over can go',
      async (preset) => {
        await room.goesBy([preset], oneEach);
        await comes('an', '2026-12-01T10:00');
        await room.until('2026-12-01T15:40');
        await opens('an');
        await room.signs('an');
        await room.signs('bai');
        expect((await room.only()).state).toBe('sealed');
        await room.until('2026-12-01T16:00');
        expect(room.reads('an')).not.toContain('接班人还没到');
        expect(room.reads('bai')).not.toContain('该你接班了');
        expect(room.reads('lead')).not.toContain('没人接班');
        expect(await room.audits('handover.relief-late')).toEqual([]);
        expect(says(await room.types('an', 'out'))).toContain('已下班打卡');
      },
    );
  });

  it('signed by both, but the relief is not at the desk at the change: where a rule wants that, whoever goes reads so and stays [telecom-handover-04]', async () => {
    await room.goesBy(['telecom-handover'], oneEach);
    await comes('an', '2026-12-01T10:00');
    await room.until('2026-12-01T15:40');
    await opens('an');
    await room.signs('an');
    await room.signs('bai');
    expect((await room.only()).state).toBe('sealed');
    await room.until('2026-12-01T16:00');
    expect(room.reads('an')).toContain('接班人还没到');
    expect(says(await room.types('an', 'out'))).toContain('telecom-handover-04');
    await room.types('bai', 'in');
    expect(says(await room.types('an', 'out'))).toContain('已下班打卡');
  });

  describe('opened long before the change', () => {
    beforeEach(async () => {
      await room.goesBy(['engineering-duty'], oneEach);
      await comes('an', '2026-12-01T10:00');
      await opens('an');
    });

    it('is written at once and signed half an hour before the change, not a minute earlier; the refusal says from when', async () => {
      await room.writes('an', sections);
      await room.goesThrough('an', 'outgoing', 'done');
      for (const wall of ['2026-12-01T10:00', '2026-12-01T15:29']) {
        await room.until(wall);
        const said = says(await room.signs('an'));
        for (const part of ['还不能签字', '15:30 起']) expect(said).toContain(part);
        expect((await room.only()).outgoing_signed_at).toBeNull();
      }
      await room.until('2026-12-01T15:30');
      expect(says(await room.signs('an'))).toContain('已签字');
    });

    it('is signed as soon as the relief is there', async () => {
      await room.goesThrough('an', 'outgoing', 'done');
      await comes('bai', '2026-12-01T15:05');
      expect(says(await room.signs('an'))).toContain('已签字');
    });

    it('is not signed by the relief earlier either', async () => {
      await room.goesThrough('bai', 'verify', 'fine');
      expect(says(await room.signs('bai'))).toContain('15:30 起');
    });

    it('may be written anew until the relief signs; that takes the own signature and the code back, and both read so', async () => {
      await room.writes('an', sections);
      await room.goesThrough('an', 'outgoing', 'done');
      await room.until('2026-12-01T15:40');
      await room.signs('an');
      const { id, code } = await room.only();
      expect((await room.press('an', 'handover.fill', { id })).kind).toBe('form');
      await room.writes('an', sections);
      expect(await room.only()).toMatchObject({ code });
      const said = says(await room.writes('an', sections, '2 号泵漏水'));
      for (const part of ['签字和口令已收回', '确认并签字']) expect(said).toContain(part);
      expect(await room.only()).toMatchObject({ outgoing_signed_at: null, code: null, state: 'verifying' });
      await room.settle();
      expect(room.reads('bai')).toContain('安平改了交班情况');
      await room.signs('an');
      await room.goesThrough('bai', 'verify', 'fine');
      await room.goesThrough('bai', 'incoming', 'done');
      await room.goesThrough('bai', 'open', 'carried');
      await room.submit('bai', 'handover.met', { id }, { code: (await room.only()).code ?? '' });
      expect((await room.only()).state).toBe('sealed');
      expect(says(await room.writes('an', sections, '再改'))).toContain('已经交接完了');
    });
  });

  describe('with two who go and two who come', () => {
    beforeEach(async () => {
      await room.goesBy(['engineering-duty'], twoEach);
      await comes('an', '2026-12-01T10:00');
      await room.types('dai', 'in');
      await room.until('2026-12-01T15:40');
      for (const code of ['an', 'dai']) {
        await opens(code);
        await answers(code, code, 'outgoing', 'done');
        await room.submit(code, 'handover.add', { id: (await of(code)).id }, { line: `${code} 的泵漏水` });
        await signs(code, code);
      }
    });
    const enters = async (code: string, outgoing: string, digits: string | null) =>
      says(await room.submit(code, 'handover.met', { id: (await of(outgoing)).id }, { code: digits ?? '' }));
    const prepares = async (code: string, outgoing: string) => {
      await answers(code, outgoing, 'verify', 'fine');
      await answers(code, outgoing, 'incoming', 'done');
      await answers(code, outgoing, 'open', 'carried');
    };

    it('one relief who has typed the code of one is refused the other, who is named as free', async () => {
      await enters('bai', 'an', (await of('an')).code);
      expect(await of('an')).toMatchObject({ incoming: 'bai', state: 'signing' });
      for (const said of [
        await enters('bai', 'dai', (await of('dai')).code),
        says(await signs('bai', 'dai')),
        ...(await answers('bai', 'dai', 'verify', 'fine')),
      ])
        for (const part of ['你已经在接 安平 的班', '曹勇']) expect(said).toContain(part);
      expect((await of('dai')).met_at).toBeNull();
      expect(await states('dai', 'verify')).not.toContain('fine');
      expect(await enters('cao', 'dai', (await of('dai')).code)).toContain('口令对了');
      expect(await of('dai')).toMatchObject({ incoming: 'cao' });
    });

    it('takes both where the other relief is known not to come: on leave, or waited for in vain', async () => {
      await prepares('bai', 'an');
      await enters('bai', 'an', (await of('an')).code);
      expect((await of('an')).state).toBe('sealed');
      await room.until('2026-12-01T16:14');
      await press('dai', 'handover.code', 'dai');
      expect(await enters('bai', 'dai', (await of('dai')).code)).toContain('曹勇');
      await room.until('2026-12-01T16:15');
      expect(await enters('bai', 'dai', (await of('dai')).code)).toContain('口令对了');
    });

    it('another relief takes a claim over with a fresh code until the first has signed; what the first verified is verified anew', async () => {
      await answers('bai', 'an', 'verify', 'fine');
      await enters('bai', 'an', (await of('an')).code);
      expect(says(await press('cao', 'handover.step', 'an'))).toContain('白雪 正在接');
      expect((await of('an')).code).toBeNull();
      await press('an', 'handover.code', 'an');
      const { code } = await of('an');
      expect(code).not.toBeNull();
      await enters('cao', 'an', code);
      await room.settle();
      expect(await of('an')).toMatchObject({ incoming: 'cao' });
      expect((await states('an', 'verify')).every((state) => state === 'open')).toBe(true);
      for (const who of ['an', 'bai']) expect(room.reads(who)).toContain('改由曹勇接班');
      await prepares('cao', 'an');
      await signs('cao', 'an');
      expect(await of('an')).toMatchObject({ state: 'sealed', incoming: 'cao' });
      expect(says(await press('an', 'handover.code', 'an'))).toContain('已经交接完了');
      // The first is free again.
      expect(await enters('bai', 'dai', (await of('dai')).code)).toContain('口令对了');
    });

    it('whoever has typed the code signs later without another', async () => {
      await enters('bai', 'an', (await of('an')).code);
      await press('an', 'handover.code', 'an');
      await prepares('bai', 'an');
      await signs('bai', 'an');
      expect((await of('an')).state).toBe('sealed');
    });

    it('tries are counted for each relief: five wrong ones of one leave the code to the other', async () => {
      const { code } = await of('an');
      const wrong = code === '0000' ? '1111' : '0000';
      for (const left of [4, 3, 2, 1]) expect(await enters('bai', 'an', wrong)).toContain(`还可以试 ${left} 次`);
      for (const said of [wrong, code]) expect(await enters('bai', 'an', said)).toContain('这个口令你不能再用');
      expect(await enters('cao', 'an', wrong)).toContain('还可以试 4 次');
      expect(await enters('cao', 'an', code)).toContain('口令对了');
    });

    it('the one who gives the code and types it reads that the relief has to', async () => {
      expect(says(await room.types('an', `接班 ${(await of('an')).code}`))).toContain('口令要由接班人输入');
      expect(says(await room.types('an', '接班 0'))).toContain('口令要由接班人输入');
    });

    it('a right code is told first, then what is still wanted', async () => {
      const reply = await room.submit('bai', 'handover.met', { id: (await of('an')).id }, { code: (await of('an')).code ?? '' });
      expect(reply).toMatchObject({ view: { tone: 'ok', title: '口令对了,当面已核对' } });
    });

    it('which shift is asked with one line for each shift and a button for each person', async () => {
      const said = says(await room.types('bai', '接班'));
      expect(said.split('交接班 · 客服 早班')).toHaveLength(2);
      for (const part of ['安平', '戴青']) expect(said).toContain(part);
    });
  });

  describe('done', () => {
    const done = async (wall: string) => {
      await room.until(wall);
      await opens('an');
      await room.signs('an');
      await room.signs('bai');
      await room.settle();
      expect((await room.only()).state).toBe('sealed');
    };
    beforeEach(async () => {
      await room.goesBy(['center-security-2'], oneEach);
      await comes('an', '2026-12-01T10:00');
    });

    it('before the end of the shift says when it ends and lets nobody go', async () => {
      await done('2026-12-01T15:40');
      expect(room.reads('an')).toContain('16:00 下班');
      expect(room.reads('an')).not.toContain('可以下班了');
    });

    it('after the end lets whoever hands over go', async () => {
      await done('2026-12-01T16:00');
      expect(room.reads('an')).toContain('可以下班了');
    });

    it('after the end says what still holds them, and the refusal to clock out asks a lead, who can let them go', async () => {
      await room.goesBy(['center-security-1'], oneEach);
      await comes('an', '2026-12-01T10:00');
      await comes('bai', '2026-12-01T15:55');
      await opens('an');
      await room.reports('an', '特殊情况 有人闹事');
      const { id } = await room.only();
      await room.until('2026-12-01T16:00');
      for (const _ of [1, 2]) await room.signs('an');
      await room.goesThrough('bai', 'verify', 'fine');
      await room.goesThrough('bai', 'open', 'carried');
      await room.signs('bai');
      await room.settle();
      expect((await room.only()).state).toBe('sealed');
      expect(room.reads('an')).toContain('交接完成');
      expect(room.reads('an')).not.toContain('可以下班了');
      const held = await room.types('an', 'out');
      expect(says(held)).toContain('还不能下班');
      await room.pressesOn('an', held, '请带班放行');
      expect(room.reads('lead')).toContain('安平请你放行');
      await room.submit('lead', 'handover.override', { id }, { reason: '夜里要值班' });
      expect((await room.only()).state).toBe('sealed');
      expect(says(await room.types('an', 'out'))).toContain('已下班打卡');
    });
  });

  describe('opened early and not written', () => {
    beforeEach(async () => {
      await room.goesBy(['engineering-duty'], oneEach);
      await comes('an', '2026-12-01T10:00');
      await opens('an');
    });
    const form = async () => JSON.stringify(await room.press('an', 'handover.fill', { id: (await room.only()).id }));

    it('is filled anew each time it is opened; what was written stays', async () => {
      await room.reports('an', '路灯坏了有问题');
      await room.types('an', 'log 2 号泵声音大');
      const filled = await form();
      for (const part of ['路灯坏了', '2 号泵声音大']) expect(filled).toContain(part);
      await room.db.query("UPDATE incident SET state = 'closed'", []);
      expect(JSON.stringify((JSON.parse(await form()) as { form: { fields: unknown[] } }).form.fields[2])).not.toContain('路灯坏了');
      await room.writes('an', sections, '写好了');
      await room.types('an', 'log 3 号泵也响');
      expect(await form()).not.toContain('3 号泵也响');
    });

    it('is shown to others as it would be filled now', async () => {
      await room.types('an', 'log 2 号泵声音大');
      const args = { id: (await room.only()).id };
      expect(says(await room.ask('bai', { kind: 'press', route: 'handover.show', args }, { channel: 'C0CALLS' }))).toContain('声音大');
    });

    it('is reminded of half an hour before all the same, unless it is signed', async () => {
      await room.until('2026-12-01T15:29');
      expect(room.reads('an')).not.toContain('16:00 交班,先写好');
      await room.until('2026-12-01T15:30');
      expect(room.reads('an').split('"title":"16:00 交班,先写好"')).toHaveLength(2);
    });
  });

  describe('stopped by an incident', () => {
    beforeEach(async () => {
      await room.goesBy(['engineering-duty', 'center-security-2'], oneEach);
      await comes('an', '2026-12-01T10:00');
      await comes('bai', '2026-12-01T15:40');
      await opens('an');
      await room.goesThrough('an', 'outgoing', 'done');
      await room.goesThrough('bai', 'verify', 'fine');
      await room.reports('an', '配电房跳闸');
      expect((await room.only()).state).toBe('stopped');
    });

    it('says what is cleared and what stays, and names the incident when somebody wants to leave', async () => {
      expect(room.reads('an')).toContain('签字和接班人的逐项确认已清空,你备好的保留');
      await room.until('2026-12-01T16:05');
      const said = says(await room.types('an', 'out'));
      for (const part of ['还不能下班', '交接因事件停止', '配电房跳闸']) expect(said).toContain(part);
    });
  });

  it('that is frozen names the incident at clock-out and is called what a stopped one is called', async () => {
    await room.goesBy(['engineering-duty', 'center-security-2'], oneEach);
    await comes('an', '2026-12-01T10:00');
    await room.reports('an', '倒闸操作 1 号柜');
    await comes('bai', '2026-12-01T15:40');
    await opens('an');
    expect(room.reads('an')).toContain('已停止');
    expect(room.reads('an')).not.toContain('冻结');
    await room.until('2026-12-01T16:05');
    const said = says(await room.types('an', 'out'));
    for (const part of ['交接因事件停止', '倒闸操作']) expect(said).toContain(part);
  });

  it('where a lead lets somebody go, the other leads’ cards say so and lose the button, and the relief hears of it', async () => {
    await room.goesBy(['telecom-handover'], oneEach);
    await comes('an', '2026-12-01T10:00');
    await room.pressesOn('an', await room.types('an', 'out'), '请带班放行');
    expect(room.reads('lead')).toContain('带班放行…');
    await room.submit('lead', 'handover.override', { id: (await room.only()).id }, { reason: '身体不适' });
    await room.settle();
    const asked = room.sees('lead').find((view) => JSON.stringify(view).includes('林主管放行了安平'));
    expect(JSON.stringify(asked)).toContain('身体不适');
    expect(JSON.stringify(asked)).not.toContain('带班放行…');
    expect(room.reads('lead')).not.toContain('安平请你放行');
    expect(room.reads('bai')).toContain('林主管放行了安平');
  });

  it('what was not in order at one take-over stands in the next hand-over until it is settled', async () => {
    await room.goesBy(['center-security-1'], [...oneEach, { on: '2026-12-02', shift: 'early', people: ['cao'] }]);
    await comes('an', '2026-12-01T10:00');
    await comes('bai', '2026-12-01T15:55');
    await opens('an');
    const { id } = await room.only();
    await room.signs('an');
    const [first] = await room.items('verify');
    await room.submit('bai', 'handover.item-with', { id, item: first?.id ?? '', what: 'wrong' }, { remark: '一根警棍少了腕带' });
    await room.goesThrough('bai', 'verify', 'fine');
    await room.signs('bai');
    expect((await room.only()).state).toBe('sealed');
    await room.until('2026-12-01T23:40');
    await opens('bai');
    const carried = (await itemsOf('bai')).filter(({ text }) => text.includes('一根警棍少了腕带'));
    expect(carried).toMatchObject([{ kind: 'open', state: 'open' }]);
    expect(carried[0]?.text).toContain('安全设施');
  });
});
