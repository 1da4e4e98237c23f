import type { PersonId } from '../../../core/ids.ts';
import type { Ctx, PersonCtx } from '../../../runtime/context.ts';
import type { Reply } from '../../../runtime/reply.ts';
import { press } from '../../../view/build.ts';
import { contactsOf, type Desk, leadsOf, loadDesk, mayLead, tell } from '../../people/index.ts';
import { summaryOf, titleOf } from '../card/lines.ts';
import { notice } from '../card/notices.ts';
import { followUpName, outcomeName, text } from '../card/text.ts';
import { loadApproval, refreshCards, sendCards } from '../handle-approval.ts';
import { drawRequest } from '../handle-card.ts';
import { say } from '../handle-form.ts';
import { loadLines } from '../handle-lines.ts';
import { forgetFollowUp } from '../handle-settle.ts';
import type { RequestId } from '../request.ts';
import type { FollowUp, WholeRequest } from '../request-record.ts';
import { loadFollowUp, loadRequest } from '../store.ts';
import { settleFollowUp, updateRequest } from '../store-write.ts';

/** The request once one of its follow-ups is settled: closed when nothing is owed any more and it is over, or closing it was what was owed. */
function settled(ctx: Ctx, whole: WholeRequest, one: FollowUp, state: 'done' | 'missed', by: PersonId | null): WholeRequest {
  const followUps = whole.followUps.map((each) =>
    each.id === one.id ? { ...each, state, doneBy: by, doneAt: state === 'done' ? ctx.now : null } : each,
  );
  const { request } = whole;
  const isOver = request.endsAt === null || request.endsAt.epochMilliseconds <= ctx.now.epochMilliseconds;
  const closes =
    request.state === 'approved' &&
    state === 'done' &&
    (isOver || one.do === 'close') &&
    followUps.every((each) => each.state === 'done' || each.state === 'dropped');
  // What arrived makes a provisional approval a full one.
  const provisional = request.provisional && followUps.some((each) => each.state === 'waiting' || each.state === 'missed');
  settleFollowUp(ctx.unit, one.id, state, by, ctx.now);
  updateRequest(ctx, request, { provisional, ...(closes ? { state: 'closed', closedAt: ctx.now } : {}) });
  refreshCards(ctx, request.id);
  return {
    ...whole,
    followUps,
    closedAt: closes ? ctx.now : whole.closedAt,
    request: { ...request, provisional, state: closes ? 'closed' : request.state, version: request.version + 1 },
  };
}

function auditFollowUp(ctx: Ctx, whole: WholeRequest, one: FollowUp, state: string, by: PersonId | null): void {
  ctx.unit.audit({
    action: `request.follow-up-${state}`,
    person: by,
    desk: whole.request.desk,
    subject: whole.request.id,
    policyVersion: whole.request.policyVersion,
    detail: {
      do: one.do,
      dueAt: one.dueAt?.toString() ?? null,
      otherwise: state === 'missed' ? one.otherwise : null,
      rules: one.rules,
      state: whole.request.state,
    },
  });
}

/** Something that was owed is done (`close`, `hand-in-sick-note`, …); several of the same at once. False: it was not owed, or is settled. */
export async function followUpDone(ctx: Ctx, id: RequestId, what: string, by: PersonId): Promise<boolean> {
  const whole = await loadRequest(ctx, id);
  const one = whole?.followUps.find((each) => each.do === what && each.state === 'waiting');
  if (whole === null || whole === undefined || one === undefined) return false;
  const after = settled(ctx, whole, one, 'done', by);
  forgetFollowUp(ctx, one);
  auditFollowUp(ctx, after, one, 'done', by);
  return true;
}

/** What is owed as evidence. */
const proven: readonly string[] = ['hand-in-sick-note'];

/** The button: whom it is about, who filed it, or a lead says that it is done; those whom the rule names are told. */
export async function pressDone(ctx: PersonCtx, id: RequestId, follow: string): Promise<Reply> {
  const whole = await loadRequest(ctx, id);
  const desk = whole === null ? null : await loadDesk(ctx, whole.request.desk);
  const one = whole?.followUps.find((each) => each.id === follow);
  const me = ctx.actor.person;
  if (whole === null || desk === null || one === undefined)
    return say(ctx, notice('info', ctx.locale === 'zh' ? '这份申请不在了' : 'This request is gone'));
  const own = me === whole.request.subject || me === whole.request.filedBy;
  if (!own && !mayLead(ctx.actor, desk))
    return say(ctx, notice('info', ctx.locale === 'zh' ? '这一步不由你办' : 'This is not yours to do'));
  // Their own word is no proof: the note itself is, or a lead who has seen it.
  const vouches = mayLead(ctx.actor, desk) && me !== whole.request.subject;
  if (one.state === 'waiting' && proven.includes(one.do) && !vouches && whole.documents.length === 0)
    return say(
      ctx,
      notice('info', ctx.locale === 'zh' ? '还没有收到证明' : 'There is no note yet', [
        ctx.locale === 'zh'
          ? '把照片或 PDF 直接发给我;交了纸质的,请带班的人在这份申请上点“已办”。'
          : 'Send me a photo or PDF here; of a note on paper, a lead presses “Done” on this request.',
      ]),
    );
  if (one.state !== 'waiting')
    return say(
      ctx,
      notice(
        'info',
        ctx.locale === 'zh' ? '已经办过了' : 'This is done already',
        [],
        [press('request.show', text.buttons.show, { id }, ctx.locale)],
      ),
    );
  const after = settled(ctx, whole, one, 'done', me);
  forgetFollowUp(ctx, one);
  auditFollowUp(ctx, after, one, 'done', me);
  await tellOwed(ctx, desk, after, one, 'done');
  return { kind: 'replace', locale: ctx.locale, view: await drawRequest(ctx, own ? 'mine' : 'lead', desk, after, ctx.locale, {}) };
}

/** Tells those the rule names, and at a miss the leads, what became of something owed. */
async function tellOwed(ctx: Ctx, desk: Desk, whole: WholeRequest, one: FollowUp, state: 'done' | 'missed'): Promise<void> {
  const approval = await loadApproval(ctx, desk, whole.request, [{ words: one.to }], []);
  const leads = state === 'missed' ? await leadsOf(ctx, desk.id) : [];
  const people = [...new Set([...approval.holding(one.to), ...leads])].filter((person) => person !== whole.request.subject);
  const lines = await loadLines(ctx, desk, whole);
  const contacts = await contactsOf(ctx, people);
  tell(ctx, contacts.values(), (locale) => {
    const what = followUpName(one.do)[locale];
    const outcome = one.otherwise === null ? null : outcomeName(one.otherwise)[locale];
    const head =
      state === 'done'
        ? `${titleOf(lines, locale)} · ${what} ✓`
        : locale === 'zh'
          ? `${titleOf(lines, locale)} · 没有按时${what}`
          : `${titleOf(lines, locale)} · missed: ${what}`;
    const counts =
      state === 'missed' && outcome !== null ? (locale === 'zh' ? `按规定算${outcome}。` : `By the rules it counts as ${outcome}.`) : null;
    return { view: notice(state === 'done' ? 'ok' : 'warn', head, [summaryOf(lines, locale), counts]) };
  });
}

/** The moment something owed is asked for again, or is missed: what it then counts as is kept with the request. */
export async function followUpDue(ctx: Ctx, id: string, missed: boolean): Promise<void> {
  const whole = await loadFollowUp(ctx, id);
  const one = whole?.followUps.find((each) => each.id === id);
  const desk = whole === null ? null : await loadDesk(ctx, whole.request.desk);
  if (whole === null || one === undefined || desk === null || one.state !== 'waiting') return;
  const { request } = whole;
  if (!missed) {
    await sendCards(ctx, request.id, 'mine', [...new Set([request.subject, request.filedBy])], `owed:${id}`);
    return;
  }
  const after = settled(ctx, whole, one, 'missed', null);
  auditFollowUp(ctx, after, one, 'missed', null);
  await sendCards(ctx, request.id, 'mine', [request.subject], `missed:${id}`);
  await tellOwed(ctx, desk, after, one, 'missed');
}
