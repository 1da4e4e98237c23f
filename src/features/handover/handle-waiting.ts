import type { PersonId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import { loadPosts, type Post } from '../attendance/index.ts';
import type { Desk } from '../people/index.ts';
import { claimantOf } from './claim.ts';
import { ownFigures } from './figures.ts';
import { loadRules } from './handle-world.ts';
import { endedStates } from './handover.ts';
import { reliefsOf } from './relief.ts';
import { handoversOfShift, openHandovers } from './store.ts';

/** A shift that is over is still handed over for this long. */
export const lateHours = 12;
/** Somebody may take over this long before their shift begins. */
const earlyHours = 2;
const minutesFrom = (from: Instant, to: Instant): number => (to.epochMilliseconds - from.epochMilliseconds) / 60_000;

/** Those of a desk who have not gone and whom somebody relieves in the shift they come for. */
export async function relievedBy(ctx: Ctx, desk: Desk, person: PersonId): Promise<readonly Post[]> {
  const posts = await loadPosts(ctx, desk.id, ctx.now.subtract({ hours: lateHours }), ctx.now.add({ hours: earlyHours }));
  const coming = posts.filter(
    (post) =>
      post.person === person &&
      minutesFrom(ctx.now, post.startsAt) <= earlyHours * 60 &&
      ctx.now.epochMilliseconds < post.endsAt.epochMilliseconds,
  );
  if (coming.length === 0) return [];
  const relieved: Post[] = [];
  const waited = { minutes: desk.settings.no_show_after_minutes };
  // Where people clock in, whoever has not come hands nothing over.
  const clocks = posts.some((post) => post.in !== null);
  const isAbsent = (post: Post): boolean =>
    clocks && post.in === null && post.startsAt.add(waited).epochMilliseconds <= ctx.now.epochMilliseconds;
  for (const leaver of posts.filter((post) => post.person !== person && post.out === null && !isAbsent(post))) {
    const rules = await loadRules(ctx, desk, { dutyOn: leaver.dutyOn, shift: leaver.shift, event: 'shift' });
    const reliefs = reliefsOf(leaver, leaver.endsAt, posts, rules.agenda.protocol.release?.value ?? 'position');
    if (reliefs.some((post) => coming.some(({ assignment }) => assignment === post.assignment))) relieved.push(leaver);
  }
  return relieved;
}

/** Whether something of a desk waits to be taken over by somebody: a shift whose hand-over nobody else has begun to take over, or a post. */
export async function waitsToBeTaken(ctx: Ctx, desk: Desk, person: PersonId): Promise<boolean> {
  for (const leaver of await relievedBy(ctx, desk, person)) {
    const own = (await handoversOfShift(ctx, leaver.slot, leaver.person)).find(({ handover }) => handover.at.equals(leaver.endsAt));
    if (own === undefined) return true;
    const claimant = claimantOf(own);
    const { state, incomingSignedAt } = own.handover;
    if (!endedStates.includes(state) && incomingSignedAt === null && (claimant === null || claimant === person)) return true;
  }
  const open = await openHandovers(ctx, desk.id, ctx.now.subtract({ hours: 24 * ownFigures.openDays }));
  return open.some(({ handover }) => handover.event !== 'shift' && handover.incoming === person && handover.incomingSignedAt === null);
}
