import { z } from 'zod';
import { whenSchema } from '../when.ts';
import { namesSchema } from './scalars.ts';
import { rolesSchema, scopeShape } from './scope.ts';

/** Lists about attendance that go to somebody at a time of the week or of the cycle. */
export const listWords = [
  'send:attendance-summary',
  'submit:attendance-exceptions',
  'submit:attendance-papers',
  'submit:missed-punches',
  'submit:overtime',
  'inspect:proxy-punch',
] as const;

/** The stretch a list is about: `last-week` Monday to Sunday; `sat-fri` last Saturday to this Friday; `last-cycle` the cycle that ended last. */
export const rangeWords = ['last-week', 'sat-fri', 'last-cycle'] as const;

/** Something due at a time. */
export const obligationEntrySchema = z
  .strictObject({
    ...scopeShape,
    do: z.enum(listWords),
    when: whenSchema,
    by: rolesSchema.optional(),
    to: rolesSchema.optional(),
    // biome-ignore lint/suspicious/noThenProperty: the word of the regulations' vocabulary; its value is a list and never called.
    then: rolesSchema.optional(),
    range: z.enum(rangeWords).optional(),
    sample: z.union([z.number().int().min(1), z.literal('configurable')]).optional(),
    items: namesSchema.optional(),
  })
  .meta({ title: 'Something that is due' });

export type ObligationEntry = z.infer<typeof obligationEntrySchema>;
