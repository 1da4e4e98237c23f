import { describe, expect, it } from 'vitest';
import { demoPolicy } from '../../../test/policy/demo-policy.ts';
import { type CaseText, caseOf, duty, found } from '../../../test/policy/request-case.ts';
import { judgeRequest } from './judge.ts';

const ruling = (entry: Readonly<Record<string, unknown>>, given: Partial<CaseText>, type = 'leave') =>
  judgeRequest(
    demoPolicy({ request: { forbidden: { request: [type], ...entry } } }),
    caseOf({ type, filed: '2026-09-01T09:00', ...given }),
  );
const holiday = { forbid_on: ['holiday'] };

describe('forbidden days', () => {
  it('are those of the span: the eve and the day after a holiday are none', () => {
    expect(ruling(holiday, { from: '2026-09-29', until: '2026-09-30' }).findings).toEqual([]);
    expect(ruling(holiday, { from: '2026-10-08' }).findings).toEqual([]);
    expect(found(ruling(holiday, { from: '2026-09-29', until: '2026-10-01' }), 'demo-01')).toEqual([
      'forbidden-day refuse 2026-10-01/holiday',
    ]);
    expect(ruling(holiday, { from: '2026-10-07' }).findings).toMatchObject([{ measured: '2026-10-07', instead: '2026-10-08' }]);
  });

  it('are those a shift starts on', () => {
    const eve = duty('a', 'late', '2026-09-30T20:00', '2026-10-01T08:00');
    const last = duty('b', 'late', '2026-10-07T20:00', '2026-10-08T08:00');
    expect(ruling(holiday, { touched: [eve] }, 'swap').findings).toEqual([]);
    expect(ruling(holiday, { touched: [eve, last] }, 'swap').findings).toMatchObject([{ measured: '2026-10-07' }]);
  });

  it('at the weekend leave out a weekend day that is worked', () => {
    const weekend = { forbid_on: ['weekend'] };
    expect(ruling(weekend, { from: '2026-10-10' }).findings).toEqual([]);
    expect(ruling(weekend, { from: '2026-10-11' }).findings).toMatchObject([{ instead: '2026-10-12' }]);
  });

  it('of a special period are known from the answers', () => {
    const special = { forbid_on: ['special-period'] };
    expect(ruling(special, { from: '2026-11-03' }).findings).toEqual([]);
    expect(ruling(special, { from: '2026-11-03', answers: { day: ['special-period'] } }).findings).toMatchObject([
      { measured: '2026-11-03' },
    ]);
  });

  it('are lifted by the exception of the rule', () => {
    const unless = { ...holiday, unless: { circumstances: 'extreme' } };
    expect(ruling(unless, { from: '2026-10-01', answers: { circumstances: 'extreme' } }).findings).toEqual([]);
    expect(ruling(unless, { from: '2026-10-01', answers: { circumstances: 'special' } }).findings).toHaveLength(1);
  });

  it('in principle can be set aside', () => {
    expect(ruling({ ...holiday, principle: true }, { from: '2026-10-01' }).findings).toMatchObject([{ principle: true, level: 'refuse' }]);
  });
});

describe('forbidden shifts', () => {
  const from = '2026-12-03';
  const nights = (start: string, end: string, code = 'late') =>
    found(ruling({ forbid_on: ['night-shift'] }, { from, touched: [duty('a', code, start, end)] }), 'demo-01');

  it('at night have their middle between midnight and six, or are called so', () => {
    expect(nights('2026-12-03T20:00', '2026-12-04T08:00')).toEqual(['forbidden-shift refuse 2026-12-03/night-shift']);
    expect(nights('2026-12-03T00:00', '2026-12-03T08:00')).toHaveLength(1);
    expect(nights('2026-12-03T16:00', '2026-12-04T00:30')).toEqual([]);
    expect(nights('2026-12-03T20:00', '2026-12-04T04:00')).toHaveLength(1);
    expect(nights('2026-12-03T19:59', '2026-12-04T03:59')).toEqual([]);
    expect(nights('2026-12-03T02:00', '2026-12-03T10:00')).toEqual([]);
    expect(nights('2026-12-03T18:00', '2026-12-03T23:00', 'night')).toHaveLength(1);
    expect(nights('2026-12-03T08:00', '2026-12-04T08:00', 'day-and-night')).toHaveLength(1);
    expect(nights('2026-12-03T08:00', '2026-12-04T08:00', 'whole-day')).toEqual([]);
  });

  it('that came by a swap are told apart by their side of it', () => {
    const entry = { forbid_on: ['swapped-shift', 'returned-shift'] };
    const shift = (swapped: 'swapped' | 'returned' | null) => [duty('a', 'early', '2026-12-03T08:00', '2026-12-03T16:00', { swapped })];
    expect(ruling(entry, { from, touched: shift(null) }).findings).toEqual([]);
    expect(found(ruling(entry, { from, touched: shift('swapped') }), 'demo-01')).toEqual([
      'forbidden-shift refuse 2026-12-03/swapped-shift',
    ]);
    expect(found(ruling(entry, { from, touched: shift('returned') }), 'demo-01')).toEqual([
      'forbidden-shift refuse 2026-12-03/returned-shift',
    ]);
  });
});
