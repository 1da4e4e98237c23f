import { type DayPart, hourOf, type ReadClock } from '../../core/clock-words.ts';

/** A time as it was said, with the part of the day beside it. */
export interface SaidClock {
  readonly clock: ReadClock;
  readonly part: DayPart | null;
}

/** Minutes from the midnight a day begins with; more than a day for what ends in the next. */
export interface Times {
  readonly from: number | null;
  readonly until: number | null;
}

const dayMinutes = 24 * 60;
/** A stretch that begins in the evening may end before noon of the next day. */
const evening = 18 * 60;
const noon = 12 * 60;

const isBare = ({ clock, part }: SaidClock): boolean => part === null && clock.half === null && !clock.exact;
const written = ({ clock, part }: SaidClock): number =>
  (clock.half === null && !clock.exact ? hourOf(clock.hour, part) : clock.hour) * 60 + clock.minute;

/** The times of the day a time may mean, earliest first: `3点` without more is at night or in the afternoon, `9点` in the morning. */
function meanings(said: SaidClock): readonly number[] {
  const at = written(said);
  return isBare(said) && said.clock.hour >= 1 && said.clock.hour <= 6 ? [at, at + noon] : [at];
}

/** One time alone. */
export const timeMeanings = (said: SaidClock): readonly Times[] => meanings(said).map((from) => ({ from, until: null }));

/** Times at both ends, on different days. */
export const farMeanings = (first: SaidClock | null, last: SaidClock | null): readonly Times[] =>
  (first === null ? [null] : meanings(first)).flatMap((from) =>
    (last === null ? [null] : meanings(last)).map((until) => ({ from, until })),
  );

/**
 * From one time to another of the same day. An end without a half of the day takes the first one after the start; a night goes on into the next
 * day. None: the end lies before its start.
 */
export function nearMeanings(first: SaidClock, last: SaidClock): readonly Times[] {
  return starts(first, last).flatMap((from) => {
    const until = endAfter(from, first, last);
    return until === null ? [] : [{ from, until }];
  });
}

function starts(first: SaidClock, last: SaidClock): readonly number[] {
  const at = written(first);
  if (!isBare(first)) return [at];
  if (last.clock.exact) return [at];
  const end = written(last);
  // 2-4 pm: the start is in the same half of the day where it can be.
  if (last.clock.half !== null) {
    const same = first.clock.hour < 12 && end > noon ? at + noon : at;
    return [same < end ? same : at];
  }
  return meanings(first);
}

function endAfter(from: number, first: SaidClock, last: SaidClock): number | null {
  const own = written(last);
  const shared = first.part !== null && isBare(last) ? hourOf(last.clock.hour, first.part) * 60 + last.clock.minute : null;
  const later = isBare(last) && last.clock.hour < 12 && !first.clock.exact ? [own, own + noon] : [own];
  const found = [...(shared === null ? [] : [shared]), ...later].find((until) => until > from);
  if (found !== undefined) return found;
  return from >= evening && own <= noon ? own + dayMinutes : null;
}
