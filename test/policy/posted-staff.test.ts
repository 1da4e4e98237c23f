import { describe, expect, it } from 'vitest';
import { judgeRequest, outOfReach, recordDue } from '../../src/policy/index.ts';
import { at, day, local, policyOf, zone } from './desk.ts';
import { dueBetween, judged, obligationOf, policyWith, problemsOf, receivers, routed } from './register-case.ts';
import { caseOf, fact, found, proposed, stagesOf } from './request-case.ts';

const policy = policyOf('posted-staff', '2026-12-01');

describe('posted-staff', () => {
  it('flags a phone that does not answer from 08:00 until midnight, also at weekends, and none at night [posted-staff-10]', () => {
    const missed = (moment: string, role = 'posted-staff') =>
      outOfReach({ role, onDuty: false, reached: false, place: 'away', policy, tried: { at: at(moment), zone } }).flagged;
    expect(missed('2026-12-05T08:00')).toBe(true);
    expect(missed('2026-12-05T07:59')).toBe(false);
    expect(missed('2026-12-05T23:59')).toBe(true);
    expect(missed('2026-12-06T00:00')).toBe(false);
    expect(missed('2026-12-05T12:00', 'channel-engineer')).toBe(false);
  });

  it('brings important news of a station to the posted person at once [posted-staff-11]', () => {
    const route = routed(policy, 'station-important-news');
    expect(receivers(route, 'posted-staff-11')).toEqual(['1 to posted-staff 10:05']);
    expect(route.stages[0]?.urgent).toBe(true);
    expect(receivers(routed(policy, 'station-fraud'), 'posted-staff-11')).toEqual([]);
  });

  it('wants the weekly report by 13:00 on Mondays, with a copy [posted-staff-12]', () => {
    expect(dueBetween(policy, 'posted-staff-12', '2026-12-06', '2026-12-13')).toEqual(['submit:weekly-report 2026-12-07T13:00']);
    expect(dueBetween(policy, 'posted-staff-12', '2026-12-08', '2026-12-13')).toEqual([]);
    expect(obligationOf(policy, 'posted-staff-12')).toMatchObject({ to: ['channel-engineer'], cc: ['channel-manager'] });
  });

  it('keeps work done and plan, and the guidance of the channel engineer alone [posted-staff-13] [posted-staff-14]', () => {
    const report = (roles: readonly string[]) => judged(policy, 'weekly-report', { roles });
    expect(report(['channel-engineer']).fields.map(({ value }) => value)).toEqual(['work_done', 'plan', 'guidance']);
    expect(problemsOf(report(['channel-engineer']), 'posted-staff-14')).toEqual([]);
  });

  it('wants vouchers before the 10th of the next month [posted-staff-15]', () => {
    expect(dueBetween(policy, 'posted-staff-15', '2026-12-01', '2026-12-31')).toEqual(['submit:expense-vouchers 2026-12-10T00:00']);
    expect(dueBetween(policy, 'posted-staff-15', '2026-12-01', '2026-12-09')).toEqual([]);
  });

  it('refuses a claim without an approved trip, and has headquarters decide [posted-staff-16]', () => {
    const claim = (given: readonly string[]) =>
      judgeRequest(policy, caseOf({ type: 'expense-claim', filed: '2026-12-03T09:00', from: '2026-12-03', given }));
    expect(found(claim([]), 'posted-staff-16')).toEqual(['condition-missing refuse /approved-trip-request']);
    expect(found(claim(['approved-trip-request']), 'posted-staff-16')).toEqual([]);
    expect(stagesOf(claim(['approved-trip-request']), 'posted-staff-16')).toEqual(['1 headquarters']);
  });

  it('proposes what a faked claim costs [posted-staff-17]', () => {
    expect(proposed(policy, [fact('false-expense', '2026-12-03')])).toEqual([
      'score-deduction posted-staff-17',
      'claim-rejected posted-staff-17',
    ]);
    expect(proposed(policy, [fact('late', '2026-12-03', 5)])).toEqual([]);
  });

  it.each([
    ['posted-staff-09', 'stations', 'inspect:station'],
    ['posted-staff-18', 'attitude', 'inspect:station-attitude'],
    ['posted-staff-20', 'settlement', 'meet:settlement-talk'],
    ['posted-staff-24', 'spares-training', 'record:spares-training'],
  ])('looks after every station as often as the desk says: %s', (rule, entry, what) => {
    expect(dueBetween(policy, rule, '2026-12-01', '2026-12-31')).toEqual([]);
    const weekly = policyWith('posted-staff', `obligation.${entry}.when`, { every: 'week', weekday: 'wed', at: '10:00' });
    const due = dueBetween(weekly, rule, '2026-12-01', '2026-12-07');
    expect(due).toHaveLength(1);
    expect(due[0]).toContain(`${what} 2026-12-0`);
    expect(obligationOf(policy, rule)).toMatchObject({ targets: ['stations-of-region'], by: ['posted-staff'] });
  });

  it('sets a period only where the desk has one [posted-staff-18] [posted-staff-20] [posted-staff-24]', () => {
    const only = policyWith('posted-staff', 'obligation.attitude.when', {
      every: 'month',
      day_rule: { day: 'last', of: 'month' },
      at: '12:00',
    });
    expect(dueBetween(only, 'posted-staff-18', '2026-12-01', '2026-12-31')).toEqual(['inspect:station-attitude 2026-12-31T12:00']);
    expect(dueBetween(only, 'posted-staff-20', '2026-12-01', '2026-12-31')).toEqual([]);
    expect(dueBetween(only, 'posted-staff-24', '2026-12-01', '2026-12-31')).toEqual([]);
  });

  it('reports fraud to headquarters with evidence, and has the station taught [posted-staff-21]', () => {
    const route = routed(policy, 'station-fraud');
    expect(receivers(route, 'posted-staff-21')).toEqual(['1 to headquarters']);
    expect(route.stages[0]?.requires).toEqual(['evidence']);
    expect(route.actions.map(({ value }) => value)).toEqual(['educate-station']);
    expect(receivers(routed(policy, 'complaint'), 'posted-staff-21')).toEqual([]);
  });

  it.each(['unauthorised-borrowing', 'unauthorised-dismantling'])('reports %s within half an hour [posted-staff-22]', (event) => {
    expect(receivers(routed(policy, event), 'posted-staff-22')).toEqual(['1 to channel-engineer 10:30']);
    expect(receivers(routed(policy, 'station-fraud'), 'posted-staff-22')).toEqual([]);
  });

  it('refuses spare parts that go back without a request number [posted-staff-23]', () => {
    expect(problemsOf(judged(policy, 'spare-return', { fields: { request_no: ' ' } }), 'posted-staff-23')).toEqual([
      'missing refuse request_no',
    ]);
    expect(problemsOf(judged(policy, 'spare-return', { fields: { request_no: 'BJ-118' } }), 'posted-staff-23')).toEqual([]);
  });

  it('wants sales information every Friday and the monthly report on the last day, with the faulty stock [posted-staff-27] [posted-staff-31]', () => {
    expect(dueBetween(policy, 'posted-staff-27', '2026-12-01', '2026-12-10')).toEqual(['submit:sales-info 2026-12-04T18:00']);
    expect(dueBetween(policy, 'posted-staff-31', '2026-12-01', '2026-12-31')).toEqual(['submit:monthly-report 2026-12-31T18:00']);
    expect(dueBetween(policy, 'posted-staff-31', '2026-12-01', '2026-12-30')).toEqual([]);
    expect(obligationOf(policy, 'posted-staff-27').fields).toEqual(['network', 'spare_need', 'failure_rate_by_model']);
    expect(obligationOf(policy, 'posted-staff-31').fields).toEqual(['faulty_stock']);
  });

  it('tells the channel lead of a changed contact within half an hour [posted-staff-30]', () => {
    expect(policy.contactChange).toMatchObject([
      { value: { to: ['channel-lead'], withinMinutes: 30 }, cites: [{ rule: 'posted-staff-30' }] },
    ]);
    expect(policyOf('maritime-duty', '2026-12-01').contactChange).toEqual([]);
  });

  it.each(['quality-supervision', 'consumer-association', 'press'])(
    'makes a complaint that involves %s major [posted-staff-32]',
    (involves) => {
      const route = routed(policy, 'complaint', { facts: { involves: [involves] } });
      expect(route.severity).toBe('major');
      expect(receivers(route, 'posted-staff-32')).toEqual(['1 to headquarters 10:30']);
      expect(route.order.map(({ value }) => value)).toEqual(['handle', 'report']);
      expect(route.closeWhen.map(({ value }) => value)).toEqual(['solution-carried-out']);
    },
  );

  it('leaves any other complaint as it is [posted-staff-32]', () => {
    const route = routed(policy, 'complaint', { facts: { involves: ['dealer'] } });
    expect([route.severity, route.stages]).toEqual([null, []]);
  });

  it('reminds of a spare unit by the end of the term it was lent for [posted-staff-33]', () => {
    const { due, states } = judged(policy, 'spare-unit-loan', { state: 'out' });
    expect(states?.value).toEqual(['out', 'returned']);
    expect(due?.value.remind).toBe(true);
    const dueAt = (termEnd: string | null) =>
      recordDue({ due, at: at('2026-12-01T10:00'), shift: null, termEnd, calendar: { zone, day, anchors: () => null } });
    const until = dueAt('2026-12-10');
    expect(until === null ? null : local(until)).toBe('2026-12-11T00:00');
    expect(dueAt(null)).toBeNull();
  });

  it('keeps what is collected, with the values there are [posted-staff-05] [posted-staff-06]', () => {
    const kinds = (kind: string) => problemsOf(judged(policy, 'market-feedback', { fields: { kind } }), 'posted-staff-05');
    expect(kinds('quality')).toEqual([]);
    expect(kinds('weather')).toEqual(['not-allowed flag kind weather']);
    const topics = (topic: string) => problemsOf(judged(policy, 'training', { fields: { topic } }), 'posted-staff-06');
    expect(topics('spares')).toEqual([]);
    expect(topics('cooking')).toEqual(['not-allowed flag topic cooking']);
  });
});
