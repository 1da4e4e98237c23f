import type { PersonId } from '../../core/ids.ts';
import type { Locale } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import { periodRecord, recordOfForm, recordTypes } from '../../policy/index.ts';
import type { ObligationEntry } from '../../policy/schema/obligation.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Card } from '../../view/view.ts';
import { contactsOf, type Desk, loadDesk } from '../people/index.ts';
import { periodsOf, periodWords } from '../record/index.ts';
import { readCardName, toldAnew } from './card-name.ts';
import { approversOf, askedNow } from './handle-approvers.ts';
import { loadCrews, responsibleFor } from './handle-crew.ts';
import { ruleOf } from './handle-world.ts';
import { isEach } from './proof.ts';
import { loadNames, loadOnCard, loadProofs, loadTask, longestOverdue } from './store.ts';
import { handedIn, type Proof, type Task } from './task.ts';
import { text } from './text.ts';
import { dueCard, movedCard, type TaskFacts, taskCard } from './views.ts';

/** The register whose entry proves a task: the form its rule names, or the record of that name; null: it is proved another way. */
export function registerOf(task: Pick<Task, 'verb' | 'object'>, rule: ObligationEntry | null): string | null {
  if (task.verb !== 'submit' && task.verb !== 'record' && task.verb !== 'return') return null;
  for (const form of [...(rule?.form ?? []), task.object]) {
    const type = recordOfForm(form, recordTypes());
    // Nobody writes in a ledger: what is handed in of it is proved by words.
    if (type !== null && !type.code.endsWith('-ledger')) return type.code;
  }
  return null;
}

/** What it takes to draw tasks of one desk, in three round trips at most. */
export async function factsOf(ctx: Ctx, desk: Desk, tasks: readonly Task[]): Promise<readonly TaskFacts[]> {
  const proofs = await loadProofs(
    ctx,
    tasks
      .filter(
        (task) => task.state !== 'open' || task.done > 0 || task.detail.waiting === true || task.verb === 'call' || task.verb === 'read',
      )
      .map(({ id }) => id),
  );
  const rules = new Map(await Promise.all(tasks.map(async (task) => [task.id, await ruleOf(ctx, desk, task)] as const)));
  const approvals = new Map(
    await Promise.all(
      tasks.map(async (task) => {
        const own = proofs.filter((proof) => proof.task === task.id);
        return [task.id, await approvalOf(ctx, desk, task, rules.get(task.id)?.value ?? null, own)] as const;
      }),
    ),
  );
  const people: PersonId[] = [
    ...proofs.map(({ by }) => by),
    ...tasks.flatMap(({ person }) => (person === null ? [] : [person])),
    ...[...approvals.values()].flatMap((approval) => approval?.people ?? []),
  ];
  const onDuty = [...new Set(tasks.flatMap(({ state, detail }) => (state === 'missed' ? (detail.onDuty ?? []) : [])))];
  const [names, contacts] = await Promise.all([
    loadNames(ctx, [...people, ...onDuty]),
    onDuty.length === 0 ? null : contactsOf(ctx, onDuty),
  ]);
  const phones = new Map([...(contacts?.values() ?? [])].map(({ person, phone }) => [person, phone]));
  return Promise.all(
    tasks.map(async (task) => {
      const rule = rules.get(task.id) ?? null;
      const register = registerOf(task, rule?.value ?? null);
      return {
        task: await withPeriods(ctx, desk, task, register),
        desk,
        rule: rule?.value ?? null,
        cites: rule?.cites ?? [],
        proofs: proofs.filter((proof) => proof.task === task.id),
        names,
        phones,
        register,
        approval: approvals.get(task.id) ?? null,
      };
    }),
  );
}

/** Who is asked to agree to something handed in, and since when. */
async function approvalOf(
  ctx: Ctx,
  desk: Desk,
  { detail }: Task,
  rule: ObligationEntry | null,
  proofs: readonly Proof[],
): Promise<TaskFacts['approval']> {
  const report = detail.waiting === true ? handedIn(proofs) : undefined;
  if (report === undefined) return null;
  const { up, asked } = detail.approval ?? { up: 0, asked: report.at.toString() };
  return { people: askedNow(await approversOf(ctx, desk, rule, report.by, true), { up }), since: Temporal.Instant.from(asked) };
}

/** Watching in key periods. */
const keyPeriod = 'key-period';

/** What a watch in key periods is about: those of its day; what the list of them is about: those of the week that comes. */
async function withPeriods(ctx: Ctx, desk: Desk, task: Task, register: string | null): Promise<Task> {
  if (task.object !== keyPeriod && register !== periodRecord) return task;
  const day = Temporal.PlainDate.from(task.detail.on);
  const monday = day.add({ days: 8 - day.dayOfWeek });
  const [from, until] = register === periodRecord ? [monday, monday.add({ days: 6 })] : [day, day];
  const periods = (await periodsOf(ctx, desk, from.toString(), until.toString())).map(periodWords);
  if (periods.length === 0) return task;
  const subject = { zh: periods.map(({ zh }) => zh).join('、'), en: periods.map(({ en }) => en).join(', ') };
  return { ...task, detail: { ...task.detail, subject } };
}

/** Of tasks that are nobody's own, who has to do them now, where that is others than the reader of a card. */
async function forReader(ctx: Ctx, desk: Desk, facts: readonly TaskFacts[], reader: PersonId | null): Promise<readonly TaskFacts[]> {
  const shared = facts.filter(({ task }) => task.state === 'open' && task.slot === null && task.person === null && !isEach(task));
  if (reader === null || shared.length === 0) return facts;
  const crews = await loadCrews(ctx, [desk], ctx.now);
  const passed = new Map<string, readonly PersonId[]>();
  for (const { task } of shared) {
    const people = await responsibleFor(ctx, desk, task, crews);
    if (!people.includes(reader)) passed.set(task.id, people);
  }
  if (passed.size === 0) return facts;
  const names = await loadNames(ctx, [...passed.values()].flat());
  return facts.map((one) => {
    const people = passed.get(one.task.id);
    return people === undefined ? one : { ...one, passedTo: text.people(people.map((person) => names.get(person) ?? text.unknown)) };
  });
}

/** The live card of one task, `id` or `id.name` of the card; null: it is gone. */
export async function viewTask(ctx: Ctx, subject: string, locale: Locale): Promise<Card | null> {
  const [id = '', ...rest] = subject.split('.');
  const name = rest.join('.');
  const task = await loadTask(ctx, id);
  const desk = task === null ? null : await loadDesk(ctx, task.desk);
  if (task === null || desk === null) return null;
  const anew = toldAnew(task, name, ctx.now);
  if (anew !== null) return movedCard(desk, [task], anew, locale);
  const [facts] = await forReader(ctx, desk, await factsOf(ctx, desk, [task]), readCardName(name)?.reader ?? null);
  return facts === undefined ? null : taskCard(facts, locale);
}

/** The live card of what a reader or the channels were told of at a moment, the desk and the name of the card; null: it is gone. */
export async function viewDue(ctx: Ctx, subject: string, locale: Locale): Promise<Card | null> {
  const [deskId = '', ...rest] = subject.split('.');
  const name = rest.join('.');
  const card = readCardName(name);
  const desk = await loadDesk(ctx, deskId);
  if (desk === null || card === null) return null;
  const tasks = await loadOnCard(ctx, desk.id, card.kind === 'due' ? card.at : card.at.subtract(longestOverdue), name);
  const here = tasks.filter((task) => toldAnew(task, name, ctx.now) === null);
  const more = { moved: tasks.length - here.length, held: card.held ? heldSince(tasks, card.at) : null };
  if (here.length > 0) return dueCard(desk, await forReader(ctx, desk, await factsOf(ctx, desk, here), card.reader), locale, more);
  const [anew] = tasks
    .flatMap((task) => toldAnew(task, name, ctx.now) ?? [])
    .toSorted(Temporal.Instant.compare)
    .toReversed();
  return anew === undefined ? null : movedCard(desk, tasks, anew, locale);
}

/** The first thing that waited for the end of the quiet hours, which are shorter than a day. */
function heldSince(tasks: readonly Task[], at: Instant): Instant {
  const moments = tasks.flatMap(({ state, toldAt, dueAt }) => (state === 'open' || state === 'done' ? (toldAt ?? []) : dueAt));
  const night = moments.filter((moment) => Temporal.Instant.compare(at.subtract({ hours: 24 }), moment) < 0);
  return night.toSorted(Temporal.Instant.compare)[0] ?? at;
}
