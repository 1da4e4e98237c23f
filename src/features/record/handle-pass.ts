import type { PersonId } from '../../core/ids.ts';
import type { Ctx } from '../../runtime/context.ts';
import { entrySubject } from './handle-tell.ts';
import type { EntryId } from './record.ts';
import { loadEntry } from './store.ts';
import { giveEntry } from './store-write.ts';

/** Passes an open entry from one owner on to another, as a hand-over does. One that is closed, or is not `from`'s, is left alone. */
export async function passEntry(ctx: Ctx, id: EntryId, from: PersonId, to: PersonId): Promise<void> {
  const entry = await loadEntry(ctx, id);
  if (entry === null || entry.closedAt !== null || entry.owner !== from || from === to) return;
  giveEntry(ctx, entry, to);
  ctx.unit.refresh(entrySubject(id));
  ctx.unit.audit({ action: 'record.pass', person: from, desk: entry.desk, subject: id, detail: { to } });
}
