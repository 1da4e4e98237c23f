import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { balanceEffect, balanceSlice } from '../../src/features/balance/index.ts';
import { documentEffects } from '../../src/features/document/index.ts';
import { absenceEffect, leaveSlice } from '../../src/features/leave/index.ts';
import { peopleSlice } from '../../src/features/people/index.ts';
import { cancelRequest, withdrawRequest } from '../../src/features/request/handle-end.ts';
import { registerEffects } from '../../src/features/request/handle-registry.ts';
import { newId } from '../../src/runtime/new-id.ts';
import { createUnit } from '../../src/runtime/write-unit.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { LeaveDesk, wall } from '../harness/leave-desk.ts';
import { LeaveRoom, staff, stationFile } from '../harness/leave-room.ts';
import { barrier } from '../harness/use-case.ts';

/** In the first year: five days of annual leave. */
const newcomer = '{ rank: staff, joined_on: "2026-03-02", confirmed_on: "2026-06-02" }';
const people = { ann: newcomer, bo: newcomer, lead: '{ rank: manager }', boss: '{ rank: director }' };

describe('balances', () => {
  let test: TestDatabase;
  let room: LeaveRoom;
  let desk: LeaveDesk;
  beforeAll(async () => {
    test = await testDatabase();
    registerEffects([...documentEffects, balanceEffect, absenceEffect]);
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    room = new LeaveRoom(test.database, [leaveSlice, balanceSlice, peopleSlice]);
    await test.database.query(
      'TRUNCATE organisation, workspace, desk, person, identity, member, adoption, shift, roster, slot, assignment, punch, request, request_book, request_number, absence, balance_entry, due, outbox, inbox CASCADE',
      [],
    );
  });
  const open = async (presets: readonly string[], settings = '{}') => {
    await room.apply(stationFile(presets, settings, people));
    desk = new LeaveDesk(room, await room.ids());
    await test.database.query(`UPDATE member SET roles = roles || '{hr,department-head}'::text[] WHERE person_id = $1::uuid`, [
      desk.ids.person.boss,
    ]);
  };
  const annual = (from: string, until: string) => desk.draft('ann', from, until, { kind: 'annual' });
  const booked = () =>
    test.database.query<{ kind: string; amount: number; on: string }>(
      'SELECT kind, amount, "on"::text AS on FROM balance_entry ORDER BY at, id',
      [],
    );
  const left = async (): Promise<string> => JSON.stringify(await room.types(staff.ann, '余额')).match(/还有 ([\d.-]+) 天/)?.[1] ?? 'none';

  it('lets five days of annual leave be taken and not five and a half [attendance-leave-18]', async () => {
    await open(['attendance-leave']);
    expect(await left()).toBe('5');
    // No roster is published: the workdays count, so the weekend adds nothing and half of the next Monday is too much.
    const more = { kind: 'annual', endsAt: wall('2026-12-14T12:00') };
    expect(await desk.files(desk.draft('ann', '2026-12-07', '2026-12-14', more))).toEqual(['balance']);
    expect(await desk.files(annual('2026-12-07', '2026-12-13'))).toEqual(expect.any(String));
    expect(await left()).toBe('0');
  });

  it('never promises the same day twice: of two who ask at the same moment one is refused [attendance-leave-18]', async () => {
    await open(['attendance-leave']);
    const reached = barrier(2);
    const answers = await Promise.all([
      desk.files(annual('2026-12-07', '2026-12-09'), {}, reached),
      desk.files(annual('2026-12-14', '2026-12-16'), {}, reached),
    ]);
    expect(answers.filter((answer) => typeof answer === 'string')).toHaveLength(1);
    expect(answers.find((answer) => typeof answer !== 'string')).toEqual(['balance']);
    expect((await booked()).map((entry) => entry.amount)).toEqual([-3]);
  });

  it('reserves when it is filed, uses when it is approved, and lets go when it is refused or withdrawn', async () => {
    await open(['attendance-leave']);
    const first = await desk.filed(annual('2026-12-07', '2026-12-08'));
    expect(await booked()).toMatchObject([{ kind: 'reserved', amount: -2, on: '2026-12-07' }]);
    await desk.approved(first);
    expect((await booked()).map(({ kind, amount }) => `${kind} ${amount}`).toSorted()).toEqual(['released 2', 'reserved -2', 'used -2']);
    const second = await desk.filed(annual('2026-12-09', '2026-12-09'));
    expect(await left()).toBe('2');
    await desk.run((ctx) => withdrawRequest(ctx, { id: second, person: desk.ids.person.ann, leads: false, reason: null }));
    expect(await left()).toBe('3');
    const third = await desk.filed(annual('2026-12-10', '2026-12-10'));
    await desk.approved(third, false);
    expect([await desk.state(third), await left()]).toEqual(['refused', '3']);
    await desk.run((ctx) => cancelRequest(ctx, { id: first, person: desk.ids.person.ann, leads: false, reason: '改天' }));
    expect([await desk.approved(first), await left()]).toEqual(['cancelled', '5']);
  });

  it('keeps the days that were taken when somebody wants a running leave cancelled', async () => {
    await open(['attendance-leave']);
    const id = await desk.filed(annual('2026-12-07', '2026-12-09'));
    await desk.approved(id);
    room.at('2026-12-07T07:00');
    const cancels = (leads: boolean) => desk.run((ctx) => cancelRequest(ctx, { id, person: desk.ids.person.ann, leads, reason: '改天' }));
    expect((await cancels(false)).ok).toBe(true);
    room.at('2026-12-08T09:00');
    await expect(desk.approved(id)).rejects.toThrow('leave.taken');
    await test.database.query(`UPDATE request SET state = 'approved'`, []);
    for (const leads of [true, false])
      expect(await cancels(leads)).toMatchObject({ ok: false, refusal: { code: 'request.effect', refusal: { code: 'leave.taken' } } });
    expect(await left()).toBe('2');
  });

  it('takes each part of a leave over new year from its own year', async () => {
    await open(['attendance-leave']);
    room.at('2026-12-20T09:00');
    await desk.filed(annual('2026-12-30', '2027-01-05'));
    const years = (await booked()).map(({ on, amount }) => [on, amount]);
    expect(years[0]).toEqual(['2026-12-30', -2]);
    expect(years.every(([, amount]) => Number(amount) < 0)).toBe(true);
  });

  it('gives back what an early return leaves over', async () => {
    await open(['attendance-leave']);
    await desk.approved(await desk.filed(annual('2026-12-07', '2026-12-09')));
    expect(await left()).toBe('2');
    room.at('2026-12-08T09:00');
    const form = await room.types(staff.ann, '销假');
    expect(JSON.stringify(await room.fills(staff.ann, form, { on: '2026-12-09' }))).toContain('退回 1 天');
    expect(await left()).toBe('3');
  });

  it('is refused before probation is passed and in parts of half a day [attendance-leave-16] [attendance-leave-17]', async () => {
    await open(['attendance-leave']);
    const quarter = { kind: 'annual', startsAt: wall('2026-12-07T09:00'), endsAt: wall('2026-12-07T11:00') };
    expect(await desk.files(desk.draft('ann', '2026-12-07', '2026-12-07', quarter))).toEqual(['unit']);
    await test.database.query(`UPDATE person SET attributes = attributes || '{"confirmed_on":"2026-12-08"}' WHERE code = 'ann'`, []);
    expect(await desk.files(annual('2026-12-07', '2026-12-07'))).toEqual(['not-entitled']);
    expect(await desk.files(annual('2026-12-08', '2026-12-08'))).toEqual(expect.any(String));
  });

  describe('of time off for duty', () => {
    const earn = async (): Promise<void> => {
      for (const planner of balanceSlice.planners ?? []) {
        const unit = createUnit({ org: desk.ids.org, now: room.now, newId });
        const ctx = {
          now: room.now,
          org: desk.ids.org,
          orgZone: 'Asia/Shanghai',
          orgLocale: 'zh' as const,
          db: test.database,
          unit,
          newId,
        };
        await planner.plan(ctx, desk.ids.desk, room.now, room.now.add({ hours: 48 }));
        await test.database.write(unit.statements);
      }
      await room.runtime.settle();
    };

    it('is earned once when the shift ends, and lapses with the month [secrecy-office-duty-11]', async () => {
      await open(['secrecy-office-duty']);
      await room.roster(['2026-12-07'], [desk.ids.person.ann]);
      room.at('2026-12-07T07:00');
      await earn();
      expect(await booked()).toEqual([]);
      room.at('2026-12-07T16:00');
      await room.runtime.settle();
      await earn();
      expect(await booked()).toMatchObject([{ kind: 'earned', amount: 1, on: '2026-12-07' }]);
      expect(await left()).toBe('1');
      room.at('2026-12-31T12:00');
      expect(await left()).toBe('1');
      room.at('2027-01-01T00:00');
      expect(await left()).toBe('0');
    });

    it('is not earned by who did not come where the desk clocks', async () => {
      await open(['secrecy-office-duty']);
      const { ann, bo } = desk.ids.person;
      const slots = await room.roster(['2026-12-07'], [ann, bo]);
      await desk.run(async (ctx) => {
        const [row] = await test.database.query<{ id: string }>(
          'SELECT id::text AS id FROM assignment WHERE slot_id = $1::uuid AND person_id = $2::uuid',
          [slots['2026-12-07'], bo],
        );
        const punch = {
          id: ctx.newId(),
          personId: bo,
          deskId: desk.ids.desk,
          assignmentId: row?.id,
          kind: 'in',
          at: room.now,
          platform: 'slack',
        };
        ctx.unit.insert('punch', { orgId: desk.ids.org, ...punch, offMinutes: 0, verdict: 'on-time', rules: [] });
      });
      room.at('2026-12-07T15:00');
      await earn();
      room.at('2026-12-07T16:00');
      await room.runtime.settle();
      const rows = await test.database.query<{ person: string }>('SELECT person_id::text AS person FROM balance_entry', []);
      expect(rows.map((row) => row.person)).toEqual([bo]);
    });
  });

  describe('at the turn of the year', () => {
    const turn = async (): Promise<void> => {
      const planner = balanceSlice.planners?.[0];
      const unit = createUnit({ org: desk.ids.org, now: room.now, newId });
      const ctx = { now: room.now, org: desk.ids.org, orgZone: 'Asia/Shanghai', orgLocale: 'zh' as const, db: test.database, unit, newId };
      await planner?.plan(ctx, desk.ids.desk, room.now, room.now.add({ hours: 48 }));
      await test.database.write(unit.statements);
      room.at('2027-01-01T00:01');
      await room.runtime.settle();
    };

    it('take over what the desk lets go over, until the day it says, once', async () => {
      await open(['attendance-leave'], '{ leave: { carry_over_days: 2, carry_over_until: "03-31" } }');
      await desk.approved(await desk.filed(annual('2026-12-07', '2026-12-08')));
      room.at('2026-12-31T09:00');
      await turn();
      await turn();
      const carried = await test.database.query<{ code: string; amount: number }>(
        `SELECT p.code, b.amount FROM balance_entry b JOIN person p ON p.id = b.person_id WHERE b.kind = 'carried' ORDER BY p.code`,
        [],
      );
      expect(carried).toEqual([
        { code: 'ann', amount: 2 },
        { code: 'bo', amount: 2 },
      ]);
      expect(await left()).toBe('7');
      room.at('2027-03-31T09:00');
      // By then a full year has passed: ten days of this one.
      expect(await left()).toBe('12');
      room.at('2027-04-01T09:00');
      expect(await left()).toBe('10');
    });

    it('let everything lapse where the desk says nothing', async () => {
      await open(['attendance-leave']);
      room.at('2026-12-31T09:00');
      await turn();
      expect(await booked()).toEqual([]);
      expect(await left()).toBe('5');
    });
  });

  describe('shown and corrected', () => {
    it('are mine, with the rule they come from; a lead sees those of their people, others do not', async () => {
      await open(['attendance-leave']);
      const mine = JSON.stringify(await room.types(staff.ann, '余额'));
      expect(mine).toContain('年假');
      expect(mine).toContain('attendance-leave-18');
      expect(JSON.stringify(await room.types(staff.lead, '余额 安宁'))).toContain('安宁的假期余额');
      expect(JSON.stringify(await room.types(staff.bo, '余额 安宁'))).toContain('只有带班的人能看别人的余额');
      expect(JSON.stringify(await room.types(staff.lead, '余额 无名'))).toContain('没有叫');
    });

    it('are adjusted by a lead with a reason, which the person is told, and never below nothing', async () => {
      await open(['attendance-leave']);
      const form = await room.presses(staff.lead, await room.types(staff.lead, '余额 安宁'), '调整…');
      const typed = { account: 'annual', days: '-6', on: '2026-12-01', reason: '去年多休' };
      const refused = await room.fills(staff.lead, form, typed);
      expect(refused).toMatchObject({ kind: 'invalid', errors: { days: '只剩 5 天,不能减这么多' } });
      expect(refused).toMatchObject({ form: { fields: [{}, { initial: '-6' }, {}, { initial: '去年多休' }] } });
      expect(await room.fills(staff.lead, form, { ...typed, days: '0.3' })).toMatchObject({ kind: 'invalid' });
      expect(await room.fills(staff.lead, form, { ...typed, days: '1', reason: ' ' })).toMatchObject({ kind: 'invalid' });
      await room.fills(staff.lead, form, { ...typed, days: '-1.5' });
      expect(await left()).toBe('3.5');
      await room.runtime.settle();
      expect(room.slack.sent.filter((message) => message.to.id === staff.ann).map((message) => JSON.stringify(message.view))).toEqual([
        expect.stringContaining('去年多休'),
      ]);
    });

    it('are not adjusted by anybody for themselves, nor by who does not lead', async () => {
      await open(['attendance-leave']);
      const { person, desk: id } = desk.ids;
      expect(JSON.stringify(await room.press(staff.lead, 'balance.open-adjust', { desk: id, person: person.lead }))).toContain(
        '自己的也要别人来调',
      );
      expect(JSON.stringify(await room.press(staff.bo, 'balance.open-adjust', { desk: id, person: person.ann }))).toContain(
        '只有带班的人能调整余额',
      );
    });
  });
});
