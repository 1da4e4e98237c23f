import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { leaveSlice, restChangeEffect } from '../../src/features/leave/index.ts';
import { peopleSlice } from '../../src/features/people/index.ts';
import { registerEffects } from '../../src/features/request/handle-registry.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { LeaveDesk } from '../harness/leave-desk.ts';
import { LeaveRoom, stationFile } from '../harness/leave-room.ts';

const days = ['2026-12-07', '2026-12-08', '2026-12-09'];

describe('a change of the rest day', () => {
  let test: TestDatabase;
  let room: LeaveRoom;
  let desk: LeaveDesk;
  beforeAll(() => registerEffects([restChangeEffect]));
  beforeEach(async () => {
    test = await testDatabase();
    room = new LeaveRoom(test.database, [leaveSlice, peopleSlice]);
    await room.apply(stationFile([]));
    desk = new LeaveDesk(room, await room.ids());
    return () => test.drop();
  });

  const restChange = () =>
    desk.draft('ann', '2026-12-07', '2026-12-07', {
      type: 'rest-change',
      kind: null,
      fromOn: null,
      untilOn: null,
      startsAt: null,
      endsAt: null,
      fields: { rest_day: '2026-12-07', instead: '2026-12-08' },
    });

  it('moves a rest day: out of the shift of one day, into that of the other, and back', async () => {
    const { ann, bo } = desk.ids.person;
    const slots = await room.roster(days, [ann, bo]);
    await test.database.query('UPDATE assignment SET live = false WHERE slot_id = $1::uuid AND person_id = $2::uuid', [
      slots['2026-12-07'],
      ann,
    ]);
    const draft = restChange();
    expect(await desk.files({ ...draft, fields: { rest_day: '2026-12-07', instead: '2026-12-20' } })).toEqual(['leave.noShiftToMove']);
    expect(await desk.files({ ...draft, fields: { rest_day: '2026-12-20', instead: '2026-12-08' } })).toEqual(['leave.noSuchShift']);
    const id = await desk.filed(draft);
    await desk.approved(id);
    const staffed = () => Promise.all(days.map((on) => desk.onDuty(slots[on] ?? '')));
    expect(await staffed()).toEqual([['ann', 'bo'], ['bo'], ['ann', 'bo']]);
  });

  it('moves no rest day out of a shift that nobody else is in', async () => {
    const { ann, bo } = desk.ids.person;
    await room.rosterOf([
      { on: '2026-12-07', shift: 'night', people: [bo] },
      { on: '2026-12-08', shift: 'night', people: [ann] },
      { on: '2026-12-09', shift: 'night', people: [ann, bo] },
    ]);
    const draft = restChange();
    expect(await desk.files(draft)).toEqual(['leave.nobodyLeft']);
    expect(await desk.files({ ...draft, fields: { rest_day: '2026-12-07', instead: '2026-12-09' } })).toEqual(expect.any(String));
  });
});
