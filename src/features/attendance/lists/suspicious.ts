import type { PersonId } from '../../../core/ids.ts';
import type { Instant } from '../../../core/time.ts';
import type { PunchKind } from '../attendance.ts';
import type { LeaveRow, MonthDuty } from '../month/facts.ts';

/** A punch as somebody inspects it. */
export interface InspectedPunch {
  readonly id: string;
  readonly person: PersonId;
  readonly desk: string;
  readonly kind: PunchKind;
  readonly at: Instant;
  readonly offRoster: boolean;
  readonly proxyBy: PersonId | null;
}

/** A punch off the roster is far off where no duty of the person lies within so many hours. */
const farHours = 12;

export interface Suspicion {
  readonly punch: InspectedPunch;
  readonly why: 'onLeave' | 'farOff';
}

/**
 * Punches that a person who was there would hardly have made: on a day of approved leave, or far off the roster. Two people never punch from one
 * account, so that a shared phone does not show here.
 */
export function suspiciousOf(
  punches: readonly InspectedPunch[],
  duties: ReadonlyMap<PersonId, readonly MonthDuty[]>,
  leaves: ReadonlyMap<PersonId, readonly LeaveRow[]>,
): Suspicion[] {
  return punches
    .filter((punch) => punch.proxyBy === null)
    .flatMap((punch): Suspicion[] => {
      const at = punch.at.epochMilliseconds;
      const away = (leaves.get(punch.person) ?? []).some(
        (leave) => leave.approved && !leave.missed && leave.startsAt.epochMilliseconds <= at && at < leave.endsAt.epochMilliseconds,
      );
      if (away) return [{ punch, why: 'onLeave' }];
      const near = (duties.get(punch.person) ?? []).some((duty) =>
        duty.parts.some(
          (part) => part.start.epochMilliseconds - farHours * 3_600_000 <= at && at <= part.end.epochMilliseconds + farHours * 3_600_000,
        ),
      );
      return punch.offRoster && !near ? [{ punch, why: 'farOff' }] : [];
    });
}
