import { holds } from '../condition.ts';
import type { Citation, Policy } from '../policy.ts';
import { type ConsequenceEntry, countedOutcomes } from '../schema/consequence.ts';
import { cycleOf, periodOf } from './cycle.ts';
import { type AttendanceFact, inOrder } from './fact.ts';
import { mayPropose, outcomeOf, type ProposedOutcome } from './outcome.ts';
import { type Hit, hitsOf, totalMinutes } from './threshold.ts';

/** What is known of one person, and what was decided about it. */
export interface OutcomeInput {
  readonly policy: Policy;
  /** Starts every key: the desk and the person. */
  readonly subject: string;
  /** All facts that may count, of the cycle and of the stretches rules look back over; in any order. */
  readonly facts: readonly AttendanceFact[];
  /** Days the person was rostered to work, `YYYY-MM-DD`. */
  readonly scheduled: readonly string[];
  /** Today: rules that settle a period speak once it is over. */
  readonly asOf: string;
  /** Keys of proposals that somebody turned down; they are proposed as before but nothing further is counted on them. */
  readonly turnedDown?: readonly string[];
}

/** A rule with the facts it prices. */
interface Priced {
  readonly entry: ConsequenceEntry;
  readonly name: string;
  readonly hit: Hit;
  readonly outcome: string;
  readonly choices: readonly string[];
  readonly cites: readonly Citation[];
}

/**
 * What the rules propose for the facts of one person: the same facts give the same proposals, whenever and in whatever order they are told.
 * Absence is proposed once for a day, whatever makes it one; a fact that makes an absence is not deducted from pay as well. Where a rule
 * prices the total of a period, a rule that would price each case of it stands behind the total. Outcomes that count further (`absence`,
 * `pay-deduction`, `violation`, `score-deduction`) are facts to the rules that ask for them.
 */
export function proposeOutcomes(input: OutcomeInput): readonly ProposedOutcome[] {
  let facts = inOrder(input.facts);
  for (let round = 0; ; round += 1) {
    const proposed = propose(input, facts);
    const derived = proposed.flatMap((one) => derivedFact(one, input.turnedDown ?? []));
    const next = inOrder([...input.facts, ...derived]);
    if (round > input.policy.consequences.length || sameIds(next, facts)) return proposed;
    facts = next;
  }
}

const sameIds = (left: readonly AttendanceFact[], right: readonly AttendanceFact[]): boolean =>
  left.length === right.length && left.every(({ id, days }, place) => id === right[place]?.id && days === right[place].days);

function derivedFact(one: ProposedOutcome, turnedDown: readonly string[]): readonly AttendanceFact[] {
  const last = one.facts.at(-1);
  const counts = countedOutcomes.some((outcome) => outcome === one.outcome) && !turnedDown.includes(one.key);
  if (last === undefined || !counts) return [];
  const { key: id, outcome: offence, on } = one;
  const days = one.unit === 'days' ? one.amount : null;
  return [{ id, offence, on, at: last.at, minutes: null, days, shift: null, source: { kind: 'proposal', id }, flags: {} }];
}

function propose(input: OutcomeInput, facts: readonly AttendanceFact[]): readonly ProposedOutcome[] {
  const all = pricings(input, facts);
  const absent = [...all.filter(({ outcome }) => outcome === 'absence'), ...presencePricings(input.policy, facts)];
  const taken = new Set(absent.flatMap(({ hit }) => hit.priced.map(({ id }) => id)));
  // Totals are taken of what is left once absences are settled.
  const others = pricings(input, facts, taken).filter(({ outcome }) => outcome !== 'absence');
  return [...absences(input, absent), ...others.map((priced) => proposal(input, priced))].toSorted((left, right) =>
    left.on === right.on ? (left.key < right.key ? -1 : 1) : left.on < right.on ? -1 : 1,
  );
}

/** What the consequence rules price. `taken`: facts that are absences already; a deduction from pay leaves them out. */
function pricings(input: OutcomeInput, facts: readonly AttendanceFact[], taken: ReadonlySet<string> = new Set()): readonly Priced[] {
  const { policy } = input;
  return policy.consequences.flatMap(({ value: entry, entry: name, cites, reaction }): readonly Priced[] => {
    if (reaction === 'off') return [];
    const deducts = mayPropose(entry, 'pay-deduction');
    const matching = facts.filter(
      (fact) => matches(entry, fact, policy.unitKinds) && !(deducts && (taken.has(fact.id) || standsBehind(policy, entry, fact))),
    );
    return periodsOf(input, entry, matching)
      .flatMap((inPeriod) => hitsOf(entry.threshold, inPeriod, input.scheduled))
      .flatMap((hit): readonly Priced[] => {
        const [first] = hit.priced;
        if (first === undefined) return [];
        const also = deducts ? behindTotal(policy, entry, hit.priced, policy.unitKinds) : [];
        return [{ entry, name, hit, ...outcomeOf(entry, first), cites: [...cites, ...also] }];
      });
  });
}

function matches(entry: ConsequenceEntry, fact: AttendanceFact, unitKinds: readonly string[]): boolean {
  const names = [fact.offence, ...(fact.flags.leave_requested === false ? [`${fact.offence}-without-leave`] : [])];
  if (![...(entry.offence ?? []), ...(entry.merit ?? [])].some((name) => names.includes(name))) return false;
  const known = { ...fact.flags, unit_kind: unitKinds };
  return (
    (entry.if === undefined || holds(entry.if, known)) &&
    (entry.if_any === undefined || entry.if_any.some((condition) => holds(condition, known))) &&
    (entry.unless === undefined || !holds(entry.unless, known))
  );
}

const hasTotal = (entry: ConsequenceEntry): boolean => entry.threshold !== undefined && 'total_over' in entry.threshold;

/** Whether a total over a period settles what this rule would price case by case. */
function standsBehind(policy: Policy, entry: ConsequenceEntry, fact: AttendanceFact): boolean {
  return (
    entry.threshold === undefined &&
    policy.consequences.some(
      ({ value, reaction }) =>
        reaction !== 'off' && hasTotal(value) && mayPropose(value, 'pay-deduction') && (value.offence?.includes(fact.offence) ?? false),
    )
  );
}

/** The rules that stand behind a total, where they would have priced one of its facts. */
function behindTotal(
  policy: Policy,
  entry: ConsequenceEntry,
  priced: readonly AttendanceFact[],
  unitKinds: readonly string[],
): readonly Citation[] {
  if (!hasTotal(entry)) return [];
  return policy.consequences
    .filter(({ value, reaction }) => reaction !== 'off' && value.threshold === undefined && mayPropose(value, 'pay-deduction'))
    .filter(({ value }) => priced.some((fact) => matches(value, fact, unitKinds)))
    .flatMap(({ cites }) => cites);
}

/** Facts by the period the rule counts in. A rule that settles a whole period waits until it is over. */
function periodsOf(input: OutcomeInput, entry: ConsequenceEntry, facts: readonly AttendanceFact[]): readonly (readonly AttendanceFact[])[] {
  const { threshold } = entry;
  const counts = threshold !== undefined && ('total_over' in threshold || 'from_count' in threshold);
  const period = entry.period ?? (counts ? 'attendance-month' : null);
  if (period === null) return [facts];
  const groups = new Map<string, AttendanceFact[]>();
  for (const fact of facts) {
    const { from, until } = periodOf(input.policy, period, fact.on);
    if (threshold !== undefined || until < input.asOf) groups.set(from, [...(groups.get(from) ?? []), fact]);
  }
  return [...groups.values()];
}

/** What the rules on presence make of not coming, and of clocking for another. */
function presencePricings({ presence }: Policy, facts: readonly AttendanceFact[]): readonly Priced[] {
  const { noShow, proxyPunch } = presence;
  const alone = (offence: string, outcome: string, choices: readonly string[], cites: readonly Citation[]): readonly Priced[] =>
    facts
      .filter((fact) => fact.offence === offence)
      .map((fact) => ({ entry: {}, name: `presence.${offence}`, hit: { counted: [fact], priced: [fact] }, outcome, choices, cites }));
  const proxy = proxyPunch?.value;
  return [
    ...(noShow === null || noShow.reaction === 'off' ? [] : alone('no-show', noShow.value, [], noShow.cites)),
    ...(proxy === undefined || proxyPunch?.reaction === 'off'
      ? []
      : alone(
          'proxy-punch',
          proxy.outcome,
          proxy.may_become === undefined ? [] : [proxy.outcome, proxy.may_become],
          proxyPunch?.cites ?? [],
        )),
  ];
}

/** One proposal for each day of absence, with everything that makes it one. */
function absences(input: OutcomeInput, priced: readonly Priced[]): readonly ProposedOutcome[] {
  const dates = [...new Set(priced.flatMap(({ hit }) => hit.priced.map(({ on }) => on)))];
  return dates.map((on): ProposedOutcome => {
    const reasons = priced.filter(({ hit }) => hit.priced.some((fact) => fact.on === on));
    const facts = inOrder(unique(reasons.flatMap(({ hit }) => hit.counted)));
    return {
      key: `${input.subject}|absence|${on}`,
      offence: facts.findLast((fact) => fact.on === on)?.offence ?? 'absence',
      merit: false,
      outcome: 'absence',
      amount: daysAbsent(reasons, on),
      unit: 'days',
      choices: [...new Set(reasons.flatMap(({ choices }) => choices))],
      facts,
      on,
      cycle: cycleOf(input.policy, on),
      cites: uniqueCites(reasons.flatMap(({ cites }) => cites)),
      decidedBy: [...new Set(reasons.flatMap(({ entry }) => entry.decided_by ?? []))],
      to: [...new Set(reasons.flatMap(({ entry }) => entry.to ?? []))],
      liable: [...new Set(reasons.flatMap(({ entry }) => entry.liable ?? []))],
    };
  });
}

/** Days a rule names add up over the cases of one offence; of several offences the most counts, and a day absent is at least one. */
function daysAbsent(reasons: readonly Priced[], on: string): number {
  const byOffence = new Map<string, Map<string, number>>();
  for (const { entry, hit } of reasons) {
    if (entry.days === undefined) continue;
    for (const { id, offence } of hit.priced.filter((fact) => fact.on === on)) {
      const cases = byOffence.get(offence) ?? new Map<string, number>();
      cases.set(id, Math.max(cases.get(id) ?? 0, entry.days));
      byOffence.set(offence, cases);
    }
  }
  const totals = [...byOffence.values()].map((cases) => [...cases.values()].reduce((sum, days) => sum + days, 0));
  const unstated = reasons.some(({ entry }) => entry.days === undefined) ? [1] : [];
  return Math.max(0, ...totals, ...unstated);
}

function proposal(input: OutcomeInput, { entry, name, hit, outcome, choices, cites }: Priced): ProposedOutcome {
  const { threshold } = entry;
  const [first] = hit.priced;
  const last = hit.priced.at(-1);
  const on = last?.on ?? input.asOf;
  const period = entry.period ?? 'attendance-month';
  const together = threshold !== undefined && ('total_over' in threshold || 'any_of' in threshold);
  // A total is named by its period, a run by its first day: more facts of the same case leave the key as it is.
  const named = !together ? first?.id : 'any_of' in threshold ? first?.on : periodOf(input.policy, period, on).from;
  return {
    key: `${input.subject}|${name}|${named}`,
    offence: last?.offence ?? '',
    merit: entry.merit?.includes(last?.offence ?? '') ?? false,
    outcome,
    ...amountOf(entry, hit.priced),
    choices,
    facts: hit.counted,
    on,
    cycle: cycleOf(input.policy, on),
    cites: uniqueCites(cites),
    decidedBy: entry.decided_by ?? [],
    to: entry.to ?? [],
    liable: entry.liable ?? [],
  };
}

function amountOf(entry: ConsequenceEntry, priced: readonly AttendanceFact[]): Pick<ProposedOutcome, 'amount' | 'unit'> {
  const minutes = totalMinutes(priced);
  if (entry.unit === 'minutes') return { amount: minutes, unit: 'minutes' };
  if (entry.unit === 'hours') return { amount: minutes / 60, unit: 'hours' };
  return entry.days === undefined ? { amount: null, unit: null } : { amount: entry.days, unit: 'days' };
}

const unique = (facts: readonly AttendanceFact[]): readonly AttendanceFact[] => [...new Map(facts.map((fact) => [fact.id, fact])).values()];

const uniqueCites = (cites: readonly Citation[]): readonly Citation[] => [...new Map(cites.map((cite) => [cite.rule, cite])).values()];
