import type { PersonId } from '../../../core/ids.ts';
import type { Words } from '../../../core/locale.ts';
import { checkWeek, type Policy, type WeekCheck } from '../../../policy/index.ts';
import type { Attendance, AttendanceFact } from '../month/facts.ts';
import { type HoursSplit, splitHours } from '../month/hours.ts';

/** One person's line of a table: counts and sums of the days. */
export interface PersonSum {
  readonly person: PersonId;
  readonly name: Words;
  readonly hours: HoursSplit;
  readonly late: { readonly count: number; readonly minutes: number };
  readonly early: { readonly count: number; readonly minutes: number };
  readonly missed: { readonly count: number; readonly unconfirmed: number };
  /** Days nobody came, whatever the reason. */
  readonly absent: number;
  readonly facts: readonly AttendanceFact[];
}

const absentCodes: readonly AttendanceFact['code'][] = ['no-show', 'unapproved-leave', 'overstayed-leave', 'wrong-hours-after-transfer'];

export const isAbsent = (fact: Pick<AttendanceFact, 'code'>): boolean => absentCodes.includes(fact.code);
export const isMissed = (fact: Pick<AttendanceFact, 'code'>): boolean => fact.code === 'missed-in' || fact.code === 'missed-out';

/** What rules call a fact on their lists. */
export function listWord(fact: Pick<AttendanceFact, 'code'>): string {
  if (isMissed(fact)) return 'missed-punch';
  return isAbsent(fact) ? 'absence' : fact.code;
}

export function sumOf(name: Words, attendance: Attendance): PersonSum {
  const { facts } = attendance;
  const of = (code: AttendanceFact['code']) => {
    const own = facts.filter((fact) => fact.code === code);
    return { count: own.length, minutes: own.reduce((sum, fact) => sum + fact.minutes, 0) };
  };
  const missed = facts.filter(isMissed);
  return {
    person: attendance.person,
    name,
    hours: splitHours(attendance.days),
    late: of('late'),
    early: of('early-leave'),
    missed: { count: missed.length, unconfirmed: missed.filter((fact) => fact.confirmedBy === null).length },
    absent: new Set(facts.filter(isAbsent).map((fact) => fact.on)).size,
    facts,
  };
}

/** Whether the week of a person needs an explanation. Nothing is said of somebody who had no duty: they have no week to explain. */
export function weekOfPerson(policy: Policy, attendance: Attendance, requests: readonly { readonly type: string }[]): WeekCheck | null {
  if (!attendance.days.some((day) => day.rostered)) return null;
  const minutes = attendance.days.reduce((sum, day) => sum + day.minutes, 0);
  return checkWeek({
    policy,
    hours: Math.round((minutes / 60) * 100) / 100,
    missedPunches: attendance.facts.filter((fact) => isMissed(fact) && fact.confirmedBy === null).length,
    requests: requests.map((request) => request.type),
  });
}

/** Rows of a long list, page by page from 0. A page that does not exist is the nearest that does. */
export function pageOf<Row>(
  rows: readonly Row[],
  page: number,
  size: number,
): { readonly rows: readonly Row[]; readonly page: number; readonly pages: number } {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const shown = Math.min(Math.max(0, page), pages - 1);
  return { rows: rows.slice(shown * size, (shown + 1) * size), page: shown, pages };
}
