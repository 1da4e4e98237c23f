import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { MentionedUser } from '../../runtime/intent.ts';
import type { Reply } from '../../runtime/reply.ts';
import { giveBack, requestName } from '../balance/index.ts';
import { contactsOf, type Desk, leadsOf, loadDesk, tell } from '../people/index.ts';
import {
  askedFromWords,
  botReason,
  explainFileRefusal,
  fileRequest,
  followUpDone,
  loadRequest,
  openRequestForm,
  type RequestDraft,
  type RequestDuty,
  type StoredRequest,
  type WholeRequest,
} from '../request/index.ts';
import { absencesOf, endAbsence, leaveDaysOf } from '../roster/index.ts';
import { endCovers, named, restoreDuties, shiftName } from './handle-effect.ts';
import { loadOpenLeaves } from './store.ts';
import { text } from './text.ts';
import { backForm, gapNotice, type LeaveLine, notices, type Returned, whichCard } from './views.ts';

const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });
const dateAt = (at: Instant, desk: Desk): string => at.toZonedDateTimeISO(desk.zone).toPlainDate().toString();
const startOf = (on: string, desk: Desk): Instant => Temporal.PlainDate.from(on).toZonedDateTime(desk.zone).toInstant();
const dayAfter = (on: string): string => Temporal.PlainDate.from(on).add({ days: 1 }).toString();

/** Days after its end in which a leave can still be closed, or extended. */
const closeDays = 60;
const extendDays = 7;

/** `请假 …`: words fill the form in, a bare word opens it. */
export function askLeave(ctx: PersonCtx, words: string, mentions: readonly MentionedUser[]): Promise<Reply> {
  return words.trim() === '' && mentions.length === 0
    ? openRequestForm(ctx, { type: 'leave' })
    : askedFromWords(ctx, 'leave', words, mentions);
}

interface OpenLeave {
  readonly whole: WholeRequest;
  readonly desk: Desk;
  readonly line: LeaveLine;
  /** Last day of it, by the duty day, as it stands now: an early return has moved it. */
  readonly until: string;
  readonly endsAt: Instant;
}

async function openLeave(ctx: Ctx, id: string): Promise<OpenLeave | null> {
  const [whole, absences] = await Promise.all([loadRequest(ctx, id), absencesOf(ctx, id)]);
  const desk = whole === null ? null : await loadDesk(ctx, whole.request.desk);
  const last = absences.at(-1);
  if (whole === null || desk === null || last === undefined || whole.request.fromOn === null) return null;
  const { until } = leaveDaysOf(last, desk.zone);
  const { request } = whole;
  const line = { request: id, number: request.number, name: requestName(request.type, request.kind), from: whole.request.fromOn, until };
  return { whole, desk, line, until, endsAt: last.endsAt };
}

async function openLeaves(ctx: PersonCtx, days: number): Promise<readonly OpenLeave[]> {
  const found = await loadOpenLeaves(ctx, ctx.actor.person, days);
  const leaves = await Promise.all(found.map((one) => openLeave(ctx, one.request)));
  return leaves.filter((leave) => leave !== null);
}

const isOver = (ctx: Ctx, leave: Pick<OpenLeave, 'endsAt'>): boolean => leave.endsAt.epochMilliseconds <= ctx.now.epochMilliseconds;

/** A leave that is over and was asked to be closed still waits; without such a rule it is closed by its end. */
const waitsForClosing = (leave: OpenLeave): boolean =>
  leave.whole.followUps.some((one) => one.do === 'close' && one.state !== 'done' && one.state !== 'dropped');

/** `销假`: closes a leave that is over; of one that still runs or is to come, asks for the first day back. */
export async function closeLeave(ctx: PersonCtx): Promise<Reply> {
  const leaves = (await openLeaves(ctx, closeDays)).filter((leave) => !isOver(ctx, leave) || waitsForClosing(leave));
  const [first, ...more] = leaves;
  if (first === undefined) return say(ctx, notices.nothingToClose(ctx.locale));
  if (more.length > 0)
    return say(
      ctx,
      whichCard(
        leaves.map((leave) => leave.line),
        'leave.open-back',
        ctx.locale,
      ),
    );
  return openBack(ctx, first.line.request);
}

/** One's own leave, or why it cannot be dealt with. */
async function own(ctx: PersonCtx, id: string): Promise<OpenLeave | Reply> {
  const leave = await openLeave(ctx, id);
  if (leave === null || leave.whole.request.state !== 'approved') return say(ctx, notices.notOpen(ctx.locale));
  return leave.whole.request.subject === ctx.actor.person ? leave : say(ctx, notices.notYours(ctx.locale));
}

export async function openBack(ctx: PersonCtx, id: string): Promise<Reply> {
  const leave = await own(ctx, id);
  if ('kind' in leave) return leave;
  if (isOver(ctx, leave)) {
    await followUpDone(ctx, id, 'close', ctx.actor.person);
    return say(ctx, notices.closed(leave.line, ctx.locale));
  }
  const local = ctx.now.toZonedDateTimeISO(leave.desk.zone);
  const today = local.toPlainDate().toString();
  const earliest = local.hour < 12 ? today : dayAfter(today);
  const suggested = earliest <= leave.line.from ? dayAfter(leave.line.from) : earliest;
  return { kind: 'form', locale: ctx.locale, form: backForm(leave.line, suggested, ctx.locale) };
}

/** Back before the end: from that day on the shifts and the days come back, the leave is closed, the leads hear of it. */
export async function comeBack(ctx: PersonCtx, id: string, on: string): Promise<Reply> {
  const leave = await own(ctx, id);
  if ('kind' in leave) return leave;
  const { desk, line, until, whole } = leave;
  const invalid = (words: Words): Reply => ({
    kind: 'invalid',
    locale: ctx.locale,
    form: backForm(line, on, ctx.locale),
    errors: { on: words[ctx.locale] },
  });
  const day = Temporal.PlainDate.from(on);
  const today = dateAt(ctx.now, desk);
  if (on <= line.from) return invalid(text.notEarlier(line.from));
  if (on > dayAfter(until)) return invalid(text.notLater(until));
  if (on > until && today < line.from) return invalid(text.notBegun(line.from));
  if (on < today) return invalid(text.notPast);
  const returned = on > until ? nothing(on) : await returnFrom(ctx, desk, whole.request, day.toString());
  await followUpDone(ctx, id, 'close', ctx.actor.person);
  return { kind: 'replace', locale: ctx.locale, view: notices.back(returned, desk.zone, ctx.locale) };
}

const nothing = (on: string): Returned => ({ on, days: 0, restored: [], kept: [], why: null });

async function returnFrom(ctx: PersonCtx, desk: Desk, request: StoredRequest, on: string): Promise<Returned> {
  const last = Temporal.PlainDate.from(on).subtract({ days: 1 }).toString();
  // The night of the last day of leave is part of it.
  const taken = request.duties.filter((duty) => duty.part === 'absent' && duty.dutyOn < on);
  const end = taken.reduce((latest, duty) => (Temporal.Instant.compare(duty.endsAt, latest) > 0 ? duty.endsAt : latest), startOf(on, desk));
  for (const absence of await absencesOf(ctx, request.id)) endAbsence(ctx, absence, end, last);
  const days = await giveBack(ctx, desk, request, { until: last });
  await endCovers(ctx, request, on);
  const { restored, kept, why } = await restoreDuties(ctx, desk, request, on);
  const returned = { on, days, restored: await named(ctx, desk, restored), kept: await named(ctx, desk, kept), why };
  const leads = (await leadsOf(ctx, desk.id)).filter((person) => person !== request.subject);
  const contacts = await contactsOf(ctx, [...leads, request.subject]);
  const name = contacts.get(request.subject)?.name ?? { zh: '', en: '' };
  const told = leads.flatMap((person) => contacts.get(person) ?? []);
  tell(ctx, told, (locale) => ({ view: notices.leadsBack(name, returned, desk.zone, locale) }));
  ctx.unit.audit({
    action: 'leave.return',
    person: request.subject,
    desk: desk.id,
    subject: request.id,
    detail: { on, days, shifts: restored.map((duty) => duty.slot) },
  });
  return returned;
}

/** `续假`: a new request that follows the leave, from the day after its end. */
export async function extendLeave(ctx: PersonCtx): Promise<Reply> {
  const leaves = await openLeaves(ctx, extendDays);
  const [first, ...more] = leaves;
  if (first === undefined) return say(ctx, notices.nothingToExtend(ctx.locale));
  if (more.length > 0)
    return say(
      ctx,
      whichCard(
        leaves.map((leave) => leave.line),
        'leave.open-extend',
        ctx.locale,
      ),
    );
  return openExtend(ctx, first.line.request);
}

export async function openExtend(ctx: PersonCtx, id: string): Promise<Reply> {
  const leave = await own(ctx, id);
  if ('kind' in leave) return leave;
  const { request } = leave.whole;
  const from = dayAfter(leave.until);
  return openRequestForm(ctx, {
    type: request.type,
    desk: request.desk,
    parent: id,
    ...(request.kind === null ? {} : { kind: request.kind }),
    prefill: { ...(request.kind === null ? {} : { kind: request.kind }), from, until: from },
  });
}

/** The type of request by which somebody takes over another's shift. */
const coverType = 'substitute';

/**
 * Asks the group for cover of a shift that a leave leaves short. Where the rules do not let staff arrange it among themselves, or it cannot be asked
 * for, the leads are told to fill the gap.
 */
export async function askForCover(ctx: Ctx, id: string, slot: string, startsAt: Instant): Promise<void> {
  const whole = await loadRequest(ctx, id);
  const desk = whole === null ? null : await loadDesk(ctx, whole.request.desk);
  if (whole === null || desk === null || whole.request.state !== 'approved') return;
  const { request } = whole;
  const duty =
    request.duties.find((one) => one.slot === slot && one.startsAt.equals(startsAt)) ?? request.duties.find((one) => one.slot === slot);
  if (duty === undefined || duty.endsAt.epochMilliseconds <= ctx.now.epochMilliseconds) return;
  const draft = coverDraft(request, duty, deciderOf(whole));
  const filed = await fileRequest(ctx, desk, draft, { openCall: true });
  if (filed.ok) return;
  const leads = await leadsOf(ctx, desk.id);
  const contacts = await contactsOf(ctx, [...leads, request.subject]);
  const name = contacts.get(request.subject)?.name ?? { zh: '', en: '' };
  const named = { ...duty, shiftName: await shiftName(ctx, desk, duty.dutyOn, duty.shift) };
  const why = {
    zh: (await explainFileRefusal(ctx, desk, draft, filed.refusal, 'zh')).title,
    en: (await explainFileRefusal(ctx, desk, draft, filed.refusal, 'en')).title,
  };
  tell(
    ctx,
    leads.flatMap((person) => contacts.get(person) ?? []),
    (locale, contact) => ({
      view: gapNotice(desk, name, named, why, locale),
      id: `leave gap ${request.id} ${duty.slot} ${contact.person}`,
      until: duty.endsAt,
    }),
  );
}

/** Who approved the leave last asks for its cover; the person where nobody had to decide. */
function deciderOf(whole: WholeRequest): PersonId {
  const decided = whole.steps.filter((step) => step.kind === 'approve' && step.decidedBy !== null);
  return decided.at(-1)?.decidedBy ?? whole.request.subject;
}

const coverDraft = (request: StoredRequest, duty: RequestDuty, by: PersonId): RequestDraft => ({
  desk: request.desk,
  type: coverType,
  kind: null,
  subject: request.subject,
  filedBy: by,
  partner: null,
  fromOn: duty.dutyOn,
  untilOn: duty.dutyOn,
  startsAt: duty.startsAt,
  endsAt: duty.endsAt,
  duties: [{ ...duty, part: 'covered' }],
  fields: { reason: botReason('cover-of-leave', request.number) },
  toldAt: null,
  parent: request.id,
});
