import type { PersonId } from '../../core/ids.ts';
import { ok, type Result, refuse } from '../../core/result.ts';
import type { Ctx } from '../../runtime/context.ts';
import { blocking } from './file/case.ts';
import { openFirst, stateWhile } from './file/plan.ts';
import { loadApproval, refreshCards } from './handle-approval.ts';
import { attempt } from './handle-attempt.ts';
import { type Decided, type DecideRefusal, judgeStored, loadForPress } from './handle-decide.ts';
import { touchSides } from './handle-file.ts';
import { granted } from './handle-settle.ts';
import { openStage } from './handle-tell.ts';
import type { Step, WholeRequest } from './request-record.ts';
import { saveSteps, updateRequest } from './store-write.ts';

/**
 * Somebody of the group takes an open call: they become the partner, which is their consent, and the chain begins. The first wins; whoever comes
 * second reads who took it. Judged with them in it, on the roster that would result.
 */
export async function takeCall(ctx: Ctx, id: string, person: PersonId): Promise<Result<Decided, DecideRefusal>> {
  return attempt<Decided, DecideRefusal>(ctx, async (inner) => {
    const loaded = await loadForPress(inner, id);
    if (loaded === null) return refuse({ code: 'request.gone' });
    const { desk, whole } = loaded;
    const { request } = whole;
    if (request.state !== 'open-call')
      return refuse({ code: 'request.decided', state: request.state, by: request.partner, at: request.decidedAt });
    if (whole.lapsesAt.epochMilliseconds <= inner.now.epochMilliseconds) return refuse({ code: 'request.too-late', since: whole.lapsesAt });
    if (person === request.subject) return refuse({ code: 'request.not-yours', own: true, who: [] });
    const taken: WholeRequest = { ...whole, request: { ...request, partner: person } };
    await touchSides(inner, taken.request);
    const judged = await judgeStored(inner, desk, taken);
    if (judged.rosterRefusal !== null) return refuse({ code: 'request.roster', ...judged.rosterRefusal });
    const decides = whole.steps.some((step) => step.kind === 'approve');
    const against = blocking(judged.ruling.findings, decides);
    if (against.length > 0) return refuse({ code: 'request.against-rules', findings: against });
    const confirmed = whole.steps.map(
      (step): Step => (step.kind === 'confirm' ? { ...step, state: 'agreed', decidedBy: person, decidedAt: inner.now } : step),
    );
    const chain = openFirst(confirmed.filter((step) => step.kind === 'approve'));
    const open = chain.filter((step) => step.state === 'open');
    const state = stateWhile(open, 'approved');
    const stage = open[0]?.stage ?? 0;
    const after: WholeRequest = {
      ...taken,
      steps: [...confirmed.filter((step) => step.kind === 'confirm'), ...chain],
      request: {
        ...taken.request,
        state,
        stage,
        station: request.station,
        decidedAt: state === 'approved' ? inner.now : null,
        policyVersion: judged.policy.version,
        version: request.version + 1,
      },
    };
    saveSteps(
      inner.unit,
      after.steps.filter((step) => step.state !== 'waiting'),
      inner.now,
    );
    updateRequest(inner, request, {
      partnerId: person,
      state,
      stage,
      decidedAt: after.request.decidedAt,
      policyVersion: judged.policy.version,
    });
    inner.unit.audit({
      action: 'request.take',
      person,
      desk: desk.id,
      subject: request.id,
      policyVersion: judged.policy.version,
      detail: { state },
    });
    refreshCards(inner, request.id);
    if (state === 'approved') {
      const done = await granted(inner, desk, after, judged, person, { stored: true });
      if (!done.ok) return refuse({ code: 'request.effect', refusal: done.refusal });
      return ok({ desk, whole: after, outcome: 'granted', judged, asked: [], unreached: done.value });
    }
    const approval = await loadApproval(inner, desk, after.request, after.steps, after.approveNot, judged.surroundings);
    return ok({ desk, whole: after, outcome: 'waits', judged, ...(await openStage(inner, desk, after, approval, open)) });
  });
}

/** The taker of an open call gives it back before it is approved: it is open again for the others. */
export async function reopenCall(ctx: Ctx, id: string, person: PersonId): Promise<Result<Decided, DecideRefusal>> {
  return attempt<Decided, DecideRefusal>(ctx, async (inner) => {
    const loaded = await loadForPress(inner, id);
    if (loaded === null) return refuse({ code: 'request.gone' });
    const { desk, whole } = loaded;
    const { request } = whole;
    if (request.partner !== person) return refuse({ code: 'request.not-yours', own: false, who: [] });
    if (request.state !== 'approving' && request.state !== 'asked')
      return refuse({ code: 'request.decided', state: request.state, by: request.partner, at: request.decidedAt });
    const steps = whole.steps.map(
      (step): Step => ({ ...step, state: 'waiting', decidedBy: null, decidedFor: null, decidedAt: null, reason: null }),
    );
    saveSteps(inner.unit, steps, inner.now);
    updateRequest(inner, request, { partnerId: null, state: 'open-call', stage: 0, question: null });
    inner.unit.audit({ action: 'request.give-back', person, desk: desk.id, subject: request.id, detail: { state: 'open-call' } });
    refreshCards(inner, request.id);
    const after: WholeRequest = {
      ...whole,
      steps,
      question: null,
      request: { ...request, partner: null, state: 'open-call', stage: 0, version: request.version + 1 },
    };
    return ok({ desk, whole: after, outcome: 'waits', judged: null, asked: [], unreached: [] });
  });
}
