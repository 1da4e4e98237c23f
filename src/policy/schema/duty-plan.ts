import { z } from 'zod';
import { clockText, durationText, nameSchema, namesSchema, wordsSchema } from './scalars.ts';
import { daysSchema, rolesSchema, scopeShape } from './scope.ts';

const anchorSchema = z.strictObject({
  anchor: nameSchema.meta({ description: 'A time the calendar or the day supplies: work_start, work_end, first-sailing, last-berthing.' }),
  offset: durationText.meta({ description: 'Before (-PT15M) or after (PT15M) the anchor.' }).optional(),
  day: z
    .enum(['+1', '+2', '+3', 'first-workday-after'])
    .meta({ description: 'The day of the anchor, counted from the day the shift starts on.' })
    .optional(),
  default: clockText.meta({ description: 'Where the anchor is not known.' }).optional(),
});

/** A clock time, or a time the calendar or the day supplies. */
export const edgeSchema = z.union([clockText, anchorSchema]);
export type EdgeText = z.infer<typeof edgeSchema>;

const bySeason = z.strictObject({ summer: edgeSchema, winter: edgeSchema });
export const modeSchema = z.enum(['on_site', 'phone']);

export const segmentSchema = z.strictObject({ mode: modeSchema, from: edgeSchema, to: edgeSchema });
export type SegmentText = z.infer<typeof segmentSchema>;

export const shiftSchema = z.strictObject({
  code: nameSchema,
  name: wordsSchema,
  start: z.union([edgeSchema, bySeason]),
  end: z.union([edgeSchema, bySeason]),
  days: daysSchema.optional(),
  season: z.enum(['summer', 'winter']).meta({ description: 'The hours hold in this season only.' }).optional(),
  aliases: z.array(z.string().trim().min(1)).meta({ description: 'What people write for the shift in a roster.' }).optional(),
});
export type ShiftText = z.infer<typeof shiftSchema>;

export const checkMoments = ['publish', 'leave', 'swap', 'clock_out'] as const;
const checkSchema = z.array(z.enum(checkMoments)).min(1);

const slotSchema = z.strictObject({ role: nameSchema, min: z.number().int().min(1), check: checkSchema.optional() });

const eligibleSchema = z.strictObject({
  roles: rolesSchema.meta({ description: 'Member roles of which one must be held.' }).optional(),
  not_attributes: z.record(nameSchema, z.string().min(1)).meta({ description: 'Attributes the person must not have.' }).optional(),
  shifts: namesSchema.meta({ description: 'Shifts the need binds.' }).optional(),
});

/** Shifts, coverage, staffing, turns, publication and display of the roster. */
export const dutyPlanEntrySchema = z.strictObject({
  ...scopeShape,
  days: daysSchema.meta({ description: 'Days the entry holds on; without the word, every day.' }).optional(),
  role: nameSchema.meta({ description: 'Duty role the plan is for; without the word, everybody on duty.' }).optional(),
  hours: z.enum(['all', 'office-hours', 'outside-office-hours']).optional(),
  shifts: z.array(shiftSchema).min(1).optional(),
  segments: z.array(segmentSchema).min(1).meta({ description: 'Parts of every shift of this plan, on site or by telephone.' }).optional(),
  coverage: z
    .union([z.literal('24h'), z.literal('daily'), z.strictObject({ hours: z.literal('24h'), within: z.enum(['always', 'shifts']) })])
    .meta({ description: '24h: every minute; daily: somebody on every day.' })
    .optional(),
  mode: modeSchema.optional(),
  slots: z.array(slotSchema).min(1).optional(),
  min_staff: z.number().int().min(1).meta({ description: 'Least number of people in every minute of every shift.' }).optional(),
  check: checkSchema.optional(),
  reinforced: z
    .strictObject({ more: z.number().int().min(1) })
    .meta({ description: 'People above the least number of the shift, on the days of the entry.' })
    .optional(),
  eligible: eligibleSchema.optional(),
  rotation: z
    .strictObject({
      kind: z.enum(['round-robin', 'rota-list']),
      days_per_turn: z.number().int().min(1).optional(),
      ends_with: z.literal('week').optional(),
    })
    .optional(),
  compiled_by: rolesSchema.optional(),
  changed_by: rolesSchema.optional(),
  accountable: rolesSchema.optional(),
  notify: rolesSchema.optional(),
  publish_by: z
    .union([
      z.strictObject({ before: z.literal('duty-day') }),
      z.strictObject({
        day: z.union([z.number().int().min(1).max(31), z.literal('last')]),
        of: z.enum(['month', 'previous-month']),
        before: z.boolean().optional(),
      }),
    ])
    .optional(),
  publish_every: z.literal('month').optional(),
  display: z.strictObject({ what: z.literal('current-duty'), where: z.literal('channel'), pinned: z.boolean() }).optional(),
  breaks: z.strictObject({ staggered: z.literal(true) }).optional(),
  matters: namesSchema.optional(),
  scope: nameSchema.optional(),
  place: nameSchema.meta({ description: 'Where the duty is done.' }).optional(),
  reachable: z.literal('24h').optional(),
});

export type DutyPlanEntry = z.infer<typeof dutyPlanEntrySchema>;
