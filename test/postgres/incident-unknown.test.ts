import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeEntry } from '../../src/features/record/index.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { IncidentRoom } from '../harness/incident-room.ts';

const centre = { guan: ['centre-admin'], dui: ['guard-captain'] };

/** What nobody recognised, what is about a colleague, and what stands in a register, on the real runtime. */
describe('an incident of which the rules speak in general', () => {
  let test: TestDatabase;
  let room: IncidentRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new IncidentRoom(test.database);
  });
  afterAll(() => test.drop());
  const at = (time: string) => room.until(`2026-12-01T${time}`);

  it('goes the way of a sudden event where its kind was not recognised, and the card says so [center-security-2-03]', async () => {
    await room.goesBy(['center-security-2'], centre);
    expect(says(await room.reports('an', '大门被撞'))).toContain('没认出是哪类事件,按“突发情况”上报');
    expect(await room.notices()).toEqual(['dui to guard-captain told', 'guan then centre-admin waiting']);
    for (const part of ['没认出是哪类事件,按“突发情况”上报', 'center-security-2-03']) expect(room.reads('dui')).toContain(part);
    expect(room.reads('dui')).not.toContain('没有规定说这类事件报给谁');
    await room.fillsCard('an', '改类型…', { event: 'hazard' });
    expect(room.reads('an')).not.toContain('没认出');
  });

  it('in English says so as well', async () => {
    await room.goesBy(['center-security-2'], centre);
    await room.db.query("UPDATE person SET locale = 'en' WHERE code IN ('an', 'dui')", []);
    expect(says(await room.reports('an', 'the gate is bent'))).toContain('The kind was not recognised; it is reported as “Sudden event”');
    expect(room.reads('dui')).toContain('The kind was not recognised; it is reported as “Sudden event”');
  });

  it('of a known kind of which no rule speaks goes the same way, and says as what [center-security-2-03]', async () => {
    await room.goesBy(['center-security-2'], centre);
    await room.reports('an', '二楼漏水');
    expect(await room.notices()).toContain('dui to guard-captain told');
    expect(room.reads('dui')).toContain('规定没有单独说“设施损坏”,按“突发情况”上报');
  });

  it('goes to the superior where the rules speak of nothing so general', async () => {
    await room.goesBy(['center-security-1']);
    await room.reports('an', '大门被撞');
    expect(await room.notices()).toEqual(['zhang to superior told']);
    expect(room.reads('zhang')).toContain('没认出是哪类事件,按“突发事件”上报');
  });

  it('a smell of smoke is a fire', async () => {
    await room.goesBy(['center-security-2'], centre);
    await room.reports('an', '二楼有烟味');
    expect(await room.only()).toMatchObject({ event: 'fire', severity: 'major' });
  });

  describe('about a colleague', () => {
    const report = async () => {
      await room.goesBy(['center-security-2'], centre);
      await room.reports('an', '保安违规脱岗 白雪');
    };

    it('names in the channel neither who reported it nor whom, and is for those who were told [center-security-2-05]', async () => {
      await report();
      const board = room.reads('C0CALLS');
      expect(board).toContain('违规 #2026-1');
      for (const part of ['安平', '白雪', '保安违规脱岗']) expect(board).not.toContain(part);
      const { id } = await room.only();
      expect(says(await room.ask('bai', { kind: 'press', route: 'incident.show', args: { id } }))).toContain('这个事件你不能动');
      expect(says(await room.types('bai', '突发事件'))).not.toContain('脱岗');
      expect(room.reads('guan')).toContain('保安违规脱岗 白雪');
    });

    it('shows in the channel who outside was reached by hand [center-security-2-05]', async () => {
      await report();
      expect(room.reads('C0CALLS')).not.toContain('李经理');
      await room.fillsCard('guan', '已通知 保安公司…', { who: '李经理', how: 'phone', when: '10:00' });
      expect(room.reads('C0CALLS')).toContain('保安公司(李经理 · 电话)');
    });

    it('whoever did something about it has answered [center-security-2-05]', async () => {
      await report();
      await room.fillsCard('guan', '已通知 保安公司…', { who: '李经理', how: 'phone', when: '10:00' });
      expect(await room.notices()).toContain('guan to centre-admin answered 10:30');
      await at('10:40');
      expect(room.reads('an')).not.toContain('没有答复');
    });

    it('a silent receiver is not answered for by a call outside: the next above hears [center-security-2-05]', async () => {
      await report();
      await room.fillsCard('an', '已通知 保安公司…', { who: '李经理', how: 'phone', when: '10:00' });
      await at('10:30');
      expect(await room.notices()).toEqual(expect.arrayContaining(['guan to centre-admin unanswered 10:30', 'zhang up superior told']));
      expect(room.reads('an')).toContain('已报 张班长');
    });
  });

  describe('how grave it is', () => {
    it('is asked with every answer in sight, and who to phone until somebody says', async () => {
      await room.goesBy(['center-security-2'], centre);
      await room.reports('an', '三楼有人晕倒');
      const rows = room
        .sees('an')
        .at(-1)
        ?.blocks.flatMap((block) => (block.kind === 'actions' ? [block.actions.map(({ label }) => label)] : []));
      expect(rows).toEqual(
        expect.arrayContaining([
          ['一般', '严重'],
          ['紧急', '重大'],
        ]),
      );
      expect(room.reads('an')).toContain('还没人说有多严重,等不及就打电话:guan');
      await room.pressesCard('an', '重大');
      expect(room.reads('an')).not.toContain('等不及就打电话');
    });

    it('does not offer what stands already', async () => {
      await room.goesBy(['center-security-2'], centre);
      await room.reports('an', '3号门起火');
      const rows = room
        .sees('an')
        .at(-1)
        ?.blocks.flatMap((block) => (block.kind === 'actions' ? [block.actions.map(({ label }) => label)] : []));
      expect(rows).toContainEqual(['一般', '严重', '紧急']);
    });
  });

  describe('entered in a register', () => {
    const enter = async (code: string, type = 'violation') => {
      const fields = type === 'violation' ? { facts: '白雪站岗玩手机' } : { text: '一切正常' };
      await room.run((ctx) => writeEntry(ctx, room.ownDesk, { type, fields, author: room.of(code), slot: null }));
      await room.settle();
    };
    const newest = (code: string): string => JSON.stringify(room.sees(code).at(-1));

    it('is to be reported, says so with the rule, and one press does it, once [center-security-2-05]', async () => {
      await room.goesBy(['center-security-2'], centre);
      await enter('an');
      for (const part of ['还要上报 · 违规', '白雪站岗玩手机', '报中心管理人员、保安公司,10:30 前', 'center-security-2-05'])
        expect(newest('an')).toContain(part);
      expect(await room.stored()).toEqual([]);
      expect(says(await room.pressesCard('an', '上报'))).toContain('已上报 · 违规');
      expect(await room.only()).toMatchObject({ event: 'violation', lines: expect.arrayContaining(['opened', 'entry']) });
      expect(await room.notices()).toContain('guan to centre-admin told 10:30');
      expect(await room.db.query('SELECT type FROM entry', [])).toEqual([{ type: 'violation' }]);
      expect(says(await room.pressesCard('an', '上报'))).toContain('刚才已经上报 · 违规');
      expect(await room.stored()).toHaveLength(1);
    });

    it('is reported by whoever entered it or a lead alone, and read in their language', async () => {
      await room.goesBy(['center-security-2'], centre);
      await room.db.query("UPDATE person SET locale = 'en' WHERE code = 'an'", []);
      await enter('an');
      expect(newest('an')).toContain('To be reported as well · Violation');
      const [entry] = await room.db.query<{ id: string }>('SELECT id::text AS id FROM entry', []);
      const press = { kind: 'press', route: 'incident.of-entry', args: { entry: entry?.id ?? '' } } as const;
      expect(says(await room.ask('bai', press))).toContain('由登记的人或带班的人上报');
      expect(says(await room.ask('zhang', press))).toContain('已上报 · 违规');
    });

    it('says nothing of what no rule has reported, nor of what an incident wrote', async () => {
      await room.goesBy(['center-security-2'], centre);
      const before = room.got('an');
      await enter('an', 'duty-log');
      expect(room.got('an')).toBe(before);
      await room.reports('an', '保安违规脱岗');
      expect(room.reads('an')).not.toContain('还要上报');
      await room.goesBy(['center-security-1']);
      await enter('an');
      expect(room.reads('an')).not.toContain('还要上报');
    });
  });

  it('has one primary button on a card', async () => {
    await room.goesBy(['center-security-2'], centre);
    await room.reports('an', '保安违规脱岗');
    for (const code of ['an', 'guan']) {
      const card = room.sees(code).at(-1);
      const inside = card?.blocks.flatMap((block) => (block.kind === 'actions' ? block.actions : [])) ?? [];
      const all = [...inside, ...(card !== undefined && card.kind !== 'home' ? card.actions : [])];
      expect(all.filter((action) => action.kind === 'press' && action.style === 'primary').map(({ label }) => label)).toEqual([
        code === 'an' ? '已通知 保安公司…' : '收到',
      ]);
    }
  });

  it('is listed in the same order for everybody: what is open, the newest first', async () => {
    await room.goesBy(['center-security-2'], centre);
    await room.reports('bai', '东门打架');
    await at('10:05');
    await room.reports('an', '大厅有隐患');
    await at('10:06');
    await room.reports('bai', '单车被盗');
    await room.fillsCard('bai', '处置完毕…', { text: '找到了' });
    const order = async (code: string) => {
      const list = says(await room.types(code, 'duty incidents'));
      return ['大厅有隐患', '东门打架', '单车被盗'].map((line) => list.indexOf(line));
    };
    for (const code of ['an', 'bai', 'guan']) {
      const places = await order(code);
      expect([code, places]).toEqual([code, places.toSorted((left, right) => left - right)]);
    }
  });
});
