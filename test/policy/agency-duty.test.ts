import { describe, expect, it } from 'vitest';
import { mayPlan, publishDeadline, rosterOwed, splitTimes, takeTurns } from '../../src/policy/index.ts';
import { at, citing, day, findingsOf, hours, local, person, policyOf, rosterOf, zone } from './desk.ts';
import { askedBy, judged, problemsOf, protocolOf } from './register-case.ts';

const winter = policyOf('agency-duty', '2026-12-01');
const summer = policyOf('agency-duty', '2026-07-01');
const may = (roles: readonly string[], on: string) => mayPlan({ policy: winter, task: 'compile', roles, on, day });
const general = person('g', 'duty-officer', { memberRoles: ['general-section'] });

describe('agency-duty', () => {
  it('has everybody take turns, whatever their role [agency-duty-01]', () => {
    const rotation = winter.rotations[0]?.value;
    if (rotation === undefined) throw new Error('a rotation');
    const turns = takeTurns({ rotation, order: ['a', 'b', 'c'], from: '2026-12-01', to: '2026-12-04', day, startWith: 0 });
    expect(turns.map(({ person: who }) => who).join('')).toBe('abca');
    const nights = rosterOf(winter, '2026-12-05', '2026-12-05', [person('x')]);
    expect(citing(findingsOf(winter, nights, '2026-12-05', '2026-12-05'), 'agency-duty-01')).toEqual([]);
  });

  it('is due before the 1st of the month, made by the general section [agency-duty-02]', () => {
    const due = publishDeadline({ policy: winter, month: '2026-12', firstDutyOn: '2026-12-01', zone, day });
    expect(due === null ? null : local(due.at)).toBe('2026-12-01T00:00');
    expect(due?.cites.map(({ rule }) => rule)).toEqual(['agency-duty-02']);
    expect(may(['general-section'], '2026-12-01').allowed).toBe(true);
    expect(may(['archives'], '2026-12-01')).toMatchObject({ allowed: false, cites: [{ rule: 'agency-duty-02' }] });
  });

  it('refuses anyone but the general section on a workday by day, not at night [agency-duty-03]', () => {
    const roster = rosterOf(winter, '2026-12-01', '2026-12-01', [general]);
    expect(findingsOf(winter, roster, '2026-12-01', '2026-12-01')).toEqual([]);
    const others = rosterOf(winter, '2026-12-01', '2026-12-01', [person('x', 'duty-officer', { memberRoles: ['archives'] })]);
    expect(citing(findingsOf(winter, others, '2026-12-01', '2026-12-01'), 'agency-duty-03')).toEqual([
      'role-missing refuse 2026-12-01T09:00–2026-12-01T17:00 archives/general-section',
    ]);
  });

  it('binds a make-up Saturday like a workday and leaves a Saturday free [agency-duty-03]', () => {
    const refused = (on: string): number =>
      citing(findingsOf(winter, rosterOf(winter, on, on, [person('x')]), on, on), 'agency-duty-03').filter((text) =>
        text.startsWith('role-missing'),
      ).length;
    expect(refused('2026-10-10')).toBe(1);
    expect(refused('2026-12-05')).toBe(0);
  });

  it('has one roster for days off, made by the general section [agency-duty-04]', () => {
    expect(may(['general-section'], '2026-12-05')).toMatchObject({ allowed: true });
    expect(may(['archives'], '2026-12-05').allowed).toBe(false);
    expect(may([], '2026-12-05').cites.map(({ rule }) => rule)).toEqual(['agency-duty-02', 'agency-duty-04']);
    expect(may([], '2026-12-04').cites.map(({ rule }) => rule)).toEqual(['agency-duty-02']);
  });

  it('runs the holiday day from 08:00 to 20:00 in summer [agency-duty-05]', () => {
    expect(hours(summer, '2026-07-04')['holiday-day']).toBe('08:00–20:00');
    expect(summer.shifts.find(({ value }) => value.code === 'holiday-day')?.cites.map(({ rule }) => rule)).toEqual(['agency-duty-05']);
    expect(hours(summer, '2026-07-03')).toEqual({ day: '09:00–17:00', night: '20:00–2026-07-04T08:00' });
  });

  it('changes hours on the days the desk set, not one earlier [agency-duty-07]', () => {
    const on = (date: string) =>
      hours(policyOf('agency-duty', date, { calendar: { summerFrom: '05-01', winterFrom: '10-01' } }), date)['holiday-day'];
    expect(on('2026-04-26')).toBe('08:00–19:00');
    expect(on('2026-05-02')).toBe('08:00–20:00');
    expect(on('2026-09-27')).toBe('08:00–20:00');
    expect(on('2026-10-01')).toBe('08:00–19:00');
    expect(winter.shifts.find(({ value }) => value.code === 'holiday-day')?.cites.map(({ rule }) => rule)).toEqual(['agency-duty-07']);
  });

  it('starts the night at 20:00 in summer and at 19:00 in winter [agency-duty-08]', () => {
    expect(hours(summer, '2026-07-03').night).toBe('20:00–2026-07-04T08:00');
    expect(hours(winter, '2026-12-31').night).toBe('19:00–2027-01-01T08:00');
  });

  it('owes the next month until it is published [agency-duty-14]', () => {
    expect(rosterOwed({ policy: winter, on: '2026-12-31', published: ['2026-12'] })).toMatchObject({
      month: '2027-01',
      cites: [{ rule: 'agency-duty-14' }],
    });
    expect(rosterOwed({ policy: winter, on: '2026-12-31', published: ['2026-12', '2027-01'] })).toBeNull();
    expect(rosterOwed({ policy: policyOf('company-duty', '2026-12-01'), on: '2026-12-31', published: [] })).toBeNull();
  });
});

describe('agency-duty: what is written and handed over', () => {
  it('splits the summer day at noon and in the afternoon, not the winter day and not the night [agency-duty-06]', () => {
    const split = (season: 'summer' | 'winter', shift: string) => {
      const protocol = protocolOf(season === 'summer' ? summer : winter, { season, shift });
      const span = { start: at('2026-07-04T08:00'), end: at('2026-07-04T20:00') };
      return splitTimes(protocol, span, { zone, day, anchors: () => null }).map(local);
    };
    expect(split('summer', 'holiday-day')).toEqual(['2026-07-04T12:00', '2026-07-04T16:00']);
    expect(split('winter', 'holiday-day')).toEqual([]);
    expect(split('summer', 'night')).toEqual([]);
  });

  it('keeps calls, and checks guards and cleaners [agency-duty-10] [agency-duty-11]', () => {
    expect(askedBy(judged(winter, 'phone-message').fields, 'agency-duty-10')).toEqual(['at', 'caller', 'content', 'passed_to']);
    const check = (subject: string) => problemsOf(judged(winter, 'duty-check', { fields: { subject } }), 'agency-duty-11');
    expect(check('cleaner')).toEqual([]);
    expect(check('visitor')).toEqual(['not-allowed flag subject visitor']);
  });

  it('asks for the log and the hand-over at every duty [agency-duty-13]', () => {
    expect(askedBy(protocolOf(winter).requires, 'agency-duty-13')).toEqual(['duty-log', 'handover']);
    expect(protocolOf(winter).requires.some(({ gates }) => gates)).toBe(false);
  });
});
