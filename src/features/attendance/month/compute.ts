import type { Instant, Interval } from '../../../core/time.ts';
import type { Citation } from '../../../policy/policy.ts';
import { countedPunches, earliness, lateness } from '../../../policy/presence.ts';
import { takenFrom } from '../../roster/index.ts';
import { closesMinutes } from '../decide.ts';
import type {
  Attendance,
  AttendanceCode,
  AttendanceFact,
  DayHours,
  Excuse,
  FactSource,
  MonthDuty,
  MonthGiven,
  MonthLeave,
  MonthPunch,
} from './facts.ts';
import { joined, minutesOf, nightMinutes, sumMinutes, within, without } from './hours.ts';
import { offRosterFacts, outingFacts, proxyFacts } from './other-facts.ts';

const before = (a: Instant, b: Instant): boolean => a.epochMilliseconds < b.epochMilliseconds;
const overlaps = (a: Interval, b: Interval): boolean => before(a.start, b.end) && before(b.start, a.end);
const spanOf = (item: { readonly startsAt: Instant; readonly endsAt: Instant }): Interval => ({ start: item.startsAt, end: item.endsAt });

/** One duty with everything that was punched, excused or asked for about it. */
interface DutyCase {
  readonly duty: MonthDuty;
  /** The hours of the duty in which the person was to work, leave taken away. */
  readonly stays: readonly Interval[];
  /** The part of them on the spot: outings taken away. */
  readonly onSpot: readonly Interval[];
  readonly in: MonthPunch | null;
  readonly out: MonthPunch | null;
  readonly saidIn: Excuse | null;
  readonly saidOut: Excuse | null;
  readonly outings: readonly Excuse[];
  /** Leave of that time that was asked for and does not hold. */
  readonly asked: readonly MonthLeave[];
}

/** Hours are shifted where a person comes later or goes earlier every day. */
function shiftDaily(parts: readonly Interval[], { dutyOn }: MonthDuty, leaves: readonly MonthLeave[]): readonly Interval[] {
  return leaves.reduce<readonly Interval[]>((left, leave) => {
    const [first, last] = [left[0], left.at(-1)];
    if (first === undefined || last === undefined || leave.daily === null || leave.standing !== 'holds') return left;
    const whole = { start: first.start, end: last.end };
    const takes = takenFrom({ dutyOn, startsAt: first.start, endsAt: last.end }, leave) !== null;
    const hours = takes ? leave.daily({ dutyOn, ...whole }) : null;
    return hours === null ? left : within(left, hours);
  }, parts);
}

/** The hours of a duty that a leave takes. */
const offIn = ({ dutyOn, parts }: MonthDuty, leave: MonthLeave): readonly Interval[] =>
  parts.flatMap((part) => takenFrom({ dutyOn, startsAt: part.start, endsAt: part.end }, leave) ?? []);

function caseOf(duty: MonthDuty, given: MonthGiven): DutyCase {
  const holding = given.leaves.filter((leave) => leave.standing === 'holds' && leave.daily === null);
  const off = holding.flatMap((leave) => offIn(duty, leave));
  const stays = shiftDaily(without(duty.parts, off), duty, given.leaves);
  const outings = given.excuses.filter((excuse) => excuse.kind === 'outing' && stays.some((stay) => overlaps(stay, spanOf(excuse))));
  const punches = given.punches.filter((punch) => punch.slot === duty.slot && punch.proxy === null);
  const said = (kind: Excuse['kind']): Excuse | null =>
    given.excuses.find((excuse) => excuse.kind === kind && excuse.slot === duty.slot) ?? null;
  return {
    duty,
    stays,
    onSpot: without(stays, outings.map(spanOf)),
    ...countedPunches(punches),
    saidIn: said('missed-in'),
    saidOut: said('missed-out'),
    outings,
    asked: given.leaves.filter((leave) => leave.standing !== 'holds' && offIn(duty, leave).length > 0),
  };
}

const cameAt = (item: DutyCase): Instant | null => item.in?.at ?? item.saidIn?.startsAt ?? null;
const leftAt = (item: DutyCase): Instant | null => item.out?.at ?? item.saidOut?.endsAt ?? null;
const endOf = (item: DutyCase): Instant | null => item.stays.at(-1)?.end ?? null;
const showedUp = (item: DutyCase): boolean => cameAt(item) !== null || leftAt(item) !== null;

const dutySource = (duty: MonthDuty): FactSource[] => {
  const [first, last] = [duty.parts[0], duty.parts.at(-1)];
  return first === undefined || last === undefined
    ? []
    : [{ kind: 'duty', id: duty.slot, startsAt: first.start.toString(), endsAt: last.end.toString() }];
};
const punchSource = (punch: MonthPunch | null): FactSource[] =>
  punch === null ? [] : [{ kind: 'punch', id: punch.id, punch: punch.kind, at: punch.at.toString() }];
const requestSource = (requests: readonly (string | undefined)[]): FactSource[] =>
  [...new Set(requests)].flatMap((id) => (id === undefined ? [] : [{ kind: 'request' as const, id }]));

interface Said {
  readonly from: Instant;
  readonly until: Instant;
  readonly minutes: number;
  readonly confirmedBy?: string | null;
  readonly sources?: readonly FactSource[];
  readonly cites: readonly Citation[];
}

const factOf = (item: DutyCase, code: AttendanceCode, said: Said): AttendanceFact => ({
  key: `${code}:${item.duty.slot}`,
  code,
  desk: item.duty.desk,
  on: item.duty.dutyOn,
  shift: item.duty.shift,
  slot: item.duty.slot,
  from: said.from,
  until: said.until,
  minutes: said.minutes,
  leaveRequested: item.asked.some((leave) =>
    offIn(item.duty, leave).some((hours) => overlaps(hours, { start: said.from, end: said.until })),
  ),
  confirmedBy: said.confirmedBy ?? null,
  sources: [...dutySource(item.duty), ...(said.sources ?? []), ...requestSource(item.asked.map((leave) => leave.request))],
  cites: said.cites,
});

/** What is said of a duty nobody clocked in for or out of. */
function absentCode(item: DutyCase, given: MonthGiven, lastSeen: Instant | null): AttendanceCode {
  if (item.asked.length > 0) return 'unapproved-leave';
  const { transfer } = given;
  const { duty } = item;
  if (transfer !== null && duty.desk !== transfer.former && duty.dutyOn >= transfer.on && wasThereByOtherHours(item, given))
    return 'wrong-hours-after-transfer';
  const begins = item.stays[0]?.start;
  const backLate = given.leaves.some(
    (leave) =>
      leave.standing === 'holds' &&
      leave.daily === null &&
      begins !== undefined &&
      !before(begins, leave.endsAt) &&
      (lastSeen === null || before(lastSeen, leave.endsAt)),
  );
  return backLate ? 'overstayed-leave' : 'no-show';
}

/** Clocked that day, but not for this duty. */
function wasThereByOtherHours({ duty }: DutyCase, given: MonthGiven): boolean {
  const zone = given.zoneOf(duty.desk);
  return given.punches.some(
    (punch) =>
      punch.proxy === null && punch.slot !== duty.slot && punch.at.toZonedDateTimeISO(zone).toPlainDate().toString() === duty.dutyOn,
  );
}

function dutyFacts(item: DutyCase, given: MonthGiven, lastSeen: Instant | null): AttendanceFact[] {
  const [first, last] = [item.onSpot[0], item.onSpot.at(-1)];
  const end = endOf(item);
  if (first === undefined || last === undefined || end === null) return [];
  const policy = given.policyOf(item.duty.desk, item.duty.dutyOn);
  const missedCites = policy.presence.missedPunch?.cites ?? [];
  const isOver = !before(given.now, end);
  const isClosed = !before(given.now, end.add({ minutes: closesMinutes }));
  if (!showedUp(item)) {
    if (!isOver) return [];
    const code = absentCode(item, given, lastSeen);
    const cites = policy.presence.noShow?.cites ?? [];
    return [factOf(item, code, { from: first.start, until: end, minutes: sumMinutes(item.onSpot), cites })];
  }
  const facts: AttendanceFact[] = [];
  if (item.in === null && (isOver || item.out !== null))
    facts.push(
      factOf(item, 'missed-in', {
        from: first.start,
        until: first.start,
        minutes: 0,
        confirmedBy: item.saidIn?.request ?? null,
        sources: [...punchSource(item.out), ...requestSource([item.saidIn?.request])],
        cites: missedCites,
      }),
    );
  if (item.out === null && isClosed)
    facts.push(
      factOf(item, 'missed-out', {
        from: last.end,
        until: last.end,
        minutes: 0,
        confirmedBy: item.saidOut?.request ?? null,
        sources: [...punchSource(item.in), ...requestSource([item.saidOut?.request])],
        cites: missedCites,
      }),
    );
  const came = cameAt(item);
  const late = came === null ? null : lateness({ startsAt: first.start, at: came, policy });
  if (came !== null && late?.late === true)
    facts.push(
      factOf(item, 'late', { from: first.start, until: came, minutes: late.minutes, sources: punchSource(item.in), cites: late.cites }),
    );
  const left = leftAt(item);
  const early = left === null ? null : earliness({ endsAt: last.end, at: left, policy });
  if (left !== null && early?.early === true)
    facts.push(
      factOf(item, 'early-leave', {
        from: left,
        until: last.end,
        minutes: early.minutes,
        sources: punchSource(item.out),
        cites: early.cites,
      }),
    );
  return facts;
}

/** Worked spans of a duty; null while it runs, and where a punch is missing. */
function workedSpans(item: DutyCase): Interval[] | null {
  const out = item.outings.flatMap((outing) => within(item.stays, spanOf(outing)));
  if (item.onSpot.length === 0) return joined(out);
  const [start, end] = [cameAt(item), leftAt(item)];
  if (start === null && end === null) return joined(out);
  if (start === null || end === null) return null;
  return joined([...within(item.stays, { start, end }), ...heldStay(item), ...out]);
}

/** The stay after the end that a rule asked for: until the relief had come and the hand-over was done, or the person left. */
function heldStay(item: DutyCase): Interval[] {
  const end = endOf(item);
  const { out } = item;
  const held = out?.heldUntil ?? null;
  if (end === null || out === null || held === null) return [];
  const until = before(out.at, held) ? out.at : held;
  return before(end, until) ? [{ start: end, end: until }] : [];
}

interface DayParts {
  rostered: boolean;
  minutes: number;
  night: number;
  offRoster: number;
  beyond: number;
  unknown: number;
}

/** Collects the minutes of each day and desk. */
class DayBook {
  readonly #days = new Map<string, { readonly on: string; readonly desk: string; readonly parts: DayParts }>();

  add(on: string, desk: string, parts: Partial<DayParts>): void {
    const key = `${on} ${desk}`;
    const day = this.#days.get(key) ?? { on, desk, parts: { rostered: false, minutes: 0, night: 0, offRoster: 0, beyond: 0, unknown: 0 } };
    day.parts.rostered ||= parts.rostered ?? false;
    for (const name of ['minutes', 'night', 'offRoster', 'beyond', 'unknown'] as const) day.parts[name] += parts[name] ?? 0;
    this.#days.set(key, day);
  }

  days(given: MonthGiven): DayHours[] {
    return [...this.#days]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { on, desk, parts }]) => ({ on, desk, kind: given.daysOf(desk)(on).kind, ...parts }));
  }
}

function addDuty(book: DayBook, item: DutyCase, given: MonthGiven): void {
  const { desk, dutyOn } = item.duty;
  const zone = given.zoneOf(desk);
  const spans = workedSpans(item);
  const end = endOf(item);
  const isClosed = end !== null && !before(given.now, end.add({ minutes: closesMinutes }));
  const free = heldStay(item)[0]?.end ?? end;
  const beyond = item.out === null || free === null || before(item.out.at, free) ? 0 : minutesOf({ start: free, end: item.out.at });
  book.add(dutyOn, desk, {
    rostered: true,
    minutes: spans === null ? 0 : sumMinutes(spans),
    night: spans === null ? 0 : nightMinutes(spans, given.nightOf(desk), zone),
    beyond,
    unknown: spans === null && isClosed ? sumMinutes(item.stays) : 0,
  });
}

/**
 * The attendance of one person for a stretch of duty days: dated facts in order, and the minutes worked on each day. A shift over midnight counts on
 * the day it starts; minutes are real ones, also where the clocks change. Nothing is said of what has not happened by `now`: a duty that runs, or one
 * that may still be clocked out of.
 */
export function attendanceOf(given: MonthGiven): Attendance {
  const duties = given.duties.filter((duty) => duty.dutyOn >= given.from && duty.dutyOn <= given.until);
  const cases = duties
    .map((duty) => caseOf(duty, given))
    .sort((a, b) => (a.duty.parts[0]?.start.epochMilliseconds ?? 0) - (b.duty.parts[0]?.start.epochMilliseconds ?? 0));
  const facts: AttendanceFact[] = [];
  const book = new DayBook();
  const dutyDays = new Set<string>();
  let lastSeen: Instant | null = null;
  for (const item of cases) {
    facts.push(...dutyFacts(item, given, lastSeen));
    addDuty(book, item, given);
    const end = endOf(item);
    if (end !== null && !before(given.now, end)) dutyDays.add(item.duty.dutyOn);
    if (showedUp(item)) lastSeen = end ?? lastSeen;
  }
  const off = offRosterFacts(given);
  for (const { on, desk, minutes, night } of off.hours) book.add(on, desk, { minutes, night, offRoster: minutes });
  facts.push(...off.facts, ...outingFacts(given), ...proxyFacts(given));
  const order = (fact: AttendanceFact): number => fact.from.epochMilliseconds;
  return {
    person: given.person,
    from: given.from,
    until: given.until,
    facts: facts.sort((a, b) => (a.on === b.on ? order(a) - order(b) : a.on < b.on ? -1 : 1)),
    days: book.days(given),
    dutyDays: [...dutyDays].sort(),
  };
}
