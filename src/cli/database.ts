import { envSchema, remedies } from '../config/env.ts';
import type { Words } from '../core/locale.ts';
import { connectDatabase } from '../db/connect.ts';
import type { Database } from '../db/database.ts';
import { embeddedExists, startEmbedded } from '../db/embedded.ts';
import { pendingMigrations } from '../db/migrate.ts';
import { DatabaseUnavailable } from '../db/unavailable.ts';
import { exit, type Terminal } from './terminal.ts';

export type Env = Readonly<Record<string, string | undefined>>;

const databaseEnv = envSchema.pick({ DATABASE_URL: true, DATA_DIR: true });

/** Where the database of this environment is: a URL, or null for the embedded server of `dataDir`. Null as a whole: the setting does not fit. */
export function databasePlace(env: Env): { readonly url: string | null; readonly dataDir: string } | null {
  const parsed = databaseEnv.safeParse({
    DATABASE_URL: env.DATABASE_URL?.trim() || undefined,
    DATA_DIR: env.DATA_DIR?.trim() || undefined,
  });
  return parsed.success ? { url: parsed.data.DATABASE_URL ?? null, dataDir: parsed.data.DATA_DIR } : null;
}

/** The URL of the database while a command runs, and what ends its use. Throws `DatabaseUnavailable`. Never makes a database. */
export async function reachDatabase(place: { url: string | null; dataDir: string }): Promise<{ url: string; leave(): Promise<void> }> {
  if (place.url !== null) return { url: place.url, leave: () => Promise.resolve() };
  if (!embeddedExists(place.dataDir)) {
    const words = {
      zh: `${place.dataDir} 里还没有数据库:先用 npm start 启动一次,或设置 DATABASE_URL`,
      en: `There is no database in ${place.dataDir} yet: run npm start once, or set DATABASE_URL`,
    };
    throw new DatabaseUnavailable(words);
  }
  const server = await startEmbedded({ dataDir: place.dataDir });
  return { url: server.url, leave: () => server.stop() };
}

/**
 * Runs a command on the database of the environment, which must be there and of the schema of this code: a command does not migrate
 * under a bot that is running. Gives the command's exit code, or 1 with the reason on the terminal.
 */
export async function withDatabase(env: Env, terminal: Terminal, work: (database: Database) => Promise<number>): Promise<number> {
  const place = databasePlace(env);
  if (place === null) {
    terminal.err(`DATABASE_URL: ${remedies.DATABASE_URL[terminal.locale]}`);
    return exit.usage;
  }
  try {
    const { url, leave } = await reachDatabase(place);
    try {
      const pending = await pendingMigrations(url);
      if (pending.length > 0) {
        const words = {
          zh: `数据库缺少迁移 ${pending.join('、')}:先运行 npm run db:migrate`,
          en: `The database lacks the migrations ${pending.join(', ')}: run npm run db:migrate first`,
        };
        terminal.err(words[terminal.locale]);
        return exit.found;
      }
      const database = connectDatabase(url, { poolSize: 2 });
      try {
        return await work(database);
      } finally {
        await database.close();
      }
    } finally {
      await leave();
    }
  } catch (error) {
    const said = explain(error);
    if (said === null) throw error;
    terminal.err(said[terminal.locale]);
    return exit.found;
  }
}

/** What an operator can act on: the database is away, or not ours to use. Null for everything else. */
export function explain(error: unknown): Words | null {
  if (error instanceof DatabaseUnavailable) return error.words;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!/^(E[A-Z]+|28...|3D000|57P0.|08...)$/.test(code)) return null;
  const message = error instanceof Error && error.message !== '' ? error.message : code;
  return { zh: `连不上数据库(${code}):${message}`, en: `The database cannot be reached (${code}): ${message}` };
}
