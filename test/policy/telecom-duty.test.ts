import { describe, expect, it } from 'vitest';
import { judgeRequest } from '../../src/policy/index.ts';
import { policyOf } from './desk.ts';
import { because, mayRead, protocolOf } from './register-case.ts';
import { caseOf, stagesOf } from './request-case.ts';

const policy = policyOf('telecom-duty', '2026-12-01');
const without = policyOf('property-security-duty', '2026-12-01');

describe('telecom-duty', () => {
  it('has the shift lead decide on leaving the post, and nobody on leave [telecom-duty-05]', () => {
    const asked = (type: string) =>
      judgeRequest(policy, caseOf({ type, filed: '2026-12-03T09:00', hours: ['2026-12-03T10:00', '2026-12-03T10:20'] }));
    expect(stagesOf(asked('leave-post'), 'telecom-duty-05')).toEqual(['1 shift-lead']);
    expect(asked('leave').stages).toBeNull();
  });

  it('shows customer data only to those whose work needs it [telecom-duty-07]', () => {
    expect(mayRead(policy, ['customer-call', 'customer-data'], ['internal-staff', 'need-to-know'])).toBe('yes');
    expect(mayRead(policy, ['customer-call', 'customer-data'], ['internal-staff'])).toBe('no telecom-duty-07');
    expect(mayRead(policy, ['duty-log'], ['internal-staff'])).toBe('yes');
    expect(mayRead(policy, ['customer-data'], ['guest', 'need-to-know'])).toContain('no');
  });

  it('lets nobody leave before the hand-over is done [telecom-duty-08]', () => {
    expect(protocolOf(policy).requires.filter(because('telecom-duty-08'))).toMatchObject([
      { value: 'handover-completed', gates: true, reaction: 'refuse' },
    ]);
    expect(protocolOf(without).requires).toEqual([]);
  });
});
