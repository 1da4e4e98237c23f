import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { TaskRoom } from '../harness/task-room.ts';

describe('a card of what is due', () => {
  let test: TestDatabase;
  let room: TaskRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new TaskRoom(test.database);
  });
  afterAll(() => test.drop());

  const lines = (view: unknown): number => JSON.stringify(view).split('"level"').length - 1;

  const lastEditOf = (messageId: string): string =>
    JSON.stringify(room.slack.edits.filter(({ ref }) => ref.messageId === messageId).at(-1)?.view ?? null);

  it('gives way to the reminder with the same things, which shows what became of each', async () => {
    await room.goesBy(['center-security-1']);
    await room.until('2026-12-02T08:59');
    room.heard();
    room.slack.edits.length = 0;
    await room.until('2026-12-02T09:00');
    expect(room.slack.edits).toEqual([]);
    await room.until('2026-12-02T15:30');
    // At nine, and once more shortly before the shift ends.
    expect(room.heard().filter(({ to }) => to === 'U-an')).toHaveLength(2);
    const [first, second] = room.slack.sent.filter(({ to }) => to.id === 'U-an').slice(-2);
    expect([first, second].map((sent) => lines(sent?.view))).toEqual([2, 2]);
    const firstNow = lastEditOf(first?.ref.messageId ?? '');
    expect(firstNow).toContain('见下方 · 要办 2 件 · 客服');
    expect(firstNow).toContain('12月2日(周三)15:30 又发了一张');
    expect(firstNow).not.toContain('task.do');
    expect(lastEditOf(second?.ref.messageId ?? '')).toBe('null');

    room.slack.edits.length = 0;
    const { id } = await room.task(`object = 'opening-round' AND due_at = '2026-12-02T08:00Z'`);
    const kept = await room.submit('an', 'task.prove', { id }, { items: ['patrol', 'unlock'] });
    expect(says(kept)).toContain('已办');
    await room.settle();
    const edited = room.slack.edits.filter(({ ref }) => ref.messageId === second?.ref.messageId);
    expect(edited.map(({ view }) => lines(view))).toEqual([2]);
    expect(JSON.stringify(edited[0]?.view)).toContain('"ok"');
  });

  it('is one where it is due, due soon and overdue: one card of a task that says so in each chat', async () => {
    await room.goesBy(['center-security-2']);
    await room.until('2026-12-01T17:00');
    await room.until('2026-12-01T19:00');
    await room.settle();
    const { id } = await room.task(`verb = 'round' AND due_at = '2026-12-01T11:00Z'`);
    expect(await room.task(`id = '${id}'`)).toMatchObject({ state: 'missed' });
    for (const chat of ['U-an', 'U-bai', 'U-lead']) {
      const shown = room.slack.sent
        .filter(({ to }) => to.id === chat)
        .map(({ ref, view }) => room.slack.edits.filter((edit) => edit.ref.messageId === ref.messageId).at(-1)?.view ?? view);
      const round = shown.filter((view) =>
        /巡查点位 · 应于 12月1日\(周二\)19:00 前|"应于 12月1日\(周二\)19:00 前/u.test(JSON.stringify(view)),
      );
      expect([chat, round.length]).toEqual([chat, 1]);
      expect(JSON.stringify(round)).toContain('逾期');
    }
  });

  it('that was sent on its own and again stays one after a press', async () => {
    await room.goesBy(['property-security-duty']);
    await room.db.query(
      `UPDATE adoption SET overrides = '[{"path":"obligation.rounds.when","value":{"every":"day","at":"14:00"},"reason":"巡查表","by":"lead","from":"2025-01-01"}]'`,
      [],
    );
    await room.db.query('UPDATE desk SET version = version + 1', []);
    await room.until('2026-12-02T13:59');
    const before = room.slack.sent.length;
    await room.until('2026-12-02T14:00');
    await room.until('2026-12-02T15:31');
    const sent = room.slack.sent.slice(before).filter(({ to }) => to.id === 'U-an');
    expect(sent).toHaveLength(2);
    const { id } = await room.task(`verb = 'round' AND due_at = '2026-12-02T08:00Z'`);
    await room.press('an', 'task.do', { id });
    await room.settle();
    expect(lastEditOf(sent[0]?.ref.messageId ?? '')).toContain('见下方 · 巡查点位 · 客服');
    expect(lastEditOf(sent[1]?.ref.messageId ?? '')).toContain('已办');
  });

  it('is a list that follows what its reader does, the last one they asked for', async () => {
    await room.goesBy(['center-security-1']);
    await room.until('2026-12-02T09:00');
    const says = async () => {
      await room.ask('an', { kind: 'words', from: 'message', text: '任务', mentions: [] });
      await room.settle();
      return room.slack.sent.at(-1);
    };
    const [first, second] = [await says(), await says()];
    expect(JSON.stringify(second?.view)).toContain('我的任务 · 4 件');
    const tasks = await room.tasks(`due_at = '2026-12-02T08:00Z' AND state = 'open'`);
    for (const { id } of tasks) await room.press('an', 'task.do', { id });
    const opening = tasks.find(({ object }) => object === 'opening-round');
    await room.submit('an', 'task.prove', { id: opening?.id ?? '' }, { items: ['patrol', 'unlock'] });
    await room.settle();
    expect(lastEditOf(second?.ref.messageId ?? '')).toContain('我的任务 · 2 件');
    expect(lastEditOf(second?.ref.messageId ?? '')).not.toContain('开门前巡查 · 12月2日');
    expect(lastEditOf(first?.ref.messageId ?? '')).toBe('null');
  });
});
