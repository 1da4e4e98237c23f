import { z } from 'zod';
import { blockFaults, blocksTooLong, faultLines } from '../blocks/blocks.ts';
import type { Conversation, Json, JsonObject, StoredFile, StoredMessage, Workspace } from '../state.ts';
import { withBlockIds } from '../state.ts';
import { ApiError } from './method.ts';

const objects = z.array(z.record(z.string(), z.json()));

/** Blocks of a message, checked as Slack checks them. */
export function messageBlocks(given: unknown): JsonObject[] | null {
  if (given === undefined) return null;
  const blocks = objects.safeParse(given);
  if (!blocks.success) throw new ApiError('invalid_blocks_format');
  const faults = blockFaults(given, 'message');
  if (faults.length > 0)
    throw new ApiError('invalid_blocks', {
      errors: faults.map((fault) => fault.message),
      response_metadata: { messages: faultLines(faults) },
    });
  if (blocksTooLong(given)) throw new ApiError('msg_blocks_too_long');
  return blocks.data.length === 0 ? null : withBlockIds(blocks.data);
}

const metadataSchema = z.strictObject({
  event_type: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[a-zA-Z0-9._-]+$/),
  event_payload: z.record(z.string(), z.json()),
});

export function messageMetadata(given: unknown): JsonObject | null {
  if (given === undefined) return null;
  const read = metadataSchema.safeParse(given);
  if (!read.success) throw new ApiError('invalid_metadata_format');
  if (JSON.stringify(read.data).length > 8_000) throw new ApiError('metadata_too_large');
  return read.data;
}

const fileShape = (file: StoredFile, baseUrl: string): JsonObject => ({
  id: file.id,
  created: 0,
  timestamp: 0,
  name: file.name,
  title: file.name,
  mimetype: file.mimeType,
  filetype: file.name.split('.').at(-1) ?? '',
  user: file.owner,
  mode: 'hosted',
  is_external: false,
  size: file.content.length,
  url_private: `${baseUrl}/files-pri/${file.id}/${encodeURIComponent(file.name)}`,
  url_private_download: `${baseUrl}/files-pri/${file.id}/download/${encodeURIComponent(file.name)}`,
});

export { fileShape };

/** A message as history, events and presses show it. */
export function messageShape(
  workspace: Workspace,
  message: StoredMessage,
  options: { readonly metadata: boolean; readonly baseUrl: string },
): { [key: string]: Json } {
  const byBot = message.user === workspace.bot.userId;
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: workspace.teamId,
    ...(byBot ? { bot_id: workspace.bot.botId, app_id: workspace.bot.appId } : {}),
    ...(message.blocks === null ? {} : { blocks: message.blocks }),
    ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    ...(message.edited ? { edited: { user: message.user, ts: message.ts } } : {}),
    ...(message.files.length === 0 ? {} : { files: message.files.map((file) => fileShape(file, options.baseUrl)) }),
    ...(options.metadata && message.metadata !== null ? { metadata: message.metadata } : {}),
  };
}

/** Whether the bot may post here. */
export function mayPost(workspace: Workspace, conversation: Conversation): void {
  if (conversation.archived) throw new ApiError('is_archived');
  if (!conversation.members.has(workspace.bot.userId)) throw new ApiError('not_in_channel');
}
