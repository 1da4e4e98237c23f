import { describe, expect, it } from 'vitest';
import { dutyAllowances, earliness, judgeRequest, lateness, offPost, outOfReach, parseWallClock } from '../../src/policy/index.ts';
import { at, citing, findingsOf, hours, person, policyOf, rosterOf, segmentsOf, timesOn } from './desk.ts';
import { askedBy, because, dueBetween, judged, obligationOf, problemsOf, protocolOf, receivers, reported } from './register-case.ts';
import { caseOf, found as foundIn, party, stagesOf } from './request-case.ts';

const policy = policyOf('maritime-duty', '2026-12-01', { kinds: ['front-line'] });
const established = { attributes: { employment: 'established' } };
const leader = person('l', 'duty-leader', established);
const roster = rosterOf(policy, '2026-12-01', '2026-12-03', [leader, person('a')]);
const found = (slots: typeof roster, rule: string): readonly string[] =>
  citing(findingsOf(policy, slots, '2026-12-01', '2026-12-03'), rule);
const change = (id: string, people: (typeof roster)[number]['people']) =>
  roster.map((slot) => (slot.id === id ? { ...slot, people } : slot));

/** Sailing data by day: first sailing and last berthing. */
const sailing =
  (days: Readonly<Record<string, readonly [string, string]>>) =>
  (anchor: string, on: string): ReturnType<typeof parseWallClock> => {
    const times = days[on];
    if (times === undefined) return null;
    return anchor === 'first-sailing' ? parseWallClock(times[0]) : anchor === 'last-berthing' ? parseWallClock(times[1]) : null;
  };
const usual = sailing({ '2026-11-30': ['07:00', '18:30'], '2026-12-01': ['07:00', '18:30'], '2026-12-02': ['06:30', '18:30'] });

describe('maritime-duty', () => {
  it('accepts a leader and an officer in every shift [maritime-duty-02]', () => {
    expect(findingsOf(policy, roster, '2026-12-01', '2026-12-03')).toEqual([]);
  });

  it('refuses a shift without a duty leader, or without an officer for one minute [maritime-duty-02]', () => {
    expect(found(change('2026-12-02 second', [person('a')]), 'maritime-duty-02')).toEqual([
      'too-few refuse 2026-12-02T14:00–2026-12-02T20:00 0/1',
    ]);
    const early = { ...person('a'), there: { start: at('2026-12-02T14:01'), end: at('2026-12-02T20:00') } };
    expect(found(change('2026-12-02 second', [leader, early]), 'maritime-duty-02')).toEqual([
      'too-few refuse 2026-12-02T14:00–2026-12-02T14:01 0/1',
    ]);
  });

  it('refuses a gap at a front-line centre, not at another one [maritime-duty-03]', () => {
    const gap = roster.map((slot) => (slot.id === '2026-12-02 third' ? { ...slot, endsAt: slot.endsAt.subtract({ minutes: 1 }) } : slot));
    expect(found(gap, 'maritime-duty-03')).toEqual(['coverage-gap refuse 2026-12-03T07:59–2026-12-03T08:00 0/1']);
    expect(found(roster, 'maritime-duty-03')).toEqual([]);
    expect(policyOf('maritime-duty', '2026-12-01').coverage).toBeNull();
  });

  it('has the roster of a month answer for its own shifts: the last one ends on the 1st [maritime-duty-03]', () => {
    const december = rosterOf(policy, '2026-12-01', '2026-12-31', [leader, person('a')]);
    expect(findingsOf(policy, december, '2026-12-01', '2026-12-31')).toEqual([]);
    const short = december.map((slot) => (slot.id === '2026-12-31 third' ? { ...slot, people: [] } : slot));
    expect(citing(findingsOf(policy, short, '2026-12-01', '2026-12-31'), 'maritime-duty-03')).toEqual([
      'coverage-gap refuse 2026-12-31T20:00–2027-01-01T08:00 0/1',
    ]);
  });

  it('runs three shifts, the third until the next morning [maritime-duty-04]', () => {
    expect(hours(policy, '2026-12-31')).toEqual({ first: '08:00–14:00', second: '14:00–20:00', third: '20:00–2027-01-01T08:00' });
    expect(hours(policyOf('maritime-duty', '2026-12-31', { kinds: ['second-line'] }), '2026-12-31').first).toBeUndefined();
  });

  it('has the watch on site from 15 minutes before the first sailing to the last berthing [maritime-duty-05]', () => {
    expect(segmentsOf(policy, '2026-12-01', 'first', usual)).toEqual(['on_site 08:00–14:00']);
    expect(segmentsOf(policy, '2026-12-01', 'second', usual)).toEqual(['on_site 14:00–18:30', 'phone 18:30–20:00']);
    expect(segmentsOf(policy, '2026-12-01', 'third', usual)).toEqual([
      'phone 20:00–2026-12-02T06:15',
      'on_site 2026-12-02T06:15–2026-12-02T08:00',
    ]);
  });

  it('moves with a ferry that sails in the middle of a shift [maritime-duty-05]', () => {
    const late = sailing({ '2026-11-30': ['07:00', '18:30'], '2026-12-01': ['09:00', '13:59'] });
    expect(segmentsOf(policy, '2026-12-01', 'first', late)).toEqual(['phone 08:00–08:45', 'on_site 08:45–14:00']);
    // The minute after the last berthing would be by telephone, but tomorrow's sailing is not known.
    expect(timesOn(policy, '2026-12-01', late).get('first')?.missing).toEqual(['first-sailing']);
    const known = sailing({ '2026-11-30': ['07:00', '18:30'], '2026-12-01': ['09:00', '13:59'], '2026-12-02': ['09:00', '13:59'] });
    expect(segmentsOf(policy, '2026-12-01', 'first', known)).toEqual(['phone 08:00–08:45', 'on_site 08:45–13:59', 'phone 13:59–14:00']);
  });

  it('allows the telephone from the last berthing until 15 minutes before the next first sailing [maritime-duty-06]', () => {
    const long = sailing({ '2026-11-30': ['07:00', '18:30'], '2026-12-01': ['07:00', '20:00'], '2026-12-02': ['08:15', '18:30'] });
    expect(segmentsOf(policy, '2026-12-01', 'second', long)).toEqual(['on_site 14:00–20:00']);
    expect(segmentsOf(policy, '2026-12-01', 'third', long)).toEqual(['phone 20:00–2026-12-02T08:00']);
  });

  it('keeps the whole shift on site and says so when nobody supplied the sailings [maritime-duty-06]', () => {
    const times = timesOn(policy, '2026-12-01').get('third');
    expect(times?.missing.toSorted()).toEqual(['first-sailing', 'last-berthing']);
    expect(segmentsOf(policy, '2026-12-01', 'third')).toEqual(['on_site 20:00–2026-12-02T08:00']);
    expect(timesOn(policy, '2026-12-01', usual).get('third')?.missing).toEqual([]);
  });

  it('has second-line centres on duty in office hours every day, without the three shifts [maritime-duty-07]', () => {
    const second = policyOf('maritime-duty', '2026-12-01', { kinds: ['second-line'], calendar: { workStart: '08:30', workEnd: '17:30' } });
    expect(hours(second, '2026-12-01')).toEqual({ office: '08:30–17:30' });
    expect(hours(second, '2026-12-05')).toEqual({ office: '08:30–17:30' });
    expect(hours(second, '2026-10-01')).toEqual({ office: '08:30–17:30' });
    expect(hours(policy, '2026-12-01').office).toBeUndefined();
  });

  it('asks the provincial centre for two officers in every shift, beside the leader [maritime-duty-08]', () => {
    const provincial = policyOf('maritime-duty', '2026-12-01', { kinds: ['front-line', 'provincial-centre'] });
    const short = (people: (typeof roster)[number]['people']) =>
      citing(
        findingsOf(provincial, rosterOf(provincial, '2026-12-01', '2026-12-01', people), '2026-12-01', '2026-12-01'),
        'maritime-duty-08',
      );
    expect(short([leader, person('a'), person('b')])).toEqual([]);
    expect(short([leader, person('a')])).toHaveLength(3);
    expect(short([leader, person('a')])[0]).toBe('too-few refuse 2026-12-01T08:00–2026-12-01T14:00 1/2');
    expect(policy.staff.every(({ value }) => value.min === 1)).toBe(true);
  });

  it('refuses a leader who is not established; officers need not be [maritime-duty-10]', () => {
    expect(found(roster, 'maritime-duty-10')).toEqual([]);
    const hired = person('l', 'duty-leader', { attributes: { employment: 'contract' } });
    expect(found(change('2026-12-02 first', [hired, person('a')]), 'maritime-duty-10')).toEqual([
      'attribute-missing refuse 2026-12-02T08:00–2026-12-02T14:00 employment=contract/employment=established',
    ]);
    expect(found(change('2026-12-02 first', [person('l', 'duty-leader'), person('a')]), 'maritime-duty-10')).toHaveLength(1);
  });

  it('flags a leader on duty who is away or does not answer [maritime-duty-11]', () => {
    const probe = (role: string, onDuty: boolean, reached: boolean, place: 'assigned' | 'locality' | 'away') =>
      outOfReach({ policy, role, onDuty, reached, place }).flagged;
    expect(probe('duty-leader', true, true, 'locality')).toBe(false);
    expect(probe('duty-leader', true, true, 'away')).toBe(true);
    expect(probe('duty-leader', true, false, 'locality')).toBe(true);
    expect(probe('duty-leader', false, false, 'away')).toBe(false);
    expect(probe('duty-officer', true, false, 'away')).toBe(false);
    expect(outOfReach({ policy, role: 'duty-leader', onDuty: true, reached: false, place: 'away' }).cites.map(({ rule }) => rule)).toEqual([
      'maritime-duty-11',
    ]);
  });

  it('flags one minute late and one minute early, not the minute itself, and being off post [maritime-duty-17]', () => {
    const startsAt = at('2026-12-01T20:00');
    const endsAt = at('2026-12-02T08:00');
    expect(lateness({ startsAt, at: at('2026-12-01T20:00:59'), policy })).toEqual({ minutes: 0, late: false, cites: [] });
    expect(lateness({ startsAt, at: at('2026-12-01T20:01'), policy })).toMatchObject({
      minutes: 1,
      late: true,
      cites: [{ rule: 'maritime-duty-17' }],
    });
    expect(earliness({ endsAt, at: endsAt, policy })).toEqual({ minutes: 0, early: false, cites: [] });
    expect(earliness({ endsAt, at: at('2026-12-02T07:59:59'), policy })).toMatchObject({
      minutes: 1,
      early: true,
      cites: [{ rule: 'maritime-duty-17' }],
    });
    expect(offPost(policy)).toMatchObject({ flagged: true, cites: [{ rule: 'maritime-duty-17' }] });
  });

  it('has the contact list gone through every so many days once the desk set how often, and never before [maritime-duty-28]', () => {
    const monthly = policyOf('maritime-duty', '2026-12-01', {
      kinds: ['front-line'],
      overrides: [{ path: 'directory.contact-list.within', value: 'P30D', reason: 'monthly', by: 'chen', from: '2026-01-01' }],
    });
    const due = dueBetween(monthly, 'maritime-duty-28', '2026-11-01', '2026-12-30');
    expect(due).toEqual(['review:contact-list 2026-11-03T17:00', 'review:contact-list 2026-12-03T17:00']);
    expect(dueBetween(policy, 'maritime-duty-28', '2026-11-01', '2027-12-30')).toEqual([]);
    expect(obligationOf(policy, 'maritime-duty-28')).toEqual({ do: 'review:contact-list', when: 'configurable' });
  });

  it('counts the duties of officers and leaders, not of others [maritime-duty-09]', () => {
    const done = ['duty-leader', 'duty-officer', 'standby-driver'].map((role) => ({ person: role, shift: 'first', role }));
    expect(dutyAllowances(policy, done)).toMatchObject([
      { person: 'duty-leader', total: 1, rate: null, cites: [{ rule: 'maritime-duty-09' }] },
      { person: 'duty-officer', total: 1 },
    ]);
    expect(dutyAllowances(policyOf('property-security-duty', '2026-12-01'), done)).toEqual([]);
  });

  it('has the duty leader approve a broadcast before it is sent [maritime-duty-15]', () => {
    const broadcast = judgeRequest(policy, caseOf({ type: 'broadcast', filed: '2026-12-01T09:00' }));
    expect(stagesOf(broadcast, 'maritime-duty-15')).toEqual(['1 duty-leader']);
    expect(judgeRequest(policy, caseOf({ type: 'item-out', filed: '2026-12-01T09:00' })).stages).toBeNull();
  });

  it('takes swap and cover through the duty leader to the head, with a reason; the responsibility moves [maritime-duty-19]', () => {
    const asked = (type: string, filled: readonly string[]) =>
      judgeRequest(policy, caseOf({ type, filed: '2026-12-01T09:00', from: '2026-12-03', filled, partner: party('b') }));
    for (const type of ['swap', 'substitute']) {
      expect(stagesOf(asked(type, ['reason']), 'maritime-duty-19')).toEqual(['1 duty-leader', '2 supervising-leader']);
      expect(foundIn(asked(type, ['reason']), 'maritime-duty-19')).toEqual([]);
      expect(foundIn(asked(type, []), 'maritime-duty-19')).toEqual(['field-missing refuse /reason']);
      expect(asked(type, ['reason']).responsibilityMoves).not.toBeNull();
    }
    expect(asked('leave', ['reason']).responsibilityMoves).toBeNull();
  });
});

describe('maritime-duty: what is written, handed over and reported', () => {
  it('has the leader see to violations and faults [maritime-duty-13]', () => {
    for (const event of ['violation', 'point-violation', 'equipment-fault', 'communication-fault'])
      expect(receivers(reported(policy, event), 'maritime-duty-13')).toEqual(['1 to duty-leader']);
    expect(receivers(reported(policy, 'message'), 'maritime-duty-13')).toEqual([]);
  });

  it('lets nobody leave without the hand-over form [maritime-duty-18]', () => {
    const protocol = protocolOf(policy);
    expect(protocol.requires.filter(because('maritime-duty-18'))).toMatchObject([{ value: 'handover', gates: true, reaction: 'refuse' }]);
    expect(askedBy(protocol.sections, 'maritime-duty-18')).toEqual(['equipment']);
    expect(protocol.records).toMatchObject([{ value: 'handover', fields: expect.arrayContaining(['duty_leader', 'signatures']) }]);
    const softened = { rule: 'maritime-duty-18', reaction: 'off' as const, reason: 'trial', by: 'chen', from: '2026-01-01' };
    expect(protocolOf(policyOf('maritime-duty', '2026-12-01', { overrides: [softened] })).requires).toEqual([]);
  });

  it.each(['violation', 'hazard', 'danger', 'accident', 'ship-accident', 'fire'])(
    'brings a %s found on watch to the leader within half an hour [maritime-duty-26]',
    (event) => {
      expect(receivers(reported(policy, event), 'maritime-duty-26')).toEqual(['1 to duty-leader 10:30']);
    },
  );

  it('does not take a fault of the equipment for something found on watch [maritime-duty-26]', () => {
    expect(receivers(reported(policy, 'equipment-fault'), 'maritime-duty-26')).toEqual([]);
  });

  it('reports a fault to whoever maintains the system within half an hour, nothing else [maritime-duty-30]', () => {
    expect(receivers(reported(policy, 'equipment-fault'), 'maritime-duty-30')).toEqual(['1 to maintainer 10:30']);
    expect(receivers(reported(policy, 'violation'), 'maritime-duty-30')).toEqual([]);
  });

  it('keeps monitoring records, waterway notices and tasks [maritime-duty-24] [maritime-duty-27] [maritime-duty-32]', () => {
    expect(judged(policy, 'monitoring-record').form).toMatchObject({ value: 'annex-04', cites: [{ rule: 'maritime-duty-24' }] });
    expect(askedBy(judged(policy, 'waterway-notice').fields, 'maritime-duty-27')).toEqual(['content', 'valid_until', 'notified']);
    const kind = (value: string) => problemsOf(judged(policy, 'waterway-notice', { fields: { kind: value } }), 'maritime-duty-27');
    expect(kind('hydrology')).toEqual([]);
    expect(kind('rumour')).toEqual(['not-allowed flag kind rumour']);
    expect(judged(policy, 'task').kept).toBe(true);
  });
});
