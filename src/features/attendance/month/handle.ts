import type { DeskId, PersonId } from '../../../core/ids.ts';
import { Temporal } from '../../../core/time.ts';
import type { DayLookup, Policy } from '../../../policy/policy.ts';
import type { Ctx } from '../../../runtime/context.ts';
import { loadDays } from '../../calendar/index.ts';
import { allDesks, type Desk, policyFor } from '../../people/index.ts';
import { standingStates } from '../../request/index.ts';
import { attendanceOf } from './compute.ts';
import { type Cycle, cycleOn } from './cycle.ts';
import { dailyHours } from './daily.ts';
import type { Attendance, LeaveRow, MonthLeave } from './facts.ts';
import {
  type Counted,
  loadCounted,
  loadDuties,
  loadExcuses,
  loadLeaves,
  loadMadeForOthers,
  loadPeople,
  loadPunches,
  stretchOf,
} from './store.ts';

/** Attendance of several people with what is needed to show it. */
export interface Counting {
  readonly from: string;
  readonly until: string;
  readonly people: readonly { readonly person: Counted; readonly attendance: Attendance }[];
  readonly deskOf: (id: DeskId) => Desk | undefined;
  readonly policyOf: (desk: DeskId, on: string) => Policy;
  readonly daysOf: (desk: DeskId) => DayLookup;
}

/** The cycle of a desk that a day lies in, by the rules of that day. */
export async function cycleAt(ctx: Ctx, desk: Desk, on: string): Promise<Cycle> {
  return cycleOn(await policyFor(ctx, desk, on), on);
}

/** Rules and days of desks for the days, ready to be asked without waiting. */
async function loadRules(ctx: Ctx, desks: readonly Desk[], from: string, until: string) {
  const policies = new Map<string, Policy>();
  const days = new Map<DeskId, DayLookup>();
  const last = Temporal.PlainDate.from(until).add({ days: 2 });
  for (const desk of desks) {
    days.set(desk.id, await loadDays(ctx, desk));
    let on = Temporal.PlainDate.from(from).subtract({ days: 1 });
    for (; Temporal.PlainDate.compare(on, last) <= 0; on = on.add({ days: 1 }))
      policies.set(`${desk.id} ${on}`, await policyFor(ctx, desk, on.toString()));
  }
  const known = <Value>(value: Value | undefined, what: string): Value => {
    if (value === undefined) throw new Error(`Nothing was loaded for ${what}`);
    return value;
  };
  return {
    policyOf: (desk: DeskId, on: string) => known(policies.get(`${desk} ${on}`), `${desk} on ${on}`),
    daysOf: (desk: DeskId) => known(days.get(desk), desk),
  };
}

function toLeave(row: LeaveRow, policy: Policy, attributes: Counted['attributes']): MonthLeave {
  const daily = dailyHours(policy, row, attributes);
  const stands = daily === null ? row.approved : standingStates.some((state) => state === row.state);
  const { request, kind, startsAt, endsAt, wholeFrom, wholeUntil } = row;
  return { request, kind, startsAt, endsAt, wholeFrom, wholeUntil, daily, standing: row.missed ? 'failed' : stands ? 'holds' : 'asked' };
}

function transferOf(person: Counted, desks: readonly Desk[]): { on: string; former: DeskId } | null {
  const { transferred_on: on, former_desk: code } = person.attributes;
  const former = desks.find((desk) => desk.code === code);
  return on === undefined || former === undefined ? null : { on, former: former.id };
}

async function count(ctx: Ctx, counted: readonly Counted[], desks: readonly Desk[], from: string, until: string): Promise<Counting> {
  const stretch = stretchOf(from, until);
  const ids = counted.map((one) => one.person);
  const [duties, punches, others, excuses, leaves] = await Promise.all([
    loadDuties(ctx, ids, stretch),
    loadPunches(ctx, ids, stretch),
    loadMadeForOthers(ctx, ids, stretch),
    loadExcuses(ctx, ids, stretch),
    loadLeaves(ctx, ids, stretch),
  ]);
  const named = [duties, punches, others, excuses, leaves].flatMap((rows) =>
    [...rows.values()].flatMap((own) => own.map((row) => row.desk)),
  );
  const used = new Set(named);
  const byId = new Map(desks.map((desk) => [desk.id, desk]));
  const rules = await loadRules(
    ctx,
    desks.filter((desk) => used.has(desk.id)),
    from,
    until,
  );
  const known = (id: DeskId): Desk => {
    const desk = byId.get(id);
    if (desk === undefined) throw new Error(`There is no desk ${id}`);
    return desk;
  };
  const zoneOf = (desk: DeskId): string => known(desk).zone;
  const inside = (on: string): string => (on < from ? from : on > until ? until : on);
  const people = counted.map((person) => {
    const { person: id } = person;
    const attendance = attendanceOf({
      person: id,
      now: ctx.now,
      from,
      until,
      duties: duties.get(id) ?? [],
      punches: punches.get(id) ?? [],
      madeForOthers: others.get(id) ?? [],
      excuses: excuses.get(id) ?? [],
      leaves: (leaves.get(id) ?? []).map((row) => {
        const on = row.startsAt.toZonedDateTimeISO(zoneOf(row.desk)).toPlainDate().toString();
        return toLeave(row, rules.policyOf(row.desk, inside(on)), person.attributes);
      }),
      transfer: transferOf(person, desks),
      policyOf: rules.policyOf,
      daysOf: rules.daysOf,
      zoneOf,
      nightOf: (desk) => known(desk).settings.night_hours,
    });
    return { person, attendance };
  });
  return { from, until, people, deskOf: (id) => byId.get(id), ...rules };
}

/** The attendance of people for duty days from `from` to `until` (`YYYY-MM-DD`, both included), on all desks. */
export async function countPeople(ctx: Ctx, people: readonly PersonId[], from: string, until: string): Promise<Counting> {
  const [counted, desks] = await Promise.all([loadPeople(ctx, people), allDesks(ctx)]);
  return count(ctx, counted, desks, from, until);
}

/** The attendance of everybody one of the desks counts for the days, on all desks; who shows it leaves out what is not theirs ({@link partOf}). */
export async function countDesks(ctx: Ctx, desks: readonly Desk[], from: string, until: string): Promise<Counting> {
  const [counted, all] = await Promise.all([loadCounted(ctx, desks, stretchOf(from, until)), allDesks(ctx)]);
  return count(ctx, counted, all, from, until);
}

/** What desks see of somebody's attendance: what happened on them. After a transfer each desk has its part. */
export function partOf(attendance: Attendance, desks: ReadonlySet<DeskId>): Attendance {
  return {
    ...attendance,
    facts: attendance.facts.filter((fact) => desks.has(fact.desk)),
    days: attendance.days.filter((day) => desks.has(day.desk)),
  };
}
