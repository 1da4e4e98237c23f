import type { DeskId, PersonId } from '../../core/ids.ts';
import type { Instant, Interval, Zone } from '../../core/time.ts';
import { stayIn } from './plan.ts';
import type { PlannedSlot, RosterFinding } from './roster.ts';

/**
 * The time a leave takes. Whole days go by the duty day: from `wholeFrom` on, up to `wholeUntil`, duties are taken whole, and none of the days before
 * or after is touched, whatever the clock says. Null: it begins or ends within a day, by the clock.
 */
export interface LeaveSpan {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** Duty days, `YYYY-MM-DD`. */
  readonly wholeFrom: string | null;
  readonly wholeUntil: string | null;
}

/** A duty with its own hours: of the shift, or of a part of it. */
export interface DayDuty {
  readonly dutyOn: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** A stretch in which somebody is away on leave, asked for (a place is held) or granted. Half open. */
export interface Absence extends LeaveSpan {
  readonly id: string;
  /** Desk the leave was asked for on; who is away is away from every desk. */
  readonly desk: DeskId;
  readonly person: PersonId;
  readonly request: string;
  /** Running number of the request: `#12`. */
  readonly number: number;
  /** Leave type by code; for those who decide only. */
  readonly kind: string | null;
  readonly approved: boolean;
  /** The rule's scope and the seat in it, where only so many may be away at once. */
  readonly lane: string | null;
  readonly seat: number | null;
}

/** What is known of somebody's absence by who makes or checks a roster. */
export type Away = Pick<Absence, 'person' | 'number' | 'approved' | keyof LeaveSpan>;

const later = (a: Instant, b: Instant): Instant => (a.epochMilliseconds >= b.epochMilliseconds ? a : b);
const earlier = (a: Instant, b: Instant): Instant => (a.epochMilliseconds <= b.epochMilliseconds ? a : b);

/** The part of a duty that a leave takes; null: none of it. */
export function takenFrom(duty: DayDuty, leave: LeaveSpan): Interval | null {
  const { wholeFrom, wholeUntil } = leave;
  if ((wholeFrom !== null && duty.dutyOn < wholeFrom) || (wholeUntil !== null && duty.dutyOn > wholeUntil)) return null;
  const start = wholeFrom === null ? later(duty.startsAt, leave.startsAt) : duty.startsAt;
  const end = wholeUntil === null ? earlier(duty.endsAt, leave.endsAt) : duty.endsAt;
  return start.epochMilliseconds < end.epochMilliseconds ? { start, end } : null;
}

/** The first and last day of a leave as people say it: whole days by the duty day, else those of the clock. */
export function daysOf(leave: LeaveSpan, zone: Zone): { readonly from: string; readonly until: string } {
  const day = (at: Instant): string => at.toZonedDateTimeISO(zone).toPlainDate().toString();
  return { from: leave.wholeFrom ?? day(leave.startsAt), until: leave.wholeUntil ?? day(leave.endsAt.subtract({ milliseconds: 1 })) };
}

/** Whether a day is one of a leave's. */
export function isAwayOn(leave: LeaveSpan, on: string, zone: Zone): boolean {
  const { from, until } = daysOf(leave, zone);
  return from <= on && on <= until;
}

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
      const duty = { dutyOn: slot.dutyOn, startsAt: stay.start, endsAt: stay.end };
      return away
        .filter((absence) => absence.person === one.person)
        .flatMap((absence) => {
          const taken = takenFrom(duty, absence);
          return taken === null ? [] : [{ absence, from: taken.start, until: taken.end }];
        })
        .filter((found, index, all) => all.findIndex((other) => isSame(other, found)) === index)
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

interface TakenDuty {
  readonly absence: Away;
  readonly from: Instant;
  readonly until: Instant;
}

/** Rows of one leave, of which each may hold another place of absence, take a duty once. */
const isSame = (a: TakenDuty, b: TakenDuty): boolean =>
  a.absence.number === b.absence.number && a.from.equals(b.from) && a.until.equals(b.until);

/** Granted leave that a roster passes over: whoever does so gives a reason. */
export const isOverLeave = (finding: Pick<RosterFinding, 'code' | 'allowed'>): boolean =>
  finding.code === 'on-leave' && finding.allowed === 'approved';
