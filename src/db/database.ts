import type { PrismaClient } from './generated/client.ts';

/** The database as slices see it: Prisma for ordinary reads, `query` for the hot ones, `write` for one atomic statement. */
export interface Database {
  readonly prisma: PrismaClient;
  /** Rows of one SQL statement with `$1…` parameters. Columns come back as named in the SQL; timestamps as `Date`, bigint as string. */
  query<Row>(sql: string, params: readonly unknown[]): Promise<Row[]>;
  /**
   * Runs all statements as one atomic statement and one round trip (data-modifying CTEs, see `statement.ts`): all see the same snapshot,
   * order among them is not defined, and no row may be touched by two of them. A statement with `expect` that affects another number of
   * rows rolls everything back with {@link StaleVersion}; a broken unique, exclusion or foreign key throws {@link ConstraintBroken}.
   */
  write(statements: readonly Statement[]): Promise<void>;
  /** Waits for nothing, returns the round-trip time in ms; throws when the database is away. */
  ping(): Promise<number>;
  close(): Promise<void>;
}

export interface Statement {
  /** `INSERT`, `UPDATE` or `DELETE` with `$1…` parameters of its own, without RETURNING. */
  readonly sql: string;
  readonly params: readonly unknown[];
  /** Rows that must be affected; null = any number. */
  readonly expect: number | null;
}

/** The facts a decision was made on have changed; the use case runs again. */
export class StaleVersion extends Error {
  constructor() {
    super('The facts of this decision changed before it was saved');
  }
}

/** The database refused: `constraint` is the name of the unique index, exclusion constraint or foreign key. */
export class ConstraintBroken extends Error {
  readonly constraint: string;
  constructor(constraint: string, cause: unknown) {
    super(`Constraint ${constraint} is broken`, { cause });
    this.constraint = constraint;
  }
}
