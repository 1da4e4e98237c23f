import type { DeskId, PersonId } from '../../core/ids.ts';
import { type Instant, type Interval, localDate, Temporal } from '../../core/time.ts';
import { plusDays } from '../../policy/days.ts';
import { roundUnderway } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { type Desk, loadDesk } from '../people/index.ts';
import { hasObligations, plannedBetween, policyAt, remindingOf } from './handle-world.ts';
import { keyOf, newTask, planChanges } from './plan.ts';
import { loadByKeys, loadDueBetween } from './store.ts';
import { insertTasks, updateTasks } from './store-write.ts';
import type { Task } from './task.ts';
import type { NewTask } from './task-change.ts';

export const turnKind = 'task.turn';

/** Work that began so long ago may still be due: what is done at a moment, until the end of its shift or day. */
const hoursBack = 48;

/** No unit takes longer from its decision until it is saved. */
const savingMilliseconds = 60_000;

/** Has the clock look at a desk at these moments: one row for all that happens on it at one of them. */
export function planTurns(ctx: Ctx, desk: DeskId, moments: readonly (Instant | null)[]): void {
  const now = ctx.now.epochMilliseconds;
  const coming = moments.flatMap((at) => (at === null ? [] : [at.epochMilliseconds]));
  for (const at of new Set(coming.filter((ms) => ms > now)))
    ctx.unit.due({ kind: turnKind, key: `${desk}:${at}`, at: Temporal.Instant.fromEpochMilliseconds(at), desk });
  // The row of a moment that is over, or is over before this is saved, may have run without it.
  const over = coming.some((ms) => ms <= now) ? [now] : [];
  const near = coming.filter((ms) => ms > now && ms <= now + savingMilliseconds);
  for (const at of near.length === 0 ? over : [...over, Math.max(...near)])
    ctx.unit.due({ kind: turnKind, key: `${desk}:${ctx.newId()}`, at: Temporal.Instant.fromEpochMilliseconds(at), desk });
}

/** The stretch to be planned so that nobody is reminded too late: rules may want to remind long before. */
async function horizon(ctx: Ctx, desk: Desk, now: Instant, to: Instant): Promise<Interval> {
  const { obligations } = await policyAt(ctx, desk, now);
  const start = now.toZonedDateTimeISO(desk.zone);
  const ahead = obligations.flatMap(({ value }) =>
    [value.warn_before, value.by_then].map((before) =>
      before === undefined ? to : to.toZonedDateTimeISO(desk.zone).add(before).toInstant(),
    ),
  );
  const end = [to, ...ahead].toSorted(Temporal.Instant.compare).at(-1) ?? to;
  return { start: start.subtract({ hours: hoursBack }).toInstant(), end };
}

/**
 * Lays out what the desk's rules make due until `to`, and takes back what they no longer do: rosters, rules and calendars change. Running it twice, or
 * in two processes, changes nothing more.
 */
export async function planTasks(ctx: Ctx, deskId: DeskId, _from: Instant, to: Instant): Promise<void> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null) return;
  const span = await horizon(ctx, desk, ctx.now, to);
  const wanted = (await hasObligations(ctx, desk, span)) ? await plannedBetween(ctx, desk, span) : [];
  const underway = wanted.flatMap((first): { readonly first: string; readonly task: NewTask }[] => {
    const due = Temporal.Instant.compare(first.dueAt, ctx.now) <= 0 ? roundUnderway(first, ctx.now) : null;
    if (due === null) return [];
    return [
      { first: keyOf(desk.id, first), task: newTask(remindingOf(desk), due, { origin: 'round', policyVersion: first.policyVersion }) },
    ];
  });
  const stored = await loadDueBetween(ctx, desk.id, ctx.now, span.end);
  const known = new Set(stored.map(({ key }) => key));
  const begun = new Set(underway.map(({ first }) => first));
  // What was due before now and is not there any more, or never was, is not laid out again: most of a stretch, many times a day.
  const tasks = wanted.flatMap((due) => {
    const key = keyOf(desk.id, due);
    const counts = Temporal.Instant.compare(ctx.now, due.dueAt) < 0 || known.has(key) || begun.has(key);
    return counts ? [newTask(remindingOf(desk), due, { origin: 'clock', policyVersion: due.policyVersion })] : [];
  });
  const others = await loadByKeys(ctx, desk.id, [
    ...tasks.filter(({ key, dueAt }) => !known.has(key) && Temporal.Instant.compare(ctx.now, dueAt) < 0).map(({ key }) => key),
    ...underway.flatMap(({ first, task }) => [first, task.key]),
  ]);
  const there = new Set([...known, ...others.map(({ key }) => key)]);
  const late = underway.filter(({ first, task }) => !there.has(first) && !there.has(task.key)).map(({ task }) => task);
  const changes = planChanges([...tasks, ...late], [...stored, ...others], { now: ctx.now, until: span.end });
  insertTasks(ctx, changes.insert);
  updateTasks(ctx, changes.change);
  planTurns(ctx, desk.id, [...changes.insert.map(({ nextAt }) => nextAt), ...changes.change.map(({ nextAt }) => nextAt ?? null)]);
  announceDropped(
    ctx,
    changes.change.filter(({ state }) => state === 'dropped').map(({ task }) => task),
  );
}

/** Cards of what is no longer due say so. */
function announceDropped(ctx: Ctx, tasks: readonly Task[]): void {
  for (const desk of new Set(tasks.map((task) => task.desk))) refreshLists(ctx, desk);
  for (const task of tasks) if (task.level > 0) refreshTask(ctx, task);
}

/** The live card of one task. */
export const itemSubject = (id: string): string => `task.item/${id}`;
/** The live card of several tasks, of this name. */
export const dueSubject = (desk: DeskId, card: string): string => `task.due/${desk}.${card}`;
/** The live card of one task, of this name. */
export const ownSubject = (id: string, card: string): string => `${itemSubject(id)}.${card}`;

/** The list of what somebody has to do, as they asked for it last. */
export const listSubject = (person: PersonId): string => `task.list/${person}`;

/** What a desk has to do, as it was asked for on a day of UTC. */
const deskSubject = (desk: DeskId, on: string): string => `task.desk/${desk}.${on}`;

/** The list of a desk as it is asked for now, and as it was asked for before so far as it still follows: to the end of the next day. */
export function deskSubjects({ now }: Pick<Ctx, 'now'>, desk: DeskId): readonly [string, string] {
  const today = localDate(now, 'UTC');
  return [deskSubject(desk, today), deskSubject(desk, plusDays(today, -1))];
}

/** The lists of a desk that were asked for lately are drawn again. */
export function refreshLists(ctx: Ctx, desk: DeskId): void {
  for (const subject of deskSubjects(ctx, desk)) ctx.unit.refresh(subject);
}

/** The cards of one name that show a task: it stands on one of them. */
export function refreshCard(ctx: Ctx, task: Pick<Task, 'id' | 'desk'>, card: string): void {
  ctx.unit.refresh(ownSubject(task.id, card));
  ctx.unit.refresh(dueSubject(task.desk, card));
}

/** Every card that shows a task is drawn again, the desk's lists among them. */
export function refreshTask(ctx: Ctx, task: Pick<Task, 'id' | 'desk' | 'detail'>): void {
  ctx.unit.refresh(itemSubject(task.id));
  refreshLists(ctx, task.desk);
  for (const card of task.detail.cards ?? []) refreshCard(ctx, task, card);
}
