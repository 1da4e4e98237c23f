import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import type { DayKind } from '../policy.ts';
import type { WhenCalendar } from '../when.ts';
import type { RecordJudgement } from './judge.ts';
import { recordDue, timeWords } from './moments.ts';

const zone = 'Asia/Shanghai';
const at = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant();
const kindOn = (on: string): DayKind =>
  on === '2027-01-01' ? 'holiday' : Temporal.PlainDate.from(on).dayOfWeek >= 6 ? 'weekend' : 'workday';
const calendar: WhenCalendar = {
  zone,
  day: (on) => ({ on, kind: kindOn(on), name: null, season: 'winter', weekday: Temporal.PlainDate.from(on).dayOfWeek, source: 'test' }),
  anchors: (anchor) => (anchor === 'work_start' ? { hour: 8, minute: 30, dayOffset: 0 } : null),
};

describe('the words of a moment', () => {
  it.each([
    ['2026-12-03T08:29', ['off-hours', 'workday']],
    ['2026-12-03T08:30', ['office-hours', 'workday']],
    ['2026-12-03T16:59', ['office-hours', 'workday']],
    ['2026-12-03T17:00', ['off-hours', 'workday']],
    ['2026-12-05T10:00', ['off-hours', 'non-working-day']],
    ['2027-01-01T10:00', ['off-hours', 'non-working-day', 'holiday']],
  ])('of %s are %j [center-security-1-23]', (text, words) => {
    expect(timeWords(at(text), calendar)).toEqual(words);
  });

  it('say that the shift has just begun, in its first hour', () => {
    const shift = { start: at('2026-12-03T20:00'), end: at('2026-12-04T08:00') };
    expect(timeWords(at('2026-12-03T20:59'), calendar, shift)).toContain('shift-start');
    expect(timeWords(at('2026-12-03T21:00'), calendar, shift)).not.toContain('shift-start');
  });
});

describe('when a record is due', () => {
  const due = (when: NonNullable<RecordJudgement['due']>['value']['when'], written = '2026-12-04T22:00', termEnd: string | null = null) => {
    const shift = { start: at('2026-12-04T20:00'), end: at('2026-12-05T08:00') };
    const found = recordDue({
      due: { value: { when, remind: true }, cites: [], reaction: 'flag' },
      at: at(written),
      shift,
      termEnd,
      calendar,
    });
    return found === null ? null : found.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' });
  };

  it('is the end of the shift [secrecy-office-duty-31]', () => {
    expect(due('shift-end')).toBe('2026-12-05T08:00');
  });

  it('is the next start of work on a working day [company-duty-18]', () => {
    expect(due('work_start')).toBe('2026-12-07T08:30');
    expect(due('work_start', '2026-12-04T08:29')).toBe('2026-12-04T08:30');
    expect(due('work_start', '2026-12-04T08:30')).toBe('2026-12-07T08:30');
  });

  it('is the end of the last day of a loan [posted-staff-33]', () => {
    expect(due('loan_term_end', '2026-12-04T22:00', '2026-12-20')).toBe('2026-12-21T00:00');
    expect(due('loan_term_end')).toBeNull();
  });

  it('is the end of work before the next holiday', () => {
    expect(due('before-holiday')).toBe('2026-12-31T17:00');
  });

  it('is a time of day, or so long after it was written', () => {
    expect(due({ at: '16:30' })).toBe('2026-12-05T16:30');
    expect(due({ after: 'created', within: 'PT2H' })).toBe('2026-12-05T00:00');
  });

  it('is the end of the last day where it is so many days after it was written [maritime-forms-08]', () => {
    expect(due({ after: 'created', within: 'P7D' })).toBe('2026-12-12T00:00');
    expect(due({ after: 'created', within: 'P7D' }, '2026-12-04T00:00')).toBe('2026-12-12T00:00');
    expect(due({ after: 'created', within: 'P7D' }, '2026-12-03T23:59')).toBe('2026-12-11T00:00');
  });

  it('is not known as long as what it counts from has not happened', () => {
    expect(due({ after: 'repaired', within: 'P7D' })).toBeNull();
  });
});
