import { describe, expect, it } from 'vitest';
import { demoPolicy } from '../../../test/policy/demo-policy.ts';
import { at } from '../../../test/policy/desk.ts';
import { type CaseText, caseOf, duty, found, other, party } from '../../../test/policy/request-case.ts';
import { judgeRequest } from './judge.ts';

const swap = (check: string, given: Partial<CaseText>) =>
  judgeRequest(
    demoPolicy({ request: { swap: { request: ['swap'], check: [check] } } }),
    caseOf({ type: 'swap', filed: '2026-12-01T09:00', partner: party('b'), ...given }),
  );
const early = (person: string, on: string, more = {}) => duty(person, 'early', `${on}T08:00`, `${on}T16:00`, more);
const middle = (person: string, on: string, until = `${on}T23:59`, more = {}) => duty(person, 'middle', `${on}T16:00`, until, more);

describe('two shifts back to back', () => {
  const given = early('a', '2026-12-03');
  const returned = early('b', '2026-12-10');
  const asked = (beside: readonly ReturnType<typeof duty>[]) =>
    swap('not-back-to-back', {
      touched: [given, returned],
      resulting: [{ ...given, person: 'b' }, { ...returned, person: 'a' }, ...beside],
    });

  it('touch: the next begins when the one before ends; a minute between is enough', () => {
    expect(found(asked([middle('b', '2026-12-03')]), 'demo-01')).toEqual(['back-to-back refuse 2026-12-03T16:00/2026-12-03T16:00']);
    expect(asked([duty('b', 'middle', '2026-12-03T16:01', '2026-12-03T23:00')]).findings).toEqual([]);
    expect(asked([duty('b', 'late', '2026-12-03T00:00', '2026-12-03T08:00')]).findings).toMatchObject([{ person: 'b' }]);
    expect(asked([duty('b', 'late', '2026-12-03T00:00', '2026-12-03T07:59')]).findings).toEqual([]);
  });

  it('concern both sides, over midnight too', () => {
    const late = duty('a', 'late', '2026-12-09T20:00', '2026-12-10T08:00');
    expect(asked([late]).findings).toMatchObject([{ person: 'a', code: 'back-to-back' }]);
    expect(asked([{ ...late, person: 'c' }]).findings).toEqual([]);
  });

  it('that were there before are not the fault of the swap', () => {
    expect(asked([early('b', '2026-12-20'), middle('b', '2026-12-20')]).findings).toEqual([]);
  });

  it('overlap', () => {
    expect(asked([duty('b', 'long', '2026-12-02T20:00', '2026-12-03T12:00')]).findings).toHaveLength(1);
    expect(asked([duty('b', 'long', '2026-12-03T00:00', '2026-12-04T00:00')]).findings).toHaveLength(1);
  });
});

describe('consecutive swaps', () => {
  const given = early('a', '2026-12-03');
  const returned = early('b', '2026-12-10');
  const asked = (more: Partial<CaseText>) =>
    swap('not-consecutive', {
      touched: [given, returned],
      ...more,
      // An ordinary duty of each after the given and before the returned shift.
      resulting: [
        { ...given, person: 'b' },
        { ...returned, person: 'a' },
        early('a', '2026-12-07'),
        early('b', '2026-12-07'),
        ...(more.resulting ?? []),
      ],
    });
  const before = { swapped: 'swapped', swap: 'old' } as const;

  it('are two swapped duties of a person with none between them', () => {
    expect(asked({}).findings).toEqual([]);
    expect(found(asked({ resulting: [early('a', '2026-12-09', before)] }), 'demo-01')).toEqual([
      'consecutive refuse 2026-12-10/2026-12-09',
    ]);
    expect(asked({ resulting: [early('a', '2026-12-11', before)] }).findings).toMatchObject([{ person: 'a', measured: '2026-12-11' }]);
    expect(asked({ resulting: [early('a', '2026-12-08', before), early('a', '2026-12-09')] }).findings).toEqual([]);
  });

  it('are looked for on the other side as well', () => {
    expect(asked({ resulting: [early('b', '2026-12-04', { ...before, swapped: 'returned' })] }).findings).toMatchObject([{ person: 'b' }]);
    expect(asked({ resulting: [early('b', '2026-12-04'), early('b', '2026-12-05', before)] }).findings).toEqual([]);
  });

  it('count a shift that was given away at its old place', () => {
    const gone = other('swap', 'a', '2026-12-02', { partner: 'c', span: { start: at('2026-12-02T08:00'), end: at('2026-12-02T16:00') } });
    expect(asked({ others: [gone] }).findings).toMatchObject([{ person: 'a', measured: '2026-12-03', allowed: '2026-12-02' }]);
    expect(asked({ others: [{ ...gone, span: null }] }).findings).toHaveLength(1);
    expect(asked({ others: [{ ...gone, span: null, on: '2026-12-01' }], resulting: [early('a', '2026-12-02')] }).findings).toEqual([]);
    expect(asked({ others: [{ ...gone, type: 'substitute' }] }).findings).toEqual([]);
  });

  it('are not the given and the returned shift of one swap', () => {
    const next = early('b', '2026-12-04');
    expect(
      swap('not-consecutive', {
        touched: [given, next],
        resulting: [
          { ...given, person: 'b' },
          { ...next, person: 'a' },
        ],
      }).findings,
    ).toEqual([]);
  });

  it('of before are not counted against this one', () => {
    const old = [early('a', '2026-12-20', before), early('a', '2026-12-21', { swapped: 'returned', swap: 'older' })];
    expect(asked({ resulting: [early('a', '2026-12-15'), ...old] }).findings).toEqual([]);
  });
});
