import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeEntry } from '../../src/features/record/index.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Colleague, says } from '../harness/exchange.ts';
import { leastOf } from '../harness/record-room.ts';
import { TaskRoom } from '../harness/task-room.ts';

/** [rule, preset, object, the day before, a minute before its deadline, its deadline] */
const deadlines = [
  ['posted-staff-12', 'posted-staff', 'weekly-report', '2026-12-06T12:00', '2026-12-07T12:59', '2026-12-07T13:00'],
  ['posted-staff-15', 'posted-staff', 'expense-vouchers', '2026-12-09T12:00', '2026-12-09T23:59', '2026-12-10T00:00'],
  ['posted-staff-27', 'posted-staff', 'sales-info', '2026-12-03T17:00', '2026-12-04T17:59', '2026-12-04T18:00'],
  ['telecom-team-lead-05', 'telecom-team-lead', 'quality-analysis', '2026-12-21T12:00', '2026-12-21T23:59', '2026-12-22T00:00'],
  ['telecom-team-lead-06', 'telecom-team-lead', 'daily-statistics', '2026-12-01T12:00', '2026-12-01T16:59', '2026-12-01T17:00'],
  ['telecom-followup-06', 'telecom-followup', 'satisfaction-analysis', '2026-12-06T19:00', '2026-12-07T17:59', '2026-12-07T18:00'],
  ['front-desk-duty-22', 'front-desk-duty', 'duty-log', '2026-12-01T12:00', '2026-12-01T17:59', '2026-12-01T18:00'],
] as const;

const seats: readonly Colleague[] = [
  { code: 'lead', name: '林主管', roles: ['supervising-leader', 'customer-supervisor', 'team-lead', 'day-shift-lead'] },
  { code: 'an', name: '安平', roles: ['duty-officer', 'guard', 'posted-staff'] },
  { code: 'bai', name: '白雪', roles: ['duty-officer', 'guard'] },
  { code: 'cao', name: '曹勇', roles: ['follow-up-seat'] },
];

describe('what the regulations make due', () => {
  let test: TestDatabase;
  let room: TaskRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new TaskRoom(test.database);
  });
  afterAll(() => test.drop());

  it.each(deadlines)(
    'is in time a minute before its deadline and missed at it [%s] · %s: %s',
    async (_, preset, object, planned, before, at) => {
      await room.goesBy([preset], '{}', seats);
      await room.until(planned);
      const one = `object = '${object}' AND due_at = '${room.at(at).toString()}'`;
      expect((await room.task(one)).state).toBe('open');
      await room.until(before);
      expect((await room.task(one)).state).toBe('open');
      await room.until(at);
      expect((await room.task(one)).state).toBe('missed');
      // Told before, and told that it is overdue.
      expect(await room.db.query(`SELECT 1 FROM task WHERE ${one} AND told_at IS NOT NULL`, [])).toHaveLength(1);
    },
  );

  it('a call back within 72 hours of the result, each try on record; done after that it is late [telecom-followup-01]', async () => {
    await room.goesBy(['telecom-followup'], '{}', seats);
    await room.triggers({ name: 'result-received', id: 'case 1', subject: { zh: '工单 1', en: 'case 1' } });
    await room.triggers({ name: 'result-received', id: 'case 2' });
    await room.settle();
    const [first, second] = await room.tasks(`object = 'customer'`);
    expect([first?.due, second?.due]).toEqual(['12-04 10:00', '12-04 10:00']);
    const tried = await room.submit('cao', 'task.prove', { id: first?.id ?? '' }, { result: 'unreached' });
    expect(says(tried)).toContain('未接通,任务还在');
    await room.until('2026-12-04T09:59');
    await room.submit('cao', 'task.prove', { id: first?.id ?? '' }, { result: 'reached', note: '满意' });
    await room.until('2026-12-04T10:00');
    expect((await room.tasks(`object = 'customer'`)).map(({ state }) => state).toSorted()).toEqual(['done', 'missed']);
    expect(says(await room.submit('cao', 'task.prove', { id: second?.id ?? '' }, { result: 'reached' }))).toContain('逾期办结');
    expect(await room.task(`id = '${second?.id}'`)).toMatchObject({ state: 'done', detail: { late: true } });
    const proofs = await room.db.query<{ kind: string }>('SELECT kind FROM task_proof ORDER BY at, id', []);
    expect(proofs.map(({ kind }) => kind)).toEqual(['try', 'confirm', 'confirm']);
  });

  it('a report after the third matter of a kind in seven days, once, and not after the second [front-desk-duty-21]', async () => {
    await room.goesBy(['front-desk-duty'], '{}', seats);
    const complain = () =>
      room.run(async (ctx) => {
        const written = await writeEntry(
          ctx,
          room.ownDesk,
          { type: 'complaint', fields: leastOf('complaint'), author: room.of('an') },
          { incomplete: true },
        );
        if (!written.ok) throw new Error(written.refusal.code);
      });
    const reports = () => room.tasks(`object = 'repetition-report'`);
    await complain();
    await room.until('2026-12-02T10:00');
    await complain();
    expect(await reports()).toEqual([]);
    await room.until('2026-12-03T10:00');
    await complain();
    expect((await reports()).map(({ due }) => due)).toEqual(['12-05 00:00']);
    await complain();
    expect(await reports()).toHaveLength(1);
  });

  it('a work order still open when it is due is to be nudged within half an hour [telecom-team-lead-12]', async () => {
    await room.goesBy(['telecom-team-lead'], '{}', seats);
    await room.triggers({ name: 'work-order-stuck', id: 'order' });
    await room.settle();
    const nudge = `object = 'nudge'`;
    expect((await room.task(nudge)).due).toBe('12-01 10:30');
    await room.until('2026-12-01T10:29');
    expect((await room.task(nudge)).state).toBe('open');
    await room.until('2026-12-01T10:30');
    expect((await room.task(nudge)).state).toBe('missed');
  });

  describe('samples', () => {
    const points = (count: number) =>
      room.run(async (ctx) => {
        for (let point = 1; point <= count; point += 1) {
          const written = await writeEntry(
            ctx,
            room.ownDesk,
            { type: 'monitored-object', fields: { object: `${point} 号渡口` }, author: room.of('an') },
            { incomplete: true },
          );
          if (!written.ok) throw new Error(written.refusal.code);
        }
      });
    const drawn = `object = 'monitoring' AND entry LIKE '%.points' AND due_at = '2026-12-02T16:00Z'`;

    it.each([
      [79, 79],
      [81, 80],
    ])('of %i points %i are drawn at the start of the day, not before [maritime-province-05]', async (population, size) => {
      await room.goesBy(['maritime-province'], '{}', seats);
      await points(population);
      await room.until('2026-12-01T23:59');
      expect((await room.task(drawn)).detail.targets).toBeUndefined();
      await room.until('2026-12-02T00:00');
      const task = await room.task(drawn);
      expect(task.detail.targets).toHaveLength(size);
      expect(task.wanted).toBe(size);
    });

    it('what was drawn and not checked is owed the next day, first and on top [maritime-province-06]', async () => {
      await room.goesBy(['maritime-province'], '{}', seats);
      await points(4);
      await room.until('2026-12-02T08:00');
      const { id, detail } = await room.task(drawn);
      const [first, second] = detail.targets ?? [];
      const check = (target: string) => room.submit('an', 'task.prove', { id }, { target, result: 'fine' });
      expect(says(await room.submit('lead', 'task.prove', { id }, { target: first?.id ?? '', result: 'fine' }))).toContain('已记 1/4');
      expect(await check(first?.id ?? '')).toMatchObject({ kind: 'invalid', errors: { target: '这一项已经查过了,选别的' } });
      await room.until('2026-12-03T00:00');
      const next = await room.task(`object = 'monitoring' AND entry LIKE '%.points' AND due_at = '2026-12-03T16:00Z'`);
      const carried = (next.detail.targets as readonly { id: string; carried: boolean }[])
        .filter((one) => one.carried)
        .map((one) => one.id);
      expect(carried).toHaveLength(3);
      expect(carried).toContain(second?.id);
      expect(carried).not.toContain(first?.id);
    });
  });
});
