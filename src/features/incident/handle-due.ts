import { formatMinutes } from '../../core/format.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import { notice } from '../../view/build.ts';
import { leadsOf } from '../people/index.ts';
import { progress, withLine, withMore, withNotices } from './deeds.ts';
import { actsOnLimit, answerKind, cannotWaitBeyond, limitKind } from './due.ts';
import { approvalDue, askEverybodyAbove, decisions } from './handle-approval.ts';
import { cardSubject, planNextAnswer, planNextLimit, putOff, saveChange } from './handle-change.ts';
import { ladderOf } from './handle-ladder.ts';
import { reachedNow } from './handle-quiet.ts';
import { tellEach, toCard } from './handle-tell.ts';
import { beside } from './handle-up.ts';
import { type Known, loadKnown } from './handle-world.ts';
import { providedFor } from './incident-case.ts';
import type { IncidentNotice } from './incident-record.ts';
import { needWords, phoneList } from './status.ts';
import { agreementAwaited, isOrdered, lackedBy } from './steps.ts';
import { incidentOfNotice, loadNames } from './store.ts';
import { text, yourTurn } from './text.ts';
import { listOf, momentWords, nameIn, receiverName, receiverWords, withPhone } from './views.ts';

type Found = Known & { readonly one: IncidentNotice };

/** A notice whose time came, of an incident that is not closed. */
async function findNotice(ctx: Ctx, id: string): Promise<Found | null> {
  const incident = await incidentOfNotice(ctx, id);
  const known = incident === null ? null : await loadKnown(ctx, incident);
  const one = known?.whole.notices.find((other) => other.id === id);
  return known === null || one === undefined ? null : { ...known, one };
}

/** Nobody answered until now: the next is asked; of a roll, and of whoever was passed over, it is asked once more. */
export async function answerDue(ctx: Ctx, due: { readonly notice: string; readonly times: number }): Promise<void> {
  const found = await findNotice(ctx, due.notice);
  if (found === null || found.one.state !== 'told') return;
  if (found.one.kind === 'skipped') return remindOfSkipped(ctx, found, due.times);
  if (found.whole.incident.state === 'closed') return;
  if (found.one.kind === 'approve') return approvalDue(ctx, found, due.times);
  if (found.one.kind === 'call') return remindOfRoll(ctx, found, due.times);
  if (isOrdered(found.one)) return askNext(ctx, found);
}

async function askNext(ctx: Ctx, { whole, desk, one }: Found): Promise<void> {
  const { incident } = whole;
  const silent = one.person;
  const over = withNotices(
    whole,
    ({ id }) => id === one.id,
    (other) => ({ ...other, state: 'unanswered' }),
  );
  const noted = withLine(over, ctx.now, { kind: 'unanswered', text: '', by: null, detail: { word: one.word, person: silent ?? '' } });
  const answeredElsewhere = whole.notices.some(
    (other) =>
      // A place outside that was reached by hand answers for nobody of the desk.
      other.person !== null &&
      other.lane === one.lane &&
      other.stage === one.stage &&
      (other.state === 'answered' || other.state === 'delivered'),
  );
  const onward = progress(noted, ctx.now);
  const moved = onward.notices.some(
    (other) => other.state === 'told' && whole.notices.find(({ id }) => id === other.id)?.state === 'waiting',
  );
  // Somebody of the same step knows, or the next of the lane was asked; else it goes to whom they answer to.
  const above = answeredElsewhere || moved || silent === null ? [] : await nextAbove(ctx, { whole: onward, desk }, silent);
  const after = withMore(
    onward,
    above.map(({ person, level }) =>
      beside(ctx, onward, { kind: 'up', level, word: 'superior', person, remind: false, cites: one.detail.cites }),
    ),
  );
  const told = [
    ...above.map(({ person }) => person),
    ...after.notices.flatMap((other) =>
      other.person !== null && other.state === 'told' && whole.notices.find(({ id }) => id === other.id)?.state === 'waiting'
        ? [other.person]
        : [],
    ),
  ];
  const missed = await saveChange(ctx, desk, whole, after);
  ctx.unit.audit({
    action: 'incident.unanswered',
    desk: desk.id,
    subject: incident.id,
    detail: { notice: one.id, person: silent, told },
  });
  const names = await loadNames(ctx, [...told, ...(silent === null ? [] : [silent])]);
  const waited = Math.max(1, Math.round((ctx.now.epochMilliseconds - (one.toldAt ?? ctx.now).epochMilliseconds) / 60_000));
  const minutes: Words = { zh: formatMinutes(waited, 'zh'), en: formatMinutes(waited, 'en') };
  const title = text.unanswered(receiverWords(one, names), minutes);
  const next =
    told.length > 0
      ? text.unansweredNext(listOf(told.map((person) => nameIn(names, person))))
      : answeredElsewhere
        ? null
        : text.unansweredNobody;
  const phones = silent === null ? null : withPhone(silent, names);
  const unreached = missed.length === 0 ? null : text.unreached(listOf(missed.map(({ person }) => withPhone(person, names))));
  await tellEach(ctx, [incident.reporter], `${incident.id}:unanswered:${one.id}`, (locale) =>
    notice('warn', title, [next, phones, unreached, incident.line], locale, toCard(incident.id, locale)),
  );
}

/** The nearest of those above somebody who is silent, else above the reporter, who do not know yet. */
async function nextAbove(
  ctx: Ctx,
  { whole, desk }: Pick<Known, 'whole' | 'desk'>,
  person: PersonId,
): Promise<readonly { readonly person: PersonId; readonly level: number }[]> {
  for (const from of [person, whole.incident.reporter])
    for (const [at, { fresh }] of (await ladderOf(ctx, desk, whole, from)).entries())
      if (fresh.length > 0) return fresh.map((one) => ({ person: one, level: at + 1 }));
  return [];
}

/** Asked once more; after that whoever reported it gets the numbers of those who are silent, once. */
const mostRollReminders = 2;

async function remindOfRoll(ctx: Ctx, { whole, desk, one }: Found, times: number): Promise<void> {
  const { incident } = whole;
  if (incident.state !== 'open' || one.person === null) return;
  await tellEach(ctx, [one.person], `${incident.id}:roll:${times}`, (locale) =>
    notice('warn', yourTurn.get('call') ?? text.labels.roll, [incident.line], locale, toCard(incident.id, locale)),
  );
  if (times < mostRollReminders) planNextAnswer(ctx, desk, one, times + 1);
  const silent = whole.notices.filter(({ kind, state }) => kind === 'call' && state === 'told');
  if (silent[0]?.id !== one.id) return;
  const names = await loadNames(
    ctx,
    silent.flatMap(({ person }) => person ?? []),
  );
  await tellEach(ctx, [incident.reporter], `${incident.id}:silent:${times}`, (locale) =>
    notice('warn', text.unreached(phoneList(silent, names)), [incident.line], locale, toCard(incident.id, locale)),
  );
}

/** The reporter is reminded until whoever was passed over knows. */
async function remindOfSkipped(ctx: Ctx, { whole, desk, one }: Found, times: number): Promise<void> {
  const { incident } = whole;
  if (!one.detail.remind || one.person === null) return;
  const reached = await reachedNow(ctx, desk, [incident.reporter], cannotWaitBeyond(one, ctx.now));
  if (reached.next !== null) return putOff(ctx, desk, answerKind, one, reached.next, times);
  const names = await loadNames(ctx, [one.person]);
  const name = nameIn(names, one.person);
  await tellEach(ctx, [incident.reporter], `${incident.id}:skipped:${one.id}:${times}`, (locale) =>
    notice('warn', text.tellSkipped(name), [incident.line], locale, toCard(incident.id, locale)),
  );
  if (actsOnLimit(times + 1)) planNextAnswer(ctx, desk, one, times + 1);
}

/**
 * Something that is done by hand is not done yet, or waits for what it needs or for somebody's agreement: whoever reported it is told before the limit, the
 * leads too once it has passed. Then everybody above may agree: one press of any of them sends it. What can wait does not wake those off duty (`at`: the moment
 * for which the reminder was planned).
 */
export async function limitDue(ctx: Ctx, due: { readonly notice: string; readonly times: number; readonly at: Instant }): Promise<void> {
  const found = await findNotice(ctx, due.notice);
  if (found === null || found.whole.incident.state === 'closed') return;
  const { whole, desk, one } = found;
  const { incident } = whole;
  const { dueAt } = one;
  const lacks = one.state === 'waiting' ? lackedBy(one, providedFor(whole)) : [];
  const awaited = one.state === 'waiting' && dueAt !== null && lacks.length === 0 ? agreementAwaited(one, whole.notices) : [];
  const byHand = one.state === 'told' && one.person === null;
  if (!byHand && lacks.length === 0 && awaited.length === 0) {
    if (one.state === 'waiting') planNextLimit(ctx, desk, one, due.times);
    return;
  }
  const over = dueAt !== null && Temporal.Instant.compare(ctx.now, dueAt) >= 0;
  const asked = over && awaited.length > 0 ? await askEverybodyAbove(ctx, desk, whole, awaited) : whole;
  const agreeing = awaited.length === 0 ? [] : agreementAwaited(one, asked.notices);
  const deciding = agreeing.flatMap(({ person }) => person ?? []);
  const names = await loadNames(ctx, deciding);
  const waits =
    lacks.length > 0
      ? text.notice.waitsFor(listOf(lacks.map(needWords)))
      : agreeing.length > 0
        ? text.approvalMissing(listOf(agreeing.map((other) => receiverWords(other, names))))
        : null;
  const title = limitTitle(one, ctx.now, desk);
  const leads = over || incident.state !== 'open' ? await leadsOf(ctx, desk.id) : [];
  const others = [...new Set([incident.reporter, ...leads])].filter((person) => !deciding.includes(person));
  const reached = await reachedNow(ctx, desk, others, cannotWaitBeyond(one, due.at));
  ctx.unit.refresh(cardSubject(incident.id, incident.reporter));
  if (reached.people.length === 0 && deciding.length === 0 && reached.next !== null)
    return putOff(ctx, desk, limitKind, one, reached.next, due.times);
  // Several rules may name the same receiver and limit.
  const key = `${incident.id}:limit:${one.word}:${one.state}:${dueAt?.epochMilliseconds ?? ''}:${due.times}`;
  const lines = [waits, incident.line];
  await tellEach(ctx, reached.people, key, (locale) => notice('warn', title, lines, locale, toCard(incident.id, locale)));
  await tellEach(ctx, deciding, key, (locale) => notice('warn', title, lines, locale, decisions(incident.id, locale)));
  if (over && due.times > 1)
    ctx.unit.audit({ action: 'incident.overdue', desk: desk.id, subject: incident.id, detail: { word: one.word } });
  planNextLimit(ctx, desk, one, due.times, reached.next);
}

/** How much time is left to reach somebody, or that it is over; without a limit, that it is to be done. */
function limitTitle({ dueAt, word }: IncidentNotice, now: Instant, desk: Known['desk']): Words {
  const name = receiverName(word);
  if (dueAt === null) return text.byHandNow(name);
  if (Temporal.Instant.compare(now, dueAt) >= 0) return text.limitOver(name, momentWords(dueAt, desk));
  const left = Math.max(1, Math.round((dueAt.epochMilliseconds - now.epochMilliseconds) / 60_000));
  return text.limitNear(name, { zh: formatMinutes(left, 'zh'), en: formatMinutes(left, 'en') });
}
