import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { emptyOffice, formOf, labels, Office, officeNow, pressable, reads, shown } from '../harness/office.ts';

/** What the form calls the language somebody reads without a choice of their own. */
const usualOf = (form: ReturnType<typeof formOf>): string | undefined =>
  form.fields
    .flatMap((field) => (field.kind === 'choice' && field.name === 'locale' ? field.options : []))
    .find(({ value }) => value === 'usual')?.label;

describe('people in chat', () => {
  let test: TestDatabase;
  let office: Office;

  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.drop());
  beforeEach(() => {
    office = new Office(test.database);
  });
  afterEach(() => emptyOffice(test.database));

  describe('setting up in chat', () => {
    it('tells the first person how to begin, and makes them the admin', async () => {
      await office.connect();
      const welcome = await office.types('U1', 'people');
      expect(labels(welcome)).toEqual(['设置班组']);
      expect(formOf(await office.presses('U1', welcome, '设置班组')).route).toBe('people.setup-rule');
      const confirm = await office.setUp();
      for (const text of ['陈志远 · 保安队长', '赵建国、李德福、周海波 · 保安', 'Guest', '当前频道'])
        expect(reads(confirm)).toContain(text);
      const done = await office.presses('U1', confirm, '建立');
      expect(shown(done).title).toBe('班组 门岗 建好了');
      const people = await office.types('U1', 'people', { channel: 'C1' });
      expect(reads(people)).toContain('保安队长、管理员');
      expect(reads(people)).toContain('未关联账号');
      const rows = await test.database.query(
        `SELECT d.code, a.preset, a.from_date::text AS from, c.channel_id FROM desk d JOIN adoption a ON a.desk_id = d.id JOIN channel c ON c.desk_id = d.id`,
        [],
      );
      expect(rows).toEqual([{ code: 'desk-1', preset: 'property-security-duty', from: '2026-12-01', channel_id: 'C1' }]);
      expect(await test.database.query(`SELECT kind FROM due WHERE payload ->> 'repeat' = 'true'`, [])).toEqual([{ kind: 'runtime.plan' }]);
    });

    it('makes one desk of two presses, also at the same moment', async () => {
      const confirm = await office.setUp();
      const replies = await Promise.all([office.presses('U1', confirm, '建立'), office.presses('U1', confirm, '建立')]);
      expect(replies.map((reply) => shown(reply).title).sort()).toEqual(['已有班组“门岗”', '班组 门岗 建好了']);
      expect(await test.database.query('SELECT count(*)::int AS desks FROM desk', [])).toEqual([{ desks: 1 }]);
    });

    it('refuses nothing filled in, a name that is taken, a guest as lead, and people who lead nothing', async () => {
      await office.presses('U1', await office.setUp(), '建立');
      const first = formOf(await office.types('U1', 'setup'));
      const rule = { preset: 'property-security-duty', name: '门岗', lead: 'U1', lead_role: 'guard-captain', parent: 'none' };
      expect(await office.fills('U1', first, rule)).toMatchObject({ kind: 'invalid', errors: { name: '已有班组“门岗”' } });
      expect(await office.fills('U1', first, { ...rule, name: '东门', lead: 'UX' })).toMatchObject({
        kind: 'invalid',
        errors: { lead: expect.any(String) },
      });
      const second = formOf(await office.fills('U1', first, { ...rule, name: '东门' }));
      expect(await office.fills('U1', second, { role: 'guard' })).toMatchObject({ kind: 'invalid', errors: { people: '选人,或写上姓名' } });
      expect(
        await office.fills('U1', second, {
          role: 'guard',
          names: Array.from({ length: 300 }, (_, index) => `人${index}`)
            .join('\n')
            .slice(0, 800),
          people: Array.from({ length: 90 }, (_, index) => `U0000${index}`),
        }),
      ).toMatchObject({ kind: 'invalid', errors: { names: expect.any(String) } });
      expect(reads(await office.types('U2', 'setup'))).toContain('只有负责人可以建立班组');
      expect(reads(await office.types('U3', 'setup'))).toContain('只有负责人可以建立班组');
      expect(reads(await office.types('UX', 'setup', { external: true }))).toContain('只对本单位的人开放');
    });
  });

  describe('the people of a desk', () => {
    it('are added by account and by name, once', async () => {
      await office.presses('U1', await office.setUp(), '建立');
      const form = formOf(await office.presses('U1', await office.types('U1', '人员'), '添加'));
      const added = await office.fills('U1', form, { people: ['U2', 'U3', 'UX', 'U9'], names: '李德福、王学文', roles: ['guard'] });
      expect(shown(added).title).toBe('已加入门岗:钱志明、U9、王学文');
      expect(reads(added)).toContain('李德福、赵建国');
      expect(reads(added)).toContain('Guest');
      expect(await office.fills('U1', form, { roles: ['guard'] })).toMatchObject({
        kind: 'invalid',
        errors: { people: '选人,或写上姓名' },
      });
      expect(reads(await office.types('U3', 'people'))).toContain('钱志明');
    });

    it('are added once by two leads who do so at the same moment', async () => {
      await office.presses('U1', await office.setUp(), '建立');
      const form = formOf(await office.presses('U1', await office.types('U1', 'people'), '添加'));
      await Promise.all([
        office.fills('U1', form, { people: ['U3'], roles: ['guard'] }),
        office.fills('U1', form, { people: ['U3'], roles: ['guard'] }),
      ]);
      expect(await test.database.query(`SELECT count(*)::int AS n FROM person WHERE name = '钱志明'`, [])).toEqual([{ n: 1 }]);
    });

    it('change roles and leave, but a desk keeps a lead', async () => {
      await office.presses('U1', await office.setUp(), '建立');
      const card = await office.types('U1', 'people');
      expect(labels(card)).toEqual(['添加', '改角色', '移出']);
      const roles = formOf(await office.presses('U1', card, '改角色'));
      expect(shown(await office.fills('U1', roles, { member: '赵建国', roles: ['guard', 'shift-lead'] })).title).toBe(
        '赵建国:保安、值班长',
      );
      expect(shown(await office.fills('U1', roles, { member: '赵建国', roles: ['guard', 'shift-lead'] })).title).toBe(
        '赵建国本来就是保安、值班长',
      );
      expect(shown(await office.fills('U1', roles, { member: '赵建国', roles: ['guard'] })).title).toBe('赵建国:保安');
      expect(shown(await office.fills('U1', roles, { member: '陈志远', roles: ['guard'] })).title).toBe('不能没有负责人');
      expect(await office.fills('U1', roles, { member: '孙立军', roles: ['guard'] })).toMatchObject({
        kind: 'invalid',
        errors: { member: '班组里没有这个人' },
      });

      const remove = formOf(await office.presses('U1', card, '移出'));
      expect(shown(await office.fills('U1', remove, { member: '陈志远' })).title).toBe('不能没有负责人');
      const sure = await office.fills('U1', remove, { member: '赵建国' });
      expect(reads(sure)).toContain('唯一的班组');
      expect(shown(await office.presses('U1', sure, '移出')).title).toBe('赵建国已移出门岗');
      expect(shown(await office.presses('U1', sure, '移出')).title).toBe('赵建国已经不在门岗');
      expect(reads(await office.types('U2', 'people'))).toContain('Slack U2');

      const form = formOf(await office.presses('U1', await office.types('U1', '人员'), '添加'));
      expect(shown(await office.fills('U1', form, { people: ['U2'], roles: ['guard'] })).title).toBe('已加入门岗:赵建国');
      expect(await test.database.query(`SELECT count(*)::int AS n FROM person WHERE name = '赵建国'`, [])).toEqual([{ n: 1 }]);
      expect(labels(await office.types('U2', 'people'))).toEqual([]);
      const { route, args } = pressable(card, '添加');
      expect(shown(await office.ask('U2', { kind: 'press', route, args })).title).toBe('只有负责人可以改');
    });

    it('stand on desks in a tree', async () => {
      await office.presses('U1', await office.setUp(), '建立');
      const first = formOf(await office.types('U1', 'setup'));
      const [parent] = first.fields.flatMap((field) => (field.name === 'parent' && field.kind === 'choice' ? field.options.slice(1) : []));
      const rule = { preset: 'property-security-duty', name: '东门', lead: 'U2', lead_role: 'team-lead', parent: parent?.value ?? '' };
      const second = formOf(await office.fills('U1', first, rule));
      const confirm = await office.fills('U1', second, { people: ['U3'], role: 'guard' });
      expect(reads(confirm)).toContain('上级班组');
      expect(shown(await office.presses('U1', confirm, '建立')).title).toBe('班组 东门 建好了');
      const tree = shown(await office.types('U3', '人员 全部'));
      expect(tree.blocks).toMatchObject([
        {
          kind: 'list',
          items: [
            ['', { text: '门岗' }, ' · 4 人'],
            ['　', { text: '东门' }, ' · 2 人'],
          ],
        },
      ]);
      // Who leads the desk above leads this one, without standing on it.
      expect(labels(await office.types('U1', '人员 东门'))).toEqual(['添加', '改角色', '移出']);
      expect(labels(await office.types('U2', '人员 东门'))).toEqual(['添加', '改角色', '移出']);
      expect(labels(await office.types('U2', '人员 门岗'))).toEqual([]);
      expect(shown(await office.types('U3', '人员 门岗')).title).toBe('你不在门岗');
    });

    it('make a channel hear the desk, once, and stop it', async () => {
      await office.presses('U1', await office.setUp(), '建立');
      expect(shown(await office.types('U1', '在这里播报')).title).toBe('请在要播报的频道里输入');
      const here = await office.types('U1', '在这里播报', { channel: 'C2' });
      expect(shown(here).title).toBe('门岗在这里播报');
      expect(shown(await office.types('U1', 'announce here', { channel: 'C2' })).title).toBe('门岗本来就在这里播报');
      await office.event({ kind: 'channel-lost', platform: 'slack', tenant: 'T0ZHIBAN', channelId: 'C2', at: officeNow });
      expect(reads(await office.types('U1', '人员'))).toContain('收不到');
      await office.event({ kind: 'channel-joined', platform: 'slack', tenant: 'T0ZHIBAN', channelId: 'C2', at: officeNow });
      expect(reads(await office.types('U1', '人员'))).not.toContain('收不到');
      expect(shown(await office.presses('U1', here, '停止播报')).title).toBe('门岗不再在这里播报');
      expect(await test.database.query('SELECT channel_id FROM channel', [])).toEqual([{ channel_id: 'C1' }]);
      expect(shown(await office.types('U2', '在这里播报', { channel: 'C2' })).title).toBe('只有负责人可以改');
    });

    it('choose their language and reminder for themselves', async () => {
      await office.presses('U1', await office.setUp(), '建立');
      const form = formOf(await office.types('U1', '我的设置'));
      expect(form.fields.map((field) => field.name)).toEqual(['locale', 'reminder', 'phone']);
      expect(usualOf(form)).toBe('跟随单位:中文');
      expect(await office.fills('U1', form, { locale: 'en', reminder: '45' })).toMatchObject({
        locale: 'en',
        view: { title: 'Settings saved' },
      });
      expect(reads(await office.types('U1', 'people'))).toContain('People · 门岗');
      const again = formOf(await office.types('U1', 'settings'));
      expect(again.fields.map((field) => ('initial' in field ? field.initial : null))).toEqual(['en', '45', null]);
      expect(usualOf(again)).toBe('As the organisation: 中文');
      await test.database.query(`UPDATE person SET locale = 'en' WHERE name = '陈志远'`, []);
      expect(usualOf(formOf(await office.types('U1', 'settings')))).toBe('As entered for you: English');
      await office.fills('U1', again, { locale: 'usual', reminder: 'none' });
      const people = await test.database.query<{ settings: unknown }>(`SELECT settings FROM person WHERE name = '陈志远'`, []);
      expect(people[0]?.settings).toEqual({ reminder_minutes: null });
    });
  });
});
