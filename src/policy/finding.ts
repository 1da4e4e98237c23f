import type { Instant, Interval, Zone } from '../core/time.ts';
import type { Citation, Cited, DayLookup, Policy, PolicyShift, Reaction, StaffNeed } from './policy.ts';
import type { Anchors } from './shift-times.ts';

export interface RosteredPerson {
  /** Id; findings name it. */
  readonly person: string;
  /** Duty role in the slot. */
  readonly role: string;
  readonly memberRoles: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  /** Where the person is there for a part of the slot only, as after leaving early. */
  readonly there?: Interval;
  /** Planned breaks. */
  readonly breaks?: readonly Interval[];
}

export interface RosterSlot {
  readonly id: string;
  readonly shift: string;
  /** `YYYY-MM-DD` the shift starts on. */
  readonly dutyOn: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly people: readonly RosteredPerson[];
}

export interface RosterCheck {
  readonly policyOn: (date: string) => Policy;
  readonly day: DayLookup;
  /** Slots of the days checked, and of neighbouring days where their hours reach in. */
  readonly slots: readonly RosterSlot[];
  /** First and last day that is checked, both included. */
  readonly from: string;
  readonly to: string;
  readonly zone: Zone;
  /** Anchors of the day's own data, such as sailing times; the desk's office hours are known from the policy. */
  readonly dayData?: Anchors;
  /** Why the roster is checked: needs that are not tested at this moment are left out. */
  readonly moment?: StaffNeed['check'][number];
}

export type FindingCode =
  /** Minutes with nobody on duty (or nobody of the role). `measured` 0, `allowed` 1. */
  | 'coverage-gap'
  /** Fewer people in a shift than the least number. */
  | 'too-few'
  /** A planned break leaves fewer than the least number. */
  | 'break-too-few'
  /** A shift that exists has nobody, and no other rule speaks of it. */
  | 'shift-empty'
  /** The shift does not exist on this kind of day. */
  | 'shift-not-on-day'
  | 'shift-unknown'
  /** `measured` is what the person holds, `allowed` what is asked for. */
  | 'role-missing'
  | 'attribute-missing'
  | 'attribute-excluded'
  /** Somebody's turn is longer than it may be, in duty days. */
  | 'turn-too-long'
  /** The calendar does not know a day on which something hangs. */
  | 'calendar-unknown'
  /** Somebody is rostered while they are away on leave, granted (`allowed: approved`) or asked for (`asked`); `measured` is the request. */
  | 'on-leave';

/** Something a roster does not meet. */
export interface Finding {
  readonly code: FindingCode;
  /** `refuse` cannot be published; `flag` is told. */
  readonly level: Exclude<Reaction, 'off'>;
  readonly from: Instant;
  readonly until: Instant;
  readonly measured: number | string;
  readonly allowed: number | string;
  readonly on?: string;
  readonly shift?: string;
  readonly slot?: string;
  readonly person?: string;
  readonly role?: string;
  readonly cites: readonly Citation[];
}

/** A check under way: what it works out for a day is worked out once. */
export interface RosterRun extends RosterCheck {
  /** The shifts that exist on a day, with their hours. */
  readonly expected: (on: string) => readonly { readonly hours: Interval; readonly shift: Cited<PolicyShift> }[];
}

/** A rule that is not switched off, with the level its findings have. */
export function active<Value>(
  cited: Cited<Value>,
): { readonly value: Value; readonly cites: readonly Citation[]; readonly level: Finding['level'] } | null {
  return cited.reaction === 'off' ? null : { value: cited.value, cites: cited.cites, level: cited.reaction };
}

/** A role is a duty role or one the person holds on the desk; null is anybody. */
export function plays(person: RosteredPerson, role: string | null): boolean {
  return role === null || person.role === role || person.memberRoles.includes(role);
}
