import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import type { Half, SaidSpan } from './said.ts';
import { printReading, printSpan, spanCode } from './said-print.ts';
import { readSaid } from './said-read.ts';

const today = Temporal.PlainDate.from('2026-12-02');
const nothing = { kinds: [], shifts: [], mentions: [] };
const at = (text: string): Temporal.PlainTime => Temporal.PlainTime.from(text);
const on = (days: number): Temporal.PlainDate => today.add({ days });
const span = (parts: Partial<SaidSpan> & Pick<SaidSpan, 'from'>): SaidSpan => ({
  until: parts.from,
  fromHalf: null,
  untilHalf: null,
  fromTime: null,
  untilTime: null,
  ...parts,
});

const minute = fc.integer({ min: 0, max: 1439 });
const time = (minutes: number): Temporal.PlainTime => Temporal.PlainTime.from({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
const half = fc.constantFrom<Half>('morning', 'afternoon');
const start = fc.record({ base: fc.integer({ min: -400, max: 800 }), ahead: fc.integer({ min: -60, max: 380 }) });

const singleDay = fc.tuple(fc.option(half), fc.option(fc.uniqueArray(minute, { minLength: 2, maxLength: 2 }))).map(([part, times]) => {
  const [first, last] = (times ?? []).toSorted((left, right) => left - right);
  if (first !== undefined && last !== undefined) return { fromTime: time(first), untilTime: time(last) };
  return part === null ? {} : { fromHalf: part, untilHalf: part };
});
const severalDays = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.boolean(), fc.boolean(), fc.option(minute), fc.option(minute))
  .map(([days, afternoon, morning, from, until]) => ({
    days,
    fromHalf: afternoon && from === null ? ('afternoon' as const) : null,
    untilHalf: morning && until === null ? ('morning' as const) : null,
    fromTime: from === null ? null : time(from),
    untilTime: until === null || until === 0 ? null : time(until),
  }));

describe('a stretch as it is shown back', () => {
  it.each([
    [span({ from: on(1) }), '12月3日(周四)', 'Thu 3 Dec'],
    [span({ from: on(1), fromHalf: 'afternoon', untilHalf: 'afternoon' }), '12月3日(周四)下午', 'Thu 3 Dec afternoon'],
    [span({ from: on(1), fromTime: at('14:00'), untilTime: at('16:30') }), '12月3日(周四)14:00–16:30', 'Thu 3 Dec 14:00–16:30'],
    [span({ from: on(5), until: on(7), untilHalf: 'morning' }), '12月7日(周一)至12月9日(周三)上午', 'Mon 7 Dec to Wed 9 Dec morning'],
    [span({ from: on(90), until: on(91) }), '2027年3月2日(周二)至2027年3月3日(周三)', 'Tue 2 Mar 2027 to Wed 3 Mar 2027'],
  ])('%#', (value, zh, en) => {
    expect(printSpan(value, today, 'zh')).toBe(zh);
    expect(printSpan(value, today, 'en')).toBe(en);
    expect(printReading(spanCode(value), today, 'zh')).toBe(zh);
  });

  it('is read as the same stretch, from any day', () => {
    fc.assert(
      fc.property(
        start,
        fc.oneof(singleDay, severalDays),
        fc.constantFrom('zh' as const, 'en' as const),
        ({ base, ahead }, parts, locale) => {
          const date = today.add({ days: base });
          const from = date.add({ days: ahead });
          const { days = 0, ...rest } = { days: 0, ...parts };
          const value = span({ from, until: from.add({ days }), ...rest });
          const now = date.toZonedDateTime({ timeZone: 'Asia/Shanghai', plainTime: at('10:15') });
          const said = readSaid(printSpan(value, date, locale), { ...nothing, now });
          expect(said.spans.map(spanCode)).toEqual([spanCode(value)]);
          expect(said.rest).toBe('');
          expect(said.unclear).toEqual([]);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('leaves the code of a sub-type as it is', () => {
    expect(printReading('annual', today, 'en')).toBe('annual');
  });
});

describe('any text', () => {
  it('is read without a fault, and days that are found exist', () => {
    const words = fc.constantFrom(
      ...'明天 下周一 周三 到 - 至 12月3日 2月30日 上午 下午 晚班 9点 14:00 3天 半天 起 从 和 @U1 事假 看病 tomorrow next Friday from to 3 Dec 2pm for 5 days night until 次日 25号 下周 两小时 : ( ) ,'.split(
        ' ',
      ),
    );
    const now = Temporal.ZonedDateTime.from('2026-12-02T10:15[Asia/Shanghai]');
    const known = {
      now,
      kinds: [{ code: 'personal', aliases: ['事假'] }],
      shifts: [{ code: 'n', names: ['晚班'] }],
      mentions: [{ token: '@U1' }],
    };
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string({ maxLength: 5 })), { maxLength: 10 }), fc.boolean(), (parts, blanks) => {
        const said = readSaid(parts.join(blanks ? ' ' : ''), known);
        for (const { from, until } of said.spans) expect(Temporal.PlainDate.compare(from, until)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 600 },
    );
  });
});
