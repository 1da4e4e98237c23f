import { describe, expect, it } from 'vitest';
import type { DayLookup } from '../../policy/policy.ts';
import { dayReminder, endingMoments, monthDeadline, reminderMoments } from './deadline.ts';

const zone = 'Asia/Shanghai';
const wall = (at: { toZonedDateTimeISO(zone: string): { toPlainDateTime(): { toString(): string } } } | null) =>
  at?.toZonedDateTimeISO(zone).toPlainDateTime().toString() ?? null;
const rule = (day: number | 'last', of: 'month' | 'previous-month', before: boolean) =>
  ({ kind: 'day-of-month', day, of, before }) as const;

describe('when a roster must be published', () => {
  it.each([
    ['by the end of the previous month (company-duty-10)', rule('last', 'previous-month', false), '2026-12-01T00:00:00'],
    ['before the 1st of the month (agency-duty-02)', rule(1, 'month', true), '2026-12-01T00:00:00'],
    ['by the 4th, the day included', rule(4, 'month', false), '2026-12-05T00:00:00'],
    ['before the 25th of the previous month', rule(25, 'previous-month', true), '2026-11-25T00:00:00'],
  ])('%s', (_, publishBy, expected) => expect(wall(monthDeadline(publishBy, '2026-12', zone))).toBe(expected));

  it('finds the 31st in a short month on its last day', () => {
    expect(wall(monthDeadline(rule(31, 'previous-month', false), '2027-03', zone))).toBe('2027-03-01T00:00:00');
  });

  it('has no moment of the month where the rule counts from the duty day', () => {
    expect(monthDeadline({ kind: 'before-duty-day' }, '2026-12', zone)).toBeNull();
    expect(wall(dayReminder('2026-12-01', zone))).toBe('2026-11-30T15:00:00');
  });

  it('reminds three days before, on the last day, and once it is late', () => {
    const deadline = monthDeadline(rule(1, 'month', true), '2026-12', zone);
    expect(deadline).not.toBeNull();
    if (deadline !== null)
      expect(reminderMoments(deadline, zone).map(({ at, overdue }) => `${wall(at)} ${overdue}`)).toEqual([
        '2026-11-27T10:00:00 false',
        '2026-11-30T10:00:00 false',
        '2026-12-01T10:00:00 true',
      ]);
  });

  it('reminds of a roster that ends on a working day, and again on the day before, whatever that is', () => {
    const days =
      (off: readonly string[]): DayLookup =>
      (on) => ({ on, season: 'winter', weekday: 1, kind: off.includes(on) ? 'holiday' : 'workday', name: null, source: 'weekday' });
    const moments = (last: string, off: readonly string[] = []) =>
      endingMoments(last, days(off), zone).map(({ at, again }) => `${wall(at)} ${again}`);
    expect(moments('2026-11-30')).toEqual(['2026-11-27T10:00:00 false', '2026-11-29T10:00:00 true']);
    expect(moments('2026-11-30', ['2026-11-29', '2026-11-27', '2026-11-26'])).toEqual([
      '2026-11-25T10:00:00 false',
      '2026-11-29T10:00:00 true',
    ]);
  });
});
