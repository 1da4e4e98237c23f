import { z } from 'zod';
import { timeOfDaySchema } from '../when.ts';
import { nameSchema, namesSchema } from './scalars.ts';
import { rolesSchema, scopeShape } from './scope.ts';

/** The protocol of passing a shift or a post on. Each key answers for rules of its own. */
export const handoverEntrySchema = z
  .strictObject({
    ...scopeShape,
    require: namesSchema.meta({ description: 'What must be complete: handover-completed, duty-log, form-annex-06.' }).optional(),
    before: z.literal('release').meta({ description: 'What it gates: the outgoing person may clock out.' }).optional(),
    sections: namesSchema.meta({ description: 'Text sections that must be written.' }).optional(),
    verify: namesSchema.meta({ description: 'Items verified one by one.' }).optional(),
    outgoing: namesSchema.meta({ description: 'What the outgoing side has ready.' }).optional(),
    incoming: namesSchema.meta({ description: 'What the incoming side has done.' }).optional(),
    sign: z.enum(['both', 'outgoing', 'incoming']).optional(),
    in_person: z.literal(true).meta({ description: 'Face to face, shown by a code read out.' }).optional(),
    confirm_each: z.literal('open-problem').optional(),
    by: rolesSchema.optional(),
    release: z.literal('relief-present').optional(),
    per: z.enum(['position', 'role']).optional(),
    alert: rolesSchema.meta({ description: 'Who is told of a missing relief.' }).optional(),
    freeze_while: namesSchema.meta({ description: 'Open processes or incidents that forbid it.' }).optional(),
    on_incident_during: z
      .strictObject({
        events: namesSchema
          .meta({ description: 'Events, or processes they open, that it is about; any event where none is named.' })
          .optional(),
        handover: z.literal('stopped'),
        responsible: z.literal('outgoing'),
        assists: z.literal('incoming'),
      })
      .optional(),
    refuse_if: namesSchema.meta({ description: 'Reasons the incoming side may refuse for.' }).optional(),
    open_items: z.literal('reason-required').optional(),
    carry_over: z.enum(['shown', 'assigned-to-incoming']).optional(),
    at: z.array(timeOfDaySchema).min(1).meta({ description: 'Further hand-overs in the shift.' }).optional(),
    season: z.enum(['summer', 'winter']).optional(),
    shift: nameSchema.optional(),
    event: z.enum(['change-of-post', 'leaving']).optional(),
    record: nameSchema.optional(),
    fields: namesSchema.optional(),
  })
  .meta({ title: 'Handing over' });

export type HandoverEntry = z.infer<typeof handoverEntrySchema>;
export const handoverScopeKeys = ['applies_to', 'if', 'if_any', 'unless', 'before', 'per', 'season', 'shift', 'event', 'by'] as const;
