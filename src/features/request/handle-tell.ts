import type { PersonId } from '../../core/ids.ts';
import type { Locale } from '../../core/locale.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Card, Notice } from '../../view/view.ts';
import { contactsOf, type Desk, leadsOf, tell } from '../people/index.ts';
import { outcomeNotice, toldNotice, vacantNotice } from './card/notices.ts';
import { type Approval, sendCards } from './handle-approval.ts';
import type { Judged } from './handle-case.ts';
import { loadLines } from './handle-lines.ts';
import type { Step, WholeRequest } from './request-record.ts';

/** Whether a decider is looked for again even where the desk wants no reminders. */
const checkHours = 24;

const dueAfter = (ctx: Ctx, desk: Desk) => ctx.now.add({ hours: desk.settings.request_reminder_hours ?? checkHours });

/** The next time somebody who is slow is reminded. */
export function planReminder(ctx: Ctx, desk: Desk, id: string, steps: readonly Step[], times: number): void {
  const [first] = steps;
  if (first === undefined) return;
  const { round, stage } = first;
  ctx.unit.due({
    kind: 'request.remind',
    key: `${id}:${round}:${stage}:${times}:${ctx.now.epochMilliseconds}`,
    at: dueAfter(ctx, desk),
    desk: desk.id,
    payload: { id, round, stage, times },
  });
}

/** Sends the cards to those who have to act now, and to whom it is about. Gives who was asked, and who of them cannot be written to. */
export async function openStage(
  ctx: Ctx,
  desk: Desk,
  whole: WholeRequest,
  approval: Approval,
  opened: readonly Step[],
  occasion = 'asked',
): Promise<{ readonly asked: readonly PersonId[]; readonly unreached: readonly PersonId[] }> {
  const { request } = whole;
  const unreached: PersonId[] = [];
  // All that are written to below, in one round trip.
  await contactsOf(ctx, [
    request.subject,
    request.filedBy,
    ...opened.flatMap((step) => approval.signers(step).map((signer) => signer.person)),
  ]);
  if (whole.steps.every((step) => step.decidedAt === null) && occasion === 'asked')
    await sendCards(ctx, request.id, 'mine', [...new Set([request.subject, request.filedBy])], 'filed');
  const asked: PersonId[] = [];
  for (const step of opened) {
    const people = approval.signers(step).map((signer) => signer.person);
    const kind = step.kind === 'approve' ? 'decide' : step.words.includes('partner') ? 'partner' : 'mine';
    const fresh = people.filter((person) => !asked.includes(person));
    unreached.push(...(await sendCards(ctx, request.id, kind, fresh, `${occasion}:${step.round}:${step.stage}:${request.version}`)));
    asked.push(...fresh);
    if (people.length === 0) await tellVacant(ctx, desk, whole, step);
  }
  planReminder(ctx, desk, request.id, opened, 1);
  return { asked, unreached };
}

/** Nobody holds what a signature asks for any more: the desk's leads are told. */
export async function tellVacant(ctx: Ctx, desk: Desk, whole: WholeRequest, step: Step): Promise<void> {
  const lines = await loadLines(ctx, desk, whole);
  const leads = await leadsOf(ctx, desk.id);
  const contacts = await contactsOf(ctx, leads);
  tell(ctx, contacts.values(), (locale, contact) => ({
    view: vacantNotice(lines, step, locale),
    id: `request:${whole.request.id}:vacant:${step.id}:${contact.person}:${whole.request.version}`,
  }));
}

/** One message to each, in their language. Gives those who cannot be written to. */
async function notify(ctx: Ctx, people: readonly PersonId[], view: (locale: Locale) => Card | Notice): Promise<readonly PersonId[]> {
  const contacts = await contactsOf(ctx, [...new Set(people)]);
  return tell(ctx, contacts.values(), (locale) => ({ view: view(locale) })).map((contact) => contact.person);
}

/** Those who get it when it is filed; they read who, what and when, no reason. */
export async function tellHandedTo(ctx: Ctx, desk: Desk, whole: WholeRequest, judged: Judged, approval: Approval): Promise<void> {
  const { handedTo } = judged.ruling;
  if (handedTo.length === 0) return;
  const people = approval.holding(handedTo).filter((person) => !approval.isParty(person));
  const lines = await loadLines(ctx, desk, whole);
  await notify(ctx, people, (locale) => toldNotice(lines, 'filed', locale));
}

/** Those whom a rule has told once it stands. */
export async function tellNotified(ctx: Ctx, desk: Desk, whole: WholeRequest, approval: Approval): Promise<void> {
  if (whole.notify.length === 0) return;
  const people = approval.holding(whole.notify).filter((person) => !approval.isParty(person));
  const lines = await loadLines(ctx, desk, whole);
  await notify(ctx, people, (locale) => toldNotice(lines, 'stands', locale));
}

/** How it ended, to whom it is about, except whoever ended it. Gives those who cannot be written to. */
export async function tellOutcome(
  ctx: Ctx,
  desk: Desk,
  whole: WholeRequest,
  by: PersonId | null,
  reason: string | null,
): Promise<readonly PersonId[]> {
  const { request } = whole;
  const lines = await loadLines(ctx, desk, whole, by === null ? [] : [by]);
  const own = [request.subject, request.filedBy].filter((person) => person !== by);
  const missed = await notify(ctx, own, (locale) => outcomeNotice(lines, { by, reason }, locale));
  const { partner } = request;
  if (partner === null || partner === by || whole.steps.every((step) => !step.words.includes('partner'))) return missed;
  // What a decider says to the asker is theirs.
  return [...missed, ...(await notify(ctx, [partner], (locale) => outcomeNotice(lines, { by, reason: null }, locale)))];
}
