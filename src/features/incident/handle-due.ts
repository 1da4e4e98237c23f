import { formatMinutes } from '../../core/format.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { Temporal } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import { notice } from '../../view/build.ts';
import { leadsOf } from '../people/index.ts';
import { progress, withLine, withMore, withNotices } from './deeds.ts';
import { actsOnLimit } from './due.ts';
import { cardSubject, planNextAnswer, planNextLimit, saveChange } from './handle-change.ts';
import { levelsAbove } from './handle-receivers.ts';
import { tellEach, toCard } from './handle-tell.ts';
import { beside, knows } from './handle-up.ts';
import { type Known, loadKnown } from './handle-world.ts';
import { providedFor } from './incident-case.ts';
import type { IncidentNotice } from './incident-record.ts';
import { needWords, phoneList } from './status.ts';
import { isOrdered, lackedBy } from './steps.ts';
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
    (other) => other.lane === one.lane && other.stage === one.stage && (other.state === 'answered' || other.state === 'delivered'),
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

/** The nearest level above somebody of whom nobody knows yet. */
async function nextAbove(
  ctx: Ctx,
  { whole, desk }: Pick<Known, 'whole' | 'desk'>,
  person: PersonId,
): Promise<readonly { readonly person: PersonId; readonly level: number }[]> {
  const levels = await levelsAbove(ctx, desk, person);
  for (const [at, level] of levels.entries()) {
    const fresh = level.filter((one) => !knows(whole, one));
    if (fresh.length > 0) return fresh.map((one) => ({ person: one, level: at + 1 }));
  }
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
  const names = await loadNames(ctx, [one.person]);
  const name = nameIn(names, one.person);
  await tellEach(ctx, [incident.reporter], `${incident.id}:skipped:${one.id}:${times}`, (locale) =>
    notice('warn', text.tellSkipped(name), [incident.line], locale, toCard(incident.id, locale)),
  );
  if (actsOnLimit(times + 1)) planNextAnswer(ctx, desk, one, times + 1);
}

/** Something that is done by hand is not done yet: whoever reported it is told before the limit, the leads too once it has passed. */
export async function limitDue(ctx: Ctx, due: { readonly notice: string; readonly times: number }): Promise<void> {
  const found = await findNotice(ctx, due.notice);
  if (found === null || found.whole.incident.state === 'closed') return;
  const { whole, desk, one } = found;
  const { incident } = whole;
  const lacks = one.state === 'waiting' ? lackedBy(one, providedFor(whole)) : [];
  const byHand = one.state === 'told' && one.person === null;
  if (!byHand && lacks.length === 0) {
    if (one.state === 'waiting') planNextLimit(ctx, desk, one, due.times);
    return;
  }
  const { dueAt } = one;
  const over = dueAt !== null && Temporal.Instant.compare(ctx.now, dueAt) >= 0;
  const word = receiverName(one.word);
  const left = dueAt === null ? 0 : Math.max(1, Math.round((dueAt.epochMilliseconds - ctx.now.epochMilliseconds) / 60_000));
  const title =
    dueAt === null
      ? text.byHandNow(word)
      : over
        ? text.limitOver(word, momentWords(dueAt, desk))
        : text.limitNear(word, { zh: formatMinutes(left, 'zh'), en: formatMinutes(left, 'en') });
  const waits = lacks.length === 0 ? null : text.notice.waitsFor(listOf(lacks.map(needWords)));
  const leads = over || incident.state !== 'open' ? await leadsOf(ctx, desk.id) : [];
  await tellEach(ctx, [...new Set([incident.reporter, ...leads])], `${incident.id}:limit:${one.id}:${due.times}`, (locale) =>
    notice('warn', title, [waits, incident.line], locale, toCard(incident.id, locale)),
  );
  if (over && due.times > 1)
    ctx.unit.audit({ action: 'incident.overdue', desk: desk.id, subject: incident.id, detail: { word: one.word } });
  ctx.unit.refresh(cardSubject(incident.id, incident.reporter));
  planNextLimit(ctx, desk, one, due.times);
}
