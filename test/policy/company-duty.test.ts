import { describe, expect, it } from 'vitest';
import { answerable, mayPlan, offPost, outOfReach, publishDeadline, recordDue, rolesFor } from '../../src/policy/index.ts';
import { at, day, hours, local, policyOf, zone } from './desk.ts';
import { askedBy, dueOn, judged, obligationOf, problemsOf, receivers, routed } from './register-case.ts';
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

describe('company-duty: what is written, reported and due', () => {
  const policy = policyOf('company-duty', '2026-12-01');
  const route = (event: string, within_authority?: boolean) =>
    routed(policy, event, { facts: within_authority === undefined ? {} : { within_authority } });

  it('handles what it may before reporting it [company-duty-14] [company-duty-16]', () => {
    expect(askedBy(route('event', true).order, 'company-duty-14')).toEqual(['handle', 'report']);
    expect(route('event', true).stages).toEqual([]);
    expect(askedBy(route('message', true).order, 'company-duty-16')).toEqual(['handle']);
  });

  it('asks the supervising leader at once about what is beyond its authority [company-duty-15]', () => {
    expect(receivers(route('event', false), 'company-duty-15')).toEqual(['1 to supervising-leader 10:05']);
    expect(receivers(route('event'), 'company-duty-15')).toEqual(['1 to supervising-leader 10:05']);
    expect(route('event', false).stages[0]?.urgent).toBe(true);
    expect(receivers(route('event', true), 'company-duty-15')).toEqual([]);
  });

  it('calls the head of the department concerned at once [company-duty-17]', () => {
    expect(receivers(route('message', false), 'company-duty-17')).toEqual(['1 to head-of-department-concerned 10:05']);
    expect(receivers(route('message', true), 'company-duty-17')).toEqual([]);
  });

  it('reports what was handled within an hour of the hand-over, first to the leader and then up [company-duty-19]', () => {
    expect(dueOn(policy, 'company-duty-19', 'handover-completed', '2026-12-03T08:10')).toEqual(['submit:duty-report 2026-12-03T09:10']);
    expect(dueOn(policy, 'company-duty-19', 'major-incident', '2026-12-03T08:10')).toEqual([]);
    const { to, then: next } = obligationOf(policy, 'company-duty-19');
    expect([to, next]).toEqual([['supervising-leader'], ['upper-leader']]);
  });

  it('keeps events by their kind, and tasks [company-duty-02] [company-duty-04] [company-duty-06]', () => {
    const event = (category: string | null) => judged(policy, 'duty-event', { category }).fields.map(({ value }) => value);
    expect(event('sudden')).toEqual(['at', 'matter', 'handling']);
    expect(event('prevention')).toEqual(['at', 'matter', 'handling']);
    expect(event(null)).toEqual([]);
    expect(askedBy(judged(policy, 'task').fields, 'company-duty-06')).toEqual(['given_by', 'content', 'outcome']);
  });

  it('checks guards and workers on duty, and nobody else [company-duty-03]', () => {
    const check = (subject: string) => problemsOf(judged(policy, 'duty-check', { fields: { subject } }), 'company-duty-03');
    expect(check('duty-worker')).toEqual([]);
    expect(check('visitor')).toEqual(['not-allowed flag subject visitor']);
  });

  it('reminds of a sealed letter at the next start of work [company-duty-18]', () => {
    const { due, to, states } = judged(policy, 'sealed-letter', { state: 'kept-sealed' });
    const calendar = { zone, day, anchors: () => null };
    const next = (moment: string) => {
      const found = recordDue({ due, at: at(moment), shift: null, termEnd: null, calendar });
      return found === null ? null : local(found);
    };
    expect(next('2026-12-03T22:00')).toBe('2026-12-04T09:00');
    expect(next('2026-12-04T08:59')).toBe('2026-12-04T09:00');
    expect(next('2026-12-04T09:00')).toBe('2026-12-07T09:00');
    expect(due?.value.remind).toBe(true);
    expect(to).toMatchObject([{ value: ['leader-concerned'] }]);
    expect(states?.value).toEqual(['kept-sealed', 'delivered']);
    expect(judged(policy, 'visitor').due).toBeNull();
  });
});
