import type { PersonId } from '../../../core/ids.ts';
import type { Member } from '../../people/index.ts';
import type { DutyPerson, ProposedDuty, ShiftName } from '../roster.ts';

/** One person on one day, as it stands in the file. `shift` null: the layout does not say which. */
export interface Entry {
  readonly cell: string;
  readonly on: string;
  readonly shift: string | null;
  readonly role: DutyPerson['role'] | null;
  /** Where they stand; null: the file names no place for them; left out: it has no column for it. */
  readonly position?: string | null;
  readonly name: string;
  readonly phone: string | null;
  readonly note: string | null;
}

/** What stands in a cell and cannot be read; any of these and nothing is saved. */
export type CellProblem = { readonly cell: string; readonly value: string } & (
  | { readonly code: 'unknownShift'; readonly nearest: string | null; readonly known: readonly string[] }
  | { readonly code: 'ambiguousShift'; readonly shifts: readonly string[] }
  /** The holidays of the year are not known, and with them the day's shifts. Once per year. */
  | { readonly code: 'unknownDay'; readonly on: string; readonly cells: number }
  | { readonly code: 'noSuchShift'; readonly on: string; readonly known: readonly string[] }
  | { readonly code: 'whichShift'; readonly on: string; readonly shifts: readonly string[] }
  | { readonly code: 'notOnDesk'; readonly nearest: string | null; readonly cells: number }
  | {
      readonly code: 'sameName';
      readonly choices: readonly { readonly code: string; readonly phone: string | null }[];
      readonly cells: number;
    }
  | { readonly code: 'noName' }
  | { readonly code: 'noDate' }
  | { readonly code: 'noSuchDay'; readonly month: string }
  | { readonly code: 'otherMonth'; readonly month: string }
  | { readonly code: 'sameDay'; readonly first: string }
  | { readonly code: 'twice'; readonly first: string }
  | { readonly code: 'weekdays'; readonly month: string; readonly wrong: number; readonly of: number }
);

/** What was read another way than it may have been meant, or left out; nothing is lost silently. */
export type CellRemark = { readonly cell: string; readonly value: string } & (
  | { readonly code: 'weekday'; readonly on: string }
  | { readonly code: 'leave'; readonly on: string; readonly name: string }
  | { readonly code: 'column' }
  | { readonly code: 'line' }
  | { readonly code: 'phones'; readonly count: number }
);

/** Where the month was found. */
export type MonthSource = 'given' | 'dates' | 'title' | 'sheet' | 'file';

export interface RosterReading {
  readonly layout: 'grid' | 'list';
  /** `YYYY-MM` */
  readonly month: string;
  readonly monthFrom: MonthSource;
  readonly sheet: string | null;
  /** Other sheets of the file, which were not read. */
  readonly otherSheets: readonly string[];
  readonly duties: readonly ProposedDuty[];
  readonly people: readonly PersonId[];
  readonly problems: readonly CellProblem[];
  readonly remarks: readonly CellRemark[];
}

/** The file as a whole cannot be read. */
export type ReadRefusal =
  | { readonly code: 'roster.noTable' }
  | { readonly code: 'roster.empty' }
  | { readonly code: 'roster.noMonth' }
  | { readonly code: 'roster.otherMonth'; readonly given: string; readonly found: string };

/** What has to be known to read a desk's roster. */
export interface ReadContext {
  readonly members: readonly Member[];
  /** Every shift the desk has on some day of the month. */
  readonly shiftsIn: (month: string) => readonly ShiftName[];
  /** The shifts that exist on the day. */
  readonly shiftsOn: (on: string) => readonly ShiftName[];
  /** False where the calendar has to be completed before the day's shifts can be said. */
  readonly isKnown: (on: string) => boolean;
  /** `YYYY-MM-DD`, for a month without a year. */
  readonly today: string;
  /** `YYYY-MM` chosen by the person. */
  readonly month: string | null;
  readonly fileName: string;
  /** The duty role of a member whose role the layout does not say. */
  readonly roleOf: (member: Member) => string;
}
