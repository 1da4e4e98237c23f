import { ok } from '../../core/result.ts';
import { type EffectName, effects } from '../../policy/request/type.ts';
import type { Effect, RequestDraft } from '../request/index.ts';
import { attachAhead, evidenceAhead } from './store.ts';

const people = (draft: Pick<RequestDraft, 'subject' | 'filedBy'>): readonly string[] => [...new Set([draft.subject, draft.filedBy])];

/** Evidence that was sent before the request: it counts when the request is judged, and goes with it when it is filed. */
const documentEffect = (effect: EffectName): Effect => ({
  name: `document-${effect}`,
  of: { effect },
  async review(ctx, _desk, draft, id) {
    if (id !== null) return {};
    const ahead = await evidenceAhead(ctx, people(draft));
    return { given: [...new Set(ahead.flatMap((one) => one.document ?? []))] };
  },
  async hold(ctx, _desk, request) {
    attachAhead(ctx, request.id, await evidenceAhead(ctx, people(request)));
    return ok(undefined);
  },
});

/** One for every effect, because any request may need evidence. */
export const documentEffects: readonly Effect[] = effects.map(documentEffect);
