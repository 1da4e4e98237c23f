import type { PersonId } from '../../core/ids.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { ObligationEntry } from '../../policy/schema/obligation.ts';
import type { Ctx } from '../../runtime/context.ts';
import { roleHolders } from '../attendance/index.ts';
import { contactsOf, type Desk, leadsOf, reachedOn, tell } from '../people/index.ts';
import { holdersFor, levelsAbove } from '../request/index.ts';
import { type Approval, waitedUntil } from './approval.ts';
import { hearing } from './handle-crew.ts';
import { itemSubject, planTurns } from './handle-plan.ts';
import { loadDuties } from './store.ts';
import type { Task } from './task.ts';

/** Who may agree to what somebody did, never they themselves. */
export interface Approvers {
  /** In the order in which they are asked: whom the rule names, those on duty first, then level by level whoever they answer to; each with who stands in for them. */
  readonly levels: readonly (readonly PersonId[])[];
  /** So many of the levels are those the rule names: they may agree before they are asked. */
  readonly named: number;
}

const nobody: Approvers = { levels: [], named: 0 };
type Rule = Pick<ObligationEntry, 'approve_by' | 'repeat'> | null;

/**
 * Who has to agree to what somebody did: holders of the role the rule names; where nobody holds it, those who lead the desk. No levels: no rule asks, or it
 * is theirs alone to agree. `asked`: it waits already, so that somebody has to decide although the rule or its holders are gone.
 */
export async function approversOf(ctx: Ctx, desk: Desk, rule: Rule, by: PersonId, asked = false): Promise<Approvers> {
  if (rule?.approve_by === undefined && !asked) return nobody;
  const held = await roleHolders(ctx, desk, rule?.approve_by ?? []);
  const others = (people: readonly PersonId[]): readonly PersonId[] => [...new Set(people)].filter((person) => person !== by);
  if (held.length > 0 && others(held).length === 0 && !asked) return nobody;
  const holders = await holdersFor(ctx, desk, by);
  const choices = [others(held), others(await leadsOf(ctx, desk.id)), others(holders.above(by))];
  const first = choices.find((people) => people.length > 0) ?? [];
  const duties = await loadDuties(ctx, [desk.id], ctx.now, ctx.now.add({ milliseconds: 1 }));
  const present = first.filter((person) => duties.some((duty) => duty.person === person));
  const named = [present, first.filter((person) => !present.includes(person))].filter((people) => people.length > 0);
  const withDeputies = (people: readonly PersonId[]): readonly PersonId[] => others([...people, ...holders.standIns(people)]);
  const levels = [...named, ...levelsAbove(holders.above, first).map(others)].filter((people) => people.length > 0);
  return { levels: levels.map(withDeputies), named: named.length };
}

/** Those who are asked now. */
export const askedNow = ({ levels }: Approvers, { up }: Pick<Approval, 'up'>): readonly PersonId[] =>
  levels[Math.min(up, levels.length - 1)] ?? [];

/** Whoever may decide by now: those the rule names, and everybody it was passed on to. */
export const mayDecide = ({ levels, named }: Approvers, { up }: Pick<Approval, 'up'>): readonly PersonId[] =>
  levels.slice(0, Math.max(named, up + 1)).flat();

/**
 * Sends those of a level the live card, people off duty not in quiet hours unless it cannot wait; a level nobody of whom can be written to is passed over.
 * Gives what is kept of it, and when the clock looks again; it is planned.
 */
export async function askApprovers(
  ctx: Ctx,
  desk: Desk,
  task: Task,
  rule: Rule,
  approvers: Approvers,
  from: Pick<Approval, 'up' | 'reminded'> & Partial<Pick<Approval, 'asked'>>,
): Promise<{ readonly approval: Approval; readonly nextAt: Instant; readonly people: readonly PersonId[] }> {
  const { levels } = approvers;
  const contacts = await contactsOf(ctx, levels.slice(from.up).flat());
  const reached = (people: readonly PersonId[]): boolean =>
    people.some((person) => {
      const contact = contacts.get(person);
      return contact !== undefined && reachedOn(contact) !== null;
    });
  const found = levels.findIndex((people, at) => at >= from.up && reached(people));
  const up = found < 0 ? Math.min(from.up, Math.max(0, levels.length - 1)) : found;
  const people = levels[up] ?? [];
  const now = Temporal.Instant.fromEpochMilliseconds(ctx.now.epochMilliseconds);
  const latest = Temporal.Instant.compare(now, task.dueAt) < 0 ? task.dueAt : null;
  const hears = await hearing(ctx, desk, people, { at: now, latest });
  tell(
    ctx,
    people.flatMap((person) => contacts.get(person) ?? []),
    (_locale, contact) => ({
      subject: itemSubject(task.id),
      at: hears(contact.person),
      id: `task ${task.id} approve ${task.version} ${contact.person}`,
    }),
  );
  const [heard = now] = people.map(hears).toSorted(Temporal.Instant.compare);
  const patient = up + 1 >= levels.length && from.reminded > 0;
  const nextAt = waitedUntil(heard, { dueAt: task.dueAt, repeat: rule?.repeat, zone: desk.zone, patient });
  planTurns(ctx, desk.id, [nextAt]);
  const approval = {
    asked: from.asked ?? now.toString(),
    up,
    reminded: from.reminded,
    people: [...new Set([...(task.detail.approval?.people ?? []), ...people])],
  };
  return { approval, nextAt, people };
}
