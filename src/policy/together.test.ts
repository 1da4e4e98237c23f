import { describe, expect, it } from 'vitest';
import { type DemoText, demoPreset, demoResolved } from '../../test/policy/demo-policy.ts';
import { conflictWords } from './conflict.ts';
import type { Override } from './override.ts';

const leave = { request: ['leave'] };
const softened = (rule: string, reaction: 'flag' | 'off'): Override => ({
  rule,
  reaction,
  reason: 'agreed',
  by: 'chen',
  from: '2026-01-01',
});
const ofLeave = (entry: Readonly<Record<string, unknown>>): DemoText => ({ request: { one: { ...leave, ...entry } } });

/** What two regulations, `left` and `right`, disagree on. */
function differences(left: DemoText, right: DemoText, overrides: Readonly<Record<string, readonly Override[]>> = {}): readonly string[] {
  const { conflicts } = demoResolved([demoPreset('left', left), demoPreset('right', right)], { overrides });
  return conflicts.map((conflict) => ('what' in conflict ? conflict.what : conflict.code));
}

describe('two regulations on one kind of request', () => {
  it('may not set one value differently, and may set it alike', () => {
    const values: readonly (readonly [string, unknown, unknown])[] = [
      ['min_notice', 'P1D', 'P2D'],
      ['max_length', 'P7D', 'P14D'],
      ['approve', ['lead'], ['manager']],
      ['proxy', true, false],
      ['day_count', 'calendar', 'rostered'],
      ['latest', { at: '12:00' }, { at: '11:59' }],
      ['tiers', [{ up_to: 1, unit: 'day', by: ['lead'] }], [{ up_to: 2, unit: 'day', by: ['lead'] }]],
    ];
    for (const [key, one, other] of values) {
      expect(differences(ofLeave({ [key]: one }), ofLeave({ [key]: other }))).toEqual([`request.leave.${key}`]);
      expect(differences(ofLeave({ [key]: one }), ofLeave({ [key]: one }))).toEqual([]);
    }
  });

  it('speak of the same only for the same type, sub-type and circumstance', () => {
    const one = { min_notice: 'P1D' };
    const other = { min_notice: 'P2D' };
    expect(differences(ofLeave(one), { request: { two: { request: ['swap'], ...other } } })).toEqual([]);
    expect(differences(ofLeave({ ...one, kinds: ['sick'] }), ofLeave({ ...other, kinds: ['annual'] }))).toEqual([]);
    expect(differences(ofLeave({ ...one, kinds: ['sick', 'annual'] }), ofLeave({ ...other, kinds: ['annual'] }))).toEqual([
      'request.leave.min_notice',
    ]);
    expect(differences(ofLeave(one), ofLeave({ ...other, if: { day: 'holiday' } }))).toEqual([]);
    expect(differences(ofLeave({ ...one, if: { day: 'holiday' } }), ofLeave({ ...other, if: { day: 'holiday' } }))).toHaveLength(1);
  });

  it('disagree once for each type both are for', () => {
    const types = { request: { one: { request: ['leave', 'swap'], min_notice: 'P1D' } } };
    expect(differences(types, { request: { one: { request: ['swap', 'leave'], min_notice: 'P2D' } } }).toSorted()).toEqual([
      'request.leave.min_notice',
      'request.swap.min_notice',
    ]);
  });

  it('differ where one makes an exception to what both forbid', () => {
    const without = ofLeave({ forbid_on: ['holiday', 'swapped-shift'] });
    expect(differences(ofLeave({ forbid_on: ['holiday'], unless: { circumstances: 'extreme' } }), without)).toEqual([
      'request.leave.forbid_on.holiday',
    ]);
    expect(differences(ofLeave({ forbid_on: ['night-shift'], unless: { circumstances: 'extreme' } }), without)).toEqual([]);
    expect(differences(ofLeave({ forbid_on: ['holiday'] }), without)).toEqual([]);
    expect(differences(ofLeave({ forbid_on: ['holiday'], if: { shift: 'night' } }), without)).toEqual([]);
    expect(differences(ofLeave({ forbid_on: ['holiday'], principle: true }), without)).toHaveLength(1);
  });

  it('add up what they list', () => {
    expect(differences(ofLeave({ notify: ['hr'] }), ofLeave({ notify: ['hr', 'lead'], if: { day: 'holiday' } }))).toEqual([]);
    expect(differences(ofLeave({ show: ['away'] }), ofLeave({ show: ['balance'] }))).toEqual([]);
  });

  it('are at peace once a person switches one of them off, not when it is only softened', () => {
    const [left, right] = [ofLeave({ min_notice: 'P1D' }), ofLeave({ min_notice: 'P2D' })];
    expect(differences(left, right, { right: [softened('right-01', 'off')] })).toEqual([]);
    expect(differences(left, right, { right: [softened('right-01', 'flag')] })).toHaveLength(1);
    const changed: Override = { path: 'request.one.min_notice', value: 'P1D', reason: 'agreed', by: 'chen', from: '2026-01-01' };
    expect(differences(left, right, { right: [changed] })).toEqual([]);
  });

  it('are both named in the conflict, with values and rules', () => {
    const { conflicts } = demoResolved([
      demoPreset('left', ofLeave({ min_notice: 'P1D' })),
      demoPreset('right', ofLeave({ min_notice: 'P2D' })),
    ]);
    expect(conflicts).toMatchObject([
      {
        sides: [
          { preset: 'left', value: '"P1D"', cites: [{ rule: 'left-01' }] },
          { preset: 'right', value: '"P2D"', cites: [{ rule: 'right-01' }] },
        ],
      },
    ]);
    const [conflict] = conflicts;
    expect(conflict === undefined ? '' : conflictWords(conflict).en).toContain('request.leave.min_notice');
  });

  it('one regulation may say several things of the same request', () => {
    const twice = { request: { one: { ...leave, min_notice: 'P1D' }, two: { ...leave, min_notice: 'P2D' } } };
    const { policy } = demoResolved([demoPreset('left', twice)]);
    expect(policy?.requests).toMatchObject([{ entry: 'left request.one' }, { entry: 'left request.two' }]);
  });
});

describe('telecom leave and telecom swaps', () => {
  it('differ on leave on holidays until one of the rules is switched off', async () => {
    const { loadPreset } = await import('./load.ts');
    const presets = ['telecom-leave', 'telecom-swap'].flatMap((id) => loadPreset(id) ?? []);
    expect(presets).toHaveLength(2);
    const { conflicts } = demoResolved(presets);
    expect(conflicts).toMatchObject([{ code: 'policy.valuesDiffer', what: 'request.leave.forbid_on.holiday' }]);
    const overrides = { 'telecom-leave': [softened('telecom-leave-18', 'off')] };
    expect(demoResolved(presets, { overrides }).conflicts).toEqual([]);
  });
});

describe('two regulations on other things', () => {
  const presence = (entry: Readonly<Record<string, unknown>>): DemoText => ({ presence: { one: entry } });

  it('may not differ on what people are entitled to, by leave type', () => {
    const days = (leave_type: readonly string[], amount: number): DemoText => ({ entitlement: { one: { leave_type, days: amount } } });
    expect(differences(days(['marriage'], 3), days(['marriage'], 10))).toEqual(['entitlement.days']);
    expect(differences(days(['marriage'], 3), days(['bereavement'], 10))).toEqual([]);
    expect(differences(days(['marriage'], 3), days(['marriage'], 3))).toEqual([]);
    expect(differences(days(['marriage'], 3), days(['marriage'], 10), { left: [softened('left-01', 'off')] })).toEqual([]);
  });

  it('switch a value off and keep the other one, in either order', () => {
    for (const off of ['left', 'right']) {
      const { policy } = demoResolved(
        [demoPreset('left', presence({ late_over: 'PT5M' })), demoPreset('right', presence({ late_over: 'PT10M' }))],
        { overrides: { [off]: [softened(`${off}-01`, 'off')] } },
      );
      expect(policy?.presence.lateOverMinutes).toMatchObject({ value: off === 'left' ? 10 : 5, reaction: 'refuse' });
    }
  });

  it('switch a list entry off and keep the other one', () => {
    const both = [demoPreset('left', presence({ punches: { per_day: 2 } })), demoPreset('right', presence({ punches: { per_day: 4 } }))];
    expect(demoResolved(both).conflicts).toMatchObject([{ what: 'punches.per_day' }]);
    const { policy } = demoResolved(both, { overrides: { left: [softened('left-01', 'off')] } });
    expect(policy?.presence.punches.map(({ value }) => value)).toEqual([{ per_day: 4 }]);
  });

  it('add up consequences and lists', () => {
    const outcome = (word: string): DemoText => ({ consequence: { late: { offence: ['late'], outcome: [word] } } });
    const { policy } = demoResolved([demoPreset('left', outcome('violation')), demoPreset('right', outcome('absence'))]);
    expect(policy?.consequences.map(({ entry, value }) => [entry, value.outcome])).toEqual([
      ['left consequence.late', ['violation']],
      ['right consequence.late', ['absence']],
    ]);
  });
});

describe('sections that are judged case by case', () => {
  it('are kept for the desks they are for, with their conditions', () => {
    const text: DemoText = {
      request: {
        all: { ...leave, if: { unit_kind: 'large' }, notify: ['lead'] },
        centre: { ...leave, applies_to: ['centre'], notify: ['head'] },
      },
      obligation: { list: { do: 'submit:overtime', when: { every: 'week', weekday: 'fri', at: '17:00' }, applies_to: ['centre'] } },
    };
    const preset = demoPreset('demo', text);
    expect(demoResolved([preset]).policy).toMatchObject({
      requests: [{ scope: { if: { unit_kind: 'large' } } }],
      lists: [],
      unitKinds: [],
    });
    expect(demoResolved([preset], { kinds: ['centre'] }).policy).toMatchObject({ requests: [{}, {}], lists: [{}], unitKinds: ['centre'] });
  });

  it('make a rule of every item of a list, so that one can be switched off alone', () => {
    const preset = demoPreset('demo', ofLeave({ forbid_on: ['holiday', 'night-shift'], kinds: ['sick'], principle: true }));
    expect(demoResolved([preset]).policy?.requests).toMatchObject([
      { value: { key: 'forbid_on', value: ['holiday'] }, scope: { kinds: ['sick'] }, principle: true, reaction: 'refuse' },
      { value: { key: 'forbid_on', value: ['night-shift'] } },
    ]);
  });

  it('fold both kinds of condition of an entitlement into one', () => {
    const policyOf = (entry: Readonly<Record<string, unknown>>) =>
      demoResolved([demoPreset('demo', { entitlement: { one: { leave_type: ['paternity'], days: 3, ...entry } } })]).policy?.entitlements[0]
        ?.if;
    const [first, region] = [{ first_child: true }, { region: 'beijing' }];
    expect(policyOf({})).toBeNull();
    expect(policyOf({ if: first })).toEqual(first);
    expect(policyOf({ if_any: [first, region] })).toEqual({ any: [first, region] });
    expect(policyOf({ if: first, if_any: [region] })).toEqual({ all: [first, { any: [region] }] });
  });
});
