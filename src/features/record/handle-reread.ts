import type { PersonCtx } from '../../runtime/context.ts';
import type { Platform } from '../../runtime/intent.ts';
import type { WholeEntry } from './entry-record.ts';
import { amendWhole } from './handle-change.ts';
import { saidToLog, withoutWords } from './handle-log.ts';
import { knownType } from './handle-registry.ts';

/** Feishu lets people edit what they said for a day, or as long as their administrators set; an older message is not asked for. */
const editableHours = 48;

/**
 * The entry as its message says now, where the messenger tells nobody of edits: a changed text is an amendment of whoever wrote it, marked as one. What
 * cannot be read, or is too old to be edited, is left as it is. Gives the entry it was given where nothing changed.
 */
export async function reread(ctx: PersonCtx, whole: WholeEntry): Promise<WholeEntry> {
  const { entry, source } = whole;
  const [platform, , messageId] = (source ?? '').split(':');
  if (!isPlatform(platform) || messageId === undefined) return whole;
  if (ctx.now.epochMilliseconds - entry.at.epochMilliseconds > editableHours * 3_600_000) return whole;
  const said = await ctx.editedText(platform, messageId);
  // A message that was put into the log by a reply to it also holds what the reply said: only what was said to the log itself is followed.
  if (said === null || saidToLog(said) === null) return whole;
  const type = knownType(entry.type);
  const field = type.fields.find(({ name }) => name === type.line);
  const line = await withoutWords(ctx, said, type);
  if (field === undefined || line === '') return whole;
  const fields = { [field.name]: field.kind === 'list' ? [line] : line };
  const amended = await amendWhole(ctx, entry.id, { fields, by: entry.author, reason: null, kind: 'edit' });
  return amended.ok && amended.value.entry.version > entry.version ? amended.value : whole;
}

const isPlatform = (name: string | undefined): name is Platform => name === 'slack' || name === 'feishu';
