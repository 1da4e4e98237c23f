import { z } from 'zod';
import { durationText, nameSchema, namesSchema } from './scalars.ts';
import { rolesSchema, scopeShape } from './scope.ts';

const attributesSchema = z.record(nameSchema, z.string().min(1));

/** Units, roles, people and their attributes: what a role requires of a person, lists of contacts that are kept up to date, and what is kept of everybody. */
export const directoryEntrySchema = z.union([
  z
    .strictObject({
      ...scopeShape,
      role: nameSchema.meta({ description: 'Duty role that is constrained.' }),
      requires: attributesSchema.meta({ description: 'Attributes a person must have, by name and value.' }),
      for: z.literal('being-rostered').meta({ description: 'What the requirement is for.' }),
    })
    .meta({ title: 'What a role requires' }),
  z
    .strictObject({
      ...scopeShape,
      group: nameSchema.meta({ description: 'Name of the contact list.' }),
      fields: namesSchema.meta({ description: 'What is kept of each contact.' }),
      within: z
        .union([durationText, z.literal('configurable')])
        .meta({ description: 'How often each contact is confirmed; configurable: nothing is due until the desk sets it.' }),
    })
    .meta({ title: 'A contact list' }),
  z
    .strictObject({
      ...scopeShape,
      attribute: nameSchema.meta({ description: 'Attribute people have.' }),
      values: namesSchema.meta({ description: 'Values it may have.' }),
      fields: namesSchema.meta({ description: 'Further attributes that are kept of everybody.' }).optional(),
    })
    .meta({ title: 'What is kept of people' }),
  z
    .strictObject({
      ...scopeShape,
      event: z.literal('contact-change').meta({ description: 'How somebody is reached has changed.' }),
      to: rolesSchema.meta({ description: 'Who is told.' }),
      within: durationText,
    })
    .meta({ title: 'A change that is told' }),
]);

export type DirectoryEntry = z.infer<typeof directoryEntrySchema>;
