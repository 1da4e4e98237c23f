import type { PersonId } from '../../../core/ids.ts';
import type { Instant } from '../../../core/time.ts';
import { type LeaveSpan, takenFrom } from '../../roster/index.ts';
import type { PunchKind } from '../attendance.ts';
import { closesMinutes } from '../decide.ts';
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

/** Who worked the night before a leave clocks out on its first day. */
const isOf = (punch: InspectedPunch, { parts }: MonthDuty): boolean =>
  parts.some(
    ({ start, end }) =>
      start.subtract({ minutes: closesMinutes }).epochMilliseconds <= punch.at.epochMilliseconds &&
      punch.at.epochMilliseconds <= end.add({ minutes: closesMinutes }).epochMilliseconds,
  );
const isLeft = ({ dutyOn, parts }: MonthDuty, leave: LeaveSpan): boolean =>
  parts.every(({ start, end }) => takenFrom({ dutyOn, startsAt: start, endsAt: end }, leave) === null);

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
      const own = duties.get(punch.person) ?? [];
      const away = (leaves.get(punch.person) ?? []).some(
        (leave) =>
          leave.approved &&
          !leave.missed &&
          leave.startsAt.epochMilliseconds <= at &&
          at < leave.endsAt.epochMilliseconds &&
          (punch.offRoster || !own.some((duty) => isOf(punch, duty) && isLeft(duty, leave))),
      );
      if (away) return [{ punch, why: 'onLeave' }];
      const near = own.some((duty) =>
        duty.parts.some(
          (part) => part.start.epochMilliseconds - farHours * 3_600_000 <= at && at <= part.end.epochMilliseconds + farHours * 3_600_000,
        ),
      );
      return punch.offRoster && !near ? [{ punch, why: 'farOff' }] : [];
    });
}
