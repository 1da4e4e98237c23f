import type { PersonId } from '../../core/ids.ts';
import { ok, type Result, refuse } from '../../core/result.ts';
import { Temporal } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';
import { lastSigned, type PressRefusal } from './decide/decide.ts';
import { planCancellation, stateWhile } from './file/plan.ts';
import { aboutOf, loadApproval, refreshCards } from './handle-approval.ts';
import { attempt } from './handle-attempt.ts';
import { type Decided, type DecideRefusal, type Loaded, loadForPress } from './handle-decide.ts';
import { deadEnd } from './handle-file.ts';
import { effectsOf } from './handle-registry.ts';
import { released, takenBack } from './handle-settle.ts';
import { openStage, tellOutcome } from './handle-tell.ts';
import { knownType } from './registry.ts';
import { openStates, type RequestState, type StoredRequest } from './request.ts';
import type { Question, Step, WholeRequest } from './request-record.ts';
import { saveCancelSteps, saveSteps, storedQuestion, updateRequest } from './store-write.ts';

/** Somebody who ends a request: one of its people, or a lead of the desk, who says why. */
export interface Ending {
  readonly id: string;
  readonly person: PersonId;
  readonly leads: boolean;
  readonly reason: string | null;
}

const decidedAlready = (whole: WholeRequest): PressRefusal => {
  const last = lastSigned(whole.steps);
  return {
    code: 'request.decided',
    state: whole.request.state,
    by: last?.decidedBy ?? null,
    at: last?.decidedAt ?? whole.request.decidedAt,
  };
};

/** Steps nobody is asked for any more. */
const skipped = (steps: readonly Step[]) =>
  steps
    .filter((step) => step.state === 'open' || step.state === 'waiting')
    .map((step) => ({ id: step.id, state: 'skipped' as const, decidedBy: null, decidedFor: null, reason: null }));

const isOwn = (request: StoredRequest, person: PersonId): boolean => person === request.subject || person === request.filedBy;

function moved(whole: WholeRequest, set: Partial<StoredRequest>, steps: readonly Step[] = whole.steps): WholeRequest {
  return { ...whole, steps, request: { ...whole.request, ...set, version: whole.request.version + 1 } };
}

/** The request ends before it was approved: everything held is let go, all who were asked see it. */
async function endUndecided(
  ctx: Ctx,
  { desk, whole }: Pick<Loaded, 'desk' | 'whole'>,
  state: Extract<RequestState, 'withdrawn' | 'declined' | 'lapsed'>,
  by: PersonId | null,
  reason: string | null,
  options: { readonly forgetDue: boolean },
): Promise<Decided> {
  const after = moved(whole, { state, stage: 0, decidedAt: ctx.now });
  saveSteps(ctx.unit, skipped(whole.steps), ctx.now);
  updateRequest(ctx, whole.request, { state, stage: 0, decidedAt: ctx.now });
  await released(ctx, desk, after, options);
  ctx.unit.audit({
    action: `request.${state === 'withdrawn' ? 'withdraw' : state === 'declined' ? 'take-back' : 'lapse'}`,
    person: by,
    desk: desk.id,
    subject: whole.request.id,
    policyVersion: whole.request.policyVersion,
    detail: { state, reasoned: reason !== null },
  });
  refreshCards(ctx, whole.request.id);
  const unreached = await tellOutcome(ctx, desk, after, by, reason);
  return { desk, whole: after, outcome: 'declined', judged: null, asked: [], unreached };
}

/** Takes a request back before it is decided. A lead may do so for somebody, and says why. */
export async function withdrawRequest(ctx: Ctx, ending: Ending): Promise<Result<Decided, DecideRefusal>> {
  return attempt<Decided, DecideRefusal>(ctx, async (inner) => {
    const loaded = await loadForPress(inner, ending.id);
    if (loaded === null) return refuse({ code: 'request.gone' });
    const { request } = loaded.whole;
    const own = isOwn(request, ending.person);
    if (!own && !ending.leads) return refuse({ code: 'request.not-yours', own: false, who: [request.subject] });
    if (!openStates.includes(request.state)) return refuse(decidedAlready(loaded.whole));
    if (!own && ending.reason === null) return refuse({ code: 'request.reason-needed' });
    return ok(await endUndecided(inner, loaded, 'withdrawn', ending.person, ending.reason, { forgetDue: true }));
  });
}

/** The partner agreed, and thinks better of it before anybody approved. */
export async function takeBackConsent(ctx: Ctx, id: string, person: PersonId): Promise<Result<Decided, DecideRefusal>> {
  return attempt<Decided, DecideRefusal>(ctx, async (inner) => {
    const loaded = await loadForPress(inner, id);
    if (loaded === null) return refuse({ code: 'request.gone' });
    const { request } = loaded.whole;
    if (request.partner !== person) return refuse({ code: 'request.not-yours', own: false, who: [] });
    if (!openStates.includes(request.state)) return refuse(decidedAlready(loaded.whole));
    return ok(await endUndecided(inner, loaded, 'declined', person, null, { forgetDue: true }));
  });
}

/**
 * Asks to take back what was approved: the same people sign again, and the other side agrees. Where nobody had to decide it is undone at once. What is
 * over stays as it was.
 */
export async function cancelRequest(ctx: Ctx, ending: Ending): Promise<Result<Decided, DecideRefusal>> {
  return attempt<Decided, DecideRefusal>(ctx, async (inner) => {
    const loaded = await loadForPress(inner, ending.id);
    if (loaded === null) return refuse({ code: 'request.gone' });
    const { desk, whole } = loaded;
    const { request } = whole;
    const takesPart = isOwn(request, ending.person) || request.partner === ending.person;
    if (!takesPart && !ending.leads) return refuse({ code: 'request.not-yours', own: false, who: [request.subject] });
    if (request.state !== 'approved') return refuse(decidedAlready(whole));
    if (ending.reason === null) return refuse({ code: 'request.reason-needed' });
    if (request.endsAt !== null && Temporal.Instant.compare(request.endsAt, inner.now) <= 0)
      return refuse({ code: 'request.too-late', since: request.endsAt });
    for (const effect of effectsOf(knownType(request.type))) {
      const late = (await effect.mayCancel?.(inner, desk, request, { leads: ending.leads })) ?? null;
      if (late !== null) return refuse({ code: 'request.effect', refusal: late });
    }
    const earlier = whole.steps.filter((step) => step.round === 'cancel');
    const grant = whole.steps.filter((step) => step.round === 'grant');
    const steps = planCancellation(grant, request, ending.person, earlier, () => inner.newId());
    const open = steps.filter((step) => step.state === 'open');
    const state = stateWhile(open, 'cancelled') === 'cancelled' ? 'cancelled' : 'cancelling';
    const stage = open[0]?.stage ?? 0;
    const question: Question = { about: 'cancel', by: ending.person, text: ending.reason, at: inner.now, answer: null, answeredAt: null };
    const after = { ...moved(whole, { state, stage }, [...grant, ...steps]), question };
    const approval = await loadApproval(inner, desk, aboutOf(after), steps, whole.approveNot);
    const nobody = takesPart
      ? null
      : deadEnd(
          steps.filter((step) => step.kind === 'approve'),
          approval,
        );
    if (nobody !== null) return refuse(nobody);
    saveCancelSteps(inner, request.id, steps, new Set(earlier.map((step) => step.id)));
    updateRequest(inner, request, {
      state,
      stage,
      question: storedQuestion(question),
      ...(state === 'cancelled' ? { decidedAt: inner.now } : {}),
    });
    inner.unit.audit({
      action: 'request.cancel',
      person: ending.person,
      desk: desk.id,
      subject: request.id,
      policyVersion: request.policyVersion,
      detail: { state, reasoned: true },
    });
    refreshCards(inner, request.id);
    if (state === 'cancelled') {
      const undone = await takenBack(inner, desk, after);
      if (!undone.ok) return refuse({ code: 'request.effect', refusal: undone.refusal });
      const unreached = await tellOutcome(inner, desk, after, ending.person, ending.reason);
      return ok({ desk, whole: after, outcome: 'taken-back', judged: null, asked: [], unreached });
    }
    planLapse(inner, desk, after);
    const told = await openStage(inner, desk, after, approval, open);
    return ok({ desk, whole: after, outcome: 'waits', judged: null, ...told });
  });
}

/** A cancellation nobody decides is void when the thing begins. */
function planLapse(ctx: Ctx, desk: Desk, whole: WholeRequest): void {
  const { id, startsAt, endsAt, version } = whole.request;
  const begins = startsAt !== null && Temporal.Instant.compare(startsAt, ctx.now) > 0 ? startsAt : endsAt;
  const at = begins ?? ctx.now.add({ hours: 24 * desk.settings.request_expiry_days });
  const asked = ctx.now.epochMilliseconds;
  ctx.unit.due({ kind: 'request.lapse', key: `${id}:cancel:${version}`, at, desk: desk.id, payload: { id, asked } });
}

/**
 * Ends a request nobody decided in time; a cancellation nobody decided leaves it approved. False: there was nothing to end. `forgetDue` false: called
 * by the very work that was due. `asked`: the moment the cancellation that would lapse was asked for, epoch milliseconds; one asked for later goes on.
 */
export async function lapse(
  ctx: Ctx,
  id: string,
  options: { readonly forgetDue: boolean; readonly asked?: number | undefined } = { forgetDue: true },
): Promise<boolean> {
  const loaded = await loadForPress(ctx, id);
  if (loaded === null) return false;
  const { desk, whole } = loaded;
  if (openStates.includes(whole.request.state)) {
    if (Temporal.Instant.compare(whole.lapsesAt, ctx.now) > 0) return false;
    await endUndecided(ctx, loaded, 'lapsed', null, null, options);
    return true;
  }
  if (whole.request.state !== 'cancelling') return false;
  if (options.asked !== undefined && whole.question?.at.epochMilliseconds !== options.asked) return false;
  const after = moved(whole, { state: 'approved', stage: 0 });
  saveSteps(ctx.unit, skipped(whole.steps.filter((step) => step.round === 'cancel')), ctx.now);
  updateRequest(ctx, whole.request, { state: 'approved', stage: 0 });
  ctx.unit.audit({
    action: 'request.cancel-lapsed',
    desk: desk.id,
    subject: id,
    policyVersion: whole.request.policyVersion,
    detail: { state: 'approved' },
  });
  refreshCards(ctx, id);
  await tellOutcome(ctx, desk, after, null, null);
  return true;
}
