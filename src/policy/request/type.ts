import { z } from 'zod';
import type { FactType, FactTypes } from '../condition.ts';
import { nameSchema, wordsSchema } from '../schema/scalars.ts';

/** What an approved request does. */
export const effects = [
  'absent',
  'exchange-shifts',
  'replace-person',
  'excuse-punch',
  'move-rest-day',
  'credit-hours',
  'release',
  'permit',
  'publish',
  'decide',
] as const;
export type EffectName = (typeof effects)[number];

const fieldName = z.string().regex(/^[a-z][a-z0-9_]*$/);

const fieldSchema = z.strictObject({
  name: fieldName,
  label: wordsSchema,
  hint: wordsSchema.optional(),
  /** `duty`: one of the subject's coming shifts; `their-duty`: one of the partner's; `document`: a file is sent to the bot; `flag`: yes or no. */
  kind: z.enum(['text', 'long-text', 'number', 'date', 'time', 'choice', 'flag', 'person', 'duty', 'their-duty', 'document']),
  required: z.boolean().default(false),
  options: z
    .array(z.strictObject({ value: nameSchema, label: wordsSchema }))
    .min(1)
    .optional(),
  /** A date that has not passed. */
  ahead: z.literal(true).optional(),
  /** Seen only by those who decide. */
  private: z.boolean().default(false),
  /** Sub-types the field is asked for; left out: all. */
  kinds: z.array(nameSchema).min(1).optional(),
});

/** A kind of request as data: its words, its form, what it does once approved. */
export const requestTypeSchema = z.strictObject({
  name: wordsSchema,
  /** What people may type for it, first the one help shows. */
  words: z.strictObject({ zh: z.array(z.string().min(1)).min(1), en: z.array(z.string().min(1)).min(1) }),
  effect: z.enum(effects),
  /** `days`: from a day to a day, with times or halves; `moment`: one day with two times; `none`: no stretch of time. */
  span: z.enum(['days', 'moment', 'none']),
  partner: z.enum(['none', 'optional', 'required']).default('none'),
  kinds: z.record(nameSchema, z.strictObject({ name: wordsSchema, aliases: z.array(z.string().min(1)).default([]) })).optional(),
  fields: z.array(fieldSchema).default([]),
  /** Who decides where no regulation speaks. */
  approve: z.array(nameSchema).default(['superior']),
});

export type RequestType = z.output<typeof requestTypeSchema> & { readonly code: string };
export type RequestField = z.output<typeof fieldSchema>;

export const requestTypesSchema = z.record(nameSchema, requestTypeSchema);

const factTypes: Partial<Record<RequestField['kind'], FactType>> = { flag: 'flag', choice: 'text', number: 'number' };

/** The answers of a type's form that conditions can ask about: yes or no, choices, numbers. */
export function factsDeclared({ fields }: Pick<RequestType, 'fields'>): FactTypes {
  return Object.fromEntries(
    fields.flatMap(({ name, kind }) => {
      const type = factTypes[kind];
      return type === undefined ? [] : [[name, type]];
    }),
  );
}
