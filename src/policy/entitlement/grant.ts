import { Temporal } from '../../core/time.ts';
import type { Facts } from '../condition.ts';
import type { Citation, Policy } from '../policy.ts';
import { everybody } from '../selector.ts';
import { durationMinutes } from '../wall-clock.ts';
import { applies, behind, type ClauseRule, clausesOf, type EntitledCase, factsOf } from './clause.ts';
import { eventDay, type LeaveWindow, windowOf } from './window.ts';

/** A part of what is granted: `standard`, the case it is for (`late_birth`, `per_further_child`), `accrual`. */
export interface GrantPart {
  readonly word: string;
  readonly days: number;
  readonly cites: readonly Citation[];
}

export interface LeaveGrant {
  readonly entitled: true;
  /** Days in all; null where no rule names a number, or where what it hangs on is `missing`. */
  readonly days: number | null;
  readonly parts: readonly GrantPart[];
  /** Days are for each of these (`check`), already multiplied; null: in all. */
  readonly per: string | null;
  /** Granted anew each year by rank and seniority; a balance is kept of it. */
  readonly yearly: boolean;
  readonly window: LeaveWindow | null;
  /** Minutes of each day, where it is time of every day rather than days. */
  readonly minutesPerDay: number | null;
  /** Ways to use it, fixed once chosen. */
  readonly options: readonly string[];
  /** Facts or attributes nobody gave: `joined_on`, `birth`. */
  readonly missing: readonly string[];
  readonly cites: readonly Citation[];
  readonly reaction: 'refuse' | 'flag';
}

/** The regulation grants it, but not in this case: for another relation, another child, another region. */
export interface NoGrant {
  readonly entitled: false;
  readonly cites: readonly Citation[];
  readonly reaction: 'refuse' | 'flag';
}

/**
 * What the rules grant of a leave type in a case: days with the rules behind them and the window they hold in. Several rules may grant by
 * case; the one for the most days counts, extras are added. Null where no rule grants anything, which leaves the leave to the deciders.
 */
export function grantOf(policy: Policy, given: EntitledCase): LeaveGrant | NoGrant | null {
  const facts = factsOf(given);
  const amounts = clausesOf(policy, 'days', given.leaveType);
  const accruals = clausesOf(policy, 'accrual', given.leaveType);
  const perDay = clausesOf(policy, 'per_day', given.leaveType);
  const all = [...amounts, ...accruals, ...perDay];
  if (all.length === 0) return null;
  const holding = all.filter(({ rule }) => applies(rule, facts));
  if (holding.length === 0) return { entitled: false, ...behind(all) };

  const base = [...amounts.flatMap((clause) => basePart(clause, facts)), ...accrualParts(accruals, given, facts)].toSorted(
    (left, right) => right.part.days - left.part.days,
  )[0];
  const extras = base === undefined ? [] : clausesOf(policy, 'extra', given.leaveType).flatMap((clause) => extraParts(clause, facts));
  const parts = base === undefined ? [] : [base.part, ...extras.map(({ part }) => part)];
  const days = parts.length === 0 ? null : parts.reduce((sum, part) => sum + part.days, 0);
  const window = windowOf(policy, given, days);
  const timed = perDay.filter(({ rule }) => applies(rule, facts));
  const unknown = accruals.length > 0 && base === undefined ? ['joined_on'] : [];
  const counted = base === undefined ? holding : [base.clause, ...extras.map(({ clause }) => clause)];
  return {
    entitled: true,
    days,
    parts,
    per: base?.per ?? null,
    yearly: accruals.length > 0,
    window,
    minutesPerDay: timed[0] === undefined ? null : durationMinutes(timed[0].value),
    options: clausesOf(policy, 'options', given.leaveType)
      .filter(({ rule }) => applies(rule, facts))
      .flatMap(({ value }) => value),
    missing: [...new Set([...unknown, ...(window?.missing ?? [])])],
    ...behind(counted),
  };
}

interface Found {
  readonly part: GrantPart;
  readonly clause: Pick<ClauseRule<'days'>, 'cites' | 'reaction'>;
  readonly per: string | null;
}

function basePart(clause: ClauseRule<'days'>, facts: Facts): readonly Found[] {
  const { rule, value, cites } = clause;
  if (!applies(rule, facts)) return [];
  if (typeof value === 'number')
    return [{ part: { word: 'standard', days: value * timesOf(rule.per, facts), cites }, clause, per: rule.per }];
  return Object.entries(value)
    .filter(([word]) => word === 'standard' || facts[word] === true || facts['relation'] === word)
    .map(([word, days]) => ({ part: { word, days, cites }, clause, per: rule.per }));
}

/** How often an amount is granted: once for each `check` of the case (`checks`), at least once. */
function timesOf(per: string | null, facts: Facts): number {
  const count = per === null ? undefined : facts[`${per}s`];
  return typeof count === 'number' && count > 1 ? Math.floor(count) : 1;
}

function extraParts(clause: ClauseRule<'extra'>, facts: Facts): readonly Found[] {
  const { rule, value, cites } = clause;
  if (!applies(rule, facts)) return [];
  return Object.entries(value).flatMap(([word, days]): readonly Found[] => {
    const times = word === 'per_further_child' ? furtherChildren(facts) : facts[word] === true ? 1 : 0;
    return times === 0 ? [] : [{ part: { word, days: days * times, cites }, clause, per: null }];
  });
}

function furtherChildren({ children }: Facts): number {
  return typeof children === 'number' && children > 1 ? Math.floor(children) - 1 : 0;
}

function accrualParts(accruals: readonly ClauseRule<'accrual'>[], given: EntitledCase, facts: Facts): readonly Found[] {
  const { joined_on: joined, rank } = given.attributes;
  if (joined === undefined) return [];
  const years = fullYears(joined, given.on);
  if (years === null) return [];
  return accruals.flatMap((clause): readonly Found[] => {
    const { ranks, first_year: first, after_one_year: later, per_further_year: step = 0, cap } = clause.value;
    const named = rank === undefined ? ranks.some((one) => everybody.includes(one)) : ranks.includes(rank);
    if (!named || !applies(clause.rule, facts)) return [];
    const days = Math.min(cap, years < 1 ? first : later + step * (years - 1));
    return [{ part: { word: 'accrual', days, cites: clause.cites }, clause, per: null }];
  });
}

/** Full years from `joined` (`YYYY-MM-DD`) to the day `on`: the anniversary itself completes one. Null where either is no date, or `on` is before. */
export function fullYears(joined: string, on: string): number | null {
  const start = eventText(joined);
  const end = eventText(on);
  if (start === null || end === null || Temporal.PlainDate.compare(end, start) < 0) return null;
  const guess = end.year - start.year;
  // Whoever joined on 29 February completes the year on the 28th.
  return Temporal.PlainDate.compare(start.add({ years: guess }), end) <= 0 ? guess : guess - 1;
}

function eventText(text: string): Temporal.PlainDate | null {
  return eventDay({ day: text }, 'day');
}
