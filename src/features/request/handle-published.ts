import type { DeskId, PersonId } from '../../core/ids.ts';
import type { Locale } from '../../core/locale.ts';
import type { Result } from '../../core/result.ts';
import type { Instant } from '../../core/time.ts';
import type { RequestFinding, RequestRuling } from '../../policy/request/case.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { MentionedUser } from '../../runtime/intent.ts';
import type { Reply } from '../../runtime/reply.ts';
import type { Slice } from '../../runtime/route.ts';
import type { Notice } from '../../view/view.ts';
import type { Desk } from '../people/index.ts';
import type { Effect } from './handle-effects.ts';
import type { EffectRefusal, RequestDraft, RequestId, RequestState, StoredRequest } from './request.ts';
import type { FileOptions, RequestAsk, WholeRequest } from './request-record.ts';

export interface Filed {
  readonly id: RequestId;
  readonly state: RequestState;
  readonly ruling: RequestRuling;
}
export type FileRefusal =
  | { readonly code: 'request.against-rules'; readonly findings: readonly RequestFinding[] }
  | { readonly code: 'request.nobody-decides'; readonly words: readonly string[]; readonly minRank: string | null }
  | { readonly code: 'request.effect'; readonly refusal: EffectRefusal };
export type PressRefusal = { readonly code: string };

const soon = (): never => {
  throw new Error('not yet');
};
export const createRequestSlice = (_effects: readonly Effect[]): Slice => soon();
export const openRequestForm = (_ctx: PersonCtx, _ask: RequestAsk): Promise<Reply> => soon();
export const askedFromWords = (_ctx: PersonCtx, _type: string, _text: string, _mentions: readonly MentionedUser[]): Promise<Reply> =>
  soon();
export const fileRequest = (_ctx: Ctx, _desk: Desk, _draft: RequestDraft, _options?: FileOptions): Promise<Result<Filed, FileRefusal>> =>
  soon();
export const explainFileRefusal = (_ctx: Ctx, _desk: Desk, _draft: RequestDraft, _refusal: FileRefusal, _locale: Locale): Promise<Notice> =>
  soon();
export const loadRequest = (_ctx: Ctx, _id: RequestId): Promise<WholeRequest | null> => soon();
export const requestsOfPerson = (
  _ctx: Ctx,
  _people: readonly PersonId[],
  _where: {
    readonly from: Instant;
    readonly until: Instant;
    readonly types?: readonly string[];
    readonly states?: readonly RequestState[];
  },
): Promise<readonly StoredRequest[]> => soon();
export const openRequestsFor = (_ctx: Ctx, _approver: PersonId): Promise<readonly StoredRequest[]> => soon();
export const touchBook = (_ctx: Ctx, _person: PersonId): Promise<void> => soon();
export const followUpDone = (_ctx: Ctx, _id: RequestId, _what: string, _by: PersonId): Promise<boolean> => soon();
export const lapse = (_ctx: Ctx, _id: RequestId): Promise<boolean> => soon();
/** Asks to take back what was approved, by the same chain; carried out at once where nobody had to decide. */
export const cancelRequest = (_ctx: Ctx, _id: RequestId, _by: PersonId, _reason: string): Promise<Result<RequestState, PressRefusal>> =>
  soon();
/** Somebody of the group takes an open call: they become the partner, and the chain begins. */
export const takeCall = (_ctx: Ctx, _id: RequestId, _person: PersonId): Promise<Result<RequestState, FileRefusal | PressRefusal>> => soon();
/** The taker gives an open call back: it is open again for the others. */
export const reopenCall = (_ctx: Ctx, _id: RequestId, _by: PersonId): Promise<Result<RequestState, PressRefusal>> => soon();
/** What the rules make of it now; writes nothing. */
export const judgeDraft = (_ctx: Ctx, _desk: Desk, _draft: RequestDraft, _id: RequestId | null): Promise<RequestRuling> => soon();
export type { DeskId };
