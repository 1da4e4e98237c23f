import { adopt } from '../../../policy/adopted.ts';
import type { Override } from '../../../policy/override.ts';
import { valueAt } from '../../../policy/paths.ts';
import type { Reaction } from '../../../policy/policy.ts';
import type { Preset } from '../../../policy/preset.ts';
import { reactionOf } from '../../../policy/reaction.ts';
import { canonicalJson } from '../../../policy/sha256.ts';
import type { AdoptionRow } from '../people.ts';
import { overridesOf } from '../policy-of.ts';

/** Who changes a rule, why, and from which day on (`YYYY-MM-DD`). */
export interface Decision {
  readonly by: string;
  readonly name: string;
  readonly reason: string;
  readonly from: string;
}

/** What is to hold of a rule from a day on; what is left out stays. */
export interface RuleChange {
  readonly reaction?: Reaction;
  readonly values: readonly { readonly path: string; readonly value: unknown }[];
}

const same = (left: unknown, right: unknown): boolean => canonicalJson(left) === canonicalJson(right);

/** An override as far as it lies before a day; none where it would begin later. */
const until = (override: Override, day: string): Override[] => {
  if (override.from >= day) return [];
  return [override.until !== undefined && override.until <= day ? override : { ...override, until: day }];
};

/**
 * The overrides once a rule is changed. What was set before for the same value or rule ends on that day, what was to begin later falls away; what
 * is as the regulation has it needs no override.
 */
export function changedOverrides(
  overrides: readonly Override[],
  preset: Preset,
  rule: string,
  change: RuleChange,
  decision: Decision,
): Override[] {
  let result = [...overrides];
  if (change.reaction !== undefined) {
    const { reaction } = change;
    result = result.flatMap((one) => ('rule' in one && one.rule === rule ? until(one, decision.from) : [one]));
    const base = reactionOf(preset.rules[rule]?.enforce ?? 'none');
    if (reaction !== base && reaction !== 'refuse') result.push({ rule, reaction, ...decision });
  }
  for (const { path, value } of change.values) {
    result = result.flatMap((one) => ('path' in one && one.path === path ? until(one, decision.from) : [one]));
    const now = valueAt(adopt(preset, result, decision.from).adopted.sections, path);
    if (!same(now, value)) result.push({ path, value: value as Extract<Override, { path: string }>['value'], ...decision });
  }
  return result;
}

/** Whether a row holds on a day or later. */
const reaches = (row: AdoptionRow, day: string): boolean => row.until === null || row.until > day;

/** The rows of a desk with the overrides of one preset changed, as far as they reach beyond the day. */
export function withOverrides(
  rows: readonly AdoptionRow[],
  preset: string,
  day: string,
  change: (overrides: readonly Override[]) => readonly Override[],
): AdoptionRow[] {
  return rows.map((row) => (row.preset === preset && reaches(row, day) ? { ...row, overrides: change(overridesOf(row)) } : row));
}

/** The overrides of a preset that hold now or will: those of its last row. Null: it is not adopted any more. */
export function standingOverrides(rows: readonly AdoptionRow[], preset: string, today: string): readonly Override[] | null {
  const row = standingRow(rows, preset, today);
  return row === null ? null : overridesOf(row);
}

/** The row by which a preset holds today, else the next by which it will. */
export function standingRow(rows: readonly AdoptionRow[], preset: string, today: string): AdoptionRow | null {
  const found = rows
    .filter((row) => row.preset === preset && reaches(row, today))
    .toSorted((left, right) => (left.from < right.from ? -1 : 1));
  return found[0] ?? null;
}

/** The rows once a preset is adopted from a day on. */
export const adoptedFrom = (rows: readonly AdoptionRow[], preset: string, from: string): AdoptionRow[] => [
  ...stoppedFrom(rows, preset, from),
  { preset, from, until: null, overrides: [] },
];

/** The rows once a preset is given up from a day on; what would begin later falls away. */
export const stoppedFrom = (rows: readonly AdoptionRow[], preset: string, day: string): AdoptionRow[] =>
  rows.flatMap((row) => {
    if (row.preset !== preset || !reaches(row, day)) return [row];
    return row.from >= day ? [] : [{ ...row, until: day }];
  });

/** The preset a rule belongs to: `telecom-swap-03` → `telecom-swap`. */
export const presetOfRule = (rule: string): string => rule.replace(/-\d{2}$/, '');

/** The rows with rules switched off from a day on, each in the preset it belongs to: how a conflict is settled. */
export function switchedOff(rows: readonly AdoptionRow[], rules: readonly string[], decision: Decision): AdoptionRow[] {
  return rules.reduce<AdoptionRow[]>(
    (result, rule) =>
      withOverrides(result, presetOfRule(rule), decision.from, (overrides) => [
        ...overrides.flatMap((one) => ('rule' in one && one.rule === rule ? until(one, decision.from) : [one])),
        { rule, reaction: 'off', ...decision },
      ]),
    [...rows],
  );
}

/** The day a row is looked at: today, or its first day where that is to come. */
export function dayOf(row: Pick<AdoptionRow, 'from'>, today: string): string {
  if (row.from > today) return row.from;
  return today;
}
