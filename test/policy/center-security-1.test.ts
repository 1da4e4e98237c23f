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
} from '../../src/policy/index.ts';
import { at, citing, day, findingsOf, person, policyOf, rosterOf, zone } from './desk.ts';
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
