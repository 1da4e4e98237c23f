import type { Instant } from '../../core/time.ts';
import type { Policy } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { type Leaving, loadPosts } from '../attendance/index.ts';
import { type Desk, policyFor } from '../people/index.ts';
import { slotsAt } from '../roster/index.ts';
import { staffLeft } from './relief.ts';

type Need = Policy['staff'][number];

/** The least numbers on post that are asked for when somebody clocks out. */
const needsAtClockOut = (policy: Policy): readonly Need[] =>
  policy.staff.filter(({ value, reaction }) => reaction !== 'off' && value.check.includes('clock_out'));

/** Whether a rule of the desk asks who stays when somebody clocks out; costs nothing. */
export const asksWhoStays = (policy: Policy): boolean => needsAtClockOut(policy).length > 0;

/** Whoever comes this long before their shift, and has clocked in, is on post. */
const earlyHours = 12;

interface StaffAfter {
  /** The least numbers that would not be reached. */
  readonly short: readonly { readonly left: number; readonly need: Need }[];
  /** When the last one came of those who let somebody go; null: nobody was needed, or too few are there. */
  readonly since: Instant | null;
}

const enough: StaffAfter = { short: [], since: null };

/**
 * Whether enough stay on post once somebody whose shift is over has gone. The least number holds at every moment of every shift: the one that runs now
 * asks for it, and whoever of either shift has clocked in and not out is on post. Nothing is asked where no shift follows, and of somebody who goes on
 * in it. Before the end of the shift the clock itself asks.
 */
export async function staffAfter(ctx: Ctx, desk: Desk, { person, assignment, dutyOn, endsAt }: Leaving): Promise<StaffAfter> {
  if (ctx.now.epochMilliseconds < endsAt.epochMilliseconds || !asksWhoStays(await policyFor(ctx, desk, dutyOn))) return enough;
  const [slots, posts] = await Promise.all([
    slotsAt(ctx, desk.id, ctx.now),
    loadPosts(ctx, desk.id, endsAt.subtract({ minutes: 1 }), ctx.now.add({ hours: earlyHours })),
  ]);
  const running = slots.toSorted((a, b) => a.startsAt.epochMilliseconds - b.startsAt.epochMilliseconds).at(-1);
  const goesOn = posts.some(
    (post) => post.person === person && post.assignment !== assignment && slots.some(({ id }) => id === post.slot) && post.out === null,
  );
  if (running === undefined || goesOn) return enough;
  const needs = needsAtClockOut(await policyFor(ctx, desk, running.dutyOn));
  const found = needs.map((need) => ({ need, ...staffLeft(posts, { person, endsAt }, need.value, ctx.now) }));
  const short = found.filter(({ left, need }) => left < need.value.min);
  if (short.length > 0) return { short, since: null };
  const since = found.flatMap(({ since: at }) => at ?? []).toSorted((a, b) => a.epochMilliseconds - b.epochMilliseconds);
  return { short, since: since.at(-1) ?? null };
}
