import { formatDay } from '../../core/format.ts';
import type { Locale } from '../../core/locale.ts';
import { Temporal } from '../../core/time.ts';
import type { Half, SaidSpan } from './said.ts';

const halves: Readonly<Record<Half, Readonly<Record<Locale, string>>>> = {
  morning: { zh: '上午', en: 'morning' },
  afternoon: { zh: '下午', en: 'afternoon' },
};

const time = (at: Temporal.PlainTime): string => at.toString({ smallestUnit: 'minute' });

/** A year is named where the day would be read as one of another. */
function day(date: Temporal.PlainDate, today: Temporal.PlainDate, locale: Locale): string {
  const ahead = today.until(date, { largestUnit: 'days' }).days;
  if (ahead >= -60 && (ahead <= 60 || (ahead <= 300 && date.year === today.year))) return formatDay(date, locale);
  return locale === 'zh' ? `${date.year}年${formatDay(date, locale)}` : `${formatDay(date, locale)} ${date.year}`;
}

/**
 * A stretch as it is shown back: `12月3日(周四)下午`, `12月3日(周四)14:00–16:30`, `12月7日(周一)至12月9日(周三)上午` · `Thu 3 Dec afternoon`,
 * `Mon 7 Dec to Wed 9 Dec morning`. Read again it is the same stretch.
 */
export function printSpan(span: SaidSpan, today: Temporal.PlainDate, locale: Locale): string {
  const gap = locale === 'zh' ? '' : ' ';
  const edge = (date: Temporal.PlainDate, half: Half | null, at: Temporal.PlainTime | null): string =>
    [day(date, today, locale), ...(half === null ? [] : [halves[half][locale]]), ...(at === null ? [] : [time(at)])].join(gap);
  const { from, until, fromHalf, untilHalf, fromTime, untilTime } = span;
  if (!from.equals(until)) return [edge(from, fromHalf, fromTime), edge(until, untilHalf, untilTime)].join(locale === 'zh' ? '至' : ' to ');
  const start = edge(from, fromHalf, fromTime);
  if (fromTime === null && untilTime === null) return start;
  if (fromTime === null) return `${start}${gap}00:00–${time(untilTime ?? Temporal.PlainTime.from('00:00'))}`;
  return untilTime === null ? `${start}–24:00` : `${start}–${time(untilTime)}`;
}

const edgeCode = (date: Temporal.PlainDate, half: Half | null, at: Temporal.PlainTime | null): string =>
  [date.toString(), ...(half === null ? [] : [half]), ...(at === null ? [] : [time(at)])].join(' ');

/** A reading of unclear words as data: `2026-12-03 14:00/2026-12-03 16:00`. */
export const spanCode = ({ from, until, fromHalf, untilHalf, fromTime, untilTime }: SaidSpan): string =>
  `${edgeCode(from, fromHalf, fromTime)}/${edgeCode(until, untilHalf, untilTime)}`;

const coded = /^(\d{4}-\d\d-\d\d)(?: (morning|afternoon))?(?: (\d\d:\d\d))?\/(\d{4}-\d\d-\d\d)(?: (morning|afternoon))?(?: (\d\d:\d\d))?$/;

/** A reading of unclear words for whoever said them: a stretch in words, or the code it is (of a sub-type) as it stands. */
export function printReading(reading: string, today: Temporal.PlainDate, locale: Locale): string {
  const match = coded.exec(reading);
  if (match === null) return reading;
  const half = (word: string | undefined): Half | null => (word === 'morning' || word === 'afternoon' ? word : null);
  const at = (word: string | undefined): Temporal.PlainTime | null => (word === undefined ? null : Temporal.PlainTime.from(word));
  const [, from = '', fromHalf, fromTime, until = '', untilHalf, untilTime] = match;
  return printSpan(
    {
      from: Temporal.PlainDate.from(from),
      until: Temporal.PlainDate.from(until),
      fromHalf: half(fromHalf),
      untilHalf: half(untilHalf),
      fromTime: at(fromTime),
      untilTime: at(untilTime),
    },
    today,
    locale,
  );
}
