import { type Instant, Temporal } from '../../core/time.ts';
import type { Due } from '../../policy/index.ts';
import { type Reminding, remindersOf } from './remind.ts';
import type { Task, TaskDetail } from './task.ts';
import type { NewTask, TaskChange } from './task-change.ts';

const same = (left: Instant | null, right: Instant | null): boolean =>
  left === null ? right === null : right !== null && left.equals(right);
const before = (left: Instant, right: Instant): boolean => Temporal.Instant.compare(left, right) < 0;

/** The key of an occurrence in the whole organisation. */
export const keyOf = (desk: string, due: Pick<Due, 'key'>): string => `${desk} ${due.key}`;

/** A task as it is planned. */
export function newTask(
  desk: { readonly id: string } & Reminding,
  due: Due,
  how: {
    readonly origin: TaskDetail['origin'];
    readonly policyVersion: string;
    readonly person?: string | null;
    readonly slot?: string | null;
    readonly parent?: string | null;
    readonly about?: Pick<TaskDetail, 'about' | 'subject'>;
  },
): NewTask {
  const { first: remind, last } = remindersOf(due, desk);
  return {
    desk: desk.id,
    key: keyOf(desk.id, due),
    entry: due.entry,
    verb: due.verb,
    object: due.object,
    slot: due.slot ?? how.slot ?? null,
    person: how.person ?? null,
    roles: due.value.by ?? [],
    fromAt: due.fromAt,
    dueAt: due.dueAt,
    wanted: 1,
    detail: {
      origin: how.origin,
      remind: remind?.toString() ?? null,
      ...(last === null ? {} : { again: last.toString() }),
      on: due.on,
      ...(due.hidden ? { hidden: true } : {}),
      ...(due.window === null ? {} : { window: [due.window.start.toString(), due.window.end.toString()] as const }),
      ...how.about,
    },
    rules: due.cites.map(({ rule }) => rule),
    policyVersion: how.policyVersion,
    parent: how.parent ?? null,
    nextAt: remind === null || before(due.dueAt, remind) ? due.dueAt : remind,
  };
}

const list = (items: readonly string[]): string => items.join('\n');

/** Whether a stored task is not what the rules make of it now. */
function differs(task: Task, wanted: NewTask): boolean {
  return (
    task.state === 'dropped' ||
    !same(task.dueAt, wanted.dueAt) ||
    !same(task.fromAt, wanted.fromAt) ||
    task.slot !== wanted.slot ||
    task.detail.remind !== wanted.detail.remind ||
    task.detail.again !== wanted.detail.again ||
    list(task.roles) !== list(wanted.roles) ||
    list(task.rules) !== list(wanted.rules)
  );
}

/** The reminder that is still to come; null: there is none. */
function againOf({ detail }: NewTask, now: Instant): Instant | null {
  const again = detail.again === undefined ? null : Temporal.Instant.from(detail.again);
  return again !== null && before(now, again) ? again : null;
}

/** Nobody did anything about it yet, so that it can be moved or taken back. */
const untouched = (task: Task): boolean =>
  task.done === 0 && task.person === null && task.detail.origin === 'clock' && (task.state === 'open' || task.state === 'dropped');

/**
 * What has to be written so that the stored tasks are those the rules, the roster and the calendar make due now: new ones, ones that moved, and ones
 * that are no longer due. What somebody has begun, what is over and what an event or an earlier round made due stays as it is. `stored` are all tasks
 * due after `now` and until `until`, and those with the keys of `wanted`.
 */
export function planChanges(
  wanted: readonly NewTask[],
  stored: readonly Task[],
  span: { readonly now: Instant; readonly until: Instant },
): { readonly insert: readonly NewTask[]; readonly change: readonly TaskChange[] } {
  const byKey = new Map(stored.map((task) => [task.key, task]));
  const keys = new Set(wanted.map(({ key }) => key));
  const coming = wanted.filter(({ dueAt }) => before(span.now, dueAt));
  const insert = coming.filter(({ key }) => !byKey.has(key));
  const moved = coming.flatMap((task): TaskChange[] => {
    const old = byKey.get(task.key);
    if (old === undefined || !untouched(old) || !differs(old, task)) return [];
    // Told of already: the reminder does not come a second time, unless it is another moment.
    const told = old.level > 0 && old.state === 'open' && old.detail.remind === task.detail.remind;
    const { slot, roles, fromAt, dueAt, rules, policyVersion } = task;
    const { targets, cards } = old.detail;
    const detail = {
      ...task.detail,
      ...(told && targets !== undefined ? { targets } : {}),
      ...(cards === undefined ? {} : { cards }),
    };
    const fresh = told ? { nextAt: againOf(task, span.now) ?? dueAt } : { nextAt: task.nextAt, level: 0, toldAt: null, wanted: 1 };
    return [{ task: old, state: 'open', slot, roles, fromAt, dueAt, rules, policyVersion, detail, ...fresh }];
  });
  const dropped = stored
    .filter(
      (task) =>
        untouched(task) && task.state === 'open' && !keys.has(task.key) && before(span.now, task.dueAt) && before(task.dueAt, span.until),
    )
    .map((task): TaskChange => ({ task, state: 'dropped', nextAt: null }));
  return { insert, change: [...moved, ...dropped] };
}
