import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AuditReport, sealAudit, verifyAudit } from '../../src/runtime/audit.ts';
import { newId } from '../../src/runtime/new-id.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { moment, unitOf } from '../harness/seed.ts';

const now = moment('2026-12-01T08:00:00Z');
let db: TestDatabase;
let org: string;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(() => {
  org = newId();
});

async function write(count: number): Promise<void> {
  const unit = unitOf(org, now);
  for (let index = 0; index < count; index += 1)
    unit.audit({ action: 'try.count', subject: `x/${index}`, detail: { b: index, a: '早' }, policyVersion: 'v1' });
  await db.database.write(unit.statements);
}

/** Seals until `count` entries are sealed: a long transaction of another test file on the same server may hold a round up. */
async function seal(count: number): Promise<number> {
  let sealed = await sealAudit(db.database, org, now);
  for (let tries = 0; sealed < count && tries < 60; tries += 1) sealed += await sealAudit(db.database, org, now);
  return sealed;
}

async function report(): Promise<AuditReport> {
  const found = (await verifyAudit(db.database)).find((each) => each.org === org);
  if (found === undefined) throw new Error('The organisation has no report');
  return found;
}

/** What somebody with the database's password can do. */
async function tamper(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  await client.query(`SET session_replication_role = replica; ${sql.replaceAll('ORG', `'${org}'`)}`);
  await client.end();
}

test('entries are sealed in order, once, and the chain holds', async () => {
  await write(3);
  expect(await seal(3)).toBe(3);
  expect(await sealAudit(db.database, org, now)).toBe(0);
  await write(2);
  expect(await report()).toMatchObject({ entries: 5, unsealed: 2, seals: 1, problems: [] });
  expect(await seal(2)).toBe(2);
  expect(await report()).toMatchObject({ entries: 5, unsealed: 0, seals: 2, problems: [] });
});

test('more entries than one seal holds make several', async () => {
  await write(5_001);
  expect(await seal(5_001)).toBe(5_001);
  expect(await report()).toMatchObject({ entries: 5_001, seals: 2, problems: [] });
});

describe('tampering is found', () => {
  const changes: readonly (readonly [string, string, readonly object[]])[] = [
    ['an action', `UPDATE audit_entry SET action = 'x' WHERE org_id = ORG AND subject = 'x/2'`, [{ kind: 'entries-changed', seal: 1 }]],
    ['a person', `UPDATE audit_entry SET person_id = ORG WHERE org_id = ORG AND subject = 'x/2'`, [{ kind: 'entries-changed', seal: 1 }]],
    ['a desk', `UPDATE audit_entry SET desk_id = ORG WHERE org_id = ORG AND subject = 'x/2'`, [{ kind: 'entries-changed', seal: 1 }]],
    ['a subject', `UPDATE audit_entry SET subject = NULL WHERE org_id = ORG AND subject = 'x/2'`, [{ kind: 'entries-changed', seal: 1 }]],
    [
      'a detail',
      `UPDATE audit_entry SET detail = '{"a": "早", "b": 7}' WHERE org_id = ORG AND subject = 'x/1'`,
      [{ kind: 'entries-changed', seal: 1 }],
    ],
    [
      'a moment',
      `UPDATE audit_entry SET at = at + interval '1 ms' WHERE org_id = ORG AND subject = 'x/1'`,
      [{ kind: 'entries-changed', seal: 1 }],
    ],
    [
      'a policy version',
      `UPDATE audit_entry SET policy_version = 'v2' WHERE org_id = ORG AND subject = 'x/1'`,
      [{ kind: 'entries-changed', seal: 1 }],
    ],
    [
      'a deleted entry',
      `DELETE FROM audit_entry WHERE org_id = ORG AND subject = 'x/1'`,
      [{ kind: 'entries-changed', seal: 1, counted: 2, sealed: 3 }],
    ],
    [
      'an entry slipped in',
      `INSERT INTO audit_entry (org_id, seq, at, action) SELECT ORG, 1, now(), 'x'`,
      [{ kind: 'entries-changed', seal: 1, counted: 4, sealed: 3 }],
    ],
    [
      "a seal's moment",
      `UPDATE audit_seal SET at = at + interval '1 day' WHERE org_id = ORG AND number = 2`,
      [{ kind: 'entries-changed', seal: 2 }],
    ],
    ["a seal's count", `UPDATE audit_seal SET count = 9 WHERE org_id = ORG AND number = 1`, [{ kind: 'entries-changed', seal: 1 }]],
    [
      "a seal's hash",
      `UPDATE audit_seal SET hash = repeat('a', 64) WHERE org_id = ORG AND number = 1`,
      [
        { kind: 'entries-changed', seal: 1 },
        { kind: 'chain-broken', seal: 2 },
      ],
    ],
    [
      'a seal that was taken away',
      `DELETE FROM audit_seal WHERE org_id = ORG AND number = 1`,
      [
        { kind: 'seal-missing', seal: 1 },
        { kind: 'chain-broken', seal: 2 },
      ],
    ],
  ];

  test.each(changes)('%s', async (_name, sql, problems) => {
    await write(3);
    await seal(3);
    await write(1);
    await seal(1);
    expect((await report()).problems).toEqual([]);
    await tamper(sql);
    expect((await report()).problems).toMatchObject(problems);
  });

  test('whoever seals a changed history anew leaves another head than the one noted elsewhere', async () => {
    await write(3);
    await seal(3);
    const noted = (await report()).head;
    await tamper(`UPDATE audit_entry SET action = 'x' WHERE org_id = ORG AND subject = 'x/2'; DELETE FROM audit_seal WHERE org_id = ORG`);
    await seal(3);
    const { head, problems } = await report();
    expect(problems).toEqual([]);
    expect(head).not.toBe(noted);
  });
});

test('an entry of a transaction that is still running is waited for, and never skipped', async () => {
  const slow = new pg.Client({ connectionString: db.url });
  await slow.connect();
  await slow.query('BEGIN');
  await slow.query(`INSERT INTO audit_entry (org_id, at, action) VALUES ($1, now(), 'slow.first')`, [org]);
  await write(2);
  expect(await sealAudit(db.database, org, now)).toBe(0);
  const sealing = seal(3);
  await slow.query('COMMIT');
  await slow.end();
  expect(await sealing).toBe(3);
  expect(await report()).toMatchObject({ entries: 3, unsealed: 0, seals: 1, problems: [] });
});

test('many writers and several sealers at once leave a whole chain', async () => {
  let writing = true;
  const sealer = async () => {
    while (writing) await sealAudit(db.database, org, now);
  };
  const sealers = [sealer(), sealer()];
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let round = 0; round < 20; round += 1) await write(1 + (round % 3));
    }),
  );
  writing = false;
  await Promise.all(sealers);
  const written = 8 * Array.from({ length: 20 }, (_, round) => 1 + (round % 3)).reduce((sum, each) => sum + each, 0);
  for (let tries = 0; (await report()).unsealed > 0 && tries < 60; tries += 1) await sealAudit(db.database, org, now);
  expect(await report()).toMatchObject({ entries: written, unsealed: 0, problems: [] });
});
