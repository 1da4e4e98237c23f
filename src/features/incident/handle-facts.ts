import { type EventQuestion, eventsRouted, eventWords } from '../../policy/index.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice } from '../../view/build.ts';
import type { FormValues } from '../../view/view.ts';
import type { Desk } from '../people/index.ts';
import { progress, withActed, withIncident, withLine, withMore, withNotices } from './deeds.ts';
import { eventForm, factForm, needed, provideForm, textForm, typedIn } from './forms.ts';
import { becomes, receipt } from './handle-card.ts';
import { saveChange, sendBoard } from './handle-change.ts';
import { writeFurtherEntries } from './handle-entry.ts';
import { publish, triggerTasks } from './handle-publish.ts';
import { noticesFor } from './handle-receivers.ts';
import { tellVacant } from './handle-tell.ts';
import { invalid, type Known, knownOf, mine, type Standing, say } from './handle-world.ts';
import type { IncidentId } from './incident.ts';
import { eventOf, readAnswer } from './incident-case.ts';
import type { WholeIncident } from './incident-record.ts';
import { actionWords, calls, plannedStages } from './stages.ts';
import { droppedBy, newStages } from './steps.ts';
import { text } from './text.ts';

type Found = Known & { readonly standing: Standing };

const mayAct = ({ standing, whole }: Found): boolean => standing.onDesk || whole.incident.reporter === standing.person;
const refuseOthers = (ctx: PersonCtx): Reply => say(ctx, notice('warn', text.notYours, [text.notYoursWhy], ctx.locale));

async function open(ctx: PersonCtx, id: IncidentId): Promise<Found | Reply> {
  const found = await mine(ctx, id);
  if ('kind' in found) return found;
  if (!mayAct(found)) return refuseOthers(ctx);
  const { state } = found.whole.incident;
  return state === 'closed' ? say(ctx, notice('info', text.notNow, [text.isNow(text.states[state])], ctx.locale)) : found;
}

/** Routes an incident anew by what is known now: more receivers are added, those who wait and are not meant any more are left out; who was told stays told. */
export async function rerouted(ctx: Ctx, desk: Desk, whole: WholeIncident): Promise<Known> {
  const { route, policy, event, general } = await knownOf(ctx, desk, whole);
  const stages = plannedStages(route);
  const dropped = droppedBy(stages, whole.notices);
  const rest = withNotices(
    withIncident(whole, { severity: route.severity }),
    (one) => dropped.includes(one),
    (one) => ({ ...one, state: 'skipped' }),
  );
  const more = await noticesFor(ctx, desk, whole.incident, newStages(stages, rest.notices));
  const nowExtended = calls(route, actionWords.extendShift) && !whole.lines.some(({ kind }) => kind === 'extended');
  const extended = nowExtended ? withLine(rest, ctx.now, { kind: 'extended', text: '', by: null }) : rest;
  return { whole: progress(withMore(extended, more), ctx.now), desk, policy, event, route, general };
}

async function saveRerouted(ctx: PersonCtx, before: Found, changed: WholeIncident, asked: 'press' | 'form'): Promise<Reply> {
  const { desk, standing } = before;
  const known = await rerouted(ctx, desk, withActed(changed, standing.person, ctx.now));
  await saveChange(ctx, desk, before.whole, known.whole);
  await writeFurtherEntries(ctx, desk, known.whole.incident, before.route, known.route);
  const ids = new Set(before.whole.notices.map(({ id }) => id));
  await tellVacant(
    ctx,
    desk,
    known.whole,
    known.whole.notices.filter(({ id }) => !ids.has(id)),
  );
  await triggerTasks(ctx, desk, known.whole.incident, known.route);
  return asked === 'press' ? becomes(ctx, known, standing, known.whole) : receipt(ctx, known, known.whole, text.noted);
}

const questionOf = (fact: string): EventQuestion | undefined => eventWords().questions.find((question) => question.fact === fact);

/** A button with an answer to a question of the rules. */
export async function answerFact(
  ctx: PersonCtx,
  id: IncidentId,
  fact: string,
  typed: string,
  asked: 'press' | 'form' = 'press',
): Promise<Reply> {
  const found = await open(ctx, id);
  if ('kind' in found) return found;
  const question = questionOf(fact);
  const value = question === undefined ? null : readAnswer(question, typed);
  if (question === undefined || value === null) return say(ctx, notice('warn', text.notNow, [], ctx.locale));
  const { incident } = found.whole;
  if (incident.facts[fact] === value)
    return asked === 'press' ? becomes(ctx, found, found.standing, found.whole) : receipt(ctx, found, found.whole, text.noted);
  const answered = withLine(withIncident(found.whole, { facts: { ...incident.facts, [fact]: value } }), ctx.now, {
    kind: 'fact',
    text: '',
    by: ctx.actor.person,
    detail: { fact, value },
  });
  ctx.unit.audit({ action: 'incident.fact', person: ctx.actor.person, desk: found.desk.id, subject: id, detail: { fact, value } });
  return saveRerouted(ctx, found, answered, asked);
}

export async function openFact(ctx: PersonCtx, id: IncidentId, fact: string): Promise<Reply> {
  const found = await open(ctx, id);
  if ('kind' in found) return found;
  const question = questionOf(fact);
  return question === undefined
    ? say(ctx, notice('warn', text.notNow, [], ctx.locale))
    : { kind: 'form', locale: ctx.locale, form: factForm(id, question, {}, ctx.locale) };
}

export async function submitFact(ctx: PersonCtx, id: IncidentId, fact: string, values: FormValues): Promise<Reply> {
  const question = questionOf(fact);
  if (question !== undefined && readAnswer(question, typedIn(values, 'value')) === null)
    return invalid(ctx, factForm(id, question, values, ctx.locale), {
      value: question.kind === 'number' ? text.form.noNumber : text.form.needed,
    });
  return answerFact(ctx, id, fact, typedIn(values, 'value'), 'form');
}

const mostEvents = 100;

/** `改类型…`: the events the desk's rules speak of, and what was recognised. */
export async function openEvent(ctx: PersonCtx, id: IncidentId): Promise<Reply> {
  const found = await open(ctx, id);
  if ('kind' in found) return found;
  const words = eventWords();
  const now = found.whole.incident.event;
  const routed = eventsRouted(found.policy);
  const codes = [...new Set([now, ...routed, ...words.events.map(({ code }) => code)])].slice(0, mostEvents);
  const options = codes.map((code) => ({ value: code, label: eventOf(code, words).name[ctx.locale] }));
  return { kind: 'form', locale: ctx.locale, form: eventForm(id, options, now, ctx.locale) };
}

export async function submitEvent(ctx: PersonCtx, id: IncidentId, values: FormValues): Promise<Reply> {
  const found = await open(ctx, id);
  if ('kind' in found) return found;
  const code = typedIn(values, 'event');
  const words = eventWords();
  if (!words.events.some((event) => event.code === code) && !eventsRouted(found.policy).includes(code)) return openEvent(ctx, id);
  if (code === found.whole.incident.event) return receipt(ctx, found, found.whole, text.noted);
  const changed = withLine(withIncident(found.whole, { event: code }), ctx.now, {
    kind: 'event',
    text: '',
    by: ctx.actor.person,
    detail: { event: code },
  });
  ctx.unit.audit({ action: 'incident.event', person: ctx.actor.person, desk: found.desk.id, subject: id, detail: { event: code } });
  if (found.event.quiet && !eventOf(code, words).quiet) await sendBoard(ctx, found.desk, id);
  await publish(ctx, found.desk, changed.incident, 'renamed');
  return saveRerouted(ctx, found, changed, 'form');
}

/** `核实…`, `证据…`: what has to be there before it goes on. */
export async function openProvide(ctx: PersonCtx, id: IncidentId, what: string): Promise<Reply> {
  const found = await open(ctx, id);
  return 'kind' in found ? found : { kind: 'form', locale: ctx.locale, form: provideForm(id, what, {}, ctx.locale) };
}

export async function submitProvide(ctx: PersonCtx, id: IncidentId, what: string, values: FormValues): Promise<Reply> {
  const missing = needed(values, ['who', 'what']);
  if (Object.keys(missing).length > 0) return invalid(ctx, provideForm(id, what, values, ctx.locale), missing);
  const found = await open(ctx, id);
  if ('kind' in found) return found;
  const provided = withLine(found.whole, ctx.now, {
    kind: 'provided',
    text: `${typedIn(values, 'who')} · ${typedIn(values, 'what')}`,
    by: ctx.actor.person,
    detail: { what },
  });
  ctx.unit.audit({ action: 'incident.provided', person: ctx.actor.person, desk: found.desk.id, subject: id, detail: { what } });
  return saveRerouted(ctx, found, provided, 'form');
}

const noteForm = (id: string, values: FormValues, ctx: PersonCtx) =>
  textForm('incident.note', { id }, text.noteForm, true, values, ctx.locale);

/** `补充…`: anybody involved adds what happened. */
export async function openNote(ctx: PersonCtx, id: IncidentId): Promise<Reply> {
  const found = await mine(ctx, id);
  return 'kind' in found ? found : { kind: 'form', locale: ctx.locale, form: noteForm(id, {}, ctx) };
}

export async function submitNote(ctx: PersonCtx, id: IncidentId, values: FormValues): Promise<Reply> {
  const said = typedIn(values, 'text');
  if (said === '') return invalid(ctx, noteForm(id, values, ctx), { text: text.form.needed });
  const found = await mine(ctx, id);
  if ('kind' in found) return found;
  const noted = withLine(found.whole, ctx.now, { kind: 'note', text: said, by: ctx.actor.person });
  const after = withActed(noted, ctx.actor.person, ctx.now);
  await saveChange(ctx, found.desk, found.whole, after);
  ctx.unit.audit({ action: 'incident.note', person: ctx.actor.person, desk: found.desk.id, subject: id });
  return receipt(ctx, found, after, text.noted);
}
