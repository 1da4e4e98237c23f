import { assertNever } from '../core/result.ts';
import { keeping, Temporal } from '../core/time.ts';
import type { DayFacts, DayKind, DayLookup, ExistsOn } from './policy.ts';
import type { DaysText, DayWord } from './schema/scope.ts';

/** The longest run of rest days that is looked through; no public holiday comes near. */
const longestRun = 31;

export const isRestDay = (kind: DayKind): boolean => kind === 'weekend' || kind === 'holiday' || kind === 'lieu-day';
export const isWorkday = (kind: DayKind): boolean => kind === 'workday' || kind === 'make-up-workday';
export const isHoliday = (kind: DayKind): boolean => kind === 'holiday' || kind === 'lieu-day';

/** `2026-12-04` plus days, as text. */
export const plusDays = (on: string, days: number): string => keptDay(`${on} ${days}`);

const keptDay = keeping((key: string): string => {
  const [on, days] = key.split(' ');
  return Temporal.PlainDate.from(on ?? '')
    .add({ days: Number(days) })
    .toString();
});

/**
 * The first workday after `on`, and the kinds of the rest days between. Null when the calendar does not know one of them.
 */
export function restAfter(on: string, around: DayLookup): { readonly until: string; readonly kinds: readonly DayKind[] } | null {
  const kinds: DayKind[] = [];
  for (let days = 1; days <= longestRun; days += 1) {
    const { kind } = around(plusDays(on, days));
    if (isWorkday(kind)) return { until: plusDays(on, days), kinds };
    if (!isRestDay(kind)) return null;
    kinds.push(kind);
  }
  return null;
}

function blockStarts(day: DayFacts, around: DayLookup | undefined, holiday: boolean): boolean {
  if (around === undefined || !isWorkday(day.kind)) return false;
  const rest = restAfter(day.on, around);
  return rest !== null && rest.kinds.length > 0 && rest.kinds.some(isHoliday) === holiday;
}

function holdsOn(word: DayWord, day: DayFacts, around: DayLookup | undefined): boolean {
  const { kind, weekday } = day;
  switch (word) {
    case 'all':
      return true;
    case 'workday':
      return isWorkday(kind);
    case 'weekend':
      return kind === 'weekend';
    case 'holiday':
      return isHoliday(kind);
    case 'rest-day':
      return isRestDay(kind);
    // A make-up workday is worked like any other; a public holiday is not, whatever its weekday.
    case 'mon-fri':
      return kind !== 'unknown' && !isHoliday(kind) && (weekday <= 5 || kind === 'make-up-workday');
    case 'mon-sat':
      return kind !== 'unknown' && !isHoliday(kind) && (weekday <= 6 || kind === 'make-up-workday');
    case 'sunday':
      return kind !== 'unknown' && weekday === 7 && kind !== 'make-up-workday';
    case 'weekend-block':
      return blockStarts(day, around, false);
    case 'holiday-block':
      return blockStarts(day, around, true);
    default:
      return assertNever(word);
  }
}

/** The days a preset's words mean; a list means any of them, nothing means every day. On a day of unknown kind only `all` holds. */
export function daysRule(days: DaysText | undefined): ExistsOn {
  const words = days === undefined ? (['all'] as const) : typeof days === 'string' ? [days] : days;
  return (day, around) => words.some((word) => holdsOn(word, day, around));
}

/** Both rules at once. */
export function both(left: ExistsOn, right: ExistsOn): ExistsOn {
  return (day, around) => left(day, around) && right(day, around);
}

const restWords: Partial<Record<DayWord, DayWord>> = { 'weekend-block': 'weekend', 'holiday-block': 'rest-day' };

/** The days whose hours a shift of these days takes up; a block is rostered on the workday before the rest days it fills. */
export function daysTaken(days: DaysText | undefined): DaysText | undefined {
  if (days === undefined) return undefined;
  return (typeof days === 'string' ? [days] : days).map((word) => restWords[word] ?? word);
}

const kindsByWeekday = (weekday: number): readonly DayKind[] =>
  weekday <= 5 ? ['workday', 'holiday', 'lieu-day'] : ['weekend', 'make-up-workday', 'holiday', 'lieu-day'];

/** One day of every kind and weekday there can be; 1 June 2026 is a Monday. */
export const everyKindOfDay: readonly DayFacts[] = [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
  kindsByWeekday(weekday).map(
    (kind): DayFacts => ({ on: `2026-06-0${weekday}`, kind, name: null, season: 'summer', weekday, source: 'example' }),
  ),
);

/** Whether two rules can hold on one and the same day. */
export function meet(left: ExistsOn, right: ExistsOn): boolean {
  return everyKindOfDay.some((day) => left(day) && right(day));
}

/** Whether what the rule says of this day hangs on a kind the calendar does not know. */
export function needsKind(rule: ExistsOn, day: DayFacts, around: DayLookup): boolean {
  const unknown: string[] = [];
  const watched: DayLookup = (on) => {
    const facts = around(on);
    if (facts.kind === 'unknown') unknown.push(on);
    return facts;
  };
  if (day.kind !== 'unknown') {
    rule(day, watched);
    return unknown.length > 0;
  }
  const answers = new Set(kindsByWeekday(day.weekday).map((kind) => rule({ ...day, kind }, watched)));
  return answers.size > 1 || unknown.length > 0;
}
