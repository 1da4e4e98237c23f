import type { PersonId } from '../../core/ids.ts';
import { ok, type Result, refuse } from '../../core/result.ts';
import type { Ctx } from '../../runtime/context.ts';
import { openFor } from './decide/decide.ts';
import { standIns } from './decide/stand-ins.ts';
import { type Approval, refreshCards, sendCards } from './handle-approval.ts';
import { attempt } from './handle-attempt.ts';
import { type Decided, type DecideRefusal, type Loaded, loadForPress } from './handle-decide.ts';
import type { Question, WholeRequest } from './request-record.ts';
import { handStep, storedQuestion, updateRequest } from './store-write.ts';

/** A decider asks back instead of deciding; the asker answers, and it goes on. */
export async function askBack(ctx: Ctx, id: string, person: PersonId, said: string): Promise<Result<Decided, DecideRefusal>> {
  return attempt<Decided, DecideRefusal>(ctx, async (inner) => {
    const loaded = await loadForPress(inner, id);
    if (loaded === null) return refuse({ code: 'request.gone' });
    const mine = openFor(person, 'approve', loaded.facts);
    if (!mine.ok) return mine;
    const { whole, desk } = loaded;
    const { request } = whole;
    if (request.state === 'cancelling') return refuse({ code: 'request.nothing-asked' });
    const question: Question = { about: 'grant', by: person, text: said, at: inner.now, answer: null, answeredAt: null };
    updateRequest(inner, request, { state: 'asked', question: storedQuestion(question) });
    inner.unit.audit({ action: 'request.ask', person, desk: desk.id, subject: id, detail: { state: 'asked' } });
    const after: WholeRequest = { ...whole, question, request: { ...request, state: 'asked', version: request.version + 1 } };
    refreshCards(inner, id);
    const unreached = await sendCards(inner, id, 'mine', [...new Set([request.subject, request.filedBy])], `asked:${request.version}`);
    return ok({ desk, whole: after, outcome: 'waits', judged: null, asked: [request.subject], unreached });
  });
}

/** The answer of one of the askers; whoever asked gets the card again. */
export async function answerQuestion(ctx: Ctx, id: string, person: PersonId, said: string): Promise<Result<Decided, DecideRefusal>> {
  return attempt<Decided, DecideRefusal>(ctx, async (inner) => {
    const loaded = await loadForPress(inner, id);
    if (loaded === null) return refuse({ code: 'request.gone' });
    const { whole, desk } = loaded;
    const { request, question } = whole;
    if (person !== request.subject && person !== request.filedBy)
      return refuse({ code: 'request.not-yours', own: false, who: [request.subject] });
    if (request.state !== 'asked' || question === null) return refuse({ code: 'request.nothing-asked' });
    const answered: Question = { ...question, answer: said, answeredAt: inner.now };
    updateRequest(inner, request, { state: 'approving', question: storedQuestion(answered) });
    inner.unit.audit({ action: 'request.answer', person, desk: desk.id, subject: id, detail: { state: 'approving' } });
    refreshCards(inner, id);
    const unreached = await sendCards(inner, id, 'decide', [question.by], `answered:${request.version}`);
    const after: WholeRequest = { ...whole, question: answered, request: { ...request, state: 'approving', version: request.version + 1 } };
    return ok({ desk, whole: after, outcome: 'waits', judged: null, asked: [question.by], unreached });
  });
}

/** Whom a decider may hand a decision to: leads of the desk or above it, and people of the same rank or role. Nobody it is about. */
export const mayTake = (approval: Approval, person: PersonId): PersonId[] =>
  standIns(approval.directory.holders, new Set(approval.directory.lineageOf(approval.parties.desk)), person).filter(
    (one) => !approval.barred.has(one),
  );

/** Hands this one decision to somebody else; both may sign it from then on. */
export async function handOver(ctx: Ctx, id: string, person: PersonId, to: PersonId): Promise<Result<Decided, DecideRefusal>> {
  return attempt<Decided, DecideRefusal>(ctx, async (inner) => {
    const loaded = await loadForPress(inner, id);
    if (loaded === null) return refuse({ code: 'request.gone' });
    const mine = openFor(person, 'approve', loaded.facts);
    if (!mine.ok) return mine;
    const { whole, desk, approval } = loaded;
    if (!mayTake(approval, person).includes(to)) return refuse({ code: 'request.not-yours', own: false, who: mayTake(approval, person) });
    for (const step of mine.value) handStep(inner.unit, step.id, to, person);
    const { request } = whole;
    updateRequest(inner, request, {});
    inner.unit.audit({
      action: 'request.hand',
      person,
      desk: desk.id,
      subject: id,
      detail: { to, steps: mine.value.map((step) => step.id) },
    });
    refreshCards(inner, id);
    const unreached = await sendCards(inner, id, 'decide', [to], `handed:${request.version}`);
    return ok({
      desk,
      whole: handed(
        loaded,
        mine.value.map((step) => step.id),
        to,
        person,
      ),
      outcome: 'waits',
      judged: null,
      asked: [to],
      unreached,
    });
  });
}

const handed = ({ whole }: Loaded, steps: readonly string[], to: PersonId, by: PersonId): WholeRequest => ({
  ...whole,
  steps: whole.steps.map((step) => (steps.includes(step.id) ? { ...step, handedTo: to, handedBy: by } : step)),
  request: { ...whole.request, version: whole.request.version + 1 },
});
