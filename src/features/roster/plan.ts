import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import type { Interval, Zone } from '../../core/time.ts';
import {
  type Anchors,
  type DayLookup,
  deskAnchors,
  type Policy,
  parseWallClock,
  type RosterSlot,
  shiftsOn,
  shiftTimes,
} from '../../policy/index.ts';
import type { CalendarSettings, Member } from '../people/index.ts';
import type { PlannedPerson, PlannedSlot, ProposedDuty, ShiftName } from './roster.ts';

/** The rules and days a roster is made under. */
export interface RosterWorld {
  readonly zone: Zone;
  readonly days: DayLookup;
  readonly policyOn: (on: string) => Policy;
  /** Anchors the desk set itself, beside its office hours. */
  readonly dayData: Anchors;
}

/** The desk's usual times of other anchors, such as the first sailing. */
export function deskDayData(settings: CalendarSettings): Anchors {
  return (anchor) => {
    const text = settings.anchors[anchor];
    return text === undefined ? null : parseWallClock(text);
  };
}

/** The hours of a shift on a day; null where the policy has no such shift or the calendar cannot tell when it ends. */
export function hoursOf(world: RosterWorld, shift: string, on: string): Pick<PlannedSlot, 'startsAt' | 'endsAt'> | null {
  const policy = world.policyOn(on);
  const found = policy.shifts.filter(({ value }) => value.code === shift);
  // Two entries of one code are the hours of two kinds of days; the one that exists on the day counts.
  const chosen = found.find(({ value }) => value.existsOn(world.days(on), world.days)) ?? found[0];
  if (chosen === undefined) return null;
  const times = shiftTimes({
    shift: chosen.value,
    on,
    zone: world.zone,
    anchors: deskAnchors(policy.calendar, world.dayData),
    day: world.days,
  });
  return times === null ? null : { startsAt: times.start, endsAt: times.end };
}

/** The shifts of a day as names for reading and showing, in the policy's order. */
export function shiftNamesOn(world: RosterWorld, on: string): ShiftName[] {
  return uniqueNames(shiftsOn(world.policyOn(on), on, world.days).shifts.map(({ value }) => value));
}

/** Every shift the policy knows on any of the dates. */
export function shiftNamesIn(world: RosterWorld, dates: readonly string[]): ShiftName[] {
  return uniqueNames(dates.flatMap((on) => world.policyOn(on).shifts.map(({ value }) => value)));
}

function uniqueNames(shifts: readonly ShiftName[]): ShiftName[] {
  const names = new Map<string, ShiftName>();
  for (const { code, name, aliases } of shifts) {
    const before = names.get(code);
    names.set(code, { code, name, aliases: before === undefined ? aliases : [...new Set([...before.aliases, ...aliases])] });
  }
  return [...names.values()];
}

/** The slots of the duties, by start. `unplaced`: duties whose hours cannot be worked out. */
export function planSlots(
  duties: readonly ProposedDuty[],
  world: RosterWorld,
): { readonly slots: readonly PlannedSlot[]; readonly unplaced: readonly ProposedDuty[] } {
  const slots = new Map<string, PlannedSlot & { people: PlannedPerson[] }>();
  const unplaced: ProposedDuty[] = [];
  for (const duty of duties) {
    const key = slotKey(duty.on, duty.shift);
    let slot = slots.get(key);
    if (slot === undefined) {
      const hours = hoursOf(world, duty.shift, duty.on);
      if (hours === null) {
        unplaced.push(duty);
        continue;
      }
      slot = { dutyOn: duty.on, shift: duty.shift, ...hours, people: [] };
      slots.set(key, slot);
    }
    const { person, role, position } = duty;
    slot.people.push(position === undefined ? { person, role } : { person, role, position });
  }
  return { slots: [...slots.values()].sort(byStart), unplaced };
}

export const slotKey = (on: string, shift: string): string => `${on} ${shift}`;

type Timed = Pick<PlannedSlot, 'startsAt' | 'endsAt'>;

export const byStart = (a: Timed, b: Timed): number =>
  a.startsAt.epochMilliseconds - b.startsAt.epochMilliseconds || a.endsAt.epochMilliseconds - b.endsAt.epochMilliseconds;

/** Slots as the policy checks them. `id` is what findings name: the slot's own id, else its day and shift. */
export function toCheck(
  slots: readonly (Omit<PlannedSlot, 'people'> & {
    readonly id?: string;
    readonly people: readonly PlannedPerson[];
  })[],
  members: readonly Member[],
): RosterSlot[] {
  const byId = new Map(members.map((member) => [member.person, member]));
  return slots.map((slot) => ({
    id: slot.id ?? slotKey(slot.dutyOn, slot.shift),
    shift: slot.shift,
    dutyOn: slot.dutyOn,
    startsAt: slot.startsAt,
    endsAt: slot.endsAt,
    people: slot.people.map((one) => {
      const member = byId.get(one.person);
      const { start, end } = stayIn(slot, one);
      const whole = start.equals(slot.startsAt) && end.equals(slot.endsAt);
      const known = { person: one.person, role: one.role, memberRoles: member?.roles ?? [], attributes: member?.attributes ?? {} };
      return whole ? known : { ...known, there: { start, end } };
    }),
  }));
}

/** From when to when somebody is in a slot: their part, else its hours. */
export function stayIn(slot: Timed, one: Pick<PlannedPerson, 'startsAt' | 'endsAt'>): Interval {
  return { start: one.startsAt ?? slot.startsAt, end: one.endsAt ?? slot.endsAt };
}

/** Where the people of the slots of this desk are. */
export function staysIn(slots: readonly PlannedSlot[]): Stay[] {
  return slots.flatMap((slot) =>
    slot.people.map((one) => {
      const { start, end } = stayIn(slot, one);
      return { person: one.person, shift: slot.shift, desk: null, startsAt: start, endsAt: end };
    }),
  );
}

/** A person in two places: hours of one person that overlap. */
export interface Clash {
  readonly person: PersonId;
  readonly first: Stay;
  readonly second: Stay;
}

/** Where somebody is, from when to when. */
export interface Stay extends Timed {
  readonly person: PersonId;
  readonly shift: string;
  /** Name of another desk; null: this one. */
  readonly desk: Words | null;
}

/** Every pair of neighbouring stays of one person that overlap; touching ends do not. */
export function clashes(stays: readonly Stay[]): Clash[] {
  const found: Clash[] = [];
  const byPerson = new Map<PersonId, Stay[]>();
  for (const stay of stays) byPerson.set(stay.person, [...(byPerson.get(stay.person) ?? []), stay]);
  for (const [person, own] of byPerson) {
    let longest: Stay | null = null;
    for (const stay of own.sort(byStart)) {
      if (longest !== null && stay.startsAt.epochMilliseconds < longest.endsAt.epochMilliseconds)
        found.push({ person, first: longest, second: stay });
      if (longest === null || stay.endsAt.epochMilliseconds > longest.endsAt.epochMilliseconds) longest = stay;
    }
  }
  return found;
}
