import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { TaskRoom } from '../harness/task-room.ts';

describe('a card of several things due', () => {
  let test: TestDatabase;
  let room: TaskRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new TaskRoom(test.database);
  });
  afterAll(() => test.drop());

  const lines = (view: unknown): number => JSON.stringify(view).split('"level"').length - 1;

  it('stays as it was sent until one of them changes, also where people had been told of them before, and shows all of them then', async () => {
    await room.goesBy(['center-security-1']);
    await room.until('2026-12-02T08:59');
    room.heard();
    room.slack.edits.length = 0;
    await room.until('2026-12-02T09:00');
    await room.until('2026-12-02T15:30');
    // At nine, and once more shortly before the shift ends.
    expect(room.heard().filter(({ to }) => to === 'U-an')).toHaveLength(2);
    const sent = room.slack.sent.filter(({ to }) => to.id === 'U-an').slice(-2);
    expect(sent.map(({ view }) => lines(view))).toEqual([2, 2]);
    expect(room.slack.edits).toEqual([]);

    const { id } = await room.task(`object = 'opening-round' AND due_at = '2026-12-02T08:00Z'`);
    const kept = await room.submit('an', 'task.prove', { id }, { items: ['patrol', 'unlock'] });
    expect(says(kept)).toContain('已办');
    await room.settle();
    for (const { ref } of sent) {
      const [edit, ...more] = room.slack.edits.filter((one) => one.ref.messageId === ref.messageId);
      expect(more).toEqual([]);
      expect(lines(edit?.view)).toBe(2);
      expect(JSON.stringify(edit?.view)).toContain('"ok"');
    }
  });
});
