import type { PersonId } from '../../core/ids.ts';
import type { Ctx } from '../../runtime/context.ts';
import { loadDesk, policyFor } from '../people/index.ts';
import { auditedPerson } from './handle-access.ts';
import { knownType } from './handle-registry.ts';
import { entrySubject } from './handle-tell.ts';
import { dateAt } from './handle-world.ts';
import type { EntryId } from './record.ts';
import { loadEntry } from './store.ts';
import { giveEntry } from './store-write.ts';

/** Passes an open entry from one owner on to another, as a hand-over does. One that is closed, or is not `from`'s, is left alone. */
export async function passEntry(ctx: Ctx, id: EntryId, from: PersonId, to: PersonId): Promise<void> {
  const entry = await loadEntry(ctx, id);
  const desk = entry === null ? null : await loadDesk(ctx, entry.desk);
  if (entry === null || desk === null || entry.closedAt !== null || entry.owner !== from || from === to) return;
  giveEntry(ctx, entry, to);
  ctx.unit.refresh(entrySubject(id));
  const person = auditedPerson(await policyFor(ctx, desk, dateAt(ctx.now, desk)), knownType(entry.type), entry, from);
  ctx.unit.audit({ action: 'record.pass', person, desk: entry.desk, subject: id, detail: { to } });
}
