import type { PersonId } from '../../core/ids.ts';
import { Temporal } from '../../core/time.ts';
import { isDailyTime } from '../../policy/entitlement/nursing.ts';
import { judgeRequest } from '../../policy/index.ts';
import type { Policy } from '../../policy/policy.ts';
import type { RequestCase, RequestRuling } from '../../policy/request/case.ts';
import type { RequestType } from '../../policy/request/type.ts';
import type { Ctx } from '../../runtime/context.ts';
import { loadDays } from '../calendar/index.ts';
import { type Desk, policyFor } from '../people/index.ts';
import { type EditPreview, type EditRefusal, editsOf, previewEdits, type RosterEdit } from '../roster/index.ts';
import { officeWords } from './decide/approvers.ts';
import { caseOf, partyOf } from './file/case.ts';
import { effectsOf } from './handle-registry.ts';
import { absentDuties, leaveOnRoster } from './handle-span.ts';
import { isSwap, knownType } from './registry.ts';
import type { EffectReview, RequestDraft } from './request.ts';
import type { RequestDocument } from './request-record.ts';
import { type BesideRequest, loadBeside } from './store.ts';
import { loadSurroundings, type Surroundings } from './store-directory.ts';

/** A draft with everything it was judged by. */
export interface Judged {
  readonly draft: RequestDraft;
  readonly type: RequestType;
  readonly policy: Policy;
  readonly request: RequestCase;
  readonly ruling: RequestRuling;
  readonly surroundings: Surroundings;
  readonly beside: readonly BesideRequest[];
  readonly preview: EditPreview | null;
  /** Why the roster cannot be changed like this at all. */
  readonly rosterRefusal: { readonly refusal: EditRefusal; readonly edits: readonly RosterEdit[] } | null;
  readonly shown: readonly NonNullable<EffectReview['shown']>[number][];
}

/**
 * Leave names no shifts: those of the person that it takes on the roster of now are its duties; of one that was carried out, those it took. Null: it is
 * not somebody's absence, or leaves every shift whole.
 */
async function onRoster(ctx: Ctx, desk: Desk, type: RequestType, policy: Policy, draft: RequestDraft, as: JudgedAs) {
  const daily = draft.fromOn !== null && isDailyTime(policy, draft.kind ?? draft.type, draft.fromOn);
  return type.effect !== 'absent' || daily ? null : leaveOnRoster(ctx, desk, as.done ? draft : { ...draft, duties: [] }, as.id);
}

async function previewOf(ctx: Ctx, desk: Desk, type: RequestType, draft: RequestDraft): Promise<Pick<Judged, 'preview' | 'rosterRefusal'>> {
  const ahead = draft.duties.filter((duty) => Temporal.Instant.compare(duty.endsAt, ctx.now) > 0);
  // What is over is told, not changed; an open call has nobody yet who could come.
  const moves = type.effect === 'absent' ? ahead : draft.partner === null ? [] : draft.duties;
  if (moves.length === 0) return { preview: null, rosterRefusal: null };
  const edits = editsOf(moves, draft.subject, draft.partner);
  const preview = await previewEdits(ctx, desk, edits, type.effect === 'absent' ? 'leave' : 'swap');
  return preview.ok
    ? { preview: preview.value, rosterRefusal: null }
    : { preview: null, rosterRefusal: { refusal: preview.refusal, edits } };
}

/** What a draft is judged as: not stored yet, or a stored request with its documents. */
export interface JudgedAs {
  readonly id: string | null;
  readonly filedAt: Temporal.Instant;
  readonly documents: readonly RequestDocument[];
  /** True once it is carried out: the roster is as it is, nothing is tried on it. */
  readonly done: boolean;
}

/** Judges a draft by the rules of today, on the facts of now. Writes nothing. */
export async function judge(ctx: Ctx, desk: Desk, given: RequestDraft, as: JudgedAs): Promise<Judged> {
  const type = knownType(given.type);
  const today = ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString();
  const policy = await policyFor(ctx, desk, today);
  const leave = await onRoster(ctx, desk, type, policy, given, as);
  const draft = leave === null || as.done ? given : { ...given, duties: absentDuties(leave, given) };
  const people: PersonId[] = [draft.subject, draft.filedBy, ...(draft.partner === null ? [] : [draft.partner])];
  const offices = officeWords([
    ...type.approve,
    ...policy.requests.flatMap((rule) => (rule.value.key === 'approve' ? rule.value.value : [])),
  ]);
  const [day, surroundings, { preview, rosterRefusal }, reviews] = await Promise.all([
    loadDays(ctx, desk),
    loadSurroundings(ctx, desk.id, people, offices),
    as.done ? { preview: null, rosterRefusal: null } : previewOf(ctx, desk, type, draft),
    reviewsOf(ctx, desk, type, draft, as.id),
  ]);
  const from = leave?.span.startsAt ?? draft.startsAt ?? as.filedAt;
  const beside = await loadBeside(ctx, {
    people,
    station: partyOf(draft.subject, desk.id, surroundings.holders).station,
    desk: desk.id,
    from,
    until: leave?.span.endsAt ?? draft.endsAt ?? from.add({ milliseconds: 1 }),
    without: as.id,
  });
  const request = caseOf(draft, as.id ?? 'new', {
    now: ctx.now,
    filedAt: as.filedAt,
    desk,
    type,
    day,
    holders: surroundings.holders,
    beside,
    isSwap,
    away: leave?.span ?? null,
    preview,
    documents: as.documents.map((file) => ({ name: file.document, from: file.from, until: file.until })),
    reviews,
  });
  const ruling = judgeRequest(policy, request);
  const own = reviews.flatMap((review) => review.findings ?? []);
  return {
    draft,
    type,
    policy,
    request,
    ruling: own.length === 0 ? ruling : { ...ruling, findings: [...ruling.findings, ...own] },
    surroundings,
    beside,
    preview,
    rosterRefusal,
    shown: reviews.flatMap((review) => review.shown ?? []),
  };
}

async function reviewsOf(ctx: Ctx, desk: Desk, type: RequestType, draft: RequestDraft, id: string | null): Promise<EffectReview[]> {
  const reviews: EffectReview[] = [];
  for (const effect of effectsOf(type)) if (effect.review !== undefined) reviews.push(await effect.review(ctx, desk, draft, id));
  return reviews;
}
