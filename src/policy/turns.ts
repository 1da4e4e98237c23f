import { Temporal } from '../core/time.ts';
import { plusDays } from './days.ts';
import type { Finding, RosterCheck } from './finding.ts';
import type { Cited, DayLookup, Policy, RotationNeed } from './policy.ts';
import { canonicalJson } from './sha256.ts';

/** Monday of the week a day lies in. */
function weekOf(on: string): string {
  const date = Temporal.PlainDate.from(on);
  return date.subtract({ days: date.dayOfWeek - 1 }).toString();
}

export interface Turn {
  readonly on: string;
  readonly person: string;
}

/**
 * Hands out duty days in turn: each person of `order` takes `daysPerTurn` of the days the rotation holds on (one where it does not say),
 * then the next. With `endsWith: week` a turn also ends with its calendar week. `startWith` is the first person's place in the order.
 * Days from `from` to `to`, both included. Without people nobody is named.
 */
export function takeTurns(given: {
  readonly rotation: RotationNeed;
  readonly order: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly day: DayLookup;
  readonly startWith: number;
}): readonly Turn[] {
  const { rotation, order, day } = given;
  if (order.length === 0) return [];
  const turns: Turn[] = [];
  let place = given.startWith;
  let taken = 0;
  let week: string | null = null;
  for (let on = given.from; on <= given.to; on = plusDays(on, 1)) {
    if (!rotation.existsOn(day(on), day)) continue;
    const over = taken >= (rotation.daysPerTurn ?? 1) || (rotation.endsWith === 'week' && week !== null && week !== weekOf(on));
    if (over) {
      place += 1;
      taken = 0;
    }
    taken += 1;
    week = weekOf(on);
    const person = order[place % order.length];
    if (person !== undefined) turns.push({ on, person });
  }
  return turns;
}

/** People who keep duty longer than their turn: counted in the duty days of the rotation, one after the other. */
export function longTurns(check: RosterCheck): readonly Finding[] {
  return stretches(check).flatMap(({ rotations, days }) =>
    rotations.flatMap((cited) =>
      cited.reaction === 'off' || cited.value.daysPerTurn === null ? [] : overlong(check, cited, cited.reaction, days),
    ),
  );
}

/** The days checked, cut where other rules on turns come into force. */
function stretches(check: RosterCheck): readonly { readonly rotations: Policy['rotations']; readonly days: string[] }[] {
  const cut: { readonly rotations: Policy['rotations']; readonly days: string[]; readonly rules: string }[] = [];
  for (let on = check.from; on <= check.to; on = plusDays(on, 1)) {
    const { rotations } = check.policyOn(on);
    const rules = canonicalJson(rotations);
    const last = cut.at(-1);
    if (last?.rules === rules) last.days.push(on);
    else cut.push({ rotations, days: [on], rules });
  }
  return cut;
}

function overlong(
  check: RosterCheck,
  { value, cites }: Cited<RotationNeed>,
  level: Finding['level'],
  days: readonly string[],
): readonly Finding[] {
  const duty = days.filter((on) => value.existsOn(check.day(on), check.day));
  const heldBy = new Map<string, Set<string>>();
  for (const { dutyOn, people } of check.slots) {
    for (const { person } of people.filter(({ role }) => value.role == null || role === value.role))
      heldBy.set(person, (heldBy.get(person) ?? new Set()).add(dutyOn));
  }
  return [...heldBy].flatMap(([person, held]) =>
    runsOf(
      duty.filter((on) => held.has(on)),
      duty,
    )
      .filter(
        (run) =>
          run.length > (value.daysPerTurn ?? Number.POSITIVE_INFINITY) || (value.endsWith === 'week' && new Set(run.map(weekOf)).size > 1),
      )
      .flatMap((run): readonly Finding[] => {
        const [start] = run;
        const end = run.at(-1);
        if (start === undefined || end === undefined) return [];
        const from = Temporal.PlainDate.from(start).toZonedDateTime(check.zone).toInstant();
        const until = Temporal.PlainDate.from(end).add({ days: 1 }).toZonedDateTime(check.zone).toInstant();
        return [
          {
            code: 'turn-too-long',
            level,
            from,
            until,
            measured: run.length,
            allowed: value.daysPerTurn ?? run.length,
            on: start,
            person,
            cites,
          },
        ];
      }),
  );
}

/** Stretches of held days that follow each other among the duty days. */
function runsOf(held: readonly string[], duty: readonly string[]): readonly (readonly string[])[] {
  const runs: string[][] = [];
  for (const on of held) {
    const run = runs.at(-1);
    if (run !== undefined && duty.indexOf(on) === duty.indexOf(run.at(-1) ?? '') + 1) run.push(on);
    else runs.push([on]);
  }
  return runs;
}
