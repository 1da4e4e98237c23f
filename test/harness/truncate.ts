import { type Database, StaleVersion } from '../../src/db/database.ts';

const tries = 5;

/** Empties tables and all that hang on them. A bot of the test before may still be sending: whoever of the two is refused for the other tries again. */
export async function truncate(db: Database, tables: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await db.query(`TRUNCATE ${tables} CASCADE`, []);
      return;
    } catch (error) {
      if (!(error instanceof StaleVersion) || attempt === tries) throw error;
    }
  }
}
