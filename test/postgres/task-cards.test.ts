import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

  /** The hall is cleared at the start of work, too: two things are due then that can be done all shift long. */
  const clearsTwice = () =>
    room.sets('obligation.closing.when', [
      { every: 'workday', at: { anchor: 'work_start' } },
      { every: 'workday', at: { anchor: 'work_end' } },
    ]);
  const opensUp = async () => {
    await room.until('2026-12-02T08:30');
    const { id } = await room.task(`object = 'opening-round' AND due_at = '2026-12-02T01:00Z'`);
    await room.submit('an', 'task.prove', { id }, { items: ['patrol', 'unlock'] });
    await room.settle();
  };
  const cleared = { items: ['hall-cleared', 'doors-locked'] };

  it('gives way to the reminder with the same things, which shows what became of each', async () => {
    await room.goesBy(['center-security-1']);
    await clearsTwice();
    await opensUp();
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
    const { id } = await room.task(`object = 'closing-round' AND due_at = '2026-12-02T08:00Z'`);
    const kept = await room.submit('an', 'task.prove', { id }, cleared);
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
    await clearsTwice();
    await opensUp();
    await room.until('2026-12-02T09:00');
    const says = async () => {
      await room.ask('an', { kind: 'words', from: 'message', text: '任务', mentions: [] });
      await room.settle();
      return room.slack.sent.at(-1);
    };
    const [first, second] = [await says(), await says()];
    expect(JSON.stringify(second?.view)).toContain('我的任务 · 3 件');
    const tasks = await room.tasks(`due_at = '2026-12-02T08:00Z' AND state = 'open'`);
    for (const { id } of tasks) await room.press('an', 'task.do', { id });
    const clearing = tasks.find(({ object }) => object === 'closing-round');
    await room.submit('an', 'task.prove', { id: clearing?.id ?? '' }, cleared);
    await room.settle();
    expect(lastEditOf(second?.ref.messageId ?? '')).toContain('我的任务 · 1 件');
    expect(lastEditOf(second?.ref.messageId ?? '')).not.toContain('下班清场 · 12月2日');
    expect(lastEditOf(first?.ref.messageId ?? '')).toBe('null');
  });

  describe('is a list of the desk', () => {
    const asks = async (code: string, from: 'message' | 'command' | 'mention', channel?: string) => {
      const sent = room.slack.sent.length;
      const where = channel === undefined ? {} : { channel };
      const reply = await room.ask(code, { kind: 'words', from, text: '班组任务', mentions: [] }, where);
      await room.settle();
      const lists = room.slack.sent.slice(sent);
      expect(lists.map(({ to }) => to.id)).toEqual([`U-${code}`]);
      return { reply: JSON.stringify(reply), list: lists[0]?.ref.messageId ?? '', text: JSON.stringify(lists[0]?.view) };
    };
    const power = () => room.task(`object = 'power-switching' AND due_at = '2026-12-02T08:00Z'`);
    const count = (text: string): number => Number(/班组任务 · 客服 · (\d+) 件/u.exec(text)?.[1]);

    beforeEach(async () => {
      await room.goesBy(['center-security-1']);
      await opensUp();
      await room.until('2026-12-02T09:30');
    });

    it('that follows what anybody does and what becomes due, wherever it was asked for, the last one of a chat', async () => {
      const first = await asks('lead', 'message');
      const second = await asks('lead', 'command');
      const third = await asks('bai', 'command', 'C0CALLS');
      const fourth = await asks('an', 'mention', 'C0CALLS');
      expect([second, fourth].map(({ reply }) => reply).join()).not.toContain('单聊');
      expect(third.reply).toContain('已发到你与机器人的单聊');
      await room.press('an', 'task.do', { id: (await power()).id });
      await room.settle();
      for (const { list, text } of [second, third, fourth]) expect(count(lastEditOf(list))).toBe(count(text) - 1);
      expect(lastEditOf(first.list)).toBe('null');
      await room.until('2026-12-02T17:00');
      for (const { list } of [second, third, fourth]) expect(lastEditOf(list)).toContain('下班清场 · 12月2日(周三)17:00');
    });

    it('that follows until the end of the next day', async () => {
      const { list } = await asks('lead', 'message');
      const edits = () => room.slack.edits.filter(({ ref }) => ref.messageId === list).length;
      await room.until('2026-12-03T09:00');
      expect(edits()).toBeGreaterThan(0);
      await room.until('2026-12-04T08:30');
      const before = edits();
      await room.until('2026-12-04T17:00');
      expect(edits()).toBe(before);
    });

    it('and the own list follows where its button was pressed in a channel', async () => {
      const told = await room.ask('an', { kind: 'press', route: 'words.run', args: { text: 'tasks' } }, { channel: 'C0CALLS' });
      expect(JSON.stringify(told)).toContain('已发到你与机器人的单聊');
      await room.settle();
      const list = room.slack.sent.at(-1);
      expect(list?.to.id).toBe('U-an');
      expect(JSON.stringify(list?.view)).toContain('我的任务');
      await room.press('an', 'task.do', { id: (await power()).id });
      await room.settle();
      expect(lastEditOf(list?.ref.messageId ?? '')).toContain('我的任务');
    });
  });
});
