import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import type { Colleague } from '../harness/exchange.ts';
import { TaskRoom } from '../harness/task-room.ts';

const hall: readonly Colleague[] = [
  { code: 'lead', name: '林主管', roles: ['guard-captain'] },
  { code: 'an', name: '安平', roles: ['guard', 'duty-officer', 'representative'], attributes: { superior: 'he' } },
  { code: 'bai', name: '白雪', roles: ['guard', 'duty-officer', 'representative'], attributes: { superior: 'he' } },
  { code: 'he', name: '何师傅', roles: ['staff'] },
];

/** No shipped regulation says itself what a miss is; a desk does. */
describe('what a desk makes of a miss', () => {
  let test: TestDatabase;
  let room: TaskRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new TaskRoom(test.database);
  });
  afterAll(() => test.drop());

  const goesBy = async (presets: readonly string[], preset: string, path: string, value: string) => {
    await room.goesBy(presets, '{}', hall);
    const override = { path, value, reason: '漏办要报', by: 'lead', from: '2025-01-01' };
    await room.db.query('UPDATE adoption SET overrides = $1::jsonb WHERE preset = $2', [JSON.stringify([override]), preset]);
    await room.db.query('UPDATE desk SET version = version + 1', []);
  };
  const told = (code: string) => room.heard().filter(({ to, text }) => to === `U-${code}` && text.includes('逾期'));

  describe('a round at an odd time that was not made is a problem, which goes to the superior [factory-guard-duty-07] [factory-guard-duty-13]', () => {
    /** The first random round of the second of December's day shift, a minute before it is too late; it can be made for half an hour. */
    const lastMinute = async () => {
      const [round] = await room.db.query<{ id: string; from: Date; due: Date }>(
        `SELECT id::text AS id, from_at AS from, due_at AS due FROM task WHERE verb = 'round' AND from_at >= '2026-12-02T00:00Z' ORDER BY from_at LIMIT 1`,
        [],
      );
      if (round === undefined) throw new Error('No round was drawn');
      expect(round.due.getTime() - round.from.getTime()).toBe(30 * 60_000);
      const wall = (at: Date, minutes: number) => new Date(at.getTime() + (8 * 60 + minutes) * 60_000).toISOString().slice(0, 16);
      await room.until(wall(round.due, -1));
      room.heard();
      return { id: round.id, over: () => room.until(wall(round.due, 0)) };
    };
    const opens = async () => {
      await goesBy(['factory-guard-duty'], 'factory-guard-duty', 'obligation.rounds.on_miss', 'problem');
      await room.until('2026-12-01T20:00');
    };
    const state = async (id: string) => (await room.task(`id = '${id}'`)).state;

    it('made at the last minute it goes to nobody', async () => {
      await opens();
      const { id, over } = await lastMinute();
      for (const target of ['water-switches', 'power-switches', 'warehouse'])
        await room.submit('an', 'task.prove', { id }, { targets: [target] });
      expect(await state(id)).toBe('done');
      await over();
      expect(told('he')).toEqual([]);
    });

    it('missed by a minute it goes there at once', async () => {
      await opens();
      const { id, over } = await lastMinute();
      expect(await state(id)).toBe('open');
      await over();
      expect(await state(id)).toBe('missed');
      expect(told('he')).toHaveLength(1);
    });

    it('without the desk saying so the superior hears nothing', async () => {
      await room.goesBy(['factory-guard-duty'], '{}', hall);
      await room.until('2026-12-01T20:00');
      const { id, over } = await lastMinute();
      await over();
      expect(await state(id)).toBe('missed');
      expect(told('he')).toEqual([]);
    });
  });

  describe('notices nobody read are a repeated matter, after which a report is due [telecom-handover-05] [front-desk-duty-21]', () => {
    const opens = async () => {
      await goesBy(['telecom-handover', 'front-desk-duty'], 'telecom-handover', 'obligation.notices.on_miss', 'repeated-matter');
      await room.until('2026-12-01T20:00');
    };
    const reads = `verb = 'read' AND due_at = '2026-12-02T00:00Z'`;
    const reports = async () => {
      const { id } = await room.task(reads);
      return room.tasks(`object = 'repetition-report' AND detail ->> 'about' = '${id}'`);
    };

    it('read within the shift nothing follows', async () => {
      await opens();
      await room.until('2026-12-02T07:59');
      await room.press('bai', 'task.do', { id: (await room.task(reads)).id });
      await room.until('2026-12-02T08:00');
      expect(await room.task(reads)).toMatchObject({ state: 'done' });
      expect(await reports()).toEqual([]);
    });

    it('unread when it ends, the report is due a day later, once', async () => {
      await opens();
      await room.until('2026-12-02T07:59');
      expect(await reports()).toEqual([]);
      await room.until('2026-12-02T08:00');
      expect(await room.task(reads)).toMatchObject({ state: 'missed' });
      expect((await reports()).map(({ due, state }) => [due, state])).toEqual([['12-04 00:00', 'open']]);
      await room.until('2026-12-02T09:00');
      expect(await reports()).toHaveLength(1);
    });
  });
});
