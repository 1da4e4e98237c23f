import { Temporal } from '../../src/core/time.ts';
import {
  type AttendanceFact,
  type FactFlags,
  type OtherRequest,
  type Party,
  type Policy,
  proposeOutcomes,
  type RequestCase,
  type RequestRuling,
  type TouchedDuty,
} from '../../src/policy/index.ts';
import { at, day, local, zone } from './desk.ts';

/** Somebody of the desk `hotline`, their station. */
export const party = (person: string, more: Partial<Party> = {}): Party => ({
  person,
  desk: 'hotline',
  station: 'hotline',
  roles: ['representative'],
  attributes: { job_type: 'agent', skill_grade: 'junior' },
  ...more,
});

/** A duty, `duty('a', 'early', '2026-12-03T08:00', '2026-12-03T16:00')`; it is on the day it starts. */
export const duty = (person: string, shift: string, from: string, until: string, more: Partial<TouchedDuty> = {}): TouchedDuty => ({
  person,
  slot: `${from} ${shift}`,
  shift,
  dutyOn: from.slice(0, 10),
  startsAt: at(from),
  endsAt: at(until),
  swapped: null,
  swap: null,
  ...more,
});

/** Another request of the desk `hotline`, approved. */
export const other = (type: string, subject: string, on: string, more: Partial<OtherRequest> = {}): OtherRequest => ({
  id: `${type} ${subject} ${on}`,
  type,
  kind: null,
  open: false,
  subject,
  partner: null,
  station: 'hotline',
  desk: 'hotline',
  shift: null,
  on,
  span: { start: at(`${on}T00:00`), end: at(`${on}T00:00`).add({ hours: 24 }) },
  ...more,
});

/** What a test says of a case; times are local, `YYYY-MM-DDTHH:MM`. */
export interface CaseText extends Partial<Omit<RequestCase, 'type' | 'now' | 'filedAt' | 'span' | 'zone' | 'day'>> {
  readonly type: string;
  /** When it is filed; it is judged at that moment unless `now` says later. */
  readonly filed: string;
  readonly now?: string;
  /** Start and end, where it does not take whole days. */
  readonly hours?: readonly [string, string];
}

/** A request of `a`, filed by themselves, that meets every rule it is not about. */
export function caseOf({ filed, now = filed, hours, ...given }: CaseText): RequestCase {
  const from = given.from ?? hours?.[0].slice(0, 10) ?? null;
  const until = given.until ?? hours?.[1].slice(0, 10) ?? from;
  const dates = from === null || until === null ? [] : datesBetween(from, until);
  const subject = given.subject ?? party('a');
  const whole = from === null || until === null ? null : { start: at(`${from}T00:00`), end: at(`${until}T00:00`).add({ hours: 24 }) };
  return {
    id: 'this',
    kind: null,
    partner: null,
    filedBy: { person: subject.person, roles: subject.roles },
    lengths: {
      days: dates.length,
      calendarDays: dates.length,
      workingDays: dates.filter((on) => ['workday', 'make-up-workday'].includes(day(on).kind)).length,
    },
    filled: ['reason'],
    answers: {},
    documents: [],
    touched: [],
    resulting: [],
    others: [],
    rosterFindings: [],
    given: [],
    claimed: null,
    ...given,
    subject,
    from,
    until,
    now: at(now),
    filedAt: at(filed),
    zone,
    day,
    span: hours === undefined ? whole : { start: at(hours[0]), end: at(hours[1]) },
  };
}

function datesBetween(from: string, until: string): readonly string[] {
  const dates: string[] = [];
  for (let date = Temporal.PlainDate.from(from); date.toString() <= until; date = date.add({ days: 1 })) dates.push(date.toString());
  return dates;
}

/** What cites a rule, as `code level measured/allowed`; moments as local times. */
export function found(ruling: RequestRuling, rule: string): readonly string[] {
  return ruling.findings
    .filter(({ cites }) => cites.some((cite) => cite.rule === rule))
    .map(({ code, level, measured, allowed }) => `${code} ${level} ${shown(measured)}/${shown(allowed)}`);
}

const shown = (figure: string | number): string =>
  typeof figure === 'string' && /T[\d:.]+Z$/.test(figure) ? local(Temporal.Instant.from(figure)) : String(figure);

/** The stages a rule asks for, as `1 superior` or `2 manager or department-head`. */
export function stagesOf(ruling: RequestRuling, rule?: string): readonly string[] {
  return (ruling.stages ?? [])
    .filter(({ cites }) => rule === undefined || cites.some((cite) => cite.rule === rule))
    .map(({ number, words }) => `${number} ${words.join(' or ')}`);
}

/** Something that happened on a day at noon. */
export const fact = (offence: string, on: string, minutes: number | null = null, flags: FactFlags = {}): AttendanceFact => ({
  id: `${offence} ${on} ${minutes ?? ''}`,
  offence,
  on,
  at: at(`${on}T12:00`),
  minutes,
  days: null,
  shift: null,
  source: { kind: 'test', id: on },
  flags,
});

/** What is proposed for facts, as `outcome rule, rule`. */
export function proposed(policy: Policy, facts: readonly AttendanceFact[]): readonly string[] {
  const scheduled = facts.map(({ on }) => on);
  return proposeOutcomes({ policy, subject: 'a', facts, scheduled, asOf: '2027-01-01' }).map(
    ({ outcome, cites }) => `${outcome} ${cites.map(({ rule }) => rule).join(', ')}`,
  );
}
