import { formatMoment } from '../../core/format.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { ok, type Result, refuse } from '../../core/result.ts';
import { Temporal } from '../../core/time.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';
import type { EffectRefusal, RequestDuty, StoredRequest } from '../request/index.ts';
import { applyEdits, type Edited, editsOf, explainEdit, undoEdits } from '../roster/index.ts';
import { giveBackUntil } from './swap.ts';
import { text } from './text.ts';

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

/** Of a shift that runs, what has passed stays with who had it. */
const ahead =
  ({ now }: Ctx) =>
  (duty: RequestDuty): RequestDuty => {
    const minute = now.round({ smallestUnit: 'minute', roundingMode: 'floor' });
    const runs = Temporal.Instant.compare(duty.startsAt, minute) < 0 && Temporal.Instant.compare(minute, duty.endsAt) < 0;
    return runs ? { ...duty, startsAt: minute } : duty;
  };

/** Moves the duties of an approved request to who gets them, or back; on the roster of now, with all its checks. */
export async function moveDuties(
  ctx: Ctx,
  desk: Desk,
  request: StoredRequest,
  options: MoveOptions,
): Promise<Result<Edited, EffectRefusal>> {
  const edits = editsOf(request.duties.map(ahead(ctx)), request.subject, request.partner);
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

/** Whether it is too late to give a request's shifts back, by the desk's cut-off. */
export function tooLateToGiveBack(ctx: Ctx, desk: Desk, request: Pick<StoredRequest, 'duties'>): EffectRefusal | null {
  const hours = desk.settings.swap.give_back_until_hours;
  const until = giveBackUntil(request.duties, hours);
  if (until === null || ctx.now.epochMilliseconds <= until.epochMilliseconds) return null;
  const at: Words = { zh: formatMoment(until, desk.zone, 'zh'), en: formatMoment(until, desk.zone, 'en') };
  return { code: 'swap.too-late', words: text.tooLate(at, hours) };
}
