import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importRoster } from '../../src/cli/roster.ts';
import { writeEntry } from '../../src/features/record/index.ts';
import { applyEdits, editsOf } from '../../src/features/roster/index.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { HandoverRoom } from '../harness/handover-room.ts';

describe('leaving a shift', () => {
  let test: TestDatabase;
  let room: HandoverRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new HandoverRoom(test.database);
  });
  afterAll(() => test.drop());

  const comes = async (code: string, wall: string) => {
    await room.until(wall);
    const reply = await room.types(code, 'in');
    await room.settle();
    return reply;
  };
  const leaves = async (code: string, wall: string) => {
    await room.until(wall);
    const reply = await room.types(code, 'out');
    await room.settle();
    return says(reply);
  };
  const heldUntil = async (code: string) =>
    (await room.punches(code)).find(({ kind }) => kind === 'out')?.held_until?.toISOString() ?? null;

  describe('before the relief is at the desk', () => {
    beforeEach(async () => {
      await room.goesBy(['telecom-handover']);
      await comes('an', '2026-12-01T10:00');
    });

    it('is refused with who is missing and the rule, and nothing is written [telecom-handover-04]', async () => {
      const said = await leaves('an', '2026-12-01T16:05');
      for (const part of ['还不能下班', '接班人还没到:白雪', 'telecom-handover-04', '留守的时间算上班', '交班'])
        expect(said).toContain(part);
      expect((await room.punches('an')).map(({ kind }) => kind)).toEqual(['in']);
    });

    it('is allowed the moment the relief is in, and the stay until then is work [telecom-handover-04]', async () => {
      await leaves('an', '2026-12-01T16:05');
      await comes('bai', '2026-12-01T16:20');
      const said = await leaves('an', '2026-12-01T16:25');
      expect(said).toContain('已下班打卡 16:25');
      expect(said).toContain('留守 20 分钟,算上班');
      expect(await heldUntil('an')).toBe('2026-12-01T08:20:00.000Z');
      expect((await room.punches('an'))[1]?.verdict).toBe('on-time');
    });

    it('is allowed in time where the relief came early; nobody was kept', async () => {
      await comes('bai', '2026-12-01T15:50');
      expect(await leaves('an', '2026-12-01T16:00')).toContain('已下班打卡 16:00');
      expect(await heldUntil('an')).toBeNull();
    });

    describe('with two guards of one shift, at the east gate and at the west gate', () => {
      const gates = [
        { on: '2026-12-02', shift: 'early', people: ['an', 'dai'] },
        { on: '2026-12-02', shift: 'late', people: ['bai', 'cao'] },
      ];
      /** The file of the month names where everybody stands. */
      const publishes = async (rows: string): Promise<void> => {
        const lines: string[] = [];
        const put = (line: string) => void lines.push(line);
        const deps = { database: room.db, terminal: { locale: 'zh' as const, out: put, err: put }, clock: { now: () => room.now } };
        const asked = { file: 'gates.csv', desk: null, month: '2026-12', dryRun: false, publish: true, reason: null };
        const code = await importRoster(Buffer.from(`姓名,岗位,1,2,3\n${rows}`), asked, deps);
        if (code !== 0) throw new Error(lines.join('\n'));
        await room.settle();
      };
      const atGates = '安平,东门,,早,\n戴青,西门,,早,\n白雪,东门,,晚班,\n曹勇,西门,,晚班,';
      beforeEach(async () => {
        await room.goesBy(['telecom-handover'], gates);
        await publishes(atGates);
      });

      it('the relief of the west gate does not release the east one; each is released by their own [telecom-handover-04]', async () => {
        await comes('an', '2026-12-02T08:00');
        await comes('dai', '2026-12-02T08:00');
        await comes('cao', '2026-12-02T15:55');
        expect(await leaves('an', '2026-12-02T16:01')).toContain('接班人还没到:白雪');
        expect(await leaves('dai', '2026-12-02T16:01')).toContain('已下班打卡');
        await comes('bai', '2026-12-02T16:02');
        expect(await leaves('an', '2026-12-02T16:03')).toContain('已下班打卡');
      });

      it('whoever covers for the relief relieves in their place; the hand-over says where [telecom-handover-04]', async () => {
        await room.run(async (ctx) => {
          const cover = await room.duty('bai', '2026-12-02', 'late', 'covered');
          const edits = editsOf([cover], room.of('bai'), room.of('zhang'));
          const order = { by: room.of('lead'), reason: null, cause: null, moment: 'swap', accept: 'flags' } as const;
          expect((await applyEdits(ctx, room.ownDesk, edits, order)).ok).toBe(true);
        });
        await comes('an', '2026-12-02T08:00');
        await comes('cao', '2026-12-02T15:55');
        expect(await leaves('an', '2026-12-02T16:01')).toContain('接班人还没到:张班长');
        await room.types('an', 'handover');
        await room.settle();
        expect(room.reads('an')).toContain('交接班 · 客服 东门 早班');
        await comes('zhang', '2026-12-02T16:02');
        expect(await leaves('an', '2026-12-02T16:03')).toContain('已下班打卡');
      });

      it('everybody reads where they stand: on duty, in the month, of their own shifts, and when it changes', async () => {
        const who = says(await room.types('lead', 'who tomorrow'));
        for (const part of ['安平(东门)', '戴青(西门)', '曹勇(西门)']) expect(who).toContain(part);
        expect(says(await room.types('lead', 'roster'))).toContain('安平(东门)');
        expect(says(await room.types('an', 'mine'))).toContain('客服 · 东门');
        await publishes('安平,西门,,早,\n戴青,东门,,早,\n白雪,东门,,晚班,\n曹勇,西门,,晚班,');
        expect(room.reads('an')).toContain('早班 08:00–16:00 · 西门');
      });
    });

    it('a relief at another position releases nobody, and where nobody follows nobody is held', async () => {
      const seat = (code: string, position: string) =>
        room.db.query('UPDATE assignment SET position = $1 WHERE person_id = $2::uuid', [position, room.of(code)]);
      await seat('an', 'seat-1');
      await seat('bai', 'seat-2');
      await comes('bai', '2026-12-01T15:55');
      expect(await leaves('an', '2026-12-01T16:01')).toContain('已下班打卡');
    });

    it('two who leave need two reliefs, also when both press at once', async () => {
      await room.goesBy(
        ['telecom-handover'],
        [
          { on: '2026-12-01', shift: 'early', people: ['an', 'dai'] },
          { on: '2026-12-01', shift: 'late', people: ['bai', 'cao'] },
        ],
      );
      await comes('an', '2026-12-01T10:00');
      await comes('dai', '2026-12-01T10:00');
      await comes('bai', '2026-12-01T15:58');
      await room.until('2026-12-01T16:01');
      const replies = await Promise.all([room.types('an', 'out'), room.types('dai', 'out')]);
      const said = replies.map(says);
      expect(said.filter((one) => one.includes('已下班打卡'))).toHaveLength(1);
      expect(said.filter((one) => one.includes('接班人还没到:曹勇'))).toHaveLength(1);
      await comes('cao', '2026-12-01T16:10');
      const later = said[0]?.includes('已下班打卡') === true ? 'dai' : 'an';
      expect(await leaves(later, '2026-12-01T16:11')).toContain('已下班打卡');
      expect(await heldUntil(later)).toBe('2026-12-01T08:10:00.000Z');
    });

    it('who has to go early asks, and those who lead get the button', async () => {
      await room.until('2026-12-01T11:00');
      const held = await room.types('an', 'out');
      expect(says(held)).toContain('接班人还没到:白雪');
      expect(says(await room.pressesOn('an', held, '请带班放行'))).toContain('已请带班的人放行');
      expect(room.reads('lead')).toContain('安平请你放行');
      await room.submit('lead', 'handover.override', { id: (await room.only()).id }, { reason: '身体不适' });
      expect(says(await room.types('an', 'out'))).toContain('还有 5 小时才下班');
    });

    it('asks once as long as the question is open: a second press says since when, and two at once are one', async () => {
      const held = await room.types('an', 'out');
      await Promise.all([room.pressesOn('an', held, '请带班放行'), room.pressesOn('an', held, '请带班放行')]);
      await room.settle();
      await room.until('2026-12-01T10:20');
      const again = says(await room.pressesOn('an', await room.types('an', 'out'), '请带班放行'));
      expect(again).toContain('已经请过带班的人放行 10:00');
      expect(again).toContain('林主管');
      await room.settle();
      expect(room.reads('lead').split('"title":"安平请你放行"')).toHaveLength(2);
      expect(await room.audits('handover.ask-release')).toHaveLength(1);
    });

    it('a lead who is held back asks those above, and reads that there is nobody where there is nobody', async () => {
      await room.db.query('DELETE FROM member WHERE person_id = $1::uuid', [room.of('lead')]);
      await room.db.query(`UPDATE member SET roles = '{guard}' WHERE person_id = ANY($1::uuid[])`, [[room.of('cs'), room.of('zhang')]]);
      const held = await room.types('an', 'out');
      expect(says(await room.pressesOn('an', held, '请带班放行'))).toContain('这里没有可以放行你的带班的人');
      expect(await room.audits('handover.ask-release')).toEqual([]);
    });

    it('another relief on the roster takes over in place of the one it was opened for', async () => {
      await room.until('2026-12-01T15:40');
      await room.types('an', 'handover');
      expect((await room.only()).incoming).toBe('bai');
      await room.db.query('UPDATE assignment SET person_id = $1::uuid WHERE person_id = $2::uuid', [room.of('dai'), room.of('bai')]);
      expect(says(await room.signs('bai'))).toContain('这次交接不是你的');
      await room.signs('dai');
      expect((await room.only()).incoming).toBe('dai');
    });

    it('a lead lets somebody go with a reason, and nobody without one', async () => {
      await leaves('an', '2026-12-01T16:05');
      const { id } = await room.only();
      expect(says(await room.press('bai', 'handover.override-open', { id }))).toContain('放行由带班的人做');
      expect((await room.submit('lead', 'handover.override', { id }, { reason: ' ' })).kind).toBe('invalid');
      expect(says(await room.submit('lead', 'handover.override', { id }, { reason: '白雪请假,我来顶' }))).toContain('已放行');
      await room.settle();
      expect(room.reads('an')).toContain('林主管放行了你');
      expect(await leaves('an', '2026-12-01T16:31')).toContain('已下班打卡 16:31');
      expect(await room.audits('handover.override')).toMatchObject([{ reason: '白雪请假,我来顶' }]);
      expect(says(await room.press('lead', 'handover.override-open', { id }))).toContain('带班的人已放行');
    });
  });

  describe('when the relief does not come', () => {
    it('the supervisor the rule names is told at the change, the leads above after the tolerance, and again until nobody is left [property-cs-duty-17]', async () => {
      await room.goesBy(['property-cs-duty'], undefined, '{ no_show_after_minutes: 10 }');
      await comes('an', '2026-12-01T10:00');
      await room.until('2026-12-01T15:59');
      expect(room.reads('cs')).not.toContain('没人接班');
      await room.until('2026-12-01T16:00');
      for (const part of ['安平 没人接班', '白雪', 'property-cs-duty-17']) expect(room.reads('cs')).toContain(part);
      expect(room.reads('an')).toContain('接班人还没到,先别走');
      expect(room.reads('bai')).toContain('16:00 该你接班了');
      expect(room.reads('lead')).not.toContain('没人接班');
      await room.until('2026-12-01T16:09');
      expect(room.reads('lead')).not.toContain('没人接班');
      await room.until('2026-12-01T16:10');
      expect(room.reads('lead')).toContain('安平 没人接班');
      expect((await room.audits('handover.relief-late')).map(({ level }) => level)).toEqual([0, 1]);
      await room.until('2026-12-01T17:30');
      expect(await room.audits('handover.relief-late')).toHaveLength(2);
    });

    it('nobody above is told once the relief has come in time, or somebody was let go [property-cs-duty-17]', async () => {
      await room.goesBy(['property-cs-duty'], undefined, '{ no_show_after_minutes: 10 }');
      await comes('an', '2026-12-01T10:00');
      await comes('bai', '2026-12-01T15:59');
      await room.until('2026-12-01T16:30');
      expect(room.reads('cs')).not.toContain('没人接班');
      expect(await room.audits('handover.relief-late')).toEqual([]);
    });
  });

  describe('before the hand-over is done', () => {
    const duties = [
      { on: '2026-12-01', shift: 'early', people: ['an'] },
      { on: '2026-12-01', shift: 'late', people: ['bai'] },
    ];
    const opens = async () => {
      await room.types('an', 'handover');
      await room.settle();
    };

    it.each([
      ['factory-guard-duty', 'factory-guard-duty-11'],
      ['center-security-2', 'center-security-2-19'],
      ['telecom-duty', 'telecom-duty-08'],
    ])('%s refuses leaving until both have signed [%s]', async (preset, rule) => {
      await room.goesBy([preset], duties);
      await comes('an', '2026-12-01T10:00');
      await comes('bai', '2026-12-01T15:55');
      const unopened = await leaves('an', '2026-12-01T16:00');
      expect(unopened).toContain('还不能下班');
      expect(unopened).toContain(rule);
      await opens();
      await room.signs('an');
      const half = await leaves('an', '2026-12-01T16:10');
      expect(half).toContain('交接班还没签完,还差:白雪');
      await room.signs('bai');
      expect((await room.only()).state).toBe('sealed');
      expect(await leaves('an', '2026-12-01T16:12')).toContain('已下班打卡 16:12');
      expect(await heldUntil('an')).toBe('2026-12-01T08:10:00.000Z');
    });

    it('facilities and gear are verified one by one and signed by both first [center-security-1-10] [center-security-1-19]', async () => {
      await room.goesBy(
        ['center-security-1'],
        duties.map((line) => (line.shift === 'late' ? { ...line, people: ['bai', 'cao'] } : line)),
      );
      await comes('an', '2026-12-01T10:00');
      await comes('bai', '2026-12-01T15:55');
      await comes('cao', '2026-12-01T15:55');
      await opens();
      await room.signs('an');
      const early = says(await room.signs('bai'));
      for (const part of ['还不能签字', '安全设施', '警用装备', 'center-security-1-19']) expect(early).toContain(part);
      const first = (await room.items('verify'))[0];
      const { id } = await room.only();
      await room.press('bai', 'handover.item', { id, item: first?.id ?? '', as: 'fine' });
      expect(says(await room.signs('bai'))).toContain('还没逐项确认');
      expect(await leaves('an', '2026-12-01T16:01')).toContain('center-security-1-10');
      await room.goesThrough('bai', 'verify', 'fine');
      await room.signs('bai');
      expect(await leaves('an', '2026-12-01T16:05')).toContain('已下班打卡');
    });

    it('a signed hand-over is registered with shift, sides, time, items and open matters [center-security-1-16]', async () => {
      await room.goesBy(['center-security-1'], duties);
      await comes('an', '2026-12-01T10:00');
      await room.types('an', 'log 3 号门锁坏了');
      await opens();
      const { id } = await room.only();
      await room.submit('an', 'handover.add', { id }, { line: '3 号门锁等配件' });
      await room.until('2026-12-01T15:55');
      await room.signs('an');
      expect(await room.db.query("SELECT 1 FROM entry WHERE type = 'handover'", [])).toEqual([]);
      await room.goesThrough('bai', 'verify', 'fine');
      await room.signs('bai');
      const [entry] = await room.db.query<{ fields: Record<string, unknown> }>("SELECT fields FROM entry WHERE type = 'handover'", []);
      expect(entry?.fields).toMatchObject({ shift: 'early', from: room.of('an'), to: room.of('bai'), at: '2026-12-01T07:55:00Z' });
      expect(String(entry?.fields.items)).toContain('安全设施:正常');
      expect(String(entry?.fields.open_matters)).toContain('3 号门锁等配件 · 白雪');
      expect(entry?.fields.signatures).toHaveLength(2);
    });

    it('the last shift of a stretch, whom nobody relieves, goes without [center-security-2-19]', async () => {
      await room.goesBy(['center-security-2'], [{ on: '2026-12-01', shift: 'early', people: ['an'] }]);
      await comes('an', '2026-12-01T10:00');
      expect(await leaves('an', '2026-12-01T16:00')).toContain('已下班打卡 16:00');
    });

    it('a desk without rules about it asks nothing', async () => {
      await room.goesBy([], duties);
      await comes('an', '2026-12-01T10:00');
      expect(await leaves('an', '2026-12-01T16:00')).toContain('已下班打卡 16:00');
    });
  });

  it('the report has three texts, and one that is missing is noted with the signature [telecom-handover-06]', async () => {
    await room.goesBy(['telecom-handover']);
    await comes('an', '2026-12-01T10:00');
    await room.until('2026-12-01T15:40');
    await room.types('an', 'handover');
    await room.settle();
    const flagged = says(await room.signs('an'));
    expect(flagged).toContain('还没写');
    expect(flagged).toContain('telecom-handover-06');
    expect(await room.audits('handover.sign')).toMatchObject([{ side: 'outgoing', flagged: ['telecom-handover-06'] }]);
    await room.goesBy(['telecom-handover']);
    await comes('an', '2026-12-01T10:00');
    await room.until('2026-12-01T15:40');
    await room.types('an', 'handover');
    await room.settle();
    await room.writes('an', ['equipment', 'difficult-questions', 'people-changes']);
    expect(says(await room.signs('an'))).not.toContain('telecom-handover-06');
    expect((await room.audits('handover.sign')).at(-1)).toMatchObject({ flagged: [] });
  });

  it('the lead of the shift is asked for the roll-call when it begins, and not when it is written [telecom-handover-02]', async () => {
    await room.goesBy(['telecom-handover']);
    await room.until('2026-12-01T15:59');
    expect(room.reads('zhang')).not.toContain('晚班 点名');
    await room.until('2026-12-01T16:00');
    for (const part of ['晚班 点名', 'telecom-handover-02']) expect(room.reads('zhang')).toContain(part);
    await room.goesBy(['telecom-handover']);
    await room.until('2026-12-01T15:58');
    await room.run(async (ctx) => {
      const slot = (await room.db.query<{ id: string }>("SELECT id FROM slot WHERE shift = 'late' LIMIT 1", []))[0]?.id ?? null;
      await writeEntry(ctx, room.ownDesk, { type: 'roll-call', fields: { remarks: '都到了' }, author: room.of('zhang'), slot });
    });
    await room.until('2026-12-01T16:00');
    expect(room.reads('zhang')).not.toContain('晚班 点名');
  });
});
