import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { byLeaveYear, byMonth, leaveYear, lengthOf, nextLeaveYear, type Stretch } from './length.ts';

const zone = 'Asia/Shanghai';
const wall = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant();
/** Monday to Friday of December 2026. */
const isWorkday = (on: string) => Temporal.PlainDate.from(on).dayOfWeek <= 5;
const duty = (dutyOn: string, from: string, until: string) => ({ dutyOn, startsAt: wall(from), endsAt: wall(until) });
const isMidnight = (text: string): boolean => text.endsWith('T00:00');
const stretch = (from: string, until: string, extra: Partial<Stretch> = {}): Stretch => ({
  startsAt: wall(from),
  endsAt: wall(until),
  span: {
    startsAt: wall(from),
    endsAt: wall(until),
    wholeFrom: isMidnight(from) ? from.slice(0, 10) : null,
    wholeUntil: isMidnight(until) ? Temporal.PlainDate.from(until.slice(0, 10)).subtract({ days: 1 }).toString() : null,
  },
  zone,
  count: 'calendar',
  duties: [],
  isRostered: () => true,
  isWorkday,
  office: { from: 9 * 60, until: 17 * 60 },
  ...extra,
});

describe('the length of a leave', () => {
  it('counts every calendar day from the first to the last', () => {
    // Thursday to Monday.
    expect(lengthOf(stretch('2026-12-03T00:00', '2026-12-08T00:00'))).toMatchObject({ days: 5, calendarDays: 5, workingDays: 3 });
  });

  it('counts the days the person has duty on, whatever the number of shifts', () => {
    const duties = [
      duty('2026-12-03', '2026-12-03T07:30', '2026-12-03T11:00'),
      duty('2026-12-03', '2026-12-03T14:00', '2026-12-03T18:00'),
      duty('2026-12-06', '2026-12-06T07:30', '2026-12-06T16:00'),
    ];
    const length = lengthOf(stretch('2026-12-03T00:00', '2026-12-08T00:00', { count: 'rostered', duties }));
    expect(length).toMatchObject({
      days: 2,
      perDay: [
        { on: '2026-12-03', days: 1 },
        { on: '2026-12-06', days: 1 },
      ],
    });
  });

  it('takes the workdays of the calendar where no roster is published yet', () => {
    expect(lengthOf(stretch('2026-12-03T00:00', '2026-12-08T00:00', { count: 'rostered', isRostered: () => false })).days).toBe(3);
  });

  it('takes half a day for an edge at noon', () => {
    expect(lengthOf(stretch('2026-12-03T12:00', '2026-12-05T00:00')).days).toBe(1.5);
    expect(lengthOf(stretch('2026-12-03T00:00', '2026-12-04T12:00')).days).toBe(1.5);
    expect(lengthOf(stretch('2026-12-03T12:00', '2026-12-04T00:00')).days).toBe(0.5);
  });

  it('counts other hours by those of the shift, else by office hours', () => {
    const duties = [duty('2026-12-03', '2026-12-03T08:00', '2026-12-03T16:00')];
    expect(lengthOf(stretch('2026-12-03T14:00', '2026-12-03T16:00', { count: 'rostered', duties })).days).toBe(0.25);
    expect(lengthOf(stretch('2026-12-03T15:00', '2026-12-03T17:00')).days).toBe(0.25);
    expect(lengthOf(stretch('2026-12-03T18:00', '2026-12-03T20:00')).days).toBe(0);
  });

  it('counts the tail of a night shift under the day of the shift', () => {
    const duties = [duty('2026-12-03', '2026-12-03T20:00', '2026-12-04T08:00')];
    const length = lengthOf(stretch('2026-12-04T02:00', '2026-12-04T08:00', { count: 'rostered', duties }));
    expect(length.perDay).toEqual([{ on: '2026-12-03', days: 0.5 }]);
  });

  it('takes the night of a day whole where it ends with the day, and by the hours where it begins in it', () => {
    const duties = [duty('2026-12-03', '2026-12-03T20:00', '2026-12-04T08:00')];
    const counted = (from: string, until: string) => lengthOf(stretch(from, until, { count: 'rostered', duties })).perDay;
    expect(counted('2026-12-03T00:00', '2026-12-04T00:00')).toEqual([{ on: '2026-12-03', days: 1 }]);
    expect(counted('2026-12-03T14:00', '2026-12-04T00:00')).toEqual([{ on: '2026-12-03', days: 1 }]);
    expect(counted('2026-12-03T23:00', '2026-12-04T00:00')).toEqual([{ on: '2026-12-03', days: 0.75 }]);
  });

  it('counts a day whose midnight the clocks skip', () => {
    const cairo = (text: string) => Temporal.PlainDate.from(text).toZonedDateTime('Africa/Cairo').toInstant();
    const [startsAt, endsAt] = [cairo('2026-04-24'), cairo('2026-04-25')];
    const span = { startsAt, endsAt, wholeFrom: '2026-04-24', wholeUntil: '2026-04-24' };
    expect(lengthOf({ ...stretch('2026-04-24T00:00', '2026-04-25T00:00'), startsAt, endsAt, span, zone: 'Africa/Cairo' }).days).toBe(1);
  });

  it('is nothing where the end is before the start', () => {
    expect(lengthOf(stretch('2026-12-05T00:00', '2026-12-03T00:00')).days).toBe(0);
  });
});

describe('leave years', () => {
  it('begin on the day the desk sets, included', () => {
    expect([leaveYear('2026-12-31', '01-01'), leaveYear('2027-01-01', '01-01')]).toEqual(['2026-01-01', '2027-01-01']);
    expect([leaveYear('2026-03-31', '04-01'), leaveYear('2026-04-01', '04-01')]).toEqual(['2025-04-01', '2026-04-01']);
    expect(nextLeaveYear('2025-04-01')).toBe('2026-04-01');
  });

  it('divide a leave over new year, each part under the first of its days', () => {
    const perDay = ['2026-12-30', '2026-12-31', '2027-01-01'].map((on) => ({ on, days: 1 }));
    expect(byLeaveYear(perDay, '01-01')).toEqual([
      { on: '2026-12-30', days: 2 },
      { on: '2027-01-01', days: 1 },
    ]);
    expect(byMonth([...perDay, { on: '2027-01-02', days: 0.5 }])).toEqual([
      { on: '2026-12-30', days: 2 },
      { on: '2027-01-01', days: 1.5 },
    ]);
  });
});
