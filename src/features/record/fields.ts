import { formatDay, formatDeadline, formatMoment } from '../../core/format.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { ok, type Result, refuse } from '../../core/result.ts';
import { type Instant, Temporal, type Zone } from '../../core/time.ts';
import { eventLineIn, eventWords, isFilled, type RecordField, type RecordJudgement, type RecordType } from '../../policy/index.ts';
import type { Entry, EntryFields } from './record.ts';
import { text } from './text.ts';

/** Fields of a form as they were typed, by name; a moment is a day and a time (`at__day`, `at__time`). */
export type Typed = Readonly<Record<string, string>>;
export type FieldErrors = Readonly<Record<string, Words>>;

/** Longest text of one field. */
export const longestText = 2_000;
const mostLines = 50;

export const dayOf = (name: string): string => `${name}__day`;
export const timeOf = (name: string): string => `${name}__time`;

/** A field a rule names and the type does not have: a line of text under its own name. */
const madeUp = (name: string): RecordField => ({
  name,
  label: { zh: name.replaceAll('_', ' '), en: name.replaceAll('_', ' ') },
  kind: 'text',
  required: false,
});

/** The field of a type under a name. */
export const fieldNamed = (type: RecordType, name: string): RecordField => type.fields.find((field) => field.name === name) ?? madeUp(name);

/** Fields for whoever has the thing, or has to see to the matter. */
const ownerFields: readonly string[] = ['assigned_to', 'holder', 'borrower'];

/** Whoever takes a thing out for somebody else says for whom; left empty it is whoever writes. */
export const isTaker = (field: RecordField): boolean => field.filled === 'author' && ownerFields.includes(field.name);

/** Fields nobody types: they are filled when the entry is written. The moment can be another one than now. */
const isAutomatic = (field: RecordField): boolean => field.filled !== undefined && field.filled !== 'now' && !isTaker(field);

/** A form of so many fields shows them all; of a longer one only what matters on the desk. */
const shortForm = 8;

/**
 * What a form asks for: all fields of a short type; of a long one what the desk's rules name (`more`: what they speak of otherwise), what the type cannot
 * do without, and what a line typed after its word fills.
 */
export function askedFields(
  type: RecordType,
  judged: Pick<RecordJudgement, 'fields' | 'required'>,
  more: readonly string[] = [],
): readonly RecordField[] {
  const named = [...judged.fields, ...judged.required].map(({ value }) => value);
  const wanted = new Set([...named, ...more]);
  const all = named.length === 0 || type.fields.filter((field) => !isAutomatic(field)).length <= shortForm;
  const own = type.fields.filter(
    (field) => all || wanted.has(field.name) || field.required || field.name === type.line || isTerm(type, field),
  );
  const beyond = [...wanted].filter((name) => !type.fields.some((field) => field.name === name)).map(madeUp);
  return [...own, ...beyond].filter((field) => !isAutomatic(field));
}

/** The day a loan ends, and what was left for it. */
export const isTerm = (type: RecordType, field: RecordField): boolean =>
  type.loan && (field.kind === 'money' || (field.kind === 'date' && termNames.has(field.name)));

const termNames: ReadonlySet<string> = new Set(['until', 'due', 'due_on', 'return_by', 'term_end', 'expected_return', 'return_on']);

/** The day a loan ends by what was filled in; null: not named. */
export function termEnd(type: RecordType, fields: EntryFields): string | null {
  const field = type.fields.find((one) => one.kind === 'date' && termNames.has(one.name) && typeof fields[one.name] === 'string');
  return field === undefined ? null : String(fields[field.name]);
}

const dateIn = (value: string): Temporal.PlainDate | null => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return null;
  try {
    return Temporal.PlainDate.from(value, { overflow: 'reject' });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};
const isTime = (value: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(value);
const linesOf = (value: string): string[] =>
  value
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

export interface ReadAs {
  readonly zone: Zone;
  readonly now: Instant;
  /** Values a rule allows, by field. */
  readonly options: RecordJudgement['options'];
  /** Messenger user ids of a person field, resolved. */
  readonly people: ReadonlyMap<string, PersonId>;
  /** What the entry holds already, of fields the form does not show. */
  readonly known?: EntryFields;
}

/** Reads what was typed in a form. Empty fields are absent; each that cannot be read is named with what is wrong. */
export function readTyped(fields: readonly RecordField[], typed: Typed, as: ReadAs): Result<EntryFields, FieldErrors> {
  const errors: Record<string, Words> = {};
  const read: Record<string, EntryFields[string]> = {};
  for (const field of fields) {
    const value = readField(field, typed, as);
    if (value === null) continue;
    if (value.ok) read[field.name] = value.value;
    else errors[value.refusal.field] = value.refusal.words;
  }
  for (const field of fields) {
    const words = outOfOrder(field, fields, { ...as.known, ...read }, as.zone);
    if (words !== null) errors[timeOf(field.name)] ??= words;
  }
  return Object.keys(errors).length > 0 ? refuse(errors) : ok(read);
}

/** What is wrong with a moment that lies before the one it has to follow; null: nothing. */
function outOfOrder({ name, after }: RecordField, fields: readonly RecordField[], values: EntryFields, zone: Zone): Words | null {
  const [own, other] = [values[name], after === undefined ? undefined : values[after]];
  if (after === undefined || typeof own !== 'string' || typeof other !== 'string' || own === '' || other === '') return null;
  // A moment that was noted by itself has seconds, a typed one has none.
  const earliest = Temporal.Instant.from(other).round({ smallestUnit: 'minute', roundingMode: 'floor' });
  if (Temporal.Instant.compare(earliest, Temporal.Instant.from(own)) <= 0) return null;
  const label = fields.find((field) => field.name === after)?.label ?? madeUp(after).label;
  return text.wrong.tooEarly(label, { zh: formatMoment(earliest, zone, 'zh'), en: formatMoment(earliest, zone, 'en') });
}

type ReadValue = Result<EntryFields[string], { readonly field: string; readonly words: Words }> | null;

function readField(field: RecordField, typed: Typed, as: ReadAs): ReadValue {
  const wrong = (words: Words, name = field.name): ReadValue => refuse({ field: name, words });
  if (field.kind === 'moment') return readMoment(field, typed, as);
  const value = (typed[field.name] ?? '').trim();
  if (value === '') return null;
  switch (field.kind) {
    case 'number':
    case 'money': {
      const plain = value.normalize('NFKC').replace(/[,\s¥元]/g, '');
      return /^-?\d+(\.\d+)?$/.test(plain) ? ok(Number(plain)) : wrong(text.wrong.notNumber);
    }
    case 'date':
      return dateIn(value) === null ? wrong(text.wrong.notDate) : ok(value);
    case 'time':
      return isTime(value) ? ok(value) : wrong(text.wrong.notTime);
    case 'flag':
      return value === 'yes' || value === 'no' ? ok(value === 'yes') : wrong(text.wrong.notChoice);
    case 'list': {
      const lines = linesOf(value);
      if (lines.length > mostLines) return wrong(text.wrong.tooMany(mostLines));
      return value.length > longestText ? wrong(text.wrong.tooLong(longestText)) : ok(lines);
    }
    case 'person':
      return ok(as.people.get(value) ?? value);
    case 'photo':
      return null;
    case 'choice':
    case 'text':
    case 'long-text':
      return value.length > longestText ? wrong(text.wrong.tooLong(longestText)) : ok(value);
  }
}

function readMoment(field: RecordField, typed: Typed, as: ReadAs): ReadValue {
  const [day, time] = [(typed[dayOf(field.name)] ?? '').trim(), (typed[timeOf(field.name)] ?? '').trim()];
  if (day === '' && time === '') return null;
  const date = day === '' ? as.now.toZonedDateTimeISO(as.zone).toPlainDate() : dateIn(day);
  if (date === null) return refuse({ field: dayOf(field.name), words: text.wrong.notDate });
  if (!isTime(time)) return refuse({ field: timeOf(field.name), words: time === '' ? text.wrong.needsTime : text.wrong.notTime });
  return ok(
    date
      .toZonedDateTime({ timeZone: as.zone, plainTime: Temporal.PlainTime.from(time) })
      .toInstant()
      .toString(),
  );
}

/** A stored value as a form shows it again. */
export function typedAgain(fields: readonly RecordField[], values: EntryFields, zone: Zone): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const field of fields) {
    const value = values[field.name];
    if (value === undefined) continue;
    if (field.kind === 'moment' && typeof value === 'string') {
      const local = Temporal.Instant.from(value).toZonedDateTimeISO(zone);
      typed[dayOf(field.name)] = local.toPlainDate().toString();
      typed[timeOf(field.name)] = local.toPlainTime().toString({ smallestUnit: 'minute' });
    } else if (typeof value === 'boolean') typed[field.name] = value ? 'yes' : 'no';
    else typed[field.name] = typeof value === 'object' ? value.join('\n') : String(value);
  }
  return typed;
}

/** What is known when an entry is written. */
export interface Circumstances {
  readonly at: Instant;
  readonly zone: Zone;
  readonly author: PersonId;
  readonly shift: { readonly code: string; readonly start: Instant; readonly end: Instant } | null;
  readonly leader: PersonId | null;
  /** Names of those on duty, in the language of the desk. */
  readonly onDuty: readonly string[];
  readonly name: (person: PersonId) => string;
}

/** Filled in every entry; the shift and its people only where a rule of the desk names them. */
const alwaysFilled: readonly RecordField['filled'][] = ['now', 'author'];

/** Fields with what fills itself where nobody filled it: the moment, the writer, and of the shift what the rules name (`named`). */
export function filled(type: RecordType, fields: EntryFields, named: readonly string[], known: Circumstances): EntryFields {
  const full: Record<string, EntryFields[string]> = { ...fields };
  for (const field of type.fields) {
    if (field.filled === undefined || isFilled(full[field.name])) continue;
    if (field.filled === 'now' && !named.includes(field.name) && saysMoment(type, fields, named)) continue;
    if (!alwaysFilled.includes(field.filled) && !named.includes(field.name)) continue;
    const value = filling(field, known);
    if (value !== null) full[field.name] = value;
  }
  return full;
}

/** The rules ask for the moment under another name, and it is there: it need not stand in the entry twice. */
const saysMoment = (type: RecordType, fields: EntryFields, named: readonly string[]): boolean =>
  type.fields.some((field) => field.filled === 'now' && named.includes(field.name) && isFilled(fields[field.name]));

/** Moments that are filled by the entry coming to a state, where nobody filled them. */
export const arrivedFields = (type: RecordType, state: string, fields: EntryFields, at: Instant): EntryFields =>
  Object.fromEntries(
    type.fields.filter((field) => field.at_state === state && !isFilled(fields[field.name])).map(({ name }) => [name, at.toString()]),
  );

function filling(field: RecordField, known: Circumstances): EntryFields[string] | null {
  const person = (id: PersonId | null): EntryFields[string] | null =>
    id === null ? null : field.kind === 'person' ? id : field.kind === 'list' ? [known.name(id)] : known.name(id);
  const moment = (at: Instant): string => {
    const local = at.toZonedDateTimeISO(known.zone);
    if (field.kind === 'date') return local.toPlainDate().toString();
    return field.kind === 'time' ? local.toPlainTime().toString({ smallestUnit: 'minute' }) : at.toString();
  };
  switch (field.filled) {
    case 'now':
      return moment(known.at);
    case 'shift-start':
      return known.shift === null ? null : moment(known.shift.start);
    case 'shift-end':
      return known.shift === null ? null : moment(known.shift.end);
    case 'author':
      return person(known.author);
    case 'duty-leader':
      return person(known.leader);
    case 'shift':
      return known.shift?.code ?? null;
    case 'on-duty':
      return known.onDuty.length === 0 ? null : field.kind === 'list' ? known.onDuty : known.onDuty.join(' ');
    // Kept in the entry itself.
    case 'number':
    case 'due':
    case undefined:
      return null;
  }
}

/** What it takes to say a value in words. */
export interface ValueNames {
  readonly zone: Zone;
  readonly person: (id: PersonId) => Words;
  readonly shift: (code: string) => Words;
  /** A name in a list of those on duty, as its desk has it. */
  readonly listed: (name: string) => Words;
}

/** A value as people read it; empty where there is none. */
export function printValue(
  field: RecordField,
  entry: Pick<Entry, 'fields' | 'number' | 'dueAt'> & Partial<Pick<Entry, 'ofIncident'>>,
  names: ValueNames,
  locale: Locale,
): string {
  const read = (line: string): string => (entry.ofIncident === true ? eventLineIn(line, eventWords().events, locale) : line);
  if (field.filled === 'number') return entry.number === null ? '' : `#${entry.number}`;
  if (field.filled === 'due' && entry.dueAt !== null) return formatDeadline(entry.dueAt, names.zone, locale);
  const value = entry.fields[field.name];
  if (!isFilled(value) || value === undefined) return '';
  if (typeof value === 'boolean') return (value ? text.yes : text.no)[locale];
  const item = (line: string): string => (field.filled === 'on-duty' ? names.listed(line)[locale] : read(line));
  if (typeof value === 'object') return value.map(item).join(locale === 'zh' ? '、' : ', ');
  if (typeof value === 'number') return String(value);
  if (field.filled === 'shift') return names.shift(value)[locale];
  switch (field.kind) {
    case 'person':
      return names.person(value)[locale];
    case 'moment':
      return formatMoment(Temporal.Instant.from(value), names.zone, locale);
    case 'date':
      return formatDay(Temporal.PlainDate.from(value), locale);
    case 'choice':
      return optionName(field, value)[locale];
    default:
      return read(value);
  }
}

/** What a choice is called; a value of a rule that the type does not name is shown by its code. */
export const optionName = (field: RecordField, value: string): Words =>
  field.options?.find((option) => option.value === value)?.label ?? { zh: value, en: value.replaceAll('-', ' ') };

/** People named in the fields. */
export function peopleIn(type: Pick<RecordType, 'fields'>, fields: EntryFields): PersonId[] {
  return type.fields.flatMap((field) => {
    const value = fields[field.name];
    return field.kind === 'person' && typeof value === 'string' && isId(value) ? [value] : [];
  });
}

/** Names written in the lists of an entry, one by one; Chinese ones may stand with blanks between them. */
export function namesIn(type: Pick<RecordType, 'fields'>, fields: EntryFields): readonly string[] {
  const lines = type.fields.flatMap(({ name, kind }) => {
    const value = fields[name];
    return kind === 'list' && typeof value === 'object' ? value : [];
  });
  const parts = lines.flatMap((line) => line.normalize('NFKC').split(/[,、;]/u));
  const names = parts.flatMap((part) => (/\p{Script=Han}/u.test(part) ? part.split(/\s+/u) : [part]));
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))];
}

/** Whoever an entry is for by its fields: who has the loan, whom a matter was given to; null: nobody is named. */
export function namedOwner(type: RecordType, fields: EntryFields): PersonId | null {
  const own = type.fields.filter(({ name, kind }) => kind === 'person' && ownerFields.includes(name));
  const value = own.map(({ name }) => fields[name]).find((one) => typeof one === 'string' && isId(one));
  return typeof value === 'string' ? value : null;
}

const isId = (value: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value);

/** Everything that can be searched for, in both languages; `anonymous`: not who wrote it. */
export function searchText(
  type: RecordType,
  entry: Pick<Entry, 'fields' | 'number' | 'dueAt'> & Partial<Pick<Entry, 'ofIncident'>>,
  names: ValueNames,
  anonymous = false,
): string {
  const fields = type.fields.filter((field) => !anonymous || field.filled !== 'author');
  const both = (['zh', 'en'] as const).flatMap((locale) => [
    type.name[locale],
    ...fields.map((field) => printValue(field, entry, names, locale)),
  ]);
  return [...new Set(both.filter((one) => one !== ''))].join('\n');
}

/** The values that may stand in one entry only, as one text; null where one of them is missing. */
export function keyOf(unique: readonly string[], fields: EntryFields): string | null {
  const values = unique.map((name) => fields[name]);
  if (values.some((value) => !isFilled(value))) return null;
  return JSON.stringify(values.map((value) => (typeof value === 'string' ? value.normalize('NFKC').trim().toLowerCase() : value)));
}
