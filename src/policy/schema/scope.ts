import { z } from 'zod';
import { conditionSchema, type FactTypes } from '../condition.ts';
import { nameSchema, namesSchema } from './scalars.ts';

/** Words for the days something holds on; `days.ts` says what each means. */
export const dayWords = [
  'all',
  'workday',
  'weekend',
  'holiday',
  'rest-day',
  'mon-fri',
  'mon-sat',
  'sunday',
  'weekend-block',
  'holiday-block',
] as const;
export type DayWord = (typeof dayWords)[number];

export const daysSchema = z.union([z.enum(dayWords), z.array(z.enum(dayWords)).min(1)]);
export type DaysText = z.infer<typeof daysSchema>;

/** Facts a preset may ask about a desk, in `if`, `if_any`, `unless`. */
export const deskFacts: FactTypes = { unit_kind: 'texts' };

/** Which desks an entry is for. `applies_to` names unit kinds or tiers of which the desk must have one. */
export const scopeShape = {
  applies_to: namesSchema.optional(),
  if: conditionSchema.optional(),
  if_any: z.array(conditionSchema).min(1).optional(),
  unless: conditionSchema.optional(),
};

/** Keys that say where an entry holds; they carry no rule of their own and need no trace. */
export const scopeKeys: readonly string[] = ['applies_to', 'if', 'if_any', 'unless', 'days', 'season', 'role', 'for', 'hours', 'mode'];

export interface Scope {
  readonly applies_to?: readonly string[] | undefined;
  readonly if?: z.infer<typeof conditionSchema> | undefined;
  readonly if_any?: readonly z.infer<typeof conditionSchema>[] | undefined;
  readonly unless?: z.infer<typeof conditionSchema> | undefined;
}

export const rolesSchema = z.array(nameSchema).min(1);
