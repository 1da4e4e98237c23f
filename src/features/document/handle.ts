import { requestTypes } from '../../policy/index.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { IncomingFile } from '../../runtime/intent.ts';
import { MessengerError } from '../../runtime/messenger.ts';
import type { Reply } from '../../runtime/reply.ts';
import { loadDesk, rolesOver } from '../people/index.ts';
import { followUpDone, loadRequest, openRequestsFor, openStates, standingStates, type WholeRequest } from '../request/index.ts';
import {
  type Candidate,
  type Days,
  type Evidence,
  kindOfEvidence,
  largestEvidence,
  mayBeEvidence,
  medicalDocuments,
  mimeOf,
  obvious,
  uncovered,
} from './document.ts';
import { documentsFor, nameOf, other } from './named.ts';
import { evidenceOf, loadCandidates, loadContent, loadEvidence, placeEvidence, saveEvidence } from './store.ts';
import { text } from './text.ts';
import { arrivedCard, type Named, notices, type PlaceDraft, placeForm, requestLabel } from './views.ts';

const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });

function named(ctx: PersonCtx, candidate: Candidate): Named {
  const type = requestTypes().find((one) => one.code === candidate.type);
  const kind = candidate.kind === null ? undefined : type?.kinds?.[candidate.kind]?.name;
  return { ...candidate, title: kind ?? type?.name ?? nameOf(candidate.type), others: candidate.subject !== ctx.actor.person };
}

/**
 * A photo or PDF in the direct chat: kept at once, so that nothing is lost, and the person asked what it is. Null: no kind of file evidence comes in.
 * What is too large is refused before it is read where the messenger says how large it is.
 */
export async function readEvidence(
  ctx: PersonCtx,
  meta: IncomingFile,
  words: string,
  read: (maxBytes: number) => Promise<Buffer>,
): Promise<Reply | null> {
  if (!mayBeEvidence(meta.name)) return null;
  if (meta.size > largestEvidence) return say(ctx, notices.tooLarge(meta.size, ctx.locale));
  const content = await readBytes(read);
  if (content instanceof MessengerError)
    return say(ctx, isTooLarge(content) ? notices.tooLarge(null, ctx.locale) : notices.unreachable(content.remedy, ctx.locale));
  if (content.length === 0) return say(ctx, notices.empty(ctx.locale));
  const kind = kindOfEvidence(content);
  if (kind === null) return say(ctx, notices.wrongKind(ctx.locale));
  const name = /\.[a-z0-9]{1,5}$/i.test(meta.name) ? meta.name.slice(-120) : `photo.${kind}`;
  const evidence: Evidence = {
    id: ctx.newId(),
    request: null,
    document: null,
    name,
    mime: mimeOf[kind],
    size: content.length,
    days: null,
    by: ctx.actor.person,
  };
  saveEvidence(ctx, evidence, content);
  const candidates = await loadCandidates(ctx, ctx.actor.person);
  const meant = obvious(candidates, words);
  const requests = candidates.map((candidate) => named(ctx, candidate));
  return say(ctx, arrivedCard(evidence, requests, requests.find((request) => request.id === meant?.id) ?? null, ctx.locale));
}

async function readBytes(read: (maxBytes: number) => Promise<Buffer>): Promise<Buffer | MessengerError> {
  try {
    return await read(largestEvidence);
  } catch (error) {
    if (error instanceof MessengerError) return error;
    throw error;
  }
}

/** Slack says `file_too_large`, Feishu `file-too-large`: both are our own codes, of the download that stopped. */
const isTooLarge = ({ code }: MessengerError): boolean => code.replaceAll('-', '_') === 'file_too_large';

/** Evidence that waits to be placed, and where it shall go; or why not. */
async function placing(
  ctx: PersonCtx,
  file: string,
  requestId: string,
): Promise<{ readonly evidence: Evidence; readonly request: Named | null } | Reply> {
  const evidence = await loadEvidence(ctx, file);
  if (evidence === null) return say(ctx, notices.gone(ctx.locale));
  if (evidence.by !== ctx.actor.person) return say(ctx, notices.notYours(ctx.locale));
  if (evidence.request !== null) return say(ctx, notices.placed(ctx.locale));
  if (requestId === '') return { evidence, request: null };
  const candidate = (await loadCandidates(ctx, ctx.actor.person)).find((one) => one.id === requestId);
  return candidate === undefined ? say(ctx, notices.requestGone(ctx.locale)) : { evidence, request: named(ctx, candidate) };
}

/** Asks which document it is and which days it covers; filled in as far as it is clear. */
export async function openPlace(ctx: PersonCtx, file: string, requestId: string): Promise<Reply> {
  const found = await placing(ctx, file, requestId);
  if ('kind' in found) return found;
  const { request } = found;
  const documents = documentsFor(request?.type ?? null, request?.kind ?? null);
  const [first] = documents;
  const likely = request !== null && first !== undefined ? first.document : '';
  const medical = medicalDocuments.includes(likely);
  const draft = { document: likely, from: medical ? (request?.fromOn ?? '') : '', until: medical ? (request?.untilOn ?? '') : '' };
  return { kind: 'form', locale: ctx.locale, form: placeForm(file, request, documents, draft, ctx.locale) };
}

/** Attaches it; errors stay in the form with what was typed. Certificates that cover the whole leave settle what waited for them. */
export async function attach(ctx: PersonCtx, file: string, requestId: string, draft: PlaceDraft): Promise<Reply> {
  const found = await placing(ctx, file, requestId);
  if ('kind' in found) return found;
  const { evidence, request } = found;
  const documents = documentsFor(request?.type ?? null, request?.kind ?? null);
  const document = documents.find((one) => one.document === draft.document);
  const invalid = (errors: Record<string, string>): Reply => ({
    kind: 'invalid',
    locale: ctx.locale,
    form: placeForm(file, request, documents, draft, ctx.locale),
    errors,
  });
  if (document === undefined) return invalid({ document: text.document[ctx.locale] });
  const days = daysOf(draft);
  if (days === 'half') return invalid({ [draft.from === '' ? 'from' : 'until']: text.needsDays[ctx.locale] });
  if (days === 'backwards') return invalid({ until: text.endBeforeStart[ctx.locale] });
  if (days === null && medicalDocuments.includes(document.document)) return invalid({ from: text.needsDays[ctx.locale] });
  placeEvidence(ctx, evidence, request?.id ?? null, document.document, days);
  if (request === null) return { kind: 'replace', locale: ctx.locale, view: notices.keptAhead(document.name, days, ctx.locale) };
  ctx.unit.audit({
    action: 'document.attach',
    person: ctx.actor.person,
    desk: request.desk,
    subject: request.id,
    detail: { file, document: document.document, from: days?.from ?? null, until: days?.until ?? null },
  });
  const gaps = await gapsOf(ctx, request, document.document, days);
  if (gaps.length === 0) await settle(ctx, request.id, document.document);
  for (const card of ['decide', 'mine', 'partner']) ctx.unit.refresh(`request.${card}/${request.id}`);
  return {
    kind: 'replace',
    locale: ctx.locale,
    view: notices.attached(document.name, requestLabel(request, ctx.locale), days, gaps, ctx.locale),
  };
}

function daysOf(draft: PlaceDraft): Days | 'half' | 'backwards' | null {
  if (draft.from === '' && draft.until === '') return null;
  if (draft.from === '' || draft.until === '') return 'half';
  return draft.until < draft.from ? 'backwards' : { from: draft.from, until: draft.until };
}

/** Days of a sick leave that no certificate covers once this one is there. */
async function gapsOf(ctx: Ctx, request: Named, document: string, days: Days | null): Promise<readonly Days[]> {
  if (days === null || request.fromOn === null || request.untilOn === null || !medicalDocuments.includes(document)) return [];
  const before = (await evidenceOf(ctx, request.id)).filter((one) => medicalDocuments.includes(one.document ?? ''));
  return uncovered({ from: request.fromOn, until: request.untilOn }, [...before.flatMap((one) => one.days ?? []), days]);
}

/** What is owed under one of these names is met by the document. */
async function settle(ctx: PersonCtx, request: string, document: string): Promise<void> {
  if (medicalDocuments.includes(document)) await followUpDone(ctx, request, 'hand-in-sick-note', ctx.actor.person);
}

/**
 * Those who may look at evidence, beside whoever sent it: whom the request is about, who is asked to decide it or has decided it (or stood in for whoever does), and whom a
 * rule has the paper handed to.
 */
async function mayLook(ctx: PersonCtx, whole: WholeRequest): Promise<boolean> {
  const { request, steps, followUps } = whole;
  const me = ctx.actor.person;
  if (request.subject === me) return true;
  if (steps.some((step) => step.kind === 'approve' && (step.decidedBy === me || step.decidedFor === me || step.handedTo === me)))
    return true;
  if ((await openRequestsFor(ctx, me)).some((one) => one.id === request.id)) return true;
  const desk = await loadDesk(ctx, request.desk);
  const roles = desk === null ? [] : rolesOver(ctx.actor, desk);
  return followUps.some((owed) => owed.to.some((role) => roles.includes(role)));
}

/** Presses closer together than this get one copy. */
const copyMinutes = 10;

/** `看`: the file goes to whoever pressed, alone, through the outbox; that they looked is kept. */
export async function showEvidence(ctx: PersonCtx, file: string): Promise<Reply> {
  const evidence = await loadEvidence(ctx, file);
  const whole = evidence?.request == null ? null : await loadRequest(ctx, evidence.request);
  if (evidence === null || whole === null) return say(ctx, notices.gone(ctx.locale));
  if (evidence.by !== ctx.actor.person && !(await mayLook(ctx, whole))) return say(ctx, notices.notForYou(ctx.locale));
  const bucket = Math.floor(ctx.now.epochMilliseconds / (copyMinutes * 60_000));
  ctx.unit.sendFile({
    platform: ctx.platform,
    to: { kind: 'person', id: ctx.userId },
    locale: ctx.locale,
    file: `document/${evidence.id}`,
    id: `document ${evidence.id} ${ctx.platform} ${ctx.userId} ${bucket}`,
  });
  ctx.unit.audit({
    action: 'document.look',
    person: ctx.actor.person,
    desk: whole.request.desk,
    subject: whole.request.id,
    detail: { file: evidence.id, document: evidence.document },
  });
  return say(ctx, notices.sent(nameOf(evidence.document ?? other), ctx.locale));
}

/** The file as it is sent: `#12 病假证明.jpg`. */
export async function loadFile(ctx: Ctx, id: string): Promise<{ readonly name: string; readonly content: Buffer } | null> {
  const [evidence, loaded] = await Promise.all([loadEvidence(ctx, id), loadContent(ctx, id)]);
  if (evidence?.request == null || loaded === null) return null;
  const whole = await loadRequest(ctx, evidence.request);
  if (whole === null || ![...openStates, ...standingStates].includes(whole.request.state)) return null;
  const ending = Object.entries(mimeOf).find(([, mime]) => mime === evidence.mime)?.[0] ?? 'bin';
  return { name: `#${whole.request.number} ${nameOf(evidence.document ?? other)[ctx.orgLocale]}.${ending}`, content: loaded.content };
}
