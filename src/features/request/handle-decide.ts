import type { PersonId } from '../../core/ids.ts';
import { ok, type Result, refuse } from '../../core/result.ts';
import type { RequestFinding } from '../../policy/request/case.ts';
import type { Ctx } from '../../runtime/context.ts';
import { type Desk, loadDesk } from '../people/index.ts';
import { type PressRefusal, type Signed, type SignFacts, sign } from './decide/decide.ts';
import { blocking } from './file/case.ts';
import type { FileRefusal } from './file/refusal.ts';
import { type Approval, aboutOf, loadApproval, refreshCards } from './handle-approval.ts';
import { attempt } from './handle-attempt.ts';
import { type Judged, judge } from './handle-case.ts';
import { touchBooks } from './handle-file.ts';
import { granted, released, takenBack } from './handle-settle.ts';
import { openStage, tellOutcome } from './handle-tell.ts';
import type { EffectRefusal, RequestState } from './request.ts';
import type { SetAside, Step, WholeRequest } from './request-record.ts';
import { loadRequest } from './store.ts';
import { saveSteps, storedSetAside, updateRequest } from './store-write.ts';

/** Why a press on a request did nothing. */
export type DecideRefusal =
  | PressRefusal
  | { readonly code: 'request.gone' }
  | { readonly code: 'request.against-rules'; readonly findings: readonly RequestFinding[] }
  /** In principle not allowed: whoever approves it writes down why. */
  | { readonly code: 'request.principle'; readonly findings: readonly RequestFinding[] }
  | Extract<FileRefusal, { code: 'request.roster' | 'request.effect' | 'request.nobody-decides' | 'request.partner-unreachable' }>;

/** A request as it is after a press. */
export interface Decided {
  readonly desk: Desk;
  readonly whole: WholeRequest;
  readonly outcome: Signed['outcome'];
  readonly judged: Judged | null;
  readonly asked: readonly PersonId[];
  readonly unreached: readonly PersonId[];
}

/** A request with its desk and who may sign it now. */
export interface Loaded {
  readonly desk: Desk;
  readonly whole: WholeRequest;
  readonly approval: Approval;
  readonly facts: SignFacts;
}

/** Loads what a press is decided on; null: there is no such request. */
export async function loadForPress(ctx: Ctx, id: string): Promise<Loaded | null> {
  const whole = await loadRequest(ctx, id);
  const desk = whole === null ? null : await loadDesk(ctx, whole.request.desk);
  if (whole === null || desk === null) return null;
  const approval = await loadApproval(ctx, desk, aboutOf(whole), whole.steps, whole.approveNot);
  return { desk, whole, approval, facts: signFacts(ctx, whole, approval) };
}

export const signFacts = (ctx: Ctx, whole: WholeRequest, approval: Approval): SignFacts => ({
  now: ctx.now,
  state: whole.request.state,
  steps: whole.steps,
  lapsesAt: whole.lapsesAt,
  decidedAt: whole.request.decidedAt,
  signers: approval.signers,
  isParty: approval.isParty,
});

export interface Press {
  readonly id: string;
  readonly person: PersonId;
  readonly kind: Step['kind'];
  readonly agrees: boolean;
  readonly reason: string | null;
}

/**
 * Somebody signs: the other side confirms or declines, a decider approves or refuses. Judged anew on the facts of now, since others may have been
 * approved meanwhile; one decision wins, and whoever comes second reads who was first.
 */
export async function decideRequest(ctx: Ctx, press: Press): Promise<Result<Decided, DecideRefusal>> {
  return attempt<Decided, DecideRefusal>(ctx, async (inner) => {
    const loaded = await loadForPress(inner, press.id);
    if (loaded === null) return refuse({ code: 'request.gone' });
    const { desk, whole, facts } = loaded;
    const signed = sign(press, facts);
    if (!signed.ok) return signed;
    if (!press.agrees && press.kind === 'approve' && press.reason === null) return refuse({ code: 'request.reason-needed' });
    const judges = press.agrees && whole.request.state !== 'cancelling';
    if (judges) await touchBooks(inner, whole.request);
    const judged = judges ? await judgeStored(inner, desk, whole) : null;
    const decides = whole.steps.some((step) => step.kind === 'approve');
    const against = judged === null ? null : refusalOf(judged, press, decides);
    if (against !== null) return refuse(against);
    return save(inner, desk, loaded, press, signed.value, judged);
  });
}

/** A stored request on the facts of now. */
export const judgeStored = (ctx: Ctx, desk: Desk, whole: WholeRequest): Promise<Judged> =>
  judge(ctx, desk, whole.request, {
    id: whole.request.id,
    filedAt: whole.request.filedAt,
    documents: whole.documents,
    done: false,
  });

function refusalOf(judged: Judged, press: Press, decides: boolean): DecideRefusal | null {
  if (judged.rosterRefusal !== null) return { code: 'request.roster', ...judged.rosterRefusal };
  const { findings } = judged.ruling;
  const against = blocking(findings, decides);
  if (against.length > 0) return { code: 'request.against-rules', findings: against };
  const principle = findings.filter((finding) => finding.principle && finding.level !== 'provisional');
  if (press.kind === 'approve' && principle.length > 0 && press.reason === null) return { code: 'request.principle', findings: principle };
  return null;
}

/** Rules that somebody set aside by approving with a reason. */
function setAsideBy(judged: Judged | null, press: Press, ctx: Ctx): SetAside[] {
  const { reason } = press;
  if (judged === null || reason === null || press.kind !== 'approve') return [];
  return judged.ruling.findings
    .filter((finding) => finding.level !== 'provisional')
    .map((finding) => ({
      code: finding.code,
      rules: finding.cites.map((cite) => cite.rule),
      by: press.person,
      at: ctx.now,
      reason,
    }));
}

async function save(
  ctx: Ctx,
  desk: Desk,
  loaded: Loaded,
  press: Press,
  signed: Signed,
  judged: Judged | null,
): Promise<Result<Decided, DecideRefusal>> {
  const aside = setAsideBy(judged, press, ctx);
  const after = afterSigning(ctx, loaded.whole, signed, judged, aside);
  saveSteps(ctx.unit, signed.changes, ctx.now);
  updateRequest(ctx, loaded.whole.request, {
    state: signed.state,
    stage: signed.stage,
    decidedAt: after.request.decidedAt,
    ...(signed.outcome === 'granted' ? { policyVersion: after.request.policyVersion, provisional: after.request.provisional } : {}),
    ...(aside.length > 0 ? { flags: storedSetAside(after.setAside) } : {}),
  });
  audit(ctx, desk, after, press, signed, judged);
  const settled = await settle(ctx, desk, after, signed, judged, press);
  if (!settled.ok) return refuse({ code: 'request.effect', refusal: settled.refusal });
  refreshCards(ctx, after.request.id);
  const told =
    signed.opened.length === 0
      ? { asked: [], unreached: settled.value }
      : await openStage(ctx, desk, after, loaded.approval, signed.opened);
  return ok({ desk, whole: after, outcome: signed.outcome, judged, ...told });
}

/** The request as it will be once this is saved. */
function afterSigning(ctx: Ctx, whole: WholeRequest, signed: Signed, judged: Judged | null, aside: readonly SetAside[]): WholeRequest {
  const { request } = whole;
  const steps = whole.steps.map((step): Step => {
    const change = signed.changes.find((one) => one.id === step.id);
    if (change === undefined) return step;
    const { state, decidedBy, decidedFor, reason } = change;
    return { ...step, state, decidedBy, decidedFor, reason, decidedAt: decidedBy === null ? null : ctx.now };
  });
  const waits = signed.outcome === 'waits' || signed.outcome === 'kept';
  const isGranted = signed.outcome === 'granted';
  return {
    ...whole,
    steps,
    setAside: [...whole.setAside, ...aside],
    request: {
      ...request,
      state: signed.state,
      stage: signed.stage,
      decidedAt: waits ? request.decidedAt : ctx.now,
      policyVersion: isGranted && judged !== null ? judged.policy.version : request.policyVersion,
      provisional: isGranted && judged !== null ? judged.ruling.provisional : request.provisional,
      version: request.version + 1,
    },
  };
}

async function settle(
  ctx: Ctx,
  desk: Desk,
  after: WholeRequest,
  signed: Signed,
  judged: Judged | null,
  press: Press,
): Promise<Result<readonly PersonId[], EffectRefusal>> {
  switch (signed.outcome) {
    case 'waits':
      return ok([]);
    case 'granted':
      if (judged === null) throw new Error('Granted without being judged');
      return granted(ctx, desk, after, judged, press.person, { stored: true });
    case 'refused':
    case 'declined':
      await released(ctx, desk, after, { forgetDue: true });
      return ok(await tellOutcome(ctx, desk, after, press.person, press.reason));
    case 'taken-back': {
      const undone = await takenBack(ctx, desk, after);
      return undone.ok ? ok(await tellOutcome(ctx, desk, after, press.person, press.reason)) : undone;
    }
    case 'kept':
      return ok(await tellOutcome(ctx, desk, after, press.person, press.reason));
  }
}

function audit(ctx: Ctx, desk: Desk, after: WholeRequest, press: Press, signed: Signed, judged: Judged | null): void {
  const { request } = after;
  const standsIn = signed.changes.find((change) => change.decidedFor !== null)?.decidedFor ?? null;
  ctx.unit.audit({
    action: `request.${press.kind === 'confirm' ? (press.agrees ? 'agree' : 'decline') : press.agrees ? 'approve' : 'refuse'}`,
    person: press.person,
    desk: desk.id,
    subject: request.id,
    policyVersion: judged?.policy.version ?? request.policyVersion,
    detail: {
      state: signed.state satisfies RequestState,
      steps: signed.changes.filter((change) => change.decidedBy !== null).map((change) => change.id),
      for: standsIn,
      // The reason itself is kept with the request, where only those who decide read it.
      reasoned: press.reason !== null,
      setAside: after.setAside.filter((one) => one.by === press.person).flatMap((one) => one.rules),
    },
  });
}
