import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type DatabaseLog, silent } from './log.ts';
import { DatabaseUnavailable } from './unavailable.ts';

export const migrationsFolder = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/** The schema of this database cannot be brought to what the code expects; nothing was changed. */
export class MigrationRefused extends DatabaseUnavailable {}

export interface MigrateOptions {
  readonly log?: DatabaseLog;
  /** Folder of `<stamp>_<name>/migration.sql`. */
  readonly folder?: string;
}

interface Migration {
  readonly name: string;
  readonly sql: string;
}

interface Applied {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
}

/** The key `prisma migrate deploy` locks, so that the two exclude each other. */
const prismaLock = 72_707_369;

// As Prisma makes it.
const table = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         TIMESTAMPTZ,
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      TIMESTAMPTZ,
  started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Applies the migrations the database lacks, each in a transaction of its own, one process at a time, and records them as
 * `prisma migrate deploy` does. Gives the names of those applied. Throws {@link MigrationRefused} for a database that is newer than the
 * code, whose history differs from it, or on which a migration failed.
 */
export async function migrate(databaseUrl: string, options: MigrateOptions = {}): Promise<readonly string[]> {
  const log = options.log ?? silent;
  const migrations = readMigrations(options.folder ?? migrationsFolder);
  return withClient(databaseUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [prismaLock]);
    await client.query(table);
    const missing = compare(migrations, await readApplied(client));
    for (const migration of missing) {
      const started = performance.now();
      await apply(client, migration);
      log.info({ migration: migration.name, ms: Math.round(performance.now() - started) }, 'applied a migration');
    }
    return missing.map((migration) => migration.name);
  });
}

/** The names of the migrations the database lacks, without changing it. Throws {@link MigrationRefused} as {@link migrate} does. */
export async function pendingMigrations(databaseUrl: string, options: MigrateOptions = {}): Promise<readonly string[]> {
  const migrations = readMigrations(options.folder ?? migrationsFolder);
  return withClient(databaseUrl, async (client) => {
    const found = await client.query<{ there: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`);
    const applied = found.rows[0]?.there === true ? await readApplied(client) : [];
    return compare(migrations, applied).map((migration) => migration.name);
  });
}

async function withClient<Value>(url: string, work: (client: pg.Client) => Promise<Value>): Promise<Value> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: 'zhiban migrate' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    // The end of the session gives the advisory lock back.
    await client.end();
  }
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => ({ name: entry.name, sql: readFileSync(join(folder, entry.name, 'migration.sql'), 'utf8') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function readApplied(client: pg.Client): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name',
  );
  return rows;
}

function compare(known: readonly Migration[], applied: readonly Applied[]): Migration[] {
  const byName = new Map(known.map((migration) => [migration.name, migration]));
  const last = known.at(-1)?.name ?? '';
  for (const row of applied) {
    const migration = byName.get(row.migration_name);
    if (row.finished_at === null) {
      throw new MigrationRefused({
        zh: `prisma migrate 在这个数据库上执行迁移 ${row.migration_name} 时失败了。修复后用 prisma migrate resolve 标记`,
        en: `Migration ${row.migration_name} was begun on this database and failed (by prisma migrate). Repair it, then mark it with prisma migrate resolve`,
      });
    }
    if (migration === undefined && row.migration_name > last) {
      throw new MigrationRefused({
        zh: `数据库比这个版本的值班新:它有迁移 ${row.migration_name},这里的最后一个是 ${last || '(无)'}。请启动新版本,或恢复升级前的备份`,
        en: `This database is newer than this version of Zhiban: it has the migration ${row.migration_name}, the last one known here is ${last || 'none'}. Start the newer version, or restore a backup of before the upgrade`,
      });
    }
    if (migration === undefined) {
      throw new MigrationRefused({
        zh: `数据库有迁移 ${row.migration_name},这个版本的值班没有。它是另一个构建的数据库吗?`,
        en: `This database has the migration ${row.migration_name}, which this version of Zhiban does not have. Is it the database of another build?`,
      });
    }
    if (!matches(migration.sql, row.checksum)) {
      const sums = [row.checksum, checksum(migration.sql)].map((sum) => sum.slice(0, 12));
      throw new MigrationRefused({
        zh: `迁移 ${row.migration_name} 在应用之后被改动(数据库记录 ${sums[0]}…,文件 ${sums[1]}…)。请恢复原文件,把改动写成新的迁移`,
        en: `Migration ${row.migration_name} was changed after it was applied to this database (recorded ${sums[0]}…, file ${sums[1]}…). Restore the file as it was and put the change into a new migration`,
      });
    }
  }
  const done = new Set(applied.map((row) => row.migration_name));
  return known.filter((migration) => !done.has(migration.name));
}

const checksum = (sql: string): string => createHash('sha256').update(sql).digest('hex');

/** A checkout may have changed the line ends; Prisma lets that pass, too. */
function matches(sql: string, recorded: string): boolean {
  const unix = sql.replaceAll('\r\n', '\n');
  return [sql, unix, unix.replaceAll('\n', '\r\n')].some((text) => checksum(text) === recorded);
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    const id = randomUUID();
    await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at) VALUES ($1, $2, $3, clock_timestamp())', [
      id,
      checksum(migration.sql),
      migration.name,
    ]);
    await client.query(migration.sql);
    await client.query('UPDATE _prisma_migrations SET applied_steps_count = 1, finished_at = clock_timestamp() WHERE id = $1', [id]);
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK');
    const why = describe(cause, migration.sql);
    const words = { zh: `迁移 ${migration.name} 失败,已回滚:${why}`, en: `Migration ${migration.name} failed and was rolled back: ${why}` };
    throw new MigrationRefused(words, { cause });
  }
}

function describe(cause: unknown, sql: string): string {
  if (!(cause instanceof pg.DatabaseError)) return cause instanceof Error ? cause.message : String(cause);
  const line = cause.position === undefined ? '' : ` (line ${sql.slice(0, Number(cause.position)).split('\n').length})`;
  return `${cause.message}${line}${cause.hint === undefined ? '' : `. ${cause.hint}`}`;
}
