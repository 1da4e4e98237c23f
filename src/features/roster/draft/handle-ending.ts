import type { DeskId, PersonId } from '../../../core/ids.ts';
import { type Instant, Temporal } from '../../../core/time.ts';
import { shiftsOn } from '../../../policy/index.ts';
import type { Ctx } from '../../../runtime/context.ts';
import { loadDays } from '../../calendar/index.ts';
import { contactsOf, type Desk, leadsOf, loadDesk, tell } from '../../people/index.ts';
import { endingMoments } from '../deadline.ts';
import { loadWorld, nameSlots } from '../handle-world.ts';
import { loadLastSlot, loadPublished, loadRotations } from '../store.ts';
import { compilersOf, ruleOn } from './handle.ts';
import { endingCard } from './views-ending.ts';

export const endingKind = 'roster.ends';

/** Lays out when the leads hear that the roster ends, for moments in the window; a desk that never had one is left alone. */
export async function planEnding(ctx: Ctx, deskId: DeskId, from: Instant, to: Instant): Promise<void> {
  const desk = await loadDesk(ctx, deskId);
  const last = desk === null ? null : await loadLastSlot(ctx, deskId);
  if (desk === null || last === null) return;
  for (const { at, again } of endingMoments(last.dutyOn, await loadDays(ctx, desk), desk.zone)) {
    if (at.epochMilliseconds < from.epochMilliseconds || at.epochMilliseconds >= to.epochMilliseconds) continue;
    const key = `${deskId}:${last.dutyOn}:${again ? 'again' : 'first'}`;
    ctx.unit.due({ kind: endingKind, key, at, desk: deskId, payload: { last: last.dutyOn, again } });
  }
}

/** Due: who leads the desk, and who makes its roster, hear that it ends with a day, unless more is published or a deadline reminds of it. */
export async function remindOfEnding(ctx: Ctx, deskId: DeskId, { last: on, again }: { last: string; again: boolean }): Promise<void> {
  const desk = await loadDesk(ctx, deskId);
  const last = desk === null ? null : await loadLastSlot(ctx, deskId);
  if (desk === null || last === null || last.dutyOn !== on) return;
  // Where the bot was away for both, the second is enough.
  const later = endingMoments(on, await loadDays(ctx, desk), desk.zone).filter((moment) => moment.again && !again);
  if (later.some(({ at }) => at.epochMilliseconds <= ctx.now.epochMilliseconds)) return;
  const next = await nextToRoster(ctx, desk, on);
  if (await hasDeadline(ctx, desk, next)) return;
  const [duty] = await nameSlots(ctx, [last], [desk]);
  if (duty === undefined) return;
  const hasRotation = (await loadRotations(ctx, desk.id)).length > 0;
  const people = new Set<PersonId>([...(await leadsOf(ctx, desk.id)), ...(await compilersOf(ctx, desk, next))]);
  const contacts = await contactsOf(ctx, [...people]);
  tell(ctx, contacts.values(), (locale) => ({
    view: endingCard({ desk, last: duty, month: next.slice(0, 7), hasRotation }, locale),
    until: Temporal.Instant.compare(ctx.now, last.endsAt) < 0 ? last.endsAt : ctx.now.add({ hours: 24 }),
  }));
  ctx.unit.audit({ action: 'roster.ends', desk: desk.id, detail: { last: on, told: [...contacts.keys()] } });
}

/** Days after the last one that are looked at for a shift. */
const lookAheadDays = 14;

/** The first day after `on` that has a shift, or may have one; the next day where none has. */
async function nextToRoster(ctx: Ctx, desk: Desk, on: string): Promise<string> {
  const days = Array.from({ length: lookAheadDays }, (_, past) =>
    Temporal.PlainDate.from(on)
      .add({ days: past + 1 })
      .toString(),
  );
  const [first = on] = days;
  const world = await loadWorld(ctx, desk, first, days.at(-1) ?? first);
  const wanted = days.find((day) => {
    const { shifts, unknown } = shiftsOn(world.policyOn(day), day, world.days);
    return shifts.length > 0 || unknown;
  });
  return wanted ?? first;
}

/** Whether a regulation has somebody reminded of the roster of that day: every day, or its month, as long as that is not published. */
async function hasDeadline(ctx: Ctx, desk: Desk, on: string): Promise<boolean> {
  const rule = await ruleOn(ctx, desk, on);
  if (rule === null) return false;
  return rule.value.kind !== 'day-of-month' || (await loadPublished(ctx, desk.id, on.slice(0, 7))) === null;
}
