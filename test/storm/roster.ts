import { Temporal } from '../../src/core/time.ts';
import type { Database } from '../../src/db/database.ts';
import { newId } from '../../src/runtime/new-id.ts';
import { createUnit } from '../../src/runtime/write-unit.ts';
import type { House, StormDesk } from './organisation.ts';

export const zone = 'Asia/Shanghai';

const [firstDay, lastDay] = ['2026-11-23', '2027-01-31'];

interface Watch {
  readonly shift: string;
  readonly start: string;
  readonly end: string;
  readonly tomorrow: boolean;
}

const watches = {
  day: { shift: 'day', start: '08:00', end: '16:00', tomorrow: false },
  evening: { shift: 'evening', start: '16:00', end: '00:00', tomorrow: true },
  weekday: { shift: 'weekday', start: '09:00', end: '09:00', tomorrow: true },
  first: { shift: 'first', start: '08:00', end: '14:00', tomorrow: false },
  second: { shift: 'second', start: '14:00', end: '20:00', tomorrow: false },
  third: { shift: 'third', start: '20:00', end: '08:00', tomorrow: true },
} as const satisfies Record<string, Watch>;

interface Place {
  readonly watch: keyof typeof watches;
  /** Number of the person among those rostered. */
  readonly person: number;
  readonly role: string;
}

const serves = 'duty-officer';
const leads = 'duty-leader';

/** Who stands where on the nth day. */
const places: Readonly<Record<House, (on: number, people: number) => readonly Place[]>> = {
  // Four pairs: day, off, evening, off.
  telecom: (on, people) => {
    const pair = (watch: 'day' | 'evening', number: number): Place[] =>
      [0, 1].map((half) => ({ watch, person: (((number % 4) + 4) % 4) * 2 + half, role: serves })).filter((place) => place.person < people);
    return [...pair('day', on), ...pair('evening', on + 2)];
  },
  station: (on, people) => [0, 1, 2].map((turn) => ({ watch: 'day', person: (on * 3 + turn) % people, role: serves })),
  centre: (on, people) => [
    ...[0, 1, 2].map((turn): Place => ({ watch: 'day', person: (on * 2 + turn) % people, role: serves })),
    ...[4, 5].map((turn): Place => ({ watch: 'evening', person: (on * 2 + turn) % people, role: serves })),
  ],
  office: (on, people) => [{ watch: 'weekday', person: on % people, role: serves }],
  // Four leaders and six officers: the least a shift may have is one of each.
  watch: (on) =>
    (['first', 'second', 'third'] as const).flatMap((watch, turn): Place[] => [
      { watch, person: (on + turn) % 4, role: leads },
      { watch, person: 4 + ((on + turn * 2) % 6), role: serves },
      ...(watch === 'second' ? [{ watch, person: 4 + ((on + 5) % 6), role: serves }] : []),
    ]),
};

/** Publishes rosters of three months for every desk, as they stand in the database after a publication. */
export async function publishRosters(
  db: Database,
  world: { readonly org: string; readonly now: Temporal.Instant; readonly desks: readonly StormDesk[] },
  ids: { readonly desk: ReadonlyMap<string, string>; readonly person: ReadonlyMap<string, string> },
): Promise<void> {
  const { org, now } = world;
  const unit = createUnit({ org, now, newId });
  const at = (on: Temporal.PlainDate, wall: string) => on.toZonedDateTime({ timeZone: zone, plainTime: wall }).toInstant();
  for (const { code, house, rostered } of world.desks) {
    const desk = ids.desk.get(code) ?? '';
    const rosters = new Map(
      ['2026-11', '2026-12', '2027-01'].map((month) => {
        const id = newId();
        unit.insert('roster', { orgId: org, id, deskId: desk, month, state: 'published' });
        return [month, id];
      }),
    );
    const first = Temporal.PlainDate.from(firstDay);
    const days = first.until(lastDay).days;
    for (let number = 0; number <= days; number += 1) {
      const on = first.add({ days: number });
      const dutyOn = on.toString();
      const slots = new Map<string, string>();
      const taken = new Set<string>();
      for (const { watch, person, role } of places[house](number, rostered.length)) {
        const { shift, start, end, tomorrow } = watches[watch];
        const times = { startsAt: at(on, start), endsAt: at(tomorrow ? on.add({ days: 1 }) : on, end) };
        let slot = slots.get(shift);
        if (slot === undefined) {
          slot = newId();
          slots.set(shift, slot);
          const rosterId = rosters.get(dutyOn.slice(0, 7));
          unit.insert('slot', { orgId: org, id: slot, deskId: desk, rosterId, shift, dutyOn, ...times });
        }
        const who = ids.person.get(rostered[person]?.code ?? '') ?? '';
        if (taken.has(who)) continue;
        taken.add(who);
        unit.insert('assignment', { orgId: org, id: newId(), slotId: slot, deskId: desk, personId: who, role, live: true, ...times });
      }
    }
  }
  await db.write(unit.statements);
}
