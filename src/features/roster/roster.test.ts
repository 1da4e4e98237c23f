import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/harness/database.ts';
import { deskFiles, fixture, Guardroom } from '../../../test/harness/guardroom.ts';
import { formOf, labels, reads, shown } from '../../../test/harness/office.ts';
import type { Reply } from '../../runtime/reply.ts';

const captain = 'U0G00';
const guard = 'U0G05';

describe('the roster on a real database', () => {
  let test: TestDatabase;
  let room: Guardroom;
  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    room = new Guardroom(test.database);
    await room.clear();
    await room.apply(deskFiles.gate);
  });

  const count = async (table: string, where = 'true'): Promise<number> =>
    (await test.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE ${where}`, []))[0]?.n ?? -1;
  const publish = async (file = 'roster-grid.csv', text = '12月'): Promise<Reply> =>
    room.presses(captain, await room.sends(captain, file, fixture(file), text), '发布');
  const editable = (text: string): Buffer => Buffer.from(text);

  describe('import by file', () => {
    it.each([
      ['roster-grid.csv', '12月'],
      ['roster-grid-gb18030.csv', ''],
      ['roster-grid.xlsx', ''],
    ])('%s: preview, publication, one message each', async (file, text) => {
      const preview = await room.sends(captain, file, fixture(file), text);
      expect(reads(preview)).toContain('待发布 · 门岗2026年12月值班表');
      expect(reads(preview)).toContain('符合规定');
      expect(await count('slot')).toBe(0);
      const done = await room.presses(captain, preview, '发布');
      expect(shown(done).title).toBe('门岗2026年12月值班表已发布');
      expect(await count('slot')).toBe(93);
      expect(await count('assignment', 'live')).toBe(file === 'roster-grid.csv' ? 186 + 23 : 186);
      const messages = await room.messages();
      expect(messages.filter((message) => message.destination === `person:${guard}`)).toHaveLength(1);
      expect(messages.find((message) => message.destination === `person:${guard}`)?.text).toContain('12月1日(周二)晚班 00:00–07:30');
      expect(
        messages
          .filter((message) => message.destination.startsWith('channel:'))
          .map((message) => message.destination)
          .sort(),
      ).toEqual(['channel:C0GATE', 'channel:oc_gate']);
      expect(reads(await room.presses(captain, preview, '发布'))).toContain('已经处理过了');
    });

    it('lists what cannot be read by cell and saves nothing', async () => {
      const answer = await room.sends(captain, 'december.csv', editable('2026年12月\n姓名,1,2,3\n赵建国,早,甲,中\n钱志名,早,早,早\n'));
      expect(shown(answer).title).toBe('2 处没有看懂,什么都没有保存');
      expect(reads(answer)).toContain('C3“甲”:没有这个班次,有:早班、中班、晚班');
      expect(reads(answer)).toContain('B4“钱志名”:不在这个班组里,是不是“钱志明”(共 3 处)');
      expect([await count('roster_import'), await count('slot')]).toEqual([0, 0]);
    });

    it('refuses a month with gaps, with hours, figures and the rule', async () => {
      const gap = fixture('roster-grid.csv').toString('utf8').replaceAll('晚', '休');
      const preview = await room.sends(captain, 'december.csv', editable(gap), '2026-12');
      expect(labels(preview)).not.toContain('发布');
      expect(reads(preview)).toContain('没有人值班');
      expect(reads(preview)).toContain('property-security-duty-01');
      expect(reads(preview)).toMatch(/00:00–07:30/);
    });

    it('asks for the month where the file does not say it', async () => {
      const asked = await room.sends(captain, 'roster-grid.csv', fixture('roster-grid.csv'));
      expect(labels(asked)).toEqual(['2026年12月', '2026年11月', '2026年10月']);
      expect(reads(await room.presses(captain, asked, '2026年12月'))).toContain('待发布 · 门岗2026年12月值班表');
    });

    it('is for leads only, and for files of rosters only', async () => {
      expect(reads(await room.sends(guard, 'roster-grid.csv', fixture('roster-grid.csv')))).toContain('只有带班的人可以导入值班表');
      expect(reads(await room.sends(captain, 'roster.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0])))).toContain('.xls');
      expect(reads(await room.sends(captain, 'roster.xlsx', Buffer.from('PK\u0003\u0004 not a zip')))).toContain('打不开');
    });

    it('reads a leader and two officers by surname and title for a desk with one shift a day', async () => {
      const office = deskFiles.monitoring
        .replace(
          '    presets:\n      - id: maritime-duty\n        from: "2025-01-01"\n',
          '    shifts:\n      - {code: day, name: 全天, name_en: Day, start: "08:00", end: "08:00+1"}\n',
        )
        .replace(/ {4}rotations:[\s\S]*? {4}channels:/, '    channels:');
      await room.apply(office);
      const preview = await room.sends('U0M00', 'roster-list.csv', fixture('roster-list.csv'));
      expect(reads(preview)).toContain('待发布 · 监控中心2026年12月值班表');
      await room.presses('U0M00', preview, '发布');
      expect(await count('assignment', `live AND role = 'duty-leader'`)).toBe(31);
    });
  });

  describe('publication', () => {
    it('of one month by two leads at once happens once', async () => {
      const one = await room.sends(captain, 'roster-grid.csv', fixture('roster-grid.csv'), '12月');
      const two = await room.sends(captain, 'roster-grid.xlsx', fixture('roster-grid.xlsx'));
      const replies = await Promise.all([room.presses(captain, one, '发布'), room.presses(captain, two, '发布')]);
      const titles = replies.map((reply) => shown(reply).title).sort();
      expect(titles).toEqual(['没有发布', '门岗2026年12月值班表已发布']);
      expect([await count('roster'), await count('slot')]).toEqual([1, 93]);
      const late = replies.find((reply) => shown(reply).title === '没有发布');
      expect(reads(late ?? replies[0])).toContain('陈志远');
      const again = await room.presses(captain, late ?? replies[0], '重新核对');
      expect(reads(again)).toContain('已有发布的值班表');
    });

    it('again changes the least, tells only those it touches, before and after', async () => {
      await publish();
      const before = await test.database.query<{ id: string }>('SELECT id FROM assignment ORDER BY id', []);
      await test.database.query('TRUNCATE outbox', []);
      const lines = fixture('roster-grid.csv').toString('utf8').split('\n');
      // 周海波 and 吴卫东 change places on 1 December: both do the night shift; on the 2nd only 周海波 does.
      const changed = lines
        .map((line) =>
          line.startsWith('周海波,晚,晚')
            ? line.replace('周海波,晚,晚', '周海波,晚,休')
            : line.startsWith('吴卫东,晚,休')
              ? line.replace('吴卫东,晚,休', '吴卫东,晚,晚')
              : line,
        )
        .join('\n');
      const preview = await room.sends(captain, 'new.csv', editable(changed), '12月');
      expect(reads(preview)).toContain('发布后新增 1 班,取消 1 班');
      await room.presses(captain, preview, '发布');
      const messages = (await room.messages()).filter(
        (message) => message.destination.startsWith('person:') && message.text.includes('有变动'),
      );
      expect(messages.map((message) => message.destination).sort()).toEqual(['person:U0G05', 'person:ou_gate06']);
      expect(messages.find((message) => message.destination === 'person:U0G05')?.text).toContain('取消:12月2日(周三)晚班');
      expect(messages.find((message) => message.destination === 'person:ou_gate06')?.text).toContain('新增:12月2日(周三)晚班');
      const after = await test.database.query<{ id: string }>('SELECT id FROM assignment ORDER BY id', []);
      expect(after.filter((row) => !before.some((old) => old.id === row.id))).toHaveLength(1);
      expect(reads(await room.presses(captain, await room.sends(captain, 'new.csv', editable(changed), '12月'), '发布'))).toContain(
        '和已发布的一样',
      );
    });

    it('leaves shifts that have begun as they are', async () => {
      await publish();
      room.at('2026-12-10T12:00');
      const swapped = fixture('roster-grid.csv').toString('utf8').replace('郑国强,休,', '郑国强,早,');
      const preview = await room.sends(captain, 'new.csv', editable(swapped), '12月');
      expect(reads(preview)).toContain('已经开始的班保持原样');
      expect(reads(await room.presses(captain, preview, '发布'))).toContain('和已发布的一样');
    });

    it('keeps people out of two places across desks', async () => {
      await room.apply(deskFiles.monitoring);
      await publish();
      // 周海波 also stands on the second desk.
      await test.database.query(
        `INSERT INTO member (org_id, desk_id, person_id, roles) SELECT d.org_id, d.id, p.id, '{duty-officer}' FROM desk d, person p WHERE d.code = 'monitoring' AND p.code = 'zhou-haibo'`,
        [],
      );
      const rows = Array.from({ length: 31 }, (_, day) => {
        const leader = ['何建平', '高文斌', '罗海燕', '林国栋'][day % 4];
        return `${day + 1}日,第一班,${leader},${day === 5 ? '周海波' : '唐敏'}\n${day + 1}日,第二班,${['高文斌', '罗海燕', '林国栋', '何建平'][day % 4]},韩雪\n${day + 1}日,第三班,${['罗海燕', '林国栋', '何建平', '高文斌'][day % 4]},彭丽`;
      });
      const preview = await room.sends(
        'U0M00',
        'watch.csv',
        editable(`2026年12月\n日期,班次,带班领导,值班员\n${rows.join('\n')}`),
        '监控中心',
      );
      const answer = await room.presses('U0M00', preview, '发布');
      expect(shown(answer).title).toBe('有人同时在两处');
      expect(reads(answer)).toContain('周海波');
      expect(reads(answer)).toContain('门岗');
      expect(await count('slot', `shift = 'first'`)).toBe(0);
    });

    it('over a rule the desk has softened asks for a reason, which is kept', async () => {
      const override =
        '        overrides: [{rule: property-security-duty-01, reaction: flag, reason: 夜间无人, by: chen-zhiyuan, from: "2025-01-01"}]';
      await room.apply(deskFiles.gate.replace(/(- id: property-security-duty\n {8}from: "2025-01-01"\n)/, `$1${override}\n`));
      const gaps = fixture('roster-grid.csv').toString('utf8').replaceAll('晚', '休');
      const preview = await room.sends(captain, 'gaps.csv', editable(gaps), '12月');
      expect(labels(preview)).toEqual(['写原因并发布…', '放弃']);
      expect(reads(preview)).toContain('没有人值班');
      const form = await room.presses(captain, preview, '写原因并发布…');
      expect(JSON.stringify(formOf(form).intro)).toContain('property-security-duty-01');
      expect((await room.fills(captain, form, {})).kind).toBe('form');
      expect(await count('slot')).toBe(0);
      expect(reads(await room.fills(captain, form, { reason: '夜间由物业总台代管' }))).toContain('夜间由物业总台代管');
      expect(await count('slot')).toBe(62);
      expect(await count('audit_entry', `action = 'roster.publish' AND detail ->> 'reason' = '夜间由物业总台代管'`)).toBe(1);
    });

    it('drops what is not wanted', async () => {
      const preview = await room.sends(captain, 'roster-grid.csv', fixture('roster-grid.csv'), '12月');
      expect(reads(await room.presses(captain, preview, '放弃'))).toContain('没有发布');
      expect(await count('slot')).toBe(0);
    });
  });

  describe('who is on duty', () => {
    beforeEach(async () => void (await publish()));

    it('now, over midnight and at the end of the month', async () => {
      room.at('2026-12-02T15:59');
      const early = await room.types(guard, '谁值班');
      expect(shown(early).title).toBe('现在值班 · 门岗');
      expect(reads(early)).toContain('赵建国 13800020002、冯永刚');
      expect(reads(early)).toContain('带班:陈志远');
      room.at('2026-12-02T16:00');
      expect(reads(await room.types(guard, 'who'))).toContain('钱志明');
      room.at('2026-12-02T23:59');
      expect(reads(await room.types(guard, 'who'))).toContain('中班 16:00–24:00');
      room.at('2026-12-03T00:00');
      expect(reads(await room.types(guard, 'who'))).toContain('晚班 00:00–07:30');
      room.at('2026-12-31T23:30');
      expect(reads(await room.types(guard, 'who'))).toContain('中班 16:00–24:00');
      room.at('2027-01-01T00:00');
      const none = await room.types(guard, 'who');
      expect(reads(none)).toContain('2027年1月的值班表还没有发布');
    });

    it('at another time, which is always said', async () => {
      room.at('2026-12-02T10:00');
      const night = await room.types(guard, '谁值班 明天凌晨');
      expect(reads(night)).toContain('按 12月3日(周四)03:00 查的');
      expect(reads(night)).toContain('孙立军');
      const day = await room.types('U0G02', 'who gate 3 Dec');
      expect(reads(day)).toContain('Looked up for Thu 3 Dec');
      expect(reads(day)).toContain('night 00:00–07:30');
      expect(reads(await room.types(guard, '谁值班 明天中班'))).not.toContain('早班 07:30');
      expect(shown(await room.types(guard, '谁值班 12月35日')).title).toBe('没有“12月35日”这个时间');
      expect(shown(await room.types(guard, '谁值班 后院')).title).toBe('没有看懂“后院”');
    });

    it('hides phones in a channel of a desk that does not show them', async () => {
      await room.apply(deskFiles.gate.replace('phones_in_announcements: true', 'phones_in_announcements: false'));
      room.at('2026-12-02T10:00');
      expect(reads(await room.types(guard, 'who', 'C0GATE'))).not.toContain('1380002');
      expect(reads(await room.types(guard, 'who'))).toContain('1380002');
    });

    it('counts by the wall of the desk', async () => {
      const london = deskFiles.gate.replace('code: gate\n    name: 门岗', 'code: gate\n    zone: Europe/London\n    name: 门岗');
      await room.clear();
      await room.apply(london);
      await publish();
      room.at('2026-12-02T07:29', 'Europe/London');
      expect(reads(await room.types(guard, 'who'))).toContain('晚班 00:00–07:30');
      room.at('2026-12-02T07:30', 'Europe/London');
      expect(reads(await room.types(guard, 'who'))).toContain('早班 07:30–16:00');
    });
  });

  describe('what is mine, and the month', () => {
    beforeEach(async () => void (await publish()));

    it('lists the next shifts, and says what there is instead', async () => {
      room.at('2026-12-02T10:00');
      const mine = await room.types(guard, '我的班');
      expect(reads(mine)).toContain('下一个班:12月6日(周日)早班 07:30–16:00 · 门岗');
      expect(reads(mine)).toContain('同班:吴卫东');
      const none = await room.types(guard, '我的班 12月5日');
      expect(shown(none).title).toBe('没有这个班');
      expect(reads(none)).toContain('你 12月5日(周六) 没有排班。你的下一个班:12月6日(周日)早班 07:30–16:00');
      expect(reads(await room.types(guard, '我的班 12月6日'))).toContain('12月6日(周日)早班');
      room.at('2027-01-05T10:00');
      expect(shown(await room.types(guard, 'mine')).title).toBe('之后没有你的班');
    });

    it('shows the month in two halves, and what is missing', async () => {
      room.at('2026-12-20T10:00');
      const card = await room.types(guard, '值班表');
      expect(reads(card)).toContain('20 今天');
      expect(labels(card)).toEqual(['上半月', '下个月']);
      const first = await room.presses(guard, card, '上半月');
      expect(reads(first)).toContain('1 周二');
      expect(reads(first)).toContain('陈志远 11月25日(周三)10:00 发布');
      expect(shown(await room.types(guard, 'roster 2027-01')).title).toBe('门岗2027年1月还没有值班表');
      expect(shown(await room.types(guard, '值班表 十三月')).title).toBe('没有看懂月份“十三月”');
    });
  });

  describe('a lead changes one shift', () => {
    beforeEach(async () => void (await publish()));
    const person = async (code: string): Promise<string> =>
      (await test.database.query<{ id: string }>('SELECT id FROM person WHERE code = $1', [code]))[0]?.id ?? '';

    it('replaces somebody, and both are told', async () => {
      room.at('2026-12-02T10:00');
      await test.database.query('TRUNCATE outbox', []);
      const form = await room.types(captain, '改班 12月6日');
      expect(formOf(form).fields.map((field) => field.name)).toEqual(['on', 'shift', 'out', 'in', 'position', 'reason']);
      const values = { on: '2026-12-06', shift: 'early', out: await person('zhou-haibo'), in: await person('wang-xuewen'), reason: '发烧' };
      const done = await room.fills(captain, form, values);
      expect(shown(done).title).toBe('已改班');
      const messages = await room.messages();
      expect(messages.map((message) => message.destination).sort()).toEqual(['person:U0G05', 'person:ou_gate08']);
      expect(messages.find((message) => message.destination === 'person:U0G05')?.text).toContain('取消:12月6日(周日)早班 07:30–16:00');
      expect(messages[0]?.text).toContain('发烧');
      expect(await room.fills(captain, form, values)).toMatchObject({ kind: 'invalid', errors: { out: '周海波不在这个班里' } });
    });

    it('is refused where it would leave a gap, where somebody is twice, and when it is over', async () => {
      room.at('2026-12-02T10:00');
      const form = await room.types(captain, 'roster change');
      const base = { on: '2026-12-06', shift: 'early', reason: '' };
      const [zhou, wu, zheng] = await Promise.all([person('zhou-haibo'), person('wu-weidong'), person('zheng-guoqiang')]);
      expect(shown(await room.fills(captain, form, { ...base, out: zhou })).title).toBe('已改班');
      const gap = await room.fills(captain, form, { ...base, out: wu });
      expect(gap).toMatchObject({ kind: 'invalid', errors: { in: expect.stringContaining('07:30–16:00没有人值班') } });
      expect(gap).toMatchObject({ errors: { in: expect.stringContaining('property-security-duty-01') } });
      expect(await room.fills(captain, form, { ...base, in: wu })).toMatchObject({
        kind: 'invalid',
        errors: { in: '吴卫东已经在这个班里' },
      });
      expect(await room.fills(captain, form, { ...base, on: '2026-12-01', out: zhou, in: zheng, shift: 'night' })).toMatchObject({
        kind: 'invalid',
        errors: { on: expect.stringContaining('已经结束') },
      });
      expect(await room.fills(captain, form, base)).toMatchObject({ kind: 'invalid', errors: { in: '请选换下或换上的人' } });
      expect(await room.fills(captain, form, { ...base, on: '2027-01-06', out: zhou })).toMatchObject({
        kind: 'invalid',
        errors: { on: expect.stringContaining('还没有发布') },
      });
      expect(reads(await room.types(guard, '改班'))).toContain('只有带班的人可以改值班表');
    });

    it('keeps somebody who clocked in as history', async () => {
      room.at('2026-12-06T07:20');
      await test.database.query(
        `INSERT INTO punch (org_id, id, person_id, desk_id, assignment_id, kind, at, platform, verdict, rules) SELECT a.org_id, gen_random_uuid(), a.person_id, a.desk_id, a.id, 'in', now(), 'slack', 'on-time', '{}'
         FROM assignment a JOIN slot s ON s.id = a.slot_id JOIN person p ON p.id = a.person_id WHERE p.code = 'zhou-haibo' AND s.duty_on = '2026-12-06'`,
        [],
      );
      const form = await room.types(captain, '改班');
      const [zhou, zheng] = await Promise.all([person('zhou-haibo'), person('zheng-guoqiang')]);
      expect(shown(await room.fills(captain, form, { on: '2026-12-06', shift: 'early', out: zhou, in: zheng, reason: '' })).title).toBe(
        '已改班',
      );
      expect(await count('assignment', 'NOT live')).toBe(1);
      expect(shown(await room.fills(captain, form, { on: '2026-12-06', shift: 'early', in: zhou, out: zheng, reason: '' })).title).toBe(
        '已改班',
      );
      expect(await count('assignment', 'NOT live')).toBe(0);
    });

    it('by two leads at once on one shift is decided twice, not overwritten', async () => {
      room.at('2026-12-02T10:00');
      const form = await room.types(captain, '改班');
      const [zhou, wang, zheng] = await Promise.all([person('zhou-haibo'), person('wang-xuewen'), person('zheng-guoqiang')]);
      const change = (person_: string) =>
        room.fills(captain, form, { on: '2026-12-06', shift: 'early', out: zhou, in: person_, reason: '' });
      const replies = await Promise.all([change(wang), change(zheng)]);
      expect(replies.map((reply) => reply.kind).sort()).toEqual(['invalid', 'say']);
      expect(await count('assignment a JOIN slot s ON s.id = a.slot_id', `s.duty_on = '2026-12-06' AND s.shift = 'early' AND a.live`)).toBe(
        2,
      );
    });
  });

  describe('drafting from the rotation', () => {
    it('makes a month and publishes it', async () => {
      const preview = await room.types(captain, '排班 12月');
      expect(reads(preview)).toContain('按轮班规则排出');
      expect(shown(await room.presses(captain, preview, '发布')).title).toBe('门岗2026年12月值班表已发布');
      expect(await count('slot')).toBe(93);
      expect(reads(await room.types(guard, '排班'))).toContain('只有带班的人');
    });

    it('says that the holidays of next year are not known', async () => {
      expect(reads(await room.types(captain, 'roster draft 2027-01'))).toContain('2027 年的节假日还没有公布或导入');
    });
  });
});
