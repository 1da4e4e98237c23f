import type { DeskId, PersonId } from '../../core/ids.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import { announce, contactsOf, type Desk, desksById, readChannels, tell } from '../people/index.ts';
import { cardName, cardsBefore, type TellingKind } from './card-name.ts';
import { type Crews, crewsOfMiss, dutiesOf, leadsOfDesk, loadCrews, responsibleFor } from './handle-crew.ts';
import { drawFor, wantedWith } from './handle-draw.ts';
import { sendDutyCards } from './handle-duty-card.ts';
import { registerOf } from './handle-facts.ts';
import { onMiss } from './handle-miss.ts';
import { dueSubject, ownSubject, planTurns, refreshCard, refreshLists, refreshTask } from './handle-plan.ts';
import { approvalTurn } from './handle-silence.ts';
import { calendarOf, policyAt, remindingOf, ruleOf } from './handle-world.ts';
import { newTask } from './plan.ts';
import { isEach } from './proof.ts';
import { isDrawn } from './remind.ts';
import { nextRound } from './round.ts';
import { loadNames, loadProofs, loadTurn } from './store.ts';
import { insertTasks, updateTasks } from './store-write.ts';
import { isForChannels, type Task, type TaskId } from './task.ts';
import type { NewTask, TaskChange } from './task-change.ts';
import { type Turn, turnOf } from './turn.ts';
import { dueCard, type TaskFacts, taskCard } from './views.ts';
import { leadsFrom, tellAt } from './who.ts';

type Rule = NonNullable<Awaited<ReturnType<typeof ruleOf>>>;

/** A task whose time has come, with what follows. */
interface Turned {
  readonly turn: Turn;
  readonly rule: Rule | null;
  /** The task as it will be. */
  readonly after: Task;
  /** Who hears of a miss beside those whose it is and their leads. */
  readonly beside: readonly PersonId[];
}

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
  const tellings: Telling[] = [];
  for (const desk of desks) {
    const turned: Turned[] = [];
    for (const task of tasks.filter((one) => one.desk === desk.id)) {
      const rule = await ruleOf(ctx, desk, task);
      const turn: Turn =
        task.detail.waiting === true
          ? { kind: 'nothing', change: await approvalTurn(ctx, desk, task, rule) }
          : turnOf(task, rule?.value ?? null, { now, levels: desk.lineage.length, zone: desk.zone });
      const change = { ...turn.change, ...(turn.kind === 'tell' && !turn.again ? await begun(ctx, desk, task, rule, crews) : {}) };
      const { task: before, ...rest } = change;
      const beside = turn.kind === 'miss' ? await onMiss(ctx, desk, task, rule, crews) : [];
      turned.push({ turn: { ...turn, change }, rule, after: { ...before, ...rest }, beside });
      changes.push(change);
      if (turn.kind === 'miss') inserts.push(...(await roundAfterMiss(ctx, desk, task, rule)));
    }
    tellings.push(...(await tellingsOf(ctx, desk, turned, crews)));
    refreshLists(ctx, desk.id);
    planTurns(ctx, desk.id, [
      ...turned.map(({ after }) => (after.state === 'dropped' ? null : after.nextAt)),
      ...inserts.filter((task) => task.desk === desk.id).map(({ nextAt }) => nextAt),
    ]);
  }
  updateTasks(ctx, withCards(changes, tellings, now));
  insertTasks(ctx, inserts);
  await sendAll(ctx, tellings, crews);
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

/** One message, before it is known how its reader is reached. */
interface Telling {
  readonly desk: Desk;
  /** Null: the channels of the desk. */
  readonly person: PersonId | null;
  readonly kind: TellingKind;
  readonly tasks: readonly Turned[];
}

/** The changes, each with the cards on which its task will stand. */
function withCards(changes: readonly TaskChange[], tellings: readonly Telling[], at: Instant): readonly TaskChange[] {
  const cards = new Map<TaskId, string[]>();
  for (const { person, kind, tasks } of tellings) {
    for (const { after } of tasks) cards.set(after.id, [...(cards.get(after.id) ?? []), cardName(at, person, kind)]);
  }
  return changes.map((change) => {
    const more = cards.get(change.task.id);
    const detail = change.detail ?? change.task.detail;
    return more === undefined ? change : { ...change, detail: { ...detail, cards: [...(detail.cards ?? []), ...more] } };
  });
}

/** A single thing that somebody is told of has its own card. */
const isOwnCard = (person: PersonId | null, tasks: readonly unknown[]): boolean => person !== null && tasks.length === 1;

/** Who hears of what on one desk, one message for each reader. */
async function tellingsOf(ctx: Ctx, desk: Desk, turned: readonly Turned[], crews: Crews): Promise<Telling[]> {
  const found: Telling[] = [];
  for (const kind of ['due', 'overdue'] as const) {
    const mine = turned.filter(({ turn, after }) =>
      kind === 'due' ? turn.kind === 'tell' && after.state === 'open' : turn.kind === 'miss' || turn.kind === 'climb',
    );
    if (mine.length === 0) continue;
    const byPerson = new Map<PersonId, Turned[]>();
    for (const one of mine)
      for (const person of await readersOf(ctx, desk, one, crews)) byPerson.set(person, [...(byPerson.get(person) ?? []), one]);
    for (const [person, tasks] of byPerson) found.push({ desk, person, kind, tasks });
    // The channels hear of it once; afterwards the card there is live.
    const open = mine.filter(({ turn, after }) => isForChannels(after) && turn.kind !== 'climb' && !(turn.kind === 'tell' && turn.again));
    if (open.length > 0) found.push({ desk, person: null, kind, tasks: open });
  }
  for (const { turn, after } of turned) if (turn.kind === 'miss') refreshTask(ctx, after);
  return found;
}

async function readersOf(ctx: Ctx, desk: Desk, { turn, after, beside }: Turned, crews: Crews): Promise<readonly PersonId[]> {
  if (turn.kind === 'climb') return leadsFrom(desk.lineage, turn.up, crews.members).people;
  const all = await responsibleFor(ctx, desk, after, crewsOfMiss(crews, after));
  // Who has confirmed for themselves already is not reminded of the others.
  const confirmed =
    isEach(after) && after.done > 0 ? new Set((await loadProofs(ctx, [after.id])).map(({ by }) => by)) : new Set<PersonId>();
  const own = all.filter((person) => !confirmed.has(person));
  return turn.kind === 'miss' ? [...new Set([...own, ...leadsOfDesk(crews, desk), ...beside])] : own;
}

async function sendAll(ctx: Ctx, tellings: readonly Telling[], crews: Crews): Promise<void> {
  const people = [...new Set(tellings.flatMap(({ person }) => (person === null ? [] : [person])))];
  const given = tellings.flatMap(({ tasks }) => tasks.flatMap(({ after }) => (after.person === null ? [] : [after.person])));
  const at = crews.at;
  const desks = tellings.map(({ desk }) => desk);
  const [contacts, names, duties] = await Promise.all([contactsOf(ctx, people), loadNames(ctx, given), dutiesOf(ctx, desks, people, at)]);
  for (const { desk, person, kind, tasks } of tellings) {
    const facts = tasks.map(
      ({ after, rule }): TaskFacts => ({
        task: after,
        desk,
        rule: rule?.value ?? null,
        cites: rule?.cites ?? [],
        proofs: [],
        names,
        register: registerOf(after, rule?.value ?? null),
        approval: null,
      }),
    );
    const [first] = facts;
    if (first === undefined) continue;
    const name = `task ${kind} ${desk.id} ${at.epochMilliseconds} ${first.task.id}`;
    const card = cardName(at, person, kind);
    // What they had of it so far gives way to the new card.
    for (const { task } of facts) for (const old of cardsBefore(task, card)) refreshCard(ctx, task, old);
    if (person === null) {
      await announce(ctx, desk, (locale, channel) => ({
        view: dueCard(desk, facts, locale),
        subject: dueSubject(desk.id, card),
        id: `${name} ${channel.platform} ${channel.channelId}`,
      }));
      continue;
    }
    const contact = contacts.get(person);
    if (contact === undefined) continue;
    const latest = kind === 'due' ? (facts.map(({ task }) => task.dueAt).toSorted(Temporal.Instant.compare)[0] ?? null) : null;
    const when = tellAt(person, { at, latest, duties, quiet: desk.settings.quiet_hours, zone: desk.zone });
    const single = isOwnCard(person, facts);
    tell(ctx, [contact], (locale) => ({
      view: single ? taskCard(first, locale) : dueCard(desk, facts, locale),
      subject: single ? ownSubject(first.task.id, card) : dueSubject(desk.id, card),
      at: when,
      id: `${name} ${person}`,
    }));
  }
}
