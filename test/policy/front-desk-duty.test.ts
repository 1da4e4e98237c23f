import { describe, expect, it } from 'vitest';
import { judgeRequest, offPost } from '../../src/policy/index.ts';
import { citing, findingsOf, hours, person, policyOf, rosterOf } from './desk.ts';
import { type CaseText, caseOf, duty, fact, found, party, proposed, stagesOf } from './request-case.ts';

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

  const asks = (type: string, filed: string, more: Partial<CaseText> = {}) =>
    judgeRequest(
      policy,
      caseOf({ type, filed, from: '2026-12-03', touched: [duty('a', 'front-desk', '2026-12-03T08:30', '2026-12-03T18:00')], ...more }),
    );
  const supervisor = { filedBy: { person: 's', roles: ['customer-supervisor'] }, partner: party('b') };

  it('refuses leave and a changed rest day that are not asked for a day ahead [front-desk-duty-23]', () => {
    for (const type of ['leave', 'rest-change']) {
      expect(found(asks(type, '2026-12-02T23:59'), 'front-desk-duty-23')).toEqual([]);
      expect(found(asks(type, '2026-12-03T00:00'), 'front-desk-duty-23')).toEqual(['too-late refuse P0D/P1D']);
      expect(stagesOf(asks(type, '2026-12-02T09:00'), 'front-desk-duty-23')).toEqual(['1 customer-supervisor']);
    }
    expect(found(asks('outing', '2026-12-03T00:00'), 'front-desk-duty-23')).toEqual([]);
  });

  it('has the supervisor fill the gap before the shift, for a leave that was approved [front-desk-duty-24]', () => {
    expect(asks('leave', '2026-12-01T09:00').followUps).toMatchObject([
      { do: 'fill-gap', due: { before: 'start' }, to: ['customer-supervisor'], cites: [{ rule: 'front-desk-duty-24' }] },
    ]);
    const cover = (more: Partial<CaseText>) =>
      found(asks('substitute', '2026-12-01T09:00', { ...supervisor, ...more }), 'front-desk-duty-24');
    expect(cover({})).toEqual(['condition-missing flag /leave-approved']);
    expect(cover({ given: ['leave-approved'] })).toEqual([]);
    expect(cover({ answers: { emergency: true } })).toEqual([]);
  });

  it('refuses swaps and cover that staff arrange themselves, not those of the supervisor [front-desk-duty-25]', () => {
    for (const type of ['swap', 'substitute']) {
      expect(found(asks(type, '2026-12-01T09:00', { partner: party('b') }), 'front-desk-duty-25')).toEqual([
        'filer-not-allowed refuse representative/customer-supervisor',
      ]);
      expect(found(asks(type, '2026-12-01T09:00', supervisor), 'front-desk-duty-25')).toEqual([]);
      expect(asks(type, '2026-12-01T09:00', supervisor).stages).toEqual([]);
    }
  });

  it('counts taking over late as late and not taking over as absence [front-desk-duty-26]', () => {
    expect(proposed(policy, [fact('late-takeover', '2026-12-03', 5)])).toEqual(['late front-desk-duty-26']);
    expect(proposed(policy, [fact('no-takeover', '2026-12-03')])).toEqual(['absence front-desk-duty-26']);
    expect(proposed(policy, [fact('off-post', '2026-12-03', 5)])).toEqual([]);
  });
});
