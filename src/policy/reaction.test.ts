import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enforceSchema, overrideOnce, reactionOf, responseOf, soften, strictest } from './reaction.ts';

const reactions = ['refuse', 'flag', 'off'] as const;
const any = fc.constantFrom(...reactions);

describe('reaction', () => {
  it('only refuses what the regulation forbids', () => {
    expect(enforceSchema.options.filter((enforce) => reactionOf(enforce) === 'refuse')).toEqual(['block']);
    expect(enforceSchema.options.filter((enforce) => reactionOf(enforce) === 'off')).toEqual(['none']);
    expect(enforceSchema.options.map(responseOf)).toEqual(['refuse', 'flag', 'remind', 'route', 'compute', 'capture', 'capture', null]);
  });

  it('softens and never hardens', () => {
    expect(soften('refuse', 'flag')).toBe('flag');
    expect(soften('flag', 'off')).toBe('off');
    expect(soften('flag', 'refuse')).toBeNull();
    fc.assert(
      fc.property(any, any, any, (from, to, then) => {
        const once = soften(from, to);
        expect(once === null).toBe(strictest([from, to]) === to && from !== to);
        if (once !== null) expect(strictest([from, once])).toBe(from);
        if (once !== null && soften(once, then) !== null) expect(soften(from, then)).toBe(then);
      }),
    );
  });

  it('takes the strictest of several, in any order', () => {
    expect(strictest([])).toBe('off');
    fc.assert(
      fc.property(fc.shuffledSubarray([...reactions], { minLength: 1 }), (some) => {
        expect(strictest(some)).toBe(reactions.find((one) => some.includes(one)));
      }),
    );
  });

  it('is set aside once by somebody who may, with name, time and reason', () => {
    const given = {
      rule: 'telecom-swap-03',
      mayOverride: ['team-lead'],
      by: 'chen',
      roles: ['team-lead'],
      at: '2026-12-01T00:00:00Z',
      reason: ' flood ',
    };
    expect(overrideOnce(given)).toEqual({ rule: 'telecom-swap-03', by: 'chen', at: '2026-12-01T00:00:00Z', reason: 'flood' });
    expect(overrideOnce({ ...given, roles: ['guard'] })).toBeNull();
    expect(overrideOnce({ ...given, mayOverride: [] })).toBeNull();
    expect(overrideOnce({ ...given, reason: ' ' })).toBeNull();
  });
});
