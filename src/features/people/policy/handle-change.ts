import type { DeskId } from '../../../core/ids.ts';
import type { PolicyConflict } from '../../../policy/conflict.ts';
import { canonicalJson, sha256 } from '../../../policy/sha256.ts';
import type { PersonCtx } from '../../../runtime/context.ts';
import type { Reply } from '../../../runtime/reply.ts';
import type { FormValues } from '../../../view/view.ts';
import type { Desk } from '../people.ts';
import { conflictTexts } from './conflict-words.ts';
import { changedOverrides, type RuleChange, withOverrides } from './edit.ts';
import * as forms from './forms.ts';
import {
  conflictsOf,
  decided,
  decisionOf,
  type Found,
  findRule,
  invalid,
  onDesk,
  open,
  ruleGone,
  save,
  textOf,
  todayOf,
} from './handle-desk.ts';
import { readValue } from './read-value.ts';
import { isAbout, type RuleState } from './rule-state.ts';
import { text } from './text.ts';
import * as views from './views.ts';

/** What the desk did to a rule, as a short text; another one means that somebody changed it. */
const seenOf = ({ preset, overrides, state }: Found): string =>
  sha256(canonicalJson(overrides.filter((override) => isAbout(override, preset, state.id)))).slice(0, 12);

/** A rule the person may change, or why not. */
function onRule(ctx: PersonCtx, id: DeskId, rule: string, run: (desk: Desk, found: Found) => Promise<Reply> | Reply): Promise<Reply> {
  return onDesk(ctx, id, true, (desk) => {
    const found = findRule(ctx, desk, rule);
    return found === null || found.state.standing !== 'traced' ? ruleGone(ctx) : run(desk, found);
  });
}

export const openChange = (ctx: PersonCtx, id: DeskId, rule: string): Promise<Reply> =>
  onRule(ctx, id, rule, (desk, found) =>
    open(ctx, forms.changeForm(desk, found.preset, found.state, { typed: {}, seen: seenOf(found), today: todayOf(ctx, desk) }, ctx.locale)),
  );

/** What was filled in for a rule. A change that contradicts another regulation, or that the format does not take, is told at its field. */
export const saveChange = (ctx: PersonCtx, id: DeskId, rule: string, seen: string, values: FormValues): Promise<Reply> =>
  onRule(ctx, id, rule, async (desk, found) => {
    const { preset, state } = found;
    const { from, reason, errors } = decisionOf(ctx, desk, values);
    const again = (more: Readonly<Record<string, string>>): Reply =>
      invalid(ctx, forms.changeForm(desk, preset, state, { typed: values, seen: seenOf(found), today: todayOf(ctx, desk) }, ctx.locale), {
        ...errors,
        ...more,
      });
    if (seen !== seenOf(found)) return again({ reason: text.form.raced[ctx.locale] });
    const changed: { path: string; value: unknown }[] = [];
    for (const [index, leaf] of forms.askedLeaves(state).entries()) {
      const typed = values[`v${index}`];
      const value = readValue(typed ?? '', leaf, ctx.locale);
      if (!value.ok) errors[`v${index}`] = value.refusal[ctx.locale];
      else if (value.value !== null) changed.push({ path: leaf.path, value: value.value.value });
    }
    if (Object.keys(errors).length > 0) return again({});
    const wanted = textOf(values, 'reaction');
    const reaction = wanted === 'refuse' || wanted === 'flag' || wanted === 'off' ? wanted : state.reaction;
    if (changed.length === 0 && reaction === state.reaction) return again({ reason: text.form.same[ctx.locale] });
    const change: RuleChange = { values: changed, ...(reaction === state.reaction ? {} : { reaction }) };
    const decision = await decided(ctx, from, reason);
    const rows = withOverrides(desk.adoptions, preset.id, from, (overrides) => changedOverrides(overrides, preset, rule, change, decision));
    const conflicts = conflictsOf(desk, rows, todayOf(ctx, desk));
    if (conflicts.length > 0) return again(conflictErrors(ctx, state, conflicts));
    const day = views.dayWords(from, ctx.locale);
    return save(ctx, desk, rows, {
      preset,
      rule,
      decision,
      action: 'people.policy-change',
      title: text.saved.title(rule, day)[ctx.locale],
    });
  });

/** Problems of a value stand at its field, contradictions between regulations at the reason. */
function conflictErrors(ctx: PersonCtx, state: RuleState, conflicts: readonly PolicyConflict[]): Record<string, string> {
  const found = new Map<string, PolicyConflict[]>();
  for (const conflict of conflicts) {
    const at = 'path' in conflict ? forms.askedLeaves(state).findIndex((leaf) => leaf.path === conflict.path) : -1;
    const name = at < 0 ? 'reason' : `v${at}`;
    found.set(name, [...(found.get(name) ?? []), conflict]);
  }
  const words = (some: readonly PolicyConflict[]): string =>
    [text.conflict.refused[ctx.locale], ...conflictTexts(some, ctx.locale)].join('\n');
  return Object.fromEntries([...found].map(([name, some]) => [name, words(some)]));
}

export const openRestore = (ctx: PersonCtx, id: DeskId, rule: string): Promise<Reply> =>
  onRule(ctx, id, rule, (desk, { state }) =>
    open(ctx, forms.restoreForm(desk, state, { typed: {}, today: todayOf(ctx, desk) }, ctx.locale)),
  );

/** Ends everything the desk changed about a rule. */
export const saveRestore = (ctx: PersonCtx, id: DeskId, rule: string, values: FormValues): Promise<Reply> =>
  onRule(ctx, id, rule, async (desk, { preset, state }) => {
    const { from, reason, errors } = decisionOf(ctx, desk, values);
    const again = (more: Readonly<Record<string, string>>): Reply =>
      invalid(ctx, forms.restoreForm(desk, state, { typed: values, today: todayOf(ctx, desk) }, ctx.locale), { ...errors, ...more });
    if (Object.keys(errors).length > 0) return again({});
    const decision = await decided(ctx, from, reason);
    const rows = withOverrides(desk.adoptions, preset.id, from, (overrides) =>
      overrides.flatMap((override) => {
        if (!isAbout(override, preset, rule) || (override.until !== undefined && override.until <= from)) return [override];
        return override.from >= from ? [] : [{ ...override, until: from }];
      }),
    );
    const conflicts = conflictsOf(desk, rows, todayOf(ctx, desk));
    if (conflicts.length > 0) return again(conflictErrors(ctx, state, conflicts));
    const title = text.saved.restored(rule, views.dayWords(from, ctx.locale))[ctx.locale];
    return save(ctx, desk, rows, { preset, rule, decision, action: 'people.policy-restore', title });
  });
