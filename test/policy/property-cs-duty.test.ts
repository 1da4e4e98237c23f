import { describe, expect, it } from 'vitest';
import { answerable, checkRoster, type DeskShift, judgeRequest, loadPreset, resolvePolicy } from '../../src/policy/index.ts';
import { at, citing, day, findingsOf, person, policyOf, rosterOf, zone } from './desk.ts';
import { askedBy, dueBetween, dueOn, judged, obligationOf, problemsOf, protocolOf, receivers, routed } from './register-case.ts';
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

describe('property-cs-duty: what is written, handed over, reported and due', () => {
  const policy = policyOf('property-cs-duty', '2026-12-01');
  const protocol = protocolOf(policy);
  const none = protocolOf(policyOf('property-security-duty', '2026-12-01'));
  const lamps = (anchor: string) => {
    const hours: Readonly<Record<string, number>> = { 'lighting-on': 18, 'lighting-off': 23 };
    const hour = hours[anchor];
    return hour === undefined ? null : { hour, minute: 0, dayOffset: 0 };
  };

  it('keeps the record of the duty with five fields, and item by item [property-cs-duty-03] [property-cs-duty-19]', () => {
    const whole = { duty_officer: 'a', from: '08:00', to: '20:00', situation: '正常', result: '无' };
    expect(problemsOf(judged(policy, 'duty-log', { fields: { ...whole, result: '' } }), 'property-cs-duty-03')).toEqual([
      'missing flag result',
    ]);
    expect(problemsOf(judged(policy, 'duty-log', { fields: whole }), 'property-cs-duty-03')).toEqual([]);
    expect(askedBy(judged(policy, 'duty-log').fields, 'property-cs-duty-19')).toEqual(['entry_no', 'at', 'matter', 'handling']);
    expect(askedBy(judged(policy, 'incident').fields, 'property-cs-duty-07')).toEqual(['at', 'place', 'facts', 'handling']);
  });

  it('has the lamps checked when they go on and off, where the desk says when [property-cs-duty-06]', () => {
    expect(dueBetween(policy, 'property-cs-duty-06', '2026-12-02', '2026-12-02', lamps)).toHaveLength(2);
    expect(dueBetween(policy, 'property-cs-duty-06', '2026-12-02', '2026-12-02')).toEqual([]);
  });

  it('brings what is major to the supervisor, with help of the department, and to the superior at once [property-cs-duty-08] [property-cs-duty-16]', () => {
    const route = (severity: string | null) => routed(policy, 'incident', { severity });
    expect(receivers(route('major'), 'property-cs-duty-08')).toEqual(['1 to cs-supervisor 10:30', '1 assist department-concerned 10:30']);
    expect(receivers(route('major'), 'property-cs-duty-16')).toEqual(['1 to superior 10:05']);
    expect(receivers(route('minor'), 'property-cs-duty-08')).toEqual([]);
    expect(receivers(route(null), 'property-cs-duty-16')).toEqual([]);
  });

  it('wants the report of a major event in writing by the end of the next day [property-cs-duty-09]', () => {
    expect(dueOn(policy, 'property-cs-duty-09', 'major-incident', '2026-12-04T00:00')).toEqual(['submit:incident-report 2026-12-06T00:00']);
    expect(dueOn(policy, 'property-cs-duty-09', 'major-incident', '2026-12-04T23:59')).toEqual(['submit:incident-report 2026-12-06T00:00']);
    expect(dueOn(policy, 'property-cs-duty-09', 'handover-completed', '2026-12-04T10:00')).toEqual([]);
    expect(obligationOf(policy, 'property-cs-duty-09')).toMatchObject({ to: ['general-manager'], written: true, by: ['duty-officer'] });
  });

  it('solves a problem on the spot before help is asked for [property-cs-duty-15]', () => {
    expect(askedBy(routed(policy, 'problem').order, 'property-cs-duty-15')).toEqual(['handle', 'ask-for-help']);
  });

  it('shows what was left open, and passes open matters on with a reason only [property-cs-duty-14] [property-cs-duty-20]', () => {
    expect(protocol.carryOver).toMatchObject({ value: 'shown', cites: [{ rule: 'property-cs-duty-14' }] });
    expect(protocol.openItems).toMatchObject({ value: 'reason-required', reaction: 'flag', cites: [{ rule: 'property-cs-duty-20' }] });
    expect(none.openItems).toBeNull();
  });

  it('holds whoever is there until the relief has come, and tells the supervisor [property-cs-duty-17]', () => {
    expect(protocol.release).toMatchObject({ reaction: 'refuse', cites: [{ rule: 'property-cs-duty-17' }] });
    expect(askedBy(protocol.alert, 'property-cs-duty-17')).toEqual(['cs-supervisor']);
    expect([none.release, none.alert]).toEqual([null, []]);
  });
});
