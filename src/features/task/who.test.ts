import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { crewOf, type Duty, holdingOf, leadsFrom, quietUntil, tellAt } from './who.ts';

const zone = 'Asia/Shanghai';
const at = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant();
const duty = (person: string, slot: string, from: string, to: string, role = 'duty-officer'): Duty => ({
  desk: 'd',
  slot,
  person,
  role,
  startsAt: at(from),
  endsAt: at(to),
});
const duties = [
  duty('an', 'early', '2026-12-03T08:00', '2026-12-03T16:00'),
  duty('bai', 'late', '2026-12-03T16:00', '2026-12-04T00:00'),
  duty('bai', 'next', '2026-12-04T05:30', '2026-12-04T08:00'),
];

describe('the people of a shift', () => {
  it('are those of the task’s shift, else those on duty: an end is not part of it', () => {
    expect(crewOf({ slot: 'late', desk: 'd' }, duties, at('2026-12-03T09:00')).map(({ person }) => person)).toEqual(['bai']);
    expect(crewOf({ slot: null, desk: 'd' }, duties, at('2026-12-03T15:59')).map(({ person }) => person)).toEqual(['an']);
    expect(crewOf({ slot: null, desk: 'd' }, duties, at('2026-12-03T16:00')).map(({ person }) => person)).toEqual(['bai']);
    expect(crewOf({ slot: null, desk: 'other' }, duties, at('2026-12-03T15:59'))).toEqual([]);
  });

  it('hold a role in the shift itself or on the desk', () => {
    const members = [{ person: 'an', desk: 'd', roles: ['guard'] }];
    expect(holdingOf(duties, ['guard'], members)).toEqual(['an']);
    expect(holdingOf(duties, ['duty-officer'], members)).toEqual(['an', 'bai']);
    expect(holdingOf(duties, ['captain'], members)).toEqual([]);
  });

  it('are led by the nearest desk upwards that has a lead', () => {
    const members = [
      { person: 'guard', desk: 'd', roles: ['guard'] },
      { person: 'boss', desk: 'top', roles: ['department-head'] },
    ];
    expect(leadsFrom(['d', 'middle', 'top'], 0, members)).toEqual({ people: ['boss'], step: 2 });
    expect(leadsFrom(['d', 'middle'], 0, members)).toEqual({ people: [], step: 2 });
  });
});

describe('quiet hours', () => {
  const night = { from: '22:00', to: '07:00' };
  it.each([
    ['2026-12-03T21:59', null],
    ['2026-12-03T22:00', '2026-12-04T07:00'],
    ['2026-12-04T06:59', '2026-12-04T07:00'],
    ['2026-12-04T07:00', null],
  ])('%s: until %s', (moment, end) => {
    expect(quietUntil(at(moment), night, zone)?.toString() ?? null).toBe(end === null ? null : at(end).toString());
  });

  it('may lie within a day, or be none', () => {
    expect(quietUntil(at('2026-12-03T13:00'), { from: '12:00', to: '14:00' }, zone)).toEqual(at('2026-12-03T14:00'));
    expect(quietUntil(at('2026-12-03T23:00'), null, zone)).toBeNull();
    expect(quietUntil(at('2026-12-03T23:00'), { from: '00:00', to: '00:00' }, zone)).toBeNull();
  });

  const told = (person: string, moment: string, latest: string | null) =>
    tellAt(person, { at: at(moment), latest: latest === null ? null : at(latest), duties, quiet: night, zone });

  it('let people off duty in peace until they are on duty again, or the quiet hours end', () => {
    expect(told('an', '2026-12-04T00:30', null)).toEqual(at('2026-12-04T07:00'));
    expect(told('bai', '2026-12-04T00:30', null)).toEqual(at('2026-12-04T05:30'));
  });

  it('do not hold for people on duty, nor for what cannot wait', () => {
    expect(told('bai', '2026-12-03T23:00', null)).toEqual(at('2026-12-03T23:00'));
    expect(told('an', '2026-12-04T00:30', '2026-12-04T07:00')).toEqual(at('2026-12-04T00:30'));
    expect(told('an', '2026-12-04T00:30', '2026-12-04T07:01')).toEqual(at('2026-12-04T07:00'));
    expect(told('an', '2026-12-03T12:00', null)).toEqual(at('2026-12-03T12:00'));
  });
});
