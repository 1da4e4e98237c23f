import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { afterSilence, waitedUntil } from './approval.ts';

const zone = 'Asia/Shanghai';
const at = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant();
const wall = (heard: string, dueAt: string, more: { repeat?: string; patient?: boolean } = {}) =>
  waitedUntil(at(heard), { dueAt: at(dueAt), repeat: more.repeat, zone, patient: more.patient ?? false })
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });

describe('an approver who does not answer', () => {
  it('is given a tenth of what is left, half an hour at least and twelve hours at most', () => {
    expect(wall('2026-12-01T10:00', '2026-12-01T20:00')).toBe('2026-12-01T11:00');
    expect(wall('2026-12-01T10:00', '2026-12-01T14:59')).toBe('2026-12-01T10:30');
    expect(wall('2026-12-01T10:00', '2026-12-01T09:00')).toBe('2026-12-01T10:30');
    expect(wall('2026-12-01T10:00', '2026-12-30T00:00')).toBe('2026-12-01T22:00');
  });

  it('is given the time the rule says', () => {
    expect(wall('2026-12-01T10:00', '2026-12-01T10:10', { repeat: 'PT5M' })).toBe('2026-12-01T10:05');
  });

  it('is reminded once; then it goes to the next above, and at the top reminders end', () => {
    const said = (up: number, reminded: number, levels = 2) => afterSilence({ up, reminded }, levels);
    expect([said(0, 0), said(0, 1), said(1, 0), said(1, 1), said(1, 7), said(1, 8)]).toEqual([
      'remind',
      'pass-on',
      'remind',
      'remind',
      'remind',
      'rest',
    ]);
    expect(said(0, 8, 1)).toBe('rest');
  });
});
