import type { PersonId } from '../../core/ids.ts';
import { ok, type Result } from '../../core/result.ts';
import { Temporal } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';
import { slotsOfPerson } from '../roster/index.ts';
import { planFollowUps } from './file/plan.ts';
import { loadApproval, sendCards } from './handle-approval.ts';
import type { Judged } from './handle-case.ts';
import { effectsOf } from './handle-registry.ts';
import { tellNotified, tellOutcome } from './handle-tell.ts';
import { knownType } from './registry.ts';
import type { EffectRefusal } from './request.ts';
import type { FollowUp, WholeRequest } from './request-record.ts';
import { freeDuties, insertFollowUps, settleFollowUp } from './store-write.ts';

/** Duties after the end of a request that are looked at for a follow-up counted in rostered days. */
const mostDuties = 15;

/**
 * Carries out what was approved, in the unit of the decision: effects, what is owed afterwards, whom a rule has told. `stored` false: it is filed and
 * approved in one. Gives who of its people cannot be written to.
 */
export async function granted(
  ctx: Ctx,
  desk: Desk,
  whole: WholeRequest,
  judged: Judged,
  by: PersonId,
  options: { readonly stored: boolean },
): Promise<Result<readonly PersonId[], EffectRefusal>> {
  const { request } = whole;
  for (const effect of effectsOf(judged.type)) {
    const applied = (await effect.apply?.(ctx, desk, request)) ?? ok(undefined);
    if (!applied.ok) return applied;
  }
  const { away } = judged.request;
  const endsAt = away?.end ?? request.endsAt;
  const after = endsAt ?? ctx.now;
  const coming = judged.ruling.followUps.some((owed) => owed.due !== null && 'rosteredDays' in owed.due)
    ? (await slotsOfPerson(ctx, request.subject, after, mostDuties)).filter((slot) => Temporal.Instant.compare(slot.startsAt, after) >= 0)
    : [];
  const followUps = planFollowUps(
    judged.ruling.followUps,
    {
      zone: desk.zone,
      approvedAt: ctx.now,
      startsAt: away?.start ?? request.startsAt,
      endsAt,
      dutiesAfter: [...new Set(coming.map((slot) => slot.dutyOn))],
    },
    () => ctx.newId(),
  );
  insertFollowUps(ctx, request.id, followUps);
  for (const one of followUps) planFollowUp(ctx, desk, one);
  if (options.stored) ctx.unit.undue('request.lapse', request.id);
  const approval = await loadApproval(ctx, desk, request, [], whole.approveNot, judged.surroundings);
  await tellNotified(ctx, desk, whole, approval);
  if (!options.stored) {
    const people = [request.subject, request.filedBy];
    const unreached = await sendCards(ctx, request.id, 'mine', [...new Set(people)], 'filed');
    if (request.partner !== null) await sendCards(ctx, request.id, 'partner', [request.partner], 'filed');
    return ok(unreached);
  }
  return ok(await tellOutcome(ctx, desk, whole, by, null));
}

/** Hours before something is due at which it is asked for again. */
const remindHours = 24;

/** The moments at which a follow-up is asked for, and at which it is missed. */
function planFollowUp(ctx: Ctx, desk: Desk, followUp: FollowUp): void {
  const { id, dueAt, remind } = followUp;
  if (dueAt === null) return;
  ctx.unit.due({ kind: 'request.follow-up', key: `${id}:missed`, at: dueAt, desk: desk.id, payload: { id, missed: true } });
  const early = dueAt.subtract({ hours: remindHours });
  const at = Temporal.Instant.compare(early, ctx.now) > 0 ? early : null;
  if (remind && at !== null)
    ctx.unit.due({ kind: 'request.follow-up', key: `${id}:remind`, at, desk: desk.id, payload: { id, missed: false } });
}

/** Work that is due itself must not take itself back. */
interface Forgetting {
  readonly forgetDue: boolean;
}

/** It came to nothing before it was approved: what was held is let go, its shifts are free again. */
export async function released(ctx: Ctx, desk: Desk, whole: WholeRequest, { forgetDue }: Forgetting): Promise<void> {
  const { request } = whole;
  for (const effect of effectsOf(knownType(request.type))) await effect.release?.(ctx, desk, request);
  freeDuties(ctx.unit, request.id);
  if (forgetDue) ctx.unit.undue('request.lapse', request.id);
}

/** What was approved is taken back: undone as far as it can be, nothing is owed any more. */
export async function takenBack(ctx: Ctx, desk: Desk, whole: WholeRequest): Promise<Result<void, EffectRefusal>> {
  const { request } = whole;
  for (const effect of effectsOf(knownType(request.type)).toReversed()) {
    const undone = (await effect.undo?.(ctx, desk, request)) ?? ok(undefined);
    if (!undone.ok) return undone;
  }
  freeDuties(ctx.unit, request.id);
  for (const one of whole.followUps.filter((each) => each.state === 'waiting')) dropFollowUp(ctx, one);
  return ok(undefined);
}

function dropFollowUp(ctx: Ctx, one: FollowUp): void {
  settleFollowUp(ctx.unit, one.id, 'dropped', null, ctx.now);
  forgetFollowUp(ctx, one);
}

/** Its reminders are not needed any more. */
export function forgetFollowUp(ctx: Ctx, one: Pick<FollowUp, 'id'>): void {
  ctx.unit.undue('request.follow-up', `${one.id}:missed`);
  ctx.unit.undue('request.follow-up', `${one.id}:remind`);
}
