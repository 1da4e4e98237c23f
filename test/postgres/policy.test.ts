import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deskFileVocabulary } from '../../src/cli/desk.ts';
import { applyDeskFile, exportDesks, loadDesk, policyFor } from '../../src/features/people/index.ts';
import type { Override } from '../../src/policy/override.ts';
import type { Ctx } from '../../src/runtime/context.ts';
import { newId } from '../../src/runtime/new-id.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import type { Action, Form } from '../../src/view/view.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { emptyOffice, formOf, labels, Office, officeNow, reads, shown } from '../harness/office.ts';
import { unitOf } from '../harness/seed.ts';

const rule = 'property-security-duty-01';
const shifts = 'property-security-duty-02';

describe('the rules of a desk in chat', () => {
  let test: TestDatabase;
  let office: Office;
  let org: string;
  let desk: string;

  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    office = new Office(test.database);
    await office.presses('U1', await office.setUp(), '建立');
    const [row] = await test.database.query<{ org: string; id: string }>('SELECT org_id::text AS org, id::text AS id FROM desk', []);
    org = row?.org ?? '';
    desk = row?.id ?? '';
  });
  afterEach(() => emptyOffice(test.database));

  const press = (route: string, args: Record<string, string>, user = 'U1'): Promise<Reply> =>
    office.ask(user, { kind: 'press', route, args: { desk, ...args } });
  const change = async (of = rule, user = 'U1'): Promise<Form> => formOf(await press('people.policy-change', { rule: of }, user));
  /** The form as it stands, with what somebody changes. */
  const filled = (form: Form, changes: Record<string, string>): Record<string, string | string[]> => {
    const kept = form.fields.flatMap((field): [string, string | string[]][] => {
      const { initial } = field as { readonly initial?: string | readonly string[] };
      return initial === undefined ? [] : [[field.name, typeof initial === 'string' ? initial : [...initial]]];
    });
    return { ...Object.fromEntries(kept), ...changes };
  };
  const fill = (form: Form, changes: Record<string, string>, user = 'U1'): Promise<Reply> =>
    office.fills(user, form, filled(form, changes));
  const overrides = async (preset = 'property-security-duty'): Promise<Override[]> => {
    const rows = await test.database.query<{ overrides: Override[] }>(
      'SELECT overrides FROM adoption WHERE preset = $1 ORDER BY from_date DESC LIMIT 1',
      [preset],
    );
    return rows[0]?.overrides ?? [];
  };
  const ctx = (): Ctx => ({
    now: officeNow,
    org,
    orgZone: 'Asia/Shanghai',
    orgLocale: 'zh',
    db: test.database,
    unit: unitOf(org),
    newId,
  });
  const policy = async (on: string) => {
    const found = await loadDesk(ctx(), desk);
    if (found === null) throw new Error('The desk is gone');
    return policyFor(ctx(), found, on);
  };
  const actions = (reply: Reply): readonly Action[] => {
    const view = shown(reply);
    return view.blocks.flatMap((block) => (block.kind === 'actions' ? block.actions : []));
  };

  it('lists what the desk goes by, and pages through a regulation with sources and what each rule does', async () => {
    const list = await office.types('U2', '规定', { channel: 'C1' });
    expect(shown(list).title).toBe('规定 · 门岗');
    expect(reads(list)).toContain('自 12月1日(周二)');
    expect(labels(list)).toEqual([]);
    const [look] = actions(list);
    if (look?.kind !== 'press') throw new Error('No way to the regulation');
    const page = await office.ask('U2', { kind: 'press', route: look.route, args: look.args });
    for (const text of [
      '保安轮流值班,全天 24 小时不断人。',
      '值班管理规定 · property-security-duty-01 · 不符合就拒绝',
      '07:30',
      '次日 00:00',
    ])
      expect(reads(page)).toContain(text);
    const next = await office.presses('U2', page, '下一页');
    expect(reads(next)).toContain('property-security-duty-06');
    for (const text of ['报告要说清在哪里、什么事、多少人、有什么特征,四项都不能少。', '必填:地点、性质、人数、特征'])
      expect(reads(next)).toContain(text);
    expect(labels(await office.presses('U1', next, '上一页'))).toContain('停用');
    expect(shown(await office.types('U2', '规定 门岗 物业安全管理制度')).title).toBe('物业安全管理制度——值班管理规定');
    expect(shown(await office.types('U1', `policy 门岗 ${rule}`)).title).toBe('保安轮流值班,全天 24 小时不断人。');
    expect(shown(await office.types('U1', 'policy 门岗 消防')).title).toBe('没有采用“消防”');
  });

  it('means the desk below where the own desk goes by no regulation', async () => {
    const above = newId();
    await test.database.query(
      `INSERT INTO desk (org_id, id, code, name, zone, locale) VALUES ($1, $2, 'estate', '物业', 'Asia/Shanghai', 'zh')`,
      [org, above],
    );
    await test.database.query('UPDATE desk SET parent_id = $2 WHERE org_id = $1 AND id = $3', [org, above, desk]);
    await test.database.query('UPDATE member SET desk_id = $2 WHERE org_id = $1 AND desk_id = $3', [org, above, desk]);
    expect(shown(await office.types('U1', '规定')).title).toBe('规定 · 门岗');
  });

  it('is changed by leads only, and seen by people of the desk only', async () => {
    expect(labels(await press('people.policy-rule', { rule }, 'U2'))).not.toContain('修改');
    for (const route of ['people.policy-change', 'people.policy-restore'])
      expect(shown(await press(route, { rule }, 'U2')).title).toBe('只有负责人可以改规定');
    expect(shown(await press('people.policy-adopt', {}, 'U2')).title).toBe('只有负责人可以改规定');
    expect(shown(await press('people.policy-show', { preset: 'property-security-duty', from: '0' }, 'U3')).title).not.toContain('物业安全');
  });

  it('softens a rule; what cites it says who did, from when and why', async () => {
    await fill(await change(), { reaction: 'flag', reason: '新人还没到岗', from: '2026-12-01' });
    const [override] = await overrides();
    expect(override).toMatchObject({ rule, reaction: 'flag', name: '陈志远', from: '2026-12-01', reason: '新人还没到岗' });
    const { coverage } = await policy('2026-12-01');
    expect(coverage?.reaction).toBe('flag');
    expect(coverage?.cites[0]?.words).toEqual({
      zh: '保安轮流值班,全天 24 小时不断人。(陈志远 自 2026-12-01 起放宽:新人还没到岗)',
      en: 'Guards take turns so that someone is on duty around the clock. (softened by 陈志远 from 2026-12-01: 新人还没到岗)',
    });
    const card = await press('people.policy-rule', { rule }, 'U2');
    for (const text of ['只提醒,不拒绝', '陈志远', '新人还没到岗']) expect(reads(card)).toContain(text);
    const audit = await test.database.query(
      `SELECT subject, detail ->> 'reason' AS reason FROM audit_entry WHERE action = 'people.policy-change'`,
      [],
    );
    expect(audit).toEqual([{ subject: rule, reason: '新人还没到岗' }]);
    const replan = await test.database.query(`SELECT 1 FROM due WHERE kind = 'runtime.plan' AND payload ->> 'repeat' = 'false'`, []);
    expect(replan).toHaveLength(1);
  });

  it('tells the other leads of the desk', async () => {
    const roles = formOf(await office.presses('U1', await office.types('U1', '人员'), '改角色'));
    await office.fills('U1', roles, { member: '赵建国', roles: ['shift-lead'] });
    await fill(await change(), { reaction: 'off', reason: '临时停岗' });
    const sent = await test.database.query<{ view: unknown }>(`SELECT view FROM outbox WHERE destination = 'person:U2'`, []);
    expect(JSON.stringify(sent)).toContain('陈志远 改了门岗的规定');
    expect(JSON.stringify(sent)).toContain('临时停岗');
  });

  it('changes a value from a later day on, and until then the regulation holds', async () => {
    const form = await change(shifts);
    const start = form.fields.find(
      (field) => field.label.includes('early') || field.label.includes('早班') || field.label.includes('开始'),
    );
    if (start === undefined) throw new Error('The form asks for no start');
    const saved = await fill(form, { [start.name]: '8:00', reason: '冬天天亮得晚', from: '2026-12-10' });
    expect(shown(saved).title).toBe('已修改 property-security-duty-02,12月10日(周四)起生效');
    const starts = async (on: string) => (await policy(on)).shifts.find(({ value }) => value.code === 'early');
    expect((await starts('2026-12-09'))?.value.start).toMatchObject({ at: { hour: 7, minute: 30 } });
    expect((await starts('2026-12-10'))?.value.start).toMatchObject({ at: { hour: 8, minute: 0 } });
    expect((await starts('2026-12-10'))?.cites[0]?.words.en).toBe('Set by the desk (陈志远): 冬天天亮得晚');
    expect((await policy('2026-12-09')).version).not.toBe((await policy('2026-12-10')).version);
    expect(reads(await press('people.policy-rule', { rule: shifts }))).toContain('将生效');
  });

  it('replaces a change by the next one from its day on, and goes back to the regulation', async () => {
    await fill(await change(), { reaction: 'off', reason: '停岗' });
    await fill(await change(), { reaction: 'flag', reason: '试行', from: '2026-12-05' });
    expect((await overrides()).map(({ from, until }) => [from, until])).toEqual([
      ['2026-12-01', '2026-12-05'],
      ['2026-12-05', undefined],
    ]);
    expect((await policy('2026-12-04')).coverage?.reaction).toBe('off');
    expect((await policy('2026-12-05')).coverage?.reaction).toBe('flag');
    const card = await press('people.policy-rule', { rule });
    const restore = formOf(await office.presses('U1', card, '恢复原规定'));
    expect(await fill(restore, { reason: '' })).toMatchObject({ kind: 'invalid', errors: { reason: expect.any(String) } });
    await fill(restore, { reason: '人齐了', from: '2026-12-20' });
    expect((await policy('2026-12-19')).coverage?.reaction).toBe('flag');
    expect((await policy('2026-12-20')).coverage?.reaction).toBe('refuse');
    expect((await policy('2026-12-04')).coverage?.reaction).toBe('off');
  });

  it('keeps what was typed when something is wrong with it, and saves nothing', async () => {
    const form = await change(shifts);
    const wrong = await fill(form, { v0: '25 点', reason: '改时间', from: '2026-11-30' });
    expect(wrong).toMatchObject({
      kind: 'invalid',
      errors: { v0: '写时刻,如 07:30;次日写 08:00+1', from: '最早从今天开始' },
    });
    if (wrong.kind !== 'invalid') throw new Error('Accepted');
    expect(filled(wrong.form, {})).toMatchObject({ v0: '25 点', reason: '改时间', from: '2026-11-30' });
    expect(await fill(form, { reason: '没改什么' })).toMatchObject({ kind: 'invalid', errors: { reason: '还没有改任何内容' } });
    expect(await fill(form, { v0: '08:00', reason: '改时间', from: '2026-02-30' })).toMatchObject({ errors: { from: '没有这个日期' } });
    expect(await overrides()).toEqual([]);
  });

  it('shows the second of two leads what the first one changed, at the same moment too', async () => {
    const form = await change();
    const replies = await Promise.all([
      fill(form, { reaction: 'flag', reason: '甲的理由' }),
      fill(form, { reaction: 'off', reason: '乙的理由' }),
    ]);
    expect(replies.map((reply) => reply.kind).toSorted()).toEqual(['invalid', 'say']);
    const lost = replies.find((reply) => reply.kind === 'invalid');
    expect(lost).toMatchObject({ errors: { reason: '有人刚改过这一条。看一下现在的值,再保存一次' } });
    expect(await overrides()).toHaveLength(1);
    if (lost?.kind !== 'invalid') throw new Error('Nobody lost');
    expect((await fill(lost.form, {})).kind).toBe('say');
  });

  it('adopts another regulation, and a person decides where two of them disagree', async () => {
    const form = formOf(await press('people.policy-adopt', {}));
    const asked = formOf(await fill(form, { preset: 'company-duty', reason: '并入公司值班', from: '2026-12-08' }));
    expect(asked.route).toBe('people.policy-conflict-save');
    const intro = JSON.stringify(asked.intro);
    for (const text of ['property-security-duty-', 'company-duty-', '值班管理规定', '没有保存']) expect(intro).toContain(text);
    expect(await test.database.query(`SELECT 1 FROM adoption WHERE preset = 'company-duty'`, [])).toEqual([]);
    expect(await office.fills('U1', asked, { reason: '' })).toMatchObject({
      kind: 'invalid',
      errors: { c0: '选一边', reason: expect.any(String) },
    });
    const titles = asked.fields.flatMap((field) => (field.kind === 'choice' ? field.options : []));
    const keep = titles.find(({ label }) => label.includes('物业安全'))?.value ?? '';
    const done = await fill(asked, { c0: keep, reason: '门岗照旧' });
    expect(shown(done).title).toBe('12月8日(周二)起采用值班管理制度(公司)');
    expect((await overrides('company-duty')).every((one) => 'reaction' in one && one.reaction === 'off' && one.reason === '门岗照旧')).toBe(
      true,
    );
    expect((await overrides('company-duty')).length).toBeGreaterThan(0);
    expect((await policy('2026-12-08')).presets.map(({ id }) => id)).toEqual(['company-duty', 'property-security-duty']);
    expect((await policy('2026-12-07')).presets.map(({ id }) => id)).toEqual(['property-security-duty']);
  });

  it('stands in the desk file as it was made in chat, and applying that changes nothing', async () => {
    await fill(await change(), { reaction: 'flag', reason: '新人还没到岗', from: '2026-12-05' });
    const file = await exportDesks(test.database, { organisation: null, desk: null });
    if (!file.ok) throw new Error('Nothing was exported');
    expect(file.value).toContain('reason: 新人还没到岗');
    expect(file.value).toContain('name: 陈志远');
    const options = { vocabulary: deskFileVocabulary(), now: officeNow, dryRun: false, by: null };
    expect(await applyDeskFile(test.database, file.value, options)).toMatchObject({ ok: true, value: { changes: [] } });

    const both = file.value.replace('id: property-security-duty', 'id: company-duty\n      - id: property-security-duty');
    const refused = await applyDeskFile(test.database, both, options);
    const problems = refused.ok ? [] : refused.refusal.problems.map(({ words }) => words.zh);
    expect(problems).toHaveLength(1);
    for (const text of ['两项规定对“班次”', 'company-duty-07', 'property-security-duty-02', 'overrides: [{ rule:'])
      expect(problems[0]).toContain(text);
    const override = (of: string) => `{ rule: ${of}, reaction: off, reason: 门岗照旧, by: chen, from: 2026-12-01 }`;
    const settled = both.replace(
      'id: company-duty',
      `id: company-duty\n        overrides: [${['company-duty-07', 'company-duty-08', 'company-duty-09'].map(override).join(', ')}]`,
    );
    const applied = await applyDeskFile(test.database, settled, options);
    expect(applied.ok ? [] : applied.refusal.problems.map(({ words }) => words.zh)).toEqual([]);
    expect((await policy('2026-12-01')).presets).toHaveLength(2);
  });

  it('gives a regulation up from a day on', async () => {
    const card = await press('people.policy-show', { preset: 'property-security-duty', from: '0' });
    const stop = formOf(await office.presses('U1', card, '停用'));
    const done = await fill(stop, { reason: '换新规定', from: '2027-01-01' });
    expect(shown(done).title).toBe('物业安全管理制度——值班管理规定 从1月1日(周五)起停用');
    expect((await policy('2026-12-31')).presets).toHaveLength(1);
    expect((await policy('2027-01-01')).presets).toHaveLength(0);
    expect(reads(await press('people.policy', {}))).toContain('到 2027年1月1日(周五) 前一天止');
  });
});
