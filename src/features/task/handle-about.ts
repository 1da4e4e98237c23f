import type { PersonId } from '../../core/ids.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';
import { prove } from './handle-finish.ts';
import { loadProvable } from './store.ts';

/** Something other slices wrote that proves a task an event of theirs made due. */
interface WrittenAbout {
  /** The id of the incident, notice or hand-over. */
  readonly about: string;
  /** What the task asks for: `incident-report`. */
  readonly object: string;
  readonly by: PersonId;
  /** What was written. */
  readonly content: string;
}

/** The open tasks about an event that ask for what was just written are done with it. Its own slice sends it to whom it goes. */
export async function proveAbout(ctx: Ctx, desk: Desk, { about, object, by, content }: WrittenAbout): Promise<void> {
  const tasks = (await loadProvable(ctx, desk.id, [object])).filter(({ detail }) => detail.about === about);
  for (const task of tasks)
    await prove(ctx, desk, task, {
      by,
      proofs: [{ kind: 'report', target: null, finding: null, detail: { content }, entry: null }],
      done: task.done + 1,
      lines: null,
    });
}
