import type { Adopted } from './adopted.ts';
import { citeFirst, itemsOf } from './clauses.ts';
import { compileRegisters } from './compile-registers.ts';
import type { Condition } from './condition.ts';
import { appliesTo, type DeskScope, type Draft, inScope, type Settled } from './drafted.ts';
import type { EntitlementClause } from './entitlement/rule.ts';
import type { ClauseKey, RequestClause, RequestScope } from './request/rule.ts';
import { type EntitlementEntry, entitlementScopeKeys } from './schema/entitlement.ts';
import type { PresenceEntry } from './schema/presence.ts';
import { type RequestEntry, requestScopeKeys } from './schema/request.ts';
import type { Scope } from './schema/scope.ts';
import { canonicalJson } from './sha256.ts';

/** Keys whose values add up; each item is a rule of its own, so that one of them can be softened alone. */
const listKeys: readonly ClauseKey[] = [
  'fields',
  'required',
  'states',
  'forbid_on',
  'requires',
  'same',
  'check',
  'confirm',
  'approve_not',
  'tiers',
  'then',
  'notify',
  'to',
  'show',
];

/** Items that two regulations may both ask for, but not one of them with an exception the other does not make. */
const exclusiveItems: readonly ClauseKey[] = ['forbid_on', 'requires', 'same', 'check'];

/** Keys of which a case can have one value only. */
const singleKeys: readonly ClauseKey[] = [
  'min_notice',
  'latest',
  'max_length',
  'max_count',
  'max_concurrent',
  'proxy',
  'substitute',
  'by',
  'approve',
  'tiers',
  'chain',
  'day_count',
  'else',
];

/** Adds the sections whose rules are judged case by case: their conditions are kept, only `applies_to` is settled by the desk. */
export function compileCases(adopted: Adopted, desk: DeskScope, draft: Draft): void {
  const { request = {}, entitlement = {}, consequence = {}, presence = {} } = adopted.sections;
  const { id } = adopted.preset;
  const mine = <Entry extends Scope>(entries: Readonly<Record<string, Entry>>): [string, Entry][] =>
    Object.entries(entries).filter(([, entry]) => appliesTo(entry, desk.kinds));
  for (const [name, entry] of mine(request)) compileRequest(adopted, name, entry, draft);
  for (const [name, entry] of mine(presence).filter(([, one]) => inScope(one, desk.kinds)))
    compileConfirmation(adopted, name, entry, draft);
  for (const [name, entry] of mine(entitlement)) compileEntitlement(adopted, name, entry, draft);
  for (const [name, value] of mine(consequence)) {
    const rule = { value, entry: `${id} consequence.${name}`, ...adopted.cite([`consequence.${name}`]) };
    draft.consequences.push({ preset: id, rule, settles: [] });
  }
  compileRegisters(adopted, desk, draft);
}

function compileRequest(adopted: Adopted, name: string, entry: RequestEntry, draft: Draft): void {
  const scope: RequestScope = {
    requests: entry.request,
    kinds: entry.kinds ?? null,
    if: entry.if ?? null,
    ifAny: entry.if_any ?? null,
    unless: entry.unless ?? null,
  };
  for (const { clause, paths } of clausesOf(entry, `request.${name}`)) {
    draft.requests.push({
      preset: adopted.preset.id,
      rule: {
        value: clause,
        scope,
        entry: `${adopted.preset.id} request.${name}`,
        mode: entry.mode ?? null,
        requiresBy: entry.requires_by ?? 'filing',
        principle: entry.principle ?? false,
        remind: entry.remind ?? false,
        otherwise: entry.else ?? null,
        ...citeFirst(adopted, paths),
      },
      settles: entry.request.flatMap((type) => settledBy(clause, scope, entry, type)),
    });
  }
  // Whoever stands in with approval is on the roster: clocking in off it is clocking in without.
  if (entry.effect === 'refuse-unapproved-clock-in')
    draft.rosteredOnly.push({
      what: 'clock_in',
      preset: adopted.preset.id,
      cited: { value: true, ...adopted.cite([`request.${name}.effect`]) },
      days: () => true,
      text: canonicalJson(true),
    });
}

/** A missed punch is confirmed by deciding the correction: whoever the rule has confirm it signs, beside those whom rules on corrections name. */
function compileConfirmation(adopted: Adopted, name: string, entry: PresenceEntry, draft: Draft): void {
  if ('reachable' in entry || entry.missed_punch === undefined) return;
  const path = `presence.${name}.missed_punch`;
  draft.requests.push({
    preset: adopted.preset.id,
    rule: {
      value: { key: 'approve', value: entry.missed_punch.confirmed_by },
      scope: { requests: ['attendance-exception'], kinds: null, if: null, ifAny: null, unless: null },
      entry: `${adopted.preset.id} presence.${name}`,
      mode: 'one',
      requiresBy: 'filing',
      principle: false,
      remind: false,
      otherwise: null,
      ...adopted.cite([path]),
    },
    settles: [],
  });
}

function clausesOf(entry: RequestEntry, at: string): { readonly clause: RequestClause; readonly paths: readonly string[] }[] {
  const scope: readonly string[] = requestScopeKeys;
  return Object.entries(entry)
    .filter(([key, value]) => !scope.includes(key) && value !== undefined)
    .map(([key, value]) => ({ key, value }) as RequestClause)
    .flatMap((clause) => {
      const path = `${at}.${clause.key}`;
      if (!listKeys.includes(clause.key) || !Array.isArray(clause.value)) return [{ clause, paths: [path] }];
      return itemsOf(clause.value, path).map(({ item, paths }) => ({ clause: { key: clause.key, value: item } as RequestClause, paths }));
    });
}

function settledBy(clause: RequestClause, scope: RequestScope, entry: RequestEntry, type: string): readonly Settled[] {
  const { key, value } = clause;
  const circumstances = canonicalJson([scope.if, scope.ifAny, scope.unless]);
  if (singleKeys.includes(key)) {
    const text = key === 'approve' ? [value, entry.mode] : value;
    return [{ what: `request.${type}.${key}`, kinds: scope.kinds, when: circumstances, text: canonicalJson(text) }];
  }
  if (!exclusiveItems.includes(key) || !Array.isArray(value)) return [];
  // A narrower circumstance adds to what is asked always; an exception takes away from it.
  const exception = scope.unless === null ? 'always' : `unless ${canonicalJson(scope.unless)}`;
  const text = entry.principle === true ? `in principle ${exception}` : exception;
  return value.map((item) => ({ what: `request.${type}.${key}.${String(item)}`, kinds: scope.kinds, when: '', text }));
}

/** Amounts add up by what they are for; lists of conditions and choices add up anyway. */
const addedUp: readonly string[] = ['requires', 'options', 'earned_by', 'allowance'];

function compileEntitlement(adopted: Adopted, name: string, entry: EntitlementEntry, draft: Draft): void {
  const scope: readonly string[] = entitlementScopeKeys;
  const leaveTypes = entry.leave_type ?? [];
  const shared = {
    entry: `${adopted.preset.id} entitlement.${name}`,
    leaveTypes,
    relation: entry.relation ?? null,
    per: entry.per ?? null,
    for: entry.for ?? null,
    if: both(entry.if, entry.if_any),
    unless: entry.unless ?? null,
    principle: entry.principle ?? false,
  };
  const when = canonicalJson([entry.relation, entry.per, entry.for, shared.if, shared.unless, entry.allowance]);
  for (const [key, value] of Object.entries(entry)) {
    if (scope.includes(key) || value === undefined) continue;
    const settled = { what: `entitlement.${key}`, kinds: leaveTypes.length > 0 ? leaveTypes : null, when, text: canonicalJson(value) };
    draft.entitlements.push({
      preset: adopted.preset.id,
      rule: { value: { key, value } as EntitlementClause, ...shared, ...adopted.cite([`entitlement.${name}.${key}`]) },
      settles: addedUp.includes(key) ? [] : [settled],
    });
  }
}

function both(holds: Condition | undefined, any: readonly Condition[] | undefined): Condition | null {
  if (any === undefined) return holds ?? null;
  return holds === undefined ? { any } : { all: [holds, { any }] };
}
