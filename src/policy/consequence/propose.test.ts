import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { plusDays } from '../days.ts';
import { loadPreset } from '../load.ts';
import type { Policy } from '../policy.ts';
import { resolvePolicy } from '../resolve.ts';
import type { ConsequenceEntry } from '../schema/consequence.ts';
import { cycleOf, periodOf } from './cycle.ts';
import type { AttendanceFact } from './fact.ts';
import { proposeOutcomes } from './propose.ts';

const policyWith = (...presets: readonly string[]): Policy => {
  const adoptions = presets.map((preset) => ({ preset, overrides: [], from: '2026-01-01', until: null }));
  const policy = resolvePolicy({
    adoptions,
    deskShifts: [],
    deskKinds: ['station'],
    calendarSettings: {},
    on: '2026-12-01',
    load: loadPreset,
  });
  if (!policy.ok) throw new Error(JSON.stringify(policy.refusal));
  return policy.value;
};
const plain = policyWith();
const words = { zh: '规定', en: 'Rule' };
const ruled = (...entries: readonly ConsequenceEntry[]): Policy => ({
  ...plain,
  consequences: entries.map((value, place) => {
    const cites = [{ rule: `own-0${place}`, preset: 'own', title: words, section: words, words }];
    return { value, entry: `own consequence.${place}`, cites, reaction: 'flag' };
  }),
});
const fact = (offence: string, on: string, more: Partial<AttendanceFact> = {}): AttendanceFact => ({
  id: `${offence} ${on}`,
  offence,
  on,
  at: Temporal.Instant.from(`${on}T00:00Z`),
  minutes: null,
  days: null,
  shift: null,
  source: { kind: 'slot', id: on },
  flags: {},
  ...more,
});
const outcomes = (policy: Policy, facts: readonly AttendanceFact[], more: { readonly turnedDown?: readonly string[] } = {}) =>
  proposeOutcomes({ policy, subject: 's', facts, scheduled: [], asOf: '2027-12-31', ...more });

describe('proposed outcomes', () => {
  it('are the same in whatever order the facts are told, each with a key of its own', () => {
    const policy = policyWith('attendance-clock', 'attendance-audit', 'attendance-leave');
    const some = fc.record({
      offence: fc.constantFrom('late', 'early-leave', 'missed-punch', 'no-show', 'proxy-punch', 'no-punch-no-approval'),
      day: fc.integer({ min: 0, max: 90 }),
      minutes: fc.integer({ min: 0, max: 60 }),
      confirmed: fc.constantFrom(true, false, undefined),
      leave: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.uniqueArray(some, { selector: ({ offence, day }) => `${offence} ${day}`, maxLength: 20 }), (given) => {
        const facts = given.map(({ offence, day, minutes, confirmed, leave }) =>
          fact(offence, plusDays('2026-11-01', day), {
            minutes,
            flags: { leave_requested: leave, ...(confirmed === undefined ? {} : { confirmed }) },
          }),
        );
        const proposed = outcomes(policy, facts);
        expect(outcomes(policy, facts.toReversed())).toEqual(proposed);
        expect(new Set(proposed.map(({ key }) => key)).size).toBe(proposed.length);
        const absent = new Set(proposed.filter(({ outcome }) => outcome === 'absence').map(({ on }) => on));
        const deducted = proposed.filter(({ outcome }) => outcome === 'pay-deduction').flatMap((one) => one.facts);
        // Nothing that makes an absence is deducted as well.
        expect(deducted.filter(({ on, minutes }) => absent.has(on) && (minutes ?? 0) > 30)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('keep their key when a case grows', () => {
    const policy = ruled({ offence: ['absence'], threshold: { any_of: [{ consecutive_days: 2 }] }, outcome: ['case'] });
    const days = ['2026-12-01', '2026-12-02', '2026-12-03'].map((on) => fact('absence', on));
    expect(outcomes(policy, days.slice(0, 2)).map(({ key }) => key)).toEqual(outcomes(policy, days).map(({ key }) => key));
    expect(outcomes(policy, days)[0]?.facts).toHaveLength(3);
  });

  it('that were turned down are proposed as before, but nothing is counted on them', () => {
    const policy = ruled(
      { offence: ['no-show'], outcome: ['absence'] },
      { offence: ['absence'], threshold: { any_of: [{ days: 2, within: 'P1M' }] }, outcome: ['case'] },
    );
    const facts = ['2026-12-01', '2026-12-03'].map((on) => fact('no-show', on));
    expect(outcomes(policy, facts).map(({ outcome }) => outcome)).toEqual(['absence', 'absence', 'case']);
    expect(outcomes(policy, facts, { turnedDown: ['s|absence|2026-12-01'] }).map(({ outcome }) => outcome)).toEqual(['absence', 'absence']);
  });

  it('end where two rules feed each other', () => {
    const policy = ruled(
      { offence: ['late', 'violation'], outcome: ['score-deduction'] },
      { offence: ['score-deduction'], outcome: ['violation'] },
    );
    const proposed = outcomes(policy, [fact('late', '2026-12-01')]);
    expect(proposed.length).toBeGreaterThan(1);
    expect(proposed.length).toBeLessThan(20);
  });

  it('leave the choice by gravity, and what nobody named, to whoever decides', () => {
    const policy = ruled(
      { offence: ['left-post'], by_severity: ['major-demerit', 'heavier'] },
      { merit: ['well-handled'], outcome: 'configurable', decided_by: ['manager'] },
      { offence: ['breach'], liable: ['duty-officer'] },
      { offence: ['late-takeover', 'no-takeover'], outcome: { 'late-takeover': 'late', 'no-takeover': 'absence' } },
    );
    const one = (offence: string, flags = {}) => outcomes(policy, [fact(offence, '2026-12-01', { flags })])[0];
    expect(one('left-post')).toMatchObject({ outcome: 'major-demerit', choices: ['major-demerit', 'heavier'], merit: false });
    expect(one('left-post', { grave: true })).toMatchObject({ outcome: 'heavier' });
    expect(one('well-handled')).toMatchObject({ outcome: 'to-be-decided', merit: true, decidedBy: ['manager'] });
    expect(one('breach')).toMatchObject({ outcome: 'to-be-decided', liable: ['duty-officer'] });
    expect(one('late-takeover')).toMatchObject({ outcome: 'late' });
    expect(one('no-takeover')).toMatchObject({ outcome: 'absence', amount: 1 });
  });

  it('ask conditions of the case and of the desk', () => {
    const policy = ruled(
      { offence: ['left-post'], if: { loss: true }, outcome: ['liability'] },
      { offence: ['late'], if_any: [{ unit_kind: 'centre' }, { grave: true }], outcome: ['note'] },
    );
    expect(outcomes(policy, [fact('left-post', '2026-12-01')])).toEqual([]);
    expect(outcomes(policy, [fact('left-post', '2026-12-01', { flags: { loss: true } })])).toHaveLength(1);
    expect(outcomes(policy, [fact('late', '2026-12-01')])).toEqual([]);
    expect(outcomes({ ...policy, unitKinds: ['centre'] }, [fact('late', '2026-12-01')])).toHaveLength(1);
  });

  it('are none for a rule that is switched off', () => {
    const policy = ruled({ offence: ['late'], outcome: ['note'] });
    const off = { ...policy, consequences: policy.consequences.map((rule) => ({ ...rule, reaction: 'off' as const })) };
    expect([outcomes(policy, [fact('late', '2026-12-01')]).length, outcomes(off, [fact('late', '2026-12-01')]).length]).toEqual([1, 0]);
  });
});

describe('the attendance cycle', () => {
  const cycle = (firstDay: number, lastDay: number) => ({ cycle: { value: { firstDay, lastDay }, cites: [], reaction: 'flag' as const } });

  it('takes the last day of a month that is too short', () => {
    expect(cycleOf(cycle(31, 30), '2026-02-28')).toEqual({ from: '2026-02-28', until: '2026-03-30' });
    expect(cycleOf(cycle(31, 30), '2026-02-27')).toEqual({ from: '2026-01-31', until: '2026-02-28' });
    expect(cycleOf(cycle(1, 31), '2028-02-29')).toEqual({ from: '2028-02-01', until: '2028-02-29' });
  });

  it('is beside the calendar month and the year', () => {
    expect(periodOf(cycle(21, 20), 'calendar-month', '2026-12-21')).toEqual({ from: '2026-12-01', until: '2026-12-31' });
    expect(periodOf(cycle(21, 20), 'attendance-month', '2026-12-21')).toEqual({ from: '2026-12-21', until: '2027-01-20' });
    expect(periodOf(cycle(21, 20), 'year', '2026-12-21')).toEqual({ from: '2026-01-01', until: '2026-12-31' });
  });
});
