import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { Temporal } from '../../core/time.ts';
import type { FactFlags, AttendanceFact as PolicyFact } from '../../policy/consequence/fact.ts';
import type { ProposedOutcome } from '../../policy/consequence/outcome.ts';
import type { Citation, Policy } from '../../policy/policy.ts';
import { outOfReach } from '../../policy/presence.ts';
import type { AttendanceCode, AttendanceFact, SwappedDuty } from '../attendance/index.ts';
import type { Conduct, CountedFact, Proposed } from './proposal.ts';

/** What regulations call a fact of attendance: its usual name first, then names only some of them use. */
const names: Readonly<Record<AttendanceCode, readonly [string, ...string[]]>> = {
  late: ['late'],
  'early-leave': ['early-leave'],
  'missed-in': ['missed-punch'],
  'missed-out': ['missed-punch'],
  'no-show': ['no-show', 'no-punch-no-approval', 'no-attendance-record'],
  'unapproved-leave': ['unapproved-leave', 'no-show', 'no-punch-no-approval'],
  'overstayed-leave': ['overstayed-leave', 'no-show'],
  'wrong-hours-after-transfer': ['wrong-hours-after-transfer', 'no-show'],
  'off-roster': ['off-roster'],
  'outing-without-punch': ['outing-without-punch'],
  'no-return-punch': ['no-return-punch'],
  'proxy-punch': ['proxy-punch'],
};

const missedSwap = 'missed-swapped-shift';

/** Names of offences and merits that the bot finds by itself; the others are recorded by a person. */
const found: ReadonlySet<string> = new Set([...Object.values(names).flat(), 'absence', missedSwap]);

/** What the rules of a policy count. */
export function knownOffences(policy: Policy): ReadonlySet<string> {
  const { noShow, proxyPunch } = policy.presence;
  const rules = policy.consequences.filter((rule) => rule.reaction !== 'off').map((rule) => rule.value);
  return new Set([
    ...rules.flatMap((rule) => [...(rule.offence ?? []), ...(rule.merit ?? [])]),
    ...(noShow === null || noShow.reaction === 'off' ? [] : ['no-show']),
    ...(proxyPunch === null || proxyPunch.reaction === 'off' ? [] : ['proxy-punch']),
  ]);
}

/** Offences and merits of a policy that a person records. */
export function recordable(policy: Policy): { readonly kind: string; readonly merit: boolean }[] {
  const rules = policy.consequences.filter((rule) => rule.reaction !== 'off').map((rule) => rule.value);
  const kinds = new Map<string, boolean>();
  for (const rule of rules) {
    for (const kind of rule.offence ?? []) if (!found.has(kind) && !kind.endsWith('-without-leave')) kinds.set(kind, false);
    for (const kind of rule.merit ?? []) kinds.set(kind, true);
  }
  const { place, reachable } = policy.presence;
  const inForce = reachable.filter(({ reaction }) => reaction !== 'off');
  const bound = (place !== null && place.reaction !== 'off') || inForce.some(({ value }) => value.place !== null);
  if (inForce.length > 0) kinds.set('unreachable', false);
  if (bound) kinds.set('elsewhere', false);
  return [...kinds].map(([kind, merit]) => ({ kind, merit }));
}

/** Somebody's part that day: a duty role while on duty, or a role they hold all the time. */
export interface Part {
  readonly role: string;
  readonly onDuty: boolean;
}

/** The rules that somebody who could not be reached (`unreachable`), or was not where the duty is done (`elsewhere`), did not keep. Empty: none asks it of them; null: the kind is another. */
export function reachRules(policy: Policy, kind: string, parts: readonly Part[]): readonly Citation[] | null {
  if (kind !== 'unreachable' && kind !== 'elsewhere') return null;
  const found = { reached: kind === 'elsewhere', place: kind === 'elsewhere' ? ('away' as const) : ('assigned' as const) };
  const flagged = parts.map((part) => outOfReach({ ...part, ...found, policy })).filter((one) => one.flagged);
  return [...new Map(flagged.flatMap(({ cites }) => cites).map((cite) => [cite.rule, cite])).values()];
}

export interface OffenceFacts {
  readonly known: ReadonlySet<string>;
  /** Nothing can be handed in any more for the cycle of the day. */
  readonly closed: (on: string) => boolean;
  /** Missed punches for which a correction was asked for and refused: `2026-12-01 in`. */
  readonly refused: ReadonlySet<string>;
  /** Slots the person came to by a swap. */
  readonly swapped: ReadonlySet<string>;
}

/** A fact of attendance as the rules count it. A missed punch is unconfirmed once nobody can confirm it any more. */
export function offencesOf(fact: AttendanceFact, given: OffenceFacts): PolicyFact[] {
  const [usual, ...others] = names[fact.code];
  const missed = fact.code === 'missed-in' || fact.code === 'missed-out';
  const confirmed =
    fact.confirmedBy !== null
      ? true
      : given.refused.has(`${fact.on} ${fact.code === 'missed-in' ? 'in' : 'out'}`) || given.closed(fact.on)
        ? false
        : undefined;
  const bySwap = fact.code === 'no-show' && fact.slot !== null && given.swapped.has(fact.slot) ? [missedSwap] : [];
  const unsigned = missed && fact.confirmedBy === null ? ['no-punch-no-approval'] : [];
  const offences = [usual, ...[...others, ...bySwap, ...unsigned].filter((name) => given.known.has(name))];
  const flags: FactFlags = { leave_requested: fact.leaveRequested, ...(missed && confirmed !== undefined ? { confirmed } : {}) };
  return offences.map((offence, index) => ({
    id: index === 0 ? fact.key : `${offence}:${fact.key}`,
    offence,
    on: fact.on,
    at: fact.from,
    minutes: fact.minutes > 0 ? fact.minutes : null,
    days: null,
    shift: fact.shift,
    source: { kind: fact.slot === null ? 'punch' : 'duty', id: fact.slot ?? fact.key },
    flags,
  }));
}

/**
 * Duties somebody gave away by a swap and the other side did not come to, where a rule holds both sides liable: the same fact, once more for the
 * side that gave the duty. `factsOf`: what attendance says of the other side.
 */
export function sharedFacts(
  policy: Policy,
  person: PersonId,
  swapped: readonly SwappedDuty[],
  factsOf: (person: PersonId) => readonly AttendanceFact[],
): { readonly fact: AttendanceFact; readonly counts: PolicyFact }[] {
  const liable = policy.consequences.flatMap(({ value, reaction }) =>
    reaction !== 'off' && value.offence?.includes(missedSwap) === true ? (value.liable ?? []) : [],
  );
  return swapped
    .filter((duty) => duty.from === person && liable.includes(duty.side))
    .flatMap((duty) => factsOf(duty.person).filter((fact) => fact.code === 'no-show' && fact.slot === duty.slot))
    .map((fact) => ({
      fact,
      counts: {
        id: `${missedSwap}:${fact.key}`,
        offence: missedSwap,
        on: fact.on,
        at: fact.from,
        minutes: fact.minutes > 0 ? fact.minutes : null,
        days: null,
        shift: fact.shift,
        source: { kind: 'duty', id: fact.slot ?? fact.key },
        flags: { leave_requested: fact.leaveRequested },
      },
    }));
}

/** What a person recorded, as the rules count it. */
export const conductFact = (conduct: Conduct): PolicyFact => ({
  id: `conduct:${conduct.id}`,
  offence: conduct.kind,
  on: conduct.on,
  at: conduct.at,
  minutes: conduct.minutes > 0 ? conduct.minutes : null,
  days: null,
  shift: null,
  source: { kind: 'conduct', id: conduct.id },
  flags: { loss: conduct.answers.loss ?? false, grave: conduct.answers.grave ?? false },
});

export interface FactLookup {
  readonly attendance: ReadonlyMap<string, AttendanceFact>;
  readonly conduct: ReadonlyMap<string, Conduct>;
  readonly shiftName: (shift: string, on: string) => Words;
}

/** The same happening under several names is shown once. */
const ownId = (id: string, lookup: FactLookup): string => (lookup.attendance.has(id) ? id : id.split(':').slice(1).join(':') || id);

function counted(fact: PolicyFact, lookup: FactLookup): CountedFact {
  const base = { id: ownId(fact.id, lookup), offence: fact.offence, on: fact.on, minutes: fact.minutes };
  const own = lookup.attendance.get(base.id);
  const conduct = fact.source.kind === 'conduct' ? lookup.conduct.get(fact.source.id) : undefined;
  if (own !== undefined)
    return {
      ...base,
      shift: own.shift === null ? null : lookup.shiftName(own.shift, own.on),
      from: own.from.toString(),
      until: own.until.toString(),
      sources: own.sources,
      note: null,
      derived: false,
    };
  const derived = fact.source.kind === 'proposal';
  return { ...base, id: fact.id, shift: null, from: null, until: null, sources: [], note: conduct?.note ?? null, derived };
}

/** A proposal of the rules as it is stored. */
export function toProposed(outcome: ProposedOutcome, lookup: FactLookup): Proposed {
  const facts = new Map<string, CountedFact>();
  for (const fact of outcome.facts) {
    const one = counted(fact, lookup);
    if (!facts.has(one.id)) facts.set(one.id, one);
  }
  return {
    key: outcome.key,
    offence: outcome.offence,
    merit: outcome.merit,
    outcome: outcome.outcome,
    amount: outcome.amount,
    unit: outcome.unit,
    choices: outcome.choices,
    facts: [...facts.values()],
    on: outcome.on,
    cycle: outcome.cycle.until.slice(0, 7),
    rules: outcome.cites.map((cite) => cite.rule),
    decidedBy: outcome.decidedBy,
    to: outcome.to,
    liable: outcome.liable,
  };
}

/** How far back facts have to be known: the longest stretch any rule looks over, before the first day of the cycle. */
export function lookBack(policy: Policy, from: string): string {
  const first = Temporal.PlainDate.from(from);
  const reaches = policy.consequences.flatMap(({ value: { threshold, period } }) => {
    const spans =
      threshold !== undefined && 'any_of' in threshold ? threshold.any_of.flatMap((one) => ('within' in one ? [one.within] : [])) : [];
    const year = period === 'year' ? [Temporal.PlainDate.from({ year: first.year, month: 1, day: 1 })] : [];
    const month = period === 'calendar-month' ? [first.with({ day: 1 })] : [];
    return [...spans.map((span) => first.subtract(Temporal.Duration.from(span))), ...year, ...month];
  });
  return [first, ...reaches].sort(Temporal.PlainDate.compare)[0]?.toString() ?? from;
}
