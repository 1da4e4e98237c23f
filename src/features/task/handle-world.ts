import { type Instant, type Interval, localDate, Temporal, wallTime } from '../../core/time.ts';
import { plusDays } from '../../policy/days.ts';
import { type Due, deskAnchors, dueOf, type Policy, type ShiftOccurrence } from '../../policy/index.ts';
import type { WhenCalendar } from '../../policy/when.ts';
import type { Ctx } from '../../runtime/context.ts';
import { loadDays } from '../calendar/index.ts';
import { type Desk, policyFor } from '../people/index.ts';
import { deskDayData, slotsBetween } from '../roster/index.ts';
import type { Reminding } from './remind.ts';
import type { Task } from './task.ts';

/** `YYYY-MM-DD` of the desk at a moment. */
export const dateAt = (at: Instant, desk: Pick<Desk, 'zone'>): string => localDate(at, desk.zone);

export const startOf = (on: string, desk: Pick<Desk, 'zone'>): Instant => wallTime(on, '00:00', desk.zone);

/** The rules of a desk at a moment. */
export const policyAt = (ctx: Ctx, desk: Desk, at: Instant): Promise<Policy> => policyFor(ctx, desk, dateAt(at, desk));

export async function calendarOf(ctx: Ctx, desk: Desk, policy: Policy): Promise<WhenCalendar> {
  return { zone: desk.zone, day: await loadDays(ctx, desk), anchors: deskAnchors(policy.calendar, deskDayData(desk.settings.calendar)) };
}

/** Shifts that touch a stretch or start within a day after it. */
export async function shiftsNear(ctx: Ctx, desk: Desk, { start, end }: Interval): Promise<readonly ShiftOccurrence[]> {
  const slots = await slotsBetween(ctx, desk.id, start, end.add({ hours: 24 }));
  return slots.map(({ id, shift, startsAt, endsAt }) => ({ slot: id, code: shift, start: startsAt, end: endsAt }));
}

/** Makes draws and random moments reproducible. The ids are nowhere shown, so nobody can foresee them. */
export const seedOf = (ctx: Ctx, desk: Desk): string => `${ctx.org} ${desk.id}`;

/** Something that becomes due, with the version of the rules that say so. */
export type Planned = Due & { readonly policyVersion: string };

/** Whether the desk's rules make anything due by the clock on some day of a stretch; costs no round trip. */
export async function hasObligations(ctx: Ctx, desk: Desk, { start, end }: Interval): Promise<boolean> {
  if (desk.adoptions.length === 0) return false;
  const policies = await Promise.all(spans(desk, { start, end }).map((span) => policyAt(ctx, desk, span.start)));
  return policies.some(({ obligations }) => obligations.length > 0);
}

/** The days of a stretch, each from midnight to midnight except the first and the last. */
function spans(desk: Desk, { start, end }: Interval): Interval[] {
  const found: Interval[] = [];
  for (let from = start; Temporal.Instant.compare(from, end) < 0; ) {
    const midnight = wallTime(plusDays(localDate(from, desk.zone), 1), '00:00', desk.zone);
    const to = Temporal.Instant.compare(midnight, end) < 0 ? midnight : end;
    found.push({ start: from, end: to });
    from = to;
  }
  return found;
}

/** Stretches of days with the same rules. */
async function stretches(ctx: Ctx, desk: Desk, span: Interval): Promise<{ policy: Policy; span: Interval }[]> {
  const found: { policy: Policy; span: Interval }[] = [];
  for (const day of spans(desk, span)) {
    const policy = await policyAt(ctx, desk, day.start);
    const last = found.at(-1);
    if (last !== undefined && last.policy === policy) last.span = { start: last.span.start, end: day.end };
    else found.push({ policy, span: day });
  }
  return found;
}

/**
 * Everything the desk's rules make due by the clock in a stretch, each day by the rules of that day, in the order of deadlines. What hangs on an event, and
 * rounds after the first, are not among it.
 */
export async function plannedBetween(ctx: Ctx, desk: Desk, span: Interval): Promise<readonly Planned[]> {
  const [parts, shifts] = await Promise.all([stretches(ctx, desk, span), shiftsNear(ctx, desk, span)]);
  const seed = seedOf(ctx, desk);
  const found: Planned[] = [];
  for (const { policy, span: part } of parts) {
    if (policy.obligations.length === 0) continue;
    const calendar = await calendarOf(ctx, desk, policy);
    for (const due of dueOf({ policy, span: part, calendar, shifts, seed })) found.push({ ...due, policyVersion: policy.version });
  }
  return found.toSorted((left, right) => Temporal.Instant.compare(left.dueAt, right.dueAt));
}

/** The rule a task comes from, as the desk has it on the task's day; null: it has it no more. */
export async function ruleOf(ctx: Ctx, desk: Desk, task: Pick<Task, 'entry' | 'detail'>): Promise<Policy['obligations'][number] | null> {
  const policy = await policyFor(ctx, desk, task.detail.on);
  return policy.obligations.find(({ entry }) => entry === task.entry) ?? null;
}

/** What a desk wants of reminders, with its id. */
export const remindingOf = ({ id, zone, settings }: Desk): { readonly id: string } & Reminding => ({
  id,
  zone,
  minutes: settings.reminder_lead_minutes,
  quiet: settings.quiet_hours,
  workStart: settings.calendar.work_start,
});
