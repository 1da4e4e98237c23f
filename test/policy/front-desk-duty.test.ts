import { describe, expect, it } from 'vitest';
import { offPost } from '../../src/policy/index.ts';
import { citing, findingsOf, hours, person, policyOf, rosterOf } from './desk.ts';

const policy = policyOf('front-desk-duty', '2026-12-01');
const with_ = (roles: readonly string[]) =>
  rosterOf(policy, '2026-12-01', '2026-12-01', [person('a', 'duty-officer', { memberRoles: roles })]);

describe('front-desk-duty', () => {
  it('flags anyone but a property assistant at the desk [front-desk-duty-01]', () => {
    expect(findingsOf(policy, with_(['property-assistant']), '2026-12-01', '2026-12-01')).toEqual([]);
    expect(citing(findingsOf(policy, with_(['foreman']), '2026-12-01', '2026-12-01'), 'front-desk-duty-01')).toEqual([
      'role-missing flag 2026-12-01T08:30–2026-12-01T18:00 foreman/property-assistant',
    ]);
  });

  it('is on duty from 08:30 to 18:00 every day [front-desk-duty-02]', () => {
    expect(hours(policy, '2026-12-01')).toEqual({ 'front-desk': '08:30–18:00' });
    expect(hours(policy, '2026-12-05')).toEqual({ 'front-desk': '08:30–18:00' });
  });

  it('names a day nobody was put in, and none that has someone [front-desk-duty-02]', () => {
    const roster = with_(['property-assistant']);
    expect(citing(findingsOf(policy, roster, '2026-12-01', '2026-12-02'), 'front-desk-duty-02')).toEqual([
      'shift-empty flag 2026-12-02T08:30–2026-12-02T18:00 0/1',
    ]);
  });

  it('flags leaving the post [front-desk-duty-03]', () => {
    expect(offPost(policy)).toMatchObject({ flagged: true, cites: [{ rule: 'front-desk-duty-03' }] });
    expect(offPost(policyOf('property-security-duty', '2026-12-01'))).toEqual({ flagged: false, cites: [] });
  });
});
