import { describe, expect, it } from 'vitest';
import type { LeaveCase } from '../../src/features/balance/review.ts';
import { nursingShift } from '../../src/policy/index.ts';
import { at, local, policyOf } from './desk.ts';
import { daysOf, type Facts, grant, reviewed } from './leave-review.ts';

const policy = policyOf('attendance-leave', '2026-12-01');

describe('attendance-leave, days of leave', () => {
  describe('annual leave', () => {
    const known = { joined_on: '2025-12-07', confirmed_on: '2026-12-07' };

    it('is for those who passed probation, from that day on [attendance-leave-16]', () => {
      expect(reviewed('attendance-leave-16', 'annual', { attributes: known })).toEqual([]);
      const early = { attributes: known, from: '2026-12-04' };
      expect(reviewed('attendance-leave-16', 'annual', early)).toEqual(['not-entitled refuse 2026-12-07/probation-passed']);
      expect(reviewed('attendance-leave-16', 'annual')).toEqual(['not-entitled refuse unknown/probation-passed']);
    });

    it('is taken in half days [attendance-leave-17]', () => {
      const taken = (days: number) =>
        reviewed('attendance-leave-17', 'annual', {
          attributes: known,
          length: { days, calendarDays: 1, workingDays: days, perDay: [{ on: '2026-12-07', days }] },
        });
      expect([taken(0.5), taken(1), taken(1.5)]).toEqual([[], [], []]);
      expect(taken(0.75)).toEqual(['unit refuse 0.75/0.5']);
      expect(taken(0.25)).toEqual(['unit refuse 0.25/0.5']);
    });

    it('is 5 days, 10 after a full year, and one more each further year up to 15 for staff and managers [attendance-leave-18]', () => {
      const days = (joined: string, rank?: string) => daysOf('annual', {}, { joined_on: joined, ...(rank === undefined ? {} : { rank }) });
      expect(days('2025-12-08', 'staff')).toBe(5);
      expect(days('2025-12-07', 'staff')).toBe(10);
      expect(days('2024-12-08', 'manager')).toBe(10);
      expect(days('2024-12-07', 'supervisor')).toBe(11);
      expect(days('2020-12-07')).toBe(15);
      expect(days('2001-12-07')).toBe(15);
      expect(grant('annual', {}, { joined_on: '2025-12-07' })).toMatchObject({ cites: [{ rule: 'attendance-leave-18' }] });
      expect(grant('annual')).toMatchObject({ days: null, missing: ['joined_on'] });
    });

    it('completes a year on 28 February for whoever joined on the 29th [attendance-leave-18]', () => {
      expect(daysOf('annual', {}, { joined_on: '2024-02-29' }, '2025-02-27')).toBe(5);
      expect(daysOf('annual', {}, { joined_on: '2024-02-29' }, '2025-02-28')).toBe(10);
    });

    it('is 10 days for directors from the start, 15 at most [attendance-leave-19]', () => {
      const days = (joined: string) => daysOf('annual', {}, { joined_on: joined, rank: 'director' });
      expect([days('2026-12-07'), days('2025-12-08'), days('2025-12-07'), days('2024-12-07'), days('2010-12-07')]).toEqual([
        10, 10, 10, 11, 15,
      ]);
      expect(grant('annual', {}, { joined_on: '2026-12-07', rank: 'director' })).toMatchObject({
        cites: [{ rule: 'attendance-leave-19' }],
      });
    });
  });

  describe('marriage leave', () => {
    const facts = { registration: '2026-07-01' };
    const attributes = { joined_on: '2026-01-01', confirmed_on: '2026-07-01' };

    it('is for those employed and confirmed on the day of registration [attendance-leave-22]', () => {
      const asked = (known: Readonly<Record<string, string>>) => reviewed('attendance-leave-22', 'marriage', { facts, attributes: known });
      expect(asked(attributes)).toEqual([]);
      expect(asked({ ...attributes, confirmed_on: '2026-07-02' })).toEqual(['not-entitled refuse 2026-07-02/confirmed']);
      expect(asked({ joined_on: '2026-07-02', confirmed_on: '2026-07-01' })).toEqual([
        'not-entitled refuse 2026-07-02/employed-on-registration',
      ]);
    });

    it('is 3 days, 10 for a late marriage; more is told to those who decide [attendance-leave-23]', () => {
      expect([daysOf('marriage', facts), daysOf('marriage', { ...facts, late_marriage: true })]).toEqual([3, 10]);
      const asked = (until: string, more: Facts = {}) =>
        reviewed('attendance-leave-23', 'marriage', { until, attributes, facts: { ...facts, ...more } });
      expect(asked('2026-12-09')).toEqual([]);
      expect(asked('2026-12-10')).toEqual(['balance flag 4/3']);
      expect(asked('2026-12-16', { late_marriage: true })).toEqual([]);
      expect(asked('2026-12-17', { late_marriage: true })).toEqual(['balance flag 11/10']);
    });

    it('is forfeited half a year after registration [attendance-leave-25]', () => {
      const asked = (registration: string) => reviewed('attendance-leave-25', 'marriage', { attributes, facts: { registration } });
      expect(asked('2026-06-07')).toEqual([]);
      expect(asked('2026-06-06')).toEqual(['forfeited refuse 2026-12-07/2026-12-06']);
      expect(reviewed('attendance-leave-25', 'marriage', { attributes })).toEqual(['field-missing refuse /registration']);
      expect(asked('2026-12-08')).toEqual(['forfeited refuse 2026-12-07/2026-12-08']);
    });
  });

  describe('leave around a birth', () => {
    it('is half a day for each prenatal check; longer is flagged [attendance-leave-29]', () => {
      const asked = (days: number, checks: number) =>
        reviewed('attendance-leave-29', 'prenatal', {
          facts: { checks },
          length: { days, calendarDays: 1, workingDays: days, perDay: [{ on: '2026-12-07', days }] },
        });
      expect([asked(0.5, 1), asked(1, 2)]).toEqual([[], []]);
      expect(asked(1, 1)).toEqual(['balance flag 1/0.5']);
    });

    it('is 90 days, 15 of them before the birth [attendance-leave-30]', () => {
      const granted = grant('maternity', { birth: '2026-12-31' });
      expect(granted).toMatchObject({ days: 90, window: { from: '2026-12-16', until: '2027-03-15' } });
      const asked = (from: string, until: string) =>
        reviewed('attendance-leave-30', 'maternity', { from, until, facts: { birth: '2026-12-31' } });
      expect(asked('2026-12-16', '2027-03-15')).toEqual([]);
      expect(asked('2026-12-15', '2026-12-31')).toEqual(['forfeited flag 2026-12-15/2026-12-16']);
      expect(asked('2026-12-16', '2027-03-16')).toEqual(['forfeited flag 2027-03-16/2027-03-15', 'balance flag 91/90']);
    });

    it('is longer for a late and for a difficult birth [attendance-leave-31]', () => {
      expect(daysOf('maternity', { late_birth: true })).toBe(120);
      expect(daysOf('maternity', { difficult_birth: true })).toBe(105);
      expect(daysOf('maternity', { late_birth: true, difficult_birth: true })).toBe(135);
      expect(daysOf('maternity', { late_birth: false })).toBe(90);
    });

    it('is longer for each further child [attendance-leave-32]', () => {
      expect(daysOf('maternity', { children: 1 })).toBe(daysOf('maternity'));
      expect([1, 2, 3].map((children) => daysOf('maternity', { children }))).toEqual([90, 105, 120]);
    });

    it('is not taken in parts, and what is left of it is gone [attendance-leave-34]', () => {
      const facts = { birth: '2026-12-31' };
      const used = { kind: 'used', amount: -30, on: '2026-12-16', expiresOn: null, request: 'earlier' } as const;
      const asked = (entries: LeaveCase['entries']) =>
        reviewed('attendance-leave-34', 'maternity', { from: '2027-02-01', until: '2027-02-10', facts, entries });
      expect(asked([])).toEqual([]);
      expect(asked([used])).toEqual(['split refuse 2026-12-16/1']);
      expect(grant('maternity', facts)).toMatchObject({ window: { forfeited: true } });
    });

    it('gives an hour a day until the first birthday, which moves the punch times [attendance-leave-35]', () => {
      const shift = (option: string, dutyOn: string, birth: string | null = '2025-12-07') => {
        const facts = birth === null ? {} : { birth };
        const times = { startsAt: at(`${dutyOn}T09:00`), endsAt: at(`${dutyOn}T17:00`) };
        const moved = nursingShift(policy, { leaveType: 'nursing', attributes: {}, facts, option, dutyOn, ...times });
        return moved === null ? null : [local(moved.start).slice(11), local(moved.end).slice(11), moved.breakMinutes];
      };
      expect(shift('late-start', '2026-12-06')).toEqual(['10:00', '17:00', 0]);
      expect(shift('early-leave', '2026-12-06')).toEqual(['09:00', '16:00', 0]);
      expect(shift('long-lunch', '2026-12-06')).toEqual(['09:00', '17:00', 60]);
      expect([
        shift('late-start', '2026-12-07'),
        shift('late-start', '2025-12-06'),
        shift('nap', '2026-12-06'),
        shift('late-start', '2026-12-06', null),
      ]).toEqual([null, null, null, null]);
      const asked = (from: string, choice: Facts = { nursing_hour: 'late-start' }) =>
        reviewed('attendance-leave-35', 'nursing', { from, facts: { birth: '2025-12-07', ...choice } });
      expect(asked('2026-12-06')).toEqual([]);
      for (const choice of [{}, { nursing_hour: 'nap' }])
        expect(asked('2026-12-06', choice)).toEqual(['field-missing refuse /nursing_hour']);
      expect(asked('2026-12-07')).toEqual(['forfeited flag 2026-12-07/2026-12-06']);
    });
  });

  describe('paternity leave', () => {
    const attributes = { region: 'beijing' };
    const first = { first_child: true, birth: '2026-12-04' };
    const asked = (rule: string, from: string, until: string, facts: Facts = first, known: Readonly<Record<string, string>> = attributes) =>
      reviewed(rule, 'paternity', { from, until, facts, attributes: known });

    it('is 3 days for the first child in Beijing, within the seven days after the birth [attendance-leave-36]', () => {
      expect(asked('attendance-leave-36', '2026-12-05', '2026-12-07')).toEqual([]);
      expect(asked('attendance-leave-36', '2026-12-05', '2026-12-08')).toEqual(['balance refuse 4/3']);
      expect(asked('attendance-leave-36', '2026-12-04', '2026-12-06')).toEqual(['forfeited refuse 2026-12-04/2026-12-05']);
      expect(asked('attendance-leave-36', '2026-12-05', '2026-12-05', { ...first, first_child: false })).toEqual([
        'not-entitled refuse paternity/other-case',
      ]);
      expect(asked('attendance-leave-36', '2026-12-05', '2026-12-05', first, { region: 'tianjin' })).toHaveLength(1);
    });

    it('is gone after that week [attendance-leave-37]', () => {
      expect(asked('attendance-leave-37', '2026-12-09', '2026-12-11')).toEqual([]);
      expect(asked('attendance-leave-37', '2026-12-10', '2026-12-12')).toEqual(['forfeited refuse 2026-12-12/2026-12-11']);
      expect(asked('attendance-leave-37', '2026-12-12', '2026-12-12')).toEqual(['forfeited refuse 2026-12-12/2026-12-11']);
    });
  });

  describe('bereavement leave', () => {
    const asked = (rule: string, relation: string, until: string) => reviewed(rule, 'bereavement', { until, facts: { relation } });

    it('is 3 days for the closest relatives [attendance-leave-39]', () => {
      for (const relation of ['parent', 'parent-in-law', 'spouse', 'child']) {
        expect(asked('attendance-leave-39', relation, '2026-12-09')).toEqual([]);
        expect(asked('attendance-leave-39', relation, '2026-12-10')).toEqual(['balance flag 4/3']);
      }
    });

    it('is 1 day for grandparents, and none for others [attendance-leave-40]', () => {
      expect(asked('attendance-leave-40', 'grandparent', '2026-12-07')).toEqual([]);
      expect(asked('attendance-leave-40', 'grandparent', '2026-12-08')).toEqual(['balance flag 2/1']);
      expect(asked('attendance-leave-40', 'other', '2026-12-07')).toEqual(['not-entitled flag bereavement/other-case']);
    });
  });
});
