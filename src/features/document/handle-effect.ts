import { ok } from '../../core/result.ts';
import { type EffectName, effects } from '../../policy/request/type.ts';
import type { Effect, RequestDraft } from '../request/index.ts';
import { goesWith } from './named.ts';
import { attachAhead, evidenceAhead } from './store.ts';

/**
 * Evidence of whom it is about that was sent before the request and belongs to one of its type. What whoever files it for them has sent may be their own:
 * it is placed by hand.
 */
const ahead = async (ctx: Parameters<typeof evidenceAhead>[0], draft: Pick<RequestDraft, 'subject' | 'type' | 'kind'>) =>
  (await evidenceAhead(ctx, [draft.subject])).filter((one) => one.document !== null && goesWith(one.document, draft.type, draft.kind));

/** Evidence that was sent before the request: it counts when the request is judged, and goes with it when it is filed. */
const documentEffect = (effect: EffectName): Effect => ({
  name: `document-${effect}`,
  of: { effect },
  async review(ctx, _desk, draft, id) {
    if (id !== null) return {};
    return { given: [...new Set((await ahead(ctx, draft)).flatMap((one) => one.document ?? []))] };
  },
  async hold(ctx, _desk, request) {
    attachAhead(ctx, request.id, await ahead(ctx, request));
    return ok(undefined);
  },
});

/** One for every effect, because any request may need evidence. */
export const documentEffects: readonly Effect[] = effects.map(documentEffect);
