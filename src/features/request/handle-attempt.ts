import type { Result } from '../../core/result.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Unit } from '../../runtime/unit.ts';
import { shareMemory } from '../../runtime/unit-memory.ts';
import { keepBooks, lendBooks } from './store-book.ts';

/**
 * Runs something that writes in several parts and may be refused by a later one: what the parts want saved goes into the unit only when all agree.
 */
export async function attempt<Value, Refusal>(
  ctx: Ctx,
  run: (ctx: Ctx) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  const kept: ((unit: Unit) => void)[] = [];
  const keep = (write: (unit: Unit) => void): void => void kept.push(write);
  const unit: Unit = {
    org: ctx.unit.org,
    insert: (table, row) => keep((to) => to.insert(table, row)),
    insertMissing: (table, row) => keep((to) => to.insertMissing(table, row)),
    update: (table, where, set, expect) => keep((to) => to.update(table, where, set, expect)),
    remove: (table, where, expect) => keep((to) => to.remove(table, where, expect)),
    upsert: (table, key, row) => keep((to) => to.upsert(table, key, row)),
    raw: (statement) => keep((to) => to.raw(statement)),
    audit: (entry) => keep((to) => to.audit(entry)),
    sendFile: (file) => keep((to) => to.sendFile(file)),
    send: (message) => keep((to) => to.send(message)),
    unpin: (spot) => keep((to) => to.unpin(spot)),
    refresh: (subject) => keep((to) => to.refresh(subject)),
    due: (work) => keep((to) => to.due(work)),
    undue: (kind, key) => keep((to) => to.undue(kind, key)),
    get statements() {
      return [];
    },
  };
  lendBooks(unit, ctx.unit);
  shareMemory(unit, ctx.unit);
  const done = await run({ ...ctx, unit });
  if (!done.ok) return done;
  for (const write of kept) write(ctx.unit);
  keepBooks(unit, ctx.unit);
  return done;
}
