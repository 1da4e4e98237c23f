import type { DeskId } from '../../../core/ids.ts';
import { Temporal } from '../../../core/time.ts';
import type { PolicyConflict } from '../../../policy/conflict.ts';
import { loadPreset } from '../../../policy/load.ts';
import type { Override } from '../../../policy/override.ts';
import type { Preset } from '../../../policy/preset.ts';
import type { PersonCtx } from '../../../runtime/context.ts';
import { planSoon } from '../../../runtime/plan.ts';
import type { Reply } from '../../../runtime/reply.ts';
import type { Card, Form, FormValues, Notice } from '../../../view/view.ts';
import { contactsOf, leadsOf, tell } from '../handle.ts';
import { goneNotice } from '../members/views.ts';
import { type AdoptionRow, type Desk, mayLead, standsOn } from '../people.ts';
import { checkBasis, overridesOf, type PolicyBasis } from '../policy-of.ts';
import { readDesk } from '../store.ts';
import { type Decision, dayOf, presetOfRule, standingOverrides, standingRow } from './edit.ts';
import { isAbout, type RuleState, ruleState } from './rule-state.ts';
import { readCode, saveAdoptions } from './store.ts';
import { text } from './text.ts';
import * as views from './views.ts';

export const say = (ctx: PersonCtx, view: Card | Notice): Reply => ({ kind: 'say', locale: ctx.locale, view });
export const open = (ctx: PersonCtx, form: Form): Reply => ({ kind: 'form', locale: ctx.locale, form });
export const invalid = (ctx: PersonCtx, form: Form, errors: Readonly<Record<string, string>>): Reply => ({
  kind: 'invalid',
  locale: ctx.locale,
  form,
  errors,
});

export const todayOf = (ctx: PersonCtx, desk: Desk): string => ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString();

export const notOn = (ctx: PersonCtx, desk: Desk): Reply =>
  say(ctx, views.notice('error', text.notOn.title(desk.name)[ctx.locale], [text.notOn.body[ctx.locale]]));

/** Rights are looked at on every press, not when a button was shown. */
export async function onDesk(ctx: PersonCtx, id: DeskId, lead: boolean, run: (desk: Desk) => Promise<Reply> | Reply): Promise<Reply> {
  const desk = await readDesk(ctx, id);
  if (desk === null) return say(ctx, goneNotice(ctx.locale));
  if (!standsOn(ctx.actor, desk)) return notOn(ctx, desk);
  if (lead && !mayLead(ctx.actor, desk))
    return say(ctx, views.notice('error', text.notLead.title[ctx.locale], [text.notLead.body(desk.name)[ctx.locale]]));
  return run(desk);
}

export function adoptedBy(ctx: PersonCtx, desk: Desk): views.AdoptedPreset[] {
  const today = todayOf(ctx, desk);
  return [...new Set(desk.adoptions.map((row) => row.preset))].flatMap((id) => {
    const preset = loadPreset(id);
    const row = standingRow(desk.adoptions, id, today);
    if (preset === null || row === null) return [];
    const changes = overridesOf(row).filter((override) => override.until === undefined || override.until > today).length;
    return [{ preset, row, changes }];
  });
}

export function list(ctx: PersonCtx, desk: Desk): Reply {
  return say(ctx, views.listCard(desk, adoptedBy(ctx, desk), todayOf(ctx, desk), mayLead(ctx.actor, desk), ctx.locale));
}

/** A rule of a desk as it stands today, or on the first day of its regulation. */
export interface Found {
  readonly preset: Preset;
  readonly overrides: readonly Override[];
  readonly state: RuleState;
}

export function findRule(ctx: PersonCtx, desk: Desk, rule: string): Found | null {
  const today = todayOf(ctx, desk);
  const preset = loadPreset(presetOfRule(rule));
  const row = preset === null ? null : standingRow(desk.adoptions, preset.id, today);
  if (preset === null || row === null) return null;
  const overrides = overridesOf(row);
  const state = ruleState(preset, overrides, rule, dayOf(row, today), desk.kinds);
  return state === null ? null : { preset, overrides, state };
}

export const ruleGone = (ctx: PersonCtx): Reply =>
  say(ctx, views.notice('warn', text.rule.gone[ctx.locale], [text.rule.goneBody[ctx.locale]]));

export const textOf = (values: FormValues, name: string): string => {
  const value = values[name];
  return typeof value === 'string' ? value.trim() : '';
};

/** The day and the reason every change needs; errors by field. */
export function decisionOf(
  ctx: PersonCtx,
  desk: Desk,
  values: FormValues,
): { readonly from: string; readonly reason: string; readonly errors: Record<string, string> } {
  const [from, reason] = [textOf(values, 'from'), textOf(values, 'reason')];
  const errors: Record<string, string> = {};
  if (!isDate(from)) errors.from = text.form.noDate[ctx.locale];
  else if (from < todayOf(ctx, desk)) errors.from = text.form.past[ctx.locale];
  if (reason === '') errors.reason = text.form.reason[ctx.locale];
  return { from, reason, errors };
}

function isDate(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return false;
  }
}

export const decided = async (ctx: PersonCtx, from: string, reason: string): Promise<Decision> => ({
  by: (await readCode(ctx, ctx.actor.person)) ?? ctx.actor.person,
  name: ctx.actor.name,
  from,
  reason,
});

/** What would contradict itself from today on. */
export function conflictsOf(desk: Desk, adoptions: readonly AdoptionRow[], today: string): readonly PolicyConflict[] {
  const basis: PolicyBasis = { adoptions, shifts: desk.shifts, kinds: desk.kinds, calendar: desk.settings.calendar };
  const checked = checkBasis(basis, loadPreset, today);
  return checked.ok ? [] : checked.refusal;
}

interface Saved {
  readonly preset: Preset;
  /** Null: of the regulation as a whole. */
  readonly rule: string | null;
  readonly decision: Decision;
  readonly action: string;
  readonly title: string;
  readonly off?: readonly string[];
}

/** Stores the adoptions, plans the desk again, and lets its other leads know. */
export async function save(ctx: PersonCtx, desk: Desk, rows: readonly AdoptionRow[], saved: Saved): Promise<Reply> {
  const { preset, rule, decision, action, title, off = [] } = saved;
  saveAdoptions(ctx.unit, desk, rows, { by: ctx.actor.person, reason: decision.reason });
  const overrides = standingOverrides(rows, preset.id, decision.from) ?? [];
  const about = overrides.filter((override) => rule === null || isAbout(override, preset, rule));
  ctx.unit.audit({
    action,
    person: ctx.actor.person,
    desk: desk.id,
    subject: rule ?? preset.id,
    detail: { from: decision.from, reason: decision.reason, overrides: about, off },
  });
  planSoon(ctx, desk.id);
  const others = (await leadsOf(ctx, desk.id)).filter((person) => person !== ctx.actor.person);
  const contacts = await contactsOf(ctx, others);
  tell(ctx, contacts.values(), (locale) => ({
    view: views.notice(
      'info',
      text.saved.told(ctx.actor.name, desk.name)[locale],
      [
        ...(rule === null ? [preset.title[locale]] : [`${preset.rules[rule]?.words[locale] ?? ''} (${preset.title[locale]} · ${rule})`]),
        ...about.filter((override) => override.from >= decision.from).map((override) => views.changeLine(override, ctx.actor.name, locale)),
        `${text.list.from(views.dayWords(decision.from, locale))[locale]} · ${text.saved.reason(decision.reason)[locale]}`,
      ],
      rule === null ? [] : [views.press('people.policy-rule', { desk: desk.id, rule }, text.page.look, locale)],
    ),
  }));
  const next =
    rule === null
      ? views.press('people.policy', { desk: desk.id }, text.page.back, ctx.locale)
      : views.press('people.policy-rule', { desk: desk.id, rule }, text.page.look, ctx.locale);
  const lines = [
    ...about.filter((override) => override.from >= decision.from).map((override) => views.changeLine(override, ctx.actor.name, ctx.locale)),
    ...(off.length === 0 ? [] : [text.conflict.off(off.join(', '))[ctx.locale]]),
  ];
  return say(ctx, views.notice('ok', title, lines, [next]));
}
