import { type Instant, type Interval, Temporal, type Zone } from '../core/time.ts';
import { minutesBelow, without } from './cover.ts';
import { plusDays } from './days.ts';
import type { Citation, Cited, DayLookup, Policy, Reaction, StaffNeed } from './policy.ts';
import { type Anchors, deskAnchors, shiftsOn, shiftTimes } from './shift-times.ts';
import { longTurns } from './turns.ts';

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
  | 'calendar-unknown';

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

/**
 * Everything the rules of a desk find wrong with a roster, by time. The same check serves publishing, leave, swaps, covers and clocking
 * out: hand it the roster that would result. Each day is judged by the policy in force on it.
 */
export function checkRoster(check: RosterCheck): readonly Finding[] {
  const days = datesBetween(check.from, check.to);
  const slots = check.slots.filter((slot) => check.from <= slot.dutyOn && slot.dutyOn <= check.to);
  const findings = [
    ...coverageFindings(check, days),
    ...slots.flatMap((slot) => [
      ...slotFindings(check, slot),
      ...staffFindings(check, slot),
      ...slot.people.flatMap((person) => personFindings(check, slot, person)),
    ]),
    ...days.flatMap((on) => dayFindings(check, on)),
    ...longTurns(check),
  ];
  return findings.toSorted((left, right) => Temporal.Instant.compare(left.from, right.from));
}

function datesBetween(from: string, to: string): readonly string[] {
  const dates: string[] = [];
  for (let on = from; on <= to; on = plusDays(on, 1)) dates.push(on);
  return dates;
}

const midnight = (on: string, zone: Zone): Instant => Temporal.PlainDate.from(on).toZonedDateTime(zone).toInstant();
const wholeOf = (slot: RosterSlot): Interval => ({ start: slot.startsAt, end: slot.endsAt });

/** A rule that is not switched off, with the level its findings have. */
function active<Value>(
  cited: Cited<Value>,
): { readonly value: Value; readonly cites: readonly Citation[]; readonly level: Finding['level'] } | null {
  return cited.reaction === 'off' ? null : { value: cited.value, cites: cited.cites, level: cited.reaction };
}

function expectedShifts(
  check: RosterCheck,
  on: string,
): readonly { readonly code: string; readonly hours: Interval; readonly shift: Policy['shifts'][number] }[] {
  const policy = check.policyOn(on);
  const anchors = deskAnchors(policy.calendar, check.dayData);
  return shiftsOn(policy, on, check.day).shifts.flatMap((shift) => {
    const hours = shiftTimes({ shift: shift.value, on, zone: check.zone, anchors, day: check.day });
    return hours === null ? [] : [{ code: shift.value.code, hours, shift }];
  });
}

/** A duty day answers for its hours from midnight, or from the end of the last shift of the day before, to the end of its own last shift. */
function answersFor(check: RosterCheck, on: string): Interval {
  const ends = (date: string): Instant =>
    latest([midnight(plusDays(date, 1), check.zone), ...expectedShifts(check, date).map(({ hours }) => hours.end)]);
  return { start: ends(plusDays(on, -1)), end: ends(on) };
}

function latest(instants: readonly [Instant, ...Instant[]]): Instant {
  return instants.reduce((last, one) => (Temporal.Instant.compare(one, last) > 0 ? one : last));
}

function coverageFindings(check: RosterCheck, days: readonly string[]): readonly Finding[] {
  const gaps = days.flatMap((on) =>
    check.policyOn(on).coverages.flatMap((cited): readonly Finding[] => {
      const need = active(cited);
      if (need === null) return [];
      const wanted = need.value.within === 'always' ? [answersFor(check, on)] : expectedShifts(check, on).map(({ hours }) => hours);
      const held = check.slots.flatMap((slot) =>
        slot.people.filter((person) => plays(person, need.value.role)).map((person) => person.there ?? wholeOf(slot)),
      );
      const role = need.value.role === null ? {} : { role: need.value.role };
      return wanted
        .flatMap((stretch) => without(stretch, held))
        .map((gap) => ({
          code: 'coverage-gap',
          level: need.level,
          from: gap.start,
          until: gap.end,
          measured: 0,
          allowed: 1,
          cites: need.cites,
          ...role,
        }));
    }),
  );
  return joined(gaps);
}

/** Gaps that go on over the end of a day are one gap. */
function joined(gaps: readonly Finding[]): readonly Finding[] {
  const kept: Finding[] = [];
  for (const gap of gaps) {
    const index = kept.findIndex((other) => other.until.equals(gap.from) && other.role === gap.role && other.level === gap.level);
    const before = kept[index];
    if (before === undefined) kept.push(gap);
    else kept[index] = { ...before, until: gap.until };
  }
  return kept;
}

/** A role is a duty role or one the person holds on the desk; null is anybody. */
function plays(person: RosteredPerson, role: string | null): boolean {
  return role === null || person.role === role || person.memberRoles.includes(role);
}

function slotFindings(check: RosterCheck, slot: RosterSlot): readonly Finding[] {
  const { shifts } = check.policyOn(slot.dutyOn);
  const shift = shifts.find(({ value }) => value.code === slot.shift);
  const place = { from: slot.startsAt, until: slot.endsAt, on: slot.dutyOn, shift: slot.shift, slot: slot.id };
  if (shift === undefined)
    return [
      {
        code: 'shift-unknown',
        level: 'refuse',
        measured: slot.shift,
        allowed: shifts.map(({ value }) => value.code).join(', '),
        cites: [],
        ...place,
      },
    ];
  const day = check.day(slot.dutyOn);
  const rule = active(shift);
  if (rule === null || shiftsOn(check.policyOn(slot.dutyOn), slot.dutyOn, check.day).unknown || shift.value.existsOn(day, check.day))
    return [];
  return [{ code: 'shift-not-on-day', level: rule.level, measured: day.kind, allowed: slot.shift, cites: rule.cites, ...place }];
}

/** Least numbers hold in every minute of the shift, each shift by itself; a planned break counts as not being there. */
function staffFindings(check: RosterCheck, slot: RosterSlot): readonly Finding[] {
  const policy = check.policyOn(slot.dutyOn);
  const whole = wholeOf(slot);
  const place = { on: slot.dutyOn, shift: slot.shift, slot: slot.id };
  const needs = policy.staff
    .flatMap((cited) => active(cited) ?? [])
    .filter(({ value }) => check.moment === undefined || value.check.includes(check.moment));
  const short = needs.flatMap(({ value, cites, level }) => {
    const there = slot.people.filter((person) => value.role === null || person.role === value.role).map((person) => person.there ?? whole);
    return minutesBelow(whole, there, value.min).map(
      (part): Finding => ({
        code: 'too-few',
        level,
        from: part.start,
        until: part.end,
        measured: part.count,
        allowed: value.min,
        cites,
        ...place,
        ...(value.role === null ? {} : { role: value.role }),
      }),
    );
  });
  return [...short, ...breakFindings(policy, slot, whole, short)];
}

function breakFindings(policy: Policy, slot: RosterSlot, whole: Interval, short: readonly Finding[]): readonly Finding[] {
  const rule = policy.breaks === null ? null : active(policy.breaks);
  if (rule === null || slot.people.every((person) => (person.breaks ?? []).length === 0)) return [];
  const needs = policy.staff.flatMap((cited) => active(cited) ?? []);
  // Where no rule names a number, work goes on as long as one person stays.
  const least = needs.length > 0 ? needs : [{ value: { role: null, min: 1 }, cites: [] }];
  return least.flatMap(({ value, cites }) => {
    const there = slot.people
      .filter((person) => value.role === null || person.role === value.role)
      .flatMap((person) => without(person.there ?? whole, person.breaks ?? []));
    const already = short
      .filter((finding) => finding.role === (value.role ?? undefined))
      .map((finding) => ({ start: finding.from, end: finding.until }));
    return minutesBelow(whole, there, value.min)
      .flatMap((part) => without(part, already).map((stretch) => ({ ...part, ...stretch })))
      .map(
        (part): Finding => ({
          code: 'break-too-few',
          level: rule.level,
          from: part.start,
          until: part.end,
          measured: part.count,
          allowed: value.min,
          on: slot.dutyOn,
          shift: slot.shift,
          slot: slot.id,
          cites: [...rule.cites, ...cites],
          ...(value.role === null ? {} : { role: value.role }),
        }),
      );
  });
}

function personFindings(check: RosterCheck, slot: RosterSlot, person: RosteredPerson): readonly Finding[] {
  const day = check.day(slot.dutyOn);
  const place = {
    from: slot.startsAt,
    until: slot.endsAt,
    on: slot.dutyOn,
    shift: slot.shift,
    slot: slot.id,
    person: person.person,
    role: person.role,
  };
  return check.policyOn(slot.dutyOn).eligible.flatMap((cited): readonly Finding[] => {
    const need = active(cited);
    if (need === null) return [];
    const { dutyRole, roles, attributes, notAttributes = {}, shifts, existsOn } = need.value;
    if (
      (dutyRole !== null && dutyRole !== person.role) ||
      (shifts !== undefined && !shifts.includes(slot.shift)) ||
      !existsOn(day, check.day)
    )
      return [];
    const { level, cites } = need;
    const missing =
      roles.length === 0 || roles.some((role) => plays(person, role))
        ? []
        : [{ code: 'role-missing' as const, measured: person.memberRoles.join(', '), allowed: roles.join(', ') }];
    const lacking = Object.entries(attributes)
      .filter(([name, value]) => person.attributes[name] !== value)
      .map(([name, value]) => ({
        code: 'attribute-missing' as const,
        measured: `${name}=${person.attributes[name] ?? ''}`,
        allowed: `${name}=${value}`,
      }));
    const excluded = Object.entries(notAttributes)
      .filter(([name, value]) => person.attributes[name] === value)
      .map(([name, value]) => ({ code: 'attribute-excluded' as const, measured: `${name}=${value}`, allowed: `${name}≠${value}` }));
    return [...missing, ...lacking, ...excluded].map((found) => ({ ...found, level, cites, ...place }));
  });
}

/** Shifts that exist and have no slot or nobody in it, and days the calendar does not know. */
function dayFindings(check: RosterCheck, on: string): readonly Finding[] {
  const policy = check.policyOn(on);
  const day = { from: midnight(on, check.zone), until: midnight(plusDays(on, 1), check.zone), on };
  const unknown: readonly Finding[] = shiftsOn(policy, on, check.day).unknown
    ? [{ code: 'calendar-unknown', level: 'refuse', measured: 'unknown', allowed: 'known', cites: [], ...day }]
    : [];
  return [...unknown, ...expectedShifts(check, on).flatMap(({ code, hours, shift }) => unfilled(check, policy, on, code, hours, shift))];
}

function unfilled(
  check: RosterCheck,
  policy: Policy,
  on: string,
  code: string,
  hours: Interval,
  shift: Policy['shifts'][number],
): readonly Finding[] {
  const slots = check.slots.filter((slot) => slot.dutyOn === on && slot.shift === code);
  if (slots.some((slot) => slot.people.length > 0)) return [];
  const place = { from: hours.start, until: hours.end, on, shift: code };
  const needs = policy.staff
    .flatMap((cited) => active(cited) ?? [])
    .filter(({ value }) => check.moment === undefined || value.check.includes(check.moment));
  const noSlot = slots.length === 0 ? needs : [];
  const short = noSlot.map(
    ({ value, cites, level }): Finding => ({
      code: 'too-few',
      level,
      measured: 0,
      allowed: value.min,
      cites,
      ...place,
      ...(value.role === null ? {} : { role: value.role }),
    }),
  );
  const rule = active(shift);
  const spokenOf = needs.length > 0 || policy.coverages.some((cited) => cited.value.role === null && cited.reaction !== 'off');
  if (spokenOf || rule === null) return short;
  return [{ code: 'shift-empty', level: rule.level, measured: 0, allowed: 1, cites: rule.cites, ...place }];
}
