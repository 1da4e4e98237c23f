import type { PersonId } from '../../core/ids.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import { announce, type Contact, contactsOf, type Desk, tell } from '../people/index.ts';
import { actsOnLimit, answerKind, limitKind } from './due.ts';
import { sendReport } from './handle-send-report.ts';
import type { IncidentId } from './incident.ts';
import { reportOf } from './incident-case.ts';
import type { IncidentNotice, WholeIncident } from './incident-record.ts';
import { answerBy, isOrdered, isReader } from './steps.ts';
import { whoSees } from './store.ts';
import { addLine, insertNotice, moveAll, moveNotice, updateIncident } from './store-write.ts';

/** The live card of an incident for one person. */
export const cardSubject = (incident: IncidentId, person: PersonId): string => `incident.card/${incident}:${person}`;
/** The one in the channels of the desk. */
export const boardSubject = (incident: IncidentId): string => `incident.board/${incident}`;

const changed = (before: IncidentNotice | undefined, after: IncidentNotice): boolean =>
  before !== undefined && (before.state !== after.state || before.person !== after.person || before.answer !== after.answer);

/** Nothing but its state became another: hundreds of a roll that is over do so together. */
const onlyState = (before: IncidentNotice, after: IncidentNotice): boolean =>
  before.person === after.person &&
  before.answer === after.answer &&
  before.toldAt === after.toldAt &&
  before.answeredAt === after.answeredAt;

/**
 * Saves what became of an incident: its row guarded by its version (unless only a roll was answered), new and moved notices, new lines; then tells those
 * whose turn it is now, plans when an answer or a limit runs out, and lets every card follow. Gives whom no messenger reaches.
 */
export async function saveChange(
  ctx: Ctx,
  desk: Desk,
  before: WholeIncident | null,
  after: WholeIncident,
  how: { readonly onlyRoll?: boolean } = {},
): Promise<readonly Contact[]> {
  const known = new Map(before?.notices.map((notice) => [notice.id, notice]));
  if (before !== null && how.onlyRoll !== true) updateIncident(ctx, before.incident, differing(before, after));
  const moves = after.notices.flatMap((notice) => {
    const old = known.get(notice.id);
    if (old === undefined) insertNotice(ctx, notice);
    return old !== undefined && changed(old, notice) ? [{ old, notice }] : [];
  });
  const alone = moves.filter(({ old, notice }) => !onlyState(old, notice));
  for (const { old, notice } of alone) moveNotice(ctx, old, movedTo(notice));
  moveAll(
    ctx,
    moves.filter((move) => !alone.includes(move)).map(({ old, notice }) => ({ id: old.id, from: old.state, to: notice.state })),
  );
  for (const line of after.lines.slice(before?.lines.length ?? 0)) addLine(ctx, after.incident.id, line);
  const fresh = after.notices.filter(
    (notice) => notice.state === 'told' && (known.get(notice.id)?.state !== 'told' || changed(known.get(notice.id), notice)),
  );
  for (const notice of fresh) planAnswer(ctx, desk, after, notice);
  for (const notice of after.notices) if (!known.has(notice.id)) planLimit(ctx, desk, after, notice);
  const present = after.notices.filter((notice) => notice.answer === 'present' && known.get(notice.id)?.answer !== 'present');
  const missed = await sendCards(ctx, after, [...fresh, ...present]);
  // Whose turn comes after the report was handed in gets it with the news.
  if (before !== null && reportOf(before) !== null)
    await sendReport(ctx, after.incident.id, [...new Set(fresh.filter(isReader).flatMap(({ person }) => person ?? []))], 'told');
  refreshCards(ctx, after, how.onlyRoll === true);
  // Whoever had it shown sees it change, too.
  if (before !== null && how.onlyRoll !== true)
    for (const person of await whoSees(ctx, cardSubject(after.incident.id, ''))) ctx.unit.refresh(cardSubject(after.incident.id, person));
  for (const { old, notice } of alone)
    if (old.answer !== notice.answer && notice.person !== null) ctx.unit.refresh(cardSubject(after.incident.id, notice.person));
  return missed;
}

function differing({ incident: before }: WholeIncident, { incident: after }: WholeIncident): Parameters<typeof updateIncident>[2] {
  return {
    ...(before.event === after.event ? {} : { event: after.event }),
    ...(before.severity === after.severity ? {} : { severity: after.severity }),
    ...(before.state === after.state ? {} : { state: after.state }),
    ...(before.facts === after.facts ? {} : { facts: after.facts }),
    ...(before.closedAt === after.closedAt ? {} : { closedAt: after.closedAt }),
  };
}

const movedTo = ({ state, toldAt, answeredAt, answeredBy, answer, person }: IncidentNotice): Parameters<typeof moveNotice>[2] => ({
  state,
  ...(toldAt === null ? {} : { toldAt }),
  ...(answeredAt === null ? {} : { answeredAt }),
  ...(answeredBy === null ? {} : { answeredBy }),
  ...(answer === null ? {} : { answer }),
  ...(person === null ? {} : { person }),
});

/** The card comes once; whoever has it sees it change. A rule that is urgent, or a call-out, is sent as an urgent message where there is one. */
async function sendCards(ctx: Ctx, { incident }: WholeIncident, told: readonly IncidentNotice[]): Promise<readonly Contact[]> {
  const people = [...new Set(told.flatMap(({ person }) => person ?? []))].filter((person) => person !== incident.reporter);
  if (people.length === 0) return [];
  const contacts = await contactsOf(ctx, people);
  return tell(ctx, contacts.values(), (_locale, contact) => ({
    subject: cardSubject(incident.id, contact.person),
    id: `incident:${incident.id}:card:${contact.person}`,
  }));
}

/** The reporter's own card, and the one of the channels unless the event is quiet. */
export async function sendFirstCards(ctx: Ctx, desk: Desk, { incident }: WholeIncident, quiet: boolean): Promise<void> {
  const contacts = await contactsOf(ctx, [incident.reporter]);
  tell(ctx, contacts.values(), (_locale, contact) => ({
    subject: cardSubject(incident.id, contact.person),
    id: `incident:${incident.id}:card:${contact.person}`,
  }));
  if (!quiet) await sendBoard(ctx, desk, incident.id);
}

export async function sendBoard(ctx: Ctx, desk: Desk, id: IncidentId): Promise<void> {
  await announce(ctx, desk, (_locale, channel) => ({
    subject: boardSubject(id),
    id: `incident:${id}:board:${channel.platform}:${channel.channelId}`,
  }));
}

/** Every card that shows it. After an answer of the roll only those that show the roll: hundreds may answer within a minute. */
function refreshCards(ctx: Ctx, { incident, notices }: WholeIncident, onlyRoll: boolean): void {
  const receivers = notices.filter(({ kind, state }) => state !== 'waiting' && !(onlyRoll && kind === 'call'));
  const people = new Set([incident.reporter, ...receivers.flatMap(({ person }) => person ?? [])]);
  for (const person of people) ctx.unit.refresh(cardSubject(incident.id, person));
  ctx.unit.refresh(boardSubject(incident.id));
}

function planAnswer(ctx: Ctx, desk: Desk, whole: WholeIncident, notice: IncidentNotice): void {
  const by = answerBy(notice, whole.notices, ctx.now);
  if (by === null || notice.person === null) return;
  // Whoever has to agree is reminded half-way: it does not go on without them.
  const half = ctx.now.add({ milliseconds: Math.floor((by.epochMilliseconds - ctx.now.epochMilliseconds) / 2) });
  planAt(ctx, desk, answerKind, notice, notice.kind === 'approve' ? half : by, 1);
}

/** When the time of somebody who has to agree is over. */
export function planPassingOn(ctx: Ctx, desk: Desk, whole: WholeIncident, notice: IncidentNotice, times: number): void {
  const by = answerBy(notice, whole.notices, notice.toldAt ?? ctx.now);
  const soon = ctx.now.add({ minutes: 1 });
  planAt(ctx, desk, answerKind, notice, by === null || Temporal.Instant.compare(by, soon) < 0 ? soon : by, times);
}

/** What has to be reached by hand, or waits for something or for somebody's agreement, is reminded of before its limit and again afterwards. */
function planLimit(ctx: Ctx, desk: Desk, whole: WholeIncident, notice: IncidentNotice): void {
  const byHand = notice.person === null && isOrdered(notice) && !notice.detail.optional;
  const needs = notice.detail.requires.length > 0 || notice.detail.written;
  if (notice.state !== 'told' && notice.state !== 'waiting') return;
  const agreement = whole.notices.some(({ lane, stage, kind }) => kind === 'approve' && lane === notice.lane && stage < notice.stage);
  if (!byHand && !((needs || agreement) && notice.dueAt !== null)) return;
  planAt(ctx, desk, limitKind, notice, firstReminder(ctx.now, notice.dueAt ?? answerBy(notice, whole.notices, ctx.now)), 1);
}

const remindMinutes = 30;

/** Half an hour before the limit, or half-way to a nearer one; without a limit, half an hour from now. */
function firstReminder(now: Instant, due: Instant | null): Instant {
  if (due === null) return now.add({ minutes: remindMinutes });
  const left = due.epochMilliseconds - now.epochMilliseconds;
  const ahead = Math.min(remindMinutes * 60_000, Math.floor(left / 2));
  return left <= 0 ? now.add({ minutes: 1 }) : due.subtract({ milliseconds: ahead });
}

/** The reminder after one at `at`: at the limit itself, then again and again; earlier where somebody who was left in peace may be woken before (`wakes`). */
export function planNextLimit(ctx: Ctx, desk: Desk, notice: IncidentNotice, times: number, wakes: Instant | null = null): void {
  const { dueAt } = notice;
  const ahead = dueAt !== null && Temporal.Instant.compare(ctx.now, dueAt) < 0;
  const next = ahead ? dueAt : ctx.now.add({ minutes: remindMinutes });
  const at = wakes !== null && Temporal.Instant.compare(wakes, next) < 0 ? wakes : next;
  if (actsOnLimit(times + 1)) planAt(ctx, desk, limitKind, notice, at, times + 1);
}

/** A reminder that reaches nobody now comes when the first of them may be woken. */
export const putOff = (ctx: Ctx, desk: Desk, kind: string, notice: IncidentNotice, at: Instant, times: number): void =>
  planAt(ctx, desk, kind, notice, at, times);

/** Asks for the answer once more after a while. */
export const planNextAnswer = (ctx: Ctx, desk: Desk, notice: IncidentNotice, times: number): void =>
  planAt(ctx, desk, answerKind, notice, ctx.now.add({ minutes: remindMinutes }), times);

const planAt = (ctx: Ctx, desk: Desk, kind: string, notice: IncidentNotice, at: Instant, times: number): void =>
  ctx.unit.due({
    kind,
    key: `${notice.id}:${times}:${at.epochMilliseconds}`,
    at,
    desk: desk.id,
    payload: { notice: notice.id, times },
  });
