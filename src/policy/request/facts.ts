import { type Instant, Temporal, type Zone } from '../../core/time.ts';
import type { Facts, FactValue } from '../condition.ts';
import { isWorkday, plusDays } from '../days.ts';
import type { DayFacts, Policy } from '../policy.ts';
import type { RequestCase, TouchedDuty } from './case.ts';

/** A part of a case: some of its days and duties. */
export interface Part {
  /** `YYYY-MM-DD`, ascending, without repeats. */
  readonly days: readonly string[];
  readonly duties: readonly TouchedDuty[];
}

/** The whole case: every day of its span and of the duties it touches. */
export function wholePart(request: RequestCase): Part {
  const { from, until, touched } = request;
  const days = new Set(touched.map(({ dutyOn }) => dutyOn));
  if (from !== null) for (let on = from; on <= (until ?? from); on = plusDays(on, 1)) days.add(on);
  return { days: [...days].toSorted(), duties: touched };
}

/** What the calendar says of a day in the words a condition uses. Days in lieu belong to their holiday; triple pay is for the holiday itself. */
export function dayWordsOf({ kind }: DayFacts): readonly string[] {
  return [
    ...(kind === 'holiday' || kind === 'lieu-day' ? ['holiday'] : []),
    ...(kind === 'holiday' ? ['triple-pay'] : []),
    ...(kind === 'weekend' ? ['weekend'] : []),
    ...(isWorkday(kind) ? ['workday'] : []),
  ];
}

/** Hour of the day up to which the middle of a shift makes it a night shift. */
const nightEnds = 6;

/** A night shift: called so, or one whose middle lies between midnight and six in the morning. */
export function isNightShift(duty: Pick<TouchedDuty, 'shift' | 'startsAt' | 'endsAt'>, zone: Zone): boolean {
  if (duty.shift.split(/[-_]/).includes('night')) return true;
  const half = Math.trunc((duty.endsAt.epochMilliseconds - duty.startsAt.epochMilliseconds) / 2);
  return duty.startsAt.add({ milliseconds: half }).toZonedDateTimeISO(zone).hour < nightEnds;
}

/** The calendar date of a moment in a zone. */
export function dateOf(instant: Instant, zone: Zone): string {
  return instant.toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** Every date a duty lies on, from the one it starts on to the one its last moment is on. */
export function datesOf({ dutyOn, startsAt, endsAt }: TouchedDuty, zone: Zone): readonly string[] {
  const last = Temporal.Instant.compare(endsAt, startsAt) > 0 ? endsAt.subtract({ nanoseconds: 1 }) : endsAt;
  return [...new Set([dutyOn, dateOf(startsAt, zone), dateOf(last, zone)])];
}

/** What the conditions of request rules can ask about, of a part of the case. */
export function factsOf(
  policy: Policy,
  request: RequestCase,
  part: Part,
  late: { readonly request: boolean; readonly start: boolean },
): Facts {
  const { answers, day, zone, lengths, subject } = request;
  const words = part.days.flatMap((on) => dayWordsOf(day(on)));
  // A shift over midnight is paid for both days it lies on.
  const paid = part.duties
    .flatMap((duty) => datesOf(duty, zone))
    .flatMap((on) => dayWordsOf(day(on)).filter((word) => word === 'triple-pay'));
  const shifts = part.duties.flatMap((duty) => (isNightShift(duty, zone) ? [duty.shift, 'night'] : [duty.shift]));
  return {
    region: subject.attributes.region,
    ...answers,
    unit_kind: policy.unitKinds,
    ...(request.kind === null ? {} : { kind: request.kind }),
    days: lengths.days,
    calendar_days: lengths.calendarDays,
    working_days: lengths.workingDays,
    day: [...new Set([...words, ...paid, ...textsOf(answers.day)])],
    shift: [...new Set([...shifts, ...textsOf(answers.shift)])],
    late_request: late.request,
    after_start: late.start,
  };
}

function textsOf(value: FactValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' ? value : [];
}
