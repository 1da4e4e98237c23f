import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Temporal } from '../core/time.ts';
import { conflictWords, type PolicyConflict } from './conflict.ts';
import { loadPreset } from './load.ts';
import type { Override } from './override.ts';
import { parsePreset } from './parse.ts';
import type { Policy } from './policy.ts';
import { arriveBy, earliness, lateness, offRoster } from './presence.ts';
import type { Preset } from './preset.ts';
import { type Adoption, type PolicyInput, resolvePolicy } from './resolve.ts';

const on = '2026-12-01';
const adopt = (preset: string, overrides: readonly Override[] = [], from = '2026-01-01', until: string | null = null): Adoption => ({
  preset,
  overrides,
  from,
  until,
});
const input = (adoptions: readonly Adoption[], more: Partial<PolicyInput> = {}): PolicyInput => ({
  adoptions,
  deskShifts: [],
  deskKinds: [],
  calendarSettings: {},
  on,
  load: loadPreset,
  ...more,
});
function policyOf(given: PolicyInput): Policy {
  const policy = resolvePolicy(given);
  if (!policy.ok) throw new Error(JSON.stringify(policy.refusal));
  return policy.value;
}
function conflictsOf(given: PolicyInput): readonly PolicyConflict[] {
  const policy = resolvePolicy(given);
  return policy.ok ? [] : policy.refusal;
}
const because = { reason: 'agreed with the owner', by: 'chen', from: '2026-06-01' };

/** A small preset of one plan or presence entry whose only rule is traced to it. */
function small(id: string, section: string, path: string, enforce = 'block'): Preset {
  const text = `
preset: ${id}
title: {zh: 规定, en: Rules}
source: {document: {zh: 文件, en: Paper}, section: {zh: 一, en: one}}
${section}
rules:
  ${id}-01: {words: {zh: 一条。, en: One.}, kind: roster, enforce: ${enforce}}
trace:
  ${id}-01: ${path}
`;
  const parsed = parsePreset(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return parsed.value;
}
const among =
  (...presets: readonly Preset[]) =>
  (id: string): Preset | null =>
    presets.find((preset) => preset.id === id) ?? null;

describe('the policy of a desk', () => {
  it('without any regulation asks little: late and early from the first minute, off the roster a question', () => {
    const policy = policyOf(input([]));
    const at = Temporal.Instant.from('2026-12-01T00:00Z');
    expect(policy).toMatchObject({ presets: [], shifts: [], coverage: null, staff: [], eligible: [], publishBy: null });
    expect(policy.presence.lateOverMinutes).toEqual({ value: 0, cites: [], reaction: 'flag' });
    expect(lateness({ startsAt: at, at: at.add({ minutes: 1 }), policy })).toEqual({ minutes: 1, late: true, cites: [] });
    expect(earliness({ endsAt: at, at: at.subtract({ minutes: 1 }), policy })).toEqual({ minutes: 1, early: true, cites: [] });
    expect(lateness({ startsAt: at, at: at.subtract({ minutes: 30 }), policy })).toEqual({ minutes: 0, late: false, cites: [] });
    expect(offRoster(policy)).toBe('ask');
    expect(arriveBy({ startsAt: at, policy })).toEqual({ at, cites: [] });
  });

  it('holds from the first day of an adoption until the day it ends', () => {
    const given = (date: string) =>
      policyOf(input([adopt('property-security-duty', [], '2026-12-01', '2027-01-01')], { on: date })).presets.length;
    expect(['2026-11-30', '2026-12-01', '2026-12-31', '2027-01-01'].map(given)).toEqual([0, 1, 1, 0]);
  });

  it('joins what two regulations ask alike and cites both', () => {
    const policy = policyOf(input([adopt('property-security-duty'), adopt('center-security-1')]));
    expect(policy.coverage?.cites.map(({ rule }) => rule)).toEqual(['center-security-1-09', 'property-security-duty-01']);
    expect(policy.coverages).toHaveLength(1);
    expect(policy.staff).toMatchObject([{ value: { role: null, min: 2 }, reaction: 'refuse' }]);
  });

  it('knows the longest time of coming early', () => {
    const early = small('early', 'presence: {everyone: {arrive_before: PT10M}}', 'presence.everyone.arrive_before', 'warn');
    const at = Temporal.Instant.from('2026-12-01T08:00Z');
    const policy = policyOf(input([adopt('early')], { load: among(early) }));
    expect(arriveBy({ startsAt: at, policy })).toMatchObject({ at: at.subtract({ minutes: 10 }), cites: [{ rule: 'early-01' }] });
  });
});

describe('two regulations that disagree', () => {
  const staff = (id: string, min: number) => small(id, `duty_plan: {guards: {min_staff: ${min}}}`, 'duty_plan.guards.min_staff');
  const late = (id: string, over: string) => small(id, `presence: {everyone: {late_over: ${over}}}`, 'presence.everyone.late_over', 'warn');

  it('are a conflict that names both sides, in whatever order they were adopted', () => {
    const load = among(late('mild', 'PT20M'), late('strict', 'PT0M'));
    const found = conflictsOf(input([adopt('strict'), adopt('mild')], { load }));
    expect(found).toMatchObject([
      {
        code: 'policy.valuesDiffer',
        what: 'late_over',
        sides: [
          { preset: 'mild', value: '20', cites: [{ rule: 'mild-01' }] },
          { preset: 'strict', value: '0', cites: [{ rule: 'strict-01' }] },
        ],
      },
    ]);
    expect(conflictsOf(input([adopt('mild'), adopt('strict')], { load }))).toEqual(found);
  });

  it('agree again once one value is set like the other', () => {
    const load = among(late('mild', 'PT20M'), late('strict', 'PT0M'));
    const override = { path: 'presence.everyone.late_over', value: 'PT20M', ...because };
    expect(policyOf(input([adopt('mild'), adopt('strict', [override])], { load })).presence.lateOverMinutes.value).toBe(20);
  });

  it('are no conflict while the numbers are the same, or speak of other roles', () => {
    expect(conflictsOf(input([adopt('one'), adopt('two')], { load: among(staff('one', 2), staff('two', 2)) }))).toEqual([]);
    expect(conflictsOf(input([adopt('one'), adopt('two')], { load: among(staff('one', 2), staff('two', 3)) }))).toMatchObject([
      { what: 'staff.anyone' },
    ]);
    const leader = small('two', 'duty_plan: {guards: {role: leader, min_staff: 1}}', 'duty_plan.guards.min_staff');
    expect(policyOf(input([adopt('one'), adopt('two')], { load: among(staff('one', 2), leader) })).staff).toHaveLength(2);
  });

  it('conflict over shifts only where both have some on one day', () => {
    expect(conflictsOf(input([adopt('property-security-duty'), adopt('front-desk-duty')])).map(({ code }) => code)).toContain(
      'policy.valuesDiffer',
    );
    const shifts = (id: string, days: string, code: string) =>
      small(
        id,
        `duty_plan: {p: {shifts: [{code: ${code}, name: {zh: 班, en: x}, start: "08:00", end: "20:00", days: ${days}}]}}`,
        'duty_plan.p.shifts',
        'compute',
      );
    const load = among(
      shifts('one', 'workday', 'a'),
      shifts('two', 'rest-day', 'b'),
      shifts('three', 'sunday', 'c'),
      shifts('four', 'weekend-block', 'd'),
    );
    expect(policyOf(input([adopt('one'), adopt('two')], { load })).shifts).toHaveLength(2);
    expect(conflictsOf(input([adopt('two'), adopt('three')], { load }))).toMatchObject([{ what: 'shifts' }]);
    expect(conflictsOf(input([adopt('three'), adopt('four')], { load }))).toMatchObject([{ what: 'shifts' }]);
    expect(conflictsOf(input([adopt('one'), adopt('four')], { load }))).toEqual([]);
  });

  it('are said in words a person can act on', () => {
    const [conflict] = conflictsOf(input([adopt('mild'), adopt('strict')], { load: among(late('mild', 'PT20M'), late('strict', 'PT0M')) }));
    if (conflict === undefined) throw new Error('a conflict');
    expect(conflictWords(conflict).en).toBe(
      'Two regulations disagree on late_over: mild = 20; strict = 0. Drop one of them or change one value',
    );
    expect(conflictWords(conflict).zh).toContain('late_over');
  });

  it('and presets that do not exist or are adopted twice, are conflicts too', () => {
    expect(conflictsOf(input([adopt('nowhere')]))).toEqual([{ code: 'policy.presetUnknown', preset: 'nowhere' }]);
    expect(conflictsOf(input([adopt('front-desk-duty'), adopt('front-desk-duty')]))).toEqual([
      { code: 'policy.adoptedTwice', preset: 'front-desk-duty' },
    ]);
  });
});

describe('what a desk sets itself', () => {
  it('replaces a value and cites the desk with its reason before the rule', () => {
    const override = { path: 'duty_plan.front-desk.shifts.front-desk.end', value: '19:00', ...because };
    const [shift] = policyOf(input([adopt('front-desk-duty', [override])])).shifts;
    expect(shift?.value.end).toEqual({ kind: 'clock', at: { hour: 19, minute: 0, dayOffset: 0 } });
    expect(shift?.cites).toMatchObject([
      { rule: 'desk', preset: null, words: { en: 'Set by the desk: agreed with the owner' } },
      { rule: 'front-desk-duty-02' },
    ]);
    const before = policyOf(input([adopt('front-desk-duty', [override])], { on: '2026-05-31' })).shifts[0];
    expect(before?.value.end).toMatchObject({ at: { hour: 18 } });
  });

  it('may add a value a regulation leaves open', () => {
    const override = { path: 'presence.front-desk.late_over', value: 'PT5M', ...because };
    const { lateOverMinutes } = policyOf(input([adopt('front-desk-duty', [override])])).presence;
    expect(lateOverMinutes).toMatchObject({ value: 5, cites: [{ rule: 'desk' }], reaction: 'flag' });
  });

  it('softens a refusal to a flag, or off', () => {
    const soft = (reaction: 'flag' | 'off') =>
      policyOf(input([adopt('center-security-1', [{ rule: 'center-security-1-13', reaction, ...because }])])).staff[0];
    expect(soft('flag')).toMatchObject({ reaction: 'flag', cites: [{ rule: 'center-security-1-13' }] });
    expect(soft('off')).toMatchObject({ reaction: 'off', cites: [] });
  });

  it.each<[string, Override, string]>([
    ['a place that does not exist', { path: 'duty_plan.yard.coverage', value: '24h', ...because }, 'policy.overrideNowhere'],
    ['a value that does not fit', { path: 'duty_plan.guard-duty.min_staff', value: 'two', ...because }, 'policy.overrideInvalid'],
    ['a key nobody knows', { path: 'duty_plan.guard-duty.min_staf', value: 2, ...because }, 'policy.overrideInvalid'],
    ['a rule the regulation does not have', { rule: 'center-security-1-99', reaction: 'flag', ...because }, 'policy.ruleUnknown'],
    ['a rule that would become no softer', { rule: 'front-desk-duty-03', reaction: 'flag', ...because }, 'policy.ruleUnknown'],
  ])('is a conflict for %s', (_, override, code) => {
    const found = conflictsOf(input([adopt('center-security-1', [override])]));
    expect(found.map((conflict) => conflict.code)).toEqual([code]);
    for (const words of found.map(conflictWords)) expect(words.zh.length * words.en.length).toBeGreaterThan(0);
  });

  it('cannot bring back what an earlier override switched off', () => {
    const rule = 'center-security-1-13';
    const found = conflictsOf(
      input([
        adopt('center-security-1', [
          { rule, reaction: 'off', ...because },
          { rule, reaction: 'flag', ...because },
        ]),
      ]),
    );
    expect(found).toEqual([{ code: 'policy.hardened', preset: 'center-security-1', rule }]);
  });

  it('takes the place of the shifts of a regulation', () => {
    const deskShifts = [{ code: '白', name: { zh: '白班', en: 'day' }, start: '08:00', end: '20:00' }];
    const policy = policyOf(input([adopt('property-security-duty')], { deskShifts }));
    expect(policy.shifts).toMatchObject([{ value: { code: '白', aliases: [], segments: [] }, cites: [{ rule: 'desk', preset: null }] }]);
    const broken = conflictsOf(input([], { deskShifts: [{ code: 'x', name: { zh: '班', en: 'x' }, start: '8', end: '20:00' }] }));
    expect(broken).toMatchObject([{ code: 'policy.deskShiftInvalid', shift: 'x', problems: ['start: HH:MM, HH:MM+1 or 24:00'] }]);
  });
});

describe('the version', () => {
  const version = (given: PolicyInput): string => policyOf(given).version;
  const base = input([adopt('property-security-duty'), adopt('center-security-1')]);

  it('is the same on every day nothing changes, and whatever the order of adoptions', () => {
    expect(version(base)).toMatch(/^[0-9a-f]{16}$/);
    expect(version({ ...base, on: '2027-03-31' })).toBe(version(base));
    expect(version({ ...base, adoptions: base.adoptions.toReversed() })).toBe(version(base));
    expect(version({ ...base, adoptions: [...base.adoptions, adopt('agency-duty', [], '2020-01-01', '2026-12-01')] })).toBe(version(base));
  });

  it('is another one when anything that is in force changes', () => {
    const override = { path: 'duty_plan.guard-duty.min_staff', value: 3, ...because };
    const others = [
      input([adopt('property-security-duty')]),
      input([adopt('property-security-duty'), adopt('center-security-1', [override])]),
      { ...base, deskKinds: ['front-line'] },
      { ...base, calendarSettings: { workStart: '08:00' } },
      { ...base, deskShifts: [{ code: 'a', name: { zh: '班', en: 'a' }, start: '08:00', end: '20:00' }] },
    ];
    expect(new Set([base, ...others].map(version)).size).toBe(others.length + 1);
    expect(version(input([adopt('property-security-duty'), adopt('center-security-1', [override])], { on: '2026-03-01' }))).toBe(
      version(base),
    );
  });

  it('says the same as the policy: equal versions are equal policies', () => {
    const dates = fc.nat(900).map((days) => Temporal.PlainDate.from('2025-06-01').add({ days }).toString());
    const adoptions = [
      adopt('agency-duty', [], '2026-02-01', '2026-08-15'),
      adopt('property-security-duty', [{ rule: 'property-security-duty-01', reaction: 'flag', ...because }], '2026-08-15'),
    ];
    fc.assert(
      fc.property(dates, dates, (left, right) => {
        const [one, other] = [left, right].map((date) => policyOf(input(adoptions, { on: date })));
        expect(JSON.stringify(one) === JSON.stringify(other)).toBe(one?.version === other?.version);
      }),
      { numRuns: 60 },
    );
  });
});
