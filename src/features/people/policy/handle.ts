import type { DeskId } from '../../../core/ids.ts';
import { loadPreset } from '../../../policy/load.ts';
import type { Override } from '../../../policy/override.ts';
import type { PersonCtx } from '../../../runtime/context.ts';
import type { Reply } from '../../../runtime/reply.ts';
import { findAtStart } from '../find.ts';
import { allDesks, findDesk } from '../handle.ts';
import { chooseDesk, noDeskNotice } from '../members/views.ts';
import { type Desk, mayLead, standsOn } from '../people.ts';
import { overridesOf } from '../policy-of.ts';
import { dayOf, presetOfRule } from './edit.ts';
import { adoptedBy, findRule, list, notOn, onDesk, ruleGone, say, todayOf } from './handle-desk.ts';
import { ruleState } from './rule-state.ts';
import { readNames } from './store.ts';
import { text } from './text.ts';
import * as views from './views.ts';

/** `policy [desk] [regulation]`: what a desk goes by, or one regulation of it. */
export async function showPolicy(ctx: PersonCtx, words: string): Promise<Reply> {
  const meant = await findDesk(ctx, words);
  if (meant.kind === 'none') return say(ctx, noDeskNotice(ctx.locale));
  if (meant.kind === 'several') return say(ctx, chooseDesk(meant.desks, 'people.policy', {}, ctx.locale));
  const { rest } = meant;
  const below = meant.by === 'name' ? [] : await goingByRules(ctx, meant.desk);
  if (below.length > 1) return say(ctx, chooseDesk(below, 'people.policy', {}, ctx.locale));
  const desk = below[0] ?? meant.desk;
  if (!standsOn(ctx.actor, desk)) return notOn(ctx, desk);
  if (rest === '') return list(ctx, desk);
  const adopted = adoptedBy(ctx, desk).map((one) => ({ ...one, code: one.preset.id, name: one.preset.title }));
  const said = findAtStart(rest, adopted)?.items ?? adopted.filter(({ name }) => [name.zh, name.en].some((title) => title.includes(rest)));
  const [one, ...more] = said;
  if (one !== undefined) return more.length === 0 ? page(ctx, desk, one, 0) : list(ctx, desk);
  const rule = rest.toLowerCase();
  if (loadPreset(presetOfRule(rule))?.rules[rule] !== undefined) return rulePage(ctx, desk, rule);
  return say(
    ctx,
    views.notice(
      'warn',
      text.list.unknown(rest)[ctx.locale],
      [],
      [views.press('people.policy', { desk: desk.id }, text.page.back, ctx.locale)],
    ),
  );
}

/** The desks below one that goes by no regulation itself: whoever stands on it means theirs. */
async function goingByRules(ctx: PersonCtx, desk: Desk): Promise<readonly Desk[]> {
  if (desk.adoptions.length > 0) return [];
  const desks = await allDesks(ctx);
  return desks.filter((one) => one.id !== desk.id && one.lineage.includes(desk.id) && one.adoptions.length > 0);
}

async function page(ctx: PersonCtx, desk: Desk, adopted: views.AdoptedPreset, from: number): Promise<Reply> {
  const today = todayOf(ctx, desk);
  const on = dayOf(adopted.row, today);
  const overrides = overridesOf(adopted.row);
  const states = Object.keys(adopted.preset.rules).flatMap((rule) => ruleState(adopted.preset, overrides, rule, on, desk.kinds) ?? []);
  const names = await namesIn(ctx, overrides);
  return say(ctx, views.presetCard(desk, adopted, states, from, names, mayLead(ctx.actor, desk), ctx.locale));
}

const namesIn = (ctx: PersonCtx, overrides: readonly Override[]): Promise<views.Names> =>
  readNames(ctx, [...new Set(overrides.map(({ by }) => by))]);

export const showList = (ctx: PersonCtx, id: DeskId): Promise<Reply> => onDesk(ctx, id, false, (desk) => list(ctx, desk));

export const showPreset = (ctx: PersonCtx, id: DeskId, preset: string, from: number): Promise<Reply> =>
  onDesk(ctx, id, false, (desk) => {
    const adopted = adoptedBy(ctx, desk).find((one) => one.preset.id === preset);
    return adopted === undefined ? list(ctx, desk) : page(ctx, desk, adopted, from);
  });

async function rulePage(ctx: PersonCtx, desk: Desk, rule: string): Promise<Reply> {
  const found = findRule(ctx, desk, rule);
  if (found === null) return ruleGone(ctx);
  const names = await namesIn(ctx, found.overrides);
  return say(ctx, views.ruleCard(desk, found.preset, found.state, names, mayLead(ctx.actor, desk), ctx.locale));
}

export const showRule = (ctx: PersonCtx, id: DeskId, rule: string): Promise<Reply> =>
  onDesk(ctx, id, false, (desk) => rulePage(ctx, desk, rule));
