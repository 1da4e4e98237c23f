import { assertNever } from '../core/result.ts';
import { type Interval, Temporal, type Zone } from '../core/time.ts';
import { needsKind, plusDays, restAfter } from './days.ts';
import type { Cited, DayLookup, Edge, Policy, PolicyCalendar, PolicySegment, PolicyShift, WallClock } from './policy.ts';
import { clockInstant } from './wall-clock.ts';

/** The clock time of an anchor on a day, of the desk's zone; null where nobody supplied it. */
export type Anchors = (anchor: string, on: string) => WallClock | null;

/** Office hours where neither the desk nor the regulation names them. */
export const officeHours: Readonly<Record<string, WallClock>> = {
  work_start: { hour: 9, minute: 0, dayOffset: 0 },
  work_end: { hour: 17, minute: 0, dayOffset: 0 },
};

/** Anchors from the desk's calendar settings, and from the day's own data (first sailing, last berthing) where `dayData` has them. */
export function deskAnchors(calendar: PolicyCalendar, dayData: Anchors = () => null): Anchors {
  return (anchor, on) =>
    dayData(anchor, on) ?? (anchor === 'work_start' ? calendar.workStart : anchor === 'work_end' ? calendar.workEnd : null);
}

export interface TimedSegment extends Interval {
  readonly mode: 'on_site' | 'phone';
}

export interface ShiftTimes extends Interval {
  /** Cover the shift without a gap; a shift without segments is one on site. */
  readonly segments: readonly TimedSegment[];
  /** Anchors nobody supplied; the shift's own bounds stand in for them, on site, and a person should be told. */
  readonly missing: readonly string[];
}

export interface ShiftDay {
  readonly shift: PolicyShift;
  /** `YYYY-MM-DD` the shift starts on. */
  readonly on: string;
  readonly zone: Zone;
  readonly anchors: Anchors;
  readonly day: DayLookup;
}

/**
 * The hours of a shift on a day, in real time: across a clock change they are what passes, not what the clock shows. Null when a block of
 * rest days runs into days the calendar does not know, a bound is an anchor nobody supplied, or the times make no stretch (an end at or
 * before the start).
 */
export function shiftHours(given: ShiftDay): Interval | null {
  const start = edgeInstant(given.shift.start, given.on, given, null);
  const end = edgeInstant(given.shift.end, given.on, given, null);
  return start === null || end === null || Temporal.Instant.compare(start, end) >= 0 ? null : { start, end };
}

/** The hours of a shift with its segments; null where it has no hours. */
export function shiftTimes(given: ShiftDay): ShiftTimes | null {
  const hours = shiftHours(given);
  return hours === null ? null : { ...hours, ...timedSegments(hours, given) };
}

function edgeInstant(edge: Edge, on: string, { zone, anchors, day }: ShiftDay, missing: Set<string> | null): Temporal.Instant | null {
  switch (edge.kind) {
    case 'clock':
      return clockInstant(edge.at, on, zone);
    case 'anchor': {
      const target = plusDays(on, edge.dayOffset);
      const clock = anchors(edge.anchor, target) ?? edge.fallback ?? officeHours[edge.anchor];
      if (clock === undefined) missing?.add(edge.anchor);
      return clock === undefined ? null : clockInstant(clock, target, zone).add({ minutes: edge.offsetMinutes });
    }
    case 'first-workday-after': {
      const rest = restAfter(on, day);
      if (rest === null) return null;
      const clock = anchors(edge.anchor, rest.until) ?? officeHours[edge.anchor];
      if (clock === undefined) missing?.add(edge.anchor);
      return clock === undefined ? null : clockInstant(clock, rest.until, zone).add({ minutes: edge.offsetMinutes });
    }
    default:
      return assertNever(edge);
  }
}

/** Segments recur with the days: those of the day before and of each day the shift lasts are cut to the shift. */
function timedSegments(whole: Interval, given: ShiftDay): Pick<ShiftTimes, 'segments' | 'missing'> {
  const { shift, on, zone } = given;
  if (shift.segments.length === 0) return { segments: [{ ...whole, mode: 'on_site' }], missing: [] };
  const first = Temporal.PlainDate.from(on);
  const last = whole.end.toZonedDateTimeISO(zone).toPlainDate();
  const found: TimedSegment[] = [];
  const unknown = new Set<string>();
  for (let date = first.subtract({ days: 1 }); Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
    for (const segment of shift.segments) {
      const timed = cut(segment, date.toString(), whole, given, unknown);
      if (timed !== null) found.push(timed);
    }
  }
  const { parts, gap } = filled(
    whole,
    found.toSorted((left, right) => Temporal.Instant.compare(left.start, right.start)),
  );
  // What a day does not say is missed only where the others leave the shift open.
  return { segments: parts, missing: gap ? [...unknown] : [] };
}

function cut(segment: PolicySegment, on: string, whole: Interval, given: ShiftDay, unknown: Set<string>): TimedSegment | null {
  const from = edgeInstant(segment.from, on, given, unknown);
  const to = edgeInstant(segment.to, on, given, unknown);
  if (from === null || to === null) return null;
  const start = later(from, whole.start);
  const end = earlier(to, whole.end);
  return Temporal.Instant.compare(start, end) < 0 ? { start, end, mode: segment.mode } : null;
}

const later = (left: Temporal.Instant, right: Temporal.Instant): Temporal.Instant =>
  Temporal.Instant.compare(left, right) >= 0 ? left : right;
const earlier = (left: Temporal.Instant, right: Temporal.Instant): Temporal.Instant =>
  Temporal.Instant.compare(left, right) <= 0 ? left : right;

/** Fills what no segment says with presence on site, the stricter reading, and joins neighbours of one mode. */
function filled(whole: Interval, sorted: readonly TimedSegment[]): { readonly parts: readonly TimedSegment[]; readonly gap: boolean } {
  const parts: TimedSegment[] = [];
  let until = whole.start;
  let gap = false;
  const add = (part: TimedSegment): boolean => {
    if (Temporal.Instant.compare(part.start, part.end) >= 0) return false;
    const before = parts.at(-1);
    if (before?.mode === part.mode) parts[parts.length - 1] = { ...before, end: part.end };
    else parts.push(part);
    return true;
  };
  for (const segment of sorted) {
    gap = add({ start: until, end: segment.start, mode: 'on_site' }) || gap;
    add({ ...segment, start: later(segment.start, until) });
    until = later(until, segment.end);
  }
  gap = add({ start: until, end: whole.end, mode: 'on_site' }) || gap;
  return { parts, gap };
}

/** The shifts that exist on a day of the desk, and whether the calendar has to be completed before that can be said. */
export function shiftsOn(
  policy: Policy,
  on: string,
  day: DayLookup,
): { readonly shifts: readonly Cited<PolicyShift>[]; readonly unknown: boolean } {
  const facts = day(on);
  return {
    shifts: policy.shifts.filter(({ value }) => value.existsOn(facts, day)),
    unknown: policy.shifts.some(({ value }) => needsKind(value.existsOn, facts, day)),
  };
}
