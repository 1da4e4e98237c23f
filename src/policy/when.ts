import { z } from 'zod';
import { type Instant, type Interval, localDate, Temporal, type Zone } from '../core/time.ts';
import { isWorkday, plusDays } from './days.ts';
import type { DayLookup } from './policy.ts';
import { clockText, durationText, nameSchema } from './schema/scalars.ts';
import type { Anchors } from './shift-times.ts';
import { clockInstant, durationMinutes, wallClock } from './wall-clock.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const weekdayText = z.enum(weekdays);
const dayOfMonth = z.number().int().min(1).max(31);

/** A time of day: the clock's, or an anchor's with an offset. */
export const timeOfDaySchema = z.union([
  clockText,
  z.strictObject({ anchor: nameSchema, offset: durationText.optional(), day: z.literal('+1').optional() }),
]);

/** A day within a month, or counted from a day. */
export const dayRuleSchema = z.union([
  z.strictObject({
    day: z.union([dayOfMonth, z.literal('last')]),
    of: z.enum(['month', 'previous-month']).optional(),
    before: z.boolean().optional(),
  }),
  z.strictObject({ weekday: weekdayText, before_day: dayOfMonth }),
  z.strictObject({ working_days: z.number().int().min(0) }),
]);

const recurrenceSchema = z.strictObject({
  every: z.enum(['day', 'workday', 'week', 'month']),
  weekday: weekdayText.optional(),
  day_rule: dayRuleSchema.optional(),
  at: timeOfDaySchema,
});

/** When something is due: at a time of day, after an event, within a period, again and again, at the latest so long after the last time, at random. */
export const whenSchema = z.union([
  z.strictObject({ at: timeOfDaySchema }),
  z.strictObject({ after: nameSchema, within: durationText }),
  z.strictObject({ due: dayRuleSchema, at: timeOfDaySchema.optional() }),
  recurrenceSchema,
  z.strictObject({ max_interval: durationText }),
  z.strictObject({ random: z.number().int().min(1), from: timeOfDaySchema, to: timeOfDaySchema }),
]);

export type TimeOfDay = z.infer<typeof timeOfDaySchema>;
export type DayRule = z.infer<typeof dayRuleSchema>;
export type Recurrence = z.infer<typeof recurrenceSchema>;
export type When = z.infer<typeof whenSchema>;

/** What a desk's calendar knows. Wall times are of `zone`. */
export interface WhenCalendar {
  readonly zone: Zone;
  readonly day: DayLookup;
  readonly anchors: Anchors;
}

/** The moment of a time of day, on the day `on`; null when nobody supplied the anchor. */
export function timeOn(time: TimeOfDay, on: string, { zone, anchors }: WhenCalendar): Instant | null {
  if (typeof time === 'string') return clockInstant(wallClock(time), on, zone);
  const date = time.day === '+1' ? plusDays(on, 1) : on;
  const clock = anchors(time.anchor, date);
  if (clock === null) return null;
  return clockInstant(clock, date, zone).add({
    minutes: time.offset === undefined ? 0 : durationMinutes(time.offset),
  });
}

/** The end of a limit that starts at an event: days, weeks and months go by the calendar of the zone, hours and minutes by real time. */
export function afterEvent(event: Instant, within: string, zone: Zone): Instant {
  return event.toZonedDateTimeISO(zone).add(Temporal.Duration.from(within)).toInstant();
}

/**
 * The last moment of a limit that starts at an event: on the clock where it has hours or minutes, the end of its last day where it has none. What
 * is due within P7D of something on the 3rd is in time all of the 10th.
 */
export function endOfLimit(event: Instant, within: string, zone: Zone): Instant {
  const { hours, minutes, seconds } = Temporal.Duration.from(within);
  const end = afterEvent(event, within, zone);
  if (hours !== 0 || minutes !== 0 || seconds !== 0) return end;
  return end.toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 }).toZonedDateTime(zone).toInstant();
}

/** The day so many working days after `on`, which is not counted; null when the calendar does not know a day on the way. */
export function workingDaysAfter(on: string, count: number, day: DayLookup): string | null {
  let date = on;
  for (let left = count; left > 0; ) {
    date = plusDays(date, 1);
    const { kind } = day(date);
    if (kind === 'unknown') return null;
    if (isWorkday(kind)) left -= 1;
  }
  return date;
}

/**
 * The last day on which what a rule of this kind asks for is still in time. `month` is `YYYY-MM`, `event` the day from which working days
 * count. A day the month does not have is its last one; `before` leaves the named day out; a weekday before a day is the last one strictly
 * before it, and where that is a day off, the last working day before. Null: the calendar does not know a day.
 */
export function dueDay(rule: DayRule, given: { readonly month: string; readonly event?: string; readonly day: DayLookup }): string | null {
  if ('working_days' in rule) return given.event === undefined ? null : workingDaysAfter(given.event, rule.working_days, given.day);
  const month = Temporal.PlainYearMonth.from(given.month);
  if ('weekday' in rule) return weekdayBefore(rule.weekday, dateIn(month, rule.before_day), given.day);
  const of = rule.of === 'previous-month' ? month.subtract({ months: 1 }) : month;
  const named = dateIn(of, rule.day === 'last' ? of.daysInMonth : rule.day).toString();
  return rule.before === true ? plusDays(named, -1) : named;
}

function dateIn(month: Temporal.PlainYearMonth, day: number): Temporal.PlainDate {
  return month.toPlainDate({ day: Math.min(day, month.daysInMonth) });
}

function weekdayBefore(weekday: (typeof weekdays)[number], date: Temporal.PlainDate, day: DayLookup): string | null {
  const back = (date.dayOfWeek - weekdays.indexOf(weekday) - 1 + 7) % 7 || 7;
  const named = date.subtract({ days: back }).toString();
  for (let earlier = 0; earlier <= 31; earlier += 1) {
    const on = plusDays(named, -earlier);
    const { kind } = day(on);
    if (kind === 'unknown') return null;
    if (isWorkday(kind)) return on;
  }
  return null;
}

/** Every moment of a recurrence from `from` (included) until `until` (not). Days the calendar does not know are left out for `workday`. */
export function occurrences(rule: Recurrence, span: Interval, calendar: WhenCalendar): readonly Instant[] {
  // A time with a day offset lies days after the one it belongs to; how far after, an anchor or a shift does not say beforehand.
  const days = typeof rule.at === 'string' ? wallClock(rule.at).dayOffset + 1 : 9;
  const last = localDate(span.end, calendar.zone);
  const found: Instant[] = [];
  for (let on = plusDays(localDate(span.start, calendar.zone), -days); on <= last; on = plusDays(on, 1)) {
    if (!recursOn(rule, on, calendar.day)) continue;
    const at = timeOn(rule.at, on, calendar);
    if (at !== null && Temporal.Instant.compare(at, span.start) >= 0 && Temporal.Instant.compare(at, span.end) < 0) found.push(at);
  }
  return found;
}

function recursOn(rule: Recurrence, on: string, day: DayLookup): boolean {
  const date = Temporal.PlainDate.from(on);
  switch (rule.every) {
    case 'day':
      return true;
    case 'workday':
      return isWorkday(day(on).kind);
    case 'week':
      return date.dayOfWeek === weekdays.indexOf(rule.weekday ?? 'mon') + 1;
    case 'month':
      // A rule may name a day of the previous month, and a weekday before the 1st lies there too.
      return [date.toPlainYearMonth(), date.toPlainYearMonth().add({ months: 1 })].some(
        (month) => dueDay(rule.day_rule ?? { day: 1 }, { month: month.toString(), day }) === on,
      );
  }
}

/** The latest moment of the next time, `interval` after the last one; inside a window whose clock starts anew, after the start of the window if that is later. */
export function dueByInterval(last: Instant | null, interval: string, window: Interval): Instant {
  const from = last === null || Temporal.Instant.compare(last, window.start) < 0 ? window.start : last;
  return from.add(Temporal.Duration.from(interval));
}

/** Mulberry32: a small seeded generator; the same seed gives the same numbers from 0 to 1 everywhere. */
export function* numbersFrom(seed: string): Generator<number, never> {
  let state = 0x811c9dc5;
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  for (;;) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/**
 * `count` moments on whole minutes of a window, in order, each minute at most once: one falls into each of `count` equal parts, so that they
 * spread. The seed makes them reproducible and keeps them unpredictable. A window shorter than `count` minutes gives as many as it has.
 */
export function randomMoments(count: number, window: Interval, seed: string): readonly Instant[] {
  const minutes = Math.floor((window.end.epochMilliseconds - window.start.epochMilliseconds) / 60_000);
  const parts = Math.max(0, Math.min(count, minutes));
  const numbers = numbersFrom(seed);
  return Array.from({ length: parts }, (_, part) => {
    const from = Math.floor((part * minutes) / parts);
    const until = Math.floor(((part + 1) * minutes) / parts);
    return window.start.add({ minutes: from + Math.floor(numbers.next().value * (until - from)) });
  });
}

export interface WhenFacts {
  /** The day it is asked for, `YYYY-MM-DD`. */
  readonly on: string;
  /** Events by name. */
  readonly events: Readonly<Record<string, Instant | undefined>>;
  /** The last time, for a greatest interval. */
  readonly last: Instant | null;
  readonly seed: string;
}

/** The moments a time expression means on a day; empty when an event has not happened, an anchor or a day is not known. A due day without a time is over at its end. */
export function momentsOf(when: When, facts: WhenFacts, calendar: WhenCalendar): readonly Instant[] {
  const { on } = facts;
  const date = Temporal.PlainDate.from(on);
  const whole: Interval = {
    start: date.toZonedDateTime(calendar.zone).toInstant(),
    end: date.add({ days: 1 }).toZonedDateTime(calendar.zone).toInstant(),
  };
  const one = (at: Instant | null): readonly Instant[] => (at === null ? [] : [at]);
  if ('after' in when) {
    const event = facts.events[when.after];
    return event === undefined ? [] : [afterEvent(event, when.within, calendar.zone)];
  }
  if ('due' in when) {
    const day = dueDay(when.due, { month: on.slice(0, 7), event: on, day: calendar.day });
    return day === null ? [] : one(timeOn(when.at ?? '24:00', day, calendar));
  }
  if ('every' in when) return occurrences(when, whole, calendar);
  if ('max_interval' in when) return [dueByInterval(facts.last, when.max_interval, whole)];
  if ('random' in when) {
    const [start] = one(timeOn(when.from, on, calendar));
    const [end] = one(timeOn(when.to, on, calendar));
    return start === undefined || end === undefined ? [] : randomMoments(when.random, { start, end }, facts.seed);
  }
  return one(timeOn(when.at, on, calendar));
}
