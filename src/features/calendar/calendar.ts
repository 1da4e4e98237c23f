import type { DayKind } from '../../policy/policy.ts';
import type { CalendarSettings } from '../people/index.ts';

/** The kinds a lead can give a day; `unknown` is only ever the absence of one. */
export const dayKinds = ['workday', 'make-up-workday', 'weekend', 'holiday', 'lieu-day'] as const satisfies readonly DayKind[];
export type KnownDayKind = (typeof dayKinds)[number];

/** A day somebody imported or set, for one desk or the whole organisation. */
export interface CalendarEntry {
  /** `YYYY-MM-DD` */
  readonly on: string;
  readonly kind: KnownDayKind;
  readonly name: string | null;
  /** `file holidays.csv`, `typed`, `set`: where the day came from. */
  readonly source: string;
}

/** Working hours of one season, wall times of the desk, `HH:MM`. */
export interface WorkHours {
  readonly start: string;
  readonly end: string;
}

/**
 * Everything needed to say what a date is. An entry of the desk has replaced that of the organisation. Season dates and working hours are
 * settings of the desk, because regulations leave them open (agency-duty-05).
 */
export interface Calendar {
  readonly settings: CalendarSettings;
  readonly entries: ReadonlyMap<string, CalendarEntry>;
}

/** The nil UUID in `calendar_day.desk_id`: the whole organisation. */
export const wholeOrganisation = '00000000-0000-0000-0000-000000000000';

/** A request to save days, waiting for its button. */
export interface CalendarProposal {
  readonly kind: 'calendar';
  /** Null: the whole organisation. */
  readonly desk: string | null;
  readonly entries: readonly CalendarEntry[];
}
