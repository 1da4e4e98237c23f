import { describe, expect, it } from 'vitest';
import { drawSample } from './sample.ts';

const people = ['a', 'b', 'c', 'd', 'e'];

describe('a random sample', () => {
  it('is the same for the same seed, whatever the order, and another for another', () => {
    expect(drawSample(people.toReversed(), 2, 'monday')).toEqual(drawSample(people, 2, 'monday'));
    const draws = new Set(Array.from({ length: 20 }, (_, day) => drawSample(people, 2, `day ${day}`).join()));
    expect(draws.size).toBeGreaterThan(5);
  });

  it('names nobody twice, and everybody where there are not more', () => {
    expect(drawSample(['a', 'a', 'b'], 5, 's').toSorted()).toEqual(['a', 'b']);
    expect(drawSample(people, 0, 's')).toEqual([]);
    expect(drawSample([], 3, 's')).toEqual([]);
  });

  it('gives everybody the same chance', () => {
    const draws = 2000;
    const drawn = Array.from({ length: draws }, (_, day) => drawSample(people, 2, `${day}`)).flat();
    for (const person of people) {
      const share = drawn.filter((one) => one === person).length / draws;
      expect(Math.abs(share - 0.4)).toBeLessThan(0.05);
    }
  });
});
