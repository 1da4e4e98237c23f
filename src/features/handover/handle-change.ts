import type { PersonId } from '../../core/ids.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { numberOf } from '../incident/index.ts';
import { mayLead } from '../people/index.ts';
import { stateOf } from './agenda.ts';
import { claimantOf } from './claim.ts';
import type { HandoverRefusal } from './explain.ts';
import { namesOf } from './explain.ts';
import { explained, refreshCards, refreshQuestions, sidesOf, spread, stopperOf } from './handle-card.ts';
import { seal } from './handle-seal.ts';
import { loadWorld, type World } from './handle-world.ts';
import { doneStates, type Handover, type Item, type Mark, type Side } from './handover.ts';
import { loadHandover } from './store.ts';
import { saveItems, updateHandover } from './store-write.ts';
import { incomingWords } from './views.ts';

/** The hand-over somebody pressed on, or the answer that it is gone. */
export async function worldFor(ctx: PersonCtx, id: string): Promise<World | Reply> {
  const stored = await loadHandover(ctx, id);
  const world = stored === null ? null : await loadWorld(ctx, stored);
  return world ?? explained(ctx, null, { code: 'gone' });
}

export const isReply = (found: World | Reply): found is Reply => 'kind' in found;

/** The side somebody stands on. Until one of them has begun to take over, every relief of the post can be it. */
export function sideOf(world: World, person: PersonId): Side | null {
  const { handover } = world;
  if (handover.outgoing === person) return 'outgoing';
  if (handover.incoming === person) return 'incoming';
  return claimantOf(world) === null && mayClaim(world, person) ? 'incoming' : null;
}

/** Whether somebody is a relief who can take it over, also from another who has begun to and has not signed. */
export const mayClaim = ({ handover, reliefs }: World, person: PersonId): boolean =>
  handover.event === 'shift' &&
  handover.outgoing !== person &&
  handover.incomingSignedAt === null &&
  reliefs.some((post) => post.person === person);

/** Whether somebody may see what is in it: both sides, and the people and leads of the desk. */
export const maySee = (ctx: PersonCtx, world: World): boolean =>
  sideOf(world, ctx.actor.person) !== null ||
  mayLead(ctx.actor, world.desk) ||
  (world.handover.event === 'shift' && ctx.actor.memberships.some(({ desk }) => desk === world.desk.id));

export const sidesWords = (world: World) => ({ outgoing: namesOf([world.handover.outgoing], world.names), incoming: incomingWords(world) });

/** The side of the actor where it is one of `wanted`; else why not. */
export function asSide(ctx: PersonCtx, world: World, wanted: readonly Side[]): Side | HandoverRefusal {
  const side = sideOf(world, ctx.actor.person);
  const claimant = claimantOf(world);
  if (side === null && claimant !== null && wanted.includes('incoming') && mayClaim(world, ctx.actor.person))
    return { code: 'taken', name: namesOf([claimant], world.names), byCode: world.agenda.protocol.inPerson !== null };
  if (side === null) return { code: 'not-yours', ...sidesWords(world) };
  if (wanted.includes(side)) return side;
  return { code: side === 'incoming' ? 'for-outgoing' : 'for-incoming', ...sidesWords(world) };
}

export const isRefusal = <Value>(found: Value | HandoverRefusal): found is HandoverRefusal =>
  typeof found === 'object' && found !== null && 'code' in found;

/** Why nothing more is done in it; null: it is open. */
export function ended({ state, sealedAt, at }: Handover): HandoverRefusal | null {
  if (state === 'overridden') return { code: 'released', at: sealedAt ?? at };
  if (doneStates.includes(state)) return { code: 'ended', at: sealedAt ?? at };
  return state === 'cancelled' ? { code: 'cancelled' } : null;
}

/** Why nothing can be changed in it at the moment; null: it can. `passing`: something would be verified, taken over or signed, which a freeze forbids. */
export function blocked(world: World, passing: boolean): HandoverRefusal | null {
  const { handover, freeze, desk } = world;
  const over = ended(handover);
  if (over !== null) return over;
  if (handover.state === 'stopped') return { code: 'stopped', incident: stopperOf(world) };
  if (handover.state === 'refused') return { code: 'refused' };
  if (passing && freeze !== null && freeze.reaction === 'refuse')
    return { code: 'frozen', number: numberOf(freeze.incident, desk.zone), processes: freeze.processes, cites: freeze.cites };
  return null;
}

export const mark = (ctx: Ctx, what: Mark['what'], by: PersonId | null, about: string, remark = ''): Mark => ({
  what,
  by,
  at: ctx.now.toString(),
  about,
  remark,
});

/** Without signatures, meeting and code. */
export const unsigned = (handover: Handover): Handover => ({
  ...handover,
  outgoingSignedAt: null,
  incomingSignedAt: null,
  metAt: null,
  code: null,
  codeUntil: null,
  codeTries: 0,
});

const isUnderway = (state: Handover['state']): boolean => state === 'preparing' || state === 'verifying' || state === 'signing';

/**
 * Saves what was changed and where it stands now. The first time it goes on from being prepared, both sides, those who lead and the channels get the
 * card; once all have signed it is sealed, with everything that follows. `state`: where it stands for another reason than what is done.
 */
export async function save(
  ctx: Ctx,
  world: World,
  change: Partial<Handover>,
  items: readonly Item[] = world.items,
  state: Handover['state'] | null = null,
): Promise<World> {
  const changed: Handover = { ...world.handover, ...change };
  const next = state ?? stateOf(world.agenda, changed, items);
  const sealed = next === 'sealed' ? await seal(ctx, { ...world, handover: changed, items }) : null;
  const after: Handover = {
    ...(sealed?.handover ?? changed),
    state: next,
    sealedAt: next === 'sealed' || next === 'overridden' ? ctx.now : null,
  };
  const kept = sealed?.items ?? items;
  const saved = updateHandover(ctx, world.handover, after);
  saveItems(ctx, after.id, world.items, kept);
  await refreshCards(ctx, after);
  if (world.handover.state !== next && !(isUnderway(world.handover.state) && isUnderway(next)))
    refreshQuestions(ctx, { handover: saved, items: kept }, [...new Set([...sidesOf(world), ...sidesOf({ ...world, handover: saved })])]);
  const result: World = { ...world, handover: saved, items: kept };
  if (world.handover.state === 'preparing' && next !== 'preparing') await spread(ctx, result);
  return result;
}
