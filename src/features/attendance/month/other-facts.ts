import type { DeskId } from '../../../core/ids.ts';
import type { AttendanceFact, Excuse, FactSource, MonthGiven, MonthPunch } from './facts.ts';
import { minutesOf, nightMinutes } from './hours.ts';

const source = (punch: MonthPunch): FactSource => ({ kind: 'punch', id: punch.id, punch: punch.kind, at: punch.at.toString() });

const dayOf = (given: MonthGiven, punch: MonthPunch): string =>
  punch.at.toZonedDateTimeISO(given.zoneOf(punch.desk)).toPlainDate().toString();

const inRange = (given: MonthGiven, on: string): boolean => on >= given.from && on <= given.until;

const blank = { shift: null, slot: null, minutes: 0, leaveRequested: false, confirmedBy: null } as const;

/** Punches off the roster: each clock-in with the clock-out that follows it, on the day of the clock-in. Without a clock-out no time is counted. */
export function offRosterFacts(given: MonthGiven): {
  readonly facts: readonly AttendanceFact[];
  readonly hours: readonly { readonly on: string; readonly desk: DeskId; readonly minutes: number; readonly night: number }[];
} {
  const punches = given.punches
    .filter((punch) => punch.slot === null && punch.proxy === null)
    .sort((a, b) => a.at.epochMilliseconds - b.at.epochMilliseconds);
  const facts: AttendanceFact[] = [];
  const hours: { on: string; desk: DeskId; minutes: number; night: number }[] = [];
  for (const [index, punch] of punches.entries()) {
    const on = dayOf(given, punch);
    if (punch.kind !== 'in' || !inRange(given, on)) continue;
    const next = punches[index + 1];
    const out = next?.kind === 'out' ? next : null;
    const span = { start: punch.at, end: out?.at ?? punch.at };
    const minutes = minutesOf(span);
    const { rosteredOnly } = given.policyOf(punch.desk, on).presence;
    facts.push({
      ...blank,
      key: `off-roster:${punch.id}`,
      code: 'off-roster',
      desk: punch.desk,
      on,
      from: span.start,
      until: span.end,
      minutes,
      sources: [source(punch), ...(out === null ? [] : [source(out)])],
      cites: rosteredOnly?.cites ?? [],
    });
    if (minutes > 0)
      hours.push({ on, desk: punch.desk, minutes, night: nightMinutes([span], given.nightOf(punch.desk), given.zoneOf(punch.desk)) });
  }
  return { facts, hours };
}

/** Outings without a clock-in before them that day, and without a punch on return where the duty goes on after it. */
export function outingFacts(given: MonthGiven): AttendanceFact[] {
  return given.excuses.flatMap((excuse) =>
    excuse.kind === 'outing' && inRange(given, excuse.on) && excuse.startsAt.epochMilliseconds <= given.now.epochMilliseconds
      ? [...withoutClockIn(excuse, given), ...withoutReturn(excuse, given)]
      : [],
  );
}

const outingFact = (excuse: Excuse, code: 'outing-without-punch' | 'no-return-punch', cites: AttendanceFact['cites']): AttendanceFact => ({
  ...blank,
  key: `${code}:${excuse.request}`,
  code,
  desk: excuse.desk,
  on: excuse.on,
  slot: excuse.slot,
  from: excuse.startsAt,
  until: excuse.endsAt,
  sources: [{ kind: 'request', id: excuse.request }],
  cites,
});

function withoutClockIn(excuse: Excuse, given: MonthGiven): AttendanceFact[] {
  const rules = given
    .policyOf(excuse.desk, excuse.on)
    .presence.outing.filter(({ value, reaction }) => value.requires === 'clock-in' && reaction !== 'off');
  const clocked = given.punches.some(
    (punch) =>
      punch.kind === 'in' &&
      punch.proxy === null &&
      (punch.slot === null ? dayOf(given, punch) === excuse.on : punch.slot === excuse.slot || dayOf(given, punch) === excuse.on) &&
      punch.at.epochMilliseconds <= excuse.startsAt.epochMilliseconds,
  );
  if (rules.length === 0 || clocked) return [];
  return [
    outingFact(
      excuse,
      'outing-without-punch',
      rules.flatMap((rule) => rule.cites),
    ),
  ];
}

function withoutReturn(excuse: Excuse, given: MonthGiven): AttendanceFact[] {
  const rules = given
    .policyOf(excuse.desk, excuse.on)
    .presence.outing.filter(({ value, reaction }) => value.return_punch === true && reaction !== 'off');
  const goesOn = given.duties.some((duty) =>
    duty.parts.some(
      (part) =>
        part.start.epochMilliseconds <= excuse.endsAt.epochMilliseconds && excuse.endsAt.epochMilliseconds < part.end.epochMilliseconds,
    ),
  );
  const isOver = excuse.endsAt.epochMilliseconds <= given.now.epochMilliseconds;
  if (rules.length === 0 || !goesOn || !isOver || excuse.returnedAt !== null) return [];
  return [
    outingFact(
      excuse,
      'no-return-punch',
      rules.flatMap((rule) => rule.cites),
    ),
  ];
}

/** Punches made for another: a fact for who made it, and for the person it was made for if they had asked. */
export function proxyFacts(given: MonthGiven): AttendanceFact[] {
  const asked = given.punches.filter((punch) => punch.proxy?.asked === true);
  return [...asked, ...given.madeForOthers].flatMap((punch) => {
    const on = dayOf(given, punch);
    if (!inRange(given, on)) return [];
    return [
      {
        ...blank,
        key: `proxy-punch:${punch.id}`,
        code: 'proxy-punch' as const,
        desk: punch.desk,
        on,
        slot: punch.slot,
        from: punch.at,
        until: punch.at,
        sources: [source(punch)],
        cites: given.policyOf(punch.desk, on).presence.proxyPunch?.cites ?? [],
      },
    ];
  });
}
