import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice } from '../../view/build.ts';
import type { Form, FormValues } from '../../view/view.ts';
import { contactsOf, type Desk, loadDesk, mayLead, tell } from '../people/index.ts';
import { approversOf, mayDecide } from './handle-approvers.ts';
import { loadCrews, responsibleFor } from './handle-crew.ts';
import { viewTask } from './handle-facts.ts';
import { deliver, receiversOf } from './handle-finish.ts';
import { listSubject, planTurns, refreshTask } from './handle-plan.ts';
import { say } from './handle-press.ts';
import { ruleOf } from './handle-world.ts';
import { proofWords } from './proof.ts';
import { loadProofs, loadTask } from './store.ts';
import { insertProofs, updateTasks } from './store-write.ts';
import { handedIn, nameOf, type Proof, type Task, type TaskDetail } from './task.ts';
import { text } from './text.ts';
import { climbsAt } from './turn.ts';

interface Waiting {
  readonly task: Task;
  readonly desk: Desk;
  /** What was handed in last. */
  readonly report: Proof;
}

/** The task, where this person may decide on it; else the reply that says why not. */
async function waitingFor(ctx: PersonCtx, id: string): Promise<Waiting | Reply> {
  const task = await loadTask(ctx, id);
  const desk = task === null ? null : await loadDesk(ctx, task.desk);
  if (task === null || desk === null) return say(ctx, notice('warn', text.gone, [text.goneWhy], ctx.locale));
  const report = handedIn(await loadProofs(ctx, [task.id]));
  const rule = await ruleOf(ctx, desk, task);
  const approvers = report === undefined ? null : await approversOf(ctx, desk, rule?.value ?? null, report.by, true);
  const up = task.detail.approval?.up ?? 0;
  if (approvers !== null && !mayDecide(approvers, { up }).includes(ctx.actor.person))
    return say(ctx, notice('warn', text.notApprover, [], ctx.locale));
  if (task.detail.waiting !== true || report === undefined) return say(ctx, notice('info', text.notWaiting, [], ctx.locale));
  return { task, desk, report };
}

const decided = ({ waiting: _, approval: __, ...detail }: TaskDetail): TaskDetail => detail;

/** What was handed in, for whoever has to decide on it, does such work or leads the desk. */
export async function showWaiting(ctx: PersonCtx, id: string): Promise<Reply> {
  const task = await loadTask(ctx, id);
  const desk = task === null ? null : await loadDesk(ctx, task.desk);
  if (task === null || desk === null) return say(ctx, notice('warn', text.gone, [text.goneWhy], ctx.locale));
  if (task.detail.waiting !== true) return say(ctx, notice('info', text.notWaiting, [], ctx.locale));
  const me = ctx.actor.person;
  const mine = task.detail.approval?.people.includes(me) === true || mayLead(ctx.actor, desk);
  const people = mine ? [] : await responsibleFor(ctx, desk, task, await loadCrews(ctx, [desk], ctx.now));
  if (!mine && !people.includes(me)) return say(ctx, notice('warn', text.notYours(nameOf(task)), [], ctx.locale));
  const view = await viewTask(ctx, task.id, ctx.locale);
  return view === null ? say(ctx, notice('warn', text.gone, [text.goneWhy], ctx.locale)) : say(ctx, view);
}

/** `同意`: it counts, and goes to whom the rule names. */
export async function agree(ctx: PersonCtx, id: string): Promise<Reply> {
  const found = await waitingFor(ctx, id);
  if ('kind' in found) return found;
  const { task, desk, report } = found;
  updateTasks(ctx, [{ task, state: 'done', doneAt: ctx.now, nextAt: null, detail: decided(task.detail) }]);
  insertProofs(ctx, [{ task: task.id, kind: 'agree', target: null, finding: null, detail: {}, entry: null, by: ctx.actor.person }]);
  refreshTask(ctx, task);
  ctx.unit.refresh(listSubject(ctx.actor.person));
  ctx.unit.audit({ action: 'task.agree', person: ctx.actor.person, desk: desk.id, subject: task.id });
  await deliver(ctx, desk, task, report.by, (locale) => proofWords(report, locale));
  return say(ctx, notice('ok', text.approvedNow(nameOf(task)), [], ctx.locale));
}

/** `退回…`: asks why. */
export async function openSendBack(ctx: PersonCtx, id: string): Promise<Reply> {
  const found = await waitingFor(ctx, id);
  if ('kind' in found) return found;
  return { kind: 'form', locale: ctx.locale, form: backForm(ctx, found.task) };
}

const backForm = (ctx: PersonCtx, task: Task): Form => ({
  kind: 'form',
  route: 'task.back',
  args: { id: task.id },
  title: text.buttons.sendBack[ctx.locale],
  intro: [{ kind: 'text', text: nameOf(task)[ctx.locale] }],
  fields: [{ kind: 'long-text', name: 'reason', label: text.fields.reason[ctx.locale], required: true, maxLength: 500 }],
  submit: text.buttons.sendBack[ctx.locale].replace('…', ''),
  cancel: { zh: '取消', en: 'Cancel' }[ctx.locale],
});

/** It is to be done again, with the reason. */
export async function sendBack(ctx: PersonCtx, id: string, values: FormValues): Promise<Reply> {
  const found = await waitingFor(ctx, id);
  if ('kind' in found) return found;
  const { task, desk, report } = found;
  const { reason } = values;
  const why = typeof reason === 'string' ? reason.trim() : '';
  if (why === '')
    return { kind: 'invalid', locale: ctx.locale, form: backForm(ctx, task), errors: { reason: text.wrong.needed[ctx.locale] } };
  // What was missed already goes on up the line a day after this, if it is not done again.
  const nextAt = task.state === 'missed' ? climbsAt(ctx.now) : task.dueAt;
  updateTasks(ctx, [{ task, done: 0, nextAt, detail: decided(task.detail) }]);
  planTurns(ctx, desk.id, [nextAt]);
  insertProofs(ctx, [{ task: task.id, kind: 'back', target: null, finding: why, detail: {}, entry: null, by: ctx.actor.person }]);
  refreshTask(ctx, task);
  ctx.unit.refresh(listSubject(ctx.actor.person));
  ctx.unit.audit({ action: 'task.back', person: ctx.actor.person, desk: desk.id, subject: task.id });
  const contacts = await contactsOf(ctx, [report.by]);
  tell(ctx, contacts.values(), (locale) => ({
    view: notice('warn', text.backTo(nameOf(task)), [why], locale),
    id: `task ${task.id} back ${task.version}`,
  }));
  return say(ctx, notice('ok', text.sentBack(nameOf(task)), [], ctx.locale));
}

/** `已收到`: one of those it was sent to confirms. */
export async function acknowledge(ctx: PersonCtx, id: string): Promise<Reply> {
  const task = await loadTask(ctx, id);
  const desk = task === null ? null : await loadDesk(ctx, task.desk);
  if (task === null || desk === null) return say(ctx, notice('warn', text.gone, [text.goneWhy], ctx.locale));
  const rule = await ruleOf(ctx, desk, task);
  const proofs = await loadProofs(ctx, [task.id]);
  const { people } = await receiversOf(ctx, desk, rule?.value ?? null, proofs.find(({ kind }) => kind !== 'ack')?.by ?? null);
  if (!people.includes(ctx.actor.person)) return say(ctx, notice('warn', text.notYours(nameOf(task)), [], ctx.locale));
  if (proofs.some(({ kind, by }) => kind === 'ack' && by === ctx.actor.person))
    return say(ctx, notice('info', text.receivedBefore, [], ctx.locale));
  updateTasks(ctx, [{ task }]);
  insertProofs(ctx, [{ task: task.id, kind: 'ack', target: null, finding: null, detail: {}, entry: null, by: ctx.actor.person }]);
  refreshTask(ctx, task);
  ctx.unit.refresh(listSubject(ctx.actor.person));
  return say(ctx, notice('ok', text.received(nameOf(task)), [], ctx.locale));
}
