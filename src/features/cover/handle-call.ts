import type { Locale, Words } from '../../core/locale.ts';
import type { Instant } from '../../core/time.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import type { Card, Notice } from '../../view/view.ts';
import { announce, channelsOf, contactsOf, type Desk, leadsOf, loadDesk, membersOf, standsOn, tell } from '../people/index.ts';
import {
  botReason,
  cancelRequest,
  explainPress,
  loadRequest,
  type RequestDuty,
  reopenCall,
  type StoredRequest,
  takeCall,
} from '../request/index.ts';
import { absencesBetween, dutyLine, slotById, slotsBetween } from '../roster/index.ts';
import { callState, freeMembers, remindersOf } from './cover.ts';
import { type Call, callCard, notices } from './views.ts';

/** The live card of a call. */
export const callSubject = (id: string): string => `cover.call/${id}`;
const reminder = 'cover.remind';

const say = (ctx: PersonCtx, view: Card | Notice): Reply => ({ kind: 'say', locale: ctx.locale, view });

/** The shift a cover is about, in words. */
export async function dutyWords(
  ctx: Ctx,
  desk: Desk,
  duty: Pick<RequestDuty, 'slot' | 'shift' | 'dutyOn' | 'startsAt' | 'endsAt'>,
): Promise<Words> {
  const slot = await slotById(ctx, duty.slot);
  const line = { ...duty, shiftName: slot?.shiftName ?? { zh: duty.shift, en: duty.shift } };
  return { zh: dutyLine(line, desk.zone, 'zh'), en: dutyLine(line, desk.zone, 'en') };
}

async function callOf(ctx: Ctx, request: StoredRequest): Promise<{ readonly call: Call; readonly desk: Desk } | null> {
  const desk = await loadDesk(ctx, request.desk);
  const [duty] = request.duties;
  if (desk === null || duty === undefined) return null;
  const people = [request.subject, ...(request.partner === null ? [] : [request.partner])];
  const [contacts, words] = await Promise.all([contactsOf(ctx, people), dutyWords(ctx, desk, duty)]);
  const name = contacts.get(request.subject)?.name ?? { zh: '', en: '' };
  const call: Call = {
    id: request.id,
    desk: desk.name,
    state: callState(request.state),
    duty: words,
    forWhom: { person: request.subject, name },
    taker: request.partner === null ? null : (contacts.get(request.partner)?.name ?? null),
  };
  return { call, desk };
}

export async function viewCall(ctx: Ctx, id: string, locale: Locale): Promise<Card | null> {
  const whole = await loadRequest(ctx, id);
  const found = whole === null ? null : await callOf(ctx, whole.request);
  return found === null ? null : callCard(found.call, locale);
}

/**
 * Sends the call to its group: the channels of the desk, or each member who is free then. `round` counts how often it was sent. The card is built when
 * it goes out, and follows what becomes of the call.
 */
export async function announceCall(ctx: Ctx, desk: Desk, request: StoredRequest, round: number): Promise<void> {
  const [duty] = request.duties;
  if (duty === undefined) return;
  const subject = callSubject(request.id);
  const id = (to: string): string => `${subject}:${round}:${to}`;
  // A shift that runs can be taken until it ends.
  const until = duty.startsAt.epochMilliseconds > ctx.now.epochMilliseconds ? duty.startsAt : duty.endsAt;
  const channels = desk.settings.swap.call === 'channel' ? (await channelsOf(ctx, desk.id)).filter((one) => one.lostCause === null) : [];
  if (channels.length > 0) {
    await announce(ctx, desk, (_locale, channel) => ({ subject, until, id: id(channel.channelId) }));
    return;
  }
  const members = await membersOf(ctx, desk.id);
  const people = members.map((member) => member.person);
  const [slots, away] = await Promise.all([
    slotsBetween(ctx, desk.id, duty.startsAt, duty.endsAt),
    absencesBetween(ctx, { people }, duty.startsAt, duty.endsAt),
  ]);
  const busy = [...slots.flatMap((slot) => slot.people), ...away.filter((absence) => absence.approved)];
  const free = freeMembers(members, request.subject, busy, { start: duty.startsAt, end: duty.endsAt });
  const contacts = await contactsOf(ctx, free);
  tell(ctx, contacts.values(), (_locale, contact) => ({ subject, until, id: id(contact.person) }));
}

const reminderKey = (request: StoredRequest, at: Instant): string => `${request.id}:${at.toString()}`;

/** A call begins: it goes to its group, and again before the shift while nobody has taken it. */
export async function beginCall(ctx: Ctx, desk: Desk, request: StoredRequest): Promise<void> {
  await announceCall(ctx, desk, request, 0);
  const [duty] = request.duties;
  if (duty === undefined) return;
  for (const [index, at] of remindersOf(duty.startsAt, ctx.now).entries())
    ctx.unit.due({ kind: reminder, key: reminderKey(request, at), at, desk: desk.id, payload: { id: request.id, round: index + 1 } });
}

/** Nobody took it yet: it is sent once more. */
export async function remindCall(ctx: Ctx, id: string, round: number): Promise<void> {
  const whole = await loadRequest(ctx, id);
  if (whole === null || whole.request.state !== 'open-call') return;
  const desk = await loadDesk(ctx, whole.request.desk);
  if (desk !== null) await announceCall(ctx, desk, whole.request, round);
}

/** A call that came to nothing: its cards say so, and where its time ran out the leads hear that they have to arrange the shift. */
export async function endCall(ctx: Ctx, desk: Desk, request: StoredRequest): Promise<void> {
  ctx.unit.refresh(callSubject(request.id));
  const [duty] = request.duties;
  if (duty === undefined || request.partner !== null || request.state !== 'lapsed') return;
  const [words, leads] = await Promise.all([dutyWords(ctx, desk, duty), leadsOf(ctx, desk.id)]);
  const contacts = await contactsOf(ctx, leads);
  tell(ctx, contacts.values(), (locale) => ({ view: notices.nobodyTook(words, locale), until: duty.endsAt }));
}

/** The button of the group: the first takes it, whoever comes later reads who was first. */
export async function take(ctx: PersonCtx, id: string): Promise<Reply> {
  const whole = await loadRequest(ctx, id);
  const found = whole === null ? null : await callOf(ctx, whole.request);
  if (whole === null || found === null) return say(ctx, notices.closed(ctx.locale));
  const { desk, call } = found;
  if (whole.request.state !== 'open-call')
    return say(ctx, call.taker === null || call.state === 'over' ? notices.closed(ctx.locale) : notices.first(call.taker, ctx.locale));
  if (!standsOn(ctx.actor, desk)) return say(ctx, notices.notMember(desk.name, ctx.locale));
  const taken = await takeCall(ctx, id, ctx.actor.person);
  if (!taken.ok) return say(ctx, await explainPress(ctx, desk, whole.request, taken.refusal, ctx.locale));
  ctx.unit.refresh(callSubject(id));
  return say(ctx, notices.taken(taken.value.whole.request.state !== 'approved', ctx.locale));
}

/** Who took it gives it back: before it is decided the call is open again; afterwards by the same chain, until the desk's cut-off. */
export async function giveBack(ctx: PersonCtx, id: string): Promise<Reply> {
  const whole = await loadRequest(ctx, id);
  const desk = whole === null ? null : await loadDesk(ctx, whole.request.desk);
  if (whole === null || desk === null) return say(ctx, notices.closed(ctx.locale));
  const { request } = whole;
  if (request.partner !== ctx.actor.person) return say(ctx, notices.notYours(ctx.locale));
  const isDecided = callState(request.state) === 'covered';
  const given = isDecided
    ? await cancelRequest(ctx, { id, person: ctx.actor.person, leads: false, reason: botReason('given-back') })
    : await reopenCall(ctx, id, ctx.actor.person);
  if (!given.ok) return say(ctx, await explainPress(ctx, desk, request, given.refusal, ctx.locale));
  ctx.unit.refresh(callSubject(id));
  const waits = isDecided && given.value.whole.request.state !== 'cancelled';
  return say(ctx, waits ? notices.backAsked(ctx.locale) : notices.backDone(ctx.locale));
}
