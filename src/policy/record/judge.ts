import { type Facts, holds } from '../condition.ts';
import type { Citation, Cited, Policy, Reaction } from '../policy.ts';
import type { RecordEntry } from '../schema/record.ts';
import type { RecordClause, RecordRule } from './rule.ts';

/** Values of a record's fields by name; lists as arrays, flags as booleans, persons as ids, moments as ISO instants. */
export type FieldValues = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** An entry as it would be after what somebody wants to do with it. */
export interface RecordCase {
  /** `duty-log` */
  readonly type: string;
  readonly category?: string | null;
  /** State it would be in; for a new entry the first of its states. */
  readonly state: string;
  readonly fields: FieldValues;
  /** `recordFacts` beside the fields and the state: `time` (see `timeWords`), `own_waters`, … `unit_kind` is the policy's. */
  readonly facts?: Facts;
  /** Photos and other files attached. */
  readonly attached?: number;
  /** Member roles of whoever writes; left out: not asked. */
  readonly roles?: readonly string[];
}

/** Why an entry is not as the regulation wants it. `refuse`: it is not taken; `flag`: it is taken, marked, and asked for. */
export type RecordProblem = { readonly cites: readonly Citation[]; readonly reaction: Reaction } & (
  | { readonly code: 'missing'; readonly fields: readonly string[] }
  | { readonly code: 'one-of-missing'; readonly fields: readonly string[] }
  | { readonly code: 'not-allowed'; readonly field: string; readonly value: string; readonly allowed: readonly string[] }
  | { readonly code: 'denied'; readonly field: string; readonly value: string }
  | { readonly code: 'unattached'; readonly what: readonly string[] }
  | { readonly code: 'not-yours'; readonly roles: readonly string[] }
  /** Closing needs one of these: a flag that is set, or so many lines in a field, of which there are `has`. */
  | {
      readonly code: 'not-closable';
      readonly flags: readonly string[];
      readonly counts: readonly { readonly field: string; readonly min: number; readonly has: number }[];
    }
);

export interface RecordJudgement {
  /** Whether any rule of the desk keeps such records. */
  readonly kept: boolean;
  /** Fields the rules name, in their order, without repeats; the type may have more. */
  readonly fields: readonly Cited<string>[];
  /** Fields to be filled in this state. */
  readonly required: readonly Cited<string>[];
  /** Allowed values by field. */
  readonly options: Readonly<Record<string, Cited<readonly string[]>>>;
  readonly defaults: Readonly<Record<string, Cited<string>>>;
  /** Values that follow from the others, by field; the rest is judged with them. */
  readonly derived: Readonly<Record<string, Cited<string | number | boolean>>>;
  readonly problems: readonly RecordProblem[];
  /** States in order where the rules name them; null: those of the type. */
  readonly states: Cited<readonly string[]> | null;
  /** Roles that are told, that get it, that sign it, that may write it. */
  readonly notify: readonly Cited<readonly string[]>[];
  readonly to: readonly Cited<readonly string[]>[];
  readonly signBy: readonly Cited<readonly string[]>[];
  readonly by: readonly Cited<readonly string[]>[];
  /** When it is due (see `recordDue`), and whether reminders are asked for. */
  readonly due: Cited<{ readonly when: NonNullable<RecordEntry['due']>; readonly remind: boolean }> | null;
  readonly unique: Cited<readonly string[]> | null;
  readonly min: Cited<number> | null;
  readonly numbered: Cited<true> | null;
  readonly form: Cited<string> | null;
  readonly template: Cited<string> | null;
  readonly annex: Cited<number> | null;
  readonly ledgers: readonly Cited<string>[];
  /** Type of the notice it issues (`point-violation-notice`), or the form's name (`annex-08`): see `recordOfForm`. */
  readonly issues: Cited<string> | null;
  /** Records a ledger is computed from. */
  readonly viewOf: Cited<string> | null;
  readonly checkpoints: readonly Cited<string>[];
  readonly place: Cited<string> | null;
  /** Events that write such an entry by themselves: `clock-in`. */
  readonly events: readonly Cited<string>[];
}

/** What the desk's rules make of an entry. Pure; rules that are switched off say nothing. */
export function recordRules(policy: Pick<Policy, 'records' | 'unitKinds'>, given: RecordCase): RecordJudgement {
  const known = policy.records.filter((rule) => rule.reaction !== 'off' && rule.records.includes(given.type));
  const derived = byField(
    known.filter((rule) => rule.value.key === 'derive' && inForce(rule, policy, given)).flatMap((rule) => clauseOf(rule, 'derive')),
    (_, last) => last,
  );
  const entry = { ...given, fields: { ...given.fields, ...derivedValues({ derived }) } };
  const rules = known.filter((rule) => inForce(rule, policy, entry));
  const all = <Key extends RecordClause['key']>(key: Key) => rules.flatMap((rule) => clauseOf(rule, key));
  const one = <Key extends RecordClause['key']>(key: Key): CitedClause<Key> | null => strongest(all(key));
  const required = requiredNow(rules, entry);
  return {
    kept: rules.length > 0,
    fields: distinct([
      ...all('fields').flatMap(({ value, ...cited }) =>
        value === 'configurable' ? [] : value.map((field) => ({ ...cited, value: field })),
      ),
      ...required.map(({ field, cites, reaction }) => ({ value: field, cites, reaction })),
    ]),
    required: distinct(required.map(({ field, cites, reaction }) => ({ value: field, cites, reaction }))),
    options: byField(all('enum'), (left, right) => left.filter((value) => right.includes(value))),
    defaults: byField(all('default'), (left) => left),
    derived,
    problems: problemsOf(rules, entry, required),
    states: one('states'),
    notify: all('notify'),
    to: all('to'),
    signBy: all('sign_by'),
    by: all('by'),
    due: dueOf(rules),
    unique: one('unique'),
    min: one('min'),
    numbered: one('numbered'),
    form: one('form'),
    template: one('template'),
    annex: one('annex'),
    ledgers: distinct(all('ledger')),
    issues: one('issues'),
    viewOf: one('view_of'),
    checkpoints: distinct(all('checkpoints').flatMap(({ value, ...cited }) => value.map((point) => ({ ...cited, value: point })))),
    place: one('place'),
    events: distinct(all('event')),
  };
}

/** The values alone. */
export const derivedValues = ({ derived }: Pick<RecordJudgement, 'derived'>): Readonly<Record<string, string | number | boolean>> =>
  Object.fromEntries(Object.entries(derived).map(([field, { value }]) => [field, value]));

type ValueOf<Key extends RecordClause['key']> = Extract<RecordClause, { readonly key: Key }>['value'];
type CitedClause<Key extends RecordClause['key']> = Cited<ValueOf<Key>>;

function clauseOf<Key extends RecordClause['key']>(rule: RecordRule, key: Key): readonly CitedClause<Key>[] {
  return rule.value.key === key ? [{ value: rule.value.value as ValueOf<Key>, cites: rule.cites, reaction: rule.reaction }] : [];
}

/** Rules of one desk never differ in such a value, except where one is for a narrower case: the last, narrowest one. */
function strongest<Value>(found: readonly Cited<Value>[]): Cited<Value> | null {
  return found.at(-1) ?? null;
}

function distinct<Value extends string>(found: readonly Cited<Value>[]): readonly Cited<Value>[] {
  const kept = new Map<Value, Cited<Value>>();
  for (const one of found) {
    const twin = kept.get(one.value);
    kept.set(
      one.value,
      twin === undefined
        ? one
        : { value: one.value, cites: [...new Set([...twin.cites, ...one.cites])], reaction: stricter(twin.reaction, one.reaction) },
    );
  }
  return [...kept.values()];
}

const stricter = (left: Reaction, right: Reaction): Reaction => (left === 'refuse' || right === 'refuse' ? 'refuse' : left);

function byField<Value>(
  found: readonly Cited<Readonly<Record<string, Value>>>[],
  meet: (left: Value, right: Value) => Value,
): Readonly<Record<string, Cited<Value>>> {
  const fields: Record<string, Cited<Value>> = {};
  for (const { value, cites, reaction } of found)
    for (const [field, mine] of Object.entries(value)) {
      const twin = fields[field];
      fields[field] =
        twin === undefined
          ? { value: mine, cites, reaction }
          : { value: meet(twin.value, mine), cites: [...twin.cites, ...cites], reaction: stricter(twin.reaction, reaction) };
    }
  return fields;
}

/** Whether a rule is about the entry at all. */
function inForce(rule: RecordRule, policy: Pick<Policy, 'unitKinds'>, entry: RecordCase): boolean {
  if (rule.category !== null && rule.category !== entry.category) return false;
  const facts: Facts = { ...entry.fields, ...entry.facts, state: entry.state, unit_kind: policy.unitKinds };
  const times: readonly string[] = textsOf(entry.facts?.time);
  const timely = rule.when === null || rule.when.some((word) => word === 'always' || times.includes(word) || atHallHours(word, times));
  return (
    timely &&
    (rule.if === null || holds(rule.if, facts)) &&
    (rule.ifAny === null || rule.ifAny.some((condition) => holds(condition, facts))) &&
    (rule.unless === null || !holds(rule.unless, facts))
  );
}

/** The hall is open in office hours. */
const atHallHours = (word: string, times: readonly string[]): boolean => word === 'hall-hours' && times.includes('office-hours');

const textsOf = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? value.map(String) : [];

interface Required extends Pick<Cited<string>, 'cites' | 'reaction'> {
  readonly field: string;
}

/** Fields that must be filled in the state the entry would be in. */
function requiredNow(rules: readonly RecordRule[], entry: RecordCase): readonly Required[] {
  return rules.flatMap(({ value: clause, cites, reaction, entry: name }): readonly Required[] => {
    const asked = (fields: readonly string[]): readonly Required[] => fields.map((field) => ({ field, cites, reaction }));
    const before = statesOf(rules, name, 'required_before');
    switch (clause.key) {
      case 'required':
        return before.length === 0 || before.includes(entry.state) ? asked(clause.value) : [];
      case 'required_if':
        return asked(clause.value[entry.state] ?? (entry.category == null ? [] : (clause.value[entry.category] ?? [])));
      case 'fields':
        return clause.value !== 'configurable' && [...before, ...statesOf(rules, name, 'warn_before')].includes(entry.state)
          ? asked(clause.value)
          : [];
      default:
        return [];
    }
  });
}

/** The states an entry of the policy asks its fields for; `closed` is the last of the states the rules name, whatever it is called. */
function statesOf(rules: readonly RecordRule[], entry: string, key: 'required_before' | 'warn_before'): readonly string[] {
  const before = rules.flatMap((rule) => (rule.entry === entry && rule.value.key === key ? [String(rule.value.value)] : []));
  const last = rules.flatMap(({ value }) => (value.key === 'states' ? value.value.slice(-1) : []));
  return before.includes('closed') ? [...before, ...last] : before;
}

/** Whether a field holds something: a flag that is answered either way does, a blank text does not. */
export function isFilled(value: FieldValues[string]): boolean {
  if (value === undefined) return false;
  if (typeof value === 'string') return value.trim() !== '';
  return typeof value === 'object' ? value.length > 0 : true;
}

function problemsOf(rules: readonly RecordRule[], entry: RecordCase, required: readonly Required[]): readonly RecordProblem[] {
  const { fields } = entry;
  const missing = required.filter(({ field }) => !isFilled(fields[field]));
  const refused = distinct(missing.map(({ field, cites, reaction }) => ({ value: field, cites, reaction })));
  return [
    ...(['refuse', 'flag'] as const).flatMap((reaction): readonly RecordProblem[] => {
      const these = refused.filter((one) => one.reaction === reaction);
      const cites = [...new Set(these.flatMap((one) => one.cites))];
      return these.length === 0 ? [] : [{ code: 'missing', fields: these.map(({ value }) => value), cites, reaction }];
    }),
    ...rules.flatMap((rule) => clauseProblems(rule, rules, entry)),
  ];
}

function clauseProblems(rule: RecordRule, rules: readonly RecordRule[], entry: RecordCase): readonly RecordProblem[] {
  const { value: clause, cites, reaction } = rule;
  const because = { cites, reaction };
  const { fields, roles } = entry;
  switch (clause.key) {
    case 'enum':
      return Object.entries(clause.value).flatMap(([field, allowed]) =>
        textsOf(fields[field])
          .filter((value) => value !== '' && !allowed.includes(value))
          .map((value): RecordProblem => ({ code: 'not-allowed', field, value, allowed, ...because })),
      );
    case 'validate': {
      const { require_any: any, deny = {} } = clause.value;
      const denied = Object.entries(deny).flatMap(([field, values]) =>
        textsOf(fields[field])
          .filter((value) => values.includes(value))
          .map((value): RecordProblem => ({ code: 'denied', field, value, ...because })),
      );
      const none = any !== undefined && !any.some((field) => isFilled(fields[field]) && fields[field] !== false);
      return none ? [{ code: 'one-of-missing', fields: any, ...because }, ...denied] : denied;
    }
    case 'attach': {
      const before = [...statesOf(rules, rule.entry, 'required_before'), ...statesOf(rules, rule.entry, 'warn_before')];
      const now = before.length === 0 || before.includes(entry.state);
      return now && (entry.attached ?? 0) === 0 ? [{ code: 'unattached', what: clause.value, ...because }] : [];
    }
    case 'by':
      return roles === undefined || clause.value.some((role) => roles.includes(role))
        ? []
        : [{ code: 'not-yours', roles: clause.value, ...because }];
    case 'close_if_any': {
      const before = statesOf(rules, rule.entry, 'required_before');
      if (!(before.length === 0 ? ['closed'] : before).includes(entry.state)) return [];
      const flags = clause.value.flatMap((one) => ('flag' in one ? [one.flag] : []));
      const counts = clause.value.flatMap((one) =>
        'entries' in one ? [{ field: one.entries, min: one.min, has: countOf(fields[one.entries]) }] : [],
      );
      const met = flags.some((flag) => fields[flag] === true) || counts.some(({ min, has }) => has >= min);
      return met ? [] : [{ code: 'not-closable', flags, counts, ...because }];
    }
    default:
      return [];
  }
}

/** How many a field counts: lines of a list, or a number. */
function countOf(value: FieldValues[string]): number {
  if (typeof value === 'number') return value;
  return typeof value === 'object' ? value.length : isFilled(value) ? 1 : 0;
}

function dueOf(rules: readonly RecordRule[]): RecordJudgement['due'] {
  const found = rules.findLast(({ value }) => value.key === 'due');
  if (found === undefined || found.value.key !== 'due') return null;
  return { value: { when: found.value.value, remind: found.remind }, cites: found.cites, reaction: found.reaction };
}
