import type { SlotId } from '../../core/ids.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Platform } from '../../runtime/intent.ts';
import type { WholeEntry } from './entry-record.ts';
import { amendWhole } from './handle-change.ts';
import { saidToLog, withoutWords } from './handle-log.ts';
import { knownType } from './handle-registry.ts';
import type { Entry, EntryFields } from './record.ts';
import { entriesFromMessages, loadWhole } from './store.ts';

/** Feishu lets people edit what they said for a day, or as long as their administrators set; an older message is not asked for. */
const editableHours = 48;

/**
 * The entry as its message says now, where the messenger tells nobody of edits: a changed text is an amendment of whoever wrote it, marked as one. What
 * cannot be read, or is too old to be edited, is left as it is. Gives the entry it was given where nothing changed.
 */
export async function reread(ctx: PersonCtx, whole: WholeEntry): Promise<WholeEntry> {
  return followed(ctx, whole, await editedFields(ctx, whole));
}

/**
 * {@link reread} of all entries of a shift that came from messages: the messenger is asked side by side, what it does not answer in time is left as it
 * is. Gives the entries that are amended now, the oldest first.
 */
export async function rereadShift(ctx: PersonCtx, slot: SlotId): Promise<readonly Entry[]> {
  const ids = await entriesFromMessages(ctx, slot, ctx.now.subtract({ hours: editableHours }));
  const wholes = (await Promise.all(ids.map((id) => loadWhole(ctx, id)))).filter((whole) => whole !== null);
  const edited = await Promise.all(wholes.map(async (whole) => ({ whole, fields: await editedFields(ctx, whole) })));
  const amended: Entry[] = [];
  // One after the other: what an amendment sets off is written once.
  for (const { whole, fields } of edited) {
    const now = await followed(ctx, whole, fields);
    if (now !== whole) amended.push(now.entry);
  }
  return amended;
}

/** What the message of an entry says now, as the entry holds it; null: it was not edited, is not asked for, or is not read. */
async function editedFields(ctx: PersonCtx, { entry, source }: WholeEntry): Promise<EntryFields | null> {
  const [platform, , messageId] = (source ?? '').split(':');
  if (!isPlatform(platform) || messageId === undefined) return null;
  if (ctx.now.epochMilliseconds - entry.at.epochMilliseconds > editableHours * 3_600_000) return null;
  const said = await ctx.editedText(platform, messageId);
  // A message that was put into the log by a reply to it also holds what the reply said: only what was said to the log itself is followed.
  if (said === null || saidToLog(said) === null) return null;
  const type = knownType(entry.type);
  const field = type.fields.find(({ name }) => name === type.line);
  const line = await withoutWords(ctx, said, type);
  if (field === undefined || line === '') return null;
  return { [field.name]: field.kind === 'list' ? [line] : line };
}

async function followed(ctx: PersonCtx, whole: WholeEntry, fields: EntryFields | null): Promise<WholeEntry> {
  if (fields === null) return whole;
  const { entry } = whole;
  const amended = await amendWhole(ctx, entry.id, { fields, by: entry.author, reason: null, kind: 'edit' });
  return amended.ok && amended.value.entry.version > entry.version ? amended.value : whole;
}

const isPlatform = (name: string | undefined): name is Platform => name === 'slack' || name === 'feishu';
