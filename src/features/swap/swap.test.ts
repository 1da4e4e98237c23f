import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { loadPreset, resolvePolicy } from '../../policy/index.ts';
import { type CountedSwap, giveBackUntil, monthlyLimit, monthOf, swapsInMonth } from './swap.ts';

const duty = (part: 'given' | 'returned', dutyOn: string): CountedSwap['duties'][number] => ({
  slot: `${part}-${dutyOn}`,
  person: part === 'given' ? 'a' : 'b',
  part,
  startsAt: Temporal.Instant.from(`${dutyOn}T00:00:00Z`),
  endsAt: Temporal.Instant.from(`${dutyOn}T08:00:00Z`),
  dutyOn,
  shift: 'early',
});
const swap = (id: string, subject: string, partner: string, given: string, returned: string): CountedSwap => ({
  id,
  subject,
  partner,
  duties: [duty('returned', returned), duty('given', given)],
});

describe('counting swaps', () => {
  const swaps = [
    swap('1', 'a', 'b', '2026-12-30', '2027-01-03'),
    swap('2', 'c', 'a', '2026-12-02', '2026-12-04'),
    swap('3', 'a', 'b', '2027-01-02', '2026-12-31'),
  ];

  it('a swap counts in the month of the given shift, once, for who asks and who obliges [telecom-swap-03]', () => {
    expect(swaps.map(monthOf)).toEqual(['2026-12', '2026-12', '2027-01']);
    expect(swapsInMonth('2026-12', 'a', swaps, null)).toBe(2);
    expect(swapsInMonth('2026-12', 'a', swaps, '2')).toBe(1);
    expect(swapsInMonth('2026-12', 'b', swaps, null)).toBe(1);
    expect(swapsInMonth('2027-01', 'b', swaps, null)).toBe(1);
    expect(swapsInMonth('2027-02', 'a', swaps, null)).toBe(0);
  });

  it('the limit is that of the rule, and none where no rule speaks [telecom-swap-03]', () => {
    const policyWith = (presets: readonly string[]) => {
      const adoptions = presets.map((preset) => ({ preset, overrides: [], from: '2020-01-01', until: null }));
      const made = resolvePolicy({ adoptions, deskShifts: [], deskKinds: [], calendarSettings: {}, on: '2026-12-01', load: loadPreset });
      if (!made.ok) throw new Error(JSON.stringify(made.refusal));
      return made.value;
    };
    expect(monthlyLimit(policyWith(['telecom-swap']), 'swap')).toBe(2);
    expect(monthlyLimit(policyWith(['telecom-swap']), 'leave')).toBeNull();
    expect(monthlyLimit(policyWith(['property-security-duty']), 'swap')).toBeNull();
  });

  it('is given back until so many hours before the earlier of its shifts', () => {
    const [first] = swaps;
    expect(giveBackUntil(first?.duties ?? [], 24)?.toString()).toBe('2026-12-29T00:00:00Z');
    expect(giveBackUntil(first?.duties ?? [], 0)?.toString()).toBe('2026-12-30T00:00:00Z');
    expect(giveBackUntil([], 24)).toBeNull();
  });
});
