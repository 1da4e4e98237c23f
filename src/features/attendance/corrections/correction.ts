import type { Instant } from '../../../core/time.ts';
import type { Attendance, AttendanceFact, Excuse, MonthDuty, MonthPunch } from '../month/facts.ts';

/** The punch a correction is for. */
export const missingPunches = ['in', 'out', 'both'] as const;
export type MissingPunch = (typeof missingPunches)[number];

/** A punch that can still be corrected. */
export interface Missed {
  readonly on: string;
  readonly punch: MissingPunch;
  readonly shift: string | null;
  readonly desk: string;
  readonly slot: string;
  /** Hours of the duty. */
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

const absent: readonly AttendanceFact['code'][] = ['no-show', 'unapproved-leave', 'overstayed-leave', 'wrong-hours-after-transfer'];

/** Punches that are missing and not confirmed, by day. A duty without any punch misses both. */
export function missedOf(
  attendance: Attendance,
  duties: ReadonlyMap<string, { readonly startsAt: Instant; readonly endsAt: Instant }>,
): Missed[] {
  return attendance.facts.flatMap((fact): Missed[] => {
    const hours = fact.slot === null ? undefined : duties.get(fact.slot);
    if (fact.slot === null || hours === undefined || fact.confirmedBy !== null) return [];
    const punch = fact.code === 'missed-in' ? 'in' : fact.code === 'missed-out' ? 'out' : absent.includes(fact.code) ? 'both' : null;
    return punch === null ? [] : [{ on: fact.on, punch, shift: fact.shift, desk: fact.desk, slot: fact.slot, ...hours }];
  });
}

/** Hours of the duties of facts, as their sources tell them. */
export function hoursOfDuties(duties: readonly MonthDuty[]): ReadonlyMap<string, { readonly startsAt: Instant; readonly endsAt: Instant }> {
  return new Map(
    duties.flatMap((duty) => {
      const [first, last] = [duty.parts[0], duty.parts.at(-1)];
      return first === undefined || last === undefined ? [] : [[duty.slot, { startsAt: first.start, endsAt: last.end }] as const];
    }),
  );
}

/** The missed punches of a stretch in the order they are counted: confirmed ones count too. */
export const missedFacts = (attendance: Attendance): readonly AttendanceFact[] =>
  attendance.facts.filter((fact) => fact.code === 'missed-in' || fact.code === 'missed-out');

/** The duty of a day a correction is about: the only one, else the one whose hours the times touch. */
export function dutyMeant(duties: readonly MonthDuty[], on: string, startsAt: Instant, endsAt: Instant): MonthDuty | null {
  const own = duties.filter((duty) => duty.dutyOn === on);
  if (own.length <= 1) return own[0] ?? null;
  const touches = own.find((duty) =>
    duty.parts.some(
      (part) => part.start.epochMilliseconds < endsAt.epochMilliseconds && startsAt.epochMilliseconds < part.end.epochMilliseconds,
    ),
  );
  return touches ?? own[0] ?? null;
}

/** Why a punch cannot be corrected. */
export type CorrectionProblem =
  | { readonly code: 'attendance.noDuty' }
  | { readonly code: 'attendance.punchThere'; readonly punch: 'in' | 'out'; readonly at: Instant }
  | { readonly code: 'attendance.alreadyCorrected'; readonly punch: 'in' | 'out' }
  | { readonly code: 'attendance.tooEarly'; readonly punch: 'in' | 'out'; readonly at: Instant };

export const punchesOf = (missing: MissingPunch): readonly ('in' | 'out')[] => (missing === 'both' ? ['in', 'out'] : [missing]);

/** Whether the punch is missing at all; null: it is. */
export function correctionProblem(
  duty: MonthDuty | null,
  missing: MissingPunch,
  facts: { readonly punches: readonly MonthPunch[]; readonly excuses: readonly Excuse[]; readonly now: Instant },
): CorrectionProblem | null {
  const [first, last] = [duty?.parts[0], duty?.parts.at(-1)];
  if (duty === null || duty.assignment === null || first === undefined || last === undefined) return { code: 'attendance.noDuty' };
  for (const punch of punchesOf(missing)) {
    const edge = punch === 'in' ? first.start : last.end;
    if (facts.now.epochMilliseconds < edge.epochMilliseconds) return { code: 'attendance.tooEarly', punch, at: edge };
    const there = facts.punches.find((one) => one.slot === duty.slot && one.kind === punch && one.proxy === null);
    if (there !== undefined) return { code: 'attendance.punchThere', punch, at: there.at };
    if (facts.excuses.some((one) => one.slot === duty.slot && one.kind === `missed-${punch}`))
      return { code: 'attendance.alreadyCorrected', punch };
  }
  return null;
}
