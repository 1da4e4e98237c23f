import type { ConflictSide, PolicyConflict } from './conflict.ts';
import { meet } from './days.ts';
import type { Drafted, DraftedRule, Settled } from './drafted.ts';
import type { Citation, Cited } from './policy.ts';
import { strictest } from './reaction.ts';

/**
 * One preset may ask twice for the same thing, as for a centre and again for a large one: all of it holds. Two presets may not differ, unless
 * the desk has switched one side off: then the other holds, and the one switched off is left out.
 */
export function together<Value>(
  drafted: readonly Drafted<Value>[],
  conflicts: PolicyConflict[],
  repeats: 'may-repeat' | 'once',
): readonly Cited<Value>[] {
  const rivalTo =
    (next: Drafted<Value>) =>
    (other: Drafted<Value>): boolean =>
      other !== next && other.what === next.what && meet(other.days, next.days) && (repeats === 'once' || other.preset !== next.preset);
  const off = ({ cited }: Drafted<Value>): boolean => cited.reaction === 'off';
  const overruled = (one: Drafted<Value>): boolean =>
    off(one) && drafted.some((other) => !off(other) && other.text !== one.text && rivalTo(one)(other));
  const kept: Drafted<Value>[] = [];
  for (const next of drafted.filter((one) => !overruled(one))) {
    const rivals = kept.filter(rivalTo(next));
    const rival = off(next) ? undefined : rivals.find((other) => other.text !== next.text && !off(other));
    const same = kept.findIndex(
      (other) => other.what === next.what && other.text === next.text && (rivals.includes(other) || repeats === 'once'),
    );
    const twin = kept[same];
    if (rival !== undefined) conflicts.push({ code: 'policy.valuesDiffer', what: next.what, sides: [sideOf(rival), sideOf(next)] });
    else if (twin === undefined) kept.push(next);
    else
      kept[same] = {
        ...twin,
        cited: {
          ...twin.cited,
          cites: [...twin.cited.cites, ...next.cited.cites],
          reaction: strictest([twin.cited.reaction, next.cited.reaction]),
        },
      };
  }
  return kept.map(({ cited }) => cited);
}

const sideOf = <Value>({ preset, text, cited }: Drafted<Value>): { preset: string; value: string; cites: readonly Citation[] } => ({
  preset,
  value: text,
  cites: cited.cites,
});

/** All rules about cases. Two presets that settle the same thing for the same cases differently are a conflict; rules switched off settle nothing. */
export function rulesTogether<Rule extends Cited<unknown>>(
  drafted: readonly DraftedRule<Rule>[],
  conflicts: PolicyConflict[],
): readonly Rule[] {
  const claims = new Map<string, Claim[]>();
  for (const { preset, rule, settles } of drafted) {
    if (rule.reaction === 'off') continue;
    for (const settled of settles) {
      const claim = { preset, settled, cites: rule.cites };
      const about = claims.get(settled.what);
      if (about === undefined) claims.set(settled.what, [claim]);
      else about.push(claim);
    }
  }
  const found = new Map<string, PolicyConflict>();
  for (const [what, about] of claims) {
    for (const [index, right] of about.entries()) {
      for (const left of about.slice(0, index)) {
        const key = `${left.preset} ${right.preset} ${what}`;
        if (left.preset === right.preset || found.has(key) || !sameCases(left.settled, right.settled)) continue;
        const [mine, theirs] = [sideFor(about, left), sideFor(about, right)];
        if (mine.value !== theirs.value) found.set(key, { code: 'policy.valuesDiffer', what, sides: [mine, theirs] });
      }
    }
  }
  conflicts.push(...found.values());
  return drafted.map(({ rule }) => rule);
}

interface Claim {
  readonly preset: string;
  readonly settled: Settled;
  readonly cites: readonly Citation[];
}

/** All that a preset says of the same thing for the same cases. */
function sideFor(about: readonly Claim[], one: Claim): ConflictSide {
  const mine = about.filter((claim) => claim.preset === one.preset && sameCases(claim.settled, one.settled));
  const values = [...new Set(mine.map(({ settled }) => settled.text))].toSorted();
  return { preset: one.preset, value: values.join('; '), cites: mine.flatMap(({ cites }) => cites) };
}

function sameCases(left: Settled, right: Settled): boolean {
  if (left.what !== right.what || left.when !== right.when) return false;
  if (left.kinds === null || right.kinds === null) return left.kinds === right.kinds;
  return left.kinds.some((kind) => right.kinds?.includes(kind));
}
