import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { Temporal } from '../../core/time.ts';
import type { ObligationEntry } from '../../policy/schema/obligation.ts';
import type { Ctx } from '../../runtime/context.ts';
import { roleHolders } from '../attendance/index.ts';
import { allDesks, contactsOf, type Desk, leadsOf, roleName, tell } from '../people/index.ts';
import { holdersFor } from '../request/index.ts';
import { approversOf, askApprovers } from './handle-approvers.ts';
import { listSubject, planTurns, refreshTask } from './handle-plan.ts';
import { tasksTriggered } from './handle-trigger.ts';
import { calendarOf, policyAt, remindingOf, ruleOf } from './handle-world.ts';
import { newTask } from './plan.ts';
import { nextRound } from './round.ts';
import { loadDuties, loadNames } from './store.ts';
import { insertProofs, insertTasks, updateTasks } from './store-write.ts';
import { nameOf, type Task, type TaskDetail } from './task.ts';
import type { NewProof, NewTask } from './task-change.ts';
import { reportCard } from './views.ts';

/** A word may name a unit: the one above of that kind, or all below; its people on duty and its leads get what is sent to it. */
async function unitHolders(ctx: Ctx, desk: Desk, word: string): Promise<readonly PersonId[]> {
  const all = await allDesks(ctx);
  const above = all.filter((one) => one.id !== desk.id && desk.lineage.includes(one.id) && one.kinds.includes(word));
  const below = all.filter((one) => one.id !== desk.id && one.lineage.includes(desk.id) && one.kinds.some((kind) => `${kind}s` === word));
  const units = [...above, ...below];
  const duties = await loadDuties(
    ctx,
    units.map(({ id }) => id),
    ctx.now,
    ctx.now.add({ milliseconds: 1 }),
  );
  const leads = await Promise.all(units.map((unit) => leadsOf(ctx, unit.id)));
  return [...new Set([...duties.map(({ person }) => person), ...leads.flat()])];
}

/** The people a rule sends something to, and those of its receivers who have no account. */
export async function receiversOf(
  ctx: Ctx,
  desk: Desk,
  rule: Pick<ObligationEntry, 'to' | 'cc' | 'then'> | null,
  by: PersonId | null,
): Promise<{ readonly people: readonly PersonId[]; readonly outside: readonly Words[] }> {
  const words = [...new Set([...(rule?.to ?? []), ...(rule?.cc ?? []), ...(rule?.then ?? [])])];
  const people: PersonId[] = [];
  const outside: Words[] = [];
  for (const word of words) {
    const held = [
      ...(await roleHolders(ctx, desk, [word])),
      ...(await unitHolders(ctx, desk, word)),
      ...(by === null || word !== 'superior' ? [] : (await holdersFor(ctx, desk, by)).superiorsOf(by)),
    ];
    if (held.length > 0) people.push(...held);
    else outside.push({ zh: roleName(word, 'zh'), en: roleName(word, 'en') });
  }
  return { people: [...new Set(people)], outside };
}

/** Something proved, in the unit that saves it. */
export interface Proved {
  readonly by: PersonId;
  readonly proofs: readonly Omit<NewProof, 'task' | 'by'>[];
  /** How often it counts as done with these proofs. */
  readonly done: number;
  /** What is told to whoever it goes to; null: nothing is sent. */
  readonly lines: ((locale: Locale) => string) | null;
}

export interface Finished {
  /** The task as it is now. */
  readonly task: Task;
  /** The next round, where there is one. */
  readonly next: NewTask | null;
  /** Who was sent what was handed in. */
  readonly told: readonly PersonId[];
  /** Whoever has to agree before it counts. */
  readonly approvers: readonly PersonId[];
}

/**
 * Saves what proves a task, counts it, and does what follows: the next round, the message to whom it goes, the correction of what was found, the approval
 * a rule wants first. Done after its deadline it is marked late.
 */
export async function prove(ctx: Ctx, desk: Desk, task: Task, proved: Proved): Promise<Finished> {
  const rule = await ruleOf(ctx, desk, task);
  insertProofs(
    ctx,
    proved.proofs.map((proof) => ({ ...proof, task: task.id, by: proved.by })),
  );
  const complete = proved.done >= task.wanted;
  const approvers = complete ? await approversOf(ctx, desk, rule?.value ?? null, proved.by) : null;
  const waits = approvers !== null && approvers.levels.length > 0;
  const asked = waits ? await askApprovers(ctx, desk, task, rule?.value ?? null, approvers, { up: 0, reminded: 0 }) : null;
  const late = Temporal.Instant.compare(task.dueAt, ctx.now) <= 0;
  const detail: TaskDetail = {
    ...task.detail,
    ...(late ? { late: true } : {}),
    ...(asked === null ? {} : { waiting: true, approval: asked.approval }),
  };
  const change = {
    task,
    done: proved.done,
    detail,
    ...(complete && !waits ? { state: 'done' as const, doneAt: ctx.now, nextAt: null } : {}),
    ...(asked === null ? {} : { nextAt: asked.nextAt }),
  };
  updateTasks(ctx, [change]);
  const after: Task = { ...task, ...change, state: complete && !waits ? 'done' : task.state };
  refreshTask(ctx, task);
  ctx.unit.refresh(listSubject(proved.by));
  ctx.unit.audit({
    action: 'task.prove',
    person: proved.by,
    desk: desk.id,
    subject: task.id,
    detail: { do: `${task.verb}:${task.object}`, done: proved.done, wanted: task.wanted, late },
    policyVersion: task.policyVersion,
  });
  const findings = proved.proofs.filter(({ finding }) => finding !== null);
  if (findings.length > 0) await onFinding(ctx, desk, task, rule?.value ?? null, findings, proved.by);
  if (asked !== null) return { task: after, next: null, told: [], approvers: asked.people };
  const next = complete ? await roundAfterThis(ctx, desk, task) : null;
  const told = complete && proved.lines !== null ? await deliver(ctx, desk, after, proved.by, proved.lines) : [];
  return { task: after, next, told, approvers: [] };
}

/** The limit of the next round runs from this one. */
async function roundAfterThis(ctx: Ctx, desk: Desk, task: Task): Promise<NewTask | null> {
  const rule = task.verb === 'round' && task.state === 'open' && task.detail.window !== undefined ? await ruleOf(ctx, desk, task) : null;
  if (rule === null) return null;
  const policy = await policyAt(ctx, desk, ctx.now);
  const next = nextRound(task, ctx.now, rule, { calendar: await calendarOf(ctx, desk, policy), shifts: [] });
  if (next === null) return null;
  const planned = newTask(remindingOf(desk), next, { origin: 'round', policyVersion: policy.version, parent: task.id });
  insertTasks(ctx, [planned]);
  planTurns(ctx, desk.id, [planned.nextAt]);
  return planned;
}

/** What was handed in goes to whom the rule names. Gives who got it. */
export async function deliver(
  ctx: Ctx,
  desk: Desk,
  task: Task,
  by: PersonId,
  lines: (locale: Locale) => string,
): Promise<readonly PersonId[]> {
  const rule = await ruleOf(ctx, desk, task);
  const { people } = await receiversOf(ctx, desk, rule?.value ?? null, by);
  const readers = people.filter((person) => person !== by);
  if (readers.length === 0) return [];
  const [contacts, names] = await Promise.all([contactsOf(ctx, readers), loadNames(ctx, [by])]);
  const who = names.get(by) ?? { zh: '?', en: '?' };
  const ack = rule?.value.ack !== undefined && task.verb !== 'read';
  const facts = {
    task,
    desk,
    rule: rule?.value ?? null,
    cites: rule?.cites ?? [],
    proofs: [],
    names,
    phones: new Map(),
    register: null,
    approval: null,
  };
  tell(ctx, contacts.values(), (locale, contact) => ({
    view: reportCard(facts, { by: who[locale], at: ctx.now, lines: lines(locale) }, ack, locale),
    id: `task ${task.id} report ${task.version} ${contact.person}`,
  }));
  return readers;
}

/** What was found makes its correction due: by the rule's own word, and by `finding` where other rules wait for it. */
async function onFinding(
  ctx: Ctx,
  desk: Desk,
  task: Task,
  rule: ObligationEntry | null,
  findings: readonly Omit<NewProof, 'task' | 'by'>[],
  by: PersonId,
): Promise<void> {
  const names = new Set(['finding', ...(rule?.on_finding === undefined ? [] : [rule.on_finding])]);
  for (const [index, { finding, target }] of findings.entries()) {
    const name = nameOf(task);
    const words = finding ?? '';
    const subject = { zh: `${name.zh} ${words}`, en: `${name.en}: ${words}` };
    for (const event of names)
      await tasksTriggered(ctx, desk, {
        name: event,
        id: `${task.id}.${task.version}.${target ?? index}`,
        at: ctx.now,
        subject,
        slot: task.slot,
      });
  }
  ctx.unit.audit({ action: 'task.finding', person: by, desk: desk.id, subject: task.id, detail: { count: findings.length } });
}
