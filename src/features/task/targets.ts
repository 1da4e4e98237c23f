import type { Words } from '../../core/locale.ts';
import { type Instant, Temporal, type Zone } from '../../core/time.ts';
import type { Proof, Task, TaskTarget } from './task.ts';

/** Where the targets a rule names are to be found. */
export type TargetSource =
  /** Entries of registers, by their line. `of`: only those whose field `kind` is one of these (empty: nobody said); left out: all. */
  | { readonly kind: 'register'; readonly types: readonly string[]; readonly open: boolean; readonly of?: readonly string[] }
  /** Desks below, of one of these kinds; none named: all. */
  | { readonly kind: 'desks'; readonly kinds: readonly string[] }
  /** People of the desk and those below with a role. */
  | { readonly kind: 'people'; readonly role: string }
  /** The word itself: a place to look at. */
  | { readonly kind: 'word' };

const sources: Readonly<Record<string, TargetSource>> = {
  points: { kind: 'register', types: ['monitored-object'], open: false, of: ['point', 'own-point', 'county-point', ''] },
  'own-points': { kind: 'register', types: ['monitored-object'], open: false, of: ['own-point'] },
  'county-points': { kind: 'register', types: ['monitored-object'], open: false, of: ['county-point'] },
  'stations-of-region': { kind: 'register', types: ['site'], open: false },
  assets: { kind: 'register', types: ['asset'], open: false },
  'open-work-orders': { kind: 'register', types: ['repair-request', 'repair-slip', 'service-request'], open: true },
  'county-centres': { kind: 'desks', kinds: ['county-centre'] },
  'city-centres': { kind: 'desks', kinds: ['city-centre'] },
  'every-unit': { kind: 'desks', kinds: [] },
  'duty-officers-of-unit': { kind: 'people', role: 'duty-officer' },
};

/** Where a target word of a rule is looked up; a word that is in no table is a place of that name. */
export const sourceOf = (word: string): TargetSource => sources[word] ?? { kind: 'word' };

/** How often a target was proved in a half of its day, and how often it has to be. */
interface Tally {
  readonly morning: number;
  readonly afternoon: number;
}

const isMorning = (at: Instant, zone: Zone): boolean => at.toZonedDateTimeISO(zone).hour < 12;

/** Proofs that count for a target: a try that failed does not. */
const counting = (proofs: readonly Proof[], target: string): readonly Proof[] =>
  proofs.filter((proof) => proof.target === target && proof.kind !== 'try' && proof.kind !== 'photo');

function tally(proofs: readonly Proof[], target: string, zone: Zone): Tally {
  const mine = counting(proofs, target);
  const morning = mine.filter(({ at }) => isMorning(at, zone)).length;
  return { morning, afternoon: mine.length - morning };
}

/** How often a target has to be proved in all. */
export const wantedOf = ({ morning, afternoon, anytime }: Pick<TaskTarget, 'morning' | 'afternoon' | 'anytime'>): number =>
  morning + afternoon + anytime;

/**
 * Whether one more proof of a target at a moment counts: a check of the morning is not one of the afternoon. `later`: not now, but in the afternoon.
 */
export function countsNow(target: TaskTarget, proofs: readonly Proof[], at: Instant, zone: Zone): 'counts' | 'later' | 'done' {
  const has = tally(proofs, target.id, zone);
  const beyond = Math.max(0, has.morning - target.morning) + Math.max(0, has.afternoon - target.afternoon);
  const free = target.anytime - beyond;
  const half = isMorning(at, zone) ? 'morning' : 'afternoon';
  if (has[half] < target[half] || free > 0) return 'counts';
  return half === 'morning' && has.afternoon < target.afternoon ? 'later' : 'done';
}

/** How many proofs count already, of all targets. */
export function countedOf(targets: readonly TaskTarget[], proofs: readonly Proof[], zone: Zone): number {
  return targets.reduce((sum, target) => {
    const has = tally(proofs, target.id, zone);
    const beyond = Math.max(0, has.morning - target.morning) + Math.max(0, has.afternoon - target.afternoon);
    return sum + Math.min(has.morning, target.morning) + Math.min(has.afternoon, target.afternoon) + Math.min(target.anytime, beyond);
  }, 0);
}

/** Targets that still need a proof. */
export const openTargets = (targets: readonly TaskTarget[], proofs: readonly Proof[], at: Instant, zone: Zone): readonly TaskTarget[] =>
  targets.filter((target) => countsNow(target, proofs, at, zone) === 'counts');

/** Targets of a draw that were not proved: what is owed on the next day. */
export const owedOf = (task: Task, proofs: readonly Proof[], zone: Zone): ReadonlySet<string> =>
  new Set((task.detail.targets ?? []).filter((target) => countedOf([target], proofs, zone) < wantedOf(target)).map(({ id }) => id));

/** The first moment of the month a date lies in. */
export const monthStart = (on: string, zone: Zone): Instant =>
  Temporal.PlainDate.from(on).with({ day: 1 }).toZonedDateTime(zone).toInstant();

/** Something that can be drawn. */
export interface Candidate {
  readonly id: string;
  readonly name: Words;
}
