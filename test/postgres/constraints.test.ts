import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '../../src/runtime/new-id.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { assign, moment, type SeededDesk, seedDesk, unitOf } from '../harness/seed.ts';

let db: TestDatabase;
let seeded: SeededDesk;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  seeded = await seedDesk(db.database);
});

async function saveAssignment(person: string, starts: string, ends: string): Promise<string> {
  const unit = unitOf(seeded.org);
  const id = assign(unit, seeded, person, starts, ends);
  await db.database.write(unit.statements);
  return id;
}

test('nobody is in two places at once', async () => {
  const [first] = seeded.people;
  await saveAssignment(first, '2026-12-01T08:00:00Z', '2026-12-01T16:00:00Z');
  await expect(saveAssignment(first, '2026-12-01T15:59:00Z', '2026-12-01T20:00:00Z')).rejects.toMatchObject({
    constraint: 'nobody_in_two_places',
  });
});

test('one shift may begin the minute another ends', async () => {
  const [first] = seeded.people;
  await saveAssignment(first, '2026-12-01T08:00:00Z', '2026-12-01T16:00:00Z');
  await saveAssignment(first, '2026-12-01T16:00:00Z', '2026-12-02T00:00:00Z');
  expect(await db.database.query('SELECT 1 FROM assignment WHERE org_id = $1', [seeded.org])).toHaveLength(2);
});

test('a draft may overlap what is published', async () => {
  const [first] = seeded.people;
  await saveAssignment(first, '2026-12-01T08:00:00Z', '2026-12-01T16:00:00Z');
  const unit = unitOf(seeded.org);
  const id = assign(unit, seeded, first, '2026-12-02T09:00:00Z', '2026-12-02T10:00:00Z');
  await db.database.write(unit.statements);
  const draft = unitOf(seeded.org);
  draft.update('assignment', { orgId: seeded.org, id }, { live: false, startsAt: moment('2026-12-01T09:00:00Z') });
  await db.database.write(draft.statements);
  const publish = unitOf(seeded.org);
  publish.update('assignment', { orgId: seeded.org, id }, { live: true });
  await expect(db.database.write(publish.statements)).rejects.toMatchObject({ constraint: 'nobody_in_two_places' });
});

test('two people change places of overlapping shifts in one statement', async () => {
  const [first, second] = seeded.people;
  const one = await saveAssignment(first, '2026-12-01T08:00:00Z', '2026-12-01T16:00:00Z');
  const two = await saveAssignment(second, '2026-12-01T12:00:00Z', '2026-12-01T20:00:00Z');
  const unit = unitOf(seeded.org);
  unit.update('assignment', { orgId: seeded.org, id: one, version: 1 }, { personId: second, version: 2 });
  unit.update('assignment', { orgId: seeded.org, id: two, version: 1 }, { personId: first, version: 2 });
  await db.database.write(unit.statements);
  const rows = await db.database.query<{ id: string; person_id: string }>('SELECT id, person_id FROM assignment WHERE org_id = $1', [
    seeded.org,
  ]);
  expect(new Map(rows.map((row) => [row.id, row.person_id]))).toEqual(
    new Map([
      [one, second],
      [two, first],
    ]),
  );
});

test('of two people who take the same hours at the same moment one wins', async () => {
  const [first] = seeded.people;
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => saveAssignment(first, '2026-12-01T08:00:00Z', '2026-12-01T16:00:00Z')));
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
});

test('a shift is clocked into once', async () => {
  const [first] = seeded.people;
  const assignmentId = await saveAssignment(first, '2026-12-01T08:00:00Z', '2026-12-01T16:00:00Z');
  const punch = async (kind: string, assignment: string | null) => {
    const unit = unitOf(seeded.org);
    const row = {
      orgId: seeded.org,
      id: newId(),
      personId: first,
      deskId: seeded.desk,
      assignmentId: assignment,
      kind,
      at: moment('2026-12-01T08:00:00Z'),
    };
    unit.insert('punch', { ...row, platform: 'slack', verdict: 'on-time', rules: ['x-1'] });
    await db.database.write(unit.statements);
  };
  await punch('in', assignmentId);
  await expect(punch('in', assignmentId)).rejects.toMatchObject({ constraint: 'punch_once' });
  await punch('out', assignmentId);
  await punch('in', null);
  await punch('in', null);
  expect(await db.database.query('SELECT 1 FROM punch WHERE org_id = $1', [seeded.org])).toHaveLength(4);
});

test('what somebody clocked into cannot be deleted', async () => {
  const [first] = seeded.people;
  const assignmentId = await saveAssignment(first, '2026-12-01T08:00:00Z', '2026-12-01T16:00:00Z');
  const unit = unitOf(seeded.org);
  const row = {
    orgId: seeded.org,
    id: newId(),
    personId: first,
    deskId: seeded.desk,
    assignmentId,
    kind: 'in',
    at: moment('2026-12-01T08:00:00Z'),
  };
  unit.insert('punch', { ...row, platform: 'slack', verdict: 'on-time' });
  await db.database.write(unit.statements);
  const removal = unitOf(seeded.org);
  removal.remove('assignment', { orgId: seeded.org, id: assignmentId });
  await expect(db.database.write(removal.statements)).rejects.toMatchObject({ constraint: 'punch_assignment_fk' });
});

test('a desk, its people and their places can be saved in one statement, in any order', async () => {
  const desk = newId();
  const unit = unitOf(seeded.org);
  unit.insert('member', { orgId: seeded.org, deskId: desk, personId: seeded.people[0], roles: ['guard'] });
  unit.insert('desk', {
    orgId: seeded.org,
    id: desk,
    code: 'watch',
    name: '值班室',
    parentId: seeded.desk,
    zone: 'Asia/Shanghai',
    locale: 'zh',
  });
  await db.database.write(unit.statements);
  const orphan = unitOf(seeded.org);
  orphan.insert('member', { orgId: seeded.org, deskId: newId(), personId: seeded.people[0] });
  await expect(db.database.write(orphan.statements)).rejects.toMatchObject({ constraint: 'member_desk_fk' });
});

test('the audit refuses to be changed', async () => {
  const unit = unitOf(seeded.org);
  unit.audit({ action: 'roster.publish', person: seeded.people[0], detail: { month: '2026-12' } });
  await db.database.write(unit.statements);
  for (const sql of ['UPDATE audit_entry SET action = $1', 'DELETE FROM audit_entry WHERE action <> $1']) {
    await expect(db.database.query(sql, ['x'])).rejects.toMatchObject({ code: 'ZB002' });
  }
  await expect(db.database.query('TRUNCATE audit_entry', [])).rejects.toMatchObject({ code: 'ZB002' });
});
