import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { ok } from '../../core/result.ts';
import type { Ctx } from '../../runtime/context.ts';
import { contactsOf, type Desk, policyFor } from '../people/index.ts';
import type { Effect, StoredRequest } from '../request/index.ts';
import { sourceOf } from '../roster/index.ts';
import { decider, fillGaps, moveDuties, tooLateToGiveBack } from '../swap/index.ts';
import { responsibilityRules } from './cover.ts';
import { beginCall, callSubject, endCall } from './handle-call.ts';
import { text } from './text.ts';

/** What both are told of who answers for the shift, where a rule says that it is who stands in; kept in the audit. */
async function responsibility(ctx: Ctx, desk: Desk, request: StoredRequest): Promise<((person: PersonId) => Words | null) | null> {
  const { partner } = request;
  const [duty] = request.duties;
  if (partner === null || duty === undefined) return null;
  const policy = await policyFor(ctx, desk, duty.dutyOn);
  const cites = responsibilityRules(policy, request.type);
  if (cites.length === 0) return null;
  const contacts = await contactsOf(ctx, [partner]);
  const source = (locale: Locale): string => sourceOf(cites, locale) ?? '';
  const rule: Words = { zh: source('zh'), en: source('en') };
  ctx.unit.audit({
    action: 'cover.responsible',
    person: decider(ctx, request),
    desk: desk.id,
    subject: duty.slot,
    policyVersion: policy.version,
    detail: { request: request.id, from: request.subject, to: partner, rules: cites.map((cite) => cite.rule) },
  });
  const name = contacts.get(partner)?.name ?? { zh: '', en: '' };
  return (person) => (person === partner ? text.responsible(rule) : person === request.subject ? text.relieved(name, rule) : null);
}

/** Somebody takes over another's shift, or a part of it. Its duty is held by the request itself. */
export const coverEffect: Effect = {
  name: 'cover',
  of: { effect: 'replace-person' },
  async hold(ctx, desk, request) {
    if (request.state === 'open-call') await beginCall(ctx, desk, request);
    return ok(undefined);
  },
  async apply(ctx, desk, request) {
    const note = await responsibility(ctx, desk, request);
    // The reason of a lead who decides at once is told to both; otherwise it is for those who decide.
    const reason = request.fields.forced === 'yes' ? (request.fields.reason ?? null) : null;
    const moved = await moveDuties(ctx, desk, request, { how: 'apply', reason, ...(note === null ? {} : { note }) });
    ctx.unit.refresh(callSubject(request.id));
    if (!moved.ok) return moved;
    await fillGaps(ctx, request);
    return ok(undefined);
  },
  release: (ctx, desk, request) => endCall(ctx, desk, request),
  // A lead may still change the shifts after the cut-off.
  mayCancel: (ctx, desk, request, { leads }) => Promise.resolve(leads ? null : tooLateToGiveBack(ctx, desk, request)),
  async undo(ctx, desk, request) {
    const moved = await moveDuties(ctx, desk, request, { how: 'undo', reason: null });
    ctx.unit.refresh(callSubject(request.id));
    return moved.ok ? ok(undefined) : moved;
  },
};
