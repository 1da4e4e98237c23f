import type { PersonId } from '../../core/ids.ts';
import { eventWords, routeIncident, widerEvents } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';
import { type Crews, responsibleFor } from './handle-crew.ts';
import { receiversOf } from './handle-finish.ts';
import { tasksTriggered } from './handle-trigger.ts';
import { policyAt, type ruleOf } from './handle-world.ts';
import { nameOf, type Task } from './task.ts';

const superior = 'superior';

/**
 * What a rule makes of a miss (`on_miss`): an event of its own. Things that are due after it become due, and whoever rules say such an event goes to hears of
 * the miss: they are given. Nobody where the rule says nothing.
 */
export async function onMiss(
  ctx: Ctx,
  desk: Desk,
  task: Task,
  rule: Awaited<ReturnType<typeof ruleOf>>,
  crews: Crews,
): Promise<readonly PersonId[]> {
  const name = rule?.value.on_miss;
  if (name === undefined) return [];
  await tasksTriggered(ctx, desk, { name, id: task.id, at: task.dueAt, slot: task.slot, subject: nameOf(task) });
  const { stages } = routeIncident(await policyAt(ctx, desk, task.dueAt), {
    events: widerEvents(name, eventWords().events),
    severity: null,
    facts: {},
    knownAt: task.dueAt,
    reportedAt: task.dueAt,
    zone: desk.zone,
  });
  const to = stages.filter(({ kind }) => kind === 'to' || kind === 'then' || kind === 'cc').map(({ word }) => word);
  if (to.length === 0) return [];
  const [by = null, ...more] = await responsibleFor(ctx, desk, task, crews);
  const told = [...(await receiversOf(ctx, desk, { to }, by)).people];
  // Each of those who should have done it answers to somebody.
  if (to.includes(superior)) for (const one of more) told.push(...(await receiversOf(ctx, desk, { to: [superior] }, one)).people);
  return [...new Set(told)];
}
