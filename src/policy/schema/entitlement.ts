import { z } from 'zod';
import { durationText, nameSchema, namesSchema } from './scalars.ts';
import { rolesSchema, scopeShape } from './scope.ts';

const days = z.number().min(0);

/** What a leave type may ask of the person. */
export const personRequirements = ['probation-passed', 'confirmed', 'employed-on-registration'] as const;

/** Balances and amounts: what leave is granted, how it is counted and paid, what duty and overtime earn. */
export const entitlementEntrySchema = z
  .strictObject({
    ...scopeShape,
    leave_type: namesSchema.meta({ description: 'Leave types it holds for.' }).optional(),
    days: z
      .union([days, z.record(nameSchema, days)])
      .meta({ description: 'Days granted; by case where there are several.' })
      .optional(),
    per: nameSchema.meta({ description: 'Unit of the amount: check, shift, day.' }).optional(),
    relation: namesSchema.meta({ description: 'Relations it is granted for.' }).optional(),
    extra: z.record(nameSchema, days).meta({ description: 'Further days by case; per_further_child counts.' }).optional(),
    before: z.record(nameSchema, days).meta({ description: 'Days that lie before the event.' }).optional(),
    day_count: z.enum(['calendar', 'rostered']).optional(),
    pay: z.number().min(0).max(3).meta({ description: 'Share of pay.' }).optional(),
    unit: z.strictObject({ days, hours: z.number().positive() }).meta({ description: 'Smallest unit.' }).optional(),
    requires: z.array(z.enum(personRequirements)).min(1).meta({ description: 'Condition of the person.' }).optional(),
    accrual: z
      .strictObject({
        ranks: namesSchema,
        first_year: days,
        after_one_year: days,
        per_further_year: days.optional(),
        cap: days,
      })
      .meta({ description: 'Days a year by rank and seniority.' })
      .optional(),
    valid: z
      .strictObject({
        for: durationText.optional(),
        from: z.enum(['registration', 'birth']).meta({ description: 'Event the window starts at.' }).optional(),
        event_counts: z.boolean().meta({ description: 'Whether the day of the event is in the window; left out, it is.' }).optional(),
        until: z.enum(['child-first-birthday']).meta({ description: 'Event before which it ends.' }).optional(),
        unused: z.literal('forfeited').meta({ description: 'What becomes of days not taken by then.' }).optional(),
      })
      .meta({ description: 'Window of validity.' })
      .optional(),
    split: z.boolean().meta({ description: 'May it be taken in parts.' }).optional(),
    per_day: durationText.meta({ description: 'Time each day.' }).optional(),
    options: namesSchema.meta({ description: 'Choices of use, fixed once chosen.' }).optional(),
    earned_by: namesSchema.optional(),
    expires: z.enum(['end-of-month', 'end-of-year']).optional(),
    accumulates: z.boolean().optional(),
    overtime: z
      .strictObject({ rostered: z.literal('rest'), weekly_hours_over: z.number().positive(), both: z.literal(true) })
      .meta({ description: 'What counts as overtime.' })
      .optional(),
    allowance: nameSchema.optional(),
    rate: z.union([z.number().min(0), z.literal('configurable')]).optional(),
    for: rolesSchema.meta({ description: 'Who gets it.' }).optional(),
    principle: z.literal(true).optional(),
  })
  .meta({ title: 'What people are entitled to' });

export type EntitlementEntry = z.infer<typeof entitlementEntrySchema>;

export const entitlementScopeKeys = ['applies_to', 'if', 'if_any', 'unless', 'leave_type', 'relation', 'per', 'for', 'principle'] as const;
