import { type Instant, type Interval, Temporal, type Zone } from '../core/time.ts';
import { minutesBelow, without } from './cover.ts';
import { coverageFindings } from './coverage.ts';
import { plusDays } from './days.ts';
import { active, type Finding, plays, type RosterCheck, type RosteredPerson, type RosterRun, type RosterSlot } from './finding.ts';
import type { Citation, Cited, Policy, PolicyShift, StaffNeed } from './policy.ts';
import { deskAnchors, shiftHours, shiftsOn } from './shift-times.ts';
import { longTurns } from './turns.ts';

export type { Finding, FindingCode, RosterCheck, RosteredPerson, RosterSlot } from './finding.ts';

/**
 * Everything the rules of a desk find wrong with a roster, by time. The same check serves publishing, leave, swaps, covers and clocking
 * out: hand it the roster that would result. Each day is judged by the policy in force on it.
 */
export function checkRoster(check: RosterCheck): readonly Finding[] {
  const days = datesBetween(check.from, check.to);
  const slots = check.slots.filter((slot) => check.from <= slot.dutyOn && slot.dutyOn <= check.to);
  const run = begin(check);
  const findings = [
    ...coverageFindings(run, days),
    ...slots.flatMap((slot) => [
      ...slotFindings(run, slot),
      ...staffFindings(run, slot),
      ...slot.people.flatMap((person) => personFindings(run, slot, person)),
    ]),
    ...days.flatMap((on) => dayFindings(run, on)),
    ...longTurns(run),
  ];
  return findings.toSorted((left, right) => Temporal.Instant.compare(left.from, right.from));
}

function begin(check: RosterCheck): RosterRun {
  const known = new Map<string, ReturnType<RosterRun['expected']>>();
  const workOut: RosterRun['expected'] = (on) => {
    const policy = check.policyOn(on);
    const anchors = deskAnchors(policy.calendar, check.dayData);
    return shiftsOn(policy, on, check.day).shifts.flatMap((shift) => {
      const hours = shiftHours({ shift: shift.value, on, zone: check.zone, anchors, day: check.day });
      return hours === null ? [] : [{ hours, shift }];
    });
  };
  const expected: RosterRun['expected'] = (on) => {
    const found = known.get(on) ?? workOut(on);
    known.set(on, found);
    return found;
  };
  return { ...check, expected };
}

function datesBetween(from: string, to: string): readonly string[] {
  const dates: string[] = [];
  for (let on = from; on <= to; on = plusDays(on, 1)) dates.push(on);
  return dates;
}

const midnight = (on: string, zone: Zone): Instant => Temporal.PlainDate.from(on).toZonedDateTime(zone).toInstant();
const wholeOf = (slot: RosterSlot): Interval => ({ start: slot.startsAt, end: slot.endsAt });

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

interface LeastNumber {
  readonly value: { readonly role: string | null; readonly min: number };
  readonly cites: readonly Citation[];
  readonly level: Finding['level'];
}

/** The least numbers of a day that are tested now; on days of reinforced duty the strictest of them plus the reinforcement as well. */
function needsOn(check: RosterCheck, on: string): readonly LeastNumber[] {
  const policy = check.policyOn(on);
  const tested = ({ value }: { readonly value: { readonly check: StaffNeed['check'] } }): boolean =>
    check.moment === undefined || value.check.includes(check.moment);
  const staff = policy.staff.flatMap((cited) => active(cited) ?? []);
  const reinforced = policy.reinforced
    .flatMap((cited) => active(cited) ?? [])
    .filter((need) => tested(need) && need.value.existsOn(check.day(on), check.day))
    .map(({ value: { role, more }, cites, level }): LeastNumber => {
      const normal = Math.max(1, ...staff.filter(({ value }) => value.role === role).map(({ value }) => value.min));
      return { value: { role, min: normal + more }, cites, level };
    });
  return [...staff.filter(tested), ...reinforced];
}

/** Least numbers hold in every minute of the shift, each shift by itself; a planned break counts as not being there. */
function staffFindings(check: RosterCheck, slot: RosterSlot): readonly Finding[] {
  const policy = check.policyOn(slot.dutyOn);
  const whole = wholeOf(slot);
  const place = { on: slot.dutyOn, shift: slot.shift, slot: slot.id };
  const needs = needsOn(check, slot.dutyOn);
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
function dayFindings(check: RosterRun, on: string): readonly Finding[] {
  const policy = check.policyOn(on);
  const day = { from: midnight(on, check.zone), until: midnight(plusDays(on, 1), check.zone), on };
  const unknown: readonly Finding[] = shiftsOn(policy, on, check.day).unknown
    ? [{ code: 'calendar-unknown', level: 'refuse', measured: 'unknown', allowed: 'known', cites: [], ...day }]
    : [];
  return [...unknown, ...check.expected(on).flatMap(({ hours, shift }) => unfilled(check, policy, on, hours, shift))];
}

function unfilled(check: RosterCheck, policy: Policy, on: string, hours: Interval, shift: Cited<PolicyShift>): readonly Finding[] {
  const { code } = shift.value;
  const slots = check.slots.filter((slot) => slot.dutyOn === on && slot.shift === code);
  if (slots.some((slot) => slot.people.length > 0)) return [];
  const place = { from: hours.start, until: hours.end, on, shift: code };
  const needs = needsOn(check, on);
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
