import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Temporal } from '../core/time.ts';
import type { DayFacts } from './policy.ts';
import {
  afterEvent,
  type DayRule,
  dueByInterval,
  dueDay,
  endOfLimit,
  momentsOf,
  occurrences,
  type Recurrence,
  randomMoments,
  type When,
  whenSchema,
  workingDaysAfter,
} from './when.ts';

/** 1 to 7 October is a holiday, the 10th makes up for it; nothing is known of 2027. */
const day = (on: string): DayFacts => {
  const weekday = Temporal.PlainDate.from(on).dayOfWeek;
  const kind =
    on >= '2027'
      ? 'unknown'
      : on >= '2026-10-01' && on <= '2026-10-07'
        ? 'holiday'
        : on === '2026-10-10'
          ? 'make-up-workday'
          : weekday >= 6
            ? 'weekend'
            : 'workday';
  return { on, kind, name: null, season: 'winter', weekday, source: 'test' };
};
const calendarIn = (zone: string) => ({
  zone,
  day,
  anchors: (anchor: string) => (anchor === 'work_end' ? { hour: 17, minute: 30, dayOffset: 0 } : null),
});
const shanghai = calendarIn('Asia/Shanghai');
const facts = { on: '2026-12-03', events: { reported: Temporal.Instant.from('2026-12-03T10:00+08:00') }, last: null, seed: 's' };
const show = (when: When, given = facts, calendar = shanghai): string =>
  momentsOf(whenSchema.parse(when), given, calendar)
    .map((at) => at.toZonedDateTimeISO(calendar.zone).toPlainDateTime().toString({ smallestUnit: 'minute' }))
    .join(' ');
const due = (rule: DayRule, month = '2026-12', event?: string): string | null =>
  dueDay(rule, { month, day, ...(event === undefined ? {} : { event }) });

describe('when: a time of day', () => {
  it('is the clock of the zone, also on the next day', () => {
    expect(show({ at: '07:30' })).toBe('2026-12-03T07:30');
    expect(show({ at: '08:00+1' })).toBe('2026-12-04T08:00');
    expect(show({ at: '24:00' })).toBe('2026-12-04T00:00');
  });

  it('is an anchor with an offset, and nothing where nobody supplied it', () => {
    expect(show({ at: { anchor: 'work_end', offset: '-PT15M' } })).toBe('2026-12-03T17:15');
    expect(show({ at: { anchor: 'first-sailing' } })).toBe('');
  });

  it('moves over an hour the clock skips and takes the first of two', () => {
    const berlin = calendarIn('Europe/Berlin');
    expect(show({ at: '02:30' }, { ...facts, on: '2026-03-29' }, berlin)).toBe('2026-03-29T03:30');
    const [autumn] = momentsOf({ at: '02:30' }, { ...facts, on: '2026-10-25' }, berlin);
    expect(autumn?.toString()).toBe('2026-10-25T00:30:00Z');
  });
});

describe('when: after an event', () => {
  it('counts hours as they pass and days by the calendar', () => {
    expect(show({ after: 'reported', within: 'PT1H' })).toBe('2026-12-03T11:00');
    expect(show({ after: 'unheard', within: 'PT1H' })).toBe('');
    const before = Temporal.ZonedDateTime.from('2026-03-28T12:00[Europe/Berlin]').toInstant();
    expect(afterEvent(before, 'P1D', 'Europe/Berlin').since(before).total('hours')).toBe(23);
    expect(afterEvent(before, 'PT24H', 'Europe/Berlin').since(before).total('hours')).toBe(24);
  });

  it('ends a month after the 31st on the last day of a short month', () => {
    const at = Temporal.ZonedDateTime.from('2026-01-31T09:00[Asia/Shanghai]').toInstant();
    expect(afterEvent(at, 'P1M', 'Asia/Shanghai').toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString()).toBe('2026-02-28');
  });

  it('lasts all of its last day where the limit is in days, and to the minute where it is in hours', () => {
    const end = (text: string, within: string) =>
      endOfLimit(Temporal.ZonedDateTime.from(text).toInstant(), within, 'Europe/Berlin').toZonedDateTimeISO('Europe/Berlin').toString();
    expect(end('2026-12-03T09:30[Europe/Berlin]', 'P7D')).toBe('2026-12-11T00:00:00+01:00[Europe/Berlin]');
    expect(end('2026-12-03T00:00[Europe/Berlin]', 'P7D')).toBe('2026-12-11T00:00:00+01:00[Europe/Berlin]');
    expect(end('2026-12-03T09:30[Europe/Berlin]', 'PT168H')).toBe('2026-12-10T09:30:00+01:00[Europe/Berlin]');
    // The last day has 23 hours.
    expect(end('2026-03-22T09:30[Europe/Berlin]', 'P7D')).toBe('2026-03-30T00:00:00+02:00[Europe/Berlin]');
  });
});

describe('when: a day within a period', () => {
  it.each<[DayRule, string, string]>([
    [{ day: 22 }, '2026-12', '2026-12-22'],
    [{ day: 4, before: true }, '2026-12', '2026-12-03'],
    [{ day: 1, before: true }, '2026-03', '2026-02-28'],
    [{ day: 31 }, '2026-02', '2026-02-28'],
    [{ day: 'last', of: 'previous-month' }, '2026-12', '2026-11-30'],
    [{ day: 'last', of: 'previous-month' }, '2024-03', '2024-02-29'],
    [{ day: 'last', of: 'previous-month' }, '2026-01', '2025-12-31'],
    [{ weekday: 'fri', before_day: 25 }, '2026-12', '2026-12-18'],
    // The 25th is a Friday itself: the last one strictly before it.
    [{ weekday: 'fri', before_day: 25 }, '2026-09', '2026-09-18'],
    // Friday the 2nd is a holiday: the last workday before it.
    [{ weekday: 'fri', before_day: 8 }, '2026-10', '2026-09-30'],
  ])('%j of %s is %s', (rule, month, on) => {
    expect(due(rule, month)).toBe(on);
  });

  it('counts working days, with make-up days and without holidays', () => {
    expect(due({ working_days: 3 }, '2026-09', '2026-09-29')).toBe('2026-10-09');
    expect(due({ working_days: 4 }, '2026-09', '2026-09-29')).toBe('2026-10-10');
    expect(due({ working_days: 0 }, '2026-12', '2026-12-05')).toBe('2026-12-05');
    expect(due({ working_days: 3 }, '2026-12')).toBeNull();
  });

  it('does not know what the calendar does not know', () => {
    expect(workingDaysAfter('2026-12-30', 1, day)).toBe('2026-12-31');
    expect(workingDaysAfter('2026-12-30', 2, day)).toBeNull();
    expect(due({ weekday: 'fri', before_day: 25 }, '2027-01')).toBeNull();
  });

  it('is over at the end of the day, or at the time that is named', () => {
    expect(show({ due: { day: 22 } })).toBe('2026-12-23T00:00');
    expect(show({ due: { day: 21 }, at: { anchor: 'work_end' } })).toBe('2026-12-21T17:30');
  });
});

describe('when: again and again', () => {
  const span = (from: string, to: string) => ({ start: Temporal.Instant.from(`${from}+08:00`), end: Temporal.Instant.from(`${to}+08:00`) });
  const dates = (rule: Recurrence, from: string, to: string): string =>
    occurrences(rule, span(from, to), shanghai)
      .map((at) => at.toZonedDateTimeISO('Asia/Shanghai').toPlainDateTime().toString({ smallestUnit: 'minute' }))
      .join(' ');

  it('leaves out holidays and keeps make-up days', () => {
    expect(dates({ every: 'workday', at: '16:30' }, '2026-09-30T00:00', '2026-10-13T00:00')).toBe(
      '2026-09-30T16:30 2026-10-08T16:30 2026-10-09T16:30 2026-10-10T16:30 2026-10-12T16:30',
    );
  });

  it('keeps the weekday and the day of the month', () => {
    expect(dates({ every: 'week', weekday: 'mon', at: '13:00' }, '2026-12-01T00:00', '2026-12-15T00:00')).toBe(
      '2026-12-07T13:00 2026-12-14T13:00',
    );
    expect(
      dates({ every: 'month', day_rule: { day: 'last', of: 'previous-month' }, at: '17:00' }, '2026-11-01T00:00', '2027-01-02T00:00'),
    ).toBe('2026-11-30T17:00 2026-12-31T17:00');
    expect(dates({ every: 'month', day_rule: { day: 31 }, at: '09:00' }, '2026-02-01T00:00', '2026-04-01T00:00')).toBe(
      '2026-02-28T09:00 2026-03-31T09:00',
    );
  });

  it('includes the start of a span and not its end, also for times of the next day', () => {
    expect(dates({ every: 'day', at: '08:00+1' }, '2026-12-01T08:00', '2026-12-02T08:00')).toBe('2026-12-01T08:00');
    expect(show({ every: 'day', at: '19:00' })).toBe('2026-12-03T19:00');
  });

  it('gives the same moments for a span and for its two halves', () => {
    const zone = 'America/New_York';
    const start = Temporal.Instant.from('2026-01-01T00:00Z');
    const rules: readonly Recurrence[] = [
      { every: 'day', at: '02:30' },
      { every: 'workday', at: '24:00' },
      { every: 'week', weekday: 'sun', at: '02:00+1' },
      { every: 'month', day_rule: { day: 'last' }, at: '23:59' },
    ];
    fc.assert(
      fc.property(fc.constantFrom(...rules), fc.nat(300), fc.nat(2000), fc.nat(2000), (rule, first, hours, more) => {
        const from = start.add({ hours: first * 24 });
        const middle = from.add({ hours });
        const end = middle.add({ hours: more });
        const whole = occurrences(rule, { start: from, end }, calendarIn(zone)).map(String);
        const halves = [
          { start: from, end: middle },
          { start: middle, end },
        ].flatMap((half) => occurrences(rule, half, calendarIn(zone)).map(String));
        expect(halves).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });
});

describe('when: a greatest interval', () => {
  const window = { start: Temporal.Instant.from('2026-12-03T12:00Z'), end: Temporal.Instant.from('2026-12-03T18:00Z') };
  it('runs from the last time, or from the start of the window where that is later', () => {
    expect(dueByInterval(window.start.add({ hours: 1 }), 'PT2H', window).toString()).toBe('2026-12-03T15:00:00Z');
    expect(dueByInterval(window.start.subtract({ hours: 1 }), 'PT2H', window).toString()).toBe('2026-12-03T14:00:00Z');
    expect(dueByInterval(null, 'PT2H', window).toString()).toBe('2026-12-03T14:00:00Z');
    expect(show({ max_interval: 'PT2H' })).toBe('2026-12-03T02:00');
  });
});

describe('when: at random within a window', () => {
  const start = Temporal.Instant.from('2026-12-03T12:00Z');

  it('falls inside the window, in order, each minute once, and again the same for the same seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(600), fc.string(), (count, minutes, seed) => {
        const window = { start, end: start.add({ minutes }) };
        const moments = randomMoments(count, window, seed).map((at) => at.epochMilliseconds);
        expect(moments).toHaveLength(Math.min(count, minutes));
        expect(moments).toEqual([...new Set(moments)].toSorted((left, right) => left - right));
        expect(moments.every((at) => at >= start.epochMilliseconds && at < window.end.epochMilliseconds)).toBe(true);
        expect(randomMoments(count, window, seed).map((at) => at.epochMilliseconds)).toEqual(moments);
      }),
    );
  });

  it('differs between seeds', () => {
    const drawn = Array.from({ length: 50 }, (_, seed) =>
      randomMoments(1, { start, end: start.add({ hours: 6 }) }, `round ${seed}`).join(),
    );
    expect(new Set(drawn).size).toBeGreaterThan(40);
    expect(show({ random: 2, from: '18:00', to: '06:00+1' }).split(' ')).toHaveLength(2);
  });
});
