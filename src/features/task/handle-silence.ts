import type { PersonId } from '../../core/ids.ts';
import { Temporal } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import { notice, typed } from '../../view/build.ts';
import { contactsOf, type Desk, tell } from '../people/index.ts';
import { afterSilence } from './approval.ts';
import { approversOf, askApprovers, askedNow } from './handle-approvers.ts';
import { hearing } from './handle-crew.ts';
import { refreshTask } from './handle-plan.ts';
import type { ruleOf } from './handle-world.ts';
import { loadNames, loadProofs } from './store.ts';
import { handedIn, nameOf, type Task } from './task.ts';
import type { TaskChange } from './task-change.ts';
import { text } from './text.ts';

/**
 * Nobody has agreed to what was handed in: whoever is asked is reminded; on further silence it goes to whom they answer to, and whoever handed it in hears
 * of that. It does not go out unapproved however long it takes.
 */
export async function approvalTurn(ctx: Ctx, desk: Desk, task: Task, rule: Awaited<ReturnType<typeof ruleOf>>): Promise<TaskChange> {
  const report = handedIn(await loadProofs(ctx, [task.id]));
  if (report === undefined) return { task, nextAt: null };
  const value = rule?.value ?? null;
  const approvers = await approversOf(ctx, desk, value, report.by, true);
  const before = task.detail.approval ?? { asked: report.at.toString(), up: 0, reminded: 0 };
  const next = afterSilence(before, approvers.levels.length);
  if (next === 'rest') return { task, nextAt: null };
  const reminded = { ...before, reminded: before.reminded + 1 };
  const from = next === 'remind' ? reminded : { up: before.up + 1, reminded: 0 };
  const { approval, nextAt, people } = await askApprovers(ctx, desk, task, value, approvers, from);
  if (next === 'pass-on') await tellPassedOn(ctx, desk, task, { by: report.by, silent: askedNow(approvers, before), people });
  refreshTask(ctx, task);
  ctx.unit.audit({
    action: next === 'remind' ? 'task.remind-approver' : 'task.pass-on',
    desk: desk.id,
    subject: task.id,
    detail: { up: approval.up, people },
  });
  return { task, nextAt, detail: { ...task.detail, approval } };
}

interface PassedOn {
  readonly by: PersonId;
  readonly silent: readonly PersonId[];
  readonly people: readonly PersonId[];
}

/** Whoever handed it in reads who did not answer and who is asked now. */
async function tellPassedOn(ctx: Ctx, desk: Desk, task: Task, { by, silent, people }: PassedOn): Promise<void> {
  const at = Temporal.Instant.fromEpochMilliseconds(ctx.now.epochMilliseconds);
  const [contacts, names, hears] = await Promise.all([
    contactsOf(ctx, [by]),
    loadNames(ctx, [...silent, ...people]),
    hearing(ctx, desk, [by], { at, latest: null }),
  ]);
  const list = (who: readonly PersonId[]) => text.people(who.map((person) => names.get(person) ?? text.unknown));
  tell(ctx, contacts.values(), (locale) => ({
    view: notice('info', text.passedOn(nameOf(task)), [text.passedOnTo(list(silent), list(people))], locale, [
      typed(text.buttons.tasks, 'tasks', locale),
    ]),
    at: hears(by),
    id: `task ${task.id} passed-on ${task.version}`,
  }));
}
