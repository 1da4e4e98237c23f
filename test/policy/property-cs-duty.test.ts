import { describe, expect, it } from 'vitest';
import { answerable, checkRoster, type DeskShift, judgeRequest, loadPreset, resolvePolicy } from '../../src/policy/index.ts';
import { at, citing, day, findingsOf, person, rosterOf, zone } from './desk.ts';
import { caseOf, duty, found, party } from './request-case.ts';

/** The regulation names no shifts: the desk has its own, also one that exists on workdays only. */
const deskShifts: readonly DeskShift[] = [{ code: 'day', name: { zh: '白班', en: 'day' }, start: '08:00', end: '20:00', days: 'workday' }];
const policyWith = (shifts: readonly DeskShift[]) => {
  const policy = resolvePolicy({
    adoptions: [{ preset: 'property-cs-duty', overrides: [], from: '2026-01-01', until: null }],
    deskShifts: shifts,
    deskKinds: [],
    calendarSettings: {},
    on: '2026-12-01',
    load: loadPreset,
  });
  if (!policy.ok) throw new Error(JSON.stringify(policy.refusal));
  return policy.value;
};
const policy = policyWith([{ code: 'day', name: { zh: '白班', en: 'day' }, start: '08:00', end: '20:00' }]);
const one = person('a', 'duty-officer', { memberRoles: ['customer-service'] });
const two = person('b', 'duty-officer', { memberRoles: ['customer-service'] });

describe('property-cs-duty', () => {
  it('refuses a day without anybody, and none that has one [property-cs-duty-01]', () => {
    const roster = rosterOf(policy, '2026-12-01', '2026-12-03', [one]);
    expect(findingsOf(policy, roster, '2026-12-01', '2026-12-03')).toEqual([]);
    const empty = roster.map((slot) => (slot.dutyOn === '2026-12-02' ? { ...slot, people: [] } : slot));
    expect(citing(findingsOf(policy, empty, '2026-12-01', '2026-12-03'), 'property-cs-duty-01')).toEqual([
      'coverage-gap refuse 2026-12-02T00:00–2026-12-03T00:00 0/1',
      'too-few refuse 2026-12-02T08:00–2026-12-02T20:00 0/1',
    ]);
  });

  it('refuses also a weekend for which the desk has no shift [property-cs-duty-01]', () => {
    const workdays = policyWith(deskShifts);
    const roster = rosterOf(workdays, '2026-12-04', '2026-12-07', [one]);
    expect(roster.map(({ dutyOn }) => dutyOn)).toEqual(['2026-12-04', '2026-12-07']);
    expect(citing(findingsOf(workdays, roster, '2026-12-04', '2026-12-07'), 'property-cs-duty-01')).toEqual([
      'coverage-gap refuse 2026-12-05T00:00–2026-12-07T00:00 0/1',
    ]);
  });

  it('refuses somebody of another role [property-cs-duty-01]', () => {
    const roster = rosterOf(policy, '2026-12-01', '2026-12-01', [person('g', 'duty-officer', { memberRoles: ['guard'] })]);
    expect(citing(findingsOf(policy, roster, '2026-12-01', '2026-12-01'), 'property-cs-duty-01')).toEqual([
      'role-missing refuse 2026-12-01T08:00–2026-12-01T20:00 guard/customer-service',
    ]);
  });

  it('says where the duty is done', () => {
    expect(answerable({ policy, at: at('2026-12-01T09:00'), zone, day }).places).toEqual(['customer-service-centre']);
  });

  it('flags a public holiday with no more people than usual, not one with more [property-cs-duty-12]', () => {
    const usual = rosterOf(policy, '2026-10-07', '2026-10-08', [one]);
    expect(citing(findingsOf(policy, usual, '2026-10-07', '2026-10-08'), 'property-cs-duty-12')).toEqual([
      'too-few flag 2026-10-07T08:00–2026-10-07T20:00 1/2',
    ]);
    expect(findingsOf(policy, rosterOf(policy, '2026-10-07', '2026-10-08', [one, two]), '2026-10-07', '2026-10-08')).toEqual([]);
  });

  it('has nobody more at an ordinary weekend [property-cs-duty-12]', () => {
    const roster = rosterOf(policy, '2026-12-05', '2026-12-06', [one]);
    expect(findingsOf(policy, roster, '2026-12-05', '2026-12-06')).toEqual([]);
  });

  it('tests the reinforcement when a holiday loses somebody, not at clocking out [property-cs-duty-12]', () => {
    const roster = rosterOf(policy, '2026-10-07', '2026-10-07', [one]);
    const codes = (moment: 'leave' | 'clock_out') =>
      checkRoster({ policyOn: () => policy, day, slots: roster, from: '2026-10-07', to: '2026-10-07', zone, moment }).map(
        ({ code }) => code,
      );
    expect(codes('leave')).toEqual(['too-few']);
    expect(codes('clock_out')).toEqual([]);
  });

  const swap = (filed: string) =>
    judgeRequest(
      policy,
      caseOf({
        type: 'swap',
        filed,
        hours: ['2026-12-03T08:00', '2026-12-03T20:00'],
        partner: party('b'),
        touched: [duty('a', 'day', '2026-12-03T08:00', '2026-12-03T20:00')],
      }),
    );

  it('refuses a swap once the shift has begun, not the minute before [property-cs-duty-11]', () => {
    expect(found(swap('2026-12-03T07:59'), 'property-cs-duty-11')).toEqual([]);
    expect(found(swap('2026-12-03T08:00'), 'property-cs-duty-11')).toHaveLength(1);
    expect(found(swap('2026-12-03T08:00'), 'property-cs-duty-11')[0]).toMatch(/^after-start refuse /);
  });

  it('asks nobody to decide a swap and tells the one who answers for the centre [property-cs-duty-11]', () => {
    const ruling = swap('2026-12-03T07:59');
    expect(ruling.stages).toEqual([]);
    expect(ruling.notify).toEqual(['cs-supervisor']);
  });
});
