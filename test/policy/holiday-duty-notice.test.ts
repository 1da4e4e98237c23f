import { describe, expect, it } from 'vitest';
import { answerable, judgeRequest, lateness, offPost, outOfReach, type Party, timeWords } from '../../src/policy/index.ts';
import { at, day, hours, policyOf, zone } from './desk.ts';
import { askedBy, dueBetween, judged, obligationOf, policyWith, receivers, routed } from './register-case.ts';
import { caseOf, found, party, stagesOf } from './request-case.ts';

const policy = policyOf('holiday-duty-notice', '2026-10-01');

describe('holiday-duty-notice', () => {
  it('flags coming a minute late and leaving the post [holiday-duty-notice-02]', () => {
    const startsAt = at('2026-10-01T16:00');
    expect(lateness({ startsAt, at: startsAt, policy }).late).toBe(false);
    expect(lateness({ startsAt, at: at('2026-10-01T16:01'), policy })).toMatchObject({
      late: true,
      cites: [{ rule: 'holiday-duty-notice-02' }],
    });
    expect(offPost(policy)).toMatchObject({ flagged: true, cites: [{ rule: 'holiday-duty-notice-02' }] });
  });

  const instead = (partner: Party, filled: readonly string[] = ['reason']) =>
    judgeRequest(policy, caseOf({ type: 'substitute', filed: '2026-09-28T09:00', from: '2026-10-01', partner, filled }));

  it('refuses guards, relatives, friends and outsiders as substitutes, not a colleague [holiday-duty-notice-03]', () => {
    expect(found(instead(party('b')), 'holiday-duty-notice-03')).toEqual([]);
    expect(found(instead(party('b', { attributes: { employment: 'established' } })), 'holiday-duty-notice-03')).toEqual([]);
    expect(found(instead(party('g', { roles: ['guard'] })), 'holiday-duty-notice-03')).toEqual([
      'substitute-not-allowed refuse guard/not guard, relative, friend, outsider',
    ]);
    for (const employment of ['relative', 'friend', 'outsider'])
      expect(found(instead(party('r', { attributes: { employment } })), 'holiday-duty-notice-03')).toHaveLength(1);
  });

  it('refuses a substitute of another unit [holiday-duty-notice-03]', () => {
    expect(found(instead(party('b', { station: 'harbour', desk: 'harbour' })), 'holiday-duty-notice-03')).toEqual([
      'substitute-not-allowed refuse unit=harbour/unit=hotline',
    ]);
  });

  it('has the head of the unit agree to a substitute, with a reason [holiday-duty-notice-04]', () => {
    expect(stagesOf(instead(party('b')), 'holiday-duty-notice-04')).toEqual(['1 unit-head']);
    expect(found(instead(party('b')), 'holiday-duty-notice-04')).toEqual([]);
    expect(found(instead(party('b'), []), 'holiday-duty-notice-04')).toEqual(['field-missing refuse /reason']);
    expect(judgeRequest(policy, caseOf({ type: 'swap', filed: '2026-09-28T09:00', partner: party('b') })).stages).toBeNull();
  });

  it('flags an officer on duty who does not answer, not one off duty [holiday-duty-notice-09]', () => {
    const probe = (onDuty: boolean, reached: boolean) => outOfReach({ policy, role: 'duty-officer', onDuty, reached, place: 'assigned' });
    expect(probe(true, true).flagged).toBe(false);
    expect(probe(true, false)).toMatchObject({ flagged: true, cites: [{ rule: 'holiday-duty-notice-09' }] });
    expect(probe(false, false).flagged).toBe(false);
  });

  it('has an afternoon shift for the daily report on holidays, and on no other day', () => {
    expect(hours(policy, '2026-10-07')).toEqual({ afternoon: '16:00–18:00' });
    expect(hours(policy, '2026-10-08')).toEqual({});
    expect(answerable({ policy, at: at('2026-10-07T17:00'), zone, day }).matters).toEqual(['daily-report']);
    expect(answerable({ policy, at: at('2026-10-08T17:00'), zone, day }).matters).toEqual([]);
  });

  const car = (on: string, answers = {}) =>
    judgeRequest(policy, caseOf({ type: 'vehicle', filed: '2026-09-28T09:00', hours: [`${on}T09:00`, `${on}T12:00`], answers }));

  it('refuses a car on a holiday, not the day after and not for special business [holiday-duty-notice-26]', () => {
    expect(found(car('2026-10-07'), 'holiday-duty-notice-26')).toEqual(['forbidden-day refuse 2026-10-07/holiday']);
    expect(found(car('2026-10-08'), 'holiday-duty-notice-26')).toEqual([]);
    expect(found(car('2026-10-07', { special_duty: true }), 'holiday-duty-notice-26')).toEqual([]);
  });

  it('has the vehicle manager approve special business only [holiday-duty-notice-27]', () => {
    expect(stagesOf(car('2026-10-07', { special_duty: true }), 'holiday-duty-notice-27')).toEqual(['1 vehicle-manager']);
    expect(car('2026-10-08').stages).toBeNull();
  });
});

describe('holiday-duty-notice: what is written, reported and due', () => {
  const policy = policyOf('holiday-duty-notice', '2026-10-01');
  const calendar = { zone, day, anchors: () => null };

  it('writes period, leader and officers at the start of the shift [holiday-duty-notice-06]', () => {
    const shift = { start: at('2026-10-01T16:00'), end: at('2026-10-01T18:00') };
    const log = (moment: string) => judged(policy, 'duty-log', { facts: { time: timeWords(at(moment), calendar, shift) } });
    expect(askedBy(log('2026-10-01T16:05').fields, 'holiday-duty-notice-06')).toEqual(['from', 'to', 'duty_leader', 'duty_officers']);
    expect(askedBy(log('2026-10-01T17:30').fields, 'holiday-duty-notice-06')).toEqual([]);
    expect(askedBy(judged(policy, 'phone-message').fields, 'holiday-duty-notice-07')).toEqual(['at', 'caller', 'content', 'action']);
    expect(askedBy(judged(policy, 'visitor').fields, 'holiday-duty-notice-13')).toEqual(['name', 'unit', 'at', 'content', 'handling']);
  });

  it('sends leader and telephone number at the start of every shift [holiday-duty-notice-08]', () => {
    expect(dueBetween(policy, 'holiday-duty-notice-08', '2026-10-07', '2026-10-08')).toHaveLength(1);
    expect(dueBetween(policy, 'holiday-duty-notice-08', '2026-10-08', '2026-10-09')).toEqual([]);
    expect(obligationOf(policy, 'holiday-duty-notice-08')).toMatchObject({
      to: ['duty-officer'],
      fields: ['duty_leader', 'duty_leader_phone'],
    });
  });

  it('brings a major matter to the duty leader once verified, not a minor one [holiday-duty-notice-10]', () => {
    const route = (severity: string | null) => routed(policy, 'incident', { severity });
    expect(receivers(route('major'), 'holiday-duty-notice-10')).toEqual(['1 to duty-leader 10:30']);
    expect(route('major').stages[0]?.requires).toEqual(['verified_by']);
    expect(receivers(route('minor'), 'holiday-duty-notice-10')).toEqual([]);
  });

  it('gives an hour to the province, from when it became known and whatever is verified [holiday-duty-notice-11]', () => {
    const late = routed(policy, 'incident', { severity: 'major', known: '2026-10-01T23:30', reported: '2026-10-02T00:20' });
    expect(receivers(late, 'holiday-duty-notice-11')).toEqual(['1 to province-duty-room 00:30']);
    expect(late.stages.find(({ word }) => word === 'province-duty-room')?.requires).toEqual([]);
    expect(receivers(routed(policy, 'incident', { severity: 'minor' }), 'holiday-duty-notice-11')).toEqual([]);
  });

  it('has heads of units look into the duty as often as the desk says [holiday-duty-notice-16]', () => {
    expect(dueBetween(policy, 'holiday-duty-notice-16', '2026-10-01', '2026-10-08')).toEqual([]);
    const daily = policyWith('holiday-duty-notice', 'obligation.checks.when', { every: 'day', at: '10:00' });
    expect(dueBetween(daily, 'holiday-duty-notice-16', '2026-10-01', '2026-10-02')).toHaveLength(2);
    expect(obligationOf(policy, 'holiday-duty-notice-16')).toMatchObject({ by: ['unit-head'], targets: ['duty-officers-of-unit'] });
  });

  it('wants the report of the day by 16:30, on days that have the afternoon shift [holiday-duty-notice-18]', () => {
    expect(dueBetween(policy, 'holiday-duty-notice-18', '2026-10-06', '2026-10-09')).toEqual([
      'submit:daily-report 2026-10-06T16:30',
      'submit:daily-report 2026-10-07T16:30',
    ]);
    expect(obligationOf(policy, 'holiday-duty-notice-18')).toMatchObject({ shift: 'afternoon', to: ['province-emergency-office'] });
  });

  it.each([
    ['holiday-duty-notice-19', 'return:classified-loan'],
    ['holiday-duty-notice-21', 'record:safety-education'],
    ['holiday-duty-notice-23', 'checklist:hazard-check'],
    ['holiday-duty-notice-25', 'checklist:utilities-check'],
  ])('wants it by the end of the last working day before the holiday: %s', (rule, what) => {
    expect(dueBetween(policy, rule, '2026-09-28', '2026-10-08')).toEqual([`${what} 2026-09-30T17:00`]);
    expect(dueBetween(policy, rule, '2026-10-01', '2026-10-08')).toEqual([]);
    expect(dueBetween(policy, rule, '2026-09-28', '2026-09-29')).toEqual([]);
  });

  it('says who owes it before the holiday, and what is checked [holiday-duty-notice-19] [holiday-duty-notice-21] [holiday-duty-notice-23] [holiday-duty-notice-25]', () => {
    expect(obligationOf(policy, 'holiday-duty-notice-19')).toMatchObject({ by: ['borrower'], to: ['confidential-room'] });
    expect(obligationOf(policy, 'holiday-duty-notice-21')).toMatchObject({ by: ['unit-head'], targets: ['every-unit'] });
    expect(obligationOf(policy, 'holiday-duty-notice-23').targets).toEqual(['confidential-room', 'finance']);
    expect(obligationOf(policy, 'holiday-duty-notice-25')).toMatchObject({
      by: ['service-centre'],
      items: ['water', 'electricity', 'fire'],
    });
  });
});
