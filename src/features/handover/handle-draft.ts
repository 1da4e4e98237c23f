import type { PersonId } from '../../core/ids.ts';
import type { Ctx } from '../../runtime/context.ts';
import { loadPosts } from '../attendance/index.ts';
import { contactsOf, type Desk } from '../people/index.ts';
import { logLines } from '../record/index.ts';
import type { DutySlot } from '../roster/index.ts';
import type { Agenda } from './agenda.ts';
import { openMatters } from './handle-matters.ts';
import type { World } from './handle-world.ts';
import { endedStates, type Handover, type Matter } from './handover.ts';
import { draftSections } from './sections.ts';

/**
 * The texts as they are filled from what is on record now, in the language of whoever hands over and writes them; `slot` null: of a post. `matters`:
 * what is open on the desk, in the desk's language.
 */
export async function draftNow(
  ctx: Ctx,
  desk: Desk,
  agenda: Agenda,
  outgoing: PersonId,
  slot: Pick<DutySlot, 'id' | 'startsAt' | 'endsAt'> | null,
  matters: readonly Matter[],
): Promise<Handover['sections']> {
  const locale = (await contactsOf(ctx, [outgoing])).get(outgoing)?.locale ?? desk.locale;
  const open = locale === desk.locale ? matters : await openMatters(ctx, desk, { slot: slot?.id ?? null, person: outgoing }, locale);
  if (slot === null) return draftSections(agenda.sections, { log: [], matters: open, away: [] }, locale);
  const [posts, log] = await Promise.all([
    loadPosts(ctx, desk.id, slot.startsAt, slot.endsAt),
    logLines(ctx, desk, { slot: slot.id }, locale),
  ]);
  const away = posts
    .filter((post) => post.slot === slot.id && post.in === null && post.startsAt.epochMilliseconds < ctx.now.epochMilliseconds)
    .map(({ name }) => name);
  return draftSections(agenda.sections, { log, matters: open, away }, locale);
}

/** What is open on the desk for a hand-over. */
export const mattersNow = (ctx: Ctx, { desk, handover }: Pick<World, 'desk' | 'handover'>): Promise<readonly Matter[]> =>
  openMatters(ctx, desk, { slot: handover.slot, person: handover.outgoing });

/** The texts as somebody wrote them, and those nobody has written yet filled anew; what is signed or ended stays as it is. */
export async function sectionsNow(ctx: Ctx, world: World): Promise<Handover['sections']> {
  const { handover, agenda, desk, slot } = world;
  const unwritten = agenda.sections.filter((name) => handover.sections[name]?.written !== true);
  if (unwritten.length === 0 || handover.outgoingSignedAt !== null || endedStates.includes(handover.state)) return handover.sections;
  const fresh = await draftNow(ctx, desk, agenda, handover.outgoing, slot, await mattersNow(ctx, world));
  const drafted = unwritten.flatMap((name) => (fresh[name] === undefined ? [] : [[name, fresh[name]] as const]));
  return { ...handover.sections, ...Object.fromEntries(drafted) };
}
