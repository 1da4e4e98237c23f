import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice } from '../../view/build.ts';
import type { FormValues } from '../../view/view.ts';
import { answered, progress, toAnswer, withoutOthers, withoutRest } from './deeds.ts';
import { textForm, typedIn } from './forms.ts';
import { becomes } from './handle-card.ts';
import { saveChange } from './handle-change.ts';
import { invalid, type Known, mine, type Standing, say } from './handle-world.ts';
import type { IncidentId } from './incident.ts';
import type { NoticeAnswer, NoticeKind } from './incident-record.ts';
import { text } from './text.ts';

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
  if (typedIn(values, 'text') === '') return invalid(ctx, refuseForm(id, values, ctx), { text: text.form.needed });
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
