import type { PersonId } from '../../core/ids.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import { anyEvent, type EventType, eventsRouted, eventWords } from '../../policy/index.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Quoted } from '../../runtime/intent.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice, press, typed } from '../../view/build.ts';
import type { FormValues } from '../../view/view.ts';
import { type Desk, findDesk, loadDesk, policyFor, standsOn } from '../people/index.ts';
import { progress, withLine, withMore } from './deeds.ts';
import { openForm, readOpenForm } from './forms.ts';
import { saveChange, sendFirstCards } from './handle-change.ts';
import { writeIncidentEntry } from './handle-entry.ts';
import { publish, triggerTasks } from './handle-publish.ts';
import { noticesFor } from './handle-receivers.ts';
import { tellVacant } from './handle-tell.ts';
import { dateAt, invalid, runningSlot, say } from './handle-world.ts';
import type { Incident, IncidentId } from './incident.ts';
import { eventOf, generalOf, readLine, routeOf } from './incident-case.ts';
import type { WholeIncident } from './incident-record.ts';
import { actionWords, calls, plannedStages } from './stages.ts';
import { loadNames, sameJustNow } from './store.ts';
import { insertIncident } from './store-write.ts';
import { text } from './text.ts';
import { noDesk, openedNotice } from './views.ts';

/** The same words by the same person within this time are the same incident: a press that was repeated, a line sent twice. */
const sameMinutes = 10;
const longestLine = 2_000;

/** `上报 …`: one line opens an incident at once; a bare word opens the form, and as a reply it reports the message it replies to. */
export async function reportIncident(ctx: PersonCtx, said: { readonly text: string; readonly quoted?: Quoted | null }): Promise<Reply> {
  const meant = await findDesk(ctx, said.text);
  if (meant.kind === 'none') return noDesk(ctx);
  const rest = [said.quoted?.text ?? '', meant.rest].filter((part) => part.trim() !== '').join(' · ');
  const mine = meant.kind === 'found' ? [meant.desk] : meant.desks.filter((desk) => standsOn(ctx.actor, desk));
  const [desk, ...more] = mine;
  if (desk === undefined) return noDesk(ctx);
  if (more.length > 0)
    return say(
      ctx,
      notice(
        'info',
        text.whichDesk,
        rest === '' ? [] : [rest],
        ctx.locale,
        mine.map((one) => typed(one.name, `incident ${one.name[ctx.locale]} ${rest}`.trim(), ctx.locale)),
      ),
    );
  if (rest.trim() === '') return { kind: 'form', locale: ctx.locale, form: openForm(desk, {}, ctx.locale) };
  // The name of the desk one stands on anyway is part of what happened (`门岗停电了`).
  const own = meant.kind === 'found' && meant.by === 'name' ? await findDesk(ctx, '') : null;
  const line = own?.kind === 'found' && own.desk.id === desk.id && (said.quoted ?? null) === null ? said.text.trim() : rest;
  return openOn(ctx, desk, line, ctx.now);
}

export async function submitReport(ctx: PersonCtx, deskId: string, values: FormValues): Promise<Reply> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null) return noDesk(ctx);
  const read = readOpenForm(values, desk.zone, ctx.now);
  if (!read.ok) return invalid(ctx, openForm(desk, values, ctx.locale), read.refusal);
  return openOn(ctx, desk, read.value.line, read.value.knownAt);
}

/** A message is reported by a shortcut on it. */
export const reportMessage = (ctx: PersonCtx, said: string): Promise<Reply> => reportIncident(ctx, { text: said });

async function openOn(ctx: PersonCtx, desk: Desk, said: string, knownAt: Instant): Promise<Reply> {
  const line = said.trim().slice(0, longestLine);
  if (line === '') return say(ctx, notice('warn', text.emptyLine, [text.form.lineHint], ctx.locale));
  if (!standsOn(ctx.actor, desk)) return noDesk(ctx);
  const words = eventWords();
  const same = await sameJustNow(ctx, desk.id, ctx.actor.person, line, ctx.now.subtract({ minutes: sameMinutes }));
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  const read = readLine(line, words, eventsRouted(policy));
  const event = eventOf(read.event?.code ?? anyEvent, words);
  if (same !== null) return openedAlready(ctx, event, line, same);
  const opened = await openIncident(ctx, desk, {
    line,
    event: event.code,
    facts: read.facts,
    reporter: ctx.actor.person,
    knownAt,
    recognised: read.event !== null,
  });
  return openedReply(ctx, desk, opened, {
    event,
    recognised: read.event !== null,
    general: generalOf(policy, { event: event.code }, words),
  });
}

/** It was reported before: the way to its card. */
export const openedAlready = (ctx: PersonCtx, event: EventType, line: string, id: IncidentId): Reply =>
  say(
    ctx,
    notice('info', text.openedAlready(event.name), [line], ctx.locale, [
      press('incident.show', text.buttons.show, { id }, ctx.locale, 'primary'),
    ]),
  );

interface Opened {
  readonly whole: WholeIncident;
  /** Whom no messenger reaches. */
  readonly missed: readonly PersonId[];
}

/** The answer to whoever reported it. */
export async function openedReply(
  ctx: PersonCtx,
  desk: Desk,
  { whole, missed }: Opened,
  said: { readonly event: EventType; readonly recognised: boolean; readonly general: EventType | null },
): Promise<Reply> {
  const people = whole.notices.flatMap(({ person, state }) => (person !== null && state === 'told' ? [person] : []));
  const names = await loadNames(ctx, [...people, ...missed]);
  return say(ctx, openedNotice({ whole, desk, ...said, names, missed }, ctx.locale));
}

interface Opening extends Pick<Incident, 'line' | 'event' | 'facts' | 'reporter' | 'knownAt'> {
  /** The shift; left out: the one that is running. */
  readonly slot?: string | null;
  /** False: what was typed names no kind of event. Default true. */
  readonly recognised?: boolean;
  /** What it is written down in already. */
  readonly entry?: { readonly id: string; readonly type: string };
}

/** Opens an incident: routes it, tells whoever's turn it is, writes it into the log and lets the other slices know, all in the unit of `ctx`. */
export async function openIncident(
  ctx: Ctx,
  desk: Desk,
  { line, event, facts, reporter, knownAt, slot, recognised = true, entry: given }: Opening,
): Promise<Opened> {
  const words = eventWords();
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  const route = routeOf(policy, desk.zone, { event, facts, knownAt, openedAt: ctx.now }, words);
  const incident: Incident = {
    id: ctx.newId(),
    desk: desk.id,
    number: 0,
    event,
    severity: route.severity,
    state: 'open',
    line,
    facts,
    reporter,
    slot: slot === undefined ? ((await runningSlot(ctx, desk, reporter))?.id ?? null) : slot,
    knownAt: Temporal.Instant.compare(knownAt, ctx.now) > 0 ? ctx.now : knownAt,
    openedAt: ctx.now,
    closedAt: null,
    version: 1,
  };
  insertIncident(ctx, incident, ctx.now.toZonedDateTimeISO(desk.zone).year, policy.version);
  const begun = withLine({ incident, notices: [], lines: [] }, ctx.now, {
    kind: 'opened',
    text: line,
    by: reporter,
    detail: recognised ? {} : { recognised },
  });
  const extended = calls(route, actionWords.extendShift) ? withLine(begun, ctx.now, { kind: 'extended', text: '', by: null }) : begun;
  const written = await writeIncidentEntry(ctx, desk, incident, route, given?.type ?? null);
  const entry = given ?? written;
  const logged =
    entry === null ? extended : withLine(extended, ctx.now, { kind: 'entry', text: '', by: reporter, detail: { entry: entry.id } });
  const notices = await noticesFor(ctx, desk, incident, plannedStages(route));
  const whole = progress(withMore(logged, notices), ctx.now);
  const missed = await saveChange(ctx, desk, null, whole);
  await sendFirstCards(ctx, desk, whole, eventOf(event, words).quiet);
  await tellVacant(ctx, desk, whole, notices);
  ctx.unit.audit({
    action: 'incident.open',
    person: reporter,
    desk: desk.id,
    subject: incident.id,
    detail: { event, severity: route.severity, told: notices.length },
    policyVersion: policy.version,
  });
  await triggerTasks(ctx, desk, incident, route);
  await publish(ctx, desk, incident, 'opened');
  return { whole, missed: missed.map(({ person }) => person) };
}
