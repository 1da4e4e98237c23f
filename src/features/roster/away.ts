import type { DeskId, PersonId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import { stayIn } from './plan.ts';
import type { PlannedSlot, RosterFinding } from './roster.ts';

/** A stretch in which somebody is away on leave, asked for (a place is held) or granted. Half open. */
export interface Absence {
  readonly id: string;
  /** Desk the leave was asked for on; who is away is away from every desk. */
  readonly desk: DeskId;
  readonly person: PersonId;
  readonly request: string;
  /** Running number of the request: `#12`. */
  readonly number: number;
  /** Leave type by code; for those who decide only. */
  readonly kind: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly approved: boolean;
  /** The rule's scope and the seat in it, where only so many may be away at once. */
  readonly lane: string | null;
  readonly seat: number | null;
}

/** What is known of somebody's absence by who makes or checks a roster. */
export type Away = Pick<Absence, 'person' | 'number' | 'startsAt' | 'endsAt' | 'approved'>;

const later = (a: Instant, b: Instant): Instant => (a.epochMilliseconds >= b.epochMilliseconds ? a : b);
const earlier = (a: Instant, b: Instant): Instant => (a.epochMilliseconds <= b.epochMilliseconds ? a : b);

/** People who are rostered while they are away, on the days from `from` to `until`. `level` is that of granted leave; what is only asked for is flagged. */
export function awayFindings(
  slots: readonly (PlannedSlot & { readonly id?: string })[],
  away: readonly Away[],
  days: { readonly from: string; readonly until: string },
  level: RosterFinding['level'],
): RosterFinding[] {
  return slots.flatMap((slot) => {
    if (slot.dutyOn < days.from || slot.dutyOn > days.until) return [];
    return slot.people.flatMap((one) => {
      const stay = stayIn(slot, one);
      return away
        .filter((absence) => absence.person === one.person)
        .map((absence) => ({ absence, from: later(stay.start, absence.startsAt), until: earlier(stay.end, absence.endsAt) }))
        .filter(({ from, until }) => from.epochMilliseconds < until.epochMilliseconds)
        .map(
          ({ absence, from, until }): RosterFinding => ({
            code: 'on-leave',
            level: absence.approved ? level : 'flag',
            from,
            until,
            on: slot.dutyOn,
            shift: slot.shift,
            person: one.person,
            measured: `#${absence.number}`,
            allowed: absence.approved ? 'approved' : 'asked',
            cites: [],
          }),
        );
    });
  });
}

/** Granted leave that a roster passes over: whoever does so gives a reason. */
export const isOverLeave = (finding: Pick<RosterFinding, 'code' | 'allowed'>): boolean =>
  finding.code === 'on-leave' && finding.allowed === 'approved';
