import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { loadPreset, type Policy, resolvePolicy } from '../../policy/index.ts';
import type { AttendanceFact } from '../attendance/month/facts.ts';
import { knownOffences, lookBack, offencesOf, reachRules, recordable, sharedFacts } from './offences.ts';

const policyOf = (...presets: string[]): Policy => {
  const policy = resolvePolicy({
    adoptions: presets.map((preset) => ({ preset, from: '2026-01-01', until: null, overrides: [] })),
    deskShifts: [],
    deskKinds: [],
    calendarSettings: {},
    on: '2026-12-01',
    load: loadPreset,
  });
  if (!policy.ok) throw new Error(JSON.stringify(policy.refusal));
  return policy.value;
};
const at = Temporal.Instant.from('2026-12-01T01:00:00Z');
const fact = (code: AttendanceFact['code'], more: Partial<AttendanceFact> = {}): AttendanceFact => ({
  key: `${code}:s1`,
  code,
  desk: 'gate',
  on: '2026-12-01',
  shift: 'day',
  slot: 's1',
  from: at,
  until: at,
  minutes: 0,
  leaveRequested: false,
  confirmedBy: null,
  sources: [],
  cites: [],
  ...more,
});
const clock = policyOf('attendance-clock', 'attendance-audit', 'attendance-leave');
const given = { known: knownOffences(clock), closed: () => false, refused: new Set<string>(), swapped: new Set<string>() };
const said = (one: AttendanceFact, more: Partial<typeof given> = {}) => offencesOf(one, { ...given, ...more });

describe('attendance as the rules count it', () => {
  it('leaves a missed punch undecided while it can be corrected, and unconfirmed afterwards [attendance-clock-13]', () => {
    expect(said(fact('missed-in'))[0]?.flags).toEqual({ leave_requested: false });
    expect(said(fact('missed-in'), { closed: () => true })[0]?.flags.confirmed).toBe(false);
    expect(said(fact('missed-in'), { refused: new Set(['2026-12-01 in']) })[0]?.flags.confirmed).toBe(false);
    expect(said(fact('missed-in'), { refused: new Set(['2026-12-01 out']) })[0]?.flags.confirmed).toBeUndefined();
    expect(said(fact('missed-out', { confirmedBy: 'r1' }), { closed: () => true })[0]?.flags.confirmed).toBe(true);
  });

  it('names what is neither punched nor signed for the settling of the month [attendance-clock-15]', () => {
    expect(said(fact('no-show')).map((one) => one.offence)).toEqual(['no-show', 'no-punch-no-approval', 'no-attendance-record']);
    expect(said(fact('missed-in')).map((one) => one.offence)).toEqual(['missed-punch', 'no-punch-no-approval']);
    expect(said(fact('missed-in', { confirmedBy: 'r1' })).map((one) => one.offence)).toEqual(['missed-punch']);
  });

  it('lets a lead record who could not be reached, or was elsewhere, where a rule asks it [holiday-duty-notice-09] [maritime-duty-11]', () => {
    const kinds = (...presets: string[]) =>
      recordable(policyOf(...presets))
        .map(({ kind }) => kind)
        .filter((kind) => kind === 'unreachable' || kind === 'elsewhere');
    expect([
      kinds('holiday-duty-notice'),
      kinds('maritime-duty'),
      kinds('maintenance-duty'),
      kinds('company-duty'),
      kinds('telecom-swap'),
    ]).toEqual([['unreachable'], ['unreachable', 'elsewhere'], ['elsewhere'], ['elsewhere'], []]);
    const rules = (preset: string, kind: string, role: string, onDuty = true) =>
      reachRules(policyOf(preset), kind, [{ role, onDuty }])?.map(({ rule }) => rule);
    expect(rules('holiday-duty-notice', 'unreachable', 'duty-officer')).toEqual(['holiday-duty-notice-09']);
    expect(rules('holiday-duty-notice', 'unreachable', 'duty-officer', false)).toEqual([]);
    expect(rules('maritime-duty', 'elsewhere', 'duty-leader')).toEqual(['maritime-duty-11']);
    expect(rules('maritime-duty', 'elsewhere', 'duty-officer')).toEqual([]);
    expect(rules('secrecy-office-duty', 'unreachable', 'standby-driver', false)).toEqual(['secrecy-office-duty-29']);
    expect(rules('maritime-duty', 'late-report', 'duty-leader')).toBeUndefined();
  });

  it('holds both sides of a swap liable for the shift that was missed, where a rule does [telecom-swap-09]', () => {
    const missed = fact('no-show');
    const swapped = [{ slot: 's1', request: 'r1', person: 'bo', from: 'an', side: 'requester' as const }];
    const shared = (policy: Policy, person: string, facts = [missed]) =>
      sharedFacts(policy, person, swapped, (other) => (other === 'bo' ? facts : [])).map(({ counts }) => counts.offence);
    const telecom = policyOf('telecom-swap');
    expect(shared(telecom, 'an')).toEqual(['missed-swapped-shift']);
    expect([
      shared(telecom, 'bo'),
      shared(telecom, 'an', [fact('late')]),
      shared(telecom, 'an', [fact('no-show', { slot: 's2' })]),
    ]).toEqual([[], [], []]);
    expect(shared(clock, 'an')).toEqual([]);
  });

  it('counts a shift that was swapped and missed by its own name where a rule has one [telecom-swap-09]', () => {
    const telecom = { known: knownOffences(policyOf('telecom-swap')), swapped: new Set(['s1']) };
    expect(said(fact('no-show'), telecom).map((one) => one.offence)).toContain('missed-swapped-shift');
    expect(said(fact('no-show'), { ...telecom, swapped: new Set<string>() }).map((one) => one.offence)).not.toContain(
      'missed-swapped-shift',
    );
  });

  it('offers to record only what the bot cannot see itself', () => {
    expect(recordable(clock).map(({ kind }) => kind)).toEqual(['refused-assignment', 'concealed-absence', 'other-named-case']);
    expect(recordable(policyOf('company-duty'))).toEqual([
      { kind: 'emergency-well-handled', merit: true },
      { kind: 'elsewhere', merit: false },
    ]);
  });

  it('looks back as far as the longest rule does [attendance-clock-19]', () => {
    expect(lookBack(clock, '2026-12-21')).toBe('2026-09-21');
    expect(lookBack(policyOf('company-duty'), '2026-12-21')).toBe('2026-12-21');
  });
});
