import type { DayPart, ReadClock } from '../../core/clock-words.ts';
import type { ReadDay } from '../../core/day-words.ts';
import type { Temporal } from '../../core/time.ts';

/** Days with a name of their own, such as those of a holiday: first and last day. */
export interface NamedDays {
  readonly names: readonly string[];
  readonly from: Temporal.PlainDate;
  readonly until: Temporal.PlainDate;
}

/** What the reader knows beside the sentence. */
export interface SaidKnown {
  /** Wall time of the desk. */
  readonly now: Temporal.ZonedDateTime;
  readonly kinds: readonly { readonly code: string; readonly aliases: readonly string[] }[];
  readonly shifts: readonly { readonly code: string; readonly names: readonly string[] }[];
  readonly mentions: readonly { readonly token: string }[];
  readonly namedDays?: readonly NamedDays[];
  /** Language of the reader, for words that hold none: `12/3` is the 3rd of December in zh. */
  readonly locale?: 'zh' | 'en';
  /** Whether days without a year, month or week are those to come (default) or those that were, as in a correction. */
  readonly facing?: 'coming' | 'past';
}

export type Meaning =
  | { readonly kind: 'mention'; readonly token: string }
  | { readonly kind: 'type'; readonly codes: readonly string[] }
  /** Null: there is no such day. */
  | { readonly kind: 'day'; readonly found: ReadDay | null }
  | { readonly kind: 'days'; readonly from: Temporal.PlainDate; readonly until: Temporal.PlainDate }
  | { readonly kind: 'vague'; readonly readings: readonly { readonly from: Temporal.PlainDate; readonly until: Temporal.PlainDate }[] }
  /** The day after the one a stretch begins on. */
  | { readonly kind: 'next-day' }
  | { readonly kind: 'moment'; readonly at: Temporal.PlainDateTime }
  | { readonly kind: 'length'; readonly days: number; readonly minutes: number }
  | { readonly kind: 'half' }
  | { readonly kind: 'shift' }
  | { readonly kind: 'part'; readonly part: DayPart }
  /** Null: there is no such time. */
  | { readonly kind: 'clock'; readonly found: ReadClock | null }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'word'; readonly word: 'to' | 'from' | 'since' | 'and' | 'joint' | 'whole' | 'with' };

/** A piece of the sentence, by its places in the tidy text. */
export type Token = Meaning & { readonly start: number; readonly end: number };

/** Takes the words of a pattern out of the sentence; null leaves them where they are. */
export type Take = (pattern: RegExp, read: (match: RegExpExecArray) => Meaning | null) => void;
