import { describe, expect, it } from 'vitest';
import { answerable, judgeRequest, lateness, offPost, outOfReach, type Party } from '../../src/policy/index.ts';
import { at, day, hours, policyOf, zone } from './desk.ts';
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
