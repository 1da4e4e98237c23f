import { describe, expect, it } from 'vitest';
import { policyOf } from './desk.ts';
import { dueBetween, dueOn, judged, obligationOf, policyWith, problemsOf, receivers, routed } from './register-case.ts';
import { fact, proposed } from './request-case.ts';

const policy = policyOf(['telecom-team-lead', 'property-security-duty'], '2026-12-01');

describe('telecom-team-lead', () => {
  it.each(['difficult-question', 'important-event', 'emergency'])(
    'reports %s to the director within half an hour [telecom-team-lead-02]',
    (event) => {
      expect(receivers(routed(policy, event), 'telecom-team-lead-02')).toEqual(['1 to department-director 10:30']);
      expect(receivers(routed(policy, 'morale-problem'), 'telecom-team-lead-02')).toEqual([]);
    },
  );

  it('has the team lead keep the duty log, and marks one somebody else keeps [telecom-team-lead-04]', () => {
    const written = (roles: readonly string[]) => problemsOf(judged(policy, 'duty-log', { roles }), 'telecom-team-lead-04');
    expect(written(['team-lead'])).toEqual([]);
    expect(written(['representative'])).toEqual(['not-yours flag team-lead']);
  });

  it('wants the analysis of the month before the 22nd [telecom-team-lead-05]', () => {
    expect(dueBetween(policy, 'telecom-team-lead-05', '2026-12-01', '2026-12-31')).toEqual(['submit:quality-analysis 2026-12-22T00:00']);
    expect(dueBetween(policy, 'telecom-team-lead-05', '2026-12-01', '2026-12-21')).toEqual([]);
    expect(obligationOf(policy, 'telecom-team-lead-05')).toMatchObject({
      by: ['team-lead'],
      to: ['department-director'],
      source: ['duty-log'],
    });
  });

  it('wants figures every day and every Monday, at the end of work [telecom-team-lead-06]', () => {
    expect(dueBetween(policy, 'telecom-team-lead-06', '2026-12-05', '2026-12-07')).toEqual([
      'submit:daily-statistics 2026-12-05T17:00',
      'submit:daily-statistics 2026-12-06T17:00',
      'submit:daily-statistics 2026-12-07T17:00',
      'submit:weekly-statistics 2026-12-07T17:00',
    ]);
    expect(obligationOf(policy, 'telecom-team-lead-06').by).toEqual(['day-shift-lead']);
  });

  it('reports a problem of morale to the director within half an hour [telecom-team-lead-07]', () => {
    expect(receivers(routed(policy, 'morale-problem'), 'telecom-team-lead-07')).toEqual(['1 to department-director 10:30']);
    expect(receivers(routed(policy, 'emergency'), 'telecom-team-lead-07')).toEqual([]);
  });

  it('reminds of training as often as the desk says [telecom-team-lead-08]', () => {
    expect(dueBetween(policy, 'telecom-team-lead-08', '2026-12-01', '2026-12-31')).toEqual([]);
    const monthly = policyWith('telecom-team-lead', 'obligation.training.when', {
      every: 'month',
      day_rule: { day: 15, of: 'month' },
      at: '14:00',
    });
    expect(dueBetween(monthly, 'telecom-team-lead-08', '2026-12-01', '2026-12-31')).toEqual(['record:training 2026-12-16T00:00']);
  });

  it('proposes a stop of work for a breach, decided by the lead [telecom-team-lead-10]', () => {
    expect(proposed(policy, [fact('rule-breach', '2026-12-03')])).toEqual(['stop-work-order telecom-team-lead-10']);
    expect(proposed(policy, [fact('off-post', '2026-12-03', 5)])).toEqual([]);
  });

  it('calls the roll ten minutes before every shift [telecom-team-lead-11]', () => {
    const found = policyOf(['telecom-team-lead', 'property-security-duty'], '2026-12-01');
    expect(obligationOf(found, 'telecom-team-lead-11')).toMatchObject({ by: ['team-lead'], before_shift_start: 'PT10M' });
    expect(dueBetween(found, 'telecom-team-lead-11', '2026-12-02', '2026-12-02')).toHaveLength(3);
    expect(dueBetween(policyOf('telecom-team-lead', '2026-12-01'), 'telecom-team-lead-11', '2026-12-02', '2026-12-02')).toEqual([]);
  });

  it('chases a work order that does not move within half an hour of noticing [telecom-team-lead-12]', () => {
    expect(dueOn(policy, 'telecom-team-lead-12', 'work-order-stuck', '2026-12-03T10:00')).toEqual(['send:nudge 2026-12-03T10:30']);
    expect(dueOn(policy, 'telecom-team-lead-12', 'case-accepted', '2026-12-03T10:00')).toEqual([]);
  });
});
