import { z } from 'zod';

/** A sentence or name in both languages. */
export const wordsSchema = z.strictObject({ zh: z.string().trim().min(1), en: z.string().trim().min(1) });

/** Lower-case words with dashes; names of plans, shifts, roles, attributes. */
export const nameSchema = z.string().regex(/^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/, 'lower-case words joined by - or _');

export const namesSchema = z.array(nameSchema).min(1);

/** `HH:MM`, with `+1` for the next day; `24:00` is the end of the day. */
export const clockText = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d(?:\+\d)?$|^24:00$/, 'HH:MM, HH:MM+1 or 24:00');

/** ISO 8601 duration: `PT20M`, `P2D`, `-PT15M`. */
export const durationText = z
  .string()
  .regex(
    /^-?P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/,
    'an ISO 8601 duration such as PT20M or P2D',
  );

/** `YYYY-MM-DD` that exists. */
export const dateText = z.iso.date();

/** Rule ids: the regulation's id and a number. */
export const ruleIdText = z.string().regex(/^[a-z][a-z0-9-]*-\d{2}$/, 'the id of a rule, such as property-security-duty-02');

export const presetIdText = z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'the id of a regulation, such as property-security-duty');
