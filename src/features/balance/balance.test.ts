import { describe, expect, it } from 'vitest';
import { carryOver, type Entry, reservedOf, takenBy, usedOf, yearlyStanding } from './balance.ts';

const entry = (kind: Entry['kind'], amount: number, on: string, extra: Partial<Entry> = {}): Entry => ({
  kind,
  amount,
  on,
  expiresOn: null,
  request: null,
  ...extra,
});
const standing = (entries: readonly Entry[], on = '2026-06-01', granted = 5, without: string | null = null) =>
  yearlyStanding({ granted, entries, on, yearFrom: '01-01', without });

describe('a yearly balance', () => {
  it('is what was granted without what is asked for and what was taken', () => {
    const entries = [
      entry('reserved', -2, '2026-03-02', { request: 'r1' }),
      entry('released', 2, '2026-03-02', { request: 'r1' }),
      entry('used', -2, '2026-03-02', { request: 'r1' }),
      entry('reserved', -1.5, '2026-05-04', { request: 'r2' }),
    ];
    expect(standing(entries)).toMatchObject({ granted: 5, used: 2, reserved: 1.5, left: 1.5 });
    expect(standing(entries, '2026-06-01', 5, 'r2')).toMatchObject({ reserved: 0, left: 3 });
    expect(reservedOf(entries, 'r1')).toEqual([]);
    expect(usedOf(entries, 'r1')).toEqual([{ on: '2026-03-02', days: 2 }]);
    expect(takenBy(entries, null)).toEqual([
      { on: '2026-03-02', days: 2 },
      { on: '2026-05-04', days: 1.5 },
    ]);
  });

  it('begins anew with the year', () => {
    expect(standing([entry('used', -5, '2026-12-28', { request: 'r1' })], '2027-01-01').left).toBe(5);
  });

  it('gets back what was given back', () => {
    const entries = [entry('used', -3, '2026-03-02', { request: 'r1' }), entry('returned', 1, '2026-03-02', { request: 'r1' })];
    expect(standing(entries)).toMatchObject({ used: 2, left: 3 });
  });

  it('holds days carried over until they lapse, and afterwards only what was taken in time', () => {
    const carried = entry('carried', 3, '2026-01-01', { expiresOn: '2026-03-31' });
    expect(standing([carried], '2026-03-31')).toMatchObject({ carried: 3, left: 8, expiring: { days: 3, on: '2026-03-31' } });
    expect(standing([carried], '2026-04-01')).toMatchObject({ carried: 0, left: 5, expiring: null });
    const taken = entry('used', -2, '2026-02-02', { request: 'r1' });
    expect(standing([carried, taken], '2026-04-01')).toMatchObject({ carried: 2, used: 2, left: 5 });
  });

  it('adds what a lead adjusts, up and down', () => {
    expect(standing([entry('adjusted', 2, '2026-01-05'), entry('adjusted', -0.5, '2026-02-05')])).toMatchObject({
      adjusted: 1.5,
      left: 6.5,
    });
  });
});

describe('what goes over into the next year', () => {
  it('is what is left of the year itself, at most what the desk lets go over', () => {
    const year = standing([entry('used', -2, '2026-03-02', { request: 'r1' })], '2026-12-31');
    expect([carryOver(year, 5), carryOver(year, 2), carryOver(year, 0)]).toEqual([3, 2, 0]);
  });

  it('is never what was carried into it', () => {
    const carried = entry('carried', 3, '2026-01-01', { expiresOn: '2026-12-31' });
    expect(carryOver(standing([carried], '2026-12-31'), 10)).toBe(5);
    expect(carryOver(standing([carried, entry('used', -4, '2026-05-05', { request: 'r1' })], '2026-12-31'), 10)).toBe(4);
  });
});
