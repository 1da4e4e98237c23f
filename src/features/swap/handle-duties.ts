import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { ok, type Result, refuse } from '../../core/result.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import { type Desk, membersOver, policyFor } from '../people/index.ts';
import type { EffectRefusal, RequestDraft, StoredRequest } from '../request/index.ts';
import { applyEdits, type Edited, editsOf, explainEdit, previewEdits, undoEdits } from '../roster/index.ts';
import { gradesShown, type Shown, staffShown } from './shown.ts';

const isPerson = (ctx: Ctx): ctx is PersonCtx => 'actor' in ctx;

/** Whoever decides; whoever filed it where nobody presses. */
export const decider = (ctx: Ctx, request: Pick<StoredRequest, 'filedBy'>): PersonId =>
  isPerson(ctx) ? ctx.actor.person : request.filedBy;

export interface MoveOptions {
  readonly how: 'apply' | 'undo';
  /** Told to those it touches; null: the reason is for those who decide. */
  readonly reason: string | null;
  readonly note?: (person: PersonId) => Words | null;
}

/** Moves the duties of an approved request to who gets them, or back; on the roster of now, with all its checks. */
export async function moveDuties(
  ctx: Ctx,
  desk: Desk,
  request: StoredRequest,
  options: MoveOptions,
): Promise<Result<Edited, EffectRefusal>> {
  const edits = editsOf(request.duties, request.subject, request.partner);
  const move = options.how === 'apply' ? applyEdits : undoEdits;
  const { id, number } = request;
  const moved = await move(ctx, desk, edits, {
    by: decider(ctx, request),
    reason: options.reason,
    // A request that is filed and approved in one has no number yet.
    cause: number === 0 ? { request: id } : { request: id, number },
    moment: 'swap',
    accept: 'flags',
    ...(options.note === undefined ? {} : { note: options.note }),
  });
  if (moved.ok) return ok(moved.value);
  return refuse({ code: moved.refusal.code, words: await explainEdit(ctx, desk, edits, moved.refusal) });
}

/** Staff and grades for whoever decides about shifts that change hands; without a partner, or where the roster cannot be changed so, nothing. */
export async function dutiesShown(ctx: Ctx, desk: Desk, draft: RequestDraft): Promise<readonly Shown[]> {
  if (draft.partner === null || draft.duties.length === 0) return [];
  const [preview, holders] = await Promise.all([
    previewEdits(ctx, desk, editsOf(draft.duties, draft.subject, draft.partner), 'swap'),
    membersOver(ctx, desk),
  ]);
  const sides = [draft.subject, draft.partner].flatMap((person) => holders.find((holder) => holder.person === person) ?? []);
  if (!preview.ok) return [gradesShown(sides)];
  const names = new Map<string, Words>();
  for (const { duty } of preview.value.staffing) {
    const policy = await policyFor(ctx, desk, duty.dutyOn);
    const name = policy.shifts.find(({ value }) => value.code === duty.shift)?.value.name;
    if (name !== undefined) names.set(`${duty.dutyOn} ${duty.shift}`, name);
  }
  const shift = (code: string, on: string): Words => names.get(`${on} ${code}`) ?? { zh: code, en: code };
  return [staffShown(preview.value, desk, shift), gradesShown(sides)];
}
