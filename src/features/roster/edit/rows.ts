import type { AssignmentId, PersonId, RosterId, SlotId } from '../../../core/ids.ts';
import type { Instant, Interval } from '../../../core/time.ts';
import { stayIn } from '../plan.ts';
import type { ChangedDuty, DutyChange, PlannedSlot } from '../roster.ts';

/** Somebody's place in a slot, from when to when. */
export interface WantedRow {
  readonly person: PersonId;
  readonly role: string;
  readonly position: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** A row of a slot as it is stored; one of a person who was taken out is kept where something points at it or it names a position. */
export interface StoredAssignment extends WantedRow {
  readonly id: AssignmentId;
  /** False: taken out, kept because something still points at it, or so that whoever comes back stands where they stood. */
  readonly live: boolean;
  readonly version: number;
  /** Somebody clocked in or out on it: it is never deleted. */
  readonly punched: boolean;
}

/** A slot as it stands in the database, with everybody who was ever in it. `version` 0: it is not stored yet. */
export interface StoredSlot {
  readonly id: SlotId;
  readonly roster: RosterId;
  readonly shift: string;
  readonly dutyOn: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly version: number;
  /** Of the roster it belongs to, as it was when the slot was read; null: that is not published. */
  readonly rosterVersion: number | null;
  readonly assignments: readonly StoredAssignment[];
}

/** A stored slot as a plan: those who are in it now. */
export const asPlanned = (slot: StoredSlot): PlannedSlot & { readonly id: SlotId } => ({
  ...slot,
  people: slot.assignments
    .filter((one) => one.live)
    .map(({ person, role, position, startsAt, endsAt }) => ({ person, role, position, startsAt, endsAt })),
});

/**
 * The rows of a planned slot beside those it has. Where the plan names no position, everybody stays where they stand, and one who comes for one who
 * goes stands in their place.
 */
export function rowsOf(slot: PlannedSlot, held: readonly StoredAssignment[] = []): WantedRow[] {
  const live = held.filter((row) => row.live);
  const newcomers = slot.people.filter((one) => !live.some((row) => row.person === one.person));
  const leavers = live.filter((row) => !slot.people.some((one) => one.person === row.person));
  const inherited = (role: string): string | null => {
    const [place, ...places] = leavers.filter((row) => row.role === role);
    return places.length === 0 && newcomers.filter((one) => one.role === role).length === 1 ? (place?.position ?? null) : null;
  };
  return slot.people.map((one) => {
    const stay = stayIn(slot, one);
    const stands = newcomers.includes(one) ? inherited(one.role) : positionAt(live, one.person, stay);
    const position = one.position === undefined ? stands : one.position;
    return { person: one.person, role: one.role, position, startsAt: stay.start, endsAt: stay.end };
  });
}

/** Where somebody stands or stood in a slot during a stretch; null: nowhere in particular, or they were never there. */
export const positionAt = (held: readonly StoredAssignment[], person: PersonId, { start, end }: Interval): string | null =>
  held.find(
    (row) =>
      row.person === person &&
      row.startsAt.epochMilliseconds < end.epochMilliseconds &&
      start.epochMilliseconds < row.endsAt.epochMilliseconds,
  )?.position ?? null;

/** The least that has to be written to get from the rows of one slot to others. */
export interface RowChanges {
  readonly added: readonly WantedRow[];
  readonly changed: readonly {
    readonly id: AssignmentId;
    readonly version: number;
    readonly role: string;
    readonly position: string | null;
    readonly startsAt: Instant;
    readonly endsAt: Instant;
  }[];
  readonly dropped: readonly AssignmentId[];
  /** Taken out but kept. */
  readonly retired: readonly AssignmentId[];
}

const isKept = (row: StoredAssignment): boolean => row.punched || row.position !== null;
const sameHours = (a: Pick<WantedRow, 'startsAt' | 'endsAt'>, b: Pick<WantedRow, 'startsAt' | 'endsAt'>): boolean =>
  a.startsAt.equals(b.startsAt) && a.endsAt.equals(b.endsAt);
const samePlace = (a: Pick<WantedRow, 'role' | 'position'>, b: Pick<WantedRow, 'role' | 'position'>): boolean =>
  a.role === b.role && a.position === b.position;
const overlap = (a: WantedRow, b: WantedRow): boolean =>
  a.startsAt.epochMilliseconds < b.endsAt.epochMilliseconds && b.startsAt.epochMilliseconds < a.endsAt.epochMilliseconds;
const byHours = (a: WantedRow, b: WantedRow): number => a.startsAt.epochMilliseconds - b.startsAt.epochMilliseconds;

/**
 * What turns the rows of a slot into the wanted ones. A row is known by its person and start (the key in the database): it is kept, changed
 * or revived; one that overlaps a wanted stretch moves its start; the others go.
 */
export function reconcile(held: readonly StoredAssignment[], wanted: readonly WantedRow[]): RowChanges {
  const free = new Set(held);
  const added: WantedRow[] = [];
  const changed: RowChanges['changed'][number][] = [];
  const take = (row: StoredAssignment, want: WantedRow): void => {
    free.delete(row);
    if (row.live && samePlace(row, want) && sameHours(row, want)) return;
    const { role, position, startsAt, endsAt } = want;
    changed.push({ id: row.id, version: row.version, role, position, startsAt, endsAt });
  };
  const unmet: WantedRow[] = [];
  for (const want of wanted) {
    const row = held.find((one) => one.person === want.person && one.startsAt.equals(want.startsAt));
    if (row === undefined) unmet.push(want);
    else take(row, want);
  }
  for (const want of unmet) {
    const own = [...free].filter((one) => one.live && one.person === want.person);
    const row = own.find((one) => overlap(one, want)) ?? own[0];
    if (row === undefined) added.push(want);
    else take(row, want);
  }
  const gone = [...free].filter((row) => row.live);
  return {
    added,
    changed,
    dropped: gone.filter((row) => !isKept(row)).map((row) => row.id),
    retired: gone.filter(isKept).map((row) => row.id),
  };
}

/** What changes for each person of a slot between its rows before and after: what they lose, get, or keep at other hours, in another role or at another position. */
export function changesBetween(
  slot: { readonly dutyOn: string; readonly shift: string },
  before: readonly WantedRow[],
  after: readonly WantedRow[],
): DutyChange[] {
  const duty = ({ role, position, startsAt, endsAt }: WantedRow): ChangedDuty => ({
    dutyOn: slot.dutyOn,
    shift: slot.shift,
    role,
    position,
    startsAt,
    endsAt,
  });
  const people = [...new Set([...before, ...after].map((row) => row.person))];
  return people.flatMap((person): DutyChange[] => {
    const same = (a: WantedRow, b: WantedRow): boolean => a.person === b.person && samePlace(a, b) && sameHours(a, b);
    const old = before.filter((row) => row.person === person && !after.some((other) => same(row, other))).toSorted(byHours);
    const now = after.filter((row) => row.person === person && !before.some((other) => same(row, other))).toSorted(byHours);
    return Array.from({ length: Math.max(old.length, now.length) }, (_, index) => {
      const [was, is] = [old[index], now[index]];
      return { person, before: was === undefined ? null : duty(was), after: is === undefined ? null : duty(is) };
    });
  });
}
