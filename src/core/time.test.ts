import { describe, expect, it } from 'vitest';
import { localDate, Temporal, wallClock, wallTime } from './time.ts';

const at = (text: string) => Temporal.Instant.from(text);

describe('wall times and dates of a zone', () => {
  it('goes by the zone that is asked for, however often', () => {
    for (const _ of [1, 2]) {
      expect(wallTime('2026-12-04', '07:30', 'Asia/Shanghai').toString()).toBe('2026-12-03T23:30:00Z');
      expect(wallTime('2026-12-04', '07:30', 'Europe/Berlin').toString()).toBe('2026-12-04T06:30:00Z');
      expect(localDate(at('2026-12-03T16:00:00Z'), 'Asia/Shanghai')).toBe('2026-12-04');
      expect(localDate(at('2026-12-03T15:59:59.999999999Z'), 'Asia/Shanghai')).toBe('2026-12-03');
      expect(localDate(at('2026-12-03T16:00:00Z'), 'Europe/Berlin')).toBe('2026-12-03');
    }
  });

  it('shows day and time of the zone, also around midnight', () => {
    const midnight = at('2026-12-03T16:00:00Z');
    expect(wallClock(midnight, 'Asia/Shanghai')).toMatchObject({ date: '2026-12-04', hour: 0, minute: 0 });
    expect(wallClock(midnight, 'Europe/Berlin')).toMatchObject({ date: '2026-12-03', hour: 17, minute: 0 });
    expect(wallClock(at('2026-12-03T15:59:59.999Z'), 'Asia/Shanghai')).toMatchObject({ date: '2026-12-03', hour: 23, minute: 59 });
  });

  it('takes an hour the clock skips as the one after it, and the first of an hour it shows twice', () => {
    expect(wallTime('2026-03-29', '02:30', 'Europe/Berlin').toString()).toBe('2026-03-29T01:30:00Z');
    expect(wallTime('2026-10-25', '02:30', 'Europe/Berlin').toString()).toBe('2026-10-25T00:30:00Z');
  });

  it('reads moments before 1970', () => {
    expect(localDate(at('1969-12-31T15:59:59.5Z'), 'Asia/Shanghai')).toBe('1969-12-31');
    expect(wallTime('1969-12-31', '00:00', 'UTC').toString()).toBe('1969-12-31T00:00:00Z');
  });
});
