import { Temporal } from '../../core/time.ts';
import type { DayFacts, DayLookup } from '../../policy/policy.ts';
import { takeTurns } from '../../policy/turns.ts';
import { offCell, type PatternRule, type RotationRule, type TurnsRule, teamsOf } from './rotation-rule.ts';

export interface Rotation {
  readonly code: string;
  readonly rule: RotationRule;
  /** `YYYY-MM-DD`: the first day of the pattern, of the first turn. Before it the rotation gives nothing. */
  readonly startsOn: string;
}

/** One person on one shift of one day, as the rotation has it. `person` is the person's code. */
export interface RotationCell {
  readonly on: string;
  readonly shift: string;
  readonly person: string;
  readonly role: string;
  /** Where they stand; left out: the rule does not say. */
  readonly position?: string;
  readonly rotation: string;
}

export interface RotationWorld {
  readonly days: DayLookup;
  /** False where the policy has no such shift on the day. */
  readonly exists: (shift: string, day: DayFacts) => boolean;
}

/**
 * The cells of the dates `from` to `until` (both included). The rotation is counted from its own first day, so a month continues where the
 * month before ended, and the same date gives the same people whichever stretch is asked for.
 */
export function generate(rotation: Rotation, from: string, until: string, world: RotationWorld): RotationCell[] {
  const { rule } = rotation;
  const cells: RotationCell[] = [];
  const put = (on: string, shift: string, team: readonly string[]): void => {
    if (on < from || !world.exists(shift, world.days(on))) return;
    for (const person of team) {
      const position = rule.positions?.[person];
      cells.push({ on, shift, person, role: rule.role, ...(position === undefined ? {} : { position }), rotation: rotation.code });
    }
  };
  switch (rule.kind) {
    case 'pattern':
      walkPattern(rule, rotation.startsOn, from, until, put);
      break;
    case 'turns':
      walkTurns(rule, rotation.startsOn, until, world.days, put);
      break;
    case 'weekdays':
      for (const on of datesFrom(later(rotation.startsOn, from), until)) {
        const weekday = Temporal.PlainDate.from(on).dayOfWeek;
        for (const entry of rule.entries) if (entry.weekdays.includes(weekday)) put(on, entry.shift, entry.team);
      }
      break;
  }
  return cells;
}

type Put = (on: string, shift: string, team: readonly string[]) => void;

const later = (a: string, b: string): string => (a > b ? a : b);

function* datesFrom(from: string, until: string): Generator<string> {
  let date = Temporal.PlainDate.from(from);
  const last = Temporal.PlainDate.from(until);
  while (Temporal.PlainDate.compare(date, last) <= 0) {
    yield date.toString();
    date = date.add({ days: 1 });
  }
}

function walkPattern(rule: PatternRule, startsOn: string, from: string, until: string, put: Put): void {
  const length = rule.pattern.length;
  const step = rule.step ?? length / rule.teams.length;
  const start = Temporal.PlainDate.from(startsOn);
  for (const on of datesFrom(later(startsOn, from), until)) {
    const day = start.until(Temporal.PlainDate.from(on), { largestUnit: 'days' }).days;
    rule.teams.forEach((team, index) => {
      const shift = rule.pattern[(day + index * step) % length];
      if (shift !== undefined && shift !== offCell) put(on, shift, team);
    });
  }
}

/** Counts turns from the first day on. A stretch of the year nobody knows is counted by weekday. */
function walkTurns(rule: TurnsRule, startsOn: string, until: string, days: DayLookup, put: Put): void {
  const turns = takeTurns({
    rotation: {
      kind: 'turns',
      role: null,
      daysPerTurn: rule.daysPerTurn,
      endsWith: rule.endsWithWeek ? 'week' : null,
      existsOn: (day) => isStaffed(rule, day),
    },
    order: rule.teams.map((_, index) => String(index)),
    from: startsOn,
    to: until,
    day: days,
    startWith: rule.first,
  });
  for (const turn of turns) {
    const team = rule.teams[Number(turn.person)];
    if (team !== undefined) for (const shift of rule.shifts) put(turn.on, shift, team);
  }
}

function isStaffed(rule: TurnsRule, day: DayFacts): boolean {
  if (rule.weekdays !== undefined && !rule.weekdays.includes(day.weekday)) return false;
  if (rule.days === undefined) return true;
  const kind = day.kind === 'unknown' ? (day.weekday >= 6 ? 'weekend' : 'workday') : day.kind;
  return rule.days.includes(kind);
}

/** Every code of a person the rule names. */
export function peopleOf(rule: RotationRule): string[] {
  return [...new Set(teamsOf(rule).flat())];
}

/** Every shift code the rule names. */
export function shiftsOf(rule: RotationRule): string[] {
  switch (rule.kind) {
    case 'pattern':
      return [...new Set(rule.pattern.filter((shift) => shift !== offCell))];
    case 'turns':
      return [...new Set(rule.shifts)];
    case 'weekdays':
      return [...new Set(rule.entries.map((entry) => entry.shift))];
  }
}
