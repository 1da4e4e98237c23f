import { lengthOf } from '../../src/features/balance/length.ts';
import { type LeaveCase, reviewLeave } from '../../src/features/balance/review.ts';
import { isWorkday } from '../../src/policy/days.ts';
import { dayCountOf, grantOf } from '../../src/policy/index.ts';
import { at, day, policyOf, zone } from './desk.ts';

const policy = policyOf('attendance-leave', '2026-12-01');

export type Facts = Readonly<Record<string, string | number | boolean>>;
export const grant = (leaveType: string, facts: Facts = {}, attributes: Readonly<Record<string, string>> = {}, on = '2026-12-07') =>
  grantOf(policy, { leaveType, attributes, on, facts });
export const daysOf = (...given: Parameters<typeof grant>) => {
  const granted = grant(...given);
  return granted === null ? null : granted.entitled ? granted.days : 'not entitled';
};

/** What entitlement rules find in a leave of whole days, as `code level measured/allowed`; only those that cite the rule. */
export function reviewed(rule: string, leaveType: string, more: Partial<LeaveCase> = {}): readonly string[] {
  const from = more.from ?? '2026-12-07';
  const until = more.until ?? from;
  const count = dayCountOf(policy, leaveType)?.value ?? 'rostered';
  const [startsAt, endsAt] = [at(`${from}T00:00`), at(`${until}T00:00`).add({ hours: 24 })];
  const length = lengthOf({
    startsAt,
    endsAt,
    zone,
    count,
    span: { startsAt, endsAt, wholeFrom: from, wholeUntil: until },
    duties: [],
    isRostered: () => false,
    isWorkday: (on) => isWorkday(day(on).kind),
    office,
  });
  const given = {
    person: 'a',
    leaveType,
    attributes: {},
    facts: {},
    from,
    until,
    length,
    entries: [],
    yearFrom: '01-01',
    request: null,
    ...more,
  };
  return reviewLeave(policy, given)
    .filter(({ cites }) => cites.some((cite) => cite.rule === rule))
    .map(({ code, level, measured, allowed }) => `${code} ${level} ${measured}/${allowed}`);
}
export const office = { from: 9 * 60, until: 17 * 60 };
