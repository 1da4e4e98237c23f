import type { Adopted } from './adopted.ts';
import { holds } from './condition.ts';
import type { ConsequenceRule } from './consequence/rule.ts';
import type { EntitlementRule } from './entitlement/rule.ts';
import type { EscalationRule } from './escalation/rule.ts';
import type { HandoverRule } from './handover/rule.ts';
import type { DutyOfLists } from './lists/rule.ts';
import type { ObligationRule } from './obligation/rule.ts';
import type {
  AttributeNeed,
  Cited,
  CoverageNeed,
  DutyMatters,
  EligibilityNeed,
  ExistsOn,
  PlanTask,
  Policy,
  PolicyShift,
  ReachNeed,
  ReinforcedNeed,
  RotationNeed,
  StaffNeed,
} from './policy.ts';
import type { AccessRule, RecordRule } from './record/rule.ts';
import type { RequestRule } from './request/rule.ts';
import type { Scope } from './schema/scope.ts';
import { canonicalJson } from './sha256.ts';

/** A value on its way into the policy. */
export interface Drafted<Value> {
  /** Names the thing that is set: two presets may not set the same one differently. */
  readonly what: string;
  readonly preset: string;
  readonly cited: Cited<Value>;
  /** The days on which it takes hold. */
  readonly days: ExistsOn;
  /** The value as the preset writes it; equal text is an equal value. */
  readonly text: string;
}

export type Publication = NonNullable<Policy['publishBy']>['value'];

/** Everything the adopted presets say, before it is brought together. */
export interface Draft {
  readonly shifts: Drafted<PolicyShift>[];
  readonly coverages: Drafted<CoverageNeed>[];
  readonly staff: Drafted<StaffNeed>[];
  readonly reinforced: Drafted<ReinforcedNeed>[];
  readonly eligible: Drafted<EligibilityNeed>[];
  readonly rotations: Drafted<RotationNeed>[];
  readonly tasks: Drafted<PlanTask>[];
  readonly matters: Drafted<DutyMatters>[];
  readonly publishBy: Drafted<Publication>[];
  readonly publishEvery: Drafted<'month'>[];
  readonly display: Drafted<{ readonly pinned: boolean }>[];
  readonly breaks: Drafted<{ readonly staggered: true }>[];
  readonly contactChange: Drafted<Policy['contactChange'][number]['value']>[];
  readonly attributes: Drafted<AttributeNeed>[];
  readonly cycle: Drafted<{ readonly firstDay: number; readonly lastDay: number }>[];
  readonly specialPeriods: Drafted<readonly string[]>[];
  readonly rosteredOnly: Drafted<true>[];
  readonly lateOver: Drafted<number>[];
  readonly earlyLeaveOver: Drafted<number>[];
  readonly arriveBefore: Drafted<number>[];
  readonly offPost: Drafted<true>[];
  readonly place: Drafted<string>[];
  readonly reachable: Drafted<ReachNeed>[];
  readonly punches: Drafted<Policy['presence']['punches'][number]['value']>[];
  readonly noShow: Drafted<'absence'>[];
  readonly missedPunch: Drafted<Valued<'missedPunch'>>[];
  readonly proxyPunch: Drafted<Valued<'proxyPunch'>>[];
  readonly outing: Drafted<Policy['presence']['outing'][number]['value']>[];
  readonly weeklyHoursMin: Drafted<number>[];
  readonly requireAny: Drafted<readonly string[]>[];
  readonly clockOutRequires: Drafted<readonly string[]>[];
  readonly observe: Drafted<Policy['presence']['observe'][number]['value']>[];
  readonly compare: Drafted<Policy['presence']['compare'][number]['value']>[];
  readonly requests: DraftedRule<RequestRule>[];
  readonly entitlements: DraftedRule<EntitlementRule>[];
  readonly consequences: DraftedRule<ConsequenceRule>[];
  readonly lists: DraftedRule<DutyOfLists>[];
  readonly obligations: DraftedRule<ObligationRule>[];
  readonly records: DraftedRule<RecordRule>[];
  readonly access: DraftedRule<AccessRule>[];
  readonly handovers: DraftedRule<HandoverRule>[];
  readonly escalations: DraftedRule<EscalationRule>[];
}

type Valued<Key extends 'missedPunch' | 'proxyPunch'> = NonNullable<Policy['presence'][Key]>['value'];

/** A rule about cases on its way into the policy. */
export interface DraftedRule<Rule> {
  readonly preset: string;
  readonly rule: Rule;
  /**
   * What it settles, where two presets may not settle it differently: `request.leave.min_notice`, one of them for each request type and
   * sub-type it holds for. Empty where several rules add up.
   */
  readonly settles: readonly Settled[];
}

/** One thing a rule settles for cases of one kind. */
export interface Settled {
  /** As a conflict names it. */
  readonly what: string;
  /** Sub-types it is settled for; null: all. */
  readonly kinds: readonly string[] | null;
  /** Circumstances it is settled for: equal text, equal circumstances. */
  readonly when: string;
  /** Equal text is an equal value. */
  readonly text: string;
}

export function emptyDraft(): Draft {
  return {
    shifts: [],
    coverages: [],
    staff: [],
    reinforced: [],
    eligible: [],
    rotations: [],
    tasks: [],
    matters: [],
    publishBy: [],
    publishEvery: [],
    display: [],
    breaks: [],
    contactChange: [],
    attributes: [],
    cycle: [],
    specialPeriods: [],
    rosteredOnly: [],
    lateOver: [],
    earlyLeaveOver: [],
    arriveBefore: [],
    offPost: [],
    place: [],
    reachable: [],
    punches: [],
    noShow: [],
    missedPunch: [],
    proxyPunch: [],
    outing: [],
    weeklyHoursMin: [],
    requireAny: [],
    clockOutRequires: [],
    observe: [],
    compare: [],
    requests: [],
    entitlements: [],
    consequences: [],
    lists: [],
    obligations: [],
    records: [],
    access: [],
    handovers: [],
    escalations: [],
  };
}

export interface DeskScope {
  readonly kinds: readonly string[];
  readonly season: 'summer' | 'winter';
}

export const everyDay: ExistsOn = () => true;

/** Whether an entry is for a desk of these kinds, whatever its conditions say. */
export function appliesTo(scope: Scope, kinds: readonly string[]): boolean {
  return scope.applies_to === undefined || scope.applies_to.some((kind) => kinds.includes(kind));
}

/** Whether an entry is for a desk of these kinds, its conditions included. */
export function inScope(scope: Scope, kinds: readonly string[]): boolean {
  const facts = { unit_kind: kinds };
  return (
    appliesTo(scope, kinds) &&
    (scope.if === undefined || holds(scope.if, facts)) &&
    (scope.if_any === undefined || scope.if_any.some((condition) => holds(condition, facts))) &&
    (scope.unless === undefined || !holds(scope.unless, facts))
  );
}

/** Puts a value into its list. `keys` are the keys of the entry it comes from. */
export type Add = <Value>(
  list: Drafted<Value>[],
  value: Value,
  from: { readonly what: string; readonly keys: readonly string[]; readonly text: unknown; readonly days?: ExistsOn },
) => void;

/** Every entry of a section that is for the desk, with the way to put its values into the draft. */
export function each<Entry extends Scope>(
  adopted: Adopted,
  concept: string,
  entries: Readonly<Record<string, Entry>> | undefined,
  desk: DeskScope,
  compileEntry: (entry: Entry, add: Add) => void,
): void {
  for (const [name, entry] of Object.entries(entries ?? {})) {
    if (!inScope(entry, desk.kinds)) continue;
    compileEntry(entry, (list, value, { what, keys, text, days = everyDay }) => {
      const { cites, reaction } = adopted.cite(keys.map((key) => `${concept}.${name}.${key}`));
      list.push({ what, preset: adopted.preset.id, cited: { value, cites, reaction }, days, text: canonicalJson(text) });
    });
  }
}
