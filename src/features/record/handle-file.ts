import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { IncomingFile } from '../../runtime/intent.ts';
import { MessengerError } from '../../runtime/messenger.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice, press } from '../../view/build.ts';
import { kindOfEvidence, largestEvidence, mimeOf } from '../document/index.ts';
import { type Desk, loadDesk, loadStanding, policyFor } from '../people/index.ts';
import { accessToEntry, auditedPerson } from './handle-access.ts';
import { explainRecord } from './handle-explain.ts';
import { say } from './handle-form.ts';
import { saidToLog, sourceOf, writeLog } from './handle-log.ts';
import { handled, readable } from './handle-press.ts';
import { knownType } from './handle-registry.ts';
import { entrySubject } from './handle-tell.ts';
import { dateAt } from './handle-world.ts';
import type { Entry } from './record.ts';
import { awaitedBy, entryOfSource, loadEntry, loadPhoto } from './store.ts';
import { addChange, awaitPhoto, insertPhoto, touchEntry } from './store-write.ts';
import { text } from './text.ts';
import { titleOf } from './views.ts';

const waitMinutes = 10;
const megabytes = (bytes: number): string => `${Math.round((bytes / 1024 / 1024) * 10) / 10} MB`;

/** `加照片`: the next photo this person sends belongs to the entry. */
export async function expectPhoto(ctx: PersonCtx, id: string): Promise<Reply> {
  const found = await handled(ctx, id);
  if ('kind' in found) return found;
  awaitPhoto(ctx, ctx.actor.person, id, ctx.now.add({ minutes: waitMinutes }));
  const title = titleOf(knownType(found.whole.entry.type), found.whole.entry);
  return say(ctx, notice('info', text.photoWaits, [text.photoWaitsHow(title)], ctx.locale));
}

/**
 * A photo in the direct chat: with `记录 …` beside it it becomes an entry with the photo; else it goes with the entry it was asked for. Null: it is
 * not for the log. A photo that is too large is not kept, the words beside it are.
 */
export async function readPhoto(
  ctx: PersonCtx,
  meta: IncomingFile,
  words: string,
  read: (maxBytes: number) => Promise<Buffer>,
): Promise<Reply | null> {
  const said = saidToLog(words);
  const awaited = said === null ? await awaitedBy(ctx, ctx.actor.person) : null;
  if (said === null && awaited === null) return null;
  const photo = await loadSent(meta, read);
  if (said !== null) {
    // Of several photos in one message the first makes the entry.
    const source = sourceOf(ctx);
    const noted = source === null ? null : await entryOfSource(ctx, source);
    if (noted === null) {
      const reply = await writeLog(ctx, { text: said, kept: true, files: 'content' in photo ? [photo] : [] });
      return 'content' in photo ? reply : withRemark(ctx, reply, photo);
    }
    const desk = noted.author === ctx.actor.person ? await loadDesk(ctx, noted.desk) : null;
    if (desk !== null) return addPhoto(ctx, { desk, entry: noted }, photo);
    return say(ctx, explainRecord({ code: 'record.noted-already', entry: noted }, ctx.locale));
  }
  if (awaited === null) return null;
  const found = await readable(ctx, awaited);
  return 'kind' in found ? found : addPhoto(ctx, { desk: found.desk, entry: found.whole.entry }, photo);
}

async function addPhoto(ctx: PersonCtx, { desk, entry }: Place, photo: Photo | NotKept): Promise<Reply> {
  if (!('content' in photo)) return say(ctx, notice('error', photo.title, [text.photoSmallerOnly], ctx.locale));
  const id = insertPhoto(ctx, entry.id, photo, ctx.actor.person);
  touchEntry(ctx, entry);
  addChange(ctx, entry.id, { kind: 'photo', fields: {}, state: null, by: ctx.actor.person, reason: photo.name });
  const type = knownType(entry.type);
  const person = auditedPerson(await policyFor(ctx, desk, dateAt(ctx.now, desk)), type, entry, ctx.actor.person);
  ctx.unit.audit({ action: 'record.photo', person, desk: entry.desk, subject: entry.id, detail: { file: id } });
  ctx.unit.refresh(entrySubject(entry.id));
  const title = titleOf(type, entry);
  return say(
    ctx,
    notice('ok', text.photoAdded(title), [], ctx.locale, [press('record.show', text.buttons.show, { id: entry.id }, ctx.locale)]),
  );
}

interface Place {
  readonly desk: Desk;
  readonly entry: Entry;
}

interface Photo {
  readonly name: string;
  readonly mime: string;
  readonly content: Buffer;
}

interface NotKept {
  readonly title: { readonly zh: string; readonly en: string };
}

async function loadSent(meta: IncomingFile, read: (maxBytes: number) => Promise<Buffer>): Promise<Photo | NotKept> {
  const limit = megabytes(largestEvidence);
  if (meta.size > largestEvidence) return { title: text.photoTooLarge(megabytes(meta.size), limit) };
  try {
    const content = await read(largestEvidence);
    const kind = kindOfEvidence(content);
    if (kind === null) return { title: text.photoKind };
    const name = /\.[a-z0-9]{1,5}$/i.test(meta.name) ? meta.name.slice(-120) : `photo.${kind}`;
    return { name, mime: mimeOf[kind], content };
  } catch (error) {
    if (!(error instanceof MessengerError)) throw error;
    return { title: error.code.replaceAll('-', '_') === 'file_too_large' ? text.photoTooLargeUnknown(limit) : text.photoUnread };
  }
}

/** The words are noted; why the photo is not stands below them. */
function withRemark(ctx: PersonCtx, reply: Reply, photo: NotKept): Reply {
  if (reply.kind !== 'say' || reply.view.kind !== 'notice') return reply;
  const remark = [photo.title, text.photoSmaller].map((words) => ({ kind: 'text' as const, text: words[ctx.locale] }));
  return { ...reply, view: { ...reply.view, tone: 'warn', blocks: [...reply.view.blocks, ...remark] } };
}

/** Presses closer together than this get one copy. */
const copyMinutes = 10;

/** `看照片`: they go to whoever pressed, alone. */
export async function sendPhotos(ctx: PersonCtx, id: string): Promise<Reply> {
  const found = await readable(ctx, id);
  if ('kind' in found) return found;
  const bucket = Math.floor(ctx.now.epochMilliseconds / (copyMinutes * 60_000));
  for (const file of found.whole.files)
    ctx.unit.sendFile({
      platform: ctx.platform,
      to: { kind: 'person', id: ctx.userId },
      locale: ctx.locale,
      file: `record/${file.id}.${ctx.actor.person}`,
      id: `record ${file.id} ${ctx.platform} ${ctx.userId} ${bucket}`,
    });
  return say(ctx, notice('ok', text.photosSent(found.whole.files.length), [], ctx.locale));
}

/** A photo as it is sent, `photo.person`; null: it is gone, or whoever asked may not see it any more. */
export async function loadPhotoFile(ctx: Ctx, id: string): Promise<{ readonly name: string; readonly content: Buffer } | null> {
  const [file = '', person] = id.split('.');
  const photo = person === undefined ? null : await loadPhoto(ctx, file);
  const [entry, memberships] =
    photo === null || person === undefined ? [null, null] : await Promise.all([loadEntry(ctx, photo.entry), loadStanding(ctx, person)]);
  const desk = entry === null ? null : await loadDesk(ctx, entry.desk);
  if (photo === null || person === undefined || entry === null || desk === null || memberships === null) return null;
  const { read } = await accessToEntry(ctx, desk, entry, { person, memberships });
  return read.allowed ? { name: photo.name, content: photo.content } : null;
}
