import type { Temporal } from '../../core/time.ts';

/** A half of a day, as leave counts it: until 12:00, from 12:00 on. */
export type Half = 'morning' | 'afternoon';

/** A stretch of time somebody named, in the desk's zone. Days are included at both ends. */
export interface SaidSpan {
  readonly from: Temporal.PlainDate;
  readonly until: Temporal.PlainDate;
  readonly fromHalf: Half | null;
  readonly untilHalf: Half | null;
  readonly fromTime: Temporal.PlainTime | null;
  readonly untilTime: Temporal.PlainTime | null;
}

/** A shift somebody named: a day and words for the shift, resolved against the roster by the caller. */
export interface SaidDuty {
  readonly on: Temporal.PlainDate;
  /** Words for the shift as typed; null: only the day was named. */
  readonly shift: string | null;
}

/** What a sentence says, as far as it was understood; `unclear` are words that mean two things. Nothing is guessed. */
export interface SaidRequest {
  readonly spans: readonly SaidSpan[];
  readonly duties: readonly SaidDuty[];
  /** Sub-type by code (leave type). */
  readonly kind: string | null;
  /** Places of mentioned people in the text, in order; ids are the messenger's. */
  readonly people: readonly string[];
  /** What is left: the reason. */
  readonly rest: string;
  readonly unclear: readonly { readonly text: string; readonly readings: readonly string[] }[];
  /** Words that look like a date and are none: 2月30日. */
  readonly bad: readonly string[];
}
