import type { Facts } from '../../policy/condition.ts';
import { clausesOf, type EntitledCase } from '../../policy/entitlement/clause.ts';
import { compRest } from '../../policy/entitlement/comp-rest.ts';
import { fitsUnit, splitOf, unitOf } from '../../policy/entitlement/count.ts';
import { grantOf } from '../../policy/entitlement/grant.ts';
import { requirementsOf } from '../../policy/entitlement/requirement.ts';
import type { Citation, Policy } from '../../policy/index.ts';
import type { RequestFinding, RequestFindingCode } from '../../policy/request/case.ts';
import { type Balance, type Entry, rounded, type Standing, takenBy, yearlyStanding } from './balance.ts';
import { byLeaveYear, byMonth, type CountedDay, type LeaveLength, leaveYear } from './length.ts';
import { choiceField } from './names.ts';

/** Somebody's leave of one type, with everything its balance hangs on. */
export interface LeaveCase {
  readonly person: string;
  readonly leaveType: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly facts: Facts;
  readonly from: string;
  readonly until: string;
  readonly length: LeaveLength;
  /** All movements of this account. */
  readonly entries: readonly Entry[];
  readonly yearFrom: string;
  /** The request itself, once it is stored; it does not count against itself. */
  readonly request: string | null;
}

/** Answers of a form as facts: `yes` and `no` are flags, numbers are numbers. */
export function factsFrom(fields: Readonly<Record<string, string>>): Facts {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]): [string, string | number | boolean] => {
      if (value === 'yes' || value === 'true') return [name, true];
      if (value === 'no' || value === 'false') return [name, false];
      return [name, /^\d+(\.\d+)?$/.test(value) ? Number(value) : value];
    }),
  );
}

/** How an account is kept: days of a year, days earned by duty, or days for an event; null: nothing is kept. */
export type AccountKind = 'yearly' | 'earned' | 'event';

export function accountKind(policy: Policy, given: EntitledCase): AccountKind | null {
  if (clausesOf(policy, 'earned_by', given.leaveType).length > 0) return 'earned';
  if (clausesOf(policy, 'accrual', given.leaveType).length > 0) return 'yearly';
  return clausesOf(policy, 'days', given.leaveType).length > 0 ? 'event' : null;
}

/** Under which days the leave is written: one for each leave year, or month where days lapse with it. */
export function partsOf(policy: Policy, given: LeaveCase): readonly CountedDay[] {
  const kind = accountKind(policy, caseOn(given, given.from));
  if (kind === null) return [];
  return kind === 'earned' ? byMonth(given.length.perDay) : byLeaveYear(given.length.perDay, given.yearFrom);
}

const caseOn = (given: Pick<LeaveCase, 'leaveType' | 'attributes' | 'facts'>, on: string): EntitledCase => ({ ...given, on });

/** The balance on a day, as far as a rule keeps one. `without`: a request that does not count. */
export function balanceOn(
  policy: Policy,
  given: Pick<LeaveCase, 'leaveType' | 'attributes' | 'facts' | 'entries' | 'yearFrom'>,
  on: string,
  without: string | null,
): Balance | null {
  const asked = caseOn(given, on);
  const kind = accountKind(policy, asked);
  const common = { account: given.leaveType, on };
  if (kind === 'earned') {
    const taken = takenBy(given.entries, without);
    const duties = given.entries.flatMap((entry) => (entry.kind === 'earned' ? [entry.on] : []));
    const rest = compRest(policy, { duties, taken, on, leaveType: given.leaveType });
    if (rest === null) return null;
    const month = on.slice(0, 7);
    const inMonth = <Item extends { readonly on: string }>(items: readonly Item[]): readonly Item[] =>
      items.filter((item) => item.on.startsWith(month));
    const adjusted = rounded(inMonth(given.entries).reduce((sum, entry) => sum + (entry.kind === 'adjusted' ? entry.amount : 0), 0));
    const earned = rounded(inMonth(given.entries).reduce((sum, entry) => sum + (entry.kind === 'earned' ? entry.amount : 0), 0));
    const left = rounded(rest.left + adjusted);
    return {
      ...common,
      ...split(given.entries, month, without),
      granted: null,
      earned,
      carried: 0,
      adjusted,
      left,
      expiring: rest.nextExpiry === null ? null : { days: left, on: rest.nextExpiry },
      since: `${month}-01`,
      parts: [],
      cites: rest.cites,
      reaction: rest.reaction,
      principle: rest.principle,
      missing: [],
    };
  }
  if (kind !== 'yearly') return null;
  const grant = grantOf(policy, asked);
  if (grant === null || !grant.entitled) return null;
  const standing = yearlyStanding({ granted: grant.days ?? 0, entries: given.entries, on, yearFrom: given.yearFrom, without });
  return {
    ...common,
    ...standing,
    since: leaveYear(on, given.yearFrom),
    parts: grant.parts,
    cites: grant.cites,
    reaction: grant.reaction,
    principle: false,
    missing: grant.missing,
  };
}

function split(entries: readonly Entry[], month: string, without: string | null): Pick<Standing, 'reserved' | 'used'> {
  const own = entries.filter((entry) => entry.on.startsWith(month) && (without === null || entry.request !== without));
  const net = (...kinds: readonly Entry['kind'][]): number =>
    rounded(0 - own.reduce((sum, entry) => sum + (kinds.includes(entry.kind) ? entry.amount : 0), 0));
  return { reserved: net('reserved', 'released'), used: net('used', 'returned') };
}

/** What the entitlement rules find in a leave: whether the person is entitled, whether it lies in its window, fits the unit, and what is left. */
export function reviewLeave(policy: Policy, given: LeaveCase): readonly RequestFinding[] {
  const asked = caseOn(given, given.from);
  return [
    ...unmet(policy, given, asked),
    ...outsideWindow(policy, given, asked),
    ...unchosen(policy, given, asked),
    ...wrongUnit(policy, given),
    ...notSplit(policy, given),
    ...overBalance(policy, given),
    ...overGrant(policy, given, asked),
  ];
}

interface Found {
  readonly reaction: 'refuse' | 'flag';
  readonly cites: readonly Citation[];
  readonly principle?: boolean;
}

const finding = (
  code: RequestFindingCode,
  given: LeaveCase,
  rule: Found,
  figures: { readonly measured: string | number; readonly allowed: string | number; readonly instead?: string | number | null },
): RequestFinding => ({
  code,
  level: rule.reaction,
  measured: figures.measured,
  allowed: figures.allowed,
  instead: figures.instead ?? null,
  person: given.person,
  finding: null,
  principle: rule.principle ?? false,
  cites: rule.cites,
});

function unmet(policy: Policy, given: LeaveCase, asked: EntitledCase): readonly RequestFinding[] {
  const requirements = requirementsOf(policy, asked)
    .filter(({ met }) => !met)
    .map((one) => finding('not-entitled', given, one, { measured: one.since ?? 'unknown', allowed: one.requirement }));
  const grant = grantOf(policy, asked);
  const other =
    grant !== null && !grant.entitled ? [finding('not-entitled', given, grant, { measured: given.leaveType, allowed: 'other-case' })] : [];
  const blind =
    grant?.entitled === true
      ? grant.missing
          .filter((name) => name === 'joined_on')
          .map((name) => finding('not-entitled', given, grant, { measured: 'unknown', allowed: name }))
      : [];
  return [...requirements, ...other, ...blind];
}

function outsideWindow(policy: Policy, given: LeaveCase, asked: EntitledCase): readonly RequestFinding[] {
  const grant = grantOf(policy, asked);
  if (grant === null || !grant.entitled || grant.window === null) return [];
  const { window } = grant;
  if (window.missing.length > 0)
    return window.missing.map((name) => finding('field-missing', given, window, { measured: '', allowed: name }));
  if (window.until !== null && given.until > window.until)
    return [finding('forfeited', given, window, { measured: given.until, allowed: window.until, instead: window.until })];
  if (window.from !== null && given.from < window.from)
    return [finding('forfeited', given, window, { measured: given.from, allowed: window.from, instead: window.from })];
  return [];
}

/** Where the rules give ways to use it, one of them is chosen. */
function unchosen(policy: Policy, given: LeaveCase, asked: EntitledCase): readonly RequestFinding[] {
  const grant = grantOf(policy, asked);
  if (grant === null || !grant.entitled || grant.options.length === 0) return [];
  const chosen = given.facts[choiceField];
  return typeof chosen === 'string' && grant.options.includes(chosen)
    ? []
    : [finding('field-missing', given, { ...grant, reaction: 'refuse' }, { measured: '', allowed: choiceField })];
}

function wrongUnit(policy: Policy, given: LeaveCase): readonly RequestFinding[] {
  const unit = unitOf(policy, given.leaveType);
  if (unit === null) return [];
  const { days } = given.length;
  const { fits, next } = fitsUnit(days, unit.value.days);
  return fits && days > 0
    ? []
    : [finding('unit', given, unit, { measured: days, allowed: unit.value.days, instead: Math.max(next, unit.value.days) })];
}

/** Leave that is not taken in parts: whatever was taken before, the rest is gone. An earlier part that was cancelled has left nothing behind. */
function notSplit(policy: Policy, given: LeaveCase): readonly RequestFinding[] {
  const rule = splitOf(policy, given.leaveType);
  if (rule === null || rule.value) return [];
  const before = takenBy(given.entries, given.request).filter(({ on }) => withinYear(on, given.from));
  const [first] = before;
  return first === undefined ? [] : [finding('split', given, rule, { measured: first.on, allowed: 1 })];
}

/** Two events of the same kind lie further apart than the leave for one of them. */
const withinYear = (on: string, from: string): boolean => {
  const year = Number(from.slice(0, 4));
  return on > `${year - 1}${from.slice(4)}` && on < `${year + 1}${from.slice(4)}`;
};

/** Days of a year are never overdrawn, whatever the rule that grants them says of itself: a lead who wants to give more adjusts the balance. */
const limitOf = (balance: Balance): Found => (balance.granted === null ? balance : { ...balance, reaction: 'refuse' });

function overBalance(policy: Policy, given: LeaveCase): readonly RequestFinding[] {
  return partsOf(policy, given).flatMap(({ on, days }) => {
    const balance = balanceOn(policy, given, on, given.request);
    if (balance === null || days <= balance.left || balance.missing.length > 0) return [];
    const figures = { measured: days, allowed: Math.max(0, balance.left), instead: balance.left > 0 ? balance.left : null };
    return [finding('balance', given, limitOf(balance), figures)];
  });
}

/** Days for an event, or for each time: what was asked for in the same event counts. */
function overGrant(policy: Policy, given: LeaveCase, asked: EntitledCase): readonly RequestFinding[] {
  if (accountKind(policy, asked) !== 'event') return [];
  const grant = grantOf(policy, asked);
  if (grant === null || !grant.entitled || grant.days === null) return [];
  const { from, until } = grant.window ?? { from: null, until: null };
  const sameEvent = (on: string): boolean =>
    from !== null || until !== null ? (from === null || on >= from) && (until === null || on <= until) : false;
  const before = grant.per === null ? takenBy(given.entries, given.request).filter(({ on }) => sameEvent(on)) : [];
  const left = rounded(Math.max(0, grant.days - before.reduce((sum, { days }) => sum + days, 0)));
  const { days } = given.length;
  return days <= left ? [] : [finding('balance', given, grant, { measured: days, allowed: left, instead: left > 0 ? left : null })];
}
