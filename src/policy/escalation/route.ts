import type { Instant, Zone } from '../../core/time.ts';
import { type Condition, type Facts, factsIn, holds } from '../condition.ts';
import type { Citation, Cited, Policy } from '../policy.ts';
import { timesPassed } from './hours.ts';
import type { EscalationRule } from './rule.ts';

/** An incident as far as it is known. */
export interface IncidentCase {
  /** The event and what it is one of, nearest first (`widerEvents`). Rules about a wider event hold where none of the same regulation about a nearer one does. */
  readonly events: readonly string[];
  /** As the reporter or the type says; rules may make it graver. Null: not said. */
  readonly severity: string | null;
  /** `incidentFacts`; what is left out is not known. */
  readonly facts: Facts;
  readonly knownAt: Instant;
  readonly reportedAt: Instant;
  /** The desk's, for rules that hold after a time of day. */
  readonly zone: Zone;
}

/** `to`: acts or decides; `approve`: agrees before it goes on; `then`: next; `cc`: is only told; `assist`: is asked for help. */
export type StageKind = 'to' | 'approve' | 'then' | 'cc' | 'assist';

/** One receiver of an incident. */
export interface Stage {
  /** Entry of the policy: stages of one lane wait for each other, lanes do not. */
  readonly lane: string;
  /** From 1 in its lane; equal steps go out together, a later one after every earlier `to`, `approve` and `then` of its lane is answered. */
  readonly step: number;
  readonly kind: StageKind;
  /** Role, unit or address outside, as the regulation names it: `superior`, `province-duty-room`. */
  readonly word: string;
  /** Latest moment for it to know; null where no rule limits it. */
  readonly dueAt: Instant | null;
  /** Told at once, whatever the quiet hours. */
  readonly urgent: boolean;
  /** May be left out by whoever handles it. */
  readonly optional: boolean;
  /** It is reported in writing. */
  readonly written: boolean;
  /** An answer is asked for. */
  readonly ack: boolean;
  /** Reminded until it is done. */
  readonly remind: boolean;
  /** What must be there before it goes out: `verified_by`, `evidence`, `registered`. */
  readonly requires: readonly string[];
  readonly cites: readonly Citation[];
}

/** Where an incident goes. */
export interface Route {
  readonly severity: string | null;
  /** Rules that made it that severe; empty where the reporter did. */
  readonly severityCites: readonly Citation[];
  /** Lanes in the order of the rules, in each its stages in order. */
  readonly stages: readonly Stage[];
  readonly actions: readonly Cited<string>[];
  readonly fields: readonly Cited<string>[];
  readonly forms: readonly Cited<string>[];
  readonly ledgers: readonly Cited<string>[];
  readonly issues: readonly Cited<string>[];
  /** `handle` before `report`, or the other way round; empty where no rule says. */
  readonly order: readonly Cited<string>[];
  /** What must have happened before it may be closed. */
  readonly closeWhen: readonly Cited<string>[];
  readonly cites: readonly Citation[];
}

/** Rules that speak of what an incident is, for every regulation by event, the nearest first. */
function rulesAbout(policy: Pick<Policy, 'escalations'>, events: readonly string[]): readonly (readonly (readonly EscalationRule[])[])[] {
  const rules = policy.escalations.filter(({ reaction, value }) => reaction !== 'off' && value.event !== undefined);
  const presets = new Set(rules.map(presetOf));
  return [...presets].map((preset) =>
    events.map((event) => rules.filter((rule) => presetOf(rule) === preset && rule.value.event?.includes(event))),
  );
}

const presetOf = ({ entry }: EscalationRule): string => entry.slice(0, entry.indexOf(' '));

/** Where an incident goes, in which order and how fast. Rules that hang on facts nobody told do not hold; not knowing one's authority counts as not having it. */
export function routeIncident(policy: Pick<Policy, 'escalations' | 'unitKinds' | 'calendar'>, incident: IncidentCase): Route {
  const about = rulesAbout(policy, incident.events);
  const conditions = about.flat(2).flatMap(({ value }) => conditionsOf(value));
  const after = timesPassed(conditions, incident.knownAt, incident.zone, policy.calendar);
  const base: Facts = { ...incident.facts, unit_kind: policy.unitKinds, after };
  const graver = about
    .flat(2)
    .filter(({ value }) => value.severity_if !== undefined && metBy(value.severity_if, base) && inScope(value, base));
  const severity = graver[0]?.value.severity ?? incident.severity;
  const facts: Facts = { ...base, severity: severity ?? undefined };
  const rules = about.flatMap(
    (events) => events.map((these) => these.filter(({ value }) => applies(value, facts))).find((these) => these.length > 0) ?? [],
  );
  const lists = (key: 'actions' | 'fields'): readonly Cited<string>[] =>
    merged(rules.flatMap((rule) => (rule.value[key] ?? []).map((value) => cited(rule, value))));
  const singles = (key: 'form' | 'ledger' | 'issues' | 'close_when'): readonly Cited<string>[] =>
    merged(rules.flatMap((rule) => (rule.value[key] === undefined ? [] : [cited(rule, rule.value[key])])));
  return {
    severity,
    severityCites: severity === incident.severity ? [] : graver.flatMap(({ cites }) => cites),
    stages: rules.flatMap((rule) => stagesOf(rule, incident)),
    actions: lists('actions'),
    fields: lists('fields'),
    forms: singles('form'),
    ledgers: singles('ledger'),
    issues: singles('issues'),
    order: merged(rules.flatMap((rule) => (Array.isArray(rule.value.order) ? rule.value.order.map((step) => cited(rule, step)) : []))),
    closeWhen: singles('close_when'),
    cites: [...new Set(rules.flatMap(({ cites }) => cites))],
  };
}

const cited = (rule: EscalationRule, value: string): Cited<string> => ({ value, cites: rule.cites, reaction: rule.reaction });

function merged(found: readonly Cited<string>[]): readonly Cited<string>[] {
  return [...new Set(found.map(({ value }) => value))].map((value) => {
    const [first, ...same] = found.filter((one) => one.value === value);
    return { value, cites: [...new Set([first, ...same].flatMap((one) => one?.cites ?? []))], reaction: first?.reaction ?? 'flag' };
  });
}

type Entry = EscalationRule['value'];

/** Whether one of the facts has one of the values. */
function metBy(values: Readonly<Record<string, readonly string[]>>, facts: Facts): boolean {
  return Object.entries(values).some(([fact, wanted]) => holds({ [fact]: { in: [...wanted] } }, facts));
}

function inScope(entry: Entry, facts: Facts): boolean {
  return (
    (entry.if === undefined || holds(entry.if, facts)) &&
    (entry.if_any === undefined || entry.if_any.some((condition) => holds(condition, facts))) &&
    (entry.unless === undefined || !holds(entry.unless, facts)) &&
    (entry.within_authority === undefined || entry.within_authority === (facts.within_authority === true))
  );
}

function applies(entry: Entry, facts: Facts): boolean {
  if (!inScope(entry, facts)) return false;
  if (entry.severity_if !== undefined) return metBy(entry.severity_if, facts);
  return entry.severity === undefined || entry.severity === facts.severity;
}

/** The stages of one rule: all of `to` together (one after the other where the order is sequential), then whoever approves, then the next. */
function stagesOf({ value, entry, cites }: EscalationRule, incident: IncidentCase): readonly Stage[] {
  const shared = {
    lane: entry,
    dueAt: limitOf(value, incident),
    urgent: value.within === 'immediate',
    optional: value.optional ?? false,
    written: value.written ?? false,
    ack: value.ack ?? false,
    remind: value.remind ?? false,
    requires: value.requires ?? [],
    cites,
  };
  const at = (kind: StageKind, words: readonly string[] | undefined, step: (index: number) => number): readonly Stage[] =>
    (words ?? []).map((word, index) => ({ ...shared, kind, word, step: step(index) }));
  const sequential = value.order === 'sequential';
  const to = at('to', value.to, (index) => (sequential ? index + 1 : 1));
  const afterTo = Math.max(0, ...to.map(({ step }) => step));
  const approve = at('approve', value.approve, () => afterTo + 1);
  const afterApproval = approve.length === 0 ? afterTo : afterTo + 1;
  const then = at('then', value.then, (index) => afterApproval + (sequential ? index + 1 : 1));
  return [...to, ...at('cc', value.cc, () => 1), ...at('assist', value.assist, () => 1), ...approve, ...then];
}

/** The moment of a limit; a word without minutes limits nothing. */
export function limitOf(
  value: Pick<Entry, 'within' | 'within_minutes' | 'clock_from'>,
  { knownAt, reportedAt }: Pick<IncidentCase, 'knownAt' | 'reportedAt'>,
): Instant | null {
  const { within, within_minutes: minutes } = value;
  if (within === undefined) return null;
  const from = value.clock_from === 'reported_at' ? reportedAt : knownAt;
  if (within !== 'immediate' && within !== 'prompt') return from.add(within);
  return minutes === undefined ? null : from.add({ minutes });
}

/** Facts the rules ask about for an event that nobody has told yet, in the order of the rules: the questions of its card. */
export function factsAsked(policy: Pick<Policy, 'escalations'>, events: readonly string[], known: Facts): readonly string[] {
  const asked = rulesAbout(policy, events)
    .flat(2)
    .flatMap(({ value }) => [
      ...(value.within_authority === undefined ? [] : ['within_authority']),
      ...Object.keys(value.severity_if ?? {}),
      ...conditionsOf(value).flatMap(factsIn),
      ...(value.severity !== undefined && value.severity_if === undefined ? ['severity'] : []),
    ]);
  return [...new Set(asked)].filter((fact) => fact !== 'unit_kind' && fact !== 'after' && fact !== 'day' && known[fact] === undefined);
}

const conditionsOf = ({ if: holding, if_any: any = [], unless }: Entry): readonly Condition[] =>
  [holding, ...any, unless].filter((condition) => condition !== undefined);

/** Events the desk's rules speak of, without repeats. */
export function eventsRouted(policy: Pick<Policy, 'escalations'>): readonly string[] {
  return [...new Set(policy.escalations.flatMap(({ value, reaction }) => (reaction === 'off' ? [] : (value.event ?? []))))];
}

/** Whether somebody may report straight to a level above them. */
export interface ReportUp {
  readonly allowed: boolean;
  /** Levels passed over, nearest first; they are told afterwards. */
  readonly skipped: readonly number[];
  /** The reporter is reminded until the one passed over knows. */
  readonly remind: boolean;
  /** The rules on levels; empty where the desk has none and any level may be told. */
  readonly cites: readonly Citation[];
}

/**
 * Reporting to the superior `level` steps up (1: the next) when those up to `told` (0: none) know already. Level by level: a step further than
 * the next skips somebody, which only an emergency allows, and never where a rule says never.
 */
export function reportUp(
  policy: Pick<Policy, 'escalations'>,
  given: { readonly level: number; readonly told: number; readonly emergency: boolean },
): ReportUp {
  const rules = policy.escalations.filter(({ reaction, value }) => reaction !== 'off' && value.chain?.step_by_step === true);
  const skipped = Array.from({ length: Math.max(0, given.level - given.told - 1) }, (_, index) => given.told + index + 1);
  if (rules.length === 0 || skipped.length === 0) return { allowed: true, skipped: [], remind: false, cites: [] };
  const never = rules.some(({ value }) => value.chain?.skip_level === 'never');
  const afterwards = policy.escalations.filter(({ reaction, value }) => reaction !== 'off' && value.event?.includes('level-skipped'));
  return {
    allowed: given.emergency && !never,
    skipped,
    remind: afterwards.some(({ value }) => value.remind === true),
    cites: [...new Set([...rules, ...afterwards].flatMap(({ cites }) => cites))],
  };
}
