import type { Citation } from '../policy.ts';
import type { ConsequenceEntry } from '../schema/consequence.ts';
import type { Days } from './cycle.ts';
import type { AttendanceFact } from './fact.ts';

/** Where the rules leave the outcome open, or the desk has not set it: whoever decides says what follows. */
export const openOutcome = 'to-be-decided';

/** What is proposed to whoever decides. Nothing of it is carried out. */
export interface ProposedOutcome {
  /** The same facts give the same key, whenever they are counted. */
  readonly key: string;
  readonly offence: string;
  readonly merit: boolean;
  /** `absence`, `pay-deduction`, `dismissal-case`, …; `to-be-decided` where nobody named one. */
  readonly outcome: string;
  readonly amount: number | null;
  readonly unit: 'hours' | 'days' | 'minutes' | null;
  /** Outcomes to choose from, from light to grave; empty where there is only one. */
  readonly choices: readonly string[];
  /** Everything that was counted, in order, each with its source. */
  readonly facts: readonly AttendanceFact[];
  /** Day of the last of the facts that it is for. */
  readonly on: string;
  /** The attendance cycle of that day. */
  readonly cycle: Days;
  readonly cites: readonly Citation[];
  /** Roles that decide, that are told, that are liable; empty where no rule says. */
  readonly decidedBy: readonly string[];
  readonly to: readonly string[];
  readonly liable: readonly string[];
}

/** What an entry proposes for facts of one offence. */
export function outcomeOf(
  entry: ConsequenceEntry,
  fact: AttendanceFact,
): { readonly outcome: string; readonly choices: readonly string[] } {
  const { by_severity: ladder, outcome } = entry;
  if (ladder !== undefined) {
    const named = fact.flags.grave === true ? ladder.at(-1) : ladder[0];
    return { outcome: named ?? openOutcome, choices: ladder };
  }
  if (outcome === undefined || outcome === 'configurable') return { outcome: openOutcome, choices: [] };
  if (Array.isArray(outcome)) return { outcome: outcome[0] ?? openOutcome, choices: outcome.length > 1 ? outcome : [] };
  return { outcome: outcome[fact.offence] ?? openOutcome, choices: [] };
}

/** Whether an entry can propose an outcome at all. */
export function mayPropose(entry: ConsequenceEntry, outcome: string): boolean {
  const { outcome: named = [] } = entry;
  if (named === 'configurable' || entry.by_severity !== undefined) return false;
  return Array.isArray(named) ? named[0] === outcome : Object.values(named).includes(outcome);
}
