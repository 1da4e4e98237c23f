import { Temporal } from '../../src/core/time.ts';
import type { Database } from '../../src/db/database.ts';
import { newId } from '../../src/runtime/new-id.ts';
import type { Unit } from '../../src/runtime/unit.ts';
import { createUnit } from '../../src/runtime/write-unit.ts';

export interface SeededDesk {
  readonly org: string;
  readonly desk: string;
  readonly roster: string;
  readonly people: readonly [string, string, ...string[]];
}

export const moment = (text: string): Temporal.Instant => Temporal.Instant.from(text);

export const unitOf = (org: string, now = moment('2026-12-01T00:00:00Z')): Unit => createUnit({ org, now, newId });

/** An organisation with one desk, a published roster of December 2026 and three people, with nobody on it yet. */
export async function seedDesk(database: Database): Promise<SeededDesk> {
  const [org, desk, roster] = [newId(), newId(), newId()];
  const people = [newId(), newId(), newId()] as const;
  const unit = unitOf(org);
  unit.insert('organisation', { id: org, code: `org-${org}`, name: '物业' });
  unit.insert('desk', { orgId: org, id: desk, code: 'gate', name: '门岗', zone: 'Asia/Shanghai', locale: 'zh' });
  unit.insert(
    'person',
    people.map((id, index) => ({ orgId: org, id, code: `p${index}`, name: `员工${index}` })),
  );
  unit.insert('roster', { orgId: org, id: roster, deskId: desk, month: '2026-12', state: 'published' });
  await database.write(unit.statements);
  return { org, desk, roster, people };
}

/** One slot with one person in it; gives the assignment's id. */
export function assign(unit: Unit, seeded: SeededDesk, person: string, starts: string, ends: string, shift: string = newId()): string {
  const [slot, assignment] = [newId(), newId()];
  const times = { startsAt: moment(starts), endsAt: moment(ends) };
  unit.insert('slot', {
    orgId: seeded.org,
    id: slot,
    deskId: seeded.desk,
    rosterId: seeded.roster,
    shift,
    dutyOn: starts.slice(0, 10),
    ...times,
  });
  unit.insert('assignment', {
    orgId: seeded.org,
    id: assignment,
    slotId: slot,
    deskId: seeded.desk,
    personId: person,
    role: 'guard',
    live: true,
    ...times,
  });
  return assignment;
}
