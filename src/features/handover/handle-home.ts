import type { Words } from '../../core/locale.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import { desksOf } from '../people/index.ts';
import { claimantOf } from './claim.ts';
import { ownFigures } from './figures.ts';
import { factsOf } from './handle-card.ts';
import { sideOf } from './handle-change.ts';
import { tooEarly } from './handle-claim.ts';
import { lateHours } from './handle-waiting.ts';
import { loadWorld, type World } from './handle-world.ts';
import type { Side } from './handover.ts';
import { openHandovers } from './store.ts';
import { titleOf } from './views.ts';

/** A hand-over in which somebody has to sign. */
export interface ToSign {
  readonly title: Words;
  readonly side: Side;
}

/** Hand-overs that wait for the signature of whoever asks and can be signed by now; one that is stopped waits for nobody. */
export async function handoversToSign(ctx: PersonCtx): Promise<readonly ToSign[]> {
  const desks = await desksOf(ctx, ctx.actor.person);
  const stored = (
    await Promise.all(desks.map(({ id }) => openHandovers(ctx, id, ctx.now.subtract({ hours: 24 * ownFigures.openDays }))))
  ).flat();
  const over = ctx.now.subtract({ hours: lateHours }).epochMilliseconds;
  const near = stored.filter(
    ({ handover }) => handover.state !== 'stopped' && (handover.event !== 'shift' || handover.at.epochMilliseconds > over),
  );
  const worlds = await Promise.all(near.map((one) => loadWorld(ctx, one)));
  return worlds.flatMap((world) => {
    const side = world === null ? null : waitsFor(ctx, world);
    return world === null || side === null ? [] : [{ title: titleOf(factsOf(world)), side }];
  });
}

/** The side on which the actor has to sign; null: on none, or not yet. */
function waitsFor(ctx: PersonCtx, world: World): Side | null {
  const { person } = ctx.actor;
  const side = sideOf(world, person);
  const { outgoingSignedAt, incomingSignedAt } = world.handover;
  if (side === null || (side === 'outgoing' ? outgoingSignedAt : incomingSignedAt) !== null) return null;
  // Who never came has nothing to hand over.
  if (side === 'outgoing' && world.leaver?.in === null && world.leaver.endsAt.epochMilliseconds <= ctx.now.epochMilliseconds) return null;
  return claimantOf(world) === person || tooEarly(ctx, world) === null ? side : null;
}
