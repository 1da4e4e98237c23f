import { formatTime } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { ok, type Result, refuse } from '../../core/result.ts';
import { type Instant, Temporal, type Zone } from '../../core/time.ts';
import type { EventQuestion } from '../../policy/index.ts';
import { parseWallClock } from '../../policy/index.ts';
import type { Block, Choice, Field, Form, FormValues } from '../../view/view.ts';
import type { Desk } from '../people/index.ts';
import { choicesText } from './incident-case.ts';
import { text } from './text.ts';

const longest = 2_000;

/** What was typed under a name, without blanks around it. */
export const typedIn = (values: FormValues, name: string): string => {
  const value = values[name];
  return (typeof value === 'string' ? value : choicesText(value ?? [])).trim();
};

type FieldErrors = Readonly<Record<string, Words>>;

export const form = (
  of: {
    readonly route: string;
    readonly args: Readonly<Record<string, string>>;
    readonly title: Words;
    readonly fields: readonly Field[];
    readonly submit?: Words;
    readonly intro?: readonly Block[];
  },
  locale: Locale,
): Form => ({
  kind: 'form',
  route: of.route,
  args: of.args,
  title: of.title[locale],
  intro: of.intro ?? [],
  fields: of.fields,
  submit: (of.submit ?? text.form.save)[locale],
  cancel: text.form.cancel[locale],
});

const initial = (values: FormValues, name: string, otherwise = ''): { initial?: string } => {
  const value = typedIn(values, name) || otherwise;
  return value === '' ? {} : { initial: value };
};

/** One long text under a name; where it has to be there, blank is refused by {@link needed}. */
export const longText = (name: string, label: Words, required: boolean, values: FormValues, locale: Locale): Field => ({
  kind: 'long-text',
  name,
  label: label[locale],
  required,
  maxLength: longest,
  ...initial(values, name),
});

export const choice = (
  name: string,
  label: Words,
  options: readonly Choice[],
  values: FormValues,
  locale: Locale,
  otherwise = '',
): Field => ({
  kind: 'choice',
  name,
  label: label[locale],
  required: true,
  options,
  ...initial(values, name, otherwise),
});

/** Fields that were left blank although they are needed. */
export const needed = (values: FormValues, names: readonly string[]): FieldErrors =>
  Object.fromEntries(names.filter((name) => typedIn(values, name) === '').map((name) => [name, text.form.needed]));

/** A time later than now is one of the evening before only so long after it. */
const yesterdayHours = 12;

/** A wall time up to now: of today, or of the evening before; blank: now. Null: it is no time, or is still to come. */
export function timeTyped(words: string, zone: Zone, now: Instant): Instant | null {
  if (words === '') return now;
  const clock = parseWallClock(words.normalize('NFKC'));
  if (clock === null || clock.dayOffset !== 0) return null;
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const at = (day: Temporal.PlainDate): Instant =>
    day.toZonedDateTime({ timeZone: zone, plainTime: new Temporal.PlainTime(clock.hour, clock.minute) }).toInstant();
  const [first, before] = [at(today), at(today.subtract({ days: 1 }))];
  if (Temporal.Instant.compare(first, now) <= 0) return first;
  return Temporal.Instant.compare(before, now.subtract({ hours: yesterdayHours })) >= 0 ? before : null;
}

/** Opening by form: one line, and since when it is known. */
export const openForm = (desk: Pick<Desk, 'id' | 'name'>, values: FormValues, locale: Locale): Form =>
  form(
    {
      route: 'incident.file',
      args: { desk: desk.id },
      title: text.form.title,
      intro: [{ kind: 'text', text: desk.name[locale] }],
      fields: [
        { ...longText('line', text.form.line, true, values, locale), hint: text.form.lineHint[locale] },
        {
          kind: 'text',
          name: 'known',
          label: text.form.known[locale],
          hint: text.form.knownHint[locale],
          required: false,
          ...initial(values, 'known'),
        },
      ],
      submit: text.form.submit,
    },
    locale,
  );

export function readOpenForm(
  values: FormValues,
  zone: Zone,
  now: Instant,
): Result<{ readonly line: string; readonly knownAt: Instant }, FieldErrors> {
  const missing = needed(values, ['line']);
  const knownAt = timeTyped(typedIn(values, 'known'), zone, now);
  if (Object.keys(missing).length > 0 || knownAt === null)
    return refuse({ ...missing, ...(knownAt === null ? { known: text.form.notYet } : {}) });
  return ok({ line: typedIn(values, 'line'), knownAt });
}

/** A question that does not fit on buttons. */
export function factForm(id: string, question: EventQuestion, values: FormValues, locale: Locale): Form {
  const options = (question.options ?? []).map(({ value, label }): Choice => ({ value, label: label[locale] }));
  const common = { name: 'value', label: question.ask[locale], required: true };
  const field: Field =
    question.kind === 'number'
      ? { kind: 'text', ...common, ...initial(values, 'value') }
      : question.kind === 'choices'
        ? { kind: 'choices', ...common, options }
        : { kind: 'choice', ...common, options };
  return form({ route: 'incident.fact-file', args: { id, fact: question.fact }, title: text.labels.asked, fields: [field] }, locale);
}

/** Somebody confirms by hand who was reached, how and when. */
export const reachForm = (
  given: {
    readonly notice: string;
    readonly word: Words;
    /** They have to agree, not only to know. */
    readonly agrees: boolean;
    readonly unverified: boolean;
    readonly now: Instant;
    readonly zone: Zone;
  },
  values: FormValues,
  locale: Locale,
): Form =>
  form(
    {
      route: 'incident.reach',
      args: { notice: given.notice },
      title: (given.agrees ? text.confirmForm.agreedTitle : text.confirmForm.title)(given.word),
      intro: given.unverified ? [{ kind: 'text', text: text.confirmForm.unverified[locale] }] : [],
      fields: [
        {
          kind: 'text',
          name: 'who',
          label: (given.agrees ? text.confirmForm.agreedWho : text.confirmForm.who)[locale],
          hint: text.confirmForm.whoHint[locale],
          required: true,
          maxLength: 200,
          ...initial(values, 'who'),
        },
        choice(
          'how',
          text.confirmForm.how,
          text.confirmForm.hows.map(({ value, label }) => ({ value, label: label[locale] })),
          values,
          locale,
          'phone',
        ),
        {
          kind: 'time',
          name: 'when',
          label: text.confirmForm.when[locale],
          required: false,
          initial: typedIn(values, 'when') || formatTime(given.now, given.zone),
        },
      ],
    },
    locale,
  );

/** A form with one text; `required` false: it may stay empty. */
export const textForm = (
  route: string,
  args: Readonly<Record<string, string>>,
  of: { readonly title: Words; readonly text: Words },
  required: boolean,
  values: FormValues,
  locale: Locale,
): Form => form({ route, args, title: of.title, fields: [longText('text', of.text, required, values, locale)] }, locale);

export const provideForm = (id: string, what: string, values: FormValues, locale: Locale): Form => {
  const of = text.provideForm[what] ?? text.provideForm.evidence;
  const labels = of ?? { who: text.labels.by, what: text.labels.deed };
  return form(
    {
      route: 'incident.provide',
      args: { id, what },
      title: text.needs[what] ?? text.labels.deed,
      fields: [
        { kind: 'text', name: 'who', label: labels.who[locale], required: true, maxLength: 200, ...initial(values, 'who') },
        longText('what', labels.what, true, values, locale),
      ],
    },
    locale,
  );
};

export const nameForm = (notice: string, word: Words, locale: Locale): Form =>
  form(
    {
      route: 'incident.name',
      args: { notice },
      title: text.buttons.name(word),
      fields: [{ kind: 'person', name: 'who', label: text.nameForm.who[locale], required: true }],
    },
    locale,
  );

export const upForm = (id: string, levels: readonly Choice[], values: FormValues, locale: Locale): Form =>
  form(
    {
      route: 'incident.up',
      args: { id },
      title: text.upForm.title,
      fields: [
        choice('level', text.upForm.who, levels, values, locale, levels[0]?.value ?? ''),
        longText('text', text.upForm.why, false, values, locale),
      ],
    },
    locale,
  );

export const eventForm = (id: string, events: readonly Choice[], now: string, locale: Locale): Form =>
  form(
    {
      route: 'incident.event',
      args: { id },
      title: text.eventForm.title,
      fields: [choice('event', text.eventForm.event, events, {}, locale, events.some(({ value }) => value === now) ? now : '')],
    },
    locale,
  );

/** What has to be so before it is closed is asked one by one; `anyway`: a lead may close it although something is missing. */
export const closeForm = (
  id: string,
  given: {
    readonly when: readonly { readonly code: string; readonly words: Words }[];
    readonly anyway: boolean;
    readonly missing: readonly Words[];
  },
  values: FormValues,
  locale: Locale,
): Form =>
  form(
    {
      route: 'incident.close',
      args: { id },
      title: text.closeForm.title,
      intro: given.missing.length === 0 ? [] : [{ kind: 'list', items: given.missing.map((words) => words[locale]) }],
      fields: [
        longText('text', text.closeForm.text, true, values, locale),
        ...given.when.map(({ code, words }) =>
          choice(
            fieldOf(code),
            text.closeForm.done(words),
            [
              { value: 'yes', label: text.closeForm.yes[locale] },
              { value: 'no', label: text.closeForm.no[locale] },
            ],
            values,
            locale,
          ),
        ),
        ...(given.anyway ? [longText('anyway', text.anyway, true, values, locale)] : []),
      ],
    },
    locale,
  );

/** Names of fields have no dashes. */
export const fieldOf = (code: string): string => `when_${code.replaceAll('-', '_')}`;

export const reportForm = (id: string, known: Readonly<Record<string, string>>, values: FormValues, locale: Locale): Form => {
  const typed: FormValues = { ...known, ...values };
  return form(
    {
      route: 'incident.report',
      args: { id },
      title: text.reportForm.title,
      intro: [{ kind: 'text', text: text.reportForm.intro[locale] }],
      fields: [
        longText('course', text.labels.course, true, typed, locale),
        longText('cause', text.labels.cause, false, typed, locale),
        longText('handling', text.labels.handling, true, typed, locale),
        longText('outcome', text.labels.outcome, false, typed, locale),
      ],
      submit: text.reportForm.submit,
    },
    locale,
  );
};
