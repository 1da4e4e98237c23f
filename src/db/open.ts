import { connectDatabase } from './connect.ts';
import type { Database } from './database.ts';
import { startEmbedded } from './embedded.ts';
import type { DatabaseLog } from './log.ts';
import { migrate } from './migrate.ts';

export interface OpenDatabase {
  readonly database: Database;
  readonly url: string;
  close(): Promise<void>;
}

/** The database of a process: the server named by `databaseUrl`, or a Postgres of our own under `dataDir`; migrated before it is given. */
export async function openDatabase(options: { databaseUrl: string | null; dataDir: string; log: DatabaseLog }): Promise<OpenDatabase> {
  const { log } = options;
  const embedded = options.databaseUrl === null ? await startEmbedded({ dataDir: options.dataDir, log }) : null;
  const url = options.databaseUrl ?? embedded?.url ?? '';
  await migrate(url);
  const database = connectDatabase(url, { log });
  return {
    database,
    url,
    async close() {
      await database.close();
      await embedded?.stop();
    },
  };
}
