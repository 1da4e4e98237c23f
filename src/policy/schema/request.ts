import { z } from 'zod';
import type { FactTypes } from '../condition.ts';
import { clockText, durationText, nameSchema, namesSchema } from './scalars.ts';
import { rolesSchema, scopeShape } from './scope.ts';

/** Checks a request can be put to by name. */
export const requestChecks = [
  'certificates-continuous',
  'no-overlap',
  'not-after-close',
  'not-back-to-back',
  'not-consecutive',
  'roster-constraints',
  'staff-no-correct',
  'tier-satisfied',
] as const;

/** Days and shifts a request may not touch. */
export const forbiddenWords = [
  'holiday',
  'weekend',
  'night-shift',
  'swapped-shift',
  'returned-shift',
  'special-period',
  'triple-pay',
] as const;

/** What a decider is shown beside the request. */
export const shownFacts = ['away', 'staff_on_shift', 'swaps_this_month', 'grades', 'balance', 'hours', 'missed_punches', 'rule'] as const;
export type ShownFact = (typeof shownFacts)[number];

/** Facts a request rule may ask about in `if`, `if_any`, `unless`. Flags are answered in the form or worked out from the roster and the calendar. */
export const requestFacts: FactTypes = {
  unit_kind: 'texts',
  /** Sub-type, such as the leave type. */
  kind: 'text',
  /** Length in days, counted as the sub-type is counted; in calendar days; in working days. Half days are 0.5. */
  days: 'number',
  calendar_days: 'number',
  working_days: 'number',
  /** Kinds of the days and shifts it touches: `holiday`, `weekend`, `workday`, `triple-pay`, `special-period`; `night`, or the shift's code. */
  day: 'texts',
  shift: 'texts',
  /** Filed after the notice a rule asks for; after the start; told by word of mouth and recorded by somebody else. */
  late_request: 'flag',
  after_start: 'flag',
  verbal: 'flag',
  /** What the asker says of the case. */
  circumstances: 'text',
  emergency: 'flag',
  important: 'flag',
  special_duty: 'flag',
  first_child: 'flag',
  late_marriage: 'flag',
  region: 'text',
};

const tierSchema = z.strictObject({
  over: z.number().optional(),
  from: z.number().optional(),
  up_to: z.number().optional(),
  unit: z.enum(['day', 'working-day']),
  by: rolesSchema,
  min_rank: nameSchema.meta({ description: 'Least rank of the last of them.' }).optional(),
});

const followUpSchema = z.strictObject({
  do: nameSchema.meta({ description: 'What is owed: close, hand-in-sick-note, submit-form, hand-in-paper, complete, fill-gap.' }),
  due: z.union([
    z.literal('configurable'),
    z.strictObject({ after: z.enum(['start', 'end', 'approval']), days: z.number().int().min(0) }),
    z.strictObject({ after: z.literal('end'), rostered_days: z.number().int().min(1) }),
    z.strictObject({ before: z.literal('start') }),
  ]),
});

/** What one kind of request must meet, who decides it and what follows. Each key answers for rules of its own. */
export const requestEntrySchema = z
  .strictObject({
    ...scopeShape,
    request: namesSchema.meta({ description: 'Request types it holds for.' }),
    kinds: namesSchema.meta({ description: 'Sub-types, such as leave types; left out: all.' }).optional(),
    fields: namesSchema.meta({ description: 'Fields the form has.' }).optional(),
    required: namesSchema.meta({ description: 'Fields that must be filled.' }).optional(),
    form: nameSchema.meta({ description: 'Name of the form.' }).optional(),
    states: namesSchema.meta({ description: 'States it passes.' }).optional(),
    before: z.enum(['start', 'shift-start', 'leaving', 'sending']).meta({ description: 'What it must precede.' }).optional(),
    min_notice: durationText
      .meta({ description: 'Least time ahead; days go by the calendar, hours and minutes to the minute before the start.' })
      .optional(),
    latest: z
      .strictObject({
        at: clockText.optional(),
        day: z.enum(['of-start', 'evening-before-midnight-start']).optional(),
        same_day: z.literal(true).optional(),
      })
      .meta({ description: 'Latest clock time on the day it starts, or the same calendar day.' })
      .optional(),
    max_length: durationText.optional(),
    max_count: z
      .strictObject({
        limit: z.number().int().min(0),
        per: z.enum(['month', 'cycle', 'year']),
        who: z.enum(['requester', 'each-participant']),
      })
      .optional(),
    max_concurrent: z.strictObject({ limit: z.number().int().min(1), within: z.enum(['desk', 'station', 'shift']) }).optional(),
    forbid_on: z.array(z.enum(forbiddenWords)).min(1).optional(),
    requires: namesSchema
      .meta({ description: 'What must be there: documents by name, approval, leave-approved, leader-phoned.' })
      .optional(),
    requires_by: z
      .enum(['filing', 'follow-up'])
      .meta({ description: 'When a document must be there; follow-up: accepted provisionally until then.' })
      .optional(),
    proxy: z.boolean().meta({ description: 'Whether somebody else may file it.' }).optional(),
    same: namesSchema.meta({ description: 'Attributes (or unit, desk) both sides share.' }).optional(),
    substitute: z
      .strictObject({ same: z.enum(['unit', 'desk']).optional(), employment: nameSchema.optional(), deny: namesSchema.optional() })
      .meta({ description: 'Who may stand in: by attribute employment, and who never.' })
      .optional(),
    by: rolesSchema.meta({ description: 'Who may file it.' }).optional(),
    check: z.array(z.enum(requestChecks)).min(1).optional(),
    confirm: z
      .array(z.enum(['requester', 'partner', 'subject']))
      .min(1)
      .optional(),
    approve: z.array(nameSchema).meta({ description: 'Who decides; empty: nobody has to.' }).optional(),
    approve_not: rolesSchema.optional(),
    mode: z.enum(['one', 'all', 'sequential']).meta({ description: 'How several deciders stand to each other.' }).optional(),
    tiers: z.array(tierSchema).min(1).optional(),
    chain: z
      .strictObject({ step_by_step: z.boolean(), skip_level: z.boolean(), cross_line: z.boolean() })
      .meta({ description: 'Level by level: every tier below the one that decides signs first.' })
      .optional(),
    // biome-ignore lint/suspicious/noThenProperty: the word of the regulations' vocabulary; its value is a list and never called.
    then: rolesSchema.meta({ description: 'Who signs after the approval.' }).optional(),
    notify: rolesSchema.meta({ description: 'Who is told once it stands.' }).optional(),
    to: rolesSchema.meta({ description: 'Who gets it when it is filed.' }).optional(),
    show: z.array(z.enum(shownFacts)).min(1).optional(),
    follow_up: followUpSchema.optional(),
    remind: z.literal(true).optional(),
    effect: z.enum(['responsibility-moves', 'refuse-unapproved-clock-in']).optional(),
    day_count: z.enum(['calendar', 'rostered']).optional(),
    else: nameSchema.meta({ description: 'What it counts as where the rule is not met.' }).optional(),
    principle: z.literal(true).meta({ description: 'In principle: set aside with a reason.' }).optional(),
  })
  .meta({ title: 'A request' });

export type RequestEntry = z.infer<typeof requestEntrySchema>;

/** Keys of an entry that only qualify others. */
export const requestScopeKeys = [
  'applies_to',
  'if',
  'if_any',
  'unless',
  'request',
  'kinds',
  'requires_by',
  'principle',
  'mode',
  'remind',
] as const;
