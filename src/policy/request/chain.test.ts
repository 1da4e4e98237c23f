import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoPolicy, demoPreset, demoResolved } from '../../../test/policy/demo-policy.ts';
import { type CaseText, caseOf, stagesOf } from '../../../test/policy/request-case.ts';
import type { Policy } from '../policy.ts';
import { judgeRequest } from './judge.ts';

type Entries = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
const inLeave = (entries: Entries): Entries =>
  Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, { request: ['leave'], ...entry }]));
const asked = (policy: Policy, given: Partial<CaseText> = {}) =>
  judgeRequest(policy, caseOf({ type: 'leave', filed: '2026-12-01T09:00', from: '2026-12-07', ...given }));
const stages = (entries: Entries, given: Partial<CaseText> = {}) => stagesOf(asked(demoPolicy({ request: inLeave(entries) }), given));
const long = (days: number, workingDays = days): Partial<CaseText> => ({ lengths: { days, calendarDays: days, workingDays } });

/** `then` of an entry. */
const afterwards = (role: string) => Object.fromEntries([['then', [role]]]);

describe('who decides', () => {
  it('is open where no rule speaks, and nobody where one says so', () => {
    expect(asked(demoPolicy({ request: inLeave({ tell: { notify: ['lead'] } }) })).stages).toBeNull();
    expect(asked(demoPolicy({ request: inLeave({ free: { approve: [] } }) })).stages).toEqual([]);
  });

  it('is one of several, all in any order, or one after the other', () => {
    const both = { approve: ['lead', 'manager'] };
    expect(stages({ a: { ...both, mode: 'one' } })).toEqual(['1 lead or manager']);
    expect(stages({ a: { ...both, mode: 'all' } })).toEqual(['1 lead', '1 manager']);
    expect(stages({ a: both })).toEqual(['1 lead', '1 manager']);
    expect(stages({ a: { ...both, mode: 'sequential' } })).toEqual(['1 lead', '2 manager']);
  });

  it('is followed by those who sign afterwards', () => {
    expect(stages({ a: { approve: ['lead'], ...afterwards('hr') } })).toEqual(['1 lead', '2 hr']);
    expect(stages({ a: { approve: ['lead', 'manager'], mode: 'sequential' }, b: { ...afterwards('hr') } })).toEqual([
      '1 lead',
      '2 manager',
      '3 hr',
    ]);
    expect(stages({ a: { approve: ['lead'] }, b: { ...afterwards('lead') } })).toEqual(['1 lead']);
    const alone = asked(demoPolicy({ request: inLeave({ b: { ...afterwards('hr') } }) }));
    expect(alone).toMatchObject({ stages: null, after: [{ number: 1, words: ['hr'] }] });
  });

  it('for a circumstance or a sub-type takes the place of the usual one', () => {
    const entries = { all: { approve: ['lead'] }, trip: { kinds: ['business-trip'], approve: ['director'] } };
    expect(stages(entries, { kind: 'business-trip' })).toEqual(['1 director']);
    expect(stages(entries, { kind: 'sick' })).toEqual(['1 lead']);
    expect(stages({ ...entries, out: { if: { important: true }, approve: ['office'] } }, { answers: { important: true } })).toEqual([
      '1 office',
    ]);
  });

  it('never is one of those the rules leave out', () => {
    expect(asked(demoPolicy({ request: inLeave({ a: { approve: ['group'], approve_not: ['assessor'] } }) })).approveNot).toEqual([
      'assessor',
    ]);
  });
});

describe('tiers by length', () => {
  const station = {
    short: { tiers: [{ up_to: 2, unit: 'day', by: ['station-lead'] }] },
    long: { tiers: [{ from: 3, unit: 'day', by: ['regional-lead'] }] },
  };

  it('end with their limit; between two tiers the higher one decides', () => {
    expect(stages(station, long(0.5))).toEqual(['1 station-lead']);
    expect(stages(station, long(2))).toEqual(['1 station-lead']);
    expect(stages(station, long(2.5))).toEqual(['1 regional-lead']);
    expect(stages(station, long(3))).toEqual(['1 regional-lead']);
    expect(stages(station, long(30))).toEqual(['1 regional-lead']);
  });

  const centre = {
    length: {
      tiers: [
        { up_to: 1, unit: 'day', by: ['department-director'] },
        { over: 1, unit: 'day', by: ['centre-director'] },
      ],
    },
    chain: { kinds: ['personal'], chain: { step_by_step: true, skip_level: false, cross_line: false } },
  };

  it('level by level are signed from the lowest to the one that decides', () => {
    expect(stages(centre, { ...long(1), kind: 'personal' })).toEqual(['1 department-director']);
    expect(stages(centre, { ...long(1.5), kind: 'personal' })).toEqual(['1 department-director', '2 centre-director']);
    expect(stages(centre, { ...long(1.5), kind: 'sick' })).toEqual(['1 centre-director']);
  });

  const working = {
    length: {
      mode: 'sequential',
      tiers: [
        { up_to: 1, unit: 'working-day', by: ['superior'] },
        { over: 1, up_to: 3, unit: 'working-day', by: ['superior', 'superior-of-superior'], min_rank: 'manager' },
        { over: 3, unit: 'working-day', by: ['department-head'], min_rank: 'director' },
      ],
    },
  };

  it('count working days where they say so, and bind the rank of the last', () => {
    expect(stages(working, long(3, 1))).toEqual(['1 superior']);
    expect(stages(working, long(3, 1.5))).toEqual(['1 superior', '2 superior-of-superior']);
    expect(stages(working, long(5, 3))).toEqual(['1 superior', '2 superior-of-superior']);
    expect(stages(working, long(4, 3.5))).toEqual(['1 department-head']);
    const ranks = asked(demoPolicy({ request: inLeave(working) }), long(2)).stages?.map(({ minRank }) => minRank);
    expect(ranks).toEqual([null, 'manager']);
  });

  it('stay beside what a circumstance of the leave asks for, and give way to how it was filed', () => {
    const night = { ...station, night: { if: { shift: 'night' }, approve: ['manager'] } };
    expect(stages(night, { ...long(1), answers: { shift: ['night'] } })).toEqual(['1 station-lead', '1 manager']);
    const verbal = { ...station, verbal: { if: { verbal: true }, approve: ['superior'] } };
    expect(stages(verbal, { ...long(5), answers: { verbal: true } })).toEqual(['1 superior']);
    expect(stages({ ...verbal, audit: { check: ['tier-satisfied'] } }, { ...long(5), answers: { verbal: true } })).toEqual([
      '1 regional-lead',
      '1 superior',
    ]);
  });

  it('give every length exactly one tier, and a longer one never a lower', () => {
    const order = ['superior', 'superior-of-superior', 'department-head'];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }), (left, right) => {
        const [less, more] = [Math.min(left, right) / 2, Math.max(left, right) / 2];
        const last = (days: number): number => order.indexOf(stages(working, long(days)).at(-1)?.split(' ')[1] ?? '');
        expect(last(less)).toBeGreaterThanOrEqual(0);
        expect(last(less)).toBeLessThanOrEqual(last(more));
      }),
    );
  });
});

describe('two regulations', () => {
  const both = (left: Entries, right: Entries) => {
    const { policy, conflicts } = demoResolved([
      demoPreset('left', { request: inLeave(left) }),
      demoPreset('right', { request: inLeave(right) }),
    ]);
    if (policy === null) throw new Error(JSON.stringify(conflicts));
    return policy;
  };

  it('are both satisfied; who is asked for twice signs once and cites both', () => {
    const policy = both(
      { a: { tiers: [{ up_to: 9, unit: 'day', by: ['lead'] }] } },
      { b: { approve: ['lead', 'manager'], mode: 'sequential' }, c: { ...afterwards('hr') } },
    );
    const { stages: chain } = asked(policy);
    expect(chain?.map(({ number, words }) => `${number} ${words.join()}`)).toEqual(['1 lead', '2 manager', '3 hr']);
    expect(chain?.[0]?.cites.map(({ rule }) => rule)).toEqual(['left-01', 'right-01']);
  });

  it('one that needs nobody leaves the other as it is', () => {
    const policy = both({ a: { kinds: ['sick'], approve: [] } }, { b: { approve: ['lead'] } });
    expect(stagesOf(asked(policy, { kind: 'sick' }))).toEqual(['1 lead']);
  });
});
