import { formatMinutes } from '../../core/format.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Ctx } from '../../runtime/context.ts';
import { notice, press } from '../../view/build.ts';
import type { Action } from '../../view/view.ts';
import type { Desk } from '../people/index.ts';
import { holdersFor, levelsAbove } from '../request/index.ts';
import { toldNow, withLine, withMore, withNotices } from './deeds.ts';
import { actsOnLimit } from './due.ts';
import { planNextAnswer, planPassingOn, saveChange } from './handle-change.ts';
import { noticeOf } from './handle-receivers.ts';
import { tellEach, toCard } from './handle-tell.ts';
import type { Known } from './handle-world.ts';
import type { IncidentNotice, WholeIncident } from './incident-record.ts';
import { plannedStages } from './stages.ts';
import { isSettled, placeOf, samePlace, stagePlace } from './steps.ts';
import { loadNames } from './store.ts';
import { text } from './text.ts';
import { listOf, nameIn, receiverWords, withPhone } from './views.ts';

type Found = Known & { readonly one: IncidentNotice };

/** The presses of whoever has to agree: what they decide, and the card. */
export const decisions = (id: string, locale: Locale): readonly Action[] => [
  press('incident.approve', text.buttons.approve, { id }, locale, 'primary'),
  press('incident.refuse-open', text.buttons.refuse, { id }, locale, 'danger'),
  press('incident.show', text.buttons.show, { id }, locale),
];

/** Which reminder it is: half-way, then when the time is over. */
const halfway = 1;
const timeOver = 2;

/**
 * Somebody who has to agree is silent: reminded half-way, then whoever they answer to is asked beside them. It goes no further until one of them agrees; where
 * there is nobody above, they are reminded again and again, and the reporter is told to phone.
 */
export async function approvalDue(ctx: Ctx, found: Found, times: number): Promise<void> {
  const { whole, desk, route, one } = found;
  const { person } = one;
  const asked = plannedStages(route).some((stage) => samePlace(stagePlace(stage), placeOf(one)));
  if (person === null || !asked || isSettled(one, whole.notices)) return;
  if (times === halfway) {
    await remind(ctx, whole, person, times);
    return planPassingOn(ctx, desk, whole, one, timeOver);
  }
  const above = await levelsOver(ctx, desk, whole, one);
  const [next] = above;
  if (next !== undefined) return passOn(ctx, found, next);
  await remind(ctx, whole, person, times);
  if (times === timeOver) await tellReporter(ctx, found, []);
  if (actsOnLimit(times + 1)) planNextAnswer(ctx, desk, one, times + 1);
}

const remind = (ctx: Ctx, { incident }: WholeIncident, person: PersonId, times: number) =>
  tellEach(ctx, [person], `${incident.id}:approval:${times}`, (locale) =>
    notice('warn', text.approvalWaits, [incident.line], locale, decisions(incident.id, locale)),
  );

const ofPlace = (whole: WholeIncident, one: IncidentNotice): readonly IncidentNotice[] =>
  whole.notices.filter((other) => samePlace(placeOf(other), placeOf(one)));

/** Levels above those who were asked to agree, without whoever was asked already; each with who stands in for them. */
async function levelsOver(ctx: Ctx, desk: Desk, whole: WholeIncident, one: IncidentNotice): Promise<readonly (readonly PersonId[])[]> {
  const people = ofPlace(whole, one).flatMap(({ person }) => person ?? []);
  const [first] = people;
  if (first === undefined) return [];
  const holders = await holdersFor(ctx, desk, first);
  return levelsAbove(holders.above, people)
    .map((level) => [...new Set([...level, ...holders.standIns(level)])].filter((person) => !people.includes(person)))
    .filter((level) => level.length > 0);
}

/** Somebody above is asked to agree instead of those whom the rule names. */
function insteadOf(ctx: Ctx, { incident }: WholeIncident, one: IncidentNotice, person: PersonId): IncidentNotice {
  const { lane, stage, dueAt, urgent, detail } = one;
  const more = { optional: false, written: false, ack: true, remind: detail.remind, requires: [], cites: detail.cites };
  const made = noticeOf(ctx, incident.id, { ...more, lane, step: stage, kind: 'approve', word: 'superior', dueAt, urgent }, person);
  return toldNow({ ...made, detail: { ...made.detail, instead: placeOf(one).word } }, incident.reporter, ctx.now);
}

async function passOn(ctx: Ctx, found: Found, next: readonly PersonId[]): Promise<void> {
  const { whole, desk, one } = found;
  const others = ofPlace(whole, one).filter(({ id, state }) => id !== one.id && state === 'told');
  const silent = withNotices(
    whole,
    ({ id }) => id === one.id,
    (other) => ({ ...other, state: 'unanswered' }),
  );
  const noted = withLine(silent, ctx.now, { kind: 'unanswered', text: '', by: null, detail: { word: one.word, person: one.person ?? '' } });
  // Another holder of the same may still answer.
  const more = others.length > 0 ? [] : next.map((person) => insteadOf(ctx, whole, one, person));
  await saveChange(ctx, desk, whole, withMore(noted, more));
  ctx.unit.audit({
    action: 'incident.unanswered',
    desk: desk.id,
    subject: whole.incident.id,
    detail: { notice: one.id, person: one.person, told: more.map(({ person }) => person) },
  });
  if (more.length > 0) await tellReporter(ctx, found, next);
}

/** Whoever reported it reads who is silent, with their number, and who is asked now. */
async function tellReporter(ctx: Ctx, { whole, one }: Found, next: readonly PersonId[]): Promise<void> {
  const { incident } = whole;
  const silent = one.person === null ? [] : [one.person];
  const names = await loadNames(ctx, [...silent, ...next]);
  const waited = Math.max(1, Math.round((ctx.now.epochMilliseconds - (one.toldAt ?? ctx.now).epochMilliseconds) / 60_000));
  const minutes: Words = { zh: formatMinutes(waited, 'zh'), en: formatMinutes(waited, 'en') };
  const line = next.length === 0 ? text.unansweredNobody : text.approvalNext(listOf(next.map((person) => nameIn(names, person))));
  const phones = silent.map((person) => withPhone(person, names));
  // The same person may be asked by several rules.
  await tellEach(ctx, [incident.reporter], `${incident.id}:silent:${[...silent, ...next].join()}`, (locale) =>
    notice(
      'warn',
      text.unanswered(receiverWords(one, names), minutes),
      [line, ...phones, incident.line],
      locale,
      toCard(incident.id, locale),
    ),
  );
}

/** The limit has run out for want of agreement: everybody above is asked as well, so that one press of any of them sends it. Gives the incident as it is then. */
export async function askEverybodyAbove(
  ctx: Ctx,
  desk: Desk,
  whole: WholeIncident,
  waited: readonly IncidentNotice[],
): Promise<WholeIncident> {
  const [one] = waited;
  const above = one === undefined ? [] : (await levelsOver(ctx, desk, whole, one)).flat();
  if (one === undefined || above.length === 0) return whole;
  const after = withMore(
    whole,
    above.map((person) => insteadOf(ctx, whole, one, person)),
  );
  await saveChange(ctx, desk, whole, after);
  return after;
}
