import { type Instant, type Interval, instantAt, localDate, Temporal, wallTime, type Zone } from '../../core/time.ts';
import { plusDays } from '../days.ts';
import type { Citation, Policy } from '../policy.ts';
import type { ObligationEntry, Verb } from '../schema/obligation.ts';
import type { WhenCalendar } from '../when.ts';
import type { ObligationRule } from './rule.ts';

/** A shift of the roster, as far as obligations ask about it. */
export interface ShiftOccurrence {
  /** Id of the slot. */
  readonly slot: string;
  /** `night` */
  readonly code: string;
  readonly start: Instant;
  readonly end: Instant;
}

/** Something due once. */
export interface Due {
  /** The same occurrence always has the same key, other occurrences have others: entry, kind and moment. */
  readonly key: string;
  /** `maritime-city obligation.daily-record` */
  readonly entry: string;
  readonly verb: Verb;
  /** What is to be done: `weekly-report`. */
  readonly object: string;
  /**
   * When people are told of it: at its moment, for what is done at a time; when it can be begun, for what has to be done by then; `warn_before` its
   * deadline; null: no message is asked for.
   */
  readonly remindAt: Instant | null;
  /** From when it can be done. */
  readonly fromAt: Instant;
  /** It is missed when it is not done before. */
  readonly dueAt: Instant;
  /** Slot it belongs to; null where it belongs to none. */
  readonly slot: string | null;
  /** Not shown ahead: people must not foresee it. */
  readonly hidden: boolean;
  /** The day it is done or due on, `YYYY-MM-DD`; a deadline at midnight belongs to the day before. */
  readonly on: string;
  /** The window a round lies in; null where there is none. */
  readonly window: Interval | null;
  readonly value: ObligationEntry;
  readonly cites: readonly Citation[];
}

export interface DueInput {
  readonly policy: Pick<Policy, 'obligations'>;
  /** Occurrences whose moment lies in it: `start` is in, `end` is not. */
  readonly span: Interval;
  readonly calendar: WhenCalendar;
  /** Every shift that touches the span or starts within a day after it. */
  readonly shifts: readonly ShiftOccurrence[];
  /** Makes random moments reproducible; secret, to keep them unpredictable. */
  readonly seed: string;
}

/** Verbs of things that are done at their moment; the others have a deadline. */
const doneAtOnce: readonly Verb[] = ['assign', 'broadcast', 'checklist', 'meet', 'read', 'record', 'round', 'send', 'watch'];

/** Whether work of a verb is done when its moment comes, by whoever is on duty then, rather than prepared for a deadline. */
export const isDoneAtOnce = (verb: Verb): boolean => doneAtOnce.includes(verb);

/** The verb and object of `submit:weekly-report`. */
export function verbOf(value: Pick<ObligationEntry, 'do'>): { readonly verb: Verb; readonly object: string } {
  const [verb = '', object = ''] = value.do.split(':');
  return { verb: verb as Verb, object };
}

/** One moment of a rule before it is brought into shape. */
export interface Moment {
  readonly at: Instant;
  /** The part of the key that tells it from others of the entry. */
  readonly key: string;
  readonly slot?: string;
  readonly fromAt?: Instant;
  /** Latest moment where it is not the moment itself. */
  readonly until?: Instant;
  readonly hidden?: boolean;
  readonly window?: Interval;
}

/** Whether a moment lies in a stretch. */
export const within = (at: Instant, { start, end }: Interval): boolean =>
  Temporal.Instant.compare(start, at) <= 0 && Temporal.Instant.compare(at, end) < 0;

/** A moment as keys have it. */
export const minuteOf = (at: Instant): string => at.toString({ smallestUnit: 'minute' });

/** One occurrence with all that follows from the rule. */
export function dueAt(rule: ObligationRule, moment: Moment, input: Pick<DueInput, 'calendar' | 'shifts'>): Due {
  const { value, entry, cites } = rule;
  const { verb, object } = verbOf(value);
  const { zone } = input.calendar;
  const appointment = moment.until === undefined && isDoneAtOnce(verb) && value.window === undefined && value.by_then === undefined;
  const date = localDate(moment.at, zone);
  const until = moment.until ?? (appointment ? endOfDoing(moment, date, input) : moment.at);
  const warned = value.warn_before === undefined ? null : timeBefore(until, value.warn_before, zone);
  const begins = value.by_then === undefined ? null : earlier(warned, timeBefore(until, value.by_then, zone));
  const isDoneThen = begins === null && (appointment || moment.fromAt !== undefined);
  const fromAt =
    begins ??
    moment.fromAt ??
    (appointment ? (warned ?? moment.at) : earlier(warned, startOfDay(lastMoment(until, input.calendar), input.calendar)));
  return {
    key: `${entry} ${moment.key}`,
    entry,
    verb,
    object,
    remindAt: isDoneThen ? (moment.fromAt ?? moment.at) : (warned ?? begins),
    fromAt,
    dueAt: until,
    slot: moment.slot ?? null,
    hidden: moment.hidden ?? false,
    on: isDoneThen ? date : lastMoment(until, input.calendar),
    window: moment.window ?? null,
    value,
    cites,
  };
}

/** The date of the last moment before a deadline: one at midnight belongs to the day before. */
function lastMoment(until: Instant, { zone }: WhenCalendar): string {
  return localDate(instantAt(until.epochMilliseconds - 1), zone);
}

function startOfDay(on: string, { zone }: WhenCalendar): Instant {
  return wallTime(on, '00:00', zone);
}

/** So long before a moment: days by the calendar of the zone, hours and minutes by real time. */
export const timeBefore = (at: Instant, duration: string, zone: Zone): Instant =>
  at.toZonedDateTimeISO(zone).subtract(duration).toInstant();

const earlier = (left: Instant | null, right: Instant): Instant =>
  left !== null && Temporal.Instant.compare(left, right) < 0 ? left : right;

/** Something done at its moment is missed when its shift, else its day, is over. */
function endOfDoing({ at, slot }: Moment, on: string, { shifts, calendar }: Pick<DueInput, 'calendar' | 'shifts'>): Instant {
  const shift =
    shifts.find((one) => one.slot === slot && Temporal.Instant.compare(at, one.end) < 0) ??
    (slot === undefined ? shifts.find(({ start, end }) => within(at, { start, end })) : undefined);
  return shift?.end ?? startOfDay(plusDays(on, 1), calendar);
}
