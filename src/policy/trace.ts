import type { Words } from '../core/locale.ts';
import { type ConditionProblem, checkCondition, type FactTypes } from './condition.ts';
import { touches, valueAt } from './paths.ts';
import { consequenceFacts } from './schema/consequence.ts';
import { entitlementScopeKeys } from './schema/entitlement.ts';
import { incidentFacts } from './schema/escalation.ts';
import { handoverScopeKeys } from './schema/handover.ts';
import { builtConcepts, type PresetText, type Sections } from './schema/preset.ts';
import { recordFacts, recordScopeKeys } from './schema/record.ts';
import { requestFacts, requestScopeKeys } from './schema/request.ts';
import { deskFacts, type Scope, scopeKeys } from './schema/scope.ts';

/** Something wrong at a place in a preset; `at` is the way there through the file. */
export interface PlacedProblem {
  readonly at: readonly string[];
  readonly words: Words;
}

/** A trace as a list of paths per rule. */
export function tracePaths(text: PresetText): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(text.trace).map(([rule, paths]) => [rule, typeof paths === 'string' ? [paths] : paths]));
}

/** Facts that forms answer beyond the ones every request has, by request type; those of a record type under `record:` and its code. */
export type DeclaredFacts = Readonly<Record<string, FactTypes>>;

type Concept = (typeof builtConcepts)[number];

const conditionKeys = ['applies_to', 'if', 'if_any', 'unless'] as const;

/** Keys of a concept's entries that only say where they hold. */
function scopeKeysOf(concept: Concept): readonly string[] {
  switch (concept) {
    case 'request':
      return requestScopeKeys;
    case 'entitlement':
      return entitlementScopeKeys;
    case 'record':
      return recordScopeKeys;
    case 'handover':
      return handoverScopeKeys;
    case 'consequence':
    case 'obligation':
    case 'escalation':
    case 'access':
      return conditionKeys;
    default:
      return scopeKeys;
  }
}

/** Facts the conditions of an entry may ask about: of the desk, or of the case that is judged. */
function factsOf(concept: Concept, entry: Scope, declared: DeclaredFacts): FactTypes {
  if (concept === 'consequence') return consequenceFacts;
  if (concept === 'entitlement') return { ...requestFacts, ...declared.leave };
  if (concept === 'escalation') return incidentFacts;
  if (concept === 'record')
    return Object.assign({ state: 'text' }, recordFacts, ...namesIn(entry, 'record').map((type) => declared[`record:${type}`]));
  if (concept !== 'request') return deskFacts;
  return Object.assign({}, requestFacts, ...namesIn(entry, 'request').map((type) => declared[type]));
}

function namesIn(entry: Scope, key: string): readonly string[] {
  const names: unknown = Object.entries(entry).find(([name]) => name === key)?.[1];
  return Array.isArray(names) ? names.map(String) : [];
}

/** Every value of the sections that has to answer for a rule: `duty_plan.guard-duty.coverage`. Keys that only say where an entry holds do not. */
export function valuePaths(sections: Sections): readonly string[] {
  return builtConcepts.flatMap((concept) =>
    Object.entries(sections[concept] ?? {}).flatMap(([name, entry]) =>
      Object.keys(entry)
        .filter((key) => !scopeKeysOf(concept).includes(key))
        .map((key) => `${concept}.${name}.${key}`),
    ),
  );
}

const problem = (at: readonly string[], zh: string, en: string): PlacedProblem => ({ at, words: { zh, en } });

/**
 * Every rule is traced, pending or none, and in one of them only; every path of the trace exists; every value answers for a rule; every rule
 * belongs to the regulation; every fact asked about is known. An empty list means that the preset holds together.
 */
export function checkTrace(text: PresetText, declared: DeclaredFacts = {}): readonly PlacedProblem[] {
  const trace = tracePaths(text);
  const homes = { trace, pending: text.pending ?? {}, none: text.none ?? {} };
  return [
    ...Object.keys(text.rules).flatMap((rule) => ruleProblems(text, rule, homes)),
    ...Object.entries(homes).flatMap(([home, entries]) =>
      Object.keys(entries)
        .filter((rule) => !Object.hasOwn(text.rules, rule))
        .map((rule) => problem([home, rule], `规定里没有 ${rule} 这一条`, `The regulation has no rule ${rule}`)),
    ),
    ...Object.entries(trace).flatMap(([rule, paths]) =>
      paths
        .filter((path) => valueAt(text, path) === undefined)
        .map((path) => problem(['trace', rule], `${path} 不存在`, `${path} does not exist`)),
    ),
    ...valuePaths(text)
      .filter((path) => !Object.values(trace).some((paths) => paths.some((traced) => touches(traced, path))))
      .map((path) => problem(path.split('.'), `${path} 不表达任何一条规定`, `${path} expresses no rule`)),
    ...builtConcepts.flatMap((concept) =>
      Object.entries(text[concept] ?? {}).flatMap(([name, entry]) =>
        scopeProblems([concept, name], entry, factsOf(concept, entry, declared)),
      ),
    ),
  ];
}

function ruleProblems(
  text: PresetText,
  rule: string,
  homes: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): readonly PlacedProblem[] {
  const found = Object.keys(homes).filter((home) => Object.hasOwn(homes[home] ?? {}, rule));
  const idle = text.rules[rule]?.enforce === 'none';
  return [
    ...(rule.replace(/-\d{2}$/, '') === text.preset
      ? []
      : [problem(['rules', rule], `${rule} 不属于 ${text.preset}`, `${rule} does not belong to ${text.preset}`)]),
    ...(found.length === 0
      ? [problem(['rules', rule], `${rule} 既没有 trace,也不在 pending 或 none 里`, `${rule} is neither traced nor under pending or none`)]
      : []),
    ...(found.length > 1
      ? [problem(['rules', rule], `${rule} 同时出现在 ${found.join('、')}`, `${rule} is in ${found.join(' and ')} at once`)]
      : []),
    ...(found.length === 1 && idle !== (found[0] === 'none')
      ? [
          problem(
            ['rules', rule],
            `${rule}:enforce 为 none 的规定,也只有它们,放在 none 里`,
            `${rule}: rules with enforce none, and only those, stand under none`,
          ),
        ]
      : []),
  ];
}

function scopeProblems(at: readonly string[], scope: Scope, known: FactTypes): readonly PlacedProblem[] {
  const conditions = [
    ...(scope.if === undefined ? [] : [{ key: 'if', condition: scope.if }]),
    ...(scope.if_any ?? []).map((condition) => ({ key: 'if_any', condition })),
    ...(scope.unless === undefined ? [] : [{ key: 'unless', condition: scope.unless }]),
  ];
  return conditions.flatMap(({ key, condition }) =>
    checkCondition(condition, known).map((found) => ({ at: [...at, key], words: conditionWords(found) })),
  );
}

/** What is wrong with a condition, for the person who wrote it. */
export function conditionWords(found: ConditionProblem): Words {
  if (found.code === 'unknown-fact') {
    const known = found.known.join(', ');
    return { zh: `不认识的条件 ${found.fact};这里可以用:${known}`, en: `Unknown fact ${found.fact}; known here: ${known}` };
  }
  return { zh: `${found.fact} 的值应为 ${found.expected}`, en: `${found.fact} is compared with a value that is not ${found.expected}` };
}
