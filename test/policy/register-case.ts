import type { z } from 'zod';
import { Temporal } from '../../src/core/time.ts';
import type { Anchors, Citation, Cited, Policy } from '../../src/policy/index.ts';
import {
  accessOf,
  type DrawnTarget,
  type Due,
  type DueInput,
  deskAnchors,
  drawTargets,
  dueAfter,
  dueOf,
  eventWords,
  type HandoverEvent,
  handoverProtocol,
  type IncidentCase,
  monthlyMinimum,
  type ReaderKind,
  type RecordCase,
  type RecordJudgement,
  type RecordProblem,
  type Route,
  recordRules,
  routeIncident,
  type ShiftOccurrence,
  widerEvents,
} from '../../src/policy/index.ts';
import type { ObligationEntry } from '../../src/policy/schema/obligation.ts';
import { at, day, local, policyOf, rosterOf, zone } from './desk.ts';

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

/** {@link routed}, with everything the event is one of: as somebody reports it. */
export const reported = (policy: Policy, event: string, more: IncidentText = {}): Route => {
  const { known = '2026-12-03T10:00', reported: heard = known.replace(/:\d\d$/, ':05'), severity = null, facts = {} } = more;
  const events = widerEvents(event, eventWords().events);
  return routeIncident(policy, { events, severity, facts, knownAt: at(known), reportedAt: at(heard), zone });
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

/** The shifts of the days, as the policy's own hours make them. */
export const shiftsOf = (policy: Policy, from: string, to: string): readonly ShiftOccurrence[] =>
  rosterOf(policy, from, to, []).map(({ id, shift, startsAt, endsAt }) => ({ slot: id, code: shift, start: startsAt, end: endsAt }));

const calendarOf = (policy: Policy, anchors: Anchors): DueInput['calendar'] => ({
  zone,
  day,
  anchors: deskAnchors(policy.calendar, anchors),
});

/** What a rule makes due from the first of the days to the last: `submit:daily-report 2026-12-03T16:30`; random moments are left out. */
export function dueBetween(policy: Policy, rule: string, from: string, to: string, anchors: Anchors = () => null): readonly string[] {
  return listed(occurrences(policy, rule, from, to, anchors).filter(({ hidden }) => !hidden));
}

/** Every occurrence a rule makes from the first of the days to the last. */
export function occurrences(
  policy: Policy,
  rule: string,
  from: string,
  to: string,
  anchors: Anchors = () => null,
  seed = 'test',
): readonly Due[] {
  const span = { start: at(`${from}T00:00`), end: at(`${to}T00:00`).add({ hours: 24 }) };
  const days = Temporal.PlainDate.from(from).subtract({ days: 1 }).toString();
  const later = Temporal.PlainDate.from(to).add({ days: 1 }).toString();
  return dueOf({ policy, span, calendar: calendarOf(policy, anchors), shifts: shiftsOf(policy, days, later), seed }).filter(because(rule));
}

/** What an event makes due by a rule: `submit:incident-report 2026-12-05T00:00`. */
export function dueOn(policy: Policy, rule: string, event: string, when: string): readonly string[] {
  const input = { policy, calendar: calendarOf(policy, () => null), shifts: [] };
  return listed(dueAfter({ ...input, event: { name: event, id: '1', at: at(when) } }).filter(because(rule)));
}

const listed = (found: readonly Due[]): readonly string[] => found.map(({ verb, object, dueAt }) => `${verb}:${object} ${local(dueAt)}`);

/** The obligation of a rule with its receivers, as the desk goes by it. */
export function obligationOf(policy: Policy, rule: string): ObligationEntry {
  const found = policy.obligations.find(because(rule));
  if (found === undefined) throw new Error(`no obligation answers for ${rule}`);
  return found.value;
}

/** How many targets a rule has checked on one day of a 30-day month whose targets stand at `checked` (none: 0), `left` days before its end. */
export function drawn(
  policy: Policy,
  rule: string,
  targets: number,
  { checked = () => 3, left = 30, seed = 'test' }: { checked?: (index: number) => number; left?: number; seed?: string } = {},
): readonly DrawnTarget[] {
  const found = policy.obligations.find((one) => because(rule)(one) && typeof one.value.each !== 'object');
  if (found === undefined) throw new Error(`no draw answers for ${rule}`);
  return drawTargets({
    value: found.value,
    targets: Array.from({ length: targets }, (_, index) => ({ id: `t${String(index).padStart(3, '0')}`, checked: checked(index) })),
    monthlyMin: monthlyMinimum(policy, found),
    daysLeft: left,
    seed,
  });
}

/** The policy of a desk that goes by one regulation, with one value set by the desk itself. */
export const policyWith = (preset: string, path: string, value: z.infer<ReturnType<typeof z.json>>): Policy =>
  policyOf(preset, '2026-12-01', { overrides: [{ path, value, reason: '试行', by: 'chen', from: '2026-01-01' }] });
