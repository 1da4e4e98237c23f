import type { Instant } from '../../core/time.ts';
import { Temporal } from '../../core/time.ts';
import { type Due, type DueInput, type Policy, roundAfter } from '../../policy/index.ts';
import type { Task } from './task.ts';

/** The part of the key that is the rule's own. */
const ownKey = (task: Task): string => task.key.slice(task.desk.length + 1);

/** The round that is due after one that was made at `completedAt`, or missed (null); null: no more is asked for in its window. */
export function nextRound(
  task: Task,
  completedAt: Instant | null,
  rule: Policy['obligations'][number],
  input: Pick<DueInput, 'calendar' | 'shifts'>,
): Due | null {
  const { window } = task.detail;
  if (window === undefined) return null;
  const [start, end] = window;
  const round: Due = {
    key: ownKey(task),
    entry: task.entry,
    verb: task.verb,
    object: task.object,
    remindAt: null,
    fromAt: task.fromAt,
    dueAt: task.dueAt,
    slot: task.slot,
    hidden: task.detail.hidden === true,
    on: task.detail.on,
    window: { start: Temporal.Instant.from(start), end: Temporal.Instant.from(end) },
    value: rule.value,
    cites: rule.cites,
  };
  return roundAfter(round, { completedAt }, rule, input);
}

/** The key of the round so many places after one in its window; before it where `places` is negative. */
export function keyBeside({ key }: Pick<Task, 'key'>, places: number): string {
  const at = key.lastIndexOf(' ') + 1;
  return `${key.slice(0, at)}${Number(key.slice(at)) + places}`;
}
