import { describe, expect, it } from 'vitest';
import { loadPreset } from '../../policy/load.ts';
import type { AdoptionRow } from './people.ts';
import { type PolicyBasis, policyOf, stretchOf } from './policy-of.ts';
import { defaultDeskSettings } from './settings.ts';

const override = {
  path: 'request.quota.max_count',
  value: { limit: 3, per: 'month', who: 'each-participant' },
  reason: '旺季',
  by: 'lead',
};
const swap: AdoptionRow = {
  preset: 'telecom-swap',
  from: '2025-03-01',
  until: '2027-02-01',
  overrides: [{ ...override, from: '2026-06-01', until: '2026-09-01' }],
};
const basis: PolicyBasis = {
  adoptions: [swap, { preset: 'telecom-leave', from: '2026-01-15', until: null, overrides: [] }],
  shifts: [],
  kinds: [],
  calendar: { ...defaultDeskSettings.calendar, summer_from: '05-01', winter_from: '10-01' },
};
/** The first and last day of every stretch. */
const edges: readonly (readonly [string, string])[] = [
  ['2024-10-01', '2025-02-28'],
  ['2025-03-01', '2025-04-30'],
  ['2025-05-01', '2025-09-30'],
  ['2025-10-01', '2026-01-14'],
  ['2026-01-15', '2026-04-30'],
  ['2026-05-01', '2026-05-31'],
  ['2026-06-01', '2026-08-31'],
  ['2026-09-01', '2026-09-30'],
  ['2026-10-01', '2027-01-31'],
  ['2027-02-01', '2027-04-30'],
];

describe('stretches in which a policy stays as it is', () => {
  it('end where an adoption, an override or a season does', () => {
    for (const [first, last] of edges) expect(stretchOf(basis, last)).toBe(stretchOf(basis, first));
    for (const [index, [first]] of edges.slice(1).entries())
      expect(stretchOf(basis, first)).not.toBe(stretchOf(basis, edges[index]?.[1] ?? ''));
  });

  it('hold the same rules on the first day and on the last', () => {
    for (const [first, last] of edges) expect(policyOf(basis, last, loadPreset)).toEqual(policyOf(basis, first, loadPreset));
  });
});
