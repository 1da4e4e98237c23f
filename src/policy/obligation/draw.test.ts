import { describe, expect, it } from 'vitest';
import type { ObligationEntry } from '../schema/obligation.ts';
import { daysLeft, drawTargets, monthlyMinimum, sampleSize, type Target } from './draw.ts';
import type { ObligationRule } from './rule.ts';

const ids = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `p${String(index).padStart(3, '0')}`);
const fresh = (count: number): readonly Target[] => ids(count).map((id) => ({ id, checked: 0 }));
const draw = (
  value: Parameters<typeof drawTargets>[0]['value'],
  targets: readonly Target[],
  more: Partial<Parameters<typeof drawTargets>[0]> = {},
) => drawTargets({ value, targets, monthlyMin: 0, daysLeft: 30, seed: 'secret 2026-12-03', ...more });

describe('the size of a sample', () => {
  it.each([
    [{ percent: 10 }, 70, 7],
    [{ percent: 10 }, 71, 8],
    [{ percent: 10 }, 1, 1],
    [{ percent: 10 }, 0, 0],
    [{ percent: 10, min: 80 }, 79, 79],
    [{ percent: 10, min: 80 }, 80, 80],
    [{ percent: 10, min: 80 }, 800, 80],
    [{ percent: 10, min: 80 }, 801, 81],
    [{ percent: 100 }, 79, 79],
    [{ min: 80 }, 79, 79],
    [{ min: 80 }, 81, 80],
    [3, 2, 2],
    ['configurable' as const, 9, 0],
    [undefined, 9, 9],
  ])('%j of %i is %i [maritime-province-04] [maritime-province-05] [maritime-city-05] [maritime-city-06]', (sample, population, size) => {
    expect(sampleSize(sample, population)).toBe(size);
  });
});

describe('a draw', () => {
  it('is reproducible from the seed whatever the order, another for another seed, and names nobody twice', () => {
    const value = { sample: { percent: 10 } };
    const drawn = (targets: readonly Target[], seed: string) => draw(value, targets, { seed }).map(({ target }) => target);
    expect(drawn(fresh(100), 'a')).toEqual(drawn(fresh(100).toReversed(), 'a'));
    expect(new Set(['a', 'b', 'c', 'd', 'e', 'f'].map((seed) => drawn(fresh(100), seed).join())).size).toBe(6);
    expect(new Set(drawn([...fresh(20), ...fresh(20)], 'a')).size).toBe(2);
  });

  it('gives every target the same chance', () => {
    const counts = new Map<string, number>();
    for (let day = 0; day < 2000; day += 1)
      for (const { target } of draw({ sample: 2 }, fresh(8), { seed: `day ${day}` })) counts.set(target, (counts.get(target) ?? 0) + 1);
    for (const count of counts.values()) expect(Math.abs(count / 2000 - 0.25)).toBeLessThan(0.05);
    expect(counts.size).toBe(8);
  });

  it('takes the least checked first [maritime-province-06]', () => {
    const targets = ids(10).map((id, index) => ({ id, checked: index < 7 ? 2 : 1 }));
    expect(
      draw({ sample: { percent: 30 } }, targets)
        .map(({ target }) => target)
        .toSorted(),
    ).toEqual(['p007', 'p008', 'p009']);
  });

  it('carries over what was missed, first and on top of the day', () => {
    const targets = ids(10).map((id, index) => ({ id, checked: 0, owed: index === 9 }));
    const drawn = draw({ sample: { percent: 20 } }, targets);
    expect(drawn).toHaveLength(3);
    expect(drawn[0]).toMatchObject({ target: 'p009', carried: true });
    expect(drawn.slice(1).map(({ carried }) => carried)).toEqual([false, false]);
  });

  it('splits the checks of a target over the day [maritime-province-03] [maritime-city-03]', () => {
    expect(draw({ each: 2, split: { morning: 1, afternoon: 1 } }, fresh(1))).toMatchObject([{ morning: 1, afternoon: 1, anytime: 0 }]);
    expect(draw({ each: 4, split: { morning: 2, afternoon: 2 } }, fresh(2))).toMatchObject([
      { morning: 2, afternoon: 2, anytime: 0 },
      { morning: 2, afternoon: 2, anytime: 0 },
    ]);
    expect(draw({ each: 3, split: { morning: 1, afternoon: 1 } }, fresh(1))).toMatchObject([{ anytime: 1 }]);
    expect(draw({}, fresh(1))).toMatchObject([{ morning: 0, afternoon: 0, anytime: 1 }]);
  });

  it('of nobody is empty', () => {
    expect(draw({ sample: { percent: 10, min: 80 } }, [])).toEqual([]);
  });
});

describe('the least checks of a month', () => {
  const value = { sample: { percent: 10 } };

  /** A month of draws in which everything drawn is checked; `changed` alters the population before a day. */
  function month(days: number, population: number, changed: (day: number, targets: Map<string, number>) => void = () => undefined) {
    const counts = new Map(ids(population).map((id) => [id, 0]));
    const sizes = Array.from({ length: days }, (_, day) => {
      changed(day, counts);
      const targets = [...counts].map(([id, checked]) => ({ id, checked }));
      const drawn = drawTargets({ value, targets, monthlyMin: 3, daysLeft: days - day, seed: `s ${day}` });
      for (const { target } of drawn) counts.set(target, (counts.get(target) ?? 0) + 1);
      return drawn.length;
    });
    return { counts, sizes };
  }

  it.each([28, 29, 30, 31])('are reached in a month of %i days, though a tenth a day would not do in 28 [maritime-province-06]', (days) => {
    for (const population of [1, 7, 99, 100, 101]) {
      const { counts, sizes } = month(days, population);
      expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(3);
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(sampleSize(value.sample, population));
    }
  });

  it('do not grow the draw where a tenth a day is enough [maritime-province-06]', () => {
    expect(new Set(month(30, 100).sizes)).toEqual(new Set([10]));
    expect(Math.max(...month(28, 100).sizes)).toBe(11);
  });

  it('are reached where the draw grows at the end of a month that began badly [maritime-province-06]', () => {
    const targets = fresh(100).map((target, index) => ({ ...target, checked: index < 40 ? 3 : 1 }));
    expect(draw(value, targets, { monthlyMin: 3, daysLeft: 12 })).toHaveLength(10);
    expect(draw(value, targets, { monthlyMin: 3, daysLeft: 4 })).toHaveLength(30);
    expect(draw(value, targets, { monthlyMin: 3, daysLeft: 2 })).toHaveLength(60);
  });

  it('are reached by all that can while targets come and go [maritime-province-06]', () => {
    const { counts } = month(30, 50, (day, targets) => {
      if (day === 10) targets.delete('p003');
      if (day === 20) targets.set('late', 0);
    });
    expect(counts.has('p003')).toBe(false);
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(3);
  });

  it('are those of rules on the same work and targets', () => {
    const rule = (entry: ObligationEntry): ObligationRule => ({ value: entry, entry: 'p obligation.x', reaction: 'flag', cites: [] });
    const daily = rule({ do: 'inspect:monitoring', when: { every: 'day', at: '24:00' }, targets: ['points'], sample: { percent: 10 } });
    const monthly = rule({ do: 'inspect:monitoring', targets: ['points', 'county-centres'], each: { min: 3, per: 'month' } });
    const others = [
      rule({ ...monthly.value, do: 'inspect:duty', each: { min: 9, per: 'month' } }),
      rule({ ...monthly.value, targets: ['ships'] }),
    ];
    expect(monthlyMinimum({ obligations: [daily, monthly, ...others] }, daily)).toBe(3);
    expect(monthlyMinimum({ obligations: [daily, ...others] }, daily)).toBe(0);
  });
});

it('days are left in a month with the day itself', () => {
  expect([daysLeft('2026-02-01'), daysLeft('2026-02-28'), daysLeft('2028-02-28')]).toEqual([28, 1, 2]);
});
