import type { DeskId, PersonId } from '../../core/ids.ts';
import { Temporal } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import { type Desk, desksById, readChannels } from '../people/index.ts';
import { readersOfCards } from './card-name.ts';
import { type Crews, crewsOfMiss, leadsOfDesk, loadCrews, responsibleFor } from './handle-crew.ts';
import { drawFor, wantedWith } from './handle-draw.ts';
import { sendDutyCards } from './handle-duty-card.ts';
import { onMiss } from './handle-miss.ts';
import { planTurns, refreshLists, refreshTask } from './handle-plan.ts';
import { approvalTurn } from './handle-silence.ts';
import { addressed, send, type Turned, tellingsOf, withCards } from './handle-telling.ts';
import { calendarOf, policyAt, remindingOf, ruleOf } from './handle-world.ts';
import { newTask } from './plan.ts';
import { isEach } from './proof.ts';
import { isDrawn } from './remind.ts';
import { nextRound } from './round.ts';
import { loadProofs, loadTurn } from './store.ts';
import { insertTasks, updateTasks } from './store-write.ts';
import type { Task } from './task.ts';
import type { NewTask, TaskChange } from './task-change.ts';
import { type Turn, turnOf, withPassing } from './turn.ts';
import { crewOf, isLeft, leadsFrom, passesAt } from './who.ts';

type Rule = NonNullable<Awaited<ReturnType<typeof ruleOf>>>;

const truncated = (ctx: Ctx): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(ctx.now.epochMilliseconds);

/**
 * Everything the clock does at a moment on some desks: reminds, counts as missed, tells the next level. All desks go in one unit with a handful of round
 * trips, because a thousand of them have something at nine o'clock. What was done already is left alone, so running it twice does nothing more.
 */
export async function turnDesks(ctx: Ctx, deskIds: readonly DeskId[]): Promise<void> {
  const now = truncated(ctx);
  const tasks = await loadTurn(ctx, [...new Set(deskIds)], now);
  if (tasks.length === 0) return;
  const desks = await desksById(ctx, [...new Set(tasks.map(({ desk }) => desk))]);
  const [crews] = await Promise.all([
    loadCrews(ctx, desks, now),
    readChannels(
      ctx,
      desks.map(({ id }) => id),
    ),
  ]);
  const changes: TaskChange[] = [];
  const inserts: NewTask[] = [];
  const all: Turned[] = [];
  for (const desk of desks) {
    const turned: Turned[] = [];
    for (const task of tasks.filter((one) => one.desk === desk.id)) {
      const rule = await ruleOf(ctx, desk, task);
      const turn: Turn =
        task.detail.waiting === true
          ? { kind: 'nothing', change: await approvalTurn(ctx, desk, task, rule) }
          : turnOf(task, rule?.value ?? null, { now, levels: desk.lineage.length, zone: desk.zone });
      const begins = turn.kind === 'tell' && !turn.again ? await begun(ctx, desk, task, rule, crews) : {};
      const one = await readOf(ctx, desk, task, { ...turn, change: { ...turn.change, ...begins } }, rule, crews);
      turned.push(one);
      changes.push(one.turn.change);
      if (turn.kind === 'miss') inserts.push(...(await roundAfterMiss(ctx, desk, task, rule)));
      if (turn.kind === 'miss' || turn.kind === 'pass' || leavesSomebody(one)) refreshTask(ctx, one.after);
    }
    all.push(...turned);
    refreshLists(ctx, desk.id);
    planTurns(ctx, desk.id, [
      ...turned.map(({ after }) => (after.state === 'dropped' ? null : after.nextAt)),
      ...inserts.filter((task) => task.desk === desk.id).map(({ nextAt }) => nextAt),
    ]);
  }
  const tellings = await addressed(
    ctx,
    desks.flatMap((desk) =>
      tellingsOf(
        desk,
        all.filter((one) => one.after.desk === desk.id),
      ),
    ),
    now,
  );
  updateTasks(ctx, withCards(changes, tellings));
  insertTasks(ctx, inserts);
  await send(ctx, tellings, now);
}

/** What a task is given when it begins: whom or what to check, or how many have to confirm. */
async function begun(ctx: Ctx, desk: Desk, task: Task, rule: Rule | null, crews: Crews): Promise<Partial<TaskChange>> {
  if (task.verb === 'send' && task.object === 'duty-card') {
    await sendDutyCards(ctx, desk, task, crews);
    return { state: 'done', done: 1, doneAt: crews.at, nextAt: null };
  }
  if (
    rule !== null &&
    rule.value.targets !== undefined &&
    (isDrawn({ value: rule.value }) || task.verb === 'inspect' || task.verb === 'round')
  ) {
    const targets = await drawFor(ctx, desk, task, rule);
    if (targets !== null && targets.length > 0) return { detail: { ...task.detail, targets }, wanted: wantedWith(targets) };
  }
  if (isEach(task)) return { wanted: Math.max(1, (await responsibleFor(ctx, desk, task, crews)).length) };
  return {};
}

/** A round that was missed is followed by the next one of its window. */
async function roundAfterMiss(ctx: Ctx, desk: Desk, task: Task, rule: Rule | null): Promise<NewTask[]> {
  if (task.verb !== 'round' || rule === null || task.detail.window === undefined) return [];
  const policy = await policyAt(ctx, desk, task.dueAt);
  const calendar = await calendarOf(ctx, desk, policy);
  const next = nextRound(task, null, rule, { calendar, shifts: [] });
  return next === null ? [] : [newTask(remindingOf(desk), next, { origin: 'round', policyVersion: policy.version, parent: task.id })];
}

/** Somebody who was told of it is not reminded: it is for others now, and their card says so. */
const leavesSomebody = ({ turn, after, readers }: Turned): boolean =>
  turn.kind === 'tell' && turn.again && readersOfCards(after).some((person) => !readers.includes(person));

/** What a turn makes of a task, who hears of it, and when it passes to others. */
async function readOf(ctx: Ctx, desk: Desk, task: Task, turn: Turn, rule: Rule | null, crews: Crews): Promise<Turned> {
  const beside = turn.kind === 'miss' ? await onMiss(ctx, desk, task, rule, crews) : [];
  const { task: before, ...rest } = turn.change;
  const after: Task = { ...before, ...rest };
  const told = (turn.kind === 'tell' || turn.kind === 'pass') && after.state === 'open';
  if (turn.kind === 'climb') return { turn, rule, after, readers: leadsFrom(desk.lineage, turn.up, crews.members).people };
  if (!told && turn.kind !== 'miss') return { turn, rule, after, readers: [] };
  const around = crewsOfMiss(crews, after);
  const people = await responsibleFor(ctx, desk, after, around);
  // Who has confirmed for themselves already is not reminded of the others.
  const confirmed =
    isEach(after) && after.done > 0 ? new Set((await loadProofs(ctx, [after.id])).map(({ by }) => by)) : new Set<PersonId>();
  const own = people.filter((person) => !confirmed.has(person));
  if (turn.kind === 'miss') {
    const crew = new Set(crewOf(after, around.duties, around.at).map(({ person }) => person));
    const onDuty = own.filter((person) => crew.has(person));
    const change = onDuty.length === 0 ? turn.change : { ...turn.change, detail: { ...after.detail, onDuty } };
    const readers = [...new Set([...own, ...leadsOfDesk(crews, desk), ...beside])];
    return { turn: { ...turn, change }, rule, after: { ...after, detail: change.detail ?? after.detail }, readers };
  }
  const change = isEach(after) ? turn.change : withPassing(turn.change, passesAt(after, own, crews.duties, crews.at));
  const { task: _, ...more } = change;
  const known = new Set(turn.kind === 'pass' ? readersOfCards(after) : []);
  // All have gone home, and the next ones come before it is due: it waits for them.
  const readers = isLeft(after, crews.duties, crews.at) && change.detail?.passing !== undefined ? [] : own.filter((one) => !known.has(one));
  return { turn: { ...turn, change }, rule, after: { ...after, ...more }, readers };
}
