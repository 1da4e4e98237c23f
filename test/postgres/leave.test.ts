import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { balanceEffect, balanceSlice } from '../../src/features/balance/index.ts';
import { coverEffect } from '../../src/features/cover/index.ts';
import { documentEffects } from '../../src/features/document/index.ts';
import { absenceEffect, leaveSlice, loadShortDays, shortShift } from '../../src/features/leave/index.ts';
import { peopleSlice } from '../../src/features/people/index.ts';
import { reasonWords } from '../../src/features/request/card/bot-reason.ts';
import { cancelRequest, withdrawRequest } from '../../src/features/request/handle-end.ts';
import { registerEffects } from '../../src/features/request/handle-registry.ts';
import { previewEdits } from '../../src/features/roster/index.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { LeaveDesk, wall } from '../harness/leave-desk.ts';
import { LeaveRoom, staff, stationFile } from '../harness/leave-room.ts';
import { truncate } from '../harness/truncate.ts';
import { barrier } from '../harness/use-case.ts';

const days = ['2026-12-07', '2026-12-08', '2026-12-09'];

describe('leave', () => {
  let test: TestDatabase;
  let room: LeaveRoom;
  let desk: LeaveDesk;
  beforeAll(async () => {
    test = await testDatabase();
    registerEffects([...documentEffects, balanceEffect, absenceEffect, coverEffect]);
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    room = new LeaveRoom(test.database, [leaveSlice, balanceSlice, peopleSlice]);
    await truncate(
      test.database,
      'organisation, workspace, desk, person, identity, member, adoption, shift, roster, slot, assignment, request, request_book, request_number, absence, balance_entry, due, outbox, inbox',
    );
  });
  const open = async (...file: Parameters<typeof stationFile>): Promise<Record<string, string>> => {
    await room.apply(stationFile(...file));
    desk = new LeaveDesk(room, await room.ids());
    return {};
  };

  describe('of a station', () => {
    beforeEach(() => open(['maintenance-leave']));

    it('lets one of two go who ask at the same moment [maintenance-leave-06]', async () => {
      const reached = barrier(2);
      const answers = await Promise.all([
        desk.files(desk.draft('ann', '2026-12-07', '2026-12-08'), {}, reached),
        desk.files(desk.draft('bo', '2026-12-08', '2026-12-09'), {}, reached),
      ]);
      expect(answers.filter((answer) => typeof answer === 'string')).toHaveLength(1);
      expect(answers.find((answer) => typeof answer !== 'string')).toEqual(['too-many-at-once']);
      expect(await desk.absences()).toHaveLength(1);
    });

    it('counts what is only asked for, and frees the place when it comes to nothing [maintenance-leave-06]', async () => {
      const first = await desk.filed(desk.draft('ann', '2026-12-07', '2026-12-08'));
      expect(await desk.files(desk.draft('bo', '2026-12-08', '2026-12-08'))).toEqual(['too-many-at-once']);
      expect(typeof (await desk.files(desk.draft('bo', '2026-12-09', '2026-12-09')))).toBe('string');
      await desk.run((ctx) => withdrawRequest(ctx, { id: first, person: desk.ids.person.ann, leads: false, reason: null }));
      expect(await desk.files(desk.draft('cai', '2026-12-07', '2026-12-08'))).toEqual(expect.any(String));
      expect((await desk.absences()).map((absence) => absence.code)).toEqual(['bo', 'cai']);
    });

    it('is refused by the database itself where a rule would not see it', async () => {
      await desk.filed(desk.draft('ann', '2026-12-07', '2026-12-08'));
      // As if the other request were decided by somebody who does not know of it.
      await test.database.query('DELETE FROM request_duty', []);
      await test.database.query(`UPDATE request SET state = 'withdrawn'`, []);
      expect(await desk.files(desk.draft('bo', '2026-12-08', '2026-12-08'))).toEqual(['leave.laneFull']);
    });

    it('keeps the place of whoever is transferred for what was asked before, and takes one at the new station afterwards', async () => {
      await desk.filed(desk.draft('ann', '2026-12-07', '2026-12-08'));
      await test.database.query(`UPDATE person SET attributes = '{"station":"south"}' WHERE code IN ('ann', 'cai')`, []);
      expect(await desk.files(desk.draft('bo', '2026-12-08', '2026-12-08'))).toEqual(['too-many-at-once']);
      await desk.filed(desk.draft('cai', '2026-12-08', '2026-12-08'));
      expect(await desk.files(desk.draft('ann', '2026-12-08', '2026-12-08'))).toEqual(['too-many-at-once']);
      const lanes = (await desk.absences()).map((absence) => absence.lane?.split(':')[1]);
      expect(new Set(lanes).size).toBe(2);
    });
  });

  describe('from shifts', () => {
    it('takes the person out once it is approved, and back in when it is cancelled', async () => {
      await open([]);
      const slots = await room.roster(days, [desk.ids.person.ann, desk.ids.person.bo]);
      const id = await desk.filed(desk.draft('ann', '2026-12-07', '2026-12-08'));
      expect(await desk.onDuty(slots[days[0] ?? ''] ?? '')).toEqual(['ann', 'bo']);
      expect(await desk.approved(id)).toBe('approved');
      const staffed = () => Promise.all(days.map((on) => desk.onDuty(slots[on] ?? '')));
      expect(await staffed()).toEqual([['bo'], ['bo'], ['ann', 'bo']]);
      await desk.run((ctx) => cancelRequest(ctx, { id, person: desk.ids.person.ann, leads: false, reason: '不去了' }));
      expect(await desk.approved(id)).toBe('cancelled');
      expect(await staffed()).toEqual([
        ['ann', 'bo'],
        ['ann', 'bo'],
        ['ann', 'bo'],
      ]);
      expect(await desk.absences()).toEqual([]);
    });

    it('takes only the half that is asked for', async () => {
      await open([]);
      const slots = await room.roster(days, [desk.ids.person.ann, desk.ids.person.bo]);
      const half = { startsAt: wall('2026-12-07T12:00') };
      const id = await desk.filed(desk.draft('ann', '2026-12-07', '2026-12-07', half));
      await desk.approved(id);
      const [row] = await test.database.query<{ until: string; days: number }>(
        `SELECT to_char(a.ends_at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI') AS until, r.days FROM assignment a, person p, request r
         WHERE p.id = a.person_id AND p.code = 'ann' AND a.slot_id = $1::uuid AND a.live`,
        [slots['2026-12-07']],
      );
      expect(row).toEqual({ until: '12:00', days: 0.5 });
    });

    it('asks for cover by itself where nobody would be left, and keeps the shift until somebody takes it', async () => {
      await open([]);
      const slots = await room.roster(days, [desk.ids.person.ann]);
      const id = await desk.filed(desk.draft('ann', '2026-12-07', '2026-12-07'));
      await desk.approved(id);
      expect(await desk.onDuty(slots['2026-12-07'] ?? '')).toEqual(['ann']);
      await room.runtime.settle();
      const calls = await test.database.query<{ type: string; state: string; parent: string }>(
        `SELECT type, state, parent_id::text AS parent FROM request WHERE parent_id IS NOT NULL`,
        [],
      );
      expect(calls).toEqual([{ type: 'substitute', state: 'open-call', parent: id }]);
      // Why it asks is kept as a key, which everybody reads in their language.
      const kept = await test.database.query<{ reason: string }>(
        "SELECT fields ->> 'reason' AS reason FROM request WHERE parent_id IS NOT NULL",
        [],
      );
      expect(kept.map(({ reason }) => reasonWords(reason))).toEqual([{ zh: '#1 请假,要人代班', en: 'Cover for leave #1' }]);
      // The leave is given up before anybody took it: nobody is wanted any more.
      await desk.run((ctx) => cancelRequest(ctx, { id, person: desk.ids.person.ann, leads: false, reason: '不去了' }));
      expect(await desk.approved(id)).toBe('cancelled');
      const after = await test.database.query<{ state: string }>('SELECT state FROM request WHERE parent_id IS NOT NULL', []);
      expect(after).toEqual([{ state: 'withdrawn' }]);
    });

    it('has the supervisor who approved it ask for cover where staff may not arrange it themselves [front-desk-duty-25]', async () => {
      await open(['front-desk-duty']);
      await test.database.query(`UPDATE member SET roles = '{customer-supervisor}' WHERE person_id = $1::uuid`, [desk.ids.person.boss]);
      await room.roster(days, [desk.ids.person.ann]);
      await desk.approved(await desk.filed(desk.draft('ann', '2026-12-07', '2026-12-07')));
      await room.runtime.settle();
      const calls = await test.database.query<{ state: string; by: string }>(
        `SELECT state, filed_by::text AS by FROM request WHERE parent_id IS NOT NULL`,
        [],
      );
      expect(calls).toEqual([{ state: 'open-call', by: desk.ids.person.boss }]);
    });

    it('tells the leads of the gap where cover cannot be asked for [holiday-duty-notice-04]', async () => {
      // Cover needs the head of the unit, and the station has none.
      await open(['holiday-duty-notice']);
      const slots = await room.roster(days, [desk.ids.person.ann]);
      await desk.approved(await desk.filed(desk.draft('ann', '2026-12-07', '2026-12-07')));
      await room.runtime.settle();
      expect(await test.database.query('SELECT 1 FROM request WHERE parent_id IS NOT NULL', [])).toEqual([]);
      const told = room.slack.sent.filter((message) => JSON.stringify(message.view).includes('缺人'));
      expect(told.map((message) => message.to.id)).toEqual([staff.lead]);
      expect(JSON.stringify(told[0]?.view)).not.toContain('家里有事');
      expect(await desk.onDuty(slots['2026-12-07'] ?? '')).toEqual(['ann']);
    });

    it('is refused on days the desk has closed, up to the day before and from the day after allowed', async () => {
      await open([], '{ leave: { block_out: [{ from: "2026-12-10", until: "2026-12-11", name: 展会 }] } }');
      expect(await desk.files(desk.draft('ann', '2026-12-09', '2026-12-10'))).toEqual(['forbidden-day']);
      expect(await desk.files(desk.draft('ann', '2026-12-09', '2026-12-09'))).toEqual(expect.any(String));
      expect(await desk.files(desk.draft('ann', '2026-12-12', '2026-12-12'))).toEqual(expect.any(String));
    });
  });

  describe('that ends early', () => {
    it('gives back the shifts and the rest of the leave from the first day back', async () => {
      await open([]);
      const slots = await room.roster(days, [desk.ids.person.ann, desk.ids.person.bo]);
      const id = await desk.filed(desk.draft('ann', '2026-12-07', '2026-12-09'));
      await desk.approved(id);
      room.at('2026-12-08T09:00');
      const form = await room.types(staff.ann, '销假');
      expect(form).toMatchObject({ kind: 'form', form: { fields: [{ initial: '2026-12-08' }] } });
      expect(await room.fills(staff.ann, form, { on: '2026-12-07' })).toMatchObject({ kind: 'invalid' });
      expect(await room.fills(staff.ann, form, { on: '2026-12-11' })).toMatchObject({ kind: 'invalid' });
      const done = await room.fills(staff.ann, form, { on: '2026-12-09' });
      expect(JSON.stringify(done)).toContain('恢复的班');
      expect(await Promise.all(days.map((on) => desk.onDuty(slots[on] ?? '')))).toEqual([['bo'], ['bo'], ['ann', 'bo']]);
      expect(await desk.absences()).toMatchObject([{ code: 'ann', until: '12-09 00:00' }]);
    });

    it('is not closed by anybody else, nor twice', async () => {
      await open(['maintenance-leave']);
      room.at('2026-12-01T09:00');
      const id = await desk.filed(desk.draft('ann', '2026-12-07', '2026-12-08'));
      await desk.approved(id);
      expect(JSON.stringify(await room.types(staff.bo, '销假'))).toContain('没有要销的假');
      expect(JSON.stringify(await room.press(staff.bo, 'leave.open-back', { request: id }))).toContain('这不是你的假');
      room.at('2026-12-09T09:00');
      expect(JSON.stringify(await room.types(staff.ann, '销假'))).toContain('已销假');
      expect(JSON.stringify(await room.types(staff.ann, '销假'))).toContain('没有要销的假');
    });
  });

  describe('that goes on', () => {
    it('is extended from the day after its end, by a request of its own, and never overlaps itself', async () => {
      await open([]);
      const id = await desk.filed(desk.draft('ann', '2026-12-07', '2026-12-08'));
      await desk.approved(id);
      room.at('2026-12-08T09:00');
      expect(await desk.files(desk.draft('ann', '2026-12-08', '2026-12-09', { parent: id }))).toEqual(['leave.alreadyAway']);
      const more = await desk.filed(desk.draft('ann', '2026-12-09', '2026-12-10', { parent: id }));
      expect(await desk.approved(more)).toBe('approved');
      expect((await desk.absences()).map((absence) => absence.until)).toEqual(['12-09 00:00', '12-11 00:00']);
    });
  });

  describe('by the duty day', () => {
    const nights = ['2026-12-06', '2026-12-07', '2026-12-08'].map((on) => ({ on, shift: 'night' as const }));
    const staffed = (slots: Record<string, string>) => Promise.all(Object.values(slots).map((slot) => desk.onDuty(slot)));
    const spans = async () => (await desk.absences()).map(({ code, from, until }) => `${code} ${from}–${until}`);
    beforeEach(() => open([]));

    it('leaves the night that began before it, takes the night of its last day whole, and gives both back as they were', async () => {
      const { ann, bo } = desk.ids.person;
      const slots = await room.rosterOf(nights.map((night) => ({ ...night, people: [ann, bo] })));
      const id = await desk.filed(desk.draft('ann', '2026-12-07', '2026-12-07'));
      expect(await spans()).toEqual(['ann 12-07 08:00–12-08 08:00']);
      await desk.approved(id);
      expect(await staffed(slots)).toEqual([['ann', 'bo'], ['bo'], ['ann', 'bo']]);
      await desk.run((ctx) => cancelRequest(ctx, { id, person: ann, leads: false, reason: '不去了' }));
      await desk.approved(id);
      const hours = await test.database.query<{ hours: string }>(
        `SELECT to_char(starts_at AT TIME ZONE 'Asia/Shanghai', 'DD HH24:MI') || '–' || to_char(ends_at AT TIME ZONE 'Asia/Shanghai', 'DD HH24:MI') AS hours
         FROM assignment WHERE person_id = $1::uuid AND live ORDER BY starts_at`,
        [ann],
      );
      expect(hours.map((row) => row.hours)).toEqual(['06 20:00–07 08:00', '07 20:00–08 08:00', '08 20:00–09 08:00']);
    });

    it('takes the shift from midnight of its first day, and none from midnight of the day after', async () => {
      const { ann, bo } = desk.ids.person;
      const small = ['2026-12-07', '2026-12-08'].map((on) => ({ on, shift: 'small' as const, people: [ann, bo] }));
      const slots = await room.rosterOf(small);
      await desk.approved(await desk.filed(desk.draft('ann', '2026-12-07', '2026-12-07')));
      expect(await staffed(slots)).toEqual([['bo'], ['ann', 'bo']]);
      expect(await spans()).toEqual(['ann 12-07 00:00–12-08 00:00']);
    });

    it('says so before it is sent: the shift in full, one day', async () => {
      await room.rosterOf(nights.map((night) => ({ ...night, people: [desk.ids.person.ann, desk.ids.person.bo] })));
      const shown = JSON.stringify(await room.types(staff.ann, '请假 12月7日 事假 家里有事'));
      expect(shown).toContain('12月7日(周一)夜班 20:00–次日08:00');
      expect(shown).not.toContain('12月6日');
      expect(shown).toContain('1 天');
    });

    it('follows a shift that was changed while it waited', async () => {
      const { ann, bo } = desk.ids.person;
      const slots = await room.rosterOf(nights.map((night) => ({ ...night, people: night.on === '2026-12-07' ? [bo] : [ann, bo] })));
      const id = await desk.filed(desk.draft('ann', '2026-12-07', '2026-12-07'));
      expect(await spans()).toEqual(['ann 12-07 08:00–12-08 00:00']);
      const [night] = await test.database.query<{ id: string }>('SELECT id::text AS id FROM assignment WHERE slot_id = $1::uuid', [
        slots['2026-12-07 night'],
      ]);
      await test.database.query(
        `INSERT INTO assignment (org_id, id, slot_id, desk_id, person_id, role, live, starts_at, ends_at)
         SELECT org_id, gen_random_uuid(), slot_id, desk_id, $2::uuid, role, true, starts_at, ends_at FROM assignment WHERE id = $1::uuid`,
        [night?.id, ann],
      );
      expect(await desk.approved(id)).toBe('approved');
      expect(await spans()).toEqual(['ann 12-07 08:00–12-08 08:00']);
      expect(await staffed(slots)).toEqual([['ann', 'bo'], ['bo'], ['ann', 'bo']]);
      await desk.run((ctx) => cancelRequest(ctx, { id, person: ann, leads: false, reason: '不去了' }));
      await desk.approved(id);
      expect(await staffed(slots)).toEqual([
        ['ann', 'bo'],
        ['ann', 'bo'],
        ['ann', 'bo'],
      ]);
    });

    it('does not ask back a shift that somebody else has by the time it is approved', async () => {
      const { ann, bo } = desk.ids.person;
      const slots = await room.rosterOf(nights.map((night) => ({ ...night, people: [ann, bo] })));
      const id = await desk.filed(desk.draft('ann', '2026-12-07', '2026-12-07'));
      await test.database.query('DELETE FROM assignment WHERE slot_id = $1::uuid AND person_id = $2::uuid', [
        slots['2026-12-07 night'],
        ann,
      ]);
      expect(await desk.approved(id)).toBe('approved');
      expect(await spans()).toEqual(['ann 12-07 08:00–12-08 00:00']);
      await desk.run((ctx) => cancelRequest(ctx, { id, person: ann, leads: false, reason: '不去了' }));
      expect(await desk.approved(id)).toBe('cancelled');
      expect(await staffed(slots)).toEqual([['ann', 'bo'], ['bo'], ['ann', 'bo']]);
    });

    it('is followed by leave of the day after, and preceded by leave of the day before, without a gap or an overlap', async () => {
      const { ann, bo } = desk.ids.person;
      await room.rosterOf(nights.map((night) => ({ ...night, people: [ann, bo] })));
      await desk.approved(await desk.filed(desk.draft('ann', '2026-12-07', '2026-12-07')));
      const more = await desk.filed(desk.draft('ann', '2026-12-08', '2026-12-08'));
      expect(await spans()).toEqual(['ann 12-07 08:00–12-08 08:00', 'ann 12-08 08:00–12-09 08:00']);
      expect(await desk.approved(more)).toBe('approved');
      await desk.approved(await desk.filed(desk.draft('ann', '2026-12-06', '2026-12-06')));
      expect(await spans()).toEqual(['ann 12-06 00:00–12-07 08:00', 'ann 12-07 08:00–12-08 08:00', 'ann 12-08 08:00–12-09 08:00']);
    });

    it('ends early with the night of its last day: that one is not given back, the next one is', async () => {
      const { ann, bo } = desk.ids.person;
      const slots = await room.rosterOf(nights.map((night) => ({ ...night, people: [ann, bo] })));
      await desk.approved(await desk.filed(desk.draft('ann', '2026-12-06', '2026-12-08')));
      expect(await staffed(slots)).toEqual([['bo'], ['bo'], ['bo']]);
      room.at('2026-12-07T09:00');
      const form = await room.types(staff.ann, '销假');
      expect(form).toMatchObject({ kind: 'form', form: { fields: [{ initial: '2026-12-07' }] } });
      const done = await room.fills(staff.ann, form, { on: '2026-12-08' });
      expect(JSON.stringify(done)).toContain('12月8日(周二)夜班');
      expect(await staffed(slots)).toEqual([['bo'], ['bo'], ['ann', 'bo']]);
      expect(await spans()).toEqual(['ann 12-06 00:00–12-08 08:00']);
    });

    it('lets a roster that comes later have the night before it, and not the night of its last day', async () => {
      const { ann, bo } = desk.ids.person;
      await desk.approved(await desk.filed(desk.draft('ann', '2026-12-07', '2026-12-07')));
      const slots = await room.rosterOf(nights.map((night) => ({ ...night, people: [bo] })));
      const comes = (on: string) =>
        desk.run(async (ctx, where) => {
          const edit = { slot: slots[`${on} night`] ?? '', out: bo, in: ann, part: null, role: null };
          const preview = await previewEdits(ctx, where, [edit], 'swap');
          return preview.ok ? preview.value.findings.map((finding) => finding.code) : [preview.refusal.code];
        });
      expect([await comes('2026-12-06'), await comes('2026-12-07'), await comes('2026-12-08')]).toEqual([[], ['on-leave'], []]);
    });
  });

  it('keeps one of a station away until the night of the leave is over [maintenance-leave-06]', async () => {
    await open(['maintenance-leave']);
    const { ann, bo } = desk.ids.person;
    await room.rosterOf([
      { on: '2026-12-07', shift: 'night', people: [ann, bo] },
      { on: '2026-12-08', shift: 'night', people: [ann, bo] },
    ]);
    await desk.filed(desk.draft('ann', '2026-12-07', '2026-12-07'));
    expect(await desk.files(desk.draft('cai', '2026-12-08', '2026-12-08'))).toEqual(['too-many-at-once']);
    // Bo works the night of the 7th to its end, and is away from then on.
    expect(await desk.files(desk.draft('bo', '2026-12-08', '2026-12-08'))).toEqual(expect.any(String));
  });

  it('of an hour a day moves the expected punches and takes nobody off the roster [attendance-leave-35]', async () => {
    await open(['attendance-leave'], '{}', { boss: '{ rank: director }', lead: '{ rank: manager }' });
    await test.database.query(`UPDATE member SET roles = roles || '{hr,department-head,manager}'::text[] WHERE person_id = $1::uuid`, [
      desk.ids.person.boss,
    ]);
    const slots = await room.roster(days, [desk.ids.person.ann, desk.ids.person.bo]);
    const { org, person } = desk.ids;
    // Six months of one hour a day; the proof was sent before.
    await desk.run(async (ctx) => {
      const file = { document: 'family-planning-proof', name: 'a.pdf', mime: 'application/pdf', size: 4, content: Buffer.from('%PDF') };
      ctx.unit.insert('request_file', { orgId: org, id: ctx.newId(), requestId: null, ...file, byPerson: person.ann, at: ctx.now });
    });
    const id = await desk.filed(
      desk.draft('ann', '2026-12-02', '2027-05-31', { kind: 'nursing', fields: { nursing_hour: 'late-start', birth: '2026-06-01' } }),
    );
    expect(await desk.approved(id)).toBe('approved');
    expect(await desk.absences()).toEqual([]);
    const hours = await desk.run(async (ctx, where) => {
      const short = await loadShortDays(ctx, where, [person.ann, person.bo], wall('2026-12-07T00:00'), wall('2026-12-08T00:00'));
      const duty = { dutyOn: '2026-12-07', startsAt: wall('2026-12-07T08:00'), endsAt: wall('2026-12-07T16:00') };
      return Promise.all([
        shortShift(ctx, where, short, { ...duty, person: person.ann }),
        shortShift(ctx, where, short, { ...duty, person: person.bo }),
      ]);
    });
    expect(hours[0]).toMatchObject({ start: wall('2026-12-07T09:00'), end: wall('2026-12-07T16:00') });
    expect(hours[1]).toBeNull();
    expect(await desk.onDuty(slots['2026-12-07'] ?? '')).toEqual(['ann', 'bo']);
  });
});
