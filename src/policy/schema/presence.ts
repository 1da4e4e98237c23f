import { z } from 'zod';
import { clockText, durationText, nameSchema, namesSchema } from './scalars.ts';
import { rolesSchema, scopeShape } from './scope.ts';

const placeSchema = z
  .enum(['assigned', 'locality'])
  .meta({ description: 'Where the person must be: the place assigned, or near enough to come.' });

/** What somebody on duty may note about another who clocks in. */
export const observedKinds = ['not-clocked', 'clocked-for-other'] as const;

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
      clock_out_requires: namesSchema.meta({ description: 'What is ticked before clocking out.' }).optional(),
      observe: z
        .strictObject({ by: rolesSchema, kinds: z.array(z.enum(observedKinds)).min(1) })
        .meta({ description: 'Who on duty may note what about others clocking in.' })
        .optional(),
      punches: z
        .strictObject({
          kinds: z
            .array(z.enum(['in', 'out']))
            .min(1)
            .optional(),
          per_day: z.number().int().min(1).optional(),
          duplicate_in: z.literal('ignored').optional(),
          last_out: z.literal('counts').optional(),
          time_of: z.literal('post').optional(),
        })
        .meta({ description: 'Kinds, number and meaning of punches.' })
        .optional(),
      no_show: z.literal('absence').meta({ description: 'What not coming counts as.' }).optional(),
      missed_punch: z
        .strictObject({
          below: z.number().int().min(1).meta({ description: 'Excused while there are fewer in the cycle and somebody confirms.' }),
          confirmed_by: rolesSchema,
          counts_as: z.literal('normal'),
        })
        .optional(),
      proxy_punch: z
        .strictObject({ outcome: nameSchema, may_become: nameSchema.optional() })
        .meta({ description: 'Clocking for another: never allowed; what it counts as for both.' })
        .optional(),
      outing: z
        .strictObject({ requires: z.literal('clock-in').optional(), return_punch: z.literal(true).optional() })
        .meta({ description: 'Punches around an outing.' })
        .optional(),
      weekly_hours_min: z.number().positive().meta({ description: 'Hours a week below which a justification is asked for.' }).optional(),
      require_any: namesSchema.meta({ description: 'Requests that justify it.' }).optional(),
      compare: z
        .strictObject({
          what: namesSchema.meta({ description: 'Sources that are compared.' }),
          exceptions: namesSchema.meta({ description: 'What is listed.' }).optional(),
          after: z.literal('transfer').optional(),
          to: rolesSchema,
        })
        .meta({ description: 'Reconciliation: which sources, and who sees the differences.' })
        .optional(),
    })
    .meta({ title: 'Everybody on duty' }),
  z
    .strictObject({
      ...scopeShape,
      role: nameSchema.meta({ description: 'Duty role that must be reachable.' }),
      reachable: z.strictObject({
        when: z.enum(['on-duty', 'always']),
        from: clockText.meta({ description: 'Every day from this time; left out: all day.' }).optional(),
        to: clockText.optional(),
        probe: z.literal('unannounced').meta({ description: 'Tried without notice.' }).optional(),
      }),
      place: placeSchema.optional(),
    })
    .meta({ title: 'Who must be reachable' }),
]);

export type PresenceEntry = z.infer<typeof presenceEntrySchema>;
