import { z } from 'zod';
import { enforceSchema } from '../reaction.ts';
import { calendarEntrySchema } from './calendar.ts';
import { consequenceEntrySchema } from './consequence.ts';
import { directoryEntrySchema } from './directory.ts';
import { dutyPlanEntrySchema } from './duty-plan.ts';
import { entitlementEntrySchema } from './entitlement.ts';
import { escalationEntrySchema } from './escalation.ts';
import { handoverEntrySchema } from './handover.ts';
import { obligationEntrySchema } from './obligation.ts';
import { presenceEntrySchema } from './presence.ts';
import { accessEntrySchema, recordEntrySchema } from './record.ts';
import { requestEntrySchema } from './request.ts';
import { nameSchema, presetIdText, ruleIdText, wordsSchema } from './scalars.ts';

/** Concepts a preset can express today. A rule of any other concept waits under `pending`. */
export const builtConcepts = [
  'directory',
  'calendar',
  'duty_plan',
  'presence',
  'request',
  'entitlement',
  'consequence',
  'obligation',
  'record',
  'access',
  'handover',
  'escalation',
] as const;

/** Concepts that are not built yet; `record`, `access`, `handover`, `obligation` and `escalation` wait only in presets that come later. */
export const waitingConcepts = ['record', 'access', 'handover', 'obligation', 'escalation', 'checklist', 'scorecard'] as const;

export const kinds = [
  'roster',
  'clock',
  'leave',
  'swap',
  'handover',
  'log',
  'incident',
  'patrol',
  'inspection',
  'register',
  'feedback',
  'report',
  'reminder',
  'score',
  'allowance',
  'access',
  'conduct',
] as const;

const ruleSchema = z.strictObject({
  section: wordsSchema.meta({ description: 'Where the rule stands; left out, the section of the regulation.' }).optional(),
  words: wordsSchema.meta({ description: 'The rule in our own words.' }),
  kind: z.enum(kinds),
  enforce: enforceSchema,
});

/** The way to a value of a preset: concept, entry, key. */
export const pathText = z
  .string()
  .regex(new RegExp(`^(?:${builtConcepts.join('|')})\\.[a-z0-9@_.-]+$`), 'a path such as duty_plan.guard-duty.coverage');

/** One regulation as data. */
export const presetSchema = z
  .strictObject({
    preset: presetIdText,
    title: wordsSchema,
    source: z.strictObject({ document: wordsSchema, section: wordsSchema }),
    part_of: presetIdText.meta({ description: 'The document the regulation belongs to, where one document holds several.' }).optional(),
    directory: z.record(nameSchema, directoryEntrySchema).optional(),
    calendar: z.record(nameSchema, calendarEntrySchema).optional(),
    duty_plan: z.record(nameSchema, dutyPlanEntrySchema).optional(),
    presence: z.record(nameSchema, presenceEntrySchema).optional(),
    request: z.record(nameSchema, requestEntrySchema).optional(),
    entitlement: z.record(nameSchema, entitlementEntrySchema).optional(),
    consequence: z.record(nameSchema, consequenceEntrySchema).optional(),
    obligation: z.record(nameSchema, obligationEntrySchema).optional(),
    record: z.record(nameSchema, recordEntrySchema).optional(),
    access: z.record(nameSchema, accessEntrySchema).optional(),
    handover: z.record(nameSchema, handoverEntrySchema).optional(),
    escalation: z.record(nameSchema, escalationEntrySchema).optional(),
    rules: z.record(ruleIdText, ruleSchema),
    trace: z
      .record(ruleIdText, z.union([pathText, z.array(pathText).min(1)]))
      .meta({ description: 'For every rule, the entries that express it.' }),
    pending: z.record(ruleIdText, z.enum(waitingConcepts)).meta({ description: 'Rules whose concept is not built yet.' }).optional(),
    none: z.record(ruleIdText, wordsSchema).meta({ description: 'Rules the bot does nothing about, and why.' }).optional(),
  })
  .meta({ title: 'A duty regulation', description: 'A preset of Zhiban: one regulation, its rules and the policy that expresses them.' });

export type PresetText = z.infer<typeof presetSchema>;
export type PresetRule = z.infer<typeof ruleSchema>;

/** The parts of a preset that hold values a desk can override. */
export const sectionsSchema = presetSchema.pick({
  directory: true,
  calendar: true,
  duty_plan: true,
  presence: true,
  request: true,
  entitlement: true,
  consequence: true,
  obligation: true,
  record: true,
  access: true,
  handover: true,
  escalation: true,
});
export type Sections = z.infer<typeof sectionsSchema>;
