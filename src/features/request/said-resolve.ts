import type { DayPart } from '../../core/clock-words.ts';
import { dateOf, dayOfMonth, monthAndDay, type ReadDay } from '../../core/day-words.ts';
import { Temporal } from '../../core/time.ts';
import type { Half, SaidSpan } from './said.ts';
import { type Atom, namesDay } from './said-atoms.ts';
import { farMeanings, nearMeanings, type SaidClock, type Times, timeMeanings } from './said-clock.ts';
import type { Stretch } from './said-parts.ts';

type Day = Temporal.PlainDate;

export interface Today {
  readonly date: Day;
  readonly facing: 'coming' | 'past';
  /** `12/3` is the 3rd of December. */
  readonly monthFirst: boolean;
}

/** What a stretch may mean. One reading: that is it; none: it ends before it starts (`backwards`), or more has to be said. */
export interface Resolved {
  readonly readings: readonly SaidSpan[];
  readonly backwards: boolean;
  readonly bad: boolean;
}

/** A day of last cycle may still be meant; one further back is next year's. */
const daysBack = 62;
/** A stretch named by days of the month goes on into the next one for a fortnight at most: `25号到3号`, not `5号到3号`. */
const daysIntoNextMonth = 14;
const daysIntoNextYear = 183;

const compare = Temporal.PlainDate.compare;
const sameDay = (date: Day, year: number): Day | null => dateOf(year, date.month, date.day);

/** The days an end may mean, seen from today. */
function daysOf(day: ReadDay, today: Today): readonly (Day | null)[] {
  const { date, facing } = today;
  const settle = (found: Day): Day | null => {
    if (day.unsaid === null) return found;
    if (facing === 'past') {
      if (compare(found, date) <= 0) return found;
      if (day.unsaid === 'week') return found.subtract({ weeks: 1 });
      if (day.unsaid === 'year') return sameDay(found, found.year - 1);
      const month = found.toPlainYearMonth().subtract({ months: 1 });
      return dateOf(month.year, month.month, found.day);
    }
    if (day.unsaid !== 'year') return found;
    const back = found.until(date, { largestUnit: 'days' }).days;
    return back > daysBack ? sameDay(found, found.year + 1) : back < daysBack - 365 ? sameDay(found, found.year - 1) : found;
  };
  const slashed = day.unsaid === 'year';
  const others = day.or === null || (slashed && today.monthFirst) ? [] : [day.or];
  return [day.date, ...others].map(settle);
}

/** The last day, seen from the first; null: there is none. */
function lastDays(day: ReadDay, first: Day, today: Today): readonly (Day | null)[] {
  if (day.unsaid === 'week') return [first.add({ days: (day.date.dayOfWeek - first.dayOfWeek + 7) % 7 })];
  if (day.unsaid === 'month') return [lastByNumber(day.date.day, first)];
  if (day.unsaid === 'year') {
    const others = day.or === null || today.monthFirst ? [] : [day.or];
    return [day.date, ...others].map((found) => {
      const same = sameDay(found, first.year);
      if (same !== null && compare(same, first) >= 0) return same;
      const next = sameDay(found, first.year + 1);
      return next !== null && first.until(next, { largestUnit: 'days' }).days <= daysIntoNextYear ? next : same;
    });
  }
  return daysOf(day, today);
}

function lastByNumber(number: number, first: Day): Day | null {
  const same = dateOf(first.year, first.month, number);
  if (same !== null && compare(same, first) >= 0) return same;
  const month = first.toPlainYearMonth().add({ months: 1 });
  const next = dateOf(month.year, month.month, number);
  return next !== null && first.until(next, { largestUnit: 'days' }).days <= daysIntoNextMonth ? next : same;
}

/** A first day that is only a number takes its month from the last: `3-5 Dec`, `25到28号`. */
function firstByNumber(number: number, last: ReadDay, today: Today): readonly (Day | null)[] {
  if (last.unsaid === 'month') {
    const month = today.date.toPlainYearMonth();
    const coming = today.facing === 'coming' && number < today.date.day ? month.add({ months: 1 }) : month;
    return [dateOf(coming.year, coming.month, number)];
  }
  return daysOf(last, today).map((day) => {
    if (day === null) return null;
    const month = number <= day.day ? day.toPlainYearMonth() : day.toPlainYearMonth().subtract({ months: 1 });
    return dateOf(month.year, month.month, number);
  });
}

interface Place {
  readonly from: Day;
  readonly until: Day;
}

/** Null stands for a day the calendar does not have. */
function placesOf({ first, last }: Stretch, today: Today): readonly (Place | null)[] {
  const starts = startsOf(first, last, today);
  if (last === null || !(namesDay(last) || lastIsDay(first, last))) return starts;
  return starts.flatMap((start): readonly (Place | null)[] => {
    if (start === null) return [null];
    if (last.number !== null)
      return [lastByNumber(last.number, start.from)].map((until) => (until === null ? null : { from: start.from, until }));
    if (last.nextDay) return [{ from: start.from, until: start.from.add({ days: 1 }) }];
    if (last.range !== null) return [{ from: start.from, until: last.range.until }];
    if (last.moment !== null) return [{ from: start.from, until: last.moment.toPlainDate() }];
    return endDays(last, start.from, today).map((until) => (until === null ? null : { from: start.from, until }));
  });
}

/** `to Wed 9 Dec`: a weekday beside the last day has to fit it. */
function endDays({ days }: Atom, first: Day, today: Today): readonly (Day | null)[] {
  const weekday = days.length > 1 ? days.find(({ unsaid }) => unsaid === 'week') : undefined;
  const day = days.find((found) => found !== weekday);
  const found = day === undefined ? [null] : lastDays(day, first, today);
  if (weekday === undefined) return found;
  const fitting = found.filter((one) => one?.dayOfWeek === weekday.date.dayOfWeek);
  return fitting.length > 0 ? fitting : [...found, ...lastDays(weekday, first, today)];
}

/** `Dec 3-5`: the number after a day without a time is a day. */
export const lastIsDay = (first: Atom, last: Atom): boolean =>
  last.number !== null && first.days.length > 0 && first.clock === null && first.number === null;

function startsOf(first: Atom, last: Atom | null, today: Today): readonly (Place | null)[] {
  const one = (from: Day | null): Place | null => (from === null ? null : { from, until: from });
  if (first.range !== null) return [first.range];
  if (first.vague !== null) return first.vague.readings;
  if (first.nextDay) return [];
  if (first.moment !== null) return [one(first.moment.toPlainDate())];
  const [day, beside] = first.days;
  if (day !== undefined) {
    const days = daysOf(day.unsaid === 'week' && beside !== undefined ? beside : day, today);
    const weekday = [day, beside].find((found) => found?.unsaid === 'week' && beside !== undefined);
    if (weekday === undefined) return days.map(one);
    const fitting = days.filter((found) => found?.dayOfWeek === weekday.date.dayOfWeek);
    return (fitting.length > 0 ? fitting : [...days, ...daysOf(weekday, today)]).map(one);
  }
  const [lastDay] = last?.days ?? [];
  if (lastDay === undefined) return [one(today.date)];
  if (first.number !== null && last !== null && last.clock === null) return firstByNumber(first.number, lastDay, today).map(one);
  return daysOf(lastDay, today).map(one);
}

const nightParts: ReadonlySet<DayPart> = new Set(['before-dawn', 'evening', 'night', 'midnight']);

/** A night, an evening: named without an hour it is a shift, not a stretch of leave. */
export function isNight(atom: Atom): boolean {
  const part = atom.part?.part ?? atom.days.find((day) => day.part !== null)?.part ?? null;
  return part !== null && nightParts.has(part) && atom.clock === null && atom.number === null;
}

const halfOf = (part: DayPart | null): Half | null => (part === 'morning' || part === 'afternoon' ? part : null);

function clockOf(atom: Atom | null, isDay: boolean): SaidClock | null {
  if (atom === null) return null;
  if (atom.moment !== null) return { clock: { hour: atom.moment.hour, minute: atom.moment.minute, exact: true, half: null }, part: null };
  const part = atom.part?.part ?? atom.days.find((day) => day.part !== null)?.part ?? null;
  if (atom.clock !== null) return { clock: atom.clock, part };
  if (atom.number !== null && !isDay) return { clock: { hour: atom.number, minute: 0, exact: atom.number > 12, half: null }, part };
  if (part === 'noon') return { clock: { hour: 12, minute: 0, exact: true, half: null }, part: null };
  if (part === 'midnight') return { clock: { hour: 24, minute: 0, exact: true, half: null }, part: null };
  return null;
}

const partOfAtom = (atom: Atom | null): DayPart | null =>
  atom === null ? null : (atom.part?.part ?? atom.days.find((day) => day.part !== null)?.part ?? null);

const wall = (minutes: number): Temporal.PlainTime =>
  Temporal.PlainTime.from({ hour: Math.floor(minutes / 60) % 24, minute: minutes % 60 });

/** Puts a day and its times together; null: it ends before it starts. */
function spanOf(place: Place, times: Times, fromPart: DayPart | null, untilPart: DayPart | null): SaidSpan | null {
  const from = place.from.add({ days: times.from === 1440 ? 1 : 0 });
  const until = place.until.add({ days: times.until !== null && times.until > 1440 ? 1 : 0 });
  const order = compare(from, until);
  const whole = (part: Half | null, edge: Half): Half | null => (part === edge && order !== 0 ? null : part);
  let fromHalf = times.from === null ? halfOf(fromPart) : null;
  let untilHalf = times.until === null ? halfOf(untilPart) : null;
  if (order > 0 || (order === 0 && fromHalf === 'afternoon' && untilHalf === 'morning')) return null;
  if (order === 0 && fromHalf === 'morning' && untilHalf === 'afternoon') [fromHalf, untilHalf] = [null, null];
  if (order === 0 && times.from !== null && times.until !== null && times.until <= times.from) return null;
  return {
    from,
    until,
    fromHalf: whole(fromHalf, 'morning'),
    untilHalf: whole(untilHalf, 'afternoon'),
    fromTime: times.from === null ? null : wall(times.from),
    untilTime: times.until === null || times.until === 1440 ? null : wall(times.until),
  };
}

/** Numbers without a word that says whether they are days or times. */
export const onlyNumbers = ({ first, last, from }: Stretch): boolean =>
  first.number !== null && first.days.length === 0 && last !== null && last.number !== null && !from;

/** Everything a stretch can mean, its days and times taken together. */
export function resolveStretch(stretch: Stretch, today: Today): Resolved {
  const { first, last, length } = stretch;
  if (onlyNumbers(stretch) && first.number !== null && last !== null && last.number !== null)
    return { readings: daysOrTimes(stretch, first.number, last.number, today), backwards: false, bad: false };
  const places = placesOf(stretch, today);
  if (places.some((place) => place === null) || first.bad.length > 0 || (last?.bad.length ?? 0) > 0)
    return { readings: [], backwards: false, bad: true };
  const readings: SaidSpan[] = [];
  let backwards = false;
  for (const place of places.flatMap((one) => one ?? [])) {
    const spans = inPlace(stretch, place);
    for (const span of spans) {
      if (span === null) backwards = true;
      else for (const reading of length === null ? [span] : lengthened(span, length, last !== null)) readings.push(reading);
    }
  }
  const distinct = [...new Map(readings.map((span) => [JSON.stringify(span), span])).values()];
  return { readings: distinct, backwards: backwards && distinct.length === 0, bad: false };
}

/** `9-11` alone: days of the month, a month and a day, or times of today. */
function daysOrTimes(stretch: Stretch, first: number, last: number, today: Today): readonly SaidSpan[] {
  const from = dayOfMonth(today.date, first)?.date ?? null;
  const until = from === null ? null : lastByNumber(last, from);
  const none = { from: null, until: null };
  const days = from === null || until === null ? [] : [spanOf({ from, until }, none, null, null)];
  const times = first > 24 || last > 24 ? [] : inPlace(stretch, { from: today.date, until: today.date });
  const month = last >= 1 && last <= 31 ? monthAndDay(today.date, first, last) : null;
  const dated =
    month === null
      ? []
      : daysOf(month, today).flatMap((day) => (day === null ? [] : [spanOf({ from: day, until: day }, none, null, null)]));
  return [...days, ...dated, ...times].flatMap((span) => span ?? []);
}

function inPlace({ first, last }: Stretch, place: Place): readonly (SaidSpan | null)[] {
  const numberIsDay = last !== null && (namesDay(last) || last.number !== null) && last.clock === null && !timeRange(first, last);
  const start = clockOf(first, numberIsDay);
  const end = clockOf(last, numberIsDay);
  const fromPart = partOfAtom(first);
  if (last === null) {
    const parts: readonly (DayPart | null)[] = first.half && halfOf(fromPart) === null ? ['morning', 'afternoon'] : [fromPart];
    const times = start === null ? [{ from: null, until: null }] : timeMeanings(start);
    return parts.flatMap((part) => times.map((time) => spanOf(place, time, part, part)));
  }
  const near = place.from.equals(place.until);
  const both = start !== null && end !== null;
  const times = near && both ? nearMeanings(start, end) : farMeanings(start, end);
  if (times.length === 0) return [null];
  return times.map((time) => spanOf(place, time, fromPart, partOfAtom(last)));
}

/** `9 to 11` beside a day. */
const timeRange = (first: Atom, last: Atom): boolean => first.number !== null && last.number !== null && !namesDay(last);

function lengthened(span: SaidSpan, length: { readonly days: number; readonly minutes: number }, ended: boolean): readonly SaidSpan[] {
  if (length.minutes > 0) {
    if (span.fromTime === null) return [];
    const until = span.from.toPlainDateTime(span.fromTime).add({ minutes: length.minutes });
    const atMidnight = until.hour === 0 && until.minute === 0;
    const stretched: SaidSpan = {
      ...span,
      untilHalf: null,
      until: until.toPlainDate().subtract({ days: atMidnight ? 1 : 0 }),
      untilTime: atMidnight ? null : until.toPlainTime(),
    };
    return ended && JSON.stringify(stretched) !== JSON.stringify(span) ? [span, stretched] : [stretched];
  }
  const { days } = length;
  if (days === 0.5 || days < 0.5) return [];
  const whole = Math.floor(days);
  const stretched = (extra: Partial<SaidSpan>): SaidSpan => ({
    ...span,
    until: span.from.add({ days: Math.ceil(days) - 1 }),
    untilHalf: null,
    untilTime: null,
    ...extra,
  });
  const readings = whole === days ? [stretched({})] : [stretched({ untilHalf: 'morning' }), stretched({ fromHalf: 'afternoon' })];
  if (!ended) return readings;
  return readings.some((reading) => JSON.stringify(reading) === JSON.stringify(span)) ? [span] : [span, ...readings];
}
