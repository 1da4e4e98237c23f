import type { Words } from '../core/locale.ts';
import type { PolicyConflict } from './conflict.ts';
import { inForce, type Override } from './override.ts';
import { touches, withValueAt } from './paths.ts';
import type { Citation, Reaction } from './policy.ts';
import type { Preset } from './preset.ts';
import { reactionOf, soften, strictest } from './reaction.ts';
import { type Sections, sectionsSchema } from './schema/preset.ts';

const deskTitle: Words = { zh: '本值班点自定', en: 'Set by the desk' };

/** Cited where a desk settles something itself. */
export const deskCitation: Citation = {
  rule: 'desk',
  preset: null,
  title: deskTitle,
  section: { zh: '设置', en: 'settings' },
  words: deskTitle,
};

/** A preset as one desk applies it on one date. */
export interface Adopted {
  readonly preset: Preset;
  /** With the desk's overrides. */
  readonly sections: Sections;
  /** The rules behind the values at these paths, and what follows when they are not met. */
  cite(paths: readonly string[]): { readonly cites: readonly Citation[]; readonly reaction: Reaction };
}

/** The rule of a preset as it is cited. Null for an id the preset does not have. */
export function citationOf(preset: Preset, rule: string): Citation | null {
  const found = preset.rules[rule];
  return found === undefined
    ? null
    : { rule, preset: preset.id, title: preset.title, section: found.section ?? preset.section, words: found.words };
}

/** Applies the overrides that are in force on `on`. Conflicts say what a desk asked for that the preset cannot give. */
export function adopt(
  preset: Preset,
  overrides: readonly Override[],
  on: string,
): { readonly adopted: Adopted; readonly conflicts: readonly PolicyConflict[] } {
  const conflicts: PolicyConflict[] = [];
  const reactions = new Map(Object.entries(preset.rules).map(([id, rule]) => [id, reactionOf(rule.enforce)]));
  const mild = new Map<string, Override>();
  const changed: { readonly path: string; readonly citation: Citation }[] = [];
  let sections = preset.sections;
  for (const override of overrides.filter((candidate) => inForce(candidate, on))) {
    if ('rule' in override) {
      const before = reactions.get(override.rule);
      if (before === undefined) conflicts.push({ code: 'policy.ruleUnknown', preset: preset.id, rule: override.rule });
      else {
        const after = soften(before, override.reaction);
        if (after === null) conflicts.push({ code: 'policy.hardened', preset: preset.id, rule: override.rule });
        else {
          reactions.set(override.rule, after);
          if (after === before) mild.delete(override.rule);
          else mild.set(override.rule, override);
        }
      }
      continue;
    }
    const next = setValue(preset.id, sections, override.path, override.value);
    if ('conflict' in next) conflicts.push(next.conflict);
    else {
      sections = next.sections;
      changed.push({
        path: override.path,
        citation: { ...deskCitation, words: setWords(override) },
      });
    }
  }
  const cite: Adopted['cite'] = (paths) => {
    const behind = Object.entries(preset.trace)
      .filter(([, traced]) => traced.some((one) => paths.some((path) => touches(one, path))))
      .map(([rule]) => ({ rule, reaction: reactions.get(rule) ?? 'off' }));
    const own = changed.filter((change) => paths.some((path) => touches(change.path, path))).map((change) => change.citation);
    const rules = behind
      .filter(({ reaction }) => reaction !== 'off')
      .flatMap(({ rule }) => {
        const citation = citationOf(preset, rule);
        const override = mild.get(rule);
        if (citation === null) return [];
        if (override === undefined) return [citation];
        const softened = softenedBy(override);
        return [
          { ...citation, softened, words: { zh: `${citation.words.zh}(${softened.zh})`, en: `${citation.words.en} (${softened.en})` } },
        ];
      });
    // What a desk adds beyond the regulation is told, not refused.
    return { cites: [...own, ...rules], reaction: behind.length === 0 ? 'flag' : strictest(behind.map(({ reaction }) => reaction)) };
  };
  return { adopted: { preset, sections, cite }, conflicts };
}

function setWords({ name, reason }: Override): Words {
  if (name === undefined) return { zh: `本值班点自定:${reason}`, en: `Set by the desk: ${reason}` };
  return { zh: `本值班点自定(${name}):${reason}`, en: `Set by the desk (${name}): ${reason}` };
}

/** A rule that no longer refuses says who made it so. */
const softenedBy = ({ name, by, from, reason }: Override): Words => ({
  zh: `${name ?? by} 自 ${from} 起放宽:${reason}`,
  en: `softened by ${name ?? by} from ${from}: ${reason}`,
});

function setValue(
  preset: string,
  sections: Sections,
  path: string,
  value: unknown,
): { readonly sections: Sections } | { readonly conflict: PolicyConflict } {
  const changed = withValueAt(sections, path, value);
  if (changed === null) return { conflict: { code: 'policy.overrideNowhere', preset, path } };
  const parsed = sectionsSchema.safeParse(changed);
  if (parsed.success) return { sections: parsed.data };
  return {
    conflict: {
      code: 'policy.overrideInvalid',
      preset,
      path,
      problems: parsed.error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`),
    },
  };
}
