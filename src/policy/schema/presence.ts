import { z } from 'zod';
import { durationText, nameSchema } from './scalars.ts';
import { scopeShape } from './scope.ts';

const placeSchema = z
  .enum(['assigned', 'locality'])
  .meta({ description: 'Where the person must be: the place assigned, or near enough to come.' });

/** Clocking in and out, lateness, leaving the post, reachability. */
export const presenceEntrySchema = z.union([
  z
    .strictObject({
      ...scopeShape,
      clock_in: z.literal('rostered-only').meta({ description: 'Who may clock in.' }).optional(),
      late_over: durationText.meta({ description: 'Lateness is more than this.' }).optional(),
      early_leave_over: durationText.meta({ description: 'Leaving early is more than this.' }).optional(),
      arrive_before: durationText.meta({ description: 'How long before the start people must be there.' }).optional(),
      off_post: z.literal('flag').meta({ description: 'Leaving the post is flagged.' }).optional(),
      place: placeSchema.optional(),
    })
    .meta({ title: 'Everybody on duty' }),
  z
    .strictObject({
      ...scopeShape,
      role: nameSchema.meta({ description: 'Duty role that must be reachable.' }),
      reachable: z.strictObject({ when: z.enum(['on-duty', 'always']) }),
      place: placeSchema.optional(),
    })
    .meta({ title: 'Who must be reachable' }),
]);

export type PresenceEntry = z.infer<typeof presenceEntrySchema>;
