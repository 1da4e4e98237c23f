import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { ConstraintBroken, type Database, StaleVersion, type Statement } from './database.ts';
import { PrismaClient } from './generated/client.ts';
import { type DatabaseLog, silent } from './log.ts';
import { compose, toParam } from './statement.ts';
import { createStatementNames } from './statement-names.ts';
import { createTogether, onlyReads } from './together.ts';

export interface ConnectOptions {
  readonly log?: DatabaseLog;
  /** Connections at most (default 16). */
  readonly poolSize?: number;
}

/** The wire format counts parameters in 16 bits. */
const maxParams = 60_000;

const { builtins } = pg.types;
const types: pg.CustomTypesConfig = {
  // A date is a day of the calendar, not an instant in whatever zone this process runs in.
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === builtins.DATE ? (text: string) => text : pg.types.getTypeParser(oid, format ?? 'text')) as typeof pg.types.getTypeParser,
};

/**
 * Opens a database: one pool for Prisma, `query` and `write`. Does not connect yet; the first use does. `date` columns of `query` come as
 * `YYYY-MM-DD`. Sessions time out after 30 s of one statement, 10 s of waiting for a lock, 30 s of an idle transaction.
 */
export function connectDatabase(url: string, options: ConnectOptions = {}): Database {
  const log = options.log ?? silent;
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? 16,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    pipeline: true,
    application_name: 'zhiban',
    // Not as start-up parameters: poolers refuse those. Every statement that comes twice is planned once: planning a read costs more than
    // running it. Such a plan is kept, so it must not depend on how full a table was at that moment: an index is taken wherever there is one.
    onConnect: async (client) => {
      await client.query(
        `SET statement_timeout = '30s'; SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '30s'; SET timezone = 'UTC';
         SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off`,
      );
    },
  });
  // A connection that breaks while idle is replaced at the next use.
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection broke'));
  // One that breaks in somebody's hands, between its answer and its return, tells only who listens to it: unheard, that would end the process.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  const nameOf = createStatementNames();

  const readTogether = createTogether(pool, isRefusal);

  /** `pool.query` would throw the connection away with every error, and what a connection has planned with it. */
  const alone = async (query: pg.QueryConfig): Promise<pg.QueryResult> => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      return await client.query(query);
    } catch (error) {
      if (!isRefusal(error)) broken = error as Error;
      throw error;
    } finally {
      client.release(broken);
    }
  };

  const run = async <Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> => {
    const name = nameOf(text);
    const query = { text, values, types, ...(name === null ? {} : { name }) };
    try {
      const { rows } = await (onlyReads(text) ? readTogether(query) : alone(query));
      return rows as Row[];
    } catch (error) {
      throw translate(error);
    }
  };

  return {
    prisma,
    query: <Row>(sql: string, params: readonly unknown[]) => run<Row & pg.QueryResultRow>(sql, params.map(toParam)),
    async write(statements) {
      const [first] = statements;
      if (first === undefined) return;
      const count = statements.reduce((sum, statement) => sum + statement.params.length, 0);
      if (count > maxParams) return writeInTransaction(pool, statements);
      if (statements.length === 1 && first.expect === null) {
        await run(first.sql, first.params.map(toParam));
        return;
      }
      const { text, params } = compose(statements);
      await run(text, [...params]);
    },
    async ping() {
      const started = performance.now();
      await pool.query('SELECT 1');
      return performance.now() - started;
    },
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** For what has too many parameters for one statement; checks of foreign keys and of nobody_in_two_places wait for the end here, too. */
async function writeInTransaction(pool: pg.Pool, statements: readonly Statement[]): Promise<void> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN; SET CONSTRAINTS ALL DEFERRED');
    for (const statement of statements) {
      const { rowCount } = await client.query(statement.sql, statement.params.map(toParam));
      if (statement.expect !== null && rowCount !== statement.expect) throw new StaleVersion();
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch((rollback: Error) => {
      broken = rollback;
    });
    throw translate(error);
  } finally {
    client.release(broken);
  }
}

/** The server refused a statement, and the connection is as good as before. */
const isRefusal = (error: unknown): boolean => error instanceof pg.DatabaseError && error.severity === 'ERROR';

/** Unique, exclusion and foreign key violations, our own check, serialization failures and deadlocks; everything else stays what it is. */
function translate(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  switch (error.code) {
    case '23505':
    case '23P01':
    case '23503':
      return new ConstraintBroken(error.constraint ?? '', error);
    case 'ZB001':
    case '40001':
    case '40P01':
      return new StaleVersion();
    default:
      return error;
  }
}
