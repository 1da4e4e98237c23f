import type { Words } from '../../../core/locale.ts';
import { ok, type Result, refuse } from '../../../core/result.ts';
import { type Instant, localDate, Temporal, type Zone } from '../../../core/time.ts';
import type { RequestField, RequestType } from '../../../policy/request/type.ts';
import { text } from './text.ts';

/** Fields as they were typed, by name. */
export type Typed = Readonly<Record<string, string>>;

/** What is said with a form or a sentence, as far as it can be read without the database. */
export interface ReadForm {
  readonly kind: string | null;
  readonly fromOn: string | null;
  readonly untilOn: string | null;
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
  readonly toldAt: Instant | null;
  /** The type's own fields that are not people or shifts. */
  readonly fields: Readonly<Record<string, string>>;
}

export type FieldErrors = Readonly<Record<string, Words>>;

export interface ReadAs {
  readonly type: RequestType;
  readonly zone: Zone;
  readonly now: Instant;
}

/** Longest text of one field. */
export const longestText = 600;
/** Further back nothing is asked for any more, further ahead nothing yet. */
const [mostDaysBack, mostDaysAhead] = [62, 400];
/** An end that is before its start on the clock is the next morning, up to this many hours. */
const longestNight = 14;

const dateIn = (value: string): Temporal.PlainDate | null => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return null;
  try {
    return Temporal.PlainDate.from(value, { overflow: 'reject' });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};
const timeIn = (value: string): Temporal.PlainTime | null =>
  /^([01]\d|2[0-3]):[0-5]\d$/.test(value) ? Temporal.PlainTime.from(value) : null;

const noon = Temporal.PlainTime.from('12:00');

/** The fields a type asks for with a sub-type. */
export const fieldsFor = (type: RequestType, kind: string | null): readonly RequestField[] =>
  type.fields.filter((field) => field.kinds === undefined || (kind !== null && field.kinds.includes(kind)));

/** The sub-types of a type; none: it has no sub-types. */
export const kindsOf = (type: RequestType): readonly string[] => Object.keys(type.kinds ?? {});

/** Reads what was typed. Every field that cannot be read is named with what is wrong; nothing is guessed. */
export function readTyped(typed: Typed, as: ReadAs): Result<ReadForm, FieldErrors> {
  const errors: Record<string, Words> = {};
  const kind = readKind(typed, as.type, errors);
  const stretch =
    as.type.span === 'none' ? nothing : as.type.span === 'moment' ? readMoment(typed, as, errors) : readDays(typed, as, errors);
  const toldAt = readTold(typed, as, errors);
  const fields = readFields(typed, as, kind, errors);
  return Object.keys(errors).length > 0 ? refuse(errors) : ok({ kind, ...stretch, toldAt, fields });
}

type Stretch = Pick<ReadForm, 'fromOn' | 'untilOn' | 'startsAt' | 'endsAt'>;
const nothing: Stretch = { fromOn: null, untilOn: null, startsAt: null, endsAt: null };

function readKind(typed: Typed, type: RequestType, errors: Record<string, Words>): string | null {
  const kinds = kindsOf(type);
  if (kinds.length === 0) return null;
  const { kind } = typed;
  if (kind === undefined || kind === '') errors.kind = text.wrong.needed;
  else if (!kinds.includes(kind)) errors.kind = text.wrong.notChoice;
  return kind === undefined || kind === '' ? null : kind;
}

function readDate(typed: Typed, name: string, as: ReadAs, errors: Record<string, Words>): Temporal.PlainDate | null {
  const value = typed[name] ?? '';
  if (value === '') {
    errors[name] = text.wrong.needed;
    return null;
  }
  const date = dateIn(value);
  if (date === null) {
    errors[name] = text.wrong.notDate;
    return null;
  }
  const days = as.now.toZonedDateTimeISO(as.zone).toPlainDate().until(date, { largestUnit: 'day' }).days;
  if (days < -mostDaysBack) errors[name] = text.wrong.tooOld;
  else if (days > mostDaysAhead) errors[name] = text.wrong.tooFar;
  else return date;
  return null;
}

function readTime(typed: Typed, name: string, errors: Record<string, Words>): Temporal.PlainTime | null {
  const value = typed[name] ?? '';
  if (value === '') return null;
  const time = timeIn(value);
  if (time === null) errors[name] = text.wrong.notTime;
  return time;
}

const at = (date: Temporal.PlainDate, time: Temporal.PlainTime | null, zone: Zone): Instant =>
  (time === null ? date.toZonedDateTime(zone) : date.toZonedDateTime({ timeZone: zone, plainTime: time })).toInstant();

/** From a day to a day: whole days, from or until noon, or with times. */
function readDays(typed: Typed, as: ReadAs, errors: Record<string, Words>): Stretch {
  const from = readDate(typed, 'from', as, errors);
  const until = (typed.until ?? '') === '' ? from : readDate(typed, 'until', as, errors);
  const [fromTime, untilTime] = [readTime(typed, 'from_time', errors), readTime(typed, 'until_time', errors)];
  const [afternoon, morning] = [typed.from_half === 'afternoon', typed.until_half === 'morning'];
  if (from === null || until === null) return nothing;
  if (Temporal.PlainDate.compare(until, from) < 0) errors.until = text.wrong.backwards;
  else if ((fromTime !== null && afternoon) || (untilTime !== null && morning)) errors.from_time = text.wrong.timesAndHalves;
  else if (from.equals(until) && afternoon && morning) errors.until_half = text.wrong.oneHalf;
  else {
    const startsAt = at(from, fromTime ?? (afternoon ? noon : null), as.zone);
    const endsAt = untilTime !== null || morning ? at(until, untilTime ?? noon, as.zone) : at(until.add({ days: 1 }), null, as.zone);
    if (Temporal.Instant.compare(endsAt, startsAt) > 0) return { fromOn: from.toString(), untilOn: until.toString(), startsAt, endsAt };
    errors.until_time = Temporal.Instant.compare(endsAt, startsAt) === 0 ? text.wrong.sameTime : text.wrong.backwards;
  }
  return nothing;
}

/** One day with two times. The end may be the next morning; without times it is the day, with one it is a moment. */
function readMoment(typed: Typed, as: ReadAs, errors: Record<string, Words>): Stretch {
  const day = readDate(typed, 'from', as, errors);
  const [fromTime, untilTime] = [readTime(typed, 'from_time', errors), readTime(typed, 'until_time', errors)];
  if (day === null || errors.from_time !== undefined || errors.until_time !== undefined) return nothing;
  const on = day.toString();
  if (fromTime === null && untilTime === null)
    return { fromOn: on, untilOn: on, startsAt: at(day, null, as.zone), endsAt: at(day.add({ days: 1 }), null, as.zone) };
  if (fromTime === null) {
    errors.from_time = text.wrong.both;
    return nothing;
  }
  const startsAt = at(day, fromTime, as.zone);
  if (untilTime === null) return { fromOn: on, untilOn: on, startsAt, endsAt: startsAt.add({ minutes: 1 }) };
  const sameDay = at(day, untilTime, as.zone);
  if (Temporal.Instant.compare(sameDay, startsAt) === 0) {
    errors.until_time = text.wrong.sameTime;
    return nothing;
  }
  const next = day.add({ days: 1 });
  const nextDay = at(next, untilTime, as.zone);
  const overnight = Temporal.Instant.compare(sameDay, startsAt) < 0;
  if (overnight && Temporal.Instant.compare(nextDay, startsAt.add({ hours: longestNight })) > 0) {
    errors.until_time = text.wrong.backwards;
    return nothing;
  }
  return overnight
    ? { fromOn: on, untilOn: next.toString(), startsAt, endsAt: nextDay }
    : { fromOn: on, untilOn: on, startsAt, endsAt: sameDay };
}

/** `07:10` of today, or `2026-12-02 07:10`. */
function readTold(typed: Typed, as: ReadAs, errors: Record<string, Words>): Instant | null {
  const said = (typed.told_at ?? '').trim();
  if (said === '') return null;
  const parts = /^(?:(\d{4}-\d{2}-\d{2})[ T])?(\d{1,2}:\d{2})$/.exec(said);
  const today = as.now.toZonedDateTimeISO(as.zone).toPlainDate();
  const day = parts?.[1] === undefined ? today : dateIn(parts[1]);
  const time = parts?.[2] === undefined ? null : timeIn(parts[2].padStart(5, '0'));
  if (day === null || time === null) {
    errors.told_at = text.wrong.notTime;
    return null;
  }
  const told = at(day, time, as.zone);
  if (Temporal.Instant.compare(told, as.now) > 0) errors.told_at = text.wrong.later;
  return told;
}

function readFields(typed: Typed, as: ReadAs, kind: string | null, errors: Record<string, Words>): Record<string, string> {
  const read: Record<string, string> = {};
  for (const field of fieldsFor(as.type, kind)) {
    if (field.kind === 'document' || field.kind === 'duty' || field.kind === 'their-duty') continue;
    const value = (typed[field.name] ?? '').trim();
    const wrong =
      value === ''
        ? field.required && field.kind !== 'flag'
          ? text.wrong.needed
          : null
        : wrongValue(field, value, localDate(as.now, as.zone));
    if (wrong !== null) errors[field.name] = wrong;
    else if (value !== '') read[field.name] = value;
  }
  return read;
}

function wrongValue(field: RequestField, value: string, today: string): Words | null {
  switch (field.kind) {
    case 'number':
      return /^\d+(\.\d+)?$/.test(value) ? null : text.wrong.notNumber;
    case 'date':
      if (dateIn(value) === null) return text.wrong.notDate;
      return field.ahead === true && value < today ? text.wrong.past : null;
    case 'time':
      return timeIn(value) === null ? text.wrong.notTime : null;
    case 'choice':
      return field.options?.some((option) => option.value === value) === true ? null : text.wrong.notChoice;
    case 'flag':
      return value === 'yes' || value === 'no' ? null : text.wrong.notChoice;
    case 'text':
    case 'long-text':
      return value.length > longestText ? text.wrong.tooLong(longestText) : null;
    case 'person':
    case 'duty':
    case 'their-duty':
    case 'document':
      return null;
  }
}
