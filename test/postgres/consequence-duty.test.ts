import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attendanceSlice } from '../../src/features/attendance/index.ts';
import { consequenceSlice } from '../../src/features/consequence/index.ts';
import { peopleSlice } from '../../src/features/people/index.ts';
import { newId } from '../../src/runtime/new-id.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Timekeeping } from '../harness/timekeeping.ts';

describe('proposals about duties', () => {
  let test: TestDatabase;
  let t: Timekeeping;

  beforeAll(async () => {
    test = await testDatabase();
    t = new Timekeeping(test.database, [attendanceSlice, consequenceSlice, peopleSlice], '2026-11-22T08:00');
    await t.open(['telecom-swap', 'maintenance-duty']);
  });
  afterAll(() => test.drop());

  const proposals = async (person: string): Promise<string[]> => {
    const rows = await t.db.query<{ line: string; rules: string[] }>(
      `SELECT (detail ->> 'on') || ' ' || outcome || ' ' || p.state AS line, rules FROM proposal p
       JOIN person c ON c.org_id = p.org_id AND c.id = p.person_id WHERE c.code = $1 ORDER BY 1`,
      [person],
    );
    return rows.filter(({ rules }) => rules.includes('telecom-swap-09')).map(({ line }) => line);
  };

  /** A swap that stands: `lin` has the duty that was given by `wu`. */
  const swapped = (assignment: string, on: string): Promise<void> =>
    t.write((unit) => {
      const id = newId();
      const times = { startsAt: t.wall(`${on}T09:00`), endsAt: t.wall(`${on}T18:00`) };
      unit.insert('request', {
        orgId: t.org,
        id,
        deskId: t.desk,
        number: 1,
        type: 'swap',
        state: 'approved',
        subjectId: t.person('wu'),
        filedBy: t.person('wu'),
        partnerId: t.person('lin'),
        station: t.desk,
        filedAt: t.now,
        lapsesAt: t.now,
        decidedAt: t.now,
        ...times,
      });
      unit.insert('request_duty', {
        orgId: t.org,
        requestId: id,
        slotId: assignment,
        personId: t.person('wu'),
        part: 'given',
        dutyOn: on,
        shift: 'day',
        ...times,
      });
    });

  it('are made to both sides of a swap whose shift was missed, and to nobody else in it [telecom-swap-09]', async () => {
    const [assignment, own] = [await t.duty('lin', '2026-11-23'), await t.duty('wu', '2026-11-24', ['09:00', '18:00'])];
    const [slot] = await t.db.query<{ slot: string }>('SELECT slot_id::text AS slot FROM assignment WHERE id = $1::uuid', [assignment]);
    await swapped(slot?.slot ?? own, '2026-11-23');
    await t.until('2026-11-25T09:30');
    expect(await proposals('lin')).toEqual(['2026-11-23 absence open']);
    expect(await proposals('wu')).toEqual(['2026-11-23 absence open']);
    expect(await proposals('he')).toEqual([]);
    // Lin was there after all: neither is held to it any more.
    await t.punch('lin', 'in', '2026-11-23T09:00', assignment);
    await t.punch('lin', 'out', '2026-11-23T18:00', assignment);
    await t.until('2026-11-26T09:30');
    expect(await proposals('lin')).toEqual(['2026-11-23 absence withdrawn']);
    expect(await proposals('wu')).toEqual(['2026-11-23 absence withdrawn']);
  });

  it('name the rule where a lead records that somebody was not at the place of duty, on a day of duty [maintenance-duty-11]', async () => {
    const form = await t.types('UHE', '记录行为');
    const record = { person: t.person('wu'), kind: 'elsewhere', note: '十点去看,人不在' };
    const free = await t.fills('UHE', form, { ...record, on: '2026-11-25' });
    expect(free.kind === 'invalid' && Object.keys(free.errors)).toEqual(['kind']);
    expect(JSON.stringify(await t.fills('UHE', form, { ...record, on: '2026-11-24' }))).toContain('maintenance-duty-11');
  });
});
