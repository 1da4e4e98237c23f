import type { DeskId, PersonId, SlotId } from '../../core/ids.ts';
import type { Locale } from '../../core/locale.ts';
import { type Instant, instantAt, Temporal } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Card } from '../../view/view.ts';
import { contactsOf, leadsOf, loadDesk, policyFor, tell } from '../people/index.ts';
import { standingStates } from '../request/index.ts';
import { slotsBetween } from '../roster/index.ts';
import type { Board, Present } from './attendance.ts';
import { absentSubject, boardSubject, loadBoard, shiftSubject } from './handle.ts';
import { dailyHours } from './month/daily.ts';
import type { LeaveRow } from './month/facts.ts';
import { loadLeaves, stretchOf } from './month/store.ts';
import { noShowNotice, noShowReminder } from './views.ts';

/**
 * Due when the tolerance after a start is over: whoever has not come is told, and the leads with a number to call. A check that was planned before
 * the shift or the tolerance was changed is left out: there is a new plan for it.
 */
export async function alertNoShow(ctx: Ctx, slotId: SlotId, dueAt: Instant): Promise<void> {
  const board = await loadBoard(ctx, slotId);
  if (board === null || ctx.now.epochMilliseconds >= board.endsAt.epochMilliseconds) return;
  const begun = dueAt.subtract({ minutes: board.noShowAfterMinutes });
  const missing = await missingOf(ctx, board, begun);
  if (missing.length === 0) return;
  const minutes = Math.floor((ctx.now.epochMilliseconds - begun.epochMilliseconds) / 60_000);
  const told = new Set<PersonId>([
    ...(await leadsOf(ctx, board.desk)),
    ...board.people.filter((person) => person.leads && person.in !== null).map((person) => person.person),
  ]);
  const until = board.endsAt;
  // A lead who has not come either still hears of the others.
  const leadContacts = [...(await contactsOf(ctx, [...told])).values()].filter((contact) =>
    missing.some(({ person }) => person !== contact.person),
  );
  const unreached = tell(ctx, leadContacts, () => ({ subject: absentSubject(slotId, begun), until }));
  const reached = leadContacts.filter((contact) => !unreached.includes(contact));
  const missingContacts = await contactsOf(
    ctx,
    missing.map((person) => person.person),
  );
  tell(ctx, [...missingContacts.values()], (locale, contact) => {
    const leadHeard = reached.some((lead) => lead.person !== contact.person);
    return { view: noShowReminder(board, begun, leadHeard, locale), until };
  });
  ctx.unit.refresh(shiftSubject(slotId));
  ctx.unit.refresh(boardSubject(slotId));
  ctx.unit.audit({
    action: 'attendance.no-show',
    desk: board.desk,
    subject: slotId,
    detail: { missing: missing.map((person) => person.person), minutes },
  });
}

/** Who of a shift should have come at a start, their own or that of the shift, and has not. */
async function missingOf(ctx: Ctx, board: Board, begun: Instant): Promise<readonly Present[]> {
  const absent = board.people.filter(
    (person) =>
      person.in === null &&
      person.out === null &&
      !person.away &&
      person.startsAt.equals(begun) &&
      ctx.now.epochMilliseconds < person.endsAt.epochMilliseconds,
  );
  const later = await expectedLater(ctx, board, absent);
  return absent.filter((person) => !later.has(person.person));
}

/** The live card of who had not come at a start, `slot.milliseconds`: who is still missing, and who has come since; null: the shift is gone. */
export async function viewAbsent(ctx: Ctx, id: string, locale: Locale): Promise<Card | null> {
  const [slot = '', start = ''] = id.split('.');
  const board = await loadBoard(ctx, slot);
  if (board === null) return null;
  const begun = instantAt(Number(start));
  const tolerated = begun.add({ minutes: board.noShowAfterMinutes });
  const came = board.people.filter(
    (person) => person.startsAt.equals(begun) && person.in !== null && Temporal.Instant.compare(tolerated, person.in) <= 0,
  );
  return noShowNotice(board, { begun, missing: await missingOf(ctx, board, begun), came }, locale);
}

/** Who of them is expected later than the shift begins, because of time off of every day. */
async function expectedLater(ctx: Ctx, board: Board, people: readonly Present[]): Promise<ReadonlySet<PersonId>> {
  const ids = people.map((person) => person.person);
  const desk = ids.length === 0 ? null : await loadDesk(ctx, board.desk);
  if (desk === null) return new Set();
  const on = board.startsAt.toZonedDateTimeISO(board.zone).toPlainDate().toString();
  const [leaves, policy] = await Promise.all([loadLeaves(ctx, ids, stretchOf(on, on)), policyFor(ctx, desk, on)]);
  const startOf = (leave: LeaveRow): Instant | undefined =>
    standingStates.some((state) => state === leave.state)
      ? dailyHours(policy, leave, {})?.({ dutyOn: on, start: board.startsAt, end: board.endsAt })?.start
      : undefined;
  const isLater = (leave: LeaveRow): boolean => (startOf(leave)?.epochMilliseconds ?? 0) > ctx.now.epochMilliseconds;
  return new Set(ids.filter((person) => (leaves.get(person) ?? []).some(isLater)));
}

/** Lays out the no-show checks of the shifts, and of parts of shifts, that start in the window. */
export async function planNoShows(ctx: Ctx, deskId: DeskId, from: Instant, to: Instant): Promise<void> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null) return;
  const tolerance = { minutes: desk.settings.no_show_after_minutes };
  for (const slot of await slotsBetween(ctx, deskId, from.subtract(tolerance), to)) {
    const starts = new Set(
      [slot.startsAt, ...slot.people.map((person) => person.startsAt)].map((start) => start.add(tolerance).toString()),
    );
    for (const due of starts) {
      const at = Temporal.Instant.from(due);
      if (Temporal.Instant.compare(at, from) < 0) continue;
      ctx.unit.due({ kind: 'attendance.no-show', key: `${slot.id}:${due}`, at, desk: deskId, payload: { slot: slot.id } });
    }
  }
}
