import type { Words } from '../../core/locale.ts';
import type { Ctx } from '../../runtime/context.ts';
import { loadPosts } from '../attendance/index.ts';
import type { Desk } from '../people/index.ts';
import { logLines } from '../record/index.ts';
import type { DutySlot } from '../roster/index.ts';
import type { Agenda } from './agenda.ts';
import { openMatters } from './handle-matters.ts';
import type { World } from './handle-world.ts';
import { endedStates, type Handover, type Matter, type Section } from './handover.ts';
import { draftSections } from './sections.ts';

/** The texts as they are filled from what is on record now, in both languages; `slot` null: of a post. `matters`: what is open on the desk. */
export async function draftNow(
  ctx: Ctx,
  desk: Desk,
  agenda: Agenda,
  slot: Pick<DutySlot, 'id' | 'startsAt' | 'endsAt'> | null,
  matters: readonly Matter[],
): Promise<Handover['sections']> {
  if (slot === null) return draftSections(agenda.sections, { log: [], matters, away: [] }, desk.locale);
  const [posts, zh, en] = await Promise.all([
    loadPosts(ctx, desk.id, slot.startsAt, slot.endsAt),
    logLines(ctx, desk, { slot: slot.id }, 'zh'),
    logLines(ctx, desk, { slot: slot.id }, 'en'),
  ]);
  const log = zh.map((line, index): Words => ({ zh: line, en: en[index] ?? line }));
  const away = posts
    .filter((post) => post.slot === slot.id && post.in === null && post.startsAt.epochMilliseconds < ctx.now.epochMilliseconds)
    .map(({ name }) => name);
  return draftSections(agenda.sections, { log, matters, away }, desk.locale);
}

/** What is open on the desk for a hand-over. */
export const mattersNow = (ctx: Ctx, { desk, handover }: Pick<World, 'desk' | 'handover'>): Promise<readonly Matter[]> =>
  openMatters(ctx, desk, { slot: handover.slot, person: handover.outgoing });

/** The texts as somebody wrote them, and those nobody has changed filled anew; what is signed or ended stays as it is. */
export async function sectionsNow(ctx: Ctx, world: World): Promise<Handover['sections']> {
  const { handover, agenda, desk, slot } = world;
  const isTheirs = (name: string): boolean => handover.sections[name]?.written === true && handover.sections[name].drafted === undefined;
  const unchanged = agenda.sections.filter((name) => !isTheirs(name));
  if (unchanged.length === 0 || handover.outgoingSignedAt !== null || endedStates.includes(handover.state)) return handover.sections;
  const fresh = await draftNow(ctx, desk, agenda, slot, await mattersNow(ctx, world));
  const drafted = unchanged.flatMap((name): (readonly [string, Section])[] => {
    const draft = fresh[name];
    return draft === undefined ? [] : [[name, { ...draft, written: handover.sections[name]?.written === true }]];
  });
  return { ...handover.sections, ...Object.fromEntries(drafted) };
}
