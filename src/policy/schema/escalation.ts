import { z } from 'zod';
import type { FactTypes } from '../condition.ts';
import { durationText, nameSchema, namesSchema } from './scalars.ts';
import { rolesSchema, scopeShape } from './scope.ts';

/** Facts of an incident: what the reporter says of it, and when. */
export const incidentFacts: FactTypes = {
  unit_kind: 'texts',
  severity: 'text',
  within_authority: 'flag',
  emergency: 'flag',
  insufficient_force: 'flag',
  not_stopped: 'flag',
  not_corrected: 'flag',
  found_on_patrol: 'flag',
  off_post_minutes: 'number',
  county_waters: 'flag',
  own_waters: 'flag',
  removable: 'flag',
  day: 'texts',
  involves: 'texts',
  casualties: 'text',
  chemical_leak: 'flag',
  /** Times of day that have passed; the engine answers it. */
  after: 'texts',
  loss: 'flag',
};

/** How fast: a duration, or the sources' words, which a preset turns into one under `words`. */
const withinSchema = z.union([durationText, z.enum(['immediate', 'prompt'])]);

/** Where an event goes, in which order, how fast, and what happens at once. */
export const escalationEntrySchema = z
  .strictObject({
    ...scopeShape,
    event: namesSchema.optional(),
    severity: nameSchema.optional(),
    severity_if: z.record(nameSchema, namesSchema).meta({ description: 'Values of a fact that make it this severity.' }).optional(),
    within_authority: z.boolean().optional(),
    to: rolesSchema.optional(),
    cc: rolesSchema.optional(),
    // biome-ignore lint/suspicious/noThenProperty: the word of the regulations' vocabulary; its value is a list and never called.
    then: rolesSchema.optional(),
    assist: rolesSchema.optional(),
    approve: rolesSchema.meta({ description: 'Who approves before it goes further up.' }).optional(),
    order: z
      .union([z.literal('sequential'), namesSchema])
      .meta({ description: 'sequential, or the order of steps: handle, report.' })
      .optional(),
    within: withinSchema.optional(),
    within_minutes: z.number().int().min(1).meta({ description: 'What immediate or prompt means here, in minutes.' }).optional(),
    clock_from: z.enum(['known_at', 'reported_at']).optional(),
    requires: namesSchema.meta({ description: 'What must be there first: verified_by, evidence.' }).optional(),
    fields: namesSchema.optional(),
    form: nameSchema.optional(),
    ledger: nameSchema.optional(),
    issues: nameSchema.optional(),
    written: z.literal(true).optional(),
    actions: namesSchema.meta({ description: 'At once: call-out, extend-shift; others are instructions on the card.' }).optional(),
    ack: z.literal(true).optional(),
    chain: z.strictObject({ step_by_step: z.boolean(), skip_level: z.enum(['never', 'emergency-only']) }).optional(),
    remind: z.literal(true).optional(),
    optional: z.literal(true).optional(),
    close_when: nameSchema.optional(),
  })
  .meta({ title: 'Where an event goes' });

export type EscalationEntry = z.infer<typeof escalationEntrySchema>;
