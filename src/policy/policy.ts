import type { Words } from '../core/locale.ts';
import type { ConsequenceRule } from './consequence/rule.ts';
import type { EntitlementRule } from './entitlement/rule.ts';
import type { EscalationRule } from './escalation/rule.ts';
import type { HandoverRule } from './handover/rule.ts';
import type { DutyOfLists } from './lists/rule.ts';
import type { ObligationRule } from './obligation/rule.ts';
import type { AccessRule, RecordRule } from './record/rule.ts';
import type { RequestRule } from './request/rule.ts';
import type { PresenceEntry } from './schema/presence.ts';

/** Where a value comes from: the regulation, its section and the rule, stated in our own words. */
export interface Citation {
  /** `property-security-duty-02`; `desk` for a value the desk set itself. */
  readonly rule: string;
  readonly preset: string | null;
  readonly title: Words;
  readonly section: Words;
  readonly words: Words;
  /** Who made the rule milder at the desk, since when and why; absent: it holds as the regulation says. */
  readonly softened?: Words;
}

/** A value of the policy together with the rules that ask for it. `softened` names what the desk made of a refusal. */
export interface Cited<Value> {
  readonly value: Value;
  readonly cites: readonly Citation[];
  readonly reaction: Reaction;
}

/** What happens when a rule is not met. A desk may soften `refuse` → `flag` → `off`. */
export type Reaction = 'refuse' | 'flag' | 'off';

/** `HH:MM` of the duty day, `dayOffset` 1 is the next day. Midnight as an end is 00:00+1. */
export interface WallClock {
  readonly hour: number;
  readonly minute: number;
  readonly dayOffset: number;
}

/** Anchors are moments a calendar or the day's data supplies: `work_start`, `work_end`, `first-sailing`, … */
export type Edge =
  | { readonly kind: 'clock'; readonly at: WallClock }
  /** `fallback` stands in where neither the desk's calendar nor the day's data knows the anchor. */
  | {
      readonly kind: 'anchor';
      readonly anchor: string;
      readonly offsetMinutes: number;
      readonly dayOffset: number;
      readonly fallback?: WallClock;
    }
  /** The anchor on the first workday after the day the shift starts on: the end of a weekend or holiday block. */
  | { readonly kind: 'first-workday-after'; readonly anchor: string; readonly offsetMinutes: number };

/** Looks up the calendar facts of any `YYYY-MM-DD`. */
export type DayLookup = (on: string) => DayFacts;

/** True on the days something holds on. Blocks of rest days need the days around `day`; without them they hold on no day. */
export type ExistsOn = (day: DayFacts, around?: DayLookup) => boolean;

export type DayKind = 'workday' | 'make-up-workday' | 'weekend' | 'holiday' | 'lieu-day' | 'unknown';

/** What the calendar says of one date of a desk. `unknown`: the year is not covered and nobody imported it. */
export interface DayFacts {
  /** `YYYY-MM-DD` */
  readonly on: string;
  readonly kind: DayKind;
  readonly name: string | null;
  readonly season: 'summer' | 'winter';
  /** 1 = Monday */
  readonly weekday: number;
  readonly source: string;
}

export interface PolicySegment {
  readonly from: Edge;
  readonly to: Edge;
  readonly mode: 'on_site' | 'phone';
}

export interface PolicyShift {
  /** `early` */
  readonly code: string;
  readonly name: Words;
  readonly start: Edge;
  readonly end: Edge;
  /** True on days the shift exists on. */
  readonly existsOn: ExistsOn;
  readonly segments: readonly PolicySegment[];
  readonly aliases: readonly string[];
}

export interface StaffNeed {
  /** Null: anyone on duty counts. */
  readonly role: string | null;
  readonly min: number;
  /** The moments at which the number is tested; without a word in the regulation: publication and every change of a roster. */
  readonly check: readonly ('publish' | 'leave' | 'swap' | 'clock_out')[];
}

/** People a shift has above its least number on some days. Where no rule names a least number, one is normal. */
export interface ReinforcedNeed {
  /** Null: anyone on duty counts. */
  readonly role: string | null;
  readonly more: number;
  readonly check: StaffNeed['check'];
  readonly existsOn: ExistsOn;
}

export interface EligibilityNeed {
  /** Duty role the need binds; null = every rostered person. */
  readonly dutyRole: string | null;
  /** Member roles of which one must be held; empty = any. */
  readonly roles: readonly string[];
  /** Attributes the person must have, by name and value. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Attributes the person must not have (`posting: away`). */
  readonly notAttributes?: Readonly<Record<string, string>>;
  /** Shifts the need binds; left out = every shift. */
  readonly shifts?: readonly string[];
  readonly existsOn: ExistsOn;
}

/** Hours that must never be without somebody on duty. */
export interface CoverageNeed {
  /** `daily`: somebody has a shift on every day, whatever its hours. */
  readonly hours: '24h' | 'daily';
  /** Who must be there: a duty role or a member role; null = anyone on duty. */
  readonly role: string | null;
  /** `always`: every minute; `shifts`: every minute of the shifts that exist, such as weekend and holiday blocks. */
  readonly within: 'always' | 'shifts';
  /** Null: on site or by telephone, whatever the segments of the shift say. */
  readonly mode: 'on_site' | 'phone' | null;
}

/** Order of turns on some days. */
export interface RotationNeed {
  /** Duty role that takes turns; null or left out = everybody in a slot. */
  readonly role?: string | null;
  readonly kind: string;
  /** Longest turn in duty days; null where no rule says. */
  readonly daysPerTurn: number | null;
  /** `week`: a turn ends with its calendar week, also a short one. */
  readonly endsWith: 'week' | null;
  readonly existsOn: ExistsOn;
}

/** Who makes the roster, changes it, answers for the duty, or is told of it. */
export interface PlanTask {
  readonly task: 'compile' | 'change' | 'answer' | 'be-told';
  readonly roles: readonly string[];
  readonly existsOn: ExistsOn;
  /** Part of the day it holds in. */
  readonly hours: DutyHours;
}

export type DutyHours = 'all' | 'office-hours' | 'outside-office-hours';

/** What the duty is for, and where. */
export interface DutyMatters {
  readonly matters: readonly string[];
  readonly scope: string | null;
  /** Where it is done. */
  readonly place: string | null;
  readonly hours: DutyHours;
  readonly existsOn: ExistsOn;
}

/** A role that must be reachable by telephone, and stay where it can come from. */
export interface ReachNeed {
  /** Null: everyone on duty. */
  readonly role: string | null;
  readonly when: 'on-duty' | 'always';
  readonly place: string | null;
  /** Every day from the one to the other; null: all day. */
  readonly hours: { readonly from: WallClock; readonly to: WallClock } | null;
}

/** What is kept of everybody: an attribute with the values it may have, and further ones. */
export interface AttributeNeed {
  readonly attribute: string;
  readonly values: readonly string[];
  readonly fields: readonly string[];
}

/** What a desk's calendar settles for its policy. Wall clocks are of the desk's zone. */
export interface PolicyCalendar {
  readonly workStart: WallClock | null;
  readonly workEnd: WallClock | null;
  /** `MM-DD`, first day of summer hours. */
  readonly summerFrom: string;
  /** `MM-DD`, first day of winter hours. */
  readonly winterFrom: string;
}

/** The rules of one desk on one date. `version` is stored with every decision made under it. */
export interface Policy {
  readonly version: string;
  readonly presets: readonly { readonly id: string; readonly title: Words }[];
  /** Unit kinds and tiers of the desk: the fact `unit_kind` of conditions that are judged case by case. */
  readonly unitKinds: readonly string[];
  readonly shifts: readonly Cited<PolicyShift>[];
  /** Hours that must be covered without a gap. */
  readonly coverage: Cited<'24h'> | null;
  readonly staff: readonly Cited<StaffNeed>[];
  readonly reinforced: readonly Cited<ReinforcedNeed>[];
  readonly eligible: readonly Cited<EligibilityNeed>[];
  readonly rotation: Cited<{ readonly kind: string; readonly daysPerTurn: number | null }> | null;
  /** Every coverage rule, also for one role or inside blocks; `coverage` is the one that binds the whole desk at all hours. */
  readonly coverages: readonly Cited<CoverageNeed>[];
  /** Every rule on turns with the days it holds on; `rotation` is the first of them. */
  readonly rotations: readonly Cited<RotationNeed>[];
  readonly tasks: readonly Cited<PlanTask>[];
  readonly matters: readonly Cited<DutyMatters>[];
  /** Breaks are staggered: a planned break never leaves the post below its least staff. */
  readonly breaks: Cited<{ readonly staggered: true }> | null;
  readonly publishEvery: Cited<'month'> | null;
  readonly attributes: readonly Cited<AttributeNeed>[];
  /** Who is told how soon when it changes how somebody is reached. */
  readonly contactChange: readonly Cited<{ readonly to: readonly string[]; readonly withinMinutes: number }>[];
  /** Accounting cycle, first and last day of the month. */
  readonly cycle: Cited<{ readonly firstDay: number; readonly lastDay: number }> | null;
  readonly specialPeriods: Cited<readonly string[]> | null;
  readonly calendar: PolicyCalendar;
  /** Latest publication of a month's roster: day of the month before it (`last`), or the day before the duty day. */
  readonly publishBy: Cited<
    | { readonly kind: 'day-of-month'; readonly day: number | 'last'; readonly of: 'month' | 'previous-month'; readonly before: boolean }
    | { readonly kind: 'before-duty-day' }
  > | null;
  /** The channel shows permanently who is on duty. */
  readonly display: Cited<{ readonly pinned: boolean }> | null;
  readonly presence: {
    /** Clocking in off the roster: refused (`rostered-only`) or asked about first. */
    readonly rosteredOnly: Cited<true> | null;
    /** Minutes after the start that are not yet late; lateness is more than this. */
    readonly lateOverMinutes: Cited<number>;
    /** Minutes before the end that are not yet leaving early. */
    readonly earlyLeaveOverMinutes: Cited<number>;
    /** Minutes before the start at which people must be there; null where no rule asks. */
    readonly arriveBeforeMinutes: Cited<number> | null;
    readonly offPost: Cited<true> | null;
    /** Where the duty is done (`assigned`: the place the roster or the lead names). */
    readonly place: Cited<string> | null;
    readonly reachable: readonly Cited<ReachNeed>[];
    readonly punches: readonly Cited<AttendanceKey<'punches'>>[];
    readonly noShow: Cited<'absence'> | null;
    readonly missedPunch: Cited<AttendanceKey<'missed_punch'>> | null;
    readonly proxyPunch: Cited<AttendanceKey<'proxy_punch'>> | null;
    readonly outing: readonly Cited<AttendanceKey<'outing'>>[];
    readonly weeklyHoursMin: Cited<number> | null;
    /** Requests that justify a missed punch or a short week. */
    readonly requireAny: Cited<readonly string[]> | null;
    /** What is ticked before clocking out. */
    readonly clockOutRequires: Cited<readonly string[]> | null;
    /** Who on duty may note what about others clocking in. */
    readonly observe: readonly Cited<AttendanceKey<'observe'>>[];
    readonly compare: readonly Cited<AttendanceKey<'compare'>>[];
  };
  readonly requests: readonly RequestRule[];
  readonly entitlements: readonly EntitlementRule[];
  readonly consequences: readonly ConsequenceRule[];
  readonly lists: readonly DutyOfLists[];
  readonly obligations: readonly ObligationRule[];
  readonly records: readonly RecordRule[];
  readonly access: readonly AccessRule[];
  readonly handovers: readonly HandoverRule[];
  readonly escalations: readonly EscalationRule[];
}

type Clocking = Exclude<PresenceEntry, { readonly reachable: unknown }>;
/** A value of the presence concept as a preset writes it. */
type AttendanceKey<Key extends keyof Clocking> = NonNullable<Clocking[Key]>;
