import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import type { Card } from '../../view/view.ts';
import { type Incident, numberOf, sharedWords } from '../incident/index.ts';
import { announce, contactsOf, type Desk, leadsOf, loadDesk, membersOver, tell } from '../people/index.ts';
import { explain, type HandoverRefusal } from './explain.ts';
import type { World } from './handle-world.ts';
import type { Handover } from './handover.ts';
import type { CardFacts } from './views.ts';

/** The live card: in a channel for everybody, in a direct chat for whoever reads it there, with what they may do. */
/** The live card of a hand-over as one reader sees it, or as a channel does (null). */
export const handoverSubject = (id: string, reader: PersonId | null): string => `handover.card/${id}${reader === null ? '' : `:${reader}`}`;

/** Everything in it, as one reader has asked for it. */
export const contentSubject = (id: string, reader: PersonId): string => `handover.content/${id}:${reader}`;

/** The next question of a reader. */
export const nextSubject = (id: string, reader: PersonId): string => `handover.next/${id}:${reader}`;

/** The question about an item that is answered in a form: `<hand-over>:<item>:<reader>`. */
export const stepSubject = (id: string, item: string, person: PersonId): string => `handover.step/${id}:${item}:${person}`;

/** What asks somebody of a side an item says whether it can be answered: where the hand-over stops, ends or goes on. */
export function refreshQuestions(ctx: Ctx, { handover, items }: Pick<World, 'handover' | 'items'>, people: readonly PersonId[]): void {
  for (const person of people) {
    ctx.unit.refresh(nextSubject(handover.id, person));
    for (const { id } of items) ctx.unit.refresh(stepSubject(handover.id, id, person));
  }
}

/** The question to those who lead whether they let the outgoing side go. */
export const askedSubject = (id: string): string => `handover.asked/${id}`;

/** Every copy of the card, whoever has it, is brought up to date. */
export async function refreshCards(ctx: Ctx, { id, desk: deskId, outgoing, incoming, marks }: Handover): Promise<void> {
  if (marks.some(({ what }) => what === 'asked')) ctx.unit.refresh(askedSubject(id));
  const desk = await loadDesk(ctx, deskId);
  const members = desk === null ? [] : await membersOver(ctx, desk);
  const readers = new Set([outgoing, ...(incoming === null ? [] : [incoming]), ...members.map(({ person }) => person)]);
  for (const reader of [null, ...readers]) ctx.unit.refresh(handoverSubject(id, reader));
  for (const reader of readers) ctx.unit.refresh(contentSubject(id, reader));
}

/** What stopped it: `#2026-4 the line`; the line alone, as it was noted, where the incident is over. */
export function stopperOf({ handover, incidents, desk }: World): Words {
  const line = handover.marks.findLast(({ what }) => what === 'stopped')?.remark ?? '';
  const incident = incidents.find(({ id }) => id === handover.stoppedBy);
  const said = incident === undefined ? { zh: line, en: line } : incidentWords(incident, desk);
  return { zh: said.zh.slice(0, longestStopper), en: said.en.slice(0, longestStopper) };
}

/** It stands in a title. */
const longestStopper = 130;

/** `#2026-4 the line`, as everybody on the desk may read it. */
export function incidentWords(incident: Incident, { zone }: Pick<Desk, 'zone'>): Words {
  const number = numberOf(incident, zone);
  const { zh, en } = sharedWords(incident);
  return { zh: `${number} ${zh}`, en: `${number} ${en}` };
}

export const factsOf = (world: World): CardFacts => {
  return { ...world, stoppedBy: world.handover.state === 'stopped' ? stopperOf(world) : null };
};

const cardFor = (id: string, person: PersonId) => ({ subject: handoverSubject(id, person), id: `handover:${id}:card:${person}` });

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
    await announce(ctx, desk, (_locale, channel) => ({
      subject: handoverSubject(id, null),
      id: `handover:${id}:channel:${channel.channelId}`,
    }));
}

export const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });

export const becomes = (ctx: PersonCtx, view: Card): Reply => ({ kind: 'replace', locale: ctx.locale, view });

/** Why it did nothing. */
export const explained = (ctx: PersonCtx, world: World | null, refusal: HandoverRefusal): Reply =>
  say(ctx, explain(refusal, world?.desk.zone ?? ctx.orgZone, world?.handover.id ?? null, ctx.locale));
