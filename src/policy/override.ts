import { z } from 'zod';
import { softenedSchema } from './reaction.ts';
import { pathText } from './schema/preset.ts';
import { dateText, ruleIdText } from './schema/scalars.ts';

const reasonShape = {
  reason: z.string().trim().min(1).max(500),
  /** Who decided it: a person's code or id. */
  by: z.string().trim().min(1),
  /** Their name, for reading. */
  name: z.string().trim().min(1).optional(),
  /** First day it holds. */
  from: dateText,
  /** First day it holds no more. */
  until: dateText.optional(),
};

/** A value of a preset set differently by a desk, or a rule softened by it; kept with name, date and reason. */
export const overrideSchema = z.union([
  z.strictObject({
    path: pathText,
    value: z.json(),
    ...reasonShape,
  }),
  z.strictObject({ rule: ruleIdText, reaction: softenedSchema, ...reasonShape }),
]);

export type Override = z.infer<typeof overrideSchema>;

/** Whether something with these dates holds on `on`; `until` is the first day it does not. */
export function inForce(dates: { readonly from: string; readonly until?: string | null | undefined }, on: string): boolean {
  return dates.from <= on && (dates.until == null || on < dates.until);
}
