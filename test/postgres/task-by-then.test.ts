import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { TaskRoom } from '../harness/task-room.ts';

describe('what has to be done by a moment', () => {
  let test: TestDatabase;
  let room: TaskRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new TaskRoom(test.database);
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    await room.goesBy(['center-security-1']);
    await room.until('2026-12-02T08:29');
    room.heard();
  });

  const opening = () => room.task(`object = 'opening-round' AND due_at = '2026-12-02T01:00Z'`);
  const rounds = { items: ['patrol', 'unlock'] };

  it('is asked for as long before as the rule says, of whoever is on duty then, and made then it is in time [center-security-1-06]', async () => {
    expect(says(await room.submit('an', 'task.prove', { id: (await opening()).id }, rounds))).toContain('08:30起可以办');
    await room.until('2026-12-02T08:30');
    const told = room.heard().filter(({ text }) => text.includes('要办 · 清单:开门前巡查'));
    expect(told.map(({ to }) => to).toSorted()).toEqual(['C0CALLS', 'U-an']);
    expect(told.find(({ to }) => to === 'U-an')?.text).toContain('12月2日(周三)08:30–09:00');
    await room.until('2026-12-02T08:59');
    await room.submit('an', 'task.prove', { id: (await opening()).id }, rounds);
    await room.until('2026-12-02T09:00');
    expect(await opening()).toMatchObject({ state: 'done', due: '12-02 09:00' });
    expect((await opening()).detail.late).toBeUndefined();
  });

  it('is missed at that moment, by those who were on duty before it, and can be made up for late [center-security-1-06]', async () => {
    await room.until('2026-12-02T08:59');
    expect((await opening()).state).toBe('open');
    room.heard();
    await room.until('2026-12-02T09:00');
    expect((await opening()).state).toBe('missed');
    const overdue = room.heard().filter(({ text }) => text.includes('逾期 · 清单:开门前巡查'));
    expect(overdue.map(({ to }) => to).toSorted()).toEqual(['C0CALLS', 'U-an', 'U-lead', 'U-zhang']);
    expect(says(await room.submit('an', 'task.prove', { id: (await opening()).id }, rounds))).toContain('逾期办结');
  });

  it('stands on the calendar at its moment, and is not on a list before it can be begun [center-security-1-06]', async () => {
    expect(says(await room.types('lead', 'tasks calendar'))).toContain('09:00 清单:开门前巡查');
    expect(await room.lists('an', 'tasks')).not.toContain('开门前巡查 · 12月2日');
    await room.until('2026-12-02T08:30');
    expect(await room.lists('an', 'tasks')).toContain('开门前巡查 · 12月2日(周三)08:30–09:00');
  });
});
