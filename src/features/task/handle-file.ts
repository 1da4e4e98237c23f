import type { Words } from '../../core/locale.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { IncomingFile } from '../../runtime/intent.ts';
import { MessengerError } from '../../runtime/messenger.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice, typed } from '../../view/build.ts';
import { kindOfEvidence, largestEvidence, mimeOf } from '../document/index.ts';
import { type Desk, loadDesk, standsOn } from '../people/index.ts';
import { writeEntry } from '../record/index.ts';
import { prove } from './handle-finish.ts';
import { refreshTask } from './handle-plan.ts';
import { provable, say } from './handle-press.ts';
import { keepRound, registerOfRound } from './handle-round-entry.ts';
import { isOnePress } from './proof.ts';
import { loadAwaited, loadTask } from './store.ts';
import { awaitPhoto, insertProofs, photoCame } from './store-write.ts';
import { nameOf, type Task } from './task.ts';
import { text } from './text.ts';

const waitMinutes = 10;
const megabytes = (bytes: number): string => `${Math.round((bytes / 1024 / 1024) * 10) / 10} MB`;

/** `拍照`: the next photo this person sends proves the task, or goes with what proved it. */
export async function expectPhoto(ctx: PersonCtx, id: string): Promise<Reply> {
  const task = await loadTask(ctx, id);
  if (task?.state !== 'done') {
    const found = await provable(ctx, id);
    if ('kind' in found) return found;
  } else {
    const desk = await loadDesk(ctx, task.desk);
    if (desk === null || !standsOn(ctx.actor, desk)) return say(ctx, notice('warn', text.notYours(nameOf(task)), [], ctx.locale));
  }
  awaitPhoto(ctx, ctx.actor.person, id, ctx.now.add({ minutes: waitMinutes }));
  const name = task === null ? { zh: '', en: '' } : nameOf(task);
  return say(ctx, notice('info', text.photoWaits(name), [text.photoWaitsHow], ctx.locale));
}

/**
 * A photo in the direct chat of somebody who was asked for one. It is kept with an entry of the duty log; where one press would be proof enough it proves
 * the task. Null: no task waits for it. One that cannot be kept leaves the task waiting.
 */
export async function readPhoto(ctx: PersonCtx, meta: IncomingFile, read: (maxBytes: number) => Promise<Buffer>): Promise<Reply | null> {
  const awaited = await loadAwaited(ctx, ctx.actor.person);
  const task = awaited === null ? null : await loadTask(ctx, awaited);
  const desk = task === null ? null : await loadDesk(ctx, task.desk);
  if (task === null || desk === null) return null;
  const photo = await loadSent(meta, read);
  if ('title' in photo) return say(ctx, notice('error', photo.title, [photo.how], ctx.locale));
  const open = task.state === 'done' ? null : await provable(ctx, task.id);
  if (open !== null && 'kind' in open) return open;
  photoCame(ctx, ctx.actor.person);
  const name = nameOf(task);
  const counts = open !== null && isOnePress(open.asked);
  const register = open !== null && counts ? await registerOfRound(ctx, desk, task) : null;
  const files = [{ name: photo.name, mime: photo.mime, content: photo.content }];
  // A round that is kept in a register is proved there: by itself with its photo, or by its form, which the photo does not fill.
  const kept =
    register === null || register.asks
      ? null
      : await keepRound(ctx, desk, register, { by: ctx.actor.person, targets: [], proofs: [], files });
  const entry = kept?.id ?? (await inLog(ctx, desk, task, files));
  if (open === null) {
    insertProofs(ctx, [{ task: task.id, kind: 'photo', target: null, finding: null, detail: {}, entry, by: ctx.actor.person }]);
    refreshTask(ctx, task);
    return say(ctx, notice('ok', text.photoAdded(name), [], ctx.locale));
  }
  const proves = counts && register?.asks !== true;
  const finished = await prove(ctx, desk, task, {
    by: ctx.actor.person,
    proofs: [{ kind: proves ? 'tick' : 'photo', target: null, finding: null, detail: {}, entry }],
    done: proves ? task.done + 1 : task.done,
    lines: null,
  });
  const title = proves && finished.task.state === 'done' ? text.doneNow(name) : text.photoAdded(name);
  return say(ctx, notice('ok', title, [], ctx.locale, [typed(text.buttons.tasks, 'tasks', ctx.locale)]));
}

/** A photo in the duty log, by the id of its entry. */
async function inLog(ctx: PersonCtx, desk: Desk, task: Task, files: Parameters<typeof keepRound>[3]['files']): Promise<string> {
  const written = await writeEntry(
    ctx,
    desk,
    {
      type: 'duty-log',
      fields: { matter: nameOf(task)[desk.locale] },
      author: ctx.actor.person,
      slot: task.slot,
      ...(files === undefined ? {} : { files }),
    },
    { incomplete: true },
  );
  if (!written.ok) throw new Error(`The photo of a task cannot be kept in the duty log: ${written.refusal.code}`);
  return written.value.id;
}

interface NotKept {
  readonly title: Words;
  readonly how: Words;
}

async function loadSent(
  meta: IncomingFile,
  read: (maxBytes: number) => Promise<Buffer>,
): Promise<{ readonly name: string; readonly mime: string; readonly content: Buffer } | NotKept> {
  const limit = megabytes(largestEvidence);
  if (meta.size > largestEvidence) return { title: text.photoTooLarge(megabytes(meta.size), limit), how: text.photoSmaller };
  try {
    const content = await read(largestEvidence);
    const kind = kindOfEvidence(content);
    if (kind === null) return { title: text.photoKind, how: text.photoKindHow };
    const name = /\.[a-z0-9]{1,5}$/i.test(meta.name) ? meta.name.slice(-120) : `photo.${kind}`;
    return { name, mime: mimeOf[kind], content };
  } catch (error) {
    if (!(error instanceof MessengerError)) throw error;
    const large = error.code.replaceAll('-', '_') === 'file_too_large';
    return large ? { title: text.photoTooLargeUnknown(limit), how: text.photoSmaller } : { title: text.photoUnread, how: text.photoAgain };
  }
}
