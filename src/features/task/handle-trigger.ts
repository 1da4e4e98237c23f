import type { PersonId, SlotId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import type { Instant } from '../../core/time.ts';
import { dueAfter, triggerOf } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';
import { planTurns } from './handle-plan.ts';
import { calendarOf, policyAt, remindingOf, shiftsNear } from './handle-world.ts';
import { newTask } from './plan.ts';
import { insertTasks } from './store-write.ts';

/** Something happened that may make things due on a desk. */
export interface TaskEvent {
  /** `handover-completed`, `major-incident`, `notice-received`, `result-received`, `repeated-matter`, … as rules name it. */
  readonly name: string;
  /** Tells it from others of its name: the id of the notice, incident or hand-over. The same event makes the same thing due once. */
  readonly id: string;
  readonly at: Instant;
  /** Whose it is; left out: whoever the rule's roles say. */
  readonly person?: PersonId | null;
  /** The shift it belongs to; left out: none. */
  readonly slot?: SlotId | null;
  /** What it is about, for the card: `#2026-118 配电房跳闸`. */
  readonly subject?: Words;
}

/**
 * Makes due what the desk's rules want after an event, in the unit of `ctx`; people hear of it with the next heartbeat. Gives how many things became
 * due. Costs no round trip where no rule of the desk speaks of the event.
 */
export async function tasksTriggered(ctx: Ctx, desk: Desk, event: TaskEvent): Promise<number> {
  const policy = await policyAt(ctx, desk, event.at);
  if (!policy.obligations.some(({ value, reaction }) => reaction !== 'off' && triggerOf(value) === event.name)) return 0;
  const [calendar, shifts] = await Promise.all([
    calendarOf(ctx, desk, policy),
    shiftsNear(ctx, desk, { start: event.at, end: event.at.add({ hours: 1 }) }),
  ]);
  const dues = dueAfter({ policy, calendar, shifts, event });
  const about = { about: event.id, ...(event.subject === undefined ? {} : { subject: event.subject }) };
  const tasks = dues.map((due) =>
    newTask(remindingOf(desk), due, {
      origin: 'event',
      policyVersion: policy.version,
      person: event.person ?? null,
      slot: event.slot ?? null,
      about,
    }),
  );
  insertTasks(ctx, tasks);
  planTurns(
    ctx,
    desk.id,
    tasks.map(({ nextAt }) => nextAt),
  );
  return tasks.length;
}
