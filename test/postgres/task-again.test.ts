import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { moveEntry, writeEntry } from '../../src/features/record/index.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Colleague, says } from '../harness/exchange.ts';
import { TaskRoom } from '../harness/task-room.ts';

const centre: readonly Colleague[] = [
  { code: 'lead', name: '林主管', roles: ['supervising-leader'] },
  { code: 'an', name: '安平', roles: ['duty-officer', 'duty-leader'] },
  { code: 'bai', name: '白雪', roles: ['duty-officer', 'duty-leader'] },
];

describe('what is due, when something is done again or by somebody else', () => {
  let test: TestDatabase;
  let room: TaskRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new TaskRoom(test.database);
  });
  afterAll(() => test.drop());

  const write = async (type: string, fields: Record<string, string>) => {
    const written = await room.run((ctx) =>
      writeEntry(ctx, room.ownDesk, { type, fields, author: room.of('an'), slot: null }, { incomplete: true }),
    );
    if (!written.ok) throw new Error(written.refusal.code);
    await room.settle();
    return written.value;
  };

  describe('with somebody who has to agree', () => {
    const filled = { field_1: '高频', field_2: '无', field_3: '晴', field_4: '2.1 米', content: '注意安全' };
    const broadcast = async () => {
      await room.goesBy(['maritime-city'], '{}', centre);
      await room.until('2026-12-02T10:00');
      const { id } = await room.task(`verb = 'broadcast' AND due_at > '${room.now.toString()}' AND state = 'open' AND level = 1`);
      const sent = await room.submit('an', 'task.prove', { id }, filled);
      expect(says(sent)).toContain('白雪');
      return id;
    };

    it('nobody agrees to what they did themselves', async () => {
      const id = await broadcast();
      expect(says(await room.press('an', 'task.agree', { id }))).not.toContain('已同意');
      expect((await room.task(`id = '${id}'`)).state).toBe('open');
      await room.press('bai', 'task.agree', { id });
      expect((await room.task(`id = '${id}'`)).state).toBe('done');
    });

    it('where they left meanwhile those who lead agree', async () => {
      const id = await broadcast();
      await room.db.query(`DELETE FROM member WHERE person_id = $1::uuid`, [room.of('bai')]);
      await room.press('lead', 'task.agree', { id });
      expect((await room.task(`id = '${id}'`)).state).toBe('done');
    });

    it('it is sent back with a reason only, and done again', async () => {
      const id = await broadcast();
      expect((await room.submit('bai', 'task.back', { id }, { reason: '  ' })).kind).toBe('invalid');
      await room.submit('bai', 'task.back', { id }, { reason: '水位不对' });
      expect((await room.task(`id = '${id}'`)).done).toBe(0);
      await room.submit('an', 'task.prove', { id }, filled);
      await room.press('bai', 'task.agree', { id });
      expect((await room.task(`id = '${id}'`)).state).toBe('done');
    });
  });

  it('a task of somebody who has left is told to those of the role', async () => {
    await room.goesBy(['maintenance-duty'], '{}', centre);
    await room.triggers({ name: 'handover-completed', id: 'h1', person: room.of('bai') });
    await room.db.query(`DELETE FROM assignment WHERE person_id = $1::uuid`, [room.of('bai')]);
    await room.db.query(`DELETE FROM member WHERE person_id = $1::uuid`, [room.of('bai')]);
    room.heard();
    await room.settle();
    await room.until('2026-12-01T10:30');
    expect(
      room
        .heard()
        .filter(({ text }) => text.includes('值班报告'))
        .map(({ to }) => to),
    ).toContain('U-an');
  });

  it('of somebody who has just joined becomes due once, and of who joined long ago not', async () => {
    const on = { an: '2026-12-01', bai: '2026-11-01' };
    await room.goesBy(
      ['company-duty'],
      '{}',
      centre.map((one) => ({ ...one, attributes: { joined_on: on[one.code as keyof typeof on] ?? '2020-01-01' } })),
    );
    const override = { path: 'obligation.duty-report.trigger', value: 'joined', reason: '试用', by: 'lead', from: '2025-01-01' };
    await room.db.query('UPDATE adoption SET overrides = $1::jsonb', [JSON.stringify([override])]);
    for (const time of ['10:30', '11:30', '12:30']) {
      await room.db.query(`UPDATE desk SET version = version + 1`, []);
      await room.until(`2026-12-01T${time}`);
    }
    const found = await room.db.query(`SELECT detail #>> '{subject,zh}' AS who FROM task WHERE key LIKE '%joined%'`, []);
    expect(found).toEqual([{ who: '安平' }]);
  });

  it('what is due because of a record says nothing of it that not everybody may read', async () => {
    await room.goesBy(['telecom-duty', 'front-desk-duty'], '{}', centre);
    for (const content of ['张女士电话 13800000000', '王女士要退款', '李先生再次来电']) await write('complaint', { content });
    const subjects = await room.db.query<{ subject: string }>(
      `SELECT detail #>> '{subject,zh}' AS subject FROM task WHERE detail ? 'subject'`,
      [],
    );
    expect(subjects.length).toBeGreaterThan(0);
    for (const { subject } of subjects) expect(subject).toMatch(/^投诉/);
    expect(JSON.stringify(subjects)).not.toContain('再次来电');
  });

  describe('of monitored objects', () => {
    it('points are drawn, ships and people are not; each kind by the rule that names it [maritime-city-02]', async () => {
      await room.goesBy(['maritime-city'], '{}', centre);
      for (const kind of ['own-point', 'county-point', 'ship', 'person']) await write('monitored-object', { object: `${kind} 1`, kind });
      await room.until('2026-12-02T00:00');
      const drawn = async (entry: string) =>
        room.db.query<{ name: string }>(
          `SELECT x -> 'name' ->> 'zh' AS name FROM task t, jsonb_array_elements(t.detail -> 'targets') x WHERE t.entry LIKE '%.' || $1 AND t.due_at = '2026-12-02T16:00Z'`,
          [entry],
        );
      expect(await drawn('own-points')).toEqual([{ name: 'own-point 1' }]);
      expect(await drawn('county-points')).toEqual([{ name: 'county-point 1' }]);
    });
  });

  describe('after a notice', () => {
    const replies = () => room.tasks(`object = 'rectification-reply'`);
    const answer = (id: string) => room.run((ctx) => moveEntry(ctx, id, 'replied', room.of('bai'), null, { reply: '已整改' }));

    it('a centre owes no reply to what it issued itself', async () => {
      await room.goesBy(['maritime-county', 'maritime-forms'], '{}', centre);
      await write('point-violation', { point: '西渡口', ship: '客渡 3', kind: 'overload', facts: '超载' });
      expect(await room.db.query(`SELECT 1 FROM entry WHERE type = 'point-violation-notice'`, [])).toHaveLength(1);
      expect(await replies()).toEqual([]);
    });

    it('the reply on the notice is the reply that is owed [maritime-county-07]', async () => {
      await room.goesBy(['maritime-county', 'maritime-forms'], '{}', centre);
      const notice = await write('centre-violation-notice', { centre: '客服', facts: '打扑克' });
      expect(await replies()).toMatchObject([{ state: 'open' }]);
      expect((await answer(notice.id)).ok).toBe(true);
      expect(await replies()).toMatchObject([{ state: 'done', done: 1 }]);
    });

    it('the reply handed in as a task is written into the notice, and counts once [maritime-county-07]', async () => {
      await room.goesBy(['maritime-county', 'maritime-forms'], '{}', centre);
      const notice = await write('centre-violation-notice', { centre: '客服', facts: '打扑克' });
      const [task] = await replies();
      await room.submit('bai', 'task.prove', { id: task?.id ?? '' }, { content: '已整改', delivered: '14:00 电话' });
      expect(await replies()).toMatchObject([{ state: 'done', done: 1 }]);
      expect(await room.db.query('SELECT state FROM entry WHERE id = $1::uuid', [notice.id])).toEqual([{ state: 'replied' }]);
    });

    const twoCentres = async () => {
      await room.goesBy(['maritime-city', 'maritime-forms'], '{}', centre);
      for (const [below, name] of [
        ['east', '东区中心'],
        ['west', '西区中心'],
      ] as const)
        await room.db.query(
          `INSERT INTO desk (org_id, id, code, parent_id, name, zone, locale, kinds) SELECT org_id, gen_random_uuid(), $2, id, $3, zone, locale, '{county-centre}' FROM desk WHERE id = $1::uuid`,
          [room.ownDesk.id, below, name],
        );
      await room.db.query(
        `INSERT INTO adoption (org_id, desk_id, preset, from_date) SELECT d.org_id, d.id, 'maritime-county', '2025-01-01' FROM desk d WHERE d.code IN ('east', 'west')`,
        [],
      );
      await room.db.query(
        `INSERT INTO member (org_id, desk_id, person_id, roles, position) SELECT org_id, id, $1::uuid, '{county-office}', 9 FROM desk WHERE code = 'west'`,
        [room.of('bai')],
      );
    };
    /** Units that owe a reply. */
    const owing = () =>
      room.db.query<{ code: string }>(
        `SELECT d.code FROM task t JOIN desk d ON d.id = t.desk_id WHERE t.object = 'rectification-reply' AND t.state = 'open' ORDER BY d.code`,
        [],
      );

    it.each([
      [{ centre: '东区中心值班室' }, 'east'],
      [{ centre: '监控中心' }, 'west'],
    ])('the unit below that it names, or is served on, owes the reply: %o', async (fields, code) => {
      await twoCentres();
      await write('centre-violation-notice', { ...fields, facts: '打扑克' });
      expect(await owing()).toEqual([{ code }]);
    });

    it('the unit is told once, when somebody fills in which one it is [maritime-county-06]', async () => {
      await twoCentres();
      await room.db.query(`DELETE FROM member WHERE 'county-office' = ANY (roles)`, []);
      const { id } = await write('centre-violation-notice', { facts: '打扑克' });
      expect(await owing()).toEqual([]);
      const amend = (fields: Record<string, string>) => room.submit('an', 'record.amend', { id }, { facts: '打扑克', ...fields });
      await amend({ centre: '东区中心' });
      await room.settle();
      expect(await owing()).toEqual([{ code: 'east' }]);
      const [first] = await replies();
      expect(first?.due).toBe('12-09 00:00');
      await amend({ centre: '东区中心', kind: 'conduct' });
      expect(await replies()).toHaveLength(1);
    });

    it('a unit that was named by mistake owes the reply no more, and the right one does [maritime-county-06]', async () => {
      await twoCentres();
      const { id } = await write('centre-violation-notice', { facts: '打扑克', centre: '东区中心' });
      await room.submit('an', 'record.amend', { id }, { facts: '打扑克', centre: '西区中心' });
      expect(await owing()).toEqual([{ code: 'west' }]);
    });
  });

  describe('a check that a shift left undone', () => {
    beforeEach(async () => {
      await room.goesBy(['center-security-1']);
      await room.sets('obligation.closing.when', [
        { every: 'workday', at: { anchor: 'work_start' } },
        { every: 'workday', at: { anchor: 'work_end' } },
      ]);
      await room.until('2026-12-02T15:59');
      room.heard();
      await room.until('2026-12-02T16:00');
    });
    const clearing = async () => (await room.task(`object = 'closing-round' AND due_at = '2026-12-02T08:00Z'`)).id;
    const proof = { items: ['hall-cleared', 'doors-locked'] };

    it('is told to that shift and its leads, is on their lists only, and can still be done by whoever is there', async () => {
      const overdue = room.heard().filter(({ text }) => text.includes('逾期'));
      expect(overdue.map(({ to }) => to).toSorted()).toEqual(['C0CALLS', 'U-an', 'U-lead', 'U-zhang']);
      await room.until('2026-12-04T21:00');
      const ofBai = await room.lists('bai', 'tasks');
      expect(ofBai).not.toContain('09:00–16:00');
      // The same of two days: their buttons say which day.
      expect(ofBai).toContain('下班清场 12月2日(周三)17:00"');
      expect(ofBai).toContain('下班清场 12月3日(周四)17:00"');
      const listed = await room.lists('an', 'tasks');
      expect(listed).toContain('下班清场 · 应于 12月2日(周三)09:00–16:00 办');
      expect(await room.lists('bai', 'tasks desk')).toContain('应于 12月2日(周三)09:00–16:00 办');
      expect(says(await room.submit('cao', 'task.prove', { id: await clearing() }, proof))).toContain('这件事不由你办');
      expect(says(await room.submit('an', 'task.prove', { id: await clearing() }, proof))).toContain('逾期办结');
    });

    it('can be done by the next shift as well', async () => {
      await room.until('2026-12-02T21:00');
      expect(says(await room.submit('bai', 'task.prove', { id: await clearing() }, proof))).toContain('逾期办结');
    });

    it('stands twice with different hours where the same is due twice a day', async () => {
      await room.until('2026-12-02T18:00');
      const lines = (await room.lists('lead', 'tasks desk')).match(/电源开关 · [^"]*/gu) ?? [];
      expect(lines.length).toBeGreaterThan(1);
      expect(new Set(lines).size).toBe(lines.length);
    });
  });
});
