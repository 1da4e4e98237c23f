import { z } from 'zod';
import type { FactTypes } from '../condition.ts';
import { durationText, nameSchema, namesSchema } from './scalars.ts';
import { rolesSchema, scopeShape } from './scope.ts';

/** Outcomes that later counts build on; every other outcome is a label on a proposal. */
export const countedOutcomes = ['absence', 'pay-deduction', 'violation', 'score-deduction'] as const;

/** Facts a consequence may ask about. */
export const consequenceFacts: FactTypes = {
  unit_kind: 'texts',
  /** The person had asked for leave (or another request covers it); the fact was confirmed by whoever may. */
  leave_requested: 'flag',
  confirmed: 'flag',
  loss: 'flag',
  grave: 'flag',
};

const thresholdSchema = z.union([
  z.strictObject({ from: durationText }).meta({ description: 'One case of at least this long.' }),
  z.strictObject({ over: durationText }).meta({ description: 'One case longer than this.' }),
  z.strictObject({ total_over: durationText }).meta({ description: 'All cases of the period together longer than this.' }),
  z.strictObject({ from_count: z.number().int().min(1) }).meta({ description: 'From this case of the period on.' }),
  z.strictObject({
    any_of: z
      .array(
        z.union([
          z.strictObject({ consecutive_days: z.number().int().min(1) }),
          z.strictObject({ days: z.number().int().min(1), within: durationText }),
        ]),
      )
      .min(1),
  }),
]);

/** Counting of offences and merits, and what is proposed to the person who decides. Nothing is carried out by the bot. */
export const consequenceEntrySchema = z
  .strictObject({
    ...scopeShape,
    offence: namesSchema.optional(),
    merit: namesSchema.optional(),
    threshold: thresholdSchema.optional(),
    period: z.enum(['attendance-month', 'calendar-month', 'year']).optional(),
    outcome: z
      .union([namesSchema, z.record(nameSchema, nameSchema), z.literal('configurable')])
      .meta({ description: 'What is proposed; by offence where it differs.' })
      .optional(),
    by_severity: namesSchema.meta({ description: 'Outcomes from light to grave; a person chooses.' }).optional(),
    days: z.number().positive().meta({ description: 'Days it counts for.' }).optional(),
    unit: z.enum(['hours', 'minutes']).optional(),
    liable: rolesSchema.optional(),
    decided_by: rolesSchema.optional(),
    detected_by: namesSchema.optional(),
    to: rolesSchema.optional(),
  })
  .meta({ title: 'A consequence that is proposed' });

export type ConsequenceEntry = z.infer<typeof consequenceEntrySchema>;
export type ThresholdText = z.infer<typeof thresholdSchema>;
