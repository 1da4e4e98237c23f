import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { parseMonth } from './month-words.ts';

describe('months', () => {
  const today = Temporal.PlainDate.from('2026-12-02');
  it.each([
    ['', '2026-12'],
    ['12月', '2026-12'],
    ['一月', '2027-01'],
    ['1', '2027-01'],
    ['下个月', '2027-01'],
    ['last month', '2026-11'],
    ['Jan', '2027-01'],
    ['january 2026', '2026-01'],
    ['2026年11月', '2026-11'],
    ['13月', null],
    ['soon', null],
  ])('%s', (text, expected) => {
    expect(parseMonth(text, today)?.toString() ?? null).toBe(expected);
  });
});
