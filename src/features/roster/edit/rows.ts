import type { AssignmentId, PersonId, RosterId, SlotId } from '../../../core/ids.ts';
import type { Instant } from '../../../core/time.ts';
import { stayIn } from '../plan.ts';
import type { DutyChange, PlannedSlot } from '../roster.ts';

/** Somebody's place in a slot, from when to when. */
export interface WantedRow {
  readonly person: PersonId;
  readonly role: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** A row of a slot as it is stored; one of a person who was taken out is kept where something points at it. */
export interface StoredAssignment extends WantedRow {
  readonly id: AssignmentId;
  /** False: taken out, kept because something still points at it. */
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
  people: slot.assignments.filter((one) => one.live).map(({ person, role, startsAt, endsAt }) => ({ person, role, startsAt, endsAt })),
});

/** The rows of a planned slot. */
export const rowsOf = (slot: PlannedSlot): WantedRow[] =>
  slot.people.map((one) => {
    const { start, end } = stayIn(slot, one);
    return { person: one.person, role: one.role, startsAt: start, endsAt: end };
  });

/** The least that has to be written to get from the rows of one slot to others. */
export interface RowChanges {
  readonly added: readonly WantedRow[];
  readonly changed: readonly {
    readonly id: AssignmentId;
    readonly version: number;
    readonly role: string;
    readonly startsAt: Instant;
    readonly endsAt: Instant;
  }[];
  readonly dropped: readonly AssignmentId[];
  /** Taken out but kept. */
  readonly retired: readonly AssignmentId[];
}

const sameHours = (a: Pick<WantedRow, 'startsAt' | 'endsAt'>, b: Pick<WantedRow, 'startsAt' | 'endsAt'>): boolean =>
  a.startsAt.equals(b.startsAt) && a.endsAt.equals(b.endsAt);
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
    if (row.live && row.role === want.role && sameHours(row, want)) return;
    changed.push({ id: row.id, version: row.version, role: want.role, startsAt: want.startsAt, endsAt: want.endsAt });
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
    dropped: gone.filter((row) => !row.punched).map((row) => row.id),
    retired: gone.filter((row) => row.punched).map((row) => row.id),
  };
}

/** What changes for each person of a slot between its rows before and after: what they lose, get, or keep at other hours or in another role. */
export function changesBetween(
  slot: { readonly dutyOn: string; readonly shift: string },
  before: readonly WantedRow[],
  after: readonly WantedRow[],
): DutyChange[] {
  const duty = ({ role, startsAt, endsAt }: WantedRow) => ({ dutyOn: slot.dutyOn, shift: slot.shift, role, startsAt, endsAt });
  const people = [...new Set([...before, ...after].map((row) => row.person))];
  return people.flatMap((person): DutyChange[] => {
    const same = (a: WantedRow, b: WantedRow): boolean => a.person === b.person && a.role === b.role && sameHours(a, b);
    const old = before.filter((row) => row.person === person && !after.some((other) => same(row, other))).toSorted(byHours);
    const now = after.filter((row) => row.person === person && !before.some((other) => same(row, other))).toSorted(byHours);
    return Array.from({ length: Math.max(old.length, now.length) }, (_, index) => {
      const [was, is] = [old[index], now[index]];
      return { person, before: was === undefined ? null : duty(was), after: is === undefined ? null : duty(is) };
    });
  });
}
