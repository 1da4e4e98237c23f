import type { PersonId } from '../../core/ids.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import { type DayCount, dayCountOf } from '../../policy/entitlement/count.ts';
import type { Policy } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { loadDays } from '../calendar/index.ts';
import { type Desk, membersOver, policyFor } from '../people/index.ts';
import { leaveOnRoster, type RequestDraft } from '../request/index.ts';
import { isPublished, slotsOfPerson } from '../roster/index.ts';
import { type LeaveLength, lengthOf } from './length.ts';
import { factsFrom, type LeaveCase } from './review.ts';
import { loadEntries } from './store.ts';

/** The leave type a request is about: its sub-type, or for types without one (time off in lieu) the type itself. */
export const accountOf = (draft: Pick<RequestDraft, 'type' | 'kind'>): string => draft.kind ?? draft.type;

export interface Counted {
  readonly policy: Policy;
  readonly count: DayCount;
  readonly length: LeaveLength;
}

/**
 * The length of a leave as the rules of its first day count it; in calendar days where none says. Duties it took away already still count. Null: it
 * has no stretch of time. `id`: the request itself, once it is stored.
 */
export async function countLeave(
  ctx: Ctx,
  desk: Desk,
  draft: Parameters<typeof leaveOnRoster>[2] & Pick<RequestDraft, 'type' | 'kind'>,
  id: string | null,
): Promise<Counted | null> {
  const { startsAt, endsAt, fromOn } = draft;
  const leave = await leaveOnRoster(ctx, desk, draft, id);
  if (leave === null || startsAt === null || endsAt === null || fromOn === null) return null;
  const policy = await policyFor(ctx, desk, fromOn);
  const count = dayCountOf(policy, accountOf(draft))?.value ?? 'calendar';
  const [days, published] = await Promise.all([loadDays(ctx, desk), publishedMonths(ctx, desk, startsAt, endsAt)]);
  const { calendar } = desk.settings;
  const length = lengthOf({
    startsAt,
    endsAt,
    zone: desk.zone,
    count,
    ...leave,
    isRostered: (date) => published.has(date.slice(0, 7)),
    isWorkday: (date) => {
      const { kind } = days(date);
      // Leave of a year whose holidays are not published yet is counted by the weekday rather than as nothing.
      return kind === 'unknown' ? Temporal.PlainDate.from(date).dayOfWeek <= 5 : kind === 'workday' || kind === 'make-up-workday';
    },
    office: { from: minutes(calendar.work_start), until: minutes(calendar.work_end) },
  });
  return { policy, count, length };
}

const minutes = (wall: string): number => Number(wall.slice(0, 2)) * 60 + Number(wall.slice(3));

/** A person has seldom more duties ahead than these. */
const mostDuties = 400;
/** A shift may begin this long before the stretch it reaches into. */
const longestShiftDays = 2;

/** The person's own hours in the shifts that overlap the stretch by the clock, on every desk. */
export async function dutiesOf(ctx: Ctx, person: PersonId, from: Instant, to: Instant) {
  const slots = await slotsOfPerson(ctx, person, from.subtract({ hours: 24 * longestShiftDays }), mostDuties);
  return slots.flatMap((slot) =>
    slot.people
      .filter((one) => one.person === person && isBefore(one.startsAt, to) && isBefore(from, one.endsAt))
      .map((one) => ({
        slot: slot.id,
        desk: slot.desk,
        shift: slot.shift,
        shiftName: slot.shiftName,
        dutyOn: slot.dutyOn,
        startsAt: one.startsAt,
        endsAt: one.endsAt,
        role: one.role,
      })),
  );
}

const isBefore = (a: Instant, b: Instant): boolean => a.epochMilliseconds < b.epochMilliseconds;

async function publishedMonths(ctx: Ctx, desk: Desk, from: Instant, to: Instant): Promise<ReadonlySet<string>> {
  const last = to.toZonedDateTimeISO(desk.zone).toPlainDate().toPlainYearMonth();
  const months: string[] = [];
  let month = from.toZonedDateTimeISO(desk.zone).toPlainDate().subtract({ days: 1 }).toPlainYearMonth();
  for (; Temporal.PlainYearMonth.compare(month, last) <= 0; month = month.add({ months: 1 })) months.push(month.toString());
  const found = await Promise.all(months.map(async (each) => ((await isPublished(ctx, desk.id, each)) ? [each] : [])));
  return new Set(found.flat());
}

/** A request as its balance is judged by; null: it has no stretch, or the person is gone. */
export async function loadCase(
  ctx: Ctx,
  desk: Desk,
  draft: RequestDraft,
  id: string | null,
): Promise<{ policy: Policy; given: LeaveCase } | null> {
  if (draft.fromOn === null || draft.untilOn === null) return null;
  const [counted, members, entries] = await Promise.all([
    countLeave(ctx, desk, draft, id),
    membersOver(ctx, desk),
    loadEntries(ctx, draft.subject, accountOf(draft)),
  ]);
  const person = members.find((member) => member.person === draft.subject);
  if (counted === null || person === undefined) return null;
  return {
    policy: counted.policy,
    given: {
      person: draft.subject,
      leaveType: accountOf(draft),
      attributes: person.attributes,
      facts: factsFrom(draft.fields),
      from: draft.fromOn,
      until: draft.untilOn,
      length: counted.length,
      entries,
      yearFrom: desk.settings.leave.year_from,
      request: id,
    },
  };
}
