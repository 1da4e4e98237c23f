import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MigrationRefused, migrate, migrationsFolder, pendingMigrations } from '../../src/db/migrate.ts';
import { emptyDatabase } from '../harness/database.ts';
import { runModule } from '../harness/process.ts';

const init = '20261125000000_init';
let url: string;
let drop: () => Promise<void>;
let folder: string;

beforeEach(async () => {
  ({ url, drop } = await emptyDatabase());
  folder = mkdtempSync(join(tmpdir(), 'zhiban-migrations-'));
  cpSync(migrationsFolder, folder, { recursive: true });
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await drop();
});

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function addMigration(name: string, sql: string): void {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'migration.sql'), sql);
}

test('an empty database gets every migration once', async () => {
  expect(await pendingMigrations(url)).toContain(init);
  expect(await migrate(url)).toContain(init);
  expect(await migrate(url)).toEqual([]);
  expect(await pendingMigrations(url)).toEqual([]);
});

test('a migration is recorded as prisma migrate deploy records it', async () => {
  await migrate(url);
  const [row] = await rows('SELECT * FROM _prisma_migrations ORDER BY migration_name LIMIT 1');
  expect(row).toMatchObject({
    migration_name: init,
    checksum: createHash('sha256')
      .update(readFileSync(join(migrationsFolder, init, 'migration.sql')))
      .digest('hex'),
    applied_steps_count: 1,
    logs: null,
    rolled_back_at: null,
  });
  expect(row?.id).toMatch(/^[0-9a-f-]{36}$/);
  expect(row?.finished_at).toBeInstanceOf(Date);
});

test('a new migration is added to a database that has the earlier ones', async () => {
  await migrate(url, { folder });
  addMigration('20990101000000_later', 'CREATE TABLE later (id int)');
  expect(await migrate(url, { folder })).toEqual(['20990101000000_later']);
});

test('a changed migration is refused and nothing is applied', async () => {
  await migrate(url, { folder });
  writeFileSync(join(folder, init, 'migration.sql'), 'SELECT 1');
  addMigration('20990101000000_later', 'CREATE TABLE later (id int)');
  await expect(migrate(url, { folder })).rejects.toThrow(/20261125000000_init was changed after it was applied/);
  expect(await rows(`SELECT to_regclass('later') AS found`)).toEqual([{ found: null }]);
});

test('other line ends are the same migration', async () => {
  await migrate(url, { folder });
  const file = join(folder, init, 'migration.sql');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'));
  expect(await migrate(url, { folder })).toEqual([]);
});

test('a database of a newer version is refused', async () => {
  addMigration('20990101000000_later', 'CREATE TABLE later (id int)');
  await migrate(url, { folder });
  await expect(migrate(url)).rejects.toThrow(/newer than this version of Zhiban.*20990101000000_later/);
  await expect(pendingMigrations(url)).rejects.toBeInstanceOf(MigrationRefused);
});

test('a migration that fails is rolled back whole and named with its line', async () => {
  addMigration('20990101000000_broken', 'CREATE TABLE half (id int);\nCREATE TABLE other (id nonsense)');
  await expect(migrate(url, { folder })).rejects.toThrow(/20990101000000_broken failed and was rolled back.*nonsense.*line 2/);
  expect(await rows(`SELECT to_regclass('half') AS found, to_regclass('organisation') IS NOT NULL AS kept`)).toEqual([
    { found: null, kept: true },
  ]);
  expect(await pendingMigrations(url, { folder })).toEqual(['20990101000000_broken']);
});

test('a migration prisma left half done is refused', async () => {
  await migrate(url, { folder });
  await rows(`UPDATE _prisma_migrations SET finished_at = NULL`);
  await expect(migrate(url, { folder })).rejects.toThrow(/begun on this database and failed/);
});

test('two processes that migrate at once apply each migration once', async () => {
  const outcomes = await Promise.all([1, 2].map(() => runModule('test/harness/migrate-child.ts', [url]).finished));
  expect(outcomes.map((outcome) => outcome.code)).toEqual([0, 0]);
  const known = readdirSync(migrationsFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).length;
  expect(outcomes.map((outcome) => JSON.parse(outcome.stdout).length).sort()).toEqual([0, known]);
  expect(await rows('SELECT count(*)::int AS n FROM _prisma_migrations')).toEqual([{ n: known }]);
});
