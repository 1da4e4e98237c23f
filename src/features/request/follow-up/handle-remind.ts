import type { Ctx } from '../../../runtime/context.ts';
import { loadDesk } from '../../people/index.ts';
import { roundOf } from '../decide/decide.ts';
import { aboutOf, loadApproval, sendCards } from '../handle-approval.ts';
import { planReminder, tellVacant } from '../handle-tell.ts';
import type { Round } from '../request-record.ts';
import { loadRequest } from '../store.ts';

/** Reminders of one step; after that only what lapses is told. */
const mostReminders = 8;

/**
 * Somebody is slow: those who may sign get the card again, the desk's leads hear of a signature nobody holds any more. Nothing happens where the
 * stage is over, or the desk wants no reminders.
 */
export async function remindSlow(
  ctx: Ctx,
  due: { readonly id: string; readonly round: Round; readonly stage: number; readonly times: number },
): Promise<void> {
  const whole = await loadRequest(ctx, due.id);
  const desk = whole === null ? null : await loadDesk(ctx, whole.request.desk);
  if (whole === null || desk === null) return;
  const { request } = whole;
  const waits = request.state === 'confirming' || request.state === 'approving' || request.state === 'cancelling';
  // Whoever asked a question waits for the answer.
  if ((!waits && request.state !== 'asked') || roundOf(request.state) !== due.round) return;
  const open = whole.steps.filter((step) => step.round === due.round && step.state === 'open' && step.stage === due.stage);
  if (open.length === 0 || due.times > mostReminders) return;
  const approval = await loadApproval(ctx, desk, aboutOf(whole), whole.steps, whole.approveNot);
  // A second attempt to take it back, or the next who took an open call, is reminded of on its own.
  const of = due.round === 'cancel' ? (whole.question?.at.epochMilliseconds ?? '') : (request.partner ?? '');
  for (const step of open) {
    const people = approval.signers(step).map((signer) => signer.person);
    if (people.length === 0) await tellVacant(ctx, desk, whole, step);
    if (people.length === 0 || desk.settings.request_reminder_hours === null || request.state === 'asked') continue;
    const kind = step.kind === 'approve' ? 'decide' : step.words.includes('partner') ? 'partner' : 'mine';
    await sendCards(ctx, request.id, kind, people, `remind:${due.round}:${due.stage}:${due.times}:${of}`);
  }
  planReminder(ctx, desk, due.id, open, due.times + 1);
}
