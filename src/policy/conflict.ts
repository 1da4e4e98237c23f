import type { Words } from '../core/locale.ts';
import { assertNever } from '../core/result.ts';
import type { Citation } from './policy.ts';

/** One of two presets that disagree. */
export interface ConflictSide {
  readonly preset: string;
  readonly value: string;
  readonly cites: readonly Citation[];
}

/** Why a desk's adoptions make no policy. Nothing is decided silently. */
export type PolicyConflict =
  | { readonly code: 'policy.presetUnknown'; readonly preset: string }
  | { readonly code: 'policy.adoptedTwice'; readonly preset: string }
  /** Two presets set the same thing differently. `what` names it: `publish_by`, `staff.duty-officer`, `shifts`. */
  | { readonly code: 'policy.valuesDiffer'; readonly what: string; readonly sides: readonly [ConflictSide, ConflictSide] }
  | { readonly code: 'policy.overrideNowhere'; readonly preset: string; readonly path: string }
  | { readonly code: 'policy.overrideInvalid'; readonly preset: string; readonly path: string; readonly problems: readonly string[] }
  | { readonly code: 'policy.ruleUnknown'; readonly preset: string; readonly rule: string }
  /** The rule already reacts less than that: a desk softens, it does not harden. */
  | { readonly code: 'policy.hardened'; readonly preset: string; readonly rule: string }
  | { readonly code: 'policy.deskShiftInvalid'; readonly shift: string; readonly problems: readonly string[] };

const side = ({ preset, value }: ConflictSide): string => `${preset} = ${value}`;

/** A conflict as a sentence for the person who adopts. */
export function conflictWords(conflict: PolicyConflict): Words {
  switch (conflict.code) {
    case 'policy.presetUnknown':
      return { zh: `没有名为 ${conflict.preset} 的规定`, en: `There is no regulation ${conflict.preset}` };
    case 'policy.adoptedTwice':
      return { zh: `${conflict.preset} 在同一天被采用了两次`, en: `${conflict.preset} is adopted twice on the same day` };
    case 'policy.valuesDiffer': {
      const [left, right] = conflict.sides;
      return {
        zh: `两项规定对 ${conflict.what} 的要求不同:${side(left)};${side(right)}。请停用其中一项,或修改其中一个值`,
        en: `Two regulations disagree on ${conflict.what}: ${side(left)}; ${side(right)}. Drop one of them or change one value`,
      };
    }
    case 'policy.overrideNowhere':
      return { zh: `${conflict.preset} 里没有 ${conflict.path}`, en: `${conflict.preset} has no ${conflict.path}` };
    case 'policy.overrideInvalid':
      return {
        zh: `${conflict.preset} 的 ${conflict.path} 不能取这个值:${conflict.problems.join(';')}`,
        en: `${conflict.path} of ${conflict.preset} cannot have this value: ${conflict.problems.join('; ')}`,
      };
    case 'policy.ruleUnknown':
      return { zh: `${conflict.preset} 里没有 ${conflict.rule} 这一条`, en: `${conflict.preset} has no rule ${conflict.rule}` };
    case 'policy.hardened':
      return { zh: `${conflict.rule} 只能放宽,不能加严`, en: `${conflict.rule} can be softened, not made stricter` };
    case 'policy.deskShiftInvalid':
      return {
        zh: `班次 ${conflict.shift} 写得不对:${conflict.problems.join(';')}`,
        en: `Shift ${conflict.shift} is not right: ${conflict.problems.join('; ')}`,
      };
    default:
      return assertNever(conflict);
  }
}
