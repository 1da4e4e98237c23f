import type { Temporal } from '../../core/time.ts';

/** A half of a day, as leave counts it: until 12:00, from 12:00 on. */
export type Half = 'morning' | 'afternoon';

/**
 * A stretch of time somebody named, in the desk's zone. Days are included at both ends. Of one day the halves are the same (both: only that
 * half; null: the day), of several the first begins with its afternoon or the last ends with its morning. A time of the first day without one of
 * the last: from then on; a night's end stands on the next day; midnight at the end is null, the end of the day.
 */
export interface SaidSpan {
  readonly from: Temporal.PlainDate;
  readonly until: Temporal.PlainDate;
  readonly fromHalf: Half | null;
  readonly untilHalf: Half | null;
  readonly fromTime: Temporal.PlainTime | null;
  readonly untilTime: Temporal.PlainTime | null;
}

/**
 * A day somebody named by itself, with words for the shift, resolved against the roster by the caller (`shiftReader` of the roster slice). A day
 * with half or times is also a span; a day with words for a shift (晚班, night) is a duty alone.
 */
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
  /** Tokens of the people mentioned, in the order of the text. */
  readonly people: readonly string[];
  /** What is left: the reason. */
  readonly rest: string;
  /** Readings are codes of sub-types, or days and stretches as `printReading` prints them; none: it needs something more (`3个工作日`). */
  readonly unclear: readonly { readonly text: string; readonly readings: readonly string[] }[];
  /** Words that look like a date and are none, and stretches that end before they start: 2月30日, 12月5日到12月3日. */
  readonly bad: readonly string[];
  /** Those of `bad` that end before they start. */
  readonly backwards: readonly string[];
}
