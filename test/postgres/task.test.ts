import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTasks } from '../../src/features/task/index.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { TaskRoom } from '../harness/task-room.ts';

describe('what is due on a desk', () => {
  let test: TestDatabase;
  let room: TaskRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new TaskRoom(test.database);
  });
  afterAll(() => test.drop());

  describe('is planned', () => {
    beforeEach(() => room.goesBy(['telecom-handover', 'holiday-duty-notice']));

    it('once, however often and by however many it is planned', async () => {
      const before = await room.tasks();
      expect(before.length).toBeGreaterThan(2);
      const plan = `INSERT INTO due (org_id, id, kind, key, due_at, desk_id, payload)
        SELECT org_id, gen_random_uuid(), 'runtime.plan', 'again ' || n, $1, id, '{"repeat": false}' FROM desk, generate_series(1, 3) n`;
      await room.db.query(plan, [new Date(room.now.epochMilliseconds)]);
      await room.settle();
      expect(await room.tasks()).toEqual(before);
    });

    it('again when the roster changes: what nobody began is taken back', async () => {
      const [slot] = await room.db.query<{ id: string }>(
        `SELECT id::text AS id FROM slot WHERE duty_on = '2026-12-01' AND shift = 'night'`,
        [],
      );
      expect((await room.task(`slot_id = '${slot?.id}' AND verb = 'read'`)).state).toBe('open');
      await room.db.query(`DELETE FROM assignment WHERE slot_id = $1::uuid`, [slot?.id]);
      await room.db.query(`DELETE FROM slot WHERE id = $1::uuid`, [slot?.id]);
      await room.until('2026-12-01T12:30');
      expect((await room.task(`slot_id = '${slot?.id}' AND verb = 'read'`)).state).toBe('dropped');
    });
  });

  it('reads the latest notices at the start of a shift, each for themselves [telecom-handover-05]', async () => {
    await room.goesBy(['telecom-handover']);
    await room.until('2026-12-01T19:59');
    room.heard();
    await room.until('2026-12-01T20:00');
    expect(room.heard().map(({ to }) => to)).toEqual(['U-bai']);
    const other = await room.ask('an', {
      kind: 'press',
      route: 'task.do',
      args: { id: (await room.task(`state = 'open' AND level = 1`)).id },
    });
    expect(says(other)).toContain('这件事不由你办');
    expect(says(await room.presses('bai', '已阅读'))).toContain('已办 · 阅读最新通知');
    expect((await room.task(`due_at > '2026-12-02T00:00Z' OR level = 1`)).state).toBe('done');
    expect(room.reads('bai')).toContain('已办');
  });

  it('hears half an hour before 16:30 what has to be reported; what was reported is seen in the channel [holiday-duty-notice-18]', async () => {
    await room.goesBy(['holiday-duty-notice']);
    await room.db.query(`UPDATE slot SET shift = 'afternoon' WHERE shift = 'early'`, []);
    await room.db.query(
      `UPDATE slot SET starts_at = starts_at + interval '2 hours', ends_at = ends_at + interval '2 hours' WHERE shift = 'afternoon'`,
      [],
    );
    await room.db.query(
      `UPDATE assignment a SET starts_at = s.starts_at, ends_at = s.ends_at FROM slot s WHERE s.id = a.slot_id AND s.shift = 'afternoon'`,
      [],
    );
    await room.until('2026-12-02T12:00');
    room.heard();
    await room.until('2026-12-02T15:59');
    expect(room.heard()).toEqual([]);
    await room.until('2026-12-02T16:00');
    expect(
      room
        .heard()
        .map(({ to }) => to)
        .toSorted(),
    ).toEqual(['C0CALLS', 'U-an']);
    const form = await room.button('an', '提交')();
    // The provincial office has no account: how it was told has to be said.
    const wrong = await room.fills('an', form, { content: '平安无事' });
    expect(wrong).toMatchObject({ kind: 'invalid', errors: { delivered: '要填' } });
    await room.until('2026-12-02T16:21');
    expect(says(await room.fills('an', wrong, { content: '平安无事', delivered: '16:20 传真,对方小王接收' }))).toContain('已办 · 提交日报');
    await room.settle();
    expect(room.reads('C0CALLS')).toContain('提交日报 · 16:21 安平 已报');
    await room.until('2026-12-02T16:31');
    expect(room.heard()).toEqual([]);
  });

  /** Fills in the register of rounds that a round opens. */
  const makes = (code: string, id: string) => room.submit(code, 'task.keep', { id }, { fire: 'no', theft: 'no', explosion: 'no' });

  describe('rounds', () => {
    const security = ['center-security-2'];
    beforeEach(async () => {
      await room.goesBy(security);
      await room.until('2026-12-01T17:01');
    });
    const open = `verb = 'round' AND state = 'open' AND NOT coalesce((detail->>'hidden')::boolean, false) AND from_at <= '2026-12-01T12:00Z'`;
    const next = `verb = 'round' AND state = 'open' AND detail->>'origin' = 'round'`;

    it('are due two hours after the last one that was made, ticked twice they count once [center-security-2-11]', async () => {
      const first = await room.task(open);
      expect(first.due).toBe('12-01 19:00');
      await room.until('2026-12-01T18:10');
      expect(says(await makes('lead', first.id))).toContain('下一次:12月1日(周二)19:10–20:10');
      const again = says(await room.press('lead', 'task.do', { id: first.id }));
      expect(again).toContain('刚巡查过 18:10 · 巡查点位');
      expect(again).toContain('18:10 林主管 办的,只算一次');
      expect(again).toContain('下一次:12月1日(周二)19:10–20:10');
      expect(await room.db.query('SELECT 1 FROM task_proof', [])).toHaveLength(1);
      expect((await room.task(next)).due).toBe('12-01 20:10');
    });

    it('begin half their interval after the one before: no card, no button and no press before that [center-security-2-11]', async () => {
      const first = await room.task(open);
      await room.until('2026-12-01T17:05');
      await makes('bai', first.id);
      await room.press('lead', 'task.do', { id: first.id });
      await room.settle();
      room.heard();
      const second = await room.task(next);
      await room.until('2026-12-01T18:04');
      expect(room.heard()).toEqual([]);
      const listed = await room.lists('an', 'tasks');
      expect(listed).toContain('巡查点位:刚巡查过 17:05,下一次 12月1日(周二)18:05–19:05');
      expect(listed).not.toContain(second.id);
      const pressed = says(await room.press('lead', 'task.do', { id: second.id }));
      expect(pressed).toContain('刚巡查过 17:05 · 巡查点位');
      expect(pressed).toContain('下一次:12月1日(周二)18:05–19:05');
      expect(await room.db.query('SELECT 1 FROM task_proof', [])).toHaveLength(1);
      await room.until('2026-12-01T18:05');
      expect(room.heard().map(({ to, text }) => [to, text.includes('要办 · 巡查点位')])).toEqual([
        ['U-an', true],
        ['U-bai', true],
      ]);
      expect(await room.lists('an', 'tasks')).toContain(second.id);
      expect(says(await makes('lead', second.id))).toContain('已办 · 巡查点位');
      // The card of an older round does not say what the last one does.
      expect(says(await room.press('lead', 'task.do', { id: first.id }))).toContain('已经办过了 · 巡查点位');
    });

    it('pressed by two at the same moment count once [center-security-2-11]', async () => {
      const first = await room.task(open);
      await Promise.all(['lead', 'zhang', 'lead', 'zhang'].map((code) => makes(code, first.id)));
      expect(await room.db.query('SELECT 1 FROM task_proof', [])).toHaveLength(1);
      expect(await room.tasks(next)).toHaveLength(1);
    });

    it('missed by a minute are missed; the next one runs from the deadline that passed [center-security-2-11]', async () => {
      const first = await room.task(open);
      await room.until('2026-12-01T18:59');
      expect((await room.task(`id = '${first.id}'`)).state).toBe('open');
      await room.until('2026-12-01T19:00');
      expect((await room.task(`id = '${first.id}'`)).state).toBe('missed');
      expect((await room.task(open)).due).toBe('12-01 21:00');
      expect(says(await room.press('lead', 'task.do', { id: first.id }))).toContain('已记为未完成,不能补');
      expect(room.reads('lead')).toContain('逾期 · 巡查点位 · 客服');
    });

    it('at random are not shown before their moment [center-security-2-11]', async () => {
      const [random] = await room.tasks(`(detail->>'hidden')::boolean AND from_at > '2026-12-01T09:02Z'`);
      expect(random).toBeDefined();
      const calendar = says(await room.types('lead', 'tasks calendar'));
      expect(calendar).toContain('不定时 2 次');
      const listed = await room.run((ctx) => openTasks(ctx, { desk: room.ownDesk.id }));
      expect(listed.some(({ id }) => id === random?.id)).toBe(false);
      expect(says(await room.press('lead', 'task.do', { id: random?.id ?? '' }))).toContain('还没到时候');
    });
  });

  describe('a round at an odd time', () => {
    const noon = `(detail->>'hidden')::boolean AND from_at >= '2026-12-02T04:00Z' AND from_at < '2026-12-02T05:00Z'`;
    const wall = (at: Date, minutes: number) => new Date(at.getTime() + (8 * 60 + minutes) * 60_000).toISOString().slice(0, 16);
    const drawn = async () => {
      const [row] = await room.db.query<{ id: string; from: Date; due: Date }>(
        `SELECT id::text AS id, from_at AS from, due_at AS due FROM task WHERE ${noon}`,
        [],
      );
      if (row === undefined) throw new Error('No round was drawn');
      return row;
    };
    beforeEach(async () => {
      await room.goesBy(['center-security-2']);
      await room.until('2026-12-02T09:00');
      room.heard();
    });

    it('is known to the guard on duty at its moment and not a minute before; made within half an hour it counts [center-security-2-11]', async () => {
      const { id, from, due } = await drawn();
      await room.until(wall(from, -1));
      const random = '不定时';
      expect(room.heard().some(({ text }) => text.includes(random))).toBe(false);
      for (const code of ['an', 'lead']) expect(await room.lists(code, 'tasks')).not.toContain(random);
      expect(await room.lists('an', 'tasks desk')).not.toContain(random);
      await room.until(wall(from, 0));
      const told = room.heard().filter(({ text }) => text.includes(random));
      expect(told.map(({ to }) => to)).toEqual(['U-an']);
      expect(await room.lists('an', 'tasks')).toContain(random);
      await room.until(wall(due, -1));
      expect(due.getTime() - from.getTime()).toBe(30 * 60_000);
      await makes('an', id);
      expect((await room.task(`id = '${id}'`)).state).toBe('done');
    });

    it('is missed half an hour after its moment, not at the end of its window, and cannot be made up for [center-security-2-11]', async () => {
      const { id, due } = await drawn();
      expect(due.getTime()).toBeLessThanOrEqual(new Date('2026-12-02T05:00Z').getTime());
      await room.until(wall(due, -1));
      expect((await room.task(`id = '${id}'`)).state).toBe('open');
      await room.until(wall(due, 0));
      expect((await room.task(`id = '${id}'`)).state).toBe('missed');
      expect(says(await room.press('an', 'task.do', { id }))).toContain('不能补');
    });

    it('has the moment that was drawn however often it is planned', async () => {
      const before = await drawn();
      await room.db.query(`UPDATE desk SET version = version + 1`, []);
      await room.until('2026-12-02T09:30');
      expect(await drawn()).toEqual(before);
    });
  });

  describe('a report', () => {
    beforeEach(() => room.goesBy(['company-duty']));

    it('is due an hour after the hand-over, and not a minute later [company-duty-19]', async () => {
      await room.triggers({ name: 'handover-completed', id: 'h1', person: room.of('an') });
      await room.triggers({ name: 'handover-completed', id: 'h1', person: room.of('an') });
      await room.settle();
      expect((await room.tasks(`object = 'duty-report'`)).map(({ due, state }) => [due, state])).toEqual([['12-01 11:00', 'open']]);
      expect(room.reads('an')).toContain('值班情况报告');
      await room.until('2026-12-01T10:59');
      expect((await room.task(`object = 'duty-report'`)).state).toBe('open');
      await room.until('2026-12-01T11:00');
      expect((await room.task(`object = 'duty-report'`)).state).toBe('missed');
      expect(room.reads('lead')).toContain('逾期');
      expect(room.reads('C0CALLS')).toContain('逾期');
    });

    it('is done with the entry of its register, and goes to whom the rule names [company-duty-19]', async () => {
      await room.triggers({ name: 'handover-completed', id: 'h2', person: room.of('an') });
      await room.settle();
      const form = await room.button('an', '填写')();
      expect(form.kind).toBe('form');
      await room.fills('an', form, { matters: '一切正常' });
      await room.settle();
      expect((await room.task(`object = 'duty-report'`)).state).toBe('done');
      expect(room.reads('lead')).toContain('一切正常');
    });
  });
});
