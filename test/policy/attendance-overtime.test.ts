import { describe, expect, it } from 'vitest';
import { countsAs, judgeRequest, overtimeDifferences, overtimeHours } from '../../src/policy/index.ts';
import { dueOn } from './attendance-fact.ts';
import { at, day, policyOf } from './desk.ts';
import { caseOf, duty, found, other, party, stagesOf } from './request-case.ts';

const policy = policyOf('attendance-overtime', '2026-12-01', { calendar: { workStart: '08:30', workEnd: '17:30' } });
const claim = { hours: 4, creditable: 4, cycleClosed: false, staffNo: '1001' };
const asker = party('a', { attributes: { staff_no: '1001' } });
const overtime = {
  type: 'overtime',
  filed: '2026-12-07T09:00',
  hours: ['2026-12-06T09:00', '2026-12-06T13:00'],
  subject: asker,
  claimed: claim,
} as const;
const missed = { type: 'attendance-exception', hours: ['2026-10-01T08:00', '2026-10-01T09:00'] } as const;

describe('attendance-overtime', () => {
  it('counts the hours of a rest day, no more than the week has beyond 40 [attendance-overtime-01]', () => {
    const hours = (weekHours: number, restDayHours: number) => overtimeHours({ policy, weekHours, restDayHours })?.hours;
    expect(hours(45, 4)).toBe(4);
    expect(hours(38, 4)).toBe(2);
    expect(hours(36, 4)).toBe(0);
    expect(hours(36.5, 4)).toBe(0.5);
    expect(hours(40, 4)).toBe(4);
    expect(hours(48, 0)).toBe(0);
    expect(overtimeHours({ policy, weekHours: 45, restDayHours: 4 })?.cites.map(({ rule }) => rule)).toEqual(['attendance-overtime-01']);
    expect(overtimeHours({ policy: policyOf('attendance-clock', '2026-12-01'), weekHours: 45, restDayHours: 4 })).toBeNull();
  });

  it('flags a claim of more than that [attendance-overtime-01]', () => {
    const judged = (hours: number) =>
      found(judgeRequest(policy, caseOf({ ...overtime, claimed: { ...claim, hours } })), 'attendance-overtime-01');
    expect(judged(4)).toEqual([]);
    expect(judged(4.5)).toEqual(['hours-not-creditable flag 4.5/4']);
  });

  it('is signed by two levels, one after the other [attendance-overtime-02]', () => {
    expect(stagesOf(judgeRequest(policy, caseOf(overtime)), 'attendance-overtime-02')).toEqual(['1 superior', '2 superior-of-superior']);
    expect(stagesOf(judgeRequest(policy, caseOf({ ...overtime, type: 'outing' })), 'attendance-overtime-02')).toEqual([]);
  });

  it('is handed in on the 21st for the 21st to the 20th, and goes on to human resources [attendance-overtime-03]', () => {
    expect(dueOn(policy, 'submit:overtime', '2026-12-21')).toEqual(['2026-12-21T17:30 2026-11-21–2026-12-20 department → front-desk → hr']);
    expect(dueOn(policy, 'submit:overtime', '2026-12-20')).toEqual([]);
    expect(dueOn(policy, 'submit:overtime', '2026-12-22')).toEqual([]);
    expect(dueOn(policy, 'submit:overtime', '2027-01-21')).toEqual(['2027-01-21T17:30 2026-12-21–2027-01-20 department → front-desk → hr']);
    const cycle = { ...policy, cycle: policyOf('attendance-leave', '2026-12-01').cycle };
    expect(dueOn(cycle, 'submit:overtime', '2027-01-21')).toEqual(['2027-01-21T17:30 2026-12-21–2027-01-20 department → front-desk → hr']);
  });

  it('is confirmed by the person, and filed by nobody else [attendance-overtime-04]', () => {
    const own = judgeRequest(policy, caseOf(overtime));
    expect(own.confirm).toEqual(['subject']);
    expect(found(own, 'attendance-overtime-04')).toEqual([]);
    const filedBy = { person: 'b', roles: ['team-lead'] };
    expect(found(judgeRequest(policy, caseOf({ ...overtime, filedBy })), 'attendance-overtime-04')).toEqual([
      'proxy-not-allowed refuse b/a',
    ]);
  });

  it('refuses an hour claimed twice, not the next one [attendance-overtime-05]', () => {
    const beside = (from: string, until: string) => {
      const earlier = other('overtime', 'a', '2026-12-06', { span: { start: at(`2026-12-06T${from}`), end: at(`2026-12-06T${until}`) } });
      return found(judgeRequest(policy, caseOf({ ...overtime, others: [earlier] })), 'attendance-overtime-05');
    };
    expect(beside('08:00', '09:00')).toEqual([]);
    expect(beside('08:00', '09:01')).toEqual(['overlap refuse 2026-12-06/overtime a 2026-12-06']);
    expect(beside('13:00', '14:00')).toEqual([]);
  });

  it('refuses what comes after the cycle closed, and a wrong staff number [attendance-overtime-05]', () => {
    const judged = (more: Partial<typeof claim>) =>
      found(judgeRequest(policy, caseOf({ ...overtime, claimed: { ...claim, ...more } })), 'attendance-overtime-05');
    expect(judged({})).toEqual([]);
    expect(judged({ cycleClosed: true })).toEqual(['after-close refuse 2026-12-07/2026-12-06']);
    expect(judged({ staffNo: '1002' })).toEqual(['staff-number refuse 1002/1001']);
  });

  it('has a missed punch of a triple-pay day on the form the same day, signed by two levels [attendance-overtime-06]', () => {
    const judged = (filed: string, more: object = {}) => judgeRequest(policy, caseOf({ ...missed, filed, ...more }));
    const inTime = judged('2026-10-01T23:59');
    expect(found(inTime, 'attendance-overtime-06')).toEqual([]);
    expect(stagesOf(inTime, 'attendance-overtime-06')).toEqual(['1 superior', '2 superior-of-superior']);
    expect(inTime.handedTo).toEqual(['hr']);
    const late = judged('2026-10-02T00:00');
    expect(found(late, 'attendance-overtime-06')).toEqual(['past-latest refuse 2026-10-02/2026-10-01']);
    expect(late.findings.map(({ otherwise }) => otherwise)).toEqual(['no-triple-pay']);
    // An ordinary day asks for nothing of this.
    const plain = judgeRequest(
      policy,
      caseOf({ type: missed.type, hours: ['2026-12-03T08:00', '2026-12-03T09:00'], filed: '2026-12-04T09:00' }),
    );
    expect([...found(plain, 'attendance-overtime-06'), ...stagesOf(plain)]).toEqual([]);
  });

  it('leaves a missed punch nobody asked to correct without triple pay, on that day only [attendance-overtime-06]', () => {
    const on = (date: string, given = policy) => countsAs(given, 'attendance-exception', day(date))?.otherwise;
    expect([on('2026-10-01'), on('2026-12-03'), on('2026-10-01', policyOf('attendance-clock', '2026-10-01'))]).toEqual([
      'no-triple-pay',
      undefined,
      undefined,
    ]);
  });

  it('counts both days of a shift over midnight [attendance-overtime-06]', () => {
    const touched = [duty('a', 'night', '2026-10-01T22:00', '2026-10-02T06:00')];
    const judged = (filed: string) =>
      judgeRequest(policy, caseOf({ ...missed, touched, hours: ['2026-10-01T22:00', '2026-10-01T22:00'], filed }));
    expect(found(judged('2026-10-02T23:59'), 'attendance-overtime-06')).toEqual([]);
    expect(found(judged('2026-10-03T00:00'), 'attendance-overtime-06')).toEqual(['past-latest refuse 2026-10-03/2026-10-02']);
  });

  it('lists claims that differ from roster, hours and punches [attendance-overtime-07]', () => {
    const claims = (hours: number, more: object = {}) => [{ request: 'r', on: '2026-12-06', hours, rest: true, punched: 4, ...more }];
    const check = (weekHours: number, given: ReturnType<typeof claims>) =>
      overtimeDifferences({ policy, weekHours, claims: given })?.differences.map(({ claimed, creditable }) => `${claimed}/${creditable}`);
    expect(check(45, claims(4))).toEqual([]);
    expect(check(45, claims(5))).toEqual(['5/4']);
    expect(check(45, claims(3))).toEqual(['3/4']);
    expect(check(38, claims(4))).toEqual(['4/2']);
    expect(check(45, claims(4, { rest: false }))).toEqual(['4/0']);
    const two = [...claims(4), ...claims(2, { request: 's', on: '2026-12-05', punched: 2 })];
    expect(check(37, two)).toEqual(['4/1']);
    expect(overtimeDifferences({ policy, weekHours: 40, claims: [] })).toMatchObject({
      to: ['hr'],
      cites: [{ rule: 'attendance-overtime-07' }],
    });
  });
});
