import { describe, expect, it } from 'vitest';
import { loadPreset } from '../load.ts';
import type { Policy } from '../policy.ts';
import { resolvePolicy } from '../resolve.ts';
import { dutyAllowances } from './allowance.ts';
import { compRest, restEarned } from './comp-rest.ts';
import { fitsUnit } from './count.ts';
import { fullYears, grantOf } from './grant.ts';
import type { EntitlementClause, EntitlementRule } from './rule.ts';

const plain = (() => {
  const policy = resolvePolicy({ adoptions: [], deskShifts: [], deskKinds: [], calendarSettings: {}, on: '2026-12-01', load: loadPreset });
  if (!policy.ok) throw new Error('no policy');
  return policy.value;
})();
const words = { zh: '规定', en: 'Rule' };
const rule = (value: EntitlementClause, more: Partial<EntitlementRule> = {}): EntitlementRule => ({
  value,
  cites: [{ rule: `own-${value.key}`, preset: 'own', title: words, section: words, words }],
  reaction: 'flag',
  entry: 'own entitlement.one',
  leaveTypes: [],
  relation: null,
  per: null,
  for: null,
  if: null,
  unless: null,
  principle: false,
  ...more,
});
const policyOf = (...entitlements: readonly EntitlementRule[]): Policy => ({ ...plain, entitlements });
const rest = { leaveTypes: ['comp-rest'], principle: true };
const earned = rule({ key: 'earned_by', value: ['duty'] }, rest);
const endOfMonth = rule({ key: 'expires', value: 'end-of-month' }, rest);
const notKept = rule({ key: 'accumulates', value: false }, rest);

describe('comp rest', () => {
  const monthly = policyOf(earned, endOfMonth, notKept);

  it('is a day for a duty until the end of its month', () => {
    expect(restEarned(monthly, '2026-02-10')).toMatchObject({ days: 1, expiresOn: '2026-02-28' });
    expect(restEarned(monthly, '2028-02-29')).toMatchObject({ expiresOn: '2028-02-29' });
    expect(restEarned(policyOf(earned, rule({ key: 'expires', value: 'end-of-year' }, rest)), '2026-02-10')?.expiresOn).toBe('2026-12-31');
    expect(restEarned(policyOf(earned), '2026-02-10')?.expiresOn).toBeNull();
    expect(restEarned(policyOf(endOfMonth), '2026-02-10')).toBeNull();
    expect(restEarned(policyOf(earned, rule({ key: 'days', value: 0.5 }, rest)), '2026-02-10')?.days).toBe(0.5);
  });

  it('lapses with the month and is not added to the next one', () => {
    const on = (date: string, taken: readonly { readonly on: string; readonly days: number }[] = []) =>
      compRest(monthly, { duties: ['2026-11-10', '2026-11-28', '2026-12-05'], taken, on: date });
    expect(on('2026-11-30')).toMatchObject({ left: 2, lapsed: 0, nextExpiry: '2026-11-30', principle: true });
    expect(on('2026-12-01')).toMatchObject({ left: 0, lapsed: 2, nextExpiry: null });
    expect(on('2026-12-05')).toMatchObject({ left: 1, lapsed: 2, nextExpiry: '2026-12-31' });
    expect(on('2026-12-05', [{ on: '2026-11-12', days: 1 }])).toMatchObject({ left: 1, lapsed: 1 });
    expect(on('2026-12-06', [{ on: '2026-12-06', days: 0.5 }])).toMatchObject({ left: 0.5 });
  });

  it('that is promised for a later day is not there to be taken before it, but for what is earned until then', () => {
    const on = (duties: readonly string[], days: number) =>
      compRest(monthly, { duties, taken: [{ on: '2026-11-20', days }], on: '2026-11-12' });
    expect(on(['2026-11-10'], 1)).toMatchObject({ left: 0 });
    expect(on(['2026-11-10'], 0.5)).toMatchObject({ left: 0.5 });
    expect(on(['2026-11-10', '2026-11-18'], 1)).toMatchObject({ left: 1 });
    expect(on(['2026-11-10', '2026-11-18'], 1.5)).toMatchObject({ left: 0.5 });
    expect(on(['2026-11-10', '2026-11-25'], 1)).toMatchObject({ left: 0 });
  });

  it('of a duty on the last day of a month is gone the next day', () => {
    expect(compRest(monthly, { duties: ['2026-11-30'], taken: [], on: '2026-12-01' })).toMatchObject({ left: 0, lapsed: 1 });
  });

  it('adds up where it is kept', () => {
    const kept = policyOf(earned);
    expect(
      compRest(kept, { duties: ['2026-11-10', '2026-12-05'], taken: [{ on: '2026-12-06', days: 1 }], on: '2026-12-06' }),
    ).toMatchObject({
      left: 1,
      lapsed: 0,
      nextExpiry: null,
      accumulates: true,
    });
    expect(compRest(policyOf(), { duties: ['2026-11-10'], taken: [], on: '2026-11-11' })).toBeNull();
  });
});

describe('the duty allowance', () => {
  const duties = [
    { person: 'b', shift: 'night', role: 'duty-officer' },
    { person: 'a', shift: 'day', role: 'duty-leader' },
    { person: 'a', shift: 'night', role: 'duty-officer' },
    { person: 'a', shift: 'night', role: 'trainee' },
  ];
  const allowance = (more: Partial<EntitlementRule> = {}) => rule({ key: 'allowance', value: 'duty' }, { per: 'shift', ...more });

  it('counts duties of each person by shift', () => {
    expect(dutyAllowances(policyOf(allowance()), duties)).toMatchObject([
      { person: 'a', total: 3, byShift: { day: 1, night: 2 }, rate: null, amount: null },
      { person: 'b', total: 1, byShift: { night: 1 } },
    ]);
  });

  it('is for the duty roles that are named, at the rate the desk sets', () => {
    const named = policyOf(allowance({ for: ['duty-officer'] }), rule({ key: 'rate', value: 50 }));
    expect(dutyAllowances(named, duties)).toMatchObject([
      { person: 'a', total: 1, rate: 50, amount: 50 },
      { person: 'b', total: 1, amount: 50 },
    ]);
    expect(dutyAllowances(policyOf(allowance(), rule({ key: 'rate', value: 'configurable' })), duties)[0]).toMatchObject({
      rate: null,
      amount: null,
    });
    expect(dutyAllowances(policyOf(), duties)).toEqual([]);
  });
});

describe('days granted', () => {
  it('are none of the rules where none grants the type', () => {
    expect(grantOf(plain, { leaveType: 'personal', attributes: {}, on: '2026-12-07', facts: {} })).toBeNull();
  });

  it('are open where the date of an event is no date', () => {
    const policy = policyOf(
      rule({ key: 'days', value: 3 }, { leaveTypes: ['paternity'] }),
      rule({ key: 'valid', value: { for: 'P7D', from: 'birth' } }, { leaveTypes: ['paternity'] }),
    );
    const given = { leaveType: 'paternity', attributes: {}, on: '2026-12-07' };
    expect(grantOf(policy, { ...given, facts: { birth: 'soon' } })).toMatchObject({ days: 3, missing: ['birth'], window: { from: null } });
    expect(grantOf(policy, { ...given, facts: { birth: '2026-12-06' } })).toMatchObject({
      window: { from: '2026-12-06', until: '2026-12-13' },
    });
  });

  it('count full years from the day somebody joined', () => {
    expect([fullYears('2025-12-07', '2026-12-06'), fullYears('2025-12-07', '2026-12-07'), fullYears('2026-12-08', '2026-12-07')]).toEqual([
      0,
      1,
      null,
    ]);
    expect(fullYears('not a day', '2026-12-07')).toBeNull();
  });

  it('come in whole units', () => {
    expect([fitsUnit(1.5, 0.5), fitsUnit(0.6, 0.5), fitsUnit(0.3, 0.1)]).toEqual([
      { fits: true, next: 1.5 },
      { fits: false, next: 1 },
      { fits: true, next: 0.30000000000000004 },
    ]);
  });
});
