import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { connectDatabase } from '../../src/db/connect.ts';
import type { Database } from '../../src/db/database.ts';
import { startEmbedded } from '../../src/db/embedded.ts';
import { migrate } from '../../src/db/migrate.ts';

export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  /** Closes `database` and deletes it, whoever is still connected. */
  drop(): Promise<void>;
}

const template = 'zhiban_template';

/** The run's server, started by the first test file that asks. Its URL names an empty database. */
export async function testServer(): Promise<string> {
  const folder = inject('postgresFolder');
  if (folder === undefined)
    throw new Error('Tests that need the database run with the config: npx vitest run -c test/vitest.config.ts <path>');
  const { url } = await startEmbedded({ dataDir: folder, durable: false });
  return url;
}

let server: Promise<string> | undefined;

/** A database of its own, migrated, in some tens of milliseconds: a copy of a template that the run migrates once. */
export async function testDatabase(): Promise<TestDatabase> {
  server ??= testServer().then(ensureTemplate);
  const base = await server;
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(base, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  const url = urlOf(base, name);
  const database = connectDatabase(url);
  return {
    url,
    database,
    async drop() {
      await database.close();
      await administer(base, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}

/** An empty database, not migrated. */
export async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  server ??= testServer().then(ensureTemplate);
  const base = await server;
  const name = `empty_${randomBytes(6).toString('hex')}`;
  await administer(base, (client) => client.query(`CREATE DATABASE ${name}`));
  return {
    url: urlOf(base, name),
    drop: () => administer(base, async (client) => void (await client.query(`DROP DATABASE ${name} WITH (FORCE)`))),
  };
}

const urlOf = (base: string, name: string): string => Object.assign(new URL(base), { pathname: `/${name}` }).toString();

async function administer<Value>(base: string, work: (client: pg.Client) => Promise<Value>): Promise<Value> {
  const client = new pg.Client({ connectionString: urlOf(base, 'postgres') });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Made under another name and renamed, so that nobody copies half a template. */
async function ensureTemplate(base: string): Promise<string> {
  await administer(base, async (client) => {
    await client.query('SELECT pg_advisory_lock(1)');
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (found.rowCount !== 0) return;
    await client.query(`DROP DATABASE IF EXISTS ${template}_half`);
    await client.query(`CREATE DATABASE ${template}_half`);
    await migrate(urlOf(base, `${template}_half`));
    await client.query(`ALTER DATABASE ${template}_half RENAME TO ${template}`);
  });
  return base;
}
