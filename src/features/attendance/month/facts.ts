import type { AssignmentId, DeskId, PersonId, SlotId } from '../../../core/ids.ts';
import type { Instant, Interval, Zone } from '../../../core/time.ts';
import type { Citation, DayKind, DayLookup, Policy } from '../../../policy/policy.ts';
import type { LeaveSpan } from '../../roster/index.ts';
import type { PunchKind } from '../attendance.ts';
import type { DailyHours } from './daily.ts';

/** A person's duty as the roster has it after all approved requests. A shift that was split by requests is one duty with several parts. */
export interface MonthDuty {
  readonly slot: SlotId;
  /** Of its first part; null where a request took the person out that did not hold afterwards. */
  readonly assignment: AssignmentId | null;
  readonly desk: DeskId;
  readonly shift: string;
  /** The day the shift starts on; everything about it is counted on that day. */
  readonly dutyOn: string;
  /** What the person has of the shift, in order, without gaps that touch. */
  readonly parts: readonly Interval[];
}

export interface MonthPunch {
  readonly id: string;
  readonly slot: SlotId | null;
  readonly desk: DeskId;
  readonly kind: PunchKind;
  readonly at: Instant;
  /** Until when a rule kept the person at the post; null: none did. */
  readonly heldUntil?: Instant | null;
  /** Found to have been made by somebody else: it proves nothing. `asked`: the person had asked for it. */
  readonly proxy: { readonly by: PersonId; readonly asked: boolean } | null;
}

/**
 * What an approved request says of punches.
 *
 * - `missed-in`, `missed-out`: the punch that is missing is confirmed; the person was there from `startsAt`, until `endsAt`.
 * - `outing`: on business elsewhere; it counts as worked.
 * - `leave-post`: away from the post with leave.
 */
export interface Excuse {
  readonly request: string;
  readonly kind: 'missed-in' | 'missed-out' | 'outing' | 'leave-post';
  readonly desk: DeskId;
  readonly slot: SlotId | null;
  readonly on: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** Outing: when the person was back; null: not said. */
  readonly returnedAt: Instant | null;
}

/** A leave, asked for or approved. */
export interface MonthLeave extends LeaveSpan {
  readonly request: string;
  readonly kind: string | null;
  /** `holds`: nobody is expected. `asked`: asked for, not approved (open, refused, withdrawn after the start). `failed`: approved, but the proof did not come. */
  readonly standing: 'holds' | 'asked' | 'failed';
  /** Time off each day instead of the whole time: the hours expected in a duty (null: its own); null: the whole time is off. */
  readonly daily: DailyHours | null;
}

/** A leave with what is needed to say how it stands. */
export interface LeaveRow extends LeaveSpan {
  readonly request: string;
  readonly desk: DeskId;
  readonly kind: string | null;
  readonly state: string;
  /** Its place in the roster's absences is approved. */
  readonly approved: boolean;
  /** The proof it stood on did not come. */
  readonly missed: boolean;
  readonly fields: Readonly<Record<string, string>>;
}

/** Everything the attendance of one person is worked out from. */
export interface MonthGiven {
  readonly person: PersonId;
  readonly now: Instant;
  /** First and last duty day. */
  readonly from: string;
  readonly until: string;
  readonly duties: readonly MonthDuty[];
  /** From the day before `from` to the day after `until`. */
  readonly punches: readonly MonthPunch[];
  readonly excuses: readonly Excuse[];
  readonly leaves: readonly MonthLeave[];
  /** Punches the person was found to have made for others. */
  readonly madeForOthers: readonly MonthPunch[];
  /** When the person came to their present desk, and from which. */
  readonly transfer: { readonly on: string; readonly former: DeskId } | null;
  readonly policyOf: (desk: DeskId, on: string) => Policy;
  readonly daysOf: (desk: DeskId) => DayLookup;
  readonly zoneOf: (desk: DeskId) => Zone;
  readonly nightOf: (desk: DeskId) => NightHours;
}

/** Wall times `HH:MM` between which hours are night hours; the end lies on the next day where it is not after the start. */
export interface NightHours {
  readonly from: string;
  readonly to: string;
}

export const attendanceCodes = [
  'late',
  'early-leave',
  'missed-in',
  'missed-out',
  'no-show',
  'unapproved-leave',
  'overstayed-leave',
  'wrong-hours-after-transfer',
  'off-roster',
  'outing-without-punch',
  'no-return-punch',
  'proxy-punch',
] as const;
export type AttendanceCode = (typeof attendanceCodes)[number];

/** Where a fact comes from: a duty of the roster, a punch, a request. */
export type FactSource =
  | { readonly kind: 'duty'; readonly id: SlotId; readonly startsAt: string; readonly endsAt: string }
  | { readonly kind: 'punch'; readonly id: string; readonly punch: PunchKind; readonly at: string }
  | { readonly kind: 'request'; readonly id: string };

/** Something about one duty or punch that a regulation may count. Never stored: worked out anew whenever it is asked for. */
export interface AttendanceFact {
  /** The same for the same thing however often it is worked out. */
  readonly key: string;
  readonly code: AttendanceCode;
  readonly desk: DeskId;
  /** Duty day, `YYYY-MM-DD`. */
  readonly on: string;
  readonly shift: string | null;
  readonly slot: SlotId | null;
  readonly from: Instant;
  readonly until: Instant;
  /** How much: late, early or away by; 0 where nothing is measured. */
  readonly minutes: number;
  /** The person had asked for leave of that time. */
  readonly leaveRequested: boolean;
  /** An approved request confirms that the person was there. */
  readonly confirmedBy: string | null;
  readonly sources: readonly FactSource[];
  readonly cites: readonly Citation[];
}

/** Minutes one person worked on one duty day for one desk, read to the minute. */
export interface DayHours {
  readonly on: string;
  readonly desk: DeskId;
  readonly kind: DayKind;
  /** Had a duty on the roster that day. */
  readonly rostered: boolean;
  /** Between clock-in and clock-out within the duty, outings and a stay that a rule asked for included; and off the roster from punch to punch. */
  readonly minutes: number;
  /** Part of `minutes` that lies in the night hours. */
  readonly night: number;
  /** Part of `minutes` off the roster. */
  readonly offRoster: number;
  /** Stayed after the end of the duty; not part of `minutes`. */
  readonly beyond: number;
  /** Minutes of duty that could not be counted because a punch is missing. */
  readonly unknown: number;
}

export interface Attendance {
  readonly person: PersonId;
  readonly from: string;
  readonly until: string;
  readonly facts: readonly AttendanceFact[];
  readonly days: readonly DayHours[];
  /** Days with a duty that is over, in order: those on which somebody was to come, leave not counted. */
  readonly dutyDays: readonly string[];
}
