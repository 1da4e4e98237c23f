import { type Instant, type Interval, localDate, Temporal } from '../../core/time.ts';
import { isHoliday, isWorkday, plusDays, restAfter } from '../days.ts';
import { withOfficeHours } from '../office-hours.ts';
import type { ObligationEntry } from '../schema/obligation.ts';
import { durationDays } from '../wall-clock.ts';
import {
  afterEvent,
  dueDay,
  momentsOf,
  occurrences,
  randomMoments,
  type TimeOfDay,
  timeOn,
  type When,
  type WhenCalendar,
} from '../when.ts';
import { type Due, type DueInput, dueAt, type Moment, minuteOf, type ShiftOccurrence, timeBefore, within } from './occurrence.ts';
import { firstRounds } from './rounds.ts';
import type { ObligationRule } from './rule.ts';

/**
 * Everything that becomes due by itself in a stretch, in the order of its moments. What hangs on an event comes from `dueAfter`, later rounds
 * from `roundAfter`, whom or what is checked from `drawTargets`. Rules whose times the desk has not set, or whose anchor nobody supplied,
 * give nothing. Without office hours of the desk work starts at 09:00 and ends at 17:00.
 */
export function dueOf(input: DueInput): readonly Due[] {
  const calendar = withOfficeHours(input.calendar);
  return input.policy.obligations
    .filter(({ reaction, value }) => reaction !== 'off' && value.trigger === undefined && !isQuota(value))
    .flatMap((rule) => occurrencesOf(rule, { ...input, calendar }))
    .toSorted((left, right) => Temporal.Instant.compare(left.dueAt, right.dueAt) || (left.key < right.key ? -1 : 1));
}

/** A monthly minimum that daily draws have to meet is no occurrence of its own. */
function isQuota({ each, when, sample }: ObligationEntry): boolean {
  return typeof each === 'object' && sample === undefined && (when === undefined || isEvery(when, 'month'));
}

const isEvery = (when: NonNullable<ObligationEntry['when']>, every: string): boolean =>
  typeof when === 'object' && !Array.isArray(when) && 'every' in when && when.every === every;

function occurrencesOf(rule: ObligationRule, input: DueInput): readonly Due[] {
  return momentsIn(rule, input)
    .filter(({ at }) => within(at, input.span))
    .map((moment) => dueAt(rule, moment, input));
}

function momentsIn(rule: ObligationRule, input: DueInput): readonly Moment[] {
  const { value } = rule;
  if (value.when === 'configurable') return [];
  if (value.when === 'shift-start' || value.when === 'shift-end') return ofShifts(value, value.when, input);
  if (value.when === 'before-holiday') return beforeHolidays(input);
  if (value.window !== undefined) return inWindows(rule, value.window, input);
  if (value.when === undefined) return [];
  const whens: readonly When[] = Array.isArray(value.when) ? value.when : [value.when];
  return whens.flatMap((when) => atTimes(rule, when, input));
}

function ofShifts(value: ObligationEntry, when: 'shift-start' | 'shift-end', { shifts, calendar }: DueInput): readonly Moment[] {
  return shifts
    .filter(({ code }) => value.shift === undefined || value.shift === code)
    .map(({ slot, start, end }): Moment => {
      const key = `${when} ${slot}`;
      if (when === 'shift-end') return { at: end, until: end, fromAt: start, key, slot };
      const { before_shift_start: ahead } = value;
      return { at: ahead === undefined ? start : timeBefore(start, ahead, calendar.zone), key, slot };
    });
}

function beforeHolidays({ span, calendar }: DueInput): readonly Moment[] {
  return datesOf(span, calendar).flatMap((on) => {
    if (!isWorkday(calendar.day(on).kind)) return [];
    const rest = restAfter(on, calendar.day);
    const end = rest?.kinds.some(isHoliday) === true ? timeOn({ anchor: 'work_end' }, on, calendar) : null;
    return end === null ? [] : [{ at: end, until: end, key: `before-holiday ${on}` }];
  });
}

/** The dates a stretch touches, with the day before: a time with a day offset belongs to the day it is counted from. */
function datesOf({ start, end }: Interval, { zone }: WhenCalendar): readonly string[] {
  const last = localDate(end, zone);
  const dates: string[] = [];
  for (let on = plusDays(localDate(start, zone), -1); on <= last; on = plusDays(on, 1)) dates.push(on);
  return dates;
}

function atTimes(rule: ObligationRule, when: When, input: DueInput): readonly Moment[] {
  const { calendar, seed, shifts } = input;
  const { shift } = rule.value;
  // A shift an obligation names has to exist on the day; whoever is in it does it.
  const slotOn = (at: Instant): { readonly slot?: string } | null => {
    if (shift === undefined) return {};
    const one = nearestShift(shifts, shift, at, calendar);
    return one === null ? null : { slot: one.slot };
  };
  const moments =
    'due' in when
      ? monthlyDeadlines(when, input)
      : 'max_interval' in when
        ? everySoManyDays(when.max_interval, input)
        : 'every' in when
          ? occurrences(when, input.span, calendar).map((at) => ({ at, key: minuteOf(at) }))
          : datesOf(input.span, calendar).flatMap((on) => onDay(on));
  return moments.flatMap((moment) => {
    const slot = slotOn(moment.at);
    return slot === null ? [] : [{ ...moment, ...slot }];
  });

  function onDay(on: string): readonly Moment[] {
    const facts = { on, events: {}, last: null, seed: `${seed} ${rule.entry} ${on}` };
    const moments = momentsOf(when, facts, calendar);
    if (!('random' in when)) return moments.map((at) => ({ at, key: minuteOf(at) }));
    const { grace } = rule.value;
    return moments.map((at, index) => ({
      at,
      fromAt: at,
      key: `random ${on} ${index + 1}`,
      hidden: true,
      ...(grace === undefined ? {} : { until: afterEvent(at, grace, calendar.zone) }),
    }));
  }
}

/** At the end of work of every so manyth day, counted from the first day of 1970, so that every count of the same days gives the same ones. */
function everySoManyDays(interval: string, { span, calendar }: DueInput): readonly Moment[] {
  const days = Math.max(1, Math.floor(durationDays(interval)));
  const first = Temporal.PlainDate.from('1970-01-01');
  return datesOf(span, calendar)
    .filter((on) => first.until(Temporal.PlainDate.from(on), { largestUnit: 'days' }).days % days === 0)
    .flatMap((on) => {
      const at = timeOn({ anchor: 'work_end' }, on, calendar);
      return at === null ? [] : [{ at, until: at, key: `every ${days} days ${on}` }];
    });
}

/** The shift of a code a moment lies in, else one that starts on its day. */
function nearestShift(shifts: readonly ShiftOccurrence[], code: string, at: Instant, { zone }: WhenCalendar): ShiftOccurrence | null {
  const date = (moment: Instant): string => localDate(moment, zone);
  const mine = shifts.filter((shift) => shift.code === code);
  return mine.find(({ start, end }) => within(at, { start, end })) ?? mine.find(({ start }) => date(start) === date(at)) ?? null;
}

function monthlyDeadlines(when: Extract<When, { readonly due: unknown }>, { span, calendar }: DueInput): readonly Moment[] {
  const month = (at: Instant): Temporal.PlainYearMonth => at.toZonedDateTimeISO(calendar.zone).toPlainDate().toPlainYearMonth();
  const last = month(span.end).add({ months: 1 });
  const found: Moment[] = [];
  for (let of = month(span.start).subtract({ months: 1 }); Temporal.PlainYearMonth.compare(of, last) <= 0; of = of.add({ months: 1 })) {
    const day = dueDay(when.due, { month: of.toString(), day: calendar.day });
    const at = day === null ? null : timeOn(when.at ?? '24:00', day, calendar);
    if (at !== null) found.push({ at, until: at, key: `month ${of.toString()}` });
  }
  return found;
}

function inWindows(rule: ObligationRule, windows: NonNullable<ObligationEntry['window']>, input: DueInput): readonly Moment[] {
  const { calendar, seed } = input;
  const { value, entry } = rule;
  return windowsIn(windows, input.span, calendar).flatMap((window): readonly Moment[] => {
    const start = minuteOf(window.start);
    const random = value.schedule === undefined ? (value.extra_random ?? 0) : (value.extra_random ?? 1);
    // Whatever moment is drawn, all of the time in which the run can still be made lies in the window.
    const drawn =
      value.grace === undefined
        ? window
        : { start: window.start, end: latestOf(timeBefore(window.end, value.grace, calendar.zone), window.start) };
    const extra = randomMoments(random, drawn, `${seed} ${entry} ${start}`).map((at, index): Moment => {
      const until = value.grace === undefined ? window.end : afterEvent(at, value.grace, calendar.zone);
      return { at, fromAt: at, until, key: `random ${start} ${index + 1}`, hidden: true, window };
    });
    if (value.max_interval !== undefined) return [...firstRounds(value.max_interval, window, start), ...extra];
    if (value.schedule !== undefined) return extra;
    return [{ at: window.start, fromAt: window.start, until: window.end, key: `window ${start}`, window }];
  });
}

const latestOf = (left: Instant, right: Instant): Instant => (Temporal.Instant.compare(left, right) >= 0 ? left : right);

/** The end of a window; one that is no later on the wall than its start (22:00 to 06:00) lies on the next day. */
function endAfter(start: Instant | null, to: TimeOfDay, on: string, calendar: WhenCalendar): Instant | null {
  const end = timeOn(to, on, calendar);
  return start !== null && end !== null && Temporal.Instant.compare(end, start) <= 0 ? timeOn(to, plusDays(on, 1), calendar) : end;
}

/** The windows of the days a stretch touches; one whose anchors nobody supplied is left out. */
export function windowsIn(windows: NonNullable<ObligationEntry['window']>, span: Interval, calendar: WhenCalendar): readonly Interval[] {
  return datesOf(span, calendar).flatMap((on) =>
    windows.flatMap(({ from, to }) => {
      const start = timeOn(from, on, calendar);
      const end = endAfter(start, to, on, calendar);
      return start === null || end === null || Temporal.Instant.compare(start, end) >= 0 ? [] : [{ start, end }];
    }),
  );
}
