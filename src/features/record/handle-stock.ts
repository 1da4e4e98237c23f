import type { PersonId } from '../../core/ids.ts';
import { ok, type Result, refuse } from '../../core/result.ts';
import type { Ctx } from '../../runtime/context.ts';
import { contactsOf, type Desk, leadsOf, policyFor, tell } from '../people/index.ts';
import type { RecordRefusal } from './entry-record.ts';
import { auditedPerson } from './handle-access.ts';
import { peopleMeant } from './handle-meant.ts';
import { knownType } from './handle-registry.ts';
import { entrySubject, publish } from './handle-tell.ts';
import { dateAt, judge, loadWorld, valueNames } from './handle-world.ts';
import type { Entry } from './record.ts';
import { loadWhole } from './store.ts';
import { addChange, insertStockMove, touchEntry } from './store-write.ts';
import { lowStockNotice } from './views.ts';

/** What came in (positive) or goes out (negative), with its money. */
export interface StockMove {
  readonly amount: number;
  readonly money: number | null;
  readonly by: PersonId;
  readonly reason: string | null;
}

/**
 * Puts something into stock or takes it out. More than is there is refused. Whoever moves the same stock in the same moment decides again on what is left;
 * below the least stock a rule names, those it names are told, or the leads.
 */
export async function moveStock(ctx: Ctx, desk: Desk, id: string, move: StockMove): Promise<Result<number, RecordRefusal>> {
  const whole = await loadWhole(ctx, id);
  if (whole === null) return refuse({ code: 'record.gone' });
  const { entry } = whole;
  const before = whole.stock ?? 0;
  const has = before + move.amount;
  if (has < 0) return refuse({ code: 'record.stock', entry, has: before });
  insertStockMove(ctx, id, move.amount, move.money, move.by);
  touchEntry(ctx, entry);
  const money = move.money === null ? {} : { money: move.money };
  addChange(ctx, id, { kind: 'stock', fields: { amount: move.amount, has, ...money }, state: null, by: move.by, reason: move.reason });
  const person = auditedPerson(await policyFor(ctx, desk, dateAt(ctx.now, desk)), knownType(entry.type), entry, move.by);
  ctx.unit.audit({ action: 'record.stock', person, desk: desk.id, subject: id, detail: { amount: move.amount, has } });
  ctx.unit.refresh(entrySubject(id));
  await warn(ctx, desk, { ...entry, version: entry.version + 1 }, before, has);
  return ok(has);
}

async function warn(ctx: Ctx, desk: Desk, entry: Entry, before: number, has: number): Promise<void> {
  const world = await loadWorld(ctx, desk, ctx.now, null, null);
  const found = judge(world, entry.at, entry);
  const least = found.min?.value ?? null;
  if (least === null || found.min === null || has >= least || before < least) return;
  const words = [...found.notify, ...found.to].flatMap(({ value }) => value);
  const people = await peopleMeant(ctx, desk, knownType(entry.type), entry, words);
  const contacts = await contactsOf(ctx, people.length > 0 ? people : await leadsOf(ctx, desk.id));
  const { cites } = found.min;
  const names = await valueNames(ctx, desk, world.policy, []);
  tell(ctx, contacts.values(), (locale, contact) => ({
    view: lowStockNotice(knownType(entry.type), entry, has, least, cites, names, locale),
    id: `record:${entry.id}:low:${entry.version}:${contact.person}`,
  }));
  await publish(ctx, desk, { kind: 'low-stock', entry });
}
