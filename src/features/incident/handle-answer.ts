import type { Instant } from '../../core/time.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice } from '../../view/build.ts';
import type { FormValues } from '../../view/view.ts';
import { findMembers, isRole } from '../people/index.ts';
import { answered, progress, toAnswer, toldNow, withLine, withNotices, withoutRest } from './deeds.ts';
import { nameForm, needed, reachForm, textForm, timeTyped, typedIn } from './forms.ts';
import { becomes } from './handle-card.ts';
import { saveChange } from './handle-change.ts';
import { type Known, mine, type Standing, say } from './handle-world.ts';
import type { IncidentId } from './incident.ts';
import { providedFor } from './incident-case.ts';
import type { IncidentNotice, NoticeAnswer, NoticeId, NoticeKind, WholeIncident } from './incident-record.ts';
import { incidentOfNotice } from './store.ts';
import { text } from './text.ts';
import { receiverName } from './views.ts';

type Found = Known & { readonly standing: Standing };

const nothingToAnswer = (ctx: PersonCtx, { whole, standing }: Found): Reply => {
  const was = whole.notices.some(({ person, state }) => person === standing.person && state === 'answered');
  return say(ctx, notice('info', was ? text.answeredAlready : text.notAsked, [], ctx.locale));
};

const receives: readonly NoticeKind[] = ['to', 'then', 'up', 'assist', 'skipped'];

async function answer(ctx: PersonCtx, id: IncidentId, kinds: readonly NoticeKind[], given: NoticeAnswer, said = ''): Promise<Reply> {
  const found = await mine(ctx, id);
  if ('kind' in found) return found;
  const { whole, standing, desk } = found;
  const open = toAnswer(whole, standing.person).filter(({ kind }) => kinds.includes(kind));
  if (open.length === 0) return nothingToAnswer(ctx, found);
  const ids = open.map((one) => one.id);
  // Whoever says whether they come knows of it, too.
  const knows = kinds.includes('call') ? toAnswer(whole, standing.person).filter(({ kind }) => receives.includes(kind)) : [];
  const known =
    knows.length === 0
      ? whole
      : answered(
          whole,
          knows.map((one) => one.id),
          'received',
          standing.person,
          ctx.now,
        );
  const noted = answered(known, ids, given, standing.person, ctx.now, said);
  const rest = given === 'refused' ? open.reduce((all, one) => withoutRest(all, one.lane, one.stage), noted) : noted;
  const after = progress(rest, ctx.now);
  // Hundreds may answer a call-out within a minute: they do not wait for each other.
  await saveChange(ctx, desk, whole, after, { onlyRoll: knows.length === 0 && open.every(({ kind }) => kind === 'call') });
  ctx.unit.audit({
    action: 'incident.answer',
    person: standing.person,
    desk: desk.id,
    subject: id,
    detail: { answer: given, notices: ids },
  });
  return becomes(ctx, found, standing, after);
}

/** `收到`: whoever was told knows, and the next of the lane is told. */
export const pressReceived = (ctx: PersonCtx, id: IncidentId): Promise<Reply> => answer(ctx, id, receives, 'received');
export const pressApprove = (ctx: PersonCtx, id: IncidentId): Promise<Reply> => answer(ctx, id, ['approve'], 'approved');
export const pressComing = (ctx: PersonCtx, id: IncidentId): Promise<Reply> => answer(ctx, id, ['call'], 'coming');

const refuseForm = (id: string, values: FormValues, ctx: PersonCtx) =>
  textForm('incident.refuse', { id }, text.refuseForm, true, values, ctx.locale);
const absentForm = (id: string, ctx: PersonCtx) => textForm('incident.absent', { id }, text.absentForm, false, {}, ctx.locale);

export async function openRefuse(ctx: PersonCtx, id: IncidentId): Promise<Reply> {
  const found = await mine(ctx, id);
  if ('kind' in found) return found;
  const asked = toAnswer(found.whole, found.standing.person).some(({ kind }) => kind === 'approve');
  return asked ? { kind: 'form', locale: ctx.locale, form: refuseForm(id, {}, ctx) } : nothingToAnswer(ctx, found);
}

export async function submitRefuse(ctx: PersonCtx, id: IncidentId, values: FormValues): Promise<Reply> {
  if (typedIn(values, 'text') === '')
    return { kind: 'invalid', locale: ctx.locale, form: refuseForm(id, values, ctx), errors: { text: text.form.needed[ctx.locale] } };
  return answer(ctx, id, ['approve'], 'refused', typedIn(values, 'text'));
}

export async function openAbsent(ctx: PersonCtx, id: IncidentId): Promise<Reply> {
  const found = await mine(ctx, id);
  if ('kind' in found) return found;
  const asked = toAnswer(found.whole, found.standing.person).some(({ kind }) => kind === 'call');
  return asked ? { kind: 'form', locale: ctx.locale, form: absentForm(id, ctx) } : nothingToAnswer(ctx, found);
}

export const submitAbsent = (ctx: PersonCtx, id: IncidentId, values: FormValues): Promise<Reply> =>
  answer(ctx, id, ['call'], 'not-coming', typedIn(values, 'text'));

/** A notice for somebody of the desk or involved; a reply where it cannot be acted on any more. */
async function noticeFor(
  ctx: PersonCtx,
  id: NoticeId,
  acts: (one: IncidentNotice) => boolean,
): Promise<(Found & { readonly one: IncidentNotice }) | Reply> {
  const incident = await incidentOfNotice(ctx, id);
  if (incident === null) return say(ctx, notice('warn', text.gone, [], ctx.locale));
  const found = await mine(ctx, incident);
  if ('kind' in found) return found;
  const one = found.whole.notices.find((other) => other.id === id);
  if (one === undefined || !acts(one) || found.whole.incident.state === 'closed')
    return say(ctx, notice('info', text.notNow, [text.isNow(text.states[found.whole.incident.state])], ctx.locale));
  return { ...found, one };
}

const byHand = (one: IncidentNotice): boolean => one.person === null && one.state === 'told';

const reachFormOf = (
  ctx: PersonCtx,
  { one, whole, desk }: { one: IncidentNotice; whole: WholeIncident; desk: Known['desk'] },
  values: FormValues,
) =>
  reachForm(
    {
      notice: one.id,
      word: receiverName(one.word),
      unverified: unverified(whole),
      now: ctx.now,
      zone: desk.zone,
    },
    values,
    ctx.locale,
  );

/** Something of the incident waits to be verified. */
const unverified = (whole: WholeIncident): boolean =>
  whole.notices.some(({ detail, state }) => state === 'waiting' && detail.requires.includes('verified_by')) &&
  !providedFor(whole).has.includes('verified_by');

/** `已通知…`: asks who was reached, how and when. */
export async function openReach(ctx: PersonCtx, id: NoticeId): Promise<Reply> {
  const found = await noticeFor(ctx, id, byHand);
  return 'kind' in found ? found : { kind: 'form', locale: ctx.locale, form: reachFormOf(ctx, found, {}) };
}

/** To the minute: forms know no seconds. */
const isBefore = (left: Instant, right: Instant): boolean =>
  Math.floor(left.epochMilliseconds / 60_000) < Math.floor(right.epochMilliseconds / 60_000);

export async function submitReach(ctx: PersonCtx, id: NoticeId, values: FormValues): Promise<Reply> {
  const found = await noticeFor(ctx, id, byHand);
  if ('kind' in found) return found;
  const { whole, one, desk, standing } = found;
  const time = timeTyped(typedIn(values, 'when'), desk.zone, ctx.now);
  const at = time !== null && isBefore(time, whole.incident.knownAt) ? null : time;
  const how = text.confirmForm.hows.find(({ value }) => value === typedIn(values, 'how'));
  const missing = needed(values, ['who']);
  const errors = {
    ...missing,
    ...(at === null ? { when: text.form.badTime } : {}),
    ...(how === undefined ? { how: text.form.needed } : {}),
  };
  if (at === null || how === undefined || Object.keys(errors).length > 0)
    return {
      kind: 'invalid',
      locale: ctx.locale,
      form: reachFormOf(ctx, found, values),
      errors: Object.fromEntries(Object.entries(errors).map(([name, words]) => [name, words[ctx.locale]])),
    };
  const answerText = `${typedIn(values, 'who')} · ${how.label[desk.locale]}`;
  const reached = withNotices(
    whole,
    (other) => other.id === one.id,
    (other) => ({ ...other, state: 'delivered', answeredAt: at, answeredBy: standing.person, answer: answerText }),
  );
  const after = progress(
    withLine(reached, ctx.now, {
      kind: 'delivered',
      text: answerText,
      by: standing.person,
      detail: { word: one.word, person: '', at: at.toString() },
    }),
    ctx.now,
  );
  await saveChange(ctx, desk, whole, after);
  ctx.unit.audit({
    action: 'incident.delivered',
    person: standing.person,
    desk: desk.id,
    subject: whole.incident.id,
    detail: { word: one.word, how: how.value },
  });
  return becomes(ctx, found, standing, after);
}

/** `指定…`: somebody of the desk is named where nobody holds the role, or the case itself says who. */
export async function openName(ctx: PersonCtx, id: NoticeId): Promise<Reply> {
  const found = await noticeFor(ctx, id, byHand);
  return 'kind' in found ? found : { kind: 'form', locale: ctx.locale, form: nameForm(id, receiverName(found.one.word), ctx.locale) };
}

export async function submitName(ctx: PersonCtx, id: NoticeId, values: FormValues): Promise<Reply> {
  const found = await noticeFor(ctx, id, byHand);
  if ('kind' in found) return found;
  const { whole, one, desk, standing } = found;
  const userId = typedIn(values, 'who');
  const meant = userId === '' ? [] : (await findMembers(ctx, desk.id, '', [{ token: userId, userId, name: null }])).found;
  const [member] = meant;
  const taken = whole.notices.some(
    (other) => other.lane === one.lane && other.stage === one.stage && other.word === one.word && other.person === member?.person,
  );
  if (member === undefined || taken)
    return {
      kind: 'invalid',
      locale: ctx.locale,
      form: nameForm(id, receiverName(one.word), ctx.locale),
      errors: { who: (member === undefined ? text.nameForm.nobody : text.knowsAlready(member.name))[ctx.locale] },
    };
  const named = withNotices(
    whole,
    (other) => other.id === one.id,
    (other) => toldNow({ ...other, person: member.person }, whole.incident.reporter, ctx.now),
  );
  const after = progress(
    withLine(named, ctx.now, { kind: 'call', text: '', by: standing.person, detail: { word: one.word, person: member.person } }),
    ctx.now,
  );
  await saveChange(ctx, desk, whole, after);
  ctx.unit.audit({
    action: 'incident.named',
    person: standing.person,
    desk: desk.id,
    subject: whole.incident.id,
    detail: { word: one.word, named: member.person },
  });
  return becomes(ctx, found, standing, after);
}

/** `叫…`: whoever may be called and need not be. */
export async function pressCall(ctx: PersonCtx, id: NoticeId): Promise<Reply> {
  const found = await noticeFor(ctx, id, ({ state, detail }) => state === 'waiting' && detail.optional);
  if ('kind' in found) return found;
  const { whole, one, desk, standing } = found;
  const same = (other: IncidentNotice): boolean =>
    other.lane === one.lane && other.word === one.word && other.state === 'waiting' && other.detail.optional;
  const called = withNotices(whole, same, (other) => toldNow(other, whole.incident.reporter, ctx.now));
  const after = withLine(called, ctx.now, {
    kind: 'told',
    text: '',
    by: standing.person,
    detail: { word: one.word, person: one.person ?? '' },
  });
  await saveChange(ctx, desk, whole, after);
  ctx.unit.audit({
    action: 'incident.call',
    person: standing.person,
    desk: desk.id,
    subject: whole.incident.id,
    detail: { word: one.word, role: isRole(one.word) },
  });
  return becomes(ctx, found, standing, after);
}

/** `我已告诉他`: the reporter told whoever was passed over. */
export async function pressToldSkipped(ctx: PersonCtx, id: NoticeId): Promise<Reply> {
  const found = await noticeFor(ctx, id, ({ kind, state }) => kind === 'skipped' && state === 'told');
  if ('kind' in found) return found;
  const { whole, one, desk, standing } = found;
  if (standing.person !== whole.incident.reporter && !standing.leads)
    return say(ctx, notice('warn', text.takesSomebodyElse, [], ctx.locale));
  const told = withNotices(
    whole,
    (other) => other.id === one.id,
    (other) => ({
      ...other,
      state: 'delivered',
      answeredAt: ctx.now,
      answeredBy: standing.person,
      answer: text.confirmForm.hows[2].label[desk.locale],
    }),
  );
  const after = withLine(told, ctx.now, {
    kind: 'delivered',
    text: '',
    by: standing.person,
    detail: { word: one.word, person: one.person ?? '' },
  });
  await saveChange(ctx, desk, whole, after);
  ctx.unit.audit({
    action: 'incident.delivered',
    person: standing.person,
    desk: desk.id,
    subject: whole.incident.id,
    detail: { word: one.word },
  });
  return becomes(ctx, found, standing, after);
}
