import { connectDatabase } from './connect.ts';
import type { Database } from './database.ts';
import { startEmbedded } from './embedded.ts';
import type { DatabaseLog } from './log.ts';
import { migrate } from './migrate.ts';

export interface OpenedDatabase {
  readonly database: Database;
  readonly url: string;
  /** Closes the connections, then the embedded server unless another process still uses it. */
  close(): Promise<void>;
}

/**
 * The database of this process, brought to the schema of the code: the server of `databaseUrl`, or without one the embedded server of
 * `dataDir`. Throws `DatabaseUnavailable` or `MigrationRefused`, whose messages are for the operator.
 */
export async function openDatabase(options: {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly log: DatabaseLog;
}): Promise<OpenedDatabase> {
  const { log } = options;
  const embedded = options.databaseUrl === null ? await startEmbedded({ dataDir: options.dataDir, log }) : null;
  const url = embedded?.url ?? options.databaseUrl ?? '';
  try {
    await migrate(url, { log });
    const database = connectDatabase(url, { log });
    return {
      database,
      url,
      async close() {
        await database.close();
        await embedded?.stop();
      },
    };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}
