import { type Instant, type Interval, Temporal } from '../core/time.ts';
import { joinedUp, without } from './cover.ts';
import { plusDays } from './days.ts';
import { active, type Finding, plays, type RosterRun } from './finding.ts';
import type { CoverageNeed } from './policy.ts';

const midnight = (on: string, zone: string): Instant => Temporal.PlainDate.from(on).toZonedDateTime(zone).toInstant();

/** A duty day answers for its hours from midnight, or from the end of the last shift of the day before, to the end of its own last shift. */
function answersFor(run: RosterRun, on: string): Interval {
  const ends = (date: string): Instant =>
    latest([midnight(plusDays(date, 1), run.zone), ...run.expected(date).map(({ hours }) => hours.end)]);
  return { start: ends(plusDays(on, -1)), end: ends(on) };
}

function latest(instants: readonly [Instant, ...Instant[]]): Instant {
  return instants.reduce((last, one) => (Temporal.Instant.compare(one, last) > 0 ? one : last));
}

/** Hours of the days that must be covered and are not. */
export function coverageFindings(run: RosterRun, days: readonly string[]): readonly Finding[] {
  const heldBy = new Map<string | null, readonly Interval[]>();
  const held = (role: string | null): readonly Interval[] => {
    const known = heldBy.get(role);
    if (known !== undefined) return known;
    const there = run.slots.flatMap(({ startsAt, endsAt, people }) =>
      people.filter((person) => plays(person, role)).map((person) => person.there ?? { start: startsAt, end: endsAt }),
    );
    const stretches = joinedUp(there);
    heldBy.set(role, stretches);
    return stretches;
  };
  const gaps = days.flatMap((on) =>
    run.policyOn(on).coverages.flatMap((cited): readonly Finding[] => {
      const need = active(cited);
      if (need === null) return [];
      if (need.value.hours === 'daily') return emptyDay(run, on, need.value.role) ? [dayWithout(run, on, need)] : [];
      const wanted = need.value.within === 'always' ? [answersFor(run, on)] : run.expected(on).map(({ hours }) => hours);
      const role = need.value.role === null ? {} : { role: need.value.role };
      return wanted
        .flatMap((stretch) => without(stretch, held(need.value.role)))
        .map((gap) => ({
          code: 'coverage-gap',
          level: need.level,
          from: gap.start,
          until: gap.end,
          measured: 0,
          allowed: 1,
          cites: need.cites,
          ...role,
        }));
    }),
  );
  return joined(gaps);
}

const emptyDay = (run: RosterRun, on: string, role: string | null): boolean =>
  !run.slots.some((slot) => slot.dutyOn === on && slot.people.some((person) => plays(person, role)));

function dayWithout(run: RosterRun, on: string, need: NonNullable<ReturnType<typeof active<CoverageNeed>>>): Finding {
  return {
    code: 'coverage-gap',
    level: need.level,
    from: midnight(on, run.zone),
    until: midnight(plusDays(on, 1), run.zone),
    measured: 0,
    allowed: 1,
    cites: need.cites,
    ...(need.value.role === null ? {} : { role: need.value.role }),
  };
}

/** Gaps that go on over the end of a day are one gap. */
function joined(gaps: readonly Finding[]): readonly Finding[] {
  const kept: Finding[] = [];
  for (const gap of gaps) {
    const index = kept.findIndex((other) => other.until.equals(gap.from) && other.role === gap.role && other.level === gap.level);
    const before = kept[index];
    if (before === undefined) kept.push(gap);
    else kept[index] = { ...before, until: gap.until };
  }
  return kept;
}
