import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { Temporal } from '../../core/time.ts';
import type { Policy } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { loadDays } from '../calendar/index.ts';
import { type Desk, loadDesk, type Member, policyFor } from '../people/index.ts';
import type { Names } from './findings.ts';
import { deskDayData, type RosterWorld } from './plan.ts';
import type { DutySlot } from './roster.ts';
import type { SlotRow } from './store.ts';

/** Days on either side of a stretch whose rules a check may ask for: turns and hours that reach over its ends. */
const margin = 16;

/** The rules, days and hours of a desk around a stretch of dates. */
export async function loadWorld(ctx: Ctx, desk: Desk, from: string, until: string): Promise<RosterWorld> {
  const days = await loadDays(ctx, desk);
  const policies = new Map<string, Policy>();
  const last = Temporal.PlainDate.from(until).add({ days: margin });
  for (
    let date = Temporal.PlainDate.from(from).subtract({ days: margin });
    Temporal.PlainDate.compare(date, last) <= 0;
    date = date.add({ days: 1 })
  ) {
    policies.set(date.toString(), await policyFor(ctx, desk, date.toString()));
  }
  const policyOn = (on: string): Policy => {
    const policy = policies.get(on);
    if (policy === undefined) throw new Error(`No policy was loaded for ${on}; loaded are ${from} to ${until} and ${margin} days around`);
    return policy;
  };
  return { zone: desk.zone, days, policyOn, dayData: deskDayData(desk.settings.calendar) };
}

/** The name of a shift on its day; its code where the policy does not know it (any more). */
export function shiftWords(policy: Policy, shift: string): Words {
  return policy.shifts.find(({ value }) => value.code === shift)?.value.name ?? { zh: shift, en: shift };
}

/** Gives slots of any desks the names of their shifts. */
export async function nameSlots(ctx: Ctx, rows: readonly SlotRow[], known: readonly Desk[] = []): Promise<DutySlot[]> {
  const desks = new Map(known.map((desk) => [desk.id, desk]));
  const named: DutySlot[] = [];
  for (const row of rows) {
    const desk = desks.get(row.desk) ?? (await loadDesk(ctx, row.desk));
    if (desk === null) continue;
    desks.set(desk.id, desk);
    named.push({ ...row, shiftName: shiftWords(await policyFor(ctx, desk, row.dutyOn), row.shift) });
  }
  return named;
}

/** Names for findings of a desk. `on` is a day whose policy names the shifts. */
export function namesFor(world: RosterWorld, members: readonly Pick<Member, 'person' | 'name'>[], on: string): Names {
  const people = new Map<PersonId, Words>(members.map((member) => [member.person, member.name]));
  return {
    zone: world.zone,
    shift: (code) => shiftWords(world.policyOn(on), code),
    person: (person) => people.get(person) ?? { zh: '?', en: '?' },
  };
}
