import type { PersonId } from '../../core/ids.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Post } from '../attendance/index.ts';
import { contactsOf, type Desk, tell } from '../people/index.ts';
import { absencesBetween, takenFrom } from '../roster/index.ts';
import { claimantOf, signableFrom, unverified } from './claim.ts';
import { type HandoverRefusal, namesOf } from './explain.ts';
import { ownFigures } from './figures.ts';
import { factsOf } from './handle-card.ts';
import type { World } from './handle-world.ts';
import { handoversOfChange, loadNames } from './store.ts';
import { claimText } from './text-claims.ts';
import { toldCard } from './views.ts';

/** How many minutes before the change a hand-over is prepared. */
export const leadMinutes = ({ settings }: Pick<Desk, 'settings'>): number => settings.reminder_lead_minutes ?? ownFigures.prepareMinutes;

/** Why a shift cannot be signed yet; null: it can. */
export function tooEarly(ctx: Ctx, { handover, reliefs, desk }: World): HandoverRefusal | null {
  const from = signableFrom(handover, reliefs, leadMinutes(desk), ctx.now);
  return from === null ? null : { code: 'early', from };
}

/** Whether it is known that somebody does not come: on leave, gone again, or waited for in vain for as long as the desk waits. */
async function missingOf(ctx: Ctx, { desk }: World, posts: readonly Post[]): Promise<ReadonlySet<PersonId>> {
  const [first] = posts;
  if (first === undefined) return new Set();
  const people = posts.map(({ person }) => person);
  const absences = await absencesBetween(ctx, { people }, first.startsAt, first.startsAt.add({ minutes: 1 }));
  const isAway = (post: Post): boolean =>
    absences.some((absence) => {
      const taken = absence.approved && absence.person === post.person ? takenFrom(post, absence) : null;
      return taken?.start.equals(post.startsAt) === true;
    });
  const waited = { minutes: desk.settings.no_show_after_minutes };
  const isLate = (post: Post): boolean => post.in === null && post.startsAt.add(waited).epochMilliseconds <= ctx.now.epochMilliseconds;
  return new Set(posts.filter((post) => post.out !== null || isLate(post) || isAway(post)).map(({ person }) => person));
}

/**
 * Whether somebody who takes over one hand-over of a change would take a second one that is another relief's: one who takes over nobody yet and is not
 * known to stay away. Null: they may take it.
 */
export async function secondClaim(ctx: Ctx, world: World, person: PersonId): Promise<HandoverRefusal | null> {
  const { handover, desk } = world;
  if (handover.event !== 'shift' || claimantOf(world) === person) return null;
  const others = (await handoversOfChange(ctx, desk.id, handover.at)).filter((one) => one.handover.id !== handover.id);
  const own = others.find((one) => claimantOf(one) === person);
  if (own === undefined) return null;
  const busy = new Set(others.flatMap((one) => claimantOf(one) ?? []));
  const rest = world.reliefs.filter((post) => !busy.has(post.person) && post.person !== handover.outgoing);
  const missing = await missingOf(ctx, world, rest);
  const free = [...new Set(rest.map((post) => post.person))].filter((one) => !missing.has(one));
  if (free.length === 0) return null;
  const names = await loadNames(ctx, [own.handover.outgoing, ...free]);
  return { code: 'second', of: namesOf([own.handover.outgoing], names), free: namesOf(free, names) };
}

/** The hand-over as somebody takes it over from whoever had begun to, who hears of it with the outgoing side; the same where nobody had. */
export async function takenOver(ctx: Ctx, world: World, person: PersonId): Promise<Pick<World, 'handover' | 'items'>> {
  const before = claimantOf(world);
  const handover = { ...world.handover, incoming: person };
  if (before === null || before === person) return { handover, items: world.items };
  const names = new Map([...world.names, ...(await loadNames(ctx, [person, before]))]);
  const contacts = await contactsOf(ctx, [world.handover.outgoing, before]);
  const title = claimText.instead(namesOf([person], names), namesOf([before], names));
  tell(ctx, contacts.values(), (locale) => ({ view: toldCard(factsOf(world), title, [], [], locale) }));
  ctx.unit.audit({
    action: 'handover.taken-over',
    person,
    desk: world.desk.id,
    subject: handover.id,
    detail: { before, met: world.handover.metAt !== null },
  });
  return { handover: { ...handover, metAt: null }, items: unverified(world.items, before) };
}
