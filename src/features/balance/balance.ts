import type { GrantPart } from '../../policy/entitlement/grant.ts';
import type { Citation } from '../../policy/index.ts';
import { leaveYear } from './length.ts';

/**
 * Movements of a balance. `earned`, `carried`, `adjusted` add (or take, where a lead corrects); `reserved` and `used` are negative; `released` takes
 * a reservation back, `returned` days that were used. Both stand under the day of what they take back.
 */
export type EntryKind = 'earned' | 'carried' | 'adjusted' | 'reserved' | 'released' | 'used' | 'returned';

export interface Entry {
  readonly kind: EntryKind;
  readonly amount: number;
  /** `YYYY-MM-DD`: the day it counts on. */
  readonly on: string;
  /** Last day it can be taken on; null: the whole leave year. */
  readonly expiresOn: string | null;
  readonly request: string | null;
}

/** A balance on a day, in days. */
export interface Standing {
  /** By rank and seniority this year; null where days are earned instead. */
  readonly granted: number | null;
  readonly earned: number;
  readonly carried: number;
  readonly adjusted: number;
  readonly reserved: number;
  readonly used: number;
  readonly left: number;
  /** What of it lapses first, and when. */
  readonly expiring: { readonly days: number; readonly on: string } | null;
}

/** A balance with the rules behind it. */
export interface Balance extends Standing {
  readonly account: string;
  readonly on: string;
  /** First day of the leave year, or of the month where days lapse with it. */
  readonly since: string;
  readonly parts: readonly GrantPart[];
  readonly cites: readonly Citation[];
  readonly reaction: 'refuse' | 'flag';
  readonly principle: boolean;
  /** What the grant hangs on and nobody has entered: `joined_on`. */
  readonly missing: readonly string[];
}

export const rounded = (days: number): number => Math.round(days * 100) / 100;
const sum = (entries: readonly Entry[]): number => rounded(entries.reduce((total, { amount }) => total + amount, 0));
const of = (entries: readonly Entry[], ...kinds: readonly EntryKind[]): readonly Entry[] =>
  entries.filter(({ kind }) => kinds.includes(kind));

/** What was asked for or taken, by the day it stands under: positive days. `without`: a request that is being judged does not count against itself. */
export function takenBy(entries: readonly Entry[], without: string | null): readonly { readonly on: string; readonly days: number }[] {
  const days = new Map<string, number>();
  for (const { on, amount, request } of of(entries, 'reserved', 'released', 'used', 'returned')) {
    if (without === null || request !== without) days.set(on, (days.get(on) ?? 0) - amount);
  }
  return [...days].map(([on, taken]) => ({ on, days: rounded(taken) })).filter((one) => one.days > 0);
}

/**
 * A yearly balance on the day `on`. Days carried over from the year before count until they lapse; of those that have lapsed only what was taken
 * in time counts, so that it is not taken from this year's.
 */
export function yearlyStanding(given: {
  readonly granted: number;
  readonly entries: readonly Entry[];
  readonly on: string;
  readonly yearFrom: string;
  readonly without: string | null;
}): Standing {
  const { granted, on, yearFrom, without } = given;
  const year = leaveYear(on, yearFrom);
  const entries = given.entries.filter(
    (entry) => leaveYear(entry.on, yearFrom) === year && (without === null || entry.request !== without),
  );
  const reserved = 0 - sum(of(entries, 'reserved', 'released'));
  const used = 0 - sum(of(entries, 'used', 'returned'));
  const adjusted = sum(of(entries, 'adjusted'));
  const carriedEntries = of(entries, 'carried');
  const carried = rounded(carriedEntries.reduce((total, entry) => total + stillCarried(entry, entries, on), 0));
  const ends = carriedEntries.flatMap(({ expiresOn }) => (expiresOn !== null && on <= expiresOn ? [expiresOn] : [])).toSorted()[0];
  const taken = reserved + used;
  const expiring = ends === undefined || carried - taken <= 0 ? null : { days: rounded(carried - taken), on: ends };
  return { granted, earned: 0, carried, adjusted, reserved, used, left: rounded(granted + adjusted + carried - taken), expiring };
}

function stillCarried(entry: Entry, entries: readonly Entry[], on: string): number {
  const { expiresOn, amount } = entry;
  if (expiresOn === null || on <= expiresOn) return amount;
  const inTime = takenBy(entries, null).filter((one) => one.on <= expiresOn);
  return Math.min(amount, rounded(inTime.reduce((total, { days }) => total + days, 0)));
}

/** What of a year goes over into the next: what is left of its own days, at most `most`. Days that were carried into it do not go over again. */
export function carryOver(standing: Standing, most: number): number {
  const own = rounded((standing.granted ?? 0) + standing.adjusted);
  const taken = rounded(standing.reserved + standing.used - Math.min(standing.carried, standing.reserved + standing.used));
  return Math.max(0, Math.min(most, rounded(own - taken)));
}

/** Rows by which a request's reservation becomes use; by day. */
export function reservedOf(entries: readonly Entry[], request: string): readonly { readonly on: string; readonly days: number }[] {
  return netOf(of(entries, 'reserved', 'released'), request);
}

export function usedOf(entries: readonly Entry[], request: string): readonly { readonly on: string; readonly days: number }[] {
  return netOf(of(entries, 'used', 'returned'), request);
}

function netOf(entries: readonly Entry[], request: string): readonly { readonly on: string; readonly days: number }[] {
  const days = new Map<string, number>();
  for (const entry of entries) if (entry.request === request) days.set(entry.on, (days.get(entry.on) ?? 0) - entry.amount);
  return [...days].map(([on, net]) => ({ on, days: rounded(net) })).filter((one) => one.days > 0);
}
