import type { Words } from '../core/locale.ts';

/** Where a value comes from: the regulation, its section and the rule, stated in our own words. */
export interface Citation {
  /** `property-security-duty-02`; `desk` for a value the desk set itself. */
  readonly rule: string;
  readonly preset: string | null;
  readonly title: Words;
  readonly section: Words;
  readonly words: Words;
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
export type Edge = { readonly kind: 'clock'; readonly at: WallClock } | { readonly kind: 'anchor'; readonly anchor: string; readonly offsetMinutes: number; readonly dayOffset: number };

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
  readonly existsOn: (day: DayFacts) => boolean;
  readonly segments: readonly PolicySegment[];
  readonly aliases: readonly string[];
}

export interface StaffNeed {
  /** Null: anyone on duty counts. */
  readonly role: string | null;
  readonly min: number;
}

export interface EligibilityNeed {
  /** Duty role the need binds; null = every rostered person. */
  readonly dutyRole: string | null;
  /** Member roles of which one must be held; empty = any. */
  readonly roles: readonly string[];
  /** Attributes the person must have, by name and value. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly existsOn: (day: DayFacts) => boolean;
}

/** The rules of one desk on one date. `version` is stored with every decision made under it. */
export interface Policy {
  readonly version: string;
  readonly presets: readonly { readonly id: string; readonly title: Words }[];
  readonly shifts: readonly Cited<PolicyShift>[];
  /** Hours that must be covered without a gap. */
  readonly coverage: Cited<'24h'> | null;
  readonly staff: readonly Cited<StaffNeed>[];
  readonly eligible: readonly Cited<EligibilityNeed>[];
  readonly rotation: Cited<{ readonly kind: string; readonly daysPerTurn: number | null }> | null;
  /** Latest publication of a month's roster: day of the month before it (`last`), or the day before the duty day. */
  readonly publishBy: Cited<{ readonly kind: 'day-of-month'; readonly day: number | 'last'; readonly of: 'month' | 'previous-month'; readonly before: boolean } | { readonly kind: 'before-duty-day' }> | null;
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
  };
}
