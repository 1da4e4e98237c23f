import { describe, expect, it } from 'vitest';
import { answerable, mayPlan, offPost, outOfReach, publishDeadline, rolesFor } from '../../src/policy/index.ts';
import { at, day, hours, local, policyOf, zone } from './desk.ts';
import { fact, proposed } from './request-case.ts';

const policy = policyOf('company-duty', '2026-12-01');
const moved = policyOf('company-duty', '2026-12-01', { calendar: { workStart: '08:30', workEnd: '17:15' } });

describe('company-duty', () => {
  it('is for matters outside office hours and on holidays [company-duty-01]', () => {
    const matters = (moment: string) => answerable({ policy: moved, at: at(moment), zone, day }).matters;
    expect(matters('2026-12-01T08:29')).toContain('sudden-events');
    expect(matters('2026-12-01T08:30')).toEqual([]);
    expect(matters('2026-12-01T17:15')).toContain('prevention');
    expect(matters('2026-10-01T12:00')).toContain('assigned-matters');
  });

  it('runs nights from Monday to Saturday, from the end of work to the start of work [company-duty-07]', () => {
    expect(hours(moved, '2026-12-04').night).toBe('17:15–2026-12-05T08:30');
    expect(hours(moved, '2026-12-05')).toEqual({ night: '17:15–2026-12-06T08:30' });
    expect(hours(moved, '2026-12-06').night).toBeUndefined();
    expect(hours(moved, '2026-10-01').night).toBeUndefined();
    expect(hours(policy, '2026-12-04').night).toBe('17:00–2026-12-05T08:00');
  });

  it('runs the holiday day from 08:00 to 17:00 and moves it with the office hours [company-duty-08]', () => {
    expect(hours(policy, '2026-12-06')['holiday-day']).toBe('08:00–17:00');
    expect(hours(moved, '2026-12-06')['holiday-day']).toBe('08:30–17:15');
    expect(hours(policy, '2026-10-07')['holiday-day']).toBe('08:00–17:00');
    expect(hours(policy, '2026-12-05')['holiday-day']).toBeUndefined();
  });

  it('runs the holiday night from 17:30 to 08:00, whatever the office hours [company-duty-09]', () => {
    expect(hours(policy, '2026-12-06')['holiday-night']).toBe('17:30–2026-12-07T08:00');
    expect(hours(moved, '2026-10-01')['holiday-night']).toBe('17:30–2026-10-02T08:00');
    expect(hours(moved, '2026-12-07')['holiday-night']).toBeUndefined();
  });

  it('is due by the end of the month before, made by the department, told to those on duty [company-duty-10]', () => {
    const due = (month: string) => publishDeadline({ policy, month, firstDutyOn: `${month}-01`, zone, day });
    expect(local(due('2026-12')?.at ?? at('2000-01-01T00:00'))).toBe('2026-12-01T00:00');
    expect(local(due('2026-03')?.at ?? at('2000-01-01T00:00'))).toBe('2026-03-01T00:00');
    expect(due('2026-12')?.cites.map(({ rule }) => rule)).toEqual(['company-duty-10']);
    expect(mayPlan({ policy, task: 'compile', roles: ['department'], on: '2026-12-01', day }).allowed).toBe(true);
    expect(mayPlan({ policy, task: 'change', roles: ['guard'], on: '2026-12-01', day }).allowed).toBe(false);
    expect(rolesFor({ policy, task: 'be-told', on: '2026-12-01', day })?.roles).toEqual(['duty-officer']);
  });

  it('shows the names of those on duty in the channel [company-duty-11]', () => {
    expect(policy.display).toMatchObject({ value: { pinned: true }, reaction: 'flag', cites: [{ rule: 'company-duty-11' }] });
    expect(policyOf('agency-duty', '2026-12-01').display).toBeNull();
  });

  it('flags leaving the place assigned [company-duty-12]', () => {
    const found = (place: 'assigned' | 'locality' | 'away') =>
      outOfReach({ policy, role: 'duty-officer', onDuty: true, reached: true, place });
    expect(found('assigned').flagged).toBe(false);
    expect(found('locality')).toMatchObject({ flagged: true, cites: [{ rule: 'company-duty-12' }] });
    expect(outOfReach({ policy, role: 'duty-officer', onDuty: false, reached: true, place: 'away' }).flagged).toBe(false);
    expect(offPost(policy)).toMatchObject({ flagged: true, cites: [{ rule: 'company-duty-12' }] });
  });

  it('leaves open what handling an emergency well earns, and takes what the desk names', () => {
    const well = [fact('emergency-well-handled', '2026-12-03')];
    expect(proposed(policy, well)).toEqual(['to-be-decided company-duty-20']);
    const named = { path: 'consequence.handled-well.outcome', value: ['bonus'], reason: 'board', by: 'chen', from: '2026-01-01' };
    expect(proposed(policyOf('company-duty', '2026-12-01', { overrides: [named] }), well)).toEqual(['bonus desk, company-duty-20']);
  });
});
