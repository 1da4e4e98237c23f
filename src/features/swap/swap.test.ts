import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { giveBackUntil } from './swap.ts';

const starting = (...days: readonly string[]) => days.map((day) => ({ startsAt: Temporal.Instant.from(`${day}T00:00:00Z`) }));

describe('giving a swap back', () => {
  it('is possible until so many hours before the earlier of its shifts', () => {
    expect(giveBackUntil(starting('2027-01-03', '2026-12-30'), 24)?.toString()).toBe('2026-12-29T00:00:00Z');
    expect(giveBackUntil(starting('2026-12-30', '2027-01-03'), 0)?.toString()).toBe('2026-12-30T00:00:00Z');
    expect(giveBackUntil([], 24)).toBeNull();
  });
});
