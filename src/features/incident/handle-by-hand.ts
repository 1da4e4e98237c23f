import type { Words } from '../../core/locale.ts';
import type { Instant } from '../../core/time.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice } from '../../view/build.ts';
import type { FormValues } from '../../view/view.ts';
import { findMembers, isRole, leads, type Member } from '../people/index.ts';
import { progress, toldNow, withActed, withLine, withNotices } from './deeds.ts';
import { nameForm, needed, reachForm, timeTyped, typedIn } from './forms.ts';
import { becomes, receipt } from './handle-card.ts';
import { saveChange } from './handle-change.ts';
import { invalid, type Known, mine, type Standing, say } from './handle-world.ts';
import { providedFor } from './incident-case.ts';
import type { IncidentNotice, NoticeId, WholeIncident } from './incident-record.ts';
import { incidentOfNotice } from './store.ts';
import { text } from './text.ts';
import { reachedText, receiverName } from './views.ts';

type FoundNotice = Known & { readonly standing: Standing; readonly one: IncidentNotice };

/** A notice for somebody of the desk or involved; a reply where it cannot be acted on any more. */
async function noticeFor(ctx: PersonCtx, id: NoticeId, acts: (one: IncidentNotice) => boolean): Promise<FoundNotice | Reply> {
  const incident = await incidentOfNotice(ctx, id);
  if (incident === null) return say(ctx, notice('warn', text.gone, [], ctx.locale));
  const found = await mine(ctx, incident);
  if ('kind' in found) return found;
  const one = found.whole.notices.find((other) => other.id === id);
  if (one === undefined || !acts(one) || found.whole.incident.state === 'closed')
    return say(ctx, notice('info', text.notNow, [text.isNow(text.states[found.whole.incident.state])], ctx.locale));
  return { ...found, one };
}

/** Saves what was done about a notice; the card that was pressed shows it. */
async function acted(
  ctx: PersonCtx,
  found: FoundNotice,
  done: WholeIncident,
  action: string,
  detail: Readonly<Record<string, string | boolean>>,
  asked: 'press' | 'form' = 'press',
): Promise<Reply> {
  const { whole, desk, standing } = found;
  const after = withActed(done, standing.person, ctx.now);
  await saveChange(ctx, desk, whole, after);
  ctx.unit.audit({ action, person: standing.person, desk: desk.id, subject: whole.incident.id, detail });
  return asked === 'press' ? becomes(ctx, found, standing, after) : receipt(ctx, found, after, text.noted);
}

const byHand = (one: IncidentNotice): boolean => one.person === null && one.state === 'told';

/** Several rules may name the same receiver: whoever is reached, or named, is so for all of them. */
const sameByHand =
  (one: IncidentNotice) =>
  (other: IncidentNotice): boolean =>
    byHand(other) && other.word === one.word && other.kind === one.kind;

const reachFormOf = (ctx: PersonCtx, { one, whole, desk }: FoundNotice, values: FormValues) =>
  reachForm(
    {
      notice: one.id,
      word: receiverName(one.word),
      agrees: one.kind === 'approve',
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
  if (at === null || how === undefined || Object.keys(errors).length > 0) return invalid(ctx, reachFormOf(ctx, found, values), errors);
  const answerText = reachedText(typedIn(values, 'who'), how.value);
  const reached = withNotices(whole, sameByHand(one), (other) => ({
    ...other,
    state: 'delivered',
    answeredAt: at,
    answeredBy: standing.person,
    answer: answerText,
  }));
  const after = progress(
    withLine(reached, ctx.now, {
      kind: 'delivered',
      text: answerText,
      by: standing.person,
      detail: { word: one.word, person: '', at: at.toString(), agreed: one.kind === 'approve' },
    }),
    ctx.now,
  );
  return acted(ctx, found, after, 'incident.delivered', { word: one.word, how: how.value }, 'form');
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
  const wrong = member === undefined ? text.nameForm.nobody : cannotBe(found, member);
  if (member === undefined || wrong !== null)
    return invalid(ctx, nameForm(id, receiverName(one.word), ctx.locale), { who: wrong ?? text.nameForm.nobody });
  const named = withNotices(whole, sameByHand(one), (other) =>
    toldNow({ ...other, person: member.person }, whole.incident.reporter, ctx.now),
  );
  const after = progress(
    withLine(named, ctx.now, { kind: 'call', text: '', by: standing.person, detail: { word: one.word, person: member.person } }),
    ctx.now,
  );
  return acted(ctx, found, after, 'incident.named', { word: one.word, named: member.person }, 'form');
}

/** Why somebody cannot be named: they know already, or may not agree to it; null: they can. */
function cannotBe({ whole, one }: FoundNotice, member: Member): Words | null {
  const { reporter } = whole.incident;
  if (one.kind === 'approve' && (member.person === reporter || !member.roles.some(leads))) return text.nameForm.leadsOnly;
  const taken = whole.notices.some(({ kind, word, person }) => kind === one.kind && word === one.word && person === member.person);
  return taken ? text.knowsAlready(member.name) : null;
}

/** `叫…`: whoever may be called and need not be. */
export async function pressCall(ctx: PersonCtx, id: NoticeId): Promise<Reply> {
  const found = await noticeFor(ctx, id, ({ state, detail }) => state === 'waiting' && detail.optional);
  if ('kind' in found) return found;
  const { whole, one, standing } = found;
  const same = (other: IncidentNotice): boolean =>
    other.lane === one.lane && other.word === one.word && other.state === 'waiting' && other.detail.optional;
  const called = withNotices(whole, same, (other) => toldNow(other, whole.incident.reporter, ctx.now));
  const after = withLine(called, ctx.now, {
    kind: 'told',
    text: '',
    by: standing.person,
    detail: { word: one.word, person: one.person ?? '' },
  });
  return acted(ctx, found, after, 'incident.call', { word: one.word, role: isRole(one.word) });
}

/** `我已告诉他`: the reporter told whoever was passed over. */
export async function pressToldSkipped(ctx: PersonCtx, id: NoticeId): Promise<Reply> {
  const found = await noticeFor(ctx, id, ({ kind, state }) => kind === 'skipped' && state === 'told');
  if ('kind' in found) return found;
  const { whole, one, standing } = found;
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
      answer: 'in-person',
    }),
  );
  const after = withLine(told, ctx.now, {
    kind: 'delivered',
    text: '',
    by: standing.person,
    detail: { word: one.word, person: one.person ?? '' },
  });
  return acted(ctx, found, after, 'incident.delivered', { word: one.word });
}
