import type { Instant, Zone } from '../core/time.ts';
import { isRestDay } from './days.ts';
import type { Citation, DayLookup, DutyHours, PlanTask, Policy } from './policy.ts';
import { everybody } from './selector.ts';
import { deskAnchors } from './shift-times.ts';
import { timeOn } from './when.ts';

/** Who a task is for on a day: every role a rule names, with the rules. Null where no rule speaks of it. */
export function rolesFor(given: {
  readonly policy: Policy;
  readonly task: PlanTask['task'];
  readonly on: string;
  readonly day: DayLookup;
}): {
  readonly roles: readonly string[];
  readonly cites: readonly Citation[];
} | null {
  const rules = given.policy.tasks.filter(
    ({ value, reaction }) => reaction !== 'off' && value.task === given.task && value.existsOn(given.day(given.on), given.day),
  );
  return rules.length === 0 ? null : { roles: [...new Set(rules.flatMap(({ value }) => value.roles))], cites: citesOf(rules) };
}

/** Whether someone with these member roles may make (or change) the roster of a day. Without a rule the desk's own leads decide: allowed is null. */
export function mayPlan(given: {
  readonly policy: Policy;
  readonly task: 'compile' | 'change';
  readonly roles: readonly string[];
  readonly on: string;
  readonly day: DayLookup;
}): {
  readonly allowed: boolean | null;
  readonly cites: readonly Citation[];
} {
  const rule = rolesFor(given) ?? (given.task === 'change' ? rolesFor({ ...given, task: 'compile' }) : null);
  if (rule === null) return { allowed: null, cites: [] };
  return { allowed: rule.roles.some((role) => given.roles.includes(role) || everybody.includes(role)), cites: rule.cites };
}

/** Who answers for the duty at a moment, and for what it covers. */
export function answerable(given: { readonly policy: Policy; readonly at: Instant; readonly zone: Zone; readonly day: DayLookup }): {
  readonly roles: readonly string[];
  readonly scope: readonly string[];
  /** Where the duty is done. */
  readonly places: readonly string[];
  readonly matters: readonly string[];
  readonly cites: readonly Citation[];
} {
  const { policy, day } = given;
  const facts = day(given.at.toZonedDateTimeISO(given.zone).toPlainDate().toString());
  const office = inOffice(given);
  const now = (hours: DutyHours): boolean => hours === 'all' || (hours === 'office-hours') === office;
  const tasks = policy.tasks.filter(
    ({ value, reaction }) => reaction !== 'off' && value.task === 'answer' && now(value.hours) && value.existsOn(facts, day),
  );
  const matters = policy.matters.filter(({ value, reaction }) => reaction !== 'off' && now(value.hours) && value.existsOn(facts, day));
  return {
    roles: [...new Set(tasks.flatMap(({ value }) => value.roles))],
    scope: [...new Set(matters.flatMap(({ value }) => value.scope ?? []))],
    places: [...new Set(matters.flatMap(({ value }) => value.place ?? []))],
    matters: [...new Set(matters.flatMap(({ value }) => value.matters))],
    cites: citesOf([...tasks, ...matters]),
  };
}

/** Whether a moment lies in the office hours of a working day. */
function inOffice({
  policy,
  at,
  zone,
  day,
}: {
  readonly policy: Policy;
  readonly at: Instant;
  readonly zone: Zone;
  readonly day: DayLookup;
}): boolean {
  const on = at.toZonedDateTimeISO(zone).toPlainDate().toString();
  if (isRestDay(day(on).kind)) return false;
  const calendar = { zone, day, anchors: deskAnchors(policy.calendar) };
  const start = timeOn({ anchor: 'work_start' }, on, calendar) ?? timeOn('09:00', on, calendar);
  const end = timeOn({ anchor: 'work_end' }, on, calendar) ?? timeOn('17:00', on, calendar);
  if (start === null || end === null) return false;
  return start.epochMilliseconds <= at.epochMilliseconds && at.epochMilliseconds < end.epochMilliseconds;
}

function citesOf(rules: readonly { readonly cites: readonly Citation[] }[]): readonly Citation[] {
  return [...new Map(rules.flatMap(({ cites }) => cites).map((cite) => [`${cite.preset} ${cite.rule}`, cite])).values()];
}
