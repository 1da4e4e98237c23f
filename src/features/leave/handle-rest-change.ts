import { formatDay } from '../../core/format.ts';
import type { Words } from '../../core/locale.ts';
import { ok, type Result, refuse } from '../../core/result.ts';
import { Temporal } from '../../core/time.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';
import type { Effect, EffectRefusal, RequestDraft, StoredRequest } from '../request/index.ts';
import { applyEdits, explainEdit, previewEdits, type RosterEdit, slotsBetween } from '../roster/index.ts';
import { shiftName } from './handle-effect.ts';
import { text } from './text.ts';

const isPerson = (ctx: Ctx): ctx is PersonCtx => 'actor' in ctx;

/** The two days a rest day moves between. */
interface RestMove {
  readonly rests: string;
  readonly works: string;
}

function moveOf(draft: Pick<RequestDraft, 'fields'>): RestMove | null {
  const { rest_day: works, instead: rests } = draft.fields;
  const isDay = (value: string | undefined): value is string => value !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(value);
  return isDay(works) && isDay(rests) ? { works, rests } : null;
}

/**
 * Out of the shifts of one day, into the same shifts of the other. Refused where the person has no shift to move, where that shift does not exist on
 * the other day, and where nobody would be left in the shift they leave.
 */
async function editsFor(
  ctx: Ctx,
  desk: Desk,
  draft: Pick<RequestDraft, 'subject' | 'fields'>,
  back: boolean,
): Promise<Result<readonly RosterEdit[], EffectRefusal>> {
  const move = moveOf(draft);
  if (move === null) return refuse({ code: 'leave.restDays', words: text.restDays });
  const [from, to] = back ? [move.works, move.rests] : [move.rests, move.works];
  const [outOf, into] = await Promise.all([slotsOn(ctx, desk, from), slotsOn(ctx, desk, to)]);
  const mine = outOf.filter((slot) => slot.people.some((one) => one.person === draft.subject));
  const day = (on: string) => ({ zh: formatDay(Temporal.PlainDate.from(on), 'zh'), en: formatDay(Temporal.PlainDate.from(on), 'en') });
  if (mine.length === 0) return refuse({ code: 'leave.noShiftToMove', words: text.noShiftToMove(day(from)) });
  const edits: RosterEdit[] = [];
  for (const slot of mine) {
    const other = into.find((candidate) => candidate.shift === slot.shift);
    if (other === undefined) return refuse({ code: 'leave.noSuchShift', words: text.noSuchShift(day(to), slot.shiftName) });
    const role = slot.people.find((one) => one.person === draft.subject)?.role ?? null;
    edits.push(
      { slot: slot.id, out: draft.subject, in: null, part: null, role: null },
      { slot: other.id, out: null, in: draft.subject, part: null, role },
    );
  }
  return (await emptied(ctx, desk, edits, day)) ?? ok(edits);
}

/** Nobody swaps with them: a shift that would be left with nobody for a while keeps them, whether or not a rule names a least number. */
async function emptied(
  ctx: Ctx,
  desk: Desk,
  edits: readonly RosterEdit[],
  day: (on: string) => Words,
): Promise<Result<never, EffectRefusal> | null> {
  const preview = await previewEdits(ctx, desk, edits, 'swap');
  const empty = preview.ok ? preview.value.staffing.find(({ thinnest }) => thinnest.count === 0) : undefined;
  if (empty === undefined) return null;
  const shift = await shiftName(ctx, desk, empty.duty.dutyOn, empty.duty.shift);
  return refuse({ code: 'leave.nobodyLeft', words: text.nobodyLeft(day(empty.duty.dutyOn), shift) });
}

async function slotsOn(ctx: Ctx, desk: Desk, on: string) {
  const day = Temporal.PlainDate.from(on);
  const from = day.toZonedDateTime(desk.zone).toInstant();
  const slots = await slotsBetween(ctx, desk.id, from, day.add({ days: 1 }).toZonedDateTime(desk.zone).toInstant());
  return slots.filter((slot) => slot.dutyOn === on);
}

async function move(ctx: Ctx, desk: Desk, request: StoredRequest, back: boolean): Promise<Result<void, EffectRefusal>> {
  const edits = await editsFor(ctx, desk, request, back);
  if (!edits.ok) return edits;
  const by = isPerson(ctx) ? ctx.actor.person : request.filedBy;
  const { id, number } = request;
  const cause = number === 0 ? { request: id } : { request: id, number };
  const done = await applyEdits(ctx, desk, edits.value, { by, reason: null, cause, moment: 'swap', accept: 'flags' });
  if (done.ok) return ok(undefined);
  return refuse({ code: done.refusal.code, words: await explainEdit(ctx, desk, edits.value, done.refusal) });
}

/** A rest day moves: the person works on the one they had, in the shift they had on the day they rest instead. */
export const restChangeEffect: Effect = {
  name: 'rest-change',
  of: { effect: 'move-rest-day' },
  async hold(ctx, desk, request) {
    const edits = await editsFor(ctx, desk, request, false);
    return edits.ok ? ok(undefined) : edits;
  },
  apply: (ctx, desk, request) => move(ctx, desk, request, false),
  undo: (ctx, desk, request) => move(ctx, desk, request, true),
};
