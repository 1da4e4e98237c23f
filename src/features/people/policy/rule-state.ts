import { adopt } from '../../../policy/adopted.ts';
import { inScope } from '../../../policy/drafted.ts';
import { inForce, type Override } from '../../../policy/override.ts';
import { touches, valueAt } from '../../../policy/paths.ts';
import type { Reaction } from '../../../policy/policy.ts';
import type { Preset } from '../../../policy/preset.ts';
import { type Response, reactionOf, responseOf } from '../../../policy/reaction.ts';
import type { PresetRule } from '../../../policy/schema/preset.ts';
import type { Scope } from '../../../policy/schema/scope.ts';
import { type Leaf, leavesAt } from '../../../policy/value-kind.ts';

/** A change a desk made, seen on a day. */
export interface SeenChange {
  readonly override: Override;
  readonly state: 'past' | 'now' | 'coming';
}

/** A rule as a desk has it on one day. */
export interface RuleState {
  readonly id: string;
  readonly rule: PresetRule;
  /** `traced`: it is carried out; `pending`: its concept is not built; `none`: the bot does nothing about it. */
  readonly standing: 'traced' | 'pending' | 'none';
  readonly response: Response | null;
  /** As the regulation has it. */
  readonly base: Reaction;
  readonly reaction: Reaction;
  /** Values in force, with what the regulation says; fixed parts have no kind. */
  readonly leaves: readonly (Leaf & { readonly original: unknown })[];
  /** Nothing of it is meant for this kind of desk. */
  readonly elsewhere: boolean;
  /** In order of their first day. */
  readonly changes: readonly SeenChange[];
}

export const pathsOf = (preset: Preset, rule: string): readonly string[] => preset.trace[rule] ?? [];

/** Whether an override is about a rule: it softens it, or sets one of its values. */
export function isAbout(override: Override, preset: Preset, rule: string): boolean {
  return 'rule' in override ? override.rule === rule : pathsOf(preset, rule).some((path) => touches(path, override.path));
}

/** The rule of a preset as it stands on `on` (`YYYY-MM-DD`) for a desk of these kinds; null: the preset has no such rule. */
export function ruleState(
  preset: Preset,
  overrides: readonly Override[],
  id: string,
  on: string,
  deskKinds: readonly string[],
): RuleState | null {
  const rule = preset.rules[id];
  if (rule === undefined) return null;
  const paths = pathsOf(preset, id);
  const { sections } = adopt(preset, overrides, on).adopted;
  const base = reactionOf(rule.enforce);
  const softened = overrides.filter((one) => 'rule' in one && one.rule === id && inForce(one, on)).at(-1);
  const leaves = [...new Map(paths.flatMap((path) => leavesAt(sections, path)).map((leaf) => [leaf.path, leaf])).values()];
  return {
    id,
    rule,
    standing: Object.hasOwn(preset.pending, id) ? 'pending' : Object.hasOwn(preset.none, id) ? 'none' : 'traced',
    response: responseOf(rule.enforce),
    base,
    reaction: softened !== undefined && 'reaction' in softened ? softened.reaction : base,
    leaves: leaves.map((leaf) => ({ ...leaf, original: valueAt(preset.sections, leaf.path) })),
    elsewhere: paths.length > 0 && paths.every((path) => !meant(preset, path, deskKinds)),
    changes: overrides
      .filter((override) => isAbout(override, preset, id))
      .map((override) => ({ override, state: stateOn(override, on) }))
      .toSorted((left, right) => (left.override.from < right.override.from ? -1 : 1)),
  };
}

function stateOn(override: Override, on: string): SeenChange['state'] {
  if (override.from > on) return 'coming';
  return inForce(override, on) ? 'now' : 'past';
}

/** Whether the entry behind a path is for desks of these kinds; conditions about single cases do not count. */
function meant(preset: Preset, path: string, kinds: readonly string[]): boolean {
  const [concept = '', name = ''] = path.split('.');
  const entry = valueAt(preset.sections, `${concept}.${name}`);
  if (typeof entry !== 'object' || entry === null) return true;
  const { applies_to, if: holds, if_any, unless }: Scope = entry;
  const perDesk = ['directory', 'calendar', 'duty_plan', 'presence', 'obligation'].includes(concept);
  return inScope(perDesk ? { applies_to, if: holds, if_any, unless } : { applies_to }, kinds);
}
