import type { Words } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import { eventsRouted, eventWords, type RecordType, recordTypes } from '../../policy/index.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice, press } from '../../view/build.ts';
import { type Desk, loadDesk, mayLead, policyFor, standsOn } from '../people/index.ts';
import { type Entry, type EntryEvent, isAnonymous, loadEntry } from '../record/index.ts';
import { openedAlready, openedReply, openIncident } from './handle-open.ts';
import { tellEach } from './handle-tell.ts';
import { dateAt, say } from './handle-world.ts';
import { generalOf, routeOf } from './incident-case.ts';
import { plannedStages } from './stages.ts';
import { incidentOfEntry } from './store.ts';
import { text } from './text.ts';
import { citedLine, listOf, receiverName, timeWords, unique } from './views.ts';

/** What was written down, in the words of whoever wrote it. */
function lineOf(type: RecordType, entry: Entry): string {
  const said = entry.fields[type.line];
  return (Array.isArray(said) ? said.join(' · ') : String(said ?? '')).trim();
}

/** An entry of a register whose kind is an event that the desk's rules have reported: whoever wrote it is told so with the rule, and one press reports it. */
export async function entryToReport(ctx: Ctx, desk: Desk, { kind, entry }: EntryEvent): Promise<void> {
  if (kind !== 'created' || entry.ofIncident) return;
  const words = eventWords();
  const event = words.events.find(({ code }) => code === entry.type);
  const type = recordTypes().find(({ code }) => code === entry.type);
  if (event === undefined || type === undefined) return;
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  if (!eventsRouted(policy).includes(event.code) || isAnonymous(policy, type)) return;
  const route = routeOf(policy, desk.zone, { event: event.code, facts: {}, knownAt: entry.at, openedAt: ctx.now }, words);
  const stages = plannedStages(route).filter(({ kind: how, optional }) => how !== 'cc' && !optional);
  if (route.cites.length === 0 || stages.length === 0) return;
  const how = text.entry.how(listOf(unique(stages.map(({ word }) => receiverName(word)))), limitOf(ctx, desk, stages));
  await tellEach(ctx, [entry.author], `entry:${entry.id}`, (locale) => {
    const said = notice('warn', text.entry.title(event.name), [lineOf(type, entry)], locale, [
      press('incident.of-entry', text.form.submit, { entry: entry.id }, locale, 'primary'),
    ]);
    return { ...said, blocks: [...said.blocks, { kind: 'findings', findings: [citedLine('warn', how, route.cites, locale)] }] };
  });
}

function limitOf(ctx: Ctx, desk: Desk, stages: readonly { readonly dueAt: Instant | null }[]): Words | null {
  const [first] = stages.flatMap(({ dueAt }) => dueAt ?? []).toSorted(Temporal.Instant.compare);
  return first === undefined ? null : text.notice.until(timeWords(first, ctx.now, desk));
}

/** `上报` under an entry: opens the incident it is about, once. The entry stands for what would be written down. */
export async function reportEntry(ctx: PersonCtx, id: string): Promise<Reply> {
  const entry = await loadEntry(ctx, id);
  const desk = entry === null ? null : await loadDesk(ctx, entry.desk);
  const type = recordTypes().find(({ code }) => code === entry?.type);
  if (entry === null || desk === null || type === undefined) return say(ctx, notice('warn', text.gone, [], ctx.locale));
  const own = entry.author === ctx.actor.person && standsOn(ctx.actor, desk);
  if (!own && !mayLead(ctx.actor, desk)) return say(ctx, notice('warn', text.notYours, [text.entry.notYours], ctx.locale));
  const words = eventWords();
  const event = words.events.find(({ code }) => code === entry.type);
  if (event === undefined) return say(ctx, notice('warn', text.gone, [], ctx.locale));
  const line = lineOf(type, entry);
  const same = await incidentOfEntry(ctx, entry);
  if (same !== null) return openedAlready(ctx, event, line, same);
  const opened = await openIncident(ctx, desk, {
    line,
    event: event.code,
    facts: {},
    reporter: ctx.actor.person,
    knownAt: entry.at,
    slot: entry.slot,
    entry: { id: entry.id, type: entry.type },
  });
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  return openedReply(ctx, desk, opened, { event, recognised: true, general: generalOf(policy, { event: event.code }, words) });
}
