import type { Words } from '../../core/locale.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice } from '../../view/build.ts';
import type { FormValues } from '../../view/view.ts';
import { answered, progress, rollAnswer, toAnswer, withoutOthers, withoutRest } from './deeds.ts';
import { textForm, typedIn } from './forms.ts';
import { becomes, receipt } from './handle-card.ts';
import { saveChange } from './handle-change.ts';
import { invalid, type Known, mine, type Standing, say } from './handle-world.ts';
import type { IncidentId } from './incident.ts';
import type { NoticeAnswer, NoticeKind } from './incident-record.ts';
import { text } from './text.ts';

type Found = Known & { readonly standing: Standing };

const nothingToAnswer = (ctx: PersonCtx, { whole, standing }: Found, kinds: readonly NoticeKind[]): Reply => {
  const called = kinds.includes('call')
    ? whole.notices.find(({ person, kind }) => person === standing.person && kind === 'call')
    : undefined;
  if (called?.answer === 'present') return say(ctx, notice('info', text.presentAlready, [], ctx.locale));
  if (called !== undefined && whole.incident.state !== 'open') return say(ctx, notice('info', text.callOver, [], ctx.locale));
  const was = whole.notices.some(({ person, state }) => person === standing.person && state === 'answered');
  return say(ctx, notice('info', was ? text.answeredAlready : text.notAsked, [], ctx.locale));
};

const receives: readonly NoticeKind[] = ['to', 'then', 'up', 'assist', 'skipped'];

async function answer(
  ctx: PersonCtx,
  id: IncidentId,
  kinds: readonly NoticeKind[],
  given: NoticeAnswer,
  form?: { readonly said: string; readonly done: Words },
): Promise<Reply> {
  const said = form?.said ?? '';
  const found = await mine(ctx, id);
  if ('kind' in found) return found;
  const { whole, standing, desk } = found;
  // Until the call-out ends the last answer counts.
  const changes = kinds.includes('call') ? rollAnswer(whole, standing.person) : null;
  const fresh = toAnswer(whole, standing.person).filter(({ kind }) => kinds.includes(kind));
  const open = changes === null ? fresh : [...fresh, changes];
  if (open.length === 0) return nothingToAnswer(ctx, found, kinds);
  if (fresh.length === 0 && changes?.answer === given && said === '')
    return form === undefined ? becomes(ctx, found, standing, whole) : receipt(ctx, found, whole, form.done);
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
  const decided = given === 'approved' || given === 'refused' ? withoutOthers(noted, open) : noted;
  const rest = given === 'refused' ? open.reduce((all, one) => withoutRest(all, one.lane, one.stage), decided) : decided;
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
  return form === undefined ? becomes(ctx, found, standing, after) : receipt(ctx, found, after, form.done);
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
  return asked ? { kind: 'form', locale: ctx.locale, form: refuseForm(id, {}, ctx) } : nothingToAnswer(ctx, found, ['approve']);
}

export async function submitRefuse(ctx: PersonCtx, id: IncidentId, values: FormValues): Promise<Reply> {
  if (typedIn(values, 'text') === '') return invalid(ctx, refuseForm(id, values, ctx), { text: text.form.needed });
  return answer(ctx, id, ['approve'], 'refused', { said: typedIn(values, 'text'), done: text.refuseForm.title });
}

export async function openAbsent(ctx: PersonCtx, id: IncidentId): Promise<Reply> {
  const found = await mine(ctx, id);
  if ('kind' in found) return found;
  const { whole, standing } = found;
  const asked = rollAnswer(whole, standing.person) !== null || toAnswer(whole, standing.person).some(({ kind }) => kind === 'call');
  return asked ? { kind: 'form', locale: ctx.locale, form: absentForm(id, ctx) } : nothingToAnswer(ctx, found, ['call']);
}

export const submitAbsent = (ctx: PersonCtx, id: IncidentId, values: FormValues): Promise<Reply> =>
  answer(ctx, id, ['call'], 'not-coming', { said: typedIn(values, 'text'), done: text.absentForm.title });
