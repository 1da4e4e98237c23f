import type { DeskId, PersonId, SlotId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import { loadDesk } from '../people/index.ts';
import { slotById } from '../roster/index.ts';
import { loadCrews, responsibleFor } from './handle-crew.ts';
import { refreshTask } from './handle-plan.ts';
import { loadOpen, loadTask } from './store.ts';
import { updateTasks } from './store-write.ts';
import { nameOf, type Task, type TaskId } from './task.ts';

/** Something that is still to be done, for those outside the slice. */
export interface OpenTask {
  readonly id: TaskId;
  readonly name: Words;
  readonly dueAt: Instant;
  /** It was not done in time. */
  readonly overdue: boolean;
  readonly slot: SlotId | null;
  readonly person: PersonId | null;
}

const lineOf = (task: Task): OpenTask => ({
  id: task.id,
  name: nameOf(task),
  dueAt: task.dueAt,
  overdue: task.state === 'missed',
  slot: task.slot,
  person: task.person,
});

/**
 * What is still to be done on a desk, the earliest deadline first: of one shift (`slot`: its own, and what the desk as a whole has to do by its end), of
 * one person, or all of it. What nobody may foresee is not among it.
 */
export async function openTasks(
  ctx: Ctx,
  of: { readonly desk: DeskId; readonly slot?: SlotId; readonly person?: PersonId },
): Promise<readonly OpenTask[]> {
  const desk = await loadDesk(ctx, of.desk);
  if (desk === null) return [];
  const slot = of.slot === undefined ? null : await slotById(ctx, of.slot);
  const until = slot !== null && Temporal.Instant.compare(ctx.now, slot.endsAt) < 0 ? slot.endsAt : ctx.now;
  const tasks = await loadOpen(ctx, [desk.id], until);
  const ofSlot = of.slot === undefined ? tasks : tasks.filter((task) => task.slot === null || task.slot === of.slot);
  if (of.person === undefined) return ofSlot.map(lineOf);
  const crews = await loadCrews(ctx, [desk], ctx.now);
  const mine: OpenTask[] = [];
  for (const task of ofSlot) if ((await responsibleFor(ctx, desk, task, crews)).includes(of.person)) mine.push(lineOf(task));
  return mine;
}

/**
 * Hands open tasks over to another shift or person, as the hand-over says; what is done meanwhile is left alone. Both sides see it on their cards.
 */
export async function carryTasks(
  ctx: Ctx,
  ids: readonly TaskId[],
  to: { readonly slot: SlotId | null; readonly person: PersonId | null },
): Promise<void> {
  const found = (await Promise.all([...new Set(ids)].map((id) => loadTask(ctx, id)))).filter((task) => task !== null);
  const open = found.filter((task) => task.state === 'open' || task.state === 'missed');
  updateTasks(
    ctx,
    open.map((task) => ({ task, slot: to.slot, person: to.person })),
  );
  for (const task of open) refreshTask(ctx, task);
}
