import { z } from 'zod';
import type { Words } from '../../../core/locale.ts';
import { overrideSchema } from '../../../policy/override.ts';
import type { Preset } from '../../../policy/preset.ts';
import { segmentSchema } from '../../../policy/schema/duty-plan.ts';
import { roles } from '../roles.ts';
import { deskSettings } from '../settings.ts';

/**
 * A desk file: an organisation as code. The file is the truth for what it names:
 *
 * - A desk it names has exactly the settings, presets, shifts, rotations, channels and members the file gives it; an absent key is empty or default.
 * - A desk it does not name is left alone; so are people it does not name, except that they leave the desks it names. A person whom that
 *   leaves on no desk is closed: their history stays, the bot no longer knows them.
 * - A messenger account that is left out keeps its link (it may have been found by e-mail); `slack: null` takes it away.
 * - What people chose for themselves in chat (language, reminders, preferred messenger) is never touched.
 */

/** A custom issue with its text in both languages. */
export const say = (words: Words): { code: 'custom'; message: string; params: { words: Words } } => ({
  code: 'custom',
  message: words.en,
  params: { words },
});

/** A problem that is known by a list of allowed words: the reader adds the nearest of them. */
const oneOf = (known: () => readonly string[], what: Words) =>
  z.string().superRefine((value, context) => {
    if (known().includes(value)) return;
    context.addIssue({ code: 'custom', message: `unknown ${what.en}`, params: { word: value, what, known: known() } });
  });

const pattern = (expression: RegExp, words: Words) =>
  z.string().superRefine((value, context) => {
    if (!expression.test(value)) context.addIssue(say(words));
  });

export const code = pattern(/^[a-z][a-z0-9-]{0,39}$/, {
  zh: '代号用小写字母开头,只含小写字母、数字和连字符,最多 40 个字符',
  en: 'a code starts with a small letter and holds small letters, digits and hyphens, at most 40',
});
const name = z.string().trim().min(1).max(80);
const locale = z.enum(['zh', 'en']);
const zones = (): readonly string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')];
const zone = oneOf(zones, { zh: '时区', en: 'time zone' });
const date = pattern(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { zh: '日期写作 2026-12-01', en: 'a date is written 2026-12-01' });
const clock = z
  .string()
  .superRefine((value, context) => {
    if (!/^(([01]\d|2[0-3]):[0-5]\d(\+1)?|24:00)$/.test(value))
      context.addIssue(say({ zh: '时间写作 07:30,次日写作 08:00+1', en: 'a time is written 07:30, the next day 08:00+1' }));
  })
  .transform((value) => (value === '24:00' ? '00:00+1' : value));
const messengerId = z.string().trim().min(1).max(80);

const channel = z.strictObject({ id: messengerId, name: name.nullable().default(null) });

const shift = z.strictObject({
  code,
  name,
  name_en: name,
  start: clock,
  end: clock,
  /** Parts with a mode, between clock times or anchors. */
  segments: z.array(segmentSchema).default([]),
  aliases: z.array(z.string().trim().min(1).max(20)).default([]),
});

/** What the file needs to know from elsewhere: the shipped presets, and rotations, which belong to a slice people may not see. */
export interface Vocabulary {
  readonly presets: readonly Preset[];
  /** The schema of a rotation's `rule`. */
  readonly rotationRule: z.ZodType;
  /** The codes of people and shifts a rule names. */
  rotationNames(rule: unknown): { readonly people: readonly string[]; readonly shifts: readonly string[] };
}

export interface FileFinding {
  readonly path: readonly (string | number)[];
  readonly words: Words;
}

const deskShape = (vocabulary: Vocabulary) =>
  z.strictObject({
    code,
    parent: code.nullable().default(null),
    name,
    name_en: name.nullable().default(null),
    /** Order of its members in lists, where it is not that of `people`. */
    order: z.array(code).default([]),
    /** Absent: as the organisation. */
    zone: zone.optional(),
    locale: locale.optional(),
    kinds: z.array(code).default([]),
    presets: z
      .array(
        z.strictObject({
          id: oneOf(() => vocabulary.presets.map((preset) => preset.id), { zh: '制度', en: 'preset' }),
          /** First day; absent: the day it is first applied. */
          from: date.optional(),
          overrides: z.array(overrideSchema).default([]),
        }),
      )
      .default([]),
    settings: deskSettings.prefault({}),
    shifts: z.array(shift).default([]),
    rotations: z.array(z.strictObject({ code, from: date, rule: vocabulary.rotationRule })).default([]),
    channels: z.strictObject({ slack: z.array(channel).default([]), feishu: z.array(channel).default([]) }).prefault({}),
  });

const knownRoles: readonly string[] = Object.keys(roles);
const role = oneOf(() => knownRoles, { zh: '角色', en: 'role' });

const personShape = z.strictObject({
  code,
  name,
  name_en: name.nullable().default(null),
  email: z.email().nullable().default(null),
  phone: z.string().trim().min(3).max(40).nullable().default(null),
  /** Null follows the organisation. */
  locale: locale.nullable().default(null),
  /** Absent: the link stays as it is; null: no account. */
  slack: messengerId.nullable().optional(),
  feishu: messengerId.nullable().optional(),
  attributes: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), z.string().max(200)).default({}),
  /** The desks they stand on, and their roles on each. */
  desks: z.record(z.string(), z.array(role)).default({}),
});

/** The schema of a desk file, for one vocabulary. */
export const deskFileSchema = (vocabulary: Vocabulary) =>
  z.strictObject({
    organisation: z.strictObject({ code, name, locale: locale.default('zh'), zone: zone.default('Asia/Shanghai') }),
    workspaces: z.strictObject({ slack: z.array(messengerId).default([]), feishu: z.array(messengerId).default([]) }).prefault({}),
    desks: z.array(deskShape(vocabulary)).min(1),
    people: z.array(personShape).default([]),
  });

export type DeskFile = z.output<ReturnType<typeof deskFileSchema>>;
export type DeskEntry = DeskFile['desks'][number];
export type PersonEntry = DeskFile['people'][number];
