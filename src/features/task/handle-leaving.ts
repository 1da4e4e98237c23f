import type { Ctx } from '../../runtime/context.ts';
import type { Punched } from '../attendance/index.ts';
import type { Desk } from '../people/index.ts';
import { readersOfCards } from './card-name.ts';
import { refreshTask } from './handle-plan.ts';
import { policyAt } from './handle-world.ts';
import { loadOpen } from './store.ts';

/** Somebody clocks out: cards of what is whoever's is on duty say who has it now. Costs no round trip where the desk's rules make nothing due. */
export async function closeCards(ctx: Ctx, desk: Desk, { kind, person }: Punched): Promise<void> {
  if (kind !== 'out' || (await policyAt(ctx, desk, ctx.now)).obligations.length === 0) return;
  for (const task of await loadOpen(ctx, [desk.id], ctx.now)) {
    const isShared = task.state === 'open' && task.slot === null && task.person === null;
    if (isShared && readersOfCards(task).includes(person)) refreshTask(ctx, task);
  }
}
