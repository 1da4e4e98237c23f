import { describe, expect, it } from 'vitest';
import type { MonthGiven } from '../../src/features/attendance/month/facts.ts';
import { outingFacts, proxyFacts } from '../../src/features/attendance/month/other-facts.ts';
import { attributeProblems, countedPunches, judgeRequest, missedPunchStanding, onList } from '../../src/policy/index.ts';
import { citing, dueOn, fact, listsOn, outcomesOf, shown } from './attendance-fact.ts';
import { at, day, local, policyOf, zone } from './desk.ts';
import { caseOf, found, stagesOf } from './request-case.ts';

const policy = policyOf('attendance-clock', '2026-12-01');

/** The third of December of `a`. */
const month: MonthGiven = {
  person: 'a',
  now: at('2026-12-03T18:00'),
  from: '2026-12-03',
  until: '2026-12-03',
  duties: [],
  punches: [],
  excuses: [],
  leaves: [],
  madeForOthers: [],
  transfer: null,
  policyOf: () => policy,
  daysOf: () => day,
  zoneOf: () => zone,
  nightOf: () => ({ from: '22:00', to: '06:00' }),
};

describe('attendance-clock', () => {
  it('covers contract staff, interns and dispatched workers, with their rank [attendance-clock-02]', () => {
    expect(attributeProblems(policy, { employment: 'intern', rank: 'staff' })).toEqual([]);
    expect(attributeProblems(policy, { employment: 'guest' })).toMatchObject([
      { attribute: 'employment', found: 'guest', values: ['contract', 'intern', 'dispatched'] },
      { attribute: 'rank', found: null },
    ]);
  });

  it('counts the first clock-in and the last clock-out, as coming to the post and leaving it [attendance-clock-05]', () => {
    const punches = [
      { kind: 'in' as const, at: at('2026-12-03T08:20') },
      { kind: 'in' as const, at: at('2026-12-03T07:58') },
      { kind: 'out' as const, at: at('2026-12-03T17:31') },
      { kind: 'out' as const, at: at('2026-12-03T17:02') },
    ];
    const counted = countedPunches(punches);
    expect([counted.in, counted.out].map((punch) => punch && local(punch.at))).toEqual(['2026-12-03T07:58', '2026-12-03T17:31']);
    expect(policy.presence.punches.flatMap(({ cites }) => cites.map(({ rule }) => rule))).toContain('attendance-clock-05');
    expect(countedPunches([]).in).toBeNull();
  });

  describe('outings', () => {
    const noon = { start: at('2026-12-03T10:00'), end: at('2026-12-03T12:00') };
    const work = { start: at('2026-12-03T08:00'), end: at('2026-12-03T17:00') };
    const flagged = (clockedIn: string | null, returned: string | null, now = '2026-12-03T18:00') =>
      outingFacts({
        ...month,
        now: at(now),
        duties: [{ slot: 's', assignment: 's', desk: 'd', shift: 'day', dutyOn: '2026-12-03', parts: [work] }],
        punches: clockedIn === null ? [] : [{ id: 'p', slot: 's', desk: 'd', kind: 'in', at: at(`2026-12-03T${clockedIn}`), proxy: null }],
        excuses: [
          {
            request: 'r',
            kind: 'outing',
            desk: 'd',
            slot: 's',
            on: '2026-12-03',
            startsAt: noon.start,
            endsAt: noon.end,
            returnedAt: returned === null ? null : at(`2026-12-03T${returned}`),
          },
        ],
      }).map(({ code, cites }) => `${code} ${cites.map(({ rule }) => rule).join(' ')}`);

    it('are flagged when nobody clocked in before them [attendance-clock-06]', () => {
      expect(flagged('10:00', '12:00')).toEqual([]);
      expect(flagged('10:01', '12:00')).toEqual(['outing-without-punch attendance-clock-06']);
      expect(flagged(null, '12:00')).toEqual(['outing-without-punch attendance-clock-06']);
    });

    it('need a punch on return once they are over [attendance-clock-10]', () => {
      expect(flagged('08:00', null, '2026-12-03T11:59')).toEqual([]);
      expect(flagged('08:00', null, '2026-12-03T12:00')).toEqual(['no-return-punch attendance-clock-10']);
      expect(flagged('08:00', '12:00', '2026-12-03T12:00')).toEqual([]);
    });

    const outing = { type: 'outing', kind: 'business', filled: ['reason'] };
    const span = ['2026-12-03T10:00', '2026-12-03T12:00'] as const;

    it('go on the form with a reason [attendance-clock-07]', () => {
      const filed = { ...outing, filed: '2026-12-03T09:00', hours: span };
      expect(found(judgeRequest(policy, caseOf(filed)), 'attendance-clock-07')).toEqual([]);
      expect(found(judgeRequest(policy, caseOf({ ...filed, filled: [] })), 'attendance-clock-07')).toEqual([
        'field-missing refuse /reason',
      ]);
    });

    it('are signed by two levels one after the other and filed with human resources [attendance-clock-08]', () => {
      const ruling = judgeRequest(policy, caseOf({ ...outing, filed: '2026-12-03T09:00', hours: span }));
      expect(stagesOf(ruling, 'attendance-clock-08')).toEqual(['1 superior', '2 superior-of-superior']);
      expect(ruling.notify).toEqual(['hr']);
    });

    it('that were not asked for beforehand need a call to the leader and are completed on the day of return [attendance-clock-09]', () => {
      const filedAt = (filed: string, given: readonly string[]) => judgeRequest(policy, caseOf({ ...outing, filed, given, hours: span }));
      expect(found(filedAt('2026-12-03T09:59', []), 'attendance-clock-09')).toEqual([]);
      expect(found(filedAt('2026-12-03T10:00', []), 'attendance-clock-09')).toEqual(['condition-missing refuse /leader-phoned']);
      expect(found(filedAt('2026-12-03T23:59', ['leader-phoned']), 'attendance-clock-09')).toEqual([]);
      expect(found(filedAt('2026-12-04T00:00', ['leader-phoned']), 'attendance-clock-09')).toEqual([
        'past-latest refuse 2026-12-04/2026-12-03',
      ]);
      expect(filedAt('2026-12-03T12:30', ['leader-phoned']).followUps).toMatchObject([
        { do: 'complete', due: { after: 'end', days: 0 }, otherwise: 'absence' },
      ]);
    });
  });

  describe('missed punches', () => {
    const missed = (count: number, confirmed = true) =>
      ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27']
        .slice(0, count)
        .map((on) => fact('missed-punch', on, { flags: { confirmed } }));

    it('count as normal below the third, once confirmed [attendance-clock-11]', () => {
      const rules = (nth: number, confirmed = true) => {
        const { counts, cites } = missedPunchStanding(policy, nth, confirmed);
        return [counts, ...cites.map(({ rule }) => rule)];
      };
      expect(rules(2)).toEqual(['normal', 'attendance-clock-11']);
      // Between the two rules: normal, but not by this one.
      expect(rules(3)).toEqual(['normal']);
      expect(rules(4)).toEqual(['charged', 'attendance-clock-12']);
      expect(rules(1, false)).toEqual(['charged', 'attendance-clock-13']);
    });

    it('are confirmed by the supervisor of the department or their deputy, beside whom other rules name [attendance-clock-11]', () => {
      const correction = caseOf({
        type: 'attendance-exception',
        filed: '2026-12-03T18:00',
        hours: ['2026-12-03T08:00', '2026-12-03T17:00'],
      });
      const signs = ['1 department-supervisor or deputy'];
      expect(stagesOf(judgeRequest(policy, correction), 'attendance-clock-11')).toEqual(signs);
      expect(stagesOf(judgeRequest(policy, { ...correction, type: 'outing' }), 'attendance-clock-11')).toEqual([]);
      const audited = judgeRequest(policyOf(['attendance-clock', 'attendance-audit'], '2026-12-01'), correction);
      expect(stagesOf(audited).toSorted()).toEqual([...signs, '1 superior']);
    });

    it('are a day of absence each from the fourth of a month on, even confirmed [attendance-clock-12]', () => {
      expect(shown(outcomesOf(policy, missed(3)))).toEqual([]);
      expect(citing(outcomesOf(policy, missed(4)), 'attendance-clock-12')).toEqual(['absence 1 days 2026-11-26 missed-punch']);
      expect(outcomesOf(policy, missed(4))[0]?.facts.map(({ on }) => on)).toEqual(['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26']);
      expect(citing(outcomesOf(policy, missed(5)), 'attendance-clock-12')).toHaveLength(2);
    });

    it('start anew in the next month, and in the next cycle where one is set [attendance-clock-12]', () => {
      const days = (...on: string[]) => on.map((one) => fact('missed-punch', one, { flags: { confirmed: true } }));
      expect(shown(outcomesOf(policy, days('2026-11-25', '2026-11-26', '2026-11-27', '2026-12-01')))).toEqual([]);
      const cycle = { ...policy, cycle: { value: { firstDay: 21, lastDay: 20 }, cites: [], reaction: 'flag' as const } };
      expect(shown(outcomesOf(cycle, days('2026-12-21', '2026-12-22', '2026-12-31', '2027-01-20')))).toEqual([
        'absence 1 days 2027-01-20 missed-punch',
      ]);
      expect(shown(outcomesOf(cycle, days('2026-12-18', '2026-12-22', '2026-12-31', '2027-01-20')))).toEqual([]);
      expect(shown(outcomesOf(cycle, days('2026-12-21', '2026-12-22', '2026-12-31', '2027-01-21')))).toEqual([]);
    });

    it('are absence where nobody confirms them, and open while nobody has been asked [attendance-clock-13]', () => {
      expect(citing(outcomesOf(policy, missed(1, false)), 'attendance-clock-13')).toEqual(['absence 1 days 2026-11-23 missed-punch']);
      expect(shown(outcomesOf(policy, missed(1)))).toEqual([]);
      expect(shown(outcomesOf(policy, [fact('missed-punch', '2026-11-23')]))).toEqual([]);
      // In and out of one day make one day of absence.
      const both = ['08:00', '17:00'].map((time) => fact('missed-punch', '2026-11-23', { time, flags: { confirmed: false } }));
      expect(shown(outcomesOf(policy, both))).toEqual(['absence 1 days 2026-11-23 missed-punch']);
    });

    it('are handed in on Friday at 17:00, from Saturday to that Friday [attendance-clock-14]', () => {
      expect(dueOn(policy, 'submit:missed-punches', '2026-12-04')).toEqual(['2026-12-04T17:00 2026-11-28–2026-12-04 department → hr']);
      expect(dueOn(policy, 'submit:missed-punches', '2027-01-01')).toEqual(['2027-01-01T17:00 2026-12-26–2027-01-01 department → hr']);
      expect(dueOn(policy, 'submit:missed-punches', '2026-12-03')).toEqual([]);
      expect(dueOn(policy, 'submit:missed-punches', '2026-12-05')).toEqual([]);
    });

    it('of a Friday after 17:00 are on the next list [attendance-clock-14]', () => {
      const [list] = listsOn(policy, '2026-12-04');
      const [next] = listsOn(policy, '2026-12-11');
      if (list === undefined || next === undefined) throw new Error('two lists');
      const before = { on: '2026-12-04', at: at('2026-12-04T16:59') };
      const after = { on: '2026-12-04', at: at('2026-12-04T17:00') };
      expect([onList(list, before), onList(next, before)]).toEqual([true, false]);
      expect([onList(list, after), onList(next, after)]).toEqual([false, true]);
      expect(onList(list, { on: '2026-11-27', at: at('2026-11-27T16:59') })).toBe(false);
    });
  });

  it('makes a day without punch or approval absence once the month is over [attendance-clock-15]', () => {
    const none = [fact('no-punch-no-approval', '2026-11-25')];
    expect(shown(outcomesOf(policy, none, '2026-11-30'))).toEqual([]);
    expect(citing(outcomesOf(policy, none, '2026-12-01'), 'attendance-clock-15')).toEqual([
      'absence 1 days 2026-11-25 no-punch-no-approval',
    ]);
  });

  it('makes the hours of the former department absence after a transfer [attendance-clock-16]', () => {
    expect(citing(outcomesOf(policy, [fact('wrong-hours-after-transfer', '2026-12-03')]), 'attendance-clock-16')).toEqual([
      'absence 1 days 2026-12-03 wrong-hours-after-transfer',
    ]);
    expect(shown(outcomesOf(policy, [fact('off-roster', '2026-12-03')]))).toEqual([]);
  });

  it('deducts lateness and early leaving of more than 10 minutes in the month, all of it [attendance-clock-17]', () => {
    const late = (first: number, second: number) =>
      outcomesOf(policy, [fact('late', '2026-12-03', { minutes: first }), fact('early-leave', '2026-12-04', { minutes: second })]);
    expect(shown(late(4, 6))).toEqual([]);
    expect(citing(late(4, 8), 'attendance-clock-17')).toEqual(['pay-deduction 0.2 hours 2026-12-04 early-leave']);
    expect(late(4, 8)[0]?.facts).toHaveLength(2);
    expect(shown(outcomesOf(policy, [fact('late', '2026-11-30', { minutes: 6 }), fact('late', '2026-12-01', { minutes: 6 })]))).toEqual([]);
  });

  it('makes more than 30 minutes at once a day of absence, and deducts them no further [attendance-clock-18]', () => {
    expect(shown(outcomesOf(policy, [fact('late', '2026-12-03', { minutes: 30 })]))).toEqual(['pay-deduction 0.5 hours 2026-12-03 late']);
    const more = outcomesOf(policy, [fact('late', '2026-12-03', { minutes: 31 }), fact('late', '2026-12-04', { minutes: 9 })]);
    expect(shown(more)).toEqual(['absence 1 days 2026-12-03 late']);
    expect(citing(more, 'attendance-clock-18')).toHaveLength(1);
    expect(citing(outcomesOf(policy, [fact('early-leave', '2026-12-03', { minutes: 31 })]), 'attendance-clock-18')).toHaveLength(1);
  });

  describe('absence', () => {
    const absent = (...days: string[]) => days.map((on) => fact('absence', on));
    const cases = (...days: string[]) => citing(outcomesOf(policy, absent(...days)), 'attendance-clock-19');

    it('of three working days in a row is a case for human resources, also over a weekend [attendance-clock-19]', () => {
      expect(cases('2026-12-03', '2026-12-04')).toEqual([]);
      expect(cases('2026-12-03', '2026-12-04', '2026-12-07')).toEqual(['dismissal-case 2026-12-07 absence']);
      expect(cases('2026-12-02', '2026-12-04', '2026-12-07')).toEqual([]);
      expect(outcomesOf(policy, absent('2026-12-03', '2026-12-04', '2026-12-07'))[0]).toMatchObject({ to: ['hr'] });
    });

    it('of six days within three months is one too, counted back from each of them [attendance-clock-19]', () => {
      const five = ['2026-09-17', '2026-10-08', '2026-10-22', '2026-11-05', '2026-11-19'];
      expect(cases(...five)).toEqual([]);
      expect(cases(...five, '2026-12-16')).toEqual(['dismissal-case 2026-12-16 absence']);
      // Three months after 17 September begin on the 17th.
      expect(cases(...five, '2026-12-17')).toEqual([]);
    });

    it('that is proposed for another reason counts too, with its sources [attendance-clock-19]', () => {
      const facts = [
        fact('late', '2026-12-02', { minutes: 40 }),
        fact('missed-punch', '2026-12-03', { flags: { confirmed: false } }),
        fact('wrong-hours-after-transfer', '2026-12-04'),
      ];
      const proposed = outcomesOf(policy, facts);
      expect(citing(proposed, 'attendance-clock-19')).toEqual(['dismissal-case 2026-12-04 absence']);
      expect(proposed.find(({ outcome }) => outcome === 'dismissal-case')?.facts.map(({ source }) => source.id)).toEqual([
        'a|absence|2026-12-02',
        'a|absence|2026-12-03',
        'a|absence|2026-12-04',
      ]);
      // A proof arrives: the day is no absence any more, and the case falls away.
      const proven = facts.map((one) => (one.offence === 'missed-punch' ? { ...one, flags: { confirmed: true } } : one));
      expect(citing(outcomesOf(policy, proven), 'attendance-clock-19')).toEqual([]);
    });
  });

  it('lets nobody clock for another, and counts it against both [attendance-clock-20]', () => {
    // `b` made a punch of `a`'s.
    const punch = (asked: boolean) => ({
      id: 'p',
      slot: 's',
      desk: 'd',
      kind: 'in' as const,
      at: at('2026-12-03T08:00'),
      proxy: { by: 'b', asked },
    });
    const held = (own: Pick<MonthGiven, 'punches' | 'madeForOthers'>) =>
      proxyFacts({ ...month, ...own }).flatMap(({ cites }) => cites.map(({ rule }) => rule));
    expect(held({ punches: [], madeForOthers: [punch(false)] })).toEqual(['attendance-clock-20']);
    expect(held({ punches: [punch(false)], madeForOthers: [] })).toEqual([]);
    expect(held({ punches: [punch(true)], madeForOthers: [] })).toEqual(['attendance-clock-20']);
    const [proposed] = outcomesOf(policy, [fact('proxy-punch', '2026-12-03')]);
    expect(proposed).toMatchObject({ outcome: 'absence', amount: 1, choices: ['absence', 'dismissal-case'] });
  });
});
