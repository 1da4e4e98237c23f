import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice } from '../../view/build.ts';
import type { FormValues, Notice } from '../../view/view.ts';
import { progress, withActed, withIncident, withLine, withMore, withNotices } from './deeds.ts';
import { closeForm, fieldOf, needed, textForm, typedIn } from './forms.ts';
import { becomes, namesOf, receipt } from './handle-card.ts';
import { saveChange } from './handle-change.ts';
import { rerouted } from './handle-facts.ts';
import { publish } from './handle-publish.ts';
import { noticesFor } from './handle-receivers.ts';
import { tellEach, toCard } from './handle-tell.ts';
import { invalid, type Known, mine, type Standing, say } from './handle-world.ts';
import type { Incident, IncidentId, IncidentState } from './incident.ts';
import { reportOf } from './incident-case.ts';
import type { WholeIncident } from './incident-record.ts';
import { lanes, toSuperior } from './stages.ts';
import { hasAgreed, isOrdered, placeOf, samePlace, stillToKnow } from './steps.ts';
import { text, yourTurn } from './text.ts';
import { listOf, nameIn, receiverWords, titleOf, unique } from './views.ts';

type Found = Known & { readonly standing: Standing };

const handles = ({ standing, whole }: Found): boolean =>
  standing.onDesk ||
  whole.incident.reporter === standing.person ||
  whole.notices.some((one) => one.person === standing.person && one.state !== 'waiting' && isOrdered(one));

/** The incident in one of the states for somebody who may take it on. */
async function inState(ctx: PersonCtx, id: IncidentId, states: readonly IncidentState[]): Promise<Found | Reply> {
  const found = await mine(ctx, id);
  if ('kind' in found) return found;
  if (!handles(found)) return say(ctx, notice('warn', text.notYours, [text.notYoursWhy], ctx.locale));
  const { state } = found.whole.incident;
  return states.includes(state) ? found : say(ctx, notice('info', text.notNow, [text.isNow(text.states[state])], ctx.locale));
}

const handledForm = (id: string, values: FormValues, ctx: PersonCtx) =>
  textForm('incident.handle', { id }, text.handledForm, true, values, ctx.locale);
const reopenForm = (id: string, values: FormValues, ctx: PersonCtx) =>
  textForm('incident.reopen', { id }, text.reopenForm, true, values, ctx.locale);

export async function openHandled(ctx: PersonCtx, id: IncidentId): Promise<Reply> {
  const found = await inState(ctx, id, ['open']);
  return 'kind' in found ? found : { kind: 'form', locale: ctx.locale, form: handledForm(id, {}, ctx) };
}

/** Nothing more to do on the spot. Where a rule says to handle first and then report, it is reported now. */
export async function submitHandled(ctx: PersonCtx, id: IncidentId, values: FormValues): Promise<Reply> {
  const said = typedIn(values, 'text');
  if (said === '') return invalid(ctx, handledForm(id, values, ctx), { text: text.form.needed });
  const found = await inState(ctx, id, ['open']);
  if ('kind' in found) return found;
  const { whole, desk, route } = found;
  const handled = withLine(withIncident(whole, { state: 'handled' }), ctx.now, { kind: 'handled', text: said, by: ctx.actor.person });
  const report = route.order.find(({ value }) => value === 'report');
  const nobodyTold = whole.notices.every((one) => !isOrdered(one) || one.detail.optional);
  const upwards =
    report !== undefined && nobodyTold ? await noticesFor(ctx, desk, whole.incident, [toSuperior(lanes.afterHandling, report.cites)]) : [];
  // Nobody needs to come any more.
  const released = withNotices(
    withMore(handled, upwards),
    ({ kind, state }) => kind === 'call' && state === 'told',
    (one) => ({ ...one, state: 'skipped' }),
  );
  return moved(ctx, found, withActed(progress(released, ctx.now), ctx.actor.person, ctx.now), 'handled');
}

/** A rule has it reported in writing, and nobody has. */
const wantsReport = (whole: WholeIncident): boolean =>
  reportOf(whole) === null && whole.notices.some(({ detail, state }) => detail.written && state !== 'skipped');

/** What it still takes to close it. */
async function missingOf(ctx: PersonCtx, { whole }: Found): Promise<readonly Words[]> {
  const names = await namesOf(ctx, whole);
  const toKnow = stillToKnow(whole.notices);
  return [
    ...(toKnow.length > 0 ? [text.missingKnows(listOf(unique(toKnow.map((one) => receiverWords(one, names)))))] : []),
    ...(wantsReport(whole) ? [text.missingReport] : []),
  ];
}

const whenOf = ({ route }: Known) =>
  route.closeWhen.map(({ value }) => ({ code: value, words: text.closes[value] ?? { zh: value, en: value.replaceAll('-', ' ') } }));

async function closing(ctx: PersonCtx, id: IncidentId): Promise<(Found & { readonly missing: readonly Words[] }) | Reply> {
  const found = await inState(ctx, id, ['handled']);
  if ('kind' in found) return found;
  if (!found.standing.leads && found.whole.incident.reporter !== found.standing.person)
    return say(ctx, notice('warn', text.closeNotYours, [], ctx.locale));
  const missing = await missingOf(ctx, found);
  if (missing.length > 0 && !found.standing.leads)
    return say(ctx, notice('warn', text.cannotClose, [...missing, text.closeAnyway], ctx.locale, toCard(id, ctx.locale)));
  return { ...found, missing };
}

const closeFormOf = (ctx: PersonCtx, found: Found & { readonly missing: readonly Words[] }, values: FormValues) =>
  closeForm(found.whole.incident.id, { when: whenOf(found), anyway: found.missing.length > 0, missing: found.missing }, values, ctx.locale);

export async function openClose(ctx: PersonCtx, id: IncidentId): Promise<Reply> {
  const found = await closing(ctx, id);
  return 'kind' in found ? found : { kind: 'form', locale: ctx.locale, form: closeFormOf(ctx, found, {}) };
}

/** Everybody who had to know knows, the report is in, and what a rule wants first is so; a lead may close it without, with a reason. */
export async function submitClose(ctx: PersonCtx, id: IncidentId, values: FormValues): Promise<Reply> {
  const found = await closing(ctx, id);
  if ('kind' in found) return found;
  const { whole, missing } = found;
  const errors = {
    ...needed(values, missing.length > 0 ? ['text', 'anyway'] : ['text']),
    ...Object.fromEntries(
      whenOf(found)
        .filter(({ code }) => typedIn(values, fieldOf(code)) !== 'yes')
        .map(({ code, words }) => [fieldOf(code), text.missingDone(words)]),
    ),
  };
  if (Object.keys(errors).length > 0) return invalid(ctx, closeFormOf(ctx, found, values), errors);
  const anyway = typedIn(values, 'anyway');
  const said = [typedIn(values, 'text'), anyway].filter((part) => part !== '').join(' · ');
  return moved(ctx, found, closed(whole, ctx, { kind: 'closed', text: said }), 'closed', anyway === '' ? {} : { anyway });
}

/** Closed: nobody is waited for any more. */
function closed(
  whole: WholeIncident,
  ctx: PersonCtx,
  line: { readonly kind: 'closed' | 'false-alarm'; readonly text: string },
): WholeIncident {
  const over = withNotices(
    withIncident(whole, { state: 'closed', closedAt: ctx.now }),
    ({ state }) => state === 'waiting' || state === 'told',
    (one) => ({ ...one, state: one.state === 'waiting' || one.person === null || one.kind === 'call' ? 'skipped' : one.state }),
  );
  return withLine(over, ctx.now, { ...line, by: ctx.actor.person });
}

/** `误报`: it is over at once. */
export async function pressFalseAlarm(ctx: PersonCtx, id: IncidentId): Promise<Reply> {
  const found = await inState(ctx, id, ['open']);
  return 'kind' in found
    ? found
    : moved(ctx, found, closed(found.whole, ctx, { kind: 'false-alarm', text: '' }), 'closed', { falseAlarm: true });
}

export async function openReopen(ctx: PersonCtx, id: IncidentId): Promise<Reply> {
  const found = await inState(ctx, id, ['handled', 'closed']);
  return 'kind' in found ? found : { kind: 'form', locale: ctx.locale, form: reopenForm(id, {}, ctx) };
}

/** It goes on: whoever had not been reached yet is told again by its order. */
export async function submitReopen(ctx: PersonCtx, id: IncidentId, values: FormValues): Promise<Reply> {
  const said = typedIn(values, 'text');
  if (said === '') return invalid(ctx, reopenForm(id, values, ctx), { text: text.form.needed });
  const found = await inState(ctx, id, ['handled', 'closed']);
  if ('kind' in found) return found;
  // What somebody agreed to stays agreed to; others are not asked again.
  const agreedTo = found.whole.notices.filter((one) => one.kind === 'approve' && hasAgreed(one));
  const reopened = withNotices(
    withIncident(found.whole, { state: 'open', closedAt: null }),
    (one) =>
      one.state === 'skipped' &&
      one.answeredAt === null &&
      one.kind !== 'up' &&
      !agreedTo.some((other) => samePlace(placeOf(other), placeOf(one))),
    (one) => ({ ...one, state: 'waiting' }),
  );
  const noted = withLine(reopened, ctx.now, { kind: 'reopened', text: said, by: ctx.actor.person });
  const { whole } = await rerouted(ctx, found.desk, noted);
  return moved(ctx, found, whole, 'opened');
}

/** A call-out ends, or begins anew. */
const isMuster = (what: 'opened' | 'handled' | 'closed', before: WholeIncident, after: WholeIncident): boolean =>
  what === 'opened' ? after.incident.state === 'open' : before.incident.state === 'open';

/** Whom a call-out reached; whoever was on duty anyway was not called. */
const calledOut = ({ notices }: WholeIncident, but: PersonId): readonly { readonly person: PersonId; readonly isComing: boolean }[] =>
  notices
    .filter(({ kind, toldAt, answer }) => kind === 'call' && toldAt !== null && answer !== 'present')
    .flatMap(({ person, answer }) => (person === null || person === but ? [] : [{ person, isComing: answer === 'coming' }]));

const titles = {
  opened: text.moved.reopened,
  handled: text.moved.handled,
  closed: text.moved.closed,
} as const;

async function moved(
  ctx: PersonCtx,
  found: Found,
  after: WholeIncident,
  what: 'opened' | 'handled' | 'closed',
  detail: Readonly<Record<string, string | boolean>> = {},
): Promise<Reply> {
  const { whole, desk, event, standing } = found;
  await saveChange(ctx, desk, whole, after);
  const incident: Incident = { ...after.incident, version: whole.incident.version + 1 };
  const names = await namesOf(ctx, after);
  const who = nameIn(names, standing.person);
  const told = after.notices.flatMap((one) => (one.toldAt !== null && one.person !== null && one.kind !== 'call' ? [one.person] : []));
  const called = isMuster(what, whole, after) ? calledOut(after, standing.person) : [];
  const others = [...new Set([incident.reporter, ...told])].filter(
    (person) => person !== standing.person && called.every((one) => one.person !== person),
  );
  const last = after.lines.findLast(({ kind }) => kind === 'handled' || kind === 'closed' || kind === 'reopened' || kind === 'false-alarm');
  const title = last?.kind === 'false-alarm' ? text.moved.falseAlarm(who) : titles[what](who);
  const name = titleOf(event, incident, desk);
  const noReport = what === 'closed' && last?.kind !== 'false-alarm' && wantsReport(whole) ? text.noReportYet : null;
  const again = yourTurn.get('call') ?? text.labels.roll;
  const muster = (locale: Locale): Notice =>
    what === 'opened'
      ? notice('warn', title, [again, name, incident.line], locale, toCard(incident.id, locale))
      : notice('info', text.callOffOf(name), [title, incident.line, last?.text ?? null], locale, toCard(incident.id, locale));
  // Those who are on their way first.
  for (const isComing of [true, false])
    await tellEach(
      ctx,
      called.filter((one) => one.isComing === isComing).map(({ person }) => person),
      `${incident.id}:${what}:${incident.version}`,
      muster,
    );
  await tellEach(ctx, others, `${incident.id}:${what}:${incident.version}`, (locale) =>
    notice('info', title, [name, incident.line, last?.text ?? null, noReport], locale, toCard(incident.id, locale)),
  );
  ctx.unit.audit({
    action: what === 'opened' ? 'incident.reopen' : `incident.${what}`,
    person: standing.person,
    desk: desk.id,
    subject: incident.id,
    detail,
    policyVersion: found.policy.version,
  });
  await publish(ctx, desk, incident, what);
  return what === 'closed' && last?.kind === 'false-alarm' ? becomes(ctx, found, standing, after) : receipt(ctx, found, after);
}
