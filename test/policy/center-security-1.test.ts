import { describe, expect, it } from 'vitest';
import {
  answerable,
  checkRoster,
  type DeskShift,
  judgeRequest,
  loadPreset,
  offPost,
  offRoster,
  resolvePolicy,
  timeWords,
} from '../../src/policy/index.ts';
import { at, citing, day, findingsOf, local, person, policyOf, rosterOf, zone } from './desk.ts';
import {
  askedBy,
  because,
  dueBetween,
  judged,
  obligationOf,
  occurrences,
  problemsOf,
  protocolOf,
  receivers,
  routed,
} from './register-case.ts';
import { caseOf, party } from './request-case.ts';

/** The regulation names no shifts: the desk has its own. */
const deskShifts: readonly DeskShift[] = [
  { code: 'day', name: { zh: '白班', en: 'day' }, start: '08:00', end: '20:00' },
  { code: 'night', name: { zh: '夜班', en: 'night' }, start: '20:00', end: '08:00+1' },
];
const resolved = resolvePolicy({
  adoptions: [{ preset: 'center-security-1', overrides: [], from: '2026-01-01', until: null }],
  deskShifts,
  deskKinds: [],
  calendarSettings: { workStart: '09:00', workEnd: '17:00' },
  on: '2026-12-01',
  load: loadPreset,
});
if (!resolved.ok) throw new Error('the desk has a policy');
const policy = resolved.value;
const two = [person('a', 'guard'), person('b', 'guard')];
const roster = rosterOf(policy, '2026-12-01', '2026-12-03', two);
const found = (slots: typeof roster, rule: string): readonly string[] =>
  citing(findingsOf(policy, slots, '2026-12-01', '2026-12-03'), rule);

describe('center-security-1', () => {
  it('has guards answer for the whole centre outside office hours and on days off [center-security-1-03]', () => {
    const roles = (moment: string): string => {
      const { roles: who, scope } = answerable({ policy, at: at(moment), zone, day });
      return `${who.join()} ${scope.join()}`.trim();
    };
    expect(roles('2026-12-01T08:59')).toBe('guard whole-centre');
    expect(roles('2026-12-01T09:00')).toBe('');
    expect(roles('2026-12-01T16:59')).toBe('');
    expect(roles('2026-12-01T17:00')).toBe('guard whole-centre');
    expect(roles('2026-12-05T12:00')).toBe('guard whole-centre');
    expect(roles('2026-10-10T12:00')).toBe('');
  });

  it('refuses a gap of a minute in the 24 hours, and none without one [center-security-1-09]', () => {
    expect(found(roster, 'center-security-1-09')).toEqual([]);
    const short = roster.map((slot) => (slot.id === '2026-12-02 day' ? { ...slot, endsAt: slot.endsAt.subtract({ minutes: 1 }) } : slot));
    expect(found(short, 'center-security-1-09')).toEqual(['coverage-gap refuse 2026-12-02T19:59–2026-12-02T20:00 0/1']);
  });

  it('accepts two guards in every minute and refuses one [center-security-1-13]', () => {
    expect(found(roster, 'center-security-1-13')).toEqual([]);
    const early = { ...person('b', 'guard'), there: { start: at('2026-12-02T08:00'), end: at('2026-12-02T19:59') } };
    const one = roster.map((slot) => (slot.id === '2026-12-02 day' ? { ...slot, people: [person('a', 'guard'), early] } : slot));
    expect(found(one, 'center-security-1-13')).toEqual(['too-few refuse 2026-12-02T19:59–2026-12-02T20:00 1/2']);
  });

  it('counts a shift nobody was put into as zero [center-security-1-13]', () => {
    const missing = roster.filter(({ id }) => id !== '2026-12-03 night');
    expect(found(missing, 'center-security-1-13')).toEqual(['too-few refuse 2026-12-03T20:00–2026-12-04T08:00 0/2']);
  });

  it.each(['publish', 'leave', 'swap', 'clock_out'] as const)('tests the number at %s [center-security-1-13]', (moment) => {
    const one = roster.map((slot) => ({ ...slot, people: [person('a', 'guard')] }));
    const findings = checkRoster({ policyOn: () => policy, day, slots: one, from: '2026-12-01', to: '2026-12-01', zone, moment });
    expect(findings.map(({ code }) => code)).toEqual(['too-few', 'too-few']);
  });

  it('flags leaving the post without leave [center-security-1-14]', () => {
    expect(offPost(policy)).toMatchObject({ flagged: true, cites: [{ rule: 'center-security-1-14' }] });
    const override = { rule: 'center-security-1-14', reaction: 'off' as const, reason: 'open ground', by: 'chen', from: '2026-12-01' };
    expect(offPost(policyOf('center-security-1', '2026-12-01', { overrides: [override] }))).toEqual({ flagged: false, cites: [] });
  });

  it('flags breaks that leave fewer than two, not staggered ones [center-security-1-18]', () => {
    const meal = (from: string, to: string) => ({ start: at(`2026-12-02T${from}`), end: at(`2026-12-02T${to}`) });
    const with3 = (b: string, c: string) =>
      roster.map((slot) =>
        slot.id === '2026-12-02 day'
          ? {
              ...slot,
              people: [
                person('a', 'guard'),
                { ...person('b', 'guard'), breaks: [meal('12:00', b)] },
                { ...person('c', 'guard'), breaks: [meal(c, '13:00')] },
              ],
            }
          : slot,
      );
    expect(found(with3('12:30', '12:30'), 'center-security-1-18')).toEqual([]);
    expect(found(with3('12:31', '12:30'), 'center-security-1-18')).toEqual(['break-too-few flag 2026-12-02T12:30–2026-12-02T12:31 1/2']);
  });

  it('refuses a clock-in by whoever is not on the roster, until somebody approved that they stand in [center-security-1-15]', () => {
    expect(offRoster(policy)).toBe('refuse');
    expect(policy.presence.rosteredOnly?.cites.map(({ rule }) => rule)).toEqual(['center-security-1-15']);
    const softened = { rule: 'center-security-1-15', reaction: 'flag' as const, reason: 'small post', by: 'chen', from: '2026-01-01' };
    expect(offRoster(policyOf('center-security-1', '2026-12-01', { overrides: [softened] }))).toBe('ask');
  });

  it('has standing in decided by somebody: nothing is approved by itself [center-security-1-15]', () => {
    const replace = judgeRequest(
      policy,
      caseOf({ type: 'substitute', filed: '2026-12-01T09:00', from: '2026-12-03', partner: party('b') }),
    );
    expect(replace.stages).toBeNull();
    expect(replace.findings).toEqual([]);
    expect(replace.cites.map(({ rule }) => rule)).toEqual(['center-security-1-15']);
  });
});

describe('center-security-1: what is written, handed over, reported and due', () => {
  const policy = policyOf('center-security-1', '2026-12-01');
  const protocol = protocolOf(policy);
  const none = protocolOf(policyOf('property-security-duty', '2026-12-01'));
  const calendar = { zone, day, anchors: () => null };
  const visitor = (moment: string, fields: Readonly<Record<string, string>>) =>
    judged(policy, 'visitor', { fields, facts: { time: timeWords(at(moment), calendar) } });

  it('clears and locks the hall at the end of work, opens it at the start, and switches the power both times [center-security-1-05] [center-security-1-06] [center-security-1-21]', () => {
    expect(dueBetween(policy, 'center-security-1-05', '2026-12-04', '2026-12-07')).toHaveLength(2);
    expect(dueBetween(policy, 'center-security-1-06', '2026-12-04', '2026-12-07')).toHaveLength(2);
    expect(dueBetween(policy, 'center-security-1-21', '2026-12-04', '2026-12-07')).toHaveLength(4);
    for (const rule of ['center-security-1-05', 'center-security-1-06', 'center-security-1-21'])
      expect(dueBetween(policy, rule, '2026-12-05', '2026-12-06')).toEqual([]);
    expect(obligationOf(policy, 'center-security-1-05').items).toEqual(['hall-cleared', 'doors-locked']);
    expect(obligationOf(policy, 'center-security-1-06').order).toEqual(['patrol', 'unlock']);
  });

  it('has the round before the doors open made by then, from half an hour before [center-security-1-06]', () => {
    const times = (rule: string) =>
      occurrences(policy, rule, '2026-12-04', '2026-12-04').map(({ fromAt, remindAt, dueAt }) =>
        [fromAt, remindAt, dueAt].map((moment) => (moment === null ? null : local(moment))),
      );
    expect(times('center-security-1-06')).toEqual([['2026-12-04T08:30', '2026-12-04T08:30', '2026-12-04T09:00']]);
    expect(times('center-security-1-05').map(([from]) => from)).toEqual(['2026-12-04T17:00']);
  });

  it('lets nobody leave before the hand-over is done and the log is written [center-security-1-10] [center-security-1-11]', () => {
    expect(protocol.requires.filter(because('center-security-1-10'))).toMatchObject([
      { value: 'handover-completed', gates: true, reaction: 'refuse' },
    ]);
    expect(none.requires).toEqual([]);
    const log = (state: string) => problemsOf(judged(policy, 'duty-log', { state }), 'center-security-1-11');
    expect(log('release')).toEqual(['missing flag shift on_duty events']);
    expect(log('open')).toEqual([]);
  });

  it('calls everybody out in a special situation, and extends the shift [center-security-1-12]', () => {
    const route = routed(policy, 'special-situation');
    expect(receivers(route, 'center-security-1-12')).toEqual(['1 to whole-unit']);
    expect(askedBy(route.actions, 'center-security-1-12')).toEqual(['call-out', 'extend-shift']);
    expect(route.stages[0]?.ack).toBe(true);
    expect(routed(policy, 'hazard').actions).toEqual([]);
  });

  it('registers every change of shift [center-security-1-16]', () => {
    expect(protocol.records).toMatchObject([{ value: 'handover', fields: ['shift', 'from', 'to', 'at', 'items', 'open_matters'] }]);
  });

  it('hands facilities and gear over item by item, signed by both before anyone leaves [center-security-1-19]', () => {
    expect(askedBy(protocol.verify, 'center-security-1-19')).toEqual(['security-facilities', 'police-gear']);
    expect(protocol.sign).toMatchObject({ value: 'both', reaction: 'refuse', cites: [{ rule: 'center-security-1-19' }] });
    expect(none.sign).toBeNull();
  });

  it('registers who enters outside working hours and on days off [center-security-1-23]', () => {
    expect(askedBy(visitor('2026-12-01T19:00', {}).fields, 'center-security-1-23')).toContain('badge_no');
    expect(askedBy(visitor('2026-12-05T10:00', {}).fields, 'center-security-1-23')).toContain('purpose');
    expect(askedBy(visitor('2026-12-01T10:00', {}).fields, 'center-security-1-23')).toEqual([]);
  });

  it('turns away who has neither badge nor registration, from 17:00 on [center-security-1-24]', () => {
    const turned = (moment: string, fields = {}) => problemsOf(visitor(moment, fields), 'center-security-1-24');
    expect(turned('2026-12-01T17:00')).toEqual(['one-of-missing refuse badge_no registration']);
    expect(turned('2026-12-01T16:59')).toEqual([]);
    expect(turned('2026-12-05T10:00')).toEqual(['one-of-missing refuse badge_no registration']);
    expect(turned('2026-12-01T17:00', { badge_no: 'A118' })).toEqual([]);
    expect(turned('2026-12-01T17:00', { registration: 'V-7' })).toEqual([]);
  });

  it.each(['window-office', 'machine-room', 'monitor-room', 'power-room'])(
    'keeps visitors out of the %s at any time [center-security-1-25]',
    (destination) => {
      for (const moment of ['2026-12-01T10:00', '2026-12-05T22:00'])
        expect(problemsOf(visitor(moment, { destination, badge_no: 'A118' }), 'center-security-1-25')).toEqual([
          `denied refuse destination ${destination}`,
        ]);
      expect(problemsOf(visitor('2026-12-01T10:00', { destination: 'hall' }), 'center-security-1-25')).toEqual([]);
    },
  );
});
