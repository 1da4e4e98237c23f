import { type Facts, holds } from '../condition.ts';
import type { Policy } from '../policy.ts';
import type { RequestCase, RequestFinding } from './case.ts';
import { factsOf, type Part, wholePart } from './facts.ts';
import type { ClauseKey, RequestClause, RequestRule, RequestScope } from './rule.ts';

/** A rule whose clause has one of these keys. */
export type RuleOf<Key extends ClauseKey> = Omit<RequestRule, 'value'> & { readonly value: Extract<RequestClause, { readonly key: Key }> };

/** A case with the rules that hold for it. */
export interface Judged {
  readonly policy: Policy;
  readonly request: RequestCase;
  readonly facts: Facts;
  readonly rules: readonly RequestRule[];
}

/** A case that was filed with or without the notice the rules ask for, together with the rules that hold for the whole of it. */
export function judged(policy: Policy, request: RequestCase, late: { readonly request: boolean; readonly start: boolean }): Judged {
  const facts = factsOf(policy, request, wholePart(request), late);
  return { policy, request, facts, rules: rulesFor(policy, request).filter(({ scope }) => meetsConditions(scope, facts)) };
}

/** Rules of the case's type and sub-type that are not switched off, whatever their conditions say. */
function rulesFor(policy: Policy, request: Pick<RequestCase, 'type' | 'kind'>): readonly RequestRule[] {
  return policy.requests.filter(
    ({ reaction, scope }) =>
      reaction !== 'off' &&
      scope.requests.includes(request.type) &&
      (scope.kinds === null || (request.kind !== null && scope.kinds.includes(request.kind))),
  );
}

/** Whether facts meet the conditions of a rule. */
export function meetsConditions(scope: RequestScope, facts: Facts): boolean {
  return (
    (scope.if === null || holds(scope.if, facts)) &&
    (scope.ifAny === null || scope.ifAny.some((one) => holds(one, facts))) &&
    (scope.unless === null || !holds(scope.unless, facts))
  );
}

/** Whether a rule holds for a part of the case, such as one of its shifts. */
export function holdsForPart({ policy, request, facts }: Judged, rule: RequestRule, part: Part): boolean {
  const late = { request: facts.late_request === true, start: facts.after_start === true };
  return meetsConditions(rule.scope, factsOf(policy, request, part, late));
}

/** The rules with a key. */
export function rulesOf<Key extends ClauseKey>(rules: readonly RequestRule[], key: Key): readonly RuleOf<Key>[] {
  return rules.filter((rule): rule is RuleOf<Key> => rule.value.key === key);
}

/** The regulation a rule comes from. */
export function presetOf(rule: Pick<RequestRule, 'entry'>): string {
  return rule.entry.split(' ', 1)[0] ?? rule.entry;
}

/** A finding of a rule; its level is the rule's reaction. */
export function finding(
  rule: RequestRule,
  found: Pick<RequestFinding, 'code' | 'measured' | 'allowed'> & Partial<Pick<RequestFinding, 'instead' | 'person' | 'level' | 'finding'>>,
): RequestFinding {
  return {
    level: rule.reaction === 'refuse' ? 'refuse' : 'flag',
    instead: null,
    person: null,
    finding: null,
    ...found,
    principle: rule.principle,
    ...(rule.otherwise === null ? {} : { otherwise: rule.otherwise }),
    cites: rule.cites,
  };
}
