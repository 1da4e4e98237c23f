import type { PersonCtx } from '../../runtime/context.ts';
import { contactsOf, type Desk, leadsOf, tell } from '../people/index.ts';
import type { Punched } from './attendance.ts';
import { earlyLeaveCard } from './views-early.ts';

/**
 * The leads hear, once, that somebody left before the end of their shift, where a rule of the desk flags it; whoever leads and leaves is not told of
 * themselves. A clock-out that stands in place of an earlier one was told of then.
 */
export async function tellEarlyLeave(ctx: PersonCtx, desk: Desk, punch: Punched): Promise<void> {
  const { duty, at, offMinutes: minutes, cites } = punch;
  if (punch.verdict !== 'early-leave' || duty === null || cites.length === 0 || punch.replaces !== null) return;
  const me = ctx.actor.person;
  const leads = (await leadsOf(ctx, desk.id)).filter((lead) => lead !== me);
  const contacts = await contactsOf(ctx, [...leads, me]);
  const name = contacts.get(me)?.name ?? { zh: ctx.actor.name, en: ctx.actor.name };
  tell(
    ctx,
    leads.flatMap((lead) => contacts.get(lead) ?? []),
    (locale) => ({ view: earlyLeaveCard({ name, duty, at, minutes, cites }, locale) }),
  );
}
