import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { IncidentRoom } from '../harness/incident-room.ts';

const centre = { guan: ['centre-admin'], dui: ['guard-captain'] };
const channel = { channel: 'C0CALLS' } as const;

/** Which messages an incident leaves in a chat, and what stands on them. */
describe('the cards of an incident', () => {
  let test: TestDatabase;
  let room: IncidentRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new IncidentRoom(test.database);
  });
  afterAll(() => test.drop());
  beforeEach(() => room.goesBy(['center-security-2'], centre));
  const show = async (code: string) =>
    room.ask(code, { kind: 'press', route: 'incident.show', args: { id: (await room.only()).id } }, { message: '1.1' });

  it('whoever reported it has one card with buttons; the answer beside it has none', async () => {
    const reply = await room.reports('an', '3号门起火');
    expect(reply.kind === 'say' && reply.view.kind === 'notice' && reply.view.actions).toEqual([]);
    expect(room.sees('an').map(({ kind }) => kind)).toEqual(['card']);
  });

  it('nothing offers a false alarm or another kind once it is over', async () => {
    await room.reports('an', '3号门起火');
    await room.pressesCard('guan', '收到');
    await room.fillsCard('an', '处置完毕…', { text: '已扑灭' });
    await room.fillsCard('an', '结束…', { text: '无损失' });
    for (const code of ['an', 'guan', 'dui', 'C0CALLS'])
      for (const word of ['incident.false-alarm', 'incident.event-open']) expect(room.reads(code)).not.toContain(word);
    const { id } = await room.only();
    expect(says(await room.ask('an', { kind: 'press', route: 'incident.false-alarm', args: { id } }))).toContain('现在是:已结束');
    expect(says(await room.ask('an', { kind: 'press', route: 'incident.event-open', args: { id } }))).toContain('现在是:已结束');
  });

  it('a form is answered in one line, not with the whole card', async () => {
    await room.reports('an', '3号门起火');
    await room.pressesCard('guan', '收到');
    const handled = await room.fillsCard('an', '处置完毕…', { text: '已扑灭' });
    const closed = await room.fillsCard('an', '结束…', { text: '无损失' });
    const again = await room.fillsCard('an', '重新打开…', { text: '复燃' });
    const noted = await room.fillsCard('an', '补充…', { text: '消防已到' });
    expect([handled, closed, again, noted].map((reply) => (reply.kind === 'say' ? [reply.view.kind, reply.view.title] : []))).toEqual([
      ['notice', '已处置 · 火情 #2026-1'],
      ['notice', '已结束 · 火情 #2026-1'],
      ['notice', '处置中 · 火情 #2026-1'],
      ['notice', '已记下 · 火情 #2026-1'],
    ]);
  });

  it('“看” points at the card that is in the chat already, and posts no other', async () => {
    await room.reports('an', '3号门起火');
    const before = room.got('guan');
    const reply = await show('guan');
    await room.settle();
    expect(says(reply)).toContain('卡片在这个对话里');
    expect(room.got('guan')).toBe(before);
  });

  it('“看” by somebody without a card sends one that follows what becomes of it, once', async () => {
    await room.reports('an', '3号门起火');
    await show('bai');
    await show('bai');
    await room.settle();
    expect(room.got('bai')).toBe(1);
    await room.fillsCard('an', '处置完毕…', { text: '已扑灭' });
    expect(room.reads('bai')).toContain('已处置');
  });

  it('“看” in a channel shows it to whoever pressed alone', async () => {
    await room.reports('an', '3号门起火');
    const { id } = await room.only();
    const reply = await room.ask('bai', { kind: 'press', route: 'incident.show', args: { id } }, { message: '1.1', ...channel });
    expect(reply.kind === 'say' && reply.view.kind).toBe('card');
  });
});
