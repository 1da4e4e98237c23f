import { z } from 'zod';
import type { FactType, FactTypes } from '../condition.ts';
import { nameSchema, wordsSchema } from '../schema/scalars.ts';

const fieldSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  label: wordsSchema,
  /** `person`: a member; `moment`: date and time; `list`: several lines; `photo`: a file. */
  kind: z.enum(['text', 'long-text', 'number', 'date', 'time', 'moment', 'choice', 'flag', 'person', 'list', 'photo', 'money']),
  required: z.boolean().default(false),
  options: z
    .array(z.strictObject({ value: nameSchema, label: wordsSchema }))
    .min(1)
    .optional(),
  /** Filled by itself: the moment of writing, the writer, the shift on duty and its hours, the duty leader, those on duty, the running number, the due day. */
  filled: z.enum(['now', 'author', 'shift', 'shift-start', 'shift-end', 'duty-leader', 'on-duty', 'number', 'due']).optional(),
  /** A moment that is filled when the entry comes to this state: when a loan came back. */
  at_state: nameSchema.optional(),
  /** A moment that is not before the one in this other field: who leaves has come. */
  after: z.string().optional(),
  /** A moment that one press on the card notes, and what the button says. */
  press: wordsSchema.optional(),
});

/** A kind of form, register or log as data. */
export const recordTypeSchema = z.strictObject({
  name: wordsSchema,
  words: z.strictObject({ zh: z.array(z.string().min(1)), en: z.array(z.string().min(1)) }),
  fields: z.array(fieldSchema).min(1),
  /** In order; the first is that of a new entry, the last and every `final` one close it. One state: entries are never open. */
  states: z.array(z.strictObject({ code: nameSchema, name: wordsSchema, final: z.boolean().default(false) })).min(1),
  /** What one line typed after its word fills. */
  line: z.string(),
  /** Something is handed out and comes back: to whom, until when, with a deposit. */
  loan: z.boolean().default(false),
  /** Amounts are kept, with what came in and went out. */
  stock: z.boolean().default(false),
  /** Only whoever is on duty writes it. */
  on_duty: z.boolean().default(false),
  /** Classes of data it belongs to, for rules on access: `customer-data`. */
  classes: z.array(nameSchema).default([]),
  /** Names of the form in regulations that number theirs: `annex-04`. */
  forms: z.array(nameSchema).default([]),
});
export type RecordType = z.output<typeof recordTypeSchema> & { readonly code: string };
export type RecordField = z.output<typeof fieldSchema>;
export const recordTypesSchema = z.record(nameSchema, recordTypeSchema);

const factTypes: Partial<Record<RecordField['kind'], FactType>> = {
  text: 'text',
  choice: 'text',
  flag: 'flag',
  number: 'number',
  money: 'number',
  list: 'texts',
};

/** The fields of a type that conditions can ask about. */
export function recordFactsDeclared({ fields }: Pick<RecordType, 'fields'>): FactTypes {
  return Object.fromEntries(
    fields.flatMap(({ name, kind }) => {
      const type = factTypes[kind];
      return type === undefined ? [] : [[name, type]];
    }),
  );
}
