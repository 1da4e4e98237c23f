import type { PersonId } from '../../core/ids.ts';
import { Temporal } from '../../core/time.ts';
import { stopsFor } from '../../policy/index.ts';
import type { Cited } from '../../policy/policy.ts';
import type { Ctx } from '../../runtime/context.ts';
import { type Incident, type IncidentListener, sharedWords } from '../incident/index.ts';
import { contactsOf, type Desk, leadsOf, tell } from '../people/index.ts';
import { unverified } from './claim.ts';
import { factsOf, refreshCards, sidesOf } from './handle-card.ts';
import { mark, save, unsigned } from './handle-change.ts';
import { tooEarly } from './handle-claim.ts';
import { mattersNow } from './handle-draft.ts';
import { withMatters } from './handle-matters.ts';
import { kindsOf, loadWorld, type World } from './handle-world.ts';
import type { Handover, Side } from './handover.ts';
import { openHandovers } from './store.ts';
import { updateHandover } from './store-write.ts';
import { text } from './text.ts';
import { toldOfSeveral } from './views.ts';

/** Hand-overs opened this long ago are still stopped. */
const sinceHours = 72;
const underway: readonly Handover['state'][] = ['preparing', 'verifying', 'signing'];

/** Whether anybody has begun to verify or has signed. */
const hasBegun = ({ handover, items }: World): boolean =>
  handover.state !== 'preparing' ||
  handover.metAt !== null ||
  items.some(({ kind, state }) => (kind === 'verify' || kind === 'incoming') && state !== 'open');

/** The rules by which an incident stops the hand-over; null: it does not, or nothing more is to be done on the spot. */
function stopsOf({ agenda }: World, { event, state }: Incident): Cited<true> | null {
  const stops = state === 'open' ? stopsFor(agenda.protocol, kindsOf(event)) : null;
  return stops?.reaction === 'refuse' ? stops : null;
}

/**
 * Hears of incidents. One that begins while a shift is being handed over, or turns out to be of such a kind, stops the hand-over where a rule says so:
 * the outgoing side stays responsible, signatures and verification are cleared. When it is over, or of another kind, they start again.
 */
export async function noteIncident(ctx: Ctx, desk: Desk, incident: Incident, what: Parameters<IncidentListener>[3]): Promise<void> {
  const stored = await openHandovers(ctx, desk.id, ctx.now.subtract({ hours: sinceHours }));
  const stopped: World[] = [];
  const resumed: World[] = [];
  for (const one of stored) {
    if (one.handover.event !== 'shift') continue;
    const world = await loadWorld(ctx, one);
    if (world === null) continue;
    const { state, stoppedBy } = world.handover;
    const stops = what === 'opened' || what === 'renamed' ? stopsOf(world, incident) : null;
    if (state === 'stopped' && stoppedBy === incident.id) {
      if (stops === null) resumed.push(...(await resume(ctx, world, incident)));
    } else if (stops !== null && underway.includes(state) && hasBegun(world) && tooEarly(ctx, world) === null)
      stopped.push(await stop(ctx, world, incident, stops));
    else {
      // Whoever signs in this moment looks again: the incident may freeze it.
      if ((what === 'opened' || what === 'renamed') && underway.includes(state)) updateHandover(ctx, world.handover, world.handover);
      await refreshCards(ctx, world.handover);
    }
  }
  await tellStopped(ctx, desk, stopped, incident);
  await tellResumed(ctx, resumed);
}

/** Those of hand-overs that are somebody's on a side, and which side it is. */
const ownOf = (worlds: readonly World[], person: PersonId, side: Side): readonly World[] =>
  worlds.filter((world) => sidesOf(world).includes(person) && (world.handover.outgoing === person) === (side === 'outgoing'));

/** Both sides and those who lead hear of it once, with whose shifts it is about. */
async function tellStopped(ctx: Ctx, desk: Desk, worlds: readonly World[], incident: Incident): Promise<void> {
  if (worlds.length === 0) return;
  const contacts = await contactsOf(ctx, [...new Set([...worlds.flatMap(sidesOf), ...(await leadsOf(ctx, desk.id))])]);
  tell(ctx, contacts.values(), (locale, { person }) => {
    const [goes, comes] = [ownOf(worlds, person, 'outgoing'), ownOf(worlds, person, 'incoming')];
    const [own, line] =
      goes.length > 0 ? [goes, text.stoppedOutgoing] : comes.length > 0 ? [comes, text.stoppedIncoming] : [worlds, text.stoppedNote];
    return { view: toldOfSeveral(own.map(factsOf), text.stoppedTo(sharedWords(incident)), [line], [], locale, '⚠️') };
  });
}

async function tellResumed(ctx: Ctx, worlds: readonly World[]): Promise<void> {
  if (worlds.length === 0) return;
  const contacts = await contactsOf(ctx, [...new Set(worlds.flatMap(sidesOf))]);
  tell(ctx, contacts.values(), (locale, { person }) => {
    const goes = ownOf(worlds, person, 'outgoing');
    const own = goes.length > 0 ? goes : ownOf(worlds, person, 'incoming');
    const title = goes.length > 0 ? text.resumed : text.resumedIncoming;
    return { view: toldOfSeveral(own.map(factsOf), title, [text.resumedHelp], [], locale) };
  });
}

async function stop(ctx: Ctx, world: World, incident: Incident, stops: Cited<true>): Promise<World> {
  const { handover } = world;
  const marks = [...handover.marks, mark(ctx, 'stopped', null, incident.id, sharedWords(incident)[world.desk.locale].slice(0, 120))];
  const change = { ...unsigned(handover), stoppedBy: incident.id, marks };
  const stopped = await save(ctx, world, change, unverified(world.items), 'stopped');
  ctx.unit.audit({
    action: 'handover.stopped',
    desk: world.desk.id,
    subject: handover.id,
    detail: {
      incident: incident.id,
      number: incident.number,
      outgoingSigned: handover.outgoingSignedAt?.toString() ?? null,
      incomingSigned: handover.incomingSignedAt?.toString() ?? null,
      rules: stops.cites.map(({ rule }) => rule),
    },
    policyVersion: world.policy.version,
  });
  return stopped;
}

/** Another incident that stops it, began after the first had and is open. */
function stillOpen(world: World, over: Incident): Incident | undefined {
  const { handover, incidents } = world;
  const stopped = handover.marks.findLast(({ what }) => what === 'stopped')?.at;
  const since = stopped === undefined ? handover.at : Temporal.Instant.from(stopped);
  return incidents.find((one) => one.id !== over.id && Temporal.Instant.compare(one.openedAt, since) >= 0 && stopsOf(world, one) !== null);
}

/** Goes on where nothing else stops it; none: something does. */
async function resume(ctx: Ctx, world: World, incident: Incident): Promise<readonly World[]> {
  const next = stillOpen(world, incident);
  if (next !== undefined) {
    const about = mark(ctx, 'stopped', null, next.id, sharedWords(next)[world.desk.locale].slice(0, 120));
    await save(ctx, world, { stoppedBy: next.id, marks: [...world.handover.marks, about] }, world.items, 'stopped');
    return [];
  }
  const marks = [...world.handover.marks, mark(ctx, 'resumed', null, incident.id)];
  // The incident stands on the card as an open matter before anybody signs anew.
  const items = withMatters(ctx, world.desk, world.items, await mattersNow(ctx, world));
  const resumed = await save(ctx, world, { stoppedBy: null, marks }, items);
  ctx.unit.audit({ action: 'handover.resumed', desk: world.desk.id, subject: world.handover.id, detail: { incident: incident.id } });
  return [resumed];
}
