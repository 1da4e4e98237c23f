import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Colleague, says } from '../harness/exchange.ts';
import { TaskRoom } from '../harness/task-room.ts';

/** 安平 is on duty by day; 白雪, the other duty leader, answers to 林主管, he to 王总. */
const centre: readonly Colleague[] = [
  { code: 'an', name: '安平', roles: ['duty-officer', 'duty-leader'], attributes: { superior: 'lin' } },
  { code: 'bai', name: '白雪', roles: ['duty-officer', 'duty-leader'], attributes: { superior: 'lin' } },
  { code: 'lin', name: '林主管', roles: ['centre-head'], attributes: { superior: 'wang' } },
  { code: 'wang', name: '王总', roles: ['general-manager'] },
  { code: 'qin', name: '秦川', roles: ['staff'] },
];
const filled = { field_1: '高频', field_2: '无', field_3: '晴', field_4: '2.1 米', content: '注意安全' };

describe('what was handed in and waits for approval', () => {
  let test: TestDatabase;
  let room: TaskRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new TaskRoom(test.database);
  });
  afterAll(() => test.drop());

  /** The broadcast of ten o'clock, handed in at once; it has to be done by the end of the shift, at 16:00. */
  const broadcast = async (time = '10:00', settings = '{}') => {
    await room.goesBy(['maritime-city'], settings, centre);
    await room.until(`2026-12-02T${time}`);
    const { id } = await room.task(`verb = 'broadcast' AND due_at > '${room.now.toString()}' AND state = 'open' AND level = 1`);
    expect(says(await room.submit('an', 'task.prove', { id }, filled))).toContain('由 白雪 审批');
    await room.settle();
    room.heard();
    return id;
  };
  const heardBy = () =>
    room
      .heard()
      .map(({ to }) => to)
      .toSorted();
  const state = async (id: string) => (await room.task(`id = '${id}'`)).state;

  it('is reminded of after a tenth of the time that is left, and not a minute before [maritime-city-15]', async () => {
    const id = await broadcast();
    await room.until('2026-12-02T10:35');
    expect(room.heard()).toEqual([]);
    await room.until('2026-12-02T10:36');
    expect(heardBy()).toEqual(['U-bai']);
    expect(room.reads('bai')).toContain('待审批 · 播发安全广播 · 客服');
    await room.press('bai', 'task.agree', { id });
    expect(await state(id)).toBe('done');
    await room.until('2026-12-02T16:00');
    expect(heardBy().filter((to) => to === 'U-lin' || to === 'U-wang')).toEqual([]);
  });

  it('goes to the next above on further silence, level by level, and whoever handed it in reads so [maritime-city-15]', async () => {
    const id = await broadcast();
    await room.until('2026-12-02T10:36');
    room.heard();
    expect(says(await room.press('lin', 'task.agree', { id }))).toContain('这件事不由你审批');
    await room.until('2026-12-02T11:08');
    const passed = room.heard();
    expect(passed.map(({ to }) => to).toSorted()).toEqual(['U-an', 'U-lin']);
    expect(passed.find(({ to }) => to === 'U-an')?.text).toContain('白雪 没有答复,现在由 林主管 审批');
    await room.until('2026-12-02T11:38');
    expect(heardBy()).toEqual(['U-lin']);
    await room.until('2026-12-02T12:08');
    expect(heardBy()).toEqual(['U-an', 'U-wang']);
    expect(await state(id)).toBe('open');
    await room.press('lin', 'task.agree', { id });
    expect(await state(id)).toBe('done');
  });

  it('is never approved by silence: after the deadline it still waits, and reminders end', async () => {
    const id = await broadcast();
    for (let day = 3; day <= 12; day += 1)
      for (const time of ['08:00', '21:00']) await room.until(`2026-12-${String(day).padStart(2, '0')}T${time}`);
    expect(await room.tasks(`id = '${id}'`)).toMatchObject([{ state: 'open', detail: { waiting: true, approval: { reminded: 8 } } }]);
    await room.press('wang', 'task.agree', { id });
    expect(await state(id)).toBe('done');
  });

  it('shows whoever did it for whom it waits, and since when', async () => {
    await broadcast();
    expect(await room.lists('an', 'tasks')).toContain('播发安全广播 · 等 白雪 审批,12月2日(周三)10:00 起');
    await room.until('2026-12-02T10:36');
    await room.until('2026-12-02T11:08');
    const mine = await room.lists('an', 'tasks');
    expect(mine).toContain('等 林主管 审批,12月2日(周三)11:08 起');
    await room.db.query('UPDATE person SET settings = \'{"locale":"en"}\' WHERE code = \'an\'', []);
    expect(await room.lists('an', 'tasks')).toContain('waits for 林主管 since Wed 2 Dec');
  });

  it('is on the list of whoever has to agree, and leaves it when they did', async () => {
    const id = await broadcast();
    expect(await room.lists('bai', 'tasks')).toContain('播发安全广播');
    await room.presses('bai', '同意');
    expect(await state(id)).toBe('done');
    expect(await room.lists('bai', 'tasks')).not.toContain('审批');
  });

  it('opens from the list for whoever has to agree, and for nobody else', async () => {
    const id = await broadcast();
    expect(says(await room.press('bai', 'task.show', { id }))).toContain('频道:高频');
    expect(says(await room.press('qin', 'task.show', { id }))).toContain('这件事不由你办');
    await room.press('bai', 'task.agree', { id });
    expect(says(await room.press('bai', 'task.show', { id }))).toContain('已经有人处理了');
  });

  it('leaves approvers who are off duty in peace at night, and gives them as long from the morning on [maritime-city-17]', async () => {
    await room.goesBy(['maritime-city'], '{}', centre);
    await room.until('2026-12-03T01:00');
    const { id } = await room.task(`object = 'monthly-summary' AND due_at = '2026-12-03T16:00Z'`);
    const given = { field_1: '无', field_2: '无', field_3: '无', field_4: '在岗', delivered: '电话' };
    expect(says(await room.submit('bai', 'task.prove', { id }, given))).toContain('由 林主管 审批');
    await room.settle();
    room.heard();
    const toApprove = () => room.heard().filter(({ text }) => text.includes('待审批'));
    await room.until('2026-12-03T06:59');
    expect(toApprove()).toEqual([]);
    await room.until('2026-12-03T07:00');
    expect(toApprove().map(({ to }) => to)).toEqual(['U-lin']);
    await room.until('2026-12-03T08:41');
    expect(toApprove()).toEqual([]);
    await room.until('2026-12-03T08:42');
    expect(toApprove().map(({ to }) => to)).toEqual(['U-lin']);
  });

  it('goes to whoever stands in for an approver who is away', async () => {
    await room.goesBy(['maritime-city'], '{}', centre);
    await room.db.query(
      `INSERT INTO delegation (org_id, id, from_person, to_person, starts_at, ends_at, live, by_person, at)
       SELECT org_id, gen_random_uuid(), $1::uuid, $2::uuid, '2026-12-01T00:00Z', '2026-12-31T00:00Z', true, $1::uuid, '2026-12-01T00:00Z' FROM person WHERE id = $1::uuid`,
      [room.of('bai'), room.of('wang')],
    );
    await room.until('2026-12-02T10:00');
    const { id } = await room.task(`verb = 'broadcast' AND due_at > '${room.now.toString()}' AND state = 'open' AND level = 1`);
    expect(says(await room.submit('an', 'task.prove', { id }, filled))).toContain('由 白雪、王总 审批');
    await room.press('wang', 'task.agree', { id });
    expect(await state(id)).toBe('done');
  });
});
