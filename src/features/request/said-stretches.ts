import { aheadPatterns, dateOf, monthAndDay } from '../../core/day-words.ts';
import { hanNumber } from '../../core/han-number.ts';
import type { Temporal } from '../../core/time.ts';
import type { Meaning, SaidKnown, Take } from './said-tokens.ts';

const steps: Readonly<Record<string, number>> = { 上上: -2, 上: -1, 本: 0, 这: 0, 下: 1, 下下: 2, last: -1, this: 0, next: 1 };
const counts = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const amount = '(\\d{1,3}(?:\\.5)?|[一二两三四五六七八九十]{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten)';

function countOf(word: string): number {
  if (/^\d/.test(word)) return Number(word);
  if (word === 'a' || word === 'an') return 1;
  const english = counts.indexOf(word);
  return english > 0 ? english : hanNumber(word);
}

/** Words for several days at once and for lengths, which the words for single days would break up. */
export function takeStretches(take: Take, known: SaidKnown, han: boolean): void {
  const today = known.now.toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const weekend = (weeks: number): { from: Temporal.PlainDate; until: Temporal.PlainDate } => ({
    from: monday.add({ days: 7 * weeks + 5 }),
    until: monday.add({ days: 7 * weeks + 6 }),
  });
  for (const { pattern, read } of aheadPatterns)
    take(pattern, (match) => {
      const duration = read(match);
      const at = known.now.add(duration);
      if (duration.days === 0) return { kind: 'moment', at: at.toPlainDateTime().round('minute') };
      return { kind: 'day', found: { date: at.toPlainDate(), or: null, unsaid: null, part: null } };
    });
  take(/(下下|下|本|这|上上|上)?个?(?:周末|(?:周|星期|礼拜)六(?:周|星期|礼拜)?[日天])/, (match) => ({
    kind: 'days',
    ...weekend(steps[match[1] ?? ''] ?? 0),
  }));
  take(/\b(?:(?:the|this|coming)\s+)?(?:(next|last)\s+)?weekend\b/, (match) => {
    if (match[1] === 'next' && today.dayOfWeek < 6) return { kind: 'vague', readings: [weekend(0), weekend(1)] };
    return { kind: 'days', ...weekend(steps[match[1] ?? ''] ?? 0) };
  });
  const week = (match: RegExpExecArray): Meaning => {
    const from = monday.add({ weeks: steps[match[1] ?? ''] ?? 0 });
    return { kind: 'vague', readings: [4, 6].map((days) => ({ from, until: from.add({ days }) })) };
  };
  take(/(下下|下|本|这|上上|上)一?个?(?:周|星期|礼拜)(?![一二三四五六日天末])/, week);
  take(/\b(next|this|last) week\b/, week);
  const month = (match: RegExpExecArray): Meaning => {
    const found = today.toPlainYearMonth().add({ months: steps[match[1] ?? ''] ?? 0 });
    return { kind: 'vague', readings: [{ from: found.toPlainDate({ day: 1 }), until: found.toPlainDate({ day: found.daysInMonth }) }] };
  };
  take(/(下下|下|本|这|上上|上)个?月(?![底末初的]|\s*[\d一二三])/, month);
  take(/(?<!of\s)\b(next|this|last) month\b/, month);
  take(/(今明|明后)(?:两|二|2)?天?/, (match) => {
    const from = today.add({ days: match[1] === '明后' ? 1 : 0 });
    return { kind: 'days', from, until: from.add({ days: 1 }) };
  });
  take(/(?<![a-z])this(?=\s+(?:morning|afternoon|evening))/, () => ({
    kind: 'day',
    found: { date: today, or: null, unsaid: null, part: null },
  }));
  take(/次日|翌日|第二天|(?<![a-z])(?:the )?(?:next|following) day(?![a-z])/, () => ({ kind: 'next-day' }));
  lengths(take);
  const dotted = (match: RegExpExecArray): Meaning => ({ kind: 'day', found: monthAndDay(today, Number(match[1]), Number(match[2])) });
  if (han) take(/(?<![\d.])(1[0-2]|0?[1-9])\.(3[01]|[12]\d|0?[1-9])(?![\d.%]|\s*(?:天|个|小?时|分|元|块|h|d))/, dotted);
  take(/(今|明|昨|后)(?=[早中晚夜白日]班)/, (match) => {
    const days = { 今: 0, 明: 1, 昨: -1, 后: 2 }[match[1] ?? ''] ?? 0;
    return { kind: 'day', found: { date: today.add({ days }), or: null, unsaid: null, part: null } };
  });
  // 20261203: eight digits of a year near this one.
  take(/\b(\d{4})(\d{2})(\d{2})\b/, (match) => {
    const date = dateOf(Number(match[1]), Number(match[2]), Number(match[3]));
    return date === null || Math.abs(date.year - today.year) > 1
      ? null
      : { kind: 'day', found: { date, or: null, unsaid: null, part: null } };
  });
}

function lengths(take: Take): void {
  const length = (days: number, minutes = 0): Meaning => ({ kind: 'length', days, minutes });
  take(/\d{1,2}\s*个?工作日|(?<![a-z])(?:\d{1,2}|a|one|two|three|four|five)\s+(?:working|business|work)\s*days?(?![a-z])/, () => ({
    kind: 'vague',
    readings: [],
  }));
  take(new RegExp(`(?<![第\\d.a-z])${amount}\\s*(?:天半|days?\\s+and\\s+a\\s+half)`), (match) => length(countOf(match[1] ?? '') + 0.5));
  take(/(上|下)半天/, (match) => ({ kind: 'part', part: match[1] === '上' ? 'morning' : 'afternoon' }));
  take(/半[天日]假?|(?<![a-z])half(?:[\s-]+a)?[\s-]+day(?![a-z])/, () => ({ kind: 'half' }));
  take(new RegExp(`(?<![第\\d.a-z])${amount}\\s*(?:天假?|days?(?![a-z]))`), (match) => length(countOf(match[1] ?? '')));
  take(new RegExp(`(?<![第\\d.a-z])${amount}\\s*(?:个?(?:周|星期|礼拜)(?![一二三四五六日天末])|weeks?(?![a-z]))`), (match) =>
    length(countOf(match[1] ?? '') * 7),
  );
  take(/(?<![a-z])half an hour(?![a-z])|半个?(?:小时|钟头)/, () => length(0, 30));
  take(new RegExp(`(?<![第\\d.a-z])${amount}\\s*(?:个?(半)?(?:小时|钟头)|(?:hours?|hrs?|h)(?![a-z]))(半)?`), (match) =>
    length(0, countOf(match[1] ?? '') * 60 + ((match[2] ?? match[3]) ? 30 : 0)),
  );
}
