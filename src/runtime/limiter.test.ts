import { describe, expect, it } from 'vitest';
import { Limiter } from './limiter.ts';

const channel = { key: 'channel:C1', perSecond: 1, burst: 1 };
const app = { key: 'app', perSecond: 2, burst: 2 };

describe('limits per destination', () => {
  it('lets one message a second into a channel, and says how long to wait', () => {
    let now = 0;
    const limiter = new Limiter(() => now);
    expect(limiter.take([channel])).toBe(0);
    expect(limiter.take([channel])).toBe(1000);
    now = 999;
    expect(limiter.take([channel])).toBe(1);
    now = 1000;
    expect(limiter.take([channel])).toBe(0);
  });

  it('takes from all buckets or from none', () => {
    const now = 0;
    const limiter = new Limiter(() => now);
    expect(limiter.take([channel, app])).toBe(0);
    expect(limiter.take([channel, app])).toBeGreaterThan(0);
    expect(limiter.take([app])).toBe(0);
    expect(limiter.take([app])).toBe(500);
  });

  it('gives each of a queue a turn of its own, one interval after the other', () => {
    let now = 0;
    const limiter = new Limiter(() => now);
    expect([1, 2, 3].map(() => limiter.reserve([channel]))).toEqual([0, 1000, 2000]);
    now = 1000;
    expect(limiter.reserve([channel])).toBe(2000);
    now = 4000;
    expect(limiter.take([channel])).toBe(0);
  });

  it('stays shut for as long as a 429 asks', () => {
    let now = 0;
    const limiter = new Limiter(() => now);
    limiter.block([channel], 30_000);
    expect(limiter.take([channel])).toBe(30_000);
    now = 30_000;
    expect(limiter.take([channel])).toBe(0);
  });

  it('keeps a block when it forgets idle buckets', () => {
    let now = 0;
    const limiter = new Limiter(() => now);
    limiter.take([channel]);
    limiter.block([app], 900_000);
    now = 700_000;
    limiter.prune();
    expect(limiter.take([app])).toBe(200_000);
    expect(limiter.take([channel])).toBe(0);
  });
});
