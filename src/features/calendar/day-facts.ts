import { Temporal } from '../../core/time.ts';
import type { DayFacts, DayKind, DayLookup } from '../../policy/policy.ts';
import type { CalendarSettings } from '../people/index.ts';
import type { Calendar, WorkHours } from './calendar.ts';
import { isPublished, publicDay, publishedYears } from './public-holidays.ts';

/** Summer hours hold from `summer_from` until the day before `winter_from`; the stretch may run over the new year. */
export function seasonOf(on: string, settings: CalendarSettings): 'summer' | 'winter' {
  const day = on.slice(5);
  const { summer_from: summer, winter_from: winter } = settings;
  const isSummer = summer < winter ? day >= summer && day < winter : day >= summer || day < winter;
  return isSummer ? 'summer' : 'winter';
}

/** The working hours that hold on the date: the anchors `work_start` and `work_end`. */
export function workHoursOn(on: string, settings: CalendarSettings): WorkHours {
  const summer = seasonOf(on, settings) === 'summer';
  return {
    start: (summer ? settings.summer_work_start : null) ?? settings.work_start,
    end: (summer ? settings.summer_work_end : null) ?? settings.work_end,
  };
}

/**
 * What the calendar says of one date: an entry first, then the published holidays, then the weekday. The days of a year that was neither
 * published nor imported as a whole are `unknown`, never workdays; one day set by hand does not make its year known. A desk that keeps
 * holidays of its own has only what it imported, and weekends.
 */
export function dayFacts(on: string, calendar: Calendar): DayFacts {
  const date = Temporal.PlainDate.from(on);
  const base = { on, season: seasonOf(on, calendar.settings), weekday: date.dayOfWeek };
  const entry = calendar.entries.get(on);
  if (entry !== undefined) return { ...base, kind: entry.kind, name: entry.name, source: entry.source };
  const byWeekday: DayKind = date.dayOfWeek >= 6 ? 'weekend' : 'workday';
  if (calendar.settings.holidays === 'own') return { ...base, kind: byWeekday, name: null, source: 'weekday' };
  if (isPublished(date.year)) {
    const known = publicDay(on);
    return known === null ? { ...base, kind: byWeekday, name: null, source: 'published' } : { ...base, ...known, source: 'published' };
  }
  if (missingHolidays(date.year, calendar.entries).length === 0) return { ...base, kind: byWeekday, name: null, source: 'imported' };
  return { ...base, kind: 'unknown', name: null, source: `published ${publishedYears.first}–${publishedYears.last}` };
}

/** Days that are holidays in every year: a list without one of them is not the list of a year. */
const fixedHolidays = ['01-01', '05-01', '10-01'] as const;

/** The fixed holidays that the entries of a year lack, `2027-05-01`; empty when the year was imported as a whole. */
export function missingHolidays(year: number, entries: Calendar['entries']): string[] {
  const dates = fixedHolidays.map((day) => `${String(year).padStart(4, '0')}-${day}`);
  return dates.filter((on) => {
    const kind = entries.get(on)?.kind;
    return kind !== 'holiday' && kind !== 'lieu-day';
  });
}

/** The calendar as a function of the date; remembers what it has worked out. */
export function dayLookup(calendar: Calendar): DayLookup {
  const seen = new Map<string, DayFacts>();
  return (on) => {
    const known = seen.get(on);
    if (known !== undefined) return known;
    const facts = dayFacts(on, calendar);
    seen.set(on, facts);
    return facts;
  };
}

/** True when people work on such a day. Of an unknown day nothing is claimed: false. */
export function isWorking(kind: DayKind): boolean {
  return kind === 'workday' || kind === 'make-up-workday';
}

/** True when people are off on such a day. Of an unknown day nothing is claimed: false. */
export function isOff(kind: DayKind): boolean {
  return kind === 'weekend' || kind === 'holiday' || kind === 'lieu-day';
}

/** The dates of a month, `YYYY-MM` → `YYYY-MM-DD` each. */
export function datesOf(month: string): string[] {
  const first = Temporal.PlainYearMonth.from(month);
  return Array.from({ length: first.daysInMonth }, (_, index) => first.toPlainDate({ day: index + 1 }).toString());
}

/** The unknown dates among `dates`, by year: `2027` → 31. */
export function unknownYears(dates: readonly string[], days: DayLookup): readonly number[] {
  return [...new Set(dates.filter((on) => days(on).kind === 'unknown').map((on) => Number(on.slice(0, 4))))].sort((a, b) => a - b);
}
