import type { PersonId } from '../../core/ids.ts';
import type { Locale } from '../../core/locale.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice } from '../../view/build.ts';
import type { FormValues } from '../../view/view.ts';
import { leadsOf, loadStanding } from '../people/index.ts';
import { proveAbout } from '../task/index.ts';
import { progress, withActed, withLine } from './deeds.ts';
import { needed, reportForm, typedIn } from './forms.ts';
import { namesOf, receipt, severityWords } from './handle-card.ts';
import { saveChange } from './handle-change.ts';
import { reportKind, sendReport } from './handle-send-report.ts';
import { tellEach, toCard } from './handle-tell.ts';
import { invalid, type Known, loadKnown, mine, say, standingOf } from './handle-world.ts';
import type { IncidentId } from './incident.ts';
import { isDiscreet, reportOf } from './incident-case.ts';
import { documentName, everyQuestion, reportContent } from './report-content.ts';
import { text } from './text.ts';
import { titleOf } from './views.ts';

/** What rules call the report where they make it due. */
const reportObject = 'incident-report';

/** What is known already stands in the form. */
function knownParts({ whole }: Known): Record<string, string> {
  const report = reportOf(whole);
  if (report !== null) return { course: report.course, cause: report.cause, handling: report.handling, outcome: report.outcome };
  const said = (kind: string): string => whole.lines.findLast((line) => line.kind === kind)?.text ?? '';
  const notes = whole.lines.filter(({ kind }) => kind === 'note').map((line) => line.text);
  return {
    course: [whole.incident.line, ...notes].join('\n').slice(0, 2_000),
    handling: said('handled'),
    outcome: said('closed'),
    cause: '',
  };
}

export async function openReport(ctx: PersonCtx, id: IncidentId): Promise<Reply> {
  const found = await mine(ctx, id);
  return 'kind' in found ? found : { kind: 'form', locale: ctx.locale, form: reportForm(id, knownParts(found), {}, ctx.locale) };
}

/** Whom the written report goes to: everybody who was told by the route, the leads of the desk, and whoever wrote it. */
async function readersOf(ctx: Ctx, { whole, desk }: Known, author: PersonId): Promise<readonly PersonId[]> {
  const told = whole.notices.flatMap(({ person, kind, state }) =>
    person !== null && kind !== 'call' && kind !== 'assist' && state !== 'waiting' && state !== 'skipped' ? [person] : [],
  );
  return [...new Set([...told, ...(await leadsOf(ctx, desk.id)), author])];
}

/** The report is handed in: whoever it goes to gets the document, each alone, and what waited for it goes out. A later one takes its place. */
export async function submitReportText(ctx: PersonCtx, id: IncidentId, values: FormValues): Promise<Reply> {
  const missing = needed(values, ['course', 'handling']);
  if (Object.keys(missing).length > 0) return invalid(ctx, reportForm(id, {}, values, ctx.locale), missing);
  const found = await mine(ctx, id);
  if ('kind' in found) return found;
  const { whole, desk, event } = found;
  const author = ctx.actor.person;
  const reported = withLine(whole, ctx.now, {
    kind: 'report',
    text: typedIn(values, 'course'),
    by: author,
    detail: { cause: typedIn(values, 'cause'), handling: typedIn(values, 'handling'), outcome: typedIn(values, 'outcome') },
  });
  const after = withActed(progress(reported, ctx.now), author, ctx.now);
  await saveChange(ctx, desk, whole, after);
  const readers = await readersOf(ctx, { ...found, whole: after }, author);
  await sendReport(ctx, id, readers, `${after.lines.length}`);
  await proveAbout(ctx, desk, { about: id, object: reportObject, by: author, content: typedIn(values, 'course') });
  await tellEach(
    ctx,
    readers.filter((person) => person !== author),
    `${id}:report:${after.lines.length}`,
    (locale) => notice('info', text.reported, [titleOf(event, whole.incident, desk), whole.incident.line], locale, toCard(id, locale)),
  );
  ctx.unit.audit({
    action: 'incident.report',
    person: author,
    desk: desk.id,
    subject: id,
    detail: { sent: readers },
    policyVersion: found.policy.version,
  });
  return receipt(ctx, found, after, text.reported);
}

/** Presses closer together than this get one copy. */
const copyMinutes = 10;

/** `发我报告`: to whoever pressed, alone. */
export async function sendMeReport(ctx: PersonCtx, id: IncidentId): Promise<Reply> {
  const found = await mine(ctx, id);
  if ('kind' in found) return found;
  if (reportOf(found.whole) === null) return say(ctx, notice('info', text.noReport, [], ctx.locale));
  const bucket = Math.floor(ctx.now.epochMilliseconds / (copyMinutes * 60_000));
  ctx.unit.sendFile({
    platform: ctx.platform,
    to: { kind: 'person', id: ctx.userId },
    locale: ctx.locale,
    file: `${reportKind}/${id}:${ctx.actor.person}:${ctx.locale}`,
    id: `incident:${id}:copy:${ctx.platform}:${ctx.userId}:${bucket}`,
  });
  ctx.unit.audit({ action: 'incident.export', person: ctx.actor.person, desk: found.desk.id, subject: id });
  return say(ctx, notice('ok', text.reportComing, [], ctx.locale));
}

/** The document as it is sent; null: there is no report, or the person may not read it any more. */
export async function loadReport(ctx: Ctx, id: string): Promise<{ readonly name: string; readonly content: Buffer } | null> {
  const [incident = '', person = '', said = ''] = id.split(':');
  const locale: Locale = said === 'en' ? 'en' : 'zh';
  const [known, memberships] = await Promise.all([loadKnown(ctx, incident), loadStanding(ctx, person)]);
  const report = known === null ? null : reportOf(known.whole);
  if (known === null || memberships === null || report === null) return null;
  const standing = standingOf(known, { person, memberships }, isDiscreet(known.event));
  if (!standing.involved && !standing.onDesk) return null;
  // The library is large and seldom needed: it is loaded with the first report.
  const { documentOf } = await import('./handle-document.ts');
  const content = reportContent(await factsOf(ctx, known), report, locale);
  return { name: documentName(known, locale), content: await documentOf(content) };
}

const factsOf = async (ctx: Ctx, known: Known) => ({
  whole: known.whole,
  desk: known.desk,
  event: known.event,
  known: everyQuestion(),
  severity: severityWords(known.whole.incident.severity),
  names: await namesOf(ctx, known.whole),
  now: ctx.now,
});
