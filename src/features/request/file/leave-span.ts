import { type Instant, Temporal, type Zone } from '../../../core/time.ts';
import { type DayDuty, type LeaveSpan, takenFrom } from '../../roster/index.ts';

/** A leave as it was asked for: its first and last day, and the clock where it begins or ends within one. */
export interface AskedLeave {
  readonly fromOn: string;
  readonly untilOn: string;
  /** Of whole days, midnight to midnight. */
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** What stands around a leave: the person's duties, with those it took already, and other leave of theirs that holds. */
export interface AroundLeave {
  readonly duties: readonly DayDuty[];
  readonly leaves: readonly LeaveSpan[];
}

type Edge = 'day' | 'half' | 'hour';

function edgeOf(at: Instant, midnight: Temporal.PlainDate, zone: Zone, halfOf: Temporal.PlainDate): Edge {
  if (at.equals(midnight.toZonedDateTime(zone).toInstant())) return 'day';
  return at.equals(halfOf.toZonedDateTime({ timeZone: zone, plainTime: '12:00' }).toInstant()) ? 'half' : 'hour';
}

const latest = (...moments: readonly [Instant, ...Instant[]]): Instant =>
  moments.reduce((last, at) => (Temporal.Instant.compare(at, last) > 0 ? at : last));
const earliest = (...moments: readonly [Instant, ...Instant[]]): Instant =>
  moments.reduce((first, at) => (Temporal.Instant.compare(at, first) < 0 ? at : first));
const isBefore = (a: Instant, b: Instant): boolean => Temporal.Instant.compare(a, b) < 0;

/**
 * From when to when somebody is away, and how duties are taken. Whole days go by the duty day: a night that began on the day before is worked to its
 * end first, and the night of the last day belongs to the leave to its end. Leave of the days beside it keeps its own time. Half days begin and
 * end at noon and are of the duties of their day; hours go by the clock, and of a single day on which nothing else is due they may lie in the night
 * that began before it.
 */
export function spanOfLeave(asked: AskedLeave, zone: Zone, around: AroundLeave): LeaveSpan {
  const [first, last] = [Temporal.PlainDate.from(asked.fromOn), Temporal.PlainDate.from(asked.untilOn)];
  const starts = edgeOf(asked.startsAt, first, zone, first);
  const ends = edgeOf(asked.endsAt, last.add({ days: 1 }), zone, last);
  const byClock: LeaveSpan = { startsAt: asked.startsAt, endsAt: asked.endsAt, wholeFrom: null, wholeUntil: null };
  const byDay: LeaveSpan = {
    ...byClock,
    wholeFrom: starts === 'day' ? asked.fromOn : null,
    wholeUntil: ends === 'day' ? asked.untilOn : null,
  };
  const takes = (span: LeaveSpan): boolean => around.duties.some((duty) => takenFrom(duty, span) !== null);
  if (ends === 'hour' && asked.fromOn === asked.untilOn && !takes(byDay) && takes(byClock)) return byClock;
  const startsAt = starts === 'hour' ? asked.startsAt : afterTheDayBefore(asked, around);
  const endsAt = ends === 'day' ? withTheLastDay({ ...byDay, startsAt }, asked, around) : asked.endsAt;
  return { ...byDay, startsAt: isBefore(startsAt, endsAt) ? startsAt : asked.startsAt, endsAt };
}

/** The later of the start and the end of a duty, or leave, of a day before that reaches over it. */
function afterTheDayBefore({ fromOn, startsAt }: AskedLeave, { duties, leaves }: AroundLeave): Instant {
  const reaching = [
    ...duties.filter((duty) => duty.dutyOn < fromOn),
    ...leaves.filter((leave) => leave.wholeUntil !== null && leave.wholeUntil < fromOn),
  ].filter((one) => isBefore(one.startsAt, startsAt));
  return latest(startsAt, ...reaching.map((one) => one.endsAt));
}

/** The later of the end and that of the duties it takes, up to where leave of the days after begins. */
function withTheLastDay(span: LeaveSpan, { untilOn, endsAt }: AskedLeave, { duties, leaves }: AroundLeave): Instant {
  const end = latest(endsAt, ...duties.filter((duty) => takenFrom(duty, span) !== null).map((duty) => duty.endsAt));
  const next = leaves.filter((leave) => leave.wholeFrom !== null && leave.wholeFrom > untilOn).map((leave) => leave.startsAt);
  return earliest(end, ...next.filter((at) => !isBefore(at, endsAt)));
}
