import { z } from 'zod';

/** What stands in a pattern for a day without duty. */
export const offCell = 'off';

const shift = z.string().min(1);
/** People of one team by their code in the desk file; they stand the same turns. */
const team = z.array(z.string().min(1)).min(1);
const role = z.string().min(1).default('duty-officer');
/** Where some of them stand, by their code in the desk file: `{ zhao: 东门 }`. Of who is not named it says nothing. */
const positions = z.record(z.string().min(1), z.string().trim().min(1).max(60)).optional();
const dayKind = z.enum(['workday', 'make-up-workday', 'weekend', 'holiday', 'lieu-day']);

/**
 * Teams walk through a pattern of days, each a few days ahead of the next: `[day, night, off, off]` with four teams one day apart.
 * `step` is that distance; without it the pattern's length is divided evenly among the teams.
 */
const pattern = z
  .object({
    kind: z.literal('pattern'),
    role,
    positions,
    /** One entry a day, a shift code or `off`; `白夜休休`. */
    pattern: z.array(shift).min(1).max(366),
    teams: z.array(team).min(1),
    step: z.number().int().min(0).optional(),
  })
  .refine((rule) => rule.step !== undefined || rule.pattern.length % rule.teams.length === 0, {
    message: 'The pattern cannot be divided evenly among the teams; give step, the days between one team and the next',
    path: ['step'],
  });

/** Teams take turns of some days. Only days of the selected kinds or weekdays count and are staffed. */
const turns = z.object({
  kind: z.literal('turns'),
  role,
  positions,
  /** All of these that exist on the day are held by the team whose turn it is. */
  shifts: z.array(shift).min(1),
  teams: z.array(team).min(1),
  /** 1: daily, 7: weekly. */
  daysPerTurn: z.number().int().min(1).max(366),
  /** A turn ends with its week (Monday to Sunday), also where a holiday shortens it. */
  endsWithWeek: z.boolean().default(false),
  /** Kinds of days; absent: every day. */
  days: z.array(dayKind).min(1).optional(),
  /** ISO weekdays, 1 = Monday; absent: any. */
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).optional(),
  /** The team that has the first turn, 0 = the first of `teams`. */
  first: z.number().int().min(0).default(0),
});

/** The same people on the same weekdays. */
const weekdays = z.object({
  kind: z.literal('weekdays'),
  role,
  positions,
  entries: z.array(z.object({ weekdays: z.array(z.number().int().min(1).max(7)).min(1), shift, team })).min(1),
});

type AnyRule = z.output<typeof pattern> | z.output<typeof turns> | z.output<typeof weekdays>;

/** The teams a rule names, by the codes of their people. */
export const teamsOf = (rule: AnyRule): readonly (readonly string[])[] =>
  rule.kind === 'weekdays' ? rule.entries.map((entry) => entry.team) : rule.teams;

/** How a desk's roster repeats; the `rule` of a rotation row and of a rotation in a desk file. */
export const rotationRule = z.discriminatedUnion('kind', [pattern, turns, weekdays]).refine(
  (rule) => {
    const people = new Set(teamsOf(rule).flat());
    return Object.keys(rule.positions ?? {}).every((person) => people.has(person));
  },
  { message: 'positions names somebody who is in none of the teams', path: ['positions'] },
);
export type RotationRule = z.output<typeof rotationRule>;
export type PatternRule = Extract<RotationRule, { kind: 'pattern' }>;
export type TurnsRule = Extract<RotationRule, { kind: 'turns' }>;
