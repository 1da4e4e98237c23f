import type { Temporal } from '../../src/core/time.ts';
import { ConstraintBroken, type Database, StaleVersion } from '../../src/db/database.ts';
import type { Ctx } from '../../src/runtime/context.ts';
import { newId } from '../../src/runtime/new-id.ts';
import { createUnit } from '../../src/runtime/write-unit.ts';

/** A use case may lose this many races before the test fails. */
const attempts = 4;

export interface UseCaseWorld {
  readonly database: Database;
  readonly org: string;
  readonly now: Temporal.Instant;
}

/** Runs a use case as the dispatcher does: on fresh facts until its unit is saved. `reached` is called when it has decided, before it writes. */
export async function runUseCase<Value>(
  world: UseCaseWorld,
  use: (ctx: Ctx) => Promise<Value>,
  reached: () => Promise<void> = () => Promise.resolve(),
): Promise<Value> {
  const { database, org, now } = world;
  for (let attempt = 1; ; attempt += 1) {
    const unit = createUnit({ org, now, newId });
    const ctx: Ctx = { now, org, orgZone: 'Asia/Shanghai', orgLocale: 'zh', db: database, unit, newId };
    const value = await use(ctx);
    if (attempt === 1) await reached();
    try {
      await database.write(unit.statements);
      return value;
    } catch (error) {
      if (!(error instanceof StaleVersion || error instanceof ConstraintBroken) || attempt >= attempts) throw error;
    }
  }
}

/** Lets as many as `count` arrive, then all go on at once. */
export function barrier(count: number): () => Promise<void> {
  let here = 0;
  let open: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    here += 1;
    if (here === count) open();
    return all;
  };
}
