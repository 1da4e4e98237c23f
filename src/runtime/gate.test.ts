import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Gate } from './gate.ts';

describe('a gate', () => {
  it('lets so many through at once, the others after them in order, also when one fails', async () => {
    const gate = new Gate(2);
    let inside = 0;
    let most = 0;
    const begun: number[] = [];
    const work = (number: number) => async () => {
      begun.push(number);
      inside += 1;
      most = Math.max(most, inside);
      await sleep(2);
      inside -= 1;
      if (number === 1) throw new Error('one');
      return number;
    };
    const done = await Promise.allSettled([0, 1, 2, 3, 4, 5].map((number) => gate.through(work(number))));
    expect(most).toBe(2);
    expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
    expect(done.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled', 'fulfilled']);
    expect(await gate.through(() => Promise.resolve('free again'))).toBe('free again');
  });
});
