import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deskFileVocabulary } from '../../src/cli/desk.ts';
import type { Database } from '../../src/db/database.ts';
import {
  announce,
  applyDeskFile,
  contactsOf,
  createDirectory,
  ensureWorkspace,
  findDesk,
  findMembers,
  leadsOf,
  linkByEmail,
  loadDesk,
  membersOf,
  noteChannelEvent,
  peopleSlice,
  policyFor,
  tell,
} from '../../src/features/people/index.ts';
import type { PersonCtx } from '../../src/runtime/context.ts';
import type { Ask, Platform } from '../../src/runtime/intent.ts';
import type { FoundUser, Messenger } from '../../src/runtime/messenger.ts';
import { newId } from '../../src/runtime/new-id.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import { createRuntime, type Runtime } from '../../src/runtime/runtime.ts';
import type { Action, Form } from '../../src/view/view.ts';
import { testDatabase, type TestDatabase } from '../harness/database.ts';
import { PortMessenger } from '../harness/port-messenger.ts';
import { moment, unitOf } from '../harness/seed.ts';

const now = moment('2026-12-01T02:00:00Z');
const clock = { now: () => now };
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const nothing = () => {};
const metrics = {
  intent: nothing,
  contested: nothing,
  sent: nothing,
  outboxSizes: nothing,
  dueHandled: nothing,
  messengerUp: nothing,
  refused: nothing,
  apiCalls: nothing,
};
const tenants: Readonly<Record<Platform, string>> = { slack: 'T0ZHIBAN', feishu: 'zhiban_tenant' };

const user = (userId: string, name: string, email: string | null = null, external = false): FoundUser => ({ userId, name, email, external });
const office = [
  user('U1', '陈志远', 'chen@harbour.example'),
  user('U2', '赵建国', 'zhao@harbour.example'),
  user('U3', '钱志明', 'qian@harbour.example'),
  user('UX', 'Guest', 'guest@supplier.example', true),
  user('ou_7', '冯永刚', 'feng.yonggang@harbour.example'),
];

/** A messenger that knows the people of the office. */
function officeMessenger(platform: Platform): Messenger {
  const port: Messenger = new PortMessenger(platform);
  port.tenant = () => tenants[platform];
  port.userById = (userId) => Promise.resolve(office.find((each) => each.userId === userId) ?? null);
  port.userByEmail = (email) => Promise.resolve(office.find((each) => each.email === email) ?? null);
  return port;
}

describe('people', () => {
  let test: TestDatabase;
  let runtime: Runtime;
  let messengers: readonly [Messenger, Messenger];
  let events = 0;

  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.drop());
  beforeEach(() => {
    messengers = [officeMessenger('slack'), officeMessenger('feishu')];
    const directory = createDirectory({ messengers, clock });
    runtime = createRuntime({
      db: test.database,
      slices: [peopleSlice],
      directory,
      messengers,
      clock,
      log: quiet,
      metrics,
      onEvent: (event) => noteChannelEvent(test.database, event),
    });
  });
  afterEach(async () => {
    await test.database.query(
      'TRUNCATE organisation, workspace, desk, person, identity, member, channel, adoption, shift, rotation, due, outbox, inbox CASCADE',
      [],
    );
  });

  const ask = (userId: string, what: Ask, options: { platform?: Platform; channel?: string; external?: boolean } = {}): Promise<Reply> => {
    events += 1;
    const { platform = 'slack', channel } = options;
    return runtime.inbound.intent({
      platform,
      tenant: tenants[platform],
      eventKey: `event-${events}`,
      userId,
      place: { kind: channel === undefined ? 'direct' : 'channel', id: channel ?? `D-${userId}`, messageId: null },
      ask: what,
      external: options.external === true,
    });
  };
  const types = (userId: string, text: string, options: Parameters<typeof ask>[2] = {}) =>
    ask(userId, { kind: 'words', from: 'command', text, mentions: [] }, options);
  const shown = (reply: Reply) => {
    if (reply.kind !== 'say' && reply.kind !== 'replace') throw new Error(`Nothing to read in ${JSON.stringify(reply)}`);
    return reply.view;
  };
  const reads = (reply: Reply): string => JSON.stringify(shown(reply));
  const formOf = (reply: Reply): Form => {
    if (reply.kind !== 'form') throw new Error(`No form: ${JSON.stringify(reply)}`);
    return reply.form;
  };
  const fills = (userId: string, form: Form, values: Record<string, string | string[]>, options: Parameters<typeof ask>[2] = {}) =>
    ask(userId, { kind: 'submit', route: form.route, args: form.args, values }, options);
  const pressable = (reply: Reply, label: string): Extract<Action, { kind: 'press' }> => {
    const view = shown(reply);
    const action = 'actions' in view ? view.actions.find((each) => each.label === label) : undefined;
    if (action?.kind !== 'press') throw new Error(`No button ${label} in ${JSON.stringify(view)}`);
    return action;
  };
  const presses = (userId: string, reply: Reply, label: string, options: Parameters<typeof ask>[2] = {}) => {
    const { route, args } = pressable(reply, label);
    return ask(userId, { kind: 'press', route, args }, options);
  };
  const labels = (reply: Reply): string[] => {
    const view = shown(reply);
    return 'actions' in view ? view.actions.map((action) => action.label) : [];
  };

  const connect = () => ensureWorkspace(test.database, { platform: 'slack', tenant: 'T0ZHIBAN', name: null }, { zone: 'Asia/Shanghai', locale: 'zh' });

  /** The desk of three made in chat by 陈志远. */
  async function setUp(): Promise<Reply> {
    await connect();
    const first = formOf(await types('U1', '设置', { channel: 'C1' }));
    const second = formOf(await fills('U1', first, { preset: 'property-security-duty', name: '门岗', lead: 'U1', lead_role: 'guard-captain' }));
    const confirm = await fills('U1', second, { people: ['U2', 'UX'], names: '李德福\n周海波', role: 'guard' });
    expect(reads(confirm)).toContain('陈志远 · 保安队长');
    expect(reads(confirm)).toContain('赵建国、李德福、周海波 · 保安');
    expect(reads(confirm)).toContain('Guest');
    return confirm;
  }

  async function applied(file: 'gate' | 'monitoring'): Promise<string> {
    const text = readFileSync(new URL(`../../src/sandbox/desk/${file}.yaml`, import.meta.url), 'utf8');
    const done = await applyDeskFile(test.database, text, { vocabulary: deskFileVocabulary(), now, dryRun: false, by: null });
    if (!done.ok) throw new Error(JSON.stringify(done.refusal));
    return done.value.org;
  }

  const contextOf = (org: string): PersonCtx => ({
    now,
    org,
    orgZone: 'Asia/Shanghai',
    orgLocale: 'zh',
    db: test.database,
    unit: unitOf(org, now),
    newId,
    actor: { person: newId(), name: '', locale: 'zh', memberships: [] },
    locale: 'zh',
    platform: 'slack',
    userId: 'U0G00',
    place: { kind: 'direct', id: 'D1', messageId: null },
    findUser: () => Promise.resolve(null),
  });

  describe('setting up in chat', () => {
    it('tells the first person how to begin, and makes them the admin', async () => {
      await connect();
      const welcome = await types('U1', 'people');
      expect(labels(welcome)).toEqual(['设置班组']);
      expect(formOf(await presses('U1', welcome, '设置班组')).route).toBe('people.setup-rule');
      const done = await presses('U1', await setUp(), '建立');
      expect(shown(done).title).toBe('班组 门岗 建好了');
      const people = await types('U1', 'people', { channel: 'C1' });
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
      const confirm = await setUp();
      const replies = await Promise.all([presses('U1', confirm, '建立'), presses('U1', confirm, '建立')]);
      expect(replies.map((reply) => shown(reply).title).sort()).toEqual(['已有班组“门岗”', '班组 门岗 建好了']);
      expect(await test.database.query('SELECT count(*)::int AS desks FROM desk', [])).toEqual([{ desks: 1 }]);
    });

    it('refuses nothing filled in, a name that is taken, a guest as lead, and people who lead nothing', async () => {
      await presses('U1', await setUp(), '建立');
      const first = formOf(await types('U1', 'setup'));
      const rule = { preset: 'property-security-duty', name: '门岗', lead: 'U1', lead_role: 'guard-captain', parent: 'none' };
      expect(await fills('U1', first, rule)).toMatchObject({ kind: 'invalid', errors: { name: '已有班组“门岗”' } });
      expect(await fills('U1', first, { ...rule, name: '东门', lead: 'UX' })).toMatchObject({ kind: 'invalid', errors: { lead: expect.any(String) } });
      const second = formOf(await fills('U1', first, { ...rule, name: '东门' }));
      expect(await fills('U1', second, { role: 'guard' })).toMatchObject({ kind: 'invalid', errors: { people: '选人,或写上姓名' } });
      expect(await fills('U1', second, { role: 'guard', names: Array.from({ length: 300 }, (_, index) => `人${index}`).join('\n').slice(0, 800), people: Array.from({ length: 90 }, (_, index) => `U0000${index}`) })).toMatchObject({ kind: 'invalid', errors: { names: expect.any(String) } });
      expect(reads(await types('U2', 'setup'))).toContain('只有负责人可以建立班组');
      expect(reads(await types('U3', 'setup'))).toContain('只有负责人可以建立班组');
      expect(reads(await types('UX', 'setup', { external: true }))).toContain('只对本单位的人开放');
    });
  });

  describe('the people of a desk', () => {
    it('are added by account and by name, once', async () => {
      await presses('U1', await setUp(), '建立');
      const form = formOf(await presses('U1', await types('U1', '人员'), '添加'));
      const added = await fills('U1', form, { people: ['U2', 'U3', 'UX', 'U9'], names: '李德福、王学文', roles: ['guard'] });
      expect(shown(added).title).toBe('已加入门岗:钱志明、U9、王学文');
      expect(reads(added)).toContain('李德福、赵建国');
      expect(reads(added)).toContain('Guest');
      expect(await fills('U1', form, { roles: ['guard'] })).toMatchObject({ kind: 'invalid', errors: { people: '选人,或写上姓名' } });
      expect(reads(await types('U3', 'people'))).toContain('钱志明');
    });

    it('are added once by two leads who do so at the same moment', async () => {
      await presses('U1', await setUp(), '建立');
      const form = formOf(await presses('U1', await types('U1', 'people'), '添加'));
      await Promise.all([fills('U1', form, { people: ['U3'], roles: ['guard'] }), fills('U1', form, { people: ['U3'], roles: ['guard'] })]);
      expect(await test.database.query(`SELECT count(*)::int AS n FROM person WHERE name = '钱志明'`, [])).toEqual([{ n: 1 }]);
    });

    it('change roles and leave, but a desk keeps a lead', async () => {
      await presses('U1', await setUp(), '建立');
      const card = await types('U1', 'people');
      expect(labels(card)).toEqual(['添加', '改角色', '移出']);
      const roles = formOf(await presses('U1', card, '改角色'));
      expect(shown(await fills('U1', roles, { member: '赵建国', roles: ['guard', 'shift-lead'] })).title).toBe('赵建国:保安、值班长');
      expect(shown(await fills('U1', roles, { member: '赵建国', roles: ['guard', 'shift-lead'] })).title).toBe('赵建国本来就是保安、值班长');
      expect(shown(await fills('U1', roles, { member: '赵建国', roles: ['guard'] })).title).toBe('赵建国:保安');
      expect(shown(await fills('U1', roles, { member: '陈志远', roles: ['guard'] })).title).toBe('不能没有负责人');
      expect(await fills('U1', roles, { member: '孙立军', roles: ['guard'] })).toMatchObject({ kind: 'invalid', errors: { member: '班组里没有这个人' } });

      const remove = formOf(await presses('U1', card, '移出'));
      expect(shown(await fills('U1', remove, { member: '陈志远' })).title).toBe('不能没有负责人');
      const sure = await fills('U1', remove, { member: '赵建国' });
      expect(reads(sure)).toContain('唯一的班组');
      expect(shown(await presses('U1', sure, '移出')).title).toBe('赵建国已移出门岗');
      expect(shown(await presses('U1', sure, '移出')).title).toBe('赵建国已经不在门岗');
      expect(reads(await types('U2', 'people'))).toContain('Slack U2');

      const form = formOf(await presses('U1', await types('U1', '人员'), '添加'));
      expect(shown(await fills('U1', form, { people: ['U2'], roles: ['guard'] })).title).toBe('已加入门岗:赵建国');
      expect(await test.database.query(`SELECT count(*)::int AS n FROM person WHERE name = '赵建国'`, [])).toEqual([{ n: 1 }]);
      expect(labels(await types('U2', 'people'))).toEqual([]);
      const { route, args } = pressable(card, '添加');
      expect(shown(await ask('U2', { kind: 'press', route, args })).title).toBe('只有负责人可以改');
    });

    it('make a channel hear the desk, once, and stop it', async () => {
      await presses('U1', await setUp(), '建立');
      expect(shown(await types('U1', '在这里播报')).title).toBe('请在要播报的频道里输入');
      const here = await types('U1', '在这里播报', { channel: 'C2' });
      expect(shown(here).title).toBe('门岗在这里播报');
      expect(shown(await types('U1', 'announce here', { channel: 'C2' })).title).toBe('门岗本来就在这里播报');
      await runtime.inbound.event({ kind: 'channel-lost', platform: 'slack', tenant: 'T0ZHIBAN', channelId: 'C2', at: now });
      expect(reads(await types('U1', '人员'))).toContain('收不到');
      await runtime.inbound.event({ kind: 'channel-joined', platform: 'slack', tenant: 'T0ZHIBAN', channelId: 'C2', at: now });
      expect(reads(await types('U1', '人员'))).not.toContain('收不到');
      expect(shown(await presses('U1', here, '停止播报')).title).toBe('门岗不再在这里播报');
      expect(await test.database.query('SELECT channel_id FROM channel', [])).toEqual([{ channel_id: 'C1' }]);
      expect(shown(await types('U2', '在这里播报', { channel: 'C2' })).title).toBe('只有负责人可以改');
    });

    it('choose their language and reminder for themselves', async () => {
      await presses('U1', await setUp(), '建立');
      const form = formOf(await types('U1', '我的设置'));
      expect(form.fields.map((field) => field.name)).toEqual(['locale', 'reminder']);
      expect(await fills('U1', form, { locale: 'en', reminder: '45' })).toMatchObject({ locale: 'en', view: { title: 'Settings saved' } });
      expect(reads(await types('U1', 'people'))).toContain('People · 门岗');
      const again = formOf(await types('U1', 'settings'));
      expect(again.fields.map((field) => ('initial' in field ? field.initial : null))).toEqual(['en', '45']);
      await fills('U1', again, { locale: 'usual', reminder: 'none' });
      const people = await test.database.query<{ settings: unknown }>(`SELECT settings FROM person WHERE name = '陈志远'`, []);
      expect(people[0]?.settings).toEqual({ reminder_minutes: null });
    });
  });

  describe('who is who', () => {
    it('is found in one round trip', async () => {
      await applied('gate');
      let trips = 0;
      const counted: Database = { ...test.database, query: (sql, params) => ((trips += 1), test.database.query(sql, params)) };
      const directory = createDirectory({ messengers, clock });
      expect(await directory.resolve(counted, { platform: 'slack', tenant: 'T0ZHIBAN', userId: 'U0G02' })).toMatchObject({
        actor: { name: 'Qian Zhiming', locale: 'en', memberships: [{ roles: ['guard'] }] },
      });
      expect(trips).toBe(1);
    });

    it('tells a stranger their account and whom to ask, by the channel they ask in', async () => {
      await applied('gate');
      await applied('monitoring');
      expect(reads(await types('U3', '人员', { channel: 'C0MONITOR' }))).toContain('方志强');
      const gate = reads(await types('U3', '人员', { channel: 'C0GATE' }));
      expect(gate).toContain('陈志远');
      expect(gate).not.toContain('方志强');
      expect(gate).toContain('Slack U3');
    });

    it('recognises an e-mail address at first contact, and all of them when asked to', async () => {
      const org = await applied('gate');
      await test.database.query(`DELETE FROM identity WHERE user_id = 'ou_gate09'`, []);
      const welcome = await types('ou_7', 'people', { platform: 'feishu' });
      expect(shown(welcome).title).toBe('认出你了:冯永刚');
      expect(reads(await presses('ou_7', welcome, '再来一次', { platform: 'feishu' }))).toContain('人员 · 门岗');
      await test.database.query(`DELETE FROM identity WHERE user_id = 'ou_7'`, []);
      expect(await linkByEmail(test.database, messengers[1], clock)).toBe(1);
      expect(await linkByEmail(test.database, messengers[1], clock)).toBe(0);
      const audit = await test.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM audit_entry WHERE org_id = $1 AND action = 'people.link'`, [org]);
      expect(audit).toEqual([{ n: 2 }]);
    });

    it('does not know a workspace no organisation is bound to', async () => {
      expect(reads(await types('U1', 'people'))).toContain('T0ZHIBAN');
    });
  });

  describe('what other slices ask', () => {
    it('tells people on the messenger they have, and channels in the language of the desk', async () => {
      const ctx = contextOf(await applied('gate'));
      const desk = await loadDesk(ctx, 'gate');
      if (desk === null) throw new Error('no desk');
      const members = await membersOf(ctx, desk.id);
      const contacts = await contactsOf(ctx, members.map((member) => member.person));
      const view = (title: string) => ({ view: { kind: 'notice', tone: 'info', title, blocks: [], actions: [] } as const });
      expect(tell(ctx, contacts.values(), (locale) => view(locale))).toEqual([]);
      expect(await announce(ctx, desk, (locale) => view(locale))).toHaveLength(2);
      await test.database.write(ctx.unit.statements);
      const sent = await test.database.query<{ destination: string; locale: string }>('SELECT destination, locale FROM outbox ORDER BY destination', []);
      expect(sent.map((row) => row.destination)).toEqual([
        'channel:C0GATE',
        'channel:oc_gate',
        ...['U0G00', 'U0G01', 'U0G02', 'U0G03', 'U0G04', 'U0G05'].map((id) => `person:${id}`),
        ...['ou_gate06', 'ou_gate07', 'ou_gate08', 'ou_gate09'].map((id) => `person:${id}`),
      ]);
      expect(sent.find((row) => row.destination === 'person:U0G02')?.locale).toBe('en');
      const captain = members.find((member) => member.code === 'chen-zhiyuan')?.person;
      expect(await leadsOf(ctx, desk.id)).toEqual([captain]);
    });

    it('gives the policy of a desk on a date, and leads of the desk above where a desk has none', async () => {
      const ctx = contextOf(await applied('gate'));
      const desk = await loadDesk(ctx, 'gate');
      if (desk === null) throw new Error('no desk');
      const policy = await policyFor(ctx, desk, '2026-12-01');
      expect(policy.shifts.map((shift) => shift.value.code)).toEqual(['early', 'middle', 'night']);
      expect(await policyFor(ctx, desk, '2026-12-01')).toBe(policy);
      expect((await policyFor(ctx, desk, '2024-12-31')).shifts).toEqual([]);
      await test.database.query(
        `INSERT INTO desk (org_id, id, code, parent_id, name, zone, locale) VALUES ($1, $2, 'east', $3, '东门', 'Asia/Shanghai', 'zh')`,
        [ctx.org, newId(), desk.id],
      );
      const east = await loadDesk(ctx, 'east');
      expect(east?.lineage).toEqual([east?.id, desk.id]);
      expect(await leadsOf(ctx, east?.id ?? '')).toEqual(await leadsOf(ctx, desk.id));
    });

    it('finds the desk and the people somebody means', async () => {
      const ctx = contextOf(await applied('gate'));
      await applied('monitoring');
      expect(await findDesk(ctx, '门岗明天')).toMatchObject({ kind: 'found', desk: { code: 'gate' }, rest: '明天', by: 'name' });
      expect(await findDesk(ctx, 'monitoring centre tomorrow')).toMatchObject({ kind: 'found', desk: { code: 'monitoring' }, rest: 'tomorrow' });
      expect(await findDesk(ctx, '明天')).toEqual({ kind: 'none', rest: '明天' });
      expect(await findDesk({ ...ctx, place: { kind: 'channel', id: 'C0GATE', messageId: null } }, '明天')).toMatchObject({ desk: { code: 'gate' }, by: 'channel' });
      const desk = await loadDesk(ctx, 'gate');
      const meant = await findMembers(ctx, desk?.id ?? '', '@U1 小周、建国 李雷', [{ token: '@U1', userId: 'U0G00', name: null }]);
      expect(meant.found.map((member) => member.name.zh)).toEqual(['陈志远', '周海波', '赵建国']);
      expect(meant.unknown).toEqual(['李雷']);
      expect((await findMembers(ctx, desk?.id ?? '', 'Zhou Haibo', [])).found.map((member) => member.code)).toEqual(['zhou-haibo']);
    });
  });
});
