import { ok, type Result, refuse } from '../../core/result.ts';
import type { PolicyConflict } from '../../policy/conflict.ts';
import { type DeskShift, deskShiftSchema } from '../../policy/desk-shift.ts';
import { type Override, overrideSchema } from '../../policy/override.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Preset } from '../../policy/preset.ts';
import { resolvePolicy } from '../../policy/resolve.ts';
import { seasonOn } from '../../policy/season.ts';
import type { AdoptionRow, ShiftRow } from './people.ts';
import { isRole } from './roles.ts';
import type { CalendarSettings } from './settings.ts';

/** The part of a desk its policy is made from. */
export interface PolicyBasis {
  readonly adoptions: readonly AdoptionRow[];
  readonly shifts: readonly ShiftRow[];
  readonly kinds: readonly string[];
  readonly calendar: CalendarSettings;
}

/** The policy a desk has on `on` (`YYYY-MM-DD`), or what contradicts itself in what it adopted. */
export function policyOf(basis: PolicyBasis, on: string, load: (id: string) => Preset | null): Result<Policy, readonly PolicyConflict[]> {
  const { calendar } = basis;
  const summer = seasonAt(basis, on) === 'summer';
  return resolvePolicy({
    adoptions: basis.adoptions.map((row) => ({
      preset: row.preset,
      from: row.from,
      until: row.until,
      overrides: overridesOf(row),
    })),
    deskShifts: basis.shifts.map(toDeskShift),
    deskKinds: basis.kinds,
    calendarSettings: {
      workStart: (summer ? calendar.summer_work_start : null) ?? calendar.work_start,
      workEnd: (summer ? calendar.summer_work_end : null) ?? calendar.work_end,
      summerFrom: calendar.summer_from,
      winterFrom: calendar.winter_from,
    },
    on,
    load,
  });
}

const seasonAt = ({ calendar }: PolicyBasis, on: string) =>
  seasonOn(on, { summerFrom: calendar.summer_from, winterFrom: calendar.winter_from });

const changes = new WeakMap<PolicyBasis, readonly string[]>();

/** Names the stretch of dates around `on` in which the policy is the same: since the last change, in the same season. */
export function stretchOf(basis: PolicyBasis, on: string): string {
  const dates = changes.get(basis) ?? changeDates(basis).toSorted();
  changes.set(basis, dates);
  return `${dates.findLast((date) => date <= on) ?? ''} ${seasonAt(basis, on)}`;
}

/** Dates on which an adoption or an override begins or ends. */
const changeDates = ({ adoptions }: PolicyBasis): string[] =>
  adoptions.flatMap((row) => [
    row.from,
    ...(row.until === null ? [] : [row.until]),
    ...overridesOf(row).flatMap(({ from, until }) => (until === undefined ? [from] : [from, until])),
  ]);

function toDeskShift({ code, name, start, end, segments, aliases }: ShiftRow): DeskShift {
  return deskShiftSchema.parse({ code, name, start, end, segments, aliases });
}

/** Every date from which the policy can be another one, in order: something begins or ends, or a season does. */
function turningDates(basis: PolicyBasis): string[] {
  const { calendar } = basis;
  const dates = changeDates(basis);
  const years = [...new Set(dates.map((date) => Number(date.slice(0, 4))))].flatMap((year) => [year, year + 1]);
  const seasons = years.flatMap((year) => [`${year}-${calendar.summer_from}`, `${year}-${calendar.winter_from}`]);
  const [first = ''] = dates.toSorted();
  return [...new Set([...dates, ...seasons.filter((date) => date > first)])].sort();
}

/** The overrides of an adoption, as they were checked when they were saved. */
export const overridesOf = (row: Pick<AdoptionRow, 'overrides'>): Override[] => overrideSchema.array().parse(row.overrides);

/**
 * What contradicts itself on any date on which something changes, from `since` on where it is given; `ok` gives the codes of the shifts of all
 * those dates.
 */
export function checkBasis(
  basis: PolicyBasis,
  load: (id: string) => Preset | null,
  since: string | null = null,
): Result<readonly string[], readonly PolicyConflict[]> {
  const turning = turningDates(basis);
  const dates = since === null ? turning : [since, ...turning.filter((date) => date > since)];
  const conflicts = new Map<string, PolicyConflict>();
  const shifts = new Set<string>(basis.shifts.map((shift) => shift.code));
  for (const on of dates) {
    const policy = policyOf(basis, on, load);
    if (policy.ok) for (const shift of policy.value.shifts) shifts.add(shift.value.code);
    else for (const conflict of policy.refusal) conflicts.set(JSON.stringify(conflict), conflict);
  }
  return conflicts.size === 0 ? ok([...shifts]) : refuse([...conflicts.values()]);
}

/** The roles a policy names: who staffs a shift, who may, who leads, who arranges the roster or changes it, who asks for and decides requests. */
export function rolesIn(policy: Pick<Policy, 'staff' | 'eligible' | 'tasks' | 'requests'>): string[] {
  const staff = policy.staff.flatMap((need) => need.value.role ?? []);
  const eligible = policy.eligible.flatMap((need) => [...(need.value.dutyRole === null ? [] : [need.value.dutyRole]), ...need.value.roles]);
  const planners = policy.tasks
    .filter(({ value }) => value.task === 'compile' || value.task === 'change')
    .flatMap(({ value }) => value.roles);
  return [...new Set([...staff, ...eligible, ...planners, ...rolesOfRequests(policy.requests)])];
}

function rolesOfRequests(rules: Policy['requests']): readonly string[] {
  const words = rules.flatMap(({ value: clause }): readonly string[] => {
    switch (clause.key) {
      case 'approve':
      case 'then':
      case 'notify':
      case 'to':
      case 'by':
        return clause.value;
      case 'tiers':
        return clause.value.flatMap((tier) => tier.by);
      default:
        return [];
    }
  });
  // Others say who somebody is to the case, as `superior` does.
  return words.filter(isRole);
}
