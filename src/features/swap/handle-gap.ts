import { requestTypes } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { followUpDone, type RequestDuty, requestsOfPerson, type StoredRequest, standingStates } from '../request/index.ts';
import { decider } from './handle-duties.ts';

const codesWith = (...effects: readonly string[]): string[] =>
  requestTypes()
    .filter(({ effect }) => effects.includes(effect))
    .map(({ code }) => code);

const sharesTime = (one: RequestDuty, other: RequestDuty): boolean =>
  one.slot === other.slot &&
  one.person === other.person &&
  one.startsAt.epochMilliseconds < other.endsAt.epochMilliseconds &&
  other.startsAt.epochMilliseconds < one.endsAt.epochMilliseconds;

/** Where a rule has the gap of a leave filled, it is once somebody stands in for every shift of the leave that is not over. */
export async function fillGaps(ctx: Ctx, request: StoredRequest): Promise<void> {
  const { startsAt, endsAt, subject } = request;
  if (startsAt === null || endsAt === null) return;
  const leaves = await requestsOfPerson(ctx, [subject], {
    from: startsAt,
    until: endsAt,
    types: codesWith('absent'),
    states: ['approved'],
  });
  for (const leave of leaves.filter((one) => one.subject === subject && one.startsAt !== null && one.endsAt !== null)) {
    const covers = await requestsOfPerson(ctx, [subject], {
      from: leave.startsAt ?? startsAt,
      until: leave.endsAt ?? endsAt,
      types: codesWith('replace-person', 'exchange-shifts'),
      states: standingStates,
    });
    const given = [request, ...covers].flatMap(({ duties }) => duties);
    const ahead = leave.duties.filter((duty) => duty.endsAt.epochMilliseconds > ctx.now.epochMilliseconds);
    if (ahead.length > 0 && ahead.every((duty) => given.some((one) => sharesTime(one, duty))))
      await followUpDone(ctx, leave.id, 'fill-gap', decider(ctx, request));
  }
}
