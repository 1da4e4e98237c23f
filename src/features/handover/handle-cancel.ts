import type { Ctx } from '../../runtime/context.ts';
import { contactsOf, tell } from '../people/index.ts';
import { factsOf, refreshCards, refreshQuestions, sidesOf } from './handle-card.ts';
import { mark, unsigned } from './handle-change.ts';
import { worldOf } from './handle-world.ts';
import type { StoredHandover } from './store.ts';
import { updateHandover } from './store-write.ts';
import { text } from './text.ts';
import { toldCard } from './views.ts';

/** The roster has the duty no more: nothing is handed over, and both sides read so. It begins anew where the duty comes back. */
export async function cancel(ctx: Ctx, { handover, items }: StoredHandover): Promise<void> {
  const closed = updateHandover(ctx, handover, {
    ...unsigned(handover),
    state: 'cancelled',
    stoppedBy: null,
    marks: [...handover.marks, mark(ctx, 'cancelled', null, '')],
  });
  await refreshCards(ctx, handover);
  ctx.unit.audit({ action: 'handover.cancelled', desk: handover.desk, subject: handover.id, detail: { outgoing: handover.outgoing } });
  const world = await worldOf(ctx, { handover: closed, items });
  if (world === null) return;
  refreshQuestions(ctx, world, sidesOf(world));
  const contacts = await contactsOf(ctx, sidesOf(world));
  tell(ctx, contacts.values(), (locale) => ({ view: toldCard(factsOf(world), text.cancelled, [], [], locale) }));
}
