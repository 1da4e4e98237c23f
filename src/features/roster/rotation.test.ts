import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { dayLookup } from '../calendar/day-facts.ts';
import { defaultDeskSettings } from '../people/settings.ts';
import { generate, peopleOf, type Rotation, type RotationWorld, shiftsOf } from './rotation.ts';
import { rotationRule } from './rotation-rule.ts';

const days = dayLookup({ settings: defaultDeskSettings.calendar, entries: new Map() });
const world: RotationWorld = { days, exists: () => true };
const rotation = (rule: unknown, startsOn: string): Rotation => ({ code: 'r', rule: rotationRule.parse(rule), startsOn });
const lines = (rot: Rotation, from: string, until: string, in_ = world) =>
  generate(rot, from, until, in_).map((cell) => `${cell.on.slice(5)} ${cell.shift} ${cell.person}`);

const dayNightOffOff = rotation(
  { kind: 'pattern', pattern: ['day', 'night', 'off', 'off'], teams: [['a'], ['b'], ['c'], ['d']] },
  '2026-11-01',
);
const nine = rotation(
  {
    kind: 'pattern',
    pattern: 'early early middle middle night night off off off'.split(' '),
    teams: '赵 钱 孙 李 周 吴 郑 王 冯'.split(' ').map((name) => [name]),
  },
  '2026-12-01',
);

describe('rotations', () => {
  it('白夜休休 with four teams: one on day, one on night, every day', () => {
    expect(lines(dayNightOffOff, '2026-11-01', '2026-11-03')).toEqual([
      '11-01 day a',
      '11-01 night b',
      '11-02 night a',
      '11-02 day d',
      '11-03 day c',
      '11-03 night d',
    ]);
  });

  it('says where people stand, each at their own position or at none', () => {
    const rules = [
      { kind: 'pattern', pattern: ['day'], teams: [['a', 'b']] },
      { kind: 'turns', shifts: ['day'], teams: [['a', 'b']], daysPerTurn: 7 },
      { kind: 'weekdays', entries: [{ weekdays: [2], shift: 'day', team: ['a', 'b'] }] },
    ];
    for (const rule of rules) {
      const cells = generate(rotation({ ...rule, positions: { a: ' 东门 ' } }, '2026-12-01'), '2026-12-01', '2026-12-01', world);
      expect(cells.map(({ person, position }) => [person, position])).toEqual([
        ['a', '东门'],
        ['b', undefined],
      ]);
      expect(rotationRule.safeParse({ ...rule, positions: { c: '东门' } }).success).toBe(false);
      expect(rotationRule.safeParse({ ...rule, positions: { a: ' ' } }).success).toBe(false);
    }
  });

  it('nine people on a nine-day pattern: two of each shift every day, as in the sample roster', () => {
    const cells = generate(nine, '2026-12-01', '2026-12-31', world);
    expect(cells.filter((cell) => cell.on === '2026-12-01' && cell.shift === 'early').map((cell) => cell.person)).toEqual(['赵', '钱']);
    expect(cells.filter((cell) => cell.on === '2026-12-31' && cell.shift === 'night').map((cell) => cell.person)).toEqual(['钱', '孙']);
    expect(cells).toHaveLength(31 * 6);
  });

  it('weekly turns change on the weekday they began with', () => {
    const weekly = rotation({ kind: 'turns', shifts: ['duty'], teams: [['a'], ['b']], daysPerTurn: 7 }, '2026-12-02');
    expect(lines(weekly, '2026-12-08', '2026-12-10')).toEqual(['12-08 duty a', '12-09 duty b', '12-10 duty b']);
  });

  it('five days each from Monday to Friday, a turn ends with its week also where a holiday shortens it', () => {
    const office = rotation(
      { kind: 'turns', shifts: ['office'], teams: [['a'], ['b'], ['c']], daysPerTurn: 5, endsWithWeek: true, days: ['workday'] },
      '2026-09-21',
    );
    // 25 September 2026 is the Mid-autumn Festival, 1 to 7 October the National Day.
    expect(lines(office, '2026-09-21', '2026-10-09')).toEqual([
      '09-21 office a',
      '09-22 office a',
      '09-23 office a',
      '09-24 office a',
      '09-28 office b',
      '09-29 office b',
      '09-30 office b',
      '10-08 office c',
      '10-09 office c',
    ]);
  });

  it('one day per person in turn at weekends and on holidays', () => {
    const rest = rotation(
      { kind: 'turns', shifts: ['office'], teams: [['a'], ['b'], ['c']], daysPerTurn: 1, days: ['weekend', 'holiday', 'lieu-day'] },
      '2026-09-25',
    );
    expect(lines(rest, '2026-09-25', '2026-10-03')).toEqual([
      '09-25 office a',
      '09-26 office b',
      '09-27 office c',
      '10-01 office a',
      '10-02 office b',
      '10-03 office c',
    ]);
  });

  it('fixed weekdays, and only on days that have the shift', () => {
    const fixed = rotation({ kind: 'weekdays', entries: [{ weekdays: [1, 3], shift: 'early', team: ['a', 'b'] }] }, '2026-12-01');
    expect(lines(fixed, '2026-12-01', '2026-12-07')).toEqual(['12-02 early a', '12-02 early b', '12-07 early a', '12-07 early b']);
    expect(lines(fixed, '2026-12-01', '2026-12-07', { days, exists: (_, day) => day.weekday !== 1 })).toEqual([
      '12-02 early a',
      '12-02 early b',
    ]);
  });

  it('counts a year nobody knows by weekday', () => {
    const office = rotation({ kind: 'turns', shifts: ['office'], teams: [['a']], daysPerTurn: 5, days: ['workday'] }, '2027-01-01');
    expect(lines(office, '2027-01-01', '2027-01-04')).toEqual(['01-01 office a', '01-04 office a']);
  });

  it('refuses a pattern that cannot be divided among the teams', () => {
    const rule = { kind: 'pattern', pattern: ['day', 'night', 'off'], teams: [['a'], ['b']] };
    expect(rotationRule.safeParse(rule).success).toBe(false);
    expect(rotationRule.safeParse({ ...rule, step: 1 }).success).toBe(true);
  });

  it('names its people and shifts', () => {
    expect([peopleOf(dayNightOffOff.rule), shiftsOf(dayNightOffOff.rule)]).toEqual([
      ['a', 'b', 'c', 'd'],
      ['day', 'night'],
    ]);
  });
});

describe('laws of rotations', () => {
  const date = fc.integer({ min: 0, max: 700 }).map((offset) => Temporal.PlainDate.from('2025-01-01').add({ days: offset }));
  const team = fc.uniqueArray(fc.constantFrom(...'abcdefghijkl'), { minLength: 1, maxLength: 3 });
  const pattern = fc
    .tuple(
      fc.array(fc.constantFrom('day', 'night', 'off'), { minLength: 1, maxLength: 10 }),
      fc.array(team, { minLength: 1, maxLength: 5 }),
      fc.nat(5),
    )
    .map(([cells, teams, step]) => ({ kind: 'pattern', pattern: cells, teams, step }));
  const turns = fc
    .tuple(
      fc.array(team, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 8 }),
      fc.boolean(),
      fc.constantFrom(undefined, ['workday'], ['weekend', 'holiday', 'lieu-day']),
    )
    .map(([teams, daysPerTurn, endsWithWeek, on]) => ({
      kind: 'turns',
      shifts: ['duty'],
      teams,
      daysPerTurn,
      endsWithWeek,
      ...(on === undefined ? {} : { days: on }),
    }));
  const any = fc.tuple(fc.oneof(pattern, turns), date).map(([rule, start]) => rotation(rule, start.toString()));

  it('a month continues where the one before ended: parts give the whole', () => {
    fc.assert(
      fc.property(any, date, fc.nat(40), fc.nat(40), (rot, from, first, second) => {
        const middle = from.add({ days: first });
        const end = middle.add({ days: second + 1 });
        const parts = [
          ...generate(rot, from.toString(), middle.toString(), world),
          ...generate(rot, middle.add({ days: 1 }).toString(), end.toString(), world),
        ];
        expect(parts).toEqual(generate(rot, from.toString(), end.toString(), world));
      }),
      { numRuns: 60 },
    );
  });

  it('nothing before the first day, and every cell lies in the stretch asked for', () => {
    fc.assert(
      fc.property(any, date, fc.nat(60), (rot, from, length) => {
        const until = from.add({ days: length }).toString();
        return generate(rot, from.toString(), until, world).every(
          (cell) => cell.on >= rot.startsOn && cell.on >= from.toString() && cell.on <= until,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('turns are shared out evenly: whole turns differ by one at most, and each day has one team', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 6 }),
        fc.integer({ min: 1, max: 7 }),
        date,
        fc.integer({ min: 1, max: 90 }),
        (teams, daysPerTurn, start, length) => {
          const rule = { kind: 'turns', shifts: ['duty'], teams: Array.from({ length: teams }, (_, index) => [`p${index}`]), daysPerTurn };
          const cells = generate(rotation(rule, start.toString()), start.toString(), start.add({ days: length - 1 }).toString(), world);
          expect(cells).toHaveLength(length);
          const counts = Array.from({ length: teams }, (_, index) =>
            Math.ceil(cells.filter((cell) => cell.person === `p${index}`).length / daysPerTurn),
          );
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a pattern comes back after its length', () => {
    fc.assert(
      fc.property(pattern, date, (rule, start) => {
        const rot = rotation(rule, start.toString());
        const day = (offset: number) => {
          const on = start.add({ days: offset }).toString();
          return generate(rot, on, on, world).map((cell) => `${cell.shift} ${cell.person}`);
        };
        expect(day(3 + rule.pattern.length)).toEqual(day(3));
      }),
      { numRuns: 60 },
    );
  });
});
