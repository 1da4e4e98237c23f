import { formatTime } from '../../core/format.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import { restedAt } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { type Desk, desksOf } from '../people/index.ts';
import { loadCrews, responsibleFor } from './handle-crew.ts';
import { ruleOf } from './handle-world.ts';
import { keyBeside } from './round.ts';
import { loadByKeys, loadLastRound, loadResting } from './store.ts';
import { nameOf, type Task } from './task.ts';
import { text } from './text.ts';
import { stretch } from './views.ts';

/** The round so many places after one (1), or before it (-1), in its window; null: there is none. */
export async function roundBeside(ctx: Ctx, task: Task, places: number): Promise<Task | null> {
  const [found] = await loadByKeys(ctx, task.desk, [keyBeside(task, places)]);
  return found ?? null;
}

/**
 * The last round of the desk where it was made so lately that another one is none yet, and from when the next can be made: when half of the greatest interval
 * is over, or half of what is left until this one is due. Null: it can be made now.
 */
export async function lastRoundOf(ctx: Ctx, desk: Desk, task: Task): Promise<{ readonly made: Task; readonly from: Instant } | null> {
  // A round of a moment of its own is no other one.
  if (task.detail.window === undefined) return null;
  const [made, rule] = await Promise.all([loadLastRound(ctx, desk.id, task.object), ruleOf(ctx, desk, task)]);
  if (made === null || made.doneAt === null || made.id === task.id) return null;
  const interval = rule?.value.max_interval;
  const latest = interval === undefined ? task.dueAt : made.doneAt.toZonedDateTimeISO(desk.zone).add(interval).toInstant();
  const from = restedAt(made.doneAt, Temporal.Instant.compare(latest, task.dueAt) < 0 ? latest : task.dueAt);
  return Temporal.Instant.compare(ctx.now, from) < 0 ? { made, from } : null;
}

/** Rounds of somebody that were just made, so that the next one has not begun: when they were made, and when the next one can be. */
export async function restingLines(ctx: Ctx, person: PersonId): Promise<readonly Words[]> {
  const lines: Words[] = [];
  for (const desk of await desksOf(ctx, person)) lines.push(...(await restingOf(ctx, desk, person)));
  return lines;
}

async function restingOf(ctx: Ctx, desk: Desk, person: PersonId): Promise<readonly Words[]> {
  const coming = await loadResting(ctx, desk.id);
  if (coming.length === 0) return [];
  const crews = await loadCrews(ctx, [desk], ctx.now);
  const lines: Words[] = [];
  for (const task of coming) {
    if (!(await responsibleFor(ctx, desk, task, crews)).includes(person)) continue;
    const made = (await roundBeside(ctx, task, -1))?.doneAt ?? null;
    if (made !== null) lines.push(text.resting(nameOf(task), formatTime(made, desk.zone), stretch(task, desk)));
  }
  return lines;
}
