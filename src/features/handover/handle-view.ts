import type { PersonId } from '../../core/ids.ts';
import type { Locale } from '../../core/locale.ts';
import { Temporal } from '../../core/time.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Card } from '../../view/view.ts';
import { leadsOf, mayLead } from '../people/index.ts';
import { factsOf } from './handle-card.ts';
import { mayClaim, sideOf } from './handle-change.ts';
import { loadWorld, type World, worldOf } from './handle-world.ts';
import { loadHandover } from './store.ts';
import { handoverCard } from './views.ts';
import { everybody, type Reader } from './views-actions.ts';
import { codeCard } from './views-code.ts';
import { answeredCard, stepCard } from './views-step.ts';

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

/** The question about an item that is answered in a form: `<hand-over>:<item>:<reader>`. */
export const stepSubject = (id: string, item: string, person: PersonId): string => `handover.step/${id}:${item}:${person}`;

/** It as it is now: the question still, or what was answered. */
export async function viewStep(ctx: Ctx, of: string, locale: Locale): Promise<Card | null> {
  const [id = '', itemId, person = ''] = of.split(':');
  const stored = await loadHandover(ctx, id);
  const world = stored === null ? null : await worldOf(ctx, stored);
  const item = world?.items.find((one) => one.id === itemId);
  if (world === null || item === undefined) return null;
  const side = person === world.handover.outgoing ? 'outgoing' : 'incoming';
  const isAnswered = item.state !== 'open' || (side === 'outgoing' && item.kind === 'open' && (item.remark ?? '') !== '');
  return (isAnswered ? answeredCard : stepCard)(factsOf(world), item, side, locale);
}
