import { describe, expect, it } from 'vitest';
import { loadPreset, loadPresets } from '../../../policy/load.ts';
import type { Override } from '../../../policy/override.ts';
import { checkBasis, overridesOf } from '../policy-of.ts';
import { defaultDeskSettings } from '../settings.ts';
import { canGiveWay, disputeAdvice, disputesOf, rulesOfSide } from './conflict-words.ts';
import { adoptedFrom, changedOverrides, type Decision, stoppedFrom, switchedOff, withOverrides } from './edit.ts';
import { ruleState } from './rule-state.ts';

const swap = loadPreset('telecom-swap');
if (swap === null) throw new Error('telecom-swap is not shipped');
const rule = 'telecom-swap-03';
const limit = 'request.quota.max_count.limit';
const on = (from: string, reason = 'x'): Decision => ({ by: 'chen', name: '陈志远', reason, from });
const row = (preset: string, from = '2026-01-01', until: string | null = null, overrides: readonly Override[] = []) => ({
  preset,
  from,
  until,
  overrides,
});

describe('changing a rule of a desk', () => {
  it('sets a value from a day on, and the next value ends the one before', () => {
    const first = changedOverrides([], swap, rule, { values: [{ path: limit, value: 3 }] }, on('2026-12-01'));
    const second = changedOverrides(first, swap, rule, { values: [{ path: limit, value: 4 }] }, on('2026-12-10'));
    expect(second).toMatchObject([
      { path: limit, value: 3, from: '2026-12-01', until: '2026-12-10' },
      { path: limit, value: 4, from: '2026-12-10' },
    ]);
    const value = (day: string): unknown => ruleState(swap, second, rule, day, [])?.leaves.find(({ path }) => path === limit)?.value;
    expect([value('2026-11-30'), value('2026-12-01'), value('2026-12-09'), value('2026-12-10')]).toEqual([2, 3, 3, 4]);
  });

  it('needs no override for what the regulation says anyway', () => {
    const first = changedOverrides([], swap, rule, { reaction: 'off', values: [{ path: limit, value: 3 }] }, on('2026-12-01'));
    const back = changedOverrides(first, swap, rule, { reaction: 'refuse', values: [{ path: limit, value: 2 }] }, on('2026-12-05'));
    expect(back.every(({ until }) => until === '2026-12-05')).toBe(true);
    expect(ruleState(swap, back, rule, '2026-12-05', [])).toMatchObject({ reaction: 'refuse', base: 'refuse' });
  });

  it('lets what was to begin later fall away', () => {
    const later = changedOverrides([], swap, rule, { reaction: 'off', values: [] }, on('2027-01-01'));
    expect(changedOverrides(later, swap, rule, { reaction: 'flag', values: [] }, on('2026-12-01'))).toMatchObject([
      { reaction: 'flag', from: '2026-12-01' },
    ]);
  });

  it('touches only the rows that reach beyond the day', () => {
    const rows = [row('telecom-swap', '2026-01-01', '2026-06-01'), row('telecom-swap', '2026-06-01'), row('telecom-leave')];
    const changed = withOverrides(rows, 'telecom-swap', '2026-12-01', () => [{ rule, reaction: 'off', ...on('2026-12-01') }]);
    expect(changed.map((one) => overridesOf(one).length)).toEqual([0, 1, 0]);
  });

  it('adopts and gives up from a day on', () => {
    const rows = adoptedFrom([row('telecom-leave')], 'telecom-swap', '2026-12-08');
    expect(rows).toEqual([row('telecom-leave'), row('telecom-swap', '2026-12-08')]);
    expect(stoppedFrom(rows, 'telecom-swap', '2026-12-08')).toEqual([row('telecom-leave')]);
    expect(stoppedFrom(rows, 'telecom-leave', '2027-01-01')).toEqual([
      row('telecom-leave', '2026-01-01', '2027-01-01'),
      row('telecom-swap', '2026-12-08'),
    ]);
  });
});

describe('two regulations that disagree', () => {
  const basisOf = (adoptions: ReturnType<typeof row>[]) => ({ adoptions, shifts: [], kinds: [], calendar: defaultDeskSettings.calendar });
  const ids = loadPresets().map(({ id }) => id);
  const pairs = ids.flatMap((left, index) => ids.slice(index + 1).map((right) => [left, right] as const));
  const disputed = pairs.flatMap(([left, right]) => {
    const rows = [row(left), row(right)];
    const checked = checkBasis(basisOf(rows), loadPreset, '2026-12-01');
    return checked.ok ? [] : [{ left, right, rows, conflicts: checked.refusal }];
  });

  it('are settled, each pair of them, by switching off the rules of either side', () => {
    expect(disputed.length).toBeGreaterThan(10);
    for (const { left, right, rows, conflicts } of disputed) {
      for (const loser of [0, 1] as const) {
        let off: readonly string[] = [];
        let open = conflicts;
        for (let step = 0; step < 8 && open.length > 0; step += 1) {
          off = [...new Set([...off, ...disputesOf(open).flatMap(({ sides }) => rulesOfSide(sides[loser]))])];
          const checked = checkBasis(
            basisOf(switchedOff(rows, off, on('2026-12-01')) as ReturnType<typeof row>[]),
            loadPreset,
            '2026-12-01',
          );
          open = checked.ok ? [] : checked.refusal;
        }
        expect(open, `${left} ${right}: ${loser} gives way`).toEqual([]);
      }
    }
  });

  it('are told with both sides, what each cites, and the lines that settle it', () => {
    const [found] = disputed.filter(({ left, right }) => left === 'telecom-leave' && right === 'telecom-swap');
    const [dispute] = disputesOf(found?.conflicts ?? []);
    if (dispute === undefined) throw new Error('The two agree');
    expect(dispute.sides.every(canGiveWay)).toBe(true);
    for (const locale of ['zh', 'en'] as const) {
      const words = disputeAdvice(dispute)[locale];
      for (const side of dispute.sides) for (const id of rulesOfSide(side)) expect(words).toContain(`{ rule: ${id}, reaction: off`);
      for (const cite of dispute.sides.flatMap(({ cites }) => cites)) {
        expect(words).toContain(cite.words[locale]);
        expect(words).toContain(cite.title[locale]);
      }
    }
  });
});
