import type { DeskId, PersonId, SlotId } from '../../core/ids.ts';
import { type Instant, localDate, Temporal, wallTime, type Zone } from '../../core/time.ts';
import { plusDays } from '../../policy/days.ts';
import { leads } from '../people/index.ts';
import type { Task } from './task.ts';

/** Somebody in a shift. */
export interface Duty {
  readonly desk: DeskId;
  readonly slot: SlotId;
  readonly person: PersonId;
  /** Their duty role in it. */
  readonly role: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** When they clocked in for it; absent: they have not, or it is not looked at. */
  readonly cameAt?: Instant;
  /** When they clocked out of it. */
  readonly leftAt?: Instant;
}

/** Somebody who stands on a desk. */
export interface Standing {
  readonly person: PersonId;
  readonly desk: DeskId;
  readonly roles: readonly string[];
}

const unique = (people: readonly PersonId[]): PersonId[] => [...new Set(people)];

export const runsAt = (duty: Pick<Duty, 'startsAt' | 'endsAt'>, at: Instant): boolean =>
  Temporal.Instant.compare(duty.startsAt, at) <= 0 && Temporal.Instant.compare(at, duty.endsAt) < 0;

const byThen = (moment: Instant | undefined, at: Instant): boolean => moment !== undefined && Temporal.Instant.compare(moment, at) <= 0;
const isGone = ({ leftAt }: Duty, at: Instant): boolean => byThen(leftAt, at);

/**
 * The people in the shift a task belongs to, else those on duty on its desk at the moment who have not clocked out; where all of them have, those of the
 * next shift who have clocked in before it.
 */
export function crewOf(task: Pick<Task, 'slot' | 'desk'>, duties: readonly Duty[], at: Instant): readonly Duty[] {
  if (task.slot !== null) return duties.filter(({ slot }) => slot === task.slot);
  const here = duties.filter((duty) => duty.desk === task.desk && !isGone(duty, at));
  const rostered = here.filter((duty) => runsAt(duty, at));
  if (rostered.length > 0) return rostered;
  return here.filter(({ cameAt, startsAt }) => byThen(cameAt, at) && Temporal.Instant.compare(at, startsAt) < 0);
}

/**
 * When work that is nobody's own passes to others, after `at` and before it is due: the first of its `readers` goes off duty, or, where all who were on duty
 * have gone home, the next ones come on. Null: it stays with whoever has it.
 */
export function passesAt(
  task: Pick<Task, 'slot' | 'person' | 'desk' | 'dueAt'>,
  readers: readonly PersonId[],
  duties: readonly Duty[],
  at: Instant,
): Instant | null {
  if (task.slot !== null || task.person !== null) return null;
  const own = duties.filter(({ desk }) => desk === task.desk);
  const moments = own.some((duty) => runsAt(duty, at) && isGone(duty, at))
    ? [...crewOf(task, duties, at).map(({ endsAt }) => endsAt), ...own.map(({ startsAt }) => startsAt)]
    : crewOf(task, duties, at)
        .filter(({ person }) => readers.includes(person))
        .map(({ endsAt }) => endsAt);
  const coming = moments.filter((moment) => Temporal.Instant.compare(at, moment) < 0 && Temporal.Instant.compare(moment, task.dueAt) < 0);
  return coming.toSorted(Temporal.Instant.compare)[0] ?? null;
}

/** Who has clocked out of a shift of the desk that still runs. */
export const leftEarly = (task: Pick<Task, 'desk'>, duties: readonly Duty[], at: Instant): ReadonlySet<PersonId> =>
  new Set(duties.filter((duty) => duty.desk === task.desk && runsAt(duty, at) && isGone(duty, at)).map(({ person }) => person));

/** Everybody who was on duty on a desk has clocked out, and nobody has come yet. */
export const isLeft = (task: Pick<Task, 'slot' | 'desk'>, duties: readonly Duty[], at: Instant): boolean =>
  task.slot === null &&
  duties.some((duty) => duty.desk === task.desk && runsAt(duty, at) && isGone(duty, at)) &&
  crewOf(task, duties, at).length === 0;

/** Of a shift, those who hold one of the roles: in the shift itself or on the desk. */
export function holdingOf(crew: readonly Duty[], roles: readonly string[], members: readonly Standing[]): PersonId[] {
  const held = (person: PersonId): readonly string[] => members.filter((one) => one.person === person).flatMap((one) => one.roles);
  return unique(
    crew.filter(({ person, role }) => roles.includes(role) || held(person).some((own) => roles.includes(own))).map(({ person }) => person),
  );
}

/** The leads of the nearest desk that has one, from a step of the line of desks upwards on; empty: there is none. */
export function leadsFrom(
  lineage: readonly DeskId[],
  step: number,
  members: readonly Standing[],
): { readonly people: PersonId[]; readonly step: number } {
  for (let at = step; at < lineage.length; at += 1) {
    const people = unique(members.filter((one) => one.desk === lineage[at] && one.roles.some(leads)).map(({ person }) => person));
    if (people.length > 0) return { people, step: at };
  }
  return { people: [], step: lineage.length };
}

/** Hours in which people off duty are left in peace, on the desk's wall; the end may lie on the next day. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

/** The end of the quiet hours a moment lies in; null: it lies in none. */
export function quietUntil(at: Instant, hours: QuietHours | null, zone: Zone): Instant | null {
  if (hours === null || hours.from === hours.to) return null;
  const day = localDate(at, zone);
  for (const on of [plusDays(day, -1), day]) {
    const start = wallTime(on, hours.from, zone);
    const end = wallTime(hours.to > hours.from ? on : plusDays(on, 1), hours.to, zone);
    if (Temporal.Instant.compare(start, at) <= 0 && Temporal.Instant.compare(at, end) < 0) return end;
  }
  return null;
}

/**
 * When somebody hears of something: at once on duty and outside quiet hours; else when they are on duty again or the quiet hours end, whichever is
 * first. What cannot wait so long (`latest`: its deadline) is told at once.
 */
export function tellAt(
  person: PersonId,
  given: {
    readonly at: Instant;
    readonly latest: Instant | null;
    readonly duties: readonly Duty[];
    readonly quiet: QuietHours | null;
    readonly zone: Zone;
  },
): Instant {
  const { at, latest, duties } = given;
  const end = quietUntil(at, given.quiet, given.zone);
  const own = duties.filter((duty) => duty.person === person);
  if (end === null || own.some((duty) => runsAt(duty, at))) return at;
  const starts = own.map(({ startsAt }) => startsAt).filter((start) => Temporal.Instant.compare(at, start) < 0);
  const first = [...starts, end].toSorted(Temporal.Instant.compare)[0] ?? end;
  return latest !== null && Temporal.Instant.compare(latest, first) <= 0 ? at : first;
}
