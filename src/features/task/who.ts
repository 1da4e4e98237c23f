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

/** The people in the shift a task belongs to, else those on duty on its desk at the moment. */
export function crewOf(task: Pick<Task, 'slot' | 'desk'>, duties: readonly Duty[], at: Instant): readonly Duty[] {
  if (task.slot !== null) return duties.filter(({ slot }) => slot === task.slot);
  return duties.filter((duty) => duty.desk === task.desk && runsAt(duty, at));
}

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
