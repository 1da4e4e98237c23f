import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Temporal } from '../../src/core/time.ts';
import { type Desk, loadDesk } from '../../src/features/people/index.ts';
import {
  absencesBetween,
  applyEdits,
  approveAbsence,
  dropAbsence,
  type EditOrder,
  explainEdit,
  holdAbsence,
  previewEdits,
  type RosterEdit,
  slotsOfPerson,
  undoEdits,
} from '../../src/features/roster/index.ts';
import type { Ctx } from '../../src/runtime/context.ts';
import { newId } from '../../src/runtime/new-id.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { deskFiles, fixture, Guardroom } from '../harness/guardroom.ts';
import { reads, shown } from '../harness/office.ts';
import { barrier, runUseCase } from '../harness/use-case.ts';

const captain = 'U0G00';

/** On 6 December 2026, a Sunday, the gate has 周海波 and 吴卫东 in the early shift; 李德福 is off, 郑国强 too. */
describe('edits of a published roster on a real database', () => {
  let test: TestDatabase;
  let room: Guardroom;
  let org = '';
  let desk: Desk;
  let people: Readonly<Record<string, string>> = {};
  const now = Temporal.Instant.from('2026-12-02T02:00:00Z');
  const world = () => ({ database: test.database, org, now });
  const run = <Value>(use: (ctx: Ctx) => Promise<Value>, reached?: () => Promise<void>): Promise<Value> =>
    runUseCase(world(), use, reached);

  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    room = new Guardroom(test.database);
    await test.database.query('TRUNCATE absence, request CASCADE', []);
    await room.clear();
    await room.apply(deskFiles.gate);
    await room.presses(captain, await room.sends(captain, 'roster-grid.csv', fixture('roster-grid.csv'), '12月'), '发布');
    room.now = now;
    const rows = await test.database.query<{ org_id: string; id: string; code: string }>('SELECT org_id, id, code FROM person', []);
    org = rows[0]?.org_id ?? '';
    people = Object.fromEntries(rows.map((row) => [row.code, row.id]));
    const found = await run((ctx) => loadDesk(ctx, 'gate'));
    if (found === null) throw new Error('no desk');
    desk = found;
    await test.database.query('TRUNCATE outbox', []);
  });

  const of = (code: string): string => people[code] ?? '';
  const slotOn = async (on: string, shift: string): Promise<string> => {
    const [row] = await test.database.query<{ id: string }>('SELECT id FROM slot WHERE duty_on = $1::date AND shift = $2', [on, shift]);
    return row?.id ?? '';
  };
  const edit = async (on: string, shift: string, more: Partial<RosterEdit>): Promise<RosterEdit> => ({
    slot: await slotOn(on, shift),
    out: null,
    in: null,
    part: null,
    role: null,
    ...more,
  });
  const order = (more: Partial<EditOrder> = {}): EditOrder => ({
    by: of('chen-zhiyuan'),
    reason: null,
    cause: null,
    moment: 'swap',
    accept: 'flags',
    ...more,
  });
  const wall = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime('Asia/Shanghai').toInstant();
  const inShift = async (on: string, shift: string): Promise<string[]> =>
    (
      await test.database.query<{ line: string }>(
        `SELECT p.code || ' ' || to_char(a.starts_at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI') || '-' || to_char(a.ends_at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI') AS line
         FROM assignment a JOIN slot s ON s.id = a.slot_id JOIN person p ON p.id = a.person_id
         WHERE s.duty_on = $1::date AND s.shift = $2 AND a.live ORDER BY 1`,
        [on, shift],
      )
    ).map((row) => row.line);
  const told = async (): Promise<{ to: string; text: string }[]> =>
    (
      await test.database.query<{ destination: string; view: unknown }>(
        `SELECT destination, view FROM outbox WHERE kind = 'send' ORDER BY seq`,
        [],
      )
    ).map((row) => ({ to: row.destination, text: JSON.stringify(row.view) }));
  const leave = async (code: string, from: string, to: string, number = 12): Promise<string> => {
    const id = newId();
    await test.database.query(
      `INSERT INTO request (org_id, id, desk_id, number, type, state, subject_id, filed_by, station, filed_at, lapses_at)
       VALUES ($1, $2, $3, $4, 'leave', 'approved', $5, $5, 'gate', now(), now())`,
      [org, id, desk.id, number, of(code)],
    );
    await run((ctx) => {
      const absence = {
        desk: desk.id,
        person: of(code),
        request: id,
        kind: 'annual',
        startsAt: wall(from),
        endsAt: wall(to),
        wholeFrom: from.endsWith('T00:00') ? from.slice(0, 10) : null,
        wholeUntil: to.endsWith('T00:00') ? Temporal.PlainDate.from(to.slice(0, 10)).subtract({ days: 1 }).toString() : null,
        lane: null,
        seat: null,
      };
      return Promise.resolve(holdAbsence(ctx, absence));
    });
    return id;
  };

  it('exchanges two shifts: both are told, cards follow, the audit names the request', async () => {
    const given = await edit('2026-12-06', 'early', { out: of('zhou-haibo'), in: of('li-defu') });
    const back = await edit('2026-12-10', 'middle', { out: of('li-defu'), in: of('zhou-haibo') });
    const before = await inShift('2026-12-10', 'middle');
    expect(before.some((line) => line.startsWith('li-defu'))).toBe(true);
    const cause = { request: newId(), number: 7 };
    const done = await run((ctx) => applyEdits(ctx, desk, [given, back], order({ cause })));
    expect(done.ok).toBe(true);
    expect(await inShift('2026-12-06', 'early')).toEqual(['li-defu 07:30-16:00', 'wu-weidong 07:30-16:00']);
    expect((await inShift('2026-12-10', 'middle')).some((line) => line.startsWith('zhou-haibo'))).toBe(true);
    const messages = await told();
    expect(messages).toHaveLength(2);
    for (const { text } of messages) expect(text).toContain('按申请 #7');
    const entries = await test.database.query<{ detail: { request: string } }>(
      `SELECT detail FROM audit_entry WHERE action = 'roster.change'`,
      [],
    );
    expect(entries.map((entry) => entry.detail.request)).toEqual([cause.request, cause.request]);
    const undone = await run((ctx) => undoEdits(ctx, desk, [given, back], order({ cause })));
    expect(undone.ok).toBe(true);
    expect(await inShift('2026-12-06', 'early')).toEqual(['wu-weidong 07:30-16:00', 'zhou-haibo 07:30-16:00']);
    expect(await inShift('2026-12-10', 'middle')).toEqual(before);
  });

  it('gives a part away; who, mine and the month show the hours, and a file published again restores the whole', async () => {
    const part = { start: wall('2026-12-06T10:00'), end: wall('2026-12-06T12:00') };
    const given = await edit('2026-12-06', 'early', { out: of('zhou-haibo'), in: of('li-defu'), part });
    expect((await run((ctx) => applyEdits(ctx, desk, [given], order()))).ok).toBe(true);
    expect(await inShift('2026-12-06', 'early')).toEqual([
      'li-defu 10:00-12:00',
      'wu-weidong 07:30-16:00',
      'zhou-haibo 07:30-10:00',
      'zhou-haibo 12:00-16:00',
    ]);
    const mine = await run((ctx) => slotsOfPerson(ctx, of('zhou-haibo'), wall('2026-12-06T00:00'), 2));
    expect(mine.map((duty) => [duty.startsAt, duty.endsAt])).toEqual([
      [wall('2026-12-06T07:30'), wall('2026-12-06T10:00')],
      [wall('2026-12-06T12:00'), wall('2026-12-06T16:00')],
    ]);
    expect(reads(await room.types(captain, '谁值班 12月6日 9点'))).toContain('吴卫东');
    expect(reads(await room.types(captain, '谁值班 12月6日 9点'))).toContain('周海波(07:30–10:00)');
    expect(reads(await room.types(captain, '谁值班 12月6日 9点'))).not.toContain('李德福');
    expect(reads(await room.types(captain, '谁值班 12月6日 11点'))).toContain('李德福(10:00–12:00)');
    room.at('2026-12-06T06:00');
    expect(reads(await room.types('U0G05', '我的班'))).toContain('早班 07:30–10:00');
    expect(reads(await room.types(captain, '值班表 12月'))).toContain('李德福(10:00–12:00)');
    room.now = now;
    await room.presses(captain, await room.sends(captain, 'roster-grid.csv', fixture('roster-grid.csv'), '12月'), '发布');
    expect(await inShift('2026-12-06', 'early')).toEqual(['wu-weidong 07:30-16:00', 'zhou-haibo 07:30-16:00']);
  });

  it('two who leave at once do not leave the shift without anybody: one wins, the other is told why [property-security-duty-01]', async () => {
    const meet = barrier(2);
    const goes = async (code: string) => {
      const out = await edit('2026-12-06', 'early', { out: of(code) });
      const done = await run((ctx) => applyEdits(ctx, desk, [out], order({ moment: 'leave' })), meet);
      return done.ok ? 'ok' : { words: await run((ctx) => explainEdit(ctx, desk, [out], done.refusal)), code: done.refusal.code };
    };
    const ends = await Promise.all([goes('zhou-haibo'), goes('wu-weidong')]);
    expect(ends.filter((end) => end === 'ok')).toHaveLength(1);
    const [loser] = ends.filter((end) => end !== 'ok');
    expect(loser).toMatchObject({ code: 'roster.changeAgainstRules' });
    expect(typeof loser === 'object' && loser.words.zh).toContain('property-security-duty-01');
    expect(await inShift('2026-12-06', 'early')).toHaveLength(1);
  });

  it('one who comes in two shifts at once is in one of them', async () => {
    const meet = barrier(2);
    const comes = async (out: string) => {
      const one = await edit('2026-12-06', 'early', { out: of(out), in: of('li-defu') });
      return (await run((ctx) => applyEdits(ctx, desk, [one], order()), meet)).ok;
    };
    expect((await Promise.all([comes('zhou-haibo'), comes('wu-weidong')])).sort()).toEqual([false, true]);
    expect((await inShift('2026-12-06', 'early')).filter((line) => line.startsWith('li-defu'))).toHaveLength(1);
  });

  it('does not put somebody on granted leave into a shift; a lead may, with a reason', async () => {
    const id = await leave('li-defu', '2026-12-06T00:00', '2026-12-07T00:00');
    const one = await edit('2026-12-06', 'early', { out: of('zhou-haibo'), in: of('li-defu') });
    expect((await run((ctx) => previewEdits(ctx, desk, [one], 'swap'))).ok).toBe(true);
    await run((ctx) => Promise.resolve(approveAbsence(ctx, id)));
    const refused = await run((ctx) => applyEdits(ctx, desk, [one], order()));
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'roster.changeAgainstRules' } });
    const form = await room.types(captain, 'roster change');
    const values = { on: '2026-12-06', shift: 'early', out: of('zhou-haibo'), in: of('li-defu') };
    const asked = await room.fills(captain, form, { ...values, reason: '' });
    expect(asked).toMatchObject({ kind: 'invalid', errors: { reason: expect.stringContaining('已批准请假 #12') } });
    expect(shown(await room.fills(captain, form, { ...values, reason: '本人同意' })).title).toBe('已改班');
  });

  it('says who is away: the kind to leads, to others only that they are', async () => {
    const id = await leave('wang-xuewen', '2026-12-06T00:00', '2026-12-08T00:00');
    expect(reads(await room.types(captain, '谁值班 12月6日'))).not.toContain('王学文(annual)');
    await run((ctx) => Promise.resolve(approveAbsence(ctx, id)));
    expect(reads(await room.types(captain, '谁值班 12月6日'))).toContain('请假:王学文(');
    expect(reads(await room.types('U0G05', '谁值班 12月6日'))).toContain('不在:王学文');
    expect(reads(await room.types('U0G05', '谁值班 12月6日'))).not.toContain('请假');
    expect(reads(await room.types('ou_gate08', '我的班'))).toContain('12月6日(周日) 至 12月7日(周一)');
    await run((ctx) => Promise.resolve(dropAbsence(ctx, id)));
    expect(reads(await room.types(captain, '谁值班 12月6日'))).not.toContain('王学文(');
    expect(await run((ctx) => absencesBetween(ctx, { desks: [desk.id] }, now, wall('2026-12-31T00:00')))).toEqual([]);
  });

  it('a month with somebody on granted leave is published with a reason only', async () => {
    const id = await leave('zhou-haibo', '2026-12-06T00:00', '2026-12-07T00:00', 31);
    await run((ctx) => Promise.resolve(approveAbsence(ctx, id)));
    const changed = fixture('roster-grid.csv').toString('utf8').replace('陈志远,早,早,早,早,休', '陈志远,早,早,早,早,早');
    const preview = await room.sends(captain, 'roster.csv', Buffer.from(changed), '12月');
    expect(reads(preview)).toContain('周海波已批准请假 #31');
    const form = await room.presses(captain, preview, '写原因并发布…');
    expect(form.kind).toBe('form');
  });

  it('nobody is away twice at once', async () => {
    await leave('zhou-haibo', '2026-12-06T00:00', '2026-12-07T00:00', 1);
    await leave('zhou-haibo', '2026-12-07T00:00', '2026-12-08T00:00', 2);
    await expect(leave('zhou-haibo', '2026-12-06T12:00', '2026-12-06T13:00', 3)).rejects.toMatchObject({ constraint: 'nobody_away_twice' });
  });
});
