import type { DeskId } from '../../core/ids.ts';
import { Temporal } from '../../core/time.ts';
import { triggerOf } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { loadDesk, membersOf } from '../people/index.ts';
import { tasksTriggered } from './handle-trigger.ts';
import { dateAt, policyAt } from './handle-world.ts';

const joined = 'joined';
/** Somebody who was added to the desk this many days after they joined is new all the same. */
const newDays = 7;

/** Makes due what rules want of people who have just joined, by their attribute `joined_on`; once each. Costs no round trip where no rule asks. */
export async function planJoined(ctx: Ctx, deskId: DeskId): Promise<void> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null) return;
  const { obligations } = await policyAt(ctx, desk, ctx.now);
  if (!obligations.some(({ value, reaction }) => reaction !== 'off' && triggerOf(value) === joined)) return;
  const today = dateAt(ctx.now, desk);
  const since = Temporal.PlainDate.from(today).subtract({ days: newDays }).toString();
  for (const { person, name, attributes } of await membersOf(ctx, desk.id)) {
    const { joined_on: on } = attributes;
    if (on === undefined || on < since || on > today) continue;
    await tasksTriggered(ctx, desk, { name: joined, id: `${person} ${on}`, at: ctx.now, subject: name });
  }
}
