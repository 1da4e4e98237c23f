import { z } from 'zod';
import { timeOfDaySchema, whenSchema } from '../when.ts';
import { durationText, nameSchema, namesSchema } from './scalars.ts';
import { rolesSchema, scopeShape } from './scope.ts';

/** Lists about attendance; the slice attendance builds and sends them. */
export const listWords = [
  'send:attendance-summary',
  'submit:attendance-exceptions',
  'submit:attendance-papers',
  'submit:missed-punches',
  'submit:overtime',
  'inspect:proxy-punch',
] as const;

/** Verbs of an obligation; each says what proves it. */
export const verbs = [
  'assign',
  'broadcast',
  'call',
  'checklist',
  'correct',
  'dispatch',
  'finish',
  'inspect',
  'meet',
  'read',
  'record',
  'return',
  'review',
  'round',
  'send',
  'submit',
  'watch',
] as const;
export type Verb = (typeof verbs)[number];

/** The stretch a list or report is about: `last-week` Monday to Sunday; `sat-fri` last Saturday to this Friday; `last-cycle` the cycle that ended last. */
export const rangeWords = ['last-week', 'sat-fri', 'last-cycle', 'last-month', 'day'] as const;

/** `submit:weekly-report` */
const doText = z
  .string()
  .regex(new RegExp(`^(?:${verbs.join('|')}):[a-z][a-z0-9-]*$`), 'a verb and its object, such as submit:weekly-report');

const window = z.strictObject({ from: timeOfDaySchema, to: timeOfDaySchema });

/** Whether the time or event a rule hangs on is one moment by which something can be done. */
function hasMoment({
  when,
  trigger,
  window: windows,
}: {
  readonly when?: unknown;
  readonly trigger?: unknown;
  readonly window?: unknown;
}): boolean {
  const whens: readonly unknown[] = Array.isArray(when) ? when : [when];
  const other = whens.some((one) => typeof one === 'object' && one !== null && ('random' in one || 'after' in one));
  return when !== undefined && trigger === undefined && windows === undefined && !other;
}

/** Something due at a time, after an event, again and again, or at random. */
export const obligationEntrySchema = z
  .strictObject({
    ...scopeShape,
    do: doText,
    when: z
      .union([whenSchema, z.array(whenSchema).min(1), z.literal('configurable'), z.enum(['shift-start', 'shift-end', 'before-holiday'])])
      .meta({ description: 'When it is due; configurable: not until the desk sets it.' })
      .optional(),
    before_shift_start: durationText.meta({ description: 'With shift-start: so long before.' }).optional(),
    by_then: durationText
      .refine((text) => !text.startsWith('-'), 'how long before its moment, without a minus')
      .meta({ description: 'It has to be done by its moment, not from it on; it can be begun so long before, and is asked for then.' })
      .optional(),
    trigger: nameSchema.meta({ description: 'Event that makes it due.' }).optional(),
    due: z
      .union([durationText, z.literal('next-day')])
      .meta({ description: 'With a trigger: so long after it; next-day: until the end of the day after it.' })
      .optional(),
    repeated: z
      .strictObject({ count: z.number().int().min(2), within: durationText })
      .meta({ description: 'With the trigger repeated-matter: so many entries of one kind in so long.' })
      .optional(),
    shift: nameSchema.meta({ description: 'Due only on days this shift exists, by whoever is in it.' }).optional(),
    max_interval: durationText.meta({ description: 'Greatest time between two runs inside the windows.' }).optional(),
    window: z.array(window).min(1).optional(),
    schedule: z.enum(['random', 'interval+random']).optional(),
    extra_random: z.number().int().min(1).meta({ description: 'Extra random runs in each window.' }).optional(),
    by: rolesSchema.optional(),
    to: rolesSchema.optional(),
    cc: rolesSchema.optional(),
    // biome-ignore lint/suspicious/noThenProperty: the word of the regulations' vocabulary; its value is a list and never called.
    then: rolesSchema.optional(),
    with: rolesSchema.optional(),
    channels: namesSchema.optional(),
    targets: namesSchema.optional(),
    each: z
      .union([z.number().int().min(1), z.strictObject({ min: z.number().int().min(1), per: z.enum(['day', 'month']) })])
      .meta({ description: 'Times per target.' })
      .optional(),
    split: z.strictObject({ morning: z.number().int().min(0), afternoon: z.number().int().min(0) }).optional(),
    sample: z
      .union([
        z.number().int().min(1),
        z.literal('configurable'),
        z.strictObject({ percent: z.number().min(0).max(100).optional(), min: z.number().int().min(1).optional() }),
      ])
      .meta({ description: 'Share of the targets, rounded up, and least number.' })
      .optional(),
    items: namesSchema.optional(),
    fields: namesSchema.optional(),
    form: namesSchema.optional(),
    approve_by: rolesSchema.optional(),
    range: z.enum(rangeWords).optional(),
    written: z.literal(true).optional(),
    copies: z.record(nameSchema, z.number().int().min(1)).meta({ description: 'Paper copies per receiver.' }).optional(),
    ack: z.enum(['read', 'received']).optional(),
    order: namesSchema.optional(),
    source: namesSchema.optional(),
    on_finding: nameSchema.optional(),
    on_miss: nameSchema
      .meta({ description: 'Event a miss is: what is due after it becomes due, and it is told to whom such an event goes.' })
      .optional(),
    grace: durationText
      .meta({ description: 'With random runs: so long after its moment one can still be made; left out: until the end of its window.' })
      .optional(),
    warn_before: durationText.optional(),
    repeat: durationText.meta({ description: 'Reminded again so often while it is open.' }).optional(),
  })
  .refine((entry) => entry.by_then === undefined || hasMoment(entry), 'by_then goes with a time: no event, window or random moment')
  .meta({ title: 'Something that is due' });

export type ObligationEntry = z.infer<typeof obligationEntrySchema>;
