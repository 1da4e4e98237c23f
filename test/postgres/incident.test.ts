import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openIncident } from '../../src/features/incident/index.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { IncidentRoom } from '../harness/incident-room.ts';
import { barrier } from '../harness/use-case.ts';

const centre = { guan: ['centre-admin'], dui: ['guard-captain'] };

describe('an incident', () => {
  let test: TestDatabase;
  let room: IncidentRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new IncidentRoom(test.database);
  });
  afterAll(() => test.drop());

  describe('opened with one line', () => {
    beforeEach(() => room.goesBy(['center-security-2'], centre));

    it('recognises the event, tells whom the rules name and says so at once', async () => {
      const reply = await room.reports('an', '3号门起火');
      expect(says(reply)).toContain('已上报 · 火情');
      expect(says(reply)).toContain('已通知:中心管理人员 guan、保安队长 dui');
      expect(await room.only()).toMatchObject({ event: 'fire', state: 'open', severity: 'major', number: 1 });
      for (const code of ['guan', 'dui', 'an', 'C0CALLS']) expect(room.reads(code)).toContain('3号门起火');
      expect(room.got('guan')).toBe(1);
      expect(room.heard).toEqual(['fire opened']);
    });

    it('asks on the card what the rules still want to know', async () => {
      await room.reports('an', '大厅有可疑包裹');
      expect(room.reads('an')).not.toContain('incident.fact');
      await room.reports('an', '发生紧急情况');
      expect(room.reads('an')).toContain('有多严重?');
      const before = await room.notices();
      await room.pressesCard('an', '重大');
      expect(room.reads('an')).not.toContain('incident.fact');
      expect(room.reads('an')).toContain('安平 · 有多严重? 重大');
      expect((await room.notices()).length).toBeGreaterThan(before.length);
      expect(room.got('guan')).toBe(2);
    });

    it('takes how grave it is and the authority from the line', async () => {
      await room.reports('an', '紧急情况 重大 3 楼');
      expect(await room.only()).toMatchObject({ event: 'emergency', severity: 'major' });
    });

    it('is an incident where the kind is not recognised, and its kind can be changed', async () => {
      const reply = await room.reports('an', '西侧围栏倒了');
      expect(says(reply)).toContain('没认出是哪类事件');
      expect(await room.only()).toMatchObject({ event: 'incident' });
      await room.fillsCard('an', '改类型…', { event: 'hazard' });
      expect(await room.only()).toMatchObject({ event: 'hazard' });
      expect(await room.notices()).toContain('guan to centre-admin told 10:05');
      expect(room.reads('an')).toContain('安全隐患 #2026-1');
    });

    it('without a line opens a form, which is kept open while it says nothing', async () => {
      const form = await room.types('an', '上报');
      expect(form.kind).toBe('form');
      expect(says(await room.fills('an', form, { line: '  ', known: '25:70' }))).toContain('时间写成 07:30 这样');
      expect(await room.stored()).toEqual([]);
      await room.fills('an', form, { line: '东门打架', known: '09:40' });
      await room.settle();
      expect(await room.only()).toMatchObject({ event: 'violence' });
      expect(room.reads('an')).toContain('09:40');
    });

    it('in English is understood and answered in English', async () => {
      await room.db.query("UPDATE person SET locale = 'en' WHERE code = 'an'", []);
      const reply = await room.types('an', 'duty incident fire at gate 3');
      expect(says(reply)).toContain('Reported · Fire');
      expect(says(await room.types('an', 'duty incident'))).toBe('form');
    });

    it('by whoever stands on no desk is refused and nothing is opened', async () => {
      await room.db.query("DELETE FROM member WHERE person_id = (SELECT id FROM person WHERE code = 'an')", []);
      expect(says(await room.reports('an', '3号门起火'))).toContain('你还不在任何班组里');
      expect(await room.stored()).toEqual([]);
    });

    it('is one however often the event comes and the line is repeated', async () => {
      const words = { kind: 'words', from: 'command', text: '上报 3号门起火', mentions: [] } as const;
      await Promise.all([room.ask('an', words, { eventKey: 'e1' }), room.ask('an', words, { eventKey: 'e1' })]);
      expect(says(await room.reports('an', '3号门起火'))).toContain('刚才已经上报 · 火情');
      expect(await room.stored()).toHaveLength(1);
      expect(room.got('guan')).toBe(1);
    });

    it('a message is reported by a shortcut on it, and a word that lists incidents also reports one', async () => {
      await room.ask(
        'an',
        { kind: 'shortcut', route: 'incident.note-message', text: '电梯困人', author: null },
        { message: '1.1', channel: 'C0CALLS' },
      );
      await room.types('an', '突发事件 配电房跳闸');
      expect((await room.stored()).map(({ event }) => event)).toEqual(['equipment-fault', 'equipment-fault']);
    });

    it('of ten that are opened at once have the numbers one to ten', async () => {
      const ready = barrier(10);
      await Promise.all(
        Array.from({ length: 10 }, (_, at) =>
          room.run(
            (ctx) =>
              openIncident(ctx, room.ownDesk, { line: `第 ${at}`, event: 'hazard', facts: {}, reporter: room.of('an'), knownAt: ctx.now }),
            ready,
          ),
        ),
      );
      expect((await room.stored()).map(({ number }) => number).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    });

    it('tells everybody once although a process died between two messages', async () => {
      let lost = 0;
      room.slack.fail = ({ to }) => {
        if (to.kind !== 'person' || lost >= 2) return null;
        lost += 1;
        return { error: room.slack.error('network'), delivered: lost === 1 };
      };
      await room.reports('an', '3号门起火');
      room.slack.fail = null;
      await room.until('2026-12-01T10:02');
      for (const code of ['an', 'guan', 'dui']) expect([code, room.got(code)]).toEqual([code, 1]);
      expect((await room.notices()).every((line) => line.includes(' told'))).toBe(true);
    });

    it('that could not be saved is not half there: whoever asks again opens it whole', async () => {
      const lost = room.run(async (ctx) => {
        await openIncident(ctx, room.ownDesk, { line: 'x', event: 'fire', facts: {}, reporter: room.of('an'), knownAt: ctx.now });
        ctx.unit.update('desk', { orgId: ctx.org, id: ctx.newId() }, { version: 1 });
      });
      await expect(lost).rejects.toThrow();
      await room.settle();
      expect([await room.stored(), room.got('guan'), (await room.db.query('SELECT 1 FROM entry', [])).length]).toEqual([[], 0, 0]);
      await room.reports('an', '3号门起火');
      expect(await room.only()).toMatchObject({ number: 1 });
    });

    it('is written into the log once', async () => {
      await room.reports('an', '3号门起火');
      const rows = await room.db.query<{ type: string; fields: object }>('SELECT type, fields FROM entry', []);
      expect(rows.map(({ type }) => type)).toHaveLength(1);
      expect(JSON.stringify(rows)).toContain('火情:3号门起火');
    });

    it('is read in the log with the event in the language of the reader', async () => {
      await room.db.query("UPDATE person SET locale = 'en' WHERE code IN ('bai', 'guan')", []);
      await room.reports('an', '3号门起火');
      const read = says(await room.types('bai', 'report log'));
      expect(read).toContain('Fire: 3号门起火');
      expect(read).not.toContain('火情:3号门起火');
      expect(room.reads('guan')).toContain('Fire #2026-1');
    });
  });

  describe('that is only for those who have to know', () => {
    beforeEach(() => room.goesBy(['telecom-instructions']));

    it('is not told in the channel, nor to others of the desk', async () => {
      await room.reports('an', '发现泄密');
      expect(room.got('C0CALLS')).toBe(0);
      expect(room.reads('zhang')).toContain('发现泄密');
      const { id } = await room.only();
      expect(says(await room.ask('bai', { kind: 'press', route: 'incident.show', args: { id } }))).toContain('这个事件你不能动');
      expect(says(await room.types('bai', 'incidents'))).toContain('没有突发事件');
      expect(says(await room.types('an', 'incidents'))).toContain('发现泄密');
    });

    it('is not shown to whoever was meant to be told and never was', async () => {
      await room.reports('an', '发现泄密');
      const { id } = await room.only();
      await room.db.query(
        `INSERT INTO incident_notice (org_id, id, incident_id, lane, stage, kind, word, person_id, state, detail)
         SELECT org_id, gen_random_uuid(), id, 'other', 9, 'to', 'superior', $1::uuid, 'skipped', (SELECT detail FROM incident_notice LIMIT 1) FROM incident`,
        [room.of('bai')],
      );
      expect(says(await room.ask('bai', { kind: 'press', route: 'incident.show', args: { id } }))).toContain('这个事件你不能动');
      expect(says(await room.types('bai', 'incidents'))).toContain('没有突发事件');
    });

    it('is in the log without what happened', async () => {
      await room.reports('an', '发现泄密');
      expect(JSON.stringify(await room.db.query('SELECT fields, words FROM entry', []))).not.toContain('泄密');
    });
  });

  describe('answered', () => {
    beforeEach(() => room.goesBy(['center-security-2'], centre));

    it('by a press stands on every card with its time; a second press changes nothing', async () => {
      await room.reports('an', '3号门起火');
      room.now = room.at('2026-12-01T10:03');
      await room.pressesCard('guan', '收到');
      expect(room.reads('an')).toContain('中心管理人员 guan · 10:03 已收到');
      const { id, lines } = await room.only();
      expect(says(await room.ask('guan', { kind: 'press', route: 'incident.received', args: { id } }))).toContain('你已经答复过了');
      expect((await room.only()).lines).toEqual(lines);
    });

    it('by two at once loses neither', async () => {
      await room.reports('an', '3号门起火');
      const { id } = await room.only();
      const press = (code: string) => room.ask(code, { kind: 'press', route: 'incident.received', args: { id } });
      await Promise.all([press('guan'), press('dui'), press('guan')]);
      expect((await room.notices()).every((line) => line.includes(' answered'))).toBe(true);
      expect((await room.only()).lines.filter((kind) => kind === 'answer')).toHaveLength(2);
    });

    it('by whoever was not asked is refused', async () => {
      await room.reports('an', '3号门起火');
      const { id } = await room.only();
      expect(says(await room.ask('bai', { kind: 'press', route: 'incident.received', args: { id } }))).toContain('没有在等你的答复');
      const gone = '0190c5a0-0000-7000-8000-0000000000ff';
      expect(says(await room.ask('guan', { kind: 'press', route: 'incident.received', args: { id: gone } }))).toContain('没有这个事件');
    });
  });

  describe('that nobody would hear of', () => {
    it('goes to the superior where no rule speaks of it, and says so', async () => {
      await room.goesBy(['telecom-swap']);
      await room.reports('an', '3号门起火');
      expect(await room.notices()).toEqual(['zhang to superior told']);
      expect(room.reads('an')).toContain('没有规定说这类事件报给谁');
    });

    it('is on record and says that there is nobody, where nobody leads', async () => {
      await room.goesBy(['telecom-swap']);
      await room.db.query("DELETE FROM member WHERE person_id IN (SELECT id FROM person WHERE code IN ('zhang', 'lin', 'wang'))", []);
      await room.db.query("UPDATE person SET attributes = '{}'", []);
      const reply = await room.reports('an', '3号门起火');
      expect(says(reply)).toContain('没有可以通知的人');
      expect(await room.notices()).toEqual(['- to superior told']);
      await room.fillsCard('an', '已通知 直属上级…', { who: '派出所 李警官', how: 'phone', when: '10:00' });
      expect(await room.notices()).toEqual(['- to superior delivered']);
      expect(room.reads('an')).toContain('派出所 李警官 · 电话');
    });

    it('tells the leads of a role that nobody holds, who can name somebody', async () => {
      await room.goesBy(['telecom-team-lead']);
      await room.reports('an', '疑难问题答不上来');
      expect(await room.notices()).toEqual(['- to department-director told 10:30']);
      expect(room.reads('zhang')).toContain('没有人担任');
      const form = await room.pressesCard('an', '指定 客服部主任…');
      expect(says(await room.fills('an', form, { who: 'U-nobody' }))).toContain('选一个班组里的人');
      await room.fills('an', form, { who: 'U-lin' });
      await room.settle();
      expect(await room.notices()).toEqual(['lin to department-director told 10:30']);
      expect(room.reads('lin')).toContain('疑难问题答不上来');
    });
  });

  describe('from open to closed', () => {
    beforeEach(() => room.goesBy(['center-security-2'], { ...centre, lin: ['centre-admin'] }));
    const open = async () => {
      await room.reports('an', '大厅有安全隐患');
      return (await room.only()).id;
    };

    it('is handled with what was done, and closed once those who have to know do', async () => {
      const id = await open();
      expect(says(await room.ask('an', { kind: 'press', route: 'incident.close-open', args: { id } }))).toContain('处置中');
      const form = await room.pressesCard('an', '处置完毕…');
      expect(says(await room.fills('an', form, { text: ' ' }))).toContain('要填');
      await room.fills('an', form, { text: '关了阀门' });
      await room.settle();
      expect(says(await room.ask('bai', { kind: 'press', route: 'incident.close-open', args: { id } }))).toContain(
        '由带班的人或报告人结束',
      );
      expect(says(await room.pressesCard('an', '结束…'))).toContain('还要知道的人:中心管理人员');
      await room.pressesCard('guan', '收到');
      await room.fillsCard('an', '结束…', { text: '已修好' });
      expect(await room.only()).toMatchObject({ state: 'closed' });
      expect(room.heard).toEqual(['hazard opened', 'hazard handled', 'hazard closed']);
      expect(room.reads('guan')).toContain('安平 结束了事件');
      expect(says(await room.ask('an', { kind: 'press', route: 'incident.handle-open', args: { id } }))).toContain('现在是:已结束');
    });

    it('a lead closes it although somebody does not know, with a reason', async () => {
      await open();
      await room.fillsCard('an', '处置完毕…', { text: '关了阀门' });
      const form = await room.pressesCard('lin', '结束…');
      expect(says(await room.fills('lin', form, { text: '好了' }))).toContain('要填');
      await room.fills('lin', form, { text: '好了', anyway: '当面说过了' });
      expect(await room.only()).toMatchObject({ state: 'closed' });
      expect(await room.audits('incident.closed')).toEqual([{ anyway: '当面说过了' }]);
    });

    it('is reopened with a reason, and whoever was not told yet is told by its order', async () => {
      await open();
      await room.pressesCard('an', '误报');
      expect(await room.only()).toMatchObject({ state: 'closed' });
      expect(room.reads('guan')).toContain('安平 说是误报');
      await room.fillsCard('an', '重新打开…', { text: '又漏了' });
      expect(await room.only()).toMatchObject({ state: 'open', lines: expect.arrayContaining(['false-alarm', 'reopened']) });
      expect(room.heard.at(-1)).toBe('hazard opened');
    });

    it('handled by two at once is handled once', async () => {
      const id = await open();
      const submit = (code: string) => room.ask(code, { kind: 'submit', route: 'incident.handle', args: { id }, values: { text: code } });
      const replies = await Promise.all([submit('an'), submit('bai')]);
      expect(replies.map(says).filter((text) => text.includes('已经有人办过了'))).toHaveLength(1);
      expect((await room.only()).lines.filter((kind) => kind === 'handled')).toHaveLength(1);
    });

    it('keeps every deed with its time and person, and nobody can alter it', async () => {
      await open();
      await room.fillsCard('an', '补充…', { text: '水已到电梯口' });
      const { id } = await room.only();
      const timeline = says(await room.ask('bai', { kind: 'press', route: 'incident.timeline', args: { id } }));
      for (const deed of ['12月1日(周二)10:00 · 安平 · 报告:大厅有安全隐患', '安平 · 水已到电梯口']) expect(timeline).toContain(deed);
      await expect(room.db.query("UPDATE incident_line SET text = 'x'", [])).rejects.toThrow('append-only');
      await expect(room.db.query('DELETE FROM incident_line', [])).rejects.toThrow('append-only');
    });
  });

  describe('brought further up', () => {
    it('to any level where no rule speaks of levels; whoever knows already is not told twice', async () => {
      await room.goesBy(['center-security-2'], centre);
      await room.reports('an', '大厅有隐患');
      await room.fillsCard('an', '报上级…', { level: '3', text: '要支援' });
      expect(await room.notices()).toContain('wang up superior told');
      expect(says(await room.fillsCard('an', '报上级…', { level: '3' }))).toContain('王总 已经知道了');
    });

    it('says that there is nobody further up', async () => {
      await room.goesBy(['center-security-2'], centre);
      await room.db.query("UPDATE person SET attributes = '{}'", []);
      await room.db.query(
        "UPDATE member SET roles = ARRAY['staff'] WHERE person_id IN (SELECT id FROM person WHERE code IN ('zhang', 'lin', 'wang', 'guan', 'dui'))",
        [],
      );
      await room.reports('an', '大厅有隐患');
      await expect(room.pressesCard('an', '报上级…')).rejects.toThrow('has no “报上级…”');
      const { id } = await room.only();
      expect(says(await room.ask('an', { kind: 'press', route: 'incident.up-open', args: { id } }))).toContain('上面没有人了');
    });
  });

  describe('listed', () => {
    it('the open ones first, then those of the last month', async () => {
      await room.goesBy(['center-security-2'], centre);
      expect(says(await room.types('an', 'duty incidents'))).toContain('没有突发事件');
      await room.reports('an', '大厅有隐患');
      await room.pressesCard('an', '误报');
      await room.reports('an', '东门打架');
      const list = says(await room.types('bai', 'duty incidents'));
      expect(list.indexOf('东门打架')).toBeLessThan(list.indexOf('大厅有隐患'));
      await room.until('2027-01-05T10:00');
      const later = says(await room.types('bai', 'duty incidents'));
      expect([later.includes('东门打架'), later.includes('大厅有隐患')]).toEqual([true, false]);
    });
  });
});
