import type { PersonId } from '../../core/ids.ts';
import type { Locale } from '../../core/locale.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import type { Card } from '../../view/view.ts';
import { numberOf } from '../incident/index.ts';
import { announce, contactsOf, leadsOf, tell } from '../people/index.ts';
import { explain, type HandoverRefusal } from './explain.ts';
import { loadWorld, type World } from './handle-world.ts';
import { loadHandover } from './store.ts';
import { type CardFacts, handoverCard } from './views.ts';

export const handoverSubject = (id: string): string => `handover.card/${id}`;

/** What stopped it: `#2026-4 the line`; the line alone where the incident is over. */
export function stopperOf({ handover, incidents, desk }: World): string {
  const line = handover.marks.findLast(({ what }) => what === 'stopped')?.remark ?? '';
  const incident = incidents.find(({ id }) => id === handover.stoppedBy);
  return incident === undefined ? line : `${numberOf(incident, desk.zone)} ${line}`;
}

export const factsOf = (world: World): CardFacts => {
  return { ...world, stoppedBy: world.handover.state === 'stopped' ? stopperOf(world) : null };
};

/** The live card; null: it is gone. */
export async function viewHandover(ctx: Ctx, id: string, locale: Locale): Promise<Card | null> {
  const stored = await loadHandover(ctx, id);
  const world = stored === null ? null : await loadWorld(ctx, stored);
  return world === null ? null : handoverCard(factsOf(world), locale);
}

const cardFor = (id: string, person: PersonId) => ({ subject: handoverSubject(id), id: `handover:${id}:card:${person}` });

/** Sends the live card to people, each once. */
export async function sendCard(ctx: Ctx, id: string, people: readonly PersonId[]): Promise<void> {
  if (people.length === 0) return;
  const contacts = await contactsOf(ctx, [...new Set(people)]);
  tell(ctx, contacts.values(), (_locale, { person }) => cardFor(id, person));
}

/** Sends whoever asks the live card on the messenger they ask on. */
export const sendCardHere = (ctx: PersonCtx, id: string): void =>
  ctx.unit.send({
    platform: ctx.platform,
    to: { kind: 'person', id: ctx.userId },
    locale: ctx.locale,
    ...cardFor(id, ctx.actor.person),
  });

/** The sides of a hand-over: who goes, and who takes over or may. */
export const sidesOf = ({ handover, reliefs }: Pick<World, 'handover' | 'reliefs'>): readonly PersonId[] => [
  handover.outgoing,
  ...(handover.incoming === null ? reliefs.map(({ person }) => person) : [handover.incoming]),
];

/** The live card goes to both sides, to those who lead and to the channels of the desk, to each once; a post is no matter for a channel. */
export async function spread(ctx: Ctx, world: World): Promise<void> {
  const { handover, desk } = world;
  const { id } = handover;
  await sendCard(ctx, id, [...sidesOf(world), ...(await leadsOf(ctx, desk.id))]);
  if (handover.event === 'shift')
    await announce(ctx, desk, (_locale, channel) => ({ subject: handoverSubject(id), id: `handover:${id}:channel:${channel.channelId}` }));
}

export const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });

export const becomes = (ctx: PersonCtx, view: Card): Reply => ({ kind: 'replace', locale: ctx.locale, view });

/** Why it did nothing. */
export const explained = (ctx: PersonCtx, world: World | null, refusal: HandoverRefusal): Reply =>
  say(ctx, explain(refusal, world?.desk.zone ?? ctx.orgZone, world?.handover.id ?? null, ctx.locale));
