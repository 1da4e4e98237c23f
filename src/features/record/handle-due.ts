import type { Instant } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import { contactsOf, leadsOf, loadDesk, policyFor, tell } from '../people/index.ts';
import { peopleIn } from './fields.ts';
import { knownType } from './handle-registry.ts';
import { entrySubject, planNextReminder } from './handle-tell.ts';
import { dateAt, valueNames } from './handle-world.ts';
import { loadEntry } from './store.ts';
import { reminderNotice } from './views.ts';

/** Reminders after the first are also for the leads: it is overdue by then. */
const leadsFrom = 3;

/** Reminds of an entry that is still open: whoever owns it, and later the leads; until it is closed. */
export async function remind(
  ctx: Ctx,
  due: { readonly id: string; readonly times: number; readonly remind: boolean; readonly due?: string | undefined },
  at: Instant,
): Promise<void> {
  const entry = await loadEntry(ctx, due.id);
  const desk = entry === null ? null : await loadDesk(ctx, entry.desk);
  if (entry === null || desk === null || entry.closedAt !== null) return;
  // The limit became another one meanwhile, which has reminders of its own.
  if (due.due !== undefined && due.due !== entry.dueAt?.toString()) return;
  const type = knownType(entry.type);
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  const names = await valueNames(ctx, desk, policy, peopleIn(type, entry.fields));
  const leads = due.times >= leadsFrom ? await leadsOf(ctx, desk.id) : [];
  const contacts = await contactsOf(ctx, [...new Set([entry.owner ?? entry.author, ...leads])]);
  tell(ctx, contacts.values(), (locale, contact) => ({
    view: reminderNotice(type, entry, desk, names, ctx.now, locale),
    id: `record:${entry.id}:remind:${due.times}:${contact.person}`,
  }));
  ctx.unit.refresh(entrySubject(entry.id));
  if (due.remind) planNextReminder(ctx, desk, entry, at, due.times);
}
