import type { PersonId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import { nursingShift, type ShiftedHours } from '../../policy/entitlement/nursing.ts';
import type { Ctx } from '../../runtime/context.ts';
import { choiceField } from '../balance/index.ts';
import { type Desk, membersOver, policyFor } from '../people/index.ts';
import { requestsOfPerson, type StoredRequest, standingStates } from '../request/index.ts';

/** Approved time off of every day, by person. */
export interface ShortDays {
  readonly requests: readonly StoredRequest[];
  readonly attributes: ReadonlyMap<PersonId, Readonly<Record<string, string>>>;
}

/** What moves the expected punches of the people in `[from, to)`: nursing time that was approved. One round trip each. */
export async function loadShortDays(ctx: Ctx, desk: Desk, people: readonly PersonId[], from: Instant, to: Instant): Promise<ShortDays> {
  const [requests, members] = await Promise.all([
    requestsOfPerson(ctx, people, { from, until: to, types: ['leave'], states: standingStates }),
    membersOver(ctx, desk),
  ]);
  return {
    requests: requests.filter((request) => (request.fields[choiceField] ?? '') !== ''),
    attributes: new Map(members.map((member) => [member.person, member.attributes])),
  };
}

/** The hours expected of somebody in a shift; null: the shift's own. */
export async function shortShift(
  ctx: Ctx,
  desk: Desk,
  short: ShortDays,
  duty: { readonly person: PersonId; readonly dutyOn: string; readonly startsAt: Instant; readonly endsAt: Instant },
): Promise<(ShiftedHours & { readonly request: string }) | null> {
  const request = short.requests.find(
    (one) => one.subject === duty.person && (one.fromOn ?? '') <= duty.dutyOn && duty.dutyOn <= (one.untilOn ?? ''),
  );
  if (request === undefined || request.kind === null) return null;
  const policy = await policyFor(ctx, desk, duty.dutyOn);
  const hours = nursingShift(policy, {
    leaveType: request.kind,
    attributes: short.attributes.get(duty.person) ?? {},
    facts: request.fields,
    option: request.fields[choiceField] ?? '',
    dutyOn: duty.dutyOn,
    startsAt: duty.startsAt,
    endsAt: duty.endsAt,
  });
  return hours === null ? null : { ...hours, request: request.id };
}
