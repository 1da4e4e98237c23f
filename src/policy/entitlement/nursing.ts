import type { Instant } from '../../core/time.ts';
import type { Citation, Policy } from '../policy.ts';
import type { EntitledCase } from './clause.ts';
import { grantOf } from './grant.ts';

/** The hours expected of somebody whose day is shorter. */
export interface ShiftedHours {
  readonly start: Instant;
  readonly end: Instant;
  /** Minutes by which the break is longer. */
  readonly breakMinutes: number;
  readonly cites: readonly Citation[];
}

/** Whether a leave type is an hour of every day rather than days off: it moves hours and takes nobody off the roster. */
export function isDailyTime(policy: Policy, leaveType: string, on: string): boolean {
  const grant = grantOf(policy, { leaveType, attributes: {}, facts: {}, on });
  return grant?.entitled === true && grant.minutesPerDay !== null;
}

/**
 * The expected punch times of a shift for somebody who has time off every day, such as nursing time: `late-start` moves the start,
 * `early-leave` the end, `long-lunch` lengthens the break. Null on days outside the window, for a choice the rules do not offer, or where
 * the shift is not longer than the time off: the shift's own times hold.
 */
export function nursingShift(
  policy: Policy,
  given: Pick<EntitledCase, 'leaveType' | 'attributes' | 'facts'> & {
    readonly option: string;
    readonly dutyOn: string;
    readonly startsAt: Instant;
    readonly endsAt: Instant;
  },
): ShiftedHours | null {
  const grant = grantOf(policy, { ...given, on: given.dutyOn });
  if (grant === null || !grant.entitled || grant.minutesPerDay === null || !grant.options.includes(given.option)) return null;
  const { window, minutesPerDay: minutes, cites } = grant;
  if (window !== null && window.missing.length > 0) return null;
  if (given.dutyOn < (window?.from ?? given.dutyOn) || given.dutyOn > (window?.until ?? given.dutyOn)) return null;
  if (given.endsAt.epochMilliseconds - given.startsAt.epochMilliseconds <= minutes * 60_000) return null;
  return {
    start: given.option === 'late-start' ? given.startsAt.add({ minutes }) : given.startsAt,
    end: given.option === 'early-leave' ? given.endsAt.subtract({ minutes }) : given.endsAt,
    breakMinutes: given.option === 'long-lunch' ? minutes : 0,
    cites,
  };
}
