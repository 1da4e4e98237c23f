import type { PersonId } from '../../core/ids.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Post } from '../attendance/index.ts';
import { contactsOf, type Desk, tell } from '../people/index.ts';
import { absencesBetween, slotById, takenFrom } from '../roster/index.ts';
import { claimantOf, signableFrom, unverified } from './claim.ts';
import { type HandoverRefusal, namesOf } from './explain.ts';
import { ownFigures } from './figures.ts';
import { factsOf } from './handle-card.ts';
import type { World } from './handle-world.ts';
import type { Side } from './handover.ts';
import { handoversOfChange, loadNames } from './store.ts';
import { guardSlot } from './store-write.ts';
import { claimText } from './text-claims.ts';
import { toldCard } from './views.ts';

/** How many minutes before the change a hand-over is prepared. */
export const leadMinutes = ({ settings }: Pick<Desk, 'settings'>): number => settings.reminder_lead_minutes ?? ownFigures.prepareMinutes;

/** Why a shift cannot be signed yet; null: it can. */
export function tooEarly(ctx: Ctx, { handover, reliefs, desk }: World): HandoverRefusal | null {
  const from = signableFrom(handover, reliefs, leadMinutes(desk), ctx.now);
  return from === null ? null : { code: 'early', from, writes: true };
}

/** The report is for whoever hands over to write: it is not offered to the relief. */
export const early = (refusal: HandoverRefusal, side: Side): HandoverRefusal =>
  refusal.code === 'early' ? { ...refusal, writes: side === 'outgoing' } : refusal;

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

/** Whether somebody may begin to take a hand-over over. */
export interface Claim {
  /** Why not; null: they may. */
  readonly refusal: HandoverRefusal | null;
  /** To be called where the claim is saved: of two that somebody makes at once, the second is decided again. */
  readonly guard: () => void;
}

const unguarded = (): void => undefined;

/**
 * Whether somebody who takes over one hand-over of a change would take a second one that is another relief's: one who takes over nobody yet and is not
 * known to stay away.
 */
export async function claimOf(ctx: Ctx, world: World, person: PersonId): Promise<Claim> {
  const { handover, reliefs } = world;
  if (handover.event !== 'shift' || claimantOf(world) === person) return { refusal: null, guard: unguarded };
  // Where one is relief of two, both claims are saved on the strength of their own shift, read before what the others claim: one of them is stale.
  const own = reliefs.some((post) => post.person !== person) ? reliefs.find((post) => post.person === person) : undefined;
  const slot = own === undefined ? null : await slotById(ctx, own.slot);
  const refusal = await secondClaim(ctx, world, person);
  return { refusal, guard: slot === null ? unguarded : () => guardSlot(ctx, slot.id, slot.version) };
}

async function secondClaim(ctx: Ctx, world: World, person: PersonId): Promise<HandoverRefusal | null> {
  const { handover, desk } = world;
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

/** One of several reliefs begins to take over: whoever goes and the other reliefs hear who does. */
export async function tellBegun(ctx: Ctx, world: World, person: PersonId): Promise<void> {
  const { handover, reliefs } = world;
  const others = new Set(reliefs.map((post) => post.person).filter((one) => one !== person && one !== handover.outgoing));
  if (handover.event !== 'shift' || others.size === 0) return;
  const contacts = await contactsOf(ctx, [handover.outgoing, ...others]);
  const title = claimText.begun(namesOf([person], world.names), namesOf([handover.outgoing], world.names));
  tell(ctx, contacts.values(), (locale) => ({ view: toldCard(factsOf(world), title, [], [], locale) }));
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
