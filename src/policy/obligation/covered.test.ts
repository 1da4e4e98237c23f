import { describe, expect, it } from 'vitest';
import { coveredDays } from './covered.ts';

describe('the days a report is about', () => {
  it.each([
    ['day', '2026-12-03', { from: '2026-12-03', until: '2026-12-03' }],
    ['last-month', '2027-01-03', { from: '2026-12-01', until: '2026-12-31' }],
    ['last-month', '2028-03-31', { from: '2028-02-01', until: '2028-02-29' }],
    ['last-week', '2026-12-07', { from: '2026-11-30', until: '2026-12-06' }],
    ['sat-fri', '2026-12-04', { from: '2026-11-28', until: '2026-12-04' }],
  ] as const)('%s of %s', (range, on, days) => {
    expect(coveredDays({ range }, on)).toEqual(days);
  });

  it('is none where no rule names any, or the cycle of the desk decides', () => {
    expect(coveredDays({}, '2026-12-03')).toBeNull();
    expect(coveredDays({ range: 'last-cycle' }, '2026-12-03')).toBeNull();
  });
});
