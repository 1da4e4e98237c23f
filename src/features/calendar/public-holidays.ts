import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import type { KnownDayKind } from './calendar.ts';

// The data file, not the package's functions: those read dates in the zone of the process and answer for years nobody has published yet.
const holidays: Readonly<Record<string, string>> = published.holidays;
const makeUpDays: Readonly<Record<string, string>> = published.workdays;
const lieuDays: Readonly<Record<string, string>> = published.inLieuDays;

const years = new Set(Object.keys(holidays).map((on) => Number(on.slice(0, 4))));

/** The years whose holidays have been published, first and last. */
export const publishedYears = { first: Math.min(...years), last: Math.max(...years) };

/** True when the holidays of the year were published; of any other year nothing is known. */
export function isPublished(year: number): boolean {
  return years.has(year);
}

export interface PublicDay {
  readonly kind: KnownDayKind;
  /** `国庆节` */
  readonly name: string;
}

/** What the State Council's notice says of the date (`YYYY-MM-DD`): a holiday, a lieu day, a make-up workday, or null for an ordinary day. */
export function publicDay(on: string): PublicDay | null {
  const nameOf = (line: string): string => line.split(',')[1] ?? line;
  const makeUp = makeUpDays[on];
  if (makeUp !== undefined) return { kind: 'make-up-workday', name: nameOf(makeUp) };
  const lieu = lieuDays[on];
  if (lieu !== undefined) return { kind: 'lieu-day', name: nameOf(lieu) };
  const holiday = holidays[on];
  return holiday === undefined ? null : { kind: 'holiday', name: nameOf(holiday) };
}
