import type { Words } from '../../core/locale.ts';
import type { Result } from '../../core/result.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { press } from '../../view/build.ts';
import { type Desk, loadDesk, mayLead } from '../people/index.ts';
import { requestFindingLines } from './card/findings.ts';
import { listed, summaryOf, titleOf } from './card/lines.ts';
import { notice } from './card/notices.ts';
import { followUpName, text } from './card/text.ts';
import { openFor } from './decide/decide.ts';
import { handForm, type TextRoute, textForm } from './form/press-forms.ts';
import { longestText } from './form/read.ts';
import { text as formText } from './form/text.ts';
import { type CardKind, drawRequest, viewRequest } from './handle-card.ts';
import { type Decided, type DecideRefusal, decideRequest, judgeStored, loadForPress } from './handle-decide.ts';
import { cancelRequest, takeBackConsent, withdrawRequest } from './handle-end.ts';
import { say } from './handle-form.ts';
import { findingNames, loadLines } from './handle-lines.ts';
import { explainPress } from './handle-refusal.ts';
import { answerQuestion, askBack, handOver, mayTake } from './handle-talk.ts';
import { openStates, type RequestId } from './request.ts';
import type { WholeRequest } from './request-record.ts';
import { loadRequest } from './store.ts';
import { loadNames } from './store-directory.ts';

/** Which card somebody sees of a request: those it is about their own, whoever may sign or leads the desk that of the deciders. */
export function cardKind(person: string, whole: WholeRequest): CardKind {
  const { request } = whole;
  if (person === request.subject || person === request.filedBy) return 'mine';
  return person === request.partner ? 'partner' : 'decide';
}

/** Somebody who leads the desk sees a request they withdraw or take back without its reason, like one they do not decide. */
const endedKind = (person: string, whole: WholeRequest): CardKind => {
  const kind = cardKind(person, whole);
  return kind === 'decide' ? 'lead' : kind;
};

const gone = (ctx: PersonCtx): Promise<Reply> => explained(ctx, null, { code: 'request.gone' });

/** Why it did nothing; a card that is out of date is shown as it is now, with the answer above it. */
async function explained(ctx: PersonCtx, id: RequestId | null, refusal: DecideRefusal): Promise<Reply> {
  const whole = id === null ? null : await loadRequest(ctx, id);
  const desk = whole === null ? null : await loadDesk(ctx, whole.request.desk);
  const view = await explainPress(ctx, desk, whole?.request ?? null, refusal, ctx.locale);
  const showable = whole !== null && refusal.code !== 'request.not-yours';
  return say(
    ctx,
    showable
      ? { ...view, actions: [...view.actions, press('request.show', text.buttons.show, { id: whole.request.id }, ctx.locale)] }
      : view,
  );
}

/**
 * The card that was pressed becomes what it is now. After a small form the answer is short and says what was `done`: the form is no copy of the card that would follow
 * it, and those that are do. Who cannot be written to is named below.
 */
async function shown(
  ctx: PersonCtx,
  kind: CardKind,
  id: RequestId,
  decided: Result<Decided, DecideRefusal>,
  done: Words | null = null,
): Promise<Reply> {
  if (!decided.ok) return explained(ctx, id, decided.refusal);
  const { desk, whole, judged, unreached } = decided.value;
  const names = await loadNames(ctx, unreached);
  const missing = unreached.flatMap((person) => names.get(person)?.[ctx.locale] ?? []);
  const note = missing.length === 0 ? null : text.notLinked(listed(missing, ctx.locale))[ctx.locale];
  if (done !== null) {
    const lines = await loadLines(ctx, desk, whole);
    const { state } = whole.request;
    const now = state === 'approving' || state === 'asked' ? null : text.states[state][ctx.locale];
    const title = [done[ctx.locale], titleOf(lines, ctx.locale)].join(' · ');
    return say(
      ctx,
      notice('ok', title, [summaryOf(lines, ctx.locale), now, note], [press('request.show', text.buttons.show, { id }, ctx.locale)]),
    );
  }
  const card = await drawRequest(ctx, kind, desk, whole, ctx.locale, { judged });
  const noted = note === null ? [] : [{ kind: 'note' as const, text: note }];
  return { kind: 'replace', locale: ctx.locale, view: { ...card, blocks: [...card.blocks, ...noted] } };
}

/** `看申请`: the card for whoever asks, where they may see it. */
export async function showRequest(ctx: PersonCtx, id: RequestId): Promise<Reply> {
  const loaded = await loadForPress(ctx, id);
  if (loaded === null) return gone(ctx);
  const { whole, desk, approval } = loaded;
  const own = cardKind(ctx.actor.person, whole);
  const signs = whole.steps.some(
    (step) =>
      step.decidedBy === ctx.actor.person ||
      step.decidedFor === ctx.actor.person ||
      approval.signers(step).some((signer) => signer.person === ctx.actor.person),
  );
  if (own === 'decide' && !signs && !mayLead(ctx.actor, desk))
    return explained(ctx, null, { code: 'request.not-yours', own: false, who: [] });
  const kind = own === 'decide' && !signs ? 'lead' : own;
  const card = await viewRequest(ctx, kind, id, ctx.locale);
  if (card === null) return gone(ctx);
  const { state, endsAt } = whole.request;
  const leads = own === 'decide' && mayLead(ctx.actor, desk);
  const isOver = endsAt !== null && endsAt.epochMilliseconds <= ctx.now.epochMilliseconds;
  const withdraw =
    leads && openStates.includes(state) ? [press('request.withdraw-other', text.buttons.withdrawOther, { id }, ctx.locale)] : [];
  const back = leads && state === 'approved' && !isOver ? [press('request.cancel', text.buttons.cancel, { id }, ctx.locale)] : [];
  const owed = (leads ? whole.followUps : [])
    .filter((one) => one.state === 'waiting')
    .map((one) => press('request.done', text.buttons.followUpDone(followUpName(one.do)[ctx.locale]), { id, follow: one.id }, ctx.locale));
  return say(ctx, { ...card, actions: [...card.actions, ...owed, ...withdraw, ...back] });
}

/** A decider's yes. A rule that holds in principle asks for the reason first. */
export async function approve(ctx: PersonCtx, id: RequestId, reason: string | null): Promise<Reply> {
  const decided = await decideRequest(ctx, { id, person: ctx.actor.person, kind: 'approve', agrees: true, reason });
  if (!decided.ok && decided.refusal.code === 'request.principle') return openText(ctx, 'request.approve-with', id);
  return shown(ctx, 'decide', id, decided, reason === null ? null : text.receipts.approved);
}

export const refuseWith = async (ctx: PersonCtx, id: RequestId, reason: string): Promise<Reply> =>
  shown(
    ctx,
    'decide',
    id,
    await decideRequest(ctx, { id, person: ctx.actor.person, kind: 'approve', agrees: false, reason }),
    text.receipts.refused,
  );

/** The other side, or whom it is for, says yes or no. */
export async function confirm(ctx: PersonCtx, id: RequestId, agrees: boolean): Promise<Reply> {
  const decided = await decideRequest(ctx, { id, person: ctx.actor.person, kind: 'confirm', agrees, reason: null });
  return shown(ctx, decided.ok ? cardKind(ctx.actor.person, decided.value.whole) : 'partner', id, decided);
}

export const takeBack = async (ctx: PersonCtx, id: RequestId): Promise<Reply> =>
  shown(ctx, 'partner', id, await takeBackConsent(ctx, id, ctx.actor.person));

/** Whether the actor leads the desk of a request. */
async function leadsDeskOf(ctx: PersonCtx, id: RequestId): Promise<boolean> {
  const whole = await loadRequest(ctx, id);
  const desk: Desk | null = whole === null ? null : await loadDesk(ctx, whole.request.desk);
  return desk !== null && mayLead(ctx.actor, desk);
}

export async function withdraw(ctx: PersonCtx, id: RequestId, reason: string | null): Promise<Reply> {
  const leads = await leadsDeskOf(ctx, id);
  const decided = await withdrawRequest(ctx, { id, person: ctx.actor.person, leads, reason });
  if (!decided.ok && decided.refusal.code === 'request.reason-needed') return openText(ctx, 'request.withdraw-with', id);
  return shown(
    ctx,
    decided.ok ? endedKind(ctx.actor.person, decided.value.whole) : 'mine',
    id,
    decided,
    reason === null ? null : text.receipts.withdrawn,
  );
}

export async function cancel(ctx: PersonCtx, id: RequestId, reason: string): Promise<Reply> {
  const leads = await leadsDeskOf(ctx, id);
  const decided = await cancelRequest(ctx, { id, person: ctx.actor.person, leads, reason });
  return shown(ctx, decided.ok ? endedKind(ctx.actor.person, decided.value.whole) : 'mine', id, decided, text.receipts.cancel);
}

export const ask = async (ctx: PersonCtx, id: RequestId, said: string): Promise<Reply> =>
  shown(ctx, 'decide', id, await askBack(ctx, id, ctx.actor.person, said), text.receipts.asked);

export const answer = async (ctx: PersonCtx, id: RequestId, said: string): Promise<Reply> =>
  shown(ctx, 'mine', id, await answerQuestion(ctx, id, ctx.actor.person, said), text.receipts.answered);

export const hand = async (ctx: PersonCtx, id: RequestId, to: string): Promise<Reply> =>
  shown(ctx, 'decide', id, await handOver(ctx, id, ctx.actor.person, to), text.receipts.handed);

/** A small form of a card; says at once where the press could do nothing. */
export async function openText(ctx: PersonCtx, route: TextRoute, id: RequestId): Promise<Reply> {
  const loaded = await loadForPress(ctx, id);
  if (loaded === null) return gone(ctx);
  const { desk, whole, facts } = loaded;
  const decides = route === 'request.approve-with' || route === 'request.refuse-with' || route === 'request.ask-with';
  if (decides) {
    const mine = openFor(ctx.actor.person, 'approve', facts);
    if (!mine.ok) return explained(ctx, id, mine.refusal);
  } else if (!mayEnd(ctx, desk, whole, route))
    return explained(ctx, id, { code: 'request.not-yours', own: false, who: [whole.request.subject] });
  const lines = await loadLines(ctx, desk, whole);
  const judged = route === 'request.approve-with' && whole.request.state !== 'cancelling' ? await judgeStored(ctx, desk, whole) : null;
  const findings = judged?.ruling.findings ?? [];
  const said = requestFindingLines(findings, await findingNames(ctx, desk, whole.request, findings), ctx.locale);
  const about = `${titleOf(lines, ctx.locale)}\n${summaryOf(lines, ctx.locale)}`;
  const question = route === 'request.answer-with' && whole.question !== null ? `\n${whole.question.text}` : '';
  return { kind: 'form', locale: ctx.locale, form: textForm(route, id, `${about}${question}`, said, '', ctx.locale) };
}

/** Whether a form that ends or answers a request is the actor's: its people, and a lead of the desk where it is not a question to them. */
function mayEnd(ctx: PersonCtx, desk: Desk, { request }: WholeRequest, route: TextRoute): boolean {
  const me = ctx.actor.person;
  if (me === request.subject || me === request.filedBy) return true;
  if (route === 'request.answer-with') return false;
  return mayLead(ctx.actor, desk) || (route === 'request.cancel-with' && me === request.partner);
}

const empty: Words = { zh: '请写几个字', en: 'Please write a few words' };

/** A text of a small form; an empty one keeps the form open. */
export async function withText(
  ctx: PersonCtx,
  route: TextRoute,
  id: RequestId,
  typed: string,
  use: (said: string) => Promise<Reply>,
): Promise<Reply> {
  const said = typed.trim();
  if (said !== '' && said.length <= longestText) return use(said);
  const wrong = said === '' ? empty : formText.wrong.tooLong(longestText);
  const reply = await openText(ctx, route, id);
  if (reply.kind !== 'form') return reply;
  const fields = reply.form.fields.map((field) => (field.kind === 'long-text' && said !== '' ? { ...field, initial: said } : field));
  return { kind: 'invalid', locale: ctx.locale, form: { ...reply.form, fields }, errors: { text: wrong[ctx.locale] } };
}

/** Whom this one decision may go to. */
export async function openHand(ctx: PersonCtx, id: RequestId): Promise<Reply> {
  const loaded = await loadForPress(ctx, id);
  if (loaded === null) return gone(ctx);
  const mine = openFor(ctx.actor.person, 'approve', loaded.facts);
  if (!mine.ok) return explained(ctx, id, mine.refusal);
  const people = mayTake(loaded.approval, ctx.actor.person);
  const name = (person: string): string =>
    loaded.approval.directory.holders.find((holder) => holder.person === person)?.name[ctx.locale] ?? '?';
  if (people.length === 0)
    return say(
      ctx,
      notice('info', ctx.locale === 'zh' ? '没有可以转交的人' : 'There is nobody to hand it to', [
        ctx.locale === 'zh' ? '可以转交给带班的人,或同职级的同事。' : 'It can go to another lead, or to a colleague of the same rank.',
      ]),
    );
  const lines = await loadLines(ctx, loaded.desk, loaded.whole);
  const about = `${titleOf(lines, ctx.locale)}\n${summaryOf(lines, ctx.locale)}`;
  const choices = people.slice(0, 100).map((person) => ({ value: person, label: name(person) }));
  return { kind: 'form', locale: ctx.locale, form: handForm(id, about, choices, ctx.locale) };
}
