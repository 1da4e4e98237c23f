import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { eventWords } from '../../policy/index.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice } from '../../view/build.ts';
import type { Card } from '../../view/view.ts';
import { loadStanding } from '../people/index.ts';
import { boardCard } from './board.ts';
import { type CardFacts, incidentCard, isOnlyCalled } from './card.ts';
import { cardSubject } from './handle-change.ts';
import { ladderOf } from './handle-ladder.ts';
import { type Known, loadKnown, mine, type Standing, say, standingOf } from './handle-world.ts';
import type { IncidentId } from './incident.ts';
import { isDiscreet, questionsOf } from './incident-case.ts';
import type { WholeIncident } from './incident-record.ts';
import { lastShown, loadNames } from './store.ts';
import { text } from './text.ts';
import { timelineLine, timelineOf } from './timeline.ts';
import { momentWords, type Names, titleOf } from './views.ts';

/** Everybody an incident names. */
export const peopleOf = ({ incident, notices, lines }: WholeIncident): readonly PersonId[] =>
  [
    ...new Set([
      incident.reporter,
      ...notices.flatMap(({ person, answeredBy }) => [person, answeredBy]),
      ...lines.flatMap(({ by, detail }) => [by, typeof detail.person === 'string' && detail.person !== '' ? detail.person : null]),
    ]),
  ].filter((person) => person !== null);

export const namesOf = (ctx: Ctx, whole: WholeIncident): Promise<Names> => loadNames(ctx, peopleOf(whole));

export const severityWords = (severity: string | null): Words | null =>
  eventWords().severities.find(({ code }) => code === severity)?.name ?? null;

async function factsFor(ctx: Ctx, known: Known, viewer: Standing): Promise<CardFacts> {
  const words = eventWords();
  return {
    ...known,
    hasAbove: await hasAbove(ctx, known, viewer),
    questions: questionsOf(known.policy, known.whole.incident, words),
    known: words.questions,
    severity: severityWords(known.whole.incident.severity),
    names: await namesOf(ctx, known.whole),
    now: ctx.now,
    viewer: { person: viewer.person, onDesk: viewer.onDesk, leads: viewer.leads },
  };
}

/** Whether there is somebody above the reader to bring it up to; those who are only called out, of whom there may be hundreds, are not asked about. */
async function hasAbove(ctx: Ctx, { whole, desk }: Known, { person, leads }: Standing): Promise<boolean> {
  if (whole.incident.state === 'closed') return false;
  if (isOnlyCalled({ whole, viewer: { person, leads } })) return false;
  return (await ladderOf(ctx, desk, whole, person)).some(({ fresh }) => fresh.length > 0);
}

/** The card for whoever reads or pressed it. */
export const cardFor = async (ctx: Ctx, known: Known, viewer: Standing, locale: Locale): Promise<Card> =>
  incidentCard(await factsFor(ctx, known, viewer), locale);

/** The live card `incident:person`; null: it is gone, or the person is. */
export async function viewCard(ctx: Ctx, id: string, locale: Locale): Promise<Card | null> {
  const [incident = '', person = ''] = id.split(':');
  const [known, memberships] = await Promise.all([loadKnown(ctx, incident), loadStanding(ctx, person)]);
  if (known === null || memberships === null) return null;
  const standing = standingOf(known, { person, memberships }, isDiscreet(known.event));
  return standing.involved || standing.onDesk ? cardFor(ctx, known, standing, locale) : null;
}

/** The live card of the channels. */
export async function viewBoard(ctx: Ctx, id: string, locale: Locale): Promise<Card | null> {
  const known = await loadKnown(ctx, id);
  if (known === null) return null;
  const severity = severityWords(known.whole.incident.severity);
  return boardCard({ ...known, severity, names: await namesOf(ctx, known.whole) }, locale);
}

/**
 * `看`: one's own live card, for whoever may see it. Where it is in the direct chat already it is pointed at, not posted again; in a channel of Slack,
 * and in a window, it is shown to whoever pressed as it is.
 */
export async function showIncident(ctx: PersonCtx, id: IncidentId): Promise<Reply> {
  const found = await mine(ctx, id);
  if ('kind' in found) return found;
  const { whole, desk, event, standing } = found;
  const ownChat = ctx.place.kind === 'direct' || ctx.platform === 'feishu';
  if (!ownChat) return say(ctx, await cardFor(ctx, found, standing, ctx.locale));
  const subject = cardSubject(id, standing.person);
  const shownAt = await lastShown(ctx, ctx.platform, subject);
  if (shownAt === null) {
    ctx.unit.send({
      platform: ctx.platform,
      to: { kind: 'person', id: ctx.userId },
      locale: ctx.locale,
      subject,
      id: `incident:${id}:shown:${ctx.platform}:${standing.person}`,
    });
    return { kind: 'nothing', locale: ctx.locale };
  }
  const title = headed(text.states[whole.incident.state], titleOf(event, whole.incident, desk));
  return say(ctx, notice('info', title, [whole.incident.line, text.cardThere(momentWords(shownAt, desk))], ctx.locale));
}

const headed = (head: Words, title: Words): Words => ({ zh: `${head.zh} · ${title.zh}`, en: `${head.en} · ${title.en}` });

/** The answer to a form, in one line: the card itself has followed. Without `words`: the state it has now. */
export function receipt(ctx: PersonCtx, { desk, event }: Pick<Known, 'desk' | 'event'>, whole: WholeIncident, words?: Words): Reply {
  const head = words ?? text.states[whole.incident.state];
  return say(ctx, notice('ok', headed(head, titleOf(event, whole.incident, desk)), [], ctx.locale));
}

/** The card that was pressed becomes this one. */
export async function becomes(ctx: PersonCtx, known: Known, standing: Standing, whole: WholeIncident): Promise<Reply> {
  if (ctx.place.kind === 'channel') return say(ctx, await cardFor(ctx, { ...known, whole }, standing, ctx.locale));
  return { kind: 'replace', locale: ctx.locale, view: await cardFor(ctx, { ...known, whole }, standing, ctx.locale) };
}

const mostLines = 60;

/** `全部经过`: every deed with its time and person, the oldest first; of a very long one the newest. */
export async function showTimeline(ctx: PersonCtx, id: IncidentId): Promise<Reply> {
  const found = await mine(ctx, id);
  if ('kind' in found) return found;
  const { whole, desk, event } = found;
  const names = await namesOf(ctx, whole);
  const lines = timelineOf(whole.lines);
  const shown = lines.slice(-mostLines);
  const cut = lines.length - shown.length;
  return say(ctx, {
    ...notice('info', titleOf(event, whole.incident, desk), [cut > 0 ? text.list.more(cut) : null], ctx.locale),
    blocks: [
      ...(cut > 0 ? [{ kind: 'note' as const, text: text.list.more(cut)[ctx.locale] }] : []),
      { kind: 'list', items: shown.map((line) => timelineLine(line, names, desk, ctx.locale)) },
    ],
  });
}
