import { formatTime } from '../../core/format.ts';
import type { PersonId, SlotId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { Temporal } from '../../core/time.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice, press } from '../../view/build.ts';
import type { Card } from '../../view/view.ts';
import { type Contact, contactsOf, type Desk, leadsOf, loadDesk, reachedOn, tell } from '../people/index.ts';
import { slotById } from '../roster/index.ts';
import { namesOf } from './explain.ts';
import { askedSubject, explained, factsOf, say } from './handle-card.ts';
import { ended, mark } from './handle-change.ts';
import { openShift } from './handle-open.ts';
import { loadWorld, worldOf } from './handle-world.ts';
import { askedSince, isReleasable } from './handover.ts';
import { loadHandover } from './store.ts';
import { text } from './text.ts';
import { claimText } from './text-claims.ts';
import { toldCard } from './views.ts';

/** Who may let somebody go and can be written to: those who lead, desk by desk upwards, without the person. */
async function releasersOf(ctx: Ctx, desk: Desk, person: PersonId): Promise<readonly Contact[]> {
  for (const id of desk.lineage) {
    const leads = (await leadsOf(ctx, id)).filter((lead) => lead !== person);
    const reached = [...(await contactsOf(ctx, leads)).values()].filter((contact) => reachedOn(contact) !== null);
    if (reached.length > 0) return reached;
  }
  return [];
}

const namesIn = (contacts: readonly Contact[]): Words => ({
  zh: contacts.map(({ name }) => name.zh).join('、'),
  en: contacts.map(({ name }) => name.en).join(', '),
});

/** The question as those who lead read it: with the button as long as it is open, then who let them go, or that nobody has to. */
export async function viewAsked(ctx: Ctx, id: string, locale: Locale): Promise<Card | null> {
  const stored = await loadHandover(ctx, id);
  const world = stored === null ? null : await worldOf(ctx, stored);
  if (world === null) return null;
  const { handover, names } = world;
  const outgoing = namesOf([handover.outgoing], names);
  if (handover.overrideBy !== null) {
    const reason = handover.reason ?? '';
    const title = claimText.releasedOf(namesOf([handover.overrideBy], names), outgoing);
    return toldCard(factsOf(world), title, [{ zh: reason, en: reason }], [], locale);
  }
  if (askedSince(handover) === null || !isReleasable(handover)) return toldCard(factsOf(world), claimText.askedDone, [], [], locale);
  const release = press('handover.override-open', text.buttons.override, { id }, locale, 'primary');
  return toldCard(factsOf(world), text.askedTo(outgoing), [], [release], locale);
}

/** Somebody who is held back asks those who lead to let them go; they get the card with the button, once as long as the question is open. */
export async function askRelease(ctx: PersonCtx, slotId: SlotId): Promise<Reply> {
  const slot = await slotById(ctx, slotId);
  const desk = slot === null ? null : await loadDesk(ctx, slot.desk);
  const mine = (slot?.people ?? []).filter(({ person }) => person === ctx.actor.person).at(-1);
  if (slot === null || desk === null || mine === undefined) return explained(ctx, null, { code: 'gone' });
  const releasers = await releasersOf(ctx, desk, ctx.actor.person);
  if (releasers.length === 0) return say(ctx, notice('warn', text.nobodyToAsk, [], ctx.locale));
  const asking = mark(ctx, 'asked', ctx.actor.person, '');
  const { stored } = await openShift(ctx, desk, slot, ctx.actor.person, mine.endsAt, (known) =>
    askedSince(known) !== null || !isReleasable(known) ? known : { ...known, marks: [...known.marks, asking] },
  );
  const world = await loadWorld(ctx, stored);
  if (world === null) return explained(ctx, null, { code: 'gone' });
  const { handover } = world;
  const over = isReleasable(handover) ? null : ended(handover);
  if (over !== null) return explained(ctx, world, over);
  const asked = askedSince(handover) ?? asking;
  if (asked !== asking) {
    const at = formatTime(Temporal.Instant.from(asked.at), desk.zone);
    return say(ctx, notice('info', text.askedAlready(at), [namesIn(releasers)], ctx.locale));
  }
  tell(ctx, releasers, (_locale, { person }) => ({
    subject: askedSubject(handover.id),
    id: `handover:${handover.id}:asked:${asking.at}:${person}`,
  }));
  ctx.unit.audit({ action: 'handover.ask-release', person: ctx.actor.person, desk: desk.id, subject: handover.id });
  return say(ctx, notice('ok', text.asked, [namesIn(releasers)], ctx.locale));
}
