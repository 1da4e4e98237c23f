import { type Facts, holds } from '../condition.ts';
import type { Citation, Policy, Reaction } from '../policy.ts';
import { strictest } from '../reaction.ts';
import type { EntitlementClause, EntitlementRule } from './rule.ts';

/**
 * Who asks for what. `attributes` are the person's (`joined_on`, `confirmed_on`, `rank`, `region`). `facts` are the answers of the form that
 * entitlements turn on: `relation`, `registration` and `birth` (`YYYY-MM-DD`), `late_marriage`, `late_birth`, `difficult_birth`,
 * `first_child` (flags), `children` and `checks` (numbers). `on` is the day that counts, `YYYY-MM-DD`: the first of the leave.
 */
export interface EntitledCase {
  readonly leaveType: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly on: string;
  readonly facts: Facts;
}

type Key = EntitlementClause['key'];
type Values = { readonly [Each in Key]: Extract<EntitlementClause, { readonly key: Each }>['value'] };

/** A rule that holds one key, with the key's value in reach. */
export interface ClauseRule<Wanted extends Key> {
  readonly rule: EntitlementRule;
  readonly value: Values[Wanted];
  readonly cites: readonly Citation[];
  readonly reaction: Exclude<Reaction, 'off'>;
}

/** The rules of a policy that set `key`, in force. */
export function clauses<Wanted extends Key>(policy: Policy, key: Wanted): readonly ClauseRule<Wanted>[] {
  return policy.entitlements.flatMap((rule): readonly ClauseRule<Wanted>[] => {
    const { value: clause, reaction, cites } = rule;
    if (reaction === 'off' || !isOf(clause, key)) return [];
    const value: Values[Wanted] = clause.value;
    return [{ rule, value, cites, reaction }];
  });
}

function isOf<Wanted extends Key>(
  clause: { readonly key: Key; readonly value: unknown },
  key: Wanted,
): clause is { readonly key: Wanted; readonly value: Values[Wanted] } {
  return clause.key === key;
}

/** Those of them that are about a leave type. */
export function clausesOf<Wanted extends Key>(policy: Policy, key: Wanted, leaveType: string): readonly ClauseRule<Wanted>[] {
  return clauses(policy, key).filter(({ rule }) => rule.leaveTypes.includes(leaveType));
}

/** What conditions are asked of: the answers, and the person's attributes where the form does not say. */
export function factsOf({ attributes, facts, leaveType }: Pick<EntitledCase, 'attributes' | 'facts' | 'leaveType'>): Facts {
  return { ...attributes, ...facts, kind: leaveType };
}

/** Whether the conditions of a rule hold: its relation is the one of the case, `if` holds and `unless` does not. */
export function applies(rule: EntitlementRule, facts: Facts): boolean {
  const { relation } = facts;
  return (
    (rule.relation === null || (typeof relation === 'string' && rule.relation.includes(relation))) &&
    (rule.if === null || holds(rule.if, facts)) &&
    (rule.unless === null || !holds(rule.unless, facts))
  );
}

/** Several rules behind one figure: the rules of all, the strictest reaction. */
export function behind(rules: readonly { readonly cites: readonly Citation[]; readonly reaction: Exclude<Reaction, 'off'> }[]): {
  readonly cites: readonly Citation[];
  readonly reaction: 'refuse' | 'flag';
} {
  const cites = rules.flatMap((rule) => rule.cites);
  return {
    cites: cites.filter((cite, place) => cites.findIndex(({ rule }) => rule === cite.rule) === place),
    reaction: strictest(rules.map(({ reaction }) => reaction)) === 'refuse' ? 'refuse' : 'flag',
  };
}
