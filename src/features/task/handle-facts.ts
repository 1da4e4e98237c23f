import type { PersonId } from '../../core/ids.ts';
import type { Locale } from '../../core/locale.ts';
import { Temporal } from '../../core/time.ts';
import { recordOfForm, recordTypes } from '../../policy/index.ts';
import type { ObligationEntry } from '../../policy/schema/obligation.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Card } from '../../view/view.ts';
import { type Desk, loadDesk } from '../people/index.ts';
import { ruleOf } from './handle-world.ts';
import { loadNames, loadProofs, loadTask, loadToldAt } from './store.ts';
import { isForChannels, type Task } from './task.ts';
import { dueCard, type TaskFacts, taskCard } from './views.ts';

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
  const people: PersonId[] = [...proofs.map(({ by }) => by), ...tasks.flatMap(({ person }) => (person === null ? [] : [person]))];
  const names = await loadNames(ctx, people);
  return Promise.all(
    tasks.map(async (task) => {
      const rule = await ruleOf(ctx, desk, task);
      return {
        task,
        desk,
        rule: rule?.value ?? null,
        cites: rule?.cites ?? [],
        proofs: proofs.filter((proof) => proof.task === task.id),
        names,
        register: registerOf(task, rule?.value ?? null),
      };
    }),
  );
}

/** The live card of one task; null: it is gone. */
export async function viewTask(ctx: Ctx, id: string, locale: Locale): Promise<Card | null> {
  const task = await loadTask(ctx, id);
  const desk = task === null ? null : await loadDesk(ctx, task.desk);
  if (task === null || desk === null) return null;
  const [facts] = await factsOf(ctx, desk, [task]);
  return facts === undefined ? null : taskCard(facts, locale);
}

/** The live card of what a desk was told of at a moment, `desk.milliseconds.channel` or `….all`. */
export async function viewDue(ctx: Ctx, id: string, locale: Locale): Promise<Card | null> {
  const [deskId = '', at = '', whose] = id.split('.');
  const desk = await loadDesk(ctx, deskId);
  if (desk === null || !/^\d+$/.test(at)) return null;
  const told = await loadToldAt(ctx, desk.id, Temporal.Instant.fromEpochMilliseconds(Number(at)));
  const tasks = whose === 'all' ? told : told.filter(isForChannels);
  return tasks.length === 0 ? null : dueCard(desk, await factsOf(ctx, desk, tasks), locale);
}
