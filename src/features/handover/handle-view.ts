import type { PersonId } from '../../core/ids.ts';
import type { Locale } from '../../core/locale.ts';
import { Temporal } from '../../core/time.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Card } from '../../view/view.ts';
import { leadsOf, mayLead, membersOf } from '../people/index.ts';
import { explain } from './explain.ts';
import { factsOf } from './handle-card.ts';
import { blocked, mayClaim, sideOf } from './handle-change.ts';
import { sectionsNow } from './handle-draft.ts';
import { loadWorld, type World, worldOf } from './handle-world.ts';
import type { Side } from './handover.ts';
import { loadHandover } from './store.ts';
import { contentCard, handoverCard } from './views.ts';
import { everybody, type Reader } from './views-actions.ts';
import { codeCard } from './views-code.ts';
import { answeredCard, closedCard, nextCard, stepCard } from './views-step.ts';

/** Whoever asks, as the reader of a card. */
export const readerOf = ({ actor }: PersonCtx, world: World): Reader => ({
  side: sideOf(world, actor.person),
  leads: mayLead(actor, world.desk),
  claims: mayClaim(world, actor.person),
});

/** The card as an answer to whoever asks. */
export const ownCard = (ctx: PersonCtx, world: World): Card => handoverCard(factsOf(world), readerOf(ctx, world), ctx.locale);

async function readerNamed(ctx: Ctx, world: World, person: PersonId | undefined): Promise<Reader> {
  if (person === undefined) return everybody;
  const leads = await leadsOf(ctx, world.desk.id);
  return { side: sideOf(world, person), leads: leads.includes(person), claims: mayClaim(world, person) };
}

/** The live card, `<hand-over>` in a channel, `<hand-over>:<reader>` in a direct chat; null: it is gone. */
export async function viewHandover(ctx: Ctx, of: string, locale: Locale): Promise<Card | null> {
  const [id = '', person] = of.split(':');
  const stored = await loadHandover(ctx, id);
  const world = stored === null ? null : await loadWorld(ctx, stored);
  return world === null ? null : handoverCard(factsOf(world), await readerNamed(ctx, world, person), locale);
}

/** A code shown to whoever hands over: `<hand-over>:<good until, ms>`. */
export async function viewCode(ctx: Ctx, of: string, locale: Locale): Promise<Card | null> {
  const [id = '', until = ''] = of.split(':');
  const stored = await loadHandover(ctx, id);
  const world = stored === null ? null : await worldOf(ctx, stored);
  return world === null ? null : codeCard(factsOf(world), Temporal.Instant.fromEpochMilliseconds(Number(until)), ctx.now, locale);
}

/** Why nothing is answered at the moment, or any more, as a card; null: it can be. */
function closedFor(world: World, side: Side, locale: Locale): Card | null {
  const stop = blocked(world, side === 'incoming');
  return stop === null ? null : closedCard(factsOf(world), explain(stop, world.desk.zone, world.handover.id, locale));
}

/** The next question of a reader, `<hand-over>:<reader>`. */
export async function viewNext(ctx: Ctx, of: string, locale: Locale): Promise<Card | null> {
  const [id = '', person = ''] = of.split(':');
  const stored = await loadHandover(ctx, id);
  const world = stored === null ? null : await worldOf(ctx, stored);
  if (world === null) return null;
  const side = person === world.handover.outgoing ? 'outgoing' : 'incoming';
  return closedFor(world, side, locale) ?? nextCard(factsOf(world), side, locale);
}

/** Everything in it, as a reader has it before them, `<hand-over>:<reader>`; without it for whoever stands on the desk no more. */
export async function viewContent(ctx: Ctx, of: string, locale: Locale): Promise<Card | null> {
  const [id = '', person = ''] = of.split(':');
  const stored = await loadHandover(ctx, id);
  const world = stored === null ? null : await worldOf(ctx, stored);
  if (world === null) return null;
  const reader = await readerNamed(ctx, world, person);
  const isMember = world.handover.event === 'shift' && (await membersOf(ctx, world.desk.id)).some((member) => member.person === person);
  if (reader.side === null && !reader.leads && !isMember) return handoverCard(factsOf(world), reader, locale);
  return contentCard(factsOf(await withSections(ctx, world)), reader, locale);
}

/** It with the texts as they are now. */
export const withSections = async (ctx: Ctx, world: World): Promise<World> => ({
  ...world,
  handover: { ...world.handover, sections: await sectionsNow(ctx, world) },
});

/** It as it is now: the question still, or what was answered. */
export async function viewStep(ctx: Ctx, of: string, locale: Locale): Promise<Card | null> {
  const [id = '', itemId, person = ''] = of.split(':');
  const stored = await loadHandover(ctx, id);
  const world = stored === null ? null : await worldOf(ctx, stored);
  const item = world?.items.find((one) => one.id === itemId);
  if (world === null || item === undefined) return null;
  const side = person === world.handover.outgoing ? 'outgoing' : 'incoming';
  const closed = item.state === 'open' ? closedFor(world, side, locale) : null;
  if (closed !== null) return closed;
  const isAnswered = item.state !== 'open' || (side === 'outgoing' && item.kind === 'open' && (item.remark ?? '') !== '');
  return (isAnswered ? answeredCard : stepCard)(factsOf(world), item, side, locale);
}
