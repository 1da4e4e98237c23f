import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Temporal } from '../../src/core/time.ts';
import { ConstraintBroken, StaleVersion } from '../../src/db/database.ts';
import { json } from '../../src/db/statement.ts';
import { newId } from '../../src/runtime/new-id.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { moment, type SeededDesk, seedDesk, unitOf } from '../harness/seed.ts';

let db: TestDatabase;
let seeded: SeededDesk;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  seeded = await seedDesk(db.database);
});

const count = async (table: string, column = 'org_id'): Promise<number> =>
  (await db.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE ${column} = $1`, [seeded.org]))[0]?.n ?? -1;

describe('one statement', () => {
  test('a stale version rolls everything back', async () => {
    const unit = unitOf(seeded.org);
    unit.audit({ action: 'desk.rename' });
    unit.update('desk', { orgId: seeded.org, id: seeded.desk, version: 7 }, { name: '北门', version: 8 });
    await expect(db.database.write(unit.statements)).rejects.toBeInstanceOf(StaleVersion);
    expect(await count('audit_entry')).toBe(0);
  });

  test('a broken constraint rolls everything back and is named', async () => {
    const unit = unitOf(seeded.org);
    unit.audit({ action: 'desk.create' });
    unit.insert('desk', { orgId: seeded.org, id: newId(), code: 'gate', name: '门岗', zone: 'Asia/Shanghai', locale: 'zh' });
    const failure = await db.database.write(unit.statements).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConstraintBroken);
    expect(failure).toMatchObject({ constraint: 'desk_org_id_code_key' });
    expect(await count('audit_entry')).toBe(0);
  });

  test('of two decisions on the same version one is saved', async () => {
    const rename = (name: string) => {
      const unit = unitOf(seeded.org);
      unit.update('desk', { orgId: seeded.org, id: seeded.desk, version: 1 }, { name, version: 2 });
      unit.audit({ action: 'desk.rename', detail: { name } });
      return db.database.write(unit.statements);
    };
    const outcomes = await Promise.allSettled([rename('一'), rename('二'), rename('三')]);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome.status === 'rejected' && outcome.reason instanceof StaleVersion)).toHaveLength(2);
    expect(await count('audit_entry')).toBe(1);
  });

  test('what needs more parameters than the wire format carries is still saved whole or not at all', async () => {
    const many = (codes: readonly string[]) =>
      codes.map((code) => ({
        sql: 'INSERT INTO person (org_id, id, code, name, email, phone) VALUES ($1, $2, $3, $4, $5, $6)',
        params: [seeded.org, newId(), code, code, null, null],
        expect: 1,
      }));
    const codes = Array.from({ length: 10_100 }, (_, index) => `m${index}`);
    await expect(db.database.write(many([...codes, 'm0']))).rejects.toMatchObject({ constraint: 'person_org_id_code_key' });
    expect(await count('person')).toBe(3);
    await db.database.write(many(codes));
    expect(await count('person')).toBe(10_103);
    const stale = { sql: 'UPDATE desk SET version = 9 WHERE org_id = $1 AND version = 8', params: [seeded.org], expect: 1 };
    await expect(db.database.write([...many(codes.map((code) => `x${code}`)), stale])).rejects.toBeInstanceOf(StaleVersion);
    expect(await count('person')).toBe(10_103);
  });
});

describe('values', () => {
  test('instants, dates, lists and documents come back as they were, alone or among others', async () => {
    const row = (on: string) => ({
      orgId: seeded.org,
      deskId: seeded.desk,
      preset: `p-${on}`,
      fromDate: Temporal.PlainDate.from(on),
      overrides: json([{ rule: "it's $1", list: ['a', '"b"'] }]),
      createdAt: moment('2026-12-01T07:20:00.123Z'),
    });
    const single = unitOf(seeded.org);
    single.insert('adoption', row('2026-12-01'));
    await db.database.write(single.statements);
    const several = unitOf(seeded.org);
    several.insert('adoption', [row('2026-12-02'), row('2026-12-31')]);
    await db.database.write(several.statements);
    const rows = await db.database.query('SELECT from_date, overrides, created_at FROM adoption WHERE org_id = $1 ORDER BY from_date', [
      seeded.org,
    ]);
    const shared = { overrides: [{ rule: "it's $1", list: ['a', '"b"'] }], created_at: new Date('2026-12-01T07:20:00.123Z') };
    expect(rows).toEqual(['2026-12-01', '2026-12-02', '2026-12-31'].map((from_date) => ({ from_date, ...shared })));
  });

  test('names with quotes, list columns and columns named like keywords', async () => {
    const unit = unitOf(seeded.org);
    const shift = (code: string) => ({
      orgId: seeded.org,
      deskId: seeded.desk,
      code,
      name: "O'早",
      nameEn: 'Early',
      start: '07:30',
      end: '16:00',
      aliases: ['早', '早班', 'a,b', '"'],
    });
    unit.insert('shift', [shift('a'), shift('b')]);
    unit.insert('calendar_day', { orgId: seeded.org, deskId: seeded.desk, on: '2026-12-25', kind: 'workday', source: 'test' });
    await db.database.write(unit.statements);
    expect(await db.database.query('SELECT name, aliases FROM shift WHERE org_id = $1 AND code = $2', [seeded.org, 'b'])).toEqual([
      { name: "O'早", aliases: ['早', '早班', 'a,b', '"'] },
    ]);
    const change = unitOf(seeded.org);
    change.update('shift', { orgId: seeded.org, code: ['a', 'b'] }, { aliases: [], segments: [{ from: '07:30' }] }, 2);
    await expect(db.database.write(change.statements)).rejects.toThrow();
    const marked = unitOf(seeded.org);
    marked.update('shift', { orgId: seeded.org, code: ['a', 'b'] }, { aliases: [], segments: json([{ from: '07:30' }]) }, 2);
    await db.database.write(marked.statements);
    expect(await db.database.query('SELECT aliases, segments FROM shift WHERE org_id = $1 AND code = $2', [seeded.org, 'a'])).toEqual([
      { aliases: [], segments: [{ from: '07:30' }] },
    ]);
  });
});

describe('unit', () => {
  const row = (id: string) => ({ orgId: seeded.org, id, code: id, name: 'x' });

  test('insertMissing leaves what is there, upsert replaces it', async () => {
    const id = newId();
    for (const name of ['一', '二']) {
      const unit = unitOf(seeded.org);
      unit.insertMissing('person', { ...row(id), name });
      await db.database.write(unit.statements);
    }
    expect(await db.database.query('SELECT name FROM person WHERE id = $1', [id])).toEqual([{ name: '一' }]);
    const unit = unitOf(seeded.org);
    unit.upsert('person', ['orgId', 'id'], { ...row(id), name: '三' });
    await db.database.write(unit.statements);
    expect(await db.database.query('SELECT name FROM person WHERE id = $1', [id])).toEqual([{ name: '三' }]);
  });

  test('insertMissing works on assignments, whose exclusion is deferrable', async () => {
    const { assign } = await import('../harness/seed.ts');
    const unit = unitOf(seeded.org);
    const id = assign(unit, seeded, seeded.people[0], '2026-12-01T08:00:00Z', '2026-12-01T16:00:00Z');
    await db.database.write(unit.statements);
    const [found] = await db.database.prisma.assignment.findMany({ where: { orgId: seeded.org, id } });
    if (found === undefined) throw new Error('The assignment was not saved');
    const again = unitOf(seeded.org);
    again.insertMissing('assignment', { ...found, id: newId() });
    await db.database.write(again.statements);
    expect(await count('assignment')).toBe(1);
  });

  test('messages keep their order and a named one is sent once', async () => {
    const send = async () => {
      const unit = unitOf(seeded.org);
      const to = { kind: 'channel', id: 'C1' } as const;
      for (const subject of ['a/1', 'a/2', 'a/3'])
        unit.send({ platform: 'slack', to, locale: 'zh', subject, ...(subject === 'a/2' ? { id: 'digest 2026-12-01' } : {}) });
      await db.database.write(unit.statements);
    };
    await send();
    await send();
    const rows = await db.database.query<{ subject: string }>('SELECT subject FROM outbox WHERE org_id = $1 ORDER BY seq', [seeded.org]);
    expect(rows.map((each) => each.subject)).toEqual(['a/1', 'a/2', 'a/3', 'a/1', 'a/3']);
  });

  test('ten thousand messages are one statement', async () => {
    const unit = unitOf(seeded.org);
    for (let index = 0; index < 10_000; index += 1)
      unit.send({ platform: 'feishu', to: { kind: 'person', id: `ou_${index}` }, locale: 'zh', subject: 'a/1' });
    expect(unit.statements).toHaveLength(1);
    await db.database.write(unit.statements);
    expect(await count('outbox')).toBe(10_000);
  });

  test('refresh edits every copy, and edits that wait coalesce', async () => {
    const refs = unitOf(seeded.org);
    const ref = { orgId: seeded.org, platform: 'slack', subject: 'roster.shift/1', locale: 'zh', sentAt: moment('2026-12-01T00:00:00Z') };
    refs.insert('message_ref', [
      { ...ref, channelId: 'C1', messageId: '1' },
      { ...ref, channelId: 'D2', messageId: '2' },
    ]);
    await db.database.write(refs.statements);
    for (let round = 0; round < 3; round += 1) {
      const unit = unitOf(seeded.org);
      unit.refresh('roster.shift/1');
      unit.refresh('roster.shift/1');
      await db.database.write(unit.statements);
    }
    expect(await count('outbox')).toBe(2);
    await db.database.query(`UPDATE outbox SET state = 'sending' WHERE org_id = $1`, [seeded.org]);
    const unit = unitOf(seeded.org);
    unit.refresh('roster.shift/1');
    await db.database.write(unit.statements);
    expect(await count('outbox')).toBe(4);
  });

  test('work is planned once, taken back while it is not done, and moved', async () => {
    const plan = async (change: (unit: ReturnType<typeof unitOf>) => void) => {
      const unit = unitOf(seeded.org);
      change(unit);
      await db.database.write(unit.statements);
      return db.database.query<{ key: string; due_at: Date }>('SELECT key, due_at FROM due WHERE org_id = $1 ORDER BY key', [seeded.org]);
    };
    const at = (text: string) => ({ kind: 'roster.remind', key: 'k', at: moment(text) });
    const first = { key: 'k', due_at: new Date('2026-12-01T08:00:00Z') };
    expect(await plan((unit) => unit.due(at('2026-12-01T08:00:00Z')))).toEqual([first]);
    expect(await plan((unit) => unit.due(at('2026-12-02T08:00:00Z')))).toEqual([first]);
    const later = { key: 'k', due_at: new Date('2026-12-03T08:00:00Z') };
    expect(
      await plan((unit) => {
        unit.undue('roster.remind', 'k');
        unit.due(at('2026-12-03T08:00:00Z'));
      }),
    ).toEqual([later]);
    await db.database.query('UPDATE due SET done_at = now() WHERE org_id = $1', [seeded.org]);
    expect(await plan((unit) => unit.undue('roster.remind', 'k'))).toEqual([later]);
    await db.database.query('UPDATE due SET done_at = NULL WHERE org_id = $1', [seeded.org]);
    expect(await plan((unit) => unit.undue('roster.remind', 'k'))).toEqual([]);
  });

  test('a change without a condition is refused', () => {
    expect(() => unitOf(seeded.org).update('desk', {}, { name: 'x' })).toThrow(/condition/);
    expect(() => unitOf(seeded.org).remove('desk', {})).toThrow(/condition/);
  });
});

test('a deadlock is a lost race', async () => {
  const [first, second] = seeded.people;
  const order = (a: string, b: string) => [
    { sql: `UPDATE person SET name = 'x' WHERE org_id = $1 AND id = $2 AND pg_sleep(0.2) IS NOT NULL`, params: [seeded.org, a], expect: 1 },
    { sql: `UPDATE person SET name = 'y' WHERE org_id = $1 AND id = $2 AND pg_sleep(0.2) IS NOT NULL`, params: [seeded.org, b], expect: 1 },
  ];
  const outcomes = await Promise.allSettled([db.database.write(order(first, second)), db.database.write(order(second, first))]);
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(refused).toHaveLength(1);
  expect(refused[0]).toBeInstanceOf(StaleVersion);
});

test('ping measures, and says when the database is away', async () => {
  expect(await db.database.ping()).toBeGreaterThan(0);
  const { connectDatabase } = await import('../../src/db/connect.ts');
  const nowhere = connectDatabase('postgresql://zhiban:x@127.0.0.1:1/zhiban');
  await expect(nowhere.ping()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await nowhere.close();
});
