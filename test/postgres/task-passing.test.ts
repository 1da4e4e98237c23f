import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { TaskRoom } from '../harness/task-room.ts';

const nothing = { fire: 'no', theft: 'no', explosion: 'no' };
const nights = '{"quiet_hours":{"from":"22:00","to":"07:00"}}';

/** Bai is on duty until eight in the morning, An from then on; a round is due every two hours of the night. */
describe('a round that is told of before the change of shift and due after it', () => {
  let test: TestDatabase;
  let room: TaskRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new TaskRoom(test.database);
  });
  afterAll(() => test.drop());

  const due = '12月2日(周三)08:10';
  /** Bai made one at ten past six; the next one is due at ten past eight and told of at ten past seven. */
  const told = async () => {
    await room.goesBy(['center-security-2']);
    await room.until('2026-12-02T06:10');
    const { id } = await room.task(`verb = 'round' AND state = 'open' AND due_at = '2026-12-01T23:00Z'`);
    await room.submit('bai', 'task.keep', { id }, nothing);
    await room.until('2026-12-02T07:10');
    return room.task(`verb = 'round' AND state = 'open' AND due_at = '2026-12-02T00:10Z'`);
  };
  /** What each message of a person about that round shows now. */
  const cards = (code: string): string[] =>
    room.slack.sent
      .filter(({ to }) => to.id === `U-${code}`)
      .map(({ ref, view }) => JSON.stringify(room.slack.edits.filter((edit) => edit.ref.messageId === ref.messageId).at(-1)?.view ?? view))
      .filter((text) => text.includes(due));

  it('comes to the new shift at the change and not before; the card of those who go is closed and says who has it', async () => {
    const { id } = await told();
    const before = [cards('an').length, cards('bai').length];
    expect(cards('bai').at(-1)).toContain('task.do');
    await room.until('2026-12-02T07:59');
    expect(cards('an')).toHaveLength(before[0] ?? 0);
    await room.until('2026-12-02T08:00');
    expect(cards('an')).toHaveLength((before[0] ?? 0) + 1);
    expect(cards('an').at(-1)).toContain(id);
    for (const card of cards('bai')) {
      expect(card).not.toContain('task.do');
      expect(card).toContain('已转给下一班');
      expect(card).toContain('现在由 安平 办');
    }
    room.heard();
    await room.until('2026-12-02T08:10');
    const overdue = room.heard().filter(({ text }) => text.includes('逾期 · 巡查点位'));
    expect(overdue.map(({ to }) => to).toSorted()).toEqual(['U-an', 'U-lead', 'U-zhang']);
    for (const { text } of overdue) expect(text).toContain('当时在班');
  });

  it('is not told of again to whoever has clocked out, and their card has nothing to press', async () => {
    await told();
    await room.types('bai', '上班');
    await room.until('2026-12-02T07:20');
    const asked = JSON.stringify(await room.types('bai', '下班'));
    const assignment = /"route":"attendance.leave-early","args":\{"assignment":"([^"]+)"/u.exec(asked)?.[1] ?? '';
    await room.press('bai', 'attendance.leave-early', { assignment });
    await room.settle();
    for (const card of cards('bai')) expect(card).not.toContain('task.do');
    room.heard();
    await room.until('2026-12-02T07:59');
    expect(room.heard().filter(({ to, text }) => to === 'U-bai' && text.includes('巡查点位'))).toEqual([]);
    await room.until('2026-12-02T08:00');
    expect(cards('an').at(-1)).toContain('task.do');
  });

  it('is made once by the new shift, and both cards say so', async () => {
    const { id } = await told();
    await room.until('2026-12-02T08:00');
    expect(says(await room.press('bai', 'task.do', { id }))).toContain('由 安平 办');
    expect(says(await room.submit('an', 'task.keep', { id }, nothing))).toContain('已办 · 巡查点位');
    await room.settle();
    for (const code of ['an', 'bai']) expect(JSON.stringify(room.slack.edits.slice(-6).map(({ view }) => view)), code).toContain('安平');
    expect(await room.task(`id = '${id}'`)).toMatchObject({ state: 'done', done: 1 });
  });

  it('missed at night is one message to a lead who sleeps, when the quiet hours end: since when, and who was on duty', async () => {
    await room.goesBy(['center-security-2'], nights);
    await room.db.query(`UPDATE person SET phone = '13800020099' WHERE name = '白雪'`, []);
    await room.until('2026-12-01T21:59');
    room.heard();
    await room.until('2026-12-02T06:59');
    const toLead = () => room.heard().filter(({ to, text }) => to === 'U-lead' && text.includes('逾期'));
    expect(toLead()).toEqual([]);
    await room.until('2026-12-02T07:01');
    const morning = toLead();
    const held = morning.filter(({ text }) => /免打扰时间内没有发出,12月1日\(周二\)2[23]:\d\d 起的都在这里/u.test(text));
    expect(held).toHaveLength(1);
    for (const hour of ['12月1日(周二)23:00', '12月2日(周三)01:00', '12月2日(周三)03:00', '12月2日(周三)05:00'])
      expect(held[0]?.text).toContain(`应于 ${hour} 前`);
    expect(held[0]?.text).toContain('当时在班:白雪 13800020099');
    // The one of seven o'clock did not wait for anything.
    expect(morning.filter(({ text }) => !held.some((one) => one.text === text)).every(({ text }) => text.includes('07:00 前'))).toBe(true);
  });
});

describe('the lists', () => {
  let test: TestDatabase;
  let room: TaskRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new TaskRoom(test.database);
  });
  afterAll(() => test.drop());

  /** The line of a card that begins with these words, with its mark. */
  const row = (text: string, start: string): string =>
    text
      .slice(text.indexOf('12月1日(周二)"'))
      .split('},{')
      .find((line) => line.includes(start)) ?? '';

  it('the calendar says how many rounds of a window were made, and ticks it when all of it is over', async () => {
    await room.goesBy(['center-security-2']);
    await room.until('2026-12-01T17:40');
    const { id } = await room.task(`verb = 'round' AND state = 'open' AND due_at = '2026-12-01T11:00Z'`);
    await room.submit('lead', 'task.keep', { id }, nothing);
    const window = '17:00–次日09:00 巡查点位';
    const now = JSON.stringify(await room.types('lead', '本周要办'));
    expect(row(now, window)).toContain('已巡查 1/7 · 下一次最迟 19:40');
    expect(row(now, window)).toContain('"info"');
    expect(now).toContain('✓ 已办 · ✗ 没有办');
    expect(JSON.stringify(await room.types('lead', 'tasks calendar'))).toContain('已巡查 1/7');
    await room.until('2026-12-01T19:40');
    const missed = row(JSON.stringify(await room.types('lead', '本周要办')), window);
    expect(missed).toContain('漏 1 次 · 下一次最迟 21:40');
    expect(missed).toContain('"info"');
    await room.until('2026-12-02T09:00');
    const over = row(JSON.stringify(await room.types('lead', '本周要办')), window);
    expect(over).toContain('已巡查 1/');
    expect(over).toContain('"error"');
    expect(JSON.stringify(await room.types('lead', '本周要办'))).toContain('不定时 2 次 · 已巡查 0/2');
  });

  it('name a regulation once, below what it asks for', async () => {
    await room.goesBy(['center-security-1']);
    await room.until('2026-12-02T17:30');
    const listed = await room.lists('an', '任务');
    expect(listed.split('"level"').length).toBeGreaterThan(2);
    expect(listed.split('行政服务中心保安人员工作职责').length).toBe(2);
    expect(listed).not.toContain('"source"');
  });

  it('have what somebody was assigned until it is closed', async () => {
    await room.goesBy(['center-security-2']);
    const values = { assigned_to: room.of('bai'), content: '下午检查灭火器' };
    await room.submit('lead', 'record.file', { type: 'task', desk: room.ownDesk.id }, values);
    expect(await room.lists('bai', '任务')).toContain('交办 · ');
    expect(await room.lists('bai', 'tasks')).toContain('下午检查灭火器');
    expect(await room.lists('an', '任务')).not.toContain('下午检查灭火器');
    const [entry] = await room.db.query<{ id: string }>(`SELECT id::text AS id FROM entry WHERE type = 'task'`, []);
    const shown = says(await room.press('bai', 'record.show', { id: entry?.id ?? '' }));
    expect(shown).toContain('下午检查灭火器');
    await room.press('bai', 'record.move', { id: entry?.id ?? '', state: 'closed' });
    expect(await room.lists('bai', '任务')).not.toContain('下午检查灭火器');
  });
});
