import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAnnouncementSlice } from '../../src/features/announcement/index.ts';
import { createAttendanceSlice } from '../../src/features/attendance/index.ts';
import { releaseGate } from '../../src/features/handover/index.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Colleague, Exchange, says } from '../harness/exchange.ts';

const people: readonly Colleague[] = [
  { code: 'lead', name: '林主管', roles: ['supervising-leader'] },
  { code: 'an', name: '安平', roles: ['guard'] },
  { code: 'bai', name: '白雪', roles: ['guard'] },
];
const duties = [
  { on: '2026-12-01', shift: 'early', people: ['an'] },
  { on: '2026-12-01', shift: 'late', people: ['bai'] },
];

/** A desk that the bot meets at ten in the morning, in the middle of the shift from eight to four. */
describe('the card of the shift that runs', () => {
  let test: TestDatabase;
  let room: Exchange;
  beforeAll(async () => {
    test = await testDatabase();
    room = new Exchange(test.database, [createAttendanceSlice([releaseGate]), createAnnouncementSlice()]);
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    room.slack.pinned.clear();
    await room.open(['telecom-handover'], people, duties);
  });

  /** Channels that got the card of a shift, a line for each message; `C0CALLS early pinned`. */
  const posted = async () => {
    const rows = await room.db.query<{ line: string; message: string }>(
      `SELECT m.channel_id || ' ' || s.shift AS line, m.message_id AS message FROM message_ref m JOIN slot s ON m.subject = 'attendance.shift/' || s.id
       WHERE m.channel_id LIKE 'C0%' ORDER BY 1`,
      [],
    );
    return rows.map(({ line, message }) => (room.slack.pinned.has(message) ? `${line} pinned` : line));
  };
  const here = async (channel: string): Promise<void> => {
    await room.ask('lead', { kind: 'words', from: 'mention', text: '在这里播报', mentions: [] }, { channel });
    await room.settle();
  };
  const nowCard = () => JSON.stringify(room.sees('C0CALLS').findLast((view) => view.title.startsWith('晚班开始')));

  it('is posted and pinned once when the desk is new, and not again when it is planned again', async () => {
    expect(await posted()).toEqual(['C0CALLS early pinned']);
    await room.until('2026-12-01T12:00');
    await room.until('2026-12-01T15:30');
    expect(await posted()).toEqual(['C0CALLS early pinned']);
    const told = await room.db.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM due WHERE kind = 'announcement.shift' AND done_at IS NOT NULL",
      [],
    );
    expect(told).toEqual([{ n: 1 }]);
  });

  it('is left out where the shift is over before the bot is there', async () => {
    await room.db.query('DELETE FROM due', []);
    await room.db.query('DELETE FROM message_ref', []);
    await room.db.query('UPDATE slot SET announced_at = NULL', []);
    await room.run(async (ctx) =>
      ctx.unit.due({ kind: 'runtime.plan', key: 'again', at: room.now, desk: room.ownDesk.id, payload: { repeat: false } }),
    );
    await room.until('2026-12-01T16:01');
    expect(await posted()).toEqual(['C0CALLS late pinned']);
  });

  it('comes to a channel that is told from now on, and follows what happens there as well', async () => {
    await here('C0NEW');
    expect(await posted()).toEqual(['C0CALLS early pinned', 'C0NEW early pinned']);
    await here('C0NEW');
    expect(await posted()).toHaveLength(2);
    await room.types('an', 'in');
    await room.settle();
    expect(room.reads('C0NEW')).toContain('安平 10:00');
  });

  it('of a desk that had no channel comes to its first one', async () => {
    await room.db.query('DELETE FROM channel', []);
    await room.db.query('DELETE FROM message_ref', []);
    await here('C0NEW');
    expect(await posted()).toEqual(['C0NEW early pinned']);
  });

  describe('says that it is late', () => {
    const cardsIn = (channel: string) => JSON.stringify(room.sees(channel).filter((view) => view.title.includes('班开始')));

    it('where the bot was away when it was due', async () => {
      await room.until('2026-12-01T16:20');
      expect(nowCard()).toContain('补发:应于 16:00 发出,16:20 才发出');
    });

    it('also where it was away for so long that it had not planned it', async () => {
      await room.open(['telecom-handover'], people, [...duties, { on: '2026-12-05', shift: 'early', people: ['an'] }]);
      await room.until('2026-12-05T10:00');
      expect(cardsIn('C0CALLS')).toContain('补发:应于 08:00 发出,10:00 才发出');
    });

    it('not where the desk or the shift was new to the bot', async () => {
      await here('C0NEW');
      expect(cardsIn('C0NEW')).toContain('早班开始');
      expect(cardsIn('C0NEW')).not.toContain('补发');
    });

    it('not where the channel is the first of a desk that had none', async () => {
      await room.db.query('DELETE FROM channel', []);
      await room.db.query('DELETE FROM message_ref', []);
      await room.until('2026-12-01T12:00');
      await here('C0NEW');
      await room.types('an', 'in');
      await room.settle();
      expect(cardsIn('C0NEW')).toContain('安平 12:00');
      expect(cardsIn('C0NEW')).not.toContain('补发');
    });
  });

  it('is not posted where the desk does without it', async () => {
    await room.open(['telecom-handover'], people, duties, '{ announce_shift_change: false, pin_duty_card: false }');
    await here('C0NEW');
    expect(await posted()).toEqual([]);
  });

  it('counts whom a rule keeps after the end as present, until they may go [telecom-handover-04]', async () => {
    await room.types('an', 'in');
    await room.until('2026-12-01T16:05');
    expect(says(await room.types('an', 'out'))).toContain('还不能下班');
    await room.until('2026-12-01T16:20');
    expect(nowCard()).toContain('安平(留守)');
    expect(nowCard()).toContain('"word":"留守"');
    const board = says(await room.types('lead', 'board'));
    expect(board).toContain('安平');
    expect(board).toContain('留守');
    expect(board).toContain('0/1 · 留守 1');
    await room.types('bai', 'in');
    await room.types('an', 'out');
    await room.settle();
    expect(nowCard()).not.toContain('留守');
    expect(nowCard()).toContain('白雪 16:20');
  });

  it('does not count who forgot to clock out and may go, nor who never came', async () => {
    await room.until('2026-12-01T16:20');
    expect(nowCard()).toContain('缺人');
    await room.open(['telecom-swap'], people, duties);
    await room.types('an', 'in');
    await room.until('2026-12-01T16:20');
    expect(nowCard()).toContain('缺人');
    expect(nowCard()).not.toContain('留守');
  });
});
