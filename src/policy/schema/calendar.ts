import { z } from 'zod';
import { clockText, namesSchema } from './scalars.ts';
import { scopeShape } from './scope.ts';

const dayOfMonth = z.number().int().min(1).max(31);

/** Cycles and special periods a regulation counts in. Day kinds, seasons and anchors come from the desk's own calendar. */
export const calendarEntrySchema = z.strictObject({
  ...scopeShape,
  cycle: z
    .strictObject({ first_day: dayOfMonth, last_day: dayOfMonth })
    .meta({ description: 'Accounting cycle, such as the 21st to the 20th.' })
    .optional(),
  special_periods: namesSchema.meta({ description: 'Kinds of marked periods.' }).optional(),
});

export type CalendarEntry = z.infer<typeof calendarEntrySchema>;

const monthDay = z.string().regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'MM-DD');

/** What a desk settles about its calendar. Left out: no office hours, summer hours from 1 May to 30 September. */
export const calendarSettingsSchema = z.strictObject({
  workStart: clockText.optional(),
  workEnd: clockText.optional(),
  summerFrom: monthDay.default('05-01'),
  winterFrom: monthDay.default('10-01'),
});

/** As a desk writes it. */
export type CalendarSettings = z.input<typeof calendarSettingsSchema>;
