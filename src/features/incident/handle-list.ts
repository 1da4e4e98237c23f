import type { Locale } from '../../core/locale.ts';
import { eventWords } from '../../policy/index.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice, press, typed } from '../../view/build.ts';
import type { Block } from '../../view/view.ts';
import { allDesks, type Desk, findDesk, mayLead, standsOn } from '../people/index.ts';
import { severityWords } from './handle-card.ts';
import { reportIncident } from './handle-open.ts';
import { say } from './handle-world.ts';
import type { Incident } from './incident.ts';
import { eventOf, isDiscreet } from './incident-case.ts';
import { incidentsOf, incidentsToldTo } from './store.ts';
import { text } from './text.ts';
import { momentWords, noDesk, titleOf } from './views.ts';

const recentDays = 30;
const mostShown = 12;

/** `/duty incidents [desk]`: those of one's desks that are open, with those one was told of, and those of the last month. */
export async function listIncidents(ctx: PersonCtx, words: string): Promise<Reply> {
  const { locale } = ctx;
  const meant = words.trim() === '' ? null : await findDesk(ctx, words);
  if (meant?.kind === 'none') return noDesk(ctx);
  // `突发事件 3 号门起火` is a report: what follows is no desk.
  if (meant !== null && (meant.rest !== '' || (meant.kind === 'found' && meant.by !== 'name'))) return reportIncident(ctx, { text: words });
  const all = await allDesks(ctx);
  const named = meant?.kind === 'found' ? [meant.desk] : meant?.kind === 'several' ? meant.desks : all;
  const desks = named.filter((desk) => standsOn(ctx.actor, desk));
  const seen = await incidentsOf(
    ctx,
    desks.map(({ id }) => id),
    { openOrSince: ctx.now.subtract({ hours: recentDays * 24 }) },
  );
  const told = meant === null ? await incidentsToldTo(ctx, ctx.actor.person) : [];
  const ids = new Set(told.map(({ id }) => id));
  // What is quiet is for its leads, and for those who were told.
  const wordsOf = eventWords();
  const isForMe = (incident: Incident): boolean => {
    const desk = all.find(({ id }) => id === incident.desk);
    return !isDiscreet(eventOf(incident.event, wordsOf)) || (desk !== undefined && mayLead(ctx.actor, desk));
  };
  const shown = [...told, ...seen.filter((one) => !ids.has(one.id) && isForMe(one))].toSorted(byNewest);
  const title = meant?.kind === 'found' ? text.list.title(meant.desk.name) : text.list.all;
  if (shown.length === 0) return say(ctx, notice('info', text.list.none, [text.list.noneHow], locale));
  const openOnes = shown.filter(({ state }) => state !== 'closed');
  const recent = shown.filter(({ state }) => state === 'closed');
  return say(ctx, {
    kind: 'card',
    symbol: '⚠️',
    title: title[locale],
    summary: `${title[locale]} · ${text.list.open[locale]} ${openOnes.length}`,
    blocks: [...section(openOnes, text.list.open[locale], all, locale), ...section(recent, text.list.recent[locale], all, locale)],
    actions: [typed(text.form.title, 'incident', locale)],
  });
}

/** What still has to be dealt with first, then the newest; the same for every reader. */
const byNewest = (left: Incident, right: Incident): number =>
  Number(left.state === 'handled') - Number(right.state === 'handled') ||
  right.openedAt.epochMilliseconds - left.openedAt.epochMilliseconds ||
  right.number - left.number;

function section(incidents: readonly Incident[], heading: string, desks: readonly Desk[], locale: Locale): Block[] {
  if (incidents.length === 0) return [];
  const more = incidents.length - mostShown;
  return [
    { kind: 'heading', text: `${heading} · ${incidents.length}` },
    ...incidents.slice(0, mostShown).flatMap((incident): Block[] => {
      const desk = desks.find(({ id }) => id === incident.desk);
      if (desk === undefined) return [];
      const event = eventOf(incident.event, eventWords());
      const severity = severityWords(incident.severity)?.[locale];
      const aside = [momentWords(incident.knownAt, desk)[locale], severity, text.states[incident.state][locale], desk.name[locale]]
        .filter((part) => part !== undefined)
        .join(' · ');
      return [
        { kind: 'text', text: [{ kind: 'strong', text: titleOf(event, incident, desk)[locale] }, ` · ${incident.line}\n${aside}`] },
        { kind: 'actions', actions: [press('incident.show', text.buttons.show, { id: incident.id }, locale)] },
      ];
    }),
    ...(more > 0 ? [{ kind: 'note' as const, text: text.list.more(more)[locale] }] : []),
  ];
}
