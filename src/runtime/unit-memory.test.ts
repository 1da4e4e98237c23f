import { describe, expect, it } from 'vitest';
import { Temporal } from '../core/time.ts';
import { newId } from './new-id.ts';
import type { Unit } from './unit.ts';
import { remember, rememberEach, shareMemory } from './unit-memory.ts';
import { createUnit } from './write-unit.ts';

const unit = (): Unit => createUnit({ org: newId(), now: Temporal.Instant.from('2026-12-01T00:00:00Z'), newId });

describe('what a decision has read', () => {
  it('is read once for a unit, and anew for the next', async () => {
    let reads = 0;
    const read = () => Promise.resolve(++reads);
    const [first, second] = [unit(), unit()];
    expect(await Promise.all([remember(first, 'a', read), remember(first, 'a', read), remember(first, 'b', read)])).toEqual([1, 1, 2]);
    expect(await remember(second, 'a', read)).toBe(3);
  });

  it('reads together what is missing of several, and knows what there is none of', async () => {
    const own = unit();
    const asked: (readonly string[])[] = [];
    const read = (missing: readonly string[]) => {
      asked.push([...missing]);
      return Promise.resolve(new Map(missing.filter((key) => key !== 'none').map((key) => [key, key.toUpperCase()])));
    };
    expect([...(await rememberEach(own, 'x', ['a', 'b', 'a', 'none'], read))]).toEqual([
      ['a', 'A'],
      ['b', 'B'],
    ]);
    expect([...(await rememberEach(own, 'x', ['c', 'none', 'b'], read))]).toEqual([
      ['c', 'C'],
      ['b', 'B'],
    ]);
    expect(asked).toEqual([['a', 'b', 'none'], ['c']]);
  });

  it('is known to the parts of a unit', async () => {
    const [whole, part] = [unit(), unit()];
    await remember(whole, 'a', () => Promise.resolve(1));
    shareMemory(part, whole);
    expect(await remember(part, 'a', () => Promise.resolve(2))).toBe(1);
    await remember(part, 'b', () => Promise.resolve(3));
    expect(await remember(whole, 'b', () => Promise.resolve(4))).toBe(3);
  });
});
