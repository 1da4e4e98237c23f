import { type Instant, Temporal, type Zone } from '../../core/time.ts';
import type { ObligationEntry } from '../../policy/schema/obligation.ts';
import { isOfMoment, type Task } from './task.ts';
import type { TaskChange } from './task-change.ts';

/** A miss goes one level up after so many hours in which it was not made up for. */
const stepHours = 24;

/** What the clock does with a task at a moment. */
export type Turn =
  /** People hear of it for the first time, or again. */
  | { readonly kind: 'tell'; readonly again: boolean; readonly change: TaskChange }
  /** Those who have it go off duty: whoever has it now hears of it, where they did not before. */
  | { readonly kind: 'pass'; readonly change: TaskChange }
  /** It was not done in time. */
  | { readonly kind: 'miss'; readonly change: TaskChange }
  /** Still not made up for: the leads `level` desks up the line hear of it. */
  | { readonly kind: 'climb'; readonly up: number; readonly change: TaskChange }
  | { readonly kind: 'nothing'; readonly change: TaskChange };

/** When a miss that is not made up for goes one level up. */
export const climbsAt = (now: Instant): Instant => now.add({ hours: stepHours });

const passed = (moment: Instant, now: Instant): boolean => Temporal.Instant.compare(moment, now) <= 0;
const earliest = (left: Instant, right: Instant): Instant => (Temporal.Instant.compare(left, right) <= 0 ? left : right);

/** What happens to a task whose time has come and that waits for no approval. `levels`: how many desks are in the line above and with it. */
export function turnOf(
  task: Task,
  rule: Pick<ObligationEntry, 'repeat'> | null,
  given: { readonly now: Instant; readonly levels: number; readonly zone: Zone },
): Turn {
  const { now, levels, zone } = given;
  if (task.state === 'missed') {
    const up = task.level - 1;
    const more = up + 1 < levels;
    return up < 1 || up >= levels
      ? { kind: 'nothing', change: { task, nextAt: null } }
      : { kind: 'climb', up, change: { task, level: task.level + 1, nextAt: more ? climbsAt(now) : null } };
  }
  if (task.state !== 'open') return { kind: 'nothing', change: { task, nextAt: null } };
  if (passed(task.dueAt, now)) {
    const climbs = !isOfMoment(task) && levels > 1;
    return { kind: 'miss', change: { task, state: 'missed', level: 2, nextAt: climbs ? climbsAt(now) : null } };
  }
  const { passing } = task.detail;
  if (passing !== undefined && passed(Temporal.Instant.from(passing.at), now) && !passed(Temporal.Instant.from(passing.next), now))
    return { kind: 'pass', change: { task, nextAt: earliest(Temporal.Instant.from(passing.next), task.dueAt) } };
  const remind = task.detail.remind === null ? null : Temporal.Instant.from(task.detail.remind);
  if (remind === null) return { kind: 'nothing', change: { task, nextAt: task.dueAt } };
  if (!passed(remind, now)) return { kind: 'nothing', change: { task, nextAt: earliest(remind, task.dueAt) } };
  const repeat = rule?.repeat;
  const again = task.detail.again === undefined ? null : Temporal.Instant.from(task.detail.again);
  const soon = again === null || passed(again, now) ? task.dueAt : earliest(again, task.dueAt);
  const next = repeat === undefined ? soon : earliest(now.toZonedDateTimeISO(zone).add(repeat).toInstant(), soon);
  return { kind: 'tell', again: task.level > 0, change: { task, level: 1, nextAt: next, ...(task.level > 0 ? {} : { toldAt: now }) } };
}

/** What the clock does next, and with it the moment at which the task passes to others (null: it does not). */
export function withPassing(change: TaskChange, at: Instant | null): TaskChange {
  const { passing: before, ...detail } = change.detail ?? change.task.detail;
  const { nextAt = null } = change;
  if (at === null || nextAt === null || Temporal.Instant.compare(nextAt, at) <= 0)
    return before === undefined ? change : { ...change, detail };
  return { ...change, nextAt: at, detail: { ...detail, passing: { at: at.toString(), next: nextAt.toString() } } };
}
