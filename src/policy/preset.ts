import type { Words } from '../core/locale.ts';
import type { PresetRule, Sections } from './schema/preset.ts';

/** A regulation that was read and checked. */
export interface Preset {
  readonly id: string;
  readonly title: Words;
  readonly document: Words;
  readonly section: Words;
  readonly partOf: string | null;
  readonly sections: Sections;
  /** By rule id, in the order of the regulation. */
  readonly rules: Readonly<Record<string, PresetRule>>;
  /** Paths that express a rule, by rule id. */
  readonly trace: Readonly<Record<string, readonly string[]>>;
  /** Concept a rule waits for, by rule id. */
  readonly pending: Readonly<Record<string, string>>;
  /** Why the bot does nothing, by rule id. */
  readonly none: Readonly<Record<string, Words>>;
  /** SHA-256 of everything that decides what the preset does. */
  readonly digest: string;
}

/** Something wrong in a preset. Lines and columns count from 1. */
export interface PresetProblem {
  readonly line: number;
  readonly column: number;
  /** `duty_plan.guard-duty.shifts`; empty for the file itself. */
  readonly path: string;
  readonly words: Words;
}
