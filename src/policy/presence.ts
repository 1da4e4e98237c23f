import type { Instant, Zone } from '../core/time.ts';
import type { Citation, Policy, ReachNeed } from './policy.ts';

const minute = 60_000;

/** Times are judged as people read them, to the minute: 08:00:59 reads 08:00. */
const toMinute = (at: Instant): number => Math.floor(at.epochMilliseconds / minute);

/**
 * How late a clock-in at `at` is for a shift from `startsAt`. `minutes` are whole minutes after the start, 0 when in time; `late` is true
 * when they are more than the policy's tolerance. The cites are empty unless late, and where no rule asks.
 */
export function lateness({ startsAt, at, policy }: { readonly startsAt: Instant; readonly at: Instant; readonly policy: Policy }): {
  readonly minutes: number;
  readonly late: boolean;
  readonly cites: readonly Citation[];
} {
  const { value, cites, reaction } = policy.presence.lateOverMinutes;
  const minutes = Math.max(0, toMinute(at) - toMinute(startsAt));
  const late = reaction !== 'off' && minutes > value;
  return { minutes, late, cites: late ? cites : [] };
}

/** How early a clock-out at `at` is for a shift until `endsAt`; read to the minute like lateness. */
export function earliness({ endsAt, at, policy }: { readonly endsAt: Instant; readonly at: Instant; readonly policy: Policy }): {
  readonly minutes: number;
  readonly early: boolean;
  readonly cites: readonly Citation[];
} {
  const { value, cites, reaction } = policy.presence.earlyLeaveOverMinutes;
  const minutes = Math.max(0, toMinute(endsAt) - toMinute(at));
  const early = reaction !== 'off' && minutes > value;
  return { minutes, early, cites: early ? cites : [] };
}

/** What a clock-in off the roster meets: a refusal where a rule demands the roster, a question otherwise. */
export function offRoster(policy: Policy): 'refuse' | 'ask' {
  return policy.presence.rosteredOnly?.reaction === 'refuse' ? 'refuse' : 'ask';
}

/** When people must be there for a shift from `startsAt`: the start itself where no rule asks for more. */
export function arriveBy({ startsAt, policy }: { readonly startsAt: Instant; readonly policy: Policy }): {
  readonly at: Instant;
  readonly cites: readonly Citation[];
} {
  const need = policy.presence.arriveBeforeMinutes;
  return need === null || need.reaction === 'off'
    ? { at: startsAt, cites: [] }
    : { at: startsAt.subtract({ minutes: need.value }), cites: need.cites };
}

/**
 * Whether a clock-in at `at` is after the moment people had to be there for a shift from `startsAt`; read to the minute like lateness, and no
 * lateness of its own. The cites are empty where they were there in time, and where no rule asks for more than the start.
 */
export function arrival({ startsAt, at, policy }: { readonly startsAt: Instant; readonly at: Instant; readonly policy: Policy }): {
  readonly wantedAt: Instant;
  readonly cites: readonly Citation[];
} {
  const { at: wantedAt, cites } = arriveBy({ startsAt, policy });
  return { wantedAt, cites: toMinute(at) > toMinute(wantedAt) ? cites : [] };
}

/** Whether being away from the post is flagged, and by which rules. */
export function offPost(policy: Policy): { readonly flagged: boolean; readonly cites: readonly Citation[] } {
  const need = policy.presence.offPost;
  return need === null || need.reaction === 'off' ? { flagged: false, cites: [] } : { flagged: true, cites: need.cites };
}

/**
 * Whether somebody who could not be reached, or was elsewhere than their duty asks, is flagged. `place` is where they were found: `assigned`
 * (the place of duty), `locality` (elsewhere nearby), `away`.
 */
export function outOfReach(found: {
  readonly role: string;
  readonly onDuty: boolean;
  readonly reached: boolean;
  readonly place: 'assigned' | 'locality' | 'away';
  readonly policy: Policy;
  /** When it was tried, for rules that hold in some hours only; left out, they hold. */
  readonly tried?: { readonly at: Instant; readonly zone: Zone };
}): { readonly flagged: boolean; readonly cites: readonly Citation[] } {
  const { policy, role, onDuty } = found;
  const reach = policy.presence.reachable.filter(
    ({ value, reaction }) =>
      reaction !== 'off' &&
      (value.role === null || value.role === role) &&
      (onDuty || value.when === 'always') &&
      (value.hours === null || found.tried === undefined || lies(found.tried, value.hours)),
  );
  const missed = reach.filter(({ value }) => !found.reached || !isWithin(found.place, value.place));
  const place = policy.presence.place;
  const elsewhere = onDuty && place !== null && place.reaction !== 'off' && !isWithin(found.place, place.value) ? place.cites : [];
  const cites = [...missed.flatMap((need) => need.cites), ...elsewhere];
  return { flagged: missed.length > 0 || elsewhere.length > 0, cites };
}

/** Whether a moment lies in the hours of its day; their end is out. */
function lies({ at, zone }: { readonly at: Instant; readonly zone: Zone }, { from, to }: NonNullable<ReachNeed['hours']>): boolean {
  const { hour, minute: past } = at.toZonedDateTimeISO(zone);
  const minutes = hour * 60 + past;
  return minutes >= from.hour * 60 + from.minute && minutes < (to.dayOffset * 24 + to.hour) * 60 + to.minute;
}

function isWithin(found: 'assigned' | 'locality' | 'away', wanted: string | null): boolean {
  return wanted === null || found === 'assigned' || (wanted === 'locality' && found === 'locality');
}

/**
 * The punches that count of everything somebody clocked for one duty: the first clock-in, since a second one is ignored, and the last
 * clock-out. Null where there is none. They are the times of coming to the post and of leaving it.
 */
export function countedPunches<Punch extends { readonly kind: 'in' | 'out'; readonly at: Instant }>(
  punches: readonly Punch[],
): { readonly in: Punch | null; readonly out: Punch | null } {
  const inOrder = punches.toSorted((left, right) => left.at.epochMilliseconds - right.at.epochMilliseconds);
  return {
    in: inOrder.find(({ kind }) => kind === 'in') ?? null,
    out: inOrder.findLast(({ kind }) => kind === 'out') ?? null,
  };
}
