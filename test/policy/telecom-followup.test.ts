import { describe, expect, it } from 'vitest';
import { judgeRequest } from '../../src/policy/index.ts';
import { policyOf } from './desk.ts';
import { dueBetween, dueOn, judged, obligationOf, policyWith, problemsOf, receivers, routed } from './register-case.ts';
import { caseOf, stagesOf } from './request-case.ts';

const policy = policyOf('telecom-followup', '2026-12-01');
const tried = { tried_at: ['12月3日 10:00'], result: '没人接' };
const tries = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `第 ${index + 1} 次`);

describe('telecom-followup', () => {
  it('has the customer called within 72 hours of the result, to the minute [telecom-followup-01]', () => {
    expect(dueOn(policy, 'telecom-followup-01', 'result-received', '2026-12-03T10:20')).toEqual(['call:customer 2026-12-06T10:20']);
    expect(dueOn(policy, 'telecom-followup-01', 'notice-received', '2026-12-03T10:20')).toEqual([]);
    expect(obligationOf(policy, 'telecom-followup-01').by).toEqual(['follow-up-seat']);
  });

  it('refuses to close after two failed tries, and lets close after three, on wrong data or once reached [telecom-followup-03]', () => {
    const closing = (fields: Readonly<Record<string, boolean | readonly string[]>>, state = 'closed') =>
      problemsOf(judged(policy, 'callback', { state, fields: { ...tried, ...fields } }), 'telecom-followup-03');
    expect(closing({ failed_attempts: tries(2) })).toEqual(['not-closable refuse reached wrong_contact failed_attempts 2/3']);
    expect(closing({ failed_attempts: tries(3) })).toEqual([]);
    expect(closing({ wrong_contact: true })).toEqual([]);
    expect(closing({ reached: true })).toEqual([]);
    expect(closing({ failed_attempts: tries(2) }, 'open')).toEqual([]);
    expect(problemsOf(judged(policy, 'callback', { state: 'closed', fields: { wrong_contact: true } }), 'telecom-followup-03')).toEqual([
      'missing refuse tried_at result',
    ]);
  });

  it('lets the desk ask for five tries [telecom-followup-03]', () => {
    const stricter = policyWith('telecom-followup', 'record.closing.close_if_any.2.min', 5);
    const closing = (count: number) =>
      problemsOf(
        judged(stricter, 'callback', { state: 'closed', fields: { ...tried, failed_attempts: tries(count) } }),
        'telecom-followup-03',
      );
    expect(closing(4)).toEqual(['not-closable refuse reached wrong_contact failed_attempts 4/5']);
    expect(closing(5)).toEqual([]);
  });

  it('brings what is still unsolved or escalates to the director in writing [telecom-followup-04]', () => {
    for (const event of ['unsolved-after-callback', 'escalated-complaint']) {
      const route = routed(policy, event);
      expect(receivers(route, 'telecom-followup-04')).toEqual(['1 to department-director']);
      expect(route.stages[0]?.written).toBe(true);
    }
    expect(receivers(routed(policy, 'complaint'), 'telecom-followup-04')).toEqual([]);
  });

  it('sums up topics for the analysis group as often as the desk says [telecom-followup-05]', () => {
    expect(dueBetween(policy, 'telecom-followup-05', '2026-12-01', '2026-12-31')).toEqual([]);
    const weekly = policyWith('telecom-followup', 'obligation.topics.when', { every: 'week', weekday: 'wed', at: '17:00' });
    expect(dueBetween(weekly, 'telecom-followup-05', '2026-12-01', '2026-12-08')).toEqual(['submit:topic-summary 2026-12-02T17:00']);
    expect(obligationOf(policy, 'telecom-followup-05').to).toEqual(['business-analysis-group']);
  });

  it('wants the satisfaction analysis by 18:00 on Mondays and on no other day [telecom-followup-06]', () => {
    expect(dueBetween(policy, 'telecom-followup-06', '2026-12-06', '2026-12-14')).toEqual([
      'submit:satisfaction-analysis 2026-12-07T18:00',
      'submit:satisfaction-analysis 2026-12-14T18:00',
    ]);
    expect(dueBetween(policy, 'telecom-followup-06', '2026-12-08', '2026-12-13')).toEqual([]);
  });

  it('sends it to the director once and to the meeting six times [telecom-followup-07]', () => {
    const { to, copies } = obligationOf(policy, 'telecom-followup-07');
    expect(to).toEqual(['department-director', 'service-analysis-meeting']);
    expect(copies).toEqual({ 'department-director': 1, 'service-analysis-meeting': 6 });
  });

  it('keeps articles with their states, dates and column [telecom-followup-08] [telecom-followup-11] [telecom-followup-12]', () => {
    expect(judged(policy, 'knowledge-article').states?.value).toEqual(['draft', 'confirmed', 'published', 'withdrawn']);
    const named = (category: string | null) => judged(policy, 'knowledge-article', { category }).fields.map(({ value }) => value);
    expect(named(null)).toEqual(['valid_from', 'valid_to', 'original', 'catalogue_path']);
    expect(named('staff-column')).toEqual(['valid_from', 'valid_to', 'original', 'catalogue_path', 'title', 'content']);
  });

  it('publishes a standard answer only once the issuing department has confirmed it [telecom-followup-09]', () => {
    const asked = (type: string) => judgeRequest(policy, caseOf({ type, filed: '2026-12-03T09:00', from: '2026-12-03' }));
    expect(stagesOf(asked('publish-knowledge'), 'telecom-followup-09')).toEqual(['1 issuing-department']);
    expect(stagesOf(asked('broadcast'), 'telecom-followup-09')).toEqual([]);
  });
});
