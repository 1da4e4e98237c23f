import type { PersonId } from '../../core/ids.ts';
import { Temporal } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Unit } from '../../runtime/unit.ts';
import type { Desk } from '../people/index.ts';
import { absencesBetween, type DutySlot, type LeaveSpan, slotsOfPerson, takenFrom } from '../roster/index.ts';
import { spanOfLeave } from './file/leave-span.ts';
import type { RequestDraft, RequestDuty, RequestId } from './request.ts';

/** Shifts of a person looked through for those a leave takes; longer leave lies in months that are not published. */
const mostSlots = 400;
/** A shift, or leave of the days beside it, may reach this far over an edge. */
const reachHours = 48;

/** Somebody's leave on the roster of now. */
export interface LeaveOnRoster {
  readonly span: LeaveSpan;
  /** The duties it takes, or took already, on every desk, each with its own hours; {@link takenFrom} gives the part. */
  readonly duties: readonly LeaveDuty[];
}

export type LeaveDuty = Pick<DutySlot, 'desk' | 'dutyOn' | 'shift' | 'startsAt' | 'endsAt'> & { readonly slot: string };

type Leave = Pick<RequestDraft, 'desk' | 'subject' | 'fromOn' | 'untilOn' | 'startsAt' | 'endsAt' | 'duties'>;

/** Found for one decision: the judge, the effects and the card ask for the same one. */
const found = new WeakMap<Unit, Map<string, Promise<LeaveOnRoster | null>>>();

/**
 * The time a leave takes and its duties, on the roster of now: the one place where the days somebody asked for become moments. `id`: the request
 * itself, whose absence is not in its way. Null: it has no stretch of time.
 */
export function leaveOnRoster(ctx: Ctx, desk: Desk, leave: Leave, id: RequestId | null): Promise<LeaveOnRoster | null> {
  const known = found.get(ctx.unit) ?? new Map<string, Promise<LeaveOnRoster | null>>();
  found.set(ctx.unit, known);
  const { subject, fromOn, untilOn, startsAt, endsAt, duties } = leave;
  const key = JSON.stringify([desk.zone, subject, fromOn, untilOn, startsAt, endsAt, duties.map((duty) => [duty.slot, duty.startsAt]), id]);
  const asked = known.get(key) ?? look(ctx, desk, leave, id);
  known.set(key, asked);
  return asked;
}

async function look(ctx: Ctx, desk: Desk, leave: Leave, id: RequestId | null): Promise<LeaveOnRoster | null> {
  const { subject, fromOn, untilOn, startsAt, endsAt } = leave;
  if (fromOn === null || untilOn === null || startsAt === null || endsAt === null) return null;
  const [from, to] = [startsAt.subtract({ hours: reachHours }), endsAt.add({ hours: reachHours })];
  const [slots, absences] = await Promise.all([
    slotsOfPerson(ctx, subject, from, mostSlots),
    absencesBetween(ctx, { people: [subject] }, from, to),
  ]);
  const rostered = slots.map((slot): LeaveDuty => ({ ...slot, slot: slot.id }));
  const duties = [...rostered, ...takenBefore(leave, subject, rostered)];
  const leaves = absences.filter((absence) => absence.request !== id);
  const span = spanOfLeave({ fromOn, untilOn, startsAt, endsAt }, desk.zone, { duties, leaves });
  return { span, duties: duties.filter((duty) => takenFrom(duty, span) !== null) };
}

const overlap = (a: LeaveDuty, b: RequestDuty): boolean =>
  a.slot === b.slot && Temporal.Instant.compare(a.startsAt, b.endsAt) < 0 && Temporal.Instant.compare(b.startsAt, a.endsAt) < 0;

/** Duties, or parts of them, that it took out of the roster, which has them no more. */
const takenBefore = (leave: Leave, subject: PersonId, rostered: readonly LeaveDuty[]): readonly LeaveDuty[] =>
  leave.duties
    .filter((duty) => duty.part === 'absent' && duty.person === subject && !rostered.some((one) => overlap(one, duty)))
    .map((duty) => ({ ...duty, desk: leave.desk }));

/** The duties of the desk that a leave takes, each for the part it takes: what the request moves. */
export function absentDuties({ span, duties }: LeaveOnRoster, leave: Pick<Leave, 'desk' | 'subject'>): readonly RequestDuty[] {
  return duties.flatMap((duty): readonly RequestDuty[] => {
    const part = takenFrom(duty, span);
    if (part === null || duty.desk !== leave.desk) return [];
    const { slot, dutyOn, shift } = duty;
    return [{ slot, person: leave.subject, part: 'absent', startsAt: part.start, endsAt: part.end, dutyOn, shift }];
  });
}
