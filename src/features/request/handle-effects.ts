import type { Result } from '../../core/result.ts';
import type { EffectName } from '../../policy/request/type.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';
import type { EffectRefusal, EffectReview, RequestDraft, StoredRequest } from './request.ts';

/**
 * What an approved request does, implemented right of this slice and handed to it by the register. Everything goes into the unit of the press
 * that decides, so that the effect and the decision stand or fall together. One type may have several effects (leave: absence and balance).
 */
export interface Effect {
  readonly name: string;
  /** The request types it takes part in: by their effect, or by code. */
  readonly of: { readonly effect: EffectName } | { readonly type: string };
  /** Facts for the judge and the card; at filing, confirmation, each decision, and when a card is drawn. Writes nothing. `id` null: not stored yet. */
  review?(ctx: Ctx, desk: Desk, draft: RequestDraft, id: string | null): Promise<EffectReview>;
  /** Filed: holds what must not be promised twice (a place of absence, a balance). */
  hold?(ctx: Ctx, desk: Desk, request: StoredRequest): Promise<Result<void, EffectRefusal>>;
  /** Approved: carries it out. */
  apply?(ctx: Ctx, desk: Desk, request: StoredRequest): Promise<Result<void, EffectRefusal>>;
  /** Refused, withdrawn, declined, lapsed before approval: lets go of what was held. */
  release?(ctx: Ctx, desk: Desk, request: StoredRequest): Promise<void>;
  /** Somebody asks to take it back; `leads`: they lead the desk. Why it is too late for that; null: it may be asked. */
  mayCancel?(ctx: Ctx, desk: Desk, request: StoredRequest, by: { readonly leads: boolean }): Promise<EffectRefusal | null>;
  /** Cancelled after approval: undoes what can be undone. */
  undo?(ctx: Ctx, desk: Desk, request: StoredRequest): Promise<Result<void, EffectRefusal>>;
}
