import { describe, expect, it } from 'vitest';
import { formatDay, formatDeadline, formatHours, formatMinutes, formatMoment, formatMonth } from './format.ts';
import { Temporal } from './time.ts';

const zone = 'Asia/Shanghai';
const at = (text: string) => Temporal.Instant.from(`${text}+08:00`);

describe('times as people on duty read them', () => {
  it('names the weekday with the day', () => {
    const day = Temporal.PlainDate.from('2026-12-03');
    expect(formatDay(day, 'zh')).toBe('12月3日(周四)');
    expect(formatDay(day, 'en')).toBe('Thu 3 Dec');
    expect(formatMonth(day.toPlainYearMonth(), 'zh')).toBe('2026年12月');
    expect(formatMonth(day.toPlainYearMonth(), 'en')).toBe('Dec 2026');
  });

  it('names both days of a night shift', () => {
    expect(formatHours(at('2026-12-03T20:00'), at('2026-12-04T08:00'), zone, 'zh')).toBe('20:00–次日08:00');
    expect(formatHours(at('2026-12-03T20:00'), at('2026-12-04T08:00'), zone, 'en')).toBe('20:00–08:00 Fri');
  });

  it('lets a shift that ends at midnight end on its own day', () => {
    expect(formatHours(at('2026-12-31T16:00'), at('2027-01-01T00:00'), zone, 'zh')).toBe('16:00–24:00');
    expect(formatHours(at('2026-12-31T00:00'), at('2026-12-31T07:30'), zone, 'en')).toBe('00:00–07:30');
  });

  it('names the last day of a block of days', () => {
    expect(formatHours(at('2026-12-04T17:00'), at('2026-12-07T09:00'), zone, 'en')).toBe('17:00–Mon 7 Dec 09:00');
  });

  it('uses the zone of the desk', () => {
    expect(formatMoment(at('2026-12-04T02:00'), 'Europe/London', 'en')).toBe('Thu 3 Dec 18:00');
  });

  it('counts a deadline at midnight to the day that ends', () => {
    expect(formatDeadline(at('2026-12-09T00:00'), zone, 'zh')).toBe('12月8日(周二)24:00');
    expect(formatDeadline(at('2026-12-09T00:00'), zone, 'en')).toBe('Tue 8 Dec 24:00');
    expect(formatDeadline(at('2026-12-09T00:01'), zone, 'zh')).toBe('12月9日(周三)00:01');
  });

  it('splits minutes into hours', () => {
    expect(formatMinutes(0, 'zh')).toBe('0 分钟');
    expect(formatMinutes(80, 'en')).toBe('1 h 20 min');
    expect(formatMinutes(120, 'zh')).toBe('2 小时');
  });
});
