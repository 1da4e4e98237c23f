import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultDeskSettings } from '../people/settings.ts';
import type { Calendar, CalendarEntry } from './calendar.ts';
import { dayFacts, missingHolidays, seasonOf, workHoursOn } from './day-facts.ts';
import { publishedYears } from './public-holidays.ts';

const entry = (on: string, kind: CalendarEntry['kind'], name: string | null = null): [string, CalendarEntry] => [
  on,
  { on, kind, name, source: 'typed' },
];
const calendar = (...entries: [string, CalendarEntry][]): Calendar => ({
  settings: defaultDeskSettings.calendar,
  entries: new Map(entries),
});
const kind = (on: string, with_ = calendar()) => dayFacts(on, with_).kind;

describe('what a date is', () => {
  it.each([
    ['2026-10-01', 'holiday'],
    ['2026-10-07', 'lieu-day'],
    ['2026-10-10', 'make-up-workday'],
    ['2026-10-11', 'weekend'],
    ['2026-10-12', 'workday'],
    ['2026-02-14', 'make-up-workday'],
    ['2004-10-05', 'holiday'],
    ['2003-10-01', 'unknown'],
    ['2027-01-01', 'unknown'],
    ['2027-01-04', 'unknown'],
  ])('%s is a %s', (on, expected) => expect(kind(on)).toBe(expected));

  it('lets a lead override a day, and keeps the rest of an unknown year unknown', () => {
    const one = calendar(entry('2027-10-01', 'holiday', '国庆节'), entry('2026-12-25', 'holiday', '厂庆'));
    expect(dayFacts('2027-10-01', one)).toMatchObject({ kind: 'holiday', name: '国庆节', source: 'typed' });
    expect(kind('2026-12-25', one)).toBe('holiday');
    expect(kind('2027-10-08', one)).toBe('unknown');
    expect(missingHolidays(2027, one.entries)).toEqual(['2027-01-01', '2027-05-01']);
  });

  it('knows a year once it was imported as a whole', () => {
    const whole = calendar(
      entry('2027-01-01', 'holiday'),
      entry('2027-05-01', 'holiday'),
      entry('2027-10-01', 'holiday'),
      entry('2027-10-09', 'make-up-workday'),
    );
    expect([kind('2027-10-08', whole), kind('2027-10-09', whole), kind('2027-10-10', whole), kind('2028-10-09', whole)]).toEqual([
      'workday',
      'make-up-workday',
      'weekend',
      'unknown',
    ]);
  });

  it('never calls a day of an uncovered year a workday', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1990, max: 2060 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 28 }),
        (year, month, day) => {
          const on = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
          const covered = year >= publishedYears.first && year <= publishedYears.last;
          return (kind(on) === 'unknown') === !covered;
        },
      ),
    );
  });
});

describe('summer and winter hours', () => {
  const settings = { ...defaultDeskSettings.calendar, summer_work_start: '08:00', work_start: '09:00', work_end: '17:30' };
  it('switches on the two dates', () => {
    expect(['2026-04-30', '2026-05-01', '2026-09-30', '2026-10-01'].map((on) => seasonOf(on, settings))).toEqual([
      'winter',
      'summer',
      'summer',
      'winter',
    ]);
    expect(workHoursOn('2026-07-01', settings)).toEqual({ start: '08:00', end: '17:30' });
    expect(workHoursOn('2026-12-01', settings)).toEqual({ start: '09:00', end: '17:30' });
  });
  it('may run over the new year', () => {
    const south = { ...settings, summer_from: '10-01', winter_from: '04-01' };
    expect(['2026-12-31', '2027-01-01', '2027-03-31', '2027-04-01', '2026-09-30'].map((on) => seasonOf(on, south))).toEqual([
      'summer',
      'summer',
      'summer',
      'winter',
      'winter',
    ]);
  });
});
