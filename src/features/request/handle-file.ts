import type { PersonId } from '../../core/ids.ts';
import { ok, type Result, refuse } from '../../core/result.ts';
import { Temporal } from '../../core/time.ts';
import type { RequestRuling } from '../../policy/request/case.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';
import { blocking, movedAlready } from './file/case.ts';
import { lapsesAt, planSteps, stateWhile } from './file/plan.ts';
import type { FileRefusal } from './file/refusal.ts';
import { type Approval, loadApproval } from './handle-approval.ts';
import { attempt } from './handle-attempt.ts';
import { type Judged, judge } from './handle-case.ts';
import { keepJudged } from './handle-judged.ts';
import { effectsOf } from './handle-registry.ts';
import { granted } from './handle-settle.ts';
import { openStage, tellHandedTo } from './handle-tell.ts';
import type { EffectRefusal, RequestDraft, RequestDuty, RequestId, RequestState } from './request.ts';
import type { FileOptions, Step, WholeRequest } from './request-record.ts';
import { touchBooks } from './store-book.ts';
import { insertRequest, insertSteps } from './store-write.ts';

/** What was filed. */
export interface Filed {
  readonly id: RequestId;
  readonly state: RequestState;
  readonly ruling: RequestRuling;
  /** Who is asked now. */
  readonly asked: readonly PersonId[];
  /** Of those, who cannot be written to. */
  readonly unreached: readonly PersonId[];
}

/** What is wrong with a draft before any rule is asked. */
function unsound(ctx: Ctx, judged: Judged): FileRefusal | null {
  const { draft, surroundings } = judged;
  if (draft.startsAt !== null && draft.endsAt !== null && Temporal.Instant.compare(draft.endsAt, draft.startsAt) <= 0)
    return { code: 'request.backwards' };
  if (draft.partner === draft.subject) return { code: 'request.same-person' };
  const standing = new Set(surroundings.holders.map((holder) => holder.person));
  for (const person of [draft.subject, draft.partner])
    if (person !== null && !standing.has(person)) return { code: 'request.left', person };
  if (judged.rosterRefusal !== null) return { code: 'request.roster', ...judged.rosterRefusal };
  const moved = movedAlready(
    draft,
    judged.beside.filter((request) => request.id !== draft.parent),
  );
  if (moved !== null) return { code: 'request.moved-already', duty: moved.duty, number: moved.by.number };
  const movesShifts = judged.type.effect === 'exchange-shifts' || judged.type.effect === 'replace-person';
  const over = draft.duties.find((duty) => Temporal.Instant.compare(duty.endsAt, ctx.now) <= 0);
  return movesShifts && over !== undefined ? { code: 'request.over', at: over.endsAt } : null;
}

/** Signatures nobody could give: said before anything is filed. */
export function deadEnd(
  steps: readonly Step[],
  approval: Approval,
): Extract<FileRefusal, { code: 'request.partner-unreachable' | 'request.nobody-decides' }> | null {
  const linked = (person: PersonId): boolean => approval.directory.holders.some((one) => one.person === person && one.linked);
  for (const step of steps) {
    if (step.kind === 'confirm') {
      const unreachable = approval.approvers(step).find((person) => !linked(person));
      if (unreachable !== undefined) return { code: 'request.partner-unreachable', person: unreachable };
      continue;
    }
    const approvers = approval.signers(step).map((signer) => signer.person);
    if (!approvers.some(linked)) return { code: 'request.nobody-decides', words: step.words, minRank: step.minRank, unlinked: approvers };
  }
  return null;
}

/**
 * Files a request: judged by the rules of the desk on the facts of now, stored with its chain, what it needs held, everybody told who has to act.
 * Nothing is written where it is refused. A request nobody has to confirm or decide is carried out at once.
 */
export async function fileRequest(
  ctx: Ctx,
  desk: Desk,
  draft: RequestDraft,
  options: FileOptions = {},
): Promise<Result<Filed, FileRefusal>> {
  return attempt(ctx, async (inner) => {
    await touchSides(inner, draft);
    const judged = await judge(inner, desk, draft, { id: null, filedAt: inner.now, documents: [], done: false });
    return store(inner, desk, judged, options);
  });
}

export const touchSides = (ctx: Ctx, { subject, partner }: Pick<RequestDraft, 'subject' | 'partner'>): Promise<void> =>
  touchBooks(ctx, partner === null ? [subject] : [subject, partner]);

async function store(ctx: Ctx, desk: Desk, judged: Judged, options: FileOptions): Promise<Result<Filed, FileRefusal>> {
  const { ruling, type } = judged;
  const wrong = unsound(ctx, judged);
  if (wrong !== null) return refuse(wrong);
  const decided = options.decided ?? null;
  const steps = decided === null ? stepsOf(ctx, judged, options) : [decidedStep(ctx, judged, decided.reason)];
  const decides = decided !== null || steps.some((step) => step.kind === 'approve');
  const against = blocking(ruling.findings, decides);
  if (against.length > 0) return refuse({ code: 'request.against-rules', findings: against });
  const approval = await loadApproval(ctx, desk, judged.draft, steps, ruling.approveNot, judged.surroundings);
  const nobody =
    decided === null ? deadEnd(options.openCall === true ? steps.filter((step) => step.kind === 'approve') : steps, approval) : null;
  if (nobody !== null) return refuse(nobody);
  const whole = wholeOf(ctx, desk, judged, steps, options);
  const request = whole.request;
  insertRequest(ctx, {
    request,
    keptElsewhere: keptByParent(judged),
    year: ctx.now.toZonedDateTimeISO(desk.zone).year,
    lapsesAt: whole.lapsesAt,
    approveNot: ruling.approveNot,
    notify: ruling.notify,
  });
  insertSteps(ctx, request.id, steps);
  for (const effect of effectsOf(type)) {
    const held = (await effect.hold?.(ctx, desk, request)) ?? ok(undefined);
    if (!held.ok) return refuse(effectRefusal(held.refusal));
  }
  ctx.unit.audit({
    action: 'request.file',
    person: request.filedBy,
    desk: desk.id,
    subject: request.id,
    policyVersion: request.policyVersion,
    detail: {
      type: request.type,
      subject: request.subject,
      partner: request.partner,
      state: request.state,
      findings: ruling.findings.map((finding) => ({
        code: finding.code,
        level: finding.level,
        rules: finding.cites.map((cite) => cite.rule),
      })),
    },
  });
  await tellHandedTo(ctx, desk, whole, judged, approval);
  if (request.state === 'approved') {
    const settled = await granted(ctx, desk, whole, judged, request.filedBy, { stored: false });
    if (!settled.ok) return refuse(effectRefusal(settled.refusal));
    return ok({ id: request.id, state: request.state, ruling, asked: [], unreached: settled.value });
  }
  const told = await openStage(
    ctx,
    desk,
    whole,
    approval,
    steps.filter((step) => step.state === 'open'),
  );
  ctx.unit.due({ kind: 'request.lapse', key: request.id, at: whole.lapsesAt, desk: desk.id, payload: { id: request.id } });
  keepJudged(ctx, request, judged);
  return ok({ id: request.id, state: request.state, ruling, ...told });
}

const effectRefusal = (refusal: EffectRefusal): FileRefusal => ({ code: 'request.effect', refusal });

const stepsOf = (ctx: Ctx, judged: Judged, options: FileOptions): Step[] =>
  planSteps(judged.draft, judged.ruling, judged.type, { openCall: options.openCall === true, newId: () => ctx.newId() });

/** A lead who decides in filing signs with their reason. */
const decidedStep = (ctx: Ctx, judged: Judged, reason: string): Step => ({
  id: ctx.newId(),
  round: 'grant',
  kind: 'approve',
  stage: 1,
  words: ['superior'],
  minRank: null,
  rules: [],
  state: 'agreed',
  decidedBy: judged.draft.filedBy,
  decidedFor: null,
  decidedAt: ctx.now,
  reason,
  handedTo: null,
  handedBy: null,
});

/** A shift the parent request keeps already stays its own: a cover asked for by a leave moves what the leave took out. */
function keptByParent(judged: Judged): (duty: RequestDuty) => boolean {
  const parent = judged.beside.find((request) => request.id === judged.draft.parent);
  return (duty) => parent?.duties.some((own) => own.slot === duty.slot && own.person === duty.person) === true;
}

function wholeOf(ctx: Ctx, desk: Desk, judged: Judged, steps: readonly Step[], options: FileOptions): WholeRequest {
  const { draft, ruling, type, request: seen } = judged;
  const open = steps.filter((step) => step.state === 'open');
  const state: RequestState = options.openCall === true ? 'open-call' : stateWhile(open, 'approved');
  return {
    request: {
      ...draft,
      id: options.id ?? ctx.newId(),
      number: 0,
      state,
      station: seen.subject.station,
      days: seen.lengths.days,
      provisional: ruling.provisional,
      stage: open[0]?.stage ?? 0,
      filedAt: ctx.now,
      decidedAt: state === 'approved' ? ctx.now : null,
      policyVersion: judged.policy.version,
      version: 1,
    },
    steps,
    followUps: [],
    documents: [],
    question: null,
    setAside: [],
    approveNot: ruling.approveNot,
    notify: ruling.notify,
    lapsesAt: lapsesAt(draft, type, ctx.now, desk.settings.request_expiry_days),
    closedAt: null,
  };
}
