import { describe, expect, it } from 'vitest';
import { proposeOutcomes } from '../../src/policy/index.ts';
import { policyOf } from './desk.ts';
import { judged, receivers, routed } from './register-case.ts';
import { fact, proposed } from './request-case.ts';

const policy = policyOf('student-office-duty', '2026-12-01');

describe('student-office-duty', () => {
  it('logs who comes and what for [student-office-duty-02]', () => {
    expect(judged(policy, 'visitor').fields.map(({ value }) => value)).toEqual(['name', 'matter', 'handling']);
  });

  it('asks for three ticks before leaving, and for none where no rule does [student-office-duty-03]', () => {
    expect(policy.presence.clockOutRequires).toMatchObject({
      value: ['devices-off', 'power-cut', 'doors-and-windows-locked'],
      reaction: 'refuse',
      cites: [{ rule: 'student-office-duty-03' }],
    });
    expect(policyOf('property-security-duty', '2026-12-01').presence.clockOutRequires).toBeNull();
  });

  it('proposes repair or payment for what was lost or damaged [student-office-duty-05]', () => {
    expect(proposed(policy, [fact('loss-or-damage', '2026-12-03')])).toEqual(['repair student-office-duty-05']);
    const given = { policy, subject: 'a', facts: [fact('loss-or-damage', '2026-12-03')], scheduled: ['2026-12-03'], asOf: '2027-01-01' };
    expect(proposeOutcomes(given)).toMatchObject([{ choices: ['repair', 'compensation'], liable: ['direct-handler'] }]);
    expect(proposed(policy, [fact('late', '2026-12-03', 5)])).toEqual([]);
  });

  it('tells the guiding teacher at once of what is beyond one, not of what one can do [student-office-duty-06]', () => {
    const route = (within_authority: boolean) => routed(policy, 'emergency', { facts: { within_authority } });
    expect(receivers(route(false), 'student-office-duty-06')).toEqual(['1 to guiding-teacher 10:05']);
    expect(route(false).stages[0]?.urgent).toBe(true);
    expect(receivers(route(true), 'student-office-duty-06')).toEqual([]);
  });
});
