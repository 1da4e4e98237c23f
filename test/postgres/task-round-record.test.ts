import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { says } from '../harness/exchange.ts';
import { TaskRoom } from '../harness/task-room.ts';

const nothing = { fire: 'no', theft: 'no', explosion: 'no' };

describe('a round that is made', () => {
  let test: TestDatabase;
  let room: TaskRoom;
  beforeAll(async () => {
    test = await testDatabase();
    room = new TaskRoom(test.database);
  });
  afterAll(() => test.drop());

  const kept = () =>
    room.db.query<{ id: string; fields: Record<string, unknown>; proves: number }>(
      `SELECT e.id::text AS id, e.fields, (SELECT count(*)::int FROM task_proof p WHERE p.entry_id = e.id) AS proves FROM entry e
       WHERE e.type = 'patrol-round' ORDER BY e.at, e.id`,
      [],
    );
  const proofs = async () => (await room.db.query<{ count: number }>('SELECT count(*)::int AS count FROM task_proof', []))[0]?.count;
  const atNoon = async (presets: readonly string[]) => {
    await room.goesBy(presets);
    await room.until('2026-12-01T17:00');
    return room.task(
      `verb = 'round' AND NOT coalesce((detail ->> 'hidden')::boolean, false) AND state = 'open' AND due_at = '2026-12-01T11:00Z'`,
    );
  };
  /** Twenty past five in the evening: a round can be made until 19:00, and the one at an odd time until ten to six. */
  const bothOpen = async () => {
    const { id: by } = await atNoon(['center-security-2']);
    await room.until('2026-12-01T17:20');
    const { id: odd } = await room.task(`(detail ->> 'hidden')::boolean AND due_at > '2026-12-01T09:20Z' AND state = 'open'`);
    await room.db.query(
      `UPDATE task SET from_at = '2026-12-01T09:20Z', due_at = '2026-12-01T09:50Z', next_at = '2026-12-01T09:50Z' WHERE id = $1`,
      [odd],
    );
    return { by, odd };
  };
  const state = async (id: string) => (await room.task(`id = '${id}'`)).state;

  it('asks for what is looked for, and stands in its register with what was found, once [center-security-2-12]', async () => {
    const { id } = await atNoon(['center-security-2']);
    const form = await room.press('bai', 'task.do', { id });
    expect(form.kind).toBe('form');
    for (const label of ['火灾隐患', '被盗隐患', '爆炸隐患']) expect(JSON.stringify(form)).toContain(label);
    expect(await kept()).toEqual([]);
    const saved = says(await room.fills('bai', form, { ...nothing, theft: 'yes', findings: '二楼窗没关' }));
    expect(saved).toContain('已办 · 巡查点位');
    expect(saved).toContain('下一次');
    expect(await kept()).toMatchObject([{ fields: { fire: false, theft: true, findings: '二楼窗没关' }, proves: 1 }]);
    expect(await proofs()).toBe(1);
    expect(await room.task(`id = '${id}'`)).toMatchObject({ state: 'done', done: 1 });
    for (const words of ['查记录 巡查', '查记录 巡查记录']) expect(says(await room.types('bai', words))).toContain('二楼窗没关');
    expect(says(await room.types('bai', 'find in log round'))).toContain('二楼窗没关');
  });

  it('has the points to tick in hall hours, and none when the hall is closed [center-security-2-09]', async () => {
    const { id } = await atNoon(['center-security-2']);
    expect(JSON.stringify(await room.press('bai', 'task.do', { id }))).not.toContain('"choices"');
    await room.until('2026-12-02T12:00');
    const noon = await room.task(`verb = 'round' AND state = 'open' AND due_at = '2026-12-02T05:00Z'`);
    const form = JSON.stringify(await room.press('an', 'task.do', { id: noon.id }));
    expect(form).toContain('"choices"');
  });

  it('that is written into the register without a press counts as well, once', async () => {
    const { id } = await atNoon(['center-security-2']);
    await room.submit('bai', 'record.file', { type: 'patrol-round', desk: room.ownDesk.id }, nothing);
    expect(await room.task(`id = '${id}'`)).toMatchObject({ state: 'done', done: 1 });
    await room.submit('bai', 'record.file', { type: 'patrol-round', desk: room.ownDesk.id }, nothing);
    expect((await kept()).map(({ proves }) => proves)).toEqual([1, 0]);
    expect(await proofs()).toBe(1);
  });

  it('keeps what was typed in the register where somebody else made it meanwhile', async () => {
    const { id } = await atNoon(['center-security-2']);
    const [mine, theirs] = [await room.press('bai', 'task.do', { id }), await room.press('lead', 'task.do', { id })];
    await room.fills('lead', theirs, nothing);
    await room.fills('bai', mine, { ...nothing, fire: 'yes', findings: '配电房有焦味' });
    expect((await kept()).map(({ fields, proves }) => [fields.findings ?? null, proves])).toEqual([
      [null, 1],
      ['配电房有焦味', 0],
    ]);
  });

  it('takes one press where no rule keeps it, and writes nothing [property-security-duty-05]', async () => {
    await room.goesBy(['property-security-duty']);
    await room.sets('obligation.rounds.when', { every: 'day', at: '14:00' });
    await room.until('2026-12-01T14:00');
    const { id } = await room.task(`verb = 'round' AND from_at <= '2026-12-01T06:00Z' AND state = 'open'`);
    expect(says(await room.press('an', 'task.do', { id }))).toContain('已办 · 巡查点位');
    expect(await kept()).toEqual([]);
  });

  it('is written by itself where the register asks for nothing that has to be filled', async () => {
    await room.goesBy(['property-security-duty', 'center-security-1']);
    await room.db.query(
      `UPDATE adoption SET overrides = '[{"path":"obligation.rounds.when","value":{"every":"day","at":"14:00"},"reason":"巡查表","by":"lead","from":"2025-01-01"}]' WHERE preset = 'property-security-duty'`,
      [],
    );
    await room.db.query(
      `UPDATE adoption SET overrides = '[{"path":"record.hall-rounds.fields","value":["at","by"],"reason":"只记时间","by":"lead","from":"2025-01-01"}]' WHERE preset = 'center-security-1'`,
      [],
    );
    await room.db.query('UPDATE desk SET version = version + 1', []);
    await room.until('2026-12-01T14:00');
    const { id } = await room.task(`verb = 'round' AND from_at <= '2026-12-01T06:00Z' AND state = 'open'`);
    expect(says(await room.press('an', 'task.do', { id }))).toContain('已办 · 巡查点位');
    expect((await kept()).map(({ proves }) => proves)).toEqual([1]);
    expect(await proofs()).toBe(1);
  });

  it('ticked point by point is written with its points when it is complete [factory-guard-duty-07]', async () => {
    await room.goesBy(['factory-guard-duty']);
    await room.until('2026-12-01T20:00');
    const [round] = await room.db.query<{ id: string; from: Date }>(
      `SELECT id::text AS id, from_at AS from FROM task WHERE verb = 'round' AND from_at >= '2026-12-02T00:00Z' ORDER BY from_at LIMIT 1`,
      [],
    );
    if (round === undefined) throw new Error('No round was drawn');
    await room.until(new Date(round.from.getTime() + (8 * 60 + 1) * 60_000).toISOString().slice(0, 16));
    await room.submit('an', 'task.prove', { id: round.id }, { targets: ['water-switches', 'power-switches'] });
    expect(await kept()).toEqual([]);
    await room.submit('an', 'task.prove', { id: round.id }, { targets: ['warehouse'] });
    const [entry] = await kept();
    expect(entry?.fields.checkpoints).toHaveLength(3);
    expect(entry?.proves).toBe(1);
  });

  it('is no other one when it follows within seconds [center-security-2-11]', async () => {
    const { by, odd } = await bothOpen();
    expect(says(await room.submit('bai', 'task.keep', { id: odd }, nothing))).toContain('已办 · 巡查点位(不定时)');
    const again = says(await room.press('lead', 'task.do', { id: by }));
    expect(again).toContain('刚巡查过 17:20 · 巡查点位');
    expect(again).toContain('17:20 白雪 办的,只算一次');
    expect(again).toContain('下一次:12月1日(周二)18:10–19:00');
    await room.submit('lead', 'task.keep', { id: by }, nothing);
    expect([await state(by), await state(odd)]).toEqual(['open', 'done']);
    expect(await proofs()).toBe(1);
    await room.until('2026-12-01T18:09');
    expect(says(await room.press('lead', 'task.do', { id: by }))).toContain('刚巡查过');
    await room.until('2026-12-01T18:10');
    await room.submit('lead', 'task.keep', { id: by }, nothing);
    expect(await state(by)).toBe('done');
  });

  it('at an odd time can be made before its moment has passed, half of what is left after the last one [center-security-2-11]', async () => {
    const { by, odd } = await bothOpen();
    await room.submit('bai', 'task.keep', { id: by }, nothing);
    await room.until('2026-12-01T17:34');
    expect(says(await room.press('lead', 'task.do', { id: odd }))).toContain('下一次:12月1日(周二)17:35–17:50');
    await room.until('2026-12-01T17:35');
    expect((await room.press('lead', 'task.do', { id: odd })).kind).toBe('form');
    await room.submit('lead', 'task.keep', { id: odd }, nothing);
    expect([await state(by), await state(odd)]).toEqual(['done', 'done']);
  });
});
