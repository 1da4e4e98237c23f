import { describe, expect, it } from 'vitest';
import { checkWeek, drawSample, exceptionsOf, judgeRequest, transferParts } from '../../src/policy/index.ts';
import { citing, dueOn, fact, listsOn, outcomesOf, shown } from './attendance-fact.ts';
import { local, policyOf } from './desk.ts';
import { caseOf, stagesOf } from './request-case.ts';

const policy = policyOf('attendance-audit', '2026-12-01', { calendar: { workStart: '08:30', workEnd: '17:30' } });
const leave = policyOf('attendance-leave', '2026-12-01');
/** A desk that goes by both parts. */
const both = { ...policy, requests: [...policy.requests, ...leave.requests] };

describe('attendance-audit', () => {
  it('sends last week to supervisors and heads on Monday [attendance-audit-01]', () => {
    expect(dueOn(policy, 'send:attendance-summary', '2026-12-07')).toEqual([
      '2026-12-07T09:00 2026-11-30–2026-12-06 department-supervisor, department-head',
    ]);
    expect(dueOn(policy, 'send:attendance-summary', '2027-01-04')).toEqual([
      '2027-01-04T09:00 2026-12-28–2027-01-03 department-supervisor, department-head',
    ]);
    expect(dueOn(policy, 'send:attendance-summary', '2026-12-06')).toEqual([]);
    expect(dueOn(policy, 'send:attendance-summary', '2026-12-08')).toEqual([]);
  });

  it('lists missed punches, lateness, early leaving and absence for self-check [attendance-audit-02]', () => {
    const facts = ['late', 'off-roster', 'missed-punch', 'early-leave', 'absence'].map((offence) => fact(offence, '2026-12-03'));
    const list = exceptionsOf(policy, facts);
    expect(list?.listed.map(({ offence }) => offence)).toEqual(['late', 'missed-punch', 'early-leave', 'absence']);
    expect(list?.to).toEqual(['subject', 'department-supervisor']);
    expect(list?.cites.map(({ rule }) => rule)).toEqual(['attendance-audit-02']);
    expect(exceptionsOf(leave, facts)).toBeNull();
  });

  it('shows each department its part of a week with a transfer [attendance-audit-03]', () => {
    const week = { from: '2026-11-30', until: '2026-12-06' };
    const parts = (on: string) => transferParts(policy, week, on);
    expect(parts('2026-12-02')).toMatchObject({
      former: { from: '2026-11-30', until: '2026-12-01' },
      present: { from: '2026-12-02', until: '2026-12-06' },
      to: ['department', 'former-department'],
      cites: [{ rule: 'attendance-audit-03' }],
    });
    expect(parts('2026-12-06')?.former).toEqual({ from: '2026-11-30', until: '2026-12-05' });
    expect([parts('2026-11-30'), parts('2026-12-07'), parts('2026-11-29')]).toEqual([null, null, null]);
  });

  it('has the forms of last week at the front desk by the end of work on Thursday [attendance-audit-04]', () => {
    expect(dueOn(policy, 'submit:attendance-exceptions', '2026-12-10')).toEqual([
      '2026-12-10T17:30 2026-11-30–2026-12-06 department → front-desk',
    ]);
    expect(dueOn(policy, 'submit:attendance-exceptions', '2026-12-09')).toEqual([]);
    expect(dueOn(policy, 'submit:attendance-exceptions', '2026-12-11')).toEqual([]);
    // Without office hours of the desk's own, work ends at 17:00.
    expect(dueOn(policyOf('attendance-audit', '2026-12-01'), 'submit:attendance-exceptions', '2026-12-10')[0]).toContain('T17:00');
  });

  it('has the exception form signed by the direct superior [attendance-audit-05]', () => {
    const filed = { type: 'attendance-exception', filed: '2026-12-03T09:00', hours: ['2026-12-03T08:00', '2026-12-03T09:00'] } as const;
    expect(stagesOf(judgeRequest(policy, caseOf(filed)), 'attendance-audit-05')).toEqual(['1 superior']);
    expect(stagesOf(judgeRequest(policy, caseOf({ ...filed, type: 'overtime' })), 'attendance-audit-05')).toEqual([]);
  });

  it('keeps the approval by length also where leave was asked for by word of mouth [attendance-audit-06]', () => {
    const asked = {
      type: 'leave',
      kind: 'personal',
      from: '2026-12-07',
      until: '2026-12-09',
      filed: '2026-12-04T09:00',
      answers: { verbal: true },
    };
    expect(stagesOf(judgeRequest(leave, caseOf(asked)))).toEqual(['1 superior']);
    expect(stagesOf(judgeRequest(both, caseOf(asked)))).toEqual(['1 superior', '2 superior-of-superior']);
    expect(stagesOf(judgeRequest(both, caseOf({ ...asked, until: '2026-12-07' })))).toEqual(['1 superior']);
  });

  it('has them at human resources by the end of work on Friday [attendance-audit-07]', () => {
    expect(dueOn(policy, 'submit:attendance-papers', '2026-12-11')).toEqual(['2026-12-11T17:30 2026-11-30–2026-12-06 front-desk → hr']);
    expect(dueOn(policy, 'submit:attendance-papers', '2026-12-10')).toEqual([]);
  });

  it('lists a week under 40 hours or with a missed punch that no form explains [attendance-audit-08]', () => {
    const week = (hours: number, missedPunches: number, ...requests: string[]) => checkWeek({ policy, hours, missedPunches, requests });
    expect(week(40, 0)).toMatchObject({ listed: false, shortBy: 0 });
    expect(week(39.5, 0)).toMatchObject({ listed: true, shortBy: 0.5, cites: [{ rule: 'attendance-audit-08' }] });
    expect(week(39.5, 0, 'leave')?.listed).toBe(false);
    expect(week(40, 1)?.listed).toBe(true);
    expect(week(40, 1, 'attendance-exception')?.listed).toBe(false);
    expect(week(40, 1, 'overtime')?.listed).toBe(true);
    expect(checkWeek({ policy: leave, hours: 0, missedPunches: 9, requests: [] })).toBeNull();
  });

  it('draws people for a check of proxy punches at a random moment, once the desk has set how many [attendance-audit-09]', () => {
    expect(listsOn(policy, '2026-12-03').filter((list) => list.do === 'inspect:proxy-punch')).toEqual([]);
    const set = policyOf('attendance-audit', '2026-12-01', {
      overrides: [{ path: 'obligation.proxy-punch.sample', value: 3, by: 'a', reason: 'r', from: '2026-01-01' }],
    });
    const drawn = listsOn(set, '2026-12-03').filter((list) => list.do === 'inspect:proxy-punch');
    expect(drawn).toMatchObject([{ sample: 3, by: ['hr'], items: ['presence', 'punches', 'roster'] }]);
    const times = drawn.map((list) => local(list.at));
    expect(times[0] !== undefined && times[0] >= '2026-12-03T09:00' && times[0] < '2026-12-03T17:00').toBe(true);
    expect(listsOn(set, '2026-12-03').map(({ at }) => at.toString())).toEqual(listsOn(set, '2026-12-03').map(({ at }) => at.toString()));
    const people = ['a', 'b', 'c', 'd', 'e'];
    expect(drawSample(people, 3, 'seed')).toEqual(drawSample(people.toReversed(), 3, 'seed'));
    expect(new Set(drawSample(people, 3, 'seed')).size).toBe(3);
    expect(drawSample(people, 9, 'seed').toSorted()).toEqual(people);
  });

  it('deducts lateness and early leaving without leave by the time [attendance-audit-10]', () => {
    const late = (leave_requested: boolean) =>
      outcomesOf(policy, [fact('late', '2026-12-03', { minutes: 15, flags: { leave_requested } })]);
    expect(citing(late(false), 'attendance-audit-10')).toEqual(['pay-deduction 0.25 hours 2026-12-03 late']);
    expect(shown(late(true))).toEqual([]);
  });

  it('makes not coming, and not coming back after leave, absence [attendance-audit-11]', () => {
    const proposed = outcomesOf(policy, [
      fact('no-show', '2026-12-03'),
      fact('overstayed-leave', '2026-12-04'),
      fact('late', '2026-12-07'),
    ]);
    expect(citing(proposed, 'attendance-audit-11')).toEqual([
      'absence 1 days 2026-12-03 no-show',
      'absence 1 days 2026-12-04 overstayed-leave',
    ]);
    expect(shown(proposed)).toHaveLength(2);
  });

  it('leaves refused work and deceit to the department supervisor [attendance-audit-12] [attendance-audit-13]', () => {
    const proposed = outcomesOf(policy, [fact('refused-assignment', '2026-12-03'), fact('concealed-absence', '2026-12-04')]);
    expect(proposed.map(({ outcome, decidedBy }) => [outcome, ...decidedBy])).toEqual([
      ['absence', 'department-supervisor'],
      ['absence', 'department-supervisor'],
    ]);
  });

  it('prices the same lateness by the time up to 30 minutes and as absence beyond, never twice [attendance-audit-14]', () => {
    const late = (minutes: number) => outcomesOf(policy, [fact('late', '2026-12-03', { minutes, flags: { leave_requested: false } })]);
    expect(shown(late(30))).toEqual(['pay-deduction 0.5 hours 2026-12-03 late']);
    expect(shown(late(31))).toEqual(['absence 1 days 2026-12-03 late']);
    expect(citing(late(31), 'attendance-audit-14')).toHaveLength(1);
    const asked = [fact('early-leave', '2026-12-03', { minutes: 31, flags: { leave_requested: true } })];
    expect(shown(outcomesOf(policy, asked))).toEqual([]);
  });

  it('stands behind the total of the month where a desk goes by both parts [attendance-audit-10]', () => {
    const clock = policyOf('attendance-clock', '2026-12-01');
    const together = { ...policy, consequences: [...policy.consequences, ...clock.consequences] };
    const late = (minutes: number) => outcomesOf(together, [fact('late', '2026-12-03', { minutes, flags: { leave_requested: false } })]);
    expect(shown(late(10))).toEqual([]);
    expect(shown(late(11))).toHaveLength(1);
    expect(late(11)[0]?.cites.map(({ rule }) => rule)).toEqual(['attendance-clock-17', 'attendance-audit-10']);
    expect(
      late(31)[0]
        ?.cites.map(({ rule }) => rule)
        .toSorted(),
    ).toEqual(['attendance-audit-14', 'attendance-clock-18']);
  });

  it('makes attendance that is not recorded absence [attendance-audit-15]', () => {
    const proposed = outcomesOf(policy, [fact('no-attendance-record', '2026-12-03'), fact('other-named-case', '2026-12-04')]);
    expect(citing(proposed, 'attendance-audit-15')).toHaveLength(2);
    expect(shown(outcomesOf(policy, [fact('missed-punch', '2026-12-03')]))).toEqual([]);
  });
});
