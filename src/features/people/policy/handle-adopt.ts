import type { DeskId } from '../../../core/ids.ts';
import { loadPreset, loadPresets } from '../../../policy/load.ts';
import type { Preset } from '../../../policy/preset.ts';
import type { PersonCtx } from '../../../runtime/context.ts';
import type { Reply } from '../../../runtime/reply.ts';
import type { FormValues } from '../../../view/view.ts';
import type { Desk } from '../people.ts';
import { canGiveWay, conflictTexts, type Dispute, disputesOf, rulesOfSide } from './conflict-words.ts';
import { adoptedFrom, dayOf, stoppedFrom, switchedOff } from './edit.ts';
import * as forms from './forms.ts';
import { adoptedBy, conflictsOf, decided, decisionOf, invalid, list, onDesk, open, save, say, textOf, todayOf } from './handle-desk.ts';
import { text } from './text.ts';
import * as views from './views.ts';

const adoptable = (ctx: PersonCtx, desk: Desk): readonly Preset[] => {
  const today = todayOf(ctx, desk);
  return loadPresets().filter(({ id }) => !desk.adoptions.some((row) => row.preset === id && (row.until === null || row.from > today)));
};

export const openAdopt = (ctx: PersonCtx, id: DeskId): Promise<Reply> =>
  onDesk(ctx, id, true, (desk) => {
    const presets = adoptable(ctx, desk);
    if (presets.length === 0) return say(ctx, views.notice('info', text.adopt.all[ctx.locale]));
    return open(ctx, forms.adoptForm(desk, presets, { typed: {}, today: todayOf(ctx, desk) }, ctx.locale));
  });

export const saveAdopt = (ctx: PersonCtx, id: DeskId, values: FormValues): Promise<Reply> =>
  onDesk(ctx, id, true, (desk) => {
    const { from, reason, errors } = decisionOf(ctx, desk, values);
    const presets = adoptable(ctx, desk);
    const preset = presets.find((one) => one.id === textOf(values, 'preset'));
    if (preset === undefined) errors.preset = text.adopt.already[ctx.locale];
    if (preset === undefined || Object.keys(errors).length > 0)
      return invalid(ctx, forms.adoptForm(desk, presets, { typed: values, today: todayOf(ctx, desk) }, ctx.locale), errors);
    return adopt(ctx, desk, preset, { preset: preset.id, from, off: [] }, reason, {});
  });

/** Adopts, or shows what disagrees with what the desk goes by already. */
async function adopt(
  ctx: PersonCtx,
  desk: Desk,
  preset: Preset,
  settling: forms.Settling,
  reason: string,
  typed: FormValues,
): Promise<Reply> {
  const decision = await decided(ctx, settling.from, reason);
  const rows = switchedOff(adoptedFrom(desk.adoptions, preset.id, settling.from), settling.off, decision);
  const conflicts = conflictsOf(desk, rows, todayOf(ctx, desk));
  if (conflicts.length === 0) {
    const title = text.adopt.done(preset.title, views.dayWords(settling.from, ctx.locale))[ctx.locale];
    return save(ctx, desk, rows, { preset, rule: null, decision, action: 'people.policy-adopt', title, off: settling.off });
  }
  const disputes = disputesOf(conflicts);
  const stuck = conflicts.some(({ code }) => code !== 'policy.valuesDiffer') || disputes.some(({ sides }) => !sides.some(canGiveWay));
  if (stuck)
    return say(
      ctx,
      views.notice('error', text.conflict.refused[ctx.locale], [...conflictTexts(conflicts, ctx.locale), text.conflict.stuck[ctx.locale]]),
    );
  return open(ctx, forms.conflictForm(desk, disputes, settling, { reason, ...typed }, ctx.locale));
}

/** A person chose which side of each conflict holds; the rules of the other side are switched off by name, with the reason. */
export const settleConflicts = (ctx: PersonCtx, id: DeskId, settling: forms.Settling, values: FormValues): Promise<Reply> =>
  onDesk(ctx, id, true, async (desk) => {
    const preset = loadPreset(settling.preset);
    if (preset === null || !adoptable(ctx, desk).includes(preset)) return say(ctx, views.notice('info', text.adopt.already[ctx.locale]));
    const reason = textOf(values, 'reason');
    const from = dayOf(settling, todayOf(ctx, desk));
    const decision = await decided(ctx, from, reason);
    const disputed = (off: readonly string[]): readonly Dispute[] =>
      disputesOf(conflictsOf(desk, switchedOff(adoptedFrom(desk.adoptions, preset.id, from), off, decision), todayOf(ctx, desk)));
    const disputes = disputed(settling.off);
    const errors: Record<string, string> = reason === '' ? { reason: text.conflict.reason[ctx.locale] } : {};
    const given = new Map<string, number>();
    for (const [index, dispute] of disputes.entries()) {
      const keep = textOf(values, `c${index}`);
      if (keep === 'left' || keep === 'right') given.set(keyOf(dispute), keep === 'left' ? 1 : 0);
      else errors[`c${index}`] = text.conflict.choose[ctx.locale];
    }
    if (Object.keys(errors).length > 0) return invalid(ctx, forms.conflictForm(desk, disputes, settling, values, ctx.locale), errors);
    return adopt(ctx, desk, preset, { preset: preset.id, from, off: givenUp(settling.off, disputes, given, disputed) }, reason, {});
  });

const keyOf = ({ what, sides: [left, right] }: Dispute): string => `${what} ${left.preset} ${right.preset}`;

/** The rules that give way. Where one is switched off, the next of the same matter and regulation shows: the choice holds for it too. */
function givenUp(
  off: readonly string[],
  disputes: readonly Dispute[],
  given: ReadonlyMap<string, number>,
  disputed: (off: readonly string[]) => readonly Dispute[],
): readonly string[] {
  const losing = disputes.flatMap((dispute) => {
    const loser = dispute.sides[given.get(keyOf(dispute)) ?? -1];
    return loser === undefined ? [] : rulesOfSide(loser);
  });
  const all = [...new Set([...off, ...losing])];
  return all.length === off.length ? all : givenUp(all, disputed(all), given, disputed);
}

/** A regulation the desk goes by, or why there is nothing to stop. */
function onAdopted(
  ctx: PersonCtx,
  id: DeskId,
  presetId: string,
  run: (desk: Desk, preset: Preset) => Promise<Reply> | Reply,
): Promise<Reply> {
  return onDesk(ctx, id, true, (desk) => {
    const found = adoptedBy(ctx, desk).find(({ preset, row }) => preset.id === presetId && row.until === null);
    return found === undefined ? list(ctx, desk) : run(desk, found.preset);
  });
}

export const openStop = (ctx: PersonCtx, id: DeskId, presetId: string): Promise<Reply> =>
  onAdopted(ctx, id, presetId, (desk, preset) =>
    open(ctx, forms.stopForm(desk, preset, { typed: {}, today: todayOf(ctx, desk) }, ctx.locale)),
  );

export const saveStop = (ctx: PersonCtx, id: DeskId, presetId: string, values: FormValues): Promise<Reply> =>
  onAdopted(ctx, id, presetId, async (desk, preset) => {
    const { from, reason, errors } = decisionOf(ctx, desk, values);
    const again = (more: Readonly<Record<string, string>>): Reply =>
      invalid(ctx, forms.stopForm(desk, preset, { typed: values, today: todayOf(ctx, desk) }, ctx.locale), { ...errors, ...more });
    if (Object.keys(errors).length > 0) return again({});
    const rows = stoppedFrom(desk.adoptions, preset.id, from);
    const conflicts = conflictsOf(desk, rows, todayOf(ctx, desk));
    if (conflicts.length > 0) return again({ reason: conflictTexts(conflicts, ctx.locale).join('\n') });
    const decision = await decided(ctx, from, reason);
    const title = text.adopt.stopped(preset.title, views.dayWords(from, ctx.locale))[ctx.locale];
    return save(ctx, desk, rows, { preset, rule: null, decision, action: 'people.policy-stop', title });
  });
