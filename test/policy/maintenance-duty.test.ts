import { describe, expect, it } from 'vitest';
import {
  answerable,
  checkRoster,
  loadPreset,
  mayPlan,
  offPost,
  outOfReach,
  publishDeadline,
  resolvePolicy,
  rolesFor,
} from '../../src/policy/index.ts';
import { at, citing, day, findingsOf, hours, local, person, policyOf, rosterOf, zone } from './desk.ts';

const policy = policyOf('maintenance-duty', '2026-12-01', { calendar: { workStart: '08:30', workEnd: '17:30' } });

describe('maintenance-duty', () => {
  it('is for matters outside working hours [maintenance-duty-01]', () => {
    const matters = (moment: string) => answerable({ policy, at: at(moment), zone, day }).matters;
    expect(matters('2026-12-01T17:29')).toEqual([]);
    expect(matters('2026-12-01T17:30')).toContain('emergency-communication');
  });

  it('covers every minute of the blocks, and no hour outside them [maintenance-duty-03]', () => {
    const roster = rosterOf(policy, '2026-12-01', '2026-12-11', [person('a')]);
    expect(findingsOf(policy, roster, '2026-12-01', '2026-12-11')).toEqual([]);
    const short = roster.map((slot) => (slot.dutyOn === '2026-12-04' ? { ...slot, endsAt: slot.endsAt.subtract({ minutes: 1 }) } : slot));
    expect(citing(findingsOf(policy, short, '2026-12-01', '2026-12-11'), 'maintenance-duty-03')).toEqual([
      'coverage-gap refuse 2026-12-07T08:29–2026-12-07T08:30 0/1',
    ]);
  });

  it('is checked on the nights a desk adds itself [maintenance-duty-03]', () => {
    const own = resolvePolicy({
      adoptions: [{ preset: 'maintenance-duty', overrides: [], from: '2026-01-01', until: null }],
      deskShifts: [{ code: 'night', name: { zh: '夜班', en: 'night' }, start: '17:30', end: '08:30+1' }],
      deskKinds: [],
      calendarSettings: {},
      on: '2026-12-01',
      load: loadPreset,
    });
    if (!own.ok) throw new Error('the desk has a policy');
    const findings = checkRoster({ policyOn: () => own.value, day, slots: [], from: '2026-12-01', to: '2026-12-01', zone });
    expect(citing(findings, 'maintenance-duty-03')).toEqual(['coverage-gap refuse 2026-12-01T17:30–2026-12-02T08:30 0/1']);
  });

  it('runs the weekend from the end of work on Friday to the start of work on Monday [maintenance-duty-07]', () => {
    expect(hours(policy, '2026-12-04')).toEqual({ weekend: '17:30–2026-12-07T08:30' });
    for (const on of ['2026-12-03', '2026-12-05', '2026-12-06', '2026-12-07']) expect(hours(policy, on)).toEqual({});
    // The Saturday makes up for the holiday: only Sunday is off.
    expect(hours(policy, '2026-10-09')).toEqual({});
    expect(hours(policy, '2026-10-10')).toEqual({ weekend: '17:30–2026-10-12T08:30' });
  });

  it('runs the holiday from the last workday to the start of work after it [maintenance-duty-08]', () => {
    expect(hours(policy, '2026-09-30')).toEqual({ holiday: '17:30–2026-10-08T08:30' });
    for (const on of ['2026-09-29', '2026-10-01', '2026-10-07', '2026-10-08']) expect(hours(policy, on)).toEqual({});
  });

  it('cannot tell a block that runs into a year nobody imported, and says so [maintenance-duty-08]', () => {
    const findings = findingsOf(policy, [], '2026-12-30', '2026-12-31');
    expect(findings.map(({ code, level, on }) => `${code} ${level} ${on}`)).toEqual(['calendar-unknown refuse 2026-12-31']);
  });

  it('is due before the duty day, made by the department, told to those on duty [maintenance-duty-09]', () => {
    const due = publishDeadline({ policy, month: '2026-12', firstDutyOn: '2026-12-04', zone, day });
    expect(due === null ? null : local(due.at)).toBe('2026-12-04T00:00');
    expect(due?.cites.map(({ rule }) => rule)).toEqual(['maintenance-duty-09']);
    expect(mayPlan({ policy, task: 'compile', roles: ['department'], on: '2026-12-04', day }).allowed).toBe(true);
    expect(mayPlan({ policy, task: 'compile', roles: ['technician'], on: '2026-12-04', day }).allowed).toBe(false);
    expect(rolesFor({ policy, task: 'be-told', on: '2026-12-04', day })?.roles).toEqual(['duty-officer']);
  });

  it('shows the names of those on duty in the channel [maintenance-duty-10]', () => {
    expect(policy.display).toMatchObject({ value: { pinned: true }, cites: [{ rule: 'maintenance-duty-10' }] });
    expect(policyOf('property-security-duty', '2026-12-01').display).toBeNull();
  });

  it('flags leaving the place assigned [maintenance-duty-11]', () => {
    const found = (place: 'assigned' | 'away') => outOfReach({ policy, role: 'duty-officer', onDuty: true, reached: true, place });
    expect(found('assigned').flagged).toBe(false);
    expect(found('away')).toMatchObject({ flagged: true, cites: [{ rule: 'maintenance-duty-11' }] });
    expect(offPost(policy)).toMatchObject({ flagged: true, cites: [{ rule: 'maintenance-duty-11' }] });
  });
});
