import { describe, expect, it } from 'vitest';
import { Temporal } from '../core/time.ts';
import { daysRule, meet, needsKind, restAfter } from './days.ts';
import type { DayFacts, DayKind, DayLookup } from './policy.ts';
import { type DayWord, dayWords } from './schema/scope.ts';

/** Mid-Autumn and National Day as they may fall: the 1st to the 7th are off, Sunday the 20th of September and Saturday the 10th make up for it. */
const kinds: Readonly<Record<string, DayKind>> = {
  ...Object.fromEntries([1, 2, 3, 5, 6, 7].map((date) => [`2026-10-0${date}`, 'holiday' as const])),
  '2026-10-04': 'lieu-day',
  '2026-09-20': 'make-up-workday',
  '2026-10-10': 'make-up-workday',
};
const day: DayLookup = (on): DayFacts => {
  const weekday = Temporal.PlainDate.from(on).dayOfWeek;
  return {
    on,
    kind: kinds[on] ?? (on >= '2027' ? 'unknown' : weekday >= 6 ? 'weekend' : 'workday'),
    name: null,
    season: 'winter',
    weekday,
    source: 'test',
  };
};
const on = (word: DayWord): string =>
  ['2026-09-18', '2026-09-19', '2026-09-20', '2026-09-30', '2026-10-01', '2026-10-04', '2026-10-08', '2026-10-10', '2026-10-11']
    .filter((date) => daysRule(word)(day(date), day))
    .map((date) => date.slice(5))
    .join(' ');

describe('the words for days', () => {
  it.each<[DayWord, string]>([
    ['all', '09-18 09-19 09-20 09-30 10-01 10-04 10-08 10-10 10-11'],
    ['workday', '09-18 09-20 09-30 10-08 10-10'],
    ['weekend', '09-19 10-11'],
    ['holiday', '10-01 10-04'],
    ['rest-day', '09-19 10-01 10-04 10-11'],
    ['mon-fri', '09-18 09-20 09-30 10-08 10-10'],
    ['mon-sat', '09-18 09-19 09-20 09-30 10-08 10-10'],
    ['sunday', '10-04 10-11'],
    ['weekend-block', '09-18 10-10'],
    ['holiday-block', '09-30'],
  ])('%s', (word, dates) => {
    expect(on(word)).toBe(dates);
  });

  it('hold of nothing but all on a day of unknown kind', () => {
    const unknown = day('2027-03-01');
    expect(dayWords.filter((word) => daysRule(word)(unknown, day))).toEqual(['all']);
    expect(dayWords.filter((word) => needsKind(daysRule(word), unknown, day))).toEqual(
      dayWords.filter((word) => !['all', 'weekend', 'sunday'].includes(word)),
    );
  });

  it('ask for the calendar where a block runs into days it does not know', () => {
    expect(needsKind(daysRule('weekend-block'), day('2026-12-31'), day)).toBe(true);
    expect(needsKind(daysRule('weekend-block'), day('2026-12-30'), day)).toBe(false);
    expect(restAfter('2026-12-31', day)).toBeNull();
    expect(restAfter('2026-09-30', day)).toMatchObject({ until: '2026-10-08' });
  });

  it('meet where one day has both', () => {
    expect(meet(daysRule('workday'), daysRule('rest-day'))).toBe(false);
    expect(meet(daysRule('mon-sat'), daysRule('weekend'))).toBe(true);
    expect(meet(daysRule(['sunday', 'holiday']), daysRule('mon-sat'))).toBe(false);
    expect(meet(daysRule(undefined), daysRule('holiday'))).toBe(true);
  });
});
