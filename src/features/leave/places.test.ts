import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { blockedBy, freeSeat, type Place, segmentsOf } from './places.ts';

const at = (text: string) => Temporal.Instant.from(`2026-12-${text}:00Z`);
const span = (from: string, until: string) => ({ startsAt: at(from), endsAt: at(until) });
const station: Place = { lane: 'station:north:x', seats: 1, within: 'station' };
const shift: Place = { lane: 'shift:d1:x', seats: 2, within: 'shift' };

describe('the places of an absence', () => {
  it('are one for the whole stretch, of the tightest rule', () => {
    const leave = span('03T00:00', '05T00:00');
    expect(segmentsOf(leave, [], [])).toEqual([{ ...leave, place: null }]);
    expect(segmentsOf(leave, [{ ...station, seats: 3, lane: 'desk:d1:y', within: 'desk' }, station], [])).toEqual([
      { ...leave, place: station },
    ]);
  });

  it('are one in each shift it cuts into where the rule counts within a shift', () => {
    const duties = [
      { slot: 's2', ...span('04T20:00', '05T08:00') },
      { slot: 's1', ...span('03T08:00', '03T16:00') },
    ];
    expect(segmentsOf(span('03T00:00', '05T00:00'), [shift], duties)).toEqual([
      { ...span('03T00:00', '03T08:00'), place: null },
      { ...span('03T08:00', '03T16:00'), place: { ...shift, lane: 'shift:d1:x:s1' } },
      { ...span('03T16:00', '04T20:00'), place: null },
      { ...span('04T20:00', '05T00:00'), place: { ...shift, lane: 'shift:d1:x:s2' } },
    ]);
  });

  it('have seats, taken in order', () => {
    expect([freeSeat(2, []), freeSeat(2, [1]), freeSeat(2, [2]), freeSeat(2, [1, 2]), freeSeat(1, [null])]).toEqual([1, 2, 1, null, 1]);
  });
});

describe('days the desk has closed for leave', () => {
  const fair = { from: '2026-12-10', until: '2026-12-12', name: '展会' };
  it.each([
    ['2026-12-08', '2026-12-09', false],
    ['2026-12-09', '2026-12-10', true],
    ['2026-12-12', '2026-12-14', true],
    ['2026-12-13', '2026-12-14', false],
  ])('from %s to %s: %s', (from, until, blocked) => {
    expect(blockedBy({ from, until }, [fair]) !== null).toBe(blocked);
  });
});
