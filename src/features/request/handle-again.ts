import type { PersonCtx } from '../../runtime/context.ts';
import { loadDesk } from '../people/index.ts';
import { loadApproval } from './handle-approval.ts';
import type { Filed } from './handle-file.ts';
import { typeOf } from './registry.ts';
import { openStates, type RequestId } from './request.ts';
import { loadRequest } from './store.ts';

/**
 * What a form has filed already, for whoever sends it once more: they are answered as they were the first time, with where it stands by now. Null: it has
 * filed nothing, or was somebody else's.
 */
export async function filedBefore(
  ctx: PersonCtx,
  form: RequestId | undefined,
): Promise<(Omit<Filed, 'ruling'> & { readonly type: string; readonly kind: string | null }) | null> {
  const whole = form === undefined ? null : await loadRequest(ctx, form);
  if (whole === null || whole.request.filedBy !== ctx.actor.person || typeOf(whole.request.type) === null) return null;
  const { id, state, type, kind } = whole.request;
  const desk = await loadDesk(ctx, whole.request.desk);
  const steps = whole.steps.filter((step) => step.state === 'open');
  if (desk === null || !openStates.includes(state) || steps.length === 0) return { id, state, type, kind, asked: [], unreached: [] };
  const approval = await loadApproval(ctx, desk, whole.request, steps, whole.approveNot);
  const asked = [...new Set(steps.flatMap((step) => approval.signers(step).map(({ person }) => person)))];
  const linked = (person: string): boolean => approval.directory.holders.some((one) => one.person === person && one.linked);
  return { id, state, type, kind, asked, unreached: asked.filter((person) => !linked(person)) };
}
