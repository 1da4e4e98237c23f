import { clockPatterns, type DayPart, hourOf, partOf, partPatterns } from '../../core/clock-words.ts';
import { aheadPatterns, dayPatterns } from '../../core/day-words.ts';
import { ok, type Result, refuse } from '../../core/result.ts';
import { Temporal } from '../../core/time.ts';

/** What a person meant by words of time. `rest` is what was not about time: the desk, the shift. */
export interface When {
  /** `day`: a date without an hour; then `at` is its first moment. `now`: nothing was said about time. */
  readonly kind: 'now' | 'moment' | 'day';
  readonly at: Temporal.ZonedDateTime;
  readonly rest: string;
}

export type WhenRefusal = { readonly code: 'roster.noSuchDate'; readonly text: string };

/** Mutable state of one reading: what was found so far, and the text that is left. */
interface Reading {
  text: string;
  date: Temporal.PlainDate | null;
  hour: number | null;
  minute: number;
  part: DayPart | null;
  shift: Temporal.Duration | null;
  bad: string | null;
}

/** The hour a part of the day stands for when none is said. */
const partHours: Readonly<Record<DayPart, number>> = {
  'before-dawn': 3,
  morning: 8,
  noon: 12,
  afternoon: 15,
  evening: 20,
  night: 22,
  midnight: 24,
};

type Take = (match: RegExpExecArray, state: Reading, today: Temporal.PlainDate) => void;

/** The grammar, most specific first; each entry takes its words out of the text. */
const grammar: readonly (readonly [RegExp, Take])[] = [
  [/现在|此刻|目前|当前|\b(?:right )?now\b/, () => {}],
  ...aheadPatterns.map(({ pattern, read }): readonly [RegExp, Take] => [
    pattern,
    (match, state) => {
      state.shift = read(match);
    },
  ]),
  ...dayPatterns.map(({ pattern, read }): readonly [RegExp, Take] => [
    pattern,
    (match, state, today) => {
      const found = read(match, today);
      if (found === null) state.bad = match[0].trim();
      else state.date = found.date;
      if (found !== null && found.part !== null) state.part = found.part;
    },
  ]),
  ...partPatterns.map((pattern): readonly [RegExp, Take] => [
    pattern,
    (match, state) => {
      state.part = partOf(match[1] ?? '') ?? state.part;
    },
  ]),
  ...clockPatterns.map(({ pattern, read }): readonly [RegExp, Take] => [
    pattern,
    (match, state) => {
      const found = read(match);
      if (found === null) state.bad = match[0].trim();
      else {
        state.hour = found.hour;
        state.minute = found.minute;
      }
    },
  ]),
];

/**
 * Reads words of time in Chinese and English (`明天晚上`, `12月3日 20:00`, `下周一`, `tomorrow 9pm`, `next Monday`, `3 Dec`). Nothing about
 * time: now. A wall time that the clock change skips moves forward, one that happens twice is the first. Refused: a date that is none.
 */
export function parseWhen(text: string, now: Temporal.ZonedDateTime): Result<When, WhenRefusal> {
  const today = now.toPlainDate();
  const state: Reading = {
    text: text.normalize('NFKC').toLowerCase(),
    date: null,
    hour: null,
    minute: 0,
    part: null,
    shift: null,
    bad: null,
  };
  for (const [pattern, take] of grammar) {
    const match = pattern.exec(state.text);
    if (match === null) continue;
    state.text = `${state.text.slice(0, match.index)} ${state.text.slice(match.index + match[0].length)}`;
    take(match, state, today);
  }
  if (state.bad !== null) return refuse({ code: 'roster.noSuchDate', text: state.bad });
  const rest = state.text
    .replace(/[\s,，、。.?？的]+/gu, ' ')
    .replace(/^(?:on|at|for) | (?:on|at|for)$/g, '')
    .trim();
  return ok({ ...moment(state, now), rest });
}

function moment(state: Reading, now: Temporal.ZonedDateTime): Pick<When, 'kind' | 'at'> {
  if (state.shift !== null) return { kind: 'moment', at: now.add(state.shift) };
  const today = now.toPlainDate();
  const date = state.date ?? today;
  const wall = (day: Temporal.PlainDate, hour: number, minute: number): Temporal.ZonedDateTime =>
    day.add({ days: Math.floor(hour / 24) }).toZonedDateTime({ timeZone: now.timeZoneId, plainTime: { hour: hour % 24, minute } });
  if (state.hour !== null) return { kind: 'moment', at: wall(date, hourOf(state.hour, state.part), state.minute) };
  if (state.part !== null) {
    const at = wall(date, partHours[state.part], 0);
    // 今晚 said at nine in the evening means now, not an hour ago.
    const isNow =
      date.equals(today) &&
      Temporal.ZonedDateTime.compare(at, now) < 0 &&
      now.hour >= partHours[state.part] &&
      now.hour < partHours[state.part] + 4;
    return { kind: 'moment', at: isNow ? now : at };
  }
  if (state.date !== null) return { kind: 'day', at: date.toZonedDateTime(now.timeZoneId) };
  return { kind: 'now', at: now };
}
