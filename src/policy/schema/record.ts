import { z } from 'zod';
import type { FactTypes } from '../condition.ts';
import { whenSchema } from '../when.ts';
import { nameSchema, namesSchema } from './scalars.ts';
import { rolesSchema, scopeShape } from './scope.ts';

/** Facts a record rule may ask about, beside the record's own fields and `state`. */
export const recordFacts: FactTypes = {
  unit_kind: 'texts',
  /** `off-hours`, `office-hours`, `workday`, `non-working-day`, `holiday`, `shift-start`. */
  time: 'texts',
  own_waters: 'flag',
  county_waters: 'flag',
};

/** What a form, register, ledger or log must hold, and what follows from it. Each key answers for rules of its own. */
export const recordEntrySchema = z
  .strictObject({
    ...scopeShape,
    record: namesSchema.meta({ description: 'Record types it holds for.' }),
    fields: z.union([namesSchema, z.literal('configurable')]).optional(),
    required: namesSchema.meta({ description: 'Fields that must be filled.' }).optional(),
    required_if: z.record(nameSchema, namesSchema).meta({ description: 'Fields required in a state or kind.' }).optional(),
    enum: z.record(nameSchema, namesSchema).meta({ description: 'Allowed values per field.' }).optional(),
    states: namesSchema.optional(),
    required_before: nameSchema.meta({ description: 'State, or event such as release, that needs it complete.' }).optional(),
    warn_before: nameSchema.meta({ description: 'State that is flagged without the fields.' }).optional(),
    close_if_any: z
      .array(
        z.union([
          z.strictObject({ flag: nameSchema }),
          z.strictObject({ entries: nameSchema, min: z.number().int().min(1), max: z.number().int().min(1).optional() }),
        ]),
      )
      .min(1)
      .meta({ description: 'One of these closes it.' })
      .optional(),
    attach: namesSchema.optional(),
    sign_by: rolesSchema.optional(),
    validate: z
      .strictObject({ require_any: namesSchema.optional(), deny: z.record(nameSchema, namesSchema).optional() })
      .meta({ description: 'One of the fields must be there; values that are refused.' })
      .optional(),
    unique: namesSchema.optional(),
    min: z.number().int().min(0).meta({ description: 'Least stock.' }).optional(),
    due: z.union([whenSchema, z.enum(['shift-end', 'work_start', 'loan_term_end', 'before-holiday'])]).optional(),
    remind: z.literal(true).optional(),
    form: nameSchema.optional(),
    template: nameSchema.optional(),
    annex: z.number().int().min(1).optional(),
    numbered: z.literal(true).optional(),
    view_of: nameSchema.meta({ description: 'Ledger computed from these records.' }).optional(),
    ledger: nameSchema.optional(),
    issues: nameSchema.meta({ description: 'Notice it issues.' }).optional(),
    checkpoints: namesSchema.optional(),
    category: nameSchema.optional(),
    by: rolesSchema.optional(),
    to: rolesSchema.optional(),
    notify: rolesSchema.optional(),
    event: nameSchema.meta({ description: 'What creates it by itself: clock-in.' }).optional(),
    when: z
      .array(z.enum(['always', 'off-hours', 'non-working-day', 'shift-start', 'hall-hours']))
      .min(1)
      .optional(),
    place: nameSchema.optional(),
    default: z.record(nameSchema, z.string()).optional(),
    derive: z
      .record(nameSchema, z.union([z.string(), z.number(), z.boolean()]))
      .meta({ description: 'Values that follow by themselves where the conditions of the entry hold.' })
      .optional(),
    principle: z.literal(true).optional(),
  })
  .meta({ title: 'A form, register, ledger or log' });

export type RecordEntry = z.infer<typeof recordEntrySchema>;
export const recordScopeKeys = ['applies_to', 'if', 'if_any', 'unless', 'record', 'when', 'category', 'principle', 'remind'] as const;

/** Who may read, write, export or delete records, and how long they are kept. */
export const accessEntrySchema = z
  .strictObject({
    ...scopeShape,
    resource: namesSchema.meta({ description: 'Record types, or a class of data such as customer-data.' }),
    allow: namesSchema.meta({ description: 'internal-staff, need-to-know, own-desk, or roles.' }).optional(),
    deny: z
      .array(z.enum(['guest', 'external']))
      .min(1)
      .optional(),
    export: z.boolean().optional(),
    audit: z.literal(true).meta({ description: 'Reading is logged.' }).optional(),
    anonymous: z.literal(true).meta({ description: 'The author is hidden.' }).optional(),
    retention: z
      .string()
      .regex(/^P\d+[YMD]$/)
      .optional(),
    delete: z.literal(false).optional(),
    keeper: rolesSchema.optional(),
  })
  .meta({ title: 'Access to records' });
export type AccessEntry = z.infer<typeof accessEntrySchema>;
