import type { Citation, Cited, Policy } from '../../src/policy/index.ts';
import {
  accessOf,
  type HandoverEvent,
  handoverProtocol,
  type IncidentCase,
  type RecordCase,
  type RecordJudgement,
  type RecordProblem,
  type ReaderKind,
  type Route,
  recordRules,
  routeIncident,
} from '../../src/policy/index.ts';
import { at, local, zone } from './desk.ts';

interface CitesRules {
  readonly cites: readonly Citation[];
}

/** Whether the rule asks for it. */
export const because =
  (rule: string) =>
  ({ cites }: CitesRules): boolean =>
    cites.some((cite) => cite.rule === rule);

/** The values a rule asks for, in order. */
export const askedBy = (found: readonly Cited<unknown>[], rule: string): readonly string[] =>
  found.filter(because(rule)).map(({ value }) => String(value));

/** An entry as the desk's rules judge it; open and empty where nothing is said. */
export const judged = (policy: Policy, type: string, more: Partial<RecordCase> = {}): RecordJudgement =>
  recordRules(policy, { type, state: 'open', fields: {}, ...more });

/** What a rule finds wrong: `missing flag reason`, `denied refuse destination machine-room`. */
export const problemsOf = (judgement: RecordJudgement, rule: string): readonly string[] =>
  judgement.problems.filter(because(rule)).map((problem) => `${problem.code} ${problem.reaction} ${details(problem)}`);

function details(problem: RecordProblem): string {
  switch (problem.code) {
    case 'missing':
    case 'one-of-missing':
      return problem.fields.join(' ');
    case 'not-allowed':
    case 'denied':
      return `${problem.field} ${problem.value}`;
    case 'unattached':
      return problem.what.join(' ');
    case 'not-yours':
      return problem.roles.join(' ');
    case 'not-closable':
      return [...problem.flags, ...problem.counts.map(({ field, min, has }) => `${field} ${has}/${min}`)].join(' ');
  }
}

interface IncidentText extends Partial<Omit<IncidentCase, 'events' | 'knownAt' | 'reportedAt'>> {
  /** Local, `YYYY-MM-DDTHH:MM`. */
  readonly known?: string;
  readonly reported?: string;
}

/** Where an incident goes that became known on 3 December 2026 at 10:00 and was reported five minutes later. */
export const routed = (policy: Policy, event: string, more: IncidentText = {}): Route => {
  const { known = '2026-12-03T10:00', reported = known.replace(/:\d\d$/, ':05'), severity = null, facts = {} } = more;
  return routeIncident(policy, { events: [event], severity, facts, knownAt: at(known), reportedAt: at(reported), zone });
};

/** The receivers a rule names: `1 to duty-leader 10:30`, in order; without a limit no time. */
export const receivers = (route: Route, rule: string): readonly string[] =>
  route.stages
    .filter(because(rule))
    .map(({ step, kind, word, dueAt }) => `${step} ${kind} ${word}${dueAt === null ? '' : ` ${local(dueAt).slice(11)}`}`);

/** The protocol of a hand-over in winter, unless something else is said. */
export const protocolOf = (
  policy: Policy,
  more: { readonly shift?: string; readonly season?: 'summer' | 'winter'; readonly event?: HandoverEvent } = {},
): ReturnType<typeof handoverProtocol> => handoverProtocol(policy, { shift: null, season: 'winter', ...more });

/** Whether somebody of these kinds may read such records, and the rules against it. */
export const mayRead = (policy: Policy, resources: readonly string[], kinds: readonly ReaderKind[]): string => {
  const { allowed, cites } = accessOf(policy, resources, { kinds, roles: [] }).read;
  return [allowed ? 'yes' : 'no', ...cites.map(({ rule }) => rule)].join(' ');
};
