import type { PersonId, SlotId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import type { Instant, Interval } from '../../core/time.ts';
import {
  deskAnchors,
  type Policy,
  type RecordCase,
  type RecordJudgement,
  type RecordType,
  recordRules,
  timeWords,
} from '../../policy/index.ts';
import type { WhenCalendar } from '../../policy/when.ts';
import type { Ctx } from '../../runtime/context.ts';
import { loadDays } from '../calendar/index.ts';
import { type Desk, leads, membersOf, personNames, policyFor } from '../people/index.ts';
import { type DutySlot, deskDayData, slotById, slotsAt } from '../roster/index.ts';
import type { ValueNames } from './fields.ts';

/** What a desk's rules are judged with at a moment. */
export interface World {
  readonly policy: Policy;
  readonly calendar: WhenCalendar;
  /** The shift it belongs to; null: nobody is on duty. */
  readonly slot: DutySlot | null;
}

/** `YYYY-MM-DD` of the desk at a moment. */
export const dateAt = (at: Instant, desk: Pick<Desk, 'zone'>): string => at.toZonedDateTimeISO(desk.zone).toPlainDate().toString();

/** Rules, calendar and shift. `slot` undefined: the shift that is running, the person's own first. */
export async function loadWorld(
  ctx: Ctx,
  desk: Desk,
  at: Instant,
  person: PersonId | null,
  slot: SlotId | null | undefined,
): Promise<World> {
  const [policy, day, found] = await Promise.all([
    policyFor(ctx, desk, dateAt(at, desk)),
    loadDays(ctx, desk),
    slot === undefined ? runningSlot(ctx, desk, at, person) : slot === null ? null : slotById(ctx, slot),
  ]);
  return {
    policy,
    calendar: { zone: desk.zone, day, anchors: deskAnchors(policy.calendar, deskDayData(desk.settings.calendar)) },
    slot: found,
  };
}

async function runningSlot(ctx: Ctx, desk: Desk, at: Instant, person: PersonId | null): Promise<DutySlot | null> {
  const slots = await slotsAt(ctx, desk.id, at);
  return slots.find((slot) => slot.people.some((one) => one.person === person)) ?? slots.at(-1) ?? null;
}

/** The hours of the shift. */
export const shiftOf = ({ slot }: World): Interval | null => (slot === null ? null : { start: slot.startsAt, end: slot.endsAt });

/** What the desk's rules make of an entry, with the words for its moment. */
export function judge(world: World, at: Instant, entry: Omit<RecordCase, 'facts'>): RecordJudgement {
  return recordRules(world.policy, { ...entry, facts: { time: timeWords(at, world.calendar, shiftOf(world)) } });
}

/** Who leads the shift: whoever has a role in it that leads, else nobody. */
export function leaderOf(slot: DutySlot | null): PersonId | null {
  return slot?.people.find((one) => leads(one.role))?.person ?? null;
}

const unknown: Words = { zh: '?', en: '?' };

/** Names for values of entries; of `types` that list who was on duty also the names of the desk's people. */
export async function valueNames(
  ctx: Ctx,
  desk: Desk,
  policy: Policy,
  people: readonly PersonId[],
  types: readonly RecordType[] = [],
): Promise<ValueNames> {
  const lists = types.some(({ fields }) => fields.some((field) => field.filled === 'on-duty'));
  const [names, members] = await Promise.all([personNames(ctx, people), lists ? membersOf(ctx, desk.id) : []]);
  const listed = new Map(members.map(({ name }) => [name.zh, name]));
  return {
    listed: (name) => listed.get(name) ?? { zh: name, en: name },
    zone: desk.zone,
    person: (id) => names.get(id) ?? (/^[0-9a-f-]{36}$/i.test(id) ? unknown : { zh: id, en: id }),
    shift: (code) => policy.shifts.find(({ value }) => value.code === code)?.value.name ?? { zh: code, en: code },
  };
}
