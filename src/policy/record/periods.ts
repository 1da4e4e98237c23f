import { isHoliday, plusDays } from '../days.ts';
import type { Cited, DayLookup, Policy } from '../policy.ts';
import type { RecordClause } from './rule.ts';

/** The form in which the key periods of a desk are written down. */
export const periodRecord = 'key-task';

/** The kind of period the calendar knows by itself; all others are written down by somebody. */
const holidayKind = 'holiday';

/** What a rule on kinds of marked periods asks of the form: its kind is one of them, and the day on which it begins is named. */
export const periodClauses = (kinds: readonly string[]): readonly RecordClause[] => [
  { key: 'enum', value: { kind: [...kinds] } },
  { key: 'required', value: ['kind', 'from'] },
];

/** Days that are marked on a desk, `YYYY-MM-DD`, first and last included. */
export interface MarkedPeriod {
  readonly kind: string;
  readonly from: string;
  readonly until: string;
  /** `国庆节`, or what was written down; empty: only the kind is known. */
  readonly name: string;
  /** Somebody wrote it down; false: it is known from the calendar alone. */
  readonly written: boolean;
}

/** The longest public holiday is shorter; days beyond are not looked through. */
const longestHoliday = 31;

/**
 * The marked periods of a desk that touch the days from `from` until `until`, in order: what was written down, of the kinds its rules name, and public
 * holidays where they are among them and nobody wrote them down. A period without a last day ends on its first.
 */
export function markedPeriods(
  rule: Policy['specialPeriods'],
  stored: readonly Readonly<Record<string, unknown>>[],
  day: DayLookup,
  from: string,
  until: string,
): readonly MarkedPeriod[] {
  if (rule === null || rule.reaction === 'off') return [];
  const written = stored.flatMap((fields) => writtenPeriod(fields, rule)).filter((one) => one.from <= until && one.until >= from);
  const known = rule.value.includes(holidayKind) ? holidaysBetween(day, from, until) : [];
  const alone = known.filter((one) => !written.some((own) => own.kind === holidayKind && own.from <= one.until && own.until >= one.from));
  return [...written, ...alone].toSorted((left, right) => (left.from < right.from ? -1 : left.from > right.from ? 1 : 0));
}

function writtenPeriod(fields: Readonly<Record<string, unknown>>, rule: Cited<readonly string[]>): readonly MarkedPeriod[] {
  const { kind, from, until, reason } = fields;
  if (typeof kind !== 'string' || !rule.value.includes(kind) || typeof from !== 'string') return [];
  const last = typeof until === 'string' && until >= from ? until : from;
  return [{ kind, from, until: last, name: typeof reason === 'string' ? reason : '', written: true }];
}

/** Public holidays with the days off that belong to them, whole, also where they begin before or end after the days asked for. */
function holidaysBetween(day: DayLookup, from: string, until: string): readonly MarkedPeriod[] {
  const isOff = (on: string): boolean => isHoliday(day(on).kind);
  const found: MarkedPeriod[] = [];
  for (let on = from; on <= until; on = plusDays(on, 1)) {
    if (!isOff(on)) continue;
    let first = on;
    for (let back = 0; back < longestHoliday && isOff(plusDays(first, -1)); back += 1) first = plusDays(first, -1);
    let last = on;
    for (let ahead = 0; ahead < longestHoliday && isOff(plusDays(last, 1)); ahead += 1) last = plusDays(last, 1);
    const named = [first, on, last].map((one) => day(one).name).find((name) => name !== null);
    found.push({ kind: holidayKind, from: first, until: last, name: named ?? '', written: false });
    on = last;
  }
  return found;
}
