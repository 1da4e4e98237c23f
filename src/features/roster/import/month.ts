import { ok, type Result, refuse } from '../../../core/result.ts';
import { Temporal } from '../../../core/time.ts';
import { nearestMonth } from '../../calendar/index.ts';
import { type DayCell, readMonth } from './day-cell.ts';
import type { MonthSource, ReadContext, ReadRefusal } from './reading.ts';

export interface MonthHints {
  /** Lines above the table. */
  readonly titles: readonly string[];
  readonly sheet: string | null;
}

type Found = { readonly year: number | null; readonly month: number };

/** The month most of the dates name; null where they say the day only. */
function monthOfDates(days: readonly DayCell[]): Found | null {
  const counts = new Map<string, { found: Found; count: number }>();
  for (const { year, month } of days) {
    if (month === null) continue;
    const key = `${year}-${month}`;
    const entry = counts.get(key) ?? { found: { year, month }, count: 0 };
    counts.set(key, { found: entry.found, count: entry.count + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0]?.found ?? null;
}

/**
 * The month of a roster: what the person chose, else the dates, the title, the sheet's name, the file's name. A month without a year takes
 * the year from the others, else the month nearest to today. What was chosen must not contradict what the file says.
 */
export function settleMonth(
  days: readonly DayCell[],
  hints: MonthHints,
  context: ReadContext,
): Result<{ month: string; from: MonthSource }, ReadRefusal> {
  const title = hints.titles.map(readMonth).find((found) => found !== null) ?? null;
  const sheet = hints.sheet === null ? null : readMonth(hints.sheet);
  const file = readMonth(context.fileName);
  const candidates: readonly (readonly [MonthSource, Found | null])[] = [
    ['dates', monthOfDates(days)],
    ['title', title],
    ['sheet', sheet],
    ['file', file],
  ];
  const [from, found] = candidates.find(([, candidate]) => candidate !== null) ?? [null, null];
  if (from === null || found === null)
    return context.month === null ? refuse({ code: 'roster.noMonth' }) : ok({ month: context.month, from: 'given' });
  const year =
    found.year ?? candidates.find(([, candidate]) => candidate?.month === found.month && candidate.year !== null)?.[1]?.year ?? null;
  if (context.month !== null) {
    const same = Number(context.month.slice(5)) === found.month && (year === null || Number(context.month.slice(0, 4)) === year);
    // A file's name is often left from another month; dates and titles are not.
    if (same || from === 'file' || from === 'sheet') return ok({ month: context.month, from: 'given' });
    return refuse({ code: 'roster.otherMonth', given: context.month, found: yearMonth(year, found.month, context).toString() });
  }
  return ok({ month: yearMonth(year, found.month, context).toString(), from });
}

function yearMonth(year: number | null, month: number, context: ReadContext): Temporal.PlainYearMonth {
  if (year !== null) return Temporal.PlainYearMonth.from({ year, month });
  const current = Temporal.PlainDate.from(context.today).toPlainYearMonth();
  return nearestMonth(current, month) ?? current;
}
