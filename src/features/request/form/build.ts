import type { Locale, Words } from '../../../core/locale.ts';
import type { RequestField, RequestType } from '../../../policy/request/type.ts';
import type { Block, Choice, Field, FindingLine, Form } from '../../../view/view.ts';
import { fieldsFor, kindsOf, longestText, type Typed } from './read.ts';
import { text } from './text.ts';

/** A person or shift to choose. */
export interface Option {
  readonly value: string;
  readonly label: Words;
}

export interface FormFacts {
  readonly type: RequestType;
  readonly deskName: Words;
  /** What the form gives back beside its values. */
  readonly args: Readonly<Record<string, string>>;
  /** The sub-type whose own fields are asked for; null: those of all only. */
  readonly kind: string | null;
  /** Whom the actor may file for; empty: only for themselves. */
  readonly subjects: readonly Option[];
  readonly partners: readonly Option[];
  /** Coming shifts of whom it is for. */
  readonly duties: readonly Option[];
  /** Coming shifts of the partner; null: nobody is chosen yet. */
  readonly theirDuties: readonly Option[] | null;
  /** Names of fields a regulation wants filled. */
  readonly required: ReadonlySet<string>;
  readonly typed: Typed;
  /** What the rules said of what was typed. */
  readonly findings: readonly FindingLine[];
  readonly note: Words | null;
  /** Papers that have to be sent, and when; null: none. */
  readonly papers: Words | null;
}

/** A select of either messenger holds at most this many. */
const mostOptions = 100;

const initial = (typed: Typed, name: string): { initial?: string } => {
  const value = typed[name];
  return value === undefined || value === '' ? {} : { initial: value };
};

/** The form of a request type. What was typed before stands in it. */
export function requestForm(facts: FormFacts, locale: Locale): Form {
  const { type, typed } = facts;
  // A text that is published, or a matter that is decided, is nobody's own.
  const forSomebody = facts.subjects.length > 0 && type.effect !== 'publish' && type.effect !== 'decide';
  const fields: Field[] = [
    ...(forSomebody ? [choice('subject', text.subject, facts.subjects, typed, locale, false, text.subjectHint)] : []),
    ...(kindsOf(type).length > 0 ? [kindField(type, typed, locale)] : []),
    ...(type.partner === 'none' ? [] : [partnerField(facts, locale)]),
    ...stretchFields(type, typed, locale),
    ...fieldsFor(type, facts.kind).flatMap((field) => ownField(field, facts, locale)),
    // Only time off is told by word of mouth.
    ...(forSomebody && type.span !== 'none' ? [toldField(typed, locale)] : []),
  ];
  const intro: Block[] = [
    { kind: 'text', text: facts.deskName[locale] },
    ...(facts.note === null ? [] : [{ kind: 'text' as const, text: facts.note[locale] }]),
    ...(facts.findings.length === 0 ? [] : [{ kind: 'findings' as const, findings: facts.findings }]),
    ...(facts.papers === null ? [] : [{ kind: 'note' as const, text: facts.papers[locale] }]),
  ];
  return {
    kind: 'form',
    route: 'request.file',
    args: facts.args,
    title: type.name[locale],
    intro,
    fields,
    submit: text.send[locale],
    cancel: text.cancel[locale],
  };
}

const choices = (options: readonly Option[], locale: Locale): Choice[] =>
  options.slice(0, mostOptions).map((option) => ({ value: option.value, label: option.label[locale] }));

function choice(
  name: string,
  label: Words,
  options: readonly Option[],
  typed: Typed,
  locale: Locale,
  required: boolean,
  hint: Words | null = null,
): Field {
  const shown = choices(options, locale);
  const value = typed[name];
  return {
    kind: 'choice',
    name,
    label: label[locale],
    required,
    options: shown,
    ...(hint === null ? {} : { hint: hint[locale] }),
    ...(shown.some((option) => option.value === value) && value !== undefined ? { initial: value } : {}),
  };
}

const kindField = (type: RequestType, typed: Typed, locale: Locale): Field =>
  choice(
    'kind',
    text.kind,
    Object.entries(type.kinds ?? {}).map(([value, { name }]) => ({ value, label: name })),
    typed,
    locale,
    true,
  );

function partnerField(facts: FormFacts, locale: Locale): Field {
  const required = facts.type.partner === 'required';
  const shiftNext = facts.theirDuties === null && fieldsFor(facts.type, facts.kind).some((field) => field.kind === 'their-duty');
  const hint = shiftNext ? text.partnerThenShift : required ? text.partnerHint : text.partnerOpen;
  const { partners, typed } = facts;
  if (partners.length <= mostOptions) return choice('partner', text.partner, partners, typed, locale, required, hint);
  return { kind: 'person', name: 'partner', label: text.partner[locale], hint: hint[locale], required, ...initial(typed, 'partner') };
}

function stretchFields(type: RequestType, typed: Typed, locale: Locale): Field[] {
  if (type.span === 'none') return [];
  const date = (name: 'from' | 'until', label: Words, required: boolean): Field => ({
    kind: 'date',
    name,
    label: label[locale],
    required,
    ...initial(typed, name),
  });
  const time = (name: 'from_time' | 'until_time', label: Words): Field => ({
    kind: 'time',
    name,
    label: label[locale],
    required: false,
    ...(type.span === 'days' ? { hint: text.timeHint[locale] } : {}),
    ...initial(typed, name),
  });
  if (type.span === 'moment') return [date('from', text.day, true), time('from_time', text.fromTime), time('until_time', text.untilTime)];
  const half = (name: 'from_half' | 'until_half', label: Words, whole: Words, noon: Words, value: string): Field => ({
    kind: 'choice',
    name,
    label: label[locale],
    required: false,
    options: [
      { value: 'whole', label: whole[locale] },
      { value, label: noon[locale] },
    ],
    initial: typed[name] === value ? value : 'whole',
  });
  return [
    date('from', text.from, true),
    half('from_half', text.fromHalf, text.wholeStart, text.noonStart, 'afternoon'),
    date('until', text.until, false),
    half('until_half', text.untilHalf, text.wholeEnd, text.noonEnd, 'morning'),
    time('from_time', text.fromTime),
    time('until_time', text.untilTime),
  ];
}

const toldField = (typed: Typed, locale: Locale): Field => ({
  kind: 'text',
  name: 'told_at',
  label: text.told[locale],
  hint: text.toldHint[locale],
  required: false,
  maxLength: 16,
  ...initial(typed, 'told_at'),
});

/** A field of the type itself; a document has none, it is sent as a file. */
function ownField(field: RequestField, facts: FormFacts, locale: Locale): Field[] {
  const { typed } = facts;
  const required = field.required || facts.required.has(field.name);
  const base = {
    name: field.name,
    label: field.label[locale],
    required,
    ...(field.hint === undefined ? {} : { hint: field.hint[locale] }),
  };
  switch (field.kind) {
    case 'text':
    case 'long-text':
      return [{ ...base, kind: field.kind, maxLength: longestText, ...initial(typed, field.name) }];
    case 'number':
      return [{ ...base, kind: 'text', maxLength: 12, ...initial(typed, field.name) }];
    case 'date':
    case 'time':
      return [{ ...base, kind: field.kind, ...initial(typed, field.name) }];
    case 'choice':
      return [choice(field.name, field.label, field.options ?? [], typed, locale, required, field.hint ?? null)];
    case 'flag': {
      const options = [
        { value: 'no', label: text.no },
        { value: 'yes', label: text.yes },
      ];
      return [choice(field.name, field.label, options, typed, locale, false, field.hint ?? null)];
    }
    case 'person':
      return facts.partners.length <= mostOptions
        ? [choice(field.name, field.label, facts.partners, typed, locale, required, field.hint ?? null)]
        : [{ ...base, kind: 'person', ...initial(typed, field.name) }];
    case 'duty':
      // Who files for somebody and has no shifts of their own is asked for the shift once they have said for whom.
      if (facts.duties.length === 0 && facts.subjects.length > 0 && typed.subject === undefined) return [];
      return [shiftField(field, facts.duties, typed, locale, required)];
    case 'their-duty':
      return facts.theirDuties === null ? [] : [shiftField(field, facts.theirDuties, typed, locale, required)];
    case 'document':
      return [];
  }
}

/** A choice needs at least one option: without a shift the field says so. */
function shiftField(field: RequestField, duties: readonly Option[], typed: Typed, locale: Locale, required: boolean): Field {
  if (duties.length > 0) return choice(field.name, field.label, duties, typed, locale, required, field.hint ?? null);
  return choice(field.name, field.label, [{ value: 'none', label: text.noDuties }], {}, locale, required, field.hint ?? null);
}
