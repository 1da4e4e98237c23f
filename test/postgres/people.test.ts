import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deskFileVocabulary } from '../../src/cli/desk.ts';
import type { Database } from '../../src/db/database.ts';
import {
  announce,
  applyDeskFile,
  contactsOf,
  createDirectory,
  findDesk,
  findMembers,
  leadsOf,
  linkByEmail,
  loadDesk,
  membersOf,
  policyFor,
  tell,
} from '../../src/features/people/index.ts';
import type { PersonCtx } from '../../src/runtime/context.ts';
import { newId } from '../../src/runtime/new-id.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { emptyOffice, Office, officeClock, officeNow, reads, shown } from '../harness/office.ts';
import { unitOf } from '../harness/seed.ts';

describe('people', () => {
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

  async function applied(file: 'gate' | 'monitoring'): Promise<string> {
    const text = readFileSync(new URL(`../../src/sandbox/desk/${file}.yaml`, import.meta.url), 'utf8');
    const done = await applyDeskFile(test.database, text, { vocabulary: deskFileVocabulary(), now: officeNow, dryRun: false, by: null });
    if (!done.ok) throw new Error(JSON.stringify(done.refusal));
    return done.value.org;
  }

  const contextOf = (org: string): PersonCtx => ({
    now: officeNow,
    org,
    orgZone: 'Asia/Shanghai',
    orgLocale: 'zh',
    db: test.database,
    unit: unitOf(org, officeNow),
    newId,
    actor: { person: newId(), name: '', locale: 'zh', memberships: [] },
    locale: 'zh',
    platform: 'slack',
    userId: 'U0G00',
    place: { kind: 'direct', id: 'D1', messageId: null },
    findUser: () => Promise.resolve(null),
    editedText: () => Promise.resolve(null),
  });

  describe('who is who', () => {
    it('is found in one round trip', async () => {
      await applied('gate');
      let trips = 0;
      const query: Database['query'] = (sql, params) => {
        trips += 1;
        return test.database.query(sql, params);
      };
      const directory = createDirectory({ messengers: [], clock: officeClock });
      expect(
        await directory.resolve({ ...test.database, query }, { platform: 'slack', tenant: 'T0ZHIBAN', userId: 'U0G02' }),
      ).toMatchObject({
        actor: { name: 'Qian Zhiming', locale: 'en', memberships: [{ roles: ['guard'] }] },
      });
      expect(trips).toBe(1);
    });

    it('tells a stranger their account and whom to ask, by the channel they ask in', async () => {
      await applied('gate');
      await applied('monitoring');
      expect(reads(await office.types('U3', '人员', { channel: 'C0MONITOR' }))).toContain('方志强');
      const gate = reads(await office.types('U3', '人员', { channel: 'C0GATE' }));
      expect(gate).toContain('陈志远');
      expect(gate).not.toContain('方志强');
      expect(gate).toContain('Slack U3');
    });

    it('recognises an e-mail address at first contact, and all of them when asked to', async () => {
      const org = await applied('gate');
      await test.database.query(`DELETE FROM identity WHERE user_id = 'ou_gate09'`, []);
      const welcome = await office.types('ou_7', 'people', { platform: 'feishu' });
      expect(shown(welcome).title).toBe('认出你了:冯永刚');
      expect(reads(await office.presses('ou_7', welcome, '再来一次', { platform: 'feishu' }))).toContain('人员 · 门岗');
      await test.database.query(`DELETE FROM identity WHERE user_id = 'ou_7'`, []);
      expect(await linkByEmail(test.database, office.feishu, officeClock)).toBe(1);
      expect(await linkByEmail(test.database, office.feishu, officeClock)).toBe(0);
      await test.database.query(`DELETE FROM identity WHERE user_id = 'ou_7'`, []);
      const asked = new Set<string>();
      expect(await linkByEmail(test.database, office.feishu, officeClock, asked)).toBe(1);
      await test.database.query(`DELETE FROM identity WHERE user_id = 'ou_7'`, []);
      expect(await linkByEmail(test.database, office.feishu, officeClock, asked)).toBe(0);
      const audit = await test.database.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM audit_entry WHERE org_id = $1 AND action = 'people.link'`,
        [org],
      );
      expect(audit).toEqual([{ n: 3 }]);
    });

    it('does not know a workspace no organisation is bound to', async () => {
      expect(reads(await office.types('U1', 'people'))).toContain('T0ZHIBAN');
    });
  });

  describe('what other slices ask', () => {
    it('tells people on the messenger they have, and channels in the language of the desk', async () => {
      const ctx = contextOf(await applied('gate'));
      const desk = await loadDesk(ctx, 'gate');
      if (desk === null) throw new Error('no desk');
      const members = await membersOf(ctx, desk.id);
      const contacts = await contactsOf(
        ctx,
        members.map((member) => member.person),
      );
      const view = (title: string) => ({ view: { kind: 'notice', tone: 'info', title, blocks: [], actions: [] } as const });
      expect(tell(ctx, contacts.values(), (locale) => view(locale))).toEqual([]);
      expect(await announce(ctx, desk, (locale) => view(locale))).toHaveLength(2);
      await test.database.write(ctx.unit.statements);
      const sent = await test.database.query<{ destination: string; locale: string }>(
        'SELECT destination, locale FROM outbox ORDER BY destination',
        [],
      );
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
      expect(await findDesk(ctx, 'monitoring centre tomorrow')).toMatchObject({
        kind: 'found',
        desk: { code: 'monitoring' },
        rest: 'tomorrow',
      });
      expect(await findDesk(ctx, '明天')).toEqual({ kind: 'none', rest: '明天' });
      expect(await findDesk({ ...ctx, place: { kind: 'channel', id: 'C0GATE', messageId: null } }, '明天')).toMatchObject({
        desk: { code: 'gate' },
        by: 'channel',
      });
      const desk = await loadDesk(ctx, 'gate');
      const meant = await findMembers(ctx, desk?.id ?? '', '@U1 小周、建国 李雷', [{ token: '@U1', userId: 'U0G00', name: null }]);
      expect(meant.found.map((member) => member.name.zh)).toEqual(['陈志远', '周海波', '赵建国']);
      expect(meant.unknown).toEqual(['李雷']);
      expect((await findMembers(ctx, desk?.id ?? '', 'Zhou Haibo', [])).found.map((member) => member.code)).toEqual(['zhou-haibo']);
    });
  });
});
