import { describe, expect, it } from 'vitest';
import {
  answerable,
  checkRoster,
  dutyAllowances,
  judgeRequest,
  loadPreset,
  mayPlan,
  offPost,
  outOfReach,
  publishDeadline,
  resolvePolicy,
  rolesFor,
} from '../../src/policy/index.ts';
import { at, citing, day, findingsOf, hours, local, person, policyOf, rosterOf, zone } from './desk.ts';
import { askedBy, dueOn, judged, obligationOf, policyWith, receivers, routed } from './register-case.ts';
import { caseOf, duty, fact, found, party, proposed, stagesOf } from './request-case.ts';

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

  it('names a major demerit for leaving the post, and more where it was grave [maintenance-duty-21]', () => {
    expect(proposed(policy, [fact('left-post', '2026-12-05')])).toEqual(['major-demerit maintenance-duty-21']);
    expect(proposed(policy, [fact('left-post', '2026-12-05', null, { grave: true })])).toEqual(['heavier maintenance-duty-21']);
    expect(proposed(policy, [fact('late', '2026-12-05', 30)])).toEqual([]);
  });

  it('commends who handled an emergency well', () => {
    expect(proposed(policy, [fact('emergency-well-handled', '2026-12-05')])).toEqual(['commendation maintenance-duty-20']);
  });

  const unable = (type: string, filed: string) =>
    judgeRequest(
      policy,
      caseOf({
        type,
        filed,
        from: '2026-12-04',
        touched: [duty('a', 'weekend', '2026-12-04T17:30', '2026-12-07T08:30')],
        partner: party('b'),
      }),
    );

  it('has leave or cover asked for before the duty and approved by the supervising leader [maintenance-duty-22]', () => {
    for (const type of ['leave', 'substitute']) {
      expect(found(unable(type, '2026-12-04T17:29'), 'maintenance-duty-22')).toEqual([]);
      expect(found(unable(type, '2026-12-04T17:30'), 'maintenance-duty-22')).toEqual([
        'after-start flag 2026-12-04T17:30/2026-12-04T17:30',
      ]);
      expect(stagesOf(unable(type, '2026-12-04T17:29'), 'maintenance-duty-22')).toEqual(['1 supervising-leader']);
    }
    expect(unable('swap', '2026-12-04T17:29').stages).toBeNull();
  });

  it('moves the responsibility to whoever covers, not with leave [maintenance-duty-23]', () => {
    expect(unable('substitute', '2026-12-04T09:00').responsibilityMoves?.cites.map(({ rule }) => rule)).toEqual(['maintenance-duty-23']);
    expect(unable('leave', '2026-12-04T09:00').responsibilityMoves).toBeNull();
  });

  it('counts the duties of a person by shift; what they come to once the desk has set a rate [maintenance-duty-24]', () => {
    const done = ['weekend', 'weekend', 'holiday'].map((shift) => ({ person: 'a', shift, role: 'duty-officer' }));
    const counted = { person: 'a', allowance: 'duty', total: 3, byShift: { weekend: 2, holiday: 1 } };
    expect(dutyAllowances(policy, done)).toMatchObject([
      { ...counted, rate: null, amount: null, cites: [{ rule: 'maintenance-duty-24' }] },
    ]);
    const rate = { path: 'entitlement.duty-allowance.rate', value: 50, reason: 'board', by: 'chen', from: '2026-01-01' };
    const paid = policyOf('maintenance-duty', '2026-12-01', { overrides: [rate] });
    expect(dutyAllowances(paid, done)).toMatchObject([{ ...counted, rate: 50, amount: 150 }]);
    expect(dutyAllowances(policy, [])).toEqual([]);
  });
});

describe('maintenance-duty: what is written, reported and due', () => {
  const policy = policyOf('maintenance-duty', '2026-12-01');
  const route = (event: string, within_authority?: boolean) =>
    routed(policy, event, { facts: within_authority === undefined ? {} : { within_authority } });

  it('handles what it may before reporting it [maintenance-duty-13] [maintenance-duty-15]', () => {
    expect(askedBy(route('event', true).order, 'maintenance-duty-13')).toEqual(['handle', 'report']);
    expect(route('event', true).stages).toEqual([]);
    expect(askedBy(route('communication-fault', true).order, 'maintenance-duty-15')).toEqual(['handle']);
  });

  it('asks the supervising leader at once about what is beyond its authority [maintenance-duty-14]', () => {
    expect(receivers(route('event', false), 'maintenance-duty-14')).toEqual(['1 to supervising-leader 10:05']);
    expect(receivers(route('event'), 'maintenance-duty-14')).toEqual(['1 to supervising-leader 10:05']);
    expect(route('event', false).stages[0]?.urgent).toBe(true);
    expect(receivers(route('event', true), 'maintenance-duty-14')).toEqual([]);
  });

  it('calls the head of the department concerned at once [maintenance-duty-16]', () => {
    expect(receivers(route('communication-fault', false), 'maintenance-duty-16')).toEqual(['1 to head-of-department-concerned 10:05']);
    expect(receivers(route('communication-fault', true), 'maintenance-duty-16')).toEqual([]);
  });

  it('reports what was handled within an hour of the hand-over, first to the leader and then up [maintenance-duty-18]', () => {
    expect(dueOn(policy, 'maintenance-duty-18', 'handover-completed', '2026-12-03T08:10')).toEqual(['submit:duty-report 2026-12-03T09:10']);
    expect(dueOn(policy, 'maintenance-duty-18', 'major-incident', '2026-12-03T08:10')).toEqual([]);
    const { to, then: next } = obligationOf(policy, 'maintenance-duty-18');
    expect([to, next]).toEqual([['supervising-leader'], ['upper-leader']]);
  });

  it('keeps events by their kind, and tasks [maintenance-duty-02] [maintenance-duty-04] [maintenance-duty-06]', () => {
    const event = (category: string | null) => judged(policy, 'duty-event', { category }).fields.map(({ value }) => value);
    expect(event('maintenance')).toEqual(['at', 'matter', 'handling']);
    expect(event('prevention')).toEqual(['at', 'matter', 'handling']);
    expect(event(null)).toEqual([]);
    expect(askedBy(judged(policy, 'task').fields, 'maintenance-duty-06')).toEqual(['given_by', 'content', 'outcome']);
  });

  it('tells the superior department at once of a major fault or one beyond its strength [maintenance-duty-17]', () => {
    const fault = (severity: string | null, facts = {}) =>
      receivers(routed(policy, 'communication-fault', { severity, facts: { within_authority: true, ...facts } }), 'maintenance-duty-17');
    expect(fault('major')).toEqual(['1 to superior-department 10:05']);
    expect(fault(null, { insufficient_force: true })).toEqual(['1 to superior-department 10:05']);
    expect(fault('minor')).toEqual([]);
    expect(fault(null, { insufficient_force: false })).toEqual([]);
  });

  it('leaves the layout of the report to the desk [maintenance-duty-19]', () => {
    expect(judged(policy, 'duty-report')).toMatchObject({ kept: true, fields: [] });
    const own = policyWith('maintenance-duty', 'record.report-form.fields', ['matter', 'handling']);
    expect(askedBy(judged(own, 'duty-report').fields, 'maintenance-duty-19')).toEqual(['matter', 'handling']);
  });
});
