import { describe, expect, it } from 'vitest';
import { offRoster } from '../../src/policy/index.ts';
import { at, citing, findingsOf, hours, person, policyOf, rosterOf } from './desk.ts';
import { askedBy, dueBetween, judged, obligationOf, policyWith, problemsOf, receivers, routed } from './register-case.ts';

const policy = policyOf('property-security-duty', '2026-12-01');
const full = rosterOf(policy, '2026-11-30', '2026-12-04', [person('a', 'guard')]);

describe('property-security-duty', () => {
  it('accepts a roster that is never without a guard, also over a month end [property-security-duty-01]', () => {
    expect(findingsOf(policy, full, '2026-11-30', '2026-12-04')).toEqual([]);
  });

  it('refuses a night shift left empty for one minute [property-security-duty-01]', () => {
    const late = full.map((slot) => (slot.id === '2026-12-02 night' ? { ...slot, startsAt: slot.startsAt.add({ minutes: 1 }) } : slot));
    expect(citing(findingsOf(policy, late, '2026-11-30', '2026-12-04'), 'property-security-duty-01')).toEqual([
      'coverage-gap refuse 2026-12-02T00:00–2026-12-02T00:01 0/1',
    ]);
  });

  it('names a gap over two shifts once, and a slot without people as a gap [property-security-duty-01]', () => {
    const short = full
      .filter(({ id }) => id !== '2026-12-02 middle')
      .map((slot) => (slot.id === '2026-12-03 night' ? { ...slot, people: [] } : slot));
    expect(citing(findingsOf(policy, short, '2026-12-01', '2026-12-04'), 'property-security-duty-01')).toEqual([
      'coverage-gap refuse 2026-12-02T16:00–2026-12-03T07:30 0/1',
    ]);
  });

  it('has guards take turns [property-security-duty-01]', () => {
    expect(policy.rotation?.value).toEqual({ kind: 'round-robin', daysPerTurn: null });
    expect(policy.rotation?.cites.map(({ rule }) => rule)).toEqual(['property-security-duty-01']);
  });

  it('runs three shifts; the night shift starts the day it belongs to [property-security-duty-02]', () => {
    expect(hours(policy, '2026-12-05')).toEqual({ early: '07:30–16:00', middle: '16:00–2026-12-06T00:00', night: '00:00–07:30' });
    expect(policy.shifts.every(({ cites }) => cites.map(({ rule }) => rule).join() === 'property-security-duty-02')).toBe(true);
  });

  it('refuses clocking in off the roster, and asks where the desk made it a flag [property-security-duty-03]', () => {
    expect(offRoster(policy)).toBe('refuse');
    expect(policy.presence.rosteredOnly?.cites.map(({ rule }) => rule)).toEqual(['property-security-duty-03']);
    const override = {
      rule: 'property-security-duty-03',
      reaction: 'flag' as const,
      reason: 'guards help out',
      by: 'chen',
      from: '2026-12-01',
    };
    expect(offRoster(policyOf('property-security-duty', '2026-12-01', { overrides: [override] }))).toBe('ask');
    expect(offRoster(policyOf('property-security-duty', '2026-11-30', { overrides: [override] }))).toBe('refuse');
  });

  it('has a leap day and the last minute of the year like any other', () => {
    expect(hours(policyOf('property-security-duty', '2028-02-29'), '2028-02-29').middle).toBe('16:00–2028-03-01T00:00');
    expect(at('2026-12-31T16:00').until(at('2027-01-01T00:00')).total('hours')).toBe(8);
  });
});

describe('property-security-duty: what is written, reported and due', () => {
  it('goes on rounds as often as the desk says [property-security-duty-05]', () => {
    expect(dueBetween(policy, 'property-security-duty-05', '2026-12-01', '2026-12-31')).toEqual([]);
    const nightly = policyWith('property-security-duty', 'obligation.rounds.when', { every: 'day', at: '22:00' });
    expect(dueBetween(nightly, 'property-security-duty-05', '2026-12-01', '2026-12-02')).toHaveLength(2);
    expect(obligationOf(nightly, 'property-security-duty-05').by).toEqual(['patrol-guard']);
  });

  it('reports a situation to lead, captain or head of department within half an hour [property-security-duty-06]', () => {
    expect(receivers(routed(policy, 'situation'), 'property-security-duty-06')).toEqual([
      '1 to shift-lead 10:30',
      '1 to guard-captain 10:30',
      '1 to department-head 10:30',
    ]);
    expect(receivers(routed(policy, 'incident'), 'property-security-duty-06')).toEqual([]);
  });

  it('asks for four facts of a report, and three of a breach of the estate rules [property-security-duty-07] [property-security-duty-08] [property-security-duty-10]', () => {
    const facts = { place: '东门', nature: '争吵', people_count: 3 };
    expect(problemsOf(judged(policy, 'incident', { fields: facts }), 'property-security-duty-07')).toEqual(['missing flag features']);
    expect(problemsOf(judged(policy, 'incident', { fields: { ...facts, features: '两人持棍' } }), 'property-security-duty-07')).toEqual([]);
    const breach = (category: string | null) => askedBy(judged(policy, 'incident', { category }).fields, 'property-security-duty-08');
    expect(breach('estate-rule-breach')).toEqual(['person', 'rule', 'handling']);
    expect(breach(null)).toEqual([]);
    expect(askedBy(judged(policy, 'duty-log').fields, 'property-security-duty-10')).toEqual(['problem', 'handling']);
  });

  it('brings emergencies and major accidents to the leaders concerned, not what is minor [property-security-duty-09]', () => {
    const route = (severity: string | null) => receivers(routed(policy, 'incident', { severity }), 'property-security-duty-09');
    expect(route('urgent')).toEqual(['1 to leader-concerned']);
    expect(route('major')).toEqual(['1 to leader-concerned']);
    expect(route('minor')).toEqual([]);
    expect(route(null)).toEqual([]);
  });
});
