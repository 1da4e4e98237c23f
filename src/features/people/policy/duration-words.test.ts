import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationWords, readDuration } from './duration-words.ts';

describe('a duration in words', () => {
  it.each([
    ['PT20M', '20 分钟', '20 min'],
    ['PT0M', '0 分钟', '0 min'],
    ['P1D', '1 天', '1 day'],
    ['P2D', '2 天', '2 days'],
    ['PT1H30M', '1 小时 30 分钟', '1 h 30 min'],
    ['P1M', '1 个月', '1 month'],
    ['-PT15M', '提前 15 分钟', '15 min before'],
    ['soon', 'soon', 'soon'],
  ])('%s', (iso, zh, en) => {
    expect(durationWords(iso, 'zh')).toBe(zh);
    expect(durationWords(iso, 'en')).toBe(en);
  });

  it.each([
    ['20分钟', 'PT20M'],
    ['１小时３０分', 'PT1H30M'],
    ['两天', 'P2D'],
    ['十五分钟', 'PT15M'],
    ['2 days', 'P2D'],
    ['1 h 30 min', 'PT1H30M'],
    ['1h30m', 'PT1H30M'],
    ['pt20m', 'PT20M'],
    ['P1D', 'P1D'],
    ['1 week', 'P1W'],
  ])('reads %s', (text, iso) => {
    expect(readDuration(text)).toBe(iso);
  });

  it.each(['', '20', 'soon', '20 分钟左右', '1 day 2 days', 'P', 'PT', '分钟', '-5 min'])('does not read "%s"', (text) => {
    expect(readDuration(text)).toBeNull();
  });

  it('reads what it prints', () => {
    const count = fc.option(fc.integer({ min: 1, max: 999 }));
    fc.assert(
      fc.property(count, count, count, fc.constantFrom('zh' as const, 'en' as const), (days, hours, minutes, locale) => {
        fc.pre(days !== null || hours !== null || minutes !== null);
        const time = `${hours === null ? '' : `${hours}H`}${minutes === null ? '' : `${minutes}M`}`;
        const iso = `P${days === null ? '' : `${days}D`}${time === '' ? '' : `T${time}`}`;
        expect(readDuration(durationWords(iso, locale))).toBe(iso);
      }),
    );
  });
});
