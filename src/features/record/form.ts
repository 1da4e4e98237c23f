import type { Locale, Words } from '../../core/locale.ts';
import type { RecordField, RecordJudgement, RecordType } from '../../policy/index.ts';
import type { Block, Choice, Field, FindingLine, Form } from '../../view/view.ts';
import { dayOf, longestText, optionName, type Typed, timeOf } from './fields.ts';
import { text } from './text.ts';

/** A select of either messenger holds at most this many. */
const mostOptions = 100;

export interface FormFacts {
  readonly type: RecordType;
  readonly title: Words;
  readonly deskName: Words;
  readonly route: string;
  readonly args: Readonly<Record<string, string>>;
  readonly fields: readonly RecordField[];
  /** Names of fields that have to be filled. */
  readonly required: ReadonlySet<string>;
  /** Values a rule allows, by field. */
  readonly options: RecordJudgement['options'];
  readonly members: readonly { readonly person: string; readonly name: Words }[];
  /** Points a rule wants looked at, as they stand in an entry; empty: it names none. */
  readonly points: readonly string[];
  /** Where and on what form it is kept, as a rule says. */
  readonly about: readonly Words[];
  readonly typed: Typed;
  readonly findings: readonly FindingLine[];
  readonly note: Words | null;
  readonly submit: Words;
}

const initial = (typed: Typed, name: string): { initial?: string } => {
  const value = typed[name];
  return value === undefined || value === '' ? {} : { initial: value };
};

/** A form made from the fields of a record type. What was typed before stands in it. */
export function recordForm(facts: FormFacts, locale: Locale): Form {
  const photos = facts.fields.some((field) => field.kind === 'photo');
  const intro: Block[] = [
    { kind: 'text', text: [facts.deskName, ...facts.about].map((words) => words[locale]).join('\n') },
    ...(facts.findings.length === 0 ? [] : [{ kind: 'findings' as const, findings: facts.findings }]),
    ...(facts.note === null ? [] : [{ kind: 'note' as const, text: facts.note[locale] }]),
    ...(photos ? [{ kind: 'note' as const, text: text.form.photo[locale] }] : []),
  ];
  return {
    kind: 'form',
    route: facts.route,
    args: facts.args,
    title: facts.title[locale],
    intro,
    fields: facts.fields.flatMap((field) => formField(field, facts, locale)),
    submit: facts.submit[locale],
    cancel: text.form.cancel[locale],
  };
}

function formField(field: RecordField, facts: FormFacts, locale: Locale): Field[] {
  const { typed } = facts;
  const required = (field.required || facts.required.has(field.name)) && field.filled === undefined;
  const base = { name: field.name, label: field.label[locale], required };
  const allowed = facts.options[field.name]?.value;
  if (allowed !== undefined) return [choice(field, allowed, typed, locale, required)];
  switch (field.kind) {
    case 'text':
      return [{ ...base, kind: 'text', maxLength: longestText, ...initial(typed, field.name) }];
    case 'long-text':
      return [{ ...base, kind: 'long-text', maxLength: longestText, ...initial(typed, field.name) }];
    case 'list':
      if (field.name === pointsField && facts.points.length > 0) return [points(field, facts, locale, required)];
      return [{ ...base, kind: 'long-text', maxLength: longestText, hint: text.form.lines[locale], ...initial(typed, field.name) }];
    case 'number':
    case 'money':
      return [{ ...base, kind: 'text', maxLength: 16, ...initial(typed, field.name) }];
    case 'date':
    case 'time':
      return [{ ...base, kind: field.kind, ...initial(typed, field.name) }];
    case 'moment':
      return moment(field, typed, locale, required);
    case 'choice':
      return [
        choice(
          field,
          (field.options ?? []).map(({ value }) => value),
          typed,
          locale,
          required,
        ),
      ];
    case 'flag':
      return [
        {
          ...base,
          kind: 'choice',
          options: [
            { value: 'yes', label: text.yes[locale] },
            { value: 'no', label: text.no[locale] },
          ],
          ...initial(typed, field.name),
        },
      ];
    case 'person':
      return [person(field, facts, locale, required)];
    case 'photo':
      return [];
  }
}

/** The field of a round in which the points stand that were looked at. */
const pointsField = 'checkpoints';

/** The points to tick; what stands there already stays, also where no rule names it. */
function points(field: RecordField, { points: wanted, typed }: FormFacts, locale: Locale, required: boolean): Field {
  const done = (typed[field.name] ?? '').split('\n').filter((line) => line !== '');
  const options = [...new Set([...wanted, ...done])].slice(0, mostOptions).map((value): Choice => ({ value, label: value }));
  return { kind: 'choices', name: field.name, label: field.label[locale], required, options, initial: done };
}

function choice(field: RecordField, values: readonly string[], typed: Typed, locale: Locale, required: boolean): Field {
  const options: Choice[] = values.slice(0, mostOptions).map((value) => ({ value, label: optionName(field, value)[locale] }));
  const value = typed[field.name];
  return {
    kind: 'choice',
    name: field.name,
    label: field.label[locale],
    required,
    options,
    ...(value !== undefined && options.some((option) => option.value === value) ? { initial: value } : {}),
  };
}

function moment(field: RecordField, typed: Typed, locale: Locale, required: boolean): Field[] {
  const hint = field.filled === 'now' ? { hint: text.form.moment[locale] } : {};
  const [day, time] = [dayOf(field.name), timeOf(field.name)];
  return [
    { kind: 'date', name: day, label: text.form.day(field.label)[locale], required, ...hint, ...initial(typed, day) },
    { kind: 'time', name: time, label: text.form.time(field.label)[locale], required, ...initial(typed, time) },
  ];
}

function person(field: RecordField, facts: FormFacts, locale: Locale, required: boolean): Field {
  const base = { name: field.name, label: field.label[locale], required };
  const value = facts.typed[field.name];
  if (facts.members.length === 0 || facts.members.length > mostOptions)
    return { ...base, kind: 'person', ...initial(facts.typed, field.name) };
  return {
    ...base,
    kind: 'choice',
    options: facts.members.map((member) => ({ value: member.person, label: member.name[locale] })),
    ...(value !== undefined && facts.members.some((member) => member.person === value) ? { initial: value } : {}),
  };
}
