import { describe, expect, it } from 'vitest';
import { Temporal } from '../../../core/time.ts';
import { partOf } from './part.ts';

const zone = 'Asia/Shanghai';
const at = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant();
const day = { startsAt: at('2026-12-03T07:30'), endsAt: at('2026-12-03T16:00') };
const night = { startsAt: at('2026-12-03T20:00'), endsAt: at('2026-12-04T08:00') };

describe('a part of a shift in wall times', () => {
  it('is the whole shift where nothing is written', () => {
    expect(partOf(day, '', '', zone)).toEqual({ ok: true, value: null });
  });

  it('lies within the shift, up to both its ends', () => {
    expect(partOf(day, '07:30', '16:00', zone)).toEqual({ ok: true, value: { start: day.startsAt, end: day.endsAt } });
    expect(partOf(day, '07:29', '12:00', zone)).toEqual({ ok: false, refusal: 'outside' });
    expect(partOf(day, '10:00', '16:01', zone)).toEqual({ ok: false, refusal: 'outside' });
    expect(partOf(day, '12:00', '10:00', zone)).toEqual({ ok: false, refusal: 'outside' });
    expect(partOf(day, '12:00', '12:00', zone)).toEqual({ ok: false, refusal: 'outside' });
    expect(partOf(day, '12:00', '', zone)).toEqual({ ok: false, refusal: 'half' });
  });

  it('goes over midnight with a night shift', () => {
    expect(partOf(night, '22:00', '02:00', zone)).toEqual({
      ok: true,
      value: { start: at('2026-12-03T22:00'), end: at('2026-12-04T02:00') },
    });
    expect(partOf(night, '02:00', '08:00', zone)).toEqual({ ok: true, value: { start: at('2026-12-04T02:00'), end: night.endsAt } });
    expect(partOf(night, '02:00', '22:00', zone)).toEqual({ ok: false, refusal: 'outside' });
  });

  it('keeps to the wall where a clock is set back', () => {
    const berlin = 'Europe/Berlin';
    const wall = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime(berlin).toInstant();
    const slot = { startsAt: wall('2026-10-24T22:00'), endsAt: wall('2026-10-25T06:00') };
    const part = partOf(slot, '01:00', '04:00', berlin);
    expect(part.ok && part.value?.start.until(part.value.end).total('hours')).toBe(4);
  });
});
